"""Justeringstid (KL 5 kap. 69 §, för nämnder genom 6 kap. 35 §)."""

from __future__ import annotations

from datetime import date, timedelta

from ärenden import helgdagar

LAGRUM = "5 kap. 69 § kommunallagen"
LAGTEXT = "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet …”"
DAGAR = 14
# Dagarna efter sammanträdet då den som inte har justerat påminns.
PÅMINNELSER = (7, 10, 13)


def sista_justeringsdag(sammanträdesdag: date) -> date:
    """Senast fjorton dagar efter sammanträdet."""
    return sammanträdesdag + timedelta(days=DAGAR)


def påminnelsedagar(sammanträdesdag: date) -> tuple[date, ...]:
    """Dagarna då den som inte har justerat påminns, alla före sista dagen (KL 5 kap. 69 §)."""
    return tuple(sammanträdesdag + timedelta(days=dagar) for dagar in PÅMINNELSER)


def är_försenad(sammanträdesdag: date, dag: date) -> bool:
    """Om ett protokoll som inte är justerat den dagen är för sent (KL 5 kap. 69 §).

    Är fjortonde dagen arbetsfri får justeringen ske nästa vardag (2 § lagen 1930:173); den planeras
    ändå till fjortonde dagen.
    """
    return dag > helgdagar.nästa_vardag(sista_justeringsdag(sammanträdesdag))
