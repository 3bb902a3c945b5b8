"""Den enda PDF-renderaren: mall + fryst dokument → (html, PDF/A-2a + PDF/UA-1). Inga modeller här."""

import hashlib
import logging
import mimetypes
import threading
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
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-2a"

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


def _marginaler_till_artefakter(dokument: "Document", pdf: "pydyf.PDF") -> None:
    """Sidhuvud, sidfot och UTKAST blir artefakter.

    WeasyPrint märker dem som text men hänger dem inte i taggträdet. Här får de sin rätta märkning,
    så att ett hjälpmedel inte läser dem mitt i meningen.
    """
    import pydyf

    objekt = {o.reference: o for o in pdf.objects if hasattr(o, "reference")}
    rot = objekt[pdf.catalog["StructTreeRoot"]]
    nåbara: set[Any] = set()
    kö = list(rot["K"])
    while kö:
        ref = kö.pop()
        if ref in nåbara or not isinstance(ref, bytes):
            continue
        nåbara.add(ref)
        kö.extend(objekt[ref].get("K", ()))
    nums = objekt[rot["ParentTree"]]["Nums"]
    sidor = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    for sida in sidor:
        ägare = nums[nums.index(sida["StructParents"]) + 1]
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
    # Tar en halv sekund att ladda och behövs bara i arbetaren.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    html = render_to_string(mall, {"d": dokument})
    try:
        with _fel_stoppar():
            sidor = HTML(string=html, url_fetcher=_hämtare(filer or {})).render(pdf_variant=VARIANT)
            skriv_xmp: _Skrivbar = sidor.metadata.generate_rdf_metadata

            def båda(variant: str, version: int, conformance: str) -> bytes:
                xmp = skriv_xmp(variant, version, conformance)
                return xmp.replace(b"</rdf:RDF>", XMP_UA + b"</rdf:RDF>")

            sidor.metadata.generate_rdf_metadata = båda
            innehåll = sidor.write_pdf(pdf_variant=VARIANT, finisher=_marginaler_till_artefakter)
    except FatalURLFetchingError as fel:
        # Ärver BaseException: släpps den igenom tar den ner arbetaren.
        raise Dokumentfel(str(fel)) from fel
    return RenderadPdf(html=html, innehåll=innehåll, sidor=len(sidor.pages))
