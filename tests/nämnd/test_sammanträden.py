"""Tjänsterna som lägger upp, ändrar, flyttar och ställer in möten."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from nämnd.models import Sammanträde, Uppdrag
from nämnd.services import sammanträden
from nämnd.services.föredragningslista import ListanStängd
from nämnd.services.sammanträden import Gruppmötesrad
from tests.factories import nämnd as fabrik
from ärenden.models import Anmälan, Händelse

pytestmark = pytest.mark.django_db

DAG = date(2027, 3, 17)


@pytest.fixture
def organ():
    return fabrik.OrganFactory(anteckningssidor=2)


@pytest.fixture
def sek(organ):
    return fabrik.sekreterare_i(organ)


def skapa(organ, av, **fält) -> Sammanträde:
    return sammanträden.skapa_sammanträde(
        organ=organ, datum=DAG, från=time(15), plats="Solrosen", av=av, **fält
    )


def test_ett_nytt_möte_får_ordförande_sekreterare_och_stående_punkter(organ, sek):
    ordförande = fabrik.UppdragFactory(organ=organ, post=Uppdrag.Post.ORDFÖRANDE)
    fabrik.UppdragFactory(organ=organ, post=Uppdrag.Post.ORDFÖRANDE, till=date(2020, 12, 31))
    fabrik.StåendePunktFactory(organ=organ, rubrik="Upprop")
    möte = skapa(organ, sek, till=time(17))
    assert möte.ordförande == ordförande.person
    assert möte.sekreterare == sek.person
    assert möte.anteckningssidor == 2
    assert str(möte.tider.get()) == "15.00–17.00"
    assert [p.rubrik for p in möte.punkter.all()] == ["Upprop"]


def test_utan_stående_punkter_blir_listan_tom(organ, sek):
    fabrik.StåendePunktFactory(organ=organ)
    assert not skapa(organ, sek, stående=False).punkter.exists()


def test_uppgifter_och_gruppmöten_ändras(organ, sek):
    möte = skapa(organ, sek)
    före = möte.version
    rad = Gruppmötesrad(("S", "V"), "Blåklinten", time(13), time(14))
    sammanträden.ändra_sammanträde(sammanträde=möte, av=sek, tema="Budget", gruppmöten=[rad, rad])
    sammanträden.ändra_sammanträde(sammanträde=möte, av=sek, gruppmöten=[rad])
    möte.refresh_from_db()
    assert (möte.tema, möte.version) == ("Budget", före + 2)
    assert [(g.partier, g.plats) for g in möte.gruppmöten.all()] == [(["S", "V"], "Blåklinten")]
    sammanträden.ändra_sammanträde(sammanträde=möte, av=sek, tema="")
    assert möte.gruppmöten.count() == 1


def test_ett_flyttat_möte_står_i_ärendena(organ, sek):
    möte = skapa(organ, sek)
    punkt = fabrik.ta_upp(möte, av=sek)
    sammanträden.flytta_sammanträde(
        sammanträde=möte,
        datum=DAG + timedelta(days=7),
        från=time(9),
        till=time(11),
        plats="Blåklinten",
        av=sek,
    )
    möte.refresh_from_db()
    assert (möte.datum, möte.plats) == (DAG + timedelta(days=7), "Blåklinten")
    assert str(möte.tider.get()) == "09.00–11.00"
    händelse = Händelse.objects.get(ärende=punkt.ärende, typ="sammanträde.ändrat")
    assert händelse.data["till"].endswith("kl. 09.00–11.00, Blåklinten")


def test_ett_inställt_möte_lämnar_tillbaka_ärendena(organ, sek):
    möte = skapa(organ, sek)
    punkt = fabrik.ta_upp(möte, av=sek)
    sammanträden.ställ_in(sammanträde=möte, skäl="För få ärenden.", av=sek)
    möte.refresh_from_db()
    assert (möte.status, möte.inställt_skäl) == ("installt", "För få ärenden.")
    assert möte.punkter.count() == 1
    assert Anmälan.objects.get(skrivelse=punkt.skrivelse).status == Anmälan.Status.VÄNTAR
    assert Händelse.objects.filter(ärende=punkt.ärende, typ="sammanträde.inställt").exists()


ÄNDRINGAR = {
    "ändra": lambda m, av: sammanträden.ändra_sammanträde(sammanträde=m, av=av, tema="x"),
    "flytta": lambda m, av: sammanträden.flytta_sammanträde(
        sammanträde=m, datum=DAG, från=time(9), plats="x", av=av
    ),
    "ställ in": lambda m, av: sammanträden.ställ_in(sammanträde=m, skäl="x", av=av),
}


def _allt() -> list[object]:
    return [list(Sammanträde.objects.order_by("pk").values()), Händelse.objects.count()]


@pytest.mark.parametrize("ändring", ÄNDRINGAR.values(), ids=ÄNDRINGAR)
def test_den_som_inte_sköter_mötet_ändrar_ingenting(organ, sek, ändring):
    möte = skapa(organ, sek)
    fabrik.ta_upp(möte, av=sek)
    före = _allt()
    for konto in (
        fabrik.förtroendevald_i(organ),
        fabrik.sekreterare_i(fabrik.OrganFactory()),
    ):
        with pytest.raises(PermissionDenied):
            ändring(möte, konto)
    assert _allt() == före


@pytest.mark.parametrize("status", ["pagar", "avslutat", "installt"])
@pytest.mark.parametrize("ändring", ÄNDRINGAR.values(), ids=ÄNDRINGAR)
def test_ett_stängt_möte_ändras_inte(organ, sek, ändring, status):
    möte = skapa(organ, sek)
    Sammanträde.objects.filter(pk=möte.pk).update(status=status)
    före = _allt()
    with pytest.raises(ListanStängd):
        ändring(möte, sek)
    assert _allt() == före


def test_den_som_inte_sköter_organet_lägger_inte_upp_möten(organ):
    with pytest.raises(PermissionDenied):
        skapa(organ, fabrik.förtroendevald_i(organ))
    assert not Sammanträde.objects.exists()
