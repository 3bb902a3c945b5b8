"""Svensk sökanalys: stammar, sammansättningars delar, diarienummer och sökvektorn. Ren text.

Databasens svenska ordbok lämnar ärendet, beslutet och protokollet ostammade och känner inga
sammansättningar. Därför analyseras orden här, lika vid registrering och vid sökning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ärenden.sammansättning import ORDDELAR

# Höjs när något här ändras, så att det redan analyserade görs om.
ANALYS = 2

ORD = re.compile(r"[0-9a-zåäö]+")
UTAN_ACCENT = str.maketrans("éèêëáàâüúùûæøíìîóòôñç", "eeeeaaauuuuäöiiiooonc")
UTAN_PRICKAR = str.maketrans("åäö", "aao")
VOKAL = re.compile("[aeiouyåäö]")
# Ord som står i nästan varje rubrik och inte skiljer någon från någon annan.
STOPPORD = frozenset(
    [
        "och",
        "i",
        "att",
        "det",
        "som",
        "en",
        "ett",
        "på",
        "är",
        "av",
        "för",
        "med",
        "den",
        "till",
        "inte",
        "om",
        "har",
        "de",
        "vid",
        "från",
        "eller",
        "ska",
        "kan",
        "samt",
        "så",
        "under",
        "inom",
    ]
)
LÄNGSTA_ORD = 60
# PostgreSQL minns inte platser längre in i texten än så.
SISTA_PLATS = 16_000

# --- Stammen -----------------------------------------------------------------------------------

OREGELBUNDNA = {
    "ledamöter": "ledamot",
    "böcker": "bok",
    "städer": "stad",
    "händer": "hand",
    "män": "man",
    "rötter": "rot",
    "nätter": "natt",
    "fötter": "fot",
    "fäder": "far",
    "mödrar": "mor",
    "bröder": "bror",
    "döttrar": "dotter",
    "söner": "son",
    "bönder": "bonde",
    "länder": "land",
    "stränder": "strand",
    "tänder": "tand",
    "möss": "mus",
    "gäss": "gås",
    "köer": "kö",
    "ordföranden": "ordförande",
    "männen": "man",
}
_BÖJNING = re.compile(
    f"^(.*?)({'|'.join(sorted(OREGELBUNDNA, key=len, reverse=True))})(na|nas|s)?$"
)
_HANDLING = re.compile(
    r"^(.{4,}?)(?:ation(?:s|er|en|ens|erna|ernas)?|ering(?:s|ar|en|ens|arna|arnas)?"
    r"|era[dts]?|erades?|erande|erats)$"
)
_NAD = re.compile(r"^(.{3,}nad)(?:en|er|erna|s|ens|ers|ernas)?$")
ÄNDELSER = sorted(
    [
        *("arnas", "ernas", "ornas", "arna", "erna", "orna", "andes", "andet", "anden", "ande"),
        *("endes", "endet", "ende", "ningarnas", "ningarna", "ningars", "ningar", "ningens"),
        *("ningen", "nings", "ning", "ingarnas", "ingarna", "ingars", "ingar", "ingens", "ingen"),
        *("ings", "ing", "anens", "anen", "ens", "ets", "en", "et", "ars", "ers", "ors", "ar"),
        *("er", "or", "ans", "an", "as", "es", "ad", "ade", "at", "ats", "na", "nas", "a", "e"),
        *("s", "heten", "hetens", "heter", "heterna", "het"),
    ],
    key=len,
    reverse=True,
)
# Slutar på s utan att det är en genitiv.
_FAST_S = (
    *("skjuts", "plats", "kurs", "pris", "kris", "gräns", "chans", "balans", "instans", "bas"),
    *("vars", "hets", "ljus", "hus", "rus", "sås", "glas", "buss", "hälsas"),
)


@lru_cache(200_000)
def stam(ord_: str) -> str:
    """Ordet utan böjning: samma för ärende, ärendet och ärendena. Tal utan inledande nollor."""
    if ord_.isdecimal():
        return ord_.lstrip("0") or "0"
    # Ett kort ord sist i ett längre är oftast något annat: allmän är inte flera man.
    if (träff := _BÖJNING.match(ord_)) and (not träff[1] or len(träff[2]) > 5):
        ord_ = träff[1] + OREGELBUNDNA[träff[2]]
    if len(ord_) < 4 or not ord_.isalpha():
        return ord_
    if len(ord_) > 7 and (träff := _HANDLING.match(ord_)):
        return f"{träff[1]}er"
    if träff := _NAD.match(ord_):
        return träff[1]
    rest = _utan_ändelse(ord_)
    if len(rest) > 3 and rest.endswith("mm"):
        rest = rest[:-1]
    if len(rest) >= 5 and rest[-1] in "rnl" and not re.match(rf"[aeiouyåäörl{rest[-1]}]", rest[-2]):
        rest = rest[:-1]  # bullret och buller, vattnet och vatten
    return rest


def _utan_ändelse(ord_: str) -> str:
    for ändelse in ÄNDELSER:
        if not ord_.endswith(ändelse):
            continue
        rest = ord_[: -len(ändelse)]
        if len(rest) < 3 or not VOKAL.search(rest):
            continue
        if ändelse == "s" and (rest[-1] == "s" or len(rest) < 4 or ord_.endswith(_FAST_S)):
            continue
        if ändelse in ("ad", "at", "ade", "ats") and (len(rest) < 4 or rest[-1] == "n"):
            continue
        if ändelse in ("ing", "ings", "ande", "ende") and len(rest) < 4:
            continue
        return rest
    return ord_


# --- Sammansättningar --------------------------------------------------------------------------

_KÄNDA = frozenset(stam(o) for o in ORDDELAR)
KORTASTE_SAMMANSÄTTNING = 7


@lru_cache(200_000)
def yttre_delar(ord_: str) -> tuple[str, ...]:
    """Ordets två delar som stammar, eller inget: skolskjutsbeslut är skolskjuts och beslut."""
    if len(ord_) < KORTASTE_SAMMANSÄTTNING or not ord_.isalpha():
        return ()
    är_känt = stam(ord_) in _KÄNDA
    bäst: tuple[float, tuple[str, ...]] = (0.0, ())
    for plats in range(3, len(ord_) - 2):
        förled, efterled = _förled(ord_[:plats]), stam(ord_[plats:])
        känt_förled, känt_efterled = förled in _KÄNDA, efterled in _KÄNDA
        # Ett okänt bredvid ett känt räcker när båda är långa: annars blir förslag ett slag.
        långa = plats >= 4 and len(ord_) - plats >= 4 and not är_känt
        if not (känt_förled and känt_efterled) and not (långa and (känt_förled or känt_efterled)):
            continue
        if not (VOKAL.search(förled) and VOKAL.search(efterled)):
            continue
        vikt = len(förled) * känt_förled + 1.5 * len(efterled) * känt_efterled
        vikt += 100 * (känt_förled and känt_efterled)
        if vikt > bäst[0]:
            bäst = (vikt, (förled, efterled))
    return bäst[1]


def _förled(del_: str) -> str:
    """Förledet som eget ord: socialnämnds- är socialnämnd, kyrko- är kyrka, gatu- är gata."""
    former = [del_]
    if del_.endswith("s") and not del_.endswith(_FAST_S):
        former.append(del_[:-1])
    if del_[-1] in "oue":
        former += [f"{del_[:-1]}a", del_[:-1]]
    for form in former:
        if stam(form) in _KÄNDA:
            return stam(form)
    return stam(former[1] if len(former) > 1 else del_)


@lru_cache(200_000)
def delar(ord_: str) -> tuple[str, ...]:
    """Alla delar, också delarnas: barnomsorgsavgift är barnomsorg, avgift, barn och omsorg."""
    funna: dict[str, None] = {}
    kö = [ord_]
    while kö:
        for del_ in yttre_delar(kö.pop()):
            if del_ not in funna:
                funna[del_] = None
                kö.append(del_)
    return tuple(funna)


# --- Diarienummer i löpande text -----------------------------------------------------------------


@dataclass(frozen=True)
class Nummer:
    """Ett diarienummer som det står i en text, med de former det söks i."""

    start: int
    slut: int
    prefix: str
    former: tuple[str, ...]


_ÅR = r"(?:19|20)\d{2}"
_KLASSKOD = r"(?:\s?[-–—:.]\s?\d{2,3}|\s\d{2,3})?(?![\d\-])"
_PREFIX = r"(?:(?<![a-zåäö])(?P<prefix>[a-zåäö]{1,6})[\s/.\-]{0,2})?"
_NUMMERFORMER = (
    # SUN 2018/319 00, SOCN/2018:23 - 759, KS-2013/1319.175, SLK-2024-00672, 2017/SN 0229 013
    re.compile(
        rf"{_PREFIX}(?<!\d)(?P<år>{_ÅR})(?!-\d\d-\d\d(?!\d))\s?[/:.\-]\s?"
        rf"(?:[a-zåäö]{{1,6}}\s)?0*(?P<nr>\d{{1,7}}){_KLASSKOD}"
    ),
    # RD21/00238
    re.compile(
        rf"(?<![a-zåäö])(?P<prefix>[a-zåäö]{{1,6}})(?P<kort>\d{{2}})/0*(?P<nr>\d{{1,7}}){_KLASSKOD}"
    ),
    # ITVT 7/2019
    re.compile(rf"{_PREFIX}(?<!\d)0*(?P<nr>\d{{1,7}})/(?P<år>{_ÅR})(?!\d)"),
    # 97/431 002 och 31/16: året kan stå först eller sist
    re.compile(
        rf"{_PREFIX}(?<![\d/])(?P<ett>\d{{1,5}})/(?P<två>\d{{2,6}})(?:\s\d{{2,3}})?(?![\d/])"
    ),
)
_DNR = re.compile(r"^(?:dnr|diarienr|diarienummer)$")
SEKELSKIFTE = 70


def nummer_i(text: str) -> list[Nummer]:
    """Diarienumren i en text, i den ordning de står, i varje tryckt form (OSL 5 kap. 2 §)."""
    text = förenkla(text)
    funna: list[Nummer] = []
    for form in _NUMMERFORMER:
        for m in form.finditer(text):
            if any(m.start() < f.slut and f.start < m.end() for f in funna):
                continue
            if former := _former(m):
                prefix = m.groupdict().get("prefix") or ""
                funna.append(
                    Nummer(m.start(), m.end(), "" if _DNR.match(prefix) else prefix, former)
                )
    return sorted(funna, key=lambda f: f.start)


def _former(m: re.Match[str]) -> tuple[str, ...]:
    delar = m.groupdict()
    if "ett" in delar:
        ett, två = delar["ett"], delar["två"]
        kandidater = [(_helt_år(ett), två), (_helt_år(två), ett)]
        return tuple(f"{år}/{int(nr)}" for år, nr in kandidater if år and int(nr))
    år = delar["år"] if "år" in delar else _helt_år(delar["kort"])
    return (nummerform(int(år), int(delar["nr"])),)


def _helt_år(kort: str) -> str:
    if len(kort) != 2:
        return ""
    return f"{'19' if int(kort) >= SEKELSKIFTE else '20'}{kort}"


def nummerform(år: int, löpnummer: int) -> str:
    """Den form som ett diarienummer söks i, hur det än trycks."""
    return f"{år}/{löpnummer}"


# --- Orden i en text ---------------------------------------------------------------------------


def förenkla(text: str) -> str:
    """Små bokstäver utan accenter, tecken för tecken: platserna är desamma."""
    små = text.lower()
    if len(små) != len(text):
        små = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return små.translate(UTAN_ACCENT)


def orden(text: str) -> list[str]:
    return [o[:LÄNGSTA_ORD] for o in ORD.findall(förenkla(text))]


def utan_prickar(ord_: str) -> str:
    return ord_.translate(UTAN_PRICKAR)


def avstånd(ett: str, annat: str) -> int:
    """Hur många bokstäver som är fel, saknas, är för många eller har bytt plats med nästa."""
    före: list[int] = []
    nu = list(range(len(annat) + 1))
    for i, a in enumerate(ett, 1):
        äldre, före, nu = före, nu, [i]
        for j, b in enumerate(annat, 1):
            bäst = min(före[j] + 1, nu[j - 1] + 1, före[j - 1] + (a != b))
            if i > 1 and j > 1 and a == annat[j - 2] and ett[i - 2] == b:
                bäst = min(bäst, äldre[j - 2] + 1)
            nu.append(bäst)
    return nu[-1]


@dataclass(frozen=True)
class Fält:
    """En text i sökvektorn. Vikterna är PostgreSQL:s A till D; ordens delar väger mindre."""

    text: str
    vikt: str
    delvikt: str


def vektor(fält: Iterable[Fält]) -> str:
    """Sökvektorn som PostgreSQL läser den: `'nämnd':3B 'socialnämnd':3A`."""
    platser: dict[str, list[str]] = {}
    plats = 0
    for f in fält:
        for lexem, vid, är_del in _lexem(f.text, plats):
            if vid > SISTA_PLATS:
                break
            platser.setdefault(lexem, []).append(f"{vid}{f.delvikt if är_del else f.vikt}")
            plats = max(plats, vid)
        # Ett citat får inte gå över gränsen mellan två fält.
        plats += 10
    return " ".join(f"'{lexem}':{','.join(vid[:200])}" for lexem, vid in platser.items())


def _lexem(text: str, plats: int) -> Iterator[tuple[str, int, bool]]:
    # De flesta texter har inga nummer, och de långa söks igenom en gång.
    numren = {n.start: n for n in nummer_i(text)}
    början = sorted(numren, reverse=True)
    for m in ORD.finditer(förenkla(text)):
        plats += 1
        while början and början[-1] <= m.start():
            for form in numren[början.pop()].former:
                yield form, plats, False
        ord_ = m[0][:LÄNGSTA_ORD]
        if ord_ in STOPPORD:
            continue
        yield stam(ord_), plats, False
        for del_ in delar(ord_):
            yield del_, plats, True


# --- Varför det träffade -----------------------------------------------------------------------


@dataclass(frozen=True)
class Bit:
    """Ett stycke av en text, och om det är det som söktes."""

    text: str
    träff: bool


def märk(text: str, träffar: Callable[[str], bool], nummer: frozenset[str]) -> list[Bit]:
    """Texten i bitar, med de ord och diarienummer som träffade utmärkta."""
    enkel = förenkla(text)
    områden = [
        (n.start, n.slut)
        for n in (nummer_i(text) if nummer else ())
        if nummer.intersection(n.former)
    ]
    områden += [m.span() for m in ORD.finditer(enkel) if träffar(m[0])]
    bitar: list[Bit] = []
    plats = 0
    for start, slut in sorted(områden):
        if start < plats:
            continue
        if start > plats:
            bitar.append(Bit(text[plats:start], träff=False))
        bitar.append(Bit(text[start:slut], träff=True))
        plats = slut
    if plats < len(text):
        bitar.append(Bit(text[plats:], träff=False))
    return bitar


def utdrag(
    text: str, träffar: Callable[[str], bool], nummer: frozenset[str], *, bredd: int = 180
) -> list[Bit]:
    """Stället i en lång text där det första som söktes står, eller tomt om det inte står där."""
    enkel = förenkla(text)
    första = next((m.start() for m in ORD.finditer(enkel) if träffar(m[0])), None)
    if nummer:
        står = (n.start for n in nummer_i(text) if nummer.intersection(n.former))
        nummerplats = next(står, None)
        if nummerplats is not None and (första is None or nummerplats < första):
            första = nummerplats
    if första is None:
        return []
    start = max(0, första - bredd // 3)
    if start:
        start = text.find(" ", start, första) + 1 or första
    slut = start + bredd
    if slut < len(text):
        slut = max(text.rfind(" ", första, slut), första + 1)
    bitar = märk(" ".join(text[start:slut].split()), träffar, nummer)
    före, efter = "… " if start else "", " …" if slut < len(text) else ""
    return [Bit(före, träff=False), *bitar, Bit(efter, träff=False)]
