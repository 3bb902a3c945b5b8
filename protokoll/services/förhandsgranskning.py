"""Protokollet medan det skrivs, och medan mötet pågår: bara de bitar som ändrats görs om.

Varje bit (framsidan, innehållet, en paragraf, en bilaga) är ett eget dokument i mellanlagret
(`renderade`). Det är inte den fil som justeras: den renderas hel, som PDF/A-2a och PDF/UA-1.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import timezone

from protokoll import documents, pdf
from protokoll.documents import Protokolldokument
from protokoll.models import Protokoll
from protokoll.pdf import Färdig, Sidform
from protokoll.services import avslut
from ärenden.services import renderade

# Ett svar ska komma inom en sekund; det som är kvar görs vid nästa fråga.
TID_PER_FRÅGA = 0.7


@dataclass(frozen=True)
class Bit:
    ankare: str
    titel: str
    html: str


@dataclass(frozen=True)
class Läge:
    """Hur långt förhandsgranskningen har kommit."""

    klara: int
    antal: int

    @property
    def är_färdig(self) -> bool:
        return self.klara == self.antal

    @property
    def procent(self) -> int:
        return 100 * self.klara // self.antal


class Granskning:
    """Ett protokolls bitar, som de är just nu."""

    def __init__(self, protokoll: Protokoll, *, hemligt: bool) -> None:
        if protokoll.är_öppet:
            # Huvudet fryses när mötet avslutas; fram till dess är det mötets uppgifter som de är.
            protokoll.huvud = avslut.pågående_huvud(protokoll, timezone.now())
            protokoll.ordförande = protokoll.ordförande or protokoll.ledare
        self.dokument = documents.protokolldokument(
            protokoll, offentligt=not hemligt, pågår=protokoll.är_öppet
        )
        d = replace(
            self.dokument,
            bit=True,
            framsida=None,
            närvarotabeller=(),
            innehåll=(),
            paragrafer=(),
            hemliga=(),
            bilagor=(),
        )
        fram = replace(
            d, framsida=self.dokument.framsida, närvarotabeller=self.dokument.närvarotabeller
        )
        self._tomt = d
        self.första = _bit("framsida", "Framsida", fram)
        self.stycken = [
            *(
                _bit(p.ankare, f"{p.nummer} {p.rubrik}".strip(), replace(d, paragrafer=(p,)))
                for p in self.dokument.alla
            ),
            *(_bit(b.ankare, b.rubrik, replace(d, bilagor=(b,))) for b in self.dokument.bilagor),
        ]

    def förbered(self) -> Läge:
        """Gör de bitar som saknas, så många som hinns med; säger hur många som är klara."""
        slut = time.monotonic() + TID_PER_FRÅGA
        alla = [self.första, *self.stycken]
        klara = 0
        for bit in alla:
            if renderade.ur_lagret(bit.html) is not None:
                klara += 1
            elif time.monotonic() < slut:
                renderade.rendera(bit.html)
                klara += 1
        return Läge(klara, len(alla))

    def pdf(self) -> bytes:
        """Hela protokollet av bitarna. Det som saknas görs nu."""
        första = self._färdig(self.första)
        stycken = [self._färdig(bit) for bit in self.stycken]
        delar = [första, *stycken]
        if self.dokument.innehåll:
            delar.insert(1, self._innehåll(första, stycken))
        u = self.dokument.huvud.utseende
        return pdf.foga_ihop(
            delar,
            titel=self.dokument.titel,
            sidform=Sidform(u.sida_före, u.sida_mellan, u.sida_efter),
        )

    def _innehåll(self, första: Färdig, stycken: list[Färdig]) -> Färdig:
        """Innehållet, med sidorna som de blir; det kan självt vara flera sidor långt."""
        antal = 1
        while True:
            nästa = första.sidor + antal + 1
            sidor: dict[str, int] = {}
            for bit in stycken:
                sidor[bit.ankare] = nästa
                nästa += bit.sidor
            rader = tuple(replace(r, sida=sidor[r.ankare]) for r in self.dokument.innehåll)
            färdig = self._färdig(_bit("innehall", "Innehåll", replace(self._tomt, innehåll=rader)))
            if färdig.sidor == antal:
                return färdig
            antal = färdig.sidor

    def _färdig(self, bit: Bit) -> Färdig:
        färdig = renderade.rendera(bit.html)
        return Färdig(bit.ankare, bit.titel, färdig.innehåll, färdig.sidor)


def _bit(ankare: str, titel: str, dokument: Protokolldokument) -> Bit:
    return Bit(ankare, titel, render_to_string(documents.MALL_PROTOKOLL, {"d": dokument}))
