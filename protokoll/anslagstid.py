"""Anslagets dagar (KL 8 kap. 12 §, 13 kap. 5 §): senast upp, sista överklagandedag, tidigast ned.

Ett anslag som läses in ur en mötesfil behåller dagarna det hade; de räknas aldrig om här.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ärenden import helgdagar

LAGRUM = "8 kap. 12 § kommunallagen"
LAGTEXT = (
    "”Senast andra dagen efter det att protokollet har justerats ska justeringen tillkännages på "
    "anslagstavlan.”"
)
LAGTEXT_NED = (
    "”Tillkännagivandet får inte tas bort från anslagstavlan före överklagandetidens utgång enligt "
    "13 kap. 5 § första stycket.”"
)
LAGRUM_ÖVERKLAGANDETID = "13 kap. 5 § kommunallagen"
LAGTEXT_ÖVERKLAGANDETID = (
    "”Överklagandet ska ha kommit in till förvaltningsrätten inom tre veckor från den dag då det "
    "tillkännagavs på kommunens, regionens eller kommunalförbundets anslagstavla att protokollet "
    "över beslutet justerats.”"
)
LAGTEXT_AVBROTT = (
    "”Tillkännagivandet av protokollsjusteringen måste finnas på anslagstavlan under hela "
    "överklagandetiden för att tiden ska löpa ut.”"
)
LAGRUM_GEMENSAM = "9 kap. 32 § kommunallagen"
LAGTEXT_GEMENSAM = (
    "”Justeringen av en gemensam nämnds protokoll ska tillkännages på var och en av de samverkande "
    "kommunernas och regionernas anslagstavlor.”"
)
LAGTEXT_GEMENSAM_TID = (
    "”Tiden för överklagande av en gemensam nämnds beslut räknas från det att … skett på "
    "anslagstavlorna i samtliga samverkande kommuner och regioner.”"
)

ANDRA_DAGEN = 2
VECKOR = 3
# Överklagandetiden går ut när sista dagen är slut: anslaget tas ned tidigast dagen efter.
MINSTA_TILLÄGG = 1


class FörKortAnslagstid(ValueError):
    """Anslaget skulle tas ned innan överklagandetiden har gått ut."""

    lagrum = LAGRUM
    lagtext = LAGTEXT_NED


def senast_uppsatt(justerad_dag: date) -> date:
    """Andra dagen efter justeringen (KL 8 kap. 12 §).

    Är den arbetsfri får justeringen tillkännages nästa vardag (2 § lagen 1930:173).
    """
    return helgdagar.nästa_vardag(justerad_dag + timedelta(days=ANDRA_DAGEN))


def är_för_sent_uppsatt(justerad_dag: date, uppsatt_dag: date) -> bool:
    """Om justeringen tillkännagavs efter lagens sista dag (KL 8 kap. 12 §)."""
    return uppsatt_dag > senast_uppsatt(justerad_dag)


def tillkännagiven_överallt(uppsatta: Iterable[date | None]) -> date | None:
    """Dagen tiden räknas från för en gemensam nämnd: den sista tavlans (KL 13 kap. 5 §).

    Så länge en kommuns tavla inte är bekräftad (None) har tiden inte börjat.
    """
    dagar = list(uppsatta)
    kända = [dag for dag in dagar if dag is not None]
    return max(kända) if kända and len(kända) == len(dagar) else None


def sista_överklagandedag(uppsatt_dag: date) -> date:
    """Tre veckor från den dag justeringen tillkännagavs (KL 13 kap. 5 §, lag 1930:173).

    Ett avbrott ändrar den inte: då är den osäker, och ett nytt tillkännagivande ger en ny dag.
    """
    return helgdagar.slutdag(uppsatt_dag, veckor=VECKOR)


def ned_dag(uppsatt_dag: date, tillägg: int = MINSTA_TILLÄGG, avbrottsdagar: int = 0) -> date:
    """Dagen anslaget tas ned: `tillägg` dagar efter sista överklagandedagen (KL 8 kap. 12 §).

    Tillägget är kommunens val, minst en dag. Varje dag anslaget varit borta skjuter upp nedtagandet
    en dag (KL 13 kap. 5 § andra stycket).
    """
    if tillägg < MINSTA_TILLÄGG:
        raise FörKortAnslagstid(
            "Anslaget får tas ned tidigast dagen efter sista dagen för överklagande."
        )
    if avbrottsdagar < 0:
        raise ValueError(f"Avbrottsdagarna är minst 0, inte {avbrottsdagar}.")
    return sista_överklagandedag(uppsatt_dag) + timedelta(days=tillägg + avbrottsdagar)


def får_tas_ned(
    dag: date,
    uppsatt_dag: date,
    *,
    tillägg: int = MINSTA_TILLÄGG,
    avbrottsdagar: int = 0,
) -> bool:
    """Om anslaget får tas ned den dagen (KL 8 kap. 12 §)."""
    return dag >= ned_dag(uppsatt_dag, tillägg, avbrottsdagar)
