"""Det särskilda protokollet över delegationsbeslut (KL 6:40, 7:8, 8:10 p. 3, 13:5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nämnd.fynd import Fynd, Regel
from ärenden import delegering

REGEL = Regel(delegering.LAGRUM_SÄRSKILT, delegering.LAGTEXT_SÄRSKILT)
REGEL_ANSLAG = Regel(
    "8 kap. 10 § kommunallagen",
    "”Anslagstavlan ska innehålla” bland annat ”3. tillkännagivanden av delegationsbeslut som inte "
    "ska anmälas till en nämnd”.",
)
REGEL_TID = Regel(
    "13 kap. 5 § kommunallagen",
    "”Överklagandet ska ha kommit in till förvaltningsrätten inom tre veckor från den dag då det "
    "tillkännagavs på kommunens … anslagstavla att protokollet över beslutet justerats.”",
)
# Så länge får ett beslut vänta innan sekreteraren påminns: tiden att överklaga har inte börjat.
PÅMINN_EFTER = 31


def pröva_justering(*, antal: int, samma_person: bool, skäl: str) -> list[Fynd]:
    """Det som hindrar justeringen. En ensam sekreterare får, med skäl: lagen utser ingen annan."""
    if not antal:
        return [Fynd("Protokollet har inga beslut.", REGEL)]
    if samma_person and not skäl.strip():
        text = "Den som har upprättat protokollet justerar det också. Skriv varför."
        return [Fynd(text, REGEL_TID, hindrar=False)]
    return []


def har_väntat_länge(beslutsdagar: Iterable[date], i_dag: date) -> bool:
    """Om något beslut väntat så länge att det bör upp: först anslaget startar tiden (13:5)."""
    return any((i_dag - dag).days >= PÅMINN_EFTER for dag in beslutsdagar)


def rubrik(nummer: Iterable[tuple[int, int]]) -> str:
    """”47-54/2021”, som i listorna till nämnden."""
    return delegering.nummerspann(list(nummer))
