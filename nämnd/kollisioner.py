"""Kollisioner mellan planerade möten: samma person, samma lokal, helg, lov och dagarnas ordning.

Räknar bara: rader in, fynd ut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations

from nämnd import plandagar

# Ett möte utan sluttid antas ta så lång tid när det jämförs med andra.
UTAN_SLUTTID = timedelta(hours=4)


class Slag(StrEnum):
    PERSON = "person"
    LOKAL = "lokal"
    HELG = "helg"
    LOV = "lov"
    KALLAS_SENT = "kallas_sent"
    UTSKOTT_SENT = "utskott_sent"
    STOPP_SENT = "stopp_sent"
    DUBBELT = "dubbelt"


@dataclass(frozen=True)
class Möte:
    """Ett möte som det jämförs. `nyckel` skiljer mötena åt; `personer` är (nummer, namn)."""

    nyckel: str
    organ: int
    organnamn: str
    datum: date
    från: time
    till: time | None = None
    plats: str = ""
    stoppdag: date | None = None
    utskicksdag: date | None = None
    är_fullmäktige: bool = False
    inför: str = ""
    personer: frozenset[tuple[int, str]] = frozenset()

    @property
    def slut(self) -> datetime:
        if self.till is not None:
            return datetime.combine(self.datum, self.till)
        return datetime.combine(self.datum, self.från) + UTAN_SLUTTID

    @property
    def början(self) -> datetime:
        return datetime.combine(self.datum, self.från)

    def samtidigt(self, annat: Möte) -> bool:
        """Om mötena är i gång samtidigt; det ena får börja när det andra slutar."""
        return self.början < annat.slut and annat.början < self.slut


@dataclass(frozen=True)
class Lov:
    namn: str
    från: date
    till: date


@dataclass(frozen=True)
class Kollision:
    """Ett fynd om ett möte, eller två. `namn` är personerna, helgen, lovet eller lokalen."""

    slag: Slag
    möten: tuple[Möte, ...]
    namn: tuple[str, ...] = ()
    dag: date | None = None

    @property
    def datum(self) -> date:
        return self.möten[0].datum


def kollisioner(möten: Sequence[Möte], lov: Iterable[Lov] = ()) -> list[Kollision]:
    """Alla fynd i dagarnas ordning. Bara möten samma dag jämförs med varandra."""
    lov = list(lov)
    per_dag: dict[date, list[Möte]] = defaultdict(list)
    for möte in möten:
        per_dag[möte.datum].append(möte)
    efter_nyckel = {möte.nyckel: möte for möte in möten}
    fynd: list[Kollision] = []
    for dag in sorted(per_dag):
        dagens = sorted(per_dag[dag], key=lambda m: (m.från, m.organnamn, m.nyckel))
        for möte in dagens:
            fynd += _ett_möte(möte, lov, efter_nyckel)
        for ett, annat in combinations(dagens, 2):
            fynd += _två_möten(ett, annat)
    return fynd


def _ett_möte(möte: Möte, lov: Sequence[Lov], alla: dict[str, Möte]) -> Iterator[Kollision]:
    if namn := plandagar.arbetsfritt_namn(möte.datum):
        yield Kollision(Slag.HELG, (möte,), (namn,))
    for period in lov:
        if period.från <= möte.datum <= period.till:
            yield Kollision(Slag.LOV, (möte,), (period.namn,))
    if möte.stoppdag and möte.utskicksdag and möte.stoppdag > möte.utskicksdag:
        yield Kollision(Slag.STOPP_SENT, (möte,), dag=möte.utskicksdag)
    if möte.är_fullmäktige and möte.utskicksdag:
        senast = plandagar.senast_kallade(möte.datum)
        if möte.utskicksdag > senast:
            yield Kollision(Slag.KALLAS_SENT, (möte,), dag=senast)
    nämndens = alla.get(möte.inför)
    if nämndens is not None:
        gräns = nämndens.utskicksdag or nämndens.datum
        if möte.datum > gräns:
            yield Kollision(Slag.UTSKOTT_SENT, (möte, nämndens), dag=gräns)


def _två_möten(ett: Möte, annat: Möte) -> Iterator[Kollision]:
    if not ett.samtidigt(annat):
        return
    if ett.organ == annat.organ:
        yield Kollision(Slag.DUBBELT, (ett, annat))
        return
    if båda := ett.personer & annat.personer:
        namn = tuple(namn for _, namn in sorted(båda, key=lambda p: (p[1], p[0])))
        yield Kollision(Slag.PERSON, (ett, annat), namn)
    if ett.plats and _lokal(ett.plats) == _lokal(annat.plats):
        yield Kollision(Slag.LOKAL, (ett, annat), (ett.plats,))


def _lokal(plats: str) -> str:
    """Lokalen utan skillnad i versaler och mellanrum."""
    return " ".join(plats.casefold().split())
