"""Varför något inte går med delegationen. Texten är till användaren, lagrummet till Varför."""

from __future__ import annotations

from collections.abc import Sequence

from ärenden import delegering
from ärenden.services.registrering import Varning


class Delegationsfel(Exception):
    """Något gick inte att göra. Underklassen säger vilken regel som hindrar."""

    lagrum = ""
    lagtext = ""


class HarInteDelegation(Delegationsfel):
    """Personen har inte punkten den dagen."""

    lagrum = delegering.LAGRUM_DELEGERING
    lagtext = delegering.LAGTEXT_DELEGERING


class Jävig(Delegationsfel):
    """Den som beslutar har inte försäkrat att hen inte är jävig."""

    lagrum = delegering.LAGRUM_JÄV
    lagtext = delegering.LAGTEXT_JÄV


class AntecknatJäv(Jävig):
    """Den som beslutar är redan antecknad som jävig i ärendet; en försäkran hjälper inte."""


class FårInteDelegeras(Delegationsfel):
    """Nämnden måste själv besluta i ärendet."""

    lagrum = delegering.LAGRUM_UNDANTAG

    def __init__(self, text: str, *, undantag: Sequence[str] = ()) -> None:
        super().__init__(text)
        punkter = "; ".join(
            f"{p}. {delegering.UNDANTAG[p]}" for p in undantag or delegering.UNDANTAG
        )
        self.lagtext = f"{delegering.LAGTEXT_UNDANTAG} {punkter}."


class InteAutomatiserat(Delegationsfel):
    """En automatiserad beslutsfunktion får inte fatta beslutet."""

    lagrum = delegering.LAGRUM_AUTOMATISERAD

    def __init__(self, text: str, *, undantag: str) -> None:
        super().__init__(text)
        self.lagtext = (
            "”Beslutanderätten får inte heller delegeras till en automatiserad besluts-funktion "
            f"när det gäller” {undantag}"
        )


class VarningUtanSkäl(Delegationsfel):
    """Något att stanna vid. Den som går vidare säger varför."""

    def __init__(self, varningar: Sequence[Varning]) -> None:
        super().__init__(" ".join(v.text for v in varningar))
        self.varningar = list(varningar)
        self.lagrum, self.lagtext = varningar[0].lagrum, varningar[0].regel


class MåsteVaraBrådskande(Delegationsfel):
    """Ett beslut enligt KL 6:39 måste vara brådskande."""

    lagrum = delegering.LAGRUM_BRÅDSKANDE
    lagtext = delegering.LAGTEXT_BRÅDSKANDE


class FårInteVidaredelegeras(Delegationsfel):
    """Bara en förvaltningschef får ge en punkt vidare, och bara där nämnden tillåter det."""

    lagrum = delegering.LAGRUM_VIDARE
    lagtext = delegering.LAGTEXT_VIDARE


class FörtroendevaldAnställd(FårInteVidaredelegeras):
    """Den anställda är också förtroendevald. Den som ger punkten vidare bekräftar anställningen."""


class FelBeslut(Delegationsfel):
    """Uppgifterna i beslutet går inte ihop."""


class FelOrdning(Delegationsfel):
    """Delegationsordningen kan inte antas eller ändras så."""


class SkälSaknas(FelOrdning):
    """En varning har gåtts förbi utan skäl."""

    def __init__(self, varningar: Sequence[str]) -> None:
        super().__init__(
            "Några punkter kan gälla sådant som inte får delegeras. Ta bort dem, eller skriv "
            "varför de får vara kvar."
        )
        self.varningar = list(varningar)
        self.lagrum = delegering.LAGRUM_UNDANTAG
        self.lagtext = delegering.LAGTEXT_UNDANTAG


class FelFil(FelOrdning):
    """Filen har fel; inget är inläst."""

    def __init__(self, fel: Sequence[str]) -> None:
        super().__init__(f"Inget lästes in. Rätta {len(fel)} fel i filen och välj den igen.")
        self.fel = list(fel)


class RedanFattat(Delegationsfel):
    """Formuläret har redan gett ett beslut, och det sa något annat."""
