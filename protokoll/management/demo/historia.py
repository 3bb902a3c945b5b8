"""Kallar till mötena, håller dem som har varit och gör deras protokoll."""

from __future__ import annotations

import random
import time as klocktid
from collections.abc import Callable
from datetime import date, time, timedelta

from django.db import transaction

from konton.models import Användare
from nämnd.models import Kallelse, Punkt, Sammanträde
from nämnd.services import kallelse as kallelsetjänst
from protokoll.management.demo import kommun
from protokoll.management.demo.klocka import klockan, tidpunkt
from protokoll.models import Närvaro, Paragraf, Protokoll
from protokoll.services import avslut as avsluttjänst
from protokoll.services import beslut as besluttjänst
from protokoll.services import möte as mötetjänst
from protokoll.services import närvaro as närvarotjänst
from protokoll.services import protokollsskrivning
from ärenden.models import Jobb


class Jobbfel(Exception):
    """Ett jobb misslyckades. Texten är jobbets."""


def kalla(sammanträde: Sammanträde, av: Användare) -> Kallelse:
    """Skapar nästa edition, gör dess filer och utfärdar den."""
    kallelse = kallelsetjänst.skapa_kallelse(sammanträde=sammanträde, av=av)
    vänta_in(kallelse.jobb_id, kallelsetjänst.utför)
    kallelse.refresh_from_db()
    kallelsetjänst.utfärda(kallelse=kallelse, av=av)
    return kallelse


def vänta_in(jobb_id: int, utför: Callable[[int], None]) -> None:
    """Gör jobbet här, eller väntar på arbetaren som hann före."""
    while True:
        utför(jobb_id)
        jobb = Jobb.objects.get(pk=jobb_id)
        if jobb.status == Jobb.Status.MISSLYCKAT:
            raise Jobbfel(jobb.fel)
        if jobb.är_avslutat:
            return
        klocktid.sleep(0.2)


def håll_myndighetens(myndighet_id: int, sekreterare_id: int, i_dag: date) -> int:
    """Håller myndighetens alla möten till och med i går, i ordning. Ger antalet."""
    av = Användare.objects.get(pk=sekreterare_id)
    hållna = (
        Sammanträde.objects.filter(organ__myndighet=myndighet_id, datum__lt=i_dag)
        .exclude(status__in=[Sammanträde.Status.AVSLUTAT, Sammanträde.Status.INSTÄLLT])
        .select_related("organ__myndighet")
        .order_by("datum", "pk")
    )
    for sammanträde in hållna:
        håll(sammanträde, av)
    _skriv_senaste_protokollet(myndighet_id, av)
    return len(hållna)


def _skriv_senaste_protokollet(myndighet_id: int, av: Användare) -> None:
    """Nämndens senaste protokoll får filer; de äldre görs när någon trycker på knappen."""
    protokoll = (
        Protokoll.objects.filter(
            sammanträde__organ__myndighet=myndighet_id,
            sammanträde__organ__överordnat=None,
            status=Protokoll.Status.AVSLUTAT,
        )
        .order_by("-sammanträde__datum", "-pk")
        .first()
    )
    if protokoll is None or protokoll.jobb_id:
        return
    with klockan(tidpunkt(protokoll.sammanträde.datum, time(17))):
        jobb = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=av)
        vänta_in(jobb.pk, lambda jobb_id: protokollsskrivning.utför(jobb_id=jobb_id))


def håll(sammanträde: Sammanträde, av: Användare) -> None:
    """Kallar till mötet, håller det och avslutar det, de dagar det skulle ha skett."""
    if sammanträde.status == Sammanträde.Status.UTKAST:
        with klockan(tidpunkt(sammanträde.datum - timedelta(days=7))):
            kalla(sammanträde, av)
        sammanträde.refresh_from_db()
    börjar = sammanträde.tider.get().från
    with klockan(tidpunkt(sammanträde.datum, börjar)), transaction.atomic():
        protokoll = mötetjänst.öppna(sammanträde=sammanträde, av=av)
        slump = random.Random(f"{sammanträde.organ.kortnamn} {sammanträde.datum}")
        _anteckna_närvaro(protokoll, slump, av)
        _besluta(protokoll, slump, av)
        slut = time(börjar.hour + 1, slump.choice((10, 25, 40, 50)))
        avsluttjänst.ange_justering(
            protokoll=protokoll,
            plats="Kommunhuset, Björksund",
            tid=tidpunkt(sammanträde.datum + timedelta(days=7), time(9)),
            förvaringsplats="Kommunarkivet, kommunhuset",
            av=av,
        )
    with klockan(tidpunkt(sammanträde.datum, slut)):
        avsluttjänst.avsluta(protokoll=protokoll, av=av, sluttid=slut)


def _anteckna_närvaro(protokoll: Protokoll, slump: random.Random, av: Användare) -> None:
    rader = list(protokoll.närvarande.all())
    ledamöter = [r for r in rader if r.har_plats]
    ersättare = [r for r in rader if r.är_ersättare]
    # Ordföranden och en justerare är alltid där.
    antal = min(slump.choice((0, 1, 1, 2)), len(ersättare), len(ledamöter) - 2)
    borta = slump.sample(ledamöter[1:], antal)
    närvarotjänst.alla_närvarande(protokoll=protokoll, av=av)
    for rad in borta:
        närvarotjänst.markera_närvaro(rad=rad, status=Närvaro.Status.FRÅNVARANDE, av=av)
        # I fullmäktige träder bara den som valts för samma parti in (KL 5:17).
        if ersatt := next((e for e in ersättare if e.parti == rad.parti), None):
            ersättare.remove(ersatt)
            närvarotjänst.markera_närvaro(
                rad=ersatt, status=Närvaro.Status.TJÄNSTGÖRANDE, för=rad, av=av
            )
    for rad in ersättare[:2]:
        närvarotjänst.markera_närvaro(rad=rad, status=Närvaro.Status.ERSÄTTARE, av=av)
    for t in kommun.TJÄNSTEPERSONER:
        if t.konto == kommun.CHEF[protokoll.sammanträde.organ.myndighet.kortnamn]:
            närvarotjänst.lägg_till_övrig(protokoll=protokoll, namn=t.namn, titel=t.titel, av=av)
    närvarande = [r for r in ledamöter[1:] if r not in borta]
    närvarotjänst.välj_justerare(
        rad=protokoll.närvarande.get(pk=slump.choice(närvarande).pk), av=av
    )


# Vem som får organets beslut när inget annat sägs.
MOTTAGARE = {
    "SN": ["Socialförvaltningen"],
    "SNAU": ["Socialnämnden"],
    "KS": ["Kommunledningsförvaltningen"],
    "KSAU": ["Kommunstyrelsen"],
    "BUN": ["Barn- och utbildningsförvaltningen"],
    "BUNAU": ["Barn- och utbildningsnämnden"],
    "KF": ["Kommunstyrelsen"],
}


def _besluta(protokoll: Protokoll, slump: random.Random, av: Användare) -> None:
    for punkt in protokoll.upptagbara_punkter.order_by("ordning"):
        paragraf = besluttjänst.ta_upp(punkt=punkt, av=av)
        har_förslag = paragraf.förslag.exists()
        text = ""
        if punkt.slag == Punkt.Slag.INFORMATION:
            utfall: str = Paragraf.Utfall.INFORMATION
        elif not har_förslag:
            utfall = Paragraf.Utfall.NOTERAT
        elif punkt.ärende_id and slump.random() < 0.04:
            utfall = Paragraf.Utfall.ÅTERREMISS
            text = "Nämnden anser att ärendet behöver utredas ytterligare före beslut."
        else:
            utfall = Paragraf.Utfall.BIFALL
        besluttjänst.besluta(
            paragraf=paragraf,
            utfall=utfall,
            sammanfattning=text,
            utdrag_till=MOTTAGARE.get(paragraf.organ.kortnamn, []) if har_förslag else [],
            av=av,
        )
