"""Skrivelsens text blir delar: uppmärkningen läses, allt annat står som det skrevs."""

import pytest

from ärenden import radordning, skrivelsetext
from ärenden.skrivelsetext import Bit, Block, Cell


def stycke(*bitar: Bit) -> Block:
    return Block("stycke", bitar)


@pytest.mark.parametrize(
    ("text", "delar"),
    [
        ("", ()),
        ("Ett.\n\nTvå.", (stycke(Bit("Ett.")), stycke(Bit("Två.")))),
        ("Ett\nTvå", (stycke(Bit("Ett"), Bit("Två", ny_rad=True)),)),
        (
            "**Fet** och *kursiv* och ***båda***",
            (
                stycke(
                    Bit("Fet", fet=True),
                    Bit(" och "),
                    Bit("kursiv", kursiv=True),
                    Bit(" och "),
                    Bit("båda", fet=True, kursiv=True),
                ),
            ),
        ),
        ("# Stor", (Block("rubrik", (Bit("Stor"),), nivå=3),)),
        ("### Liten", (Block("rubrik", (Bit("Liten"),), nivå=4),)),
        (
            "- a\n- b",
            (Block("punkter", punkter=((stycke(Bit("a")),), (stycke(Bit("b")),))),),
        ),
        ("3. c", (Block("numrerad", börjar=3, punkter=((stycke(Bit("c")),),)),)),
        (
            "| År | Kr |\n|---|---:|\n| 2026 | 45 |",
            (
                Block(
                    "tabell",
                    huvud=(Cell((Bit("År"),)), Cell((Bit("Kr"),), tal=True)),
                    rader=((Cell((Bit("2026"),)), Cell((Bit("45"),), tal=True)),),
                ),
            ),
        ),
        (
            "[§ 80](/protokoll/1/) [e](mailto:a@b.se)",
            (stycke(Bit("§ 80", länk="/protokoll/1/"), Bit(" "), Bit("e", länk="mailto:a@b.se")),),
        ),
        ("a{}**(b)**{}c", (stycke(Bit("a"), Bit("(b)", fet=True), Bit("c")),)),
        # Det som inte är uppmärkning står kvar, tecken för tecken.
        ("<script>alert(1)</script>", (stycke(Bit("<script>alert(1)</script>")),)),
        ("[text](javascript:x)", (stycke(Bit("[text](javascript:x)")),)),
        ("[text](//x.se)", (stycke(Bit("[text](//x.se)")),)),
        ('[text](http://x.se "t")', (stycke(Bit('[text](http://x.se "t")')),)),
        ("[](http://x.se)", (stycke(Bit("[](http://x.se)")),)),
        ("![bild](http://x.se)", (stycke(Bit("!"), Bit("bild", länk="http://x.se")),)),
        ("[a]: http://x.se", (stycke(Bit("[a]: http://x.se")),)),
        ("&nbsp;&lt;", (stycke(Bit("&nbsp;&lt;")),)),
        ("    indraget", (stycke(Bit("indraget")),)),
        ("2 * 3 * 4 och under_strecket_här", (stycke(Bit("2 * 3 * 4 och under_strecket_här")),)),
        ("Rad\n---", (stycke(Bit("Rad"), Bit("---", ny_rad=True)),)),
    ],
)
def test_texten_blir_delar(text: str, delar: tuple[Block, ...]) -> None:
    assert skrivelsetext.läs(text) == delar


def test_en_lista_i_en_lista() -> None:
    (yttre,) = skrivelsetext.läs("- a\n  1. b")

    (punkt,) = yttre.punkter
    assert [b.sort for b in punkt] == ["stycke", "numrerad"]


@pytest.mark.parametrize(
    ("text", "rader"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", []),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", [3]),
        ("a | b\n---|---\n1 | 2 | 3\n4 | 5", [3]),
        ("| a | b |\n|---|---|\n| 1 \\| 2 | 3 |", []),
        ("Före\n\n| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |", [6]),
        ("Inget | streck | är en tabell", []),
    ],
)
def test_en_kolumn_utanför_rubrikraden_upptäcks(text: str, rader: list[int]) -> None:
    assert skrivelsetext.för_breda_rader(text) == rader


@pytest.mark.parametrize(
    ("gör", "efter"),
    [
        ("ny", ["a", "b", "c", ""]),
        ("upp-1", ["b", "a", "c"]),
        ("upp-0", ["a", "b", "c"]),
        ("ned-1", ["a", "c", "b"]),
        ("ned-2", ["a", "b", "c"]),
        ("bort-0", ["b", "c"]),
        ("bort-9", ["a", "b", "c"]),
        ("bort--1", ["a", "b", "c"]),
        ("bort-²", ["a", "b", "c"]),
        ("spara", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_raderna_ordnas_om(gör: str, efter: list[str]) -> None:
    assert radordning.ordna(["a", "b", "c"], gör, "") == efter
