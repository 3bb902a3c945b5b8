"""Omedelbar justering: en paragraf, eller punkter i den, justeras för sig och får eget anslag."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from protokoll import justeringsdokument, policy
from protokoll.models import Justering, Paragraf, Protokoll
from protokoll.paragrafnummer import omfattningar, skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import avslut, justeringsbrister
from protokoll.services.justering import skapa
from protokoll.services.justeringsfel import FelSkede, InteKlart
from protokoll.services.justeringsläge import lås_protokoll

NAMN = "Sammanträdesprotokoll, omedelbar justering"


@transaction.atomic
def justera_omedelbart(
    *,
    protokoll: Protokoll,
    paragrafer: Collection[int],
    av: Användare,
    punkter: Mapping[int, Sequence[int]] | None = None,
    metod: str = Justering.Metod.ELEKTRONISK,
    nu: datetime | None = None,
) -> Justering:
    """Skickar paragraferna till justering genast, under mötet eller efter det.

    `punkter` är beslutssatserna, när bara några i en paragraf justeras. Numren fästs nu, också för
    paragraferna före, och det beslutade låses.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    protokoll = lås_protokoll(protokoll)
    if protokoll.status not in (Protokoll.Status.ÖPPET, Protokoll.Status.AVSLUTAT):
        raise FelSkede("Protokollet har redan gått till justering.")
    valda = list(protokoll.paragrafer.filter(pk__in=paragrafer).order_by("ordning"))
    _pröva(valda, paragrafer, punkter or {})
    fynd = justeringsbrister.brister(protokoll, valda, metod, omedelbart=True)
    if protokoll.är_öppet:
        fynd += avslut.nummerbrister(protokoll=protokoll, av=av)
    if fynd:
        raise InteKlart(list(dict.fromkeys(fynd)))
    if protokoll.är_öppet:
        avslut.numrera(protokoll, till=valda[-1].ordning)
        # Framsidan säger det som är känt nu; när mötet slutar sägs i det ordinarie protokollet.
        protokoll.huvud = avslut.pågående_huvud(protokoll, nu)
        # Utdragen ur det justerade skrivs ur samma uppgifter, också medan mötet pågår.
        protokoll.save(update_fields=["huvud"])
        protokoll.ordförande = protokoll.ledare
    valda = list(protokoll.paragrafer.filter(pk__in=paragrafer).order_by("ordning"))
    if utan := [p.rubrik for p in valda if p.nummer is None]:
        raise FelSkede(f"{', '.join(utan)} har inget paragrafnummer och kan inte anslås för sig.")
    avslut.minns_texten(paragrafer=valda, av=av, nu=nu)
    justering = _skapa(protokoll, valda, punkter or {}, metod, av, nu)
    for p in valda:
        p.omedelbart_justerad = True
        p.omedelbara_punkter = sorted((punkter or {}).get(p.pk, ()))
        p.omedelbar_justering = justering
        p.save(update_fields=["omedelbart_justerad", "omedelbara_punkter", "omedelbar_justering"])
    return justering


def _pröva(
    valda: Sequence[Paragraf],
    paragrafer: Collection[int],
    punkter: Mapping[int, Sequence[int]],
) -> None:
    if not valda or len(valda) != len(set(paragrafer)):
        raise FelSkede("Välj de paragrafer som ska justeras omedelbart.")
    if obeslutade := [p.rubrik for p in valda if not p.är_beslutad]:
        raise FelSkede(f"Besluta först om {', '.join(obeslutade)}.")
    if låsta := [p.rubrik for p in valda if p.omedelbar_justering_id is not None]:
        raise FelSkede(f"{', '.join(låsta)} justeras redan omedelbart.")
    for p in valda:
        finns = set(range(1, p.beslut.count() + 1))
        if not set(punkter.get(p.pk, ())) <= finns:
            raise FelSkede(f"Beslutet i {p.rubrik} har inte de punkterna.")


def _skapa(
    protokoll: Protokoll,
    valda: Sequence[Paragraf],
    punkter: Mapping[int, Sequence[int]],
    metod: str,
    av: Användare,
    nu: datetime,
) -> Justering:
    nummer = [p.nummer for p in valda if p.nummer is not None]
    ankare = {p.pk: justeringsdokument.ankare(p.nummer, p.ordning) for p in valda}
    delvis = {ankare[pk]: list(satser) for pk, satser in punkter.items() if satser}
    spann = skriv_paragrafer(nummer).replace("–", "-")
    i_ord = {
        p.nummer: p.punkttext(sorted(punkter[p.pk]))
        for p in valda
        if p.nummer is not None and punkter.get(p.pk)
    }
    return skapa(
        protokoll=protokoll,
        paragrafer=valda,
        underlag=justeringsdokument.underlag(
            protokoll,
            bara=set(ankare.values()),
            punkter=delvis,
            paragrafer=omfattningar(spann, i_ord),
            namn=NAMN,
        ),
        omedelbar=True,
        metod=metod,
        spann=spann,
        av=av,
        nu=nu,
    )
