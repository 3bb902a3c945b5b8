"""Öppna och stängda dörrar (KL 5 kap. 42 § för fullmäktige, 6 kap. 25 § för nämnder).

En nämnds möte är slutet om nämnden inte har beslutat annat; då finns inget att anteckna.
"""

from __future__ import annotations

from nämnd.fynd import Fynd, Regel

FULLMÄKTIGES = Regel(
    "5 kap. 42 § kommunallagen",
    "”Fullmäktiges sammanträden är offentliga. Fullmäktige får dock besluta att överläggningen i "
    "ett visst ärende ska hållas inom stängda dörrar. Ersättarna får närvara vid en sådan "
    "överläggning, även när de inte tjänstgör.”",
)
NÄMNDENS = Regel(
    "6 kap. 25 § kommunallagen",
    "”En nämnds sammanträden ska dock alltid hållas inom stängda dörrar i ärenden 1. som avser "
    "myndighetsutövning, eller 2. i vilka det förekommer uppgifter som omfattas av sekretess hos "
    "nämnden.”",
)
SLUTNA = Regel(
    "6 kap. 25 § kommunallagen",
    "”En nämnds sammanträden ska hållas inom stängda dörrar. Nämnden får dock besluta att dess "
    "sammanträden ska vara offentliga, om fullmäktige har medgett det.”",
)
# Det som står i protokollet; raden känns igen på sina ord.
I_FULLMÄKTIGE = (
    "Fullmäktige beslutar att överläggningen i ärendet ska hållas inom stängda dörrar "
    "(5 kap. 42 § kommunallagen)."
)
I_NÄMND = "Ärendet behandlas inom stängda dörrar (6 kap. 25 § kommunallagen)."
MENINGAR = frozenset({I_FULLMÄKTIGE, I_NÄMND})


def kan_stängas(*, fullmäktige: bool, offentligt: bool) -> bool:
    """Om mötet annars är offentligt, så att det ska sägas när dörrarna är stängda."""
    return fullmäktige or offentligt


def mening(*, fullmäktige: bool) -> str:
    return I_FULLMÄKTIGE if fullmäktige else I_NÄMND


def regeln(*, fullmäktige: bool) -> Regel:
    return FULLMÄKTIGES if fullmäktige else NÄMNDENS


def pröva(
    *, fullmäktige: bool, offentligt: bool, mot_enskild: bool, hemligt: bool, stängda: bool
) -> Fynd | None:
    """En varning när ett ärende som inte tål åhörare behandlas på ett offentligt möte."""
    if stängda or not kan_stängas(fullmäktige=fullmäktige, offentligt=offentligt):
        return None
    if fullmäktige:
        if not hemligt:
            return None
        text = (
            "Ärendet omfattas av sekretess och fullmäktiges möten är offentliga. Besluta om "
            "överläggningen ska hållas inom stängda dörrar."
        )
        return Fynd(text, FULLMÄKTIGES, hindrar=False, kod="öppna_dörrar")
    if not (mot_enskild or hemligt):
        return None
    varför = "avser myndighetsutövning" if mot_enskild else "omfattas av sekretess"
    text = f"Ärendet {varför} och behandlas alltid inom stängda dörrar. Anteckna det."
    return Fynd(text, NÄMNDENS, hindrar=False, kod="öppna_dörrar")
