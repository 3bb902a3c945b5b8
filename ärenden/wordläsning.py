"""Läser en Wordfil till rader: rubriker, stycken, listpunkter och tabeller, i ordning.

Fotnoterna följer med, och bilderna som är PNG eller JPEG. Det som inte kan bli skrivelsens text
sägs: varje kommentar, spårad ändring, annan bild, textruta och sammanfogad cell blir en anmärkning,
så att inget försvinner utan ett ord. Inga modeller.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from ärenden import bildsida, kontorsfil
from ärenden.kontorsfil import OläsligFil, Sort
from ärenden.skrivelsetext import ADRESS, Bild, Bit, Cell
from ärenden.wordstilar import DEKORATIVT, EGEN

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATTE = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BILDFÖRKLARING = qn("wp:docPr")
# Bilden i en ritning, och i en ritning av äldre sort, med attributet som säger vilken del den är.
BILDDEL = ((qn("a:blip"), qn("r:embed")), ("{urn:schemas-microsoft-com:vml}imagedata", qn("r:id")))
DEKORATIVA = f"{{{DEKORATIVT}}}decorative"
TAS_IN = ("image/png", "image/jpeg")
RUBRIKSTIL = re.compile(r"(?:heading|rubrik) ?(\d)$", re.IGNORECASE)
FORTSÄTTNING = re.compile(r"(?:list continue|lista,? fortsättning|listfortsättning) ?(\d?)$", re.I)
LISTSTIL = re.compile(r"(?:list (?:bullet|number)|punktlista|numrerad lista) (\d)$", re.I)
TITLAR = ("title", "titel")
# Ett tal med sitt slag: 1 200, −3,5 %, 40 tkr.
TAL = re.compile(r"[-–−+]?\s*[\d\s.,]*\d\s*(?:%|kr|tkr|mnkr)?$", re.IGNORECASE)
HYPERLÄNK = re.compile(r'HYPERLINK\s+"([^"]+)"(?:\s+\\l\s+"([^"]+)")?')


@dataclass(frozen=True)
class Anmärkning:
    """Något i filen som inte är med, eller är med på ett annat sätt. `text` är det som stod."""

    vad: str
    text: str = ""
    är_med: bool = False


@dataclass(frozen=True)
class Rad:
    """En rubrik, ett stycke, en listpunkt, en tabell eller en bild. `nivå`: 0 för titeln, 1–9.

    `lista` är listans nummer i filen, `djup` hur djupt punkten ligger och `nummer` vad den har.
    En bild `i_punkt` hör till punkten före.
    """

    sort: str
    bitar: tuple[Bit, ...] = ()
    nivå: int = 0
    stil: str = ""
    lista: int = 0
    djup: int = 0
    nummer: int = 0
    rader: tuple[tuple[Cell, ...], ...] = ()
    bild: Bild | None = None
    i_punkt: bool = False

    @property
    def text(self) -> str:
        """Raden som ren text; en fotnot står inom parentes."""
        if self.sort == "tabell":
            return "\n".join(" | ".join(_text(c.bitar) for c in rad) for rad in self.rader)
        return _text(self.bitar)

    @property
    def är_fet(self) -> bool:
        """Ett stycke som helt är fet text, som rubriker skrivs utan formatmallar."""
        skrivna = [b for b in self.bitar if b.text.strip() and not b.fotnot]
        return self.sort == "stycke" and bool(skrivna) and all(b.fet for b in skrivna)


@dataclass(frozen=True)
class Läst:
    """Filen som rader. `egen`: den är skriven av programmet.

    `bilder` är bilderna i raderna, efter deras nummer i filen.
    """

    rader: tuple[Rad, ...]
    anmärkningar: tuple[Anmärkning, ...]
    egen: bool
    bilder: Mapping[int, bytes] = field(default_factory=dict)

    def med_bilder(self, nummer: Mapping[int, int]) -> Läst:
        """Bilderna med numren de fick i skrivelsen. En som inget fick sägs, och är inte med."""
        rader, borta = [], []
        for rad in self.rader:
            if rad.bild is None or rad.bild.nummer is None:
                rader.append(rad)
            elif nytt := nummer.get(rad.bild.nummer):
                rader.append(replace(rad, bild=replace(rad.bild, nummer=nytt)))
            else:
                borta.append(Anmärkning("Bild", rad.bild.alt or ""))
        return replace(self, rader=tuple(rader), anmärkningar=(*self.anmärkningar, *borta))


def läs(innehåll: bytes, *, adress: str = "") -> Läst:
    """Filens rader. OläsligFil om den inte går att läsa.

    `adress` är där programmet nås: en länk dit blir en sida här.
    """
    if b"%PDF-" in innehåll[:1024]:
        raise OläsligFil("Filen är en PDF. Läs in Wordfilen som den gjordes av.")
    sort = kontorsfil.granska(innehåll)
    if sort is not Sort.WORD:
        raise OläsligFil(
            f"Filen är av sorten {sort.namn} (.{sort.ändelse}). Spara den som Word (.docx), eller "
            "lägg in den som bilaga."
        )
    try:
        dokument: Any = Document(io.BytesIO(innehåll))
        läsare = _Läsare(dokument, adress.rstrip("/"))
        return läsare.läs()
    except (
        *(KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError),
        *(PackageNotFoundError, etree.LxmlError),
    ) as fel:
        raise OläsligFil("Filen är skadad: dess delar hör inte ihop.") from fel


def _text(bitar: tuple[Bit, ...]) -> str:
    def läst(bit: Bit) -> str:
        return f" (Not: {bit.text})" if bit.fotnot else bit.text

    return "".join(("\n" if b.ny_rad else "") + läst(b) for b in bitar).strip()


def _w(namn: str) -> str:
    return str(qn(f"w:{namn}"))


def _värde(element: Any, namn: str) -> str | None:
    """Attributet w:val på ett underelement."""
    under = None if element is None else element.find(_w(namn))
    return None if under is None else under.get(_w("val"), "")


def _på(element: Any, namn: str) -> bool | None:
    """En av- och påslagen egenskap; None när den inte nämns."""
    värde = _värde(element, namn)
    return None if värde is None else värde not in ("0", "false", "none", "off")


@dataclass
class _Fält:
    """Ett sammansatt fält: koden, om dess resultat har börjat, och vad som är valt i det."""

    kod: str = ""
    resultat: bool = False
    valt: str = ""
    har_text: bool = False


@dataclass
class _Skrivning:
    """Raden som byggs av ett stycke."""

    bitar: list[Bit] = field(default_factory=list)
    ny_rad: bool = False
    fält: list[_Fält] = field(default_factory=list)

    def lägg(self, text: str, fet: bool, kursiv: bool, länk: str) -> None:
        if not text:
            return
        bit = Bit(text, fet, kursiv, self.ny_rad and bool(self.bitar), länk)
        if (
            self.bitar
            and not bit.ny_rad
            and replace(bit, text="") == replace(self.bitar[-1], text="", ny_rad=False)
        ):
            self.bitar[-1] = replace(self.bitar[-1], text=self.bitar[-1].text + text)
        else:
            self.bitar.append(bit)
        self.ny_rad = False

    def fotnot(self, text: str, nummer: int) -> None:
        self.bitar.append(Bit(text, ny_rad=self.ny_rad and bool(self.bitar), fotnot=nummer))
        self.ny_rad = False


class _Läsare:
    def __init__(self, dokument: Any, adress: str) -> None:
        self.dokument = dokument
        self.adress = adress
        self.anmärkningar: list[Anmärkning] = []
        self.stilar = {s.get(_w("styleId")): s for s in dokument.styles.element.iter(_w("style"))}
        self.numrering = _Numrering(dokument)
        self.bilder: dict[int, bytes] = {}
        # Bilderna i det stycke som läses, tills de får stå efter det.
        self.i_stycket: list[Bild] = []
        self.antal_noter = 0
        self.noter = {
            **_noter(dokument, "footnotes", "footnote"),
            **_noter(dokument, "endnotes", "endnote"),
        }

    @property
    def egen(self) -> bool:
        return bool(self.dokument.core_properties.identifier == EGEN)

    def läs(self) -> Läst:
        rader = [r for r in self._block(self.dokument.element.body) if r.text or r.bild]
        self._kring_texten()
        anmärkningar = tuple(dict.fromkeys(self.anmärkningar))
        return Läst(tuple(rader), anmärkningar, self.egen, self.bilder)

    def säg(self, vad: str, text: str = "", *, är_med: bool = False) -> None:
        self.anmärkningar.append(Anmärkning(vad, " ".join(text.split()), är_med))

    def _kring_texten(self) -> None:
        """Kommentarer, sidhuvud och sidfot: det som inte står i texten."""
        for del_ in self._delar("comments"):
            for kommentar in del_.iter(_w("comment")):
                vem = kommentar.get(_w("author"), "")
                self.säg(f"Kommentar av {vem}" if vem else "Kommentar", _all_text(kommentar))
        for slag, vad in (("header", "Sidhuvud"), ("footer", "Sidfot")):
            for del_ in self._delar(slag):
                if text := " ".join(_all_text(del_).split()):
                    self.säg(vad, text)

    def _delar(self, slag: str) -> Iterator[Any]:
        """Rötterna i de delar av filen som har rollen."""
        for relation in self.dokument.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{slag}"):
                continue
            yield _xml(relation.target_part)

    # --- Stycken och tabeller i ordning --------------------------------------------------------

    def _block(self, behållare: Any) -> Iterator[Rad]:
        for element in behållare:
            if element.tag == _w("p"):
                rad = self._stycke(element)
                yield rad
                i_punkt = rad.sort in ("punkter", "numrerad", "fortsättning")
                for bild in self._tagna_bilder():
                    yield Rad("bild", djup=rad.djup, bild=bild, i_punkt=i_punkt)
            elif element.tag == _w("tbl"):
                yield self._tabell(element)
            elif element.tag == _w("sdt"):
                yield from self._kontroll(element)
            elif element.tag in (_w("ins"), _w("customXml"), _w("moveTo"), _w("smartTag")):
                yield from self._block(element)
            elif element.tag in (_w("del"), _w("moveFrom")):
                self.säg("Struken text (spårad ändring)", _all_text(element))
            elif element.tag == _w("altChunk"):
                self.säg("Ett inbäddat dokument som inte går att läsa")

    def _tagna_bilder(self) -> list[Bild]:
        tagna, self.i_stycket = self.i_stycket, []
        return tagna

    def _kontroll(self, element: Any) -> Iterator[Rad]:
        """Ett innehållsfält. En innehållsförteckning är ingen text: ordbehandlaren gör den."""
        galleri = element.find(f"{_w('sdtPr')}/{_w('docPartObj')}/{_w('docPartGallery')}")
        innehåll = element.find(_w("sdtContent"))
        if innehåll is None:
            return
        if galleri is not None and galleri.get(_w("val")) == "Table of Contents":
            self.säg("Innehållsförteckning", _all_text(innehåll))
            return
        yield from self._block(innehåll)

    def _stycke(self, p: Any) -> Rad:
        form = p.find(_w("pPr"))
        stil = _värde(form, "pStyle") or ""
        namn = self._stilnamn(stil)
        bitar = self._bitar(p)
        if namn.lower() in TITLAR:
            return Rad("rubrik", bitar, nivå=0, stil=namn)
        nivå = self._rubriknivå(form, stil)
        if nivå:
            return Rad("rubrik", bitar, nivå=nivå, stil=namn)
        if namn.lower().startswith(("toc ", "innehåll ")):
            self.säg("Innehållsförteckning", _text(bitar))
            return Rad("stycke")
        punkt = self.numrering.punkt(self._numrets_plats(form, stil)) if _text(bitar) else None
        if punkt is not None:
            if punkt.särskild:
                self.säg("Bokstäver eller romerska tal i en lista har blivit siffror", är_med=True)
            # Stilen Punktlista 2 ligger ett steg in fast listan i filen inte säger det.
            steg = LISTSTIL.match(namn)
            djup = max(punkt.rad.djup, int(steg[1]) - 1 if steg else 0)
            return replace(punkt.rad, bitar=bitar, stil=namn, djup=djup)
        if fortsatt := FORTSÄTTNING.match(namn):
            return Rad("fortsättning", bitar, stil=namn, djup=int(fortsatt[1] or 1) - 1)
        return Rad("stycke", bitar, stil=namn)

    def _stilkedja(self, stil: str) -> Iterator[Any]:
        sedda: set[str] = set()
        while stil in self.stilar and stil not in sedda:
            sedda.add(stil)
            yield self.stilar[stil]
            stil = _värde(self.stilar[stil], "basedOn") or ""

    def _stilnamn(self, stil: str) -> str:
        return (_värde(self.stilar.get(stil), "name") or stil) if stil else ""

    def _rubriknivå(self, form: Any, stil: str) -> int:
        """1–9 för en rubrik: efter stilens namn, dess grundstil eller dispositionsnivån."""
        egen = _värde(form, "outlineLvl")
        if egen is not None and egen.isdecimal():
            return int(egen) + 1 if int(egen) < 9 else 0
        for s in self._stilkedja(stil):
            if träff := RUBRIKSTIL.match(_värde(s, "name") or ""):
                return int(träff[1])
            nivå = _värde(s.find(_w("pPr")), "outlineLvl")
            if nivå is not None and nivå.isdecimal() and int(nivå) < 9:
                return int(nivå) + 1
        return 0

    def _numrets_plats(self, form: Any, stil: str) -> tuple[str, str] | None:
        """Listans nummer och nivån, styckets egna eller stilens."""
        nivå = None
        for pPr in [form, *(s.find(_w("pPr")) for s in self._stilkedja(stil))]:
            numPr = None if pPr is None else pPr.find(_w("numPr"))
            if numPr is None:
                continue
            nivå = nivå or _värde(numPr, "ilvl")
            nummer = _värde(numPr, "numId")
            if nummer is not None:
                return nummer, nivå or "0"
        return None

    # --- Texten i ett stycke -------------------------------------------------------------------

    def _bitar(self, p: Any) -> tuple[Bit, ...]:
        skrivning = _Skrivning()
        self._löpande(p, skrivning, "")
        return tuple(skrivning.bitar)

    def _löpande(self, behållare: Any, ut: _Skrivning, länk: str) -> None:
        for element in behållare:
            tag = element.tag
            if tag == _w("r"):
                self._textdel(element, ut, länk)
            elif tag == _w("hyperlink"):
                self._löpande(element, ut, self._mål(element))
            elif tag in (_w("ins"), _w("moveTo")):
                self.säg("Spårat tillägg", _all_text(element), är_med=True)
                self._löpande(element, ut, länk)
            elif tag in (_w("del"), _w("moveFrom")):
                self.säg("Struken text (spårad ändring)", _all_text(element))
            elif tag == _w("sdt"):
                innehåll = element.find(_w("sdtContent"))
                self._löpande(() if innehåll is None else innehåll, ut, länk)
            elif tag == _w("fldSimple"):
                ur_fält = HYPERLÄNK.search(element.get(_w("instr"), ""))
                mål = self._fältlänk(ur_fält, _all_text(element)) if ur_fält else ""
                self._löpande(element, ut, länk or mål)
            elif tag in (_w("smartTag"), _w("customXml"), _w("dir"), _w("bdo")):
                self._löpande(element, ut, länk)
            elif isinstance(tag, str) and tag.startswith(MATTE):
                text = "".join(t.text or "" for t in element.iter(f"{MATTE}t"))
                self.säg("Formel, här som vanlig text", text, är_med=True)
                ut.lägg(text, False, False, länk)

    def _mål(self, element: Any) -> str:
        rid = element.get(qn("r:id"))
        if rid is None:
            return ""
        mål, ankare = str(self.dokument.part.rels[rid].target_ref), element.get(_w("anchor"))
        return self._länk(f"{mål}#{ankare}" if ankare else mål, _all_text(element))

    def _fältlänk(self, ur_fält: re.Match[str], text: str) -> str:
        return self._länk("#".join(filter(None, ur_fält.groups())), text)

    def _länk(self, mål: str, text: str) -> str:
        if self.adress and mål.startswith(f"{self.adress}/"):
            mål = mål[len(self.adress) :]
        if ADRESS.fullmatch(mål):
            return mål
        self.säg("Länk till en adress som inte kan vara med; texten står kvar", f"{text}: {mål}")
        return ""

    def _textdel(self, r: Any, ut: _Skrivning, länk: str) -> None:
        form = r.find(_w("rPr"))
        if _på(form, "vanish"):
            self.säg("Dold text", _all_text(r))
            return
        fet, kursiv = self._har(form, "b"), self._har(form, "i")
        self._utseende(form, r, länk)
        for element in r:
            self._tecken(element, ut, fet, kursiv, länk)

    def _har(self, form: Any, namn: str) -> bool:
        """Om texten är fet eller kursiv, för egen del eller genom sin teckenstil."""
        eget = _på(form, namn)
        if eget is not None:
            return eget
        stil = _värde(form, "rStyle") or ""
        ur_stilen = (_på(s.find(_w("rPr")), namn) for s in self._stilkedja(stil))
        return next((värde for värde in ur_stilen if värde is not None), False)

    def _utseende(self, form: Any, r: Any, länk: str) -> None:
        """Det utseende som betyder något och inte följer med."""
        text = _all_text(r)
        if not text.strip():
            return
        if _på(form, "strike") or _på(form, "dstrike"):
            self.säg("Överstruken text, här utan strecket", text, är_med=True)
        if _värde(form, "vertAlign") in ("superscript", "subscript") and text.strip():
            self.säg("Upphöjd eller nedsänkt text, här på raden", text, är_med=True)
        # En länk är understruken som den är.
        if _på(form, "u") and not länk:
            self.säg("Understruken text, här utan strecket", text, är_med=True)
        if _på(form, "highlight"):
            self.säg("Överstruken med färg, här utan färgen", text, är_med=True)

    def _tecken(self, element: Any, ut: _Skrivning, fet: bool, kursiv: bool, länk: str) -> None:
        tag = element.tag
        fält = ut.fält[-1] if ut.fält else None
        if tag == _w("fldChar"):
            self._fältgräns(element, ut, fet, kursiv)
        elif tag == _w("instrText"):
            if fält is not None:
                fält.kod += element.text or ""
        elif fält is not None and not fält.resultat:
            return
        elif tag == _w("t"):
            ur_fält = HYPERLÄNK.search(fält.kod) if fält is not None else None
            mål = länk or (self._fältlänk(ur_fält, element.text or "") if ur_fält else "")
            ut.lägg(element.text or "", fet, kursiv, mål)
            for öppet in ut.fält:
                öppet.har_text = öppet.har_text or bool(element.text)
        elif tag == _w("ruby"):
            self._ruby(element, ut, länk)
        elif tag in (_w("tab"), _w("ptab")):
            ut.lägg(" ", fet, kursiv, länk)
        elif tag == _w("cr") or (tag == _w("br") and element.get(_w("type")) is None):
            ut.ny_rad = True
        elif tag == _w("noBreakHyphen"):
            ut.lägg("\u2011", fet, kursiv, länk)
        elif tag == _w("sym"):
            self.säg("Tecken ur ett symboltypsnitt", element.get(_w("char"), ""))
        elif tag in (_w("footnoteReference"), _w("endnoteReference")):
            self._not(element, ut)
        elif tag == f"{MC}AlternateContent":
            val = element.find(f"{MC}Choice")
            for under in () if val is None else val:
                self._tecken(under, ut, fet, kursiv, länk)
        elif tag in (_w("drawing"), _w("pict"), _w("object")):
            self._ritning(element)

    def _ruby(self, element: Any, ut: _Skrivning, länk: str) -> None:
        """Text med uttalet ovanför: uttalet står här inom parentes efter."""
        uttal = " ".join(_all_text(rt) for rt in element.findall(_w("rt")))
        for bas in element.findall(_w("rubyBase")):
            self._löpande(bas, ut, länk)
        if uttal.strip():
            self.säg("Uttal ovanför texten, här inom parentes", uttal, är_med=True)
            ut.lägg(f" ({uttal.strip()})", False, False, länk)

    def _fältgräns(self, element: Any, ut: _Skrivning, fet: bool, kursiv: bool) -> None:
        slag = element.get(_w("fldCharType"))
        if slag == "begin":
            ut.fält.append(_Fält(valt=_formulärvärde(element.find(_w("ffData")))))
        elif slag == "separate" and ut.fält:
            ut.fält[-1].resultat = True
        elif slag == "end" and ut.fält:
            fält = ut.fält.pop()
            if fält.valt and not fält.har_text:
                self.säg("Formulärfält, här det som var valt", fält.valt, är_med=True)
                ut.lägg(fält.valt, fet, kursiv, "")

    def _not(self, element: Any, ut: _Skrivning) -> None:
        """En fotnot, eller en slutnot som blir fotnot."""
        är_slutnot = element.tag == _w("endnoteReference")
        slag = "endnote" if är_slutnot else "footnote"
        text = self.noter.get((slag, element.get(_w("id"), "")), "")
        if not text:
            return
        if är_slutnot:
            self.säg("Slutnot, här som fotnot", text, är_med=True)
        self.antal_noter += 1
        ut.fotnot(text, self.antal_noter)

    def _ritning(self, element: Any) -> None:
        """En bild eller en form. Text i en textruta sägs som den står."""
        rutor = list(element.iter(_w("txbxContent")))
        for ruta in rutor:
            self.säg("Textruta", _all_text(ruta))
        if rutor:
            return
        egenskaper = next(element.iter(BILDFÖRKLARING), None)
        alt = None
        if egenskaper is not None:
            alt = egenskaper.get("descr") or egenskaper.get("title") or None
            if any(e.get("val") in ("1", "true") for e in egenskaper.iter(DEKORATIVA)):
                alt = ""
        if element.tag == _w("object"):
            self.säg("Inbäddat objekt", alt or "")
        elif innehåll := self._bildens_byte(element):
            nummer = max(self.bilder, default=0) + 1
            self.bilder[nummer] = innehåll
            self.i_stycket.append(Bild(nummer, alt and " ".join(alt.split())))
        else:
            self.säg("Bild", alt or "")

    def _bildens_byte(self, ritning: Any) -> bytes | None:
        """Den enda bilden i ritningen, om den ligger i filen och är PNG eller JPEG."""
        platser = [e.get(attribut) for tag, attribut in BILDDEL for e in ritning.iter(tag)]
        if len(platser) != 1 or platser[0] not in self.dokument.part.rels:
            return None
        relation = self.dokument.part.rels[platser[0]]
        if relation.is_external:
            return None
        innehåll: bytes = relation.target_part.blob
        return innehåll if bildsida.medietyp(innehåll) in TAS_IN else None

    # --- Tabeller -------------------------------------------------------------------------------

    def _tabell(self, tbl: Any) -> Rad:
        """Tabellen med sina sammanfogningar. Första raden blir rubrikrad."""
        rutnät = [self._tabellrad(tr) for tr in self._tabellrader(tbl)]
        rader = [[c for c in rad if not c.fortsätter] for rad in rutnät]
        if len(rutnät) > 1 and any(c.fortsätter for c in rutnät[1]):
            self.säg("En cell gick från tabellens rubrikrad ned i raden under och är delad",
                     är_med=True)  # fmt: skip  # en mening
        for r, rad in enumerate(rutnät):
            for cell in rad:
                if cell.fortsätter:
                    self._sträck(rutnät, rader, r, cell)
        tal = _talkolumner(rutnät, efter_talen=not self.egen)
        klara = (
            tuple(Cell(c.bitar, c.kolumn in tal, c.kolumner, c.rader) for c in sorterade)
            for sorterade in (sorted(rad, key=lambda c: c.kolumn) for rad in rader)
        )
        return Rad("tabell", rader=tuple(klara))

    def _sträck(
        self, rutnät: list[list[_Lästcell]], rader: list[list[_Lästcell]], r: int, cell: _Lästcell
    ) -> None:
        """Cellen ovanför når hit; finns ingen som passar står cellen tom."""
        for ovan in range(r - 1, 0, -1):
            for c in rader[ovan]:
                if c.kolumn == cell.kolumn and c.kolumner == cell.kolumner:
                    if ovan + c.rader == r:
                        c.rader += 1
                        return
                    break
        rader[r].append(replace(cell, fortsätter=False))

    def _tabellrader(self, tbl: Any) -> Iterator[Any]:
        for element in tbl:
            if element.tag == _w("tr"):
                form = element.find(_w("trPr"))
                if form is not None and form.find(_w("del")) is not None:
                    self.säg("Struken tabellrad (spårad ändring)", _all_text(element))
                else:
                    yield element
            elif element.tag in (_w("sdt"), _w("sdtContent"), _w("customXml"), _w("ins")):
                yield from self._tabellrader(element)

    def _tabellrad(self, tr: Any) -> list[_Lästcell]:
        form = tr.find(_w("trPr"))
        före = int(_värde(form, "gridBefore") or 0)
        celler = [_Lästcell((), n) for n in range(före)]
        kolumn = före
        for tc in self._celler(tr):
            cell = self._cell(tc, kolumn)
            celler.append(cell)
            kolumn += cell.kolumner
        return celler

    def _celler(self, tr: Any) -> Iterator[Any]:
        for element in tr:
            if element.tag == _w("tc"):
                yield element
            elif element.tag in (_w("sdt"), _w("sdtContent"), _w("customXml")):
                yield from self._celler(element)

    def _cell(self, tc: Any, kolumn: int) -> _Lästcell:
        form = tc.find(_w("tcPr"))
        kolumner = max(1, int(_värde(form, "gridSpan") or 1))
        vMerge = None if form is None else form.find(_w("vMerge"))
        fortsätter = vMerge is not None and vMerge.get(_w("val"), "continue") == "continue"
        if any(True for _ in tc.iter(_w("tbl"))):
            self.säg("En tabell i en tabell, här som text i cellen", _all_text(tc), är_med=True)
        stycken = []
        for rad in self._block(tc):
            if rad.bild is not None:
                self.säg("Bild i en tabell", rad.bild.alt or "")
            elif rad.text:
                stycken.append(rad)
        if len(stycken) > 1 or any(b.ny_rad for r in stycken for b in r.bitar):
            self.säg("Flera stycken i en cell står på en rad", _all_text(tc), är_med=True)
        bitar: list[Bit] = []
        for rad in stycken:
            nya = rad.bitar or (Bit(rad.text),)
            for n, bit in enumerate(nya):
                mellan = " " if bitar and (n == 0 or bit.ny_rad) else ""
                bitar.append(replace(bit, text=mellan + bit.text, ny_rad=False))
        höger = any(_värde(p.find(_w("pPr")), "jc") in ("right", "end") for p in tc.iter(_w("p")))
        return _Lästcell(tuple(bitar), kolumn, kolumner, höger=höger, fortsätter=fortsätter)


@dataclass
class _Lästcell:
    bitar: tuple[Bit, ...]
    kolumn: int
    kolumner: int = 1
    rader: int = 1
    höger: bool = False
    fortsätter: bool = False


def _talkolumner(rutnät: list[list[_Lästcell]], *, efter_talen: bool) -> set[int]:
    """Kolumnerna där de flesta cellerna står till höger.

    Celler med text avgör; finns inga sådana avgör de tomma, och sist rubriken. Med `efter_talen`
    också de som bara har tal, som när de klistras in.
    """
    bara_tal: dict[int, list[bool]] = {}
    rubriker: dict[int, list[bool]] = {}
    tomma: dict[int, list[bool]] = {}
    med: dict[int, list[bool]] = {}
    for r, rad in enumerate(rutnät):
        for cell in rad:
            if not cell.fortsätter:
                hos = rubriker if r == 0 else med if _text(cell.bitar) else tomma
                hos.setdefault(cell.kolumn, []).append(cell.höger)
                if hos is med:
                    är_tal = TAL.match(_text(cell.bitar)) is not None
                    bara_tal.setdefault(cell.kolumn, []).append(är_tal)
    gäller = {**rubriker, **tomma, **med}
    till_höger = {k for k, alla in gäller.items() if 2 * sum(alla) > len(alla)}
    return till_höger | ({k for k, alla in bara_tal.items() if all(alla)} if efter_talen else set())


# --- Listornas numrering -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Punkt:
    rad: Rad
    särskild: bool


class _Numrering:
    """Vilken lista en punkt hör till, av vilken sort, och vilket tal den har.

    Listor med samma uppställning är en och samma tills någon av dem börjar om (`startOverride`);
    så räknar ordbehandlarna.
    """

    def __init__(self, dokument: Any) -> None:
        self.num: dict[str, Any] = {}
        self.uppställning: dict[str, Any] = {}
        # Listorna i den ordning de börjar: talet är listans nummer, värdet dess senaste punkt.
        self.räknat: list[int] = []
        self.pågår: dict[tuple[str, int], int] = {}
        self.omstartade: dict[tuple[str, int], int] = {}
        try:
            rot = dokument.part.numbering_part.element
        except (KeyError, NotImplementedError):
            # python-docx säger så när filen saknar delen: då har den inga listor.
            return
        self.num = {n.get(_w("numId")): n for n in rot.findall(_w("num"))}
        self.uppställning = {a.get(_w("abstractNumId")): a for a in rot.findall(_w("abstractNum"))}

    def punkt(self, plats: tuple[str, str] | None) -> _Punkt | None:
        """Punkten på platsen, eller None när stycket inte hör till någon lista."""
        if plats is None or plats[0] not in self.num:
            return None
        nummer, djup = plats[0], min(int(plats[1]), 8)
        nivå, börjar, börjar_om = self._nivå(nummer, djup)
        format_ = _värde(nivå, "numFmt") or "decimal"
        if format_ == "none":
            return None
        lista = self._lista(nummer, djup, börjar, börjar_om)
        self.räknat[lista] += 1
        sort = "punkter" if format_ == "bullet" else "numrerad"
        rad = Rad(sort, lista=lista, djup=djup, nummer=self.räknat[lista])
        return _Punkt(rad, särskild=format_ not in ("bullet", "decimal", "decimalZero"))

    def _lista(self, nummer: str, djup: int, börjar: int, börjar_om: bool) -> int:
        uppställning = _värde(self.num[nummer], "abstractNumId") or ""
        self.pågår = {k: v for k, v in self.pågår.items() if k[0] != uppställning or k[1] <= djup}
        egen = (nummer, djup)
        finns = self.omstartade.get(egen) if börjar_om else self.pågår.get((uppställning, djup))
        if finns is None:
            finns = len(self.räknat)
            self.räknat.append(börjar - 1)
            if börjar_om:
                self.omstartade[egen] = finns
        self.pågår[uppställning, djup] = finns
        return finns

    def _nivå(self, nummer: str, djup: int) -> tuple[Any, int, bool]:
        num = self.num[nummer]
        uppställning = self.uppställning.get(_värde(num, "abstractNumId") or "")
        nivå = _på_nivå(uppställning, "lvl", djup)
        börjar = _värde(nivå, "start") or "1"
        egen = _på_nivå(num, "lvlOverride", djup)
        omstart = _värde(egen, "startOverride")
        hel = None if egen is None else egen.find(_w("lvl"))
        return (nivå if hel is None else hel), int(omstart or börjar), omstart is not None


def _på_nivå(element: Any, namn: str, djup: int) -> Any:
    alla = () if element is None else element.findall(_w(namn))
    return next((e for e in alla if e.get(_w("ilvl")) == str(djup)), None)


# --- Delar av filen ------------------------------------------------------------------------------


def _xml(del_: Any) -> Any:
    element = getattr(del_, "element", None)
    if element is not None:
        return element
    return etree.fromstring(del_.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _noter(dokument: Any, del_namn: str, namn: str) -> dict[tuple[str, str], str]:
    ut = {}
    for relation in dokument.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(f"/{del_namn}"):
            continue
        for nota in _xml(relation.target_part).iter(_w(namn)):
            if nota.get(_w("type")) in (None, "normal"):
                text = _all_text(_med_adresser(nota, relation.target_part), struken=False)
                ut[namn, nota.get(_w("id"), "")] = " ".join(text.split())
    return ut


def _med_adresser(nota: Any, del_: Any) -> Any:
    """Noten med varje länks adress inom parentes efter länkens text: noter är ren text."""
    nota = deepcopy(nota)
    for länk in list(nota.iter(_w("hyperlink"))):
        rid = länk.get(qn("r:id"))
        if rid in del_.rels:
            _lägg_adress(länk, str(del_.rels[rid].target_ref), _all_text(länk))
    koden = ""
    for element in list(nota.iter(_w("instrText"), _w("fldChar"))):
        if element.tag == _w("instrText"):
            koden += element.text or ""
        elif element.get(_w("fldCharType")) == "end":
            if träff := HYPERLÄNK.search(koden):
                _lägg_adress(element.getparent(), "#".join(filter(None, träff.groups())), "")
            koden = ""
    return nota


def _lägg_adress(plats: Any, adress: str, text: str) -> None:
    if adress.removeprefix("mailto:") != text.strip():
        etree.SubElement(plats, _w("t")).text = f" ({adress})"


def _formulärvärde(data: Any) -> str:
    """Det valda i ett äldre formulärfält. Ett textfält har sin text i dokumentet."""
    if data is None:
        return ""
    if (ruta := data.find(_w("checkBox"))) is not None:
        ikryssad = _på(ruta, "checked")
        return "☒" if (_på(ruta, "default") if ikryssad is None else ikryssad) else "☐"
    if (lista := data.find(_w("ddList"))) is not None:
        val = [e.get(_w("val"), "") for e in lista.findall(_w("listEntry"))]
        nummer = int(_värde(lista, "result") or _värde(lista, "default") or 0)
        return val[nummer] if 0 <= nummer < len(val) else ""
    return ""


def _all_text(element: Any, *, struken: bool = True) -> str:
    """All text i ett element, och den strukna. Av två likvärdiga framställningar läses en."""
    ut: list[str] = []

    def gå(e: Any) -> None:
        if e.tag in (_w("t"), _w("delText")):
            ut.append(e.text or "")
        elif e.tag in (_w("tab"), _w("br"), _w("cr")):
            ut.append(" ")
        elif e.tag == f"{MC}Fallback" or (not struken and e.tag in (_w("del"), _w("moveFrom"))):
            return
        for under in e:
            gå(under)
        if e.tag in (_w("p"), _w("tc")):
            ut.append(" ")

    gå(element)
    return "".join(ut).strip()
