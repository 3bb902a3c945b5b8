"""Det bestyrkta utdraget till en mottagare, och bladet med postadressen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.utils import timezone

from nämnd.models import Organ
from protokoll import documents, överklagandehänvisning
from protokoll.documents import Utdragsdokument, text
from protokoll.documents.delar import Fält, Grupp, bara_punkterna
from protokoll.models import (
    Anslag,
    Expediering,
    Försättsblad,
    Justering,
    Kanal,
    Paragraf,
    Överklagandehänvisning,
)
from protokoll.paragrafnummer import enskilda, läs_paragrafer
from protokoll.överklagandehänvisning import Hänvisning
from publikt.models import Avbrott
from ärenden.överklagandetyp import Överklagandetyp

MALL_EXPEDIERAT = "pdf/expedierat_utdrag.html"
MALL_ADRESSBLAD = "pdf/adressblad.html"


@dataclass(frozen=True, kw_only=True)
class ExpedieratUtdrag(Utdragsdokument):
    """Utdraget med det en mottagare ska få veta (FL 31 och 33 §§)."""

    till: str
    föredragande: str
    medverkande: tuple[str, ...]
    hänvisning: Hänvisning | None
    bestyrkt_av: str
    bestyrkt_dag: str
    på_papper: bool


@dataclass(frozen=True)
class Adressblad:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    avsändare: str
    adress: tuple[str, ...]
    innehåll: str


def expedierat_utdrag(expediering: Expediering) -> ExpedieratUtdrag:
    """Det som mottagaren får. Bestyrks av den som sände, den dag det sändes."""
    blad = expediering.mottagare.försättsblad
    paragraf = blad.paragraf
    if paragraf.protokoll.är_öppet:
        # Som i det omedelbart justerade: ordföranden fästs i protokollet när mötet avslutas.
        paragraf.protokoll.ordförande = paragraf.protokoll.ledare
    utdrag = documents.utdragsdokument(paragraf)
    if expediering.punkter:
        utdrag = _bara_punkterna(utdrag, expediering)
    vem = expediering.av_namn
    # Bara det justerade sänds, också när resten av protokollet ännu är ett utkast.
    justerat = {"huvud": replace(utdrag.huvud, utkast=False)}
    return ExpedieratUtdrag(
        **{f.name: getattr(utdrag, f.name) for f in fields(Utdragsdokument)} | justerat,
        till=expediering.namn,
        föredragande=blad.föredragande,
        medverkande=tuple(blad.medverkande.splitlines()),
        hänvisning=_hänvisning(blad, part=expediering.mottagare.part, satser=expediering.punkter),
        bestyrkt_av=f"{vem}, {expediering.av_titel}" if expediering.av_titel else vem,
        bestyrkt_dag=timezone.localdate(expediering.tid).isoformat(),
        på_papper=expediering.kanal == Kanal.POST,
    )


def _bara_punkterna(utdrag: Utdragsdokument, expediering: Expediering) -> Utdragsdokument:
    """Utdraget med bara de satser som justerats för sig, och orden som säger det."""
    satser = expediering.punkter
    paragraf = expediering.mottagare.försättsblad.paragraf
    dagar = [j.datum for j in _justeringar_av(paragraf, satser) if j.datum is not None]
    när = f" den {text.dag(dagar[-1])}" if dagar else ""
    justerade = "justerad" if len(satser) == 1 else "justerade"
    rader = (
        f"{text.versal(paragraf.punkttext(satser))} i beslutet, omedelbart {justerade}{när}.",
        "Resten av beslutet ingår inte i utdraget.",
    )
    return replace(
        utdrag,
        huvud=replace(utdrag.huvud, titel=f"Protokollsutdrag {expediering.omfattning}"),
        fält=(*utdrag.fält, Fält("Utdraget omfattar", (Grupp(rader),))),
        paragraf=bara_punkterna(utdrag.paragraf, satser),
    )


def adressblad(expediering: Expediering, *, sidor: int) -> Adressblad:
    """Bladet som syns i kuvertets fönster: adressen, avsändaren och vad kuvertet ska innehålla."""
    blad = expediering.mottagare.försättsblad
    paragraf = blad.paragraf
    huvud = paragraf.protokoll.huvud
    return Adressblad(
        titel=f"Adress till utdrag {paragraf.organ} {expediering.omfattning}",
        kommun=huvud["kommun"],
        organ=huvud["organ"],
        dokumentnamn="Försändelse",
        dag_text=timezone.localdate(expediering.tid).isoformat(),
        avsändare=blad.avsändare,
        # Namnet står först i adressen om handläggaren inte redan har skrivit det där.
        adress=_med_namn(expediering.namn, tuple(expediering.adress.splitlines())),
        innehåll=f"Protokollsutdrag {expediering.omfattning}, {huvud['datum']}. "
        f"{sidor} {'sida' if sidor == 1 else 'sidor'}.",
    )


def _med_namn(namn: str, rader: tuple[str, ...]) -> tuple[str, ...]:
    return rader if rader and rader[0].casefold() == namn.casefold() else (namn, *rader)


def egen_hänvisning(blad: Försättsblad) -> Överklagandehänvisning | None:
    """Nämndens egen text, domstol och adress för det sätt beslutet överklagas på."""
    return Överklagandehänvisning.objects.filter(
        myndighet=blad.paragraf.organ.myndighet_id, överklagandetyp=blad.överklagandetyp
    ).first()


def _hänvisning(blad: Försättsblad, *, part: bool, satser: Sequence[int]) -> Hänvisning | None:
    typ = Överklagandetyp(blad.överklagandetyp)
    if not överklagandehänvisning.ska_följa_med(typ, part=part):
        return None
    paragraf = blad.paragraf
    myndighet = paragraf.organ.myndighet
    egen = egen_hänvisning(blad)
    laglighet = typ is Överklagandetyp.LAGLIGHETSPRÖVNING
    besvär = typ is Överklagandetyp.FÖRVALTNINGSBESVÄR
    hit = f"{myndighet.namn}, {myndighet.kommun.namn}" if besvär else ""
    return överklagandehänvisning.skriv(
        typ,
        myndighet=myndighet.namn,
        fullmäktige=paragraf.organ.typ == Organ.Typ.FULLMÄKTIGE,
        domstol=egen.domstol if egen else "",
        inlämning=egen.inlämning if egen and egen.inlämning else hit,
        text=egen.text if egen else "",
        # En dag som ett nytt tillkännagivande flyttar ska ingen rätta sig efter (FL 33 §).
        sista_dag=sista_dag(paragraf, satser)
        if laglighet and not har_avbrott(paragraf, satser)
        else None,
    )


def sista_dag(paragraf: Paragraf, satser: Sequence[int] = ()) -> date | None:
    """Sista dagen att överklaga, när paragrafens justering är anslagen överallt.

    Är den tillkännagiven flera gånger, på nytt eller några satser för sig, räknas den sista. För
    `satser` som justerats för sig räknas bara deras eget anslag.
    """
    gäller = _gällande_anslag(paragraf, satser)
    # För en gemensam nämnd har tiden inte börjat förrän alla kommuner har tillkännagett.
    if not gäller or any(rad.tiden_räknas_från is None for rad in gäller):
        return None
    return max((rad.sista_dag for rad in gäller if rad.sista_dag is not None), default=None)


def har_avbrott(paragraf: Paragraf, satser: Sequence[int] = ()) -> bool:
    """Om det anslag som `sista_dag` räknas ur var borta under tiden: då är dagen osäker.

    Ett nytt tillkännagivande utan avbrott ger en ny dag (KL 13 kap. 5 §).
    """
    gäller = [rad for rad in _gällande_anslag(paragraf, satser) if rad.sista_dag is not None]
    if not gäller:
        return False
    sist = max(gäller, key=lambda rad: (rad.sista_dag or date.min, rad.ordning))
    avbrott = Avbrott.objects.filter(
        anslag__källa=sist.källa, från_tid__date__lte=sist.sista_dag
    ).exclude(anslag__källa="")
    return avbrott.exists()


def _gällande_anslag(paragraf: Paragraf, satser: Sequence[int]) -> list[Anslag]:
    """Anslagen av paragrafens justering: de egna, annars protokollets."""
    if paragraf.nummer is None:
        return []
    rader = list(Anslag.objects.filter(protokoll=paragraf.protokoll_id).order_by("ordning"))
    if satser:
        egna_justeringar = {j.pk for j in _justeringar_av(paragraf, satser)}
        rader = [rad for rad in rader if rad.justering_id in egna_justeringar]
    egna = [rad for rad in rader if rad.paragrafer and paragraf.nummer in _nummer(rad.paragrafer)]
    allmänt = [rad for rad in rader if not rad.paragrafer]
    return egna or allmänt


def _justeringar_av(paragraf: Paragraf, satser: Sequence[int]) -> list[Justering]:
    """Justeringarna av just de satserna; fler än en när den första vägrades."""
    rader = paragraf.för_sig.select_related("justering").order_by("justering__ordning")
    return [
        rad.justering
        for rad in rader
        if rad.justering is not None and list(rad.punkter) == list(satser)
    ]


def _nummer(spann: str) -> tuple[int, ...]:
    return enskilda(läs_paragrafer(spann))
