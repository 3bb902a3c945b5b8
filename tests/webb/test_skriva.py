"""Skrivelsen i webbläsaren: sidan sparar av sig själv, satserna flyttas, och en krock syns."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests.factories import mallar as fabrik
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from ärenden.models import Skrivelseutkast
from ärenden.services import skrivande

pytestmark = pytest.mark.webb


def test_det_skrivna_sparas_och_en_krock_skriver_inget_över(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer
) -> None:
    fabrik.mall(kommunen.myndighet)
    utkast = fabrik.klar(
        kommunen.anmälda[0].skrivelse.handling.ärende, av=kommunen.konton[Roll.HANDLÄGGARE]
    )
    b = besök()
    b.är_inloggad(utkast.skapad_av, live_server.url)
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    assert b.brister() == []
    läge = b.sida.locator("#sparlage")

    with b.sida.expect_response("**/spara/"):
        b.sida.get_by_label("Sats 1", exact=True).fill("Taxan antas med ändring.")
    b.sida.get_by_role("button", name="Flytta sats 2 uppåt").click()
    expect(b.sida.get_by_label("Sats 2", exact=True)).to_have_value("Taxan antas med ändring.")
    b.sida.get_by_role("button", name="Flytta sats 2 uppåt").focus()
    b.sida.keyboard.press("Alt+ArrowUp")
    expect(b.sida.get_by_label("Sats 1", exact=True)).to_have_value("Taxan antas med ändring.")
    with b.sida.expect_response("**/spara/"):
        b.sida.get_by_label("Sammanfattning", exact=True).fill("")
    expect(b.sida.locator("#brister")).to_contain_text("Sammanfattning: avsnittet är tomt.")
    expect(läge).to_contain_text("Sparat")
    utkast = Skrivelseutkast.objects.get()
    assert utkast.innehåll.satser[0] == "Taxan antas med ändring."
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Deras rubrik"),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    with b.sida.expect_response("**/spara/"):
        b.sida.locator("#id_rubrik").fill("Min rubrik")
    expect(läge).to_contain_text("Inte sparat.")
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Deras rubrik"
