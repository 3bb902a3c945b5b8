"""Brev till dem som ska skriva under, genast och dag 7, 10 och 13 (KL 5 kap. 69 §).

På papper går bara påminnelserna, också till sekreteraren som bär pappret.

Vem som ska ha ett brev läses ur raderna, så en missad natt läker vid nästa körning. Ett brev kan
komma två gånger om processen dör mellan sändningen och anteckningen, men aldrig utebli.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from celery import current_app
from django.core.mail import EmailMessage
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
    """Skickar de brev som ska ha gått. Ger hur många.

    Elektroniskt får den som ska skriva under ett brev genast och påminnelser sedan; på papper bara
    påminnelserna, som också går till sekreteraren.
    """
    nu = nu or timezone.now()
    dag = timezone.localdate(nu)
    fel: list[str] = []
    antal = 0
    for rad in _väntande():
        steg = _steg(rad.justering.protokoll.sammanträde.datum, dag)
        genast = rad.justering.metod == Justering.Metod.ELEKTRONISK and rad.meddelad_tid is None
        if not genast and steg <= rad.påmind:
            continue
        try:
            antal += _skicka(rad.pk, steg=steg, påminnelse=rad.meddelad_tid is not None, nu=nu)
        except OSError as brevfel:
            # De andras brev ska gå ändå; felet höjs när alla är prövade.
            fel.append(str(brevfel))
    if fel:
        raise OskickadeBrev(f"{len(fel)} brev gick inte iväg: {fel[0]}")
    return antal


def _väntande() -> list[Underskrift]:
    pågår = Underskrift.objects.filter(justering__status=Justering.Status.PÅGÅR)
    elektroniskt = nåbara(pågår.filter(justering__metod=Justering.Metod.ELEKTRONISK))
    # Når inget brev den som ska skriva under pappret når det sekreteraren.
    på_papper = pågår.filter(
        justering__metod=Justering.Metod.PAPPER, status=Underskrift.Status.VÄNTAR
    )
    rader = (elektroniskt | på_papper).select_related("justering__protokoll__sammanträde")
    return list(rader.order_by("pk"))


def _steg(mötesdag: date, dag: date) -> int:
    """Den senaste påminnelsen som skulle ha gått: 7, 10 eller 13; 0 före den första."""
    dagarna = zip(justeringstid.PÅMINNELSER, justeringstid.påminnelsedagar(mötesdag), strict=True)
    return max((antal for antal, när in dagarna if dag >= när), default=0)


@transaction.atomic
def _skicka(pk: int, *, steg: int, påminnelse: bool, nu: datetime) -> int:
    rad = (
        Underskrift.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related(
            "person",
            "justering__protokoll__sammanträde__organ",
            "justering__protokoll__sammanträde__sekreterare",
        )
        .filter(pk=pk, status=Underskrift.Status.VÄNTAR)
        .first()
    )
    if rad is None:
        return 0
    senast = justeringstid.sista_justeringsdag(rad.justering.protokoll.sammanträde.datum)
    if rad.justering.metod == Justering.Metod.PAPPER:
        brev = _om_pappret(rad, senast)
    else:
        brev = mailings.att_justera(rad, senast=senast, påmind=påminnelse)
    if brev is None:
        return 0
    brev.send()
    rad.meddelad_tid, rad.påmind = nu, steg
    rad.save(update_fields=["meddelad_tid", "påmind"])
    return 1


def _om_pappret(rad: Underskrift, senast: date) -> EmailMessage | None:
    """Till den som inte har skrivit under, och till sekreteraren om hen inte får ett eget."""
    väntar = rad.justering.underskrifter.filter(status=Underskrift.Status.VÄNTAR)
    saknas = list(väntar.order_by("ordning", "pk"))
    sekreterare = rad.justering.protokoll.sammanträde.sekreterare
    egen = rad.person.epost if rad.person is not None else ""
    bärarens = sekreterare.epost if sekreterare is not None else ""
    får_eget = sekreterare is not None and any(u.person_id == sekreterare.pk for u in saknas)
    if not (till := egen or bärarens):
        return None
    kopia = [bärarens] if bärarens and bärarens != till and not får_eget else []
    return mailings.påminnelse_om_papper(
        rad, senast=senast, saknas=[u.namn for u in saknas], till=till, kopia=kopia
    )
