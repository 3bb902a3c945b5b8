"""Närvaron i webbläsaren: tangenter, ett bortfallet nät och två fönster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protokoll.models import Mötesanrop, Omröstning, Protokoll
from protokoll.services import beslut
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
    frågan_utan_nät(b, kommunen, protokoll)
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
    glöm_nätfelen(b)


def glöm_nätfelen(b: Besök, *fler: str) -> None:
    """Att nätet var borta syns i konsolen; det var meningen."""
    väntat = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest", *fler)
    b.fel[:] = [rad for rad in b.fel if not any(ord_ in rad for ord_ in väntat)]


@contextmanager
def bortkopplat(b: Besök) -> Iterator[None]:
    """Nätet är borta; sedan kommer det som väntade fram."""
    b.sida.context.set_offline(True)
    yield
    expect(b.sida.locator("[data-vantar]")).to_be_visible()
    b.sida.context.set_offline(False)
    expect(b.sida.locator("[data-vantar]")).to_be_hidden(timeout=MÄRKS_MS)


def frågan_utan_nät(b: Besök, kommunen: Kommunen, protokoll: Protokoll) -> None:
    """Ett yrkande av två, ett svar på propositionen och rösterna i uppropet kommer fram hela."""
    punkt = protokoll.upptagbara_punkter.get(rubrik="Budget för socialnämnden 2027")
    paragraf = beslut.ta_upp(punkt=punkt, av=kommunen.sekreterare)
    b.sida.reload()
    with bortkopplat(b):
        b.tangent("y")
        ruta = b.sida.locator("form.aktuell__beslut")
        ruta.get_by_label("Yrkande", exact=True).select_option("avslag")
        for namn in ("Bo Ekfalk (V)", "Åke Öberg (M)"):
            ruta.get_by_label(namn, exact=True).check()
        b.tryck("Anteckna yrkandet")
    expect(b.sida.locator(".yrkanden")).to_contain_text("Bo Ekfalk (V)")
    av = paragraf.yrkanden.get().av
    assert sorted(str(y) for y in av.all()) == ["Bo Ekfalk (V)", "Åke Öberg (M)"]
    with bortkopplat(b):
        b.tangent("v")
        b.tangent("1")
    expect(b.sida.locator(".fraga__steg")).to_contain_text("röstar nej. Godkänns den?")
    b.tangent("u")
    expect(b.sida.locator(".upprop__namn")).to_contain_text("Åke")
    with bortkopplat(b):
        b.tangent("n")
        # Samma namn står kvar tills nätet är tillbaka: den andra rösten på det krockar.
        b.tangent("j")
    avvisat = b.sida.locator("[data-avvisade]")
    expect(avvisat).to_contain_text("Budget för socialnämnden 2027: Ja")
    expect(avvisat).to_contain_text("Rösten har ändrats sedan sidan ritades: Åke Öberg.")
    rösterna = Omröstning.objects.get(paragraf=paragraf).röster
    assert [(r.namn, r.val) for r in rösterna.exclude(val="")] == [("Åke Öberg", "nej")]
    b.sida.reload()
    expect(avvisat).to_be_visible()
    b.tryck("Ta bort ur listan")
    expect(avvisat).to_be_hidden()
    filen_väntar(b)
    b.sida.locator("summary", has_text="Ta upp senare").click()
    b.tryck("Avbryt omröstningen och ta upp senare", exakt=False)
    expect(b.sida.locator(".aktuell__ovan")).to_contain_text("Nästa punkt")
    glöm_nätfelen(b, "422")


def filen_väntar(b: Besök) -> None:
    """En fil läggs inte i kö; det sägs, och formuläret står kvar."""
    b.sida.get_by_text("Anteckningar och särskilda yttranden").click()
    form = b.sida.locator("form[action$='/anteckning/']")
    form.get_by_label("Text", exact=False).fill("Se bilagan.")
    fil = {"name": "b.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    form.get_by_label("Ladda upp", exact=False).set_input_files(fil)
    b.sida.context.set_offline(True)
    form.get_by_role("button", name="Anteckna").click()
    expect(b.sida.locator("[data-fil-vantar]")).to_be_visible()
    expect(b.sida.locator("[data-vantar]")).to_be_hidden()
    expect(form.get_by_label("Text", exact=False)).to_have_value("Se bilagan.")
    b.sida.context.set_offline(False)
    b.sida.evaluate("sessionStorage.clear()")
    b.sida.reload()


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
