"""Anslagstavlans sidor för den som inte är inloggad, flödet och filerna."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from publikt.models import Anslag, Slag, Uppetid
from publikt.services import anslagstavla, vakt
from publikt.views.anslagstavla import PÅ_BLADET
from tests.factories.konton import AnvändareFactory
from tests.factories.publikt import PDF, anslag, dagens_anslag, svensk_tid

pytestmark = pytest.mark.django_db

TAVLAN, TIDIGARE, DRIFT, ATOM = (
    "/anslagstavla/",
    "/anslagstavla/tidigare/",
    "/anslagstavla/drift/",
    "/anslagstavla/atom.xml",
)
A = "{http://www.w3.org/2005/Atom}"


def text(client: Client, adress: str, kod: int = 200) -> str:
    svar = client.get(adress)
    assert svar.status_code == kod
    return svar.content.decode()


def sida(ett: Anslag) -> str:
    return reverse("publikt:anslag", args=[ett.pk])


def fil(ett: Anslag, slag: str = "protokoll") -> str:
    return reverse(f"publikt:{slag}", args=[ett.pk])


def pdf(client: Client, adress: str) -> bytes:
    svar = client.get(adress)
    assert svar.status_code == 200
    assert svar["Content-Type"] == "application/pdf"
    return b"".join(svar)


def nedtaget(**fält: object) -> Anslag:
    ett = anslag(**fält)
    return anslagstavla.ta_ned(källa=ett.källa, av_namn="A", nu=svensk_tid("2019-05-22"))


# --- Tavlan ------------------------------------------------------------------------------------


def test_tom_tavla_säger_vad_som_hör_dit(client: Client) -> None:
    assert "Inga anslag sitter uppe" in text(client, TAVLAN)


def test_tavlan_grupperar_organen_i_svensk_ordning_och_nyast_först(client: Client) -> None:
    dagens_anslag(organ="Överförmyndarnämnden", rubrik="Ö1")
    dagens_anslag(organ="Äldrenämnden", rubrik="Ä1")
    dagens_anslag(organ="Bygglovsnämnden", rubrik="B1")
    dagens_anslag(organ="Bygglovsnämnden", rubrik="B2")

    innehåll = text(client, TAVLAN)

    ordning = ["Bygglovsnämnden", "B2", "B1", "Äldrenämnden", "Ä1", "Överförmyndarnämnden", "Ö1"]
    platser = [innehåll.index(f">{o}<") for o in ordning]
    assert platser == sorted(platser)
    assert "Anslagstavla, Björksunds kommun" in innehåll
    assert "4 anslag sitter uppe" in innehåll


def test_tavlan_skiljer_kommuner_åt(client: Client) -> None:
    dagens_anslag()
    dagens_anslag(kommun="Granviks kommun")

    innehåll = text(client, TAVLAN)

    assert "Björksunds kommun: Socialnämnden" in innehåll
    assert "Granviks kommun: Socialnämnden" in innehåll


def test_tavlan_säger_det_lagen_kräver(client: Client) -> None:
    ett = dagens_anslag()

    innehåll = text(client, TAVLAN)

    for dag in (ett.sista_överklagandedag, ett.ned_dag, timezone.localdate(ett.uppsatt_tid)):
        assert date_format(dag, "j F Y") in innehåll
    assert f'href="{sida(ett)}"' in innehåll
    assert f'data-anslag="{ett.pk}"' in innehåll


def test_tavlan_visar_bara_det_som_sitter_uppe(client: Client) -> None:
    dagens_anslag(rubrik="Uppe nu")
    dagens_anslag(rubrik="Väntar", uppe_från=timezone.now() + timedelta(hours=1))
    fel = dagens_anslag(rubrik="Fel")
    anslagstavla.makulera(källa=fel.källa, skäl="Fel protokoll.", av_namn="A")
    nedtaget(rubrik="Nedtaget")

    for adress in (TAVLAN, ATOM):
        innehåll = text(client, adress)
        assert "Uppe nu" in innehåll
        assert not {"Väntar", "Fel", "Nedtaget"} & set(
            innehåll.replace("<", ">").replace(": ", ">").split(">")
        )


@pytest.mark.parametrize("adress", [TAVLAN, TIDIGARE, DRIFT, ATOM])
def test_frågorna_växer_inte_med_raderna(
    client: Client, adress: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        dagens_anslag()
        nedtaget()
    vakt.tavlan_svarade(nu=timezone.now())
    antal = {TAVLAN: 2, TIDIGARE: 3, DRIFT: 2, ATOM: 1}[adress]
    with django_assert_num_queries(antal):
        text(client, adress)


# --- Anslaget ----------------------------------------------------------------------------------


def test_anslaget_visar_allt_och_filerna(client: Client) -> None:
    ett = dagens_anslag(
        text="Kommunal föreskrift <antagen>.\n\nSe § 31.",
        protokoll_pdf=PDF,
        bevis_pdf=PDF + b" bevis",
        slag=Slag.JUSTERAT_PROTOKOLL,
    )

    innehåll = text(client, sida(ett))

    for väntat in (
        "Björksunds kommun",
        "Socialnämnden",
        "§§ 27–41",
        "Kommunhuset i Björksund, receptionen",
        "Så överklagar du",
        "Skriv till förvaltningsrätten.",
        "Kommunal föreskrift &lt;antagen&gt;.",
        "Tillkännagivande av justerat protokoll",
    ):
        assert väntat in innehåll
    assert "Nora Källström" not in innehåll
    assert pdf(client, fil(ett)) == PDF
    assert pdf(client, fil(ett, "bevis")) == PDF + b" bevis"


def test_utan_filer_finns_inga_länkar_och_inga_filer(client: Client) -> None:
    ett = dagens_anslag()

    assert ".pdf" not in text(client, sida(ett))
    assert client.get(fil(ett)).status_code == 404
    assert client.get(fil(ett, "bevis")).status_code == 404


def test_kungörelsen_säger_vad_den_vilar_på(client: Client) -> None:
    ett = dagens_anslag(slag=Slag.ANNAN_FÖRFATTNING, lagstöd="5 kap. plan- och bygglagen")

    assert "med stöd av 5 kap. plan- och bygglagen" in text(client, sida(ett))


def test_väntande_och_makulerat_finns_inte(client: Client) -> None:
    väntar = dagens_anslag(protokoll_pdf=PDF, uppe_från=timezone.now() + timedelta(hours=1))
    fel = dagens_anslag(protokoll_pdf=PDF, publiceras_efter=True)
    assert pdf(client, fil(fel)) == PDF
    anslagstavla.makulera(källa=fel.källa, skäl="Fel.", av_namn="A")

    for ett in (väntar, fel):
        for adress in (sida(ett), fil(ett)):
            assert "Till anslagstavlan" in text(client, adress, 404)


def test_nedtaget_visar_bara_att_det_suttit_uppe(client: Client) -> None:
    ett = nedtaget(
        slag="delegation", rubrik="Beslut om NN", text="Fritext.", protokoll_pdf=PDF, bevis_pdf=PDF
    )

    innehåll = text(client, sida(ett))

    assert "22 maj 2019" in innehåll
    for dolt in ("Beslut om NN", "Fritext.", "Skriv till förvaltningsrätten", ".pdf"):
        assert dolt not in innehåll
    assert client.get(fil(ett)).status_code == 404
    assert client.get(fil(ett, "bevis")).status_code == 404


def test_beviset_om_ett_justerat_protokoll_läses_också_när_anslaget_är_nedtaget(
    client: Client,
) -> None:
    ett = nedtaget(rubrik="Protokoll", text="Fritext.", protokoll_pdf=PDF, bevis_pdf=PDF)

    innehåll = text(client, sida(ett))

    assert "Anslagsbevis (PDF" in innehåll
    assert pdf(client, fil(ett, "bevis")) == PDF
    assert "Fritext." not in innehåll
    assert client.get(fil(ett)).status_code == 404


def test_nedtaget_som_nämnden_publicerar_läses_som_förut(client: Client) -> None:
    ett = nedtaget(rubrik="Publicerat", protokoll_pdf=PDF, publiceras_efter=True)

    innehåll = text(client, sida(ett))

    assert "Publicerat" in innehåll
    assert "Nedtaget" in innehåll
    assert pdf(client, fil(ett)) == PDF


def test_avbrott_syns_på_anslaget_och_på_tavlan(client: Client) -> None:
    ett = dagens_anslag(uppe_från=timezone.now() - timedelta(days=2))

    innehåll = text(client, sida(ett))

    assert "Anslaget har haft avbrott." in innehåll
    assert "ett nytt tillkännagivande rekommenderas" in innehåll
    assert "13 kap. 5 § kommunallagen" in innehåll
    assert "Nedtagningen flyttades 2&nbsp;dagar" in innehåll
    assert date_format(ett.ned_dag, "j F Y") in innehåll
    assert "Har haft avbrott" in text(client, TAVLAN)


def test_avbrott_på_annat_än_protokoll_talar_inte_om_laga_kraft(client: Client) -> None:
    ett = dagens_anslag(
        slag=Slag.NÄMNDS_SAMMANTRÄDE,
        sista_överklagandedag=None,
        uppe_från=timezone.now() - timedelta(days=1),
    )

    innehåll = text(client, sida(ett))

    assert "Nedtagningen flyttades 1&nbsp;dag." in innehåll
    assert "nytt tillkännagivande" not in innehåll


# --- Tidigare och drift ------------------------------------------------------------------------


def test_tidigare_visar_raden_men_inte_innehållet(client: Client) -> None:
    assert "Inga tidigare anslag" in text(client, TIDIGARE)
    ett = nedtaget(rubrik="Beslut om NN")
    fel = anslag(rubrik="Fel NN")
    anslagstavla.makulera(källa=fel.källa, skäl="Uppsatt två gånger.", av_namn="A")
    dagens_anslag(rubrik="Beslut om MM")

    innehåll = text(client, TIDIGARE)

    assert "Makulerat: Uppsatt två gånger." in innehåll
    assert f'href="{sida(ett)}"' in innehåll
    assert f'href="{sida(fel)}"' not in innehåll
    assert "2 anslag" in innehåll
    for dolt in ("Beslut om NN", "Fel NN", "Beslut om MM"):
        assert dolt not in innehåll


def test_tidigare_bläddras_utan_att_tappa_någon(client: Client) -> None:
    alla = [nedtaget() for _ in range(PÅ_BLADET + 2)]
    sedda: list[str] = []
    adress = TIDIGARE
    for _ in range(2):
        innehåll = text(client, adress)
        sedda += [str(a.pk) for a in alla if f'href="{sida(a)}"' in innehåll]
        adress = f"{TIDIGARE}?fore={alla[2].pk}"

    assert len(sedda) == len(set(sedda)) == len(alla)
    assert client.get(f"{TIDIGARE}?fore=x").status_code == 404


def test_driften_visar_luckorna_och_vad_de_betyder(client: Client) -> None:
    assert "inte kontrollerats än" in text(client, DRIFT)
    nu = timezone.now()
    for dagar in (4, 2):
        vakt.tavlan_svarade(nu=nu - timedelta(days=dagar))
    dagens_anslag(uppe_från=nu - timedelta(days=1))

    innehåll = text(client, DRIFT)

    för_två, för_fyra = (timezone.localtime(nu - timedelta(days=d)) for d in (2, 4))
    assert date_format(för_två, "j F Y") in innehåll
    assert f"{date_format(för_fyra, 'H.i')} – {date_format(för_två, 'j F Y')}" in innehåll
    assert "10&nbsp;minuter" in innehåll
    assert Uppetid.objects.count() == 2


# --- Flödet ------------------------------------------------------------------------------------


def test_flödet_är_giltig_atom_med_hela_adresser(client: Client) -> None:
    ett = dagens_anslag()
    svar = client.get(ATOM)

    rot = ET.fromstring(svar.content)
    inlägg = rot.findall(f"{A}entry")

    assert svar["Content-Type"] == "application/atom+xml"
    assert [e.findtext(f"{A}title") for e in inlägg] == [f"{ett.organ}: {ett.rubrik}"]
    assert inlägg[0].find(f"{A}link").get("href") == f"http://testserver{sida(ett)}"
    assert date_format(ett.ned_dag, "j F Y") in inlägg[0].findtext(f"{A}summary")
    assert rot.findtext(f"{A}id") == f"http://testserver{TAVLAN}"


# --- Huvuden -----------------------------------------------------------------------------------


@pytest.mark.parametrize("inloggad", [False, True], ids=["anonym", "inloggad"])
def test_inga_kakor_och_samma_säkerhet_som_övriga_sidor(client: Client, inloggad: bool) -> None:
    ett = dagens_anslag(protokoll_pdf=PDF)
    if inloggad:
        client.force_login(AnvändareFactory())
    for adress in (TAVLAN, TIDIGARE, DRIFT, ATOM, sida(ett), fil(ett), f"{TAVLAN}0/"):
        svar = client.get(adress)
        if svar.streaming:
            b"".join(svar)
        assert not svar.cookies, adress
        assert "default-src 'self'" in svar["Content-Security-Policy"]
        assert svar["X-Frame-Options"] == "DENY"
        assert svar["X-Content-Type-Options"] == "nosniff"
        assert "csrf" not in str(svar.headers).lower()


def test_oförändrat_svarar_304_och_ändrat_inte(client: Client) -> None:
    ett = dagens_anslag(protokoll_pdf=PDF)
    for adress in (TAVLAN, sida(ett), TIDIGARE, ATOM, fil(ett)):
        svar = client.get(adress)
        if svar.streaming:
            b"".join(svar)
        assert svar["Cache-Control"] == "public, no-cache"
        etag = svar["ETag"]
        igen = client.get(adress, headers={"If-None-Match": etag})
        assert (igen.status_code, igen.content) == (304, b""), adress
    gammal = client.get(TAVLAN)["ETag"]
    anslagstavla.makulera(källa=ett.källa, skäl="Fel.", av_namn="A")

    assert client.get(TAVLAN, headers={"If-None-Match": gammal}).status_code == 200
    assert client.get(fil(ett), headers={"If-None-Match": etag}).status_code == 404


@pytest.mark.parametrize("adress", [TAVLAN, TIDIGARE, DRIFT, ATOM])
def test_sidorna_bara_läses(client: Client, adress: str) -> None:
    assert client.post(adress).status_code == 405


def test_filerna_samlas_inte_av_sökmotorer(client: Client) -> None:
    ett = dagens_anslag(protokoll_pdf=PDF)
    svar = client.get(fil(ett))
    b"".join(svar)

    assert svar["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in text(client, sida(ett))
    assert "noindex" not in text(client, TAVLAN)


def test_publicerade_kopior_ligger_för_sig() -> None:
    assert storages["publikt"].location != storages["filer"].location
