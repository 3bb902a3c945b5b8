"""Var i ett papper en anteckning sitter: den markerade texten och det runt om. Inga modeller.

Platsen håller när pappret byts mot en ny version: texten söks upp, och det som står före och efter
avgör vilket av flera lika ställen som menas. Finns texten inte har anteckningen ingen plats där.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

#: Tecken före och efter som sparas.
OMGIVNING = 40
#: Så mycket av en sidas början känner igen den, för en anteckning om hela sidan.
SIDBÖRJAN = 80
SKILJER_INTE = frozenset(" -\u00ad")


@dataclass(frozen=True)
class Textplats:
    """En markerad text, eller en hel sida (`citat` tomt). Texterna är utan radbrytningar."""

    sida: int
    citat: str = ""
    före: str = ""
    efter: str = ""


@dataclass(frozen=True)
class Funnen:
    """Sidan från 1, och tecknen i sidans text; lika när hela sidan menas."""

    sida: int
    från: int
    till: int


def jämna(text: str) -> str:
    """Texten som den jämförs: varje mellanrum ett blanksteg."""
    return " ".join(text.split())


def placera(
    sidor: Sequence[str], sida: int, citat: str, före: str = "", efter: str = ""
) -> Textplats | None:
    """Platsen för en ny anteckning, med sin omgivning läst ur sidan; None om texten inte står där.

    `före` och `efter` är det som läsaren såg runt om, och skiljer lika ställen åt.
    """
    if not 1 <= sida <= len(sidor):
        return None
    jämn = jämna(sidor[sida - 1])
    if not jämna(citat):
        return Textplats(sida, efter=jämn[:SIDBÖRJAN])
    sökt = Textplats(sida, jämna(citat), jämna(före), jämna(efter))
    lägen = list(_alla(jämn, sökt.citat))
    if not lägen:
        # PDF:ens rader i läsaren bryts och avstavas på andra ställen än i den utlästa texten.
        avskrivet = _packat(jämn, sökt.citat)
        return placera(sidor, sida, avskrivet, före, efter) if avskrivet else None
    bäst = max(lägen, key=lambda i: _likhet(jämn, i, sökt))
    slut = bäst + len(sökt.citat)
    return Textplats(
        sida,
        sökt.citat,
        jämn[max(bäst - OMGIVNING, 0) : bäst].strip(),
        jämn[slut : slut + OMGIVNING].strip(),
    )


def _packat(jämn: str, citat: str) -> str:
    """Textens egen skrivning av citatet, när bara mellanrum och bindestreck skiljer."""
    platser = [i for i, tecken in enumerate(jämn) if tecken not in SKILJER_INTE]
    sökt = "".join(tecken for tecken in citat if tecken not in SKILJER_INTE)
    i = "".join(jämn[p] for p in platser).find(sökt) if sökt else -1
    return jämn[platser[i] : platser[i + len(sökt) - 1] + 1] if i >= 0 else ""


def hitta(sidor: Sequence[str], plats: Textplats) -> Funnen | None:
    """Var platsen är i papperets sidor, som de är nu."""
    if not plats.citat:
        return _sidan(sidor, plats)
    bäst: tuple[int, int, int, int] | None = None
    for nr, text in enumerate(sidor, 1):
        jämn = jämna(text)
        for i in _alla(jämn, plats.citat):
            # Lika bra ställen: det närmaste sidan där det satt.
            läge = (_likhet(jämn, i, plats), -abs(nr - plats.sida), nr, i)
            if bäst is None or läge[:2] > bäst[:2]:
                bäst = läge
    if bäst is None:
        return None
    _, _, sida, i = bäst
    platser = _tecken(sidor[sida - 1])
    return Funnen(sida, platser[i], platser[i + len(plats.citat) - 1] + 1)


def _sidan(sidor: Sequence[str], plats: Textplats) -> Funnen | None:
    """Sidan som börjar likadant; en sida utan text känns bara igen på sitt nummer."""
    lika = [nr for nr, text in enumerate(sidor, 1) if jämna(text)[:SIDBÖRJAN] == plats.efter]
    if not lika:
        return None
    if not plats.efter and plats.sida not in lika:
        return None
    return Funnen(min(lika, key=lambda nr: abs(nr - plats.sida)), 0, 0)


def _alla(text: str, citat: str) -> Iterator[int]:
    i = text.find(citat)
    while i >= 0:
        yield i
        i = text.find(citat, i + 1)


def _likhet(text: str, i: int, plats: Textplats) -> int:
    """Så många tecken runt om som är lika."""
    före = text[:i].rstrip()[-OMGIVNING:]
    efter = text[i + len(plats.citat) :].lstrip()[:OMGIVNING]
    return _lika_länge(före[::-1], plats.före[::-1]) + _lika_länge(efter, plats.efter)


def _lika_länge(ena: str, andra: str) -> int:
    """Så många tecken i början som är lika."""
    return sum(1 for _ in takewhile(lambda par: par[0] == par[1], zip(ena, andra, strict=False)))


def _tecken(text: str) -> list[int]:
    """Var vart och ett av den jämnade textens tecken står i texten."""
    ut: list[int] = []
    i = 0
    for ord_ in text.split():
        i = text.index(ord_, i)
        if ut:
            ut.append(i - 1)
        ut += range(i, i + len(ord_))
        i += len(ord_)
    return ut


@dataclass(frozen=True)
class Textbit:
    """En bit av sidans text, med nycklarna till det som är markerat i den."""

    text: str
    märken: tuple[str, ...] = ()


def bitar(text: str, märken: Sequence[tuple[str, int, int]]) -> list[Textbit]:
    """Texten i bitar där markeringar börjar och slutar; de får gå över varandra."""
    gränser = sorted({0, len(text), *(p for _, från, till in märken for p in (från, till))})
    return [
        Textbit(
            text[a:b], tuple(nyckel for nyckel, från, till in märken if från <= a and b <= till)
        )
        for a, b in pairwise(gränser)
    ]
