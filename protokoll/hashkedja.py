"""En kedja av kontrollsummor: den som ändrar, tar bort eller byter plats på en rad syns.

Varje rads summa är SHA-256 över den föregående summan och radens innehåll som kanonisk JSON.
Att de sista raderna är borttagna syns bara mot en summa som sparats utanför kedjan: därför tar
`granska` emot den sista.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

START = "0" * 64


@dataclass(frozen=True)
class Länk:
    """En rad i kedjan med den summa som sparades när raden skrevs."""

    händelse: Mapping[str, Any]
    summa: str


@dataclass(frozen=True)
class Fynd:
    """Något som inte stämmer. `nummer` är radens plats i kedjan, från 1."""

    nummer: int
    text: str


class Kedjad(Protocol):
    """En rad som minns summan före sig och sin egen."""

    kedja_före: str
    kedja: str


Rad = TypeVar("Rad", bound=Kedjad)


def i_följd(rader: Iterable[Rad]) -> list[Rad]:
    """Raderna i den följd de skrevs, som länkarna själva säger.

    Klockan avgör inget: två underskrifter kan ha samma tid, och klockan kan ställas tillbaka. De
    som ingen länk leder till står sist, så att `granska` finner dem.
    """
    kvar = list(rader)
    följd: list[Rad] = []
    sista = START
    while (rad := next((r for r in kvar if r.kedja_före == sista), None)) is not None:
        kvar.remove(rad)
        följd.append(rad)
        sista = rad.kedja
    return [*följd, *kvar]


def nästa(föregående: str, händelse: Mapping[str, Any]) -> str:
    """Summan för en händelse som följer på `föregående` (START för den första)."""
    return hashlib.sha256(f"{föregående}\n{kanonisk(händelse)}".encode()).hexdigest()


def kanonisk(händelse: Mapping[str, Any]) -> str:
    """En enda skrivning av samma innehåll: nycklar i ordning, inga mellanrum.

    Bara text, heltal, ja/nej, inget, listor och uppslag: andra värden kan skrivas på flera sätt.
    """
    _pröva(händelse, "händelsen")
    return json.dumps(händelse, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def granska(kedja: Sequence[Länk], *, sista: str | None = None) -> list[Fynd]:
    """Det som inte stämmer; tom lista när kedjan är hel.

    Efter en rad som inte stämmer fortsätter prövningen från dess sparade summa: annars vore varje
    rad efter den första felaktiga ett fynd.
    """
    fynd = []
    föregående = START
    for nummer, länk in enumerate(kedja, 1):
        if länk.summa != nästa(föregående, länk.händelse):
            fynd.append(
                Fynd(nummer, "Raden är ändrad, eller så saknas eller flyttades raden före den.")
            )
        föregående = länk.summa
    if sista is not None and föregående != sista:
        fynd.append(Fynd(len(kedja), "Kedjan slutar inte med den rad den ska: rader saknas."))
    return fynd


def _pröva(värde: Any, var: str) -> None:
    if isinstance(värde, Mapping):
        for nyckel, inre in värde.items():
            if not isinstance(nyckel, str):
                raise TypeError(f"Nycklar är text; {var} har {nyckel!r}.")
            _pröva(inre, f"{var}.{nyckel}")
    elif isinstance(värde, list | tuple):
        for inre in värde:
            _pröva(inre, f"{var}[]")
    elif not (värde is None or isinstance(värde, str | int)):
        raise TypeError(f"{var} är {type(värde).__name__}, som kan skrivas på flera sätt.")
