"""Jäv som är antecknat på mötet stänger punktens papper i läsrummet (KL 6 kap. 30 §)."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from nämnd import antecknat_jäv
from protokoll.models import Jäv


@antecknat_jäv.registrera
def prövat(person: int, sammanträde: int) -> dict[int, bool]:
    """Punkterna där personens jäv är antecknat, och om det håller hen utanför."""
    rader = (
        Jäv.objects.filter(närvaro__person=person, närvaro__protokoll__sammanträde=sammanträde)
        .annotate(på_punkt=Coalesce("punkt", "paragraf__punkt"))
        .exclude(på_punkt=None)
        .order_by("pk")
    )
    ut: dict[int, bool] = {}
    for jäv in rader:
        punkt: int = jäv.på_punkt  # type: ignore[attr-defined]  # annoterat ovan
        ut[punkt] = ut.get(punkt, False) or jäv.hindrar
    return ut
