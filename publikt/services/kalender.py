"""Den öppna kalendern: vad som står i den, och hur ett möte kommer dit, ändras och ställs in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from publikt.kalenderfil import Post, skriv
from publikt.models import Kalendermöte

FÄLT = ("kommun", "organ", "organnummer", "börjar_tid", "slutar_tid", "plats", "inställt")


@transaction.atomic
def publicera(
    *,
    källa: str,
    kommun: str,
    organ: str,
    organnummer: int,
    börjar: datetime,
    slutar: datetime | None,
    plats: str,
    inställt: bool,
    av_namn: str,
    nu: datetime | None = None,
) -> Kalendermöte:
    """Lägger in mötet, eller ändrar det; `källa` är mötets namn hos den som publicerar."""
    nya = {
        "kommun": kommun,
        "organ": organ,
        "organnummer": organnummer,
        "börjar_tid": börjar,
        "slutar_tid": slutar,
        "plats": plats,
        "inställt": inställt,
    }
    nu = nu or timezone.now()
    rad, ny = Kalendermöte.objects.select_for_update().get_or_create(
        källa=källa, defaults={**nya, "ändrat_tid": nu, "ändrat_av": av_namn}
    )
    if ny or all(getattr(rad, fält) == nya[fält] for fält in FÄLT):
        return rad
    for fält in FÄLT:
        setattr(rad, fält, nya[fält])
    rad.sekvens += 1
    rad.ändrat_tid = nu
    rad.ändrat_av = av_namn
    rad.save()
    return rad


def finns(källa: str) -> bool:
    return Kalendermöte.objects.filter(källa=källa).exists()


def uid(källa: str) -> UUID | None:
    """Postens namn i kalendrar, om mötet är publicerat."""
    return Kalendermöte.objects.filter(källa=källa).values_list("uid", flat=True).first()


def organets_fil(organnummer: int) -> bytes | None:
    """Organets möten som iCalendar, eller None om inget har publicerats."""
    möten = list(Kalendermöte.objects.filter(organnummer=organnummer).order_by("börjar_tid", "pk"))
    if not möten:
        return None
    namn = f"{möten[-1].organ}, {möten[-1].kommun}"
    return skriv(f"Sammanträden: {namn}", [_post(möte) for möte in möten])


def _post(möte: Kalendermöte) -> Post:
    return Post(
        uid=str(möte.uid),
        rubrik=möte.organ,
        börjar=möte.börjar_tid,
        slutar=möte.slutar_tid,
        plats=möte.plats,
        inställd=möte.inställt,
        sekvens=möte.sekvens,
        ändrad=möte.ändrat_tid,
    )
