"""Remissens tider (26 § förvaltningslagen): vem som svarat, vem som är sen, när det påminns.

Inga modeller.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LAGRUM = "26 § förvaltningslagen"
LAGTEXT = (
    "Det ska framgå av remissen vad yttrandet ska avse och när det senast ska ha kommit in till "
    "myndigheten."
)
SAMTIDIGT = (
    "Om en myndighet behöver inhämta yttranden från flera ska det göras samtidigt, om inte ett "
    "annat tillvägagångssätt framstår som lämpligare."
)
# En vecka räcker för att hinna be om anstånd, och är inte så tidigt att det glöms igen.
INFÖR = timedelta(days=7)


class Läge(StrEnum):
    """Hur det står till med ett svar."""

    VÄNTAR = "väntar"
    FÖRSENAT = "försenat"
    SVARAT = "svarat"
    AVSTOD = "avstår"


class Påminnelse(StrEnum):
    """Brevet inför sista dagen, och det när dagen har gått."""

    INFÖR = "infor"
    EFTER = "efter"


def läge(sista_dag: date, idag: date, *, har_svarat: bool, avstår: bool) -> Läge:
    """Den sista dagen räknas in: först dagen efter är svaret sent."""
    if har_svarat:
        return Läge.SVARAT
    if avstår:
        return Läge.AVSTOD
    return Läge.FÖRSENAT if idag > sista_dag else Läge.VÄNTAR


def påminnelse(sista_dag: date, sänd_dag: date, idag: date) -> Påminnelse | None:
    """Brevet som ska ha gått en dag som denna, eller inget.

    Den som fick remissen inom veckan före sista dagen påminns inte om det hen just fick.
    """
    if idag > sista_dag:
        return Påminnelse.EFTER
    if idag >= sista_dag - INFÖR and idag > sänd_dag and sänd_dag < sista_dag - INFÖR:
        return Påminnelse.INFÖR
    return None
