"""Skrivelsemallens byggstenar, och de färdiga stilar som en ny mall kan börja i. Inga modeller."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Avsnittsslag(StrEnum):
    """Vad ett avsnitt innehåller, och därmed hur det skrivs och trycks."""

    FÖRSLAG = "forslag"
    SAMMANFATTNING = "sammanfattning"
    TEXT = "text"
    LISTA = "lista"
    MOTTAGARE = "mottagare"

    @property
    def label(self) -> str:
        return _ETIKETT[self]


_ETIKETT = {
    Avsnittsslag.FÖRSLAG: "förslag till beslut (numrerade satser)",
    Avsnittsslag.SAMMANFATTNING: "sammanfattning",
    Avsnittsslag.TEXT: "text",
    Avsnittsslag.LISTA: "lista, en rad för varje (bilagor, underlag)",
    Avsnittsslag.MOTTAGARE: "mottagare av beslutet, en rad för varje",
}
AVSNITTSSLAG = [(slag.value, slag.label) for slag in Avsnittsslag]
# En mall har högst ett av var: de följer med till kallelsen och protokollet.
HÖGST_ETT = (Avsnittsslag.FÖRSLAG, Avsnittsslag.SAMMANFATTNING, Avsnittsslag.MOTTAGARE)
RADVIS = (Avsnittsslag.LISTA, Avsnittsslag.MOTTAGARE)
_BILAGERUBRIK = re.compile(r"^bilag(a|or)\b", re.IGNORECASE)


def är_bilageavsnitt(rubrik: str, slag: str) -> bool:
    """Listan över bilagor: där skrivs skrivelsens bilagor ut av sig själva."""
    return slag == Avsnittsslag.LISTA and _BILAGERUBRIK.match(rubrik.strip()) is not None


class Huvudfält(StrEnum):
    """En uppgift i skrivelsens huvud. De tre sista fyller handläggaren i."""

    DIARIENUMMER = "diarienummer"
    HANDLÄGGARE = "handlaggare"
    KONTAKT = "kontakt"
    TILL = "till"
    DATUM = "datum"
    ADRESSAT = "adressat"
    ERT_DATUM = "ert_datum"
    ER_BETECKNING = "er_beteckning"

    @property
    def label(self) -> str:
        return _HUVUDRUBRIK[self]


_HUVUDRUBRIK = {
    Huvudfält.DIARIENUMMER: "Diarienummer",
    Huvudfält.HANDLÄGGARE: "Handläggare",
    Huvudfält.KONTAKT: "Kontakt",
    Huvudfält.TILL: "Till",
    Huvudfält.DATUM: "Datum",
    Huvudfält.ADRESSAT: "Mottagare",
    Huvudfält.ERT_DATUM: "Ert datum",
    Huvudfält.ER_BETECKNING: "Er beteckning",
}
HUVUDFÄLT = [(f.value, f.label) for f in Huvudfält]
FYLLS_I = (Huvudfält.ADRESSAT, Huvudfält.ERT_DATUM, Huvudfält.ER_BETECKNING)


def huvudets_fält(mallens: Sequence[Huvudfält], skrivna: Collection[str]) -> list[Huvudfält]:
    """Mallens fält, och sist de som handläggaren har fyllt i utan att mallen har dem."""
    return [*mallens, *(f for f in FYLLS_I if f in skrivna and f not in mallens)]


@dataclass(frozen=True)
class Stilavsnitt:
    rubrik: str
    slag: Avsnittsslag = Avsnittsslag.TEXT
    hjälp: str = ""
    obligatoriskt: bool = False
    lagrum: str = ""


@dataclass(frozen=True)
class Mallstil:
    """En färdig uppställning att börja i. Allt går att ändra innan mallen fastställs."""

    nyckel: str
    namn: str
    dokumentnamn: str
    huvud: tuple[Huvudfält, ...]
    avsnitt: tuple[Stilavsnitt, ...]


_FÖRSLAG = (
    "Skriv varje beslut som en egen sats som går att bifalla eller avslå för sig. "
    "Satsen ska gå att läsa utan resten av skrivelsen."
)
_SAMMANFATTNING = (
    "Det viktigaste på högst tio rader: vad saken gäller, varför den kommer nu och vad förslaget "
    "leder till. Texten följer med till kallelsen."
)
_BESKRIVNING = "Vad som har hänt, vad som är utrett och vilka regler som gäller."
_BEDÖMNING = "Förvaltningens egna skäl: vilka vägar som finns och varför den här föreslås."
_EKONOMI = (
    "Vad förslaget kostar eller sparar, för vilka år, och hur det betalas. "
    "Skriv också när det inte får några följder, och varför."
)
_BARN = (
    "Hur förslaget påverkar barn, hur det är utrett och vad barn själva har sagt. "
    "Berörs inga barn räcker en mening om varför."
)
_JÄMSTÄLLDHET = "Om förslaget påverkar kvinnor och män, flickor och pojkar olika, och hur."
_BILAGOR = "En rad för varje bilaga, med dess rubrik och dag."
_MOTTAGARE = "En rad för varje mottagare: den som ska verkställa beslutet, och den som är part."
_BARNKONVENTIONEN = "artikel 3 i barnkonventionen, lagen (2018:1197)"
_DELGES = "33 § förvaltningslagen"


def _förslag(rubrik: str) -> Stilavsnitt:
    return Stilavsnitt(rubrik, Avsnittsslag.FÖRSLAG, _FÖRSLAG, obligatoriskt=True)


def _sammanfattning(rubrik: str) -> Stilavsnitt:
    return Stilavsnitt(rubrik, Avsnittsslag.SAMMANFATTNING, _SAMMANFATTNING, obligatoriskt=True)


def _mottagare(rubrik: str) -> Stilavsnitt:
    return Stilavsnitt(rubrik, Avsnittsslag.MOTTAGARE, _MOTTAGARE, lagrum=_DELGES)


STILAR = (
    Mallstil(
        "forvaltningens",
        "Förvaltningens förslag först, med ekonomi",
        "Tjänsteskrivelse",
        (Huvudfält.DIARIENUMMER, Huvudfält.HANDLÄGGARE, Huvudfält.TILL),
        (
            _förslag("Förvaltningens förslag till beslut"),
            _sammanfattning("Sammanfattning"),
            Stilavsnitt("Beskrivning av ärendet", hjälp=_BESKRIVNING, obligatoriskt=True),
            Stilavsnitt("Ekonomiska konsekvenser", hjälp=_EKONOMI, obligatoriskt=True),
            Stilavsnitt("Bilagor", Avsnittsslag.LISTA, _BILAGOR),
            _mottagare("Beslut skickas till"),
        ),
    ),
    Mallstil(
        "socialforvaltningens",
        "Med handlingar, beskrivning och bedömning var för sig",
        "Tjänsteskrivelse",
        (Huvudfält.DIARIENUMMER, Huvudfält.HANDLÄGGARE, Huvudfält.KONTAKT, Huvudfält.TILL),
        (
            _förslag("Socialförvaltningens förslag till beslut"),
            _sammanfattning("Sammanfattning av ärendet"),
            Stilavsnitt(
                "Ärendets handlingar",
                Avsnittsslag.LISTA,
                "Det som nämnden har som underlag, en rad för varje handling.",
            ),
            Stilavsnitt("Ärendebeskrivning", hjälp=_BESKRIVNING, obligatoriskt=True),
            Stilavsnitt("Förvaltningens bedömning", hjälp=_BEDÖMNING, obligatoriskt=True),
            _mottagare("Beslutet skickas till"),
        ),
    ),
    Mallstil(
        "synpunkter",
        "Yttrande med förvaltningens synpunkter",
        "Tjänsteutlåtande",
        (
            Huvudfält.DIARIENUMMER,
            Huvudfält.HANDLÄGGARE,
            Huvudfält.ADRESSAT,
            Huvudfält.ERT_DATUM,
            Huvudfält.ER_BETECKNING,
        ),
        (
            _förslag("Förslag till beslut"),
            _sammanfattning("Sammanfattning"),
            Stilavsnitt("Beskrivning av ärendet", hjälp=_BESKRIVNING, obligatoriskt=True),
            Stilavsnitt("Förvaltningens synpunkter", hjälp=_BEDÖMNING, obligatoriskt=True),
            Stilavsnitt("Bilagor", Avsnittsslag.LISTA, _BILAGOR),
            _mottagare("Beslutet delges"),
        ),
    ),
    Mallstil(
        "konsekvenser",
        "Fråga, bedömning och följder för barn, jämställdhet och ekonomi",
        "Tjänsteutlåtande",
        (Huvudfält.DATUM, Huvudfält.DIARIENUMMER, Huvudfält.HANDLÄGGARE, Huvudfält.TILL),
        (
            _sammanfattning("Ärendet i korthet"),
            _förslag("Förslag till beslut"),
            Stilavsnitt("Bakgrund", hjälp=_BESKRIVNING, obligatoriskt=True),
            Stilavsnitt("Överväganden", hjälp=_BEDÖMNING, obligatoriskt=True),
            Stilavsnitt("Barnets bästa", hjälp=_BARN, obligatoriskt=True, lagrum=_BARNKONVENTIONEN),
            Stilavsnitt("Jämställdhet", hjälp=_JÄMSTÄLLDHET),
            Stilavsnitt("Ekonomi", hjälp=_EKONOMI, obligatoriskt=True),
            Stilavsnitt("Beslutsunderlag", Avsnittsslag.LISTA, _BILAGOR),
            _mottagare("Beslutet skickas till"),
        ),
    ),
)
STIL = {stil.nyckel: stil for stil in STILAR}
