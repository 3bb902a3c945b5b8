"""Skriver händelser. Enda vägen in i tabellen."""

from __future__ import annotations

from konton.models import Användare
from ärenden import händelsetyper
from ärenden.models import Handling, Händelse, Ärende


def skriv(ärende: Ärende, typ: str, *, av: Användare, **data: str | int | None) -> Händelse:
    """Lägger till en händelse av en registrerad typ, i anroparens transaktion."""
    händelsetyper.hämta(typ).text(data)
    return Händelse.objects.create(ärende=ärende, typ=typ, data=data, av=av, av_namn=str(av))


def synlig_rubrik(handling: Handling) -> str:
    """Händelsen syns på ärendet även för den som inte får se en hemlig handling."""
    if handling.är_sekretess:
        return handling.offentlig_rubrik or "(sekretess)"
    return handling.rubrik
