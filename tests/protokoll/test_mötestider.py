"""Mötets delar och minuter."""

from datetime import time

import pytest

from protokoll.mötestider import började, dela, minuter, pågående


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


@pytest.mark.parametrize(
    ("spann", "start", "nu", "väntat"),
    [
        ([("13:00", "17:00")], "21:43", "21:53", [("21:43", None)]),
        ([("13:00", "17:00")], "13:00", "14:00", [("13:00", None)]),
        ([("09:00", "12:00"), ("13:00", "17:00")], "09:05", "10:00", [("09:05", None)]),
        (
            [("09:00", "12:00"), ("13:00", "17:00")],
            *("09:05", "14:00"),
            [("09:05", "12:00"), ("13:00", None)],
        ),
        ([("09:00", "12:00"), ("13:00", "17:00")], "13:10", "14:00", [("13:10", None)]),
        ([("13:00", "17:00")], "13:00", None, [("13:00", None)]),
        ([], "13:00", "14:00", []),
    ],
    ids=[
        *("KL 5:66 långt efter", "KL 5:66 i tid", "KL 5:66 första delen", "KL 5:66 andra delen"),
        *("KL 5:66 första delen ställdes in", "KL 5:66 annan dag", "KL 5:66 utan tider"),
    ],
)
def test_det_pågående_mötet_har_verklig_början_och_inget_slut(spann, start, nu, väntat) -> None:
    par = [(t(a), t(b)) for a, b in spann]

    svar = pågående(par, t(start), t(nu) if nu else None)

    assert svar == [(t(a), t(b) if b else None) for a, b in väntat]


@pytest.mark.parametrize(
    ("öppnat", "avgjort", "nu", "väntat"),
    [
        (time(15, 4), time(15, 20), time(17), time(15, 4)),
        (time(14, 45), time(15, 5), time(17), time(15)),
        (time(14, 45), time(14, 50), time(17), time(14, 45)),
        (time(14, 45), None, time(14, 50), time(14, 45)),
        (time(14, 45), None, time(15, 1), time(15)),
        (time(14, 45), None, None, time(15)),
    ],
    ids=[
        *("KL 5:66 öppnat senare", "KL 5:66 förberett i förväg", "KL 5:66 avgjort före kallad tid"),
        *("KL 5:66 klockan är inte så mycket", "KL 5:66 inget avgjort", "KL 5:66 annan dag"),
    ],
)
def test_mötet_började(öppnat: time, avgjort: time | None, nu: time | None, väntat: time) -> None:
    assert började(kallat=time(15), öppnat=öppnat, avgjort=avgjort, nu=nu) == väntat
