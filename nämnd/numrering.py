"""Punkternas nummer på listan. Räknas ut ur ordningen; inga databasfrågor.

Avsnitt bryter inte numreringen. Flera hemliga punkter kan visas som en rad, ”5.–18.”. Underpunkter
har en bokstav efter punkten ovanför, ”5 a.”, ”5 b.”, och flyttar inga andra nummer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HÅRT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Rad:
    """Det som avgör en översta rads nummer.

    `eget` är ett eget nummer ("19", "4a") eller None för löpande, `utan` en rad utan nummer,
    `till` radens sista nummer när den är en följd, `inre` antalet punkter i följden och `under` en
    underpunkt till raden ovanför.
    """

    eget: str | None = None
    utan: bool = False
    till: str = ""
    inre: int = 0
    under: bool = False


@dataclass(frozen=True)
class Nummer:
    """Numret som text: "4", "4 a", "5-18" eller "" för en rad utan nummer."""

    text: str
    första: int | None
    sista: int | None

    @property
    def tryckt(self) -> str:
        """Som i listan: "4." eller "5.–18."."""
        if not self.text:
            return ""
        från, _, till = self.text.partition("-")
        return f"{från}.–{till}." if till else f"{från}."


def numrera(rader: Iterable[Rad], *, första: int = 1) -> list[Nummer]:
    """Numren i ordning. Ett eget nummer flyttar den löpande räkningen dit."""
    nästa = första
    huvud, bokstäver = "", 0
    ut: list[Nummer] = []
    for rad in rader:
        if rad.under and ut:
            bokstäver += 1
            under = f"{huvud}{HÅRT}{_bokstav(bokstäver)}" if huvud else ""
            ut.append(Nummer(under, None, None))
            continue
        huvud, bokstäver = "", 0
        if rad.utan:
            ut.append(Nummer("", None, None))
            continue
        start = rad.eget if rad.eget is not None else str(nästa)
        börjar = _tal(start, nästa)
        slut = rad.till or (str(börjar + rad.inre - 1) if rad.inre > 1 else "")
        sista = _tal(slut, börjar) if slut else börjar
        ut.append(Nummer(f"{start}-{slut}" if slut else start, börjar, sista))
        huvud = slut or start
        nästa = sista + 1
    return ut


def _bokstav(n: int) -> str:
    """1 är a, 26 är z, 27 är aa."""
    text = ""
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _tal(text: str, annars: int) -> int:
    siffror = re.match(r"\d+", text)
    return int(siffror.group()) if siffror else annars


def spann(nummer: Iterable[str]) -> str:
    """Numren kort: "12–13, 15". Det som inte är ett tal står för sig."""
    grupper: list[list[str]] = []
    for nr in nummer:
        sista = grupper[-1][-1] if grupper else ""
        if nr.isdecimal() and sista.isdecimal() and int(nr) == int(sista) + 1:
            grupper[-1].append(nr)
        else:
            grupper.append([nr])
    return ", ".join(g[0] if len(g) == 1 else f"{g[0]}–{g[-1]}" for g in grupper)
