"""Mötets tidplan: när varje punkt beräknas börja. Räknas ut; inga databasfrågor.

Den som har ett eget klockslag börjar då, om mötet inte redan beräknas ha kommit längre. De andra
börjar när de före beräknas vara klara. En ajournering flyttar det som skulle ha börjat i den.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

DYGN = 24 * 60


@dataclass(frozen=True)
class Post:
    """En punkt: dess eget klockslag som det är skrivet, och de beräknade minuterna."""

    klockslag: str = ""
    minuter: int | None = None


@dataclass(frozen=True)
class Tidplan:
    börjar: tuple[str, ...]
    """När varje punkt beräknas börja, som ”13.20”; tomt för den som inte har några minuter."""
    slutar: str
    """När den sista punkten beräknas vara klar; tomt när inga minuter är skrivna."""
    över: int
    """Minuterna efter mötets slut, eller noll."""


def beräkna(spann: Sequence[tuple[time, time | None]], poster: Iterable[Post]) -> Tidplan:
    """Tidplanen för ett möte med tidsspannen `spann`, där glappen är ajourneringar."""
    poster = list(poster)
    if not spann or not any(p.minuter for p in poster):
        return Tidplan(("",) * len(poster), "", 0)
    nu = _minut(spann[0][0])
    börjar = []
    for post in poster:
        nu = _efter_ajournering(max(nu, _eget(post.klockslag) or 0), spann)
        börjar.append(_text(nu) if post.minuter else "")
        nu += post.minuter or 0
    slut = spann[-1][1]
    return Tidplan(tuple(börjar), _text(nu), max(0, nu - _minut(slut)) if slut else 0)


def _efter_ajournering(nu: int, spann: Sequence[tuple[time, time | None]]) -> int:
    for (_, till), (nästa, _) in pairwise(spann):
        if till is not None and _minut(till) <= nu < _minut(nästa):
            return _minut(nästa)
    return nu


def _eget(klockslag: str) -> int | None:
    """”15.30–16.00” börjar 15.30; det som inte är ett klockslag säger inget."""
    träff = re.match(r"\s*(\d{1,2})[.:](\d{2})", klockslag)
    if träff is None:
        return None
    timme, minut = map(int, träff.groups())
    return timme * 60 + minut if timme < 24 and minut < 60 else None


def _minut(klockan: time) -> int:
    return klockan.hour * 60 + klockan.minute


def _text(minut: int) -> str:
    minut %= DYGN
    return f"{minut // 60:02}.{minut % 60:02}"
