"""Protokollet skrivs klart: den fria texten, förhandsgranskningen och det färdiga."""

from __future__ import annotations

import io
import re
import shutil

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from nämnd.taggträd import element
from protokoll import documents
from protokoll.models import Avsnitt, Paragraf, Protokoll, Protokollsfil
from protokoll.services import beslut, fritext, protokollsskrivning
from protokoll.services import förhandsgranskning as fg
from protokoll.services.fritext import AnnanHannFöre
from protokoll.services.förhandsgranskning import Granskning
from protokoll.services.justeringsfel import FelSkede
from tests.factories import justering as justeringsfabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import Mötesvärld, lägg_punkt, lägg_ärende
from tests.factories.protokollsrader import Källa
from tests.pdf.prov import kräv_helt_träd
from tests.protokoll.test_dokument import pdftext
from ärenden import pdf
from ärenden.models import Jobb

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _tomt_lager() -> None:
    shutil.rmtree(settings.DATA / "bitar", ignore_errors=True)


def paragraf(värld: Mötesvärld) -> Paragraf:
    return värld.protokoll.paragrafer.get(nummer=2)


def ändra(värld: Mötesvärld, text: str, *, version: int | None = None) -> Paragraf:
    p = paragraf(värld)
    return fritext.ändra(
        paragraf=p,
        sammanfattning=text,
        information="",
        version=version or p.version,
        av=värld.sekreterare,
    )


# --- Den fria texten ---------------------------------------------------------------------------


@pytest.mark.slow
def test_den_skrivna_texten_står_kvar_när_protokollet_görs_om(värld: Mötesvärld) -> None:
    värld.håll()
    ändra(värld, "Handskrivet.\r\n\r\nTvå stycken.")

    for _ in range(2):
        beställt = protokollsskrivning.skapa_protokoll(
            protokoll=värld.protokoll, av=värld.sekreterare
        )
        protokollsskrivning.utför(jobb_id=beställt.pk)
        fil = Protokollsfil.objects.get(slag=Protokollsfil.Slag.PROTOKOLL)
        assert "Handskrivet." in " ".join(pdftext(fil.fil.läs()))
        Jobb.objects.filter(pk=beställt.pk).update(status="klart")

    assert paragraf(värld).sammanfattning == "Handskrivet.\n\nTvå stycken."


def test_två_som_skriver_får_se_båda_texterna(värld: Mötesvärld, client: Client) -> None:
    värld.håll()
    p = paragraf(värld)
    ändra(värld, "Den förstas text.")
    client.force_login(värld.sekreterare)
    adress = reverse("protokoll:fritext", args=[p.protokoll_id, p.pk])

    svar = client.post(adress, {"version": p.version, "sammanfattning": "Den andras text."})

    sida = svar.content.decode()
    assert svar.status_code == 409
    assert "Den förstas text." in sida
    assert "Den andras text." in sida
    assert paragraf(värld).sammanfattning == "Den förstas text."
    version = re.search(r'name="version" value="(\d+)"', sida)
    assert version
    # Nu har skrivaren sett den andra texten och får spara.
    svar = client.post(adress, {"version": version[1], "sammanfattning": "Den andras text."})
    assert svar.status_code == 302
    assert paragraf(värld).sammanfattning == "Den andras text."


def test_en_gammal_version_skriver_inte_över(värld: Mötesvärld) -> None:
    värld.håll()
    ändra(värld, "Ett.", version=1)

    with pytest.raises(AnnanHannFöre):
        ändra(värld, "Två.", version=1)


def test_texten_är_låst_när_protokollet_är_justerat(värld: Mötesvärld, client) -> None:
    justeringsfabrik.alla_skriver_under(justeringsfabrik.till_justering(värld))
    client.force_login(värld.sekreterare)
    p = paragraf(värld)

    with pytest.raises(FelSkede):
        ändra(värld, "För sent.", version=p.version)
    svar = client.post(
        reverse("protokoll:fritext", args=[p.protokoll_id, p.pk]),
        {"version": p.version, "information": "x"},
    )
    assert svar.status_code == 422
    assert "rättas med en rättelse" in svar.content.decode()


def test_bara_sekreteraren_skriver(värld: Mötesvärld) -> None:
    värld.håll()
    p = paragraf(värld)

    with pytest.raises(PermissionDenied):
        fritext.ändra(
            paragraf=p, sammanfattning="", information="", version=1, av=AnvändareFactory()
        )


def test_ändrad_text_tar_bort_de_gamla_filerna(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    beställt = protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=värld.sekreterare)
    protokollsskrivning.utför(jobb_id=beställt.pk)
    assert protokoll.filer.exists()

    ändra(värld, "Nytt.")

    assert not protokoll.filer.exists()


# --- UTKAST ------------------------------------------------------------------------------------


@pytest.mark.krav("DRAFT-MARK")
def test_utkast_tills_det_är_klart_för_justering(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    assert documents.protokolldokument(protokoll).huvud.utkast

    for status in (Protokoll.Status.JUSTERAS, Protokoll.Status.JUSTERAT):
        protokoll.status = status
        assert not documents.protokolldokument(protokoll).huvud.utkast


# --- Förhandsgranskningen ----------------------------------------------------------------------


def räkna(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    gjorda: list[str] = []
    riktig = pdf.rendera_html

    def rendera(html: str):
        gjorda.append(html)
        return riktig(html)

    monkeypatch.setattr(pdf, "rendera_html", rendera)
    return gjorda


@pytest.mark.slow
def test_bara_den_ändrade_paragrafen_görs_om(värld: Mötesvärld, monkeypatch) -> None:
    lägg_ärende(värld, "Riktlinjer för bistånd")
    värld.håll()
    gjorda = räkna(monkeypatch)
    första = Granskning(värld.protokoll, hemligt=True).pdf()
    # Framsidan, fyra paragrafer och innehållet.
    assert len(gjorda) == 6

    assert Granskning(värld.protokoll, hemligt=True).pdf() == första
    assert len(gjorda) == 6
    ändra(värld, "Bara den här.")
    andra = Granskning(värld.protokoll, hemligt=True).pdf()

    assert len(gjorda) == 7
    assert "Bara den här." in gjorda[-1]
    assert "Bara den här." in " ".join(pdftext(andra))


@pytest.mark.slow
def test_bitarna_blir_ett_dokument_med_taggar_länkar_och_sidnummer(värld: Mötesvärld) -> None:
    for n in range(3):
        lägg_punkt(värld, f"Punkt {n}", förslag=("Ja.", "Nej."))
    värld.håll()

    innehåll = Granskning(värld.protokoll, hemligt=True).pdf()

    sidor = pdftext(innehåll)
    for nr, sida in enumerate(sidor, 1):
        assert f"Sida {nr} ({len(sidor)})" in sida
    with pikepdf.open(io.BytesIO(innehåll)) as pdf, pdf.open_outline() as bokmärken:
        kräv_helt_träd(pdf)
        titlar = [rad.title for rad in bokmärken.root]
        assert titlar[:2] == ["Framsida", "Innehåll"]
        assert len(titlar) == 2 + 6
        länkar = [a for s in pdf.pages for a in s.obj.get("/Annots", [])]
        assert len(länkar) == 6
        for länk, mål in zip(länkar, pdf.pages[2:], strict=True):
            assert länk.Dest[0].objgen == mål.obj.objgen
        typer = {str(e.S) for e in element(pdf.Root.StructTreeRoot)}
        assert {"/H1", "/H2", "/H3", "/Table", "/P"} <= typer
    assert re.search(r"Punkt 2\s+8", sidor[1])


@pytest.mark.slow
def test_sidan_visar_hur_långt_det_har_kommit(värld: Mötesvärld, client, monkeypatch) -> None:
    protokoll = värld.håll()
    client.force_login(värld.sekreterare)
    adress = reverse("protokoll:forhandsgranska", args=[protokoll.pk])
    monkeypatch.setattr(fg, "TID_PER_FRÅGA", 0)

    svar = client.get(adress)

    assert "0 av 4 delar" in svar.content.decode()
    assert "iframe" not in svar.content.decode()
    monkeypatch.setattr(fg, "TID_PER_FRÅGA", 60)
    svar = client.get(adress, headers={"HX-Request": "true"})
    assert "iframe" in svar.content.decode()
    assert "<html" not in svar.content.decode()
    pdf = client.get(reverse("protokoll:forhandsgranska_pdf", args=[protokoll.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in pdf["Content-Security-Policy"]
    assert "no-store" in pdf["Cache-Control"]


def test_hemligt_är_dolt_för_den_som_inte_får_läsa_det(värld: Mötesvärld) -> None:
    lägg_ärende(värld, "Ansökan, barn AA", lagrum="OSL 26 kap. 1 §")
    värld.håll()

    bitar = Granskning(värld.protokoll, hemligt=False)

    assert "barn AA" not in "".join(b.html for b in (bitar.första, *bitar.stycken))


@pytest.mark.slow
def test_utkastet_under_mötet_har_det_som_är_beslutat_utan_nummer(
    värld: Mötesvärld, client: Client, monkeypatch
) -> None:
    protokoll = värld.samla()
    för, taxan, information = värld.punkter
    värld.behandla(för)
    värld.behandla(taxan)
    beslut.ta_upp(punkt=information, av=värld.sekreterare)
    client.force_login(värld.sekreterare)
    assert reverse("protokoll:forhandsgranska", args=[protokoll.pk]) in (
        client.get(reverse("protokoll:mote", args=[protokoll.pk])).content.decode()
    )
    monkeypatch.setattr(fg, "TID_PER_FRÅGA", 60)

    sida = client.get(reverse("protokoll:forhandsgranska", args=[protokoll.pk])).content.decode()
    svar = client.get(reverse("protokoll:forhandsgranska_pdf", args=[protokoll.pk]))

    assert "UTKAST, mötet pågår." in sida
    text = [" ".join(s.split()) for s in pdftext(svar.content)]
    assert all("mötet pågår" in s.casefold() for s in text)
    assert all("UTKAST" in s for s in text)
    hela = " ".join(text)
    assert "Taxan antas." in hela
    assert taxan.rubrik in hela
    assert information.rubrik not in hela
    assert not re.search(r"§\s*\d", hela)
    # Den som leder mötet står på framsidan, inte i varje paragraf.
    assert "Ordförande:" not in hela
    protokoll.refresh_from_db()
    assert protokoll.huvud == {}
    assert not protokoll.paragrafer.exclude(nummer=None).exists()


def test_bara_den_ändrade_paragrafen_görs_om_under_mötet(värld: Mötesvärld) -> None:
    värld.samla()
    värld.behandla(värld.punkter[0])

    def bitar() -> set[str]:
        return {b.html for b in Granskning(värld.protokoll, hemligt=True).stycken}

    före = bitar()
    värld.behandla(värld.punkter[1])

    assert len(före) == 1
    assert före < bitar()


def test_utkastet_är_bara_för_den_som_för_protokollet(värld: Mötesvärld, client: Client) -> None:
    protokoll = värld.samla()
    client.force_login(AnvändareFactory())

    for namn in ("forhandsgranska", "forhandsgranska_pdf"):
        assert client.get(reverse(f"protokoll:{namn}", args=[protokoll.pk])).status_code == 404


# --- Organets mall -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_mallen_ordnar_och_döper_om_avsnitten() -> None:
    k = Källa()
    p = k.paragraf(sammanfattning="Text.", beslut=("Så.",))
    p.utdrag_till.create(mottagare="KS")

    def ordning() -> list[str]:
        return [a.rubrik for a in documents.protokolldokument(k.protokoll).paragrafer[-1].avsnitt]

    assert ordning() == ["Sammanfattning", "Beslut", "Beslutet skickas till"]
    k.mall(ordning="beslut")
    assert ordning() == ["Beslut", "Sammanfattning", "Beslutet skickas till"]
    k.mall(
        rubriker={
            Avsnitt.SAMMANFATTNING: ("Ärendebeskrivning", 1),
            Avsnitt.SKICKAS_TILL: ("Protokollsutdrag till", 0),
        }
    )
    assert ordning() == ["Protokollsutdrag till", "Ärendebeskrivning", "Beslut"]


@pytest.mark.django_db
def test_formalia_kan_lämnas_utanför_innehållet() -> None:
    k = Källa()
    assert len(documents.protokolldokument(k.protokoll).innehåll) == 3

    k.mall(formalia_i_innehåll=False)

    assert len(documents.protokolldokument(k.protokoll).innehåll) == 2


@pytest.mark.django_db
def test_antalet_frågor_växer_inte_med_paragraferna(django_assert_max_num_queries) -> None:
    k = Källa()

    def fyll() -> None:
        p = k.paragraf(beslut=("Så.",), ordförande=k.rad())
        k.reservation(p, "Bo")
        k.yrkande(p, "Avslag", "Bo")
        k.röst(k.omröstning(p, ja=1, nej=0), "Bo", "ja")

    fyll()
    with django_assert_max_num_queries(60) as få:
        documents.protokolldokument(k.protokoll)
    for _ in range(10):
        fyll()
    with django_assert_max_num_queries(60) as många:
        documents.protokolldokument(k.protokoll)

    assert len(många.captured_queries) == len(få.captured_queries)
