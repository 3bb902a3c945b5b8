"""Kontorsfiler att ladda upp: hela, trasiga, låsta, med makron och onödigt stora."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from PIL import Image

from ärenden.kontorsfil import OLE, Sort

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPER = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def word(*stycken: str | tuple[str, str], bygg: Callable[[Any], None] | None = None) -> bytes:
    """En Wordfil: varje stycke är text, eller (text, formatmall)."""
    dokument: Any = Document()
    for stycke in stycken:
        text, stil = stycke if isinstance(stycke, tuple) else (stycke, None)
        dokument.add_paragraph(text, style=stil)
    if bygg is not None:
        bygg(dokument)
    return som_byte(dokument)


def som_byte(dokument: Any) -> bytes:
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def rå(xml: str) -> Any:
    """Ett stycke skrivet i OOXML."""
    return parse_xml(xml.replace("<w:p>", f"<w:p {W}>", 1))


def arkiv(**delar: str | bytes) -> bytes:
    """Ett zip-arkiv med delarna."""
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as z:
        for namn, innehåll in delar.items():
            z.writestr(namn, innehåll)
    return ut.getvalue()


def med_del(fil: bytes, namn: str, innehåll: bytes) -> bytes:
    """Filen med en del till, eller en del utbytt."""
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(fil)) as från, zipfile.ZipFile(ut, "w") as till:
        for del_ in från.infolist():
            if del_.filename != namn:
                till.writestr(del_, från.read(del_))
        till.writestr(zipfile.ZipInfo(namn), innehåll, zipfile.ZIP_DEFLATED)
    return ut.getvalue()


def låst() -> bytes:
    """Så börjar en lösenordsskyddad Wordfil: en behållare med den krypterade filen i."""
    return OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


def äldre() -> bytes:
    return OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0" * 512


def med_makron() -> bytes:
    return med_del(word("Text."), "word/vbaProject.bin", b"\0" * 100)


def zipbomb() -> bytes:
    return med_del(word("Text."), "word/media/image1.bmp", b"\0" * 20_000_000)


def avklippt() -> bytes:
    return word("Text.")[:-400]


def trasig_del() -> bytes:
    """En del vars innehåll inte stämmer med sin kontrollsumma."""
    fil = bytearray(arkiv(**{"[Content_Types].xml": TYPER, "word/document.xml": "<a/>" * 400}))
    plats = fil.index(b"word/document.xml") + len("word/document.xml") + 4
    fil[plats] ^= 0xFF
    return bytes(fil)


def opendocument(sort: Sort, innehåll: str = "<a/>", **delar: str) -> bytes:
    return arkiv(mimetype=sort.medietyp, **{"content.xml": innehåll}, **delar)


def bild(format_: str = "JPEG", storlek: tuple[int, int] = (640, 400), *, vänd: int = 0) -> bytes:
    """En bild med två färger; `vänd` är kamerans uppgift om hur den hölls."""
    ut = io.BytesIO()
    bilden = Image.new("RGB", storlek, "#1f5f8b")
    bilden.paste("#f2c14e", (0, 0, storlek[0] // 2, storlek[1] // 2))
    exif = Image.Exif()
    if vänd:
        exif[0x0112] = vänd
        exif[0x010E] = "Hemligt ställe"
    bilden.save(ut, format_, exif=exif)
    return ut.getvalue()


def id_för(värde: object) -> str:
    """Namnet i ett prov: filens byte sägs inte."""
    return "fil" if isinstance(värde, bytes) else str(värde)
