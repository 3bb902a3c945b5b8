"""Renderaren: egna dokument i PDF/A-2a och PDF/UA-1, samma byte varje gång, inget utifrån."""

import hashlib
import io
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from PIL import Image

from nämnd.handlingspaket import Anteckningssidor
from tests import verapdf
from tests.arkitektur import strikt
from tests.pdf import taggtext
from tests.pdf.prov import Provdokument, Rad, kräv_helt_träd, mallinställning
from ärenden import pdf as renderaren
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf

pytestmark = pytest.mark.slow

ROT = Path(__file__).resolve().parent.parent.parent
LÅNG = tuple(Rad(str(n), f"Ärende {n} om förskolan", f"SN 2026/{n}", "4–6") for n in range(1, 90))
ANTECKNINGAR = Anteckningssidor(
    "Anteckningar", "Björksunds kommun", "Socialnämnden", "Kallelse", "2026-03-18", 3
)


@dataclass(frozen=True)
class Fritt:
    kropp: str
    titel: str = "Prov"
    lang: str = "sv"


@pytest.fixture(autouse=True)
def _provmallar(settings):
    settings.TEMPLATES = mallinställning(settings.TEMPLATES)


def rendera(dokument: Provdokument) -> RenderadPdf:
    return rendera_pdf("prov/kallelse.html", dokument)


def fritt(kropp: str, **annat) -> RenderadPdf:
    return rendera_pdf("prov/fri.html", Fritt(kropp, **annat))


@pytest.mark.parametrize("klass", ["", "utkast", "protokoll", "protokoll utkast"])
def test_dokument_uppfyller_pdfa_och_pdfua(klass):
    pdf = rendera(Provdokument(klass=klass, rader=LÅNG))

    assert pdf.sidor > 3
    verapdf.kräv(pdf.innehåll)
    with pikepdf.open(io.BytesIO(pdf.innehåll)) as öppnad:
        kräv_helt_träd(öppnad)


def test_anteckningssidor_uppfyller_pdfa_och_pdfua():
    pdf = rendera_pdf("pdf/anteckningar.html", ANTECKNINGAR)

    assert pdf.sidor == 3
    verapdf.kräv(pdf.innehåll)
    assert taggtext.text(pdf.innehåll) == "Anteckningar" * 3


def test_taggarnas_text_är_html_textens():
    pdf = rendera(Provdokument(klass="protokoll utkast", rader=LÅNG))

    assert taggtext.text(pdf.innehåll) == taggtext.html_text(pdf.html)
    assert "ŽeljkaČović-Šimić" in taggtext.text(pdf.innehåll)


def test_sidhuvud_sidfot_och_utkast_är_artefakter():
    pdf = rendera(Provdokument(klass="protokoll utkast", rader=LÅNG))

    with pikepdf.open(io.BytesIO(pdf.innehåll)) as öppnad:
        for nr, sida in enumerate(öppnad.pages, 1):
            löst = taggtext.artefakter(sida)
            for väntat in ("UTKAST", "Socialnämnden", "Justerandes sign", "Utdragsbestyrkande"):
                assert väntat in löst
            assert f"Sida {nr} ({pdf.sidor})" in löst
    assert "UTKAST" not in taggtext.text(pdf.innehåll)


def test_tabell_över_flera_sidor_är_en_tabell_med_rubriken_en_gång():
    pdf = rendera(Provdokument(rader=LÅNG))

    tabeller = [t for t in taggtext.läs(pdf.innehåll) if t.väg[-2:] == ("TH", "Span")]
    assert [t.text for t in tabeller] == ["Nr", "Ärende", "Dnr", "Sidor"]
    assert taggtext.text(pdf.innehåll).count("NrÄrendeDnrSidor") == 1


def test_språk_titel_innehåll_och_egna_inbäddade_snitt():
    pdf = rendera(Provdokument(klass="utkast"))

    with pikepdf.open(io.BytesIO(pdf.innehåll)) as öppnad:
        rot = öppnad.Root
        assert str(rot.Lang) == "sv-SE"
        assert rot.ViewerPreferences.DisplayDocTitle
        assert str(öppnad.docinfo.Title) == Provdokument().titel
        with öppnad.open_outline() as bokmärken:
            assert [b.title for b in bokmärken.root] == ["Kallelse till socialnämnden"]
            assert "Föredragningslista" in [b.title for b in bokmärken.root[0].children]
        snitt = öppnad.pages[0].resources.Font
        assert len(snitt) > 0
        for ett in dict(snitt).values():
            assert "Namnd-Text" in str(ett.BaseFont)
            assert "/FontFile2" in ett.DescendantFonts[0].FontDescriptor


NEKADE = [
    "https://exempel.invalid/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "static:finns-inte.png",
    "static:../config/settings/__init__.py",
    "fil:" + "0" * 64,
]


@pytest.mark.parametrize("adress", NEKADE)
def test_dokument_hämtar_bara_egna_filer(adress):
    with pytest.raises(Dokumentfel):
        fritt(f'<h1>Prov</h1><p><img alt="bild" src="{adress}"></p>')


def test_stilmall_och_snitt_utifrån_stoppar_dokumentet():
    with pytest.raises(Dokumentfel, match=r"exempel\.invalid"):
        fritt('<style>@import url("https://exempel.invalid/a.css");</style><h1>Prov</h1>')


def test_bild_som_dokumentet_räknar_upp_följer_med():
    fil = io.BytesIO()
    Image.new("RGB", (8, 8), (0, 90, 160)).save(fil, "PNG")
    nyckel = hashlib.sha256(fil.getvalue()).hexdigest()
    pdf = rendera_pdf(
        "prov/kallelse.html", Provdokument(bild=f"fil:{nyckel}"), filer={nyckel: fil.getvalue()}
    )

    verapdf.kräv(pdf.innehåll)
    with pikepdf.open(io.BytesIO(pdf.innehåll)) as öppnad:
        assert len(öppnad.pages[0].get_images()) == 1


def test_i_drift_läses_de_insamlade_statiska_filerna(settings):
    utvecklingens = rendera(Provdokument())
    settings.STATICFILES_DIRS = []
    settings.STATIC_ROOT = ROT / "static"

    assert rendera(Provdokument()) == utvecklingens


def test_fil_med_annat_innehåll_än_namnet_säger_stoppar_dokumentet():
    with pytest.raises(Dokumentfel, match="inte det innehåll"):
        rendera_pdf(
            "prov/kallelse.html",
            Provdokument(bild="fil:" + "a" * 64),
            filer={"a" * 64: b"\x89PNG\r\n\x1a\nx"},
        )


@pytest.mark.parametrize(
    ("kropp", "annat"),
    [
        pytest.param('<h1>A</h1><img src="{bild}">', {}, id="bild utan alt"),
        pytest.param("<h1>A</h1>", {"lang": ""}, id="inget språk"),
        pytest.param('<h1>A</h1><a href="#saknas">länk</a>', {}, id="länk utan mål"),
    ],
)
def test_det_weasyprint_bara_loggar_stoppar_dokumentet(kropp, annat):
    fil = io.BytesIO()
    Image.new("RGB", (8, 8)).save(fil, "PNG")
    nyckel = hashlib.sha256(fil.getvalue()).hexdigest()

    with strikt.framkallar(), pytest.raises(Dokumentfel):
        rendera_pdf(
            "prov/fri.html",
            Fritt(kropp.format(bild=f"fil:{nyckel}"), **annat),
            filer={nyckel: fil.getvalue()},
        )


def test_trasig_bild_stoppar_dokumentet():
    trasig = b"\x89PNG\r\n\x1a\n" + b"inte en bild"
    nyckel = hashlib.sha256(trasig).hexdigest()

    with strikt.framkallar(), pytest.raises(Dokumentfel, match="image"):
        rendera_pdf(
            "prov/kallelse.html", Provdokument(bild=f"fil:{nyckel}"), filer={nyckel: trasig}
        )


def test_varning_fäller_testet_men_inte_dokumentet():
    with strikt.framkallar() as fynd:
        pdf = fritt("<style>p { finns-inte: 1 }</style><h1>Prov</h1>")

    assert pdf.sidor == 1
    assert "weasyprint (WARNING)" in fynd[0]


def test_användarens_text_är_text():
    elak = Rad("1", "<script>{{ d }}</script>{% now %}")
    pdf = rendera(Provdokument(rader=(elak,)))

    assert "<script>{{d}}</script>{%now%}" in taggtext.text(pdf.innehåll)


@pytest.mark.slow
def test_samma_byte_oavsett_process_hashfrö_tidszon_och_klocka():
    def summor(frö: str, zon: str, sekunder: int) -> str:
        svar = subprocess.run(
            [sys.executable, "-m", "tests.pdf.egen_process", str(sekunder)],
            cwd=ROT,
            env={**os.environ, "PYTHONHASHSEED": frö, "TZ": zon, "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
            text=True,
        )
        return svar.stdout

    ena = summor("1", "Europe/Stockholm", 0)
    andra = summor("4711", "Pacific/Auckland", 40_000_000)

    assert len(ena.split()) == 2
    assert ena == andra


def test_snitten_läses_in_en_gång_för_tråden_och_på_nytt_innan_de_kan_ha_städats(monkeypatch):
    första = renderaren._snitten()
    dokument = rendera(Provdokument()).innehåll

    assert renderaren._snitten() is första
    with ThreadPoolExecutor(1) as trådar:
        assert trådar.submit(renderaren._snitten).result() is not första

    sedan = time.monotonic() + renderaren.SNITTEN_LÄSES_OM_EFTER + 1
    monkeypatch.setattr(renderaren, "time", SimpleNamespace(monotonic=lambda: sedan))
    assert renderaren._snitten() is not första
    assert rendera(Provdokument()).innehåll == dokument


# Motprov: en kontroll som aldrig säger nej är ingen kontroll.


def _ändrad(pdf: bytes, ändra) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as öppnad:
        ändra(öppnad)
        fil = io.BytesIO()
        öppnad.save(fil)
    return fil.getvalue()


def test_motprov_utan_språk_underkänns():
    def ändra(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/Lang"]

    assert not verapdf.kontrollera(_ändrad(rendera(Provdokument()).innehåll, ändra), "ua1").godkänd


def test_motprov_bild_utan_alt_underkänns():
    def ändra(pdf: pikepdf.Pdf) -> None:
        for objekt in pdf.objects:
            if isinstance(objekt, Dictionary) and objekt.get("/S") == Name.Figure:
                del objekt["/Alt"]

    fil = io.BytesIO()
    Image.new("RGB", (8, 8)).save(fil, "PNG")
    nyckel = hashlib.sha256(fil.getvalue()).hexdigest()
    pdf = rendera_pdf(
        "prov/kallelse.html", Provdokument(bild=f"fil:{nyckel}"), filer={nyckel: fil.getvalue()}
    )

    assert not verapdf.kontrollera(_ändrad(pdf.innehåll, ändra), "ua1").godkänd


def test_motprov_överhoppad_rubriknivå_underkänns():
    pdf = fritt("<h1>Ett</h1><p>Text</p><h3>Tre</h3><p>Text</p>")

    assert not verapdf.kontrollera(pdf.innehåll, "ua1").godkänd


def test_motprov_utan_utfästelse_eller_färgprofil_underkänns():
    def ändra(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/OutputIntents"]
        pdf.Root.Metadata.write(b"")
        pdf.Root.Lang = String("sv")

    pdf = _ändrad(rendera(Provdokument()).innehåll, ändra)

    assert not verapdf.kontrollera(pdf, "2a").godkänd
    assert not verapdf.kontrollera(pdf, "ua1").godkänd
