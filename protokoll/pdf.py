"""Fogar ihop protokollets färdiga bitar till en PDF, med taggar, bokmärken och sidnummer."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from nämnd import taggträd
from nämnd.sidstämpel import Stämpel, Stämpelsnitt, överst
from nämnd.taggträd import Taggträd, som_lista
from ärenden.pdf import SPRÅK

LÄNK = "bit:"
HÖGERKANT = 532.9
SIDNUMRETS_RAD = 791.5


@dataclass(frozen=True)
class Färdig:
    """En renderad bit: ankaret som innehållet länkar till, bokmärkets text och sidorna."""

    ankare: str
    titel: str
    innehåll: bytes
    sidor: int


@dataclass(frozen=True)
class Sidform:
    före: str
    mellan: str
    efter: str

    def text(self, nummer: int, antal: int) -> str:
        return f"{self.före}{nummer}{self.mellan}{antal}{self.efter}"


def foga_ihop(bitar: Sequence[Färdig], *, titel: str, sidform: Sidform) -> bytes:
    """Bitarna efter varandra, var och en på ny sida."""
    with contextlib.ExitStack() as öppnade:
        hel = pikepdf.new()
        öppnade.callback(hel.close)
        taggar = Taggträd(hel)
        början: dict[str, Array] = {}
        bokmärken: list[tuple[str, Array]] = []
        for bit in bitar:
            källa = öppnade.enter_context(pikepdf.open(io.BytesIO(bit.innehåll)))
            taggträd.gör_klar(källa, lambda _annot: False, bit.ankare.encode())
            taggar.förbered(källa)
            före = len(hel.pages)
            hel.pages.extend(källa.pages)
            taggar.lägg_till(källa, bit.titel)
            första = överst(hel.pages[före])
            början[bit.ankare] = första
            bokmärken.append((bit.titel, första))
        _numrera(hel, sidform)
        _länka(hel, början)
        taggar.skriv()
        with hel.open_outline() as rot:
            rot.root.extend(OutlineItem(text, mål) for text, mål in bokmärken)
        hel.Root.Lang = String(SPRÅK)
        hel.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        hel.docinfo["/Title"] = titel
        ut = io.BytesIO()
        hel.save(ut, deterministic_id=True, min_version="1.7")
        return ut.getvalue()


def _numrera(pdf: Pdf, form: Sidform) -> None:
    antal = len(pdf.pages)
    tecken = "0123456789" + form.text(0, 0)
    stämpel = Stämpel(pdf, Stämpelsnitt(pdf, tecken))
    for nummer, sida in enumerate(pdf.pages, 1):
        stämpel.skriv(sida, form.text(nummer, antal), höger=HÖGERKANT, från_botten=SIDNUMRETS_RAD)


def _länka(pdf: Pdf, början: dict[str, Array]) -> None:
    """Innehållets länkar får sina mål; målen i bitarna var inte kända när de renderades."""
    for sida in pdf.pages:
        for annot in som_lista(sida.obj.get("/Annots")):
            åtgärd = annot.get("/A")
            adress = str(åtgärd.get("/URI", "")) if isinstance(åtgärd, Dictionary) else ""
            if adress.startswith(LÄNK):
                del annot["/A"]
                annot.Dest = Array(list(början[adress.removeprefix(LÄNK)]))
                annot.Subtype = Name.Link
