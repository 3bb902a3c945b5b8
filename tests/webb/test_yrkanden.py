"""Yrkandet och frågan på plattan: från utkast i läsrummet till raden i protokollet."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Roll
from nämnd.models import Fråga, InlämnatYrkande, Sammanträde
from protokoll.models import Paragraf
from tests.factories import nämnd as fabrik
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import Kommunen

pytestmark = pytest.mark.webb
Bild = Callable[[Besök, str], None]
TEXTEN = "Taxan följs upp efter sex månader."


@pytest.fixture
def bild() -> Bild:
    """Sparar en bild av sidan när TMP_BILDER är satt."""
    mapp = os.environ.get("TMP_BILDER")
    return lambda b, namn: (
        b.sida.screenshot(path=str(Path(mapp) / f"{namn}.png"), full_page=True, caret="initial")
        and None
        if mapp
        else None
    )


def kallat(k: Kommunen) -> Sammanträde:
    möte = fabrik.möte(k.organ, av=k.sekreterare, datum=timezone.localdate(), plats="Solrosen")
    fabrik.ta_upp(möte, av=k.sekreterare, rubrik="Taxan för tillsyn")
    möte.refresh_from_db()
    fabrik.utfärdad(möte, av=k.sekreterare)
    return möte


def test_yrkandet_från_plattan_till_protokollet(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer, bild: Bild
) -> None:
    möte = kallat(kommunen)
    b = besök(820, 1180)
    b.är_inloggad(kommunen.konton[Roll.FÖRTROENDEVALD], live_server.url)
    sida = b.sida
    sida.goto(f"/lasrum/{möte.pk}/")
    assert not b.brister()
    bild(b, "lasrum-mote")
    b.tryck("Skriv ett yrkande på Taxan för tillsyn")
    b.rubrik("Yrkande")
    sida.get_by_label("Yrkandet går ut på").select_option("tillagg")
    sida.get_by_label("Jag yrkar").fill(TEXTEN)
    sida.get_by_label("Bo Ekfalk (V)").check()
    # Det sparas utan att något trycks.
    expect(sida.locator("#sparlage")).to_contain_text("Sparat kl.")
    sida.reload()
    expect(sida.get_by_label("Jag yrkar")).to_have_value(TEXTEN)
    sida.get_by_label("Motivering").fill("Så syns verkan.")
    expect(sida.locator("#sparlage")).to_contain_text("Sparat kl.")
    sida.get_by_label("Motivering").fill("Så syns verkan, tidigt.")
    assert not b.brister()
    bild(b, "utkast")
    b.tryck("Gå vidare till att lämna in")
    b.rubrik("Lämna in yrkandet")
    b.besked("Så syns verkan, tidigt.")
    assert not b.brister()
    bild(b, "lamna-in")
    assert not InlämnatYrkande.objects.exists()
    b.tryck("Lämna in")
    b.besked("inlämnat och registrerat")
    assert not b.brister()
    bild(b, "mina")

    sekr = besök(1280, 900)
    sekr.är_inloggad(kommunen.sekreterare, live_server.url)
    sekr.sida.goto(f"/sammantraden/{möte.pk}/")
    assert not sekr.brister()
    bild(sekr, "motets-sida")
    sekr.gå("1 yrkande")
    assert not sekr.brister()
    bild(sekr, "inlamnat")
    sekr.sida.goto(f"/sammantraden/{möte.pk}/")
    sekr.gå("Öppna mötet")
    sekr.tryck("Öppna mötet")
    sekr.tryck("Alla här ledamöter")
    sekr.tryck("Noterat Upprop", exakt=False)
    sekr.tryck("Besluta enligt förslag Val av justerare", exakt=False)
    sekr.tryck("Ta upp och skriv beslut Taxan för tillsyn", exakt=False)
    expect(sekr.sida.locator("#inlamnade-rubrik")).to_be_visible()
    assert not sekr.brister()
    bild(sekr, "protokoll")
    sekr.tryck("Lägg till", exakt=False)
    expect(sekr.sida.locator("#inlamnade-rubrik")).to_have_count(0)
    (yrkande,) = Paragraf.objects.get(rubrik="Taxan för tillsyn").yrkanden.all()
    assert yrkande.text == TEXTEN
    assert [y.namn for y in yrkande.av.all()] == ["Ingrid Norrsund", "Bo Ekfalk"]


def test_frågan_går_genom_sekreteraren_och_kommer_tillbaka(
    kommunen: Kommunen, besök: NyttBesök, live_server: LiveServer, bild: Bild
) -> None:
    möte = kallat(kommunen)
    b = besök(820, 1180)
    b.är_inloggad(kommunen.konton[Roll.FÖRTROENDEVALD], live_server.url)
    b.sida.goto(f"/lasrum/{möte.pk}/")
    b.gå("Fråga om punkten Taxan för tillsyn")
    b.sida.get_by_label("Din fråga").fill("Vad gör grannkommunerna?")
    assert not b.brister()
    bild(b, "fraga")
    b.tryck("Skicka frågan")
    b.besked("Frågan är ställd.")

    sekr = besök(1280, 900)
    sekr.är_inloggad(kommunen.sekreterare, live_server.url)
    sekr.sida.goto("/")
    assert not sekr.brister()
    bild(sekr, "hem")
    sekr.gå("Taxan för tillsyn")
    sekr.sida.get_by_label("Handläggare", exact=True).select_option(str(kommunen.handläggare.pk))
    assert not sekr.brister()
    bild(sekr, "sekreterarens-fraga")
    sekr.tryck("Skicka vidare")
    sekr.besked("Hos handläggaren")

    handl = besök(1280, 900)
    handl.är_inloggad(kommunen.handläggare, live_server.url)
    handl.sida.goto("/")
    handl.gå("Taxan för tillsyn")
    handl.sida.get_by_label("Ditt svar").fill("De har samma taxa.")
    assert not handl.brister()
    bild(handl, "besvara")
    handl.tryck("Skicka svaret")
    handl.besked("Svaret har gått till nämndsekreteraren.")

    sekr.sida.goto("/")
    sekr.gå("Taxan för tillsyn")
    sekr.sida.get_by_label("Alla kallade som får läsa punkten").check()
    assert not sekr.brister()
    bild(sekr, "lamna-svaret")
    sekr.tryck("Lämna svaret")
    sekr.besked("Svaret är lämnat.")
    assert Fråga.objects.get().handling is not None
    b.sida.goto(f"/lasrum/{möte.pk}/")
    b.besked("Frågor och svar till alla kallade")
    assert not b.brister()
    bild(b, "delad")
