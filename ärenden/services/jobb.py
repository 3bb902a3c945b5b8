"""Jobb: beställ i samma transaktion som orsaken, utför en gång, läk det som kraschat.

Mäklaren får tappa eller upprepa meddelanden. Den som håller lånet får skriva; ett lån som
inte förnyas går ut och tas över, och då skriver den förra ingenting mer. Alla tider är
databasens, så att datorers klockor inte behöver gå lika.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from celery import current_app
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from konton.models import Användare
from ärenden.models import Jobb

LÅNETID = timedelta(seconds=20)
FÖRNYAS_VAR = 5.0
FÖRSENAT_EFTER = timedelta(seconds=10)
MAX_FÖRSÖK = 5
# Det som skjuts upp försöks tätt i början och sedan en gång i timmen, så länge det behövs.
FÖRSTA_PAUSEN, LÄNGSTA_PAUSEN = timedelta(seconds=30), timedelta(hours=1)
OVÄNTAT = "Ett oväntat fel uppstod. Felet är loggat; kontakta supporten."

logg = logging.getLogger(__name__)


class LånetFörlorat(Exception):
    """En annan arbetare har tagit över jobbet; sluta utan att skriva."""


class Arbetsfel(Exception):
    """Arbetet kan inte utföras och blir inte bättre av nya försök. Texten visas."""


class Uppskov(Exception):
    """Arbetet går inte nu, men kan gå senare. Texten visas tills nästa försök."""


def paus(tidigare: int) -> timedelta:
    """Hur länge arbetet vilar efter så många uppskov: dubbelt för varje, högst en timme."""
    dubblingar = min(tidigare, 10)
    return min(FÖRSTA_PAUSEN * (1 << dubblingar), LÄNGSTA_PAUSEN)


def beställ(*, slag: str, nyckel: str, argument: dict[str, int | str], av: Användare) -> Jobb:
    """Skapar jobbet i anroparens transaktion och skickar det när den är klar.

    Pågår redan ett jobb med samma slag och nyckel returneras det.
    """
    jobb = None
    while jobb is None:
        pågående = Jobb.objects.oavslutade().filter(slag=slag, nyckel=nyckel).first()
        if pågående is not None:
            return pågående
        jobb = _skapa(Jobb(slag=slag, nyckel=nyckel, argument=argument, av=av))
    beställt = jobb
    # Är mäklaren nere finns jobbet ändå: svepet skickar det. Felet loggas av Django.
    transaction.on_commit(lambda: skicka(beställt), robust=True)
    return beställt


def _skapa(jobb: Jobb) -> Jobb | None:
    """None om någon hann före; dess jobb kan redan vara klart, och då är det vår tur igen."""
    try:
        with transaction.atomic():
            jobb.save(force_insert=True)
    except IntegrityError as fel:
        if "jobb_ett_i_taget" not in str(fel):
            raise
        return None
    return jobb


def skicka(jobb: Jobb) -> None:
    """Lämnar jobbet till mäklaren under uppgiftens namn."""
    Jobb.objects.filter(pk=jobb.pk).update(skickat_tid=Now())
    current_app.send_task(jobb.slag, args=[jobb.pk])


def skynda_på(*, jobb: Jobb) -> None:
    """Nästa försök görs nu, och inte när pausen är slut."""
    Jobb.objects.filter(pk=jobb.pk, status=Jobb.Status.VÄNTAR).update(tidigast_tid=None)
    transaction.on_commit(lambda: skicka(jobb), robust=True)


def _ledigt() -> Q:
    vilat = Q(tidigast_tid=None) | Q(tidigast_tid__lte=Now())
    väntar = Q(status=Jobb.Status.VÄNTAR) & vilat
    return väntar | Q(status=Jobb.Status.PÅGÅR, lån_till_tid__lt=Now())


def _alla_försök_gjorda() -> Q:
    """Ett uppskov är inget misslyckat försök: arbetet sa själv att det ska vänta."""
    return Q(försök__gte=F("uppskov") + MAX_FÖRSÖK)


def ta(jobb_id: int) -> Jobb | None:
    """Lånar jobbet om det väntar eller om lånet gått ut; annars None."""
    # durable: lånet måste synas för andra genast, inte när en yttre transaktion är klar.
    with transaction.atomic(durable=True):
        Jobb.objects.filter(_ledigt(), _alla_försök_gjorda(), pk=jobb_id).update(
            status=Jobb.Status.MISSLYCKAT,
            fel=f"Arbetet avbröts {MAX_FÖRSÖK} gånger och försöks inte igen.",
            lån_till_tid=None,
            klart_tid=Now(),
        )
        tagna = Jobb.objects.filter(_ledigt(), pk=jobb_id).update(
            status=Jobb.Status.PÅGÅR,
            lån_till_tid=Now() + LÅNETID,
            försök=F("försök") + 1,
            framsteg=0,
            steg="",
            fel="",
            tidigast_tid=None,
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
        with transaction.atomic(durable=True):
            mitt = Jobb.objects.filter(self._mitt()).update(
                framsteg=framsteg, steg=steg[:300], lån_till_tid=Now() + LÅNETID
            )
        if not mitt:
            raise LånetFörlorat

    def förnya(self) -> bool:
        """Om lånet ännu är mitt."""
        return bool(
            Jobb.objects.filter(self._mitt()).update(lån_till_tid=Now() + LÅNETID),
        )

    def lås_resultatet(self) -> None:
        """Sista steget, i samma transaktion som resultatet: jobbet är klart och bara mitt."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "Resultatet och jobbets slut måste skrivas i samma transaktion."
            )
        if not Jobb.objects.filter(self._mitt()).update(
            status=Jobb.Status.KLART,
            framsteg=100,
            steg="Klart",
            lån_till_tid=None,
            klart_tid=Now(),
        ):
            raise LånetFörlorat

    def misslyckas(self, fel: str) -> None:
        Jobb.objects.filter(self._mitt()).update(
            status=Jobb.Status.MISSLYCKAT, fel=fel, lån_till_tid=None, klart_tid=Now()
        )

    def lämna_tillbaka(self) -> None:
        """Till nästa försök. Är resultatet redan bekräftat eller lånet borta händer inget."""
        if self.jobb.försök - self.jobb.uppskov >= MAX_FÖRSÖK:
            self.misslyckas(OVÄNTAT)
        else:
            Jobb.objects.filter(self._mitt()).update(status=Jobb.Status.VÄNTAR, lån_till_tid=None)

    def skjut_upp(self, fel: str) -> None:
        """Till nästa försök, efter en paus som växer för varje gång."""
        Jobb.objects.filter(self._mitt()).update(
            status=Jobb.Status.VÄNTAR,
            fel=fel,
            lån_till_tid=None,
            uppskov=F("uppskov") + 1,
            tidigast_tid=Now() + paus(self.jobb.uppskov),
        )


@contextmanager
def _lånet_förnyas(utförande: Utförande) -> Iterator[None]:
    klart = threading.Event()

    def förnya() -> None:
        try:
            while not klart.wait(FÖRNYAS_VAR):
                try:
                    if not utförande.förnya():
                        return
                except DatabaseError:
                    # Databasen kan vara tillbaka vid nästa varv; annars går lånet ut.
                    logg.warning("Lånet på jobb %s kunde inte förnyas.", utförande.jobb.pk)
                    connection.close()
        finally:
            connection.close()

    tråd = threading.Thread(target=förnya, daemon=True)
    tråd.start()
    try:
        yield
    finally:
        klart.set()
        tråd.join()


def utför(jobb_id: int, arbete: Callable[[Utförande], None], *, ger_inte_upp: bool = False) -> None:
    """Lånar jobbet och kör arbetet, som själv anropar `lås_resultatet` med sitt resultat.

    `Arbetsfel` visas för användaren, och `Uppskov` medan arbetet väntar. Varje annat fel lämnar
    jobbet till nästa försök, högst `MAX_FÖRSÖK` gånger. `ger_inte_upp` skjuter i stället upp det,
    för det som ska bli gjort hur länge det än dröjer.
    """
    jobb = ta(jobb_id)
    if jobb is None:
        return
    utförande = Utförande(jobb)
    try:
        with _lånet_förnyas(utförande):
            arbete(utförande)
    except LånetFörlorat:
        logg.info("Jobb %s togs över av en annan arbetare.", jobb_id)
    except Arbetsfel as fel:
        utförande.misslyckas(str(fel))
    except Uppskov as fel:
        logg.warning("Jobb %s skjuts upp: %s", jobb_id, fel, exc_info=True)
        utförande.skjut_upp(str(fel))
    except Exception:
        if ger_inte_upp:
            utförande.skjut_upp(OVÄNTAT)
        else:
            utförande.lämna_tillbaka()
        raise
    else:
        # Ett arbete som glömt lås_resultatet ska inte göras om i evighet utan att det syns.
        utförande.misslyckas("Arbetet avslutades utan resultat.")


def svep() -> int:
    """Skickar om jobb som väntat för länge eller vars lån gått ut. Returnerar antalet."""
    länge_sedan = Now() - FÖRSENAT_EFTER
    skickat = Q(skickat_tid__lt=länge_sedan) | Q(skickat_tid=None, skapat_tid__lt=länge_sedan)
    jobben = list(Jobb.objects.filter(_ledigt() & skickat).order_by("pk"))
    for jobb in jobben:
        skicka(jobb)
    return len(jobben)
