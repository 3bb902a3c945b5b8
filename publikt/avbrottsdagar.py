"""Dagarna som ett avbrott på anslagstavlan rör (KL 13 kap. 5 §).

Den sista överklagandedagen räknas inte om här: det avgör domstolen. Bara nedtagningen flyttas.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

LAGRUM = "13 kap. 5 § kommunallagen"
LAGTEXT = (
    "”Tillkännagivandet av protokollsjusteringen måste finnas på anslagstavlan under hela "
    "överklagandetiden för att tiden ska löpa ut.”"
)
VARNING = (
    "Anslaget har inte funnits på anslagstavlan under hela tiden. Det är osäkert när besluten "
    "får laga kraft; ett nytt tillkännagivande rekommenderas."
)


def berörda_dagar(från: datetime, till: datetime, ned_dag: date) -> int:
    """Varje dag som avbrottet rör, också den del av en dag. Tiderna är svensk tid.

    Noll om det började när anslaget redan fick tas ned. Dagar efter den räknas med i ett avbrott
    som började före: de uteblivna dagarna ska rymmas efter avbrottet.
    """
    if från.date() >= ned_dag:
        return 0
    sista = (till - timedelta(microseconds=1)).date()
    return (sista - från.date()).days + 1


def försenade_dagar(planerad: date, uppsatt: date) -> int:
    """Tiden räknas från den dag då tillkännagivandet skedde, inte den då det skulle ha skett."""
    return max((uppsatt - planerad).days, 0)
