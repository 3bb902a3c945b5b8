"""Den förtroendevalda sparar mötet på plattan, tappar nätet mitt i läsningen och antecknar ändå."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from konton.models import Användare
from nämnd.models import Enhetsexemplar, Läsanteckning, Punkthandling
from nämnd.services import läsanteckningar, läsrum
from nämnd.services.läsrum import Läspapper
from tests.factories import nämnd as fabrik
from tests.factories.nämnd import Nämnden
from tests.nämnd.test_läsrummet import adress, anmäl, fil, komplettera
from tests.webb.besök import Besök
from tests.webb.conftest import NyttBesök
from tests.webb.test_läsrummet import MARKERA

pytestmark = pytest.mark.webb
HEMLIGT = "Törnrosens placering"
#: Allt som ligger i webbläsarens databas och i dess förråd.
PÅ_ENHETEN = """async () => {
    const ut = {};
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((klar) => {
            const b = indexedDB.open(name); b.onsuccess = () => klar(b.result);
        });
        for (const lager of db.objectStoreNames) {
            ut[lager] = await new Promise((klar) => {
                const b = db.transaction(lager).objectStore(lager).getAll();
                b.onsuccess = () => klar(b.result.length);
            });
        }
        db.close();
    }
    return { ...ut, skal: (await caches.keys()).length };
}"""


@pytest.fixture
def n(transactional_db: None) -> Nämnden:
    n = fabrik.nämnden()
    for punkt, rubrik, texter in (
        (n.öppen, "Bilaga", ("Kommunen växer", "Blåsippor vid ån")),
        (n.hemlig, "Utredning", (HEMLIGT,)),
    ):
        Punkthandling.objects.create(punkt=punkt, ordning=9, rubrik=rubrik, fil=fil(*texter))
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def bilagan(n: Nämnden) -> Läspapper:
    exemplar = läsrum.för_användare(n.ledamot, n.möte)
    assert exemplar
    return next(p for p in exemplar.papper if p.rubrik == "Bilaga")


def gå(b: Besök, sida: str) -> None:
    """Till sidan, tills läsrummets eget skript har gjort sitt."""
    b.sida.goto(sida)
    klar(b.sida)


def klar(sida: Page) -> None:
    expect(sida.locator("html[data-offline-klar]")).to_be_attached()


def spara(b: Besök, n: Nämnden) -> None:
    gå(b, adress("mote", n.möte.pk))
    b.tryck("Spara för läsning utan nät")
    expect(b.sida.locator("[data-lage]")).to_contain_text("Klart. Sparat")


@pytest.fixture
def platta(n: Nämnden, live_server: LiveServer, besök: NyttBesök) -> Besök:
    b = besök(820, 1180)
    b.är_inloggad(n.ledamot, live_server.url)
    spara(b, n)
    return b


def utan_nät(b: Besök, av: bool = True) -> None:
    b.sida.context.set_offline(av)


def på_enheten(b: Besök) -> dict[str, Any]:
    return b.sida.evaluate(PÅ_ENHETEN)


def test_nätet_försvinner_mitt_i_läsningen(n: Nämnden, platta: Besök) -> None:
    b, sida, p = platta, platta.sida, bilagan(n)
    assert not b.brister()
    pappret = adress("papper", n.möte.pk, p.punkt, p.märke)
    gå(b, pappret)

    utan_nät(b)
    gå(b, adress("mote", n.möte.pk))
    b.besked("Utan nät. Du läser det som sparades")
    b.besked("läses bara med nät")
    assert HEMLIGT not in sida.content()
    assert "Placering" not in sida.content()
    assert not b.brister()

    sida.locator("[name=q]").fill("BLÅSIPPOR")
    sida.keyboard.press("Enter")
    b.besked("”BLÅSIPPOR” på 1 sida i det sparade")
    b.gå("Bilaga, s. 2")
    klar(sida)
    assert sida.url.endswith("#sida-2")

    # En markering i texten, och en anteckning i PDF:en.
    sida.evaluate(MARKERA, "#sida-1 [data-sidtext] p")
    b.tryck("Markera")
    expect(sida.locator("[data-osanda]")).to_contain_text("Kommunen")
    assert not b.brister()
    b.gå("Läs som PDF")
    expect(sida.locator("#sida-2 .textLayer")).to_be_attached()
    sida.get_by_text("Anteckna i pappret").click()
    sida.locator("[name=text]").fill("Fråga om ån")
    b.tryck("Spara anteckningen")
    expect(sida.locator("ul[data-osanda]")).to_have_count(2)
    assert not Läsanteckning.objects.exists()

    # Det som väntar finns bland mina anteckningar, med vägen till pappret.
    gå(b, adress("anteckningar", n.möte.pk))
    expect(sida.locator("[data-osant]")).to_contain_text("Fråga om ån")
    expect(sida.locator("[data-osant] li")).to_have_count(2)
    expect(sida.get_by_text("Du har inga anteckningar på mötet")).to_be_hidden()
    assert not b.brister()
    sida.get_by_role("link", name="Till pappret").first.click()
    klar(sida)
    assert sida.url.endswith(f"{pappret}#sida-1")

    # Det som inte är sparat säger det, och leder till det som är det.
    sida.goto(adress("gaster", n.möte.pk))
    b.besked("Det du försökte göra kräver nät.")
    assert not b.brister()
    b.gå(str(n.organ))
    b.rubrik(str(n.organ))

    utan_nät(b, av=False)
    b.besked("2 anteckningar från när du var utan nät är skickade.")
    e = läsrum.för_användare(n.ledamot, n.möte)
    assert e
    mina = läsanteckningar.mina(e, n.ledamot).alla
    assert {(a.text, a.citat) for a in mina} == {("", "Kommunen"), ("Fråga om ån", "")}
    assert på_enheten(b)["anteckningar"] == 0


#: Skriver om en rad i webbläsarens databas, som om tiden gått.
SKRIV_OM = """async ([lager, ändring]) => {
    const db = await new Promise((klar) => {
        const b = indexedDB.open("namnd-lasrum"); b.onsuccess = () => klar(b.result);
    });
    const s = db.transaction(lager, "readwrite").objectStore(lager);
    await new Promise((klar) => {
        const b = s.getAll();
        b.onsuccess = () => {
            for (const rad of b.result) {
                if (lager !== "annat" || rad.namn === "klocka") s.put({ ...rad, ...ändring });
            }
            s.transaction.oncomplete = () => klar();
        };
    });
    db.close();
}"""
#: Nätet som stannar vid den andra PDF:en, tills den som sparar avbryter.
STANNAR = """() => {
    const hämta = window.fetch;
    let nummer = 0;
    window.fetch = (adress, val) => {
        if (!String(adress).endsWith(".pdf") || (nummer += 1) !== 2) return hämta(adress, val);
        return new Promise((_, nej) => {
            val.signal.addEventListener("abort", () => nej(new DOMException("", "AbortError")));
        });
    };
}"""


def test_sparandet_avbryts_och_fortsätter_med_tangentbord_på_telefon(
    n: Nämnden, live_server: LiveServer, besök: NyttBesök
) -> None:
    b = besök(390, 844)
    b.är_inloggad(n.ledamot, live_server.url)
    gå(b, adress("mote", n.möte.pk))
    sida, läge = b.sida, b.sida.locator("[data-lage]")
    sida.evaluate(STANNAR)
    sida.get_by_role("button", name="Spara för läsning utan nät").focus()
    sida.keyboard.press("Enter")
    expect(sida.locator("[data-steg]")).to_contain_text(
        "1 av 4 papper (2 är hemliga och sparas inte)"
    )
    expect(sida.get_by_role("button", name="Avbryt")).to_be_focused()
    assert not b.brister()
    sida.keyboard.press("Enter")
    expect(läge).to_contain_text("Avbrutet. Mötet är bara delvis sparat")
    halva = på_enheten(b)
    assert (halva["exemplar"], Enhetsexemplar.objects.count()) == (1, 1)

    utan_nät(b)
    gå(b, adress("mote", n.möte.pk))
    b.besked("Utan nät. Du läser det som hann sparas innan sparandet avbröts.")
    sida.goto(adress("utan_nat"))
    b.besked("delvis sparat")
    utan_nät(b, av=False)

    gå(b, adress("mote", n.möte.pk))
    b.tryck("Fortsätt spara")
    expect(läge).to_contain_text("Klart. Sparat")
    expect(läge).to_contain_text("2 av 4 papper")
    # Med samma nyckel: det som var hämtat är inte hämtat igen.
    assert Enhetsexemplar.objects.count() == 1
    assert på_enheten(b)["sidor"] > halva["sidor"]

    b.tryck("Ta bort från enheten")
    expect(läge).to_contain_text("Borttaget.")
    assert (på_enheten(b)["sidor"], på_enheten(b)["exemplar"]) == (0, 0)
    assert not Enhetsexemplar.objects.exists()


def test_det_nya_och_det_indragna_når_enheten(n: Nämnden, platta: Besök) -> None:
    b, läge = platta, platta.sida.locator("[data-lage]")
    antal = på_enheten(b)["sidor"]
    komplettera(n)
    gå(b, adress("mote", n.möte.pk))
    expect(läge).to_contain_text("Det sparade är inaktuellt.")
    expect(b.sida.locator("[data-nytt]")).to_contain_text("Punkt 1: ”Tillägg” är ny.")
    assert not b.brister()
    b.tryck("Uppdatera det sparade")
    expect(läge).to_contain_text("Klart. Sparat")
    # Texten, PDF-sidan och PDF:en.
    assert på_enheten(b)["sidor"] == antal + 3

    anmäl(n, n.öppen)
    gå(b, adress("lista"))
    kvar = på_enheten(b)
    # Listan med anteckningar har citat ur papperen och går samma väg.
    assert (kvar["exemplar"], kvar["sidor"]) == (1, 1)

    Användare.objects.filter(pk=n.ledamot.pk).update(is_active=False)
    # Utloggad av servern: den sparade sidan frågar ändå.
    b.sida.goto(adress("utan_nat"))
    b.besked("Kontot är avstängt.")
    borta = på_enheten(b)
    assert (borta["exemplar"], borta["sidor"]) == (0, 0)


def test_det_som_gått_ut_läses_inte_och_klockan_går_inte_att_vrida(
    n: Nämnden, platta: Besök
) -> None:
    b, sida = platta, platta.sida
    mötet = adress("mote", n.möte.pk)
    utan_nät(b)
    om_en_timme = sida.evaluate("Date.now() + 3600e3")
    sida.evaluate(SKRIV_OM, ["annat", {"sedd": om_en_timme}])
    sida.goto(mötet)
    b.besked("Enhetens klocka har ställts tillbaka.")
    assert på_enheten(b)["exemplar"] == 1
    utan_nät(b, av=False)
    gå(b, mötet)
    utan_nät(b)
    gå(b, mötet)
    b.besked("Utan nät. Du läser det som sparades")

    sida.evaluate(SKRIV_OM, ["exemplar", {"garUt": 1}])
    sida.goto(mötet)
    b.besked("Tiden för det sparade har gått ut, och det är raderat.")
    borta = på_enheten(b)
    assert (borta["exemplar"], borta["sidor"]) == (0, 0)


def test_utloggningen_lämnar_inget_på_enheten(n: Nämnden, platta: Besök) -> None:
    b, sida, p = platta, platta.sida, bilagan(n)
    utan_nät(b)
    gå(b, adress("papper", n.möte.pk, p.punkt, p.märke))
    sida.evaluate(MARKERA, "#sida-1 [data-sidtext] p")
    b.tryck("Markera")
    expect(sida.locator("ul[data-osanda]")).to_contain_text("Kommunen")
    logga_ut(b)
    b.besked("1 anteckning är inte skickad. Loggar du ut nu försvinner den.")
    # Menyn står inte kvar över varningen.
    expect(sida.locator("details[data-meny][open]")).to_have_count(0)
    assert not b.brister()
    b.tryck("Stanna kvar")
    assert på_enheten(b)["anteckningar"] == 1

    utan_nät(b, av=False)
    b.besked("1 anteckning från när du var utan nät är skickad.")
    logga_ut(b)
    expect(sida.get_by_role("button", name="Logga in")).to_be_visible()
    assert not any(på_enheten(b).values())
    assert Läsanteckning.objects.count() == 1


def logga_ut(b: Besök) -> None:
    b.sida.locator("[data-meny] summary").click()
    b.tryck("Logga ut")


def test_nästa_person_på_samma_enhet_får_inget(
    n: Nämnden, platta: Besök, live_server: LiveServer
) -> None:
    b = platta
    assert på_enheten(b)["exemplar"] == 1
    b.är_inloggad(fabrik.förtroendevald_i(n.organ), live_server.url)
    gå(b, adress("mote", n.möte.pk))
    expect(b.sida.locator("[data-lage]")).to_contain_text("Mötet är inte sparat")
    assert på_enheten(b)["exemplar"] == 0


def test_det_som_blir_hemligt_försvinner_ur_mötets_sparade_sida(n: Nämnden, platta: Besök) -> None:
    """Vid nästa kontakt, vilken sida det än är på; mötets sida hämtas om utan det."""
    b = platta
    utan_nät(b)
    gå(b, adress("mote", n.möte.pk))
    b.besked("Öppet ärende om taxan")
    utan_nät(b, av=False)
    type(n.öppen).objects.filter(pk=n.öppen.pk).update(sekretess_lagrum="OSL 26 kap. 1 §")

    with b.sida.expect_response("**/klart/"):
        gå(b, adress("mote", n.möte.pk))

    utan_nät(b)
    gå(b, adress("mote", n.möte.pk))
    b.besked("Utan nät.")
    expect(b.sida.get_by_text("Öppet ärende om taxan")).to_have_count(0)
