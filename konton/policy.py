"""Roller i en myndighet. De andra paketens policy bygger på dessa frågor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from konton.models import Användare, Myndighet, Rolltilldelning
from konton.roller import Roll

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


class FärskFaktorKrävs(PermissionDenied):
    """Användaren får, men ska först styrka sig med sin andra faktor.

    `sida` är dit hen kommer tillbaka efteråt; tom betyder sidan som begärdes. Mellanlagret i
    `konton.tvåfaktor` leder dit koden skrivs in, så att kravet kan ställas var som helst.
    """

    def __init__(self, sida: str = "") -> None:
        super().__init__("Styrk dig med din andra faktor först.")
        self.sida = sida


def roller_per_myndighet(
    användare: Användare | AnonymousUser,
) -> dict[int | None, frozenset[Roll]]:
    """Gällande roller per myndighet (None = hela installationen); läses en gång per begäran."""
    if not isinstance(användare, Användare):
        return {}
    if användare.är_system:
        # Jobb och kommandon handlar som systemanvändaren, som inte kan logga in.
        return {None: frozenset(Roll)}
    if not användare.is_active:
        return {}
    sparade: dict[int | None, frozenset[Roll]] | None = getattr(användare, "_roller", None)
    if sparade is None:
        samlade: dict[int | None, set[Roll]] = {}
        rader = Rolltilldelning.objects.gällande().filter(användare=användare)
        for myndighet_id, roll in rader.values_list("myndighet_id", "roll"):
            samlade.setdefault(myndighet_id, set()).add(Roll(roll))
        sparade = {m: frozenset(r) for m, r in samlade.items()}
        användare._roller = sparade  # type: ignore[attr-defined]  # minne för en begäran
    return sparade


def har_roll(
    användare: Användare | AnonymousUser, roller: set[Roll] | frozenset[Roll], myndighet_id: int
) -> bool:
    """Om användaren har någon av rollerna i myndigheten."""
    egna = roller_per_myndighet(användare)
    return bool((egna.get(myndighet_id, frozenset()) | egna.get(None, frozenset())) & roller)


def myndigheter_med_roll(
    användare: Användare | AnonymousUser, roller: set[Roll] | frozenset[Roll]
) -> QuerySet[Myndighet]:
    """Myndigheterna där användaren har någon av rollerna (mängdformen av `har_roll`)."""
    egna = roller_per_myndighet(användare)
    if egna.get(None, frozenset()) & roller:
        return Myndighet.objects.all()
    return Myndighet.objects.filter(pk__in=[m for m, r in egna.items() if m and r & roller])


def myndighetsnummer_med_roll(
    användare: Användare | AnonymousUser, roller: set[Roll] | frozenset[Roll]
) -> list[int]:
    """Som `myndigheter_med_roll`, men utan en fråga för den vars roller är nämndernas egna."""
    egna = roller_per_myndighet(användare)
    if egna.get(None, frozenset()) & roller:
        return list(Myndighet.objects.order_by("pk").values_list("pk", flat=True))
    return sorted(m for m, r in egna.items() if m and r & roller)


def är_administratör(användare: Användare | AnonymousUser) -> bool:
    """Administratör i hela installationen: sköter registren."""
    return Roll.ADMINISTRATÖR in roller_per_myndighet(användare).get(None, frozenset())


def kräv_administratör(användare: Användare | AnonymousUser) -> None:
    if not är_administratör(användare):
        raise PermissionDenied("Bara administratörer får ändra register.")
