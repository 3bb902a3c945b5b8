"""Två yrkanden, votering med lika röstetal, utslagsröst och reservation: med tangenterna."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from nämnd.models import Sammanträde
from protokoll.models import Omröstning, Protokoll
from protokoll.services import beslut, möte, närvaro
from tests.factories import nämnd as nämndfabrik
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen

pytestmark = pytest.mark.webb

RUBRIK = "Budget för socialnämnden 2027"


@pytest.fixture
def protokoll(kommunen: Kommunen) -> Protokoll:
    """Mötet pågår, alla är här, och budgeten är upptagen."""
    sammanträde: Sammanträde = kommunen.möte
    sammanträde.datum = timezone.localdate()
    sammanträde.stoppdag, sammanträde.utskicksdag = (
        sammanträde.datum - timedelta(days=d) for d in (10, 7)
    )
    sammanträde.save()
    av = kommunen.sekreterare
    nämndfabrik.utfärdad(sammanträde, av=av)
    protokoll = möte.öppna(sammanträde=sammanträde, av=av)
    närvaro.alla_närvarande(protokoll=protokoll, av=av)
    beslut.ta_upp(punkt=protokoll.upptagbara_punkter.get(rubrik=RUBRIK), av=av)
    return protokoll


def yrka(b: Besök, slag: str, namn: str, text: str = "") -> None:
    # Tangenten gäller när ingen skriver i ett fält.
    b.sida.locator("#aktuell-rubrik").click()
    b.tangent("y")
    ruta = b.sida.locator("form.aktuell__beslut")
    ruta.get_by_label("Yrkande", exact=True).select_option(slag)
    if text:
        ruta.get_by_label("Text", exact=False).fill(text)
    ruta.get_by_label(namn, exact=True).check()
    b.tryck("Anteckna yrkandet")
    expect(b.sida.locator(".yrkanden")).to_contain_text(namn)


def test_votering_med_utslagsröst_och_reservation(
    kommunen: Kommunen, protokoll: Protokoll, besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.är_inloggad(kommunen.sekreterare, live_server.url)
    b.sida.goto(f"/protokoll/{protokoll.pk}/")
    b.sida.get_by_label("Beslut", exact=False).first.fill("Det här påbörjades.")
    yrka(b, "aterremiss", "Åke Öberg (M)", "Räkna om.")
    yrka(b, "avslag", "Bo Ekfalk (V)")
    # Det sparade yrkandet läggs inte tillbaka i formuläret som om det vore osparat.
    expect(b.sida.get_by_label("Bo Ekfalk (V)", exact=True).first).not_to_be_checked()
    expect(b.sida.get_by_text("men inte sparade")).to_have_count(0)
    steg = b.sida.locator(".fraga__steg")
    expect(steg).to_contain_text("Kan nämnden besluta att ärendet avgörs i dag?")
    assert b.brister() == []
    b.tangent("1")
    expect(steg).to_contain_text("Kan nämnden besluta enligt förslaget?")

    b.tangent("v")
    expect(b.sida.get_by_label("Votering begärs", exact=False)).to_be_checked()
    b.tangent("1")
    expect(steg).to_contain_text("röstar nej. Godkänns den?")
    på_egna_enheter(b, besök(820, 1180), kommunen, protokoll, live_server.url)
    # Ordföranden bryter: omröstningen avbryts, och frågan står kvar när punkten tas upp igen.
    b.sida.locator("summary", has_text="Ta upp senare").click()
    b.tryck("Avbryt omröstningen och ta upp senare", exakt=False)
    expect(b.sida.locator(".aktuell__ovan")).to_contain_text("Nästa punkt")
    b.sida.locator(".kvarlista").get_by_role("link", name=RUBRIK).click()
    expect(b.sida.locator("#aktuell-rubrik")).to_have_text(RUBRIK)
    b.tryck("Ta upp och skriv beslut", exakt=False)
    expect(steg).to_contain_text("röstar nej. Godkänns den?")
    b.tangent("u")
    # Ordföranden ropas upp sist.
    for namn, tangent in (("Åke", "n"), ("Ingrid", "j"), ("Bo", "n"), ("Željka", "j")):
        expect(b.sida.locator(".upprop__namn")).to_contain_text(namn)
        b.tangent(tangent)
    expect(b.sida.locator(".upprop__namn")).to_have_count(0)
    expect(steg).to_contain_text("2 ja, 2 nej")
    assert b.brister() == []
    # Sidan tål att laddas om mitt i.
    b.sida.reload()
    b.tangent("r")

    växer = b.sida.locator(".mote__protokoll")
    expect(växer).to_contain_text("Ordförandens utslagsröst avgör för ja.")
    b.sida.get_by_text("Anmäl reservation").click()
    reservation = b.sida.locator("form[action$='/reservation/']")
    reservation.get_by_label("Bo Ekfalk (V)", exact=True).check()
    reservation.get_by_label("Text", exact=False).fill("Budgeten räcker inte.")
    reservation.get_by_label("Skriftlig", exact=False).check()
    b.tryck("Anteckna reservationen")
    expect(växer).to_contain_text("Reservation: Bo Ekfalk (V): Budgeten räcker inte.")
    expect(b.sida.get_by_text("men inte sparade")).to_have_count(0)
    assert b.brister() == []

    omröstning = Omröstning.objects.get()
    assert (omröstning.ja, omröstning.nej, omröstning.utslagsröst_för) == (2, 2, "ja")
    assert protokoll.paragrafer.get().utfall == "bifall"


def på_egna_enheter(
    b: Besök, enhet: Besök, kommunen: Kommunen, protokoll: Protokoll, adress: str
) -> None:
    """Omröstningen kommer upp på enheten, och rösten på sekreterarens sida, av sig själva."""
    ledamot = str(kommunen.ledamot.person)
    enhet.är_inloggad(kommunen.ledamot, adress)
    enhet.sida.goto(f"/protokoll/{protokoll.pk}/rosta/")
    expect(enhet.sida.get_by_text("Ingen omröstning pågår")).to_be_visible()
    b.tangent("g")
    expect(b.sida.locator("[data-rostning]")).to_contain_text("0 av 4 har röstat")
    enhet.sida.get_by_role("button", name="Nej:").click()
    expect(enhet.sida.get_by_text("Din röst:")).to_contain_text("nej")
    rad = b.sida.locator(".roster tr").filter(has_text=ledamot)
    expect(rad).to_contain_text("Nej")
    expect(b.sida.locator("[data-rostning]")).to_contain_text("1 av 4 har röstat")
    assert enhet.brister() == []
    utan_nät(enhet)
    # Sekreterarens sida har hunnit ikapp, så att det som nu fylls i är ifyllt i den.
    protokoll.refresh_from_db()
    expect(b.sida.locator("#mote")).to_have_attribute("data-version", str(protokoll.version))
    # Den som redan fyllt i något avbryts inte, och det som ändras under tiden skrivs inte över.
    rad.get_by_text("Rätta").click()
    rad.get_by_label("Avstår").check()
    enhet.sida.get_by_role("button", name="Ja:").click()
    expect(enhet.sida.get_by_text("Din röst:")).to_contain_text("ja")
    b.tryck("Spara rösterna")
    b.besked("Rösten har ändrats sedan sidan ritades")
    assert b.brister() == []
    rad.get_by_label("Som det står nu: ja").check()
    b.tryck("Spara rösterna")
    expect(rad.get_by_text("Rätta")).to_be_visible()
    expect(rad).to_contain_text("Ja")


def utan_nät(enhet: Besök) -> None:
    """Rösten som trycks utan nät säger att den väntar, överlever det och kommer fram."""
    enhet.sida.context.set_offline(True)
    enhet.sida.get_by_role("button", name="Ja:").click()
    väntar = enhet.sida.locator("[data-rosten-vantar]")
    expect(väntar).to_contain_text("Din röst, Ja, skickas när nätet är tillbaka")
    expect(enhet.sida.get_by_text("Din röst:")).to_contain_text("nej")
    enhet.sida.get_by_role("button", name="Nej:").click()
    expect(väntar).to_contain_text("Din röst, Nej,")
    enhet.sida.get_by_role("button", name="Avstår").click()
    expect(väntar).to_contain_text("Din röst, Avstår,")
    enhet.sida.context.set_offline(False)
    expect(enhet.sida.get_by_text("Din röst:")).to_contain_text("avstår")
    expect(väntar).to_be_hidden()
    enhet.sida.get_by_role("button", name="Nej:").click()
    expect(enhet.sida.get_by_text("Din röst:")).to_contain_text("nej")
    väntat = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    enhet.fel[:] = [rad for rad in enhet.fel if not any(ord_ in rad for ord_ in väntat)]
    assert enhet.brister() == []


def test_det_påbörjade_finns_kvar_när_punkten_tas_upp_igen(
    kommunen: Kommunen, protokoll: Protokoll, besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.är_inloggad(kommunen.sekreterare, live_server.url)
    b.sida.goto(f"/protokoll/{protokoll.pk}/")
    b.sida.get_by_label("Beslut", exact=False).first.fill("Budgeten antas på prov.")
    b.tryck("Ta upp senare", exakt=False)
    expect(b.sida.locator(".aktuell__ovan")).to_contain_text("Nästa punkt")
    b.sida.locator(".kvarlista").get_by_role("link", name=RUBRIK).click()
    expect(b.sida.locator("#aktuell-rubrik")).to_have_text(RUBRIK)
    b.tryck("Ta upp och skriv beslut", exakt=False)

    expect(b.sida.get_by_label("Beslut", exact=False).first).to_have_value(
        "Budgeten antas på prov."
    )
    assert b.fel == []
