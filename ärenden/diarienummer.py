"""Diarienumrets tryckta form: mönster ut, tal in. Inga databasfrågor."""

from __future__ import annotations

import re
from dataclasses import dataclass

FÄLT = re.compile(r"\{(prefix|ar2|ar|lopnummer|klass)(?::0?(\d+))?\}")
VALFRI = re.compile(r"\[([^\[\]]*)\]")


class Mönsterfel(ValueError):
    """Mönstret saknar år eller löpnummer, eller har ett okänt fält."""


@dataclass(frozen=True)
class Diarienummer:
    år: int
    löpnummer: int


def kontrollera_mönster(mönster: str) -> None:
    """Fel om mönstret inte kan skriva ett entydigt nummer."""
    fält = [m.group(1) for m in FÄLT.finditer(mönster)]
    rest = FÄLT.sub("", mönster)
    if "{" in rest or "}" in rest:
        raise Mönsterfel(
            "Okänt fält i mönstret. Tillåtna: {prefix} {ar} {ar2} {lopnummer} {klass}."
        )
    if "lopnummer" not in fält or not ({"ar", "ar2"} & set(fält)):
        raise Mönsterfel("Mönstret måste innehålla {ar} eller {ar2} och {lopnummer}.")
    if rest.count("[") != rest.count("]") or VALFRI.sub("", rest).strip("[]") != VALFRI.sub(
        "", rest
    ):
        raise Mönsterfel("Hakparenteserna i mönstret går inte ihop.")


def skriv(mönster: str, *, prefix: str, år: int, löpnummer: int, klass: str = "") -> str:
    """Numret som det trycks. Delen inom [ ] utgår när dess värde saknas."""
    värden = {
        "prefix": prefix,
        "ar": f"{år:04}",
        "ar2": f"{år % 100:02}",
        "lopnummer": str(löpnummer),
        "klass": klass,
    }

    def fyll(text: str) -> str:
        return FÄLT.sub(lambda m: värden[m.group(1)].zfill(int(m.group(2) or 0)), text)

    def valfri(m: re.Match[str]) -> str:
        har_alla = all(värden[f.group(1)] for f in FÄLT.finditer(m.group(1)))
        return fyll(m.group(1)) if har_alla else ""

    return fyll(VALFRI.sub(valfri, mönster)).strip()


def utan_klass(mönster: str) -> str:
    """Mönstret för listor: utan klasskoden (SOCN/2018:23, inte SOCN/2018:23 - 759)."""
    mönster = VALFRI.sub(lambda m: "" if "{klass}" in m.group(0) else m.group(0), mönster)
    return re.sub(r"[\s.\-–]*\{klass\}", "", mönster).strip()


def läs(mönster: str, beteckning: str, *, prefix: str) -> Diarienummer | None:
    """År och löpnummer ur en tryckt beteckning, eller None om den inte följer mönstret.

    Prefixet får saknas i trycket (2018/319 i diariet SUN) och klasskoden likaså.
    """
    former = [mönster, utan_klass(mönster)]
    former += [re.sub(r"^\{prefix\}[\s/.\-]*", "", form) for form in former]
    for form in former:
        träff = re.fullmatch(_uttryck(form, prefix), beteckning.strip())
        if träff:
            delar = träff.groupdict()
            år = int(delar["ar"]) if delar.get("ar") else 2000 + int(delar["ar2"])
            return Diarienummer(år, int(delar["lopnummer"]))
    return None


def _uttryck(form: str, prefix: str) -> str:
    mall = {
        "prefix": re.escape(prefix),
        "ar": r"(?P<ar>\d{4})",
        "ar2": r"(?P<ar2>\d{2})",
        "lopnummer": r"(?P<lopnummer>\d+)",
        "klass": r"[\w.:\-]+",
    }
    ut, plats = "", 0
    for m in re.finditer(r"\[|\]|" + FÄLT.pattern, form):
        ut += re.escape(form[plats : m.start()])
        ut += {"[": "(?:", "]": ")?"}.get(m.group(0)) or mall[m.group(1)]
        plats = m.end()
    return ut + re.escape(form[plats:])
