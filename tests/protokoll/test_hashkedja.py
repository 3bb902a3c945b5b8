"""Hashkedjan: varje ändring av en rad som redan skrivits syns."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from protokoll import hashkedja
from protokoll.hashkedja import START, Länk, granska, i_följd, nästa

HÄNDELSER: list[dict[str, Any]] = [
    {"av": "Željka Čović-Šimić", "val": "godkänner", "paragraf": 27},
    {"av": "Bo Ekfalk", "val": "kommenterar", "paragraf": 27, "text": "Stavfel"},
    {"av": "Bo Ekfalk", "val": "godkänner", "paragraf": 27, "bilagor": [1, 2], "ersätter": None},
    {"av": "Märta Lindéngård", "val": "vägrar", "paragraf": 28, "omedelbart": True},
]


def kedja(händelser: list[dict[str, Any]]) -> list[Länk]:
    svar, summa = [], START
    for händelse in händelser:
        summa = nästa(summa, händelse)
        svar.append(Länk(händelse, summa))
    return svar


HEL = kedja(HÄNDELSER)


def ändrad(nummer: int, **ändringar: Any) -> list[Länk]:
    länkar = list(HEL)
    rad = länkar[nummer - 1]
    länkar[nummer - 1] = replace(rad, händelse={**rad.händelse, **ändringar})
    return länkar


def med_ny_summa(nummer: int, **ändringar: Any) -> list[Länk]:
    """Den som ändrar raden räknar om dess egen summa, men inte de följandes."""
    länkar = ändrad(nummer, **ändringar)
    före = länkar[nummer - 2].summa if nummer > 1 else START
    rad = länkar[nummer - 1]
    länkar[nummer - 1] = replace(rad, summa=nästa(före, rad.händelse))
    return länkar


@pytest.mark.parametrize(
    ("länkar", "nummer"),
    [
        pytest.param(HEL, [], id="hel kedja"),
        pytest.param([], [], id="tom kedja"),
        pytest.param(ändrad(2, text="Stavfe1"), [2], id="ett tecken ändrat"),
        pytest.param(ändrad(1, av="Bo Ekfalk"), [1], id="första radens person utbytt"),
        pytest.param(ändrad(4, val="godkänner"), [4], id="sista radens val ändrat"),
        pytest.param(ändrad(3, nytt=""), [3], id="en nyckel tillagd"),
        pytest.param(ändrad(4, omedelbart=1), [4], id="sant blev ett"),
        pytest.param(ändrad(3, ersätter=""), [3], id="inget blev tomt"),
        pytest.param(med_ny_summa(2, text="x"), [3], id="ändrad med omräknad summa"),
        pytest.param(HEL[1:], [1], id="första raden borttagen"),
        pytest.param(HEL[:1] + HEL[2:], [2], id="en rad i mitten borttagen"),
        pytest.param([HEL[0], HEL[2], HEL[1], HEL[3]], [2, 3, 4], id="två rader har bytt plats"),
        pytest.param([*HEL[:2], HEL[1], *HEL[2:]], [3], id="en rad upprepad"),
        pytest.param(ändrad(1, x=1)[:1] + ändrad(3, x=1)[1:], [1, 3], id="två fel, två fynd"),
    ],
)
def test_granska(länkar: list[Länk], nummer: list[int]) -> None:
    assert [f.nummer for f in granska(länkar)] == nummer


def test_borttagen_sista_rad_syns_mot_den_sparade_summan() -> None:
    assert granska(HEL[:-1]) == []
    assert [f.nummer for f in granska(HEL[:-1], sista=HEL[-1].summa)] == [3]
    assert granska(HEL, sista=HEL[-1].summa) == []


@pytest.mark.parametrize(
    ("händelse", "text"),
    [
        pytest.param({"b": 1, "a": "å"}, '{"a":"å","b":1}', id="nycklar i ordning, å som det är"),
        pytest.param({"a": [True, None]}, '{"a":[true,null]}', id="ja och inget"),
        pytest.param({"a": {"ö": 1, "o": 2}}, '{"a":{"o":2,"ö":1}}', id="också inuti"),
        pytest.param({"a": 'x"\n'}, '{"a":"x\\"\\n"}', id="citat och radbrott"),
    ],
)
def test_kanonisk(händelse: dict[str, Any], text: str) -> None:
    assert hashkedja.kanonisk(händelse) == text
    assert json.loads(text) == händelse


def test_nyckelordningen_spelar_ingen_roll_men_radernas_gör_det() -> None:
    fram, bak = {"a": 1, "b": 2}, {"b": 2, "a": 1}

    assert nästa(START, fram) == nästa(START, bak)
    assert nästa(START, fram) != nästa(nästa(START, fram), fram)


def test_summan_är_densamma_i_morgon() -> None:
    """Sparade kedjor ska gå att granska i alla tider: skrivningen får aldrig ändras."""
    assert nästa(START, {"av": "Bo", "paragraf": 27}) == (
        "7552514b1193da209b10d9ac072eebae7c53cc9565169850af2b021d2eeb13c2"
    )


@pytest.mark.parametrize(
    "händelse",
    [{"tid": date(2026, 3, 18)}, {"tal": 0.1}, {1: "x"}, {"a": [{"b": b"x"}]}, {"a": {2}}],
    ids=str,
)
def test_värden_som_kan_skrivas_på_flera_sätt_vägras(händelse: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        nästa(START, händelse)


@dataclass
class Länkad:
    namn: str
    kedja_före: str
    kedja: str


A, B, C = Länkad("a", START, "1"), Länkad("b", "1", "2"), Länkad("c", "2", "3")
LÖS = Länkad("lös", "9", "10")
RING = Länkad("ring", "2", "1")


@pytest.mark.parametrize(
    ("rader", "väntat"),
    [
        pytest.param([], "", id="ingen"),
        pytest.param([A, B, C], "a b c", id="som de kom"),
        pytest.param([C, B, A], "a b c", id="omvänt"),
        pytest.param([B, A, C], "a b c", id="klockan gick tillbaka"),
        pytest.param([LÖS, C, A, B], "a b c lös", id="en rad som ingen länk leder till"),
        pytest.param([C, A], "a c", id="en rad saknas"),
        pytest.param([RING, B, A], "a b ring", id="en ring tar slut"),
    ],
)
def test_länkarna_säger_följden_och_inte_klockan(rader: list[Länkad], väntat: str) -> None:
    assert " ".join(r.namn for r in i_följd(rader)) == väntat
