"""Skrivelsemallen: nya versioner, i en färdig stil eller efter den förra, och fastställandet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare, Myndighet
from ärenden import filer, policy
from ärenden.mallstilar import HÖGST_ETT, STIL, Avsnittsslag, Huvudfält, Stilavsnitt
from ärenden.models import Fil, Mall, Mallavsnitt, Skrivelseutkast
from ärenden.policy import Rätt

HÖGST_AVSNITT = 40


class Mallfel(Exception):
    """Mallen kan inte göras så. Texten är till användaren."""


class UtkastFinns(Mallfel):
    """Myndigheten har redan ett utkast."""


class MallenFastställd(Mallfel):
    """En fastställd version ändras inte."""


class OgiltigMall(Mallfel):
    """Avsnitten går inte att skriva efter."""


def gällande(myndighet: Myndighet) -> Mall | None:
    """Mallen som en ny skrivelse skrivs efter."""
    return Mall.objects.fastställda().filter(myndighet=myndighet).senaste_först().first()


def gällande_per_myndighet(myndigheter: Collection[int]) -> dict[int, Mall]:
    """Den gällande mallen för var och en som har någon, i en fråga."""
    alla = Mall.objects.fastställda().filter(myndighet__in=myndigheter).senaste_först()
    ut: dict[int, Mall] = {}
    for mall in alla.select_related("myndighet"):
        ut.setdefault(mall.myndighet_id, mall)
    return ut


def som_avgör_godkännande(utkast: Skrivelseutkast) -> Mall:
    """Texten behåller mallen den började med, men om den ska godkännas säger den gällande."""
    return gällande(utkast.ärende.myndighet) or utkast.mall


def kräver_godkännande(myndighet: Myndighet) -> bool:
    """Om nämndens gällande mall säger att skrivelser ska godkännas; också de uppladdade."""
    mall = gällande(myndighet)
    return mall is not None and mall.kräver_godkännande


@transaction.atomic
def skapa(*, myndighet: Myndighet, av: Användare, stil: str = "") -> Mall:
    """Nästa version som utkast: i en av de färdiga stilarna, annars som den som gäller."""
    policy.kräv(av, Rätt.SKÖTA_MALLAR, myndighet)
    myndighet = Myndighet.objects.select_for_update().get(pk=myndighet.pk)
    alla = Mall.objects.filter(myndighet=myndighet)
    if alla.filter(fastställd_tid=None).exists():
        raise UtkastFinns("Nämnden har redan ett utkast. Fastställ eller ta bort det först.")
    version = (alla.aggregate(högsta=Max("version"))["högsta"] or 0) + 1
    förra = gällande(myndighet)
    if stil:
        vald = STIL[stil]
        mall = Mall.objects.create(
            myndighet=myndighet,
            version=version,
            dokumentnamn=vald.dokumentnamn,
            förvaltning=myndighet.förvaltning or myndighet.namn,
            huvud=list(vald.huvud),
            logga=förra.logga if förra else None,
            skapad_av=av,
        )
        _skriv_avsnitt(mall, vald.avsnitt)
        return mall
    if förra is None:
        raise OgiltigMall("Nämnden har ingen mall än. Välj en stil att börja i.")
    mall = Mall.objects.create(
        myndighet=myndighet,
        version=version,
        dokumentnamn=förra.dokumentnamn,
        förvaltning=förra.förvaltning,
        huvud=förra.huvud,
        handläggaren_skriver_under=förra.handläggaren_skriver_under,
        underskrifter=förra.underskrifter,
        kräver_godkännande=förra.kräver_godkännande,
        logga=förra.logga,
        skapad_av=av,
    )
    _skriv_avsnitt(mall, [som_stilavsnitt(a) for a in förra.avsnitt.all()])
    return mall


def som_stilavsnitt(avsnitt: Mallavsnitt) -> Stilavsnitt:
    return Stilavsnitt(
        avsnitt.rubrik,
        Avsnittsslag(avsnitt.slag),
        avsnitt.hjälp,
        avsnitt.obligatoriskt,
        avsnitt.lagrum,
    )


@transaction.atomic
def ändra(
    *,
    mall: Mall,
    dokumentnamn: str,
    förvaltning: str,
    huvud: Sequence[str],
    handläggaren_skriver_under: bool,
    underskrifter: Sequence[str],
    kräver_godkännande: bool,
    avsnitt: Sequence[Stilavsnitt],
    av: Användare,
    ny_logga: tuple[str, bytes] | None = None,
    utan_logga: bool = False,
) -> Mall:
    """Skriver om utkastet. `ny_logga` är filens namn och innehåll; en olämplig ger `Filfel`."""
    mall = _lås_utkast(mall, av)
    _pröva(avsnitt)
    if ny_logga is not None:
        mall.logga = filer.spara_bild(ny_logga[1], namn=ny_logga[0])
    elif utan_logga:
        mall.logga = None
    mall.dokumentnamn = dokumentnamn
    mall.förvaltning = förvaltning
    # Uppgifterna står i den ordning som stilen har; en ny kommer sist.
    kvar = [f for f in mall.huvud if f in huvud]
    mall.huvud = [*kvar, *(f for f in Huvudfält if f in huvud and f not in kvar)]
    mall.handläggaren_skriver_under = handläggaren_skriver_under
    mall.kräver_godkännande = kräver_godkännande
    mall.underskrifter = [rad.strip() for rad in underskrifter if rad.strip()]
    mall.save()
    mall.avsnitt.all().delete()
    _skriv_avsnitt(mall, avsnitt)
    return mall


@transaction.atomic
def fastställ(*, mall: Mall, av: Användare, nu: datetime | None = None) -> Mall:
    """Nya skrivelser skrivs efter versionen från och med nu. De som är påbörjade behåller sin."""
    mall = _lås_utkast(mall, av)
    _pröva([som_stilavsnitt(a) for a in mall.avsnitt.all()])
    mall.fastställd_tid = nu or timezone.now()
    mall.fastställd_av = av
    mall.save(update_fields=["fastställd_tid", "fastställd_av"])
    return mall


@transaction.atomic
def släng(*, mall: Mall, av: Användare) -> None:
    _lås_utkast(mall, av).delete()


def _lås_utkast(mall: Mall, av: Användare) -> Mall:
    policy.kräv(av, Rätt.SKÖTA_MALLAR, mall.myndighet)
    mall = Mall.objects.select_for_update(of=("self",)).select_related("logga").get(pk=mall.pk)
    if mall.är_fastställd:
        raise MallenFastställd(f"Version {mall.version} är fastställd. Gör en ny version.")
    return mall


def _pröva(avsnitt: Sequence[Stilavsnitt]) -> None:
    if len(avsnitt) > HÖGST_AVSNITT:
        raise OgiltigMall(f"Mallen har fler än {HÖGST_AVSNITT} avsnitt.")
    slag = [a.slag for a in avsnitt]
    if Avsnittsslag.FÖRSLAG not in slag:
        raise OgiltigMall("Mallen behöver ett avsnitt med förslaget till beslut.")
    for ett in HÖGST_ETT:
        if slag.count(ett) > 1:
            raise OgiltigMall(f"Mallen har två avsnitt av slaget ”{ett.label}”. Ta bort det ena.")


def _skriv_avsnitt(mall: Mall, avsnitt: Sequence[Stilavsnitt]) -> None:
    Mallavsnitt.objects.bulk_create(
        Mallavsnitt(
            mall=mall,
            plats=plats,
            rubrik=a.rubrik,
            slag=a.slag,
            hjälp=a.hjälp,
            obligatoriskt=a.obligatoriskt or a.slag == Avsnittsslag.FÖRSLAG,
            lagrum=a.lagrum,
        )
        for plats, a in enumerate(avsnitt, 1)
    )


def loggans_innehåll(mall: Mall) -> dict[str, bytes]:
    """Det som renderaren får visa: loggan under sin hash."""
    logga: Fil | None = mall.logga
    return {logga.sha256: logga.läs()} if logga else {}
