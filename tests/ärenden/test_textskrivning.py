"""Skrivelsens delar blir text som läses till samma delar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.skrivelsedelar import delar
from tests.ärenden.test_redigerarform import TEXTER
from ärenden.skrivelsetext import Bit, Block, läs
from ärenden.textskrivning import skriv


@pytest.mark.parametrize("text", TEXTER)
def test_det_lästa_skrivs_som_det_stod(text: str) -> None:
    assert skriv(läs(text)) == text


@settings(max_examples=150, deadline=None)
@given(delar())
def test_det_skrivna_läses_till_samma_delar(block: tuple[Block, ...]) -> None:
    assert läs(skriv(block)) == block


@pytest.mark.parametrize(
    "bitar",
    [
        (Bit("fet", fet=True), Bit("kursiv", kursiv=True)),
        (Bit("a"), Bit("(b)", fet=True), Bit("c")),
        (Bit("en "), Bit("länk med ", länk="/a/"), Bit("fet", fet=True, länk="/a/")),
        (Bit("# inte en rubrik"), Bit("1. inte ett nummer", ny_rad=True)),
        (Bit("| inte | en tabell |"), Bit("|---|---|", ny_rad=True)),
    ],
)
def test_text_som_liknar_uppmärkning_är_text(bitar: tuple[Bit, ...]) -> None:
    assert läs(skriv([Block("stycke", bitar)])) == (Block("stycke", bitar),)


@given(st.text(alphabet="*_[](){}\\|#-1. aå\u00a7", max_size=30))
def test_inget_tecken_försvinner(text: str) -> None:
    rad = " ".join(text.split())
    lästa = läs(skriv([Block("stycke", (Bit(rad),))])) if rad else ()

    assert " ".join(b.text for d in lästa for b in d.bitar) == rad
