"""Ankomstdagen: den dag då en handling har kommit in till myndigheten (FL 22 §).

Dagen då handlingen nådde myndigheten, också när det är en söndag. Bara post, och det som låg i
myndighetens postlåda vid dagens första tömning, anses ha kommit in närmast föregående arbetsdag.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ärenden import helgdagar

LAGRUM = "22 § förvaltningslagen"
LAGTEXT = (
    "”En handling har kommit in till en myndighet den dag som handlingen når myndigheten eller en "
    "behörig befattningshavare.”"
)
LAGTEXT_POST = (
    "”Om en handling genom en postförsändelse … har nått en myndighet eller behörig "
    "befattningshavare en viss dag, ska handlingen dock anses ha kommit in närmast föregående "
    "arbetsdag, om det inte framstår som osannolikt att handlingen eller avin redan den föregående "
    "arbetsdagen skilts av för myndigheten på ett postkontor.”"
)
LAGTEXT_POSTLÅDA = (
    "”En handling som finns i en myndighets postlåda när myndigheten tömmer den första gången en "
    "viss dag ska anses ha kommit in närmast föregående arbetsdag.”"
)


class Väg(StrEnum):
    """Hur handlingen nådde myndigheten."""

    EPOST = "e-post"
    POST = "post"
    POSTLÅDA = "postlåda"
    LÄMNAD = "lämnad"

    @property
    def etikett(self) -> str:
        return _ETIKETTER[self]

    @property
    def lagtext(self) -> str:
        """Det stycke i 22 § som avgör dagen."""
        return {Väg.POST: LAGTEXT_POST, Väg.POSTLÅDA: LAGTEXT_POSTLÅDA}.get(self, LAGTEXT)


_ETIKETTER = {
    Väg.EPOST: "e-post, e-tjänst eller fax",
    Väg.POST: "post",
    Väg.POSTLÅDA: "myndighetens postlåda, dagens första tömning",
    Väg.LÄMNAD: "lämnad över disk eller med bud",
}


def ankomstdag(väg: Väg, nådde: date, *, osannolikt: bool = False) -> date:
    """Dagen då handlingen har kommit in.

    `osannolikt`: det framstår som osannolikt att posten skiltes av redan föregående arbetsdag. Den
    som har tömt postlådan har inget sådant att pröva: tredje stycket gäller utan undantag.
    """
    if väg == Väg.POSTLÅDA or (väg == Väg.POST and not osannolikt):
        return helgdagar.arbetsdagar_före(nådde, 1)
    return nådde
