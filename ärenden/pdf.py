"""Den enda PDF-renderaren: mall + fryst dokument → html + PDF/A-2a och PDF/UA-1. Inga modeller."""

import hashlib
import logging
import mimetypes
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils._os import safe_join

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-2a"
# Språket som skärmläsare läser upp dokumenten på; mallen säger det i sin första rad.
SPRÅK = "sv-SE"

# WeasyPrint skriver bara en variant i XMP. Båda går att uppfylla samtidigt; PDF/A kräver då att
# schemat för PDF/UA:s egenskap beskrivs.
XMP_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""

# Alt-texten som mallen ger en bild som inte ska läsas upp; WeasyPrint vägrar en tom.
DEKORATIV = "(dekorativ)"
BILDTYPER = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Dokumentfel(Exception):
    """Dokumentet kunde inte göras helt och riktigt; ingen PDF finns."""


@dataclass(frozen=True)
class RenderadPdf:
    """Dokumentet som html (det testerna läser) och som PDF."""

    html: str
    innehåll: bytes
    sidor: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.innehåll).hexdigest()


class _Skrivbar(Protocol):
    def __call__(self, variant: str, version: int, conformance: str) -> bytes: ...


class _Felsamlare(logging.Handler):
    """Minns de fel som WeasyPrint bara loggar (bild som inte gick att läsa, länk utan mål).

    Raderna går vidare till loggen som vanligt; här samlas de för att dokumentet inte ska komma ut
    med något borta.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.tråd = threading.get_ident()
        self.rader: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.tråd:
            self.rader.append(record.getMessage())


@contextmanager
def _fel_stoppar() -> Iterator[None]:
    samlare = _Felsamlare()
    loggar = [logging.getLogger(namn) for namn in ("weasyprint", "fontTools")]
    for logg in loggar:
        logg.addHandler(samlare)
    try:
        yield
    finally:
        for logg in loggar:
            logg.removeHandler(samlare)
    if samlare.rader:
        raise Dokumentfel("; ".join(samlare.rader))


def statisk_fil(namn: str) -> Path:
    """En egen statisk fil: ur källträdet, annars ur STATIC_ROOT."""
    try:
        hittad = finders.find(namn)
        if hittad is None and settings.STATIC_ROOT:
            hittad = safe_join(settings.STATIC_ROOT, namn)
    except SuspiciousFileOperation as fel:
        raise Dokumentfel(f"Otillåten fil i dokumentet: static:{namn}") from fel
    if not isinstance(hittad, str) or not Path(hittad).is_file():
        raise Dokumentfel(f"Filen static:{namn} saknas.")
    return Path(hittad)


def _resurs(url: str, filer: Mapping[str, bytes]) -> tuple[bytes, str]:
    schema, _, namn = url.partition(":")
    if schema == "static":
        sökväg = statisk_fil(namn)
        typ = mimetypes.guess_type(sökväg)[0] or "application/octet-stream"
        return sökväg.read_bytes(), typ
    if schema == "fil" and namn in filer:
        innehåll = filer[namn]
        if hashlib.sha256(innehåll).hexdigest() != namn:
            raise Dokumentfel(f"Filen {url} har inte det innehåll som namnet säger.")
        for början, typ in BILDTYPER.items():
            if innehåll.startswith(början):
                return innehåll, typ
        raise Dokumentfel(f"Filen {url} är inte en bild av typen PNG eller JPEG.")
    raise Dokumentfel(f"Dokumentet får inte hämta {url}.")


def _hämtare(filer: Mapping[str, bytes]) -> "URLFetcher":
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class EndastEgnaFiler(URLFetcher):
        """Inget nät och inget filsystem: bara static: och de fil: som dokumentet räknar upp."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            # Vanliga undantag loggas bara av WeasyPrint och PDF:en kommer ut utan filen.
            # Utan Content-Type faller en stilmall bort utan ett ord.
            try:
                innehåll, typ = _resurs(url, filer)
            except Dokumentfel as fel:
                raise FatalURLFetchingError(str(fel)) from fel
            return URLFetcherResponse(url, innehåll, {"Content-Type": typ})

    return EndastEgnaFiler()


# WeasyPrint lägger snitten som filer bland de tillfälliga, som kan städas när de är gamla.
SNITTEN_LÄSES_OM_EFTER = 3600
_trådens = threading.local()


def _snitten() -> "FontConfiguration":
    """Teckensnitten, en gång för tråden: varje inläsning tar minne som inte lämnas tillbaka."""
    from weasyprint.text.fonts import FontConfiguration

    inlästa: tuple[float, FontConfiguration] | None = getattr(_trådens, "snitt", None)
    if inlästa is None or time.monotonic() - inlästa[0] > SNITTEN_LÄSES_OM_EFTER:
        inlästa = _trådens.snitt = (time.monotonic(), FontConfiguration())
    return inlästa[1]


def _rätta_taggar(dokument: "Document", pdf: "pydyf.PDF") -> None:
    """Det WeasyPrint lämnar ogjort i taggträdet, så att det läses som html-texten."""
    objekt = {o.reference: o for o in pdf.objects if hasattr(o, "reference")}
    rot = objekt[pdf.catalog["StructTreeRoot"]]
    _samla_listpunkter(rot, objekt, pdf)
    _foga_tabeller(dokument, rot, objekt)
    _märk_fotnoter(dokument, objekt, pdf)
    _släpp_dekorativa(rot, objekt)
    _lösa_till_artefakter(rot, objekt, pdf)


def _element(nod: Any, objekt: Mapping[bytes, Any]) -> Iterator[Any]:
    """Elementen under ett element, i läsordning."""
    for ref in nod.get("K", ()):
        if isinstance(ref, bytes) and "S" in objekt[ref]:
            yield objekt[ref]
            yield from _element(objekt[ref], objekt)


def _märk_fotnoter(dokument: "Document", objekt: dict[bytes, Any], pdf: "pydyf.PDF") -> None:
    """Fotnoterna sist på en sida blir noter, med var sitt id som PDF/UA kräver.

    WeasyPrint lägger sidans noter i ett namnlöst element, det sista som hör till sidan.
    """
    import pydyf

    rot = objekt[objekt[pdf.catalog["StructTreeRoot"]]["K"][0]]
    nummer = 0
    for sida, referens in zip(dokument.pages, pdf.page_references, strict=True):
        yta = _fotnotsyta(sida)
        if yta is None or not yta.children:
            continue
        element = [objekt[k] for k in rot["K"] if objekt[k]["Pg"] == referens][-1]
        noter = [objekt[k] for k in element["K"]]
        if element["S"] != "/NonStruct" or len(noter) != len(yta.children):
            raise Dokumentfel("Fotnoterna hamnade inte sist på sin sida i taggträdet.")
        for not_ in noter:
            nummer += 1
            not_ |= {"S": "/Note", "ID": pydyf.String(f"fotnot-{nummer}")}


def _fotnotsyta(sida: Any) -> Any:
    from weasyprint.formatting_structure import boxes

    ytor = (b for b in sida._page_box.children if isinstance(b, boxes.FootnoteAreaBox))
    return next(ytor, None)


def _släpp_dekorativa(rot: Any, objekt: Mapping[bytes, Any]) -> None:
    """En dekorativ bild ska inte läsas upp: den lämnar taggträdet och blir en artefakt."""
    for element in [e for e in _element(rot, objekt) if e["S"] == "/Figure"]:
        if "Alt" in element and element["Alt"].string == DEKORATIV:
            objekt[element["P"]]["K"].remove(element.reference)


def _samla_listpunkter(rot: Any, objekt: dict[bytes, Any], pdf: "pydyf.PDF") -> None:
    """Det som står i en listpunkt hör till dess kropp; WeasyPrint hänger stycken bredvid den."""
    import pydyf

    for punkt in [e for e in _element(rot, objekt) if e["S"] == "/LI"]:
        kropp = None
        for ref in list(punkt["K"]):
            slag = objekt[ref]["S"] if isinstance(ref, bytes) else "/Lbl"
            if slag == "/LBody":
                kropp = objekt[ref]
            elif slag != "/Lbl":
                if kropp is None:
                    kropp = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody"})
                    kropp |= {"K": pydyf.Array([]), "Pg": punkt["Pg"], "P": punkt.reference}
                    pdf.add_object(kropp)
                    objekt[kropp.reference] = kropp
                    punkt["K"].append(kropp.reference)
                punkt["K"].remove(ref)
                objekt[ref]["P"] = kropp.reference
                kropp["K"].append(ref)


def _foga_tabeller(dokument: "Document", rot: Any, objekt: Mapping[bytes, Any]) -> None:
    """En tabell över flera sidor blir en tabell, med rubrikraden en gång.

    WeasyPrint gör en ny tabell per sida. Att två delar är samma tabell syns bara på att deras
    rubrikceller kommer från samma html-element; cellens ruta bär elementet i `mark`.
    """
    html_element = {
        id(ruta.mark): id(ruta.element)
        for sida in dokument.pages
        for ruta in sida._page_box.descendants()
        if ruta.element_tag == "th" and hasattr(ruta, "mark")
    }
    första: dict[tuple[int, ...], tuple[Any, list[Any]]] = {}
    for tabell in [e for e in _element(rot, objekt) if e["S"] == "/Table"]:
        huvuden = [r for r in tabell["K"] if objekt[r]["S"] == "/THead"]
        celler = [c for r in huvuden for c in _element(objekt[r], objekt) if c["S"] == "/TH"]
        if not celler:
            continue
        nyckel = tuple(html_element[id(c)] for c in celler)
        hel, rubriker = första.setdefault(nyckel, (tabell, celler))
        if hel is tabell:
            continue
        for upprepad, rubrik in zip(celler, rubriker, strict=True):
            # Samma strängobjekt står i cellernas Headers, som därmed pekar på den första rubriken.
            upprepad.pop("ID").string = rubrik["ID"].string
        for ref in tabell["K"]:
            if ref not in huvuden:
                objekt[ref]["P"] = hel.reference
                hel["K"].append(ref)
        objekt[tabell["P"]]["K"].remove(tabell.reference)


def _lösa_till_artefakter(rot: Any, objekt: Mapping[bytes, Any], pdf: "pydyf.PDF") -> None:
    """Sidhuvud, sidfot, UTKAST och upprepade tabellrubriker blir artefakter.

    WeasyPrint märker dem som text men hänger dem inte i taggträdet. Här får de sin rätta märkning,
    så att ett hjälpmedel inte läser dem mitt i meningen.
    """
    import pydyf

    nåbara = {e.reference for e in _element(rot, objekt)}
    nums = objekt[rot["ParentTree"]]["Nums"]
    ägare_per_sida = dict(zip(nums[::2], nums[1::2], strict=True))
    for sida in [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]:
        ägare = ägare_per_sida[sida["StructParents"]]
        lösa = {mcid for mcid, ref in enumerate(ägare) if ref not in nåbara}
        delar = objekt[sida["Contents"]].stream
        for i, del_ in enumerate(delar):
            if del_ == b"BDC" and delar[i - 1].get("MCID") in lösa:
                delar[i - 2 : i] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for mcid in lösa:
            ägare[mcid] = "null"


def rendera_pdf(
    mall: str, dokument: object, *, filer: Mapping[str, bytes] | None = None
) -> RenderadPdf:
    """Gör ett dokument av mallen; samma html ger samma byte.

    `filer` är de bilder dokumentet får visa som `fil:<sha256>`.
    """
    return rendera_html(render_to_string(mall, {"d": dokument}), filer=filer)


def rendera_html(html: str, *, filer: Mapping[str, bytes] | None = None) -> RenderadPdf:
    """Gör html som redan är skriven av en egen mall till PDF."""
    # Tar en halv sekund att ladda och behövs bara i arbetaren.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _fel_stoppar():
            sidor = HTML(string=html, url_fetcher=_hämtare(filer or {})).render(
                font_config=_snitten(), pdf_variant=VARIANT
            )
            skriv_xmp: _Skrivbar = sidor.metadata.generate_rdf_metadata

            def båda(variant: str, version: int, conformance: str) -> bytes:
                xmp = skriv_xmp(variant, version, conformance)
                return xmp.replace(b"</rdf:RDF>", XMP_UA + b"</rdf:RDF>")

            sidor.metadata.generate_rdf_metadata = båda
            with warnings.catch_warnings():
                # WeasyPrint 70 läser sin färgprofil och lämnar filen åt skräpsamlaren att stänga.
                warnings.filterwarnings("ignore", r".*sRGB2014\.icc", ResourceWarning)
                innehåll = sidor.write_pdf(pdf_variant=VARIANT, finisher=_rätta_taggar)
    except FatalURLFetchingError as fel:
        # Ärver BaseException: släpps den igenom tar den ner arbetaren.
        raise Dokumentfel(str(fel)) from fel
    return RenderadPdf(html=html, innehåll=innehåll, sidor=len(sidor.pages))
