"""Sammanträdesplanen som kalenderfil, för den som läser planen."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from nämnd.models import PlaneratMöte, Sammanträdesplan
from publikt.kalenderfil import SVENSK_TID, Post, skriv


def kalender(plan: Sammanträdesplan) -> bytes:
    """Mötena, och stoppdagarna och utskicksdagarna som hela dagar."""
    ändrad = plan.fastställd_tid or datetime(plan.år, 1, 1, tzinfo=SVENSK_TID)
    poster: list[Post] = []
    for möte in plan.möten.select_related("organ").order_by("datum", "från", "pk"):
        poster += _poster(möte, ändrad)
    return skriv(str(plan), poster)


def _poster(möte: PlaneratMöte, ändrad: datetime) -> list[Post]:
    namn = möte.organ.namn
    när = f"{möte.datum.day}/{möte.datum.month}"
    return [
        Post(
            uid=f"plan-{möte.pk}-stoppdag@namnd",
            rubrik=f"Stoppdag: {namn} {när}",
            börjar=möte.stoppdag,
            ändrad=ändrad,
        ),
        Post(
            uid=f"plan-{möte.pk}-utskick@namnd",
            rubrik=f"Utskick: {namn} {när}",
            börjar=möte.utskicksdag,
            ändrad=ändrad,
        ),
        Post(
            uid=f"plan-{möte.pk}@namnd",
            rubrik=namn,
            börjar=_tid(möte, möte.från),
            slutar=_tid(möte, möte.till) if möte.till else None,
            plats=möte.plats,
            ändrad=ändrad,
        ),
    ]


def _tid(möte: PlaneratMöte, klockan: time) -> datetime:
    return timezone.make_aware(datetime.combine(möte.datum, klockan))
