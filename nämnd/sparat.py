"""Hur länge ett möte som är sparat på en enhet får läsas där, och när det ska raderas.

Inga modeller. Reglerna är programmets egna: de sätter det som 5 kap. dataskyddsförordningens krav
på lagringsminimering och säkerhet betyder för en surfplatta som bärs hem.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from nämnd.läsrum import Läsare

#: Nyckeln till det sparade går ut så länge efter att den delades ut.
GÄLLER = timedelta(days=14)


class Ogiltigt(Enum):
    """Varför det sparade ska raderas. Texten visas för läsaren."""

    UTGÅNGET = "Tiden för det sparade har gått ut."
    BORTTAGET = "Det sparade är återkallat."
    AVSTÄNGT = "Kontot är avstängt."
    RÄTTEN_BORTA = "Du läser inte längre handlingarna till mötet."


def pröva(
    *, går_ut: datetime, nu: datetime, återkallat: bool, aktivt: bool, läsare: Läsare | None
) -> Ogiltigt | None:
    """Varför exemplaret inte längre gäller; inget så länge det gör det.

    `läsare` är vad den som sparade är på mötet nu, och `aktivt` om kontot får logga in.
    """
    if not aktivt:
        return Ogiltigt.AVSTÄNGT
    if återkallat:
        return Ogiltigt.BORTTAGET
    if läsare is None or läsare.är_gäst:
        return Ogiltigt.RÄTTEN_BORTA
    return Ogiltigt.UTGÅNGET if nu >= går_ut else None
