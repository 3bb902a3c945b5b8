"""Perioden för meddelanden: från förra mötets brytdag till det här mötets."""

from datetime import date

import pytest

from nämnd.meddelandeperiod import Mötesdagar, period

MÖTE = Mötesdagar(date(2026, 5, 20), date(2026, 5, 6))


@pytest.mark.parametrize(
    ("möte", "förra", "väntat"),
    [
        pytest.param(
            MÖTE, Mötesdagar(date(2026, 4, 15), date(2026, 4, 1)),
            (date(2026, 4, 1), date(2026, 5, 6)), id="stoppdag till stoppdag",
        ),
        pytest.param(
            Mötesdagar(date(2026, 5, 20)), Mötesdagar(date(2026, 4, 15)),
            (date(2026, 4, 15), date(2026, 5, 20)), id="utan stoppdag mötesdagarna",
        ),
        pytest.param(MÖTE, None, (date(2026, 4, 6), date(2026, 5, 6)), id="det första mötet"),
        pytest.param(
            MÖTE, Mötesdagar(date(2026, 5, 13)), (date(2026, 5, 6), date(2026, 5, 6)),
            id="stoppdagen ligger före förra mötet",
        ),
        pytest.param(
            Mötesdagar(date(2026, 5, 20), date(2026, 5, 27)), None,
            (date(2026, 4, 20), date(2026, 5, 20)), id="stoppdagen efter mötet gäller inte",
        ),
    ],
)  # fmt: skip  # ett möte per rad
def test_perioden(möte: Mötesdagar, förra: Mötesdagar | None, väntat: tuple[date, date]) -> None:
    assert period(möte, förra) == väntat
