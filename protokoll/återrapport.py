"""När ett uppdrag ska upp på listan: på det sista mötet som hinner före dess dag. Inga modeller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nämnd.fynd import Fynd, Regel

NÄMNDEN_FÖLJER_UPP = Regel(
    "6 kap. 6 § kommunallagen",
    "”De ska också se till att den interna kontrollen är tillräcklig för att förebygga fel och "
    "oegentligheter i verksamheten, och att verksamheten bedrivs på ett i övrigt "
    "tillfredsställande sätt.”",
)
REDOVISAS_TILL_FULLMÄKTIGE = Regel(
    "6 kap. 5 § kommunallagen",
    "”Nämnderna ska redovisa till fullmäktige hur de har fullgjort sådana uppdrag som fullmäktige "
    "har lämnat till dem … Fullmäktige ska besluta om omfattningen av redovisningen och formerna "
    "för den.”",
)


def utan_dag(text: str, dag: date | None, *, fullmäktige: bool) -> Fynd | None:
    """En varning när uppdraget inte har någon dag: då kommer det aldrig upp av sig självt."""
    if dag is not None:
        return None
    regel = REDOVISAS_TILL_FULLMÄKTIGE if fullmäktige else NÄMNDEN_FÖLJER_UPP
    vad = text if len(text) <= 60 else f"{text[:59].rstrip()}…"
    mening = f"Uppdraget ”{vad}” har ingen dag, och tas därför aldrig upp på listan av sig självt."
    return Fynd(mening, regel, hindrar=False, kod="uppdrag_utan_dag")


@dataclass(frozen=True)
class Plats:
    """Var en paragraf står: mötets dag, vilket möte, och ordningen på det."""

    dag: date
    möte: int
    ordning: int


def kan_redovisas(gavs: Plats, redovisas: Plats) -> bool:
    """Om uppdraget kan ha redovisats där: efter paragrafen som gav det, på samma möte eller senare.

    Två möten samma dag säger inte vilket som var först.
    """
    if gavs.möte == redovisas.möte:
        return redovisas.ordning > gavs.ordning
    return redovisas.dag >= gavs.dag


def är_dags(dag: date, *, mötet: date, därefter: date | None) -> bool:
    """Om uppdraget ska återrapporteras på mötet, det närmaste som inte är kallat.

    Det är dags när dagen infaller senast på mötet, eller före det möte som kommer därefter.
    """
    return dag <= mötet or (därefter is not None and dag < därefter)
