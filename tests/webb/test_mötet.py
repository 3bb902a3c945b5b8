"""Sekreteraren håller mötet: närvaro, justerare, beslut, avslut, protokoll och utdrag."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from celery import Celery
from django.utils import timezone
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from nämnd.models import Sammanträde
from protokoll.models import Protokoll
from tests.factories import nämnd as nämndfabrik
from tests.webb.besök import Besök, sidor
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen

pytestmark = pytest.mark.webb

INFORMATION = "Information från förvaltningen"
ÄNDRAT = "Förslaget antas med den ändringen att avgiften höjs först den 1 mars 2027."


@pytest.fixture
def kallat(kommunen: Kommunen) -> Sammanträde:
    möte = kommunen.möte
    möte.datum = timezone.localdate()
    möte.stoppdag, möte.utskicksdag = (möte.datum - timedelta(days=d) for d in (10, 7))
    möte.save()
    nämndfabrik.utfärdad(möte, av=kommunen.sekreterare)
    return möte


def plats(b: Besök, namn: str) -> Locator:
    # Namnet först: den som tjänstgör för någon nämner också hen.
    return b.sida.locator(".plats__knapp").filter(has_text=re.compile(rf"^\s*{namn}"))


def test_mötet_och_protokollet(
    kommunen: Kommunen,
    kallat: Sammanträde,
    arbetare: Celery,
    besök: NyttBesök,
    live_server: LiveServer,
) -> None:
    b = besök()
    b.är_inloggad(kommunen.sekreterare, live_server.url)
    b.sida.goto(f"/sammantraden/{kallat.pk}/")
    b.sida.get_by_role("link", name="Öppna mötet").click()
    b.besked("Föredragningslistan låses")
    assert b.brister() == []
    b.tryck("Öppna mötet")
    b.rubrik("Socialnämnden")
    närvaro_och_justerare(b)
    besluta(b)
    avsluta(b)
    protokoll = Protokoll.objects.get(sammanträde=kallat)
    assert protokoll.paragrafer.count() == 8
    läs_protokollet(b, protokoll)


def närvaro_och_justerare(b: Besök) -> None:
    # Ett skript lämnar ett tomt style-attribut; htmx får inte sätta det på den nya knappen.
    b.sida.evaluate("document.getElementById('alla').style.order = '1'")
    b.tryck("Alla här ledamöter")
    expect(plats(b, "Bo Ekfalk")).to_have_attribute("aria-pressed", "true")
    # Ingrid går; ersättaren kommer och träder in för henne.
    plats(b, "Ingrid Norrsund").click()
    expect(plats(b, "Ingrid Norrsund")).to_have_attribute("aria-pressed", "false")
    plats(b, "Tove Älvhage").click()
    expect(plats(b, "Tove Älvhage")).to_have_attribute("aria-pressed", "true")
    b.tryck("Träder in Tove Älvhage")
    expect(plats(b, "Ingrid Norrsund")).to_contain_text("Tove Älvhage (S) tjänstgör")

    b.sida.get_by_label("Justerare", exact=True).select_option("Bo Ekfalk (V), inget konto")
    b.tryck("Välj justerare")
    b.besked("Bo Ekfalk (V) justerar")


def rubriken(b: Besök) -> Locator:
    return b.sida.locator("#aktuell-rubrik")


def besluta(b: Besök) -> None:
    expect(rubriken(b)).to_have_text("Upprop")
    b.tryck("Noterat Upprop", exakt=False)
    # Med tangenten: beslutet blir förslaget.
    expect(rubriken(b)).to_have_text("Val av justerare")
    b.tangent("e")
    expect(rubriken(b)).to_have_text("Budget för socialnämnden 2027")
    b.tangent("e")

    # Ett beslut med egen text.
    expect(rubriken(b)).to_have_text("Riktlinjer för avgifter inom äldreomsorgen")
    b.tryck("Ta upp och skriv beslut", exakt=False)
    b.sida.get_by_label("Beslut", exact=False).first.fill(ÄNDRAT)
    b.tryck("Besluta så")
    expect(b.sida.locator(".paragrafer")).to_contain_text(ÄNDRAT)

    for nästa in ("Placering enligt LVU, ärende A", "Placering enligt LVU, ärende B"):
        expect(rubriken(b)).to_have_text(nästa)
        b.tryck("Besluta enligt förslag", exakt=False)
    expect(rubriken(b)).to_have_text(INFORMATION)
    b.tryck("Noterat", exakt=False)
    expect(rubriken(b)).to_have_text("Anmälan av delegationsbeslut")
    b.tangent("e")
    expect(rubriken(b)).to_have_text("Alla punkter är behandlade")


def avsluta(b: Besök) -> None:
    b.sida.get_by_role("link", name="Avsluta mötet …").first.click()
    b.rubrik("Avsluta Socialnämnden")
    b.besked("8 paragrafer får sina slutliga nummer")
    # Mötet är i dag, och slutet får inte vara senare än när testet råkar köras.
    b.sida.get_by_label("Mötet började", exact=False).fill("00:00")
    b.sida.get_by_label("Mötet slutade", exact=False).fill("00:01")
    b.tryck("Avsluta mötet")
    b.besked("Mötet är avslutat och paragraferna har fått sina nummer.")


def läs_protokollet(b: Besök, protokoll: Protokoll) -> None:
    b.tryck("Skapa protokollet")
    filer = b.sida.locator(".fillista")
    expect(filer).to_be_visible(timeout=40_000)
    assert b.brister() == []

    länk = filer.get_by_role("link", name=re.compile("^Protokoll"))
    text = " ".join(" ".join(sidor(b.ladda_ned(länk.first.get_attribute("href") or ""))).split())
    assert "UTKAST" in text
    assert "Tove Älvhage" in text
    assert "Bo Ekfalk" in text
    assert ÄNDRAT in text
    for paragraf in protokoll.paragrafer.order_by("nummer"):
        assert f"§ {paragraf.nummer}" in text.replace("\N{NO-BREAK SPACE}", " ")

    länk = filer.get_by_role("link", name="Utdrag §\N{NO-BREAK SPACE}4", exact=True)
    utdrag = " ".join(" ".join(sidor(b.ladda_ned(länk.get_attribute("href") or ""))).split())
    assert ÄNDRAT in utdrag
    assert "Budget för socialnämnden" not in utdrag
