"""Brev till ersättare som kallats in, högst ett per inkallelse.

Vem som ska ha ett brev läses ur raderna, så det som inte gick i väg försöks igen. Brevet antecknas
som påbörjat innan det lämnas till e-postservern: dör processen däremellan skickas det inte igen,
och svarssidan säger att det är osäkert.
"""

from __future__ import annotations

import smtplib
from datetime import datetime

from celery import current_app
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd import mailings
from nämnd.models import Inkallelse, Sammanträde

UPPGIFT = "namnd.inkallelsebrev"


def beställ() -> None:
    """Brevet skickas när transaktionen är klar; är mäklaren nere tar tidsstyrningen det."""
    transaction.on_commit(lambda: current_app.send_task(UPPGIFT), robust=True)


def skicka_väntande(*, av: Användare, nu: datetime | None = None) -> int:
    """Skickar breven som väntar. Ger hur många. Nås inte e-postservern försöks de igen senare."""
    nu = nu or timezone.now()
    väntar = list(
        Inkallelse.objects.aktiva()
        .filter(
            brev_påbörjat_tid=None,
            sammanträde__status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .exclude(person__epost="")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not väntar:
        return 0
    with get_connection() as anslutning:
        return sum(_skicka(pk, anslutning, nu) for pk in väntar)


def _skicka(pk: int, anslutning: BaseEmailBackend, nu: datetime) -> bool:
    """Tar raden först, så att två arbetare aldrig skickar samma brev."""
    tagen = Inkallelse.objects.aktiva().filter(pk=pk, brev_påbörjat_tid=None)
    if not tagen.update(brev_påbörjat_tid=nu):
        return False
    rad = Inkallelse.objects.select_related("person", "för", "sammanträde__organ").get(pk=pk)
    brev = mailings.inkallad(rad)
    brev.connection = anslutning
    try:
        brev.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fel:
        Inkallelse.objects.filter(pk=pk).update(brev_fel=str(fel)[:300])
        return False
    Inkallelse.objects.filter(pk=pk).update(brev_skickat_tid=timezone.now())
    return True
