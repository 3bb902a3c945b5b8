"""Lådan öppnas bara med samma hemlighet, för samma ändamål och på samma rad."""

import pytest

from konton.nyckellås import FelNyckel, lås, lås_upp

RÄTT = {"hemlighet": "björk", "ändamål": "sigill", "bundet": "rad 1"}


def test_lås_och_lås_upp() -> None:
    låda = lås(b"klartext", **RÄTT)

    assert b"klartext" not in låda
    assert lås_upp(låda, **RÄTT) == b"klartext"
    assert lås(b"klartext", **RÄTT) != låda


@pytest.mark.parametrize("fel", [{"hemlighet": "gran"}, {"ändamål": "kod"}, {"bundet": "rad 2"}])
def test_allt_måste_stämma(fel: dict[str, str]) -> None:
    with pytest.raises(FelNyckel):
        lås_upp(lås(b"x", **RÄTT), **(RÄTT | fel))


@pytest.mark.parametrize("vid", [0, 12, -1])
def test_ändrad_låda_öppnas_inte(vid: int) -> None:
    låda = bytearray(lås(b"klartext", **RÄTT))
    låda[vid] ^= 1

    with pytest.raises(FelNyckel):
        lås_upp(bytes(låda), **RÄTT)


@pytest.mark.parametrize("låda", [b"", b"kort", b"x" * 28], ids=len)
def test_skräp_öppnas_inte(låda: bytes) -> None:
    with pytest.raises(FelNyckel):
        lås_upp(låda, **RÄTT)
