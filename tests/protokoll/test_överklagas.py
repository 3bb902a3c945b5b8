"""Laga kraft efter hur beslutet överklagas: försättsbladet, parternas dagar och beviset."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from protokoll.laga_kraft import LAGRUM, LAGRUM_BESVÄR, LAGRUM_EJ, Besked
from protokoll.models import (
    Beslutsdel,
    Bevis,
    Expediering,
    Försättsbladsmottagare,
    Justering,
    Paragraf,
)
from protokoll.services import anslag, bevis, expediering, försättsblad
from protokoll.services.expedieringsfel import FelMottagare
from protokoll.services.justeringsfel import InteLagaKraft
from tests.factories import justering as fabrik
from tests.factories.expediering import försättsbladet, mottagare, sänd
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes
from tests.protokoll.test_justeringssidor import som, text, url
from ärenden import helgdagar
from ärenden.överklagandetyp import Överklagandetyp

pytestmark = pytest.mark.slow

S = Expediering.Status
LAGLIGHET = Överklagandetyp.LAGLIGHETSPRÖVNING
BESVÄR = Överklagandetyp.FÖRVALTNINGSBESVÄR
EJ = Överklagandetyp.EJ_ÖVERKLAGBART


@pytest.fixture
@mindes
def j(värld: Mötesvärld) -> Justering:
    return fabrik.justerat(värld)


def paragraf(nummer: int = 2, **ändrat) -> Paragraf:
    Paragraf.objects.filter(nummer=nummer).update(**ändrat)
    return Paragraf.objects.get(nummer=nummer)


def beskedet(j: Justering, p: Paragraf) -> Besked:
    a = j.anslag.get()
    (_, besked), *_ = bevis.besked(p, a, anslag.på_tavlan(a))
    return besked


def intyga(värld: Mötesvärld, j: Justering, p: Paragraf, dag: date | None = None, **val) -> Bevis:
    """Beviset långt efter anslagstiden, eller på en viss dag."""
    nu = timezone.make_aware(
        datetime.combine(dag or timezone.localdate() + timedelta(days=365), time(9))
    )
    return bevis.intyga_laga_kraft(
        paragraf=p,
        anslag=j.anslag.get(),
        ej_överklagat=True,
        **({"av": värld.sekreterare, "nu": nu} | val),
    )


def tog_emot(rad: Försättsbladsmottagare, värld: Mötesvärld, dag: date) -> None:
    """Sändningen, och mottagningsbeviset som kom tillbaka."""
    sändning = sänd(rad, värld.sekreterare)
    sändning.steg.create(status=S.SKICKAD, dag=dag, av=värld.sekreterare, av_namn="S")
    expediering.anteckna(
        expediering=sändning,
        status=S.KVITTERAD,
        dag=dag,
        hur="Mottagningsbevis",
        av=värld.sekreterare,
    )


# --- Vilken väg beslutet överklagas ------------------------------------------------------------


def test_försättsbladet_går_före_beslutsdelen_som_går_före_det_föreslagna(
    värld: Mötesvärld, j: Justering
) -> None:
    p = paragraf(mot_enskild=True)
    del_ = p.delar.get()
    assert försättsblad.överklagas(p, del_) == BESVÄR
    Beslutsdel.objects.filter(pk=del_.pk).update(överklagandetyp=EJ)
    del_.refresh_from_db()
    assert försättsblad.överklagas(p, del_) == EJ
    försättsbladet(p, värld.sekreterare, överklagandetyp=LAGLIGHET)
    assert försättsblad.överklagas(Paragraf.objects.get(pk=p.pk), del_) == LAGLIGHET


def test_förslaget_bredvid_det_egna_beslutet_är_förberedande_vad_bladet_än_säger(
    värld: Mötesvärld, j: Justering
) -> None:
    p = paragraf()
    eget = p.delar.get()
    förslag = Beslutsdel.objects.create(paragraf=p, ordning=9, förslag_till="Kommunfullmäktige")
    försättsbladet(p, värld.sekreterare, överklagandetyp=LAGLIGHET)
    p = paragraf()
    assert försättsblad.överklagas(p, eget) == LAGLIGHET
    assert försättsblad.överklagas(p, förslag) == EJ


# --- Förvaltningsbesvär ------------------------------------------------------------------------


@pytest.mark.parametrize("blad", [True, False], ids=["försättsbladet", "mot enskild utan blad"])
def test_utan_part_som_fått_del_vägras_beviset(värld: Mötesvärld, j: Justering, blad: bool) -> None:
    p = paragraf(mot_enskild=not blad)
    if blad:
        försättsbladet(p, värld.sekreterare, överklagandetyp=BESVÄR)
        p = paragraf()
    besked = beskedet(j, p)
    assert (besked.dag, besked.lagrum) == (None, LAGRUM_BESVÄR)
    with pytest.raises(InteLagaKraft, match="Ingen part") as fel:
        intyga(värld, j, p)
    assert fel.value.lagrum == LAGRUM_BESVÄR
    assert "fick del av beslutet" in fel.value.lagtext
    assert not Bevis.objects.filter(slag=Bevis.Slag.LAGA_KRAFT).exists()


def test_tiden_räknas_från_den_sista_parten_som_fick_del(värld: Mötesvärld, j: Justering) -> None:
    i_dag = timezone.localdate()
    p, av = paragraf(), värld.sekreterare
    försättsbladet(p, av, överklagandetyp=BESVÄR)
    mottagare(p, av, "Arkivet", adress="Arkivet\nBox 1\n123 45 Björksund")
    ena, andra = (mottagare(p, av, namn, part=True) for namn in ("Lova Ek", "Nils Ek"))
    tog_emot(ena, värld, i_dag)
    with pytest.raises(InteLagaKraft, match="Alla parter"):
        intyga(värld, j, paragraf())

    tog_emot(andra, värld, i_dag)

    dag = helgdagar.slutdag(i_dag, veckor=3) + timedelta(days=1)
    assert beskedet(j, paragraf()).dag == dag
    with pytest.raises(InteLagaKraft, match="tidigast"):
        intyga(värld, j, paragraf(), dag - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        intyga(värld, j, paragraf(), dag, av=värld.konto("Bo"))
    underlag = str(intyga(värld, j, paragraf(), dag).underlag)
    assert str(dag) in underlag
    assert str(dag - timedelta(days=1)) in underlag


def test_en_borttagen_part_räknas_bara_om_hen_hann_få_del(värld: Mötesvärld, j: Justering) -> None:
    i_dag = timezone.localdate()
    p, av = paragraf(), värld.sekreterare
    försättsbladet(p, av, överklagandetyp=BESVÄR)
    fel_adress, rätt = (mottagare(p, av, namn, part=True) for namn in ("Lova E", "Lova Ek"))
    tog_emot(rätt, värld, i_dag)
    assert beskedet(j, paragraf()).dag is None
    försättsblad.ta_bort_mottagare(mottagare=fel_adress, av=av)
    assert beskedet(j, paragraf()).dag is not None
    försättsblad.ta_bort_mottagare(mottagare=rätt, av=av)
    assert [part.fick_del for part in försättsblad.parterna(paragraf())] == [i_dag]


def test_det_allmännas_tid_räknas_från_justeringen_FL_44(värld: Mötesvärld, j: Justering) -> None:
    p, av = paragraf(), värld.sekreterare
    försättsbladet(p, av, överklagandetyp=BESVÄR)
    with pytest.raises(FelMottagare, match="Bara den som är part"):
        mottagare(p, av, "Regionen", företräder_det_allmänna=True)
    mottagare(p, av, "Regionen", part=True, företräder_det_allmänna=True)

    # Ingen har fått del, men tiden löper ändå från den dag paragrafen justerades.
    i_dag = timezone.localdate()
    justerad = i_dag - timedelta(days=4)
    Justering.objects.filter(pk=j.pk).update(datum=justerad)
    j.refresh_from_db()
    dag = helgdagar.slutdag(justerad, veckor=3) + timedelta(days=1)
    besked = beskedet(j, paragraf())
    assert besked.dag == dag
    assert f"meddelades, {justerad}" in besked.skäl
    underlag = str(intyga(värld, j, paragraf(), dag).underlag)
    assert "Beslutet meddelat" in underlag

    enskild = mottagare(p, av, "Lova Ek", part=True)
    assert beskedet(j, paragraf()).dag is None
    tog_emot(enskild, värld, i_dag)
    assert beskedet(j, paragraf()).dag == helgdagar.slutdag(i_dag, veckor=3) + timedelta(days=1)


def test_en_del_utan_dag_hindrar_beviset_för_hela_paragrafen(
    värld: Mötesvärld, j: Justering
) -> None:
    p = paragraf()
    Beslutsdel.objects.create(paragraf=p, ordning=9, överklagandetyp=BESVÄR)
    with pytest.raises(InteLagaKraft, match="Ingen part"):
        intyga(värld, j, p)


# --- Det som inte går att överklaga ------------------------------------------------------------


def test_upprop_och_noterad_information_har_ingen_laga_kraft(
    värld: Mötesvärld, j: Justering
) -> None:
    for nummer in (1, 3):
        p = paragraf(nummer)
        besked = beskedet(j, p)
        assert (besked.dag, besked.lagrum, besked.överklagbart) == (None, LAGRUM_EJ, False)
        with pytest.raises(InteLagaKraft, match="går inte att överklaga"):
            intyga(värld, j, p)
    assert beskedet(j, paragraf(2)).lagrum == LAGRUM
    assert intyga(värld, j, paragraf(2)).slag == Bevis.Slag.LAGA_KRAFT


def test_försättsbladet_kan_säga_att_det_ändå_går_att_överklaga(
    värld: Mötesvärld, j: Justering
) -> None:
    p = paragraf(3)
    försättsbladet(p, värld.sekreterare, överklagandetyp=LAGLIGHET)
    assert beskedet(j, paragraf(3)).dag == j.anslag.get().sista_dag + timedelta(days=1)
    assert intyga(värld, j, paragraf(3)).paragraf == p


@pytest.mark.parametrize(
    ("utfall", "typ"),
    [
        pytest.param(Paragraf.Utfall.BORDLÄGGNING, EJ, id="KL 13:2 bordlagt"),
        pytest.param(Paragraf.Utfall.ÅTERREMISS, EJ, id="KL 13:2 återremiss"),
        pytest.param(Paragraf.Utfall.UTGÅR, EJ, id="KL 13:2 utgår"),
        pytest.param(Paragraf.Utfall.BIFALL, LAGLIGHET, id="KL 13:1 bifall"),
        pytest.param(Paragraf.Utfall.AVSLAG, LAGLIGHET, id="KL 13:1 avslag"),
    ],
)
def test_utfallet_avgör(värld: Mötesvärld, utfall: str, typ: Överklagandetyp) -> None:
    fabrik.hållet(värld)
    p = värld.protokoll.paragrafer.get(rubrik__startswith="Taxa")
    p.utfall = utfall
    assert försättsblad.överklagas(p) == typ


# --- Sidan -------------------------------------------------------------------------------------


def test_sidan_länkar_bara_till_bevis_som_kan_finnas(värld: Mötesvärld, j: Justering) -> None:
    klient, a = som(värld.sekreterare), j.anslag.get()
    sida = klient.get(url("justeringen", j.pk))
    länkar = [url("laga_kraft", a.pk, paragraf(n).pk) in sida.content.decode() for n in (1, 2, 3)]
    assert länkar == [False, True, False]
    assert "Beslutet går inte att överklaga." in text(sida)
    assert "13 kap. 2 § kommunallagen" in text(sida)


def test_sidan_säger_varför_beviset_vägras(värld: Mötesvärld, j: Justering) -> None:
    klient, a = som(värld.sekreterare), j.anslag.get()
    p = paragraf(mot_enskild=True)
    adress = url("laga_kraft", a.pk, p.pk)
    assert "Ingen part är antecknad" in text(klient.get(adress))
    svar = klient.post(adress, {"ej_överklagat": "on"})
    assert svar.status_code == 422
    assert "Ingen part är antecknad" in text(svar)
    assert "44 § förvaltningslagen" in text(svar)


def test_frågorna_växer_inte_med_parterna(värld: Mötesvärld, j: Justering) -> None:
    p, av = paragraf(), värld.sekreterare
    försättsbladet(p, av, överklagandetyp=BESVÄR)
    klient = som(av)
    for adress in (url("laga_kraft", j.anslag.get().pk, p.pk), url("justeringen", j.pk)):
        antal = []
        for n in range(3):
            rad = mottagare(p, av, f"Part {n} {adress}", part=True)
            tog_emot(rad, värld, timezone.localdate())
            with CaptureQueriesContext(connection) as frågor:
                assert klient.get(adress).status_code == 200
            antal.append(len(frågor))
        assert antal[1] == antal[2]
