"""När en handling har kommit in (FL 22 §)."""

from datetime import date

import pytest

from ärenden.ankomstdag import Väg, ankomstdag

MÅNDAG = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("väg", "nådde", "osannolikt", "väntat"),
    [
        pytest.param(Väg.EPOST, date(2026, 3, 1), False, date(2026, 3, 1), id="22 § 1 st söndag"),
        pytest.param(Väg.EPOST, MÅNDAG, False, MÅNDAG, id="22 § 1 st e-post en måndag"),
        pytest.param(Väg.LÄMNAD, MÅNDAG, False, MÅNDAG, id="22 § 1 st över disk"),
        pytest.param(Väg.EPOST, date(2026, 12, 25), False, date(2026, 12, 25), id="22 § 1 st jul"),
        pytest.param(Väg.POST, date(2026, 3, 3), False, MÅNDAG, id="22 § 2 st tisdag"),
        pytest.param(Väg.POST, MÅNDAG, False, date(2026, 2, 27), id="22 § 2 st måndag blir fredag"),
        pytest.param(
            Väg.POST, date(2026, 4, 7), False, date(2026, 4, 2), id="22 § 2 st efter påsk"
        ),
        pytest.param(
            Väg.POST, date(2026, 6, 22), False, date(2026, 6, 18), id="22 § 2 st efter midsommar"
        ),
        pytest.param(
            Väg.POST, date(2027, 1, 4), False, date(2026, 12, 30), id="22 § 2 st efter nyår"
        ),
        pytest.param(Väg.POST, MÅNDAG, True, MÅNDAG, id="22 § 2 st osannolikt"),
        pytest.param(Väg.POSTLÅDA, MÅNDAG, False, date(2026, 2, 27), id="22 § 3 st postlådan"),
        pytest.param(Väg.POSTLÅDA, MÅNDAG, True, date(2026, 2, 27), id="22 § 3 st utan undantag"),
    ],
)
def test_ankomstdagen(väg, nådde, osannolikt, väntat):
    assert ankomstdag(väg, nådde, osannolikt=osannolikt) == väntat


def test_varje_väg_har_lagens_ord():
    assert {v: v.lagtext.split()[0] for v in Väg} == {
        Väg.EPOST: "”En", Väg.LÄMNAD: "”En", Väg.POST: "”Om", Väg.POSTLÅDA: "”En"
    }  # fmt: skip  # en tabell
    assert len({v.lagtext for v in Väg}) == 3
