"""Handläggaren registrerar ett ärende, lämnar in en skrivelse och anmäler den."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.ärenden import pdf
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen
from ärenden.models import Anmälan, Ärende

pytestmark = pytest.mark.webb

RUBRIK = "Avgifter för trygghetslarm från 2027"
SATSER = [
    "Avgiften för trygghetslarm fastställs till 230 kronor i månaden.",
    "Beslutet gäller från den 1 januari 2027.",
]


def test_från_registrering_till_anmälan(kommunen: Kommunen, besök: NyttBesök) -> None:
    b = besök()
    b.logga_in(kommunen.handläggare)

    b.gå("Ärenden")
    b.gå("Registrera ärende")
    b.sida.get_by_label("Rubrik", exact=True).fill(RUBRIK)
    b.tryck("Registrera")
    b.rubrik(RUBRIK)
    b.besked("Ärendet har fått nummer SN/")

    b.gå("Ny tjänsteskrivelse")
    fil = b.sida.get_by_label("Tjänsteskrivelsen (PDF)")
    satser = b.sida.locator("textarea[name=satser]")
    for i, sats in enumerate(SATSER):
        satser.nth(i).fill(sats)
    fil.set_input_files(
        {"name": "skadad skrivelse.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nej"}
    )
    b.tryck("Lämna in")

    # Felet säger vilken fil, fokus går dit, och det skrivna står kvar.
    summering = b.sida.locator(".ds-error-summary")
    expect(summering).to_be_visible()
    expect(summering).to_be_focused()
    expect(summering).to_contain_text("skadad skrivelse.pdf")
    assert [satser.nth(i).input_value() for i in range(2)] == SATSER
    assert b.brister() == []

    fil.set_input_files(
        {"name": "skrivelse.pdf", "mimeType": "application/pdf", "buffer": pdf(3, märke=RUBRIK)}
    )
    b.tryck("Lämna in")
    b.besked("Tjänsteskrivelsen är inlämnad")
    for sats in SATSER:
        b.besked(sats)

    b.tryck("Anmäl till Socialnämnden")
    b.besked("Skrivelsen är anmäld till Socialnämnden.")
    b.besked("Väntar på att tas upp av Socialnämnden")

    ärende = Ärende.objects.get(rubrik=RUBRIK)
    anmälan = Anmälan.objects.get(skrivelse__handling__ärende=ärende)
    assert anmälan.status == Anmälan.Status.VÄNTAR
    assert [s.text for s in anmälan.skrivelse.beslutssatser.all()] == SATSER
    assert b.sida.get_by_role("button", name="Återta anmälan").is_visible()

    # Ärendet går att söka fram genast, från listan med / och med ett påbörjat ord.
    b.gå("Ärenden", exakt=True)
    b.rubrik("Ärenden")
    b.tangent("/")
    b.sida.keyboard.type("trygghetsla")
    b.sida.keyboard.press("Enter")
    expect(b.sida.locator("#traffar mark").first).to_have_text("trygghetslarm")
    assert b.brister() == []
    # Träffarna byts medan man skriver, och rutan har kvar fokus.
    ruta = b.sida.get_by_label("Sök i diariet")
    ruta.fill("finns inte alls")
    expect(b.sida.locator("#traffar")).to_contain_text("Inga träffar")
    expect(ruta).to_be_focused()
    ruta.fill("trygghetslarm avgift")
    expect(b.sida.locator("#traffar")).to_contain_text(RUBRIK)
    assert "q=trygghetslarm" in b.sida.url


def test_det_skrivna_ligger_kvar_när_sidan_laddas_om(kommunen: Kommunen, besök: NyttBesök) -> None:
    b = besök()
    b.logga_in(kommunen.handläggare)
    b.sida.goto("/arenden/ny/")
    b.sida.get_by_label("Rubrik", exact=True).fill(RUBRIK)
    b.sida.get_by_label("Enhet").fill("Äldreomsorgen")
    b.sida.reload()
    expect(b.sida.get_by_label("Rubrik", exact=True)).to_have_value(RUBRIK)
    expect(b.sida.get_by_label("Enhet")).to_have_value("Äldreomsorgen")
