"""Anslagstavlan för den som kommer utifrån: på telefon, på papper, utan skript och utan konto."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from publikt.models import Anslag, Slag
from publikt.services import anslagstavla, vakt
from tests.factories.publikt import anslag, dagens_anslag, svensk_tid
from tests.factories.ärenden import pdf
from tests.webb.besök import SMAL, sidor
from tests.webb.conftest import NyttBesök

pytestmark = pytest.mark.webb


@pytest.fixture
def tavlan(transactional_db: None) -> dict[str, Anslag]:
    """Ett anslag av varje sort, med långa ord som ska rymmas på en telefon."""
    nu = timezone.now()
    for dagar in (9, 3):
        vakt.tavlan_svarade(nu=nu - timedelta(days=dagar))
    nere = anslag()
    anslagstavla.ta_ned(källa=nere.källa, av_namn="A", nu=svensk_tid("2019-05-22"))
    fel = anslag(organ="Bygg- och miljötillsynsnämnden")
    anslagstavla.makulera(källa=fel.källa, skäl="Uppsatt två gånger.", av_namn="A")
    dagens_anslag(
        slag=Slag.FULLMÄKTIGES_SAMMANTRÄDE,
        organ="Kommunfullmäktige",
        rubrik="Kommunfullmäktige sammanträder i Folkets hus",
        text="Klockan 18.00.\n\nÄrenden:\nTaxa för renhållningen",
        sista_överklagandedag=None,
        justerad_dag=None,
        förvaringsplats="",
        överklagandeanvisning="",
    )
    return {
        "uppe": dagens_anslag(
            protokoll_pdf=pdf(märke="Offentligt protokoll"), bevis_pdf=pdf(märke="Anslagsbevis")
        ),
        "brutet": dagens_anslag(
            organ="Arbetsmarknads- och vuxenutbildningsnämndens individutskott",
            rubrik="Protokoll, omedelbart justerade paragrafer",
            uppe_från=nu - timedelta(days=2),
        ),
        "nere": nere,
    }


@pytest.mark.parametrize("färger", ["light", "dark"])
def test_varje_sida_är_utan_anmärkning(
    tavlan: dict[str, Anslag], besök: NyttBesök, färger: str
) -> None:
    b = besök(color_scheme=färger)
    adresser = [reverse("publikt:anslag", args=[a.pk]) for a in tavlan.values()]
    adresser += [reverse(f"publikt:{namn}") for namn in ("tavla", "tidigare", "drift")]
    adresser += [reverse("publikt:anslag", args=[0])]

    assert [brist for adress in adresser for brist in b.brister(adress)] == []
    assert b.sida.context.cookies() == []


def test_en_granne_läser_protokollet_på_sin_telefon(
    tavlan: dict[str, Anslag], besök: NyttBesök
) -> None:
    b = besök(bredd=SMAL, höjd=640, java_script_enabled=False)
    b.sida.goto(reverse("publikt:tavla"))
    b.rubrik("Anslagstavla, Björksunds kommun")
    b.gå("Protokoll 24 april 2019")
    b.rubrik("Protokoll 24 april 2019")
    expect(b.sida.get_by_role("heading", name="Så överklagar du")).to_be_visible()
    länk = b.sida.get_by_role("link", name="Protokoll (PDF").get_attribute("href")

    assert länk is not None
    assert "Offentligt protokoll" in "".join(sidor(b.ladda_ned(länk)))
    assert b.sida.context.cookies() == []


def test_tavlan_på_papper(
    tavlan: dict[str, Anslag], besök: NyttBesök, live_server: LiveServer
) -> None:
    b = besök()
    b.sida.goto(reverse("publikt:anslag", args=[tavlan["brutet"].pk]))
    papper = b.sida.pdf(format="A4")

    text = "".join(sidor(papper))
    assert "Sista dag att överklaga" in text
    assert "Anslaget har haft avbrott" in text
    assert "Tidigare" not in text
    assert len(pypdfium2.PdfDocument(io.BytesIO(papper))) == 1
