"""Vem som har förtroendeuppdrag i vilken myndighet. Uppdragen är nämnds, som anmäler frågan hit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

# Personers nycklar in, (person, myndighet) ut: dem som har uppdrag där i dag.
Uppdragsfråga = Callable[[Collection[int]], Iterable[tuple[int, int]]]

_frågor: list[Uppdragsfråga] = []


def registrera(fråga: Uppdragsfråga) -> Uppdragsfråga:
    """Anmäler vem som känner uppdragen."""
    if fråga not in _frågor:
        _frågor.append(fråga)
    return fråga


def myndigheter_för(person: int | None) -> set[int]:
    """Myndigheterna där personen är ledamot eller ersättare i dag."""
    if person is None:
        return set()
    return {myndighet for fråga in _frågor for _, myndighet in fråga([person])}


def förtroendevalda(personer: Collection[int]) -> set[int]:
    """De av personerna som är ledamöter eller ersättare någonstans i dag."""
    return {person for fråga in _frågor for person, _ in fråga(personer)}
