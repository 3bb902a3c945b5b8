"""Vad som prövas innan ett utdrag går (FL 33 §, OSL 8:1)."""

import pytest

from protokoll.sändningskontroll import (
    Sändning,
    borde_gå_internt,
    pröva,
    pröva_avslut,
    saknas_i,
)
from protokoll.överklagandehänvisning import TEXT
from ärenden.överklagandetyp import Överklagandetyp as Ö

BESVÄR, LAGLIGHET, EJ = Ö.FÖRVALTNINGSBESVÄR, Ö.LAGLIGHETSPRÖVNING, Ö.EJ_ÖVERKLAGBART
DOMSTOL, IN = "Förvaltningsrätten i Linköping", "Box 1, 123 45 Björksund"


@pytest.mark.parametrize(
    ("sändning", "hinder"),
    [
        pytest.param(Sändning(BESVÄR, True, DOMSTOL, IN), [], id="FL 33 § domstol och adress"),
        pytest.param(Sändning(BESVÄR, True, DOMSTOL), [False], id="FL 33 § ingen adress"),
        pytest.param(Sändning(BESVÄR, True, "", IN), [False], id="FL 33 § ingen domstol"),
        pytest.param(Sändning(BESVÄR, False), [], id="FL 33 § bara part underrättas"),
        pytest.param(Sändning(LAGLIGHET, True), [False], id="FL 33 § utan namngiven domstol"),
        pytest.param(Sändning(LAGLIGHET, True, DOMSTOL, IN), [], id="KL 13:4 domstol och adress"),
        pytest.param(Sändning(LAGLIGHET), [], id="KL 13:5 laglighetsprövning, inte part"),
        pytest.param(Sändning(LAGLIGHET, avbrott=True), [False], id="FL 33 § dagen är osäker"),
        pytest.param(Sändning(BESVÄR, avbrott=True), [], id="FL 44 § tiden räknas från delfåendet"),
        pytest.param(Sändning(EJ, fullmäktige=True), [False], id="KL 13:2 fullmäktiges beslut"),
        pytest.param(Sändning(EJ), [], id="KL 13:2 nämndens förberedande beslut"),
        pytest.param(Sändning(EJ, True), [], id="FL 33 § inget att överklaga"),
        pytest.param(
            Sändning(BESVÄR, True, egen_text="Skriftligt till rätten, lämnas till oss."), [True],
            id="FL 33 § egen text utan tid",
        ),
        pytest.param(
            Sändning(BESVÄR, True, egen_text="Skriftligt, skicka till Box 1 inom tre veckor."), [],
            id="FL 33 § egen text har allt",
        ),
        pytest.param(
            Sändning(BESVÄR, True, egen_text="Skriftligt till {domstol} via {inlämning}. {tid}"),
            [False], id="FL 33 § egen text med tomma fält",
        ),
        pytest.param(
            Sändning(LAGLIGHET, hemlig=True, samma_person=True), [False],
            id="OSL 8:1 samma person skriver och skickar",
        ),
        pytest.param(Sändning(LAGLIGHET, hemlig=True), [], id="OSL 8:1 två personer"),
        pytest.param(
            Sändning(LAGLIGHET, samma_person=True), [False],
            id="FL 33 § samma person fyller i och skickar det som inte är hemligt",
        ),
        pytest.param(Sändning(LAGLIGHET), [], id="FL 33 § två personer"),
    ],
)  # fmt: skip  # en regel per rad
def test_sändningen(sändning: Sändning, hinder: list[bool]) -> None:
    fynd = pröva(sändning)
    assert [f.hindrar for f in fynd] == hinder
    assert all(f.lagtext for f in fynd)


def test_systemets_egen_hänvisning_har_allt_FL_33() -> None:
    assert saknas_i(TEXT[BESVÄR]) == []


@pytest.mark.parametrize(
    ("namn", "väntat"),
    [
        pytest.param("kommunstyrelsen", "Kommunstyrelsen", id="OSL 5:1 namnet"),
        pytest.param(" KS ", "Kommunstyrelsen", id="OSL 5:1 kortnamnet"),
        pytest.param("Kommunstyrelsens ordförande", "", id="OSL 5:1 en annan"),
        pytest.param("", "", id="OSL 5:1 inget namn"),
    ],
)
def test_organ_i_kommunen_går_internt(namn: str, väntat: str) -> None:
    assert borde_gå_internt(namn, {"Kommunstyrelsen": "KS", "Byggnadsnämnden": ""}) == väntat


@pytest.mark.parametrize(
    ("väntande", "skäl", "hindrar"),
    [
        pytest.param(["Lova Ek"], "Klart", True, id="FL 33 § en väntar"),
        pytest.param([], " ", True, id="utan skäl"),
        pytest.param([], "Polisen fick det muntligt", False, id="klart"),
    ],
)
def test_klart_ingen_mer(väntande: list[str], skäl: str, hindrar: bool) -> None:
    assert any(f.hindrar for f in pröva_avslut(väntande=väntande, skäl=skäl)) is hindrar
