"""Tar bilderna till README och handboken ur demokommunen, med ./starta igång.

.venv/bin/python docs/bilder/ta_bilder.py http://127.0.0.1:8000 .data/demo/kallelse.pdf
"""

import re
import sys
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, sync_playwright

HÄR = Path(__file__).parent
BREDD, HÖJD = 1340, 900
VAL = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def logga_in(sida: Page, bas: str, namn: str) -> None:
    sida.goto(f"{bas}/konto/logga-in/")
    sida.fill("input[name=login]", namn)
    sida.fill("input[name=password]", "bjorksund")
    sida.click("main button[type=submit]")
    sida.wait_for_url(f"{bas}/")


def ta(sida: Page, namn: str, *, hel: bool = False) -> None:
    sida.screenshot(path=HÄR / f"{namn}.png", full_page=hel)


def demomötet(sida: Page, bas: str) -> str:
    """Adressen till det möte som kallelsen är utfärdad till."""
    adress = sida.locator("a", has_text=re.compile("^Socialnämnden$")).first.get_attribute("href")
    assert adress is not None
    return f"{bas}{adress}"


def main(bas: str, kallelse: str) -> None:
    with sync_playwright() as spel:
        webbläsare = spel.chromium.launch(executable_path="/usr/bin/chromium", args=VAL)

        def som(namn: str, bredd: int = BREDD, höjd: int = HÖJD) -> Page:
            sida = webbläsare.new_context(
                viewport={"width": bredd, "height": höjd}, locale="sv-SE", reduced_motion="reduce"
            ).new_page()
            logga_in(sida, bas, namn)
            return sida

        sida = som("sekreterare")
        ta(sida, "hem")
        möte = demomötet(sida, bas)
        sida.goto(f"{möte}lista/")
        ta(sida, "foredragningslista")
        sida = som("fortroendevald", 820, 1180)
        sida.goto(möte)
        ta(sida, "motet")
        sida = som("handlaggare")
        sida.goto(f"{bas}/arenden/ny/")
        ta(sida, "registrera", hel=True)
        sida = som("registrator")
        sida.goto(f"{bas}/arenden/")
        ta(sida, "arenden")
        sida = som("administrator")
        sida.goto(f"{bas}/register/")
        ta(sida, "register")
        webbläsare.close()
    with pypdfium2.PdfDocument(kallelse) as pdf:
        pdf[0].render(scale=1.3).to_pil().save(HÄR / "kallelse.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
