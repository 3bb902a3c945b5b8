"""Prövar uppladdade PDF-filer: går de att läsa hela, och hur många sidor är de? Inga modeller."""

import logging
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

# Läsare letar efter filhuvudet i filens första kilobyte.
HUVUDETS_PLATS = 1024
# Det qpdf säger när bara korsreferenserna är fel. Säger det mer är filen avklippt eller trasig.
LAGNING = ("file is damaged", "xref not found", "Attempting to reconstruct", "expected n n obj")


class OläsligPdf(Exception):
    """Filen kan inte tas emot. Texten säger varför; anroparen lägger till filnamnet."""


@dataclass(frozen=True)
class PdfFakta:
    sidor: int
    krypterad: bool
    har_taggar: bool
    reparerad: bool


def öppna(innehåll: bytes | Path) -> pikepdf.Pdf:
    """Öppna en PDF som är hel; annars OläsligPdf. Lösenord för ändring hindrar inte läsning."""
    return _öppna(innehåll)[0]


def granska(innehåll: bytes | Path) -> PdfFakta:
    """Fakta om en PDF som går att läsa hel."""
    pdf, reparerad = _öppna(innehåll)
    with pdf:
        return PdfFakta(
            sidor=len(pdf.pages),
            krypterad=pdf.is_encrypted,
            har_taggar="/StructTreeRoot" in pdf.Root,
            reparerad=reparerad,
        )


def _öppna(innehåll: bytes | Path) -> tuple[pikepdf.Pdf, bool]:
    if isinstance(innehåll, Path):
        with innehåll.open("rb") as fil:
            början = fil.read(HUVUDETS_PLATS)
    else:
        början = innehåll[:HUVUDETS_PLATS]
    if not början:
        raise OläsligPdf("Filen är tom.")
    if b"%PDF-" not in början:
        raise OläsligPdf("Filen är inte en PDF.")
    try:
        pdf = _läs(innehåll, laga=False)
        reparerad = False
    except pikepdf.PasswordError as fel:
        raise OläsligPdf("Filen är låst med lösenord. Spara den utan lösenord.") from fel
    except pikepdf.PdfError:
        pdf = _laga(innehåll)
        reparerad = True
    try:
        _kräv_hel(pdf, strömmar=reparerad)
    except BaseException:
        pdf.close()
        raise
    return pdf, reparerad


class _Sidvarningar(logging.Handler):
    """qpdf lagar sidträdet redan när filen öppnas; att en sida föll bort syns bara i loggen."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.tråd = threading.get_ident()
        self.sidor_borta = False

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.tråd and "Pages tree" in record.getMessage():
            self.sidor_borta = True


def _läs(innehåll: bytes | Path, *, laga: bool) -> pikepdf.Pdf:
    källa = BytesIO(innehåll) if isinstance(innehåll, bytes) else innehåll
    logg = logging.getLogger("pikepdf")
    varningar = _Sidvarningar()
    logg.addHandler(varningar)
    try:
        pdf = pikepdf.open(källa, attempt_recovery=laga, suppress_warnings=True)
    finally:
        logg.removeHandler(varningar)
    anmärkningar = pdf.get_warnings()
    if laga and not all(any(t in rad for t in LAGNING) for rad in anmärkningar):
        pdf.close()
        raise OläsligPdf("Filen är skadad: delar av den saknas.")
    if varningar.sidor_borta:
        pdf.close()
        raise OläsligPdf("Filen är skadad: alla sidor finns inte med.")
    return pdf


def _laga(innehåll: bytes | Path) -> pikepdf.Pdf:
    """En fil med fel i korsreferenserna kan ändå vara hel; om den är det prövas efteråt."""
    try:
        return _läs(innehåll, laga=True)
    except pikepdf.PasswordError as fel:
        raise OläsligPdf("Filen är låst med lösenord. Spara den utan lösenord.") from fel
    except pikepdf.PdfError as fel:
        raise OläsligPdf("Filen är skadad och går inte att läsa.") from fel


def _kräv_hel(pdf: pikepdf.Pdf, *, strömmar: bool) -> None:
    """Inget får saknas: många läsare öppnar en avklippt fil med tomma sidor."""
    try:
        antal = len(pdf.pages)
        trasiga = [n for n, sida in enumerate(pdf.pages, 1) if not _sidan_är_hel(sida)]
        if strömmar and not trasiga:
            trasiga = [0] if not all(_går_att_packa_upp(o) for o in pdf.objects) else []
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as fel:
        raise OläsligPdf("Filen är skadad: sidorna går inte att läsa.") from fel
    if antal == 0:
        raise OläsligPdf("Filen har inga sidor.")
    if trasiga:
        vilken = f"sidan {trasiga[0]} går" if trasiga[0] else "delar av den går"
        raise OläsligPdf(f"Filen är skadad: {vilken} inte att läsa.")


def _går_att_packa_upp(objekt: pikepdf.Object) -> bool:
    if not isinstance(objekt, pikepdf.Stream) or objekt.get("/Filter") != pikepdf.Name.FlateDecode:
        return True
    try:
        objekt.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def _sidan_är_hel(sida: pikepdf.Page) -> bool:
    if "/Contents" in sida.obj:
        text = sida.obj.Contents
        delar = list(text) if isinstance(text, pikepdf.Array) else [text]
        for del_ in delar:
            if not isinstance(del_, pikepdf.Stream):
                return False
            try:
                del_.read_bytes()
            except pikepdf.PdfError:
                return False
    resurser = sida.resources
    return all(
        värde is not None
        for slag in ("/Font", "/XObject")
        if slag in resurser
        for värde in resurser[slag].values()
    )
