"""Remissens tider (26 § förvaltningslagen)."""

from datetime import date

import pytest

from ärenden import remisstid
from ärenden.remisstid import Läge, Påminnelse

SISTA = date(2026, 12, 18)
SÄND = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("idag", "svarat", "avstår", "läge"),
    [
        (date(2026, 12, 1), False, False, Läge.VÄNTAR),
        (SISTA, False, False, Läge.VÄNTAR),
        (date(2026, 12, 19), False, False, Läge.FÖRSENAT),
        (date(2026, 12, 19), True, False, Läge.SVARAT),
        (date(2026, 12, 19), False, True, Läge.AVSTOD),
    ],
    ids=[
        "FL 26 § före",
        "FL 26 § sista dagen räknas in",
        "FL 26 § dagen efter",
        "svarat",
        "avstår",
    ],
)
def test_hur_det_står_till_med_svaret(idag: date, svarat: bool, avstår: bool, läge: Läge) -> None:
    assert remisstid.läge(SISTA, idag, har_svarat=svarat, avstår=avstår) == läge


@pytest.mark.parametrize(
    ("sänd", "idag", "brev"),
    [
        (SÄND, date(2026, 12, 10), None),
        (SÄND, date(2026, 12, 11), Påminnelse.INFÖR),
        (SÄND, SISTA, Påminnelse.INFÖR),
        (SÄND, date(2026, 12, 19), Påminnelse.EFTER),
        (date(2026, 12, 12), date(2026, 12, 15), None),
        (date(2026, 12, 12), date(2026, 12, 19), Påminnelse.EFTER),
    ],
    ids=["åtta dagar", "en vecka", "sista dagen", "för sent", "nyss sänd", "nyss sänd och sen"],
)
def test_när_det_påminns(sänd: date, idag: date, brev: Påminnelse | None) -> None:
    assert remisstid.påminnelse(SISTA, sänd, idag) == brev
