"""Skillnaden mellan två texter, ord för ord: vad som tillkommit och strukits. Inga modeller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_ORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Bit:
    """En bit text: oförändrad, tillagd eller struken."""

    text: str
    tillagd: bool = False
    struken: bool = False


def skillnad(före: str, efter: str) -> tuple[Bit, ...]:
    """Bitarna i läsordning: det strukna före det som kom i stället."""
    gamla, nya = _ORD.findall(_jämn(före)), _ORD.findall(_jämn(efter))
    bitar = []
    for slag, a, b, c, d in SequenceMatcher(None, gamla, nya, autojunk=False).get_opcodes():
        if slag == "equal":
            bitar.append(Bit("".join(gamla[a:b])))
            continue
        if a < b:
            bitar.append(Bit("".join(gamla[a:b]), struken=True))
        if c < d:
            bitar.append(Bit("".join(nya[c:d]), tillagd=True))
    return tuple(bitar)


def _jämn(text: str) -> str:
    """Webbläsarens radbrytningar är ingen ändring."""
    return text.replace("\r\n", "\n").strip()
