"""Varför justeringen eller anslaget inte går att göra. Lagrummet visas under Varför."""

from __future__ import annotations

from collections.abc import Sequence

from nämnd.fynd import Fynd
from protokoll import anslagstid, justeringstid, laga_kraft, pappersjustering, vägran
from protokoll.fullständighet import Brist
from protokoll.services.mötesfel import Mötesfel, MötetAvslutat


class FelSkede(Mötesfel):
    """Protokollet är inte i det skedet, eller justeringen är redan gjord."""


class FelAnslag(Mötesfel):
    """Anslaget får inte komma upp eller ändras så, eller en varning saknar skäl."""

    def __init__(self, fynd: Sequence[Fynd]) -> None:
        super().__init__(" ".join(f.text for f in fynd))
        self.fynd = list(fynd)
        self.lagrum, self.lagtext = fynd[0].lagrum, fynd[0].lagtext


class FelTavladag(Mötesfel):
    """En samverkande kommuns tillkännagivande kan inte antecknas den dagen."""

    lagrum = anslagstid.LAGRUM_GEMENSAM
    lagtext = anslagstid.LAGTEXT_GEMENSAM


class InteKlart(Mötesfel):
    """Något fattas innan protokollet kan justeras."""

    def __init__(self, brister: Sequence[Brist]) -> None:
        super().__init__(" ".join(brist.text for brist in brister))
        self.brister = list(brister)


class BeslutetLåst(MötetAvslutat):
    """Det som beslutades ändras inte efter mötet eller när paragrafen är justerad."""

    lagrum = "JO 3339-2013"
    lagtext = "Den som justerar intygar vad som beslutades och kan inte ändra det."


class TextenLåst(Mötesfel):
    """Någon har skrivit under på texten."""

    lagrum = justeringstid.LAGRUM
    lagtext = "En underskrift gäller texten som den var när den skrevs under."


class TextenÄndrad(TextenLåst):
    """Det som skrevs under är inte det som nu gäller."""


class AnnansUnderskrift(Mötesfel):
    """Underskriften är en annans."""


class AndraFaktorKrävs(Mötesfel):
    """Den som skriver under styrker sig på nytt."""


class FelUndertecknare(Mötesfel):
    """Den valda kan inte intyga vad som beslutades."""

    lagrum = vägran.LAGRUM
    lagtext = vägran.LAGTEXT


class TjänstenAvstängd(Mötesfel):
    """Underskrift i en extern tjänst är inte inställd här."""


class PersonnummerSaknas(Mötesfel):
    """Ingen har registrerat personens personnummer: det går inte att veta vem som skrev under."""


class TjänstenTogInteEmot(Mötesfel):
    """Underskriftstjänsten tog inte emot begäran."""


class RedanUnderskriven(Mötesfel):
    """Underskriften är gjord."""


class Obesvarat(Mötesfel):
    """Alla paragrafer är inte besvarade, eller en kommentar väntar på sekreteraren."""


class SkälSaknas(Mötesfel):
    """En kommentar eller en vägran säger varför."""


class IngenErsättare(Mötesfel):
    """Det finns ingen vald ersättare att sätta in."""


class FelUppladdning(Mötesfel):
    """Pappret går inte att ta emot."""


class KanInteBytas(Mötesfel):
    """Justeringen kan inte fortsätta på papper."""

    lagrum = pappersjustering.LAGRUM
    lagtext = pappersjustering.LAGTEXT


class AnslagetKvar(Mötesfel):
    """Anslaget får inte tas ned."""

    lagrum = anslagstid.LAGRUM
    lagtext = anslagstid.LAGTEXT_NED


class InteOsäkert(Mötesfel):
    """Det finns inget avbrott som motiverar ett nytt tillkännagivande."""

    lagrum = anslagstid.LAGRUM_ÖVERKLAGANDETID
    lagtext = anslagstid.LAGTEXT_AVBROTT


class InteLagaKraft(Mötesfel):
    """Beslutet har inte fått laga kraft, eller så går det inte att säga."""

    def __init__(self, besked: laga_kraft.Besked, text: str = "") -> None:
        super().__init__(text or besked.skäl)
        self.lagrum = besked.lagrum
        self.lagtext = besked.lagtext


class InteUppenbart(Mötesfel):
    """Bara en uppenbar felaktighet rättas."""

    lagrum = "36 § förvaltningslagen, JO 581-2013"
    lagtext = (
        "”Ett beslut som innehåller en uppenbar felaktighet till följd av myndighetens eller "
        "någon annans skrivfel, räknefel eller något annat liknande förbiseende får rättas av den "
        "myndighet som har meddelat beslutet.”"
    )
