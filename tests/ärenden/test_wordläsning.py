"""En tjänsteskrivelse ur Word: avsnitten efter rubrikerna, och allt annat sagt."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from tests.factories import kontorsfiler as filer
from tests.ärenden.test_word import krav
from ärenden import wordläsning, wordplacering
from ärenden.kontorsfil import OläsligFil
from ärenden.mallstilar import FYLLS_I, STIL
from ärenden.wordplacering import Placering

MALLEN = STIL["socialforvaltningens"]
FÖRSLAG, SAMMANFATTNING, HANDLINGAR, BESKRIVNING, BEDÖMNING, MOTTAGARE = "123456"


def placerad(fil: bytes) -> Placering:
    huvud = [f for f in STIL["synpunkter"].huvud if f in FYLLS_I]
    return wordplacering.placera(wordläsning.läs(fil), krav(MALLEN), huvud)


def sagt(p: Placering) -> set[tuple[str, str]]:
    return {(a.vad, a.text) for a in p.anmärkningar if a.vad not in ("Sidhuvud", "Sidfot")}


def med_xml(*stycken: str) -> bytes:
    """En fil med rubriken Ärendebeskrivning och styckena under den, skrivna i OOXML."""

    def bygg(dokument: Any) -> None:
        slut = dokument.element.body[-1]
        for xml in stycken:
            slut.addprevious(filer.rå(xml))

    return filer.word(("Ärendebeskrivning", "Heading 1"), bygg=bygg)


# --- Avsnitten -----------------------------------------------------------------------------------


def test_avsnitten_efter_sina_rubriker() -> None:
    p = placerad(
        filer.word(
            ("Taxa för tillsyn", "Title"),
            ("Förslag till beslut", "Heading 1"),
            ("Nämnden antar taxan.", "List Number"),
            ("Taxan gäller från den 1 januari.", "List Number"),
            ("1. Sammanfattning:", "Heading 1"),
            "Taxan höjs.",
            ("Beslutsunderlag", "Heading 1"),
            ("Förslag till taxa", "List Bullet"),
            ("Bakgrund", "Heading 1"),
            "Kostnaden har stigit.",
            ("Nuläge", "Heading 2"),
            "Så är det.",
            ("Överväganden", "Heading 1"),
            "Vi föreslår det.",
            ("Beslutet skickas till", "Heading 1"),
            "Ekonomienheten",
            "– Tillsynsenheten",
        )
    )

    assert p.innehåll.rubrik == "Taxa för tillsyn"
    assert p.innehåll.satser == ("Nämnden antar taxan.", "Taxan gäller från den 1 januari.")
    assert p.innehåll.avsnitt == {
        SAMMANFATTNING: "Taxan höjs.",
        HANDLINGAR: "Förslag till taxa",
        BESKRIVNING: "Kostnaden har stigit.\n\n## Nuläge\n\nSå är det.",
        BEDÖMNING: "Vi föreslår det.",
        MOTTAGARE: "Ekonomienheten\nTillsynsenheten",
    }
    assert p.kvar == ()
    assert sagt(p) == set()


def test_rubriker_som_bara_är_feta() -> None:
    def bygg(d: Any) -> None:
        for rubrik, text in (
            ("Förvaltningens förslag till beslut", "Nämnden beslutar"),
            ("", "att anta taxan, och"),
            ("", "att taxan gäller från årsskiftet."),
            ("Bakgrund", "Kostnaden har stigit."),
        ):
            if rubrik:
                d.add_paragraph().add_run(rubrik).bold = True
            d.add_paragraph(text)
        d.add_paragraph().add_run("Ingen rubrik i mallen").bold = True

    p = placerad(filer.word(bygg=bygg))

    assert p.innehåll.satser == (
        "Nämnden beslutar att anta taxan",
        "Nämnden beslutar att taxan gäller från årsskiftet.",
    )
    text = "Kostnaden har stigit.\n\n**Ingen rubrik i mallen**"
    assert p.innehåll.avsnitt == {BESKRIVNING: text}
    assert sagt(p) == {
        ("Inledningen står framför varje sats som den gällde", "Nämnden beslutar"),
        (
            "Listans komma, ”samt” eller ”och” sist i en sats är borttaget",
            "att anta taxan, och",
        ),
    }


@pytest.mark.parametrize("märke", ["1. ", "1) ", "- ", "• "])
def test_numrering_för_hand_är_ingen_text(märke: str) -> None:
    p = placerad(
        filer.word(("Förslag till beslut", "Heading 1"), f"{märke}Anta taxan.", f"{märke}Ja.")
    )

    assert p.innehåll.satser == ("Anta taxan.", "Ja.")


def test_underpunkter_hör_till_sin_sats() -> None:
    p = placerad(
        filer.word(
            ("Förslag till beslut", "Heading 1"),
            ("Ge chefen i uppdrag att", "List Number"),
            ("utreda", "List Number 2"),
            ("rapportera", "List Number 2"),
        )
    )

    assert p.innehåll.satser == ("Ge chefen i uppdrag att\n– utreda\n– rapportera",)


@pytest.mark.parametrize(
    ("stycken", "satser"),
    [
        (
            ["Nämnden beslutar\natt anta planen, samt\natt följa upp den."],
            ["Nämnden beslutar att anta planen", "Nämnden beslutar att följa upp den."],
        ),
        (["att anta planen,\natt följa upp den"], ["att anta planen", "att följa upp den"]),
        # En radbrytning inne i en sats är ingen ny sats.
        (["Nämnden antar planen\noch taxan."], ["Nämnden antar planen\noch taxan."]),
        (["Nämnden vill\natt planen antas."], ["Nämnden vill\natt planen antas."]),
        (["Planen antas; och", "Taxan antas samt"], ["Planen antas", "Taxan antas"]),
    ],
)
def test_att_satser_skilda_av_radbrytningar_är_var_sin_sats(
    stycken: list[str], satser: list[str]
) -> None:
    p = placerad(filer.word(("Förslag till beslut", "Heading 1"), *stycken))

    assert list(p.innehåll.satser) == satser


@pytest.mark.parametrize(
    ("sist", "mottagare", "kvar"),
    [
        (["A, B", "Anna Provsson", "Förvaltningschef"], "A, B", "Anna Provsson"),
        (["A, B", "Anna Provsson\nTillförordnad förvaltningschef"], "A, B", "Anna Provsson"),
        (["Ekonomienheten", "Anna Provsson"], "Ekonomienheten\nAnna Provsson", ""),
        (["Anna Provsson", "Förvaltningschef"], "Anna Provsson\nFörvaltningschef", ""),
    ],
)
def test_den_som_skrivit_under_sist_är_ingen_mottagare(
    sist: list[str], mottagare: str, kvar: str
) -> None:
    p = placerad(filer.word(("Beslutet skickas till", "Heading 1"), *sist))

    assert p.innehåll.avsnitt == {MOTTAGARE: mottagare}
    assert ([k.varför for k in p.kvar], kvar in "".join(k.text for k in p.kvar)) == (
        ["Underskrift efter mottagarna"] if kvar else [],
        True,
    )


def test_kolumner_med_bara_tal_ställs_till_höger() -> None:
    def bygg(dokument: Any) -> None:
        tabell = dokument.add_table(rows=3, cols=3)
        for r, rad in enumerate(
            (("Post", "År 1", "År 2"), ("A", "1 200", "−3,5 %"), ("B", "", "x"))
        ):
            for k, text in enumerate(rad):
                tabell.cell(r, k).text = text

    p = placerad(filer.word(("Ärendebeskrivning", "Heading 1"), bygg=bygg))

    assert p.innehåll.avsnitt[BESKRIVNING].splitlines()[1] == "| --- | ---: | --- |"


def test_text_före_avsnitten_är_kvar_och_huvudet_läses() -> None:
    p = placerad(
        filer.word(
            "Björksunds kommun",
            "Ert datum: 3 maj 2026",
            ("Taxa", "Heading 1"),
            ("Sammanfattning", "Heading 1"),
            "Kort.",
        )
    )

    assert p.innehåll.huvud == {"ert_datum": "3 maj 2026"}
    assert p.innehåll.rubrik == "Taxa"
    assert [(k.varför, k.text) for k in p.kvar] == [
        ("Står före första avsnittet", "Björksunds kommun")
    ]


def test_en_rubrik_som_mallen_saknar_blir_underrubrik_och_sägs() -> None:
    p = placerad(
        filer.word(
            ("Ärendebeskrivning", "Heading 1"),
            "Text.",
            ("Tidplan", "Heading 1"),
            "I höst.",
            ("Bakgrund", "Heading 1"),
            "Mer.",
        )
    )

    assert p.innehåll.avsnitt == {
        BESKRIVNING: "Text.\n\n## Tidplan\n\nI höst.\n\n## Bakgrund\n\nMer."
    }
    assert {text for _, text in sagt(p)} == {"Tidplan", "Bakgrund"}


def test_en_okänd_rubrik_efter_satserna_blir_ingen_sats() -> None:
    p = placerad(
        filer.word(
            ("Förslag till beslut", "Heading 1"),
            ("Ja.", "List Number"),
            ("Tidplan", "Heading 1"),
            "I höst.",
            ("Etapp", "Heading 2"),
            "Sedan.",
            ("Bakgrund", "Heading 1"),
            "Text.",
            ("Beslutet skickas till", "Heading 1"),
            "Ekonomi",
            ("Delges", "Heading 2"),
            "Part",
        )
    )

    assert p.innehåll.satser == ("Ja.",)
    assert p.innehåll.avsnitt == {BESKRIVNING: "Text.", MOTTAGARE: "Ekonomi\nPart"}
    assert [(k.varför, k.text) for k in p.kvar] == [
        ("Rubriken ”Tidplan” finns inte i mallen", "## Tidplan\n\nI höst.\n\n## Etapp\n\nSedan."),
        ("Underrubrik under ”Beslutet skickas till”", "## Delges"),
    ]


def test_utan_en_enda_känd_rubrik_är_allt_kvar() -> None:
    p = placerad(filer.word(("Tidplan", "Heading 1"), "Text.", "Mer."))

    assert p.innehåll.avsnitt == {}
    assert [k.text for k in p.kvar] == ["Text.\n\nMer."]
    assert p.innehåll.rubrik == "Tidplan"


def test_en_tabell_bland_satserna_är_kvar() -> None:
    def bygg(d: Any) -> None:
        tabell = d.add_table(1, 2)
        tabell.cell(0, 0).text, tabell.cell(0, 1).text = "A", "B"

    p = placerad(
        filer.word(("Förslag till beslut", "Heading 1"), ("Ja.", "List Number"), bygg=bygg)
    )

    assert p.innehåll.satser == ("Ja.",)
    assert [k.text for k in p.kvar] == ["| A | B |\n| --- | --- |"]


# --- Det som inte är vanlig text ---------------------------------------------------------------


def test_fetstil_länkar_listor_och_radbrytningar() -> None:
    def bygg(d: Any) -> None:
        s = d.add_paragraph("Se ")
        s.add_run("fet").bold = True
        s.add_run().add_break()
        s.add_run("kursiv").italic = True
        rid = d.part.relate_to("https://kommunen.example/a", LÄNK, is_external=True)
        slut = d.element.body[-1]
        slut.addprevious(
            filer.rå(
                f'<w:p><w:hyperlink xmlns:r="{R}" r:id="{rid}"><w:r><w:t>länk</w:t></w:r>'
                "</w:hyperlink></w:p>"
            )
        )
        for text, stil in (("ett", "List Bullet"), ("under", "List Bullet 2"), ("två", None)):
            d.add_paragraph(text, style=stil)

    p = placerad(filer.word(("Bakgrund", "Heading 1"), bygg=bygg))

    assert p.innehåll.avsnitt == {
        BESKRIVNING: "Se **fet**\n_kursiv_\n\n[länk](https://kommunen.example/a)\n\n"
        "- ett\n  - under\n\ntvå"
    }


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LÄNK = f"{R}/hyperlink"
TEXTRUTA = (
    "<w:p><w:r><w:t>Text.</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>I rutan</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)


def formulärfält(data: str, text: str = "") -> str:
    """”Val: ” och ett äldre formulärfält, med sin text i dokumentet eller utan."""

    def del_(inre: str) -> str:
        return f"<w:r>{inre}</w:r>"

    return (
        "<w:p>"
        + del_("<w:t xml:space='preserve'>Val: </w:t>")
        + del_(f"<w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar>")
        + del_("<w:instrText> FORMDROPDOWN </w:instrText>")
        + del_("<w:fldChar w:fldCharType='separate'/>")
        + (del_(f"<w:t>{text}</w:t>") if text else "")
        + del_("<w:fldChar w:fldCharType='end'/>")
        + "</w:p>"
    )


@pytest.mark.parametrize(
    ("stycke", "sägs", "text"),
    [
        (
            '<w:p><w:r><w:t>Text.</w:t></w:r><w:del w:id="1" w:author="A"><w:r>'
            "<w:delText>Struket</w:delText></w:r></w:del></w:p>",
            ("Struken text (spårad ändring)", "Struket"),
            "Text.",
        ),
        (
            '<w:p><w:r><w:t>Text.</w:t></w:r><w:ins w:id="1" w:author="A"><w:r>'
            "<w:t>Nytt</w:t></w:r></w:ins></w:p>",
            ("Spårat tillägg", "Nytt"),
            "Text.Nytt",
        ),
        (TEXTRUTA, ("Textruta", "I rutan"), "Text."),
        (
            "<w:p><w:r><w:t>Text.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Dolt</w:t></w:r>"
            "</w:p>",
            ("Dold text", "Dolt"),
            "Text.",
        ),
        (
            "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Överstruket</w:t></w:r></w:p>",
            ("Överstruken text, här utan strecket", "Överstruket"),
            "Överstruket",
        ),
        (
            "<w:p><w:r><w:t>Text.</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="
            '"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
            '<wp:docPr id="1" name="b" descr="En karta"/></wp:inline></w:drawing></w:r></w:p>',
            ("Bild", "En karta"),
            "Text.",
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t>'
            '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            None,
            "7",
        ),
        (
            "<w:p><w:sdt><w:sdtContent><w:r><w:t>I ett fält</w:t></w:r></w:sdtContent></w:sdt>"
            "</w:p>",
            None,
            "I ett fält",
        ),
        (
            "<w:p><w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>Viktigt</w:t></w:r></w:p>",
            ("Understruken text, här utan strecket", "Viktigt"),
            "Viktigt",
        ),
        (
            "<w:p><w:r><w:rPr><w:highlight w:val='yellow'/></w:rPr><w:t>Gult</w:t></w:r></w:p>",
            ("Överstruken med färg, här utan färgen", "Gult"),
            "Gult",
        ),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>uttal</w:t></w:r></w:rt><w:rubyBase><w:r>"
            "<w:t>Ord</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
            ("Uttal ovanför texten, här inom parentes", "uttal"),
            "Ord (uttal)",
        ),
        (
            formulärfält(
                "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Avslag'/>"
                "<w:listEntry w:val='Bifall'/></w:ddList>"
            ),
            ("Formulärfält, här det som var valt", "Bifall"),
            "Val: Bifall",
        ),
        (
            formulärfält("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"),
            ("Formulärfält, här det som var valt", "☒"),
            "Val: ☒",
        ),
        # Har fältet sin text i dokumentet är det den som gäller.
        (
            formulärfält("<w:ddList><w:listEntry w:val='Avslag'/></w:ddList>", "Bifall"),
            None,
            "Val: Bifall",
        ),
        (
            "<w:p><w:fldSimple w:instr=' HYPERLINK \"https://exempel.se/a\" '><w:r><w:t>Lagen</w:t>"
            "</w:r></w:fldSimple></w:p>",
            None,
            "[Lagen](https://exempel.se/a)",
        ),
    ],
)
def test_det_särskilda_sägs(stycke: str, sägs: tuple[str, str] | None, text: str) -> None:
    p = placerad(med_xml(stycke))

    assert p.innehåll.avsnitt == ({BESKRIVNING: text} if text else {})
    assert sagt(p) == ({sägs} if sägs else set())


def test_kommentarer_och_sidhuvud_sägs() -> None:
    def bygg(d: Any) -> None:
        stycke = d.add_paragraph("Text.")
        d.add_comment(stycke.runs, text="Är det sant?", author="Vera")
        d.sections[0].header.paragraphs[0].text = "Ur sidhuvudet"

    p = placerad(filer.word(("Bakgrund", "Heading 1"), bygg=bygg))

    assert {(a.vad, a.text) for a in p.anmärkningar} == {
        ("Kommentar av Vera", "Är det sant?"),
        ("Sidhuvud", "Ur sidhuvudet"),
    }


def test_sammanfogade_celler_behålls() -> None:
    def bygg(d: Any) -> None:
        t = d.add_table(4, 3)
        for r in range(4):
            for k in range(3):
                t.cell(r, k).text = f"{r}{k}"
        for r in range(4):
            t.cell(r, 2).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        t.cell(1, 0).merge(t.cell(1, 1)).text = "bred"
        t.cell(2, 0).merge(t.cell(3, 0)).text = "hög"

    p = placerad(filer.word(("Bakgrund", "Heading 1"), bygg=bygg))

    assert p.innehåll.avsnitt[BESKRIVNING] == (
        "| 00 | 01 | 02 |\n| --- | ---: | ---: |\n| bred | << | 12 |\n| hög | 21 | 22 |\n"
        "| ^^ | 31 | 32 |"
    )


def test_en_cell_från_rubrikraden_och_en_tabell_i_tabellen_sägs() -> None:
    def bygg(d: Any) -> None:
        t = d.add_table(2, 2)
        for r in range(2):
            for k in range(2):
                t.cell(r, k).text = f"{r}{k}"
        t.cell(0, 0).merge(t.cell(1, 0)).text = "hög"
        inne = t.cell(1, 1).add_table(1, 1)
        inne.cell(0, 0).text = "inne"

    p = placerad(filer.word(("Bakgrund", "Heading 1"), bygg=bygg))

    assert "inne" in p.innehåll.avsnitt[BESKRIVNING]
    assert {vad for vad, _ in sagt(p)} >= {
        "En cell gick från tabellens rubrikrad ned i raden under och är delad",
        "En tabell i en tabell, här som text i cellen",
    }


def test_fotnoten_står_i_texten() -> None:
    """En länk i den har sin adress kvar: noter är ren text."""
    rot = f'<w:footnotes {filer.W} xmlns:r="{R}">'
    rot += '<w:footnote w:id="2"><w:p><w:r><w:t>En not.</w:t></w:r>'
    rot += '<w:hyperlink r:id="rId1"><w:r><w:t>Rapporten</w:t></w:r></w:hyperlink>'
    rot += "<w:del><w:r><w:delText>Struket.</w:delText></w:r></w:del></w:p>"
    rot += "</w:footnote></w:footnotes>"
    fil = med_xml('<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    dokument: Any = Document(io.BytesIO(fil))
    typ = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    del_ = Part(PackURI("/word/footnotes.xml"), typ, rot.encode(), dokument.part.package)
    del_.relate_to("https://exempel.se/rapport", f"{R}/hyperlink", is_external=True)
    dokument.part.relate_to(del_, f"{R}/footnotes")

    p = placerad(filer.som_byte(dokument))

    not_ = "En not.Rapporten (https://exempel.se/rapport)"
    assert p.innehåll.avsnitt == {BESKRIVNING: f"Text^[{not_}]"}
    assert sagt(p) == set()


def med_bilder(*rader: tuple[str, str, bytes]) -> bytes:
    """En fil med bilder: (text, formatmall, bild) för varje stycke."""

    def bygg(dokument: Any) -> None:
        for text, stil, bild in rader:
            stycke = dokument.add_paragraph(text, style=stil)
            form = stycke.add_run().add_picture(io.BytesIO(bild))
            form._inline.docPr.set("descr", f"Bild i {text}" if text else "")

    return filer.word(bygg=bygg)


def test_bilderna_står_efter_sina_stycken() -> None:
    png, jpeg = filer.bild("PNG"), filer.bild("JPEG")
    läst = wordläsning.läs(
        med_bilder(
            ("Kommunens märke", "Normal", png),
            ("Ärendebeskrivning", "Heading 1", png),
            ("En punkt", "List Bullet", jpeg),
            ("", "Normal", png),
            ("Text", "Normal", filer.bild("GIF")),
        )
    )

    p = wordplacering.placera(läst.med_bilder({1: 7, 2: 8, 3: 9}), krav(MALLEN), [])

    assert [läst.bilder[n] for n in (1, 2, 3, 4)] == [png, png, jpeg, png]
    assert p.innehåll.avsnitt == {
        BESKRIVNING: "![Bild i Ärendebeskrivning](bild:8)\n\n- En punkt\n\n"
        "  ![Bild i En punkt](bild:9)\n\nText"
    }
    # Märket överst är mallens, den fjärde fick inget nummer, och en gif tas inte in.
    assert sagt(p) == {
        ("Bild före första avsnittet", "Bild i Kommunens märke"),
        ("Bild", ""),
        ("Bild", "Bild i Text"),
    }


def test_en_not_och_en_bild_som_inte_får_plats_sägs() -> None:
    def bygg(dokument: Any) -> None:
        tabell = dokument.add_table(rows=1, cols=1)
        tabell.cell(0, 0).paragraphs[0].add_run("Ruta").add_picture(io.BytesIO(filer.bild("PNG")))

    fil = filer.word(("Ärendebeskrivning", "Heading 1"), bygg=bygg)

    p = placerad(fil)

    assert p.innehåll.avsnitt == {BESKRIVNING: "| Ruta |\n| --- |"}
    assert sagt(p) == {("Bild i en tabell", "")}


# --- Filer som inte kan läsas ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fil", "skäl"),
    [
        (filer.avklippt(), "skadad"),
        (filer.zipbomb(), "orimligt mycket"),
        (filer.med_makron(), "makron"),
        (filer.låst(), "lösenord"),
        (filer.äldre(), "äldre format"),
        (b"%PDF-1.7", "är en PDF"),
        (filer.arkiv(**{"[Content_Types].xml": filer.TYPER, "xl/workbook.xml": "<a/>"}), "Excel"),
        (filer.arkiv(**{"[Content_Types].xml": filer.TYPER, "word/document.xml": "<a/>"}),
         "hör inte ihop"),
        (filer.med_del(filer.word("a"), "word/document.xml", b"<w:document"), "hör inte ihop"),
    ],
    ids=filer.id_för,
)  # fmt: skip  # en uppslagning
def test_varje_oläslig_fil_har_sitt_skäl(fil: bytes, skäl: str) -> None:
    with pytest.raises(OläsligFil, match=skäl):
        wordläsning.läs(fil)
