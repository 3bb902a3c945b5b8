"""Vad registret får visa för alla om en handling (5 kap. 2 § OSL). Inga modeller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAGRUM = "5 kap. 2 § offentlighets- och sekretesslagen"
VARFÖR = (
    "Dagen och diarienumret får aldrig döljas. Avsändare eller mottagare och vad handlingen rör "
    "ska utelämnas eller särskiljas när det behövs för att registret i övrigt ska kunna hållas "
    "tillgängligt för allmänheten."
)


class Visning(StrEnum):
    """För vem listan är: de egna, eller den som begär ut den."""

    INTERN = "intern"
    UTLÄMNANDE = "utlamnande"


@dataclass(frozen=True)
class Registeruppgifter:
    """Det registret ska säga om en handling (5 kap. 2 § OSL), med fältparen där de får skilja.

    `hemlig` är sann när handlingen eller dess ärende är sekretessmarkerat.
    """

    dag: date
    beteckning: str
    motpart: str
    offentlig_motpart: str
    rubrik: str
    offentlig_rubrik: str
    hemlig: bool


@dataclass(frozen=True)
class Visade:
    """Uppgifterna så som någon får läsa dem. `utelämnat`: något står inte med."""

    dag: date
    beteckning: str
    motpart: str
    rubrik: str
    utelämnat: bool = False


def interna(u: Registeruppgifter) -> Visade:
    """Allt, för den som får se handlingen."""
    return Visade(u.dag, u.beteckning, u.motpart, u.rubrik)


def offentliga(u: Registeruppgifter) -> Visade:
    """Det som vem som helst får läsa. Dagen och numret är alltid med.

    Det offentliga fältet går före. Saknas det står uppgiften bara med när inget är hemligt.
    """
    motpart = _offentlig(u.motpart, u.offentlig_motpart, hemlig=u.hemlig)
    rubrik = _offentlig(u.rubrik, u.offentlig_rubrik, hemlig=u.hemlig)
    utelämnat = bool(u.motpart and not motpart) or not rubrik
    return Visade(u.dag, u.beteckning, motpart, rubrik, utelämnat)


def _offentlig(uppgift: str, offentligt: str, *, hemlig: bool) -> str:
    return offentligt or ("" if hemlig else uppgift)
