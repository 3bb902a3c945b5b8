"""Röster som en sida skickar, mot dem som sidan visade och dem som är sparade nu.

Var och en har en röst (KL 4 kap. 24 §). Den som röstat på sin egen enhet får aldrig rösten ersatt
av en sida som ritades dessförinnan: bara det som den som för protokollet själv har ändrat skrivs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sammanfört:
    """Det som ska skrivas, och de skickade röster som krockar med en sparad; per rad."""

    skriv: dict[int, str] = field(default_factory=dict)
    krockar: dict[int, str] = field(default_factory=dict)


def sammanför(
    skickade: Mapping[int, str], *, visade: Mapping[int, str], sparade: Mapping[int, str]
) -> Sammanfört:
    """Skriver bara de rader där det skickade är ett annat än det visade.

    Har rösten ändrats sedan sidan ritades är det en krock, om inte båda kommit till samma röst.
    """
    resultat = Sammanfört()
    for rad, röst in skickade.items():
        visad, sparad = visade.get(rad, ""), sparade.get(rad, "")
        if röst in (visad, sparad):
            continue
        (resultat.skriv if sparad == visad else resultat.krockar)[rad] = röst
    return resultat
