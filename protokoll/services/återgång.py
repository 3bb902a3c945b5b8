"""Vart ärendet går efter beslutet: tillbaka, vidare till ett annat organ, eller färdigt.

Bordlagt och återremitterat kommer tillbaka av sig självt, med skrivelse, ärende eller ingetdera.

Körs när mötet avslutas, i samma transaktion, när paragrafen har fått sitt nummer.
"""

from __future__ import annotations

from datetime import date

from konton.models import Användare
from nämnd.models import Organ, Punkt, Sammanträde, Återkommande
from nämnd.services import föredragningslista
from protokoll.models import Paragraf
from protokoll.proposition import Utfall
from protokoll.services import frågan, mottagare, uppföljning, återrapporter
from protokoll.services.mötesfel import dagtext
from ärenden import policy as ärendepolicy
from ärenden.models import Skrivelse
from ärenden.services import händelser, skrivelser

HÅRT = "\N{NO-BREAK SPACE}"
FÖRVALTNINGEN = "Förvaltningen"
U = Paragraf.Utfall


def lämna_vidare(*, paragraf: Paragraf, av: Användare) -> None:
    återrapporter.följ_upp(paragraf=paragraf, av=av)
    utfall = _utfallen(paragraf)
    punkt = paragraf.punkt
    if punkt is None or punkt.skrivelse_id is None:
        if utfall & {U.BORDLÄGGNING, U.ÅTERREMISS}:
            _återkom(paragraf, utfall, av)
    elif utfall & {U.BORDLÄGGNING, U.UTGÅR}:
        dag = _bordlagt_till(paragraf)
        möte = _nästa_möte(paragraf, dag)
        önskad = dag or (möte.datum if möte else None)
        föredragningslista.lämna_tillbaka(punkt, önskad_dag=önskad)
    elif U.ÅTERREMISS in utfall:
        _återremittera(paragraf, punkt, av)
    elif (till := _mottagare(paragraf)) is not None:
        _anmäl_vidare(paragraf, punkt, till, av)
    else:
        Skrivelse.objects.filter(pk=punkt.skrivelse_id).update(status=Skrivelse.Status.BEHANDLAD)


def _utfallen(paragraf: Paragraf) -> set[str]:
    """Paragrafens utfall, och utfallet för punkter som undantagits ur beslutet."""
    return {paragraf.utfall} | {U(utfall.value) for utfall in _undantagna(paragraf).values()}


def _undantagna(paragraf: Paragraf) -> dict[int, Utfall]:
    """Förslagets punkter som bordlades eller återremitterades för sig."""
    if not frågan.steg_rader(paragraf) or (utgång := frågan.körning(paragraf).utgång) is None:
        return {}
    return dict(utgång.undantagna)


def _bordlagt_till(paragraf: Paragraf) -> date | None:
    return next((d.bordlagt_till for d in paragraf.delar.all() if d.bordlagt_till), None)


def _återkom(paragraf: Paragraf, utfall: set[str], av: Användare) -> None:
    """Utan skrivelse finns ingen anmälan att väcka: punkten själv väntar på en ny lista.

    Bordlagt ställs på nästa planerade mötes lista. Återremitterat är först handläggarens.
    """
    bordlagt = U.BORDLÄGGNING in utfall
    dag = _bordlagt_till(paragraf)
    rad = _väntande(paragraf, bordlagt=bordlagt, dag=dag)
    if not bordlagt:
        _ge_handläggaren(paragraf, av)
    elif (möte := _nästa_möte(paragraf, dag)) is not None:
        föredragningslista.ta_upp_återkommande(återkommande=rad, sammanträde=möte, av=av)


def _väntande(paragraf: Paragraf, *, bordlagt: bool, dag: date | None) -> Återkommande:
    punkt, orsak = paragraf.punkt, Återkommande.Orsak
    hemlig = Punkt.Slag.SEKRETESS if paragraf.sekretess_lagrum else Punkt.Slag.BESLUT
    return Återkommande.objects.create(
        organ=paragraf.organ,
        orsak=orsak.BORDLAGD if bordlagt else orsak.ÅTERREMITTERAD,
        ursprung=_dag_och_nummer(paragraf),
        önskad_dag=dag,
        rubrik=paragraf.rubrik,
        offentlig_rubrik=paragraf.offentlig_rubrik,
        slag=punkt.slag if punkt else hemlig,
        ärende=paragraf.ärende,
        avvikande_beteckning=punkt.avvikande_beteckning if punkt else "",
        # Paragrafen har också den samlade radens sekretess, som inte följer med punkten.
        sekretess_lagrum=paragraf.sekretess_lagrum,
        sekretess_dag=paragraf.sekretess_dag,
        sekretess_myndighet=paragraf.sekretess_myndighet,
        offentlig_text=paragraf.offentlig_text,
        förslag_av=punkt.förslag_av if punkt else "",
        förslag=_kvar_att_besluta(paragraf),
        fortsätter=punkt,
    )


def _kvar_att_besluta(paragraf: Paragraf) -> list[str]:
    """Hela förslaget, eller bara punkterna som undantogs när resten beslutades."""
    förslag = list(paragraf.förslag.all())
    undantagna = _undantagna(paragraf)
    if paragraf.utfall in frågan.FORMELLA or not undantagna:
        return [f.text for f in förslag]
    return [f.text for f in förslag if f.nummer in undantagna]


def _ge_handläggaren(paragraf: Paragraf, av: Användare) -> None:
    """Återremissen blir ett uppdrag till handläggaren, som följs tills ärendet är uppe igen."""
    ärende = paragraf.ärende
    handläggare = ärende.handläggare if ärende else None
    if handläggare and not ärendepolicy.får_handlägga(handläggare, paragraf.organ.myndighet):
        handläggare = None
    uppföljning.ge_uppdrag(
        paragraf=paragraf,
        text=f"Bered ärendet igen efter återremissen: {paragraf.rubrik}"
        if not paragraf.sekretess_lagrum
        else "Bered ärendet igen efter återremissen.",
        handläggare=handläggare,
        ansvarig="" if handläggare else (ärende.enhet if ärende else "") or FÖRVALTNINGEN,
        av=av,
    )
    if ärende is not None:
        händelser.skriv(
            ärende,
            "protokoll.återremiss",
            av=av,
            vem=f"{paragraf.organ} {_dag_och_nummer(paragraf)}",
            till=str(handläggare or ärende.enhet or FÖRVALTNINGEN.lower()),
        )


def _dag_och_nummer(paragraf: Paragraf) -> str:
    """18 mars 2026, § 45"""
    nummer = f"§{HÅRT}{paragraf.nummer}" if paragraf.nummer else "utan §"
    return f"{dagtext(paragraf.protokoll.sammanträde.datum)}, {nummer}"


def _nästa_möte(paragraf: Paragraf, dag: date | None) -> Sammanträde | None:
    """Det planerade mötet den dagen, annars det närmast efter mötet."""
    från = dag or paragraf.protokoll.sammanträde.datum
    planerade = Sammanträde.objects.filter(
        organ=paragraf.organ_id,
        datum__gte=från,
        status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
    ).exclude(pk=paragraf.protokoll.sammanträde_id)
    return planerade.order_by("datum", "pk").first()


def _återremittera(paragraf: Paragraf, punkt: Punkt, av: Användare) -> None:
    """Skrivelsen går tillbaka till handläggaren som utkast, med motiveringen och paragrafen."""
    vem = f"{paragraf.organ} {_dag_och_nummer(paragraf)}"
    skäl = " ".join(sats.text for sats in paragraf.beslut.all())
    assert punkt.skrivelse is not None
    skrivelser.återsänd(
        skrivelse=punkt.skrivelse,
        motivering=f"{vem}: {skäl}",
        av=av,
        vem=vem,
    )


def _mottagare(paragraf: Paragraf) -> Organ | None:
    """Organet i installationen som beslutet är ett förslag till."""
    for d in paragraf.delar.all():
        if d.förslag_till and (organ := mottagare.hitta(paragraf.organ, d.förslag_till)):
            return organ
    return None


def _anmäl_vidare(paragraf: Paragraf, punkt: Punkt, till: Organ, av: Användare) -> None:
    assert punkt.skrivelse is not None
    satser = [s.text for d in paragraf.delar.all() if d.förslag_till for s in d.satser.all()]
    skrivelser.lämna_vidare(
        skrivelse=punkt.skrivelse,
        myndighet=till.myndighet,
        organ=till.namn,
        förslag_av=paragraf.organ.namn,
        förslag=satser,
        av=av,
    )
    if paragraf.ärende is not None:
        händelser.skriv(
            paragraf.ärende, "protokoll.förslag", av=av, organ=str(paragraf.organ), till=till.namn
        )
