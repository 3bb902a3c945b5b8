"""Listans ordning ändras med musen och med tangentbordet, utan att något klagar i konsolen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from nämnd.models import Punkt
from nämnd.services import föredragningslista
from tests.factories import nämnd as fabrik
from tests.factories.nämnd import Nämnden
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök

pytestmark = pytest.mark.webb
RUBRIKER = ("Bron", "Skolan", "Parken")


@pytest.fixture
def n(transactional_db: None) -> Nämnden:
    n = fabrik.nämnden()
    for rubrik in RUBRIKER:
        föredragningslista.lägg_till_punkt(
            sammanträde=n.möte, rubrik=rubrik, slag=Punkt.Slag.BESLUT, av=n.sekreterare
        )
    fabrik.anmält(n.organ, av=n.sekreterare, rubrik="Väntande ärende")
    return n


@pytest.fixture
def b(n: Nämnden, live_server: LiveServer, besök: NyttBesök) -> Besök:
    b = besök(1280, 1200)
    b.är_inloggad(n.sekreterare, live_server.url)
    b.sida.goto(f"/sammantraden/{n.möte.pk}/lista/")
    return b


def rad(b: Besök, rubrik: str) -> Locator:
    return b.sida.locator("[data-rad]").filter(has_text=rubrik)


def dra(b: Besök, vad: Locator, till: Locator) -> None:
    """Med musen, i steg, så som en hand gör det, och släpper på nedre halvan av raden."""
    från, mål = vad.locator("[data-grepp]").bounding_box(), till.bounding_box()
    assert från
    assert mål
    mus = b.sida.mouse
    mus.move(från["x"] + från["width"] / 2, från["y"] + från["height"] / 2)
    mus.down()
    for andel in (0.2, 0.5, 0.8, 0.85):
        mus.move(mål["x"] + 60, mål["y"] + mål["height"] * andel, steps=6)
    mus.up()


def står(b: Besök, *rubriker: str) -> None:
    på_listan = b.sida.locator("#punkter > [data-rad] .punkt__rubrik")
    expect(på_listan.filter(has_text="Öppet").first).to_be_visible()
    b.sida.wait_for_function(
        """rubriker => {
            const alla = [...document.querySelectorAll("#punkter > [data-rad] .punkt__rubrik")];
            const står = alla.map(e => e.innerText).filter(t => rubriker.includes(t));
            return står.join() === rubriker.join() && !document.querySelector(".htmx-request");
        }""",
        arg=list(rubriker),
    )


def test_musen_och_tangentbordet_flyttar_utan_klagomål(n: Nämnden, b: Besök) -> None:
    står(b, "Bron", "Skolan", "Parken")
    dra(b, rad(b, "Bron"), rad(b, "Skolan"))
    står(b, "Skolan", "Bron", "Parken")
    # Genast en gång till: det förra draget får inte ha lämnat något efter sig.
    dra(b, rad(b, "Bron"), rad(b, "Parken"))
    står(b, "Skolan", "Parken", "Bron")
    dra(b, rad(b, "Väntande ärende"), rad(b, "Skolan"))
    expect(b.sida.locator("#punkter > [data-rad]").filter(has_text="Väntande")).to_be_visible()
    expect(b.sida.locator(".htmx-request, .htmx-settling")).to_have_count(0)
    rad(b, "Bron").focus()
    b.tangent("Alt+ArrowUp")
    står(b, "Skolan", "Bron", "Parken")
    assert b.fel == []
