"""Sammanträdesplanen genom tjänsterna: utkast, beslut, mötena, ändringen, kalendern."""

import io
from datetime import date, time

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from icalendar import Calendar

from konton.models import Roll
from nämnd import kollisioner, planskillnad, policy
from nämnd.models import Organ, PlaneratMöte, Sammanträde, Sammanträdesplan, Skollov
from nämnd.plandagar import Rytm
from nämnd.services import föredragningslista, planbeslut, planexport, sammanträden
from nämnd.services import sammanträdesplan as plantjänst
from nämnd.services.sammanträdesplan import Planfel
from publikt.models import Kalendermöte
from publikt.services import kalender
from tests.factories import nämnd as nämnder
from tests.factories import plan as planer
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import AnvändareFactory, KommunFactory, MyndighetFactory, med_roll
from tests.factories.plan import Planvärld, planvärld, serie
from tests.minne import mindes
from tests.pdf.prov import kräv_helt_träd
from tests.verapdf import kräv
from ärenden.models import Anmälan, Händelse, Jobb, Skrivelse

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S = Sammanträdesplan.Status


@pytest.fixture
@mindes
def värld() -> Planvärld:
    return planvärld()


def dagar(plan: Sammanträdesplan, organ: Organ) -> list[date]:
    return list(plan.möten.filter(organ=organ).order_by("datum").values_list("datum", flat=True))


# --- Utkastet -----------------------------------------------------------------------------------


def test_serien_läggs_i_planen_med_dagarna_räknade(värld: Planvärld) -> None:
    assert värld.lägg_till() == 3

    möte = värld.plan.möten.get(datum=date(2027, 3, 17))
    assert dagar(värld.plan, värld.nämnd) == [
        date(2027, 3, 17),
        date(2027, 4, 21),
        date(2027, 5, 19),
    ]
    assert (möte.stoppdag, möte.utskicksdag) == (date(2027, 2, 24), date(2027, 3, 8))


def test_samma_serie_igen_lägger_inget_till(värld: Planvärld) -> None:
    värld.lägg_till()

    assert [f.finns for f in plantjänst.föreslå(värld.plan, serie(värld.nämnd))] == [True] * 3
    assert värld.lägg_till() == 0
    assert värld.plan.möten.count() == 3


def test_en_helgdag_flyttas_till_nästa_vardag(värld: Planvärld) -> None:
    # Den femte måndagen i mars 2027 är annandag påsk.
    förslag = plantjänst.föreslå(
        värld.plan, serie(värld.nämnd, nummer=-1, veckodag=0, månader=(3,))
    )

    assert [(f.datum, f.flyttad_från) for f in förslag] == [(date(2027, 3, 30), date(2027, 3, 29))]


def test_utskottet_paras_med_nämndens_möten(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lägg_till(
        värld.utskott, rytm=Rytm.FÖRE, nämnd=värld.nämnd, veckodag=1, veckor=2, plats="Viken"
    )

    par = [(m.datum, m.inför.datum) for m in värld.plan.möten.filter(organ=värld.utskott)]
    assert par == [
        (date(2027, 3, 2), date(2027, 3, 17)),
        (date(2027, 4, 6), date(2027, 4, 21)),
        (date(2027, 5, 4), date(2027, 5, 19)),
    ]


def test_utskottets_helgdag_flyttas_bakåt(värld: Planvärld) -> None:
    värld.möte(date(2027, 4, 14))

    (förslag,) = plantjänst.föreslå(
        värld.plan,
        serie(värld.utskott, rytm=Rytm.FÖRE, nämnd=värld.nämnd, veckodag=0, veckor=2),
    )

    assert (förslag.datum, förslag.flyttad_från) == (date(2027, 3, 25), date(2027, 3, 29))


def test_möten_utanför_årets_plan_föreslås_inte(värld: Planvärld) -> None:
    värld.möte(date(2027, 1, 7))

    före = serie(värld.utskott, rytm=Rytm.FÖRE, nämnd=värld.nämnd, veckodag=1, veckor=2)
    assert plantjänst.föreslå(värld.plan, före) == []


@pytest.mark.parametrize(
    ("fält", "text"),
    [
        ({"dag": date(2026, 12, 31)}, "Planen gäller 2027"),
        ({"till": time(12)}, "Sluttiden måste ligga efter"),
        ({"stopp_arbetsdagar": 0}, "större än eller lika med 1"),
    ],
)
def test_fel_uppgifter_vägras(värld: Planvärld, fält: dict, text: str) -> None:
    with pytest.raises(Planfel, match=text):
        värld.möte(**({"dag": date(2027, 3, 17)} | fält))

    assert not värld.plan.möten.exists()


def test_ett_annat_organs_möte_vägras(värld: Planvärld) -> None:
    annat = nämnder.OrganFactory()

    with pytest.raises(Planfel, match="hör inte till"):
        värld.möte(date(2027, 3, 17), organ=annat)


def test_ändra_och_ta_bort(värld: Planvärld) -> None:
    möte = värld.möte(date(2027, 3, 17))

    plantjänst.ändra_möte(möte=möte, datum=date(2027, 3, 18), av=värld.av)
    assert dagar(värld.plan, värld.nämnd) == [date(2027, 3, 18)]

    plantjänst.ta_bort_möte(möte=möte, av=värld.av)
    assert not värld.plan.möten.exists()
    with pytest.raises(Planfel, match="finns inte längre"):
        plantjänst.ta_bort_möte(möte=möte, av=värld.av)


def test_en_plan_per_nämnd_och_år(värld: Planvärld) -> None:
    with pytest.raises(Planfel, match="finns redan"):
        plantjänst.skapa(myndighet=värld.plan.myndighet, år=2027, av=värld.av)

    assert plantjänst.skapa(myndighet=värld.plan.myndighet, år=2028, av=värld.av).version == 1


def test_ett_orimligt_år_vägras(värld: Planvärld) -> None:
    with pytest.raises(Planfel):
        plantjänst.skapa(myndighet=värld.plan.myndighet, år=1999, av=värld.av)


def test_släng_ett_utkast(värld: Planvärld) -> None:
    värld.lägg_till()
    plantjänst.släng(plan=värld.plan, av=värld.av)

    assert not Sammanträdesplan.objects.exists()
    assert not PlaneratMöte.objects.exists()


@pytest.mark.parametrize("roll", [Roll.HANDLÄGGARE, Roll.CHEF, Roll.REGISTRATOR, None])
def test_bara_nämndens_sekreterare_ändrar(värld: Planvärld, roll: Roll | None) -> None:
    """En i nämnden utan rätten, och en sekreterare i en annan nämnd."""
    möte = värld.möte(date(2027, 3, 17))
    vem = med_roll(roll, värld.plan.myndighet) if roll else nämnder.sekreterare_i(
        nämnder.OrganFactory()
    )  # fmt: skip  # läses som ett val
    försök = [
        lambda: plantjänst.skapa(myndighet=värld.plan.myndighet, år=2028, av=vem),
        lambda: plantjänst.lägg_till_serie(plan=värld.plan, serie=serie(värld.nämnd), av=vem),
        lambda: plantjänst.lägg_till_möte(plan=värld.plan, organ=värld.nämnd, av=vem),
        lambda: plantjänst.ändra_möte(möte=möte, datum=date(2027, 3, 18), av=vem),
        lambda: plantjänst.ta_bort_möte(möte=möte, av=vem),
        lambda: plantjänst.släng(plan=värld.plan, av=vem),
        lambda: planbeslut.skriv_pdf(plan=värld.plan, av=vem),
        lambda: planbeslut.ta_tillbaka(plan=värld.plan, av=vem),
        lambda: planbeslut.fastställ(plan=värld.plan, av=vem),
        lambda: planbeslut.revidera(plan=värld.plan, av=vem),
        lambda: planbeslut.lämna_i_nytt_ärende(
            plan=värld.plan, diarium=ärendefabrik.diarium_för(värld.plan.myndighet), av=vem
        ),
    ]
    for ett in försök:
        with pytest.raises(PermissionDenied):
            ett()

    assert dagar(värld.plan, värld.nämnd) == [date(2027, 3, 17)]
    assert not Jobb.objects.exists()
    assert not Händelse.objects.exists()


# --- Vem som ser ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "ser"),
    [
        (S.UTKAST, {"sekreterare", "annan sekreterare"}),
        (
            S.INLÄMNAD,
            {"sekreterare", "annan sekreterare", "handläggare", "administratör"},
        ),
        (
            S.FASTSTÄLLD,
            {
                *("sekreterare", "annan sekreterare", "handläggare", "annan handläggare"),
                *("administratör", "ledamot"),
            },
        ),
    ],
)
def test_vem_som_ser_planen(värld: Planvärld, status: str, ser: set[str]) -> None:
    värld.lägg_till()
    if status != S.UTKAST:
        värld.lämna()
    if status == S.FASTSTÄLLD:
        värld.fastställ()
    annan = nämnder.OrganFactory()
    annan_kommun = nämnder.OrganFactory(
        myndighet=MyndighetFactory(kommun=KommunFactory(namn="Annan kommun"))
    )
    folk = {
        "sekreterare": värld.av,
        "annan sekreterare": nämnder.sekreterare_i(annan),
        "handläggare": med_roll(Roll.HANDLÄGGARE, värld.plan.myndighet),
        "annan handläggare": med_roll(Roll.HANDLÄGGARE, annan.myndighet),
        "administratör": med_roll(Roll.ADMINISTRATÖR),
        "ledamot": nämnder.förtroendevald_i(värld.nämnd),
        "utan roll": AnvändareFactory(),
        "i annan kommun": nämnder.sekreterare_i(annan_kommun),
    }

    plan = Sammanträdesplan.objects.get(pk=värld.plan.pk)
    i_mängden = {
        namn for namn, vem in folk.items() if policy.synliga_planer(vem).filter(pk=plan.pk).exists()
    }
    assert i_mängden == ser
    assert {namn for namn, vem in folk.items() if policy.får_se_planen(vem, plan)} == ser


# --- Kollisioner ---------------------------------------------------------------------------------


def funna(värld: Planvärld, vem=None) -> list[tuple[str, tuple[str, ...]]]:
    kommun = värld.plan.myndighet.kommun
    möten = plantjänst.årets_möten(kommun, planer.ÅR, vem or värld.av)
    return [(k.slag.value, k.namn) for k in plantjänst.årets_kollisioner(möten, kommun, planer.ÅR)]


def test_samma_person_i_två_nämnder_samma_tid(värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 17))
    andra = planvärld(nämnder.OrganFactory(namn="Kommunstyrelsen"))
    andra.möte(date(2027, 3, 17), från=time(15), till=time(17), plats="Stora salen")
    uppdrag = nämnder.UppdragFactory(organ=värld.nämnd)
    nämnder.UppdragFactory(organ=andra.nämnd, person=uppdrag.person)

    assert funna(värld) == [("person", (uppdrag.person.namn,))]

    # Uppdraget tog slut före mötet.
    uppdrag.till = date(2027, 3, 16)
    uppdrag.save()
    assert funna(värld) == []


def test_utkast_i_andra_nämnder_syns_bara_för_sekreterare(värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 17))
    andra = planvärld(nämnder.OrganFactory(namn="Kommunstyrelsen"))
    andra.möte(date(2027, 3, 17))

    assert funna(värld) == [("lokal", ("Strömmen",))]
    assert funna(värld, med_roll(Roll.HANDLÄGGARE, värld.plan.myndighet)) == []


def test_lov_i_egna_kommunen(värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 3))
    planer.lov(KommunFactory(namn="Annan kommun"))
    assert funna(värld) == []

    planer.lov(värld.plan.myndighet.kommun)
    assert funna(värld) == [("lov", ("sportlov",))]


def test_frågorna_växer_inte_med_mötena(värld: Planvärld, django_assert_num_queries) -> None:
    värld.lägg_till(månader=(2, 3))
    with django_assert_num_queries(5):
        funna(värld)
    värld.lägg_till(månader=(4, 5, 6, 8, 9, 10))
    with django_assert_num_queries(5):
        funna(värld)


# --- Beslutet ------------------------------------------------------------------------------------


def test_planen_blir_en_skrivelse_i_ett_ärende(värld: Planvärld) -> None:
    värld.lägg_till()

    värld.lämna()

    plan = värld.plan
    assert plan.status == S.INLÄMNAD
    assert plan.ärende.rubrik == "Sammanträdesplan 2027"
    assert plan.skrivelse.handling.fil == plan.fil
    assert plan.skrivelse.handling.filnamn == "sammantradesplan-2027.pdf"
    assert [s.text for s in plan.skrivelse.beslutssatser.all()] == [
        f"{plan.myndighet} fastställer sammanträdesplanen för 2027 enligt förslaget."
    ]
    assert Anmälan.objects.get().skrivelse == plan.skrivelse


def test_pdf_en_har_mötena_och_är_tillgänglig(värld: Planvärld) -> None:
    värld.lägg_till(månader=(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12))
    värld.lägg_till(
        värld.utskott, rytm=Rytm.FÖRE, nämnd=värld.nämnd, veckodag=1, veckor=2, plats="Viken"
    )
    värld.lämna()

    innehåll = värld.plan.fil.läs()
    dokument = pypdfium2.PdfDocument(io.BytesIO(innehåll))
    text = " ".join("".join(s.get_textpage().get_text_range() for s in dokument).split())
    assert "onsdag 17 mars kl. 13.00–16.00" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "ons 24 februari" in text
    assert "Viken Inför socialnämnden 17 mars" in text
    kräv(innehåll)
    kräv_helt_träd(pikepdf.open(io.BytesIO(innehåll)))


def test_en_inlämnad_plan_är_låst(värld: Planvärld) -> None:
    möte = värld.möte(date(2027, 3, 17))
    värld.lämna()

    for försök in (
        lambda: plantjänst.ändra_möte(möte=möte, datum=date(2027, 3, 18), av=värld.av),
        lambda: plantjänst.ta_bort_möte(möte=möte, av=värld.av),
        lambda: värld.lägg_till(),
        lambda: plantjänst.släng(plan=värld.plan, av=värld.av),
        lambda: planbeslut.skriv_pdf(plan=värld.plan, av=värld.av),
    ):
        with pytest.raises(Planfel, match="lämnad till beslut"):
            försök()


def test_en_tom_plan_lämnas_inte(värld: Planvärld) -> None:
    with pytest.raises(Planfel, match="inga möten"):
        värld.lämna()

    assert not Händelse.objects.exists()


def test_ett_annat_ärende_än_nämndens_vägras(värld: Planvärld) -> None:
    värld.lägg_till()
    annans = ärendefabrik.ärende()
    med_roll(Roll.NÄMNDSEKRETERARE, annans.myndighet)

    with pytest.raises(PermissionDenied):
        planbeslut.lämna_till_beslut(plan=värld.plan, ärende=annans, av=värld.av)
    värld.plan.refresh_from_db()
    assert värld.plan.är_utkast


def test_ta_tillbaka_och_lämna_igen(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    ärende, första = värld.plan.ärende, värld.plan.skrivelse

    planbeslut.ta_tillbaka(plan=värld.plan, av=värld.av)
    assert Anmälan.objects.get().status == Anmälan.Status.ÅTERTAGEN
    värld.möte(date(2027, 6, 9))
    planbeslut.lämna_till_beslut(plan=värld.plan, ärende=ärende, av=värld.av)
    värld.skriv()

    assert värld.plan.skrivelse not in (None, första)
    assert första.handling.fil != värld.plan.fil
    assert ärende.handlingar.count() == 2


def test_en_plan_på_listan_tas_inte_tillbaka(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    möte = nämnder.möte(värld.nämnd, av=värld.av)
    föredragningslista.lägg_till_anmälan(
        sammanträde=möte, anmälan=Anmälan.objects.get(), av=värld.av
    )

    with pytest.raises(Planfel, match="föredragningslista"):
        planbeslut.ta_tillbaka(plan=värld.plan, av=värld.av)


def test_utkastets_pdf_försvinner_när_planen_ändras(värld: Planvärld) -> None:
    värld.lägg_till()
    planbeslut.skriv_pdf(plan=värld.plan, av=värld.av)
    värld.skriv()
    assert värld.plan.fil is not None
    assert värld.plan.skrivelse is None

    värld.möte(date(2027, 6, 9))
    värld.plan.refresh_from_db()
    assert värld.plan.fil is None


def test_en_ändring_medan_pdf_en_skrivs_ger_ingen_gammal_pdf(värld: Planvärld) -> None:
    värld.lägg_till()
    planbeslut.skriv_pdf(plan=värld.plan, av=värld.av)
    värld.möte(date(2027, 6, 9))
    värld.skriv()

    assert värld.plan.jobb.status == Jobb.Status.MISSLYCKAT
    assert värld.plan.fil is None


# --- Fastställd ----------------------------------------------------------------------------------


def test_mötena_skapas_ur_den_fastställda_planen(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()

    värld.fastställ()

    möten = list(Sammanträde.objects.filter(organ=värld.nämnd).order_by("datum"))
    assert [m.datum for m in möten] == dagar(värld.plan, värld.nämnd)
    assert möten[0].stoppdag == date(2027, 2, 24)
    assert möten[0].utskicksdag == date(2027, 3, 8)
    assert [str(t) for t in möten[0].tider.all()] == ["13.00–16.00"]
    assert värld.plan.status == S.FASTSTÄLLD
    assert värld.plan.beslut == "Socialnämnden 18 november 2026, § 112: enligt förslag"
    assert planbeslut.skillnad_mot_mötena(värld.plan) == []
    assert Händelse.objects.filter(typ="sammanträdesplan.fastställd").count() == 1


def test_ett_möte_som_redan_är_upplagt_läggs_inte_upp_igen(värld: Planvärld) -> None:
    värld.lägg_till()
    upplagt = nämnder.möte(värld.nämnd, av=värld.av, datum=date(2027, 3, 17), från=time(13))
    värld.lämna()

    följd = planbeslut.följd(värld.plan)
    assert [rad.datum for rad in följd.finns] == [date(2027, 3, 17)]
    assert len(följd.skapas) == 2
    värld.fastställ()

    assert värld.plan.möten.get(datum=date(2027, 3, 17)).sammanträde == upplagt
    assert Sammanträde.objects.count() == 3


def test_utan_nämndens_beslut_fastställs_inget(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()

    for uppgifter in ({}, {"beslut": "SN § 1"}, {"skäl": "Finns på papper."}):
        with pytest.raises(Planfel, match="inte behandlat planen"):
            planbeslut.fastställ(plan=värld.plan, av=värld.av, **uppgifter)
    assert not Sammanträde.objects.exists()


def test_ett_beslut_utanför_systemet_kräver_skäl_och_antecknas(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()

    planbeslut.fastställ(
        plan=värld.plan, av=värld.av, beslut="SN 2026-11-18 § 9", skäl="Mötet hölls på papper."
    )

    värld.plan.refresh_from_db()
    assert (värld.plan.beslut, värld.plan.skäl) == ("SN 2026-11-18 § 9", "Mötet hölls på papper.")
    assert Händelse.objects.get(typ="sammanträdesplan.undantag").data["skäl"] == värld.plan.skäl


def test_en_avslagen_plan_fastställs_inte_men_tas_tillbaka(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.beslutad("avslag")

    with pytest.raises(Planfel, match="avslagen"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)
    planbeslut.ta_tillbaka(plan=värld.plan, av=värld.av)
    värld.plan.refresh_from_db()
    assert värld.plan.är_utkast


def test_ett_utkast_och_en_fastställd_plan_fastställs_inte(värld: Planvärld) -> None:
    värld.lägg_till()
    with pytest.raises(Planfel, match="inte lämnad"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)
    värld.lämna()
    värld.fastställ()
    with pytest.raises(Planfel, match="redan beslutad"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)


def test_databasen_vägrar_ändra_en_fastställd_plan(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()

    for ändring in (
        lambda: värld.plan.möten.update(plats="Annan"),
        lambda: värld.plan.möten.first().delete(),
        lambda: PlaneratMöte.objects.create(
            plan=värld.plan,
            organ=värld.nämnd,
            datum=date(2027, 9, 1),
            från=time(9),
            stopp_arbetsdagar=1,
            utskick_arbetsdagar=1,
        ),
    ):
        with pytest.raises(ProgrammingError, match="ändras inte"), transaction.atomic():
            ändring()


@pytest.mark.parametrize(
    ("modell", "fält", "namn"),
    [
        ("plan", {"version": 1, "status": "utkast"}, "sammantradesplan_version"),
        ("plan", {"version": 2, "status": "utkast"}, "sammantradesplan_ett_utkast"),
        ("plan", {"version": 2, "status": "faststalld"}, "sammantradesplan_faststalld_hor_ihop"),
        ("mote", {"till": time(12)}, "planeratmote_till_efter_fran"),
        ("mote", {"stopp_arbetsdagar": 0}, "planeratmote_dagar_fore"),
        ("mote", {}, "planeratmote_unikt"),
        ("lov", {"till": date(2027, 2, 1)}, "skollov_till_efter_fran"),
    ],
)
def test_begränsningarna(värld: Planvärld, modell: str, fält: dict, namn: str) -> None:
    värld.möte(date(2027, 3, 17))
    grund = {
        "plan": {"myndighet": värld.plan.myndighet, "år": 2027},
        "mote": {
            "plan": värld.plan,
            "organ": värld.nämnd,
            "datum": date(2027, 3, 17),
            "från": time(13),
            "stopp_arbetsdagar": 1,
            "utskick_arbetsdagar": 1,
        },
        "lov": {
            "kommun": värld.plan.myndighet.kommun,
            "namn": "lov",
            "från": date(2027, 3, 1),
        },
    }[modell]
    klass = {"plan": Sammanträdesplan, "mote": PlaneratMöte, "lov": Skollov}[modell]
    with pytest.raises(IntegrityError, match=namn), transaction.atomic():
        klass.objects.create(**(grund | fält))


def test_bara_en_fastställd_plan_per_år_och_ett_möte_per_sammanträde(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()
    gammal = värld.plan
    ny = värld.revidera()

    with (
        pytest.raises(IntegrityError, match="sammantradesplan_en_gallande"),
        transaction.atomic(),
    ):
        Sammanträdesplan.objects.filter(pk=ny.pk).update(
            status=S.FASTSTÄLLD,
            fastställd_tid=gammal.fastställd_tid,
            fastställd_av=värld.av,
            beslut="§ 1",
        )
    ett, två = list(ny.möten.order_by("datum"))[:2]
    with (
        pytest.raises(IntegrityError, match="planeratmote_ett_per_sammantrade"),
        transaction.atomic(),
    ):
        PlaneratMöte.objects.filter(pk=ett.pk).update(sammanträde=två.sammanträde)


# --- Ändringen -----------------------------------------------------------------------------------


def test_en_ny_version_visar_vad_som_skiljer_och_ändrar_mötena(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()
    gammal = värld.plan
    ny = värld.revidera()
    mars, april, _ = ny.möten.order_by("datum")
    plantjänst.ändra_möte(möte=mars, datum=date(2027, 3, 18), av=värld.av)
    plantjänst.ta_bort_möte(möte=april, av=värld.av)
    värld.möte(date(2027, 6, 9))

    väntat = [
        (planskillnad.Slag.ÄNDRAT, date(2027, 3, 18)),
        (planskillnad.Slag.STRUKET, date(2027, 4, 21)),
        (planskillnad.Slag.NYTT, date(2027, 6, 9)),
    ]
    skillnader = planbeslut.skillnad_mot_förra(ny)
    assert [(s.slag, s.rad.datum) for s in skillnader] == väntat
    # Före beslutet är mötena som de var.
    assert Sammanträde.objects.filter(datum=date(2027, 3, 17)).exists()

    planbeslut.lämna_till_beslut(plan=ny, ärende=gammal.ärende, av=värld.av)
    värld.skriv()
    värld.fastställ()

    gammal.refresh_from_db()
    assert (gammal.status, värld.plan.status) == (S.ERSATT, S.FASTSTÄLLD)
    möten = Sammanträde.objects.filter(organ=värld.nämnd).order_by("datum", "pk")
    assert [(m.datum, m.status) for m in möten] == [
        (date(2027, 3, 18), "utkast"),
        (date(2027, 4, 21), "installt"),
        (date(2027, 5, 19), "utkast"),
        (date(2027, 6, 9), "utkast"),
    ]
    assert möten[0].stoppdag == date(2027, 2, 25)
    assert planbeslut.skillnad_mot_mötena(värld.plan) == []


def test_den_nya_versionens_pdf_säger_vad_som_ändras(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()
    ärende = värld.plan.ärende
    ny = värld.revidera()
    värld.möte(date(2027, 6, 9))
    planbeslut.lämna_till_beslut(plan=ny, ärende=ärende, av=värld.av)
    värld.skriv()

    assert värld.plan.underlag["skillnader"] == [
        "Nytt: Socialnämnden onsdag 9 juni 2027 kl.\N{NO-BREAK SPACE}13.00–16.00"
    ]
    kräv(värld.plan.fil.läs())


def test_flyttat_och_extra_möte_syns_mot_planen(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()
    mars = Sammanträde.objects.get(datum=date(2027, 3, 17))
    april = Sammanträde.objects.get(datum=date(2027, 4, 21))
    sammanträden.flytta_sammanträde(
        sammanträde=mars, datum=date(2027, 3, 24), från=time(9), plats="Viken", av=värld.av
    )
    sammanträden.ställ_in(sammanträde=april, skäl="För få ärenden.", av=värld.av)
    nämnder.möte(värld.nämnd, av=värld.av, datum=date(2027, 2, 1))

    assert [(s.slag.value, s.rad.datum) for s in planbeslut.skillnad_mot_mötena(värld.plan)] == [
        ("nytt", date(2027, 2, 1)),
        ("andrat", date(2027, 3, 24)),
        ("struket", date(2027, 4, 21)),
    ]
    # En ny version börjar med mötena som de är nu.
    assert dagar(värld.revidera(), värld.nämnd) == [date(2027, 3, 24), date(2027, 5, 19)]


def test_en_ny_version_behåller_paren_och_rör_inte_hållna_möten(värld: Planvärld) -> None:
    värld.lägg_till(månader=(3,))
    värld.lägg_till(
        värld.utskott, rytm=Rytm.FÖRE, nämnd=värld.nämnd, veckodag=1, veckor=2, plats="Viken"
    )
    värld.lämna()
    värld.fastställ()
    Sammanträde.objects.filter(organ=värld.utskott).update(status=Sammanträde.Status.AVSLUTAT)
    ny = värld.revidera()
    utskottets = ny.möten.get(organ=värld.utskott)

    assert utskottets.inför == ny.möten.get(organ=värld.nämnd)
    for försök in (
        lambda: plantjänst.ändra_möte(möte=utskottets, datum=date(2027, 3, 3), av=värld.av),
        lambda: plantjänst.ta_bort_möte(möte=utskottets, av=värld.av),
    ):
        with pytest.raises(Planfel, match="avslutat"):
            försök()
    with pytest.raises(Planfel, match="redan en ny version"):
        planbeslut.revidera(plan=ny.ersätter, av=värld.av)


def test_ett_möte_som_ställts_in_under_tiden_skapas_inte_igen(värld: Planvärld) -> None:
    värld.lägg_till(månader=(3, 4))
    värld.lämna()
    värld.fastställ()
    ärende = värld.plan.ärende
    ny = värld.revidera()
    sammanträden.ställ_in(
        sammanträde=Sammanträde.objects.get(datum=date(2027, 3, 17)), skäl="Sjukdom.", av=värld.av
    )
    planbeslut.lämna_till_beslut(plan=ny, ärende=ärende, av=värld.av)
    värld.skriv()

    följd = planbeslut.följd(värld.plan)
    assert (följd.skapas, följd.ändras, följd.ställs_in, följd.orörda) == ((), (), (), ())
    assert följd.finns == ()
    värld.fastställ()
    assert Sammanträde.objects.get(datum=date(2027, 3, 17)).status == "installt"


# --- Kalendern -----------------------------------------------------------------------------------


def poster(innehåll: bytes) -> dict[str, tuple]:
    return {
        str(h["uid"]): (
            str(h["summary"]),
            h.decoded("dtstart"),
            str(h.get("location", "")),
            str(h["status"]),
            h["sequence"],
        )
        for h in Calendar.from_ical(innehåll).walk("VEVENT")
    }


def test_planens_kalenderfil_har_möten_stoppdagar_och_utskick(värld: Planvärld) -> None:
    värld.lägg_till(månader=(3, 7))

    innehåll = planexport.kalender(värld.plan)

    rader = [(rubrik, start) for rubrik, start, *_ in poster(innehåll).values()]
    nära = [(r, s.isoformat()) for r, s in rader][:3]
    assert nära == [
        ("Stoppdag: Socialnämnden 17/3", "2027-02-24"),
        ("Utskick: Socialnämnden 17/3", "2027-03-08"),
        ("Socialnämnden", "2027-03-17T13:00:00+01:00"),
    ]
    assert rader[-1][1].isoformat() == "2027-07-21T13:00:00+02:00"
    assert b"BEGIN:VTIMEZONE" in innehåll
    assert planexport.kalender(värld.plan) == innehåll


def test_den_öppna_kalendern_följer_mötena(värld: Planvärld) -> None:
    värld.lägg_till(månader=(3, 4))
    värld.lämna()
    assert kalender.organets_fil(värld.nämnd.pk) is None
    värld.fastställ()

    före = poster(kalender.organets_fil(värld.nämnd.pk))
    assert [(r, s.isoformat(), p, läge, n) for r, s, p, läge, n in före.values()] == [
        ("Socialnämnden", "2027-03-17T13:00:00+01:00", "Strömmen", "CONFIRMED", 0),
        ("Socialnämnden", "2027-04-21T13:00:00+02:00", "Strömmen", "CONFIRMED", 0),
    ]

    mars, april = Sammanträde.objects.order_by("datum")
    sammanträden.flytta_sammanträde(
        sammanträde=mars, datum=date(2027, 3, 24), från=time(9), plats="Viken", av=värld.av
    )
    sammanträden.ställ_in(sammanträde=april, skäl="Hemligt skäl.", av=värld.av)

    innehåll = kalender.organets_fil(värld.nämnd.pk)
    efter = poster(innehåll)
    assert list(efter) == list(före)
    assert [(r, s.isoformat(), p, läge, n) for r, s, p, läge, n in efter.values()] == [
        ("Socialnämnden", "2027-03-24T09:00:00+01:00", "Viken", "CONFIRMED", 1),
        ("Inställt: Socialnämnden", "2027-04-21T13:00:00+02:00", "Strömmen", "CANCELLED", 1),
    ]
    assert b"Hemligt" not in innehåll
    assert Kalendermöte.objects.first().ändrat_av == str(värld.av)


def test_ett_utkast_syns_inte_i_kalendern_förrän_kallelsen_är_utfärdad(värld: Planvärld) -> None:
    möte = nämnder.möte(värld.nämnd, av=värld.av)
    sammanträden.flytta_sammanträde(
        sammanträde=möte, datum=möte.datum, från=time(9), plats="Viken", av=värld.av
    )
    assert kalender.organets_fil(värld.nämnd.pk) is None

    nämnder.ta_upp(möte, av=värld.av)
    nämnder.utfärdad(möte, av=värld.av)
    assert len(poster(kalender.organets_fil(värld.nämnd.pk))) == 1


def test_skrivelsen_är_utan_jobb_om_ärendet_stängs(värld: Planvärld) -> None:
    värld.lägg_till()
    planbeslut.lämna_i_nytt_ärende(
        plan=värld.plan, diarium=ärendefabrik.diarium_för(värld.plan.myndighet), av=värld.av
    )
    värld.plan.refresh_from_db()
    type(värld.plan.ärende).objects.filter(pk=värld.plan.ärende_id).update(status="makulerat")

    värld.skriv()

    assert värld.plan.jobb.status == Jobb.Status.MISSLYCKAT
    assert "makulerat" in värld.plan.jobb.fel
    assert not Skrivelse.objects.exists()
    planbeslut.ta_tillbaka(plan=värld.plan, av=värld.av)


def test_inget_skiljer_kollisionernas_slag_från_orden() -> None:
    """Varje slag har ett ord på sidan."""
    from nämnd.views import planvy

    assert set(planvy.ORD) == set(kollisioner.Slag)
