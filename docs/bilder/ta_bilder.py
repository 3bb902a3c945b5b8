"""Tar bilderna till README och handboken ur demokommunen, med ./starta igång.

.venv/bin/python docs/bilder/ta_bilder.py http://127.0.0.1:8000 .data/demo/kallelse.pdf

Pågår ett möte (docs/bilder/pagaende_mote.py öppnar ett) avbildas också mötets sida.
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
    """Adressen till det möte som kallelsen är utfärdad till; det som pågår står före."""
    adress = sida.locator("a", has_text=re.compile("^Socialnämnden$")).last.get_attribute("href")
    assert adress is not None
    return f"{bas}{adress}"


def nämndens(sida: Page, läge: str) -> str:
    """Adressen till socialnämndens protokoll med det läget, ur listan över protokoll."""
    rad = sida.locator("tr", has=sida.get_by_role("cell", name="Socialnämnden", exact=True))
    rad = rad.filter(has=sida.get_by_role("cell", name=läge, exact=True))
    if not rad.count():
        return ""
    return str(rad.first.locator("a").get_attribute("href"))


def sekreterarens(sida: Page, bas: str) -> None:
    """Mötet, protokollet, justeringen, expedieringen och uppdragen."""
    sida.goto(f"{bas}/protokoll/")
    pågår, justerat = nämndens(sida, "Mötet pågår"), nämndens(sida, "Justerat")
    if pågår:
        sida.goto(f"{bas}{pågår}")
        ta(sida, "motet_pagar")
        sida.locator("#rost-rubrik").scroll_into_view_if_needed()
        ta(sida, "omrostning")
    sida.goto(f"{bas}{justerat}")
    ta(sida, "protokollet")
    sida.get_by_role("link", name=re.compile("^Justeringen")).first.click()
    ta(sida, "justeringen")
    fil = sida.get_by_role("link", name="Protokollet", exact=True).first
    svar = sida.request.get(f"{bas}{fil.get_attribute('href')}")
    spara_voteringen(svar.body())
    sida.goto(f"{bas}/protokoll/att-expediera/")
    ta(sida, "att_expediera")
    sida.goto(f"{bas}/protokoll/uppdrag/")
    ta(sida, "uppdrag")


def spara_voteringen(innehåll: bytes) -> None:
    """Protokollets sida med den första voteringen."""
    with pypdfium2.PdfDocument(innehåll) as pdf:
        texter = [sida.get_textpage().get_text_range() for sida in pdf]
        nr = next(n for n, text in enumerate(texter) if "ja-röster" in text)
        pdf[nr].render(scale=1.3).to_pil().save(HÄR / "protokollet_pdf.png", optimize=True)


def main(bas: str, kallelse: str) -> None:
    with sync_playwright() as spel:
        webbläsare = spel.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=VAL
        )

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
        sekreterarens(sida, bas)
        sida = som("fortroendevald", 820, 1180)
        sida.goto(möte)
        ta(sida, "motet")
        sida = som("ordforande", 820, 1180)
        sida.goto(f"{bas}/protokoll/att-justera/")
        sida.locator("main table a, main li a").first.click()
        ta(sida, "justera")
        sida = som("handlaggare")
        sida.goto(f"{bas}/arenden/ny/")
        ta(sida, "registrera", hel=True)
        sida.goto(f"{bas}/arenden/delegation/")
        ta(sida, "delegation")
        sida = som("registrator")
        sida.goto(f"{bas}/arenden/")
        ta(sida, "arenden")
        sida.goto(f"{bas}/protokoll/inkomna/")
        sida.locator("main td a").first.click()
        ta(sida, "inkommet", hel=True)
        sida = webbläsare.new_context(
            viewport={"width": BREDD, "height": HÖJD}, locale="sv-SE"
        ).new_page()
        sida.goto(f"{bas}/anslagstavla/")
        ta(sida, "anslagstavlan")
        sida = som("administrator")
        sida.goto(f"{bas}/register/")
        ta(sida, "register")
        webbläsare.close()
    with pypdfium2.PdfDocument(kallelse) as pdf:
        pdf[0].render(scale=1.3).to_pil().save(HÄR / "kallelse.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
