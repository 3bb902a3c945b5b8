"""Vem som utan att vara ledamot får tala, yrka och väcka ärenden (KL 4:21, 5:22, 5:39–41, 6:26).

I fullmäktige får kommunalråd och andra heltidsförtroendevalda det; de deltar inte i beslutet.
"""

from __future__ import annotations

import re

from nämnd.fynd import Fynd, Regel

RÅDETS = Regel(
    "5 kap. 39 § kommunallagen",
    "”En förtroendevald som anges i 4 kap. 2 § första stycket och som inte är ledamot i "
    "fullmäktige har rätt att närvara vid fullmäktiges sammanträden. Sådan förtroendevald får "
    "delta i överläggningar och framställa förslag men inte delta i besluten.”",
)
ANDRAS = Regel(
    "5 kap. 40 § kommunallagen",
    "”Fullmäktige får bestämma att också andra än ledamöter och de som anges i 39 § ska ha rätt "
    "att delta i överläggningar men inte i besluten.”",
)
KALLAD = Regel(
    "6 kap. 26 § kommunallagen",
    "”Den som har kallats till ett sammanträde får, om nämnden beslutar det, delta i "
    "överläggningarna men inte i besluten.”",
)
REVISORNS = Regel(
    "4 kap. 21 § kommunallagen",
    "”Varje revisor får väcka ärenden i en nämnd eller i en fullmäktigeberedning om ärendet rör "
    "granskningen av verksamheten i nämnden eller beredningen.”",
)
REVISORNS_I_FULLMÄKTIGE = Regel(
    "5 kap. 22 § kommunallagen",
    "”Ärenden i fullmäktige får väckas av … 3. en revisor, om ärendet gäller förvaltning som har "
    "samband med revisionsuppdraget eller om ärendet gäller granskningen …”",
)
# Benämningarna i KL 4 kap. 2 §; en annan som fullmäktige bestämt skrivs med sin titel.
_RÅD = re.compile(r"\b(kommunal|borgar|region|landstings|oppositions)råd(et)?\b", re.I)
_REVISOR = re.compile(r"\b\w*revisor\b", re.I)
_REVISIONEN = re.compile(r"\b(ansvarsfrihet|revisionsberättelse)", re.I)
_UPPLYSER = frozenset({"sekreterare", "tjansteperson"})
_NÄMNDENS = re.compile(r"\bordförande\b", re.I)


def är_råd(titel: str) -> bool:
    """Om titeln är en heltidsförtroendevalds (KL 4 kap. 2 §)."""
    return bool(_RÅD.search(titel))


def är_revisor(titel: str) -> bool:
    return bool(_REVISOR.search(titel))


def om_väckaren(namn: str, titel: str, *, fullmäktige: bool) -> Fynd | None:
    """Hindrar den som varken är ledamot eller revisor från att väcka ett ärende (4:21, 5:22)."""
    if är_revisor(titel):
        return None
    regel = REVISORNS_I_FULLMÄKTIGE if fullmäktige else REVISORNS
    text = f"{namn} är varken ledamot eller revisor och kan inte väcka ärenden här."
    return Fynd(text, regel, kod="får_inte_väcka")


def om_yrkaren(namn: str, titel: str, *, fullmäktige: bool) -> Fynd | None:
    """Hindrar den som inte är ledamot och inte har rätt att framställa förslag (5:39, 6:26)."""
    if not fullmäktige:
        text = f"{namn} är inte ledamot. Den som har kallats till mötet kan inte yrka."
        return Fynd(text, KALLAD, kod="får_inte_yrka")
    if är_råd(titel):
        return None
    text = (
        f"{namn} är inte ledamot eller kommunalråd. Den som får delta i överläggningen kan ändå "
        "inte framställa förslag."
    )
    return Fynd(text, RÅDETS, kod="får_inte_yrka")


def om_talaren(
    namn: str, titel: str, roll: str, *, yttranderätt: bool, rubrik: str, fullmäktige: bool
) -> Fynd | None:
    """En varning när ingen regel ger den som inte är ledamot rätt att tala i fullmäktige.

    Revisorerna talar när revisionsberättelsen behandlas (5:32), anställda, revisorer och nämndernas
    ordförande lämnar upplysningar (5:41), andra när fullmäktige har bestämt det (5:40).
    """
    if not fullmäktige or yttranderätt or är_råd(titel):
        return None
    if roll in _UPPLYSER or _NÄMNDENS.search(titel) or är_revisor(titel):
        return None
    if roll == "sakkunnig" and _REVISIONEN.search(rubrik):
        return None
    text = f"{namn} får delta i överläggningen bara om fullmäktige har bestämt det."
    return Fynd(text, ANDRAS, hindrar=False, kod="får_inte_tala")
