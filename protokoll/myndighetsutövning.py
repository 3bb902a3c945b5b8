"""Om ärendet avser myndighetsutövning mot enskild, så att ingen som deltar får avstå.

Det är ett förslag ur det som är känt om ärendet; sekreteraren avgör (KL 4 kap. 26 §).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nämnd.fynd import Fynd, Regel
from protokoll import omröstning

LAGRUM = "4 kap. 26 § kommunallagen"
REGEL = Regel(LAGRUM, omröstning.LAGTEXT[LAGRUM])

# Kapitlen i OSL om enskildas förhållanden i skolan, vården, socialtjänsten, arbetsmarknaden och
# tillsynen: där beslutar en nämnd om någon. 31 kap. om affärer och upphandling är inte med.
OM_NÅGON = frozenset({23, 25, 26, 28, 32})
_KAPITEL = re.compile(r"\b(\d{1,2})(?: ?kap\b|:\d)")
# Andra lagar som själva handlar om beslut om en person.
_LAGAR = re.compile(r"\b(SoL|LVU|LVM|LSS)\b")
# Ärenden om ett lov, ett tillstånd eller ett stöd till någon, eller ett krav på någon. Ordet står
# först: ”Taxa för bygglov” och ”Riktlinjer för bistånd” är inte det.
_RUBRIK = re.compile(
    r"^(ansökan om |begäran om |beslut om |omprövning av |återkallelse av |avslag på )?"
    r"(\w*bygglov|marklov|rivningslov|förhandsbesked|strandskyddsdispens|serveringstillstånd|"
    r"bistånd|försörjningsstöd|ekonomiskt bistånd|färdtjänst|skolskjuts|bostadsanpassningsbidrag|"
    r"parkeringstillstånd|\w*sanktionsavgift|föreläggande|vitesföreläggande|utdömande av vite|"
    r"återkrav|umgängesbegränsning|avstängning av elev)\b",
    re.IGNORECASE,
)

# ”Vård enligt LVU” gäller någon; ”Riktlinjer för LSS” gör det inte.
_OM_EN = re.compile(
    r"^(ansökan om |beslut om )?(vård|insats\w*|omhändertagande) .*\b(SoL|LVU|LVM|LSS)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Underlag:
    """Det som är känt om ärendet.

    `tidigare` när ärendet var det förra gången, `klassens_senaste` när det senast beslutade ärendet
    med samma klass var det.
    """

    rubrik: str = ""
    sekretess_lagrum: str = ""
    klass: str = ""
    tidigare: bool = False
    klassens_senaste: bool = False
    fullmäktige: bool = False


def föreslagen(u: Underlag) -> Fynd | None:
    """Varför ärendet föreslås vara myndighetsutövning mot enskild; None när inget tyder på det.

    Regeln gäller i en nämnd; i fullmäktige får ledamöterna alltid avstå (KL 4 kap. 25 §).
    """
    if u.fullmäktige or not (skäl := _skäl(u)):
        return None
    return Fynd(f"Föreslaget eftersom {skäl}.", REGEL, hindrar=False, kod="mot_enskild")


def _skäl(u: Underlag) -> str:
    if u.tidigare:
        return "ärendet var det när det behandlades förut"
    if OM_NÅGON & {int(n) for n in _KAPITEL.findall(u.sekretess_lagrum)}:
        return f"sekretessen ({u.sekretess_lagrum}) skyddar en enskild som beslutet gäller"
    if _LAGAR.search(u.sekretess_lagrum):
        return f"det handläggs enligt {u.sekretess_lagrum}"
    if _RUBRIK.match(u.rubrik.strip()) or _OM_EN.match(u.rubrik.strip()):
        return "rubriken är ett beslut om en enskild"
    if u.klass and u.klassens_senaste:
        return f"det senast beslutade ärendet med klass {u.klass} var det"
    return ""
