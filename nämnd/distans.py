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
    """De som deltar på distans vid en punkt, och om fullmäktige har beslutat om det."""

    namn: tuple[str, ...]
    medgivet: bool
    sluten_omröstning: bool = False
    fullmäktige: bool = False


def pröva(läge: Distansdeltagande) -> list[Fynd]:
    """Det som talar mot deltagandet, eller ska ses till; tom lista när alla är på plats.

    Utan medgivande hindras det. Hur överföringen är vet bara de som sitter i mötet: det sägs.
    """
    if not läge.namn:
        return []
    if not läge.medgivet:
        return [_inte_medgivet(fullmäktige=läge.fullmäktige)]
    vilka = ", ".join(läge.namn)
    text = (
        f"På distans: {vilka}. Alla ska se och höra varandra. Den som inte har både ljud och bild "
        "är inte närvarande: anteckna när hen går och kommer."
    )
    fynd = [Fynd(text, LIKA_VILLKOR, hindrar=False, kod="lika_villkor", personer=läge.namn)]
    if läge.sluten_omröstning:
        text = f"Omröstningen är sluten: se till att också {vilka} på distans kan rösta hemligt."
        fynd.append(Fynd(text, SLUTEN_OMRÖSTNING, hindrar=False, kod="sluten", personer=läge.namn))
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
