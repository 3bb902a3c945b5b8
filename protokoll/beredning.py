"""Fullmäktiges ärenden ska vara beredda (KL 5 kap. 26–34 §§), och ansvarsfrihet motiverad (5:24).

Allt är varningar: om ett ärende är brådskande, och alla är ense, vet bara mötet (5:33).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from nämnd.fynd import Fynd, Regel
from protokoll.kvalificerad import Kvalificerat, mandattidens_början, slaget

SKA_BEREDAS = Regel(
    "5 kap. 26 § kommunallagen",
    "”Innan ett ärende avgörs av fullmäktige, ska det ha beretts antingen av en nämnd vars "
    "verksamhetsområde ärendet berör eller av en fullmäktigeberedning.”",
)
NÄMND_YTTRAR_SIG = Regel(
    "5 kap. 27 § kommunallagen",
    "”Om ett ärende har beretts bara av en fullmäktigeberedning, ska en nämnd vars "
    "verksamhetsområde ärendet berör alltid ges tillfälle att yttra sig.”",
)
STYRELSEN_YTTRAR_SIG = Regel(
    "5 kap. 28 § kommunallagen",
    "”Styrelsen ska alltid ges tillfälle att yttra sig i ett ärende som har beretts av en annan "
    "nämnd eller av en fullmäktigeberedning.”",
)
VAL_OCH_AVSÄGELSE = Regel(
    "5 kap. 29 § kommunallagen",
    "”Fullmäktige får hålla val utan föregående beredning. Ett ärende som avser avsägelse från ett "
    "uppdrag som förtroendevald behöver inte heller beredas.”",
)
NYVALDA_FULLMÄKTIGE = Regel(
    "5 kap. 30 § kommunallagen",
    "”De år val av fullmäktige har hållits i hela landet får nyvalda fullmäktige besluta att ändra "
    "mandattiden för en nämnd eller att ändra antalet ledamöter eller ersättare i en nämnd utan "
    "föregående beredning.”",
)
EXTRA_VAL = Regel(
    "5 kap. 31 § kommunallagen",
    "”Fullmäktige får besluta om extra val till fullmäktige utan föregående beredning.”",
)
REVISIONSBERÄTTELSEN = Regel(
    "5 kap. 32 § kommunallagen",
    "”Fullmäktige får behandla revisionsberättelsen utan föregående beredning.”",
)
MEDBORGARFÖRSLAG = Regel(
    "5 kap. 34 § kommunallagen",
    "”Fullmäktiges beslut att enligt 23 § andra stycket överlåta till styrelsen eller en annan "
    "nämnd att besluta i ett ärende som har väckts genom medborgarförslag får fattas utan "
    "föregående beredning.”",
)
MOTIVERAS = Regel(
    "5 kap. 24 § första stycket kommunallagen",
    "”… besluta om ansvarsfrihet ska beviljas eller vägras. Beslutet ska motiveras om det inte är "
    "uppenbart obehövligt.”",
)
ANMÄRKNING_MOTIVERAS = Regel(
    "5 kap. 24 § andra stycket kommunallagen", "”Beslut om anmärkning ska motiveras.”"
)


class Beredare(StrEnum):
    """Den som har berett ärendet. Ett utskott bereder åt sin nämnd, inte åt fullmäktige."""

    STYRELSE = "styrelse"
    NÄMND = "namnd"
    BEREDNING = "beredning"


# Arterna som inte är ärenden att avgöra, eller som alltid får tas upp utan beredning.
_BESVARAS = frozenset(
    {"interpellation", "fraga", "information", "anmalan", "javsanmalan", "ordningsfraga"}
)
_AVGÖR = frozenset({"", "bifall", "andrat", "avslag"})
_UNDANTAG = (
    (VAL_OCH_AVSÄGELSE, re.compile(r"\b(avsägelse|entledigande)", re.I)),
    (REVISIONSBERÄTTELSEN, re.compile(r"\b(ansvarsfrihet|revisionsberättelse)", re.I)),
    (
        MEDBORGARFÖRSLAG,
        re.compile(r"\böverlåt\w+\b.*\bmedborgarförslag|\bmedborgarförslag\b.*\böverlåt", re.I),
    ),
)
_NÄMNDENS_STORLEK = re.compile(r"\b(mandattid|antalet (ledamöter|ersättare))", re.I)
# Att sända ärendet på beredning är inte att avgöra det.
_TILL_BEREDNING = re.compile(
    r"\b(remitter|hänskjut|överlämna|skicka)\w*\b.*\b(beredning|yttrande|\w*styrelsen|\w*nämnden)",
    re.I,
)


def undantaget(rubrik: str, typ: str, *, dag: date) -> Regel | None:
    """Regeln som låter fullmäktige avgöra ärendet utan beredning (5:29–32, 5:34)."""
    if typ in {"val", "avsagelse"}:
        return VAL_OCH_AVSÄGELSE
    if slaget(rubrik, fullmäktige=True) is Kvalificerat.EXTRA_VAL:
        return EXTRA_VAL
    if _NÄMNDENS_STORLEK.search(rubrik) and mandattidens_början(dag).year == dag.year:
        return NYVALDA_FULLMÄKTIGE
    return next((regel for regel, mönster in _UNDANTAG if mönster.search(rubrik)), None)


def pröva(
    rubrik: str,
    typ: str,
    utfall: str,
    satser: Sequence[str],
    *,
    beredare: Iterable[Beredare],
    dag: date,
    fullmäktige: bool,
) -> list[Fynd]:
    """Det som fattas i beredningen av ett ärende som fullmäktige avgör, eller ska avgöra.

    `satser` är beslutets, eller förslagets innan det är beslutat.
    """
    av = frozenset(beredare)
    avgörs = utfall in _AVGÖR and typ not in _BESVARAS
    if not fullmäktige or not avgörs or undantaget(rubrik, typ, dag=dag) is not None:
        return []
    if satser and all(_TILL_BEREDNING.search(sats) for sats in satser):
        return []
    if not av:
        text = (
            "Ärendet är inte berett av någon nämnd eller fullmäktigeberedning. Är det brådskande "
            "får det ändå avgöras, om samtliga närvarande är ense om beslutet (5 kap. 33 §)."
        )
        return [Fynd(text, SKA_BEREDAS, hindrar=False, kod="inte_berett")]
    fynd = []
    if av == {Beredare.BEREDNING}:
        text = "Bara en fullmäktigeberedning har berett ärendet. En nämnd ska ha fått yttra sig."
        fynd.append(Fynd(text, NÄMND_YTTRAR_SIG, hindrar=False, kod="nämnd_inte_hörd"))
    if Beredare.STYRELSE not in av:
        text = "Styrelsen har inte berett ärendet. Den ska ha fått tillfälle att yttra sig."
        fynd.append(Fynd(text, STYRELSEN_YTTRAR_SIG, hindrar=False, kod="styrelsen_inte_hörd"))
    return fynd


_ANSVARSFRIHET = re.compile(r"\bansvarsfrihet", re.I)
_VÄGRAS = re.compile(
    r"\b(vägra\w*|neka\w*|avslå\w*)\b|\b(inte\b.*\bbevilja|bevilja\w*\b.*\binte)", re.I
)
_ANMÄRKNING = re.compile(r"\banmärkning\w*", re.I)
_INGEN_ANMÄRKNING = re.compile(r"\b(ingen|inte|utan)\b", re.I)
_MOTIVERING = re.compile(
    r"\b(motiver\w+|eftersom|därför att|på grund av|skäl(et|en)?|med anledning av|brist(er)? i)\b",
    re.I,
)


def om_motiveringen(
    rubrik: str, utfall: str, satser: Sequence[str], texter: Iterable[str], *, fullmäktige: bool
) -> list[Fynd]:
    """Vägrad ansvarsfrihet och anmärkning ska motiveras (5:24); `texter` är det andra i paragrafen.

    Att bevilja ansvarsfrihet är i regel uppenbart utan behov av skäl.
    """
    if not fullmäktige or utfall not in _AVGÖR - {""}:
        return []
    if any(_MOTIVERING.search(text) for text in (*satser, *texter)):
        return []
    fynd = []
    om_frihet = bool(_ANSVARSFRIHET.search(rubrik))
    vägrad = any(_VÄGRAS.search(s) for s in satser if om_frihet or _ANSVARSFRIHET.search(s))
    if vägrad or (om_frihet and utfall == "avslag"):
        text = "Ansvarsfrihet vägras utan motivering. Skriv skälen i beslutet."
        fynd.append(Fynd(text, MOTIVERAS, hindrar=False, kod="vägrad_utan_skäl"))
    riktad = [s for s in satser if _ANMÄRKNING.search(s) and not _INGEN_ANMÄRKNING.search(s)]
    if riktad and (om_frihet or "revision" in rubrik.casefold()):
        text = "Fullmäktige riktar anmärkning utan motivering. Skriv skälen i beslutet."
        fynd.append(Fynd(text, ANMÄRKNING_MOTIVERAS, hindrar=False, kod="anmärkning_utan_skäl"))
    return fynd
