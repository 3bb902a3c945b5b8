"""Justeraren på sin surfplatta: läser, kommenterar, godkänner och skriver under med sin kod."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Användare
from protokoll.services import fritext
from tests.factories import justering as fabrik
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from tests.webb.värld import till_justering

pytestmark = pytest.mark.webb

HEMLIGHET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def skriv_koden(b: Besök) -> None:
    """Koden ur appen. Nära halvminutens slut väntas på nästa."""
    if time.time() % 30 > 27:
        time.sleep(4)
    b.sida.get_by_label("Kod", exact=False).first.fill(
        format_hotp_value(hotp_value(HEMLIGHET, int(time.time()) // 30))
    )
    b.sida.locator("main form button[type=submit]").first.click()


def test_justeraren_skriver_under(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer
) -> None:
    j = till_justering(kommunen, -3)
    rad = j.underskrifter.get(som="justerare")
    bo: Användare = fabrik.konto_för(rad.person)
    TOTP.activate(bo, HEMLIGHET)
    b = besök(820, 1180)
    b.är_inloggad(bo, live_server.url)
    b.sida.goto("/")
    b.besked("Att justera")
    assert b.brister() == []
    b.gå("Att justera")
    b.gå("Socialnämnden")
    b.rubrik("Justering, Socialnämnden")
    assert b.brister() == []

    # En kommentar; sekreteraren rättar texten och paragrafen frågas om.
    första = j.protokoll.paragrafer.order_by("ordning")[0]
    kort = b.sida.locator(f"#paragraf-{första.pk}")
    kort.get_by_text("Kommentera eller vägra").click()
    kort.get_by_label("Vad gäller det?").fill("Tiden saknas.")
    kort.get_by_role("button", name="Skicka kommentaren").click()
    expect(kort).to_contain_text("Du har en kommentar")
    b.tryck("Godkänn alla som är kvar")
    b.besked("Godkänn eller vägra de paragrafer du har kommenterat.")
    fritext.ändra(
        version=första.version,
        paragraf=första,
        sammanfattning="Mötet började kl. 15.00.",
        information="",
        av=kommunen.sekreterare,
    )
    b.sida.reload()
    expect(kort.locator("ins")).to_have_text("Mötet började kl. 15.00.")
    kort.get_by_role("button", name="Godkänn", exact=False).first.click()

    b.gå("Skriv under …")
    skriv_koden(b)
    b.rubrik("Skriv under")
    assert b.brister() == []
    b.tryck("Skriv under")
    b.besked("Du har skrivit under protokollet.")
    rad.refresh_from_db()
    assert rad.status == "underskriven"
