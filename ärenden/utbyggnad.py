"""Det som paketen ovanför lägger till på ärendets sida, utan att ärenden känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`. Funktionen prövar själv vad användaren
får se; det den inte ger visas inte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from konton.models import Användare
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
