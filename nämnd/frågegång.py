"""Frågans väg: från den som frågar, genom sekreteraren, till handläggaren och tillbaka.

Frågan och svaret lämnas inom myndigheten och är därför inte inkomna handlingar (TF 2:11). Ett
svar som alla kallade får, eller som annars tillför ärendet en sakuppgift, dokumenteras i ärendet
(FL 27 §).
"""

from __future__ import annotations

from enum import Enum

from nämnd.fynd import Regel

DOKUMENTERAS = Regel(
    "27 § förvaltningslagen",
    "”När en myndighet får uppgifter på något annat sätt än genom en handling ska myndigheten "
    "snarast dokumentera dem, om de kan ha betydelse för ett beslut i ärendet.”",
)
INOM_MYNDIGHETEN = Regel(
    "2 kap. 11 § tryckfrihetsförordningen",
    "”Har ett organ som ingår i eller är knutet till en myndighet lämnat över en handling till "
    "något annat organ inom samma myndighet, anses handlingen som inkommen eller upprättad "
    "därigenom endast om organen uppträder som självständiga i förhållande till varandra.”",
)


class Handgrepp(Enum):
    SKICKA_VIDARE = "skicka vidare"
    BESVARA = "besvara"
    SVARA_SJÄLV = "svara själv"
    LÄMNA_UT = "lämna svaret"
    AVBÖJA = "avböja"


STÄLLD, HOS_HANDLÄGGAREN, BESVARAD, LÄMNAD, AVBÖJD = (
    *("stalld", "hos_handlaggaren", "besvarad"),
    *("lamnad", "avbojd"),
)

#: Läget och handgreppet ger nästa läge; det som inte står här går inte.
ÖVERGÅNGAR: dict[tuple[str, Handgrepp], str] = {
    (STÄLLD, Handgrepp.SKICKA_VIDARE): HOS_HANDLÄGGAREN,
    (STÄLLD, Handgrepp.SVARA_SJÄLV): LÄMNAD,
    (STÄLLD, Handgrepp.AVBÖJA): AVBÖJD,
    (HOS_HANDLÄGGAREN, Handgrepp.SKICKA_VIDARE): HOS_HANDLÄGGAREN,
    (HOS_HANDLÄGGAREN, Handgrepp.BESVARA): BESVARAD,
    (HOS_HANDLÄGGAREN, Handgrepp.SVARA_SJÄLV): LÄMNAD,
    (HOS_HANDLÄGGAREN, Handgrepp.AVBÖJA): AVBÖJD,
    # Handläggarens svar lämnas som det är; sekreteraren väljer till vem.
    (BESVARAD, Handgrepp.SKICKA_VIDARE): HOS_HANDLÄGGAREN,
    (BESVARAD, Handgrepp.LÄMNA_UT): LÄMNAD,
    (BESVARAD, Handgrepp.AVBÖJA): AVBÖJD,
}


def nästa(läge: str, handgrepp: Handgrepp) -> str | None:
    """Läget efter handgreppet; None när det inte går därifrån."""
    return ÖVERGÅNGAR.get((läge, handgrepp))


def möjliga(läge: str) -> frozenset[Handgrepp]:
    return frozenset(h for (från, h) in ÖVERGÅNGAR if från == läge)


def ska_registreras(*, till_alla: bool, sakuppgift: bool) -> bool:
    """Om frågan och svaret blir en handling i ärendet."""
    return till_alla or sakuppgift
