"""Rättelse av ett justerat protokoll: vad som får rättas, och vilken text nästa rättelse gäller.

36 § förvaltningslagen: bara uppenbara fel. JO 581-2013: det ska synas vad som rättats, när och av
vem. Det felaktiga står kvar; den som läser får rättelserna i den ordning de gjordes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LAGRUM = "36 § förvaltningslagen, JO 581-2013"
LAGTEXT = (
    "”Ett beslut som innehåller en uppenbar felaktighet till följd av myndighetens eller någon "
    "annans skrivfel, räknefel eller något annat liknande förbiseende får rättas av den myndighet "
    "som har meddelat beslutet.” "
    "Rättelsen ska synas: vad, när och av vem, också för den som redan har fått beslutet."
)


@dataclass(frozen=True)
class Ändring:
    """Ett skrivfel och det rätta."""

    fel: str
    rätt: str


def gällande(text: str, tidigare: Iterable[Ändring]) -> str:
    """Texten som den lyder efter rättelserna, i den ordning de gjordes."""
    for ändring in tidigare:
        text = text.replace(ändring.fel, ändring.rätt)
    return text


def hinder(text: str, tidigare: Iterable[Ändring], fel: str) -> str:
    """Varför `fel` inte går att rätta; tomt när det står i texten som den nu lyder."""
    tidigare = list(tidigare)
    if fel in gällande(text, tidigare):
        return ""
    if fel not in text:
        return f"”{fel}” står inte i paragrafen."
    # Den som först rör orden; en senare kan ha rättat samma ställe en gång till.
    for nummer, ändring in enumerate(tidigare, 1):
        if fel not in gällande(text, tidigare[:nummer]):
            return (
                f"”{fel}” står inte längre i paragrafen: det är redan rättat till "
                f"”{ändring.rätt}”. Utgå från den rättade texten."
            )
    return f"”{fel}” står inte i paragrafen."
