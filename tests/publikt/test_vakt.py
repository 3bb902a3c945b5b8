"""Vakten: hjärtslag, luckor, avbrott, och en natt som läker. Tiden ges med nu=."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from publikt.models import Anslag, Anslagshändelse, Avbrott, Slag, Uppetid
from publikt.services import anslagstavla, puls, vakt
from publikt.services.vakt import Rapport
from publikt.tasks import anslagstavla as uppgiften
from tests import kill
from tests.factories.publikt import anslag, dagens_anslag, svensk_tid
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället

pytestmark = pytest.mark.django_db
Typ = Anslagshändelse.Typ
INGET = Rapport(avbrott=0, uppsatta=0, nedtagna=0)


def svarade(dag: str, klockan: str = "10:00") -> Rapport:
    return vakt.tavlan_svarade(nu=svensk_tid(dag, klockan))


def svarade_hela_tiden_till(dag: str, klockan: str = "10:00") -> None:
    """Tavlan har svarat varje minut dit, från före det första anslaget eller senaste svaret."""
    senast = Uppetid.objects.first() or Uppetid(från_tid=svensk_tid("2019-04-01"))
    senast.till_tid = svensk_tid(dag, klockan)
    senast.save()


def väntande() -> Anslag:
    return anslag(
        uppe_från=svensk_tid("2019-06-01"),
        sista_överklagandedag=date(2019, 6, 24),
        ned_dag=date(2019, 6, 25),
    )


def tider() -> list[tuple[str, str]]:
    return [
        (f"{timezone.localtime(t.från_tid):%d %H:%M}", f"{timezone.localtime(t.till_tid):%d %H:%M}")
        for t in Uppetid.objects.order_by("från_tid")
    ]


def allt() -> list[list[tuple[object, ...]]]:
    return [
        list(modell.objects.order_by("pk").values_list())
        for modell in (Anslag, Avbrott, Anslagshändelse, Uppetid)
    ]


# --- Hjärtslaget -------------------------------------------------------------------------------


def test_svar_i_följd_är_en_uppetid_och_en_lucka_börjar_en_ny() -> None:
    for klockan in ("10:00", "10:01", "10:11", "10:22", "10:23"):
        assert svarade("2019-05-06", klockan) == INGET

    assert tider() == [("06 10:00", "06 10:11"), ("06 10:22", "06 10:23")]


def test_en_klocka_som_går_efter_förkortar_ingenting() -> None:
    svarade("2019-05-06", "10:05")
    svarade("2019-05-06", "10:03")

    assert tider() == [("06 10:05", "06 10:05")]


# --- Avbrott -----------------------------------------------------------------------------------


def test_en_lucka_över_gränsen_blir_ett_avbrott_och_flyttar_nedtagningen() -> None:
    ett = anslag()
    svarade_hela_tiden_till("2019-05-06", "22:00")

    assert svarade("2019-05-07", "06:00") == Rapport(avbrott=1, uppsatta=0, nedtagna=0)

    ett.refresh_from_db()
    avbrott = ett.avbrott.get()
    assert avbrott.från_tid == svensk_tid("2019-05-06", "22:00")
    assert avbrott.till_tid == svensk_tid("2019-05-07", "06:00")
    assert avbrott.dagar == 2
    assert ett.ned_dag == date(2019, 5, 24)
    assert ett.sista_överklagandedag == date(2019, 5, 21)
    assert ett.nytt_tillkännagivande_rekommenderas
    assert [h.typ for h in ett.händelser.all()][-2:] == [Typ.AVBROTT, Typ.NED_DAG]


def test_en_lucka_under_gränsen_är_inget_avbrott() -> None:
    ett = anslag()
    svarade_hela_tiden_till("2019-05-06", "10:00")

    assert svarade("2019-05-06", "10:10") == INGET
    assert not ett.nytt_tillkännagivande_rekommenderas


def test_gränsen_är_en_inställning(settings) -> None:
    settings.ANSLAGSTAVLA_AVBROTT = timedelta(minutes=2)
    anslag()
    svarade("2019-04-30", "10:01")

    assert svarade("2019-04-30", "10:04").avbrott == 1


def test_avbrottet_börjar_när_anslaget_kom_upp_om_det_var_senare() -> None:
    svarade("2019-04-29", "08:00")
    ett = anslag(nu=svensk_tid("2019-04-30", "09:00"))

    svarade("2019-05-01", "07:00")

    assert ett.avbrott.get().från_tid == svensk_tid("2019-04-30", "09:00")


def test_utan_tidigare_svar_räknas_från_att_anslaget_kom_upp() -> None:
    ett = anslag()

    assert svarade("2019-05-02").avbrott == 1
    assert ett.avbrott.get().dagar == 3


def test_avbrottet_rör_bara_det_som_satt_uppe() -> None:
    nedtaget, makulerat, väntar = anslag(), anslag(), väntande()
    anslagstavla.ta_ned(källa=nedtaget.källa, av_namn="A", nu=svensk_tid("2019-05-22"))
    anslagstavla.makulera(källa=makulerat.källa, skäl="Fel.", av_namn="A")
    svarade_hela_tiden_till("2019-05-22")

    assert svarade("2019-05-25") == INGET
    assert not Avbrott.objects.exists()
    assert väntar.uppsatt_tid is None


def test_kungörelse_får_sitta_längre_men_har_ingen_laga_kraft_att_osäkra() -> None:
    ett = anslag(slag=Slag.NÄMNDS_SAMMANTRÄDE, sista_överklagandedag=None)
    svarade_hela_tiden_till("2019-05-06", "10:00")
    svarade("2019-05-06", "11:00")

    ett.refresh_from_db()
    assert ett.ned_dag == date(2019, 5, 23)
    assert not ett.nytt_tillkännagivande_rekommenderas


# --- Upp och ned -------------------------------------------------------------------------------


def test_det_som_väntar_kommer_upp_på_sin_tid() -> None:
    ett = anslag(uppe_från=svensk_tid("2019-04-30", "12:00"))

    assert svarade("2019-04-30", "11:59") == INGET
    assert svarade("2019-04-30", "12:00") == Rapport(avbrott=0, uppsatta=1, nedtagna=0)

    ett.refresh_from_db()
    assert ett.uppsatt_tid == svensk_tid("2019-04-30", "12:00")
    assert not ett.avbrott.exists()


def test_det_vars_dag_är_inne_tas_ned_och_inget_annat() -> None:
    anslag(ned_dag=date(2019, 5, 23))
    första = anslag()
    svarade_hela_tiden_till("2019-05-21", "23:50")

    assert svarade("2019-05-21", "23:59") == INGET
    assert svarade("2019-05-22", "00:00").nedtagna == 1
    assert svarade("2019-05-22", "00:01") == INGET
    första.refresh_from_db()
    assert första.nedtagen_tid == svensk_tid("2019-05-22", "00:00")


def test_en_natt_av_avbrott_läker() -> None:
    """Tavlan dör på kvällen den sista överklagandedagen och kommer tillbaka nästa morgon."""
    skulle_ned = anslag()
    klart = anslag(sista_överklagandedag=date(2019, 5, 20), ned_dag=date(2019, 5, 21))
    kvar = anslag(ned_dag=date(2019, 6, 3))
    skulle_upp = anslag(
        uppe_från=svensk_tid("2019-05-22", "00:05"),
        sista_överklagandedag=date(2019, 6, 12),
        ned_dag=date(2019, 6, 13),
    )
    försenat = anslag(
        uppe_från=svensk_tid("2019-05-21", "23:00"),
        sista_överklagandedag=date(2019, 6, 11),
        ned_dag=date(2019, 6, 12),
    )
    svarade_hela_tiden_till("2019-05-20", "23:59")
    for minuter in range(6, 20 * 60, 10):
        vakt.tavlan_svarade(nu=svensk_tid("2019-05-21", "00:00") + timedelta(minutes=minuter))

    assert svarade("2019-05-22", "07:00") == Rapport(avbrott=2, uppsatta=2, nedtagna=0)

    for ett in (skulle_ned, klart, kvar, skulle_upp, försenat):
        ett.refresh_from_db()
    assert klart.nedtagen_tid == svensk_tid("2019-05-21", "00:06")
    assert not klart.avbrott.exists()
    # Den 21 saknades från kvällen, och den 22 till morgonen.
    assert (skulle_ned.ned_dag, skulle_ned.är_uppe) == (date(2019, 5, 24), True)
    assert (kvar.ned_dag, kvar.avbrott.get().dagar) == (date(2019, 6, 5), 2)
    # Samma dag som tänkt, och en dag för sent.
    assert (skulle_upp.ned_dag, skulle_upp.avbrott.exists()) == (date(2019, 6, 13), False)
    assert (försenat.ned_dag, försenat.avbrott.get().dagar) == (date(2019, 6, 13), 1)
    assert försenat.nytt_tillkännagivande_rekommenderas

    svarade_hela_tiden_till("2019-05-23", "23:59")
    assert svarade("2019-05-24", "00:00") == Rapport(avbrott=0, uppsatta=0, nedtagna=1)
    skulle_ned.refresh_from_db()
    assert skulle_ned.nedtagen_tid == svensk_tid("2019-05-24", "00:00")


def test_samma_körning_två_gånger_ändrar_ingenting() -> None:
    anslag()
    anslag(uppe_från=svensk_tid("2019-05-06", "23:00"))
    anslag(sista_överklagandedag=date(2019, 5, 4), ned_dag=date(2019, 5, 5))
    svarade_hela_tiden_till("2019-05-04", "22:00")
    assert svarade("2019-05-07", "06:00") == Rapport(avbrott=2, uppsatta=1, nedtagna=0)
    assert list(Avbrott.objects.order_by("pk").values_list("dagar", flat=True)) == [4, 4, 1]
    efter = allt()

    assert svarade("2019-05-07", "06:00") == INGET
    assert allt() == efter


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_två_samtidiga_körningar_dubblar_ingenting() -> None:
    anslag()
    anslag(uppe_från=svensk_tid("2019-05-06", "23:00"))
    svarade_hela_tiden_till("2019-05-06", "22:00")
    grind = threading.Barrier(2)
    rapporter: list[Rapport] = []

    def kör() -> None:
        try:
            grind.wait()
            rapporter.append(svarade("2019-05-07", "06:00"))
        finally:
            connection.close()

    trådar = [threading.Thread(target=kör) for _ in range(2)]
    for t in trådar:
        t.start()
    for t in trådar:
        t.join()

    assert sorted(rapporter, key=lambda r: r.avbrott) == [INGET, Rapport(1, 1, 0)]
    # Ett avbrott på det som satt uppe och ett på det som kom upp en dag för sent.
    assert Avbrott.objects.count() == 2
    assert tider() == [("01 10:00", "06 22:00"), ("07 06:00", "07 06:00")]


def vaka(nu: str) -> Rapport:
    return vakt.tavlan_svarade(nu=datetime.fromisoformat(nu))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@FÖRE_OCH_EFTER
def test_dödad_och_körd_igen_ger_ett_av_varje(stället: Stället) -> None:
    brutet = anslag()
    ned = anslag(slag=Slag.BESLUTSUNDERLAG, sista_överklagandedag=None, ned_dag=date(2019, 5, 6))
    upp = anslag(uppe_från=svensk_tid("2019-05-07", "05:00"))
    svarade_hela_tiden_till("2019-05-06", "22:00")
    nu = svensk_tid("2019-05-07", "06:00").isoformat()
    före = allt()

    kill.döda(vaka, nu, stället=stället)

    assert (allt() == före) is (stället != EFTER)
    if stället != EFTER:
        assert vaka(nu) == Rapport(avbrott=1, uppsatta=1, nedtagna=1)
    assert vaka(nu) == INGET

    for ett in (brutet, upp, ned):
        ett.refresh_from_db()
    assert [a.anslag_id for a in Avbrott.objects.all()] == [brutet.pk]
    assert (brutet.ned_dag, upp.är_uppe, ned.är_uppe) == (date(2019, 5, 24), True, False)


# --- Frågan till tavlan ------------------------------------------------------------------------


@pytest.fixture
def tavlan(live_server: LiveServer, settings) -> str:
    settings.ANSLAGSTAVLA_ADRESS = f"{live_server.url}/anslagstavla/"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    return live_server.url


@pytest.mark.slow
def test_vakten_läser_sidan_som_en_besökare(tavlan: str) -> None:
    dagens_anslag()
    ut = StringIO()

    call_command("anslagstavla", stdout=ut)
    uppgiften()

    assert ut.getvalue() == "Tavlan svarade. Uppsatta: 0, nedtagna: 0, anslag med avbrott: 0.\n"
    assert Uppetid.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("adress", "text"),
    [
        ("/anslagstavla/finns-inte/", "svarar 404"),
        ("/arenden/", "svarar 302"),
        ("/halsa/", "är inte anslagstavlan"),
        ("/anslagstavla/drift/", "är inte anslagstavlan"),
    ],
)
def test_ett_annat_svar_är_inget_svar(tavlan: str, settings, adress: str, text: str) -> None:
    settings.ANSLAGSTAVLA_ADRESS = f"{tavlan}{adress}"
    with pytest.raises(puls.TavlanSvararInte, match=text):
        puls.fråga_tavlan()


@pytest.mark.slow
def test_en_tavla_som_saknar_ett_anslag_har_inte_svarat(
    tavlan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ett = dagens_anslag()
    läs = puls._läs
    monkeypatch.setattr(
        puls, "_läs", lambda adress: läs(adress).replace(b"data-anslag", b"data-annat")
    )

    with pytest.raises(puls.TavlanSvararInte, match=ett.källa):
        puls.fråga_tavlan()


def test_utan_svar_händer_ingenting_förrän_tavlan_är_tillbaka(settings) -> None:
    settings.ANSLAGSTAVLA_ADRESS = "http://127.0.0.1:9/anslagstavla/"
    väntar = anslag(uppe_från=svensk_tid("2019-04-30", "12:00"))
    gammalt = anslag()
    före = allt()

    with pytest.raises(puls.TavlanSvararInte, match="svarar inte"):
        vakt.vaka()
    with pytest.raises(CommandError, match="svarar inte"):
        call_command("anslagstavla")

    assert allt() == före
    assert (väntar.uppsatt_tid, gammalt.är_uppe) == (None, True)


@pytest.mark.parametrize(
    ("värdar", "huvud"),
    [
        (["namnd.bjorksund.se", "127.0.0.1"], "namnd.bjorksund.se"),
        ([".bjorksund.se"], "bjorksund.se"),
        (["*"], None),
        ([], None),
    ],
)
def test_frågan_bär_ett_namn_som_webben_svarar_på(settings, värdar, huvud) -> None:
    settings.ALLOWED_HOSTS = värdar
    assert puls._huvuden().get("Host") == huvud
