"""Demots papper: frusna uppgifter som mallarna `pdf/demo_*.html` läser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

MÅNADER = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]


def dagtext(dag: date) -> str:
    return f"{dag.day} {MÅNADER[dag.month - 1]} {dag.year}"


@dataclass(frozen=True)
class Tabell:
    """`tal` är kolumnerna som högerställs."""

    kolumner: tuple[str, ...]
    rader: tuple[tuple[str, ...], ...]
    rubrik: str = ""
    tal: frozenset[int] = frozenset()

    @property
    def huvud(self) -> list[tuple[str, bool]]:
        return [(text, nr in self.tal) for nr, text in enumerate(self.kolumner)]

    @property
    def celler(self) -> list[list[tuple[str, bool]]]:
        return [[(text, nr in self.tal) for nr, text in enumerate(rad)] for rad in self.rader]


@dataclass(frozen=True)
class Avsnitt:
    rubrik: str
    stycken: tuple[str, ...] = ()
    punkter: tuple[str, ...] = ()
    tabell: Tabell | None = None
    efter: tuple[str, ...] = ()
    ny_sida: bool = False


@dataclass(frozen=True)
class Dokument:
    """Det som sidhuvudet trycker."""

    titel: str
    organ: str
    dokumentnamn: str
    dag_text: str
    kommun: str = "Björksunds kommun"

    mall: ClassVar[str]


@dataclass(frozen=True)
class Skrivelsedokument(Dokument):
    """Tjänsteskrivelsen, med avsnitten i den ordning nämndens mall har dem."""

    huvud: tuple[tuple[str, str], ...] = ()
    rubrik: str = ""
    förslag: tuple[str, ...] = ()
    avsnitt: tuple[Avsnitt, ...] = ()
    underlag: tuple[str, ...] = ()
    skickas_till: tuple[str, ...] = ()
    underskrifter: tuple[tuple[str, str], ...] = ()

    mall: ClassVar[str] = "pdf/demo_skrivelse.html"


@dataclass(frozen=True)
class Bilagedokument(Dokument):
    rubrik: str = ""
    huvud: tuple[tuple[str, str], ...] = ()
    ingress: tuple[str, ...] = ()
    avsnitt: tuple[Avsnitt, ...] = ()

    mall: ClassVar[str] = "pdf/demo_bilaga.html"


@dataclass(frozen=True)
class Utdragsdokument(Dokument):
    """Ett arbetsutskotts paragraf, som papper till nämnden."""

    paragraf: int = 0
    rubrik: str = ""
    dnr: str = ""
    beslut_rubrik: str = ""
    beslut: tuple[str, ...] = ()
    sammanfattning: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()
    skickas_till: tuple[str, ...] = ()

    mall: ClassVar[str] = "pdf/demo_utdrag.html"
