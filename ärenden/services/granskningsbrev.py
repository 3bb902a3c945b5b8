"""Brev om granskningen: när det blir ens tur, före svarsdagen, om utfallet och före stoppdagen.

Vem som ska ha ett brev läses ur raderna, så en missad natt läker vid nästa körning. Ett brev kan
komma två gånger om processen dör mellan sändningen och anteckningen, men aldrig utebli.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from celery import current_app
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from konton.models import Användare
from ärenden import mailings, utbyggnad
from ärenden.models import Granskare, Granskning, Skrivelse, Skrivelseutkast, Ärende

UPPGIFT = "arenden.granskningsbrev"
# Granskaren påminns när svarsdagen är så nära, och skrivaren när stoppdagen är det.
FÖRE_SVARSDAGEN = timedelta(days=2)
FÖRE_STOPPDAGEN = timedelta(days=3)


class OskickadeBrev(Exception):
    """Några brev gick inte iväg; de försöks vid nästa körning."""


def beställ() -> None:
    """Breven skickas när transaktionen är klar; är mäklaren nere tar tidsstyrningen dem."""
    transaction.on_commit(lambda: current_app.send_task(UPPGIFT), robust=True)


def skicka_väntande(*, av: Användare, nu: datetime | None = None) -> int:
    """Skickar de brev som ska ha gått. Ger hur många."""
    nu = nu or timezone.now()
    dag = timezone.localdate(nu)
    fel: list[str] = []
    antal = 0
    for skicka in _brev(dag):
        try:
            antal += skicka(nu=nu)
        except OSError as brevfel:
            # De andras brev ska gå ändå; felet höjs när alla är prövade.
            fel.append(str(brevfel))
    if fel:
        raise OskickadeBrev(f"{len(fel)} brev gick inte iväg: {fel[0]}")
    return antal


def _brev(dag: date) -> Iterator[Callable[..., int]]:
    """Sändningarna som ska göras, var och en med sin rad."""
    for g in _i_tur():
        if g.meddelad_tid is None:
            yield partial(_till_granskaren, g.pk, "meddelad_tid")
        elif _ska_påminnas(g, dag):
            yield partial(_till_granskaren, g.pk, "påmind_tid")
    for pk in _utan_besked().order_by("pk").values_list("pk", flat=True):
        yield partial(_besked, pk)
    oinlämnade = Skrivelseutkast.objects.oinlämnade().filter(påmind_tid=None)
    for utkast, stoppdag in _före_stoppdagen(oinlämnade, dag):
        yield partial(_till_skrivaren, utkast.pk, stoppdag)
    for utkast, stoppdag in _före_stoppdagen(_inte_anmälda(), dag):
        yield partial(_om_anmälan, utkast.pk, stoppdag)


def _i_tur() -> list[Granskare]:
    omgångar = Granskning.objects.pågående().prefetch_related("granskare").order_by("pk")
    return [g for omgång in omgångar for g in omgång.i_tur(omgång.granskare.all())]


def _ska_påminnas(granskare: Granskare, dag: date) -> bool:
    senast = granskare.granskning.senast_dag
    meddelad = granskare.meddelad_tid
    return (
        granskare.påmind_tid is None
        and senast is not None
        and meddelad is not None
        and dag >= senast - FÖRE_SVARSDAGEN
        # Den som nyss fått brevet behöver ingen påminnelse samma dag.
        and timezone.localdate(meddelad) < dag
    )


def _utan_besked() -> QuerySet[Granskning]:
    return Granskning.objects.filter(avslutad_tid__isnull=False, besked_tid=None).exclude(
        utfall=Granskning.Utfall.ÅTERKALLAD
    )


def _inte_anmälda() -> QuerySet[Skrivelseutkast]:
    """De inlämnade som ingen har anmält och ingen är påmind om."""
    return Skrivelseutkast.objects.filter(
        skrivelse__status=Skrivelse.Status.UTKAST,
        skrivelse__påmind_tid=None,
        ärende__status__in=[Ärende.Status.ÖPPET, Ärende.Status.VILANDE],
    )


def _före_stoppdagen(
    alla: QuerySet[Skrivelseutkast], dag: date
) -> list[tuple[Skrivelseutkast, date]]:
    """De av dem vars sammanträdes stoppdag är nära eller har varit."""
    väntar = list(alla.filter(önskad_dag__gte=dag).select_related("ärende").order_by("pk"))
    dagar = utbyggnad.mötesdagar({u.ärende.myndighet_id for u in väntar})
    stoppdagar = {(m.myndighet, m.dag): m.stoppdag for m in dagar if m.stoppdag}
    ut = []
    for utkast in väntar:
        assert utkast.önskad_dag is not None
        stoppdag = stoppdagar.get((utkast.ärende.myndighet_id, utkast.önskad_dag))
        if stoppdag is not None and dag >= stoppdag - FÖRE_STOPPDAGEN:
            ut.append((utkast, stoppdag))
    return ut


@transaction.atomic
def _till_granskaren(pk: int, fält: str, *, nu: datetime) -> int:
    rad = (
        Granskare.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("användare__person", "granskning__utkast__ärende__diarium")
        .filter(pk=pk, svar="", granskning__avslutad_tid=None, **{fält: None})
        .first()
    )
    if rad is None:
        return 0
    if not _skicka(mailings.att_granska(rad, påminnelse=fält == "påmind_tid")):
        return 0
    setattr(rad, fält, nu)
    rad.save(update_fields=[fält])
    return 1


@transaction.atomic
def _besked(pk: int, *, nu: datetime) -> int:
    rad = (
        _utan_besked()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("skickad_av__person", "utkast__ärende__diarium")
        .filter(pk=pk)
        .first()
    )
    if rad is None or not _skicka(mailings.svar_på_granskningen(rad)):
        return 0
    rad.besked_tid = nu
    rad.save(update_fields=["besked_tid"])
    return 1


@transaction.atomic
def _till_skrivaren(pk: int, stoppdag: date, *, nu: datetime) -> int:
    utkast = (
        Skrivelseutkast.objects.oinlämnade()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("skapad_av__person", "ärende__diarium")
        .filter(pk=pk, påmind_tid=None)
        .first()
    )
    if utkast is None or not _skicka(mailings.före_stoppdagen(utkast, stoppdag)):
        return 0
    utkast.påmind_tid = nu
    utkast.save(update_fields=["påmind_tid"])
    return 1


@transaction.atomic
def _om_anmälan(pk: int, stoppdag: date, *, nu: datetime) -> int:
    skrivelse = (
        Skrivelse.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("av__person", "handling__ärende__diarium")
        .filter(skriven_text=pk, status=Skrivelse.Status.UTKAST, påmind_tid=None)
        .first()
    )
    if skrivelse is None or not _skicka(mailings.inte_anmäld(skrivelse, stoppdag)):
        return 0
    skrivelse.påmind_tid = nu
    skrivelse.save(update_fields=["påmind_tid"])
    return 1


def _skicka(brev: EmailMessage) -> bool:
    """Utan adress finns inget att skicka; det väntande syns på personens första sida."""
    if not any(brev.to):
        return False
    brev.send()
    return True
