"""Varför ett utdrag inte går att skicka. Texten är till användaren, lagrummet till Varför."""

from __future__ import annotations

from collections.abc import Sequence

from nämnd.fynd import Fynd
from protokoll import justeringstid, överklagandehänvisning

_RÖJER = (
    "En uppgift som är hemlig får inte röjas för någon annan än den den får lämnas till. Därför "
    "går ett utdrag bara till den mottagare och den adress som handläggaren har kontrollerat."
)
_OSL = "8 kap. 1 § offentlighets- och sekretesslagen"


class Expedieringsfel(Exception):
    """Något gick inte att göra. Underklassen säger vilken regel som hindrar."""

    lagrum = ""
    lagtext = ""


class InteJusterad(Expedieringsfel):
    """Paragrafen är inte justerad; det som skulle skickas är ett utkast."""

    lagrum = justeringstid.LAGRUM
    lagtext = justeringstid.LAGTEXT


class InteFörberedd(Expedieringsfel):
    """Paragrafen har inget försättsblad."""

    lagrum = överklagandehänvisning.LAGRUM
    lagtext = överklagandehänvisning.LAGTEXT


class InteMottagare(Expedieringsfel):
    """Mottagaren står inte på försättsbladet."""

    lagrum = _OSL
    lagtext = _RÖJER


class FelAdress(Expedieringsfel):
    """Adressen är en annan än den på försättsbladet."""

    lagrum = _OSL
    lagtext = _RÖJER


class ObekräftadAdress(Expedieringsfel):
    """Ett hemligt utdrag kräver att adressen bekräftas en gång till."""

    lagrum = _OSL
    lagtext = (
        "En uppgift som är hemlig får inte röjas för någon annan. Den som skickar skriver därför "
        "adressen en gång till, så att en gammal adress upptäcks innan beslutet har gått."
    )


class HemligtMedEpost(Expedieringsfel):
    """Ett hemligt utdrag skickas inte med e-post."""

    lagrum = _OSL
    lagtext = (
        "En uppgift som är hemlig får inte röjas för någon annan. Ett brev med e-post kan läsas på "
        "vägen och går lätt fel; använd post, eller skicka internt."
    )


class MedVarning(Expedieringsfel):
    """Något att stanna vid: sändningen hindras, eller går vidare först med ett skäl."""

    def __init__(self, fynd: Sequence[Fynd]) -> None:
        super().__init__(" ".join(f.text for f in fynd))
        self.fynd = list(fynd)
        self.lagrum, self.lagtext = fynd[0].lagrum, fynd[0].lagtext

    @property
    def kräver_skäl(self) -> bool:
        return not any(f.hindrar for f in self.fynd)


class GårInternt(MedVarning):
    """Mottagaren heter som ett organ i kommunen: dit går utdraget internt."""


class RedanExpedierad(Expedieringsfel):
    """Utdraget har redan gått till mottagaren på den adressen."""


class ÄrendetTarInteEmot(Expedieringsfel):
    """Ärendet är makulerat, eller inte den sändandes."""


class FelMottagare(Expedieringsfel):
    """Mottagaren går inte att skriva på försättsbladet."""


class KanInteAntecknas(Expedieringsfel):
    """Sändningen är inte i det läget."""


class RedanRegistrerat(Expedieringsfel):
    """Utdraget är redan registrerat."""


class FelÄrende(Expedieringsfel):
    """Ärendet går inte att registrera utdraget i."""
