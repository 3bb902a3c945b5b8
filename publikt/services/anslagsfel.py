"""Varför något inte går att göra med ett anslag. Lagrummet visas under Varför."""

from __future__ import annotations

from publikt.models import Anslag


class Anslagsfel(Exception):
    """Något gick inte att göra. Underklassen säger vilken regel som hindrar."""

    lagrum = ""
    lagtext = ""


class OtillåtetSlag(Anslagsfel):
    """Anslagstavlan får bara innehålla det som lagen räknar upp."""

    lagrum = "8 kap. 11 § kommunallagen"
    lagtext = (
        "”Anslagstavlan får utöver det som anges i 10 § endast innehålla tillkännagivanden om "
        "styrelsens och övriga nämnders sammanträden samt beslutsunderlag inför fullmäktiges, "
        "styrelsens och övriga nämnders sammanträden.”"
    )


class Ofullständigt(Anslagsfel):
    """En uppgift som anslaget ska ha saknas."""

    def __init__(self, text: str, *, lagrum: str = "", lagtext: str = "") -> None:
        super().__init__(text)
        self.lagrum = lagrum
        self.lagtext = lagtext


class FörTidigNedtagning(Anslagsfel):
    """Anslaget ska sitta uppe till sin nedtagningsdag."""

    def __init__(self, anslag: Anslag, text: str) -> None:
        super().__init__(text)
        if anslag.startar_överklagandetid:
            self.lagrum = "8 kap. 12 § och 13 kap. 5 § kommunallagen"
            self.lagtext = (
                "”Tillkännagivandet får inte tas bort från anslagstavlan före överklagandetidens "
                "utgång enligt 13 kap. 5 § första stycket.”"
            )
        else:
            self.lagrum = anslag.lagrum


class OkäntAnslag(Anslagsfel):
    """Det finns inget anslag med den källan."""


class InteUppe(Anslagsfel):
    """Anslaget sitter inte på tavlan."""


class RedanNedtaget(Anslagsfel):
    """Anslaget är nedtaget på sin dag; det som har hänt ändras inte."""


class SkälSaknas(Anslagsfel):
    """Den som ändrar eller makulerar ett anslag säger varför."""


class BevisFinns(Anslagsfel):
    """Anslaget har redan ett annat bevis, och ett färdigt bevis skrivs aldrig över."""
