"""Vad en registrator skulle stanna vid i diariet, läst ur texten. Inget av det hindrar.

Reglerna ser bara orden: ett namn som inte står i listan upptäcks inte, och en gata uppkallad efter
någon kan tas för en person. Därför är allt anmärkningar, aldrig hinder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ärenden.förnamn import FÖRNAMN


class Regel(StrEnum):
    """En sak att se över. Värdet står i adresser och händelser."""

    PERSONNAMN = "personnamn"
    PERSONNUMMER = "personnummer"
    FÖRKORTNING = "forkortning"
    EPOST = "epost"
    MOTPART_SAKNAS = "motpart_saknas"
    SAMMA_FIL = "samma_fil"
    SAMMA_AVSÄNDARE = "samma_avsandare"
    SAMMA_ÄRENDE = "samma_arende"

    @property
    def etikett(self) -> str:
        return _ETIKETTER[self]

    @property
    def lagrum(self) -> str:
        return _SKÄL[self][0]

    @property
    def varför(self) -> str:
        return _SKÄL[self][1]


_ETIKETTER: dict[Regel, str] = {
    Regel.PERSONNAMN: "personnamn i rubriken",
    Regel.PERSONNUMMER: "personnummer",
    Regel.FÖRKORTNING: "förkortning i rubriken",
    Regel.EPOST: "e-postadress som motpart",
    Regel.MOTPART_SAKNAS: "avsändare eller mottagare saknas",
    Regel.SAMMA_FIL: "samma fil på två ställen",
    Regel.SAMMA_AVSÄNDARE: "samma avsändare och rubrik två gånger",
    Regel.SAMMA_ÄRENDE: "samma rubrik och motpart i två ärenden",
}
_OSL_5_1 = "5 kap. 1 § offentlighets- och sekretesslagen"
_OSL_5_2 = "5 kap. 2 § offentlighets- och sekretesslagen"
_SKÄL: dict[Regel, tuple[str, str]] = {
    Regel.PERSONNAMN: (
        "artikel 5.1 c i EU:s dataskyddsförordning",
        "Rubriken läses av vem som helst, också på webben. Den säger i korthet vad ärendet gäller; "
        "vem det gäller står som motpart, som kan hållas isär från det offentliga registret.",
    ),
    Regel.PERSONNUMMER: (
        "3 kap. 10 § lagen (2018:218) med kompletterande bestämmelser till EU:s "
        "dataskyddsförordning",
        "Ett personnummer får användas bara när det är klart motiverat, och en rubrik i diariet "
        "läses av vem som helst.",
    ),
    Regel.FÖRKORTNING: (
        "11 § språklagen",
        "Språket i offentlig verksamhet ska vara vårdat, enkelt och begripligt. Den som söker i "
        "registret ska inte behöva känna förvaltningens förkortningar.",
    ),
    Regel.EPOST: (
        _OSL_5_2,
        "Registret ska visa från vem handlingen har kommit in eller till vem den har skickats, så "
        "att den går att finna.",
    ),
    Regel.MOTPART_SAKNAS: (
        _OSL_5_2,
        "För en handling som har kommit in eller skickats ska registret i förekommande fall visa "
        "avsändaren eller mottagaren.",
    ),
    Regel.SAMMA_FIL: (
        _OSL_5_1,
        "Varje handling registreras en gång. Står samma fil på två ställen är den ena kanske "
        "registrerad av misstag, eller hör till det andra ärendet.",
    ),
    Regel.SAMMA_AVSÄNDARE: (
        _OSL_5_1,
        "Varje handling registreras en gång. Samma avsändare och rubrik två gånger i ett ärende är "
        "ofta samma handling, som brev och som e-post.",
    ),
    Regel.SAMMA_ÄRENDE: (
        _OSL_5_1,
        "Handlingarna i ett ärende hålls samman i registret, så att allt som hör till ärendet "
        "hittas på ett ställe.",
    ),
}


@dataclass(frozen=True)
class Fynd:
    """Det som hittades i en text, och texten som den blir när det är lagat (tomt: välj själv)."""

    regel: Regel
    vad: str
    lagad: str = ""


# --- Personnamn ----------------------------------------------------------------------------------

_NAMN = re.compile(
    r"\b(?P<för>[A-ZÅÄÖÉ][a-zåäöéü]+)(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?(?: [A-ZÅÄÖÉ]\.?(?= ))?"
    r" (?P<efter>(?:(?:von|af|de) )?[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?)\b"
)
# Det som är uppkallat efter någon, och den som har sitt namn på en firma.
_UPPKALLAT = re.compile(
    r"^\s*(?:AB|HB|KB|Aktiebolag|gat[au]n?|gata|väg(?:en)?|plats|park(?:en)?|torg(?:et)?|plan"
    r"|skola[n]?|gränd|gård(?:en)?|stiftelse|stiftelsen|fond|minnesfond|pris|stipendium|allé)\b",
    re.IGNORECASE,
)
_PLATSNAMN = re.compile(
    r"(?:gatan|vägen|skolan|gården|torget|parken|plan|hemmet|kyrkan|gränd|backen|stigen|fonden"
    r"|stiftelsen|holmen|sjön)$",
    re.IGNORECASE,
)


def personnamn(text: str) -> list[str]:
    """Namnen på personer i en rubrik: ett svenskt förnamn följt av ett efternamn."""
    return [m[0] for m in _NAMN.finditer(text) if _är_person(m, text)]


def _är_person(m: re.Match[str], text: str) -> bool:
    return (
        m["för"].lower() in FÖRNAMN
        and not _PLATSNAMN.search(m["efter"])
        and not _UPPKALLAT.match(text[m.end() :])
    )


def utan_namn(text: str) -> str:
    """Rubriken med ”enskild” i stället för namnen, för den som inte vill skriva om den."""

    def byt(m: re.Match[str]) -> str:
        if not _är_person(m, text):
            return m[0]
        ord_ = "enskild" if m.end() == len(text) or not _är_genitiv(m, text) else "enskilds"
        return ord_.capitalize() if m.start() == 0 else ord_

    return _NAMN.sub(byt, text)


def _är_genitiv(m: re.Match[str], text: str) -> bool:
    # ”Anna Anderssons ansökan”, men inte ”från Anna Nyqvists om bygglov”: efter genitiven kommer
    # det som ägs, ett ord med liten bokstav som inte är en preposition.
    nästa = re.match(r" ([a-zåäö]+)", text[m.end() :])
    return m[0].endswith("s") and nästa is not None and nästa[1] not in _SMÅORD


_SMÅORD = frozenset(["om", "för", "i", "på", "av", "till", "från", "med", "och", "angående", "mot"])

# --- Förkortningar -------------------------------------------------------------------------------

# Skrivs ut i rubriken; de andra får registratorn förklara själv.
UTSKRIVNA = {
    "ang": "angående",
    "avs": "avseende",
    "enl": "enligt",
    "ink": "inkommen",
    "resp": "respektive",
    "inkl": "inklusive",
    "exkl": "exklusive",
    "kv": "kvarteret",
    "bl.a": "bland annat",
    "bl a": "bland annat",
    "t.ex": "till exempel",
    "t ex": "till exempel",
    "m.m": "med mera",
    "m m": "med mera",
    "p.g.a": "på grund av",
    "pga": "på grund av",
    "fr.o.m": "från och med",
    "fr o m": "från och med",
    "t.o.m": "till och med",
    "t o m": "till och med",
    "LSS": "lagen om stöd och service till vissa funktionshindrade",
    "LVU": "lagen med särskilda bestämmelser om vård av unga",
    "LVM": "lagen om vård av missbrukare i vissa fall",
    "SoL": "socialtjänstlagen",
    "PBL": "plan- och bygglagen",
    "OVK": "obligatorisk ventilationskontroll",
    "LSO": "lagen om skydd mot olyckor",
    "LOU": "lagen om offentlig upphandling",
    "LOV": "lagen om valfrihetssystem",
    "OSL": "offentlighets- och sekretesslagen",
    "IFO": "individ- och familjeomsorgen",
    "SKR": "Sveriges Kommuner och Regioner",
    "IVO": "Inspektionen för vård och omsorg",
    "KS": "kommunstyrelsen",
    "KF": "kommunfullmäktige",
}
# Vanligare än det de står för.
ALLMÄNNA = frozenset(
    [
        *("AB", "HB", "KB", "EU", "EES", "FN", "IT", "USA", "PDF", "TV", "VA", "GDPR", "BRF"),
        *("SFS", "SOU", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "SJ", "AI"),
    ]
)
_PUNKTADE = sorted((f for f in UTSKRIVNA if f.islower()), key=len, reverse=True)
_SMÅ = re.compile(rf"(?<![\wåäö.])(?:{'|'.join(map(re.escape, _PUNKTADE))})(?![\wåäö])\.?")
_STORA = re.compile(r"(?<![\w/:.\-])(?:[A-ZÅÄÖ]{2,6}|SoL)(?![\w/:\-]| ?\d)")


def _förklaras(text: str, m: re.Match[str]) -> bool:
    """”plan- och bygglagen (PBL)” och ”PBL (plan- och bygglagen)” är förklarade."""
    före, efter = text[: m.start()], text[m.end() :]
    inom_parentes = före.endswith("(") and efter.startswith(")")
    return inom_parentes or efter.startswith(" (")


def _förkortningarna(text: str) -> list[re.Match[str]]:
    if text.isupper():
        # En rubrik helt i stora bokstäver har inga förkortningar att känna igen.
        return []
    stora = (m for m in _STORA.finditer(text) if m[0] not in ALLMÄNNA and not _förklaras(text, m))
    return sorted([*_SMÅ.finditer(text), *stora], key=lambda m: m.start())


def förkortningar(text: str) -> list[str]:
    """De förkortningar i en rubrik som varken är allmänna eller förklaras där de står."""
    return list(dict.fromkeys(m[0] for m in _förkortningarna(text)))


def utskriven(text: str) -> str:
    """Rubriken med de kända förkortningarna utskrivna; stora bokstäver står kvar inom parentes."""
    for m in reversed(_förkortningarna(text)):
        hel = UTSKRIVNA.get(m[0].rstrip("."))
        if hel is None:
            continue
        if m[0] != m[0].lower():
            hel = f"{hel} ({m[0]})"
        if m.start() == 0:
            hel = hel[0].upper() + hel[1:]
        text = text[: m.start()] + hel + text[m.end() :]
    return text


# --- Motparten -----------------------------------------------------------------------------------

EPOST = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
PERSONNUMMER = re.compile(r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?!\d)")


def namn_ur_epost(text: str) -> str:
    """Namnet vid eller i en e-postadress: ”Anna Ek <anna.ek@…>”. Tomt om det inte står där."""
    m = EPOST.search(text)
    if m is None:
        return ""
    bredvid = (text[: m.start()] + text[m.end() :]).replace("<", "").replace(">", "")
    if bredvid := bredvid.strip(" \"'(),;"):
        return bredvid
    delar = m[0].split("@")[0].split(".")
    if len(delar) == 2 and all(len(d) > 1 and d.isalpha() for d in delar):
        return " ".join(d.capitalize() for d in delar)
    return ""


# --- Allt på en gång -----------------------------------------------------------------------------


def granska_rubrik(text: str) -> list[Fynd]:
    """Anmärkningarna mot en rubrik som alla får läsa."""
    fynd = []
    if PERSONNUMMER.search(text):
        fynd.append(Fynd(Regel.PERSONNUMMER, ""))
    if namn := personnamn(text):
        fynd.append(Fynd(Regel.PERSONNAMN, ", ".join(namn), utan_namn(text)))
    if korta := förkortningar(text):
        lagad = utskriven(text)
        vad = ", ".join(f"”{kort}”" for kort in korta)
        fynd.append(Fynd(Regel.FÖRKORTNING, vad, lagad if lagad != text else ""))
    return fynd


def granska_motpart(text: str) -> list[Fynd]:
    """Anmärkningarna mot en motpart, avsändare eller mottagare."""
    fynd = []
    if EPOST.search(text):
        fynd.append(Fynd(Regel.EPOST, "", namn_ur_epost(text)))
    if PERSONNUMMER.search(text):
        fynd.append(Fynd(Regel.PERSONNUMMER, ""))
    return fynd
