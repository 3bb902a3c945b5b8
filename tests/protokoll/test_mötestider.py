"""Mötets delar och minuter."""

from datetime import time

import pytest

from protokoll.mötestider import dela, minuter


def t(text: str) -> time:
    return time.fromisoformat(text)


@pytest.mark.parametrize(
    ("spann", "pauser", "väntat"),
    [
        ([("13:00", "17:00")], [], [("13:00", "17:00")]),
        ([("13:00", "17:00")], [("14:00", "14:30")], [("13:00", "14:00"), ("14:30", "17:00")]),
        (
            [("09:00", None)],
            [("14:00", "14:30"), ("12:00", "13:00")],
            [("09:00", "12:00"), ("13:00", "14:00"), ("14:30", None)],
        ),
        ([("13:00", "15:00"), ("16:00", "18:00")], [("15:00", "16:00")], None),
        ([("13:00", "15:00")], [("12:00", "13:30")], [("13:30", "15:00")]),
        ([("13:00", "15:00")], [("14:30", "15:30")], [("13:00", "14:30")]),
    ],
    ids=["utan paus", "i två", "två pauser", "paus mellan delarna", "i början", "på slutet"],
)
def test_mötet_i_delar(spann, pauser, väntat) -> None:
    delar = [(t(a), t(b) if b else None) for a, b in spann]
    ut = dela(delar, [(t(a), t(b)) for a, b in pauser])

    assert ut == ([(t(a), t(b) if b else None) for a, b in väntat] if väntat else delar)


@pytest.mark.parametrize(
    ("spann", "väntat"),
    [
        ([("13:00", "15:30")], 150),
        ([("13:00", "13:10"), ("14:00", "14:05")], 15),
        ([("23:30", "00:15")], 45),
        ([("13:00", None)], 0),
    ],
)
def test_minuter(spann, väntat: int) -> None:
    assert minuter([(t(a), t(b) if b else None) for a, b in spann]) == väntat
