"""Tidplanen: när punkterna beräknas börja, och när mötet beräknas sluta."""

from __future__ import annotations

from datetime import time

import pytest

from nämnd.tidplan import Post, Tidplan, beräkna

HELA = [(time(13), time(17))]
MED_PAUS = [(time(13), time(14)), (time(14, 30), time(17))]


@pytest.mark.parametrize(
    ("spann", "poster", "väntat"),
    [
        pytest.param(
            HELA,
            [Post(), Post(minuter=20), Post(minuter=10)],
            Tidplan(("", "13.00", "13.20"), "13.30", 0),
            id="den som saknar minuter tar ingen tid och får inget klockslag",
        ),
        pytest.param(
            HELA,
            [Post(minuter=5), Post("15.30–16.00", 30), Post(minuter=15)],
            Tidplan(("13.00", "15.30", "16.00"), "16.15", 0),
            id="ett eget klockslag väntas in",
        ),
        pytest.param(
            HELA,
            [Post(minuter=60), Post("13.30", 10)],
            Tidplan(("13.00", "14.00"), "14.10", 0),
            id="mötet går inte tillbaka till ett klockslag som har passerat",
        ),
        pytest.param(
            MED_PAUS,
            [Post(minuter=60), Post(minuter=10)],
            Tidplan(("13.00", "14.30"), "14.40", 0),
            id="ajourneringen hoppas över",
        ),
        pytest.param(
            HELA,
            [Post(minuter=250)],
            Tidplan(("13.00",), "17.10", 10),
            id="längre än mötet",
        ),
        pytest.param(
            [(time(18), None)],
            [Post("efter lunch", 400)],
            Tidplan(("18.00",), "00.40", 0),
            id="utan sluttid och över midnatt",
        ),
        pytest.param(HELA, [Post("13.05")], Tidplan(("",), "", 0), id="inga minuter alls"),
        pytest.param([], [Post(minuter=5)], Tidplan(("",), "", 0), id="mötet saknar tid"),
    ],
)
def test_tidplanen(spann, poster, väntat) -> None:
    assert beräkna(spann, poster) == väntat
