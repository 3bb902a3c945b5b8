"""Texten i en PDF, i läsordning. PDFium är inte trådsäkert: anroparen ser till att bara en läser.

Är sidan taggad (PDF/UA) läses texten ur taggarna: styckena hela, punkterna med sina märken och
tabellens rader cell för cell, utan sidhuvud och sidfot. Annars läses den som den ligger på sidan.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# Så mycket text söks; en längre fil hittas på sin början.
MAX_TECKEN = 300_000
# Djupare taggar och formulär än så skriver ingen; en trasig fil ska inte ta slut på stacken.
DJUP = 50
# Har taggarna mindre än så av sidans text är de inte hela, och sidan läses som den ligger.
MINST = 0.3
CELLER = frozenset({"TD", "TH"})
RUBRIKER = frozenset(f"H{nivå}" for nivå in range(1, 7))
# Taggarna i löpande text; allt annat är ett eget stycke.
I_STYCKET = frozenset({"Span", "Link", "Reference", "Em", "Strong", "Quote", "Code"})
BILD = "Figure"
# Efter de första och före de andra står inget mellanslag; de två första är avstavningar.
HOPFOGAT = "\x02\ufffe \n\t\u00a0("
SKILJETECKEN = ".,;:!?)"


@dataclass(frozen=True)
class Rad:
    """En rad i sidans text: ett stycke, en punkt i en lista, eller en rad i en tabell."""

    text: str
    slag: str = "p"
    """`h1`–`h6`, `p`, `li`, `tr`, `th` (tabellens rubrikrad); tomt när sidan inte är taggad."""


CELLGRÄNS = " | "


class IngenText(Exception):
    """Filen går inte att läsa text ur."""


def läs_text(innehåll: bytes) -> str:
    """Texten sida för sida, det som ryms av den. Avstavade ord sätts ihop."""
    ut: list[str] = []
    längd = 0
    for text in sidor(innehåll):
        ut.append(text)
        längd += len(text)
        if längd > MAX_TECKEN:
            break
    return "\n".join(ut)[:MAX_TECKEN]


def sidor(innehåll: bytes) -> Iterator[str]:
    """Sidornas text i ordning; en inskannad sida är tom. IngenText om filen är trasig."""
    return map(sidtext, sidrader(innehåll))


def sidtext(rader: list[Rad]) -> str:
    """Sidans text, en rad i taget."""
    return "\n".join(rad.text for rad in rader)


def sidrader(innehåll: bytes) -> Iterator[list[Rad]]:
    """Sidornas rader, med vad var och en är när sidan är taggad. IngenText om filen är trasig."""
    try:
        with pypdfium2.PdfDocument(innehåll) as dokument:
            for nummer in range(len(dokument)):
                yield _sidrader(dokument[nummer])
    except pypdfium2.PdfiumError as fel:
        raise IngenText(str(fel)) from fel


def _sidrader(sida: pypdfium2.PdfPage) -> list[Rad]:
    textsida = sida.get_textpage()
    try:
        rakt_av = _städad(textsida.get_text_bounded())
        taggad = _ur_taggarna(sida, textsida)
    finally:
        textsida.close()
        sida.close()
    if len(sidtext(taggad)) > MINST * len(rakt_av):
        return taggad
    return [Rad(rad, "") for rad in rakt_av.split("\n")] if rakt_av else []


def _städad(text: str) -> str:
    # PDFium skriver ett avstavat ord med \x02 eller \ufffe; noll får inte stå i databasen.
    for avstavning in ("\x02\r\n", "\x02\n", "\x02", "\ufffe\r\n", "\ufffe\n", "\ufffe"):
        text = text.replace(avstavning, "")
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _på_en_rad(text: str) -> str:
    """Det som bryts inne i ett stycke hör till uppställningen, inte till texten."""
    return _städad(text).replace("\n", " ")


# --- Taggarna ----------------------------------------------------------------------------------


def _ur_taggarna(sida: pypdfium2.PdfPage, textsida: pypdfium2.PdfTextPage) -> list[Rad]:
    """Sidans text i taggarnas ordning; tom utan taggar."""
    träd = pdfium.FPDF_StructTree_GetForPage(sida)
    if not träd:
        return []
    try:
        delar = _märkta_delar(sida, textsida)
        stycken: list[Rad] = []
        for n in range(pdfium.FPDF_StructTree_CountChildren(träd)):
            barn = pdfium.FPDF_StructTree_GetChildAtIndex(träd, n)
            if barn:
                stycken += _stycken(barn, delar, DJUP)
    finally:
        pdfium.FPDF_StructTree_Close(träd)
    return [rad for rad in stycken if rad.text.strip(CELLGRÄNS)]


def _märkta_delar(sida: pypdfium2.PdfPage, textsida: pypdfium2.PdfTextPage) -> dict[int, list[str]]:
    """Texten i varje märkt del. Det som inte är märkt hör till sidan: huvud, fot, sidnummer."""
    delar: dict[int, list[str]] = defaultdict(list)
    antal = pdfium.FPDFPage_CountObjects(sida)
    for objekt in _textobjekt(partial(pdfium.FPDFPage_GetObject, sida), antal, DJUP):
        märke = pdfium.FPDFPageObj_GetMarkedContentID(objekt)
        if märke >= 0:
            delar[märke].append(_text(pdfium.FPDFTextObj_GetText, objekt, textsida))
    return delar


def _textobjekt(hämta: Callable[[int], Any], antal: int, djup: int) -> Iterator[Any]:
    for n in range(antal):
        objekt = hämta(n)
        slag = pdfium.FPDFPageObj_GetType(objekt)
        if slag == pdfium.FPDF_PAGEOBJ_TEXT:
            yield objekt
        elif slag == pdfium.FPDF_PAGEOBJ_FORM and djup:
            inre = partial(pdfium.FPDFFormObj_GetObject, objekt)
            yield from _textobjekt(inre, pdfium.FPDFFormObj_CountObjects(objekt), djup - 1)


def _stycken(element: Any, delar: dict[int, list[str]], djup: int) -> list[Rad]:
    """Elementets text, ett stycke, en punkt eller en tabellrad i taget."""
    slag = _text(pdfium.FPDF_StructElement_GetType, element)
    if slag == BILD:
        beskrivning = _text(pdfium.FPDF_StructElement_GetAltText, element)
        return [Rad(_på_en_rad(f"[Bild: {beskrivning}]"))] if beskrivning else []
    ersättning = _text(pdfium.FPDF_StructElement_GetActualText, element)
    if ersättning:
        return [Rad(_på_en_rad(ersättning))]
    ut: list[Rad] = []
    # Löpande text i följd är samma stycke, hur många rader den än är delad i.
    löpande: list[str] = []
    for innehåll in _innehåll(element, delar, djup):
        if isinstance(innehåll, str):
            löpande.append(innehåll)
            continue
        ut += _hop(löpande)
        löpande = []
        ut += innehåll
    ut += _hop(löpande)
    return _märkta(slag, ut)


def _märkta(slag: str, rader: list[Rad]) -> list[Rad]:
    """Raderna i ett element av slaget, som de ska läsas."""
    texter = [rad.text for rad in rader]
    if slag == "TR":
        rubriker = bool(rader) and all(rad.slag == "TH" for rad in rader)
        return [Rad(CELLGRÄNS.join(texter), "th" if rubriker else "tr")]
    if slag in CELLER:
        # En tom cell är också en cell: annars byter de andra kolumn.
        return [Rad(" ".join(texter), slag)]
    if slag == "LI":
        return [Rad(" ".join(texter[:2]), "li"), *rader[2:]]
    if slag in RUBRIKER:
        return [Rad(" ".join(texter), slag.lower())]
    return rader


def _innehåll(element: Any, delar: dict[int, list[str]], djup: int) -> Iterator[str | list[Rad]]:
    """Löpande text som text, och de element som är egna stycken som en lista av sina."""
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        barn = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        if not barn:
            märke = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, n)
            yield from delar.get(märke, ())
        elif djup:
            inre = _stycken(barn, delar, djup - 1)
            if _är_i_stycket(barn, djup):
                yield from (rad.text for rad in inre)
            else:
                yield inre


def _är_i_stycket(element: Any, djup: int) -> bool:
    """Fet text är NonStruct, men det är också en ruta med egna stycken i."""
    slag = _text(pdfium.FPDF_StructElement_GetType, element)
    if slag != "NonStruct" or not djup:
        return slag in I_STYCKET
    barnen = (
        pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        for n in range(pdfium.FPDF_StructElement_CountChildren(element))
    )
    return all(_är_i_stycket(barn, djup - 1) for barn in barnen if barn)


def _hop(rader: list[str]) -> list[Rad]:
    """Raderna som ett stycke. Radens sista mellanslag finns inte i filen."""
    text = ""
    for rad in rader:
        hör_ihop = not text or text[-1] in HOPFOGAT or rad[:1] in SKILJETECKEN
        text += rad if hör_ihop else f" {rad}"
    rad = _på_en_rad(text)
    return [Rad(rad)] if rad else []


def _text(funktion: Callable[..., int], *värden: Any) -> str:
    """En text ur PDFium: först längden i byte, sedan texten i UTF-16 med avslutande noll."""
    längd = funktion(*värden, None, 0)
    if längd <= 2:
        return ""
    plats = (ctypes.c_ushort * (längd // 2))()
    funktion(*värden, plats, längd)
    return bytes(plats)[: längd - 2].decode("utf-16-le", errors="replace")
