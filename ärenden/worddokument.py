"""Skrivelsen som Wordfil (OOXML), med riktiga formatmallar, listor, tabellhuvuden och sidnummer.

Filen är byggd så att `wordläsning` får tillbaka samma avsnitt: avsnittens rubriker är Rubrik 1,
rubriker i texten Rubrik 2 och 3, ärendets rubrik har stilen Rubrik (Title), och det som mallen
själv fyller i har egna stilar. Ett slag av del som inte har någon skrivare är ett fel: inget
tappas.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.image.image import Image
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor

from ärenden.documents import Skrivelsedokument, Tryckavsnitt
from ärenden.mallstilar import Avsnittsslag
from ärenden.skrivelsetext import Bild, Bit, Block, Cell
from ärenden.wordstilar import (
    DEKORATIV,
    EGEN,
    FOTNOTSMÄRKE,
    FOTNOTSTEXT,
    HUVUDUPPGIFT,
    LISTDJUP,
    SEKRETESS,
    SPRÅK,
    TABELLRUBRIK,
    UNDERSKRIFT,
)

TYPSNITT = "Calibri"
MÖRK = RGBColor(0x1A, 0x1A, 0x1A)
LÄNKFÄRG = RGBColor(0x0B, 0x4F, 0x9E)
# Textens bredd på ett A4 med marginalerna nedan, i tjugondels punkter.
TEXTBREDD = 9240
INDRAG, HÄNG = 454, 340
# En bild är högst så bred som texten och lämnar plats för rubriken på sin sida.
BILDBREDD, BILDHÖJD = Mm(163), Mm(200)
# En bildpunkt på skärmen, som i PDF:en: 96 på tummen.
BILDPUNKT = 914400 // 96


def wordfil(
    d: Skrivelsedokument,
    *,
    logga: bytes | None = None,
    bilder: Mapping[str, bytes] | None = None,
    adress: str = "",
) -> bytes:
    """Dokumentet som Wordfil. `adress` är där programmet nås: länkar hit blir hela adresser.

    `bilder` är bilderna i texten, efter sin adress i dokumentet.
    """
    skrivare = _Wordskrivare(adress, bilder or {})
    skrivare.skriv(d, logga)
    ut = io.BytesIO()
    skrivare.dokument.save(ut)
    return ut.getvalue()


@dataclass
class _Lista:
    """Numreringen av en lista: dess nummer i filen och hur djupt den ligger."""

    nummer: int
    djup: int


class _Wordskrivare:
    def __init__(self, adress: str, bilder: Mapping[str, bytes]) -> None:
        self.dokument: Any = Document()
        self.kropp = self.dokument.element.body
        self.adress = adress.rstrip("/")
        self.bilder = bilder
        self.noter: Any = None
        self.skrivare: dict[str, Callable[[Block], None]] = {
            "stycke": lambda b: self._stycke(b.bitar, "Normal"),
            "rubrik": lambda b: self._stycke(b.bitar, f"Heading {b.nivå - 1}"),
            "punkter": lambda b: self._lista(b, 0),
            "numrerad": lambda b: self._lista(b, 0),
            "tabell": self._tabell,
            "bild": lambda b: self._bild(b, "Normal"),
        }
        self._stilar()
        self._numreringar()

    def skriv(self, d: Skrivelsedokument, logga: bytes | None) -> None:
        self._egenskaper(d)
        self._sida(d)
        if logga is not None:
            bild = _kant_i_kant(self.dokument.add_picture(io.BytesIO(logga), height=Mm(15)))
            bild._inline.docPr.set("descr", d.kommun)
        for rubrik, text in d.huvud:
            self.dokument.add_paragraph(f"{rubrik}:\t{text}", style=HUVUDUPPGIFT)
        self.dokument.add_paragraph(d.rubrik, style="Title")
        if d.sekretess:
            self.dokument.add_paragraph(d.sekretess, style=SEKRETESS)
        for avsnitt in d.avsnitt:
            self.dokument.add_heading(avsnitt.rubrik, level=1)
            self._avsnitt(avsnitt)
        for nr, (namn, titel) in enumerate(d.underskrifter):
            if nr:
                # Stycken med samma ram i följd delar den: det andra strecket trycks annars inte.
                self.dokument.add_paragraph()
            stycke = self.dokument.add_paragraph(namn, style=UNDERSKRIFT)
            if titel:
                stycke.add_run().add_break()
                stycke.add_run(titel)

    # --- Dokumentet som helhet ------------------------------------------------------------------

    def _egenskaper(self, d: Skrivelsedokument) -> None:
        egenskaper = self.dokument.core_properties
        egenskaper.title = d.titel[:255]
        egenskaper.author = d.organ[:255]
        egenskaper.last_modified_by = ""
        egenskaper.comments = ""
        egenskaper.language = SPRÅK
        egenskaper.category = d.dokumentnamn
        egenskaper.identifier = EGEN

    def _sida(self, d: Skrivelsedokument) -> None:
        sida = self.dokument.sections[0]
        sida.page_width, sida.page_height = Mm(210), Mm(297)
        sida.left_margin, sida.right_margin = Mm(25), Mm(22)
        sida.top_margin, sida.bottom_margin = Mm(34), Mm(27)
        huvud, fot = sida.header.paragraphs[0], sida.footer.paragraphs[0]
        for stycke in (huvud, fot):
            flikar = stycke.style.paragraph_format.tab_stops
            flikar.clear_all()
            flikar.add_tab_stop(Mm(81.5), WD_TAB_ALIGNMENT.CENTER)
            flikar.add_tab_stop(Mm(163), WD_TAB_ALIGNMENT.RIGHT)
        namn = d.dokumentnamn.upper() + (" – UTKAST" if d.utkast else "")
        huvud.add_run(f"{d.kommun}\t{namn}\t{d.dag_text}")
        if d.organ:
            huvud.add_run().add_break()
            huvud.add_run(d.organ)
        fot.add_run("\t\tSida ")
        _fält(fot, "PAGE")
        fot.add_run(" (")
        _fält(fot, "NUMPAGES")
        fot.add_run(")")

    def _stilar(self) -> None:
        stilar = self.dokument.styles
        _språk(stilar.element)
        for namn, storlek, före, efter in (
            ("Normal", 11, 0, 6),
            ("Title", 18, 12, 8),
            ("Heading 1", 14, 14, 4),
            ("Heading 2", 12, 10, 3),
            ("Heading 3", 11, 8, 2),
        ):
            stil = stilar[namn]
            _typsnitt(stil)
            stil.font.size = Pt(storlek)
            stil.font.color.rgb = MÖRK
            stil.font.bold = namn != "Normal"
            stil.font.italic = False
            stil.paragraph_format.space_before = Pt(före)
            stil.paragraph_format.space_after = Pt(efter)
        ram = stilar["Title"].element.pPr.find(qn("w:pBdr"))
        if ram is not None:
            stilar["Title"].element.pPr.remove(ram)
        uppgift = stilar.add_style(HUVUDUPPGIFT, WD_STYLE_TYPE.PARAGRAPH)
        uppgift.base_style = stilar["Normal"]
        uppgift.paragraph_format.space_after = Pt(0)
        uppgift.paragraph_format.left_indent = Mm(38)
        uppgift.paragraph_format.first_line_indent = Mm(-38)
        uppgift.paragraph_format.tab_stops.add_tab_stop(Mm(38))
        sekretess = stilar.add_style(SEKRETESS, WD_STYLE_TYPE.PARAGRAPH)
        sekretess.base_style = stilar["Normal"]
        sekretess.font.italic = True
        underskrift = stilar.add_style(UNDERSKRIFT, WD_STYLE_TYPE.PARAGRAPH)
        underskrift.base_style = stilar["Normal"]
        underskrift.paragraph_format.space_before = Pt(42)
        underskrift.paragraph_format.right_indent = Mm(90)
        underskrift.paragraph_format.keep_together = True
        # Schemat bestämmer ordningen: en ram på fel plats är en fil som Word inte öppnar.
        underskrift.element.get_or_add_pPr().insert_element_before(
            _linje_över(), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
        )
        huvudrad = stilar.add_style(TABELLRUBRIK, WD_STYLE_TYPE.PARAGRAPH)
        huvudrad.base_style = stilar["Normal"]
        huvudrad.font.bold = True
        länk = stilar.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        länk.font.color.rgb = LÄNKFÄRG
        länk.font.underline = True
        nottext = stilar.add_style(FOTNOTSTEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        nottext.base_style = stilar["Normal"]
        nottext.font.size = Pt(9)
        nottext.paragraph_format.space_after = Pt(0)
        märke = stilar.add_style(FOTNOTSMÄRKE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        märke.font.superscript = True

    # --- Avsnitten ------------------------------------------------------------------------------

    def _avsnitt(self, avsnitt: Tryckavsnitt) -> None:
        if avsnitt.satser:
            self._enkla(avsnitt.satser, "numrerad")
        elif avsnitt.rader and avsnitt.slag == Avsnittsslag.LISTA:
            self._enkla(avsnitt.rader, "punkter")
        elif avsnitt.rader:
            for rad in avsnitt.rader:
                self.dokument.add_paragraph(rad)
        else:
            for block in avsnitt.block:
                self.skrivare[block.sort](block)

    def _enkla(self, texter: Sequence[str], sort: str) -> None:
        """En lista av ren text; en radbrytning i texten är en radbrytning i punkten."""
        punkter = [
            (Block("stycke", tuple(Bit(r, ny_rad=bool(n)) for n, r in enumerate(t.split("\n")))),)
            for t in texter
        ]
        self._lista(Block(sort, punkter=tuple(punkter)), 0)

    def _stycke(self, bitar: Sequence[Bit], stil: str) -> Any:
        stycke = self.dokument.add_paragraph(style=stil)
        self._bitar(stycke, bitar)
        return stycke

    def _bitar(self, stycke: Any, bitar: Sequence[Bit]) -> None:
        for bit in bitar:
            if bit.ny_rad:
                stycke.add_run().add_break()
            if bit.fotnot:
                self._fotnot(stycke, bit)
                continue
            text = stycke.add_run(bit.text)
            # Bara det som är sant skrivs: annars slutar rubrikens egen stil gälla.
            text.bold, text.italic = bit.fet or None, bit.kursiv or None
            if bit.länk:
                self._länka(stycke, text, bit)

    def _länka(self, stycke: Any, text: Any, bit: Bit) -> None:
        mål = f"{self.adress}{bit.länk}" if bit.är_sida_här else bit.länk
        text.style = "Hyperlink"
        länk = OxmlElement("w:hyperlink")
        rid = self.dokument.part.relate_to(mål, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        länk.set(qn("r:id"), rid)
        länk.append(text._r)
        stycke._p.append(länk)

    # --- Bilder ---------------------------------------------------------------------------------

    def _bild(self, block: Block, stil: str, *, indrag: int = 0) -> Any:
        """Bilden i ett eget stycke. Följde den inte med står det där den skulle ha varit."""
        bild = block.bild
        assert bild is not None
        stycke = self.dokument.add_paragraph(style=stil)
        innehåll = self.bilder.get(bild.adress)
        if innehåll is None:
            stycke.add_run(f"[Bild saknas{f': {bild.alt}' if bild.alt else ''}]")
            return stycke
        form = _kant_i_kant(stycke.add_run().add_picture(io.BytesIO(innehåll)))
        mått = Image.from_blob(innehåll)
        bredd, höjd = mått.px_width * BILDPUNKT, mått.px_height * BILDPUNKT
        skala = min(1, (BILDBREDD - indrag) / bredd, BILDHÖJD / höjd)
        form.width, form.height = Emu(round(bredd * skala)), Emu(round(höjd * skala))
        _beskriv(form._inline.docPr, bild)
        return stycke

    # --- Fotnoter -------------------------------------------------------------------------------

    def _fotnot(self, stycke: Any, bit: Bit) -> None:
        """Hänvisningen i texten, och noten i filens del för fotnoter."""
        if self.noter is None:
            self.noter = self._notdel()
        rot = self.noter.element
        nummer = len(rot)
        hänvisning = stycke.add_run(style=FOTNOTSMÄRKE)
        _del(hänvisning._r, "footnoteReference", id=nummer)
        p = _del(_del(rot, "footnote", id=nummer), "p")
        _del(_del(p, "pPr"), "pStyle", val=self.dokument.styles[FOTNOTSTEXT].style_id)
        märke = _del(p, "r")
        _del(_del(märke, "rPr"), "rStyle", val=self.dokument.styles[FOTNOTSMÄRKE].style_id)
        _del(märke, "footnoteRef")
        _text(p, " ")
        for del_ in bit.notens_bitar:
            if not del_.länk:
                _text(p, del_.text)
                continue
            länk = _del(p, "hyperlink")
            rid = self.noter.relate_to(del_.länk, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            länk.set(qn("r:id"), rid)
            _text(länk, del_.text, stil=self.dokument.styles["Hyperlink"].style_id)

    def _notdel(self) -> XmlPart:
        """Filens del för fotnoter. Not 0 och 1 är strecken som skiljer noterna från texten."""
        rot = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        inställningar = self.dokument.settings.element
        form = OxmlElement("w:footnotePr")
        for nummer, slag in enumerate(("separator", "continuationSeparator")):
            streck = _del(rot, "footnote", type=slag, id=nummer)
            _del(_del(_del(streck, "p"), "r"), slag)
            _del(form, "footnote", id=nummer)
        # Schemat bestämmer ordningen bland inställningarna.
        inställningar.find(_w("compat")).addprevious(form)
        del_ = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            rot,
            self.dokument.part.package,
        )
        self.dokument.part.relate_to(del_, RELATIONSHIP_TYPE.FOOTNOTES)
        return del_

    # --- Listor ---------------------------------------------------------------------------------

    def _numreringar(self) -> None:
        """En uppställning för punkter och en för nummer; varje lista får sedan sitt eget nummer."""
        self.numrering = self.dokument.part.numbering_part.element
        finns = [
            int(a.get(qn("w:abstractNumId"))) for a in self.numrering.findall(_w("abstractNum"))
        ]
        self.uppställning = {s: max(finns) + n for n, s in enumerate(("punkter", "numrerad"), 1)}
        första_num = self.numrering.find(_w("num"))
        for sort, nummer in self.uppställning.items():
            första_num.addprevious(_uppställning(nummer, sort))

    def _ny_lista(self, block: Block, djup: int) -> _Lista:
        alla = [int(n.get(qn("w:numId"))) for n in self.numrering.findall(_w("num"))]
        num = _del(self.numrering, "num", numId=max(alla) + 1)
        _del(num, "abstractNumId", val=self.uppställning[block.sort])
        _del(_del(num, "lvlOverride", ilvl=djup), "startOverride", val=block.börjar)
        return _Lista(max(alla) + 1, djup)

    def _lista(self, block: Block, djup: int) -> None:
        djup = min(djup, LISTDJUP - 1)
        lista = self._ny_lista(block, djup)
        stil = "List Bullet" if block.sort == "punkter" else "List Number"
        for punkt in block.punkter:
            första, *övriga = punkt if punkt and punkt[0].sort == "stycke" else (_TOMT, *punkt)
            self._i_listan(self._stycke(första.bitar, stil), lista)
            for del_ in övriga:
                if del_.sort in ("punkter", "numrerad"):
                    self._lista(del_, djup + 1)
                elif del_.sort in ("stycke", "bild"):
                    indrag = Pt(INDRAG * (djup + 1) / 20)
                    self._fortsättning(del_, djup, indrag)
                else:
                    self.skrivare[del_.sort](del_)

    def _fortsättning(self, del_: Block, djup: int, indrag: Pt) -> None:
        """Ett stycke eller en bild till i en punkt."""
        stil = f"List Continue {djup + 1}" if djup else "List Continue"
        if del_.sort == "bild":
            stycke = self._bild(del_, stil, indrag=indrag)
        else:
            stycke = self._stycke(del_.bitar, stil)
        stycke.paragraph_format.left_indent = indrag

    def _i_listan(self, stycke: Any, lista: _Lista) -> None:
        nummer = stycke._p.get_or_add_pPr().get_or_add_numPr()
        nummer.get_or_add_ilvl().val = lista.djup
        nummer.get_or_add_numId().val = lista.nummer

    # --- Tabeller -------------------------------------------------------------------------------

    def _tabell(self, block: Block) -> None:
        grupper = (([block.huvud], True), (block.rader, False))
        rader = [(rad, är_huvud) for grupp, är_huvud in grupper for rad in _rutor(grupp)]
        bredd = max(sum(r.kolumner for r in rad) for rad, _ in rader)
        tabell = OxmlElement("w:tbl")
        form = _del(tabell, "tblPr")
        _del(form, "tblStyle", val=self.dokument.styles["Table Grid"].style_id)
        _del(form, "tblW", w=TEXTBREDD, type="dxa")
        _del(form, "tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0)
        rutnät = _del(tabell, "tblGrid")
        for _ in range(bredd):
            _del(rutnät, "gridCol", w=TEXTBREDD // bredd)
        for rad, är_huvud in rader:
            self._rad(tabell, rad, bredd, är_huvud)
        # Efter en tabell krävs ett stycke, och två tabeller i följd vore annars en.
        self.kropp.insert(len(self.kropp) - 1, tabell)
        efter = self.dokument.add_paragraph()
        efter.paragraph_format.space_after = Pt(0)

    def _rad(self, tabell: Any, rad: list[_Ruta], bredd: int, är_huvud: bool) -> None:
        tr = _del(tabell, "tr")
        form = _del(tr, "trPr")
        _del(form, "cantSplit")
        if är_huvud:
            _del(form, "tblHeader")
        saknas = bredd - sum(r.kolumner for r in rad)
        for ruta in [*rad, *[_Ruta(Cell(()))] * saknas]:
            self._ruta(tr, ruta, TEXTBREDD // bredd, är_huvud)

    def _ruta(self, tr: Any, ruta: _Ruta, kolumn: int, är_huvud: bool) -> None:
        tc = _del(tr, "tc")
        form = _del(tc, "tcPr")
        _del(form, "tcW", w=kolumn * ruta.kolumner, type="dxa")
        if ruta.kolumner > 1:
            _del(form, "gridSpan", val=ruta.kolumner)
        if ruta.fortsätter or ruta.cell.rader > 1:
            _del(form, "vMerge", val="continue" if ruta.fortsätter else "restart")
        if är_huvud:
            _del(form, "shd", val="clear", color="auto", fill="EDEDED")
        # Rubrikradens fetstil är stilens och ingen fet text; den läses inte tillbaka.
        stycke = self.dokument.add_paragraph(style=TABELLRUBRIK if är_huvud else "Normal")
        tc.append(stycke._p)
        stycke.paragraph_format.space_after = Pt(2)
        if ruta.cell.tal:
            stycke.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not ruta.fortsätter:
            self._bitar(stycke, ruta.cell.bitar)


_TOMT = Block("stycke")


@dataclass(frozen=True)
class _Ruta:
    """En plats i en tabellrad: en cell, eller fortsättningen på cellen ovanför."""

    cell: Cell
    kolumner: int = 1
    fortsätter: bool = False


def _rutor(rader: Sequence[Sequence[Cell]]) -> list[list[_Ruta]]:
    """Raderna med en ruta för varje cell som når ned i raden."""
    ut: list[list[_Ruta]] = []
    ovan: dict[int, tuple[Cell, int]] = {}
    for rad in rader:
        rutor: list[_Ruta] = []
        k = 0
        kvar, nästa = list(rad), {}
        while kvar or k in ovan:
            if k in ovan:
                cell, rest = ovan.pop(k)
                rutor.append(_Ruta(cell, cell.kolumner, fortsätter=True))
            else:
                cell, rest = kvar[0], kvar.pop(0).rader
                rutor.append(_Ruta(cell, cell.kolumner))
            if rest > 1:
                nästa[k] = (cell, rest - 1)
            k += cell.kolumner
        ut.append(rutor)
        ovan = nästa
    return ut


# --- OOXML ---------------------------------------------------------------------------------------


def _w(namn: str) -> str:
    return str(qn(f"w:{namn}"))


def _del(i: Any, namn: str, **attribut: object) -> Any:
    """Ett nytt element sist i `i`."""
    ny = OxmlElement(f"w:{namn}")
    for nyckel, värde in attribut.items():
        ny.set(qn(f"w:{nyckel}"), str(värde))
    i.append(ny)
    return ny


def _text(i: Any, text: str, *, stil: str = "") -> None:
    """En textdel sist i `i`. Mellanrum i kanten hör till texten."""
    r = _del(i, "r")
    if stil:
        _del(_del(r, "rPr"), "rStyle", val=stil)
    t = _del(r, "t")
    t.text = text
    t.set(qn("xml:space"), "preserve")


def _kant_i_kant(form: Any) -> Any:
    """Bilden utan luft runt om; sägs inget lägger LibreOffice till tre millimeter."""
    for kant in "TBLR":
        form._inline.set(f"dist{kant}", "0")
    return form


def _beskriv(egenskaper: Any, bild: Bild) -> None:
    """Vad bilden visar, eller att den är till prydnad; utan besked står inget."""
    if bild.alt is not None:
        egenskaper.set("descr", bild.alt)
    if bild.alt == "":
        egenskaper.append(parse_xml(DEKORATIV))


def _fält(stycke: Any, kod: str) -> None:
    """Ett fält som ordbehandlaren räknar ut, med en etta tills den har gjort det."""
    for slag in ("begin", "", "separate", "1", "end"):
        r = stycke.add_run()._r
        if slag == "":
            _del(r, "instrText").text = kod
        elif slag == "1":
            _del(r, "t").text = "1"
        else:
            _del(r, "fldChar", fldCharType=slag)


def _typsnitt(stil: Any) -> None:
    stil.font.name = TYPSNITT
    typsnitt = stil.element.rPr.rFonts
    for namn in ("ascii", "hAnsi", "eastAsia", "cs"):
        typsnitt.attrib.pop(qn(f"w:{namn}Theme"), None)
        typsnitt.set(qn(f"w:{namn}"), TYPSNITT)


def _språk(stilar: Any) -> None:
    for språk in stilar.iter(qn("w:lang")):
        språk.set(qn("w:val"), SPRÅK)


def _linje_över() -> Any:
    ram = OxmlElement("w:pBdr")
    _del(ram, "top", val="single", sz=4, space=4, color="666666")
    return ram


def _uppställning(nummer: int, sort: str) -> Any:
    ut = OxmlElement("w:abstractNum")
    ut.set(qn("w:abstractNumId"), str(nummer))
    _del(ut, "multiLevelType", val="multilevel")
    for nivå in range(LISTDJUP):
        lvl = _del(ut, "lvl", ilvl=nivå)
        _del(lvl, "start", val=1)
        _del(lvl, "numFmt", val="bullet" if sort == "punkter" else "decimal")
        _del(lvl, "lvlText", val="•" if sort == "punkter" else f"%{nivå + 1}.")
        _del(lvl, "lvlJc", val="left")
        _del(_del(lvl, "pPr"), "ind", left=INDRAG * (nivå + 1), hanging=HÄNG)
    return ut
