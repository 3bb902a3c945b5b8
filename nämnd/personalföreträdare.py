"""När personalföreträdare får närvara vid en nämnds sammanträde (KL 7 kap. 10–14 §§)."""

from __future__ import annotations

from collections.abc import Sequence

from nämnd.fynd import Fynd, Regel

HÖGST_TRE = Regel(
    "7 kap. 10 § andra stycket kommunallagen",
    "”Högst tre personalföreträdare och en ersättare för var och en av dem får finnas för varje "
    "nämnd.”",
)
ANDRA_NÄMNDER = Regel(
    "7 kap. 12 § kommunallagen",
    "”Personalföreträdare får, i den omfattning som anges i 13–16 §§, närvara vid sammanträden med "
    "andra nämnder än styrelsen.”",
)
INTE_MOT_ENSKILD = Regel(
    "7 kap. 14 § kommunallagen",
    "”Personalföreträdarna har inte rätt att närvara vid handläggning av 1. ärenden som avser "
    "myndighetsutövning mot någon enskild, såvida inte ärendet rör en obestämd krets av enskilda”",
)


def pröva(namn: Sequence[str], *, i_nämnd: bool, mot_enskild: bool) -> list[Fynd]:
    """Varningar om personalföreträdarna som är här; `i_nämnd` är en annan nämnd än styrelsen."""
    if not namn:
        return []
    vilka, fynd = ", ".join(namn), []
    if not i_nämnd:
        text = f"Personalföreträdare närvarar i andra nämnder än styrelsen: {vilka}."
        fynd.append(Fynd(text, ANDRA_NÄMNDER, hindrar=False, kod="annat_organ"))
    if mot_enskild:
        text = (
            f"Ärendet avser myndighetsutövning mot enskild: personalföreträdarna lämnar rummet "
            f"({vilka})."
        )
        fynd.append(Fynd(text, INTE_MOT_ENSKILD, hindrar=False, kod="mot_enskild"))
    if len(namn) > 3:
        text = f"{len(namn)} personalföreträdare är här: {vilka}."
        fynd.append(Fynd(text, HÖGST_TRE, hindrar=False, kod="fler_än_tre"))
    return fynd
