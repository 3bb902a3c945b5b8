"""Vad som skiljer två versioner, och hur två texter förs ihop efter en krock."""

import pytest

from ärenden import skrivelseskillnad
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.skrivelseskillnad import Rad
from ärenden.textskillnad import Bit

HUVUD = [("adressat", "Mottagare")]
AVSNITT = [("1", "Förslag", "satser"), ("2", "Bakgrund", "text"), ("3", "Bilagor", "rader")]


def text(bakgrund: str, **fält) -> Innehåll:
    return Innehåll(**{"rubrik": "Taxa", "avsnitt": {"2": bakgrund}} | fält)


def rutor(före: Innehåll, efter: Innehåll) -> list[skrivelseskillnad.Ruta]:
    return skrivelseskillnad.rutor(före, efter, huvud=HUVUD, avsnitt=AVSNITT)


def lika(text: str, **fält) -> Rad:
    return Rad("stycke", (Bit(text),), **fält)


@pytest.mark.parametrize(
    ("före", "efter", "rader"),
    [
        ("A.\n\nB.", "A.", (lika("A."), Rad("stycke", (Bit("B.", struken=True),)))),
        ("A.", "A.\n\n- B", (lika("A."), Rad("punkt", (Bit("B", tillagd=True),)))),
        (
            "Ett två",
            "Ett tre",
            (Rad("stycke", (Bit("Ett "), Bit("två", struken=True), Bit("tre", tillagd=True))),),
        ),
        ("Ett", "**Ett**", (lika("Ett", utseende=True),)),
        (
            "Ett",
            "## Ett",
            (
                Rad("stycke", (Bit("Ett", struken=True),)),
                Rad("rubrik", (Bit("Ett", tillagd=True),)),
            ),
        ),
        (
            "| A | B |\n|---|---|\n| 1 | 2 |",
            "| A | B |\n|---|---|\n| 1 | 3 |",
            (
                Rad("tabellrad", (Bit("A | B"),)),
                Rad("tabellrad", (Bit("1 | "), Bit("2", struken=True), Bit("3", tillagd=True))),
            ),
        ),
    ],
)
def test_skillnaden_i_löpande_text(före: str, efter: str, rader: tuple[Rad, ...]) -> None:
    (ruta,) = rutor(text(före), text(efter))

    assert ruta.rubrik == "Bakgrund"
    assert ruta.rader == rader


def test_bara_det_som_skiljer_räknas_upp() -> None:
    före = text("A", satser=("Ett.",), huvud={"adressat": "KS"})
    efter = text("A", satser=("Ett.", "Två."), rubrik="Ny", huvud={"adressat": "KF"})

    assert [r.nyckel for r in rutor(före, efter)] == ["rubrik", "huvud_adressat", "satser"]
    assert rutor(före, före) == []


MITT = Innehåll("Min", {"adressat": "KS"}, ("a", "b"), {"2": "Mitt.", "3": "x"})
DERAS = Innehåll("Deras", {"adressat": "KF"}, ("b", "c"), {"2": "Deras.", "3": "y"})


@pytest.mark.parametrize(
    ("val", "blir"),
    [
        ({}, MITT),
        ({"rubrik": "mitt", "avsnitt_2": "mitt", "satser": "mitt"}, MITT),
        (
            {"rubrik": "deras", "huvud_adressat": "deras", "satser": "deras"}
            | {"avsnitt_2": "deras", "avsnitt_3": "deras"},
            DERAS,
        ),
        (
            {"satser": "bada", "avsnitt_2": "bada"},
            Innehåll(
                "Min",
                {"adressat": "KS"},
                ("b", "c", "a"),
                {"2": "Deras.\n\nMitt.", "3": "x"},
            ),
        ),
        ({"avsnitt_2": "hittepå", "annat": "deras"}, MITT),
    ],
)
def test_texterna_förs_ihop_ruta_för_ruta(val: dict[str, str], blir: Innehåll) -> None:
    assert skrivelseskillnad.för_ihop(MITT, DERAS, val) == blir


GRUND = Innehåll("Förr", {"adressat": "KS"}, ("a", "b"), {"2": "Förr.", "3": "x"})


@pytest.mark.parametrize(
    ("grund", "krockande", "andras"),
    [
        # Utan grund går det inte att veta vem som ändrat.
        (None, ["rubrik", "satser", "huvud_adressat", "avsnitt_2", "avsnitt_3"], []),
        (MITT, [], ["rubrik", "satser", "huvud_adressat", "avsnitt_2", "avsnitt_3"]),
        (DERAS, [], []),
        (GRUND, ["rubrik", "avsnitt_2"], ["satser", "huvud_adressat", "avsnitt_3"]),
    ],
    ids=["utan-grund", "bara-de", "bara-jag", "båda"],
)
def test_bara_det_som_båda_har_ändrat_krockar(
    grund: Innehåll | None, krockande: list[str], andras: list[str]
) -> None:
    ihop = skrivelseskillnad.slå_ihop(grund, MITT, DERAS)

    assert (list(ihop.krockande), list(ihop.andras)) == (krockande, andras)
    if grund == GRUND:
        assert ihop.innehåll == Innehåll(
            "Min", {"adressat": "KF"}, ("b", "c"), {"2": "Mitt.", "3": "y"}
        )


def test_samma_ändring_är_ingen_krock_och_en_tömd_ruta_är_en_ändring() -> None:
    tömd = Innehåll("Förr", avsnitt={"2": ""})

    assert skrivelseskillnad.slå_ihop(GRUND, MITT, MITT).krockande == ()
    assert "avsnitt_2" in skrivelseskillnad.slå_ihop(GRUND, MITT, tömd).krockande
    assert skrivelseskillnad.slå_ihop(GRUND, GRUND, tömd).innehåll.text("2") == ""


@pytest.mark.parametrize(
    ("nyckel", "förval"),
    [("rubrik", ""), ("huvud_adressat", ""), ("avsnitt_2", "bada"), ("satser", "bada")],
)
def test_inget_förval_skriver_över_den_andra(nyckel: str, förval: str) -> None:
    assert skrivelseskillnad.förval(nyckel) == förval
