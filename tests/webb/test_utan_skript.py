"""Allt går att göra utan JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.webb.conftest import NyttBesök
from tests.webb.kommun import ANMÄLDA, Kommunen

pytestmark = pytest.mark.webb


def test_listan_utan_skript(kommunen: Kommunen, besök: NyttBesök) -> None:
    b = besök(java_script_enabled=False)
    b.logga_in(kommunen.sekreterare)
    b.gå("Socialnämnden", exakt=True)
    b.gå("Föredragningslistan")

    före = kommunen.ordning()
    b.sida.get_by_role("button", name="Flytta punkt 4 uppåt").click()
    expect(b.sida.locator("#arbetsyta")).to_be_visible()
    assert kommunen.ordning() == [*före[:2], före[3], före[2], *före[4:]]

    b.sida.get_by_role("button", name=f"Lägg till {ANMÄLDA[2]}").click()
    b.besked(f"”{ANMÄLDA[2]}” finns nu på listan.")
    assert ANMÄLDA[2] in kommunen.ordning()
    # Det som bara går med skript visas inte.
    expect(b.sida.locator("#punkter [data-grepp]").first).to_be_hidden()
