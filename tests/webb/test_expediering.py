"""Ett hemligt beslut från försättsbladet till registratorn: en nekas, en får det."""

from __future__ import annotations

import pytest
from celery import Celery
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from protokoll.models import Expediering, InkommetUtdrag, Kanal
from protokoll.services import försättsblad
from tests.factories.expediering import (
    HEM,
    annat_organ,
    beslutad,
    försättsbladet,
    justera,
    mottagare,
)
from tests.factories.konton import med_roll
from tests.factories.protokoll import kallat_möte, lägg_ärende
from tests.webb.conftest import NyttBesök

pytestmark = pytest.mark.webb

LAGRUM = "OSL 26 kap. 1 §"


def test_hemligt_beslut_till_rätt_adress_och_till_styrelsen(
    transactional_db: None, arbetare: Celery, besök: NyttBesök, live_server: LiveServer
) -> None:
    värld = kallat_möte(punkter=False)
    lägg_ärende(värld, "Ansökan, barn AA", lagrum=LAGRUM, förslag=("Ansökan bifalls.",))
    justera(värld.håll())
    paragraf, av = beslutad(värld, "Ansökan, barn AA"), värld.sekreterare
    styrelsen = annat_organ()
    försättsbladet(paragraf, av, överklagandetyp="forvaltningsbesvar", gäller="Barn AA")
    hemma = mottagare(paragraf, av, part=True)
    mottagare(paragraf, av, namn="Bo Ek", kanal=Kanal.EPOST, adress="bo@exempel.se")
    försättsblad.lägg_till_mottagare(paragraf=paragraf, kanal=Kanal.INTERNT, organ=styrelsen, av=av)

    b = besök()
    b.är_inloggad(av, live_server.url)
    assert b.brister(f"{live_server.url}/") == []
    b.gå("Att expediera")
    assert b.brister() == []
    b.sida.get_by_role("link", name="§").first.click()
    assert b.brister() == []
    b.gå("Expediera …")
    assert b.brister() == []
    b.besked("Ett hemligt utdrag skickas inte med e-post.")
    b.sida.get_by_role("checkbox", name="Lova Ek").check()
    b.sida.get_by_role("checkbox", name="Kommunstyrelsen").check()
    b.sida.get_by_label("Skriv adressen för Lova Ek som den står i ärendet").fill("Gamla gatan 1")
    b.sida.get_by_label("Skriv namnet på organet").fill("Kommunstyrelsen")
    b.sida.get_by_label("Varför det skickas trots varningen").fill("Ingen annan är i tjänst.")
    b.tryck("Expediera")
    b.besked("Adressen för Lova Ek är en annan än den på försättsbladet.")
    assert not Expediering.objects.exists()

    b.sida.get_by_label("Skriv adressen för Lova Ek som den står i ärendet").fill(HEM)
    b.tryck("Expediera")
    expect(b.sida.locator("#logg").get_by_text("Klart att posta").first).to_be_visible(
        timeout=40_000
    )
    expect(b.sida.locator("#logg").get_by_text("Skickat").first).to_be_visible()
    assert b.brister() == []
    sänt = Expediering.objects.get(mottagare=hemma)
    blad = b.ladda_ned(f"{live_server.url}/protokoll/expediering/{sänt.pk}/adressblad.pdf")
    assert blad.startswith(b"%PDF")

    r = besök(820, 1180)
    r.är_inloggad(med_roll(Roll.REGISTRATOR, styrelsen.myndighet), live_server.url)
    r.sida.goto("/")
    r.gå("Inkomna utdrag")
    assert r.brister() == []
    r.sida.get_by_role("link", name="Socialnämnden §").click()
    assert r.brister() == []
    r.sida.get_by_label("Ett nytt ärende").check()
    r.tryck("Registrera")
    r.besked("kom in som handling 1")
    handling = InkommetUtdrag.objects.get().handling
    assert handling is not None
    assert handling.sekretess_lagrum == LAGRUM
