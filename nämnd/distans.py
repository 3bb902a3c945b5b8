"""Deltagande på distans (KL 5 kap. 16 §, för nämnder 6 kap. 24 §)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nämnd.fynd import Fynd, Regel

MEDGIVANDE_FULLMÄKTIGE = Regel(
    "5 kap. 16 § första stycket kommunallagen",
    "”Ledamöter får delta i fullmäktiges sammanträden på distans om fullmäktige har beslutat det.”",
)
MEDGIVANDE_NÄMND = Regel(
    "6 kap. 24 § första stycket kommunallagen",
    "”Fullmäktige ska besluta i vilken utsträckning ledamöter får delta i en nämnds sammanträden "
    "på distans. Deltagande på distans ska ske på det sätt som anges i 5 kap. 16 §.”",
)
LIKA_VILLKOR = Regel(
    "5 kap. 16 § första stycket kommunallagen",
    "”Deltagandet ska i sådant fall ske genom ljud- och bildöverföring i realtid samt på ett "
    "sådant sätt att samtliga deltagare kan se och höra varandra och delta på lika villkor.”",
)
REGLEMENTETS_DAG = Regel(
    "reglementet, 6 kap. 24 § kommunallagen",
    "”Fullmäktige ska besluta i vilken utsträckning ledamöter får delta i en nämnds sammanträden "
    "på distans.”",
)
SLUTEN_OMRÖSTNING = Regel(
    "5 kap. 54 § kommunallagen",
    "”Om omröstning begärs, ska den ske öppet utom i ärenden som avser val eller anställning av "
    "personal.”",
)


@dataclass(frozen=True)
class Distansdeltagande:
    """Hur några deltar på distans vid en punkt."""

    antal: int
    medgivet: bool
    ljud_och_bild: bool = True
    ser_och_hör_varandra: bool = True
    sluten_omröstning: bool = False
    fullmäktige: bool = False


def pröva(läge: Distansdeltagande) -> list[Fynd]:
    """Det som talar mot deltagandet; tom lista när alla är på plats."""
    if not läge.antal:
        return []
    fynd = []
    if not läge.medgivet:
        fynd.append(_inte_medgivet(fullmäktige=läge.fullmäktige))
    if not läge.ljud_och_bild:
        text = "Den som deltar på distans ska ha ljud och bild i realtid."
        fynd.append(Fynd(text, LIKA_VILLKOR))
    if not läge.ser_och_hör_varandra:
        text = "Alla deltagare ska kunna se och höra varandra och delta på lika villkor."
        fynd.append(Fynd(text, LIKA_VILLKOR))
    if läge.sluten_omröstning:
        text = "Omröstningen är sluten: se till att den på distans också kan rösta hemligt."
        fynd.append(Fynd(text, SLUTEN_OMRÖSTNING, hindrar=False))
    return fynd


def _inte_medgivet(*, fullmäktige: bool) -> Fynd:
    regel = MEDGIVANDE_FULLMÄKTIGE if fullmäktige else MEDGIVANDE_NÄMND
    return Fynd("Fullmäktige har inte beslutat om deltagande på distans.", regel)


def pröva_anmälan(
    *, medgivet: bool, dag: date, senast: date | None, fullmäktige: bool = False
) -> Fynd | None:
    """Det som talar mot en anmälan om distans inför mötet.

    Utan medgivande hindras den. Reglementets sista dag är en varning: den som har ordningen för
    mötet får ta emot anmälan ändå.
    """
    if not medgivet:
        return _inte_medgivet(fullmäktige=fullmäktige)
    if senast is not None and dag > senast:
        text = f"Distans skulle ha anmälts senast {senast.day}/{senast.month}."
        regel = MEDGIVANDE_FULLMÄKTIGE if fullmäktige else REGLEMENTETS_DAG
        return Fynd(text, regel, hindrar=False)
    return None
