"""Vad som är nytt i en kallelse sedan den förra, utan ett ord om vad punkterna handlar om.

Det står i brev: antal går att skriva där, rubriker inte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nämnd.underlag import Listrad, Underlag


def skillnader(förr: Underlag, nu: Underlag) -> list[str]:
    """Meningarna som säger det, i den ordning de läses."""
    gamla, nya = _rader(förr.rader), _rader(nu.rader)
    tillkomna, borttagna = len(nya.keys() - gamla.keys()), len(gamla.keys() - nya.keys())
    papper, papper_förr = _papper(nya), _papper(gamla)
    titlar, titlar_förr = Counter(_titlar(nya)), Counter(_titlar(gamla))
    rader = [
        _mening(tillkomna, "punkt har kommit till", "punkter har kommit till"),
        _mening(borttagna, "punkt är borttagen", "punkter är borttagna"),
        _mening(
            (papper - papper_förr).total(),
            "handling är ny eller ändrad",
            "handlingar är nya eller ändrade",
        ),
        _mening((titlar_förr - titlar).total(), "handling är borttagen", "handlingar är borttagna"),
    ]
    return [rad for rad in rader if rad] or ["Uppgifter i kallelsen är ändrade."]


def _rader(rader: Iterable[Listrad]) -> dict[int, Listrad]:
    return {r.punkt: r for rad in rader for r in (rad, *rad.inre)}


def _papper(rader: dict[int, Listrad]) -> Counter[tuple[int, str]]:
    return Counter((pk, p.sha256) for pk, rad in rader.items() for p in rad.papper)


def _titlar(rader: dict[int, Listrad]) -> list[tuple[int, str]]:
    return [(pk, p.rubrik) for pk, rad in rader.items() for p in rad.papper]


def _mening(antal: int, en: str, flera: str) -> str:
    return f"{antal} {en if antal == 1 else flera}." if antal else ""
