"""Breven om remisser: remissen till den utanför kommunen, och påminnelserna.

Vem som ska ha ett brev läses ur raderna. Brevet antecknas som påbörjat innan det lämnas till
e-postservern: dör processen däremellan skickas det inte igen, och sidan säger att det är osäkert.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime

from celery import current_app
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from ärenden import mailings, remisstid
from ärenden.models import MottagenRemiss, Remissbrev, Remissmottagare

UPPGIFT = "arenden.remissbrev"


def beställ() -> None:
    """Brevet skickas när transaktionen är klar; är mäklaren nere tar tidsstyrningen det."""
    transaction.on_commit(lambda: current_app.send_task(UPPGIFT), robust=True)


def skicka_väntande(*, nu: datetime | None = None) -> int:
    """Skickar breven som väntar. Ger hur många. Nås inte e-postservern försöks de igen senare."""
    nu = nu or timezone.now()
    väntar = list(_väntande(nu))
    if not väntar:
        return 0
    with get_connection() as anslutning:
        return sum(_skicka(brev, anslutning) for brev in väntar)


def _väntande(nu: datetime) -> Iterator[Remissbrev]:
    idag = timezone.localdate(nu)
    obesvarade = (
        Remissmottagare.objects.obesvarade()
        # Har handlingen blivit hemlig sedan den sändes går inget mer brev om den.
        .filter(remiss__handling__sekretess_lagrum="", remiss__ärende__sekretess_lagrum="")
        .select_related("remiss__handling__fil", "remiss__ärende__myndighet")
        .prefetch_related("brev")
        .order_by("pk")
    )
    mottagna = {
        m.mottagare_id: m
        for m in MottagenRemiss.objects.filter(
            mottagare__in=obesvarade.values("pk")
        ).select_related("handling__ärende__handläggare__person")
    }
    for mottagare in obesvarade:
        till = mottagare.epost or _handläggarens_epost(mottagna.get(mottagare.pk))
        gjorda = {brev.slag for brev in mottagare.brev.all()}
        sänd_dag = timezone.localdate(mottagare.tillagd_tid)
        slag: str | None = remisstid.påminnelse(mottagare.remiss.sista_dag, sänd_dag, idag)
        if mottagare.epost and Remissbrev.Slag.REMISSEN not in gjorda:
            slag = Remissbrev.Slag.REMISSEN
        if till and slag is not None and slag not in gjorda:
            yield Remissbrev(mottagare=mottagare, slag=slag, till=till, påbörjat_tid=nu)


def _handläggarens_epost(mottagen: MottagenRemiss | None) -> str:
    handläggare = mottagen.handling.ärende.handläggare if mottagen else None
    return handläggare.person.epost if handläggare and handläggare.person else ""


def _skicka(brev: Remissbrev, anslutning: BaseEmailBackend) -> bool:
    """Tar raden först, så att två arbetare aldrig skickar samma brev."""
    rad, tagen = Remissbrev.objects.get_or_create(
        mottagare=brev.mottagare,
        slag=brev.slag,
        defaults={"till": brev.till, "påbörjat_tid": brev.påbörjat_tid},
    )
    if not tagen:
        return False
    post = mailings.remissbrev(brev)
    post.connection = anslutning
    try:
        post.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fel:
        rad.fel = str(fel)[:300]
        rad.save(update_fields=["fel"])
        return False
    rad.skickat_tid = timezone.now()
    rad.save(update_fields=["skickat_tid"])
    return True
