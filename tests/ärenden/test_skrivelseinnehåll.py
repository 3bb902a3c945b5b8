"""Vad som saknas i en skrivelse: en tabell över fallen, med det som hindrar och det som varnar."""

import pytest

from ärenden.mallstilar import STILAR, Avsnittsslag
from ärenden.skrivelseinnehåll import SAMMANFATTNING_TECKEN, Avsnittskrav, Innehåll, brister

KRAV = (
    Avsnittskrav("1", "Förslag", Avsnittsslag.FÖRSLAG, obligatoriskt=True),
    Avsnittskrav("2", "Sammanfattning", Avsnittsslag.SAMMANFATTNING, obligatoriskt=True),
    Avsnittskrav(
        "3",
        "Barnets bästa",
        Avsnittsslag.TEXT,
        obligatoriskt=True,
        hjälp="Hur barn påverkas.",
        lagrum="artikel 3 i barnkonventionen",
    ),
    Avsnittskrav("4", "Jämställdhet", Avsnittsslag.TEXT),
    Avsnittskrav("5", "Bilagor", Avsnittsslag.LISTA),
    Avsnittskrav("6", "Skickas till", Avsnittsslag.MOTTAGARE, lagrum="33 § förvaltningslagen"),
)
HELT = {"2": "Kort.", "3": "Barn berörs inte.", "6": "Ekonomienheten"}
BRED = "| a | b |\n|---|---|\n| 1 | 2 | 3 |"
STOPPAR, VARNAR = True, False


@pytest.mark.parametrize(
    ("ändrat", "väntat"),
    [
        ({}, []),
        ({"rubrik": "  "}, [(STOPPAR, "rubrik")]),
        ({"satser": ()}, [(STOPPAR, "satser")]),
        ({"satser": ("", "  ")}, [(STOPPAR, "satser")]),
        ({"satser": ("Bifall.", "Bifall. ")}, [(VARNAR, "satser")]),
        ({"2": ""}, [(STOPPAR, "avsnitt_2")]),
        ({"2": "x" * SAMMANFATTNING_TECKEN}, []),
        ({"2": "x" * (SAMMANFATTNING_TECKEN + 1)}, [(VARNAR, "avsnitt_2")]),
        ({"3": " \n "}, [(STOPPAR, "avsnitt_3")]),
        ({"4": BRED}, [(STOPPAR, "avsnitt_4")]),
        # I en lista är strecken vanliga tecken.
        ({"5": BRED}, []),
        ({"6": ""}, [(VARNAR, "avsnitt_6")]),
        ({"2": "", "6": ""}, [(STOPPAR, "avsnitt_2"), (VARNAR, "avsnitt_6")]),
    ],
    ids=[
        *("inget saknas", "ingen rubrik", "ingen sats", "bara tomma satser", "två lika satser"),
        *("tom sammanfattning", "sammanfattning på gränsen", "för lång sammanfattning"),
        *("bara blanktecken", "tabell med en kolumn för mycket", "streck i en lista"),
        *("ingen mottagare (33 § FL)", "flera på en gång"),
    ],
)
def test_vad_som_saknas(ändrat: dict, väntat: list[tuple[bool, str]]) -> None:
    fält = dict(ändrat)
    innehåll = Innehåll(
        rubrik=fält.pop("rubrik", "Taxan"),
        satser=fält.pop("satser", ("Taxan antas.",)),
        avsnitt=HELT | fält,
    )

    funna = brister(innehåll, KRAV, mall="Nämndens mall, version 1")

    assert [(b.stoppar, b.fält) for b in funna] == väntat
    assert all(b.text and b.regel and b.lagrum for b in funna)


def test_bristen_bär_avsnittets_lagrum_annars_mallens_version() -> None:
    innehåll = Innehåll("Taxan", {}, ("Taxan antas.",), {})

    lagrum = {b.fält: b.lagrum for b in brister(innehåll, KRAV, mall="Nämndens mall, version 3")}

    assert lagrum["avsnitt_3"] == "artikel 3 i barnkonventionen"
    assert lagrum["avsnitt_2"] == "Nämndens mall, version 3"


def test_innehållet_är_sig_likt_efter_lagring() -> None:
    innehåll = Innehåll("Taxan", {"adressat": "SKR"}, ("Ett.", ""), {"2": "Text\n\nmer"})

    assert Innehåll.ur_json(innehåll.som_json()) == innehåll


@pytest.mark.parametrize("stil", STILAR, ids=lambda s: s.nyckel)
def test_varje_stil_har_förslag_sammanfattning_och_mottagare(stil) -> None:
    slag = [a.slag for a in stil.avsnitt]

    for ett in (Avsnittsslag.FÖRSLAG, Avsnittsslag.SAMMANFATTNING, Avsnittsslag.MOTTAGARE):
        assert slag.count(ett) == 1
    assert len({a.rubrik for a in stil.avsnitt}) == len(stil.avsnitt)
    assert all(a.hjälp for a in stil.avsnitt)
