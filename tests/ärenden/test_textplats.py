"""Var en anteckning sitter, i pappret och i nästa version av det."""

import pytest

from ärenden.textplats import Funnen, Textplats, bitar, hitta, placera

FÖRSTA = "Nämnden beslutar att höja\ntaxan. Taxan gäller från mars."
ANDRA = "Nämnden beslutar att sänka taxan. Kostnaden är två miljoner."


@pytest.mark.parametrize(
    ("citat", "runt", "plats"),
    [
        pytest.param(
            "höja taxan", {},
            ("höja taxan", "Nämnden beslutar att", ". Taxan gäller från mars."),
            id="över en radbrytning",
        ),
        pytest.param(
            "höja\n  taxan", {},
            ("höja taxan", "Nämnden beslutar att", ". Taxan gäller från mars."),
            id="med läsarens egna mellanrum",
        ),
        pytest.param(
            "axan", {"före": "mars T"},
            ("axan", "Nämnden beslutar att höja taxan. T", "gäller från mars."),
            id="tecknet före avgör",
        ),
        pytest.param(
            "axan", {}, ("axan", "Nämnden beslutar att höja t", ". Taxan gäller från mars."),
            id="det första när inget runt om skiljer",
        ),
        pytest.param(
            "axan", {"efter": " gäller"},
            ("axan", "Nämnden beslutar att höja taxan. T", "gäller från mars."),
            id="det som står efter avgör",
        ),
        pytest.param(
            "hö- ja taxan", {}, ("höja taxan", "Nämnden beslutar att", ". Taxan gäller från mars."),
            id="avstavat i PDF:en",
        ),
        pytest.param("", {}, ("", "", "Nämnden beslutar att höja taxan. Taxan gäller från mars."),
                     id="hela sidan"),
        pytest.param("sänka taxan", {}, None, id="texten står på en annan sida"),
    ],
)  # fmt: skip  # läses som en tabell
def test_platsen_läses_ur_sidan(citat, runt, plats):
    svar = placera([FÖRSTA, ANDRA], 1, citat, **runt)
    assert (svar and (svar.citat, svar.före, svar.efter)) == plats


@pytest.mark.parametrize("sida", [0, 3])
def test_en_sida_som_inte_finns_är_ingen_plats(sida):
    assert placera([FÖRSTA, ANDRA], sida, "") is None


@pytest.mark.parametrize(
    ("sidor", "sida", "citat", "funnen"),
    [
        pytest.param([FÖRSTA], 1, "höja taxan", (1, "höja\ntaxan"), id="samma papper"),
        pytest.param(
            ["Försättsblad.", FÖRSTA], 1, "höja taxan", (2, "höja\ntaxan"), id="en sida till före"
        ),
        pytest.param(
            ["Ny  inledning. Nämnden beslutar att höja taxan. Taxan gäller"], 1, "höja taxan",
            (1, "höja taxan"), id="ny text före på sidan",
        ),
        pytest.param([ANDRA], 1, "höja taxan", None, id="texten är borta"),
        pytest.param(
            ["Taxan. " * 3 + FÖRSTA], 1, "Taxan gäller", (1, "Taxan gäller"),
            id="stället med samma omgivning bland flera",
        ),
        pytest.param([ANDRA, FÖRSTA], 1, "", (2, ""), id="hela sidan har flyttat"),
        pytest.param([ANDRA], 1, "", None, id="hela sidan är borta"),
    ],
)  # fmt: skip  # läses som en tabell
def test_platsen_hittas_i_det_som_gäller_nu(sidor, sida, citat, funnen):
    plats = placera([FÖRSTA], sida, citat)
    assert plats
    svar = hitta(sidor, plats)
    assert (svar and (svar.sida, sidor[svar.sida - 1][svar.från : svar.till])) == funnen


def test_lika_ställen_skiljs_på_omgivningen_och_sedan_på_sidan():
    sidor = ["ja nej ja", "före nej efter", "ja nej ja"]
    assert hitta(sidor, Textplats(1, "nej", "före", "efter")) == Funnen(2, 5, 8)
    assert hitta(sidor, Textplats(3, "nej", "ja", "ja")) == Funnen(3, 3, 6)


def test_en_sida_utan_text_känns_igen_på_sitt_nummer():
    plats = placera(["", ""], 2, "")
    assert plats
    assert hitta(["", ""], plats) == Funnen(2, 0, 0)
    assert hitta([""], plats) is None


def test_markeringar_får_gå_över_varandra():
    delar = bitar("abcdef", [("x", 1, 4), ("y", 3, 5)])
    assert [(b.text, b.märken) for b in delar] == [
        ("a", ()), ("bc", ("x",)), ("d", ("x", "y")), ("e", ("y",)), ("f", ())
    ]  # fmt: skip  # läses som en tabell
    assert bitar("", []) == []
