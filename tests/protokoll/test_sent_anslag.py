"""Anslaget som kommer upp senare än tänkt: tiden räknas från den dagen (KL 13 kap. 5 §)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Kommun
from nämnd.models import Organ
from protokoll.expedieringsdokument import sista_dag
from protokoll.models import Anslag, Anslagsregel, Justeringsregel, Paragraf
from protokoll.services import anslag, bevis
from publikt.models import Anslag as Tavelanslag
from publikt.models import Uppetid
from publikt.services import vakt
from tests.factories import justering as fabrik
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda
from tests.protokoll.test_sidor import som, url

pytestmark = pytest.mark.slow

BERGA = "Berga kommun"


def vid(dag: int, klockan: time = time(9)) -> datetime:
    return timezone.make_aware(datetime.combine(date(2026, 12, dag), klockan))


def väntande(värld: Mötesvärld) -> Anslag:
    """Justerat den 1 december på eftermiddagen; anslaget ska upp klockan 8 dagen därpå."""
    Justeringsregel.objects.create(organ=värld.organ, anslås_kl=time(8, 0))
    nu = vid(1, time(15))
    justering = fabrik.alla_skriver_under(fabrik.till_justering(värld), nu=nu)
    rad = anslag.sätt_upp(justering=justering, av=värld.sekreterare, nu=nu)
    assert rad is not None
    assert (rad.uppsatt, rad.sista_dag) == (date(2026, 12, 2), date(2026, 12, 23))
    assert not Tavelanslag.objects.uppe().exists()
    return rad


def svarade_till(tid: datetime) -> None:
    """Tavlan har svarat varje minut dit, sedan den senast började svara."""
    senast = Uppetid.objects.first()
    assert senast is not None
    senast.till_tid = tid - timedelta(minutes=1)
    senast.save()


def test_tre_veckor_från_den_dag_det_kom_upp_KL_13_5(värld: Mötesvärld) -> None:
    väntande(värld)

    vakt.tavlan_svarade(nu=vid(3))

    rad, tavlan = Anslag.objects.get(), Tavelanslag.objects.get()
    # Tre veckor är julafton; nästa vardag är måndag (lag 1930:173).
    assert (rad.uppsatt, rad.sista_dag, rad.nedtas) == (
        date(2026, 12, 3),
        date(2026, 12, 28),
        date(2026, 12, 29),
    )
    assert (tavlan.sista_överklagandedag, tavlan.ned_dag) == (rad.sista_dag, rad.nedtas)
    assert "kom upp den 3 december 2026" in tavlan.händelser.last().text
    # Det satt aldrig uppe före den 3, så det är inget avbrott och inget är osäkert.
    assert not tavlan.nytt_tillkännagivande_rekommenderas
    assert rad.varningar == []
    två = Paragraf.objects.get(nummer=2)
    assert sista_dag(två) == date(2026, 12, 28)
    ((_, besked), *_) = bevis.besked(två, rad, tavlan)
    assert besked.dag == date(2026, 12, 29)
    intyg = bevis.intyga_anslag(anslag=rad, av=värld.sekreterare, nu=vid(4))
    assert ["Sista dag för överklagande", "2026-12-28"] in intyg.underlag["uppgifter"]

    svarade_till(vid(28, time(23, 59)))
    assert vakt.tavlan_svarade(nu=vid(28, time(23, 59))).nedtagna == 0
    assert vakt.tavlan_svarade(nu=vid(29, time(0, 1))).nedtagna == 1


def test_kommunens_tillägg_räknas_från_den_nya_dagen(värld: Mötesvärld) -> None:
    Anslagsregel.objects.create(kommun=värld.organ.myndighet.kommun, tillägg=3)
    väntande(värld)

    vakt.tavlan_svarade(nu=vid(3))

    assert Anslag.objects.get().nedtas == Tavelanslag.objects.get().ned_dag == date(2026, 12, 31)


@pytest.mark.parametrize("klockan", [time(8, 0), time(23, 59)], ids=["på tiden", "samma dag"])
def test_samma_dag_ändrar_ingenting(värld: Mötesvärld, klockan: time) -> None:
    före = väntande(värld)

    vakt.tavlan_svarade(nu=vid(2, klockan))

    rad, tavlan = Anslag.objects.get(), Tavelanslag.objects.get()
    assert (rad.uppsatt, rad.sista_dag, rad.nedtas) == (före.uppsatt, före.sista_dag, före.nedtas)
    assert (tavlan.sista_överklagandedag, tavlan.ned_dag) == (rad.sista_dag, rad.nedtas)
    assert tavlan.händelser.last().typ == "uppsatt"


def test_för_sent_enligt_lagen_varnar_KL_8_12(värld: Mötesvärld) -> None:
    väntande(värld)

    vakt.tavlan_svarade(nu=vid(4))

    assert Anslag.objects.get().varningar == [
        "Justeringen skulle ha tillkännagetts senast den 3 december 2026."
    ]


def test_ett_avbrott_efteråt_ändrar_inte_sista_dagen(värld: Mötesvärld) -> None:
    väntande(värld)
    vakt.tavlan_svarade(nu=vid(3))

    assert vakt.tavlan_svarade(nu=vid(4, time(7))).avbrott == 1

    tavlan = Tavelanslag.objects.get()
    assert tavlan.sista_överklagandedag == Anslag.objects.get().sista_dag == date(2026, 12, 28)
    assert tavlan.ned_dag == date(2026, 12, 31)


def test_gemensam_nämnds_tavlor_får_samma_dagar_KL_9_32(db: None) -> None:
    Anslagsregel.objects.create(kommun=Kommun.objects.create(namn=BERGA), tillägg=1)
    organ = organ_med_valda(
        namn="Överförmyndarnämnden", typ=Organ.Typ.GEMENSAM_NÄMND, samverkande=[BERGA]
    )
    väntande(kallat_möte(organ))

    assert vakt.tavlan_svarade(nu=vid(3)).uppsatta == 2

    rad = Anslag.objects.get()
    assert rad.andra_tavlor.get().uppsatt == rad.uppsatt == date(2026, 12, 3)
    assert rad.sista_dag == date(2026, 12, 28)
    for tavlan in Tavelanslag.objects.order_by("pk"):
        assert (tavlan.sista_överklagandedag, tavlan.ned_dag) == (rad.sista_dag, rad.nedtas)
        assert [h.typ for h in tavlan.händelser.all()].count("ned_dag") == 1
        assert not tavlan.avbrott.exists()


def test_tavlan_och_protokollets_sida_visar_samma_dag(värld: Mötesvärld, client: Client) -> None:
    rad = väntande(värld)
    vakt.tavlan_svarade(nu=vid(3))
    tavlan = Tavelanslag.objects.get()

    publikt = client.get(reverse("publikt:anslag", args=[tavlan.pk])).content.decode()
    internt = som(värld.sekreterare).get(url("justeringen", rad.justering_id)).content.decode()

    for sida in (publikt, internt):
        assert "28 december 2026" in sida
        assert "3 december 2026" in sida
        assert "23 december 2026" not in sida
        assert "avbrott" not in sida.casefold()
