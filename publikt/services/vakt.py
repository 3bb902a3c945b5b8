"""Vakten: frågar tavlan, antecknar avbrott, sätter upp och tar ned det vars tid är inne.

Allt läses ur raderna, så en missad natt läker när vakten kommer tillbaka. En körning är en
transaktion under ett lås: dödas den mitt i har den inte hänt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from publikt import avbrottsdagar
from publikt.models import Anslag, Uppetid
from publikt.services import anslagstavla, puls

SYSTEMET = "Nämnd"
# Godtyckligt men fast tal: vaktens lås i databasen.
_LÅS = 8_09_2017_725


@dataclass(frozen=True)
class Rapport:
    """Vad en körning gjorde."""

    avbrott: int
    uppsatta: int
    nedtagna: int


def vaka(*, av_namn: str = SYSTEMET) -> Rapport:
    """Svarar inte tavlan görs ingenting: avbrottet antecknas när den svarar igen.

    Inget sätts upp på en tavla som ingen kan läsa, och inget tas ned innan avbrottet är räknat.
    """
    puls.fråga_tavlan()
    return tavlan_svarade(av_namn=av_namn)


@transaction.atomic
def tavlan_svarade(*, av_namn: str = SYSTEMET, nu: datetime | None = None) -> Rapport:
    """Antecknar svaret och gör det som tiden kräver."""
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [_LÅS])
    nu = nu or timezone.now()
    senast = Uppetid.objects.first()
    avbrott = _anteckna_avbrott(senast, av_namn=av_namn, nu=nu)
    _anteckna_svaret(senast, nu)
    uppsatta = list(
        Anslag.objects.väntande().filter(uppe_från__lte=nu).select_for_update().order_by("pk")
    )
    for anslag in uppsatta:
        anslagstavla.gå_upp(anslag=anslag, av_namn=av_namn, nu=nu)
    nedtagna = list(
        Anslag.objects.uppe()
        .filter(ned_dag__lte=timezone.localdate(nu))
        .select_for_update()
        .order_by("pk")
    )
    for anslag in nedtagna:
        anslagstavla.gå_ned(anslag=anslag, av_namn=av_namn, nu=nu)
    return Rapport(avbrott, len(uppsatta), len(nedtagna))


def _är_lucka(från: datetime, nu: datetime) -> bool:
    return nu - från > settings.ANSLAGSTAVLA_AVBROTT


def _anteckna_avbrott(senast: Uppetid | None, *, av_namn: str, nu: datetime) -> int:
    """Anslagen som satt uppe under en tid utan svar."""
    if senast is not None and not _är_lucka(senast.till_tid, nu):
        return 0
    antal = 0
    for anslag in Anslag.objects.uppe().select_for_update().order_by("pk"):
        sågs = anslag.uppsatt_tid
        if senast is not None and (sågs is None or sågs < senast.till_tid):
            sågs = senast.till_tid
        if sågs is None or not _är_lucka(sågs, nu):
            continue
        dagar = avbrottsdagar.berörda_dagar(
            timezone.localtime(sågs), timezone.localtime(nu), anslag.ned_dag
        )
        if dagar:
            anslagstavla.anteckna_avbrott(
                anslag=anslag, från=sågs, till=nu, dagar=dagar, av_namn=av_namn, nu=nu
            )
            antal += 1
    return antal


def _anteckna_svaret(senast: Uppetid | None, nu: datetime) -> None:
    if senast is None or _är_lucka(senast.till_tid, nu):
        Uppetid.objects.create(från_tid=nu, till_tid=nu)
    elif senast.till_tid < nu:
        senast.till_tid = nu
        senast.save(update_fields=["till_tid"])
