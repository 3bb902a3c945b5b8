"""Texten i en PDF i läsordning: ur taggarna när sidan har dem, annars som den ligger."""

import io
from dataclasses import dataclass

import pikepdf
import pytest

from tests.pdf.prov import mallinställning
from ärenden import pdftext
from ärenden.pdf import rendera_pdf


@dataclass(frozen=True)
class Fritt:
    kropp: str
    titel: str = "Prov"
    lang: str = "sv"


KROPP = f"""<h1>Taxa för tillsyn</h1>
<h2>Förslag till beslut</h2>
<ol><li>Taxan antas.</li><li>Den gäller från <strong>årsskiftet</strong>.</li></ol>
<p>{"Nämnden har ansvar för tillsynen och tar ut en avgift. " * 4}</p>
<table><thead><tr><th scope="col">Post</th><th scope="col">Belopp</th></tr></thead>
<tbody><tr><td>Personal</td><td>545</td></tr><tr><td>&nbsp;</td><td>12</td></tr></tbody></table>
<ul><li>Bilaga</li></ul>"""


@pytest.fixture
def taggad(settings) -> bytes:
    settings.TEMPLATES = mallinställning(settings.TEMPLATES)
    return rendera_pdf("prov/fri.html", Fritt(KROPP)).innehåll


def otaggad(innehåll: bytes) -> bytes:
    ut = io.BytesIO()
    with pikepdf.open(io.BytesIO(innehåll)) as dokument:
        del dokument.Root.StructTreeRoot
        dokument.save(ut)
    return ut.getvalue()


def test_taggarna_ger_stycken_punkter_och_tabellrader_i_läsordning(taggad):
    (text,) = pdftext.sidor(taggad)

    rader = text.split("\n")
    assert rader[:4] == [
        "Taxa för tillsyn",
        "Förslag till beslut",
        "1. Taxan antas.",
        "2. Den gäller från årsskiftet.",
    ]
    # Stycket är helt, fast det är flera rader på sidan.
    assert ("Nämnden har ansvar för tillsynen och tar ut en avgift. " * 4).strip() in rader
    assert rader[-4:] == ["Post | Belopp", "Personal | 545", " | 12", "• Bilaga"]


def test_varje_rad_säger_vad_den_är(taggad):
    (rader,) = pdftext.sidrader(taggad)

    assert [r.slag for r in rader] == ["h1", "h2", "li", "li", "p", "th", "tr", "tr", "li"]


def test_utan_taggar_är_radernas_slag_okänt(taggad):
    (rader,) = pdftext.sidrader(otaggad(taggad))

    assert {r.slag for r in rader} == {""}


def test_utan_taggar_läses_sidan_som_den_ligger(taggad):
    (text,) = pdftext.sidor(otaggad(taggad))

    for ord_ in ("Taxa för tillsyn", "Taxan antas.", "Personal", "545"):
        assert ord_ in text


def test_taggar_som_inte_har_texten_räknas_inte(taggad):
    """En fil kan säga sig ha taggar och ändå ha texten utanför dem."""
    ut = io.BytesIO()
    with pikepdf.open(io.BytesIO(taggad)) as dokument:
        träd = dokument.Root.StructTreeRoot
        träd.K = pikepdf.Array([])
        dokument.save(ut)

    (text,) = pdftext.sidor(ut.getvalue())

    assert "Taxan antas." in text


@pytest.mark.parametrize(
    "innehåll", [b"", b"inte en pdf", b"%PDF-1.7 avklippt"], ids=["tom", "text", "avklippt"]
)
def test_en_trasig_fil_säger_det(innehåll):
    with pytest.raises(pdftext.IngenText):
        pdftext.läs_text(innehåll)
