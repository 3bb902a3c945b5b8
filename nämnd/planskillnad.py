"""Vad som skiljer två sammanträdesplaner, eller en plan och mötena som de blev."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Slag(StrEnum):
    NYTT = "nytt"
    ÄNDRAT = "andrat"
    STRUKET = "struket"


@dataclass(frozen=True)
class Rad:
    """Ett möte som det jämförs. `nyckel` är densamma när det är samma möte."""

    nyckel: str
    organ: str
    datum: date
    från: time | None
    till: time | None = None
    plats: str = ""
    stoppdag: date | None = None
    utskicksdag: date | None = None


#: Det som jämförs, med orden som visas.
FÄLT = (
    ("datum", "dag"),
    ("från", "början"),
    ("till", "slut"),
    ("plats", "plats"),
    ("stoppdag", "stoppdag"),
    ("utskicksdag", "utskick"),
)

Värde = date | time | str | None


@dataclass(frozen=True)
class Ändring:
    vad: str
    förr: Värde
    nu: Värde


@dataclass(frozen=True)
class Skillnad:
    """`rad` är mötet som det är nu; ett struket möte som det var."""

    slag: Slag
    rad: Rad
    ändringar: tuple[Ändring, ...] = ()


def skillnader(förr: Iterable[Rad], nu: Iterable[Rad]) -> list[Skillnad]:
    """Nya, ändrade och strukna möten, i dagarnas ordning."""
    gamla = {rad.nyckel: rad for rad in förr}
    nya = {rad.nyckel: rad for rad in nu}
    funna = [Skillnad(Slag.STRUKET, rad) for nyckel, rad in gamla.items() if nyckel not in nya]
    for nyckel, rad in nya.items():
        if nyckel not in gamla:
            funna.append(Skillnad(Slag.NYTT, rad))
        elif ändringar := _ändringar(gamla[nyckel], rad):
            funna.append(Skillnad(Slag.ÄNDRAT, rad, ändringar))
    return sorted(funna, key=_ordning)


def _ordning(skillnad: Skillnad) -> tuple[date, time, str, str]:
    rad = skillnad.rad
    return rad.datum, rad.från or time.min, rad.organ, rad.nyckel


def _ändringar(förr: Rad, nu: Rad) -> tuple[Ändring, ...]:
    return tuple(
        Ändring(ord_, getattr(förr, fält), getattr(nu, fält))
        for fält, ord_ in FÄLT
        if getattr(förr, fält) != getattr(nu, fält)
    )
