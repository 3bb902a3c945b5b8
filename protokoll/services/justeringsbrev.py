"""Brev till dem som ska skriva under, genast och dag 7, 10 och 13 (KL 5 kap. 69 §).

Vem som ska ha ett brev läses ur raderna, så en missad natt läker vid nästa körning. Ett brev kan
komma två gånger om processen dör mellan sändningen och anteckningen, men aldrig utebli.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from konton.models import Användare
from protokoll import fullständighet, justeringstid, mailings
from protokoll.fullständighet import Brist
from protokoll.models import Justering, Underskrift

UPPGIFT = "protokoll.justeringsbrev"


class OskickadeBrev(Exception):
    """Några brev gick inte iväg; de försöks vid nästa körning."""


def beställ() -> None:
    """Breven skickas när transaktionen är klar; är mäklaren nere tar tidsstyrningen dem."""
    transaction.on_commit(lambda: current_app.send_task(UPPGIFT), robust=True)


def nåbara(underskrifter: QuerySet[Underskrift]) -> QuerySet[Underskrift]:
    """De som ännu väntas skriva under och har en adress att skriva till."""
    väntar = underskrifter.filter(status=Underskrift.Status.VÄNTAR, person__isnull=False)
    return väntar.exclude(person__epost="")


def utan_brev(underskrifter: Iterable[Underskrift]) -> list[Brist]:
    """Varningarna för dem som väntas skriva under och som inget brev når."""
    return fullständighet.utan_brev(
        [
            (u.namn, u.person.epost if u.person is not None else "")
            for u in underskrifter
            if u.status == Underskrift.Status.VÄNTAR
        ]
    )


def skicka_väntande(*, av: Användare, nu: datetime | None = None) -> int:
    """Skickar de brev som ska ha gått. Ger hur många."""
    nu = nu or timezone.now()
    dag = timezone.localdate(nu)
    pågår = Underskrift.objects.filter(
        justering__status=Justering.Status.PÅGÅR, justering__metod=Justering.Metod.ELEKTRONISK
    )
    väntar = nåbara(pågår).values_list(
        "pk", "meddelad_tid", "påmind", "justering__protokoll__sammanträde__datum"
    )
    fel: list[str] = []
    antal = 0
    for pk, meddelad, påmind, mötesdag in väntar.order_by("pk"):
        förfallna = [
            antal_dagar
            for antal_dagar, när in zip(
                justeringstid.PÅMINNELSER, justeringstid.påminnelsedagar(mötesdag), strict=True
            )
            if dag >= när
        ]
        steg = max(förfallna, default=0)
        if meddelad is not None and steg <= påmind:
            continue
        try:
            antal += _skicka(pk, steg=steg, påminnelse=meddelad is not None, nu=nu)
        except OSError as brevfel:
            # De andras brev ska gå ändå; felet höjs när alla är prövade.
            fel.append(str(brevfel))
    if fel:
        raise OskickadeBrev(f"{len(fel)} brev gick inte iväg: {fel[0]}")
    return antal


@transaction.atomic
def _skicka(pk: int, *, steg: int, påminnelse: bool, nu: datetime) -> int:
    rad = (
        Underskrift.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person", "justering__protokoll__sammanträde__organ")
        .filter(pk=pk, status=Underskrift.Status.VÄNTAR)
        .first()
    )
    if rad is None:
        return 0
    senast = justeringstid.sista_justeringsdag(rad.justering.protokoll.sammanträde.datum)
    mailings.att_justera(rad, senast=senast, påmind=påminnelse).send()
    rad.meddelad_tid, rad.påmind = nu, steg
    rad.save(update_fields=["meddelad_tid", "påmind"])
    return 1
