"""Det som paketen ovanför lägger till på ärendets sida, utan att ärenden känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`. Funktionen prövar själv vad användaren
får se; det den inte ger visas inte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from konton.models import Användare, Person
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
