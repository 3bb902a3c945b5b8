"""Det som paketen ovanför lägger till på ärendets sida, utan att ärenden känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`. Funktionen prövar själv vad användaren
får se; det den inte ger visas inte.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from konton.models import Användare, Myndighet, Person
from ärenden.avslut import Öppet
from ärenden.models import Ärende


@dataclass(frozen=True)
class Länk:
    """En länk på ärendets sida, med en rad under."""

    text: str
    adress: str
    under: str = ""


Byggare = Callable[[Ärende, Användare], Iterable[Länk]]

_byggare: list[Byggare] = []


def registrera(byggare: Byggare) -> Byggare:
    """Anmäler en funktion; i den ordning de anmäls visas deras länkar."""
    if byggare not in _byggare:
        _byggare.append(byggare)
    return byggare


def länkar(ärende: Ärende, användare: Användare) -> list[Länk]:
    return [länk for byggare in _byggare for länk in byggare(ärende, användare)]


# --- Jäv som redan är antecknat ----------------------------------------------------------------

Jävsfråga = Callable[[Ärende, Person], Iterable[str]]

_jävsfrågor: list[Jävsfråga] = []


def registrera_jäv(fråga: Jävsfråga) -> Jävsfråga:
    """Anmäler vem som vet var en person är antecknad som jävig i ett ärende."""
    if fråga not in _jävsfrågor:
        _jävsfrågor.append(fråga)
    return fråga


def antecknat_jäv(ärende: Ärende, person: Person) -> list[str]:
    """Var personen är antecknad som jävig i ärendet: möte och paragraf."""
    return [var for fråga in _jävsfrågor for var in fråga(ärende, person)]


# --- Det som är öppet när ärendet ska avslutas -------------------------------------------------

Öppetfråga = Callable[[Ärende, Användare], Iterable[Öppet]]

_öppetfrågor: list[Öppetfråga] = []


def registrera_öppet(fråga: Öppetfråga) -> Öppetfråga:
    """Anmäler vem som vet vad mer som inte är klart i ett ärende."""
    if fråga not in _öppetfrågor:
        _öppetfrågor.append(fråga)
    return fråga


def öppet_i(ärende: Ärende, användare: Användare) -> list[Öppet]:
    return [ö for fråga in _öppetfrågor for ö in fråga(ärende, användare)]


# --- Beslutet som antog en delegationsordning ----------------------------------------------------


@dataclass(frozen=True)
class Antagande:
    """Ett fattat beslut som kan ha antagit en delegationsordning. `källa` pekar ut det."""

    källa: str
    av: str
    dag: date
    rubrik: str
    adress: str


Antagandefråga = Callable[[Myndighet, Användare], Iterable[Antagande]]

_antagandefrågor: list[Antagandefråga] = []


def registrera_antaganden(fråga: Antagandefråga) -> Antagandefråga:
    """Anmäler vem som känner besluten i nämnden, så långt användaren får se dem."""
    if fråga not in _antagandefrågor:
        _antagandefrågor.append(fråga)
    return fråga


def antaganden(myndighet: Myndighet, användare: Användare) -> list[Antagande]:
    return [a for fråga in _antagandefrågor for a in fråga(myndighet, användare)]


# --- Delegationsbeslutens lista ----------------------------------------------------------------

Delegationsbyggare = Callable[[Användare], Iterable[Länk]]

_delegationsbyggare: list[Delegationsbyggare] = []


def registrera_delegationslänk(byggare: Delegationsbyggare) -> Delegationsbyggare:
    """Anmäler en länk ovanför listan över delegationsbeslut."""
    if byggare not in _delegationsbyggare:
        _delegationsbyggare.append(byggare)
    return byggare


def delegationslänkar(användare: Användare) -> list[Länk]:
    return [länk for byggare in _delegationsbyggare for länk in byggare(användare)]


# --- Tidigare beslut att hänvisa till ----------------------------------------------------------


@dataclass(frozen=True)
class Paragrafträff:
    """En paragraf i ett justerat protokoll, som den skrivs i en skrivelse."""

    text: str
    adress: str
    under: str


Paragrafsökning = Callable[[Ärende, str, Användare], Iterable[Paragrafträff]]

_paragrafsökningar: list[Paragrafsökning] = []


def registrera_paragrafsökning(sökning: Paragrafsökning) -> Paragrafsökning:
    """Anmäler vem som känner besluten. Ett tomt sökord ger ärendets egna."""
    if sökning not in _paragrafsökningar:
        _paragrafsökningar.append(sökning)
    return sökning


def paragrafträffar(ärende: Ärende, sökt: str, användare: Användare) -> list[Paragrafträff]:
    return [träff for sök in _paragrafsökningar for träff in sök(ärende, sökt, användare)]


# --- Sammanträden att skriva till ----------------------------------------------------------------


@dataclass(frozen=True)
class Mötesdag:
    """Ett kommande sammanträde. `stoppdag` är sista dagen för handlingar, när den är satt."""

    myndighet: int
    organ: str
    dag: date
    stoppdag: date | None = None


Mötesdagsfråga = Callable[[Collection[int]], Iterable[Mötesdag]]

_mötesdagsfrågor: list[Mötesdagsfråga] = []


def registrera_mötesdagar(fråga: Mötesdagsfråga) -> Mötesdagsfråga:
    """Anmäler vem som känner sammanträdena i myndigheterna."""
    if fråga not in _mötesdagsfrågor:
        _mötesdagsfrågor.append(fråga)
    return fråga


def mötesdagar(myndigheter: Collection[int]) -> list[Mötesdag]:
    """De kommande sammanträdena i myndigheterna, efter dag."""
    alla = [m for fråga in _mötesdagsfrågor for m in fråga(myndigheter)]
    return sorted(alla, key=lambda m: (m.dag, m.organ))
