"""Det en person gör vid sin webbläsare, och det som ska gälla på varje sida hen ser."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from konton.models import Användare
from tests.factories.konton import LÖSENORD
from tests.konton.faktor import styrk_session

SMAL = 320
# Det en vanlig besökare ser av ett fel vi själva framkallar är sidan, inte konsolens rad om den.
VÄNTADE_KODER = frozenset({403, 404, 409, 410, 422})
AXE = Axe()
# Axe läser annars in stilmallar genom egna <style>, som CSP stoppar.
REGLER = {"resultTypes": ["violations"], "preload": False}
# Mer än hälften av tiden för en sida.
KONTRAST = "color-contrast"


class Besök:
    """En webbläsarflik. `fel` samlar det som konsolen säger och svar som gick fel."""

    def __init__(self, sida: Page) -> None:
        self.sida = sida
        self.fel: list[str] = []
        sida.on("console", self._konsol)
        sida.on("pageerror", lambda fel: self.fel.append(f"{sida.url}: {fel}"))
        sida.on("response", self._svar)
        sida.on("requestfailed", self._avbrutet)

    def _konsol(self, rad: ConsoleMessage) -> None:
        # Svar med felkod bedöms i _svar, där koden syns.
        if rad.type in ("error", "warning") and not rad.text.startswith("Failed to load resource"):
            self.fel.append(f"{self.sida.url}: {rad.text}")

    def _svar(self, svar: Response) -> None:
        if svar.status >= 400 and svar.status not in VÄNTADE_KODER:
            self.fel.append(f"{svar.request.method} {svar.url}: {svar.status}")

    def _avbrutet(self, begäran: Request) -> None:
        # Sidan som lämnas avbryter det den själv hämtar; en nedladdning räknas som avbruten.
        if begäran.failure not in ("net::ERR_ABORTED", None):
            self.fel.append(f"{begäran.url}: {begäran.failure}")

    # --- Konto -----------------------------------------------------------------------------

    def logga_in(self, konto: Användare) -> None:
        """Genom inloggningssidan, som en människa."""
        self.sida.goto("/")
        self.sida.get_by_label("Användarnamn").fill(konto.username)
        self.sida.get_by_label("Lösenord").fill(LÖSENORD)
        self.sida.get_by_role("button", name="Logga in").click()
        expect(self.sida.get_by_role("heading", level=1)).to_have_text("Dagens läge")

    def är_inloggad(self, konto: Användare, adress: str) -> None:
        """Genvägen förbi formuläret, där inloggningen inte är det som prövas."""
        klient = Client()
        klient.force_login(konto)
        kaka = klient.cookies[settings.SESSION_COOKIE_NAME]
        self.sida.context.add_cookies([{"name": kaka.key, "value": kaka.value, "url": adress}])

    def styrker_sig(self, konto: Användare) -> None:
        """Som om den inloggade nyss hade skrivit en kod ur sin app."""
        namn = settings.SESSION_COOKIE_NAME
        (kaka,) = [k for k in self.sida.context.cookies() if k["name"] == namn]
        styrk_session(SessionStore(session_key=kaka["value"]), konto)

    # --- Handgrepp -------------------------------------------------------------------------

    def gå(self, länk: str, *, exakt: bool = False) -> None:
        self.sida.get_by_role("link", name=länk, exact=exakt).first.click()

    def tryck(self, knapp: str, *, exakt: bool = True) -> None:
        self.sida.get_by_role("button", name=knapp, exact=exakt).click()

    def tangent(self, tangent: str) -> None:
        """När sidan står stilla. Innan dess gör en tangent inget på mötets sida."""
        expect(self.sida.locator(".htmx-request, .htmx-settling")).to_have_count(0)
        self.sida.keyboard.press(tangent)

    def rubrik(self, text: str) -> None:
        """Väntar tills sidans rubrik innehåller texten."""
        expect(self.sida.get_by_role("heading", level=1)).to_contain_text(text)

    def besked(self, text: str) -> None:
        expect(self.sida.get_by_text(text).first).to_be_visible()

    def ladda_ned(self, adress: str) -> bytes:
        """Filen som länken leder till, hämtad med flikens egen inloggning."""
        svar = self.sida.context.request.get(adress)
        assert svar.ok, f"{adress}: {svar.status}"
        return svar.body()

    # --- Granskning ------------------------------------------------------------------------

    def brister(self, adress: str = "", *, kontrast: bool = True) -> list[str]:
        """Besöker adressen och ger det som strider mot reglerna för alla sidor.

        Utan `kontrast` när det som står på sidan redan är granskat i sina färger.
        """
        if adress:
            self.sida.goto(adress)
        här = self.sida.url
        regler = {} if kontrast else {"rules": {KONTRAST: {"enabled": False}}}
        fynd = [f"{här}: {rad}" for rad in _axe(self.sida, **regler)]
        storlek = self.sida.viewport_size
        assert storlek is not None
        self.sida.set_viewport_size({"width": SMAL, "height": 640})
        fynd += [f"{här}: {rad}" for rad in _utanför(self.sida)]
        self.sida.set_viewport_size(storlek)
        return fynd

    def för_svaga_kontraster(self) -> list[str]:
        """Det enda som andra färger kan göra fel, när resten av sidan redan är granskad."""
        regeln = {"runOnly": {"type": "rule", "values": [KONTRAST]}}
        return [f"{self.sida.url}: {rad}" for rad in _axe(self.sida, **regeln)]


def _axe(sida: Page, **regler: object) -> list[str]:
    if not sida.evaluate("() => 'axe' in window"):
        sida.evaluate(AXE.axe_script)
    brister: list[dict[str, Any]] = sida.evaluate(
        "async (regler) => (await axe.run(regler)).violations", REGLER | regler
    )
    return [
        f"{brist['id']} ({brist['help']}): {nod['html'][:200]} {nod['failureSummary']}"
        for brist in brister
        for nod in brist["nodes"]
    ]


def _utanför(sida: Page) -> list[str]:
    """Det som gör att sidan går att rulla i sidled."""
    return sida.evaluate(
        """() => {
            const bredd = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= bredd) return [];
            const rullar = (e) => e.parentElement && (
                ["auto", "scroll", "hidden"].includes(getComputedStyle(e.parentElement).overflowX)
                || rullar(e.parentElement));
            const ute = [...document.querySelectorAll("body *")].filter(
                (e) => e.getBoundingClientRect().right > bredd + 1 && !rullar(e));
            return [`bredare än ${bredd} px: ` + (ute[0] ? ute[0].outerHTML.slice(0, 200) : "?")];
        }"""
    )


def sidor(pdf: bytes) -> list[str]:
    """Texten på varje sida."""
    dokument = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [dokument[n].get_textpage().get_text_bounded() for n in range(len(dokument))]
    finally:
        dokument.close()
