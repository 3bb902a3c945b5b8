"""Det som paketen ovanför vet om ett anslags dagar, utan att publikt känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`. Lagens dagar räknas där, en gång.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Dagar:
    """Sista dagen att överklaga och dagen då anslaget tas ned."""

    sista_överklagandedag: date
    ned_dag: date


class Dagräknare(Protocol):
    """Får anslagets källa, när det kom upp och namnet på den som satte upp det."""

    def __call__(self, *, källa: str, nu: datetime, av: str) -> Dagar | None: ...


_dagräknare: list[Dagräknare] = []


def registrera_dagräknare(räknare: Dagräknare) -> Dagräknare:
    """Anmäler vem som räknar dagarna när ett anslag kom upp senare än tänkt."""
    if räknare not in _dagräknare:
        _dagräknare.append(räknare)
    return räknare


def dagar_från(källa: str, nu: datetime, av_namn: str) -> Dagar | None:
    """Anslagets dagar räknade från dagen det kom upp; None när ingen känner källan."""
    for räknare in _dagräknare:
        if (dagar := räknare(källa=källa, nu=nu, av=av_namn)) is not None:
            return dagar
    return None
