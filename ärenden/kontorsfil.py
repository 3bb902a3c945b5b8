"""Prövar en uppladdad kontorsfil innan den läses: rätt sort, hel, olåst, utan makron, lagom stor.

Sådana filer är zip-arkiv med XML. Inget packas upp förrän arkivets egna tal har prövats, och
zipfile läser aldrig mer än talen säger. Inga modeller.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPER = "[Content_Types].xml"
MAX_DELAR = 5_000
MAX_UPPACKAT = 300 * 1024 * 1024
MAX_XML = 60 * 1024 * 1024
# Vanlig XML packas tio till trettio gånger; det som packas hundratals gånger är gjort för att fylla
# minnet.
MAX_PACKNING = 250
PACKNING_FRÅN = 5 * 1024 * 1024
# Filer som läses in när dokumentet öppnas. En vanlig länk att trycka på hör inte hit.
HÄMTAS = re.compile(rb"/(image|subDocument|oleObject|frame|afChunk|video|audio|media)\"")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
LÄNKAD_DEL = re.compile(
    rb"<(?:text:section-source|draw:image|draw:object|draw:plugin|table:table-source)\b[^>]*"
    rb"xlink:href=\"(?:[a-z]+:|/|\.\./)"
)


class OläsligFil(Exception):
    """Filen kan inte läsas. Texten säger varför; anroparen lägger till filnamnet."""


class Sort(Enum):
    """Sorterna som kan bli PDF, med ändelse, namn på svenska och medietyp."""

    WORD = (
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    EXCEL = ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    POWERPOINT = (
        "pptx",
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    )
    ODT = ("odt", "OpenDocument", "application/vnd.oasis.opendocument.text")
    ODS = ("ods", "OpenDocument", "application/vnd.oasis.opendocument.spreadsheet")
    ODP = ("odp", "OpenDocument", "application/vnd.oasis.opendocument.presentation")

    def __init__(self, ändelse: str, namn: str, medietyp: str) -> None:
        self.ändelse = ändelse
        self.namn = namn
        self.medietyp = medietyp


HUVUDDEL = {
    Sort.WORD: "word/document.xml",
    Sort.EXCEL: "xl/workbook.xml",
    Sort.POWERPOINT: "ppt/presentation.xml",
}
OPENDOCUMENT = {s.medietyp.encode(): s for s in (Sort.ODT, Sort.ODS, Sort.ODP)}
ANDRA_FORMAT = (
    "Filen är i ett äldre format (.doc, .xls eller .ppt). Öppna den och spara den i det nyare "
    "formatet (.docx, .xlsx eller .pptx)."
)
LÅST = "Filen är låst med lösenord. Öppna den, ta bort lösenordet och spara igen."
SKADAD = "Filen är skadad och går inte att läsa."
MAKRON = (
    "Filen innehåller makron (program) och tas därför inte emot. Öppna den och spara den i det "
    "vanliga formatet utan makron."
)
HÄMTAR = (
    "Filen hämtar bilder eller delar från andra filer. Öppna den, bryt länkarna så att innehållet "
    "ligger i filen och spara igen."
)


def granska(innehåll: bytes) -> Sort:
    """Sorten, eller OläsligFil om filen inte är en hel, olåst kontorsfil utan makron."""
    if not innehåll:
        raise OläsligFil("Filen är tom.")
    if innehåll.startswith(OLE):
        låst = "EncryptedPackage".encode("utf-16-le") in innehåll
        raise OläsligFil(LÅST if låst else ANDRA_FORMAT)
    if not innehåll.startswith(b"PK"):
        raise OläsligFil("Filen är av en sort som inte kan läsas.")
    try:
        with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
            _pröva_storlek(arkiv)
            sort = _sort(arkiv)
            _pröva_innehåll(arkiv, sort)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as fel:
        raise OläsligFil(SKADAD) from fel
    except zipfile.zlib.error as fel:  # type: ignore[attr-defined]  # zipfile släpper igenom zlibs
        raise OläsligFil(SKADAD) from fel
    return sort


def _pröva_storlek(arkiv: zipfile.ZipFile) -> None:
    delar = arkiv.infolist()
    if len(delar) > MAX_DELAR or sum(d.file_size for d in delar) > MAX_UPPACKAT:
        raise OläsligFil("Filen är för stor uppackad. Gör bilderna i den mindre och försök igen.")
    for d in delar:
        if d.file_size > PACKNING_FRÅN and d.file_size > MAX_PACKNING * d.compress_size:
            raise OläsligFil("Filen packas upp till orimligt mycket och läses inte.")
        if d.filename.endswith(".xml") and d.file_size > MAX_XML:
            raise OläsligFil("Texten i filen är för stor. Dela den i flera filer.")
        if d.flag_bits & 1:
            raise OläsligFil(LÅST)


def _sort(arkiv: zipfile.ZipFile) -> Sort:
    namn = set(arkiv.namelist())
    if "mimetype" in namn and (sort := OPENDOCUMENT.get(arkiv.read("mimetype")[:100].strip())):
        return sort
    for sort, del_ in HUVUDDEL.items():
        if del_ in namn and TYPER in namn:
            return sort
    raise OläsligFil("Filen är av en sort som inte kan läsas.")


def _pröva_innehåll(arkiv: zipfile.ZipFile, sort: Sort) -> None:
    trasig = arkiv.testzip()
    if trasig is not None:
        raise OläsligFil(f"Filen är skadad: delen {trasig} går inte att läsa.")
    namn = arkiv.namelist()
    program = any(n.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for n in namn)
    if sort in HUVUDDEL:
        program = program or b"macroEnabled" in arkiv.read(TYPER)
    else:
        program = any(n.startswith(("Basic/", "Scripts/")) and not n.endswith("/") for n in namn)
        if b"encryption-data" in _läs(arkiv, "META-INF/manifest.xml"):
            raise OläsligFil(LÅST)
    if program:
        raise OläsligFil(MAKRON)
    for n in namn:
        if n.endswith((".xml", ".rels")):
            _pröva_xml(n, arkiv.read(n))


def _läs(arkiv: zipfile.ZipFile, namn: str) -> bytes:
    return arkiv.read(namn) if namn in arkiv.namelist() else b""


def _pröva_xml(namn: str, xml: bytes) -> None:
    # En dokumenttyp kan räkna upp sig själv tills minnet tar slut; kontorsprogram skriver ingen.
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
        raise OläsligFil("Filen är inte skriven av ett kontorsprogram och läses inte.")
    utanför = (r for r in RELATION.findall(xml) if b'TargetMode="External"' in r)
    if any(HÄMTAS.search(r) for r in utanför) or LÄNKAD_DEL.search(xml):
        raise OläsligFil(HÄMTAR)
