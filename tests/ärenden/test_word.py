"""Skrivelsen till Word och tillbaka: samma avsnitt, beslutssatser och tabeller."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.factories import kontorsfiler
from tests.factories.skrivelsedelar import BILDER, delar
from ärenden import konvertering, worddokument, wordläsning, wordplacering
from ärenden.documents import Skrivelsedokument, Tryckavsnitt
from ärenden.mallstilar import FYLLS_I, RADVIS, STILAR, Avsnittsslag, Mallstil
from ärenden.skrivelseinnehåll import Avsnittskrav, Innehåll
from ärenden.skrivelsetext import Block, läs
from ärenden.textskrivning import skriv
from ärenden.wordplacering import Placering

ADRESS = "https://namnd.kommunen.example/"
# Tre olika bilder: en smal, en hög och en som är bredare än texten.
BILDBYTE = {
    n: kontorsfiler.bild("JPEG" if n == 2 else "PNG", mått)
    for n, mått in zip(BILDER, [(80, 40), (60, 3000), (1600, 200)], strict=True)
}


def krav(stil: Mallstil) -> list[Avsnittskrav]:
    return [
        Avsnittskrav(str(nr), a.rubrik, a.slag, a.obligatoriskt)
        for nr, a in enumerate(stil.avsnitt, 1)
    ]


def som_dokument(stil: Mallstil, innehåll: Innehåll) -> Skrivelsedokument:
    def tryckt(a: Avsnittskrav) -> Tryckavsnitt:
        if a.slag == Avsnittsslag.FÖRSLAG:
            return Tryckavsnitt(a.rubrik, a.slag, satser=tuple(innehåll.skrivna_satser))
        text = innehåll.text(a.nyckel)
        if a.slag in RADVIS:
            return Tryckavsnitt(a.rubrik, a.slag, rader=tuple(text.splitlines()))
        adresser = {n: f"fil:{n}" for n in BILDBYTE}
        return Tryckavsnitt(a.rubrik, a.slag, block=läs(text, adresser=adresser))

    alla = [tryckt(a) for a in krav(stil)]
    return Skrivelsedokument(
        titel=f"{stil.dokumentnamn}: {innehåll.rubrik}",
        kommun="Björksunds kommun",
        organ="Socialförvaltningen",
        dokumentnamn=stil.dokumentnamn,
        dag_text="3 maj 2026",
        utkast=False,
        logga="",
        huvud=(
            ("Diarienummer", "SN 2026/14"),
            *((f.label, innehåll.huvud[f]) for f in stil.huvud if innehåll.huvud.get(f)),
        ),
        rubrik=innehåll.rubrik,
        sekretess="",
        avsnitt=tuple(a for a in alla if a.satser or a.rader or a.block),
        underskrifter=(("Karin Bergdal", "förvaltningschef"), ("Ola Ek", "")),
    )


def fram_och_tillbaka(stil: Mallstil, innehåll: Innehåll) -> Placering:
    return inläst(som_wordfil(stil, innehåll), stil)


def som_wordfil(stil: Mallstil, innehåll: Innehåll) -> bytes:
    bilder = {f"fil:{n}": byte for n, byte in BILDBYTE.items()}
    return worddokument.wordfil(som_dokument(stil, innehåll), bilder=bilder, adress=ADRESS)


def inläst(fil: bytes, stil: Mallstil) -> Placering:
    """Filen i mallens avsnitt, med bilderna igenkända på sina byte."""
    läst = wordläsning.läs(fil, adress=ADRESS)
    samma = {byte: n for n, byte in BILDBYTE.items()}
    läst = läst.med_bilder({n: samma[byte] for n, byte in läst.bilder.items()})
    return wordplacering.placera(läst, krav(stil), [f for f in stil.huvud if f in FYLLS_I])


def lika(placering: Placering, innehåll: Innehåll, stil: Mallstil) -> None:
    """Samma delar i varje avsnitt, samma satser; allt annat är mallens eget."""
    assert placering.innehåll.rubrik == innehåll.rubrik
    assert placering.innehåll.satser == tuple(innehåll.skrivna_satser)
    assert placering.innehåll.huvud == {n: v for n, v in innehåll.huvud.items() if v}
    ifyllda = {n: t for n, t in innehåll.avsnitt.items() if t.strip()}
    assert placering.innehåll.avsnitt.keys() == ifyllda.keys()
    radvis = {a.nyckel for a in krav(stil) if a.slag in RADVIS}
    for nyckel, text in ifyllda.items():
        läst = placering.innehåll.avsnitt[nyckel]
        if nyckel in radvis:
            assert läst == text
        else:
            assert skriv(läs(läst)) == skriv(läs(text))
    assert placering.kvar == ()
    assert {a.vad for a in placering.anmärkningar} <= {"Fylls i av mallen", "Sidhuvud", "Sidfot"}


TEXTER = {
    "en tabell": "| Post | Kronor |\n| --- | ---: |\n| Hyra | 450 000 |\n| El | 12 000 |",
    "sammanslagna celler": "| A | << | B |\n| --- | --- | --- |\n| 1 | << | 2 |\n| ^^ | << | 3 |\n"
    "| x | y | z |",
    "två tabeller": "| A |\n| --- |\n| 1 |\n\n| B | C | D |\n| --- | --- | ---: |\n|  | x |  |",
    "listor i listor": "- en\n  - under\n    - djupt\n- två\n\n1. ett\n2. två",
    "numrering från fyra": "4. fyra\n5. fem\n\nMellan.\n\n1. ett",
    "stycken i en punkt": "- en\n\n  mer om en\n- två\n  - under\n\n  åter om två",
    "rubriker": "## Nuläge\n\nText.\n\n### Personal\n\nText.\n\n## Bakgrund\n\nText.",
    "fet och länk": "**Fet** och _kursiv_ [kommunen](https://kommunen.example/a?b=c) **_båda_**",
    "länk hit": "Se [§ 80, 2021-05-26](/protokoll/3/#p80) och\nnästa rad.",
    "fotnoter": "Kostnaden^[Budget 2026, s. 4.] har **stigit**^[Se https://kommunen.example/a, "
    "\\[1\\].].\n\n- punkt^[a]\n\n| År^[Kalenderår.] | Kr |\n| --- | ---: |\n"
    "| 2026 | 5^[6 \\| 7] |",
    "bilder": "Före.\n\n![Karta över \\[området\\]](bild:1)\n\n![-](bild:2)\n\n- a\n\n"
    "  ![](bild:3)\n- b\n  - c\n\n    ![Kurva](bild:1)",
    "fet rad": "**Bilagor**\n\nText under en fet rad.\n\n1\\. inte en lista\n\n\\# inte en rubrik",
}


@pytest.mark.parametrize("nr", range(len(TEXTER)), ids=list(TEXTER))
def test_tolv_skrivelser_fram_och_tillbaka(nr: int) -> None:
    """Varje skrivelse i sin stil, med sin sorts text i vartannat avsnitt."""
    stil = STILAR[nr % len(STILAR)]
    texter = list(TEXTER.values())
    avsnitt = {}
    for i, a in enumerate(krav(stil)):
        if a.slag in RADVIS:
            avsnitt[a.nyckel] = "Karin Bergdal, 2 ex.\n1. Taxan\n- (se §)"
        elif a.slag != Avsnittsslag.FÖRSLAG:
            avsnitt[a.nyckel] = texter[(nr + i * 3) % len(texter)] if i else texter[nr]
    innehåll = Innehåll(
        rubrik="Taxa för tillsyn: år 2027",
        huvud={f.value: f"Uppgift {f}" for f in stil.huvud if f in FYLLS_I},
        satser=("Nämnden antar taxan.", "att ge chefen i uppdrag:\n– ett\n– två", "3. Nej"),
        avsnitt=avsnitt,
    )

    lika(fram_och_tillbaka(stil, innehåll), innehåll, stil)


# Utan krympning: den tar minuter, och exemplet går att läsa ändå.
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(text=delar(högst=6), stil=st.sampled_from(STILAR))
@pytest.mark.slow
def test_slumpade_skrivelser_fram_och_tillbaka(text, stil: Mallstil) -> None:
    skriven = skriv(text)
    löpande = [a for a in krav(stil) if a.slag not in (*RADVIS, Avsnittsslag.FÖRSLAG)]
    innehåll = Innehåll("Rubrik", {}, ("En sats.",), {a.nyckel: skriven for a in löpande[:2]})

    lika(fram_och_tillbaka(stil, innehåll), innehåll, stil)


# --- Filen som den är skriven ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def delar_i_filen() -> dict[str, Any]:
    """Wordfilens delar som XML, för en skrivelse med lite av varje."""
    stil = STILAR[0]
    text = TEXTER["sammanslagna celler"] + "\n\n" + TEXTER["numrering från fyra"]
    text += "\n\n" + TEXTER["fet och länk"] + "\n\n" + TEXTER["länk hit"]
    innehåll = Innehåll("Taxa", {}, ("Ja.", "Nej."), {"2": "Kort.", "3": text, "5": "En"})
    fil = worddokument.wordfil(som_dokument(stil, innehåll), logga=kontorsfiler.bild("PNG"))
    with zipfile.ZipFile(io.BytesIO(fil)) as z:
        return {n: etree.fromstring(z.read(n)) for n in z.namelist() if n.endswith(".xml")}


def _sök(rot: Any, sökväg: str) -> list[Any]:
    ut: list[Any] = rot.xpath(sökväg, namespaces=rot.nsmap | {"w": W})
    return ut


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_rubrikerna_är_formatmallar(delar_i_filen: dict[str, Any]) -> None:
    kropp = delar_i_filen["word/document.xml"]
    stilar = delar_i_filen["word/styles.xml"]
    namn = {
        s.get(f"{{{W}}}styleId"): s.find(f"{{{W}}}name").get(f"{{{W}}}val")
        for s in _sök(stilar, "//w:style")
    }

    använda = [namn[v] for v in _sök(kropp, "/w:document/w:body/w:p/w:pPr/w:pStyle/@w:val")]
    assert {"Title", "heading 1", "List Bullet", "List Number", "Underskrift"} <= set(använda)
    assert använda.count("heading 1") == 4


def test_listorna_är_riktiga_och_börjar_om(delar_i_filen: dict[str, Any]) -> None:
    kropp, numrering = (delar_i_filen[f"word/{n}.xml"] for n in ("document", "numbering"))
    listor = list(dict.fromkeys(_sök(kropp, "//w:numPr/w:numId/@w:val")))

    börjar = [
        _sök(numrering, f"//w:num[@w:numId='{n}']/w:lvlOverride/w:startOverride/@w:val")
        for n in listor
    ]
    # Satserna, numreringen från fyra, den nya listan och bilagorna.
    assert börjar == [["1"], ["4"], ["1"], ["1"]]
    # I schemat står uppställningarna före listorna.
    taggar = [etree.QName(e).localname for e in numrering]
    assert taggar == sorted(taggar)


def test_tabellen_har_rubrikrad_sammanslagningar_och_alla_kolumner(
    delar_i_filen: dict[str, Any],
) -> None:
    (tabell,) = _sök(delar_i_filen["word/document.xml"], "//w:tbl")

    assert len(_sök(tabell, "w:tblGrid/w:gridCol")) == 3
    assert [len(_sök(r, "w:trPr/w:tblHeader")) for r in _sök(tabell, "w:tr")] == [1, 0, 0, 0]
    assert _sök(tabell, ".//w:gridSpan/@w:val") == ["2", "2", "2"]
    assert _sök(tabell, ".//w:vMerge/@w:val") == ["restart", "continue"]


def test_språk_titel_sidnummer_länkar_och_logotyp(delar_i_filen: dict[str, Any]) -> None:
    kropp, fot = delar_i_filen["word/document.xml"], delar_i_filen["word/footer1.xml"]

    assert _sök(delar_i_filen["word/styles.xml"], "//w:lang/@w:val") == ["sv-SE"]
    egenskaper = etree.tostring(delar_i_filen["docProps/core.xml"], encoding="unicode")
    assert "Tjänsteskrivelse: Taxa" in egenskaper
    assert "python-docx" not in egenskaper
    assert [t.text for t in _sök(fot, "//w:instrText")] == ["PAGE", "NUMPAGES"]
    assert len(_sök(kropp, "//w:hyperlink")) == 2
    assert [e.get("descr") for e in kropp.iter(f"{{{WP}}}docPr")] == ["Björksunds kommun"]


WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def test_egenskaperna_i_ett_stycke_står_i_schemats_ordning(delar_i_filen: dict[str, Any]) -> None:
    """Word öppnar inte en fil där de står i fel ordning."""
    ordning = (
        *("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd", "tabs", "spacing", "ind"),
        *("contextualSpacing", "jc", "outlineLvl", "rPr"),
    )
    for del_ in ("document", "styles"):
        for form in _sök(delar_i_filen[f"word/{del_}.xml"], "//w:pPr"):
            namn = [etree.QName(e).localname for e in form]
            kända = [n for n in namn if n in ordning]
            assert kända == sorted(kända, key=ordning.index), namn


def test_fotnoter_och_bilder_är_ordbehandlarens_egna() -> None:
    innehåll = Innehåll("Taxa", {}, ("Ja.",), {"3": TEXTER["fotnoter"], "4": TEXTER["bilder"]})
    fil = som_wordfil(STILAR[0], innehåll)
    with zipfile.ZipFile(io.BytesIO(fil)) as z:
        delar = {n: z.read(n) for n in z.namelist()}
    kropp, noter, stilar, inställningar = (
        etree.fromstring(delar[f"word/{n}.xml"])
        for n in ("document", "footnotes", "styles", "settings")
    )

    # Not 0 och 1 är strecken; Word hittar dem genom inställningarna.
    assert _sök(noter, "/w:footnotes/w:footnote/@w:type") == ["separator", "continuationSeparator"]
    assert _sök(inställningar, "//w:footnotePr/w:footnote/@w:id") == ["0", "1"]
    nummer = _sök(noter, "/w:footnotes/w:footnote[not(@w:type)]/@w:id")
    assert nummer == _sök(kropp, "//w:footnoteReference/@w:id") == ["2", "3", "4", "5", "6"]
    assert len(_sök(noter, "//w:hyperlink")) == 1
    assert b'footnotes+xml"' in delar["[Content_Types].xml"]
    namn = _sök(stilar, "//w:style/w:name/@w:val")
    assert {"footnote text", "footnote reference"} <= set(namn)
    # Beskriven, dekorativ, utan besked, beskriven. Ingen är bredare än texten.
    bilder = list(kropp.iter(f"{{{WP}}}docPr"))
    assert [b.get("descr") for b in bilder] == ["Karta över [området]", "", None, "Kurva"]
    assert [b"decorative" in etree.tostring(b) for b in bilder] == [False, True, False, False]
    mått = [
        (int(e.get("cx")) / 36000, int(e.get("cy")) / 36000) for e in kropp.iter(f"{{{WP}}}extent")
    ]
    assert all(bredd <= 163.1 and höjd <= 200.1 for bredd, höjd in mått)
    assert len({b.get("id") for b in bilder}) == 4


def test_en_bild_som_inte_följde_med_står_som_text() -> None:
    innehåll = Innehåll("R", {}, (), {"3": "![Karta](bild:9)\n\n![](bild:saknas)"})

    p = fram_och_tillbaka(STILAR[0], innehåll)

    assert p.innehåll.avsnitt == {"3": "[Bild saknas: Karta\\]\n\n[Bild saknas\\]"}


def test_ett_okänt_slag_av_del_tappas_inte_tyst() -> None:
    dokument = som_dokument(STILAR[0], Innehåll("R", {}, (), {"2": "Text."}))
    (avsnitt,) = dokument.avsnitt
    okänt = replace(dokument, avsnitt=(replace(avsnitt, block=(Block("film"),)),))

    with pytest.raises(KeyError, match="film"):
        worddokument.wordfil(okänt)


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which(os.environ.get("NAMND_LIBREOFFICE") or "soffice") is None,
    reason="LibreOffice är inte installerat",
)
@pytest.mark.parametrize("nr", [0, 1, 6, 9])
def test_genom_libreoffice_och_tillbaka(nr: int) -> None:
    """Det som en annan ordbehandlare har sparat om ger samma skrivelse."""
    stil = STILAR[nr % len(STILAR)]
    löpande = [a for a in krav(stil) if a.slag not in (*RADVIS, Avsnittsslag.FÖRSLAG)]
    texter = list(TEXTER.values())
    avsnitt = {a.nyckel: texter[(nr + i) % len(texter)] for i, a in enumerate(löpande)}
    innehåll = Innehåll("Taxa för tillsyn", {}, ("Nämnden antar taxan.", "Nej."), avsnitt)
    fil = som_wordfil(stil, innehåll)

    sparad = konvertering.gör_om(fil, "docx", "docx:MS Word 2007 XML", "docx")

    placering = inläst(sparad, stil)
    assert placering.innehåll.satser == innehåll.satser

    def utan_dekorativa(texter: Mapping[str, str]) -> dict[str, str]:
        # LibreOffice före 7.5 glömmer att en bild är dekorativ; den kommer då utan alt-text, och
        # handläggaren blir tillfrågad.
        return {n: skriv(läs(t)).replace("![-](", "![](") for n, t in texter.items()}

    assert utan_dekorativa(placering.innehåll.avsnitt) == utan_dekorativa(avsnitt)
