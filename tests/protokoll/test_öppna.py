"""Att öppna mötet: bekräftas, bara rätt dag och efter gällande kallelse, och kan ångras."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from nämnd import utbyggnad
from nämnd.models import Sammanträde
from nämnd.services import sammanträden
from protokoll.models import Närvaro, Protokoll
from protokoll.services import avslut, beslut, möte
from protokoll.services.mötesfel import (
    FörTidigt,
    HarBörjat,
    InaktuellKallelse,
    KanInteAvslutas,
    MötetAvslutat,
)
from tests.factories import nämnd as nämndfabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import DAG, Mötesvärld, kallat_möte, organ_med_valda

pytestmark = pytest.mark.slow


def url(namn: str, pk: int) -> str:
    return reverse(f"protokoll:{namn}", args=[pk])


@pytest.fixture
def klient(värld: Mötesvärld) -> Client:
    klient = Client()
    klient.force_login(värld.sekreterare)
    return klient


def test_länken_leder_till_en_sida_som_bekräftar(värld: Mötesvärld, klient: Client) -> None:
    (handgrepp,) = utbyggnad.handgrepp(värld.sammanträde, värld.sekreterare)
    assert handgrepp.metod == "get"

    html = klient.get(handgrepp.adress).content.decode()

    assert "Socialnämnden" in html
    assert "onsdag 18 mars 2026" in html
    assert "Det öppnas efter kallelse 1" in html
    assert "Föredragningslistan låses" in html
    assert not Protokoll.objects.exists()
    klient.post(handgrepp.adress)
    assert Protokoll.objects.exists()


def test_mötet_öppnas_tidigast_sin_dag(värld: Mötesvärld, klient: Client) -> None:
    dagen_före = timezone.make_aware(datetime.combine(DAG - timedelta(days=1), time(23, 30)))
    with pytest.raises(FörTidigt, match="Mötet är den 18 mars 2026; det kan öppnas tidigast"):
        möte.öppna(sammanträde=värld.sammanträde, av=värld.sekreterare, nu=dagen_före)
    assert not Protokoll.objects.exists()

    timmen_efter = dagen_före + timedelta(hours=1)
    assert möte.öppna(sammanträde=värld.sammanträde, av=värld.sekreterare, nu=timmen_efter)


def test_sidan_för_ett_kommande_möte_säger_varför(värld: Mötesvärld, klient: Client) -> None:
    i_morgon = timezone.localdate() + timedelta(days=1)
    Sammanträde.objects.filter(pk=värld.sammanträde.pk).update(datum=i_morgon)

    for svar in (
        klient.get(url("oppna", värld.sammanträde.pk)),
        klient.post(url("oppna", värld.sammanträde.pk)),
    ):
        html = svar.content.decode()
        assert "det kan öppnas tidigast den dagen" in html
        assert "Öppna mötet</button>" not in html
    assert not Protokoll.objects.exists()


@pytest.mark.parametrize("ändrat", ["dag", "tid", "plats"])
def test_en_kallelse_som_inte_stämmer_hindrar(db: None, ändrat: str) -> None:
    organ = organ_med_valda()
    av = nämndfabrik.sekreterare_i(organ)
    i_dag = timezone.localdate()
    kallat = nämndfabrik.möte(organ, av=av, datum=i_dag)
    nämndfabrik.ta_upp(kallat, av=av)
    nämndfabrik.utfärdad(kallat, av=av)
    sammanträden.flytta_sammanträde(
        sammanträde=kallat,
        datum=i_dag - timedelta(days=1) if ändrat == "dag" else i_dag,
        från=time(14) if ändrat == "tid" else time(15),
        plats="Granen" if ändrat == "plats" else "Solrosen",
        av=av,
    )
    Sammanträde.objects.filter(pk=kallat.pk).update(status=Sammanträde.Status.KALLAT)
    with pytest.raises(InaktuellKallelse, match="Utfärda en ny kallelse först"):
        möte.öppna(sammanträde=kallat, av=av)
    assert not Protokoll.objects.exists()

    kallat.refresh_from_db()
    nämndfabrik.utfärdad(kallat, av=av)
    assert möte.öppna(sammanträde=kallat, av=av)


def test_öppnandet_kan_ångras_tills_en_punkt_är_upptagen(värld: Mötesvärld, klient: Client) -> None:
    protokoll = värld.samla()
    assert "Ångra öppnandet" in klient.get(url("mote", protokoll.pk)).content.decode()

    svar = klient.post(url("angra", protokoll.pk))

    assert svar.url == reverse("namnd:visa", args=[värld.sammanträde.pk])
    värld.sammanträde.refresh_from_db()
    assert värld.sammanträde.status == Sammanträde.Status.KALLAT
    assert not Protokoll.objects.exists()
    assert not Närvaro.objects.exists()

    protokoll = värld.samla()
    beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    with pytest.raises(HarBörjat):
        möte.ångra_öppnandet(protokoll=protokoll, av=värld.sekreterare)
    assert klient.post(url("angra", protokoll.pk)).status_code == 422
    assert "Ångra öppnandet" not in klient.get(url("mote", protokoll.pk)).content.decode()
    assert Närvaro.objects.exists()


def test_andra_får_inte_ångra(värld: Mötesvärld) -> None:
    protokoll = värld.öppna()
    chef = med_roll(Roll.CHEF, värld.organ.myndighet)

    with pytest.raises(PermissionDenied):
        möte.ångra_öppnandet(protokoll=protokoll, av=chef)
    with pytest.raises(PermissionDenied):
        möte.pröva_öppning(sammanträde=värld.sammanträde, av=chef)

    assert Protokoll.objects.exists()


def test_ett_avslutat_möte_ångras_inte(värld: Mötesvärld) -> None:
    protokoll = värld.håll()

    with pytest.raises(MötetAvslutat):
        möte.ångra_öppnandet(protokoll=protokoll, av=värld.sekreterare)


def test_ett_tidigare_kallat_möte_hålls_eller_ställs_in_först(värld: Mötesvärld) -> None:
    tidigare = kallat_möte(värld.organ, dag=date(2026, 2, 18), sekreterare=värld.sekreterare)
    protokoll = värld.samla()
    for punkt in värld.punkter:
        värld.behandla(punkt)

    with pytest.raises(KanInteAvslutas, match="Håll eller ställ in det först"):
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare)

    sammanträden.ställ_in(
        sammanträde=tidigare.sammanträde, skäl="För få ärenden.", av=värld.sekreterare
    )
    assert not avslut.avsluta(protokoll=protokoll, av=värld.sekreterare).är_öppet


def test_ett_senare_kallat_möte_hindrar_inte(värld: Mötesvärld) -> None:
    kallat_möte(värld.organ, dag=date(2026, 4, 15), sekreterare=värld.sekreterare)

    assert not värld.håll().är_öppet
