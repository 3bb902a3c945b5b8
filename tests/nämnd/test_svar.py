"""Svaren på kallelsen, distans och jäv före mötet (KL 5:16, 6:24, 6:30)."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from konton.models import Roll
from nämnd import policy
from nämnd.distans import pröva_anmälan
from nämnd.jäv import Grund
from nämnd.models import AnmältJäv, Inkallelse, Punkt, Svar
from nämnd.services import sammanträden, svar
from nämnd.services.svar import SvarHindras, Svarsfel
from tests.factories import nämnd as nämnder
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.protokoll import (
    Mötesvärld,
    kallat_möte,
    lägg_punkt,
    lägg_ärende,
    organ_med_valda,
)
from tests.minne import mindes

pytestmark = pytest.mark.django_db
PART = Grund.PART.etikett


@pytest.fixture
@mindes
def värld() -> Mötesvärld:
    return kallat_möte()


def svara(värld: Mötesvärld, namn: str, *, kommer: bool = True, **val) -> Svar:
    konto = värld.konto(namn)
    return svar.svara(
        sammanträde=värld.sammanträde, person=konto.person, kommer=kommer, av=konto, **val
    )


def ring(värld: Mötesvärld, namn: str, *, kommer: bool = True, **val) -> Svar:
    return svar.svara(
        sammanträde=värld.sammanträde,
        person=värld.konto(namn).person,
        kommer=kommer,
        av=värld.sekreterare,
        anteckning=val.pop("anteckning", "Ringde."),
        **val,
    )


@pytest.mark.parametrize(
    ("medgivet", "dag", "fullmäktige", "text", "lagrum", "hindrar"),
    [
        pytest.param(False, 1, False, "Fullmäktige har inte", "6 kap. 24", True, id="KL 6:24 nej"),
        pytest.param(False, 1, True, "Fullmäktige har inte", "5 kap. 16", True, id="KL 5:16 nej"),
        pytest.param(True, 12, False, "senast 11/3", "reglementet", False, id="KL 6:24 för sent"),
        pytest.param(True, 11, False, "", "", False, id="KL 6:24 sista dagen"),
    ],
)
def test_distans_anmäls(
    medgivet: bool, dag: int, fullmäktige: bool, text: str, lagrum: str, hindrar: bool
) -> None:
    fynd = pröva_anmälan(
        medgivet=medgivet,
        dag=date(2026, 3, dag),
        senast=date(2026, 3, 11),
        fullmäktige=fullmäktige,
    )
    if not text:
        assert fynd is None
        return
    assert text in fynd.text
    assert lagrum in fynd.lagrum
    assert fynd.hindrar is hindrar


def test_ett_nytt_svar_gäller_och_det_förra_står_kvar(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False, skäl="Operation.")
    ring(värld, "Ingrid", från=time(16), till=time(17), anteckning="Ringde 3 mars.")

    gamla, nya = Svar.objects.order_by("pk")
    assert (gamla.gällande, gamla.skäl, gamla.sätt) == (False, "Operation.", "sjalv")
    assert (nya.gällande, nya.sätt, nya.anteckning) == (True, "sekreteraren", "Ringde 3 mars.")
    assert str(nya) == "kommer kl. 16.00, går kl. 17.00"
    assert nya.av == värld.sekreterare
    with pytest.raises(ProgrammingError), transaction.atomic():
        Svar.objects.filter(pk=nya.pk).update(skäl="annat")
    with pytest.raises(ProgrammingError), transaction.atomic():
        nya.delete()


def test_den_som_ringer_antecknas_med_hur_svaret_kom(värld: Mötesvärld) -> None:
    with pytest.raises(Svarsfel, match="Skriv hur du fick svaret"):
        ring(värld, "Ingrid", anteckning=" ")
    assert not Svar.objects.exists()


def test_ingen_annan_svarar_för_mig(värld: Mötesvärld) -> None:
    ingrid = värld.konto("Ingrid").person
    annan_nämnd = med_roll(Roll.NÄMNDSEKRETERARE, organ_med_valda().myndighet)
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    for obehörig in (värld.konto("Bo"), annan_nämnd, handläggare):
        with pytest.raises(PermissionDenied):
            svar.svara(
                sammanträde=värld.sammanträde,
                person=ingrid,
                kommer=False,
                anteckning="x",
                av=obehörig,
            )
        with pytest.raises(PermissionDenied):
            svar.anmäl_jäv(punkt=värld.punkter[1], person=ingrid, grund=PART, av=obehörig)
    assert not Svar.objects.exists()
    assert not AnmältJäv.objects.exists()
    assert svara(värld, "Ingrid", kommer=False).pk


def test_den_som_inte_är_kallad_än_kan_bara_svara_genom_sekreteraren(värld: Mötesvärld) -> None:
    värld.sammanträde.status = "utkast"
    värld.sammanträde.save()
    möte = nämnder.möte(värld.organ, av=värld.sekreterare)
    bo = värld.konto("Bo")
    with pytest.raises(PermissionDenied):
        svar.svara(sammanträde=möte, person=bo.person, kommer=True, av=bo)
    ringde = {"anteckning": "Ringde.", "av": värld.sekreterare}
    assert svar.svara(sammanträde=möte, person=bo.person, kommer=False, **ringde).pk


def test_utan_uppdrag_finns_inget_att_svara(värld: Mötesvärld) -> None:
    with pytest.raises(Svarsfel, match="inget uppdrag"):
        svar.svara(
            sammanträde=värld.sammanträde,
            person=värld.sekreterare.person,
            kommer=True,
            anteckning="x",
            av=värld.sekreterare,
        )


def test_svaren_stängs_när_mötet_öppnas(värld: Mötesvärld) -> None:
    anmält = svar.anmäl_jäv(
        punkt=värld.punkter[1],
        person=värld.konto("Bo").person,
        grund=PART,
        av=värld.konto("Bo"),
    )
    värld.öppna()
    for anrop in (
        lambda: svara(värld, "Bo", kommer=False),
        lambda: ring(värld, "Bo"),
        lambda: svar.ta_tillbaka_jäv(anmält=anmält, av=värld.konto("Bo")),
        lambda: svar.anmäl_jäv(
            punkt=värld.punkter[2],
            person=värld.konto("Bo").person,
            grund=PART,
            av=värld.konto("Bo"),
        ),
    ):
        with pytest.raises(Svarsfel, match="inte längre att svara"):
            anrop()
    assert not Svar.objects.exists()
    assert AnmältJäv.objects.kvar().get() == anmält


def test_distans_hindras_utan_medgivande_och_tas_emot_sent_KL_6_24(värld: Mötesvärld) -> None:
    with pytest.raises(SvarHindras, match="Fullmäktige har inte beslutat") as fel:
        svara(värld, "Bo", distans=True)
    assert "6 kap. 24 §" in fel.value.lagrum
    värld.organ.distans_tillåten = True
    värld.organ.save()
    värld.sammanträde.distans_senast = date(2026, 3, 1)
    värld.sammanträde.save()

    rad = svara(värld, "Bo", distans=True)

    assert str(rad) == "kommer, på distans"
    assert "senast 1/3" in svar.pröva_distans(värld.sammanträde, rad.tid).text


def test_den_som_inte_kommer_har_inga_klockslag(värld: Mötesvärld) -> None:
    rad = svara(värld, "Bo", kommer=False, från=time(16), till=time(15), distans=True)
    assert (rad.från, rad.till, rad.distans) == (None, None, False)
    with pytest.raises(Svarsfel, match="måste vara efter"):
        svara(värld, "Bo", från=time(16), till=time(15))


@pytest.mark.parametrize(
    ("fält", "villkor"),
    [
        ({"gällande": True, "kommer": True}, "svar_ett_gallande"),
        ({"gällande": False, "kommer": False, "från": time(9)}, "svar_borta_utan_tider"),
        (
            {"gällande": False, "kommer": True, "från": time(9), "till": time(8)},
            "svar_till_efter_fran",
        ),
    ],
)
def test_svarens_villkor(värld: Mötesvärld, fält: dict, villkor: str) -> None:
    rad = svara(värld, "Bo")
    with pytest.raises(IntegrityError, match=villkor), transaction.atomic():
        Svar.objects.create(
            sammanträde=rad.sammanträde,
            person=rad.person,
            tid=timezone.now(),
            av=rad.av,
            sätt="sjalv",
            **fält,
        )


def test_flyttas_mötet_till_en_annan_tid_gäller_inte_svaren(värld: Mötesvärld) -> None:
    svara(värld, "Bo", kommer=False)
    Inkallelse.objects.create(
        sammanträde=värld.sammanträde,
        person=värld.konto("Tove").person,
        för=värld.konto("Bo").person,
        kallad_tid=timezone.now(),
        kallad_av=värld.sekreterare,
    )
    flytt = {"sammanträde": värld.sammanträde, "från": time(15), "av": värld.sekreterare}
    sammanträden.flytta_sammanträde(**flytt, datum=värld.sammanträde.datum, plats="Annexet")
    assert Svar.objects.gällande().count() == 1
    sammanträden.flytta_sammanträde(**flytt, datum=date(2026, 3, 19), plats="Annexet")
    assert not Svar.objects.gällande().exists()
    assert Inkallelse.objects.get().status == "atertagen"


# --- Jäv före mötet ----------------------------------------------------------------------------


def test_jäv_anmäls_med_sin_grund_och_tas_tillbaka_KL_6_30(värld: Mötesvärld) -> None:
    bo, punkt = värld.konto("Bo"), värld.punkter[1]
    with pytest.raises(SvarHindras, match="Ange vilken omständighet") as fel:
        svar.anmäl_jäv(punkt=punkt, person=bo.person, grund="släkt", av=bo)
    assert "6 kap. 30 §" in fel.value.lagrum

    anmält = svar.anmäl_jäv(punkt=punkt, person=bo.person, grund=PART, av=bo)
    with pytest.raises(Svarsfel, match="redan anmält"):
        svar.anmäl_jäv(punkt=punkt, person=bo.person, grund=PART, av=värld.sekreterare)
    with pytest.raises(PermissionDenied):
        svar.ta_tillbaka_jäv(anmält=anmält, av=värld.konto("Åke"))
    svar.ta_tillbaka_jäv(anmält=anmält, av=bo)

    anmält.refresh_from_db()
    assert anmält.återtaget_av == bo
    assert not AnmältJäv.objects.kvar().exists()
    assert svar.anmäl_jäv(punkt=punkt, person=bo.person, grund=PART, av=bo).pk


def test_en_hemlig_punkt_anmäls_bara_av_den_som_får_se_den(värld: Mötesvärld) -> None:
    hemlig = lägg_ärende(värld, "Placering", lagrum="OSL 26 kap. 1 §")
    insyn, ledamot = värld.konto("Sanna"), värld.konto("Bo")
    with pytest.raises(Svarsfel, match="inte på din lista"):
        svar.anmäl_jäv(punkt=hemlig, person=insyn.person, grund=PART, av=insyn)
    assert svar.anmäl_jäv(punkt=värld.punkter[1], person=insyn.person, grund=PART, av=insyn).pk
    assert svar.anmäl_jäv(punkt=hemlig, person=ledamot.person, grund=PART, av=ledamot).pk


def test_en_punkt_som_kallelsen_inte_tog_upp_är_okänd() -> None:
    n = nämnder.nämnden()
    nämnder.utfärdad(n.möte, av=n.sekreterare)
    ny = nämnder.ta_upp(n.möte, av=n.sekreterare, rubrik="Kom till sedan")
    person = n.ledamot.person
    with pytest.raises(Svarsfel, match="inte på din lista"):
        svar.anmäl_jäv(punkt=ny, person=person, grund=PART, av=n.ledamot)
    svar.anmäl_jäv(punkt=n.hemlig, person=person, grund=PART, av=n.ledamot)
    # Den som ringer till sekreteraren kan ha hört talas om det.
    svar.anmäl_jäv(punkt=ny, person=person, grund=PART, av=n.sekreterare)


def test_anmält_jävs_villkor(värld: Mötesvärld) -> None:
    bo = värld.konto("Bo")
    rad = svar.anmäl_jäv(punkt=värld.punkter[1], person=bo.person, grund=PART, av=bo)
    with pytest.raises(IntegrityError, match="anmalt_jav_atertaget"), transaction.atomic():
        AnmältJäv.objects.filter(pk=rad.pk).update(återtaget_tid=timezone.now())
    with pytest.raises(IntegrityError, match="anmalt_jav_en_gang"), transaction.atomic():
        AnmältJäv.objects.create(
            punkt=rad.punkt, person=rad.person, grund=PART, tid=timezone.now(), av=bo
        )


def test_insynsplatsens_punkter_är_de_utan_sekretess(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Placering", lagrum="OSL 26 kap. 1 §")
    rad = lägg_punkt(värld, "5.–6. Sekretessärenden", slag=Punkt.Slag.SEKRETESS)
    lägg_punkt(värld, "Inre", förälder=rad)
    alla = Punkt.objects.filter(sammanträde=värld.sammanträde)
    for namn, väntat in (
        ("Sanna", {p for p in alla if not p.sekretesskälla}),
        ("Bo", set(alla)),
        ("Tove", set(alla)),
    ):
        assert set(policy.synliga_punkter(värld.konto(namn), värld.sammanträde)) == väntat
    assert not policy.synliga_punkter(AnvändareFactory(), värld.sammanträde).exists()
