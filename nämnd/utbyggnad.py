"""Det som paketen ovanför lägger till på mötets sida, utan att nämnd känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`:

    @utbyggnad.registrera
    def handgrepp(sammanträde, användare):
        if ...:
            yield Handgrepp("Öppna mötet", reverse("..."), metod="post")

Funktionen prövar själv vad användaren får göra; det den inte ger visas inte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from konton.models import Användare
from nämnd.models import Sammanträde


@dataclass(frozen=True)
class Handgrepp:
    """En länk (get) eller knapp (post) på mötets sida."""

    text: str
    adress: str
    metod: Literal["get", "post"] = "get"
    huvudsak: bool = False


Byggare = Callable[[Sammanträde, Användare], Iterable[Handgrepp]]

_byggare: list[Byggare] = []


def registrera(byggare: Byggare) -> Byggare:
    """Anmäler en funktion; i den ordning de anmäls visas deras handgrepp."""
    if byggare not in _byggare:
        _byggare.append(byggare)
    return byggare


def handgrepp(sammanträde: Sammanträde, användare: Användare) -> list[Handgrepp]:
    return [h for byggare in _byggare for h in byggare(sammanträde, användare)]
