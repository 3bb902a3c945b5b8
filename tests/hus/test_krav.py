"""Checklistan stämmer med märkena i testerna."""

from __future__ import annotations

from pathlib import Path

from tests import krav

FIL = """
@pytest.mark.krav("ETT")
def test_ett(): ...

@krav(*("TVÅ", "TRE"), utgåva="x")
def bygg(): ...

T = [pytest.param(1, marks=[pytest.mark.slow, pytest.mark.krav("FYRA")], id="den fjärde")]

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.krav(x.id), id=x.id)])
def test_annat(): ...
"""


def test_checklistan_är_skriven_om() -> None:
    assert krav.DOKUMENT.read_text("utf-8") == krav.dokument(), "kör python -m tests.krav"


def test_varje_märke_är_en_rad_i_listan() -> None:
    idn = [rad.id for rad in krav.rader()]

    assert len(idn) == len(set(idn))
    assert {m.id for m in krav.märken()} <= set(idn)


def test_märkena_hittas_på_tester_byggare_och_rader(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(FIL, "utf-8")

    assert krav.märken(tmp_path) == [
        krav.Märke("ETT", "test_x.py::test_ett"),
        krav.Märke("FYRA", "test_x.py::den fjärde"),
        krav.Märke("TRE", "test_x.py::bygg"),
        krav.Märke("TVÅ", "test_x.py::bygg"),
    ]
