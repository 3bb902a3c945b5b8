"""Ordningen bland rutor som skrivs på en sida: flytta, lägg till, ta bort. Inga modeller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def ordna(rader: Sequence[T], gör: str, tom: T) -> list[T]:
    """Raderna efter knappen `gör`: ”ny”, eller ”upp-”, ”ned-” eller ”bort-” och platsen från 0.

    Ett okänt värde, eller en plats som inte finns, ändrar inget: sidan kan vara gammal.
    """
    ut = list(rader)
    vad, _, plats = gör.partition("-")
    if vad == "ny":
        return [*ut, tom]
    if not (plats.isdecimal() and len(plats) < 6 and int(plats) < len(ut)):
        return ut
    i = int(plats)
    if vad == "bort":
        del ut[i]
    elif vad == "upp" and i > 0:
        ut[i - 1], ut[i] = ut[i], ut[i - 1]
    elif vad == "ned" and i < len(ut) - 1:
        ut[i], ut[i + 1] = ut[i + 1], ut[i]
    return ut
