"""Förteckningen på en anmälningspunkt: delegationsbeslut, utskottens protokoll och meddelanden.

Rena värden: det som fryses när listan skapas och det enda dokumentet läser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ärenden.delegering import bokstav, nummerspann, paragrafspann


@dataclass(frozen=True)
class Beslut:
    """Ett beslut som det får visas för var och en."""

    delegat: str
    titel: str
    år: int
    nummer: int
    dnr: str
    dag: date
    punkt: str
    text: str
    brådskande: bool
    fotnot: str = ""


@dataclass(frozen=True)
class Utskott:
    organ: str
    dag: date
    från: int
    till: int
    fotnot: str = ""


@dataclass(frozen=True)
class Inkommet:
    """En handling som den får visas för var och en."""

    avsändare: str
    dnr: str
    dag: date
    text: str


@dataclass(frozen=True)
class Beslutsrad:
    nummer: str
    dnr: str
    dag: str
    punkt: str
    text: str
    brådskande: bool
    fotnot: int


@dataclass(frozen=True)
class Delegatgrupp:
    delegat: str
    spann: str
    rader: tuple[Beslutsrad, ...]


@dataclass(frozen=True)
class Utskottsrad:
    organ: str
    spann: str
    fotnot: int


@dataclass(frozen=True)
class Meddelanderad:
    bokstav: str
    dnr: str
    dag: str
    text: str


@dataclass(frozen=True)
class Avsändargrupp:
    avsändare: str
    rader: tuple[Meddelanderad, ...]


@dataclass(frozen=True)
class Lista:
    """Dokumentet. De fem första fälten läser grundmallen."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rubrik: str
    delegater: tuple[Delegatgrupp, ...] = ()
    utskott: tuple[Utskottsrad, ...] = ()
    avsändare: tuple[Avsändargrupp, ...] = ()
    fotnoter: tuple[tuple[int, str], ...] = ()

    @property
    def är_tom(self) -> bool:
        return not (self.delegater or self.utskott or self.avsändare)

    def som_json(self) -> dict[str, Any]:
        return asdict(self)


class _Fotnoter:
    """Samma text får samma nummer, i den ordning de kommer."""

    def __init__(self) -> None:
        self.texter: list[str] = []

    def nummer(self, text: str) -> int:
        if not text:
            return 0
        if text not in self.texter:
            self.texter.append(text)
        return self.texter.index(text) + 1


def bygg(
    *,
    titel: str,
    kommun: str,
    organ: str,
    dag_text: str,
    rubrik: str,
    beslut: Iterable[Beslut],
    utskott: Sequence[Utskott],
    inkommet: Iterable[Inkommet],
) -> Lista:
    """Grupperar besluten på delegat och meddelandena på avsändare, i bokstavsordning."""
    fotnoter = _Fotnoter()
    delegater = tuple(
        _delegatgrupp(namn, list(grupp), fotnoter)
        for namn, grupp in groupby(
            sorted(beslut, key=lambda b: (svensk(b.delegat), b.titel, b.år, b.nummer)),
            key=lambda b: f"{b.delegat}, {b.titel}",
        )
    )
    rader = tuple(
        Utskottsrad(u.organ, paragrafspann(u.dag, u.från, u.till), fotnoter.nummer(u.fotnot))
        for u in utskott
    )
    return Lista(
        titel=titel,
        kommun=kommun,
        organ=organ,
        dokumentnamn="Förteckning",
        dag_text=dag_text,
        rubrik=rubrik,
        delegater=delegater,
        utskott=rader,
        avsändare=_avsändare(inkommet),
        fotnoter=tuple(enumerate(fotnoter.texter, 1)),
    )


def _delegatgrupp(namn: str, beslut: list[Beslut], fotnoter: _Fotnoter) -> Delegatgrupp:
    return Delegatgrupp(
        delegat=namn,
        spann=nummerspann([(b.år, b.nummer) for b in beslut]),
        rader=tuple(
            Beslutsrad(
                nummer=f"{b.nummer}/{b.år}",
                dnr=b.dnr,
                dag=b.dag.isoformat(),
                punkt=b.punkt,
                text=b.text,
                brådskande=b.brådskande,
                fotnot=fotnoter.nummer(b.fotnot),
            )
            for b in beslut
        ),
    )


def _avsändare(inkommet: Iterable[Inkommet]) -> tuple[Avsändargrupp, ...]:
    """Bokstäverna löper genom hela listan, så att ”meddelande c” bara kan vara ett."""
    ordnade = sorted(inkommet, key=lambda m: (svensk(m.avsändare), m.dag, m.dnr, m.text))
    märkta = [
        (m.avsändare, Meddelanderad(bokstav(nr), m.dnr, m.dag.isoformat(), m.text))
        for nr, m in enumerate(ordnade)
    ]
    return tuple(
        Avsändargrupp(avsändare, tuple(rad for _, rad in grupp))
        for avsändare, grupp in groupby(märkta, key=lambda par: par[0])
    )


def svensk(text: str) -> str:
    """Ordning … z å ä ö, oberoende av dator; andra tecken räknas som bokstaven under (é, č, ž)."""
    bokstäver = text.casefold().translate(str.maketrans("åäöü", "{|}y"))
    return "".join(
        c for c in unicodedata.normalize("NFD", bokstäver) if not unicodedata.combining(c)
    )


def ur_json(data: dict[str, Any]) -> Lista:
    return Lista(
        **data
        | {
            "delegater": tuple(
                Delegatgrupp(g["delegat"], g["spann"], tuple(Beslutsrad(**r) for r in g["rader"]))
                for g in data["delegater"]
            ),
            "utskott": tuple(Utskottsrad(**u) for u in data["utskott"]),
            "avsändare": tuple(
                Avsändargrupp(g["avsändare"], tuple(Meddelanderad(**r) for r in g["rader"]))
                for g in data["avsändare"]
            ),
            "fotnoter": tuple((nr, text) for nr, text in data["fotnoter"]),
        }
    )
