"""Sekreteraren gör listan, kallelsen och paketet; ledamoten läser sitt exemplar."""

from __future__ import annotations

import re

import pytest
from celery import Celery
from playwright.sync_api import Locator, expect

from konton.models import Person
from nämnd.models import Kallelse
from tests.webb.besök import Besök, sidor
from tests.webb.conftest import NyttBesök
from tests.webb.kommun import ANMÄLDA, Kommunen

pytestmark = pytest.mark.webb

BUDGET, AVGIFTER = "Budget för socialnämnden 2027", "Riktlinjer för avgifter inom äldreomsorgen"
INFORMATION = "Information från förvaltningen"
SURFPLATTA = {"bredd": 820, "höjd": 1180, "has_touch": True}


def rad(b: Besök, rubrik: str) -> Locator:
    return b.sida.locator("#punkter > [data-rad]").filter(has_text=rubrik)


def ordning(b: Besök) -> list[str]:
    """Rubrikerna som de står på skärmen."""
    return b.sida.locator("#punkter > [data-rad] .punkt__rubrik").all_inner_texts()


def flyttas(b: Besök, före: list[str]) -> list[str]:
    """Väntar tills listan ritats om med en annan ordning och ger den."""
    första = "\n".join(före)
    b.sida.wait_for_function(
        """före => [...document.querySelectorAll("#punkter > [data-rad] .punkt__rubrik")]
            .map(e => e.innerText).join("\\n") !== före""",
        arg=första,
    )
    return ordning(b)


def bytt(före: list[str], rubrik: str, steg: int) -> list[str]:
    väntad = [r for r in före if r != rubrik]
    väntad.insert(före.index(rubrik) + steg, rubrik)
    return väntad


def test_lista_kallelse_och_paket(kommunen: Kommunen, arbetare: Celery, besök: NyttBesök) -> None:
    b = besök()
    b.logga_in(kommunen.sekreterare)
    b.gå("Socialnämnden", exakt=True)
    b.gå("Föredragningslistan")
    expect(b.sida.locator("#arbetsyta")).to_be_visible()
    assert len(ordning(b)) == 8

    # Ledamoten får inte veta något om mötet än.
    ledamot = besök(**SURFPLATTA)
    ledamot.logga_in(kommunen.ledamot)
    ledamot.besked("Inga kallelser just nu")
    assert ledamot.sida.goto(f"/sammantraden/{kommunen.möte.pk}/").status == 404

    hämta_anmälda(b, kommunen)
    ordna_om(b, kommunen)
    samla_sekretess(b)
    handlingar_senare(b, kommunen)
    kallelse = skapa_kallelse(b, kommunen)
    läs_filerna(b, kallelse)
    utfärda(b, kommunen)
    skicka(b, kommunen)
    ledamoten_läser(ledamot, kommunen)
    b.sida.reload()
    b.besked("6 av 6 skickade, 1 har öppnat")


def hämta_anmälda(b: Besök, kommunen: Kommunen) -> None:
    förråd = b.sida.locator("[data-pool] [data-rad]")
    expect(förråd).to_have_count(3)
    förråd.filter(has_text=ANMÄLDA[0]).get_by_role("button").click()
    b.besked(f"”{ANMÄLDA[0]}” finns nu på listan.")
    expect(förråd).to_have_count(2)
    # Tangentbordet står kvar i förrådet, på nästa ärende.
    expect(förråd.first.get_by_role("button")).to_be_focused()

    # Ett till, draget ur förrådet till platsen före budgeten.
    före = ordning(b)
    dra(förråd.filter(has_text=ANMÄLDA[1]).locator("[data-grepp]"), rad(b, BUDGET))
    expect(förråd).to_have_count(1)
    assert flyttas(b, före).index(ANMÄLDA[1]) < ordning(b).index(ANMÄLDA[0])
    assert kommunen.ordning() == ordning(b)


def dra(från: Locator, till: Locator) -> None:
    """Drar med musen i steg, som en hand; släpper på målets övre kant."""
    sida = från.page
    från.scroll_into_view_if_needed()
    a = från.bounding_box()
    assert a is not None
    sida.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    sida.mouse.down()
    sida.mouse.move(a["x"] + a["width"] / 2 + 5, a["y"] + a["height"] / 2 + 5, steps=3)
    mål = till.bounding_box()
    assert mål is not None
    sida.mouse.move(mål["x"] + mål["width"] / 3, mål["y"] + 4, steps=12)
    # Raden ligger på sin nya plats redan innan servern har svarat.
    with sida.expect_response(lambda svar: svar.request.method == "POST"):
        sida.mouse.up()


def ordna_om(b: Besök, kommunen: Kommunen) -> None:
    # Med knappen: fokus stannar på den.
    före = ordning(b)
    rad(b, AVGIFTER).locator('[data-flytta="upp"]').click()
    assert flyttas(b, före) == bytt(före, AVGIFTER, -1)
    expect(rad(b, AVGIFTER).locator('[data-flytta="upp"]')).to_be_focused()

    # Med Alt+pil: fokus stannar på raden, och flytten läses upp.
    före = ordning(b)
    rad(b, INFORMATION).focus()
    b.tangent("Alt+ArrowUp")
    assert flyttas(b, före) == bytt(före, INFORMATION, -1)
    expect(rad(b, INFORMATION)).to_be_focused()
    expect(b.sida.locator("#kungorelse")).to_have_text(re.compile(r"flyttad till plats \d+"))
    före = ordning(b)
    b.tangent("Alt+ArrowDown")
    assert flyttas(b, före) == bytt(före, INFORMATION, 1)

    # Med musen.
    före = ordning(b)
    dra(rad(b, BUDGET).locator("[data-grepp]"), rad(b, "Val av justerare"))
    efter = flyttas(b, före)
    assert efter.index(BUDGET) < före.index(BUDGET)
    assert kommunen.ordning() == efter

    # j och k går mellan raderna.
    rad(b, "Upprop").focus()
    b.tangent("j")
    b.tangent("k")
    expect(rad(b, "Upprop")).to_be_focused()


def samla_sekretess(b: Besök) -> None:
    b.tryck("Samla sekretessärenden på en rad")
    b.besked("2\N{NO-BREAK SPACE}punkter visas som en rad.")
    samlad = rad(b, "SEKRETESSÄRENDEN")
    expect(samlad.locator(".punkt__nr")).to_have_text(re.compile(r"^\d+–\d+$"))
    expect(rad(b, "Placering enligt LVU, ärende A")).to_have_count(1)


def handlingar_senare(b: Besök, kommunen: Kommunen) -> None:
    punkt = kommunen.punkt(AVGIFTER)
    b.gå(AVGIFTER)
    b.rubrik(AVGIFTER)
    # Skrivelsens papper tas bort: då stoppas kallelsen inte bara om listan säger varför.
    b.sida.locator("#handlingar").get_by_role("button", name="Ta bort").click()
    b.besked("Punkten har inga handlingar.")
    b.sida.locator("#anmarkningar summary").click()
    b.sida.get_by_label("Handlingar skickas senare").check()
    b.sida.get_by_role("button", name="Spara punkten").click()
    b.sida.goto(f"/sammantraden/{kommunen.möte.pk}/lista/")
    expect(rad(b, AVGIFTER)).to_contain_text("Handlingar skickas senare")
    punkt.refresh_from_db()
    assert punkt.handlingar_senare


def skapa_kallelse(b: Besök, kommunen: Kommunen) -> Kallelse:
    b.tryck("Skapa kallelse")
    # Arbetet syns medan det pågår; sidan får lämnas och arbetet fortsätter.
    expect(b.sida.locator(".jobb")).to_contain_text("Kallelse 1")
    b.sida.goto("/")
    b.sida.goto(f"/sammantraden/{kommunen.möte.pk}/lista/")
    expect(b.sida.get_by_role("link", name="Utfärda kallelsen …")).to_be_visible(timeout=40_000)
    kallelse = kommunen.möte.kallelser.get()
    assert kallelse.status == Kallelse.Status.UTKAST
    assert kallelse.jobb.framsteg == 100
    return kallelse


def läs_filerna(b: Besök, kallelse: Kallelse) -> None:
    länk = b.sida.get_by_role("link", name="Kallelse (PDF)")
    lista = sidor(b.ladda_ned(länk.get_attribute("href") or ""))
    text = " ".join(lista)
    assert ANMÄLDA[0] in text
    assert "SEKRETESSÄRENDEN" in text
    assert "Handlingar skickas senare" in text

    länk = b.sida.get_by_role("link", name="Handlingar (PDF)")
    paket = sidor(b.ladda_ned(länk.get_attribute("href") or ""))
    # Fem ärenden med en skrivelse på två sidor var: tre öppna och två hemliga.
    assert len(paket) == kallelse.sidor == len(lista) + 1 + 10
    for nummer, sida in enumerate(paket, 1):
        assert re.search(rf"\b{nummer}\b", sida), f"sidan {nummer} saknar sitt nummer"
    assert f"cirka {len(paket)}" not in b.sida.locator(".sidrubrik__status").inner_text()


def utfärda(b: Besök, kommunen: Kommunen) -> None:
    b.gå("Utfärda kallelsen …")
    b.rubrik("Utfärda kallelse 1")
    b.besked("kan inte ändras eller dras tillbaka")
    b.besked("Ingrid Norrsund (S)")
    kommunen.möte.refresh_from_db()
    assert kommunen.möte.status == "utkast"  # sidan i sig utfärdar inget
    b.tryck("Utfärda kallelsen")
    b.besked("Kallelse 1 är utfärdad.")
    b.rubrik("Socialnämnden")
    kommunen.möte.refresh_from_db()
    assert kommunen.möte.status == "kallat"


def skicka(b: Besök, kommunen: Kommunen) -> None:
    """Kallelsen till var och en; sidan följer breven tills de är lämnade."""
    Person.objects.filter(pk=kommunen.ledamot.person_id).update(epost="ledamot@exempel.se")
    b.gå("Skicka kallelse 1")
    b.rubrik("Skicka kallelse 1")
    b.besked("ledamot@exempel.se")
    assert b.brister() == []
    b.tryck("Skicka")
    b.besked("Mottaget av e-postservern")
    b.besked("1 av 6 skickade, 0 har öppnat")
    b.gå("Postlistan")
    b.tryck("Allt är postat")
    b.besked("6 av 6 skickade")
    assert b.brister() == []


def ledamoten_läser(b: Besök, kommunen: Kommunen) -> None:
    b.sida.goto("/")
    b.gå("Socialnämnden", exakt=True)
    b.rubrik("Socialnämnden")
    punkter = b.sida.locator("#punkter")
    expect(punkter).to_contain_text(ANMÄLDA[0])
    expect(punkter).to_contain_text("SEKRETESSÄRENDEN")
    assert b.brister() == []
    # Det hemliga i paketet öppnas med en kod.
    b.styrker_sig(kommunen.ledamot)
    länk = b.sida.get_by_role("link", name="Handlingar (PDF)")
    paket = sidor(b.ladda_ned(länk.get_attribute("href") or ""))
    assert len(paket) == kommunen.möte.kallelser.get().sidor
    # Listan är öppen för läsning, inte för ändring.
    svar = b.sida.goto(f"/sammantraden/{kommunen.möte.pk}/lista/")
    assert svar is not None
    assert svar.status == 403


def test_halvskriven_egen_punkt_överlever_att_listan_ritas_om(
    kommunen: Kommunen, besök: NyttBesök
) -> None:
    b = besök()
    b.logga_in(kommunen.sekreterare)
    b.gå("Socialnämnden", exakt=True)
    b.gå("Föredragningslistan")
    b.sida.get_by_text("Lägg till en egen punkt").click()
    rubrik = b.sida.locator("#ny-punkt input[name=rubrik]")
    rubrik.fill("Halvskriven")

    b.tryck("Lägg till stående punkter")

    b.besked("Alla stående punkter finns redan på listan.")
    assert rubrik.count() == 1
    assert rubrik.input_value() == "Halvskriven"
    assert b.brister() == []
