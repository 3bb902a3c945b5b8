"""Dagarna som ett avbrott på anslagstavlan rör (KL 13 kap. 5 §).

Den sista överklagandedagen räknas inte om här: det avgör domstolen. Bara nedtagningen flyttas.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LAGRUM = "13 kap. 5 § kommunallagen"
LAGTEXT = (
    "”Tillkännagivandet av protokollsjusteringen måste finnas på anslagstavlan under hela "
    "överklagandetiden för att tiden ska löpa ut.”"
)
VARNING = (
    "Anslaget har inte funnits på anslagstavlan under hela tiden. Det är osäkert när besluten "
    "får laga kraft; ett nytt tillkännagivande rekommenderas."
)


@dataclass(frozen=True)
class Spann:
    """En tid då anslaget borde ha kunnat läsas. Tiderna är svensk tid."""

    från: datetime
    till: datetime

    @property
    def dagar(self) -> int:
        """Varje dag som avbrottet rör, också den del av en dag."""
        sista = (self.till - timedelta(microseconds=1)).date()
        return (sista - self.från.date()).days + 1


def under_anslagstiden(från: datetime, till: datetime, ned_dag: date) -> Spann | None:
    """Den del av avbrottet som föll före nedtagningsdagen; None om ingen del gjorde det."""
    slut = min(till, datetime.combine(ned_dag, time.min, tzinfo=från.tzinfo))
    return Spann(från, slut) if från < slut else None


def försenade_dagar(planerad: date, uppsatt: date) -> int:
    """Tiden räknas från den dag då tillkännagivandet skedde, inte den då det skulle ha skett."""
    return max((uppsatt - planerad).days, 0)
