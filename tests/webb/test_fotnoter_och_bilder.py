"""Fotnoter och bilder i redigeraren: klistras in, släpps, beskrivs, och syns i PDF:en bredvid."""

from __future__ import annotations

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests.factories import mallar as fabrik
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from tests.webb.test_skriva import KLISTRA
from ärenden.models import Skrivelsebild, Skrivelseutkast

pytestmark = pytest.mark.webb

BILD = base64.b64encode(fabrik.bild()).decode()
UR_WORD = f"""
<p class=MsoNormal>Kostnaden<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference>[1]</span></a> har stigit.</p>
<p><img src="data:image/png;base64,{BILD}" alt="Karta över området"></p>
<table><tr><td>Post</td></tr><tr><td>Ett <img src="file:///C:/x/image002.png"></td></tr></table>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Budget [2026], s. 4.</p>
</div></div>
"""
SLÄPP = """async ({ bild }) => {
  const byte = Uint8Array.from(atob(bild), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([byte], "kurva.png", { type: "image/png" }));
  const rad = document.activeElement.querySelector("p").getBoundingClientRect();
  const plats = { clientX: rad.left + 2, clientY: rad.top + 2 };
  const val = { dataTransfer: data, bubbles: true, cancelable: true, ...plats };
  document.activeElement.dispatchEvent(new DragEvent("drop", val));
}"""


def test_fotnoter_och_bilder_skrivs_klistras_och_beskrivs(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer
) -> None:
    fabrik.mall(kommunen.myndighet)
    utkast = fabrik.klar(
        kommunen.anmälda[0].skrivelse.handling.ärende, av=kommunen.konton[Roll.HANDLÄGGARE]
    )
    b = besök(1280)
    b.är_inloggad(utkast.skapad_av, live_server.url)
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    ruta = b.sida.get_by_role("textbox", name="Beskrivning av ärendet")
    avsnitt = str(utkast.mall.avsnitt.all()[2].pk)

    def text() -> str:
        return Skrivelseutkast.objects.get().innehåll.text(avsnitt)

    # Ur Word: fotnoten följer med, bilden i urklippet laddas upp, och den som inte gick är märkt.
    ruta.click()
    b.tangent("Control+A")
    with b.sida.expect_response("**/bild/") as uppladdad:
        b.sida.evaluate(KLISTRA, UR_WORD)
    assert uppladdad.value.status == 200
    b.besked("En bild följde inte med.")
    expect(ruta.get_by_text("Bilden följde inte med. Välj fil…")).to_be_visible()
    expect(b.sida.locator("#brister")).to_contain_text("en bild finns inte i skrivelsen")
    b.sida.get_by_role("button", name="Stäng meddelandet").click()
    assert text() == (
        "Kostnaden^[Budget \\[2026\\], s. 4.] har stigit.\n\n![Karta över området](bild:1)\n\n"
        "| Post |\n| --- |\n| Ett |\n\n![](bild:saknas)"
    )
    assert b.brister() == []

    # Noten ändras från listan under avsnittet.
    b.tryck("Ändra fotnot 1")
    b.sida.get_by_label("Notens text").fill("Se https://kommunen.example/budget.")
    with b.sida.expect_response("**/spara/"):
        b.tangent("Enter")
    assert "^[Se https://kommunen.example/budget.]" in text()

    # Den märkta platsen får sin fil. Utan beskrivning går det inte.
    ruta.get_by_text("Bilden följde inte med. Välj fil…").click()
    b.sida.get_by_label("Fil", exact=True).set_input_files(
        {"name": "b.png", "mimeType": "image/png", "buffer": fabrik.bild(storlek=(60, 60))}
    )
    b.tryck("Klar")
    expect(b.sida.get_by_text("Beskriv vad bilden visar, eller kryssa")).to_be_visible()
    assert b.brister() == []
    b.sida.get_by_label("Bilden är bara till prydnad").check()
    with b.sida.expect_response("**/spara/"):
        b.tryck("Klar")
    assert text().endswith("![-](bild:2)")

    # En släppt bild laddas upp där den släpptes och väntar på sin beskrivning.
    ruta.locator("p").first.click()
    with b.sida.expect_response("**/spara/"):
        b.sida.evaluate(SLÄPP, {"bild": base64.b64encode(fabrik.bild("PNG", (90, 30))).decode()})
    expect(b.sida.locator("#brister")).to_contain_text("en bild saknar alt-text")
    assert "![](bild:3)" in text()
    assert Skrivelsebild.objects.count() == 3

    # Med tangentbordet: fram till bilden, Enter öppnar dess ruta.
    b.sida.get_by_text("Alt-text saknas. Beskriv bilden…").click()
    b.sida.get_by_label("Alt-text: vad bilden visar").fill("Kurvan stiger")
    with b.sida.expect_response("**/spara/"):
        b.tryck("Klar")
    assert "![Kurvan stiger](bild:3)" in text()
    ruta.locator("p").first.click()
    b.tangent("End")
    b.tangent("Control+Alt+f")
    b.sida.keyboard.type("En egen not")
    with b.sida.expect_response("**/spara/"):
        b.tangent("Enter")
    assert "^[En egen not]" in text()
    expect(ruta).to_be_focused()

    # PDF:en bredvid visar det som är sparat.
    b.tryck("PDF bredvid")
    ram = b.sida.frame_locator("iframe")
    expect(ram.locator("[data-pdf]")).to_have_attribute("data-klar", "", timeout=90_000)
    expect(ram.locator("[data-sidtext]").first).to_contain_text("En egen not")
    assert b.brister() == []
