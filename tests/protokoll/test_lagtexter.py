"""Lagmodulernas citat står ord för ord i lagen."""

import re
from pathlib import Path

import pytest

from protokoll import (
    anslagstid,
    avgörande,
    fullständighet,
    justeringstid,
    laga_kraft,
    överklagandehänvisning,
)
from ärenden import allmän_från

LAGAR = Path(__file__).resolve().parents[3] / "shared" / "lag"
KL, FL = "kommunallagen-2017-725.md", "forvaltningslagen-2017-900.md"
TF = "tryckfrihetsforordningen-2-kap.md"

CITAT = [
    pytest.param(KL, anslagstid.LAGTEXT, id="KL 8:12 tillkännages"),
    pytest.param(KL, anslagstid.LAGTEXT_NED, id="KL 8:12 tas bort"),
    pytest.param(KL, anslagstid.LAGTEXT_ÖVERKLAGANDETID, id="KL 13:5 st. 1"),
    pytest.param(KL, anslagstid.LAGTEXT_AVBROTT, id="KL 13:5 st. 2"),
    pytest.param(KL, justeringstid.LAGTEXT, id="KL 5:69"),
    pytest.param(KL, laga_kraft.LAGTEXT_EJ, id="KL 13:2"),
    pytest.param(FL, laga_kraft.LAGTEXT_BESVÄR, id="FL 44"),
    pytest.param(FL, överklagandehänvisning.LAGTEXT, id="FL 33"),
    pytest.param(FL, överklagandehänvisning.LAGTEXT_MOTIVERING, id="FL 32"),
    pytest.param(KL, avgörande.RESERVATION.lagtext, id="KL 4:27"),
    *[pytest.param(KL, text, id=f"KL {lagrum}") for lagrum, text in fullständighet.VARFÖR.items()],
    *[pytest.param(TF, text, id=f"TF {lagrum}") for lagrum, text in allmän_från.VARFÖR.items()],
]

pytestmark = pytest.mark.skipif(not LAGAR.is_dir(), reason="skipped: ../shared saknas")


@pytest.mark.parametrize(("lag", "citat"), CITAT)
def test_citatet_är_lagens(lag: str, citat: str) -> None:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", (LAGAR / lag).read_text("utf-8"))
    hel = " ".join(text.split())

    assert citat.startswith("”")
    assert citat.endswith("”")
    for del_ in citat.strip("”").split("…"):
        assert del_.strip() in hel
