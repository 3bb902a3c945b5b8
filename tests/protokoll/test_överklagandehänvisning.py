"""Överklagandehänvisningen: lagens krav i varje form, och vem som får den."""

from datetime import date

import pytest

from protokoll import överklagandehänvisning
from protokoll.överklagandehänvisning import (
    OkäntFält,
    domstol_saknas,
    på_anslaget,
    ska_följa_med,
    skriv,
)
from ärenden.överklagandetyp import Överklagandetyp

LP, FB, EJ = Överklagandetyp


@pytest.mark.parametrize(
    ("typ", "part", "väntat"),
    [
        pytest.param(LP, False, True, id="KL 13:1 varje medlem får överklaga"),
        pytest.param(LP, True, True, id="KL 13:1 part"),
        pytest.param(FB, True, True, id="FL 33 part underrättas"),
        pytest.param(FB, False, False, id="FL 42 den beslutet inte angår"),
        pytest.param(EJ, False, True, id="KL 13:2 säger att det inte går"),
    ],
)
def test_vem_hänvisningen_går_till(typ: Överklagandetyp, part: bool, väntat: bool) -> None:
    assert ska_följa_med(typ, part=part) is väntat


@pytest.mark.parametrize(
    ("typ", "ord_"),
    [
        pytest.param(LP, "medlem av kommunen", id="KL 13:1 vem"),
        pytest.param(LP, "skriftligt", id="KL 13:4 form"),
        pytest.param(LP, "Ge in överklagandet till Förvaltningsrätten i Sund", id="KL 13:4 var"),
        pytest.param(
            LP, "tre veckor från den dag då det tillkännagavs på kommunens", id="KL 13:5 tid"
        ),
        pytest.param(LP, "inte beakta andra omständigheter", id="KL 13:7 grunder"),
        pytest.param(FB, "Den som beslutet angår", id="FL 42 vem"),
        pytest.param(FB, "skriftligt och ställt till Förvaltningsrätten i Sund", id="FL 43 form"),
        pytest.param(FB, "på vilket sätt du vill att det ska ändras", id="FL 43 innehåll"),
        pytest.param(
            FB, "den som har meddelat beslutet: Socialnämnden (43 §)", id="FL 43 ingivande"
        ),
        pytest.param(FB, "tre veckor från den dag då du fick del av beslutet", id="FL 44 tid"),
        pytest.param(FB, "från den dag då beslutet meddelades", id="FL 44 det allmänna"),
        pytest.param(FB, "kommit in för sent tas inte upp", id="FL 45 avvisning"),
        pytest.param(EJ, "rent förberedande eller rent verkställande art", id="KL 13:2 ej"),
    ],
)
def test_hänvisningen_säger_lagens_krav(typ: Överklagandetyp, ord_: str) -> None:
    hänvisning = skriv(typ, myndighet="Socialnämnden", domstol="Förvaltningsrätten i Sund")

    assert ord_ in " ".join(hänvisning.stycken)


@pytest.mark.parametrize(
    ("fullmäktige", "ord_"),
    [
        pytest.param(False, "inte är av rent förberedande", id="KL 13:2 nämndens beslut"),
        pytest.param(True, "Beslut av fullmäktige får överklagas (13", id="KL 13:2 fullmäktiges"),
        pytest.param(True, "rätt att få lagligheten av besluten prövad", id="KL 13:1 vem"),
        pytest.param(True, "medlem av kommunen", id="KL 13:1 medlem"),
        pytest.param(True, "särskilda bestämmelser om överklagande", id="KL 13:3 annan lag"),
        pytest.param(True, "Överklaga skriftligt. Ange vilket beslut", id="KL 13:4 form"),
        pytest.param(True, "Ge in överklagandet till Box 9, Sund", id="KL 13:4 adress"),
        pytest.param(True, "överklaga dem till Förvaltningsrätten i Sund", id="KL 13:4 domstol"),
        pytest.param(True, "inom tre veckor från den dag då det tillkännagavs", id="KL 13:5 tid"),
        pytest.param(True, "kommit in till kommunen i stället", id="KL 13:6 fel ställe"),
        pytest.param(True, "inte beakta andra omständigheter", id="KL 13:7 omständigheter"),
    ],
)
def test_anslaget_säger_hur_man_överklagar(fullmäktige: bool, ord_: str) -> None:
    text = på_anslaget(
        fullmäktige=fullmäktige, domstol="Förvaltningsrätten i Sund", inlämning="Box 9, Sund"
    )

    assert ord_ in text
    assert ("förberedande" in text) is not fullmäktige


def test_den_gemensamma_nämndens_anslag_KL_13_5() -> None:
    text = på_anslaget(fullmäktige=False, samverkande=["Berga kommun", "Sjö kommun"])

    assert "av någon av de samverkande kommunerna" in text
    assert "samtliga samverkande kommuner, också Berga kommun och Sjö kommun" in text
    assert "kommit in till någon av kommunerna" in text


@pytest.mark.parametrize(
    ("domstol", "varnar"),
    [
        pytest.param("", True, id="FL 33 ingen namngiven förvaltningsrätt"),
        pytest.param("Förvaltningsrätten i Sund", False, id="FL 33 namngiven"),
    ],
)
def test_utan_namngiven_domstol_varnas(domstol: str, varnar: bool) -> None:
    fynd = domstol_saknas(domstol)

    assert (fynd is not None) is varnar
    assert fynd is None or (not fynd.hindrar and fynd.lagrum == "33 § förvaltningslagen")


def test_fullmäktiges_beslut_är_inte_oöverklagbara_för_att_de_är_förberedande_KL_13_2() -> None:
    (text,) = skriv(EJ, myndighet="Fullmäktige", fullmäktige=True).stycken

    assert "13 kap. 3 §" in text
    assert "förberedande" not in text


def test_sista_dagen_skrivs_när_den_är_känd() -> None:
    med = skriv(LP, myndighet="N", sista_dag=date(2026, 4, 21))

    assert "Sista dagen är den 2026-04-21." in med.stycken[-1]
    assert "Sista dagen" not in " ".join(skriv(LP, myndighet="N").stycken)


def test_egen_text_fylls_i_och_okänt_fält_hittas() -> None:
    egen = skriv(FB, myndighet="N", inlämning="Box 1", text="Till {inlämning}.\n\nEj {tid}!")

    assert egen.stycken == ("Till Box 1.", "Ej !")
    with pytest.raises(OkäntFält):
        överklagandehänvisning.kontrollera_text("Till {namn}")


@pytest.mark.parametrize("typ", Överklagandetyp)
def test_systemets_texter_har_bara_kända_fält(typ: Överklagandetyp) -> None:
    överklagandehänvisning.kontrollera_text(överklagandehänvisning.TEXT[typ])
