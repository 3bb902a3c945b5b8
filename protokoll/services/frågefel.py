"""Varför en fråga, en omröstning eller en avvikande mening inte går att föra in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nämnd.jäv import FÅR_INTE_DELTA_ELLER_NÄRVARA
from protokoll import avgörande, omröstning, proposition
from protokoll.services.mötesfel import Fyndfel as Fyndfel
from protokoll.services.mötesfel import Mötesfel, MötetAvslutat

PROPOSITION = "5 kap. 53 § kommunallagen"


class FelYrkande(Mötesfel):
    """Yrkandet kan inte ställas eller ändras så."""


class FårInteYrka(Fyndfel, FelYrkande):
    """Den som inte är ledamot får inte framställa förslag (KL 5:39, 6:26)."""


class TextenÄndrad(Mötesfel):
    """Texten har ändrats i ett annat fönster; båda texterna sägs, och inget är sparat."""

    def __init__(self, vad: str, *, står: str, skrivet: str) -> None:
        super().__init__(
            f"{vad} har ändrats i ett annat fönster sedan sidan ritades. "
            f"Nu står: ”{står}” Du skrev: ”{skrivet}” Inget är sparat: spara det som ska gälla."
        )


class AvgjordFråga(Mötesfel):
    """Frågan är avgjord; yrkanden ställs före beslutet."""

    lagrum = PROPOSITION
    lagtext = proposition.LAGTEXT[PROPOSITION]


class YrkandenAttStälla(Mötesfel):
    """Beslutet kan inte skrivas för hand när det finns yrkanden."""

    lagrum = PROPOSITION
    lagtext = proposition.LAGTEXT[PROPOSITION]


class BeslutetUträknat(Mötesfel):
    """Beslutet följer av svaren och ändras genom dem."""

    lagrum = PROPOSITION
    lagtext = proposition.LAGTEXT[PROPOSITION]


class InaktuelltSteg(Mötesfel):
    """Svaret gäller ett steg som inte längre står på tur."""


class Minoritetshinder(Fyndfel):
    """En minoritet kan inte skjuta upp ärendet: i en nämnd, vid val eller en andra gång (5:50)."""


class OmröstningPågår(Mötesfel):
    """En omröstning pågår och ska först avslutas eller avbrytas."""


class InteRöstberättigad(Mötesfel):
    """Personen tjänstgör inte i ärendet, är jävig eller deltar inte i beslutet."""

    lagrum = "4 kap. 24 § kommunallagen"
    lagtext = omröstning.LAGTEXT["4 kap. 24 § kommunallagen"]


class Rösthinder(Fyndfel, InteRöstberättigad):
    """Rösten från den egna enheten tas inte emot; regeln kommer ur lagmodulen."""


class RöstenÄndrad(Mötesfel):
    """En röst har kommit in sedan sidan ritades. `krockar` är de skickade rösterna, per rad."""

    lagrum = "4 kap. 24 § kommunallagen"
    lagtext = omröstning.LAGTEXT["4 kap. 24 § kommunallagen"]

    def __init__(self, namn: Sequence[str], krockar: Mapping[int, str]) -> None:
        super().__init__(
            f"Rösten har ändrats sedan sidan ritades: {', '.join(namn)}. "
            "Inget är sparat eller räknat. Välj vilken röst som gäller."
        )
        self.krockar = dict(krockar)


class RöstatSedan(Mötesfel):
    """Rösten väntade på nätet, och den som röstar har sedan röstat från en annan enhet."""


class OmröstningenAvslutad(Mötesfel):
    """Rösten kom efter att omröstningen avslutats."""


class Omröstningshinder(Fyndfel):
    """Omröstningen kan inte avslutas så."""


class FårInteAvstå(Fyndfel):
    """I myndighetsutövning mot enskild ska den som deltar också avgöra (KL 4 kap. 26 §)."""


class LottBehövs(Mötesfel):
    """Rösterna är lika och lotten ska dras."""

    lagrum = "5 kap. 56 § kommunallagen"
    lagtext = omröstning.LAGTEXT["5 kap. 56 § kommunallagen"]

    def __init__(self, text: str, alternativ: Sequence[str]) -> None:
        super().__init__(text)
        self.alternativ = list(alternativ)


class FelVal(Mötesfel):
    """Valet går inte att räkna så."""


class FelReservation(Mötesfel):
    """Bara den som deltog i avgörandet får reservera sig."""

    lagrum = avgörande.RESERVATION.lagrum
    lagtext = avgörande.RESERVATION.lagtext


class FörSenReservation(MötetAvslutat):
    """Mötet är avslutat; en reservation anmäls dessförinnan."""

    lagrum = avgörande.RESERVATION.lagrum
    lagtext = avgörande.RESERVATION.lagtext


class FelAnteckning(Mötesfel):
    """Anteckningen är inte tillåten eller saknar innehåll."""


class DeltarIBeslutet(Fyndfel, FelAnteckning):
    """Den som röstar eller inte tjänstgör antecknas inte som att inte delta (KL 4 kap. 25 §)."""


class JävigTalare(Mötesfel):
    """Den jävige deltar inte i handläggningen, och yttrar sig alltså inte."""

    lagrum = FÅR_INTE_DELTA_ELLER_NÄRVARA.lagrum
    lagtext = FÅR_INTE_DELTA_ELLER_NÄRVARA.lagtext


class FelUppdrag(Mötesfel):
    """Uppdraget saknar text eller ansvarig, eller är redan redovisat."""


class FelÄrende(Mötesfel):
    """Ärendet kan inte väckas på mötet."""


class FårInteVäcka(Fyndfel, FelÄrende):
    """Bara ledamöter och revisorer väcker ärenden på mötet (KL 4:20–21, 5:22)."""


class InteTillkännagett(Fyndfel, FelÄrende):
    """Fullmäktige avgör bara tillkännagivna ärenden, om inte alla närvarande beslutar annat."""
