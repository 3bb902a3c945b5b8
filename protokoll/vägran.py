"""Vad som är justerat när någon vägrat (KL 5 kap. 69 §).

Lagen lämnar sättet åt fullmäktige; här gäller det vanliga, ordföranden och minst en justerare. En
paragraf som ordföranden eller alla justerare vägrat är inte justerad: organet får ta ställning
till den vid ett senare sammanträde.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LAGRUM = "5 kap. 69 § kommunallagen"
LAGTEXT = (
    "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet på det sätt som "
    "fullmäktige har bestämt.”"
)
# Det som en vägran leder till.
LAGTEXT_EJ_JUSTERAD = (
    f"{LAGTEXT} En paragraf som ordföranden eller alla justerare vägrar är inte justerad: den "
    "anslås inte, och överklagandetiden börjar först när den justerats för sig."
)


@dataclass(frozen=True)
class Skriven:
    """En gjord underskrift: om det är ordförandens, och vad den som skrev inte skrev under på."""

    är_ordförande: bool
    gäller: frozenset[int]
    vägrade: frozenset[int] = field(default_factory=frozenset)


def ej_justerade(paragrafer: Iterable[int], underskrifter: Sequence[Skriven]) -> tuple[int, ...]:
    """Paragraferna som inte är justerade av både en ordförande och någon justerare."""
    return tuple(
        sorted(
            p
            for p in paragrafer
            if not (
                _har_skrivit(p, underskrifter, ordförande=True)
                and _har_skrivit(p, underskrifter, ordförande=False)
            )
        )
    )


def _har_skrivit(p: int, underskrifter: Sequence[Skriven], *, ordförande: bool) -> bool:
    return any(
        u.är_ordförande == ordförande and p in u.gäller and p not in u.vägrade
        for u in underskrifter
    )
