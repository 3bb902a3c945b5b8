"""Omedelbar justering: en paragraf, eller punkter i den, justeras för sig och får eget anslag."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from protokoll import justeringsdokument, policy
from protokoll.models import JusteradFörSig, Justering, Paragraf, Protokoll
from protokoll.paragrafnummer import omfattningar, skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import avslut, justeringsbrister
from protokoll.services.justering import skapa
from protokoll.services.justeringsfel import FelSkede, InteKlart
from protokoll.services.justeringsläge import i_ord, lås_protokoll

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

    `punkter` är beslutssatserna, när bara några i en paragraf justeras; andra satser i den kan gå
    en senare gång. Numren fästs nu, också för
    paragraferna före, och det beslutade låses.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    protokoll = lås_protokoll(protokoll)
    if protokoll.status not in (Protokoll.Status.ÖPPET, Protokoll.Status.AVSLUTAT):
        raise FelSkede("Protokollet har redan gått till justering.")
    valda = _valda(protokoll, paragrafer)
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
    valda = _valda(protokoll, paragrafer)
    if utan := [p.rubrik for p in valda if p.nummer is None]:
        raise FelSkede(f"{', '.join(utan)} har inget paragrafnummer och kan inte anslås för sig.")
    avslut.minns_texten(paragrafer=valda, av=av, nu=nu)
    rader = _anteckna(valda, punkter or {})
    justering = _skapa(protokoll, valda, punkter or {}, metod, av, nu)
    JusteradFörSig.objects.filter(pk__in=[rad.pk for rad in rader]).update(justering=justering)
    return justering


def valbara(protokoll: Protokoll) -> list[Paragraf]:
    """De beslutade paragrafer där något ännu inte har gått till justering för sig."""
    beslutade = protokoll.paragrafer.exclude(utfall="").prefetch_related(
        "beslut", "delar__satser", "för_sig"
    )
    return [p for p in beslutade if not p.är_låst_för_sig or kvarvarande(p)]


def kvarvarande(paragraf: Paragraf) -> list[int]:
    """Satserna som ännu inte justeras för sig."""
    if paragraf.justeras_helt_för_sig:
        return []
    tagna = set(paragraf.punkter_för_sig)
    return [n for n in range(1, len(paragraf.beslut.all()) + 1) if n not in tagna]


def _anteckna(
    valda: Sequence[Paragraf], punkter: Mapping[int, Sequence[int]]
) -> list[JusteradFörSig]:
    """Vad av paragraferna som justeras för sig. Justeringen fästs vid raderna när den är gjord."""
    for p in valda:
        p.omedelbart_justerad = True
        p.save(update_fields=["omedelbart_justerad"])
    return JusteradFörSig.objects.bulk_create(
        JusteradFörSig(paragraf=p, punkter=sorted(set(punkter.get(p.pk, ())))) for p in valda
    )


def _valda(protokoll: Protokoll, paragrafer: Collection[int]) -> list[Paragraf]:
    rader = protokoll.paragrafer.filter(pk__in=paragrafer).order_by("ordning")
    return list(rader.prefetch_related("delar__satser", "för_sig"))


def _pröva(
    valda: Sequence[Paragraf],
    paragrafer: Collection[int],
    punkter: Mapping[int, Sequence[int]],
) -> None:
    if not valda or len(valda) != len(set(paragrafer)):
        raise FelSkede("Välj de paragrafer som ska justeras omedelbart.")
    if obeslutade := [p.rubrik for p in valda if not p.är_beslutad]:
        raise FelSkede(f"Besluta först om {', '.join(obeslutade)}.")
    for p in valda:
        _pröva_punkterna(p, set(punkter.get(p.pk, ())))


def _pröva_punkterna(p: Paragraf, begärda: set[int]) -> None:
    """Varje sats justeras för sig högst en gång, och hela paragrafen bara när ingen har gått."""
    if not begärda <= set(range(1, p.beslut.count() + 1)):
        raise FelSkede(f"Beslutet i {p.rubrik} har inte de punkterna.")
    if p.justeras_helt_för_sig:
        raise FelSkede(f"{p.rubrik} justeras redan omedelbart.")
    tagna = sorted(set(p.punkter_för_sig) & (begärda or set(p.punkter_för_sig)))
    if tagna:
        vilka = p.punkttext(tagna)
        hjälp = "Välj bland de andra." if kvarvarande(p) else "Ingen annan är kvar."
        raise FelSkede(f"{p.rubrik}: {vilka} justeras redan omedelbart. {hjälp}")


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
    return skapa(
        protokoll=protokoll,
        paragrafer=valda,
        underlag=justeringsdokument.underlag(
            protokoll,
            bara=set(ankare.values()),
            punkter=delvis,
            paragrafer=omfattningar(spann, i_ord(valda, punkter)),
            namn=NAMN,
            omedelbara_satser={
                ankare[p.pk]: i_ord([p], punkter)[p.nummer]
                for p in valda
                if p.nummer is not None and punkter.get(p.pk)
            },
        ),
        omedelbar=True,
        metod=metod,
        spann=spann,
        av=av,
        nu=nu,
    )
