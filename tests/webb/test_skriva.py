"""Skrivelsen i webbläsaren: sidan sparar av sig själv, satserna flyttas, och en krock syns."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests.factories import mallar as fabrik
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from ärenden.models import Skrivelseutkast
from ärenden.services import skrivande

pytestmark = pytest.mark.webb

UR_WORD = """
<p class=MsoNormal style='mso-margin:0'>Ny <b style='mso-bidi-font-weight:normal'>text</b>.</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>a</p>
<table><tr><td>Post</td><td>Kr</td></tr><tr><td>Taxa<br>ett</td><td>1 200</td></tr>
<tr><td colspan=2><p>Ihop</p></td></tr></table><script>alert(1)</script><img src="x.png">
"""
KLISTRA = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const urklipp = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", urklipp));
}"""


def test_det_skrivna_sparas_och_en_krock_skriver_inget_över(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer
) -> None:
    fabrik.mall(kommunen.myndighet)
    utkast = fabrik.klar(
        kommunen.anmälda[0].skrivelse.handling.ärende, av=kommunen.konton[Roll.HANDLÄGGARE]
    )
    b = besök()
    b.är_inloggad(utkast.skapad_av, live_server.url)
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    assert b.brister() == []
    läge = b.sida.locator("#sparlage")

    # En sparning som dröjer sägs, tills den är gjord.
    hållna: list[Route] = []
    b.sida.route("**/spara/", lambda väg: hållna.append(väg), times=1)
    b.sida.get_by_label("Sats 1", exact=True).fill("Taxan antas med ändring.")
    expect(läge).to_have_text("Sparar …")
    hållna[0].continue_()
    expect(läge).to_contain_text("Sparat")
    b.sida.get_by_role("button", name="Flytta sats 2 uppåt").click()
    expect(b.sida.get_by_label("Sats 2", exact=True)).to_have_value("Taxan antas med ändring.")
    b.sida.get_by_role("button", name="Flytta sats 2 uppåt").focus()
    b.sida.keyboard.press("Alt+ArrowUp")
    expect(b.sida.get_by_label("Sats 1", exact=True)).to_have_value("Taxan antas med ändring.")
    with b.sida.expect_response("**/spara/"):
        b.sida.get_by_label("Sammanfattning", exact=True).fill("")
    expect(b.sida.locator("#brister")).to_contain_text("Sammanfattning: avsnittet är tomt.")
    expect(läge).to_contain_text("Sparat")

    # Det inklistrade blir det som en skrivelse får innehålla, och läses så av servern.
    beskrivning = b.sida.get_by_role("textbox", name="Beskrivning av ärendet")
    beskrivning.click()
    b.tangent("Control+A")
    with b.sida.expect_response("**/spara/"):
        b.sida.evaluate(KLISTRA, UR_WORD)
    b.besked("En bild följde inte med.")
    utkast = Skrivelseutkast.objects.get()
    assert utkast.innehåll.text(str(utkast.mall.avsnitt.all()[2].pk)) == (
        "Ny **text**.\n\n- a\n\n| Post | Kr |\n| --- | ---: |\n| Taxa ett | 1 200 |\n| Ihop | << |"
        "\n\n![](bild:saknas)"
    )

    # Tangentbordet når raden med verktyg, sök och ersätt, och ut ur tabellen.
    b.tangent("Control+H")
    b.sida.keyboard.type("taxa")
    expect(b.sida.locator("[data-sok-lage]")).to_contain_text("av 2")
    b.sida.get_by_label("Ersätt med").fill("Avgift")
    with b.sida.expect_response("**/spara/"):
        b.tryck("Ersätt alla")
    b.tryck("Stäng")
    # Flera stycken i en cell blir ett: tabellen står kvar.
    b.sida.locator("td", has_text="Avgift ett").click()
    b.tangent("End")
    with b.sida.expect_response("**/spara/"):
        b.sida.evaluate(KLISTRA, "<h2>Två</h2><p>tre</p><ul><li>fyra</li></ul>")
    avsnitten = str(Skrivelseutkast.objects.get().innehåll.avsnitt)
    assert "| Post | Kr |" in avsnitten
    assert "| Avgift ettTvå tre fyra | 1 200 |" in avsnitten
    b.tangent("Control+Home")
    b.tangent("Alt+F10")
    expect(b.sida.get_by_label("Stycket är")).to_be_focused()
    b.tangent("Escape")
    expect(beskrivning).to_be_focused()
    b.tangent("Escape")
    b.tangent("Tab")
    expect(b.sida.get_by_role("textbox", name="Ekonomiska konsekvenser")).to_be_focused()
    assert b.brister() == []

    # Utan nät finns det skrivna i webbläsaren, också efter att sidan lämnats.
    assert b.fel == []
    b.sida.context.set_offline(True)
    b.sida.keyboard.type("Utan nät. ")
    expect(läge).to_contain_text("Ingen kontakt med servern.")
    b.sida.goto("about:blank")
    b.sida.context.set_offline(False)
    # Det som konsolen säger om bortkopplade svar hör till.
    b.fel.clear()
    with b.sida.expect_response("**/spara/"):
        b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    b.besked("har lagts tillbaka")
    expect(läge).to_contain_text("Sparat")
    assert "Utan nät." in str(Skrivelseutkast.objects.get().innehåll.avsnitt)
    utkast = Skrivelseutkast.objects.get()
    assert utkast.innehåll.satser[0] == "Taxan antas med ändring."
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Deras rubrik"),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    with b.sida.expect_response("**/spara/"):
        b.sida.locator("#id_rubrik").fill("Min rubrik")
    expect(läge).to_contain_text("Inte sparat.")
    assert Skrivelseutkast.objects.get().innehåll.rubrik == "Deras rubrik"

    # Ändrar de olika rutor kommer den andras text in i sidan, och inget blir en krock.
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    b.tryck("Kasta den texten")
    utkast = Skrivelseutkast.objects.get()
    mina = {str(a.pk): "Ny **bakgrund**." for a in utkast.mall.avsnitt.all() if a.slag == "text"}
    skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, rubrik="Deras", satser=("En sats.",), avsnitt=mina),
        revision=utkast.revision,
        av=utkast.skapad_av,
    )
    with b.sida.expect_response("**/spara/"):
        b.sida.get_by_label("Sammanfattning", exact=True).fill("Min sammanfattning.")
    expect(läge).to_contain_text("Det någon annan har skrivit under tiden har kommit in i Rubrik")
    expect(b.sida.locator("#id_rubrik")).to_have_value("Deras")
    expect(b.sida.get_by_label("Sats 1", exact=True)).to_have_value("En sats.")
    expect(beskrivning).to_have_text("Ny bakgrund.")
    # Den som lägger till en sats skriver vidare i den genast; Retur delar den, Ctrl+S sparar utan
    # att platsen lämnas.
    b.tryck("Lägg till sats")
    b.sida.keyboard.type("Två. Tre.")
    for _ in "Tre.":
        b.sida.keyboard.press("ArrowLeft")
    b.sida.keyboard.press("Enter")
    expect(b.sida.get_by_label("Sats 3", exact=True)).to_be_focused()
    b.sida.keyboard.press("Alt+ArrowUp")
    with b.sida.expect_response("**/spara/"):
        b.sida.keyboard.press("Control+s")
    b.besked("Texten är sparad.")
    expect(b.sida.get_by_label("Sats 2", exact=True)).to_be_focused()
    nu = Skrivelseutkast.objects.get().innehåll
    assert (nu.rubrik, nu.satser) == ("Deras", ("En sats.", "Tre.", "Två."))
    assert "Min sammanfattning." in nu.avsnitt.values()
