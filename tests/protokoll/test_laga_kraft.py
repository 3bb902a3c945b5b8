"""Överklagandetid och laga kraft (KL 13 kap. 5 §, FL 44 §)."""

from datetime import date

import pytest

from protokoll import laga_kraft
from protokoll.laga_kraft import LAG, Art, Dagar, Part
from ärenden.överklagandetyp import Överklagandetyp

LAGLIGHET = Överklagandetyp.LAGLIGHETSPRÖVNING
BESVÄR = Överklagandetyp.FÖRVALTNINGSBESVÄR
EJ = Överklagandetyp.EJ_ÖVERKLAGBART
UPP = date(2019, 4, 30)
ALLMÄN_PART = Part(företräder_det_allmänna=True)


@pytest.mark.parametrize(
    ("typ", "dagar", "sista", "kraft"),
    [
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=UPP),
            date(2019, 5, 21),
            date(2019, 5, 22),
            id="KL 13:5 tre veckor från tillkännagivandet",
        ),
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=UPP, nedtagen=date(2019, 5, 22)),
            date(2019, 5, 21),
            date(2019, 5, 22),
            id="KL 13:5 st. 2 uppe hela tiden",
        ),
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=date(2026, 3, 13), meddelad=date(2026, 3, 2)),
            date(2026, 4, 7),
            date(2026, 4, 8),
            id="KL 13:5 lag 1930:173 § 2 långfredagen",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(date(2026, 2, 4))], meddelad=date(2026, 2, 2)),
            date(2026, 2, 25),
            date(2026, 2, 26),
            id="FL 44 tre veckor från den dag parten fick del",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(date(2026, 2, 4)), Part(date(2026, 2, 10))]),
            date(2026, 3, 3),
            date(2026, 3, 4),
            id="FL 44 den sista partens tid avgör",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[ALLMÄN_PART], meddelad=date(2026, 2, 2)),
            date(2026, 2, 23),
            date(2026, 2, 24),
            id="FL 44 det allmänna: från dagen beslutet meddelades",
        ),
        pytest.param(
            BESVÄR,
            Dagar(
                parter=[Part(date(2026, 2, 9), företräder_det_allmänna=True)],
                meddelad=date(2026, 2, 2),
            ),
            date(2026, 2, 23),
            date(2026, 2, 24),
            id="FL 44 det allmänna: dagen det fick del räknas inte",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[ALLMÄN_PART, Part(date(2026, 2, 6))], meddelad=date(2026, 2, 2)),
            date(2026, 2, 27),
            date(2026, 2, 28),
            id="FL 44 enskild och det allmänna",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(date(2026, 3, 13))], avbrott=True, nedtagen=date(2026, 3, 14)),
            date(2026, 4, 7),
            date(2026, 4, 8),
            id="FL 44 anslaget spelar ingen roll; lag 1930:173 § 2",
        ),
    ],
)
def test_laga_kraft(typ: Överklagandetyp, dagar: Dagar, sista: date, kraft: date) -> None:
    assert laga_kraft.sista_överklagandedag(typ, dagar) == sista
    assert laga_kraft.laga_kraft(typ, dagar).dag == kraft


@pytest.mark.parametrize(
    ("typ", "dagar", "sista", "ord_"),
    [
        pytest.param(LAGLIGHET, Dagar(), None, "inte tillkännagiven", id="KL 13:5 inte anslaget"),
        pytest.param(
            LAGLIGHET,
            Dagar(meddelad=UPP, parter=[Part(UPP)]),
            None,
            "inte tillkännagiven",
            id="KL 13:5 att någon fått del räcker inte",
        ),
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=UPP, avbrott=True),
            date(2019, 5, 21),
            "avbrott",
            id="KL 13:5 st. 2 avbrott: dagen står, laga kraft osäker",
        ),
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=UPP, nedtagen=date(2019, 5, 21)),
            date(2019, 5, 21),
            "i förtid",
            id="KL 13:5 st. 2 nedtaget innan tiden gått ut",
        ),
        pytest.param(
            LAGLIGHET,
            Dagar(tillkännagiven=UPP, överklagat=True),
            date(2019, 5, 21),
            "överklagat",
            id="KL 13:5 överklagat",
        ),
        pytest.param(BESVÄR, Dagar(), None, "fått del", id="FL 44 inga parter"),
        pytest.param(
            BESVÄR, Dagar(tillkännagiven=UPP), None, "fått del", id="FL 44 anslag räcker inte"
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(UPP), Part()]),
            None,
            "Alla parter",
            id="FL 44 en part har inte fått del",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(UPP), ALLMÄN_PART]),
            None,
            "inte meddelat",
            id="FL 44 inte meddelat",
        ),
        pytest.param(
            BESVÄR,
            Dagar(parter=[Part(UPP)], överklagat=True),
            date(2019, 5, 21),
            "överklagat",
            id="FL 44 överklagat",
        ),
        pytest.param(
            EJ,
            Dagar(tillkännagiven=UPP, parter=[Part(UPP)], meddelad=UPP),
            None,
            "går inte att överklaga",
            id="KL 13:2 ej överklagbart",
        ),
    ],
)
def test_ingen_laga_kraft(
    typ: Överklagandetyp, dagar: Dagar, sista: date | None, ord_: str
) -> None:
    besked = laga_kraft.laga_kraft(typ, dagar)

    assert besked.dag is None
    assert ord_ in besked.skäl
    assert besked.lagrum == LAG[typ][0]
    assert besked.lagtext
    assert laga_kraft.sista_överklagandedag(typ, dagar) == sista


def test_beskedet_säger_att_det_allmännas_tid_räknas_från_meddelandet_FL_44() -> None:
    meddelad = date(2026, 2, 2)
    besked = laga_kraft.laga_kraft(BESVÄR, Dagar(parter=[ALLMÄN_PART], meddelad=meddelad))

    assert besked.dag == date(2026, 2, 24)
    assert besked.skäl.endswith("räknas tiden från att beslutet meddelades, 2026-02-02.")
    assert "det allmänna" not in laga_kraft.laga_kraft(BESVÄR, Dagar(parter=[Part(UPP)])).skäl


@pytest.mark.parametrize(
    ("namn", "ord_"),
    [
        pytest.param([], "", id="FL 44 ingen"),
        pytest.param(["Regionen"], "Regionen företräder", id="FL 44 en"),
        pytest.param(["Regionen", "Staten"], "Regionen, Staten företräder", id="FL 44 två"),
    ],
)
def test_det_allmännas_tid(namn: list[str], ord_: str) -> None:
    assert laga_kraft.det_allmännas_tid(namn).startswith(ord_)
    assert bool(laga_kraft.det_allmännas_tid(namn)) is bool(namn)


def test_osäkert_anslag_säger_lagens_ord_om_hela_tiden() -> None:
    besked = laga_kraft.laga_kraft(LAGLIGHET, Dagar(tillkännagiven=UPP, avbrott=True))

    assert "under hela överklagandetiden" in besked.lagtext


def test_utan_parter_säger_beskedet_att_ingen_part_är_antecknad() -> None:
    assert "Ingen part" in laga_kraft.laga_kraft(BESVÄR, Dagar(tillkännagiven=UPP)).skäl
    assert "Alla parter" in laga_kraft.laga_kraft(BESVÄR, Dagar(parter=[Part()])).skäl


@pytest.mark.parametrize(
    ("art", "typ"),
    [
        pytest.param(Art(), None, id="KL 13:1 inget pekar åt något håll"),
        pytest.param(Art(mot_enskild=True), BESVÄR, id="FL 40-42 mot enskild"),
        pytest.param(Art(förslag=True), EJ, id="KL 13:2 förslag till ett annat organ"),
        pytest.param(Art(utan_beslut=True), EJ, id="KL 13:2 upprop eller noterad information"),
        pytest.param(Art(uppskjuten=True), EJ, id="KL 13:2 p. 2 nämndens återremiss"),
        pytest.param(
            Art(uppskjuten=True, mot_enskild=True), EJ, id="KL 13:2 bordlagt ärende mot enskild"
        ),
        pytest.param(
            Art(uppskjuten=True, fullmäktige=True), None, id="KL 13:2 p. 1 fullmäktiges återremiss"
        ),
        pytest.param(Art(angiven=LAGLIGHET, mot_enskild=True), LAGLIGHET, id="KL 13:1 angivet"),
        pytest.param(Art(angiven=BESVÄR, uppskjuten=True), BESVÄR, id="FL 41 angivet"),
    ],
)
def test_hur_beslutet_överklagas_av_sin_art(art: Art, typ: Överklagandetyp | None) -> None:
    assert laga_kraft.föreslagen_typ(art) == typ


def test_bara_det_ej_överklagbara_saknar_bevis() -> None:
    assert not laga_kraft.laga_kraft(EJ, Dagar(tillkännagiven=UPP)).överklagbart
    assert laga_kraft.laga_kraft(BESVÄR, Dagar()).överklagbart
    assert laga_kraft.laga_kraft(LAGLIGHET, Dagar(tillkännagiven=UPP)).överklagbart


@pytest.mark.parametrize(
    ("typ", "etikett", "lagrum"),
    [
        pytest.param(
            LAGLIGHET, "laglighetsprövning (KL 13 kap.)", "13 kap. 5 § kommunallagen", id="KL 13:5"
        ),
        pytest.param(
            BESVÄR, "förvaltningsbesvär (FL 40–43 §§)", "44 § förvaltningslagen", id="FL 44"
        ),
        pytest.param(EJ, "ej överklagbart", "13 kap. 2 § kommunallagen", id="KL 13:2"),
    ],
)
def test_typen_har_etikett_och_lagrum(typ: Överklagandetyp, etikett: str, lagrum: str) -> None:
    assert typ.value.isascii()
    assert (typ.label, LAG[typ][0]) == (etikett, lagrum)
    assert LAG[typ][1].startswith("”")


def test_satsernas_egen_dag_sägs_fast_paragrafen_ingen_har_KL_13_5() -> None:
    dagar = Dagar(tillkännagiven=UPP)
    besked = laga_kraft.delvis_tillkännagivet("punkt 2", LAGLIGHET, dagar)

    assert besked.dag is None
    assert "punkt 2, som får laga kraft den 2019-05-22 om ingen överklagar." in besked.skäl
    for typ, läge in ((BESVÄR, dagar), (EJ, dagar), (LAGLIGHET, Dagar())):
        assert "får laga kraft den" not in laga_kraft.delvis_tillkännagivet("x", typ, läge).skäl


@pytest.mark.parametrize(
    ("punkter", "skäl"),
    [
        pytest.param("punkt 2", "Anslaget gäller bara punkt 2.", id="KL 13:5 en punkt"),
        pytest.param(
            "punkterna 1 och 3",
            "Anslaget gäller bara punkterna 1 och 3.",
            id="KL 13:5 flera punkter",
        ),
    ],
)
def test_en_delvis_anslagen_paragraf_får_ingen_dag(punkter: str, skäl: str) -> None:
    besked = laga_kraft.delvis_tillkännagivet(punkter)

    assert besked.dag is None
    assert besked.överklagbart
    assert besked.skäl.startswith(skäl)
    assert besked.lagrum == laga_kraft.LAGRUM
