"""Läsrummets regler: vem som får öppna vad, punkt för punkt."""

from datetime import date, timedelta

import pytest

from nämnd.läsrum import LÄNKEN_GÄLLER, Läsare, Mandat, länken, når_kallelsen, pröva
from nämnd.läsrum import Åtkomst as Å

L = Läsare
MÖTET = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("läsare", "läge", "åtkomst"),
    [
        pytest.param(L.LEDAMOT, {}, Å.ALLT, id="ledamoten får allt"),
        pytest.param(L.ERSÄTTARE, {}, Å.ALLT, id="KL 6:16 ersättaren också, utan att tjänstgöra"),
        pytest.param(L.TIDIGARE, {}, Å.ALLT, id="den som slutat har kvar sitt exemplar"),
        pytest.param(L.INSYN, {}, Å.OFFENTLIGT, id="insynsplatsen ser inte hemligt"),
        pytest.param(L.ARBETAR, {}, Å.OFFENTLIGT, id="OSL 8:2 den som arbetar i nämnden"),
        pytest.param(L.SKÖTER, {"jävig": True}, Å.ALLT, id="sekreteraren sköter papperen"),
        pytest.param(L.LEDAMOT, {"jävig": True}, Å.STÄNGD, id="KL 6:30 jävig ledamot"),
        pytest.param(L.ERSÄTTARE, {"jävig": True}, Å.STÄNGD, id="KL 6:30 jävig ersättare"),
        pytest.param(L.TIDIGARE, {"jävig": True}, Å.STÄNGD, id="KL 6:30 jävig som slutat"),
        pytest.param(L.INSYN, {"jävig": True}, Å.STÄNGD, id="KL 6:30 jävig insynsplats"),
        pytest.param(
            L.LEDAMOT,
            {"jävig": True, "fullmäktige": True},
            Å.ALLT,
            id="KL 5:47 i fullmäktige får den jäviga närvara",
        ),
        pytest.param(L.GÄST, {}, Å.INGET, id="gästen ser inte det som länken inte gäller"),
        pytest.param(L.GÄST, {"på_länken": True}, Å.OFFENTLIGT, id="OSL 8:1 gästen aldrig hemligt"),
        pytest.param(
            L.PERSONALFÖRETRÄDARE, {}, Å.INGET, id="KL 7:13 bara de punkter som rör anställda"
        ),
        pytest.param(
            L.PERSONALFÖRETRÄDARE,
            {"på_länken": True},
            Å.OFFENTLIGT,
            id="KL 7:13 personalföreträdaren får de valda",
        ),
    ],
)
def test_åtkomsten_till_en_punkt(läsare, läge, åtkomst):
    läge = {"jävig": False, "fullmäktige": False} | läge
    prövad = pröva(läsare, **läge)
    assert prövad.åtkomst is åtkomst
    # Bara det som är stängt har en lag att visa, och det har alltid en.
    assert bool(prövad.regel) is (åtkomst is Å.STÄNGD)


FÖRE, EFTER = MÖTET - timedelta(days=7), MÖTET - timedelta(days=2)
SLUTADE = MÖTET - timedelta(days=5)
START = date(2023, 1, 1)


@pytest.mark.parametrize(
    ("mandat", "utfärdad", "kallad", "når"),
    [
        pytest.param((START, None), EFTER, True, True, id="uppdraget varar"),
        pytest.param((START, MÖTET), EFTER, True, True, id="till och med mötets dag"),
        pytest.param((START, SLUTADE), FÖRE, True, True, id="kallad innan uppdraget slutade"),
        pytest.param((START, SLUTADE), SLUTADE, True, True, id="kallad den sista dagen"),
        pytest.param((START, SLUTADE), EFTER, True, False, id="det som kommit sedan"),
        pytest.param((START, SLUTADE), FÖRE, False, False, id="aldrig kallad"),
        pytest.param((SLUTADE, EFTER), FÖRE, True, False, id="innan uppdraget började"),
        pytest.param((MÖTET, None), FÖRE, False, True, id="ny till mötet"),
        pytest.param((MÖTET + timedelta(1), None), FÖRE, True, False, id="börjar efter mötet"),
    ],
)
def test_vad_uppdraget_ger(mandat, utfärdad, kallad, når):
    svar = når_kallelsen(Mandat(*mandat), utfärdad=utfärdad, mötesdag=MÖTET, kallad=kallad)
    assert svar is når


def prövad_länk(läsare=L.GÄST, **läge):
    läge = {
        "i_dag": FÖRE, "till": MÖTET, "mötesdag": MÖTET, "hela_mötet": False, "hemliga": 0,
        "styrelsen_eller_fullmäktige": False,
    } | läge  # fmt: skip  # läses som en tabell
    return [f.lagrum for f in länken(läsare, **läge)]


@pytest.mark.parametrize(
    ("läsare", "läge", "lagrum"),
    [
        pytest.param(L.GÄST, {}, [], id="en punkt till mötet"),
        pytest.param(L.GÄST, {"hela_mötet": True}, [], id="hela mötet"),
        pytest.param(L.GÄST, {"till": FÖRE}, [], id="i dag"),
        pytest.param(L.GÄST, {"till": FÖRE - timedelta(1)}, ["rutin"], id="i går"),
        pytest.param(L.GÄST, {"till": MÖTET + LÄNKEN_GÄLLER}, [], id="så länge det får vara"),
        pytest.param(
            L.GÄST, {"till": MÖTET + LÄNKEN_GÄLLER + timedelta(1)}, ["rutin"], id="en dag för länge"
        ),
        pytest.param(L.GÄST, {"hemliga": 1}, ["8 kap. 1 §"], id="OSL 8:1 hemlig punkt"),
        pytest.param(L.PERSONALFÖRETRÄDARE, {}, [], id="KL 7:13 valda punkter"),
        pytest.param(
            L.PERSONALFÖRETRÄDARE, {"hela_mötet": True}, ["7 kap. 13 §"], id="KL 7:13 hela mötet"
        ),
        pytest.param(
            L.PERSONALFÖRETRÄDARE,
            {"styrelsen_eller_fullmäktige": True},
            ["7 kap. 12 §"],
            id="KL 7:12 inte i styrelsen",
        ),
    ],
)
def test_vad_en_länk_får_ge(läsare, läge, lagrum):
    fynd = prövad_länk(läsare, **läge)
    assert len(fynd) == len(lagrum)
    assert all(del_ in rum for del_, rum in zip(lagrum, fynd, strict=True))
