"""Ordningen som ersättare kallas in i, som reglementet bestämmer den (KL 6 kap. 16–17 §§).

En rad per parti: partiet vars ledamot är borta, kolon, och partierna i den ordning deras ersättare
kallas in. Det egna partiet går alltid först och behöver inte skrivas.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Ordning = dict[str, list[str]]


class FelOrdning(ValueError):
    """En rad som inte går att läsa; meningen är till den som skrev den."""


def läs(text: str, partier: Collection[str]) -> Ordning:
    """Ordningen ur raderna. Partierna ska finnas i registret, och ett parti nämns en gång."""
    kända = {kod.casefold(): kod for kod in partier}
    ordning: Ordning = {}
    for nummer, rad in enumerate(text.splitlines(), 1):
        if not rad.strip():
            continue
        eget, kolon, andra = rad.partition(":")
        if not kolon:
            raise FelOrdning(f"Rad {nummer}: skriv partiet, kolon och partierna i ordning.")
        koder = [_känd(kod, kända, nummer) for kod in (eget, *andra.split(",")) if kod.strip()]
        if not koder or not eget.strip():
            raise FelOrdning(f"Rad {nummer}: skriv partiet före kolonet.")
        första, följande = koder[0], [kod for kod in koder[1:] if kod != koder[0]]
        if len(set(följande)) < len(följande):
            raise FelOrdning(f"Rad {nummer}: ett parti står två gånger.")
        if första in ordning:
            raise FelOrdning(f"Rad {nummer}: {första} har redan en rad.")
        ordning[första] = följande
    return ordning


def _känd(kod: str, kända: Mapping[str, str], nummer: int) -> str:
    if (känd := kända.get(kod.strip().casefold())) is None:
        raise FelOrdning(f"Rad {nummer}: {kod.strip()} finns inte i kommunens partiregister.")
    return känd


def skriv(ordning: Mapping[str, Sequence[str]]) -> str:
    """Raderna så som de skrivs och läses."""
    return "\n".join(f"{eget}: {', '.join(andra)}".strip() for eget, andra in ordning.items())
