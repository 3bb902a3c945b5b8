"""Det som skrivs för att finna ett beslut: ”§ 80 2021”, ”2021-05-26”, ”taxa alkohol”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NUMMER = re.compile(r"§+\s*(\d{1,5})\b")
_DAG = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_ÅR = re.compile(r"(?:19|20)\d{2}")
_SKILJE = re.compile(r"[\s,;]+")
HÖGST_ORD = 6


@dataclass(frozen=True)
class Paragraffråga:
    nummer: int | None = None
    dag: date | None = None
    år: int | None = None
    ord: tuple[str, ...] = ()

    @property
    def är_tom(self) -> bool:
        return self == Paragraffråga()


def _dagen(text: str) -> date | None:
    """Dagen, om det finns en sådan i kalendern."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def läs(text: str) -> Paragraffråga:
    """Ett ensamt tal är ett paragrafnummer, fyra siffror som börjar på 19 eller 20 ett år."""
    nummer = år = dag = None
    if träff := _NUMMER.search(text):
        nummer = int(träff[1])
        text = text[: träff.start()] + " " + text[träff.end() :]
    for träff in _DAG.finditer(text):
        dag = _dagen(träff[1])
        if dag is not None:
            text = text[: träff.start()] + " " + text[träff.end() :]
            break
    ord_ = []
    for bit in filter(None, _SKILJE.split(text.replace("\x00", " "))):
        if år is None and _ÅR.fullmatch(bit):
            år = int(bit)
        elif nummer is None and bit.isdecimal() and bit.isascii() and len(bit) <= 5:
            nummer = int(bit)
        elif bit != "§":
            ord_.append(bit)
    return Paragraffråga(nummer, dag, år, tuple(ord_[:HÖGST_ORD]))
