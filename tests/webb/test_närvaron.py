"""Närvaron i webbläsaren: tangenter, ett bortfallet nät och två fönster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protokoll.models import Mötesanrop, Protokoll
from protokoll.services import möte as mötetjänst
from tests.factories import nämnd as nämndfabrik
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen

pytestmark = pytest.mark.webb

# Fönstren frågar var femte sekund.
MÄRKS_MS = 20_000


@pytest.fixture
def protokoll(kommunen: Kommunen) -> Protokoll:
    möte = kommunen.möte
    möte.datum = timezone.localdate()
    möte.stoppdag, möte.utskicksdag = (möte.datum - timedelta(days=d) for d in (10, 7))
    möte.save()
    nämndfabrik.utfärdad(möte, av=kommunen.sekreterare)
    return mötetjänst.öppna(sammanträde=möte, av=kommunen.sekreterare)


def plats(sida: Page, namn: str):
    return sida.locator(".plats__knapp").filter(has_text=namn).first


def är_här(sida: Page, namn: str, här: bool) -> None:
    expect(plats(sida, namn)).to_have_attribute("aria-pressed", "true" if här else "false")


def test_närvaron_med_tangenter_utan_nät_och_i_två_fönster(
    kommunen: Kommunen, protokoll: Protokoll, besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.är_inloggad(kommunen.sekreterare, live_server.url)
    b.sida.goto(f"/protokoll/{protokoll.pk}/")
    b.tryck("Alla här ledamöter")
    är_här(b.sida, "Bo Ekfalk", True)

    med_tangenter(b)
    utan_nät(b, protokoll)
    i_två_fönster(b, protokoll)
    utan_enkla_tangenter(b)
    assert b.brister() == []


def med_tangenter(b: Besök) -> None:
    namn = b.sida.locator(".plats__namn")
    andra = namn.nth(1).inner_text().split(" (")[0]
    b.sida.locator(".plats__knapp").first.focus()
    b.tangent("ArrowDown")
    expect(b.sida.locator(".plats__knapp").nth(1)).to_be_focused()
    b.tangent("Enter")
    är_här(b.sida, andra, False)
    # Fokus är kvar på personen när listan ritats om.
    expect(b.sida.locator(".plats__knapp").nth(1)).to_be_focused()
    b.tangent("Enter")
    är_här(b.sida, andra, True)


def utan_nät(b: Besök, protokoll: Protokoll) -> None:
    """Två ändringar medan nätet är borta: båda görs, en gång och i ordning."""
    före = Mötesanrop.objects.count()
    b.sida.context.set_offline(True)
    plats(b.sida, "Ingrid Norrsund").click()
    b.besked("Väntar på nätet – sparas.")
    plats(b.sida, "Tove Älvhage").click()
    b.besked("2 ändringar.")
    b.sida.context.set_offline(False)
    expect(b.sida.locator("[data-vantar]")).to_be_hidden(timeout=MÄRKS_MS)
    är_här(b.sida, "Ingrid Norrsund", False)
    är_här(b.sida, "Tove Älvhage", True)
    assert Mötesanrop.objects.count() == före + 2
    # Att nätet var borta syns i konsolen; det var meningen.
    väntat = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    b.fel[:] = [rad for rad in b.fel if not any(ord_ in rad for ord_ in väntat)]


def i_två_fönster(b: Besök, protokoll: Protokoll) -> None:
    andra = b.sida.context.new_page()
    andra.goto(f"/protokoll/{protokoll.pk}/")
    är_här(andra, "Ingrid Norrsund", False)
    b.tryck("Tove Älvhage (S) träder in för Ingrid Norrsund")
    expect(plats(b.sida, "Ingrid Norrsund")).to_contain_text("Tove Älvhage (S) tjänstgör")
    expect(plats(andra, "Ingrid Norrsund")).to_contain_text(
        "Tove Älvhage (S) tjänstgör", timeout=MÄRKS_MS
    )
    # Den som skriver avbryts inte, men får veta det.
    andra.get_by_text("Övriga närvarande (").click()
    andra.get_by_label("Titel").fill("socialchef")
    b.tryck("Lämnar platsen Tove Älvhage")
    besked = andra.get_by_text("Mötet har ändrats i ett annat fönster.")
    expect(besked).to_be_visible(timeout=MÄRKS_MS)
    expect(andra.get_by_label("Titel")).to_have_value("socialchef")
    andra.get_by_role("link", name="Visa det senaste").click()
    expect(plats(andra, "Tove Älvhage")).to_contain_text("tjänstgör inte")
    andra.close()


def utan_enkla_tangenter(b: Besök) -> None:
    rubrik = b.sida.locator("#aktuell-rubrik").inner_text()
    b.sida.locator("details.anvandarmeny summary").click()
    b.sida.get_by_label("Enkla tangenter").uncheck()
    b.tangent("Escape")
    b.sida.reload()
    b.sida.locator("body").press("e")
    b.sida.locator("body").press("?")
    expect(b.sida.locator("#genvagar")).to_be_hidden()
    expect(b.sida.locator("#aktuell-rubrik")).to_have_text(rubrik)
