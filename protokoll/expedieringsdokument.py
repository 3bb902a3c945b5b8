"""Det bestyrkta utdraget till en mottagare, och bladet med postadressen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.utils import timezone

from protokoll import documents, överklagandehänvisning
from protokoll.documents import HÅRT, Utdragsdokument
from protokoll.laga_kraft import Överklagandetyp
from protokoll.models import (
    Anslag,
    Anteckning,
    Deltagande,
    Expediering,
    Försättsblad,
    Paragraf,
    Överklagandehänvisning,
)
from protokoll.paragrafnummer import enskilda, läs_paragrafer
from protokoll.överklagandehänvisning import Hänvisning

MALL_EXPEDIERAT = "pdf/expedierat_utdrag.html"
MALL_ADRESSBLAD = "pdf/adressblad.html"


@dataclass(frozen=True)
class Mening:
    """En avvikande mening, som följer med utdraget (FL 33 §)."""

    av: str
    text: str


@dataclass(frozen=True)
class ExpedieratUtdrag(Utdragsdokument):
    """Utdraget med det en mottagare ska få veta (FL 31 och 33 §§)."""

    till: str
    beslutat_av: str
    föredragande: str
    medverkande: tuple[str, ...]
    avvikande: tuple[Mening, ...]
    hänvisning: Hänvisning | None
    bestyrkt_av: str
    bestyrkt_dag: str


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
    utdrag = documents.utdragsdokument(paragraf, utkast=False)
    vem = expediering.av_namn
    return ExpedieratUtdrag(
        **{f.name: getattr(utdrag, f.name) for f in fields(Utdragsdokument)},
        till=expediering.namn,
        beslutat_av=_beslutande(paragraf),
        föredragande=blad.föredragande,
        medverkande=tuple(blad.medverkande.splitlines()),
        avvikande=avvikande_meningar(paragraf),
        hänvisning=_hänvisning(blad, part=expediering.mottagare.part),
        bestyrkt_av=f"{vem}, {expediering.av_titel}" if expediering.av_titel else vem,
        bestyrkt_dag=timezone.localdate(expediering.tid).isoformat(),
    )


def adressblad(expediering: Expediering, *, sidor: int) -> Adressblad:
    """Bladet som syns i kuvertets fönster: adressen, avsändaren och vad kuvertet ska innehålla."""
    blad = expediering.mottagare.försättsblad
    paragraf = blad.paragraf
    huvud = paragraf.protokoll.huvud
    return Adressblad(
        titel=f"Adress till utdrag {paragraf.organ} §{HÅRT}{paragraf.nummer}",
        kommun=huvud["kommun"],
        organ=huvud["organ"],
        dokumentnamn="Försändelse",
        dag_text=timezone.localdate(expediering.tid).isoformat(),
        avsändare=blad.avsändare,
        # Namnet står först i adressen om handläggaren inte redan har skrivit det där.
        adress=_med_namn(expediering.namn, tuple(expediering.adress.splitlines())),
        innehåll=f"Protokollsutdrag §{HÅRT}{paragraf.nummer}, {huvud['datum']}. "
        f"{sidor} {'sida' if sidor == 1 else 'sidor'}.",
    )


def avvikande_meningar(paragraf: Paragraf) -> tuple[Mening, ...]:
    """Reservationer, särskilda yttranden och ersättares mening."""
    reservationer = [
        Mening(
            _av([str(r) for r in rad.av.all()], rad.grupper) + " reserverar sig mot beslutet",
            _med_förmån(rad.text, rad.till_förmån_för),
        )
        for rad in paragraf.reservationer.prefetch_related("av")
    ]
    slag = Anteckning.Slag
    yttranden = paragraf.anteckningar.filter(
        slag__in=[slag.SÄRSKILT_YTTRANDE, slag.ERSÄTTARES_MENING]
    )
    return (
        *reservationer,
        *(
            Mening(
                f"{_av([str(a) for a in rad.av.all()], rad.grupper)}: {rad.get_slag_display()}",
                rad.text,
            )
            for rad in yttranden.prefetch_related("av")
        ),
    )


def _av(personer: list[str], grupper: list[str]) -> str:
    return ", ".join([*personer, *grupper]) or "Någon som inte namnges"


def _med_förmån(text: str, till_förmån_för: str) -> str:
    förmån = f"Till förmån för {till_förmån_för}." if till_förmån_för else ""
    return " ".join(del_ for del_ in (förmån, text) if del_)


def _med_namn(namn: str, rader: tuple[str, ...]) -> tuple[str, ...]:
    return rader if rader and rader[0].casefold() == namn.casefold() else (namn, *rader)


def _beslutande(paragraf: Paragraf) -> str:
    """De som deltog i beslutet, när det är antecknat för paragrafen (FL 31 § 3)."""
    deltog = paragraf.deltagande.filter(form=Deltagande.Form.DELTOG).select_related("närvaro")
    return ", ".join(str(rad.närvaro) for rad in deltog)


def _hänvisning(blad: Försättsblad, *, part: bool) -> Hänvisning | None:
    typ = Överklagandetyp(blad.överklagandetyp)
    if not överklagandehänvisning.ska_följa_med(typ, part=part):
        return None
    paragraf = blad.paragraf
    myndighet = paragraf.organ.myndighet
    egen = Överklagandehänvisning.objects.filter(
        myndighet=myndighet, överklagandetyp=typ.value
    ).first()
    laglighet = typ is Överklagandetyp.LAGLIGHETSPRÖVNING
    besvär = typ is Överklagandetyp.FÖRVALTNINGSBESVÄR
    hit = f"{myndighet.namn}, {myndighet.kommun.namn}" if besvär else ""
    return överklagandehänvisning.skriv(
        typ,
        myndighet=myndighet.namn,
        domstol=egen.domstol if egen else "",
        inlämning=egen.inlämning if egen and egen.inlämning else hit,
        text=egen.text if egen else "",
        sista_dag=sista_dag(paragraf) if laglighet else None,
    )


def sista_dag(paragraf: Paragraf) -> date | None:
    """Sista dagen att överklaga enligt anslaget, när paragrafens justering är anslagen."""
    if paragraf.nummer is None:
        return None
    rader = list(Anslag.objects.filter(protokoll=paragraf.protokoll_id).order_by("ordning"))
    egna = [rad for rad in rader if rad.paragrafer and paragraf.nummer in _nummer(rad.paragrafer)]
    allmänt = [rad for rad in rader if not rad.paragrafer]
    for rad in (*egna, *allmänt):
        return rad.sista_dag
    return None


def _nummer(spann: str) -> tuple[int, ...]:
    return enskilda(läs_paragrafer(spann))
