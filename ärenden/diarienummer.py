"""Diarienumrets tryckta form: mönster ut, tal in. Inga databasfrågor."""

from __future__ import annotations

import re
from dataclasses import dataclass

FÄLT = re.compile(r"\{(prefix|ar2|ar|klass|lopnummer(?::0?(\d{1,2}))?)\}")
VALFRI = re.compile(r"\[([^\[\]]*)\]")
KLASS = re.compile(r"[\s/.:,\-–—]*\{klass\}")
# Tvåställiga årtal läses som 1970–2069.
SEKELSKIFTE = 70


class Mönsterfel(ValueError):
    """Mönstret kan inte skriva ett nummer som går att läsa tillbaka."""


@dataclass(frozen=True)
class Diarienummer:
    år: int
    löpnummer: int


def kontrollera_mönster(mönster: str) -> None:
    """Fel om mönstret inte kan skriva ett entydigt nummer."""
    rest = FÄLT.sub("", mönster)
    if "{" in rest or "}" in rest:
        raise Mönsterfel(
            "Okänt fält i mönstret. Tillåtna: {prefix} {ar} {ar2} {lopnummer} {klass}."
        )
    utan_valfria = VALFRI.sub("", rest)
    if "[" in utan_valfria or "]" in utan_valfria:
        raise Mönsterfel("Hakparenteserna i mönstret går inte ihop.")
    fält = _fält(mönster)
    if len(fält) != len(set(fält)):
        raise Mönsterfel("Ett fält får bara finnas en gång i mönstret.")
    if not _har_nummer(mönster):
        raise Mönsterfel("Mönstret måste innehålla {ar} eller {ar2} och {lopnummer}.")
    if not _har_nummer(utan_klass(mönster)):
        raise Mönsterfel("År och löpnummer får inte utgå när klass saknas.")
    platt = re.sub(r"[\[\]]", "", mönster)
    # Utan skiljetecken går det inte att se var löpnumret slutar.
    if re.search(r"\{lopnummer[^}]*\}(?:\d|\{klass\})|\{klass\}\{", platt):
        raise Mönsterfel("Det måste stå ett skiljetecken mellan löpnummer och klass.")


def _fält(mönster: str) -> list[str]:
    return [m.group(1).split(":")[0] for m in FÄLT.finditer(mönster)]


def _har_nummer(mönster: str) -> bool:
    fält = set(_fält(mönster))
    return "lopnummer" in fält and bool({"ar", "ar2"} & fält)


def skriv(mönster: str, *, prefix: str, år: int, löpnummer: int, klass: str = "") -> str:
    """Numret som det trycks. Delen inom [ ] utgår när dess värde saknas."""
    if not klass:
        mönster = utan_klass(mönster)
    värden = {
        "prefix": prefix,
        "ar": f"{år:04}",
        "ar2": f"{år % 100:02}",
        "lopnummer": str(löpnummer),
        "klass": klass,
    }

    def värde(m: re.Match[str]) -> str:
        return värden[m.group(1).split(":")[0]].zfill(int(m.group(2) or 0))

    def valfri(m: re.Match[str]) -> str:
        har_alla = all(värden[fält] for fält in _fält(m.group(1)))
        return m.group(1) if har_alla else ""

    # Först vilka delar som är med, sedan värdena: ett värde får innehålla hakparenteser.
    return re.sub(r"\s+", " ", FÄLT.sub(värde, VALFRI.sub(valfri, mönster))).strip()


def utan_klass(mönster: str) -> str:
    """Mönstret för listor: utan klasskoden (SOCN/2018:23, inte SOCN/2018:23 - 759)."""
    mönster = VALFRI.sub(lambda m: "" if "{klass}" in m.group(0) else m.group(0), mönster)
    if mönster.startswith("{klass}"):
        return mönster.removeprefix("{klass}").lstrip(" /.:,-–—")
    return KLASS.sub("", mönster).strip()


def läs(mönster: str, beteckning: str, *, prefix: str) -> Diarienummer | None:
    """År och löpnummer ur en tryckt beteckning, eller None om den inte följer mönstret.

    Prefixet får saknas i trycket (2018/319 i diariet SUN), klasskoden likaså, och ”Dnr” får stå
    före. Sorten av tankstreck och mellanslag spelar ingen roll.
    """
    text = _likriktad(beteckning)
    if not prefix:
        mönster = mönster.replace("{prefix}", "")
    former = [mönster, utan_klass(mönster)]
    former += [re.sub(r"^\{prefix\}[\s/.\-]*", "", form) for form in former]
    texter = [text, re.sub(r"^(?:dnr|diarienr|diarienummer)[.:]?\s+", "", text, flags=re.I)]
    for form in former:
        uttryck = re.compile(_uttryck(_likriktad(form), _likriktad(prefix)))
        for prövad in texter:
            if träff := uttryck.fullmatch(prövad):
                return _tolka(träff.groupdict())
    return None


def _likriktad(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\u2010-\u2015\u2212]", "-", text)).strip()


def _tolka(delar: dict[str, str]) -> Diarienummer:
    if "ar" in delar:
        år = int(delar["ar"])
    else:
        kort = int(delar["ar2"])
        år = kort + (1900 if kort >= SEKELSKIFTE else 2000)
    return Diarienummer(år, int(delar["lopnummer"]))


def _uttryck(form: str, prefix: str) -> str:
    mall = {
        "prefix": re.escape(prefix),
        "ar": r"(?P<ar>\d{4})",
        "ar2": r"(?P<ar2>\d{2})",
        "lopnummer": r"(?P<lopnummer>\d+)",
        "klass": r"\S(?:.*\S)?",
    }
    ut, plats = "", 0
    for m in re.finditer(r"\[|\]|" + FÄLT.pattern, form):
        ut += re.escape(form[plats : m.start()])
        klammer = {"[": "(?:", "]": ")?"}.get(m.group(0))
        ut += klammer or mall[m.group(1).split(":")[0]]
        plats = m.end()
    return ut + re.escape(form[plats:])
