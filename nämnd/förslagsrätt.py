"""Vem som får lämna in yrkanden, väcka ärenden och fråga om en punkt (KL 4:19–22, 6:17, 6:30).

Ett yrkande ställs på mötet. Det som lämnas in i förväg är en handling i ärendet, som sekreteraren
lägger till på mötet om någon av förslagsställarna tjänstgör då.
"""

from __future__ import annotations

from dataclasses import dataclass

from nämnd.fynd import UTAN_REGEL, Fynd, Regel
from nämnd.jäv import FÅR_INTE_DELTA_ELLER_NÄRVARA
from nämnd.läsrum import Läsare

LEDAMOTS_RÄTT = Regel(
    "4 kap. 20 § kommunallagen", "”Varje ledamot i en nämnd får väcka ärenden i nämnden.”"
)
MOTION = Regel(
    "4 kap. 19 § och 5 kap. 22 § kommunallagen",
    "”Varje ledamot i fullmäktige får väcka motioner …” och ”Ärenden i fullmäktige får väckas av "
    "… 2. en ledamot genom motion …”",
)
MOTION_INOM_ETT_ÅR = Regel(
    "5 kap. 35 § kommunallagen",
    "”En motion eller ett medborgarförslag ska om möjligt beredas på sådant sätt att fullmäktige "
    "kan fatta beslut inom ett år från det att motionen eller medborgarförslaget väcktes.”",
)
ERSÄTTARES_RÄTT = Regel(
    "4 kap. 22 § kommunallagen", "”När ersättare tjänstgör har de samma rättigheter som ledamöter.”"
)
INTE_I_BESLUTEN = Regel(
    "6 kap. 26 § kommunallagen",
    "”Den som har kallats till ett sammanträde får, om nämnden beslutar det, delta i "
    "överläggningarna men inte i besluten.”",
)
DELTAR_INTE_I_FULLMÄKTIGE = Regel(
    "5 kap. 47 § första stycket kommunallagen",
    "”En ledamot får inte delta i handläggningen av ett ärende som personligen rör ledamoten "
    "själv, ledamotens make, sambo, förälder, barn eller syskon eller någon annan närstående.”",
)
EFTER_ÖVERLÄGGNINGEN = Regel(
    "5 kap. 53 § kommunallagen, som 6 kap. 33 § hänvisar till",
    "”När överläggningen har avslutats, lägger ordföranden fram förslag till beslut.” "
    "Yrkanden ställs dessförinnan.",
)


@dataclass(frozen=True)
class Punktläge:
    """Det om läsaren och punkten som avgör vad läsaren får göra med den."""

    läsare: Läsare
    jävig: bool = False
    fullmäktige: bool = False
    möte_slut: bool = False
    """Mötet är avslutat eller inställt."""
    avgjord: bool = False
    """Punkten är redan beslutad på mötet."""


def yrka(läge: Punktläge) -> list[Fynd]:
    """Det som hindrar läsaren att lämna in ett yrkande på punkten, eller som hen ska veta."""
    fynd = [*_sitter_i_organet(läge.läsare, "lämna in yrkanden"), *_jäv(läge, "yrka")]
    if läge.möte_slut:
        fynd.append(
            Fynd(
                "Mötet är slut. Ett yrkande ställs innan ärendet är avgjort.", EFTER_ÖVERLÄGGNINGEN
            )
        )
    elif läge.avgjord:
        fynd.append(Fynd("Punkten är redan avgjord på mötet.", EFTER_ÖVERLÄGGNINGEN))
    if läge.läsare is Läsare.ERSÄTTARE:
        fynd.append(
            Fynd(
                "Du är ersättare. Yrkandet får ställas på mötet bara om du, eller någon annan av "
                "förslagsställarna, tjänstgör när punkten behandlas.",
                ERSÄTTARES_RÄTT,
                hindrar=False,
            )
        )
    return fynd


def fråga(läge: Punktläge) -> list[Fynd]:
    """Det som hindrar läsaren att fråga handläggaren om punkten."""
    fynd = [*_sitter_i_organet(läge.läsare, "ställa frågor", insyn=True), *_jäv(läge, "fråga")]
    if läge.möte_slut:
        fynd.append(Fynd("Mötet är slut. Vänd dig till handläggaren.", UTAN_REGEL))
    return fynd


def väcka(läsare: Läsare, *, fullmäktige: bool, inkallad: bool = False) -> list[Fynd]:
    """Det som hindrar att väcka ett ärende i organet, eller som den som gör det ska veta.

    `inkallad`: ersättaren ska tjänstgöra på ett kommande möte. I fullmäktige är det en motion.
    """
    regel = MOTION if fullmäktige else LEDAMOTS_RÄTT
    if läsare is Läsare.ERSÄTTARE:
        if inkallad:
            return [
                Fynd(
                    "Du är ersättare. Ärendet är väckt av dig bara om du tjänstgör när det "
                    "tas upp.",
                    ERSÄTTARES_RÄTT,
                    hindrar=False,
                )
            ]
        return [
            Fynd(
                "Du är ersättare och väcker ärenden bara när du tjänstgör. Be en ledamot göra det, "
                "eller vänta tills du är inkallad till ett möte.",
                ERSÄTTARES_RÄTT,
            )
        ]
    if läsare is not Läsare.LEDAMOT:
        vad = "motioner" if fullmäktige else "ärenden"
        return [Fynd(f"Bara ledamöter i organet väcker {vad}.", regel)]
    if fullmäktige:
        return [
            Fynd(
                "Motionen bereds innan fullmäktige beslutar om den, om möjligt inom ett år.",
                MOTION_INOM_ETT_ÅR,
                hindrar=False,
            )
        ]
    return []


def _sitter_i_organet(läsare: Läsare, vad: str, *, insyn: bool = False) -> list[Fynd]:
    if läsare in (Läsare.LEDAMOT, Läsare.ERSÄTTARE) or (insyn and läsare is Läsare.INSYN):
        return []
    if läsare is Läsare.TIDIGARE:
        return [Fynd(f"Ditt uppdrag har slutat. Du kan inte längre {vad}.", UTAN_REGEL)]
    return [Fynd(f"Bara ledamöter och ersättare i organet kan {vad} här.", INTE_I_BESLUTEN)]


def _jäv(läge: Punktläge, vad: str) -> list[Fynd]:
    if not läge.jävig:
        return []
    regel = DELTAR_INTE_I_FULLMÄKTIGE if läge.fullmäktige else FÅR_INTE_DELTA_ELLER_NÄRVARA
    return [Fynd(f"Du är jävig i punkten och kan inte {vad} i den.", regel)]
