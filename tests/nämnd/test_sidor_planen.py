"""Sammanträdesplanens sidor: från tom plan till fastställd, och vad de svarar på fel."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.models import Organ, PlaneratMöte, Sammanträde, Sammanträdesplan
from nämnd.services import planbeslut
from tests.factories import nämnd as nämnder
from tests.factories import plan as planer
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import med_roll
from tests.factories.plan import Planvärld, planvärld
from tests.minne import mindes
from ärenden.models import Ärende

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SERIE = {
    "rytm": "manad",
    "nummer": "3",
    "veckodag": "2",
    "månader": ["3", "4"],
    "från": "13:00",
    "till": "16:00",
    "plats": "Strömmen",
    "stopp_arbetsdagar": "15",
    "utskick_arbetsdagar": "7",
}


@pytest.fixture
@mindes
def värld() -> Planvärld:
    return planvärld()


@pytest.fixture
def klient(värld: Planvärld) -> Client:
    klient = Client()
    klient.force_login(värld.av)
    return klient


def adress(namn: str, *args: int) -> str:
    return reverse(f"namnd:{namn}", args=args)


def test_ny_plan(klient: Client, värld: Planvärld) -> None:
    data = {"myndighet": värld.plan.myndighet_id, "år": "2028"}

    svar = klient.post(adress("ny_plan"), data)
    plan = Sammanträdesplan.objects.get(år=2028)
    assert svar.url == adress("plan", plan.pk)

    igen = klient.post(adress("ny_plan"), data)
    assert igen.status_code == 422
    assert "finns redan" in igen.content.decode()
    assert Sammanträdesplan.objects.count() == 2


def test_ny_plan_i_en_annan_nämnd_vägras(klient: Client) -> None:
    annan = nämnder.OrganFactory()

    svar = klient.post(adress("ny_plan"), {"myndighet": annan.myndighet_id, "år": "2028"})

    assert svar.status_code == 422
    assert not Sammanträdesplan.objects.filter(myndighet=annan.myndighet).exists()


def test_serien_visas_först_och_läggs_sedan_till(klient: Client, värld: Planvärld) -> None:
    data = SERIE | {"organ": str(värld.nämnd.pk)}

    visad = klient.post(adress("planserie", värld.plan.pk), data | {"visa": "ja"})
    text = visad.content.decode()
    assert "onsdag 17 mars" in text
    assert "Lägg till 2 möten" in " ".join(text.split())
    assert not värld.plan.möten.exists()

    klient.post(adress("planserie", värld.plan.pk), data | {"lagg_till": "ja"})
    assert värld.plan.möten.count() == 2
    sida = klient.get(adress("plan", värld.plan.pk)).content.decode()
    assert "Mars" in sida
    assert "ons 24 februari" in sida


@pytest.mark.parametrize(
    ("fält", "text"),
    [
        ({"månader": []}, "Välj minst en månad."),
        ({"till": "12:00"}, "Sluttiden måste ligga efter starttiden."),
        ({"stopp_arbetsdagar": "3"}, "Stoppdagen måste ligga före utskicket."),
        ({"rytm": "veckor", "första": "2026-12-01"}, "Planen gäller 2027."),
        ({"rytm": "veckor", "första": "2027-03-02", "sista": "2027-03-01"}, "inte ligga före"),
        ({"rytm": "fore", "veckor": "2"}, "Välj ett annat organ"),
    ],
)
def test_fel_i_serien_behåller_det_skrivna(
    klient: Client, värld: Planvärld, fält: dict, text: str
) -> None:
    data = SERIE | {"organ": str(värld.nämnd.pk), "nämnd": str(värld.nämnd.pk), "mellan": "2"}

    svar = klient.post(adress("planserie", värld.plan.pk), data | fält | {"lagg_till": "ja"})

    assert svar.status_code == 422
    assert text in svar.content.decode()
    assert 'value="Strömmen"' in svar.content.decode()
    assert not värld.plan.möten.exists()


def test_seriens_förslag_kommer_från_organet(klient: Client, värld: Planvärld) -> None:
    Organ.objects.filter(pk=värld.nämnd.pk).update(stopp_arbetsdagar=21, utskick_arbetsdagar=9)

    sida = klient.get(f"{adress('planserie', värld.plan.pk)}?organ={värld.nämnd.pk}")

    assert 'name="stopp_arbetsdagar" value="21"' in sida.content.decode()
    assert 'name="utskick_arbetsdagar" value="9"' in sida.content.decode()


def test_före_ett_organ_utan_möten_sägs(klient: Client, värld: Planvärld) -> None:
    data = SERIE | {
        "rytm": "fore",
        "organ": str(värld.utskott.pk),
        "nämnd": str(värld.nämnd.pk),
        "veckor": "2",
    }

    svar = klient.post(adress("planserie", värld.plan.pk), data | {"visa": "ja"})

    assert svar.status_code == 422
    assert "har inga möten i planen" in svar.content.decode()


def test_ändra_och_ta_bort_ett_möte(klient: Client, värld: Planvärld) -> None:
    möte = värld.möte(date(2027, 3, 17))
    data = {
        "datum": "2027-03-18",
        "från": "09:00",
        "till": "",
        "plats": "Viken",
        "stopp_arbetsdagar": "10",
        "utskick_arbetsdagar": "5",
        "inför": "",
    }

    klient.post(adress("andra_planerat", möte.pk), data)
    möte.refresh_from_db()
    assert (möte.datum, möte.från, möte.plats) == (date(2027, 3, 18), time(9), "Viken")

    fel = klient.post(adress("andra_planerat", möte.pk), data | {"datum": "2028-01-01"})
    assert fel.status_code == 422
    assert "Planen gäller 2027" in fel.content.decode()

    klient.post(adress("ta_bort_planerat", möte.pk))
    assert not PlaneratMöte.objects.exists()


def test_två_möten_samma_dag_och_tid_sägs(klient: Client, värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 17))
    data = SERIE | {"organ": str(värld.nämnd.pk), "datum": "2027-03-17", "inför": ""}

    svar = klient.post(adress("nytt_planerat", värld.plan.pk), data)

    assert svar.status_code == 422
    assert "redan ett möte den dagen" in svar.content.decode()


def test_kollisionen_står_på_raden_och_i_kommunens_år(klient: Client, värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 17))
    andra = planvärld(nämnder.OrganFactory(namn="Kommunstyrelsen"))
    andra.möte(date(2027, 3, 17), plats="Stora salen")
    uppdrag = nämnder.UppdragFactory(organ=värld.nämnd)
    nämnder.UppdragFactory(organ=andra.nämnd, person=uppdrag.person)

    plan = " ".join(klient.get(adress("plan", värld.plan.pk)).content.decode().split())
    assert f"{uppdrag.person.namn} också i Kommunstyrelsen kl. 13.00–16.00" in plan

    kommun = värld.plan.myndighet.kommun
    årets = klient.get(adress("kommunens_plan", kommun.pk, 2027)).content.decode()
    assert "Kommunstyrelsen" in årets
    assert "Samma personer" in årets
    assert klient.get(adress("kommunens_plan", kommun.pk, 1900)).status_code == 404


def test_fullmäktiges_utskick_säger_lagen(klient: Client, värld: Planvärld) -> None:
    Organ.objects.filter(pk=värld.nämnd.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.möte(date(2027, 3, 17), utskick_arbetsdagar=3)

    sida = klient.get(adress("plan", värld.plan.pk)).content.decode()

    assert "För sent utskick" in sida
    assert "5 kap. 15 § kommunallagen" in sida


def test_planen_kan_visas_för_ett_organ(klient: Client, värld: Planvärld) -> None:
    värld.möte(date(2027, 3, 17))
    värld.möte(date(2027, 4, 14), organ=värld.utskott)

    sida = klient.get(f"{adress('plan', värld.plan.pk)}?organ={värld.utskott.pk}").content.decode()

    assert "ons 14 april" in sida
    assert "ons 17 mars" not in sida
    assert klient.get(f"{adress('plan', värld.plan.pk)}?organ=x²").status_code == 200


def test_från_utkast_till_fastställd(klient: Client, värld: Planvärld) -> None:
    värld.lägg_till()
    diarium = ärendefabrik.diarium_för(värld.plan.myndighet)

    tomt = klient.post(adress("lamna_plan", värld.plan.pk), {"klass": ""})
    assert tomt.status_code == 422
    klient.post(adress("lamna_plan", värld.plan.pk), {"diarium": diarium.pk, "klass": "002"})
    assert Ärende.objects.get().klass == "002"
    sida = klient.get(adress("plan", värld.plan.pk)).content.decode()
    assert "Planens PDF" in sida

    värld.skriv()
    pdf = klient.get(adress("plan_pdf", värld.plan.pk))
    assert b"".join(pdf).startswith(b"%PDF")
    utan = klient.post(adress("faststall_plan", värld.plan.pk))
    assert utan.status_code == 422
    assert not Sammanträde.objects.exists()

    värld.beslutad()
    bekräfta = klient.get(adress("faststall_plan", värld.plan.pk)).content.decode()
    assert "Socialnämnden 18 november 2026, § 112" in bekräfta
    assert "Skapas (3)" in bekräfta
    klient.post(adress("faststall_plan", värld.plan.pk))
    assert Sammanträde.objects.count() == 3
    sida = klient.get(adress("plan", värld.plan.pk)).content.decode()
    assert reverse("publikt:kalender", args=[värld.nämnd.pk]) in sida


def test_ändra_en_fastställd_plan(klient: Client, värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()

    svar = klient.post(adress("revidera_plan", värld.plan.pk))
    ny = Sammanträdesplan.objects.get(version=2)
    assert svar.url == adress("plan", ny.pk)
    klient.post(adress("ta_bort_planerat", ny.möten.first().pk))

    sida = klient.get(adress("plan", ny.pk)).content.decode()
    assert "Struket: Socialnämnden onsdag 17 mars 2027" in sida
    gammal = klient.get(adress("plan", värld.plan.pk)).content.decode()
    assert "Till version 2" in gammal
    igen = klient.post(adress("revidera_plan", värld.plan.pk))
    assert igen.status_code == 422
    assert "redan en ny version" in igen.content.decode()


def test_det_som_inte_går_säger_varför(klient: Client, värld: Planvärld) -> None:
    möte = värld.möte(date(2027, 3, 17))
    värld.lämna()

    for namn, pk in (
        ("ta_bort_planerat", möte.pk),
        ("skriv_plan", värld.plan.pk),
        ("slang_plan", värld.plan.pk),
    ):
        svar = klient.post(adress(namn, pk))
        assert svar.status_code == 422
        assert 'role="alert"' in svar.content.decode()
    klient.post(adress("ta_tillbaka_plan", värld.plan.pk))
    värld.plan.refresh_from_db()
    assert värld.plan.är_utkast


def test_jobbets_läge(klient: Client, värld: Planvärld) -> None:
    värld.lägg_till()
    klient.post(adress("skriv_plan", värld.plan.pk))
    htmx = {"HX-Request": "true"}

    assert (
        "Planens PDF"
        in klient.get(adress("planjobb", värld.plan.pk), headers=htmx).content.decode()
    )
    värld.skriv()
    klar = klient.get(adress("planjobb", värld.plan.pk), headers=htmx)
    assert klar["HX-Refresh"] == "true"


def test_kalendern_är_öppen_och_svarar_304(värld: Planvärld) -> None:
    värld.lägg_till()
    värld.lämna()
    planbeslut.fastställ(plan=värld.plan, av=värld.av, beslut="SN § 1", skäl="På papper.")
    väg = reverse("publikt:kalender", args=[värld.nämnd.pk])

    svar = Client().get(väg)

    assert svar["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in svar
    igen = Client().get(väg, headers={"If-None-Match": svar["ETag"]})
    assert igen.status_code == 304
    assert Client().get(reverse("publikt:kalender", args=[999_999])).status_code == 404


@pytest.mark.parametrize("vem", ["ledamot", "handläggare"])
def test_den_som_läser_ser_inga_knappar(värld: Planvärld, vem: str) -> None:
    värld.lägg_till()
    värld.lämna()
    värld.fastställ()
    konto = (
        nämnder.förtroendevald_i(värld.nämnd)
        if vem == "ledamot"
        else med_roll(Roll.HANDLÄGGARE, värld.plan.myndighet)
    )
    klient = Client()
    klient.force_login(konto)

    sida = klient.get(adress("plan", värld.plan.pk)).content.decode()

    assert "ons 17 mars" in sida
    assert "Ändra planen" not in sida
    assert klient.post(adress("revidera_plan", värld.plan.pk)).status_code == 403
    assert "Nämnd" in klient.get(adress("planer")).content.decode()


def test_frågorna_växer_inte_med_planens_rader(
    klient: Client, värld: Planvärld, django_assert_max_num_queries
) -> None:
    planer.lov(värld.plan.myndighet.kommun)
    värld.lägg_till(månader=(2, 3, 4, 5, 6, 8, 9, 10, 11, 12))
    värld.lägg_till(värld.utskott, nummer=1)
    with django_assert_max_num_queries(25):
        klient.get(adress("plan", värld.plan.pk))
