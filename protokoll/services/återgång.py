"""Vart ärendet går efter beslutet: tillbaka, vidare till ett annat organ, eller färdigt.

Bordlagt och återremitterat kommer tillbaka av sig självt, med skrivelse, ärende eller ingetdera.
Är bara en del av förslaget uppskjuten kommer den tillbaka, och resten går vidare eller är avgjord.

Körs när mötet avslutas, i samma transaktion, när paragrafen har fått sitt nummer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from konton.models import Användare
from nämnd.models import Organ, Punkt, Sammanträde, Återkommande
from nämnd.services import föredragningslista
from protokoll.models import Paragraf
from protokoll.services import frågeläge, mottagare, uppföljning, återrapporter
from protokoll.services.mötesfel import dagtext
from ärenden import policy as ärendepolicy
from ärenden.models import Skrivelse
from ärenden.services import händelser, skrivelser

HÅRT = "\N{NO-BREAK SPACE}"
FÖRVALTNINGEN = "Förvaltningen"
U = Paragraf.Utfall
# Skrivelsen väntar som anmälan igen.
TILLBAKA = (U.BORDLÄGGNING, U.UTGÅR)


def lämna_vidare(*, paragraf: Paragraf, av: Användare) -> None:
    """Utan egen skrivelse, eller i delar, är det punkten som kommer tillbaka."""
    återrapporter.följ_upp(paragraf=paragraf, av=av)
    undantagna = _undantagna(paragraf)
    punkt = paragraf.punkt
    skrivelse = punkt.skrivelse if punkt is not None else None
    if undantagna:
        for utfall in dict.fromkeys(undantagna.values()):
            _återkom(paragraf, utfall, [nr for nr, u in undantagna.items() if u == utfall], av)
        _gör_färdigt(paragraf, av)
    elif paragraf.utfall in frågeläge.FORMELLA and skrivelse is None:
        _återkom(paragraf, U(paragraf.utfall), None, av)
    elif punkt is not None and skrivelse is not None and paragraf.utfall in TILLBAKA:
        dag = _bordlagt_till(paragraf)
        möte = _nästa_möte(paragraf, dag)
        önskad = dag or (möte.datum if möte else None)
        föredragningslista.lämna_tillbaka(punkt, önskad_dag=önskad)
    elif skrivelse is not None and paragraf.utfall == U.ÅTERREMISS:
        _återremittera(paragraf, skrivelse, av)
    else:
        _gör_färdigt(paragraf, av)


def _gör_färdigt(paragraf: Paragraf, av: Användare) -> None:
    """Det som är beslutat går till organet som får förslaget; annars är skrivelsen behandlad."""
    till = _mottagare(paragraf)
    skrivelse = _skrivelsen(paragraf.punkt)
    if till is not None and skrivelse is not None:
        _anmäl_vidare(paragraf, skrivelse, till, av)
    elif paragraf.punkt is not None and paragraf.punkt.skrivelse_id is not None:
        Skrivelse.objects.filter(pk=paragraf.punkt.skrivelse_id).update(
            status=Skrivelse.Status.BEHANDLAD
        )


def _skrivelsen(punkt: Punkt | None) -> Skrivelse | None:
    """Skrivelsen som ärendet kom med, också när en del av förslaget kommit tillbaka utan den."""
    sedda = set()
    while punkt is not None and punkt.skrivelse is None and punkt.pk not in sedda:
        sedda.add(punkt.pk)
        punkt = punkt.fortsätter
    return punkt.skrivelse if punkt is not None else None


def _undantagna(paragraf: Paragraf) -> dict[int, U]:
    """Förslagets punkter som bordlades eller återremitterades för sig när resten beslutades."""
    if paragraf.utfall in frågeläge.FORMELLA or not frågeläge.steg_rader(paragraf):
        return {}
    if (utgång := frågeläge.körning(paragraf).utgång) is None:
        return {}
    return {nummer: U(utfall.value) for nummer, utfall in utgång.undantagna}


def _bordlagt_till(paragraf: Paragraf) -> date | None:
    return next((d.bordlagt_till for d in paragraf.delar.all() if d.bordlagt_till), None)


def _återkom(paragraf: Paragraf, utfall: U, punkter: Sequence[int] | None, av: Användare) -> None:
    """Ingen anmälan kan väckas: det som är kvar att besluta väntar på en ny lista.

    Bordlagt ställs på nästa planerade mötes lista. Återremitterat är först handläggarens.
    `punkter` är de i förslaget som fick utfallet; None är alla.
    """
    bordlagt = utfall == U.BORDLÄGGNING
    dag = _bordlagt_till(paragraf) if bordlagt else None
    kvar = [f.text for f in paragraf.förslag.all() if punkter is None or f.nummer in punkter]
    rad = _väntande(paragraf, kvar, bordlagt=bordlagt, dag=dag)
    if not bordlagt:
        _ge_handläggaren(paragraf, av)
    if bordlagt and (möte := _nästa_möte(paragraf, dag)) is not None:
        föredragningslista.ta_upp_återkommande(återkommande=rad, sammanträde=möte, av=av)


def _väntande(
    paragraf: Paragraf, förslag: list[str], *, bordlagt: bool, dag: date | None
) -> Återkommande:
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
        förslag=förslag,
        fortsätter=punkt,
    )


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


def _återremittera(paragraf: Paragraf, skrivelse: Skrivelse, av: Användare) -> None:
    """Skrivelsen går tillbaka till handläggaren som utkast, med motiveringen och paragrafen."""
    vem = f"{paragraf.organ} {_dag_och_nummer(paragraf)}"
    skäl = " ".join(sats.text for sats in paragraf.beslut.all())
    skrivelser.återsänd(
        skrivelse=skrivelse,
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


def _anmäl_vidare(paragraf: Paragraf, skrivelse: Skrivelse, till: Organ, av: Användare) -> None:
    satser = [s.text for d in paragraf.delar.all() if d.förslag_till for s in d.satser.all()]
    skrivelser.lämna_vidare(
        skrivelse=skrivelse,
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
