"""Texten i en PDF, för sökningen. PDFium är inte trådsäkert: anropas bara i en arbetsprocess."""

from __future__ import annotations

import pypdfium2

# Så mycket text söks; en längre fil hittas på sin början.
MAX_TECKEN = 300_000


class IngenText(Exception):
    """Filen går inte att läsa text ur."""


def läs_text(innehåll: bytes) -> str:
    """Texten sida för sida. Avstavade ord sätts ihop."""
    try:
        dokument = pypdfium2.PdfDocument(innehåll)
    except pypdfium2.PdfiumError as fel:
        raise IngenText(str(fel)) from fel
    ut: list[str] = []
    längd = 0
    try:
        for nummer in range(len(dokument)):
            sida = dokument[nummer]
            text = sida.get_textpage()
            stycke = text.get_text_bounded()
            text.close()
            sida.close()
            ut.append(_städad(stycke))
            längd += len(stycke)
            if längd > MAX_TECKEN:
                break
    except pypdfium2.PdfiumError as fel:
        raise IngenText(str(fel)) from fel
    finally:
        dokument.close()
    return "\n".join(ut)[:MAX_TECKEN]


def _städad(text: str) -> str:
    # PDFium skriver ett avstavat ord med \x02 eller \ufffe; noll får inte stå i databasen.
    for avstavning in ("\x02\r\n", "\x02\n", "\x02", "\ufffe\r\n", "\ufffe\n", "\ufffe"):
        text = text.replace(avstavning, "")
    return text.replace("\x00", "").replace("\r\n", "\n")
