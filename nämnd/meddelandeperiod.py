"""Vilka dagars inkomna handlingar som meddelas ett möte: från förra mötets bryt till det härs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

UTAN_TIDIGARE = timedelta(days=30)


@dataclass(frozen=True)
class Mötesdagar:
    """Mötets dag, och stoppdagen för handlingar när den är satt."""

    datum: date
    stoppdag: date | None = None

    @property
    def bryt(self) -> date:
        """Den sista dag vars handlingar hinner med."""
        return min(self.stoppdag or self.datum, self.datum)


def period(möte: Mötesdagar, förra: Mötesdagar | None) -> tuple[date, date]:
    """Första och sista dagen. Förra mötets brytdag är med: det som redan meddelats visas inte."""
    till = möte.bryt
    return (min(förra.bryt, till) if förra else till - UTAN_TIDIGARE), till
