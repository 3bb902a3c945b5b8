"""Personnummer och samordningsnummer (18 och 18 a §§ folkbokföringslagen), som de skrivs in.

De tecknas aldrig ned: tjänsten sparar bara ett avtryck att jämföra med.
"""

from __future__ import annotations

import re
from datetime import date

FORM = re.compile(r"(\d{4})(\d{2})(\d{2})[-+ ]?(\d{4})")
# Ett samordningsnummer är födelsedagen plus 60.
SAMORDNING = 60


class Felskrivet(ValueError):
    """Texten är till den som skrev. Den upprepar aldrig det som skrevs."""


def läs(text: str) -> str:
    """De tolv siffrorna. Felskrivet om det inte är ett personnummer."""
    träff = FORM.fullmatch(text.strip())
    if träff is None:
        raise Felskrivet("Skriv personnumret med tolv siffror: ÅÅÅÅMMDD-NNNN.")
    år, månad, dag, _ = träff.groups()
    nummer = int(dag)
    try:
        date(int(år), int(månad), nummer - SAMORDNING if nummer > SAMORDNING else nummer)
    except ValueError as fel:
        raise Felskrivet("Födelsedagen i personnumret finns inte.") from fel
    siffror = "".join(träff.groups())
    if _kontrollsumma(siffror[2:]) % 10:
        raise Felskrivet("Kontrollsiffran stämmer inte. Läs numret en gång till.")
    return siffror


def _kontrollsumma(tio: str) -> int:
    summa = 0
    for plats, tecken in enumerate(tio):
        produkt = int(tecken) * (2 - plats % 2)
        summa += produkt // 10 + produkt % 10
    return summa
