"""Kommentarernas platser i en skrivelse: texten som den läses, och märkena i den. Inga modeller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ärenden.skrivelsetext import Bit, Block, Cell
from ärenden.textplats import Textplats, bitar, hitta


@dataclass(frozen=True)
class Märke:
    """En kommentars nummer på sidan och tecknen den gäller, i `lästext`."""

    nummer: int
    från: int
    till: int


def lästext(block: Sequence[Block]) -> str:
    """Texten som läsaren ser den, ett stycke eller en cell på varje rad.

    Där en fotnot sitter står dess nummer.
    """
    return "\n".join("".join(_läst(b) for b in stycke) for stycke in _styckena(block))


def rentext(block: Sequence[Block]) -> str:
    """Texten att läsa utan uppmärkning, ett stycke på varje rad: fotnoterna inom parentes."""
    return "\n".join(
        "".join(f" ({b.text})" if b.fotnot else _läst(b) for b in stycke)
        for stycke in _styckena(block)
        if stycke
    )


def märkta(block: Sequence[Block], märken: Sequence[Märke]) -> tuple[Block, ...]:
    """Samma block, med bitarna delade där ett märke börjar och slutar."""
    return _Märkning(märken).block(block)


def ersätt(källa: str, plats: Textplats, ersättning: str) -> str | None:
    """Källan med det utpekade ersatt; None när den utpekade texten inte står där som den är.

    Ersättningen är löpande text: den bryter inte styckets rad.
    """
    funnen = hitta([källa], plats)
    if funnen is None or funnen.från == funnen.till:
        return None
    return källa[: funnen.från] + " ".join(ersättning.split()) + källa[funnen.till :]


def _läst(bit: Bit) -> str:
    return ("\n" if bit.ny_rad else "") + _synligt(bit)


def _synligt(bit: Bit) -> str:
    return str(bit.fotnot) if bit.fotnot else bit.text


def _styckena(block: Sequence[Block]) -> list[tuple[Bit, ...]]:
    ut: list[tuple[Bit, ...]] = []
    for b in block:
        if b.punkter:
            for punkt in b.punkter:
                ut += _styckena(punkt)
        elif b.sort == "tabell":
            ut += [cell.bitar for rad in (b.huvud, *b.rader) for cell in rad]
        else:
            ut.append(b.bitar)
    return ut


class _Märkning:
    """Går genom bitarna i samma ordning som `lästext` och håller reda på var den är."""

    def __init__(self, märken: Sequence[Märke]) -> None:
        self.märken = märken
        self.plats = 0

    def block(self, block: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(self._ett(b) for b in block)

    def _ett(self, b: Block) -> Block:
        if b.punkter:
            return replace(b, punkter=tuple(self.block(punkt) for punkt in b.punkter))
        if b.sort == "tabell":
            huvud, *rader = (tuple(self._cell(c) for c in rad) for rad in (b.huvud, *b.rader))
            return replace(b, huvud=huvud, rader=tuple(rader))
        return replace(b, bitar=self._stycke(b.bitar))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, bitar=self._stycke(cell.bitar))

    def _stycke(self, stycket: Sequence[Bit]) -> tuple[Bit, ...]:
        ut: list[Bit] = []
        for bit in stycket:
            ut += self._delad(bit)
        self.plats += 1
        return tuple(ut)

    def _delad(self, bit: Bit) -> list[Bit]:
        början = self.plats + bit.ny_rad
        slut = self.plats = början + len(_synligt(bit))
        här = [
            (str(m.nummer), max(m.från, början) - början, min(m.till, slut) - början)
            for m in self.märken
            if m.från < slut and m.till > början
        ]
        if not här:
            return [bit]
        if bit.fotnot:
            märken = tuple(int(nyckel) for nyckel, _, _ in här)
            slutar = tuple(m.nummer for m in self.märken if m.nummer in märken and m.till <= slut)
            return [replace(bit, märken=märken, slutar=slutar)]
        delar = []
        for nr, del_ in enumerate(bitar(bit.text, här)):
            till = början + len(del_.text)
            märken = tuple(int(nyckel) for nyckel in del_.märken)
            slutar = tuple(m.nummer for m in self.märken if m.nummer in märken and m.till == till)
            delar.append(
                replace(
                    bit,
                    text=del_.text,
                    ny_rad=bit.ny_rad and nr == 0,
                    märken=märken,
                    slutar=slutar,
                )
            )
            början = till
        return delar
