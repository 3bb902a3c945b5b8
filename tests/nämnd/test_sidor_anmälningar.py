"""Anmälningspunktens sidor: hämta, noter, utskott och att välja meddelanden."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nämnd.models import Punkt
from nämnd.services import anmälningar
from tests.nämnd.test_anmälningar import OSL, Värld
from ärenden.models import Jobb

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def v() -> Värld:
    return Värld()


@pytest.fixture
def klient(v: Värld) -> Client:
    klient = Client()
    klient.force_login(v.av)
    return klient


def till(namn: str, pk: int) -> str:
    return reverse(f"namnd:{namn}", args=[pk])


def test_hämta_visar_grupper_med_spann(v: Värld, klient: Client) -> None:
    for _ in range(3):
        v.beslut()
    dag = timezone.localdate().isoformat()

    svar = klient.post(till("hamta_beslut", v.anmälan.pk), {"till": dag}, follow=True)

    text = svar.content.decode()
    assert "3\N{NO-BREAK SPACE}beslut hämtades" in text
    assert f"1-3/{v.anmälan.anmälda_beslut.first().beslut.år}" in text
    assert "Förteckningen" in text
    igen = klient.post(till("hamta_beslut", v.anmälan.pk), {"till": dag}, follow=True)
    assert "Inga fler beslut väntar" in igen.content.decode()
    fel = klient.post(till("hamta_beslut", v.anmälan.pk), {"till": "x"}, follow=True)
    assert "till och med vilken dag" in fel.content.decode()


def test_föredragningslistan_visar_det_brådskande_som_hindrar(v: Värld, klient: Client) -> None:
    beslut = v.brådskande()

    lista = klient.get(till("foredragningslista", v.möte.pk)).content.decode()
    sida = klient.get(till("anmalningar", v.anmälan.pk)).content.decode()

    assert f"Brådskande beslut {beslut.beteckning} ska anmälas" in lista
    assert "6 kap. 40 § andra stycket kommunallagen" in lista
    assert "5 kap. 15 §" not in lista
    assert till("anmalningar", v.anmälan.pk) in lista
    assert "hindrar kallelsen" in sida


def test_not_sparas_och_beslut_tas_bort(v: Värld, klient: Client) -> None:
    v.beslut()
    v.hämta()
    rad = v.anmälan.anmälda_beslut.get()

    klient.post(till("fotnot", rad.pk), {"fotnot": " Överklagat  nu "})
    rad.refresh_from_db()
    assert rad.fotnot == "Överklagat nu"
    assert "Överklagat nu" in klient.get(till("anmalningar", v.anmälan.pk)).content.decode()
    klient.post(till("ta_bort_beslut", rad.pk))
    assert not v.anmälan.anmälda_beslut.exists()


def test_utskott_med_fel_behåller_det_skrivna(v: Värld, klient: Client) -> None:
    data = {"organ": "AU", "datum": "2026-05-26", "från_paragraf": 9, "till_paragraf": 8}

    svar = klient.post(till("ny_utskott", v.anmälan.pk), data)

    assert svar.status_code == 422
    assert "före den första" in svar.content.decode()
    assert 'value="AU"' in svar.content.decode()
    assert klient.post(
        till("ny_utskott", v.anmälan.pk), data | {"till_paragraf": 12}
    ).status_code == 302  # fmt: skip  # en rad
    assert "2026-05-26 § 9—12" in klient.get(till("anmalningar", v.anmälan.pk)).content.decode()


def test_meddelanden_filtreras_och_väljs(v: Värld, klient: Client) -> None:
    dom = v.inkommen("Dom", motpart="Förvaltningsrätten", slag="skrivelse")
    cirkulär = v.inkommen("Cirkulär", motpart="Länsstyrelsen")
    hemlig = v.inkommen("Om N.N.", sekretess_lagrum=OSL, offentlig_rubrik="Rapport")
    adress = till("meddelanden", v.anmälan.pk)

    def träffar(**val: Any) -> set[Any]:
        return set(klient.get(adress, val).context["handlingar"])

    assert träffar() == {dom, cirkulär, hemlig}
    assert träffar(avsändare="rätten") == {dom}
    assert träffar(slag="skrivelse") == {dom}
    assert träffar(ärende=v.ärende.beteckning) == {dom, cirkulär, hemlig}
    assert träffar(ärende="finns inte") == set()
    assert träffar(till="2000-01-01") == set()
    assert träffar(från="trasigt") == set()
    assert "I listan: Rapport" in klient.get(adress).content.decode()

    assert "Kryssa för minst en" in klient.post(adress, {}, follow=True).content.decode()
    assert klient.post(adress, {"handling": [dom.pk, 99999999]}).status_code == 404
    klient.post(adress, {"handling": [dom.pk, hemlig.pk]})
    text = klient.get(till("anmalningar", v.anmälan.pk)).content.decode()
    assert "b) Rapport" in text
    assert träffar() == {cirkulär}
    klient.post(till("ta_bort_meddelande", v.anmälan.meddelanden.get(handling=dom).pk))
    assert v.anmälan.meddelanden.count() == 1


def test_arbetets_läge_och_ny_skrivning(v: Värld, klient: Client) -> None:
    v.beslut()
    v.hämta()
    adress = till("anmalningsjobb", v.anmälan.pk)

    del_ = klient.get(adress, headers={"HX-Request": "true"})
    assert del_.content.decode().strip() in klient.get(
        till("anmalningar", v.anmälan.pk)
    ).content.decode()  # fmt: skip  # en rad
    Jobb.objects.filter(pk=v.lista.jobb_id).update(status=Jobb.Status.MISSLYCKAT, fel="Trasigt.")
    assert klient.get(adress, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    text = klient.get(till("anmalningar", v.anmälan.pk)).content.decode()
    assert "kunde inte skrivas: Trasigt." in text
    före = v.lista.version
    klient.post(till("skriv_om", v.anmälan.pk))
    assert v.lista.version == före + 1


def test_en_annan_sorts_punkt_har_ingen_sida(v: Värld, klient: Client) -> None:
    info = v.ny_punkt("Information", Punkt.Slag.INFORMATION)

    assert klient.get(till("anmalningar", info.pk)).status_code == 404


@pytest.mark.parametrize("antal", [1, 8])
def test_sidan_har_samma_antal_frågor(
    v: Värld, klient: Client, antal: int, django_assert_num_queries: Any
) -> None:
    for nr in range(antal):
        v.beslut(rubrik=f"Beslut {nr}")
    v.hämta()
    anmälningar.lägg_till_meddelanden(
        punkt=v.anmälan, handlingar=[v.inkommen(f"Brev {n}") for n in range(antal)], av=v.av
    )

    with django_assert_num_queries(15):
        klient.get(till("anmalningar", v.anmälan.pk))
