"""Beslutsförhet (KL 6 kap. 27 §, för fullmäktige 5 kap. 45 §): fler än hälften av platserna."""

from __future__ import annotations

from dataclasses import dataclass

LAGRUM = "6 kap. 27 § kommunallagen"
LAGTEXT = "”En nämnd får handlägga ärenden endast om fler än hälften av ledamöterna är närvarande.”"
LAGRUM_FULLMÄKTIGE = "5 kap. 45 § kommunallagen"
LAGTEXT_FULLMÄKTIGE = (
    "”Fullmäktige får handlägga ett ärende bara om mer än hälften av ledamöterna är närvarande.”"
)


@dataclass(frozen=True)
class Beslutsförhet:
    """Läget just nu. `platser` är organets alla ledamöter, även de frånvarande."""

    platser: int
    tjänstgörande: int

    @property
    def krävs(self) -> int:
        """Minsta antal tjänstgörande: fler än hälften av platserna."""
        return self.platser // 2 + 1

    @property
    def är_beslutsför(self) -> bool:
        """En ersättare som trätt in räknas som ledamot."""
        return self.tjänstgörande >= self.krävs

    @property
    def saknas(self) -> int:
        return max(0, self.krävs - self.tjänstgörande)


def lagrum(*, fullmäktige: bool) -> str:
    return LAGRUM_FULLMÄKTIGE if fullmäktige else LAGRUM


def lagtext(*, fullmäktige: bool) -> str:
    return LAGTEXT_FULLMÄKTIGE if fullmäktige else LAGTEXT
