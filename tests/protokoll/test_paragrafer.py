"""Paragrafspann: skrivna och lästa (KL 5 kap. 66 §, vilka som har tjänstgjort)."""

import random

import pytest

from protokoll.paragrafnummer import (
    OläsligaParagrafer,
    Spann,
    enskilda,
    läs_paragrafer,
    omfattningar,
    punkter_i_delar,
    samla,
    skriv_paragrafer,
)

HÅRT = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "spann"),
    [
        ("141-143, 145-159", ((141, 143), (145, 159))),
        ("141–143,145–159", ((141, 143), (145, 159))),
        ("141—143 och 145—159", ((141, 143), (145, 159))),
        ("141−143, och 145\N{NON-BREAKING HYPHEN}159", ((141, 143), (145, 159))),
        (f"§§{HÅRT}141–143, 145–159", ((141, 143), (145, 159))),
        ("§§141-143 OCH §§ 145-159", ((141, 143), (145, 159))),
        ("§ 14-22", ((14, 22),)),
        ("§ 14 – § 22", ((14, 22),)),
        (" § 13 ", ((13, 13),)),
        ("013", ((13, 13),)),
        ("170, 172-184", ((170, 170), (172, 184))),
        ("172-184, 170", ((170, 170), (172, 184))),
        ("13 och 14", ((13, 14),)),
        ("13-15, 14-18", ((13, 18),)),
        ("", ()),
        ("  ", ()),
    ],
    ids=lambda värde: f"KL 5:66 {värde!r}" if isinstance(värde, str) else "",
)
def test_läs(text: str, spann: tuple[Spann, ...]) -> None:
    assert läs_paragrafer(text) == spann


@pytest.mark.parametrize(
    ("text", "spann"),
    [
        ("t.o.m. § 48", ((40, 48),)),
        ("T.o.m. 48", ((40, 48),)),
        ("t. o. m. § 48", ((40, 48),)),
        ("tom § 48", ((40, 48),)),
        ("till och med § 48", ((40, 48),)),
        ("fr.o.m. § 49", ((49, 60),)),
        ("from 49", ((49, 60),)),
        (f"från och med §{HÅRT}49", ((49, 60),)),
        ("fr.o.m. § 49 t.o.m. § 52", ((49, 52),)),
        ("t.o.m. § 42, 45 och fr.o.m. § 58", ((40, 42), (45, 45), (58, 60))),
    ],
    ids=lambda värde: f"KL 5:66 {värde!r}" if isinstance(värde, str) else "",
)
def test_läs_från_och_till(text: str, spann: tuple[Spann, ...]) -> None:
    assert läs_paragrafer(text, första=40, sista=60) == spann


@pytest.mark.parametrize(
    ("text", "ord_"),
    [
        ("alla", "går inte att läsa"),
        ("13,", "går inte att läsa"),
        (", 13", "går inte att läsa"),
        ("och", "går inte att läsa"),
        ("13-", "går inte att läsa"),
        ("13-15-17", "går inte att läsa"),
        ("13 15", "går inte att läsa"),
        ("§", "går inte att läsa"),
        ("0", "går inte att läsa"),
        ("-3", "går inte att läsa"),
        ("1234567", "går inte att läsa"),
        ("ej § 13", "går inte att läsa"),
        ("143-141", "slutar före"),
        ("t.o.m. § 48", "mötets paragrafer"),
        ("fr.o.m. § 49", "mötets paragrafer"),
        ("fr.o.m. § 52 t.o.m. § 49", "slutar före"),
    ],
    ids=lambda värde: f"KL 5:66 {värde!r}",
)
def test_oläslig_text_säger_vilken(text: str, ord_: str) -> None:
    with pytest.raises(OläsligaParagrafer, match=ord_):
        läs_paragrafer(text)


def test_felet_visar_hela_texten_som_den_skrevs() -> None:
    with pytest.raises(OläsligaParagrafer, match="”141-143, Nej”"):
        läs_paragrafer("141-143, Nej")


@pytest.mark.parametrize(
    ("nummer", "utan", "med"),
    [
        ([141, 142, 143, *range(145, 160)], "141–143, 145–159", f"§§{HÅRT}141–143, 145–159"),
        ([13], "13", f"§{HÅRT}13"),
        ([13, 13], "13", f"§{HÅRT}13"),
        ([13, 14], "13–14", f"§§{HÅRT}13–14"),
        ([170, 13], "13, 170", f"§§{HÅRT}13, 170"),
        ([], "", ""),
    ],
    ids=["KL 5:66 två spann", "en", "dubbel", "två i följd", "oordnade", "inga"],
)
def test_skriv(nummer: list[int], utan: str, med: str) -> None:
    assert skriv_paragrafer(nummer) == utan
    assert skriv_paragrafer(nummer, tecken=True) == med


@pytest.mark.parametrize("frö", range(40), ids=lambda frö: f"KL 5:66 frö {frö}")
def test_skrivet_läses_tillbaka(frö: int) -> None:
    slump = random.Random(frö)
    nummer = slump.sample(range(1, 1000), k=slump.randint(0, 60))
    nummer += [n + 1 for n in nummer]

    for tecken in (False, True):
        spann = läs_paragrafer(skriv_paragrafer(nummer, tecken=tecken))

        assert spann == samla(nummer)
        assert enskilda(spann) == tuple(sorted(set(nummer)))
        assert skriv_paragrafer(enskilda(spann)) == skriv_paragrafer(nummer)


EGET, UPPÅT = "i det egna beslutet", "i förslaget till kommunfullmäktige"


@pytest.mark.parametrize(
    ("nummer", "delar", "text"),
    [
        ([1, 3], [(EGET, 3)], "punkterna 1 och 3"),
        ([2], [(UPPÅT, 2)], "punkt 2"),
        ([2], [(EGET, 2), (UPPÅT, 0)], "punkt 2"),
        ([3], [(EGET, 2), (UPPÅT, 2)], f"punkt 1 {UPPÅT}"),
        ([1, 3, 4], [(EGET, 2), (UPPÅT, 2)], f"punkt 1 {EGET} och punkterna 1 och 2 {UPPÅT}"),
    ],
    ids=["ett beslut", "bara förslaget", "del utan satser", "i förslaget", "i båda"],
)
def test_punkten_heter_som_den_trycks_i_sin_del(nummer, delar, text) -> None:
    assert punkter_i_delar(nummer, delar) == text


@pytest.mark.parametrize(
    ("spann", "delvis", "text"),
    [
        ("1-3", {}, f"§§{HÅRT}1–3"),
        ("2", {2: "punkt 1"}, f"§{HÅRT}2 punkt 1"),
        ("1-3, 5", {2: "punkt 1"}, f"§§{HÅRT}1, 3, 5 och §{HÅRT}2 punkt 1"),
        ("2, 4", {2: "punkt 1", 4: "punkt 3"}, f"§{HÅRT}2 punkt 1 och §{HÅRT}4 punkt 3"),
    ],
    ids=["hela", "en punkt", "hela och en punkt", "punkter i två"],
)
def test_det_som_justeras_i_ord_KL_8_12(spann, delvis, text) -> None:
    assert omfattningar(spann, delvis) == text
