"""Numren på listan räknas ur ordningen."""

import pytest

from nämnd.numrering import Rad, numrera, spann

BOKSTÄVER = [*"abcdefghijklmnopqrstuvwxyz", "aa"]


@pytest.mark.parametrize(
    ("rader", "första", "väntat"),
    [
        ([Rad(), Rad(), Rad()], 1, ["1", "2", "3"]),
        ([Rad(), Rad()], 0, ["0", "1"]),
        ([Rad(), Rad(utan=True), Rad()], 1, ["1", "", "2"]),
        ([Rad(), Rad(eget="19"), Rad()], 1, ["1", "19", "20"]),
        ([Rad(eget="4a"), Rad()], 1, ["4a", "5"]),
        ([Rad(), Rad(inre=14), Rad()], 1, ["1", "2-15", "16"]),
        ([Rad(inre=1), Rad()], 1, ["1", "2"]),
        ([Rad(eget="5", till="18"), Rad()], 1, ["5-18", "19"]),
        ([Rad(eget="A"), Rad()], 3, ["A", "4"]),
        ([Rad(), Rad(), *[Rad(under=True)] * 2, Rad()], 4, ["4", "5", "5 a", "5 b", "6"]),
        ([Rad(), Rad(under=True), Rad(), Rad(under=True)], 1, ["1", "1 a", "2", "2 a"]),
        ([Rad(under=True), Rad()], 1, ["1", "2"]),
        ([Rad(utan=True), Rad(under=True), Rad()], 1, ["", "", "1"]),
        ([Rad(), *[Rad(under=True)] * 27], 7, ["7", *(f"7 {b}" for b in BOKSTÄVER)]),
        ([], 1, []),
    ],
    ids=[
        "löpande", "från noll", "utan nummer räknas inte", "eget nummer flyttar räkningen",
        "nummer med bokstav", "följd av hemliga", "följd av en", "importerad följd",
        "nummer utan siffra", "underpunkter", "underpunkterna börjar om", "inget ovanför",
        "under en utan nummer", "fler än alfabetet", "tom lista",
    ],
)  # fmt: skip  # id:na i en rad per idé
def test_numren(rader, första, väntat):
    nummer = [n.text for n in numrera(rader, första=första)]
    assert [n.replace("\N{NO-BREAK SPACE}", " ") for n in nummer] == väntat


def test_numret_trycks_med_punkt():
    ensam, följd, utan = numrera([Rad(), Rad(inre=3), Rad(utan=True)])
    assert (ensam.tryckt, följd.tryckt, utan.tryckt) == ("1.", "2.–4.", "")


@pytest.mark.parametrize(
    ("nummer", "väntat"),
    [
        pytest.param(["12", "13", "15"], "12–13, 15", id="följd och ensamt"),
        pytest.param(["4", "4a", "5–18", "19"], "4, 4a, 5–18, 19", id="bokstav och samlad rad"),
        pytest.param([], "", id="inga"),
    ],
)
def test_numren_kort(nummer, väntat):
    assert spann(nummer) == väntat
