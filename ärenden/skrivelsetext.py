"""Skrivelsens text: det som skrivs i en ruta blir stycken, rubriker, listor och tabeller.

Texten är Markdown, läst av markdown-it med bara de regler som står här. Resultatet är frysta delar
som mallen skriver ut, aldrig html: allt som inte är uppmärkning visas som det står, så inget
försvinner och inget körs. Inga modeller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Inga länkar, bilder, kodrutor, citat eller html: de tecknen är vanlig text.
_LÄSARE = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis", "escape", "newline"])
_CELLSTRECK = re.compile(r"(?<!\\)\|")

HJÄLP = (
    "En tom rad ger nytt stycke. # Rubrik, - punkt, 1. numrerad punkt, **fet**, *kursiv*. "
    "Tabell: | Post | Kronor | och under den |---|---:| (kolon till höger högerställer)."
)


@dataclass(frozen=True)
class Bit:
    """Ett stycke text med samma utseende. `ny_rad`: en radbrytning före."""

    text: str
    fet: bool = False
    kursiv: bool = False
    ny_rad: bool = False


@dataclass(frozen=True)
class Cell:
    bitar: tuple[Bit, ...]
    tal: bool = False


@dataclass(frozen=True)
class Block:
    """Ett stycke, en rubrik, en lista eller en tabell; fälten som inte hör dit är tomma."""

    sort: str
    bitar: tuple[Bit, ...] = ()
    nivå: int = 0
    börjar: int = 1
    punkter: tuple[tuple[Block, ...], ...] = ()
    huvud: tuple[Cell, ...] = ()
    rader: tuple[tuple[Cell, ...], ...] = ()


def läs(text: str) -> tuple[Block, ...]:
    """Textens delar, i ordning."""
    return _block(iter(_LÄSARE.parse(text)))


def för_breda_rader(text: str) -> list[int]:
    """Raderna (från 1) i en tabell med fler celler än rubrikraden.

    Markdown kastar de överskjutande cellerna; en kolumn får inte försvinna utan ett ord.
    """
    rader = text.splitlines()
    breda = []
    for del_ in _LÄSARE.parse(text):
        if del_.type == "table_open" and del_.map:
            första, sista = del_.map
            bredd = _celler(rader[första])
            breda += [n + 1 for n in range(första, sista) if _celler(rader[n]) > bredd]
    return breda


def _celler(rad: str) -> int:
    """Cellerna i en rad; strecken i kanterna är valfria."""
    inre = rad.strip().removeprefix("|")
    if inre.endswith("|") and not inre.endswith("\\|"):
        inre = inre[:-1]
    return len(_CELLSTRECK.split(inre))


def _block(delar: Iterator[Token], slut: str = "") -> tuple[Block, ...]:
    ut: list[Block] = []
    for del_ in delar:
        if del_.type == slut:
            break
        if del_.type == "paragraph_open":
            ut.append(Block("stycke", _bitar(next(delar))))
        elif del_.type == "heading_open":
            # Avsnittets egen rubrik är nivå 2; dokumentet får inte hoppa över en nivå.
            ut.append(Block("rubrik", _bitar(next(delar)), nivå=3 if len(del_.markup) < 3 else 4))
        elif del_.type == "bullet_list_open":
            ut.append(Block("punkter", punkter=_punkter(delar, "bullet_list_close")))
        elif del_.type == "ordered_list_open":
            börjar = int(del_.attrs.get("start", 1))
            punkter = _punkter(delar, "ordered_list_close")
            ut.append(Block("numrerad", punkter=punkter, börjar=börjar))
        elif del_.type == "table_open":
            ut.append(_tabell(delar))
    return tuple(ut)


def _punkter(delar: Iterator[Token], slut: str) -> tuple[tuple[Block, ...], ...]:
    ut = []
    for del_ in delar:
        if del_.type == slut:
            break
        if del_.type == "list_item_open":
            ut.append(_block(delar, "list_item_close"))
    return tuple(ut)


def _tabell(delar: Iterator[Token]) -> Block:
    rader: list[list[Cell]] = []
    for del_ in delar:
        if del_.type == "table_close":
            break
        if del_.type == "tr_open":
            rader.append([])
        elif del_.type in ("th_open", "td_open"):
            tal = "right" in str(del_.attrs.get("style", ""))
            rader[-1].append(Cell(_bitar(next(delar)), tal))
    huvud, *övriga = (tuple(rad) for rad in rader)
    return Block("tabell", huvud=huvud, rader=tuple(övriga))


def _bitar(inre: Token) -> tuple[Bit, ...]:
    ut: list[Bit] = []
    fet = kursiv = 0
    ny_rad = False
    for del_ in inre.children or ():
        if del_.type in ("strong_open", "strong_close"):
            fet += del_.nesting
        elif del_.type in ("em_open", "em_close"):
            kursiv += del_.nesting
        elif del_.type in ("softbreak", "hardbreak"):
            ny_rad = True
        elif del_.content:
            ut.append(Bit(del_.content, bool(fet), bool(kursiv), ny_rad))
            ny_rad = False
    return tuple(ut)
