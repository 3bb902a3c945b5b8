"""Det som skrivs i sökrutan, tolkat till frågor mot sökvektorn. Ren text, inga databasfrågor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ärenden import sökanalys
from ärenden.sökanalys import STOPPORD, delar, stam, yttre_delar

_DEL = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
# En kortare början än så träffar för mycket för att slås upp rakt av.
KORTASTE_BÖRJAN = 3
# Kortare än så säger för lite ensamt: ett prefix, ett år.
KORTASTE_KVAR = 4


def _sammanfoga(tecken: str, lexem: Iterable[str], svans: str = "") -> str:
    return f" {tecken} ".join(f"'{x}'{svans}" for x in lexem)


@dataclass(frozen=True)
class Ord:
    """Ett ord: dess stam, eller alla dess delar."""

    ord: str

    def exakt(self) -> str:
        hel = f"'{stam(self.ord)}'"
        två = yttre_delar(self.ord)
        return f"({hel} | ({_sammanfoga('&', två)}))" if två else hel

    def början(self, former: Sequence[str] = ()) -> str:
        """Ord som börjar så; `former` är orden när början är för kort att slå upp."""
        val = [self.exakt()]
        if former:
            val.append(_sammanfoga("|", {stam(form) for form in former}))
        if len(self.ord) >= KORTASTE_BÖRJAN or self.ord.isdecimal():
            val.append(f"'{self.ord}':*")
        return f"({' | '.join(val)})"


@dataclass(frozen=True)
class Fras:
    """Ord som ska stå i följd."""

    ord: tuple[str, ...]

    def exakt(self) -> str:
        ut, avstånd = "", 0
        for ord_ in self.ord:
            avstånd += 1
            if ord_ in STOPPORD:
                continue
            ut += (f" <{avstånd}> " if ut else "") + f"'{stam(ord_)}'"
            avstånd = 0
        return f"({ut})"


@dataclass(frozen=True)
class Dnr:
    """Ett diarienummer i någon av sina tryckta former, med diariets prefix om det står där."""

    former: tuple[str, ...]
    prefix: str = ""

    def exakt(self) -> str:
        nummer = f"({_sammanfoga('|', self.former)})"
        return f"({nummer} & '{stam(self.prefix)}')" if self.prefix else nummer

    def början(self) -> str:
        """Numret medan det skrivs: 2018/6 är början av 2018/69."""
        nummer = f"({_sammanfoga('|', self.former, ':*')})"
        return f"({nummer} & '{stam(self.prefix)}':*)" if self.prefix else nummer


Term = Ord | Fras | Dnr


@dataclass(frozen=True)
class Fråga:
    """Det som ska finnas och det som inte får finnas."""

    med: tuple[Term, ...]
    utan: tuple[Term, ...]

    def exakt(self) -> str:
        return " & ".join(term.exakt() for term in self.med)

    def början(self, former: Mapping[str, Sequence[str]]) -> str:
        """Också ord som börjar som de skrivna, för den som inte har skrivit färdigt."""
        return " & ".join(
            term.början(former.get(term.ord, ()))
            if isinstance(term, Ord)
            else term.exakt()
            if isinstance(term, Fras)
            else term.början()
            for term in self.med
        )

    def rättad(self, rättelser: Mapping[str, str]) -> Fråga:
        """Frågan med de felstavade orden utbytta."""
        return Fråga(
            tuple(
                Ord(rättelser[term.ord])
                if isinstance(term, Ord) and term.ord in rättelser
                else term
                for term in self.med
            ),
            self.utan,
        )

    def kortare(self) -> list[Fråga]:
        """Frågan utan ett av sina ord, på varje sätt som lämnar ett ord att söka på.

        Ett nummer och det som står inom citattecken är menat som det står.
        """
        utan_en = [
            (term, Fråga(self.med[:nr] + self.med[nr + 1 :], self.utan))
            for nr, term in enumerate(self.med)
        ]
        return [
            fråga
            for term, fråga in utan_en
            if isinstance(term, Ord)
            and any(len(o) >= KORTASTE_KVAR and not o.isdecimal() for o in fråga.ord)
        ]

    @property
    def ord(self) -> tuple[str, ...]:
        """De enkla orden, i den ordning de skrevs."""
        return tuple(term.ord for term in self.med if isinstance(term, Ord))

    @property
    def nummer(self) -> frozenset[str]:
        return frozenset(f for t in self.med if isinstance(t, Dnr) for f in t.former)

    def märkare(self, *, början: bool) -> Callable[[str], bool]:
        """Prövar om ett ord i en text är det som söktes; `början`: också om det börjar så."""
        sökta, börjar = self._lexem(), self.ord if början else ()

        def träffar(ord_: str) -> bool:
            lexem = {stam(ord_), *delar(ord_)}
            if lexem & sökta:
                return True
            return any(x.startswith(o) for o in börjar for x in (ord_, *lexem))

        return träffar

    def _lexem(self) -> set[str]:
        sökta: set[str] = set()
        for term in self.med:
            if isinstance(term, Ord):
                sökta |= {stam(term.ord), *yttre_delar(term.ord)}
            elif isinstance(term, Fras):
                sökta |= {stam(o) for o in term.ord if o not in STOPPORD}
        return sökta


def tolka(text: str) -> Fråga:
    """Ord, "fraser", -uteslutna ord och diarienummer ur det som står i sökrutan."""
    med: list[Term] = []
    utan: list[Term] = []
    for minus_fras, fras, minus_ord, ord_ in _DEL.findall(_utan_nummer(text, med)):
        termer = [_fras(fras)] if fras.strip() else [Ord(o) for o in sökanalys.orden(ord_)]
        (utan if minus_fras or minus_ord else med).extend(t for t in termer if t is not None)
    bärande = [t for t in med if not (isinstance(t, Ord) and t.ord in STOPPORD)]
    return Fråga(tuple(bärande), tuple(utan))


def _utan_nummer(text: str, med: list[Term]) -> str:
    """Lägger numren till frågan och lämnar resten av texten."""
    rest, plats = "", 0
    for nummer in sökanalys.nummer_i(text):
        if text[: nummer.start].count('"') % 2 or text[: nummer.start].endswith("-"):
            continue
        med.append(Dnr(nummer.former, nummer.prefix))
        rest += text[plats : nummer.start] + " "
        plats = nummer.slut
    rest += text[plats:]
    return re.sub(r"(?i)\b(?:dnr|diarienr|diarienummer)\b[.:]?", " ", rest) if med else rest


def _fras(text: str) -> Term | None:
    ord_ = sökanalys.orden(text)
    bärande = [o for o in ord_ if o not in STOPPORD]
    if not bärande:
        return None
    return Ord(bärande[0]) if len(bärande) == 1 else Fras(tuple(ord_))
