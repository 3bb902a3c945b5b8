"""Varför något inte går att göra på mötet. Texten är till användaren, lagrummet till Varför."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from nämnd.fynd import Fynd
from nämnd.jäv import SKA_UPPGE
from protokoll import beslutsförhet, dörrar, fullständighet, justeringstid
from protokoll.fullständighet import Brist


def dagtext(dag: date) -> str:
    """Dagen i löpande text: 18 mars 2026."""
    return date_format(dag, "j F Y")


class Mötesfel(Exception):
    """Något gick inte att göra. Underklassen säger vilken regel som hindrar."""

    lagrum = ""
    lagtext = ""


class InteKallat(Mötesfel):
    """Mötet har ingen utfärdad kallelse, eller är inställt."""


class FörTidigt(Mötesfel):
    """Mötets dag har inte kommit."""


class InaktuellKallelse(Mötesfel):
    """Mötets dag, tid eller plats är en annan än i den utfärdade kallelsen."""


class RedanJusterat(Mötesfel):
    """Det justerade protokollet görs inte om (JO 3339-2013); ett skrivfel rättas synligt."""

    lagrum = justeringstid.LAGRUM
    lagtext = justeringstid.LAGTEXT


class HarBörjat(Mötesfel):
    """En punkt är upptagen, och öppnandet kan inte ångras."""


class RedanÖppnat(Mötesfel):
    """Mötet pågår eller är avslutat."""


class SaknarLedamöter(Mötesfel):
    """Organet har inga ledamöter den dagen."""


class MötetAvslutat(Mötesfel):
    """Mötet är avslutat och dess uppgifter ändras inte."""


class MötetInteAvslutat(Mötesfel):
    """Protokollet skapas när mötet är avslutat."""


class FelNärvaro(Mötesfel):
    """Personen kan inte antecknas så."""


class InträdeHindras(FelNärvaro):
    """Personen kan inte tjänstgöra på platsen; regeln kommer ur lagmodulen."""

    def __init__(self, fynd: Fynd) -> None:
        super().__init__(fynd.text)
        self.lagrum = fynd.lagrum
        self.lagtext = fynd.lagtext


class Fyndfel(Mötesfel):
    """Lagen hindrar; texten, lagrummet och lagtexten är fyndens."""

    def __init__(self, fynd: Sequence[Fynd]) -> None:
        super().__init__(" ".join(f.text for f in fynd))
        self.fynd = list(fynd)
        med_lagrum = next((f for f in fynd if f.lagrum), None)
        if med_lagrum is not None:
            self.lagrum, self.lagtext = med_lagrum.lagrum, med_lagrum.lagtext


class DistansInteTillåten(Fyndfel, FelNärvaro):
    """Fullmäktige har inte beslutat att ledamöter får delta på distans (KL 5:16, 6:24)."""


class MotRösterna(Fyndfel, FelNärvaro):
    """Deltagandet säger emot rösterna i omröstningen (KL 5 kap. 67 §)."""


class FelIFullmäktige(Fyndfel):
    """Fullmäktiges regler hindrar: interpellation, fråga, extra val, kvalificerad majoritet."""


class OmedelbartJusterad(Fyndfel):
    """Det som stod i paragrafen när den justerades omedelbart är låst."""


class FelDörrar(Mötesfel):
    """Mötet är redan slutet; en nämnds är det om den inte har beslutat annat (KL 6 kap. 25 §)."""

    lagrum = dörrar.SLUTNA.lagrum
    lagtext = dörrar.SLUTNA.lagtext


class FelTid(FelNärvaro):
    """Klockslaget ligger före det som redan är antecknat."""


class FelJäv(Mötesfel):
    """Jävet kan inte antecknas så."""

    lagrum = SKA_UPPGE.lagrum
    lagtext = SKA_UPPGE.lagtext


class UndantagetGällerInte(FelJäv):
    """Undantaget från jäv kan inte användas på grunden eller i ärendet (KL 5:49, 6:29, 6:31)."""

    def __init__(self, fynd: Fynd) -> None:
        super().__init__(fynd.text)
        self.lagrum = fynd.lagrum
        self.lagtext = fynd.lagtext


class FelPrövning(FelJäv):
    """Jävsfrågan kan inte avgöras så (KL 5:47, 6:30)."""

    def __init__(self, fynd: Fynd) -> None:
        super().__init__(fynd.text)
        self.lagrum = fynd.lagrum
        self.lagtext = fynd.lagtext


class Ajournerat(Mötesfel):
    """Mötet är ajournerat, eller är det inte."""


class LedareSaknas(Mötesfel):
    """Ingen leder punkten, till exempel för att ordföranden är jävig."""

    lagrum = "5 kap. 65 § kommunallagen"
    lagtext = fullständighet.VARFÖR[lagrum]


class FelJusterare(Mötesfel):
    """Personen kan inte justera protokollet."""


class FörSenJustering(Mötesfel):
    """Justeringen ligger mer än fjorton dagar efter sammanträdet."""

    lagrum = justeringstid.LAGRUM
    lagtext = justeringstid.LAGTEXT


class KanInteTasUpp(Mötesfel):
    """Punkten är redan upptagen, eller en annan är under behandling."""


class RedanBeslutad(Mötesfel):
    """Paragrafen har redan ett utfall."""


class BeslutetÄndrat(Mötesfel):
    """Beslutet är ett annat än det som sidan visade; båda visas, och inget är sparat."""

    def __init__(self) -> None:
        super().__init__(
            "Beslutet har ändrats i ett annat fönster sedan sidan ritades. Inget är sparat."
        )


class InteBeslutad(Mötesfel):
    """Paragrafen har inget utfall att ändra."""


class BeslutSaknas(Mötesfel):
    """Utfallet kräver en beslutssats."""

    lagrum = "5 kap. 67 § kommunallagen"
    lagtext = "”Protokollet ska för varje ärende redovisa … vilka beslut som har fattats …”"


class InteBeslutsför(Mötesfel):
    """För få tjänstgör för att organet ska få handlägga ärenden."""

    def __init__(self, läge: beslutsförhet.Beslutsförhet, *, fullmäktige: bool) -> None:
        super().__init__(
            f"Mötet är inte beslutsfört: {läge.tjänstgörande} av {läge.platser} tjänstgör, "
            f"minst {läge.krävs} krävs."
        )
        self.lagrum = beslutsförhet.lagrum(fullmäktige=fullmäktige)
        self.lagtext = beslutsförhet.lagtext(fullmäktige=fullmäktige)


class FelSluttid(Mötesfel):
    """Mötet kan inte sluta innan det börjat, eller senare än nu."""


class KanInteAvslutas(Mötesfel):
    """Något fattas innan mötet kan avslutas."""

    def __init__(self, brister: Sequence[Brist]) -> None:
        super().__init__(" ".join(brist.text for brist in brister))
        self.brister = list(brister)
