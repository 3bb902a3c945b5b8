"""Vad en lagmodul har funnit: en mening till användaren, regeln bakom och om den hindrar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Regel:
    """Ett lagrum och dess ord."""

    lagrum: str
    lagtext: str


# För det som bara inte stämmer: ingen lag säger det.
UTAN_REGEL = Regel("", "")


@dataclass(frozen=True)
class Fynd:
    """Ett fynd. Det som inte hindrar är en varning; `ordning` är punkten det börjar vid.

    `kod` skiljer fynden åt för den som räknar på dem, `personer` är de som fyndet nämner.
    """

    text: str
    regel: Regel = UTAN_REGEL
    hindrar: bool = True
    ordning: int | None = None
    kod: str = ""
    personer: tuple[str, ...] = ()

    @property
    def med_lagrum(self) -> str:
        """Som en varning sparas: lagrummet står sist, så att den som läser den ser varför."""
        return f"{self.text.removesuffix('.')} ({self.lagrum})." if self.lagrum else self.text

    @property
    def lagrum(self) -> str:
        return self.regel.lagrum

    @property
    def lagtext(self) -> str:
        return self.regel.lagtext
