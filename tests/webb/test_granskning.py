"""Varje sida i varje roll: axe utan anmärkning, tyst konsol, ingen rullning i sidled vid 320 px."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Response
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests import svep
from tests.protokoll import låtsastjänst
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.värld import INGA_SIDOR, SIDOR, Världen, adresser, bygg_världen

# En grupp: en sida som ser likadan ut i flera roller granskas då en gång.
pytestmark = [pytest.mark.webb, pytest.mark.xdist_group("granskning")]


@pytest.fixture
def världen(transactional_db: None, settings, tmp_path: Path) -> Iterator[Världen]:
    """Med en låtsad underskriftstjänst inställd, så att också dess sidor finns."""
    with låtsastjänst.startad(tmp_path) as tjänst:
        tjänst.ställ_in(settings, "bankid")
        yield bygg_världen()


# Innehåll som redan är granskat i en annan roll. Sidhuvudet granskas på rollens första sida.
SEDDA: set[str] = set()


def granska(b: Besök, adresserna: Iterable[str], sedda: set[str]) -> list[str]:
    """Bristerna på sidorna. Ett innehåll som redan är granskat granskas inte igen."""
    fynd: list[str] = []
    visade = 0
    for adress in adresserna:
        svar: Response | None = b.sida.goto(adress)
        assert svar is not None
        assert svar.status in (200, 403, 404), f"{adress}: {svar.status}"
        innehåll = _innehåll(b)
        if innehåll not in sedda or not visade:
            fynd += b.brister()
        sedda.add(innehåll)
        visade += svar.status == 200
    assert visade, "Ingen sida visades"
    return fynd


def _innehåll(b: Besök) -> str:
    """Sidans innehåll utan det som skiljer två lika världar åt: nycklar, klockslag och skydd."""
    kod = b.sida.locator("main").evaluate("main => main.outerHTML")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*|\d+', r"\1", kod)


def test_varje_adress_är_en_granskad_sida_eller_ingen_sida() -> None:
    egna = {a.namn for a in svep.adresser() if a.namn and not a.namnrum.startswith("admin")}
    assert {namn for namn, _, _ in SIDOR} | INGA_SIDOR == egna


@pytest.mark.parametrize("roll", list(Roll), ids=lambda roll: roll.label)
def test_sidorna_i_rollen(
    roll: Roll, världen: Världen, besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.är_inloggad(världen.kommunen.konton[roll], live_server.url)
    assert granska(b, adresser(världen), SEDDA) == []


def test_granskningen_hittar_det_som_är_fel(db: None, besök: NyttBesök) -> None:
    b = besök()
    b.sida.goto(reverse("account_login"))
    b.sida.evaluate(
        """() => {
            const bred = document.createElement("p");
            bred.textContent = "För bred";
            bred.style.width = "400px";
            document.querySelector("main").append(bred, document.createElement("input"));
            document.querySelector("h1").setAttribute("style", "color: red");
        }"""
    )
    fynd = "\n".join(b.brister())
    assert "label (" in fynd
    assert "bredare än 320 px" in fynd
    assert any("Content Security Policy" in rad for rad in b.fel)
    b.fel.clear()
    b.sida.evaluate("() => fetch('/finns-inte/').then(() => console.error('planterat'))")
    assert b.fel == [f"{b.sida.url}: planterat"]
    b.fel.clear()


def test_inloggningssidan(db: None, besök: NyttBesök) -> None:
    b = besök()
    b.sida.goto(reverse("account_login"))
    assert b.brister() == []
    b.sida.get_by_label("Användarnamn").fill("ingen")
    b.sida.get_by_label("Lösenord").fill("fel")
    b.tryck("Logga in")
    b.sida.locator(".ds-error-summary").wait_for()
    assert b.brister() == []


def test_sidorna_i_mörkt_tema(världen: Världen, besök: NyttBesök, live_server: LiveServer) -> None:
    b = besök(color_scheme="dark")
    b.är_inloggad(världen.kommunen.sekreterare, live_server.url)
    assert granska(b, adresser(världen), set()) == []


def test_registren(världen: Världen, besök: NyttBesök, live_server: LiveServer) -> None:
    """Adminens startsida, och för varje register listan och ett formulär."""
    b = besök()
    b.är_inloggad(världen.kommunen.konton[Roll.ADMINISTRATÖR], live_server.url)

    def registren() -> Iterator[str]:
        yield reverse("admin:index")
        for modell in admin.site._registry:
            namn = f"admin:{modell._meta.app_label}_{modell._meta.model_name}"
            yield reverse(f"{namn}_changelist")
            if rad := modell._default_manager.order_by("pk").first():
                yield reverse(f"{namn}_change", args=[rad.pk])

    assert granska(b, registren(), set()) == []
