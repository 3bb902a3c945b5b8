"""Vems tur det är att justera: den som det är längst sedan (KL 5 kap. 69 §, reglementet)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date


def i_tur(valbara: Sequence[int], senast: Mapping[int, date]) -> list[int]:
    """De valbara i tur: först de som aldrig justerat, sedan de som gjorde det längst sedan.

    `valbara` står i organets ordning, som avgör mellan dem som är lika.
    """
    return sorted(valbara, key=lambda person: senast.get(person, date.min))
