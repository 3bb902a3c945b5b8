"""Uppgifter mellan en mötesfil och en rad: samma lista läser och skriver. Inga databasfrågor.

Det en fil inte säger är tomt i raden, och det som är tomt i raden skrivs inte i filen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from nämnd.mötesfil import MAX_NUMMER

# Det som står när något är hemligt utan att källan säger enligt vad.
UTAN_LAGRUM = "OSL"
LAGRUMMET, ALLT = "lagrum", "allt"


@dataclass(frozen=True)
class Fält:
    """En uppgift: nyckeln i filen, radens attribut och vad det är när uppgiften saknas."""

    nyckel: str
    attribut: str
    tomt: Any
    krävs: bool = False

    def läs(self, data: dict[str, Any]) -> Any:
        värde = data.get(self.nyckel)
        if värde is None:
            return list(self.tomt) if isinstance(self.tomt, list) else self.tomt
        return värde

    def skriv(self, rad: object) -> Any:
        return getattr(rad, self.attribut)


class Dag(Fält):
    """En dag, i filen skriven som 2026-03-18."""

    def läs(self, data: dict[str, Any]) -> date | None:
        värde = data.get(self.nyckel)
        return date.fromisoformat(värde) if värde else None

    def skriv(self, rad: object) -> str | None:
        dagen = getattr(rad, self.attribut)
        return str(dagen) if dagen else None


def text(nyckel: str, attribut: str = "", *, krävs: bool = False) -> Fält:
    return Fält(nyckel, attribut or nyckel, "", krävs)


def tal(nyckel: str, attribut: str = "", *, tomt: int | None = None) -> Fält:
    return Fält(nyckel, attribut or nyckel, tomt)


def sant(nyckel: str, attribut: str = "") -> Fält:
    return Fält(nyckel, attribut or nyckel, False)


def lista(nyckel: str, attribut: str = "", *, krävs: bool = False) -> Fält:
    return Fält(nyckel, attribut or nyckel, [], krävs)


def dag(nyckel: str, attribut: str = "") -> Fält:
    return Dag(nyckel, attribut or nyckel, None)


PERSON = (
    text("namn", krävs=True),
    text("parti"),
    text("titel"),
    text("epost"),
    text("telefon"),
    text("tid"),
)
SEKRETESS = (
    text("lagrum", "sekretess_lagrum"),
    dag("datum", "sekretess_dag"),
    text("myndighet", "sekretess_myndighet"),
    text("offentlig_text"),
)
SAMMANTRÄDE = (
    text("plats"),
    text("tema"),
    text("distans"),
    text("pressinformation"),
    tal("anteckningssidor", tomt=0),
    text("protokollsnummer"),
    sant("offentligt"),
    sant("utkast"),
)
UNDERSKRIFT = (text("ort", "underskrift_ort"), dag("datum", "underskrift_dag"))
KÄLLA = (
    text("kortnamn"),
    text("typ"),
    text("overordnat", "överordnat"),
    tal("platser"),
    text("forvaltning", "förvaltning"),
    sant("distans_tillaten", "distans_tillåten"),
)
DIARIUM = (text("prefix"), text("monster", "mönster"))
PROGRAM = (text("tid"), text("text"))
KALLAD = (*PERSON, text("som"))
PERSONUPPGIFTER = PERSON[1:]
PUNKT = (
    text("avsnitt"),
    text("rubrik", krävs=True),
    text("offentlig_rubrik"),
    text("klass"),
    text("tid"),
    text("anmarkning", "anmärkning"),
    sant("handlingar_senare"),
    text("bilagemarkering"),
    text("beslutsinstans"),
    text("forslag_av", "förslag_av"),
    sant("utkast"),
)


def till_rad(fält: Iterable[Fält], data: dict[str, Any]) -> dict[str, Any]:
    """Radens värden ur filens uppgifter."""
    return {f.attribut: f.läs(data) for f in fält}


def till_fil(fält: Iterable[Fält], rad: object) -> dict[str, Any]:
    """Filens uppgifter ur raden, utan det som är tomt."""
    värden = ((f, f.skriv(rad)) for f in fält)
    return {f.nyckel: värde for f, värde in värden if f.krävs or värde != f.tomt}


def utan_tomma(data: dict[str, Any]) -> dict[str, Any]:
    """Utan uppgifter som saknar värde."""
    return {n: v for n, v in data.items() if v is not None and v != "" and v != [] and v != {}}


def tider_till_rad(spann: Sequence[str]) -> dict[str, time]:
    return dict(zip(("från", "till"), (time.fromisoformat(t) for t in spann), strict=False))


def tider_till_fil(rad: Any) -> list[str]:
    return [f"{tid:%H:%M}" for tid in (rad.från, rad.till) if tid is not None]


def nummer_till_fil(text: str, *, minst: int = 0, högst: int = MAX_NUMMER) -> int | str:
    """Numret som heltal när det är ett: 4 men "4a", och "047" som det står."""
    är_tal = text.isascii() and text.isdigit() and str(int(text)) == text
    return int(text) if är_tal and minst <= int(text) <= högst else text


def sekretess_till_rad(uppgift: dict[str, Any] | None, *, hemlig: bool = False) -> dict[str, Any]:
    """Markeringen, och vad i den som inte står i källan. `hemlig`: raden är det ändå."""
    if uppgift is None and not hemlig:
        return {}
    värden = till_rad(SEKRETESS, uppgift or {})
    antaget = "" if värden["sekretess_lagrum"] else (ALLT if uppgift is None else LAGRUMMET)
    # Utan lagrum är raden ändå hemlig; då står bara lagens namn.
    return värden | {
        "sekretess_lagrum": värden["sekretess_lagrum"] or UTAN_LAGRUM,
        "sekretess_antagen": antaget,
    }


def sekretess_till_fil(rad: Any) -> dict[str, Any] | None:
    """Markeringen som källan hade den, eller som den blivit; None när raden inte är hemlig."""
    if not rad.sekretess_lagrum:
        return None
    uppgift = till_fil(SEKRETESS, rad)
    antagen = getattr(rad, "sekretess_antagen", "")
    if antagen and rad.sekretess_lagrum == UTAN_LAGRUM:
        del uppgift["lagrum"]
        if antagen == ALLT and not uppgift:
            return None
    return uppgift
