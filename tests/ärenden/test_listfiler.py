"""Ärendelistan och träffarna som fil: samma val, samma ordning, aldrig fler än man ser."""

from datetime import date

import pytest
from django.urls import reverse

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from tests.ärenden.test_listfil import läs_xlsx
from ärenden.models import Ärende
from ärenden.services import sökindex, sökning
from ärenden.views import listfiler

pytestmark = pytest.mark.django_db

OSL = "OSL 26 kap. 1 §"


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    return med_roll(Roll.REGISTRATOR, nämnd)


@pytest.fixture
def hans(nämnd):
    return med_roll(Roll.HANDLÄGGARE, nämnd)


def hämta(client, namn, slag="csv", **val):
    return client.get(reverse(f"arenden:{namn}", args=[slag]), val)


def rubriker(svar):
    return [rad.split(";")[1] for rad in svar.content.decode("utf-8-sig").splitlines()[1:]]


def test_listan_som_fil_har_alla_blad_och_ingen_annans(client, nämnd, rut, hans):
    for nr in range(30):
        nya.ärende(nämnd, av=rut, rubrik=f"Taxa {nr:02}")
    nya.ärende(nämnd, av=rut, rubrik="Hemlig utredning", sekretess_lagrum=OSL)
    nya.ärende(rubrik="Annan nämnds")

    client.force_login(hans)
    assert rubriker(hämta(client, "lista_fil")) == [f"Taxa {nr:02}" for nr in range(29, -1, -1)]
    client.force_login(rut)
    assert rubriker(hämta(client, "lista_fil"))[0] == "Hemlig utredning"


def test_listans_filter_gäller_i_filen(client, nämnd, rut):
    nya.ärende(nämnd, av=rut, rubrik="Öppet")
    stängt = nya.ärende(nämnd, av=rut, rubrik="Stängt")
    Ärende.objects.filter(pk=stängt.pk).update(status=Ärende.Status.AVSLUTAT)
    client.force_login(rut)

    assert rubriker(hämta(client, "lista_fil", status="avslutat")) == ["Stängt"]
    adresser = client.get(reverse("arenden:lista"), {"status": "avslutat"}).context["filer"]
    assert [rubriker(client.get(a)) for namn, a in adresser if namn == "CSV"] == [["Stängt"]]


def test_excelfilen_har_dagen_som_dag_och_formler_som_text(client, nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="=1+1", motpart="@SUM(A1)", dag=date(2026, 3, 2))
    client.force_login(rut)

    rubrikrad, rad = läs_xlsx(hämta(client, "lista_fil", "xlsx").content)

    assert rubrikrad[:4] == ["Diarienummer", "Rubrik", "Status", "Motpart"]
    assert rad[:4] == [ärende.beteckning, "=1+1", "öppet", "@SUM(A1)"]
    assert isinstance(rad[rubrikrad.index("Registrerat")], float)


@pytest.mark.parametrize("antal", [1, 15])
def test_filen_har_samma_antal_frågor_hur_lång_den_än_är(
    client, nämnd, rut, hans, antal, django_assert_num_queries
):
    for _ in range(antal):
        nya.ärende(nämnd, av=rut, handläggare=hans, rubrik="Taxa")
    client.force_login(rut)

    with django_assert_num_queries(4):
        assert len(rubriker(hämta(client, "lista_fil"))) == antal


def test_en_för_lång_lista_ger_besked_och_ingen_fil(client, nämnd, rut, monkeypatch):
    monkeypatch.setattr(listfiler, "HÖGST", 2)
    for _ in range(3):
        nya.ärende(nämnd, av=rut)
    client.force_login(rut)

    svar = client.get(reverse("arenden:lista_fil", args=["csv"]), {"status": "oppet"}, follow=True)

    assert svar.redirect_chain == [(reverse("arenden:lista") + "?status=oppet", 302)]
    assert "längre än 2 rader" in svar.content.decode()
    assert rubriker(hämta(client, "lista_fil", status="avslutat")) == []


def test_felaktiga_val_leder_till_sidan_som_säger_det(client, nämnd, rut):
    client.force_login(rut)

    for namn, sida, val in (
        ("lista_fil", "lista", {"status": "borta"}),
        ("sok_fil", "sok", {"q": "taxa", "fran": "i går"}),
    ):
        svar = client.get(reverse(f"arenden:{namn}", args=["xlsx"]), val, follow=True)
        assert svar.redirect_chain[0][0].startswith(reverse(f"arenden:{sida}") + "?")
        assert "ds-error-summary" in svar.content.decode()


def test_träffarna_som_fil_är_sidans_i_samma_ordning(client, nämnd, rut, hans):
    for nr in range(28):
        nya.ärende(nämnd, av=rut, rubrik=f"Taxa {nr:02}")
    nya.ärende(nämnd, av=rut, rubrik="Hemlig taxa", sekretess_lagrum=OSL)
    nya.ärende(nämnd, av=rut, rubrik="Bygglov")
    nya.ärende(rubrik="Taxa i en annan nämnd")
    client.force_login(hans)

    sidans = []
    for sida in (1, 2):
        svar = client.get(reverse("arenden:sok"), {"q": "taxa", "sida": sida}).context["svar"]
        sidans += [t.ärende.rubrik for t in svar.träffar]

    assert len(sidans) == 28
    assert rubriker(hämta(client, "sok_fil", q="taxa")) == sidans
    adresser = client.get(reverse("arenden:sok"), {"q": "taxa", "sort": "datum"}).context["filer"]
    assert rubriker(client.get(dict(adresser)["CSV"]))[0] == "Taxa 27"


def test_rättad_stavning_ger_samma_fil_som_sidan(client, nämnd, rut):
    nya.ärende(nämnd, av=rut, rubrik="Serveringstillstånd")
    sökindex.svep()
    client.force_login(rut)

    assert rubriker(hämta(client, "sok_fil", q="serveringstilstånd")) == ["Serveringstillstånd"]


@pytest.mark.parametrize("q", ["", "t", "-taxa"])
def test_inget_att_söka_efter_ger_ingen_full_fil(client, nämnd, rut, q):
    nya.ärende(nämnd, av=rut, rubrik="Taxa")
    client.force_login(rut)

    svar = hämta(client, "sok_fil", q=q)

    assert svar.status_code == 302 or rubriker(svar) == []


def test_fler_träffar_än_sökningen_rangordnar_blir_ingen_fil(client, nämnd, rut, monkeypatch):
    monkeypatch.setattr(sökning, "HÖGST", 2)
    for _ in range(4):
        nya.ärende(nämnd, av=rut, rubrik="Taxa")
    client.force_login(rut)

    svar = client.get(reverse("arenden:sok_fil", args=["csv"]), {"q": "taxa"}, follow=True)

    assert "längre än 2 rader" in svar.content.decode()


def test_förtroendevald_hämtar_inga_listor(client, nämnd):
    client.force_login(med_roll(Roll.FÖRTROENDEVALD, nämnd))

    assert hämta(client, "lista_fil").status_code == 403
    assert hämta(client, "sok_fil", q="taxa").status_code == 403
