"""Skrivelsens bilagor och Wordfilen i webbläsaren: dra in, ordna, se vad som kom med, bekräfta."""

from __future__ import annotations

import pytest
from celery import Celery
from django.urls import reverse
from playwright.sync_api import FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from tests.factories import kontorsfiler as filer
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from tests.webb.conftest import NyttBesök
from ärenden.models import Skrivelseutkast
from ärenden.services import skrivande

pytestmark = pytest.mark.webb

WORD = filer.word(
    "Björksunds kommun",
    ("Förslag till beslut", "Heading 1"),
    ("Nämnden sänker taxan.", "List Number"),
    ("Bakgrund", "Heading 1"),
    "Taxan är från 2019.",
)


@pytest.fixture
def utkast(transactional_db: None) -> Skrivelseutkast:
    nämnd = MyndighetFactory(förvaltning="Socialförvaltningen")
    ärende = diariet.ärende(nämnd, handläggare=med_roll(Roll.HANDLÄGGARE, nämnd))
    return fabrik.klar(ärende, av=ärende.handläggare)


def _fil(namn: str, innehåll: bytes) -> FilePayload:
    return {"name": namn, "mimeType": "application/octet-stream", "buffer": innehåll}


def test_bilagorna_läggs_till_ordnas_och_lämnas_in(
    utkast: Skrivelseutkast, besök: NyttBesök, live_server: LiveServer, arbetare: Celery
) -> None:
    b = besök()
    b.är_inloggad(utkast.skapad_av, live_server.url)
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    # Bredvid texten tas de emot utan att sidan lämnas; det som inte går sägs där.
    b.sida.get_by_label("Rubrik", exact=True).fill("Osparad rubrik")
    b.sida.get_by_label("Lägg till bilagor").set_input_files([_fil("taxa.pdf", diariet.pdf(2))])
    expect(b.sida.locator("#bilagedel li").first).to_contain_text("Taxa 2 s.")
    b.sida.get_by_label("Lägg till bilagor").set_input_files([_fil("trasig.pdf", b"%PDF-1.7 nej")])
    b.besked("trasig.pdf")
    expect(b.sida.get_by_label("Rubrik", exact=True)).to_have_value("Osparad rubrik")
    assert b.brister() == []
    b.gå("Ordna, döp om och ta bort bilagor")
    b.sida.get_by_label("Lägg till bilagor").set_input_files([_fil("torget.jpg", filer.bild())])
    b.tryck("Lägg till")
    b.besked("1 bilaga är tillagd")
    b.besked("Beskriv vad bilden visar")
    assert b.brister() == []
    b.sida.locator("textarea[name=beskrivning]").fill("Torget från kyrkan.")
    b.sida.get_by_role("button", name="Spara").last.click()
    b.besked("Bilagan är sparad")

    expect(b.sida.get_by_role("link", name="Läs PDF:en som den blev")).to_be_visible()
    b.sida.get_by_role("button", name="Flytta Torget uppåt").click()
    rubriker = b.sida.locator("#bilagor .punkt__rubrik")
    expect(rubriker).to_have_text(["Torget", "Taxa"])

    utkast.refresh_from_db()
    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=utkast.skapad_av)
    assert [h.rubrik for h in skrivelse.handling.bilagor.order_by("nummer")] == ["Torget", "Taxa"]
    b.sida.goto(reverse("arenden:visa", args=[utkast.ärende_id]))
    b.besked("originalet, torget.jpg")


def test_wordfilen_läses_in_efter_bekräftelse(
    utkast: Skrivelseutkast, besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.är_inloggad(utkast.skapad_av, live_server.url)
    b.sida.goto(reverse("arenden:utkast", args=[utkast.pk]))
    b.gå("Läs in från Word")
    b.sida.get_by_label("Wordfil (.docx)").set_input_files([_fil("låst.docx", filer.låst())])
    b.tryck("Läs filen")
    b.besked("låst.docx: Filen är låst med lösenord")
    assert b.brister() == []

    b.sida.get_by_label("Wordfil (.docx)").set_input_files([_fil("skrivelse.docx", WORD)])
    b.tryck("Läs filen")
    b.rubrik("skrivelse.docx")
    b.besked("Björksunds kommun")
    assert b.brister() == []
    b.sida.locator("input[value=deras][name=val_satser]").check()
    b.tryck("För in i skrivelsen")
    b.besked("skrivelse.docx är inläst")

    utkast.refresh_from_db()
    assert utkast.innehåll.satser == ("Taxan antas.", "Taxan gäller från den 1 januari 2027.")
    assert "Taxan är från 2019." in utkast.innehåll.avsnitt.values()
