"""Justeraren på sin surfplatta: läser, kommenterar, godkänner och skriver under med sin kod."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Användare, Roll
from protokoll.models import Underskriftsbegäran
from protokoll.services import fritext, personmärken
from protokoll.services import justering as justeringstjänst
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.protokoll import låtsastjänst
from tests.protokoll.låtsastjänst import PERSON, Tjänst
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


@pytest.fixture
def bankid(tmp_path: Path, settings) -> Iterator[Tjänst]:
    """En låtsad BankID-tjänst, inställd."""
    with låtsastjänst.startad(tmp_path) as tjänst:
        tjänst.ställ_in(settings, "bankid")
        yield tjänst


def test_justeraren_skriver_under_med_bankid(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer, bankid: Tjänst
) -> None:
    """Fel person, avbruten, omladdad mitt i, och till slut underskriven utan att sidan rörs."""
    j = till_justering(kommunen, -3)
    rad = j.underskrifter.get(som="justerare")
    assert rad.person is not None
    bo: Användare = fabrik.konto_för(rad.person)
    personmärken.registrera(
        person=rad.person, personnummer=PERSON["personalNumber"], av=med_roll(Roll.ADMINISTRATÖR)
    )
    justeringstjänst.godkänn_alla(underskrift=rad, av=bo)
    b = besök(820, 1180)
    b.är_inloggad(bo, live_server.url)
    b.sida.goto(f"/protokoll/justering/{j.pk}/")
    b.besked("BankID är inte provad mot den riktiga tjänsten.")
    assert b.brister() == []
    b.gå("Skriv under med BankID …")
    b.rubrik("Skriv under med BankID")
    b.besked("Inte provad mot den riktiga tjänsten")
    assert b.brister() == []

    b.tryck("Starta BankID")
    kod = b.sida.locator(".qrkod__rutor")
    expect(kod).to_be_visible()
    expect(b.sida.get_by_role("link", name="Öppna BankID på den här enheten")).to_have_attribute(
        "href", re.compile("^https://app.bankid.com/")
    )
    assert b.brister() == []
    # Koden är ny varje sekund.
    expect(kod).not_to_have_attribute("d", kod.get_attribute("d") or "")

    bankid.bankid_klar(personalNumber="190001029818", name="Någon Annan")
    b.besked("Den som skrev under är inte den som skulle göra det.")
    assert b.brister() == []

    b.tryck("Starta BankID")
    expect(kod).to_be_visible()
    b.tryck("Avbryt underskriften")
    b.besked("Underskriften är avbruten.")
    assert bankid.senaste.avbruten

    b.gå("Skriv under med BankID …")
    b.tryck("Starta BankID")
    expect(kod).to_be_visible()
    b.sida.goto(f"/protokoll/justering/{j.pk}/")
    b.gå("Fortsätt med BankID …")
    bankid.senaste.svar = {"status": "pending", "hintCode": "userSign"}
    b.besked("Skriv din säkerhetskod i BankID-appen")
    expect(kod).to_have_count(0)
    b.sida.reload()
    b.besked("Skriv din säkerhetskod i BankID-appen")

    bankid.bankid_klar()
    b.besked("Du har skrivit under protokollet.")
    b.rubrik("Justering, Socialnämnden")
    b.sida.get_by_text("Tjänstens bevis").click()
    b.besked("BankID uppger Bo Ekfalk.")
    assert b.brister() == []
    rad.refresh_from_db()
    assert (rad.status, rad.metod) == ("underskriven", "extern")
    assert Underskriftsbegäran.objects.filter(status="klar").count() == 1
