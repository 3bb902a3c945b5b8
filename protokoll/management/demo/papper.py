"""Gör ärendets papper ur ämnets text: tjänsteskrivelse, bilagor, utdrag och listor."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from protokoll.management.demo import bilagor, fler_bilagor, kommun, ämnen
from protokoll.management.demo.dokument import (
    Avsnitt,
    Bilagedokument,
    Dokument,
    Skrivelsedokument,
    Tabell,
    Utdragsdokument,
    dagtext,
)
from protokoll.management.demo.klocka import senaste_vardag
from protokoll.management.demo.kommun import FÖRVALTNING, ORGAN_MED_NYCKEL
from ärenden.models import Handling

if TYPE_CHECKING:
    from protokoll.management.demo.planering import Mötesplan, Ärendeplan

TITLAR = {t.konto: (t.namn, t.titel) for t in kommun.TJÄNSTEPERSONER}
NÄMND = {m.nyckel: m.namn for m in kommun.MYNDIGHETER}
# Papper till möten längre tillbaka än så är korta: ingen läser dem i demot.
FULLT_EFTER = timedelta(days=45)
GEMENSAM_DAG = date(2023, 1, 2)
# Bilagor vars text handlar om just ärendets ämne.
OM_ÄMNET = {
    "överenskommelse": fler_bilagor.överenskommelse,
    "yttrande": fler_bilagor.yttrande,
    "granskning": fler_bilagor.granskning,
}


@dataclass(frozen=True)
class Papper:
    dokument: Dokument
    rubrik: str
    slag: str
    filnamn: str
    datum: date


def skriv(ärende: Ärendeplan, i_dag: date) -> None:
    """Fyller i ärendets papper. Ett ärende som inte lämnas in har inga."""
    if ärende.lämnas_in is None:
        return
    dag = ärende.lämnas_in
    nämnd = ärende.möte.datum if ärende.möte else i_dag
    fullt = i_dag - nämnd < FULLT_EFTER
    slump = random.Random(ärende.full_beteckning)
    if fullt:
        ärende.bilagor = [_bilaga(ärende, namn, dag) for namn in ärende.ämne.bilagor]
    elif ärende.ämne.bilagor and not ärende.lagrum and slump.random() < 0.5:
        ärende.bilagor = [_bilaga(ärende, ärende.ämne.bilagor[0], dag, gemensam=True)]
    ärende.skrivelse = _skrivelse(ärende, dag, slump, fullt=fullt)
    if ärende.utskott is not None and ärende.möte is not None:
        ärende.utdrag = _utdrag(ärende, ärende.utskott, i_dag)
        reviderad = senaste_vardag(min(ärende.möte.datum - timedelta(days=10), i_dag))
        ärende.reviderad = (
            _skrivelse(ärende, reviderad, random.Random(ärende.full_beteckning), fullt=True)
            if fullt
            else ärende.skrivelse
        )


def _filnamn(*delar: str) -> str:
    text = " ".join(delar)
    return "".join(t if t.isalnum() or t in " -" else "-" for t in text)[:90].strip() + ".pdf"


def _skrivelse(ärende: Ärendeplan, dag: date, slump: random.Random, *, fullt: bool) -> Papper:
    ämne, värden = ärende.ämne, ärende.värden
    namn, titel = TITLAR[ärende.handläggare]
    chef, chefstitel = TITLAR[kommun.CHEF[ärende.myndighet]]

    def fyll(*texter: str) -> tuple[str, ...]:
        return tuple(t.format(**värden) for t in texter)

    avsnitt = [Avsnitt("Sammanfattning", fyll(ämne.sammanfattning))]
    if ärende.lagrum:
        # Ett ärende om en enskild har varken budget eller jämställdhetsanalys.
        avsnitt += [
            Avsnitt("Utredning", fyll(*ämne.bakgrund)),
            Avsnitt("Bedömning", fyll(*ämne.bedömning)),
        ]
    elif fullt:
        avsnitt += [
            Avsnitt("Bakgrund", fyll(*ämne.bakgrund), fyll(*ämne.punkter)),
            Avsnitt(
                "Förvaltningens bedömning", fyll(*ämne.bedömning, slump.choice(ämnen.BEREDNING))
            ),
            Avsnitt(
                "Ekonomiska konsekvenser",
                fyll(ämne.ekonomi or slump.choice(ämnen.EKONOMI)),
                tabell=bilagor.kostnader(slump) if ämne.kostnader else None,
            ),
            Avsnitt("Barnets bästa", fyll(ämne.barn or slump.choice(ämnen.BARN))),
            Avsnitt("Jämställdhet", fyll(slump.choice(ämnen.JÄMSTÄLLDHET))),
            Avsnitt("Uppföljning och tidplan", fyll(slump.choice(ämnen.UPPFÖLJNING))),
        ]
    else:
        avsnitt.append(Avsnitt("Bedömning", fyll(*ämne.bedömning[:1])))
    underlag = [f"Tjänsteskrivelse den {dagtext(dag)}", *(b.rubrik for b in ärende.bilagor)]
    dokument = Skrivelsedokument(
        titel=f"Tjänsteskrivelse: {ärende.rubrik}",
        organ=FÖRVALTNING[ärende.myndighet],
        dokumentnamn="Tjänsteskrivelse",
        dag_text=dagtext(dag),
        huvud=(
            ("Dnr", ärende.full_beteckning),
            ("Handläggare", f"{namn}, {titel}"),
            ("Till", NÄMND[ärende.myndighet]),
        ),
        rubrik=ärende.rubrik,
        förslag=satser(ärende),
        avsnitt=tuple(avsnitt),
        underlag=tuple(underlag),
        skickas_till=ämne.skickas_till or ("Akten",),
        underskrifter=((chef, chefstitel), (namn, titel)),
    )
    return Papper(
        dokument,
        f"Tjänsteskrivelse – {ärende.rubrik}"[:300],
        Handling.Slag.TJÄNSTESKRIVELSE,
        _filnamn("Tjänsteskrivelse", ärende.full_beteckning, ärende.rubrik),
        dag,
    )


def satser(ärende: Ärendeplan) -> tuple[str, ...]:
    ämne = ärende.ämne
    return tuple(s.format(**ärende.värden, nämnd=NÄMND[ärende.myndighet]) for s in ämne.satser)


def _bilaga(ärende: Ärendeplan, namn: str, dag: date, *, gemensam: bool = False) -> Papper:
    """En gemensam bilaga är densamma för alla äldre ärenden i nämnden."""
    frö = f"{namn} {ärende.myndighet}" if gemensam else f"{namn} {ärende.beteckning}"
    bygge = bilagor.BYGGEN[namn]
    if gemensam:
        dag = GEMENSAM_DAG
    om = ärende.ämne.rubrik.lower()
    if namn == "riktlinjer" and not gemensam and ("riktlinjer för {v}" in om or om[:6] == "regler"):
        bygge = partial(bilagor.riktlinjer, ämne=ärende.värden["v"])
    elif namn in OM_ÄMNET:
        bygge = partial(OM_ÄMNET[namn], ämne=ärende.värden["v"])
    rubrik, avsnitt, ingress = bygge(random.Random(frö), dag)
    if not gemensam and len(rubrik) < 14:
        rubrik = f"{rubrik}: {ärende.rubrik}"
    dokument = Bilagedokument(
        titel=rubrik,
        organ=FÖRVALTNING[ärende.myndighet],
        dokumentnamn="Bilaga",
        dag_text="" if gemensam else dagtext(dag),
        rubrik=rubrik,
        huvud=() if gemensam else (("Dnr", ärende.full_beteckning),),
        ingress=ingress,
        avsnitt=avsnitt,
    )
    papper_dag = ärende.lämnas_in or dag
    return Papper(dokument, rubrik, Handling.Slag.BILAGA, _filnamn(rubrik), papper_dag)


def _utdrag(ärende: Ärendeplan, möte: Mötesplan, i_dag: date) -> Papper:
    organ = ORGAN_MED_NYCKEL[möte.organ]
    före = organ.först + möte.anmäler_föregående + möte.ärenden.index(ärende)
    paragraf = möte.första_paragraf + före
    dag = senaste_vardag(min(möte.datum + timedelta(days=2), i_dag))
    dokument = Utdragsdokument(
        titel=f"{organ.namn} § {paragraf} {dagtext(möte.datum)}",
        organ=organ.namn,
        dokumentnamn="Protokollsutdrag",
        dag_text=dagtext(möte.datum),
        paragraf=paragraf,
        rubrik=ärende.rubrik,
        dnr=ärende.full_beteckning,
        beslut_rubrik=f"{organ.namn}s förslag till {NÄMND[ärende.myndighet].lower()}",
        beslut=satser(ärende),
        sammanfattning=(ärende.ämne.sammanfattning.format(**ärende.värden),),
        underlag=(
            f"Tjänsteskrivelse den {dagtext(ärende.lämnas_in or dag)}",
            *(b.rubrik for b in ärende.bilagor),
        ),
        skickas_till=(NÄMND[ärende.myndighet],),
    )
    return Papper(
        dokument,
        f"Protokollsutdrag {organ.namn} § {paragraf}",
        Handling.Slag.PROTOKOLLSUTDRAG,
        _filnamn("Protokollsutdrag", organ.namn, str(paragraf), str(möte.datum.year)),
        dag,
    )


def listor(möte: Mötesplan, i_dag: date) -> list[tuple[str, Papper]]:
    """Det som ligger på de stående punkterna: delegationsbeslut och meddelanden."""
    organ = ORGAN_MED_NYCKEL[möte.organ]
    rubriker = {s.rubrik for s in organ.stående}
    slump = random.Random(f"{möte.organ} {möte.datum}")
    dag = senaste_vardag(min(möte.datum - timedelta(days=8), i_dag))
    ut = []
    for rubrik, bygge in (
        (kommun.DELEGATION.rubrik, bilagor.delegationslista),
        (kommun.MEDDELANDEN.rubrik, bilagor.meddelandelista),
    ):
        if rubrik not in rubriker:
            continue
        tabeller: tuple[Tabell, ...] = bygge(slump, organ.myndighet, dag)
        dokument = Bilagedokument(
            titel=f"{rubrik}, {organ.namn} {dagtext(möte.datum)}",
            organ=organ.namn,
            dokumentnamn="Förteckning",
            dag_text=dagtext(dag),
            rubrik=rubrik if "delegation" in rubrik else "Meddelanden till sammanträdet",
            ingress=(f"Till {organ.namn.lower()} den {dagtext(möte.datum)}.",),
            avsnitt=tuple(Avsnitt(t.rubrik, tabell=_utan_rubrik(t)) for t in tabeller),
        )
        ut.append(
            (
                rubrik,
                Papper(
                    dokument,
                    f"Förteckning: {rubrik.lower()}",
                    Handling.Slag.ÖVRIGT,
                    _filnamn(rubrik, str(möte.datum)),
                    dag,
                ),
            )
        )
    return ut


def _utan_rubrik(tabell: Tabell) -> Tabell:
    return Tabell(tabell.kolumner, tabell.rader, tal=tabell.tal)
