"""Jobb: beställ i samma transaktion som orsaken, utför en gång, läk det som kraschat.

Mäklaren får tappa eller upprepa meddelanden. Den som håller lånet får skriva; ett lån som
inte förnyas går ut och tas över, och då skriver den förra ingenting mer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from konton.models import Användare
from ärenden.models import Jobb

LÅNETID = timedelta(seconds=20)
FÖRNYAS_VAR = 5.0
FÖRSENAT_EFTER = timedelta(seconds=10)
MAX_FÖRSÖK = 5


class LånetFörlorat(Exception):
    """En annan arbetare har tagit över jobbet; sluta utan att skriva."""


class Arbetsfel(Exception):
    """Arbetet kan inte utföras och blir inte bättre av nya försök. Texten visas."""


def beställ(*, slag: str, nyckel: str, argument: dict[str, int | str], av: Användare) -> Jobb:
    """Skapar jobbet i anroparens transaktion och skickar det när den är klar.

    Pågår redan ett jobb med samma slag och nyckel returneras det.
    """
    try:
        with transaction.atomic():
            jobb = Jobb.objects.create(slag=slag, nyckel=nyckel, argument=argument, av=av)
    except IntegrityError:
        return Jobb.objects.oavslutade().get(slag=slag, nyckel=nyckel)
    transaction.on_commit(lambda: skicka(jobb))
    return jobb


def skicka(jobb: Jobb) -> None:
    """Lämnar jobbet till mäklaren under uppgiftens namn."""
    Jobb.objects.filter(pk=jobb.pk).update(skickat_tid=timezone.now())
    current_app.send_task(jobb.slag, args=[jobb.pk])


def ta(jobb_id: int) -> Jobb | None:
    """Lånar jobbet om det väntar eller om lånet gått ut; annars None."""
    nu = timezone.now()
    ledigt = Q(status=Jobb.Status.VÄNTAR) | Q(status=Jobb.Status.PÅGÅR, lån_till_tid__lt=nu)
    Jobb.objects.filter(ledigt, pk=jobb_id, försök__gte=MAX_FÖRSÖK).update(
        status=Jobb.Status.MISSLYCKAT,
        fel=f"Arbetet avbröts {MAX_FÖRSÖK} gånger och försöks inte igen.",
        klart_tid=nu,
    )
    tagna = Jobb.objects.filter(ledigt, pk=jobb_id).update(
        status=Jobb.Status.PÅGÅR,
        lån_till_tid=nu + LÅNETID,
        försök=F("försök") + 1,
        framsteg=0,
        steg="",
        fel="",
    )
    return Jobb.objects.get(pk=jobb_id) if tagna else None


class Utförande:
    """Ett lånat jobb: rapporterar framsteg och förnyar lånet så länge processen lever."""

    def __init__(self, jobb: Jobb) -> None:
        self.jobb = jobb

    def _mitt(self) -> Q:
        return Q(pk=self.jobb.pk, status=Jobb.Status.PÅGÅR, försök=self.jobb.försök)

    def rapportera(self, framsteg: int, steg: str) -> None:
        """Syns genast för andra; får därför inte anropas inne i en transaktion."""
        if not Jobb.objects.filter(self._mitt()).update(
            framsteg=framsteg, steg=steg[:300], lån_till_tid=timezone.now() + LÅNETID
        ):
            raise LånetFörlorat

    def förnya(self) -> None:
        Jobb.objects.filter(self._mitt()).update(lån_till_tid=timezone.now() + LÅNETID)

    def lås_resultatet(self) -> None:
        """Sista steget, i samma transaktion som resultatet: jobbet är klart och bara mitt."""
        if not Jobb.objects.filter(self._mitt()).update(
            status=Jobb.Status.KLART,
            framsteg=100,
            steg="Klart",
            lån_till_tid=None,
            klart_tid=timezone.now(),
        ):
            raise LånetFörlorat

    def misslyckas(self, fel: str) -> None:
        Jobb.objects.filter(self._mitt()).update(
            status=Jobb.Status.MISSLYCKAT, fel=fel, lån_till_tid=None, klart_tid=timezone.now()
        )


@contextmanager
def _lånet_förnyas(utförande: Utförande) -> Iterator[None]:
    klart = threading.Event()

    def förnya() -> None:
        while not klart.wait(FÖRNYAS_VAR):
            utförande.förnya()
        connection.close()

    tråd = threading.Thread(target=förnya, daemon=True)
    tråd.start()
    try:
        yield
    finally:
        klart.set()
        tråd.join()


def utför(jobb_id: int, arbete: Callable[[Utförande], None]) -> None:
    """Lånar jobbet och kör arbetet, som själv anropar `lås_resultatet` med sitt resultat.

    `Arbetsfel` visas för användaren. Varje annat fel lämnar jobbet till nästa försök.
    """
    jobb = ta(jobb_id)
    if jobb is None:
        return
    utförande = Utförande(jobb)
    try:
        with _lånet_förnyas(utförande):
            arbete(utförande)
    except LånetFörlorat:
        return
    except Arbetsfel as fel:
        utförande.misslyckas(str(fel))
    except Exception:
        _lämna_tillbaka(utförande)
        raise


def _lämna_tillbaka(utförande: Utförande) -> None:
    jobb = utförande.jobb
    if jobb.försök >= MAX_FÖRSÖK:
        utförande.misslyckas("Ett oväntat fel uppstod. Felet är loggat; kontakta supporten.")
    else:
        Jobb.objects.filter(pk=jobb.pk, försök=jobb.försök).update(
            status=Jobb.Status.VÄNTAR, lån_till_tid=None
        )


def svep(*, nu: datetime | None = None) -> int:
    """Skickar om jobb som väntat för länge eller vars lån gått ut. Returnerar antalet."""
    nu = nu or timezone.now()
    försenat = Q(status=Jobb.Status.VÄNTAR) & (
        Q(skickat_tid__lt=nu - FÖRSENAT_EFTER)
        | Q(skickat_tid=None, skapat_tid__lt=nu - FÖRSENAT_EFTER)
    )
    övergivet = Q(status=Jobb.Status.PÅGÅR, lån_till_tid__lt=nu)
    antal = 0
    for jobb in Jobb.objects.filter(försenat | övergivet).order_by("pk"):
        skicka(jobb)
        antal += 1
    return antal
