"""Var ett uppdrag kan ha redovisats."""

from datetime import date

import pytest

from protokoll.återrapport import Plats, kan_redovisas

MARS, APRIL = date(2026, 3, 18), date(2026, 4, 15)


@pytest.mark.parametrize(
    ("redovisas", "går"),
    [
        pytest.param(Plats(MARS, 1, 6), True, id="KL 6:6 senare paragraf samma möte"),
        pytest.param(Plats(MARS, 1, 5), False, id="KL 6:6 samma paragraf"),
        pytest.param(Plats(MARS, 1, 1), False, id="KL 6:6 uppropet samma möte"),
        pytest.param(Plats(APRIL, 2, 1), True, id="KL 6:6 första paragrafen nästa möte"),
        pytest.param(Plats(date(2026, 2, 18), 3, 9), False, id="KL 6:6 ett tidigare möte"),
        pytest.param(Plats(MARS, 4, 1), True, id="KL 6:6 ett annat möte samma dag"),
    ],
)
def test_uppdraget_redovisas_efter_att_det_gavs(redovisas: Plats, går: bool) -> None:
    assert kan_redovisas(Plats(MARS, 1, 5), redovisas) is går
