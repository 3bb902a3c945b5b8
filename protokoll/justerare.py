"""Den som är vald att justera (KL 5 kap. 69 §, för nämnder genom 6 kap. 35 §).

Lagen lämnar åt fullmäktige hur protokollet justeras och kräver inte att justeraren är med till
slutet. Den som gått kan ändå inte intyga resten, och nämnden kan behöva välja en annan.
"""

from __future__ import annotations

from nämnd.fynd import Fynd, Regel
from protokoll import fullständighet

LAGRUM = "5 kap. 69 § kommunallagen"
JUSTERAS = Regel(LAGRUM, fullständighet.VARFÖR[LAGRUM])


def pröva(namn: str, *, är_här: bool, tjänstgör: bool) -> Fynd | None:
    """Varnar för en justerare som har lämnat mötet eller sin plats."""
    if är_här and tjänstgör:
        return None
    vad = "tjänstgör inte längre" if är_här else "har lämnat mötet"
    text = (
        f"{namn} {vad} och är vald att justera. Låt valet stå om {namn} kan intyga hela "
        "protokollet; annars tar ni bort valet och väljer en annan."
    )
    return Fynd(text, JUSTERAS, hindrar=False, kod="justerare_borta")


def utan_konto(namn: str, *, har_konto: bool) -> Fynd | None:
    """Varnar redan vid valet för den som inte kan skriva under elektroniskt.

    Lagen lämnar sättet åt fullmäktige; pappret går alltid.
    """
    if har_konto:
        return None
    return Fynd(fullständighet.inget_konto(namn), JUSTERAS, hindrar=False, kod="inget_konto")
