"""Justering på papper, från början eller sedan den börjat elektroniskt (KL 5 kap. 69 §).

Lagen lämnar sättet åt fullmäktige. En underskrift gäller det frysta protokollet, vilket sätt den än
görs på: den som redan har skrivit under elektroniskt skriver inte en gång till.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

LAGRUM = "5 kap. 69 § kommunallagen"
LAGTEXT = (
    "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet på det sätt som "
    "fullmäktige har bestämt.” Underskriften gäller protokollets text, som är fryst och densamma "
    "på papper och elektroniskt."
)


@dataclass(frozen=True)
class Läge:
    """Det som avgör om en justering kan fortsätta på papper."""

    pågår: bool = True
    på_papper: bool = False
    i_tjänst: Sequence[str] = field(default_factory=tuple)
    """De som just nu skriver under i en extern tjänst."""


def hinder_för_byte(läge: Läge) -> str:
    """Varför justeringen inte kan fortsätta på papper; tomt när den kan det."""
    if not läge.pågår:
        return "Justeringen är klar."
    if läge.på_papper:
        return "Protokollet justeras redan på papper."
    if läge.i_tjänst:
        return (
            f"{' och '.join(läge.i_tjänst)} har en påbörjad underskrift i en extern tjänst. Vänta "
            "tills den är gjord eller avbruten."
        )
    return ""


@dataclass(frozen=True)
class Väntad:
    """En som ska ha skrivit under pappret, eller vägrat allt på det."""

    nyckel: int
    namn: str
    vägrar_allt: bool = False


def saknas(väntade: Iterable[Väntad], skrivit: Collection[int]) -> tuple[str, ...]:
    """De som varken har skrivit under eller vägrat: då är pappret inte färdigt."""
    return tuple(v.namn for v in väntade if not v.vägrar_allt and v.nyckel not in skrivit)


def motsägs(väntade: Iterable[Väntad], skrivit: Collection[int]) -> tuple[str, ...]:
    """De som sägs ha skrivit under fast de har vägrat varje paragraf."""
    return tuple(v.namn for v in väntade if v.vägrar_allt and v.nyckel in skrivit)


def justerad_dag(pappret: date, elektroniska: Iterable[date]) -> date:
    """Dagen då den sista skrev under: anslagets två dagar räknas från den (KL 8 kap. 12 §)."""
    return max([pappret, *elektroniska])
