"""Skrivelsens hela väg i webbläsaren: skriv, skicka, återsänd, rätta, godkänn, anmäl, i poolen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests.factories import mallar as fabrik
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from ärenden.granskningsläge import Läge
from ärenden.models import Anmälan, Skrivelseutkast

pytestmark = pytest.mark.webb

MARKERA = """(ord) => {
  const träd = document.createTreeWalker(
    document.querySelector("[data-falt=satser] [data-lastext]"), NodeFilter.SHOW_TEXT);
  while (träd.nextNode()) {
    const i = träd.currentNode.data.indexOf(ord);
    if (i < 0) continue;
    const område = document.createRange();
    område.setStart(träd.currentNode, i);
    område.setEnd(träd.currentNode, i + ord.length);
    getSelection().removeAllRanges();
    getSelection().addRange(område);
    return;
  }
}"""


def snyggt(b: Besök) -> None:
    assert b.brister() == []
    assert b.fel == []


def test_en_skrivelse_skrivs_granskas_återsänds_rättas_godkänns_och_anmäls(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer
) -> None:
    fabrik.mall(kommunen.myndighet, kräver_godkännande=True)
    chef, skrivare = kommunen.konton[Roll.CHEF], kommunen.handläggare
    ärende = kommunen.anmälda[0].skrivelse.handling.ärende
    utkast = fabrik.klar(ärende, av=skrivare)
    adress = reverse("arenden:granskning", args=[utkast.pk])
    h, c = besök(), besök()
    h.är_inloggad(skrivare, live_server.url)
    c.är_inloggad(chef, live_server.url)

    # Handläggaren skriver och skickar till chefen.
    h.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    expect(h.sida.get_by_role("button", name="Lämna in…")).to_have_count(0)
    h.tryck("Skicka för granskning…")
    h.sida.get_by_label("Granskare 1").select_option(value=str(chef.pk))
    h.sida.get_by_label("Meddelande till granskarna").fill("Läs satserna.")
    snyggt(h)
    h.tryck("Skicka")
    h.besked("Hos granskare")
    snyggt(h)

    # Chefen når den från Hem, markerar i texten med tangentbord eller mus och föreslår en ändring.
    c.sida.goto(reverse("hem"))
    snyggt(c)
    c.gå("Taxa för tillsyn", exakt=True)
    c.besked("Läs satserna.")
    c.sida.evaluate(MARKERA, "antas")
    c.tryck("Kommentera det markerade")
    expect(c.sida.get_by_label("Kommentar", exact=False).first).to_be_visible()
    expect(c.sida.get_by_label("Texten den gäller")).to_have_value("antas")
    c.sida.get_by_label("Föreslå en ändring av texten").check()
    c.sida.get_by_label("Skriv i stället").fill("godkänns")
    c.tryck("Spara kommentaren")
    expect(c.sida.locator("mark")).to_have_text("antas")
    c.tryck("Återsänd")
    c.besked("Skriv varför skrivelsen återsänds.")
    snyggt(c)
    c.sida.get_by_label("Kommentar till svaret").fill("Se förslaget.")
    c.tryck("Återsänd")
    c.besked("Skrivelsen är återsänd.")

    # Handläggaren godtar förslaget, rättar och skickar igen.
    h.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    h.besked("Se förslaget.")
    snyggt(h)
    # Det som är sparat sedan sidan öppnades hindrar inte.
    h.sida.get_by_label("Rubrik", exact=True).fill("Taxan godkänns.")
    h.besked("Sparat")
    expect(h.sida.locator("#id_revision")).not_to_have_value(str(utkast.revision))
    h.tryck("Godta", exakt=False)
    h.besked("Ändringen är införd som en ny version.")
    h.rubrik("Tjänsteskrivelse")
    h.gå("Alla kommentarer, sammanträde och logg")
    assert Skrivelseutkast.objects.get().innehåll.satser[0] == "Taxan godkänns."
    h.gå("Skicka för granskning…")
    h.sida.get_by_label("Granskare 1").select_option(value=str(chef.pk))
    h.tryck("Skicka")

    c.sida.goto(adress)
    c.tryck("Godkänn")
    c.besked("Godkänd av")
    snyggt(c)
    assert Skrivelseutkast.objects.get().läge == Läge.GODKÄND
    c.sida.goto(reverse("arenden:skrivelser"))
    c.besked("Godkänd")
    snyggt(c)

    # Inlämnad och anmäld finns den i poolen vid föredragningslistan.
    h.sida.goto(adress)
    h.gå("Lämna in…")
    h.tryck("Lämna in")
    h.besked("Skrivelsen är inlämnad.")
    kort = h.sida.locator(".kort", has_text="Taxan godkänns.")
    kort.get_by_role("button", name="Anmäl till").click()
    h.besked("Skrivelsen är anmäld")
    h.besked("godkändes av")
    skrivelse = Skrivelseutkast.objects.get().skrivelse
    assert Anmälan.objects.väntande().filter(skrivelse=skrivelse).exists()
    s = besök()
    s.är_inloggad(kommunen.sekreterare, live_server.url)
    s.sida.goto(reverse("namnd:foredragningslista", args=[kommunen.möte.pk]))
    # Ärendet har redan en anmälan; den granskade skrivelsen är den andra.
    expect(s.sida.get_by_text(ärende.beteckning)).to_have_count(2)
