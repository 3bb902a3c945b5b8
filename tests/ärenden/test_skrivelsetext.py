"""Skrivelsens text blir delar: uppmärkningen läses, allt annat står som det skrevs."""

import pytest

from ärenden import radordning, skrivelsetext
from ärenden.skrivelsetext import Bild, Bit, Block, Cell


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
        (
            "Se^[SOU 2021:1, *s. 3*] **a**^[b]",
            (
                stycke(
                    Bit("Se"),
                    Bit("SOU 2021:1, *s. 3*", fotnot=1),
                    Bit(" "),
                    Bit("a", fet=True),
                    Bit("b", fotnot=2),
                ),
            ),
        ),
        ("^[] och ^[ ]", (stycke(Bit("^[] och ^[ ]")),)),
        ("![Karta](bild:7)", (Block("bild", bild=Bild(7, "Karta")),)),
        ("![-](bild:7)", (Block("bild", bild=Bild(7, "")),)),
        ("![](bild:saknas)", (Block("bild", bild=Bild(None, None)),)),
        # En bild är ett stycke för sig; mitt i en mening är tecknen vanlig text.
        ("Se ![k](bild:7)", (stycke(Bit("Se ![k](bild:7)")),)),
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


def test_fotnoterna_numreras_vidare_och_adresserna_i_dem_är_länkar() -> None:
    text = "- a^[Ett: https://a.se/x?b=1.]\n\n| A |\n|---|\n| b^[två] |"

    noter = list(skrivelsetext.noter(skrivelsetext.läs(text, första_not=4)))

    assert [n.fotnot for n in noter] == [4, 5]
    assert noter[0].notens_bitar == (
        Bit("Ett: "),
        Bit("https://a.se/x?b=1", länk="https://a.se/x?b=1"),
        Bit("."),
    )
    assert skrivelsetext.antal_noter(text) == 2


def test_en_bild_finns_där_adresserna_säger() -> None:
    text = "![a](bild:1)\n\n- b\n\n  ![c](bild:2)"

    yttre, lista = skrivelsetext.läs(text, adresser={1: "/ett/"})

    assert yttre.bild == Bild(1, "a", "/ett/")
    assert lista.punkter[0][1].bild == Bild(2, "c", "")
    assert [b.nummer for b in skrivelsetext.bilder(text)] == [1, 2]


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
