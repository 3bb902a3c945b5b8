"""Vad en lagmodul har funnit: en mening till användaren, regeln bakom och om den hindrar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Regel:
    """Ett lagrum och dess ord."""

    lagrum: str
    lagtext: str


@dataclass(frozen=True)
class Fynd:
    """Ett fynd. Det som inte hindrar är en varning; `ordning` är punkten det börjar vid."""

    text: str
    regel: Regel
    hindrar: bool = True
    ordning: int | None = None

    @property
    def lagrum(self) -> str:
        return self.regel.lagrum

    @property
    def lagtext(self) -> str:
        return self.regel.lagtext
