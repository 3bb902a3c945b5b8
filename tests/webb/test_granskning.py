"""Varje sida i varje roll: axe utan anmärkning, tyst konsol, ingen rullning i sidled vid 320 px."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from konton.models import Användare, Roll
from tests import svep
from tests.protokoll import låtsastjänst
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.värld import INGA_SIDOR, SIDOR, Världen, adresser, bygg_världen

pytestmark = pytest.mark.webb


@pytest.fixture
def världen(transactional_db: None, settings, tmp_path: Path) -> Iterator[Världen]:
    """Med en låtsad underskriftstjänst inställd, så att också dess sidor finns."""
    with låtsastjänst.startad(tmp_path) as tjänst:
        tjänst.ställ_in(settings, "bankid")
        yield bygg_världen()


EGET_FÄLT = re.compile(r"\b(field|column|model|app)-\S+")
Drag = tuple[str, str, tuple[str, ...]]
Sedda = defaultdict[str, set[Drag]]
# En i ljust tema och en i mörkt.
Flikar = tuple[Besök, Besök]


# Det som designsystemet färgar efter, vid sidan av klassen.
FÄRGER = ("data-color", "data-variant", "aria-current", "aria-invalid")


class Dragen(HTMLParser):
    """Vad en sida är byggd av: varje slags element, dess klass och vilka attribut det bär.

    `färger` är det som avgör hur elementet färgas, vilken sida det än står på.
    """

    def __init__(self, sidan: str) -> None:
        super().__init__()
        self.alla: set[Drag] = set()
        self.färger: set[Drag] = set()
        self.feed(sidan[sidan.index("<main") : sidan.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Registrens klasser säger också vilket fält det är.
        klass = " ".join(EGET_FÄLT.sub("", dict(attrs).get("class") or "").split())
        self.alla.add((tag, klass, tuple(sorted(namn for namn, _ in attrs))))
        färgerna = (f"{namn}={värde}" for namn, värde in attrs if namn in FÄRGER)
        self.färger.add((tag, klass, tuple(sorted(färgerna))))


def samma_adress(svar: HttpResponse) -> str:
    """En sida granskas i sin adress, men att den nekas ser lika ut överallt."""
    if svar.status_code != 200:
        return str(svar.status_code)
    return svar.wsgi_request.resolver_match.view_name


def samma_slag_av_register(svar: HttpResponse) -> str:
    """Registren skiljer sig i vad fälten heter; lista och formulär är byggda lika."""
    return samma_adress(svar).rpartition("_")[2]


def granska(
    flikar: Flikar,
    konto: Användare,
    adresserna: Iterable[str],
    sedda: Sedda,
    *,
    lika: Callable[[HttpResponse], str] = samma_adress,
    färgade: set[Drag],
) -> list[str]:
    """Bristerna på sidorna. En sida utan något nytt mot dem som är `lika` visas inte igen.

    `färgade` är det vars färger redan är granskade, i ljust och i mörkt tema.
    """
    ljus, mörk = flikar
    klient = Client()
    klient.force_login(konto)
    fynd: list[str] = []
    visade = 0
    for adress in adresserna:
        svar = klient.get(adress, follow=True)
        assert svar.status_code in (200, 403, 404), f"{adress}: {svar.status_code}"
        sidan = Dragen(svar.text)
        dragen = sidan.alla
        känt = sedda[lika(svar)]
        nya_färger = not sidan.färger <= färgade
        # Sidhuvudet granskas på rollens första sida.
        if not dragen <= känt or not visade:
            fynd += ljus.brister(adress, kontrast=nya_färger or not visade)
        elif nya_färger:
            ljus.sida.goto(adress)
            fynd += ljus.för_svaga_kontraster()
        if nya_färger:
            mörk.sida.goto(adress)
            fynd += mörk.för_svaga_kontraster()
            färgade |= sidan.färger
        känt |= dragen
        visade += svar.status_code == 200
    assert visade, "Ingen sida visades"
    return fynd


def registren() -> Iterator[str]:
    """Adminens startsida, och för varje register listan och ett formulär."""
    yield reverse("admin:index")
    for modell in admin.site._registry:
        namn = f"admin:{modell._meta.app_label}_{modell._meta.model_name}"
        yield reverse(f"{namn}_changelist")
        if rad := modell._default_manager.order_by("pk").first():
            yield reverse(f"{namn}_change", args=[rad.pk])


def test_varje_adress_är_en_granskad_sida_eller_ingen_sida() -> None:
    egna = {a.namn for a in svep.adresser() if a.namn and not a.namnrum.startswith("admin")}
    assert {namn for namn, _, _ in SIDOR} | INGA_SIDOR == egna


@pytest.mark.parametrize(
    ("till", "nytt"),
    [
        ('<p class="a">annan text</p>', False),
        ('<p class="a field-namn">ett annat fält</p>', False),
        ('<p class="b">annan klass</p>', True),
        ('<p class="a" role="alert">annat attribut</p>', True),
        ("<input>", True),
    ],
)
def test_det_som_är_nytt_på_en_sida_granskas(till: str, nytt: bool) -> None:
    sedd = Dragen('<main><p class="a field-titel">text</p></main>').alla
    assert (not Dragen(f"<main>{till}</main>").alla <= sedd) is nytt


@pytest.mark.slow
def test_sidorna_och_registren_i_varje_roll_och_i_mörkt_tema(
    världen: Världen, besök: NyttBesök, live_server: LiveServer
) -> None:
    """En värld för alla: den tar längre tid att bygga än sidorna tar att granska i en roll."""
    sedda: Sedda = defaultdict(set)
    färgade: set[Drag] = set()
    fynd: dict[str, list[str]] = {}

    def flikar(konto: Användare) -> Flikar:
        ljus, mörk = besök(), besök(color_scheme="dark")
        for flik in (ljus, mörk):
            flik.är_inloggad(konto, live_server.url)
        return ljus, mörk

    for roll, konto in världen.kommunen.konton.items():
        fynd[roll.label] = granska(flikar(konto), konto, adresser(världen), sedda, färgade=färgade)
    administratör = världen.kommunen.konton[Roll.ADMINISTRATÖR]
    fynd["registren"] = granska(
        flikar(administratör),
        administratör,
        registren(),
        defaultdict(set),
        lika=samma_slag_av_register,
        färgade=färgade,
    )
    assert {vem: rader for vem, rader in fynd.items() if rader} == {}


def test_granskningen_hittar_det_som_är_fel(db: None, besök: NyttBesök) -> None:
    b = besök()
    b.sida.goto(reverse("account_login"))
    b.sida.evaluate(
        """() => {
            const bred = document.createElement("p");
            bred.textContent = "För bred";
            bred.style.width = "400px";
            document.querySelector("main").append(bred, document.createElement("input"));
            document.querySelector("h1").setAttribute("style", "color: red");
        }"""
    )
    fynd = "\n".join(b.brister())
    assert "label (" in fynd
    assert "bredare än 320 px" in fynd
    assert any("Content Security Policy" in rad for rad in b.fel)
    b.fel.clear()
    b.sida.evaluate("() => fetch('/finns-inte/').then(() => console.error('planterat'))")
    assert b.fel == [f"{b.sida.url}: planterat"]
    b.fel.clear()


def test_inloggningssidan(db: None, besök: NyttBesök) -> None:
    b = besök()
    b.sida.goto(reverse("account_login"))
    assert b.brister() == []
    b.sida.get_by_label("Användarnamn").fill("ingen")
    b.sida.get_by_label("Lösenord").fill("fel")
    b.tryck("Logga in")
    b.sida.locator(".ds-error-summary").wait_for()
    assert b.brister() == []
