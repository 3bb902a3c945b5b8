"""Justeringstid (KL 5 kap. 69 §, för nämnder genom 6 kap. 35 §)."""

from __future__ import annotations

from datetime import date, timedelta

LAGRUM = "5 kap. 69 § kommunallagen"
LAGTEXT = "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet …”"
DAGAR = 14


def sista_justeringsdag(sammanträdesdag: date) -> date:
    """Senast fjorton dagar efter sammanträdet."""
    return sammanträdesdag + timedelta(days=DAGAR)
