"""Den slutna listan av anslag: vad varje slag kräver och hur länge det sitter."""

from datetime import date, timedelta
from typing import Any

import pytest

from protokoll import anslagsslag
from protokoll.anslagsslag import (
    KRAV,
    Makulering,
    Texträttelse,
    Uppgifter,
    pröva,
    pröva_flytt,
    pröva_rättelse,
    tidigast_ned,
)
from publikt.models import Slag

UPPE = date(2019, 4, 30)
ALLT = {
    "sammanträdesdag": date(2019, 5, 20),
    "paragrafer": "§§ 1–2",
    "justerad_dag": date(2019, 4, 29),
    "förvaringsplats": "Kommunhuset",
    "text": "Texten",
    "lagstöd": "5 kap. 1 § plan- och bygglagen",
    "fil": "protokoll.pdf",
    "ned_dag": date(2019, 6, 30),
}
EFTER = ALLT | {"sammanträdesdag": date(2019, 4, 24)}


def uppgifter(slag: str, **fält: object) -> Uppgifter:
    grund = EFTER if slag in anslagsslag.EFTER_MÖTET else ALLT
    ifyllt = {n: v for n, v in (grund | fält).items() if n in {*KRAV[slag].fält, "ned_dag"} and v}
    return Uppgifter(slag, UPPE, slag == "fullmaktige", ifyllt)


def test_listan_är_tavlans_och_sluten_KL_8_10_11() -> None:
    assert set(KRAV) == set(Slag.values)
    assert (
        tuple(s for s in Slag.values if Slag(s).startar_överklagandetid)
        == anslagsslag.STARTAR_TIDEN
    )
    assert [f.hindrar for f in pröva(Uppgifter("insandare", UPPE))] == [True]


@pytest.mark.parametrize("slag", [pytest.param(s, id=Slag(s).lagrum) for s in Slag.values])
def test_ifyllt_går_det_upp_och_varje_tomt_fält_hindrar(slag: str) -> None:
    assert pröva(uppgifter(slag)) == []

    for namn in KRAV[slag].fält:
        (fynd,) = pröva(uppgifter(slag, **{namn: None}))
        assert fynd.hindrar
        assert anslagsslag.FÄLTNAMN[namn] in fynd.text
        assert fynd.lagrum.startswith("8 kap.")


@pytest.mark.parametrize(
    ("slag", "ned"),
    [
        pytest.param("justering", date(2019, 5, 22), id="KL 8:12, 13:5 tre veckor och en dag"),
        pytest.param("delegation", date(2019, 5, 22), id="KL 8:10 3, 13:5 delegationsbeslut"),
        pytest.param("fullmaktige", date(2019, 5, 21), id="KL 5:13 mötesdagen ut"),
        pytest.param("namnd", date(2019, 5, 21), id="KL 8:11 mötesdagen ut"),
        pytest.param("underlag", date(2019, 5, 21), id="KL 8:11 underlag"),
        pytest.param("forfattning", date(2019, 5, 1), id="KL 8:10 st 2 föreskriven tid"),
        pytest.param("overklagande", date(2019, 5, 1), id="KL 8:10 5"),
    ],
)
def test_tidigast_ned(slag: str, ned: date) -> None:
    u = uppgifter(slag, ned_dag=ned)
    assert tidigast_ned(u) == ned
    assert pröva(u) == []
    (fynd,) = pröva(uppgifter(slag, ned_dag=date.fromordinal(ned.toordinal() - 1)))
    assert fynd.hindrar


@pytest.mark.parametrize(
    ("slag", "fält", "hindrar", "lagrum"),
    [
        pytest.param(
            "fullmaktige", {"sammanträdesdag": date(2019, 5, 6)}, False, "5 kap. 13 §",
            id="KL 5:13 mindre än en vecka",
        ),
        pytest.param(
            "fullmaktige", {"sammanträdesdag": date(2019, 4, 29)}, True, "8 kap. 10 §",
            id="KL 8:10 1 mötet har varit",
        ),
        pytest.param(
            "justering", {"justerad_dag": date(2019, 4, 25)}, False, "8 kap. 12 §",
            id="KL 8:12 efter andra dagen",
        ),
        pytest.param(
            "justering", {"justerad_dag": date(2019, 5, 2)}, True, "8 kap. 12 §",
            id="KL 8:12 inte justerat än",
        ),
        pytest.param(
            "protokoll", {"sammanträdesdag": date(2019, 5, 2)}, True, "8 kap. 10 §",
            id="KL 8:10 4 mötet har inte varit",
        ),
    ],
)  # fmt: skip  # en regel per rad
def test_dagarna(slag: str, fält: dict[str, date], hindrar: bool, lagrum: str) -> None:
    (fynd,) = pröva(uppgifter(slag, **fält))
    assert fynd.hindrar is hindrar
    assert fynd.lagrum.startswith(lagrum)


@pytest.mark.parametrize(
    ("slag", "fullmäktige"),
    [
        pytest.param("fullmaktige", False, id="KL 5:13 bara fullmäktige"),
        pytest.param("namnd", True, id="KL 8:11 inte fullmäktige"),
    ],
)
def test_fel_organ(slag: str, fullmäktige: bool) -> None:
    u = uppgifter(slag)
    (fynd,) = pröva(Uppgifter(slag, UPPE, fullmäktige, u.ifyllt))
    assert fynd.hindrar


@pytest.mark.parametrize(
    ("ny", "hindrar"),
    [
        pytest.param(date(2019, 5, 21), True, id="KL 8:12 kortare"),
        pytest.param(date(2019, 5, 22), True, id="KL 8:12 samma dag är ingen flytt"),
        pytest.param(date(2019, 5, 23), False, id="KL 8:12 längre"),
    ],
)
def test_nedtagningen_flyttas_bara_framåt(ny: date, hindrar: bool) -> None:
    assert bool(pröva_flytt(nu=date(2019, 5, 22), ny=ny, startar_tiden=True)) is hindrar


SISTA = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("m", "hindras"),
    [
        pytest.param(Makulering(SISTA, True, True, SISTA), True, id="KL 8:12 sista dagen"),
        pytest.param(
            Makulering(SISTA + timedelta(days=1), True, True, SISTA), False, id="KL 8:12 efteråt"
        ),
        pytest.param(
            Makulering(SISTA + timedelta(days=1), True, True, SISTA, osäker=True),
            True,
            id="KL 13:5 efteråt, men med ett avbrott",
        ),
        pytest.param(
            Makulering(SISTA + timedelta(days=1), True, True, SISTA, ersätts=True, osäker=True),
            False,
            id="KL 13:5 avbrott, och ett nytt sätts upp",
        ),
        pytest.param(Makulering(SISTA, True, True), True, id="KL 9:32 tiden har inte börjat"),
        pytest.param(Makulering(SISTA, False, True, SISTA), False, id="KL 8:12 inte uppe än"),
        pytest.param(
            Makulering(SISTA, True, True, SISTA, ersätts=True),
            False,
            id="KL 8:12 ett nytt ersätter",
        ),
        pytest.param(Makulering(SISTA, True, False), False, id="KL 8:12 startar ingen tid"),
    ],
)
def test_makulering(m: Makulering, hindras: bool) -> None:
    assert [f.lagrum for f in anslagsslag.pröva_makulering(m)] == [
        "8 kap. 12 § kommunallagen"
    ] * hindras


@pytest.mark.parametrize(
    ("ändrat", "hinder"),
    [
        pytest.param({}, "", id="KL 8:12 orden rättas, anslaget sitter kvar"),
        pytest.param({"för_hand": False}, "gjort ur protokollet", id="KL 8:12 ur en justering"),
        pytest.param({"makulerat": True}, "makulerat", id="KL 8:12 redan borta"),
        pytest.param({"rubrik": " "}, "rubriken", id="KL 8:10 utan rubrik"),
        pytest.param({"text": ""}, "Skriv texten", id="KL 8:10 3 utan text"),
        pytest.param({"slag": "justering", "text": ""}, "", id="KL 8:10 2 kräver ingen text"),
        pytest.param({"ändrad": False}, "redan står", id="KL 8:12 inget ändrat"),
        pytest.param({"skäl": " "}, "varför", id="KL 8:12 utan skäl"),
    ],
)
def test_rättelse_av_texten(ändrat: dict[str, Any], hinder: str) -> None:
    fynd = pröva_rättelse(
        Texträttelse(**{"slag": "delegation", "rubrik": "R", "text": "T", "skäl": "S"} | ändrat)
    )

    assert bool(fynd) is bool(hinder)
    assert all(f.hindrar for f in fynd)
    assert hinder in " ".join(f.text for f in fynd)


@pytest.mark.parametrize("slag", list(KRAV), ids=lambda slag: f"KL 8:10-12 {slag}")
def test_rättelsen_varnar_för_det_oklara(slag: str) -> None:
    fynd = anslagsslag.vid_rättelse(slag)

    assert not fynd.hindrar
    assert fynd.lagtext
    assert ("överklagandetiden" in fynd.text) is (slag in anslagsslag.STARTAR_TIDEN)


def test_den_rättade_texten_säger_sin_dag() -> None:
    assert anslagsslag.rättad_text("Ny text. ", "3 maj") == "Ny text.\n\nRättat 3 maj."
    assert anslagsslag.rättad_text("", "3 maj") == "Rättat 3 maj."
