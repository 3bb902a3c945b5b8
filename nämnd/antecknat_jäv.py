"""Jäv som är antecknat på mötet, utan att nämnd känner protokollet.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`. Den får personen och sammanträdet, och
ger punkterna där frågan är prövad: sant om personen är jävig, falskt om hen inte är det.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Prövat = Callable[[int, int], Mapping[int, bool]]

_källor: list[Prövat] = []


def registrera(källa: Prövat) -> Prövat:
    """Anmäler vem som vet vilka jäv som är antecknade på mötet."""
    if källa not in _källor:
        _källor.append(källa)
    return källa


def på_mötet(person: int, sammanträde: int) -> dict[int, bool]:
    """Punkterna där personens jäv är antecknat på mötet, och om det hindrar."""
    ut: dict[int, bool] = {}
    for källa in _källor:
        for punkt, hindrar in källa(person, sammanträde).items():
            ut[punkt] = ut.get(punkt, False) or hindrar
    return ut
