"""Protokollen justeras, förseglas och anslås, de dagar det skulle ha skett.

Socialnämnden justerar sitt senaste protokoll elektroniskt; allt äldre är undertecknat på papper och
inläst. Det som inte skulle ha hunnit hända den dag demot byggs är ogjort.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from konton.models import Användare
from protokoll.management.demo import faktor, skanning
from protokoll.management.demo.jobb import vänta_in
from protokoll.management.demo.klocka import klockan, senaste_vardag, tidpunkt
from protokoll.models import Justering, Paragraf, Paragrafsvar, Protokoll, Underskrift
from protokoll.services import fritext, försegling, pappersjustering
from protokoll.services import justering as justeringstjänst

Som = Underskrift.Som
# Dagar från mötet.
KLAR, UTSKOTT_KLAR = 6, 2
KOMMENTERAR, RÄTTAS = 8, 9
SKRIVER_UNDER = {Som.JUSTERARE: 10, Som.ORDFÖRANDE: 12, Som.SEKRETERARE: 13}
# Utskottets senaste möte är högst tio dagar gammalt: det väntar på den som provar demot.
UTSKOTT_SKRIVER_UNDER = {Som.JUSTERARE: 12, Som.ORDFÖRANDE: 13, Som.SEKRETERARE: 13}
PAPPER, UTSKOTT_PAPPER = 8, 5
BYT_SIGILL_EFTER = timedelta(days=180)


def justera(protokoll: Protokoll, *, elektroniskt: bool, av: Användare, i_dag: date) -> None:
    """Så långt som det skulle ha kommit till i går."""
    if elektroniskt:
        _elektroniskt(protokoll, av, i_dag)
    else:
        _på_papper(protokoll, av, i_dag)
    for justering in protokoll.justeringar.filter(status=Justering.Status.JUSTERAD):
        if not försegling.är_färdig(justering) and justering.jobb_id and justering.justerad_tid:
            with klockan(justering.justerad_tid + timedelta(minutes=1)):
                vänta_in(justering.jobb_id, lambda jobb_id: försegling.utför(jobb_id=jobb_id))


def _dag(protokoll: Protokoll, dagar: int) -> date:
    return senaste_vardag(protokoll.sammanträde.datum + timedelta(days=dagar))


def _är_utskottets(protokoll: Protokoll) -> bool:
    return protokoll.sammanträde.organ.överordnat_id is not None


# --- På papper -----------------------------------------------------------------------------------


def _på_papper(protokoll: Protokoll, av: Användare, i_dag: date) -> None:
    """Skrivs ut, skrivs under vid ett bord på kommunhuset och läses in samma dag."""
    dag = _dag(protokoll, UTSKOTT_PAPPER if _är_utskottets(protokoll) else PAPPER)
    if protokoll.status != Protokoll.Status.AVSLUTAT or dag >= i_dag:
        return
    with transaction.atomic():
        with klockan(tidpunkt(dag, time(9))):
            justering = justeringstjänst.klar_för_justering(
                protokoll=protokoll, metod=Justering.Metod.PAPPER, av=av
            )
        with klockan(tidpunkt(dag, time(14, 30))):
            pappersjustering.justera_på_papper(
                justering=justering,
                innehåll=skanning.skanna(justering),
                filnamn=f"Justerat protokoll {protokoll.sammanträde.datum}.pdf",
                dag=dag,
                skrivit=[u.pk for u in justering.underskrifter.all()],
                av=av,
            )


# --- Elektroniskt --------------------------------------------------------------------------------


def _elektroniskt(protokoll: Protokoll, av: Användare, i_dag: date) -> None:
    klar = _dag(protokoll, UTSKOTT_KLAR if _är_utskottets(protokoll) else KLAR)
    if protokoll.status == Protokoll.Status.AVSLUTAT and klar < i_dag:
        with klockan(tidpunkt(klar, time(15, 20))):
            justeringstjänst.klar_för_justering(protokoll=protokoll, av=av)
    justering = protokoll.justeringar.filter(status=Justering.Status.PÅGÅR).first()
    if justering is None:
        return
    if _dag(protokoll, RÄTTAS) < i_dag:
        _kommentera(justering, av)
    väntar = justering.underskrifter.filter(status=Underskrift.Status.VÄNTAR)
    dagar = UTSKOTT_SKRIVER_UNDER if _är_utskottets(protokoll) else SKRIVER_UNDER
    for underskrift in sorted(väntar, key=lambda u: dagar[Som(u.som)]):
        dag = _dag(protokoll, dagar[Som(underskrift.som)])
        if dag < i_dag:
            _skriv_under(underskrift, tidpunkt(dag, time(19, 40)))


def _konto(underskrift: Underskrift) -> Användare:
    return Användare.objects.get(person=underskrift.person, är_demo=True)


def _skriv_under(underskrift: Underskrift, tid: datetime) -> None:
    """Som personen själv: läser, godkänner och skriver under med en kod."""
    konto = _konto(underskrift)
    with klockan(tid), transaction.atomic():
        if underskrift.som != Som.SEKRETERARE:
            justeringstjänst.godkänn_alla(underskrift=underskrift, av=konto)
        justeringstjänst.underteckna(
            underskrift=underskrift, av=konto, färsk_andra_faktor=faktor.styrk(konto)
        )


def _kommentera(justering: Justering, av: Användare) -> None:
    """Justeraren vill se en uppgift till, och sekreteraren skriver in den."""
    underskrift = justering.underskrifter.get(som=Som.JUSTERARE)
    paragraf = justering.protokoll.paragrafer.filter(
        utfall=Paragraf.Utfall.INFORMATION, version=1
    ).first()
    if paragraf is None or underskrift.svar.exists():
        return
    protokoll = justering.protokoll
    with klockan(tidpunkt(_dag(protokoll, KOMMENTERAR), time(20, 15))):
        justeringstjänst.svara(
            underskrift=underskrift,
            paragraf=paragraf,
            svar=Paragrafsvar.Svar.KOMMENTERAR,
            text="Förvaltningen lovade att skicka siffrorna till oss. Det bör stå med.",
            av=_konto(underskrift),
        )
    with klockan(tidpunkt(_dag(protokoll, RÄTTAS), time(8, 50))):
        fritext.ändra(
            paragraf=paragraf,
            sammanfattning=paragraf.sammanfattning,
            information=f"{paragraf.information}\n\nFörvaltningen skickar underlaget till "
            "ledamöterna före nästa sammanträde.".strip(),
            version=paragraf.version,
            av=av,
        )
