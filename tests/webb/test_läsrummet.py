"""Den förtroendevalda läser ett papper i läsrummet: markerar, söker i PDF:en och tar bort igen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from nämnd.models import Läsanteckning, Punkthandling
from nämnd.services import läsrum
from tests.factories import nämnd as fabrik
from tests.nämnd.test_läsrummet import adress, fil
from tests.webb.conftest import NyttBesök

pytestmark = pytest.mark.webb
#: Markerar de första tecknen i elementet, som ett finger över texten.
MARKERA = """(väljare) => {
    const text = document.querySelector(väljare).firstChild;
    const område = document.createRange();
    område.setStart(text, 0);
    område.setEnd(text, 9);
    getSelection().removeAllRanges();
    getSelection().addRange(område);
}"""


def målat(sida: Page) -> dict[str, list[str]]:
    """Det som är markerat i PDF:en, efter slag."""
    return sida.evaluate(
        "() => Object.fromEntries([...CSS.highlights].map(([n, h]) => [n, [...h].map(String)]))"
    )


def test_läsaren_markerar_i_texten_och_i_pdfen(
    transactional_db: None, live_server: LiveServer, besök: NyttBesök
) -> None:
    n = fabrik.nämnden()
    texter = ("Kommunen växer", "Blåsippor vid ån", "Blåsippor på ängen")
    Punkthandling.objects.create(punkt=n.öppen, ordning=9, rubrik="Bilaga", fil=fil(*texter))
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    exemplar = läsrum.för_användare(n.ledamot, n.möte)
    assert exemplar
    p = next(p for p in exemplar.papper if p.rubrik == "Bilaga")
    b = besök(820, 1180)
    b.är_inloggad(n.ledamot, live_server.url)
    sida = b.sida
    # Med tangenterna från läsrummet till mötets första papper.
    sida.goto(reverse("lasrum:lista"))
    b.tangent("j")
    sida.keyboard.press("Enter")
    expect(sida).to_have_url(live_server.url + adress("mote", n.möte.pk))
    b.tangent("j")
    sida.keyboard.press("Enter")
    första = exemplar.papper[0]
    expect(sida).to_have_url(
        live_server.url + adress("papper", n.möte.pk, första.punkt, första.märke)
    )
    sida.goto(adress("papper", n.möte.pk, p.punkt, p.märke))

    sida.evaluate(MARKERA, "#sida-1 [data-sidtext] p")
    b.tryck("Markera")
    expect(sida.locator("mark")).to_have_text("Kommunen")

    b.gå("Läs som PDF")
    expect(sida.locator("#sida-2 .textLayer")).to_be_attached()
    assert målat(sida)["anteckning"] == ["Kommunen"]
    sida.keyboard.press("/")
    sida.keyboard.type("BLÅSIPPOR PÅ")
    sida.keyboard.press("Enter")
    b.besked("Träff 1 av 1, sida 3")
    assert målat(sida)["vald"] == ["Blåsippor på"]
    assert not b.brister()

    sida.evaluate(MARKERA, "#sida-3 .textLayer span")
    b.tryck("Anteckna")
    sida.locator("[name=text]").fill("Fråga var")
    b.tryck("Spara anteckningen")
    expect(sida.locator("[data-citat]")).to_have_count(2)
    assert sida.url.endswith("/pdf/#sida-3")
    b.tryck("Ta bort anteckningen på sida 1")
    b.besked("Anteckningen är borttagen.")
    assert Läsanteckning.objects.count() == 1
