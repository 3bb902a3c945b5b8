"""Sammanträdesplanen på en surfplatta: från tom plan till beslut, med sidorna granskade."""

from __future__ import annotations

from datetime import date, time

import pytest
from celery import Celery
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from nämnd.models import Sammanträde, Sammanträdesplan
from nämnd.services import planbeslut
from tests.factories import nämnd as nämnder
from tests.factories import plan as planer
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen

pytestmark = [pytest.mark.webb]
PLATTA = {"bredd": 820, "höjd": 1180}


def test_från_tom_plan_till_möten(
    kommunen: Kommunen, arbetare: Celery, besök: NyttBesök, live_server: LiveServer
) -> None:
    andra = planer.planvärld(nämnder.OrganFactory(namn="Kommunstyrelsen"))
    andra.möte(date(2027, 3, 17), från=time(14), till=time(17), plats="Stora salen")
    for uppdrag in kommunen.organ.uppdrag.all()[:2]:
        nämnder.UppdragFactory(organ=andra.nämnd, person=uppdrag.person)
    planer.lov(kommunen.myndighet.kommun)
    b = besök(**PLATTA)
    b.är_inloggad(kommunen.sekreterare, live_server.url)
    sida = b.sida

    sida.goto(reverse("namnd:lista"))
    sida.get_by_role("link", name="Sammanträdesplaner").click()
    sida.get_by_role("link", name="Ny plan").click()
    sida.get_by_label("År").fill("2027")
    sida.get_by_role("button", name="Lägg upp planen").click()
    expect(sida.get_by_text("Planen är tom")).to_be_visible()

    sida.get_by_role("link", name="Lägg till möten som återkommer").click()
    sida.get_by_label("Börjar kl.").fill("13:00")
    sida.get_by_label("Slutar kl.").fill("16:00")
    sida.get_by_label("Lokal").fill("Strömmen")
    sida.get_by_role("button", name="Visa dagarna").click()
    expect(sida.get_by_text("onsdag 17 mars")).to_be_visible()
    assert b.brister() == []
    sida.get_by_role("button", name="Lägg till 11 möten").click()

    plan = Sammanträdesplan.objects.get(myndighet=kommunen.myndighet)
    rad = sida.get_by_role("row").filter(has_text="ons 17 mars")
    expect(rad.get_by_text("Samma personer")).to_be_visible()
    assert b.brister() == []
    sida.keyboard.press("j")
    expect(sida.locator("[data-rad]:focus")).to_have_count(1)
    sida.get_by_role("link", name="Hela kommunens 2027").click()
    expect(sida.get_by_role("row").filter(has_text="också i Socialnämnden")).to_have_count(1)
    assert b.brister() == []

    sida.goto(reverse("namnd:plan", args=[plan.pk]))
    sida.get_by_role("link", name="Lämna till beslut").click()
    assert b.brister() == []
    sida.get_by_role("button", name="Lämna till beslut").click()
    expect(sida.get_by_role("link", name="PDF", exact=True)).to_be_visible()

    plan.refresh_from_db()
    planbeslut.fastställ(plan=plan, av=kommunen.sekreterare, beslut="SN § 9", skäl="På papper.")
    sida.reload()
    expect(sida.get_by_text("Kalender att prenumerera på")).to_be_visible()
    assert Sammanträde.objects.filter(datum__year=2027).count() == 11
    assert b.brister() == []
