"""En sidas text som rubriker, stycken, listor och tabeller, med markeringarna i. Inga modeller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ärenden.textplats import Textbit, bitar

#: Det som skiljer cellerna i en rad ur en tabell; se `ärenden.pdftext`.
CELLGRÄNS = " | "
SIDANS_NIVÅ = 2
TABELLRADER = frozenset({"tr", "th"})
Märke = tuple[str, int, int]
Bitar = list[Textbit]


@dataclass(frozen=True)
class Tabellrad:
    rubrik: bool
    celler: list[Bitar]
    bredd: int = 1
    """Kolumner som radens enda cell tar, när det inte är känt vilken cell som hör till vilken."""


@dataclass(frozen=True)
class Block:
    """Ett stycke, en rubrik, en lista, en tabell, eller rader som de ligger på sidan."""

    slag: str
    """`h1`–`h6`, `p`, `lista`, `tabell`; tomt för rader vars uppställning inte är känd."""
    rader: list[Bitar]
    tabell: list[Tabellrad]
    nivå: int = 0
    """Rubrikens nivå på webbsidan, där sidans nummer är en rubrik på nivå två."""


def block(text: str, slag: Sequence[str], märken: Sequence[Märke]) -> list[Block]:
    """Texten i block. `slag` säger vad varje rad är; `märken` är (nyckel, från, till) i texten."""
    rader = zip(_rader(text), slag, strict=True) if text else ()
    ut: list[Block] = []
    nivå = SIDANS_NIVÅ
    for vad, grupp in groupby(rader, lambda rad: _samlas(rad[1])):
        spann = list(grupp)
        inne = [_bitar(text, märken, *rad) for rad, _ in spann]
        if vad == "tabell":
            ut.append(Block(vad, [], _tabell(text, märken, spann)))
        elif vad in ("lista", ""):
            ut.append(Block(vad, inne, []))
        elif vad == "p":
            ut += [Block(vad, [rad], []) for rad in inne]
        else:
            for rad in inne:
                # Sidan kan börja mitt i ett avsnitt; en nivå får inte hoppas över.
                nivå = min(SIDANS_NIVÅ + int(vad[1]), nivå + 1, 6)
                ut.append(Block(vad, [rad], [], nivå))
    return ut


def _tabell(
    text: str, märken: Sequence[Märke], rader: Sequence[tuple[tuple[int, int], str]]
) -> list[Tabellrad]:
    celler = [list(_celler(text, *rad)) for rad, _ in rader]
    kolumner = max(map(len, celler))
    ut = []
    for (rad, slag), radens in zip(rader, celler, strict=True):
        # En tom cell finns inte alltid i filen, och en sammanfogad är en: gissa inte kolumnen.
        hel = len(radens) < kolumner
        bitar_ = [_bitar(text, märken, *c) for c in ([rad] if hel else radens)]
        ut.append(Tabellrad(slag == "th", bitar_, kolumner if hel else 1))
    return ut


def _samlas(slag: str) -> str:
    """Punkter i följd är en lista, och rader i följd en tabell."""
    if slag in TABELLRADER:
        return "tabell"
    return "lista" if slag == "li" else slag


def _rader(text: str) -> Iterator[tuple[int, int]]:
    från = 0
    for rad in text.split("\n"):
        yield från, från + len(rad)
        från += len(rad) + 1


def _celler(text: str, från: int, till: int) -> Iterator[tuple[int, int]]:
    for cell in text[från:till].split(CELLGRÄNS):
        yield från, från + len(cell)
        från += len(cell) + len(CELLGRÄNS)


def _bitar(text: str, märken: Sequence[Märke], från: int, till: int) -> Bitar:
    här = [
        (nyckel, max(a, från) - från, min(b, till) - från)
        for nyckel, a, b in märken
        if a < till and från < b
    ]
    return bitar(text[från:till], här)
