"""När fullmäktige behöver mer än enkel majoritet, och reglerna för extra val.

KL 5 kap. 9–10, 37, 50, 52 och 55 §§. I nämnder gäller alltid enkel majoritet (6 kap. 33 §).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from nämnd.fynd import Fynd, Regel
from protokoll.omröstning import (
    LAGTEXT,
    MOT_FOLKOMRÖSTNING,
    SAMTLIGA_NÄRVARANDE,
    Krav,
    två_tredjedelar,
)

SEX_MÅNADER = Regel(
    "5 kap. 10 § kommunallagen",
    "”Ett beslut om extra val får dock inte fattas förrän sex månader har gått från det nyvalda "
    "fullmäktiges första sammanträde.”",
)
BORDLÄGGS_FÖRST = Regel(
    "5 kap. 50 § andra stycket kommunallagen",
    "”Ett ärende om extra val ska dock alltid bordläggas första gången det tas upp till "
    "behandling.”",
)
TILLKÄNNAGIVET = Regel(
    "5 kap. 52 § kommunallagen",
    "”Ordföranden ska se till att bara sådana ärenden avgörs som har tillkännagetts enligt 13 "
    "eller 14 §. Ett brådskande ärende får dock avgöras om samtliga närvarande ledamöter beslutar "
    "det.”",
)


class Kvalificerat(StrEnum):
    """Ärendena där lagen kräver mer än enkel majoritet."""

    EXTRA_VAL = "extra_val"
    FOLKOMRÖSTNING = "folkomrostning"
    OTILLKÄNNAGIVET = "otillkannagivet"


KRAV: dict[str, Krav] = {
    Kvalificerat.EXTRA_VAL: två_tredjedelar("5 kap. 10 § kommunallagen"),
    Kvalificerat.FOLKOMRÖSTNING: MOT_FOLKOMRÖSTNING,
    Kvalificerat.OTILLKÄNNAGIVET: SAMTLIGA_NÄRVARANDE,
}
_RUBRIKER = {
    Kvalificerat.EXTRA_VAL: re.compile(
        r"\bextra val (till|av|i) ((kommun|region)?fullmäktige)\b", re.I
    ),
    Kvalificerat.FOLKOMRÖSTNING: re.compile(r"\bfolkinitiativ", re.I),
}
_AVGÖRS_INTE = frozenset({"bordlaggning", "utgar"})
_BIFALL = frozenset({"bifall", "andrat"})


def slaget(rubrik: str, *, fullmäktige: bool) -> Kvalificerat | None:
    """Om ärendet kräver kvalificerad majoritet; aldrig i en nämnd (6:33)."""
    if not fullmäktige:
        return None
    return next((s for s, mönster in _RUBRIKER.items() if mönster.search(rubrik)), None)


def kravet(slag: Kvalificerat | None) -> Krav:
    return KRAV.get(slag or "", Krav())


def utan_votering(slag: str, utfall: str, *, finns_annat: bool) -> Fynd | None:
    """Ordföranden kan inte finna en kvalificerad majoritet med acklamation: lagen säger röstar.

    Är ingen emot behöver inget räknas.
    """
    if not slag or not finns_annat:
        return None
    krav = KRAV[slag]
    if utfall != ("avslag" if krav.mot else "bifall"):
        return None
    text = f"{krav.i_ord} Begär votering, så räknas det."
    return Fynd(text, Regel(krav.lagrum, LAGTEXT[krav.lagrum]), kod="votering_krävs")


def otillkännagivet(*, fullmäktige: bool, samtliga: bool) -> Fynd | None:
    """Ett ärende som inte är tillkännagivet avgörs bara om samtliga närvarande beslutar det."""
    if not fullmäktige or samtliga:
        return None
    text = "Ärendet är inte tillkännagett. Det avgörs bara om samtliga närvarande beslutar det."
    return Fynd(text, TILLKÄNNAGIVET, kod="otillkännagivet")


def mandattidens_början(dag: date) -> date:
    """Den 15 oktober det senaste valåret (5:9); val hålls vart fjärde år, 2022, 2026 …"""
    år = dag.year - (dag.year - 2022) % 4
    början = date(år, 10, 15)
    return början if början <= dag else date(år - 4, 10, 15)


def om_extra_val(
    utfall: str, *, dag: date, första_mötet: date | None, bordlagt_förut: bool
) -> list[Fynd]:
    """Det som talar mot beslutet om extra val (5:10, 5:50).

    Sex månader från mandattidens början hindrar: dessförinnan har inget första sammanträde hållits.
    `första_mötet` är det första som finns i systemet, och kan ha haft ett före sig: en varning.
    """
    if utfall in _AVGÖRS_INTE:
        return []
    if not bordlagt_förut:
        text = "Ett ärende om extra val bordläggs alltid första gången."
        return [Fynd(text, BORDLÄGGS_FÖRST, kod="bordläggs_först")]
    if utfall not in _BIFALL:
        return []
    tidigast = _sex_månader_efter(mandattidens_början(dag))
    if dag < tidigast:
        text = f"Extra val kan beslutas tidigast sex månader in på mandattiden, {_dag(tidigast)}."
        return [Fynd(text, SEX_MÅNADER, kod="sex_månader")]
    if första_mötet is not None and dag < (tidigast := _sex_månader_efter(första_mötet)):
        text = (
            f"Det första sammanträdet som är fört här hölls {_dag(första_mötet)}. Var det också "
            f"det nyvalda fullmäktiges första får extra val beslutas tidigast {_dag(tidigast)}."
        )
        return [Fynd(text, SEX_MÅNADER, hindrar=False, kod="sex_månader")]
    return []


def _dag(dag: date) -> str:
    return f"{dag.day}/{dag.month} {dag.year}"


def _sex_månader_efter(dag: date) -> date:
    år, månad = divmod(dag.year * 12 + dag.month - 1 + 6, 12)
    return date(år, månad + 1, min(dag.day, monthrange(år, månad + 1)[1]))
