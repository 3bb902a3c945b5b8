"""När fullmäktiges möte ska vara tillkännagivet och ledamöterna kallade (KL 5 kap. 13–15 §§)."""

from __future__ import annotations

from datetime import date, timedelta

from nämnd import plandagar
from nämnd.fynd import Fynd, Regel
from ärenden.helgdagar import arbetsdagar_före

EN_VECKA = timedelta(days=7)
TILLKÄNNAGES = Regel(
    "5 kap. 13 § kommunallagen",
    "”Fullmäktiges sammanträden ska tillkännages på kommunens eller regionens anslagstavla minst "
    "en vecka före sammanträdesdagen.”",
)
BRÅDSKANDE = Regel(
    "5 kap. 14 § kommunallagen",
    "”Om ett ärende är så brådskande att det inte hinner tillkännages enligt 13 §, ska uppgift om "
    "ärendet tillkännages på anslagstavlan senast vardagen närmast före sammanträdesdagen.”",
)


def sista_dag(mötesdag: date) -> date:
    """Sista dagen att tillkännage sammanträdet."""
    return mötesdag - EN_VECKA


def pröva(tillkännages: date, mötesdag: date, *, redan: date | None = None) -> Fynd | None:
    """En varning när det tillkännages för sent. `redan`: dagen då mötet först tillkännagavs.

    Är mötet utlyst i tid gäller bara 14 § för det som tillkommit.
    """
    if redan is not None and redan <= sista_dag(mötesdag):
        if tillkännages <= arbetsdagar_före(mötesdag, 1):
            return None
        text = "Det som tillkommit tillkännages inte senast vardagen före sammanträdesdagen."
        return Fynd(text, BRÅDSKANDE, False)
    if tillkännages <= sista_dag(mötesdag):
        return None
    dagar = max((mötesdag - tillkännages).days, 0)
    text = (
        f"Sammanträdet tillkännages {dagar} {'dag' if dagar == 1 else 'dagar'} före mötet. "
        "Fullmäktige kan finna att det inte är utlyst i laga ordning."
    )
    return Fynd(text, TILLKÄNNAGES, False)


def pröva_kallelsen(skickas: date, mötesdag: date) -> Fynd | None:
    """En varning när fullmäktiges ledamöter och ersättare kallas för sent (KL 5 kap. 15 §)."""
    if skickas <= plandagar.senast_kallade(mötesdag):
        return None
    dagar = max((mötesdag - skickas).days, 0)
    text = (
        f"Kallelsen skickas {dagar} {'dag' if dagar == 1 else 'dagar'} före mötet. "
        "Fullmäktige kan finna att det inte är utlyst i laga ordning."
    )
    return Fynd(text, plandagar.EN_VECKA_FÖRE, False)
