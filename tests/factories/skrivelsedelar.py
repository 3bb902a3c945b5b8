"""Slumpade delar av en skrivelse, så som redigeraren kan göra dem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hypothesis import strategies as st

from ärenden.skrivelsetext import Bild, Bit, Block, Cell

ORD = st.sampled_from(
    [
        "nämnden",
        "§ 80",
        "1.",
        "a*b",
        "_x_",
        "[se]",
        "(1)",
        "| streck",
        "C:\\mapp",
        "#5",
        "{}",
        "–",
        "2^3",
        "^[x]",
    ]
)
TEXT = st.lists(ORD, min_size=1, max_size=4).map(" ".join)
LÄNK = st.sampled_from(["", "", "", "https://kommunen.example/a?b=c"])


@st.composite
def bitar(draw: st.DrawFn, *, högst: int = 3, radbyten: bool = True) -> tuple[Bit, ...]:
    """Bitar som skiljer sig åt, med mellanrum mellan dem."""
    ut: list[Bit] = []
    for nr in range(draw(st.integers(1, högst))):
        bit = Bit(
            draw(TEXT),
            draw(st.booleans()),
            draw(st.booleans()),
            bool(nr) and radbyten and draw(st.booleans()),
            draw(LÄNK),
        )
        lika = ut and replace(bit, text="", ny_rad=False) == replace(ut[-1], text="", ny_rad=False)
        if lika and not bit.ny_rad:
            continue
        ut.append(bit)
        if draw(st.integers(0, 4)) == 0:
            # Noterna numreras när allt är satt.
            ut.append(Bit(draw(TEXT), fotnot=1))
    return tuple(ut)


BILDER = (1, 2, 3)


def bild() -> st.SearchStrategy[Block]:
    """En av tre uppladdade bilder: beskriven, dekorativ eller utan alt-text."""
    alt = st.sampled_from(["Karta över [området]", "En kurva, 2026", "", None])
    return st.builds(lambda n, a: Block("bild", bild=Bild(n, a)), st.sampled_from(BILDER), alt)


def stycke() -> st.SearchStrategy[Block]:
    return bitar().map(lambda b: Block("stycke", b))


def rubrik() -> st.SearchStrategy[Block]:
    return st.builds(
        lambda b, n: Block("rubrik", b, nivå=n), bitar(radbyten=False), st.sampled_from([3, 4])
    )


@st.composite
def lista(draw: st.DrawFn, *, djup: int = 2) -> Block:
    punkter = []
    for _ in range(draw(st.integers(1, 3))):
        inne = [draw(stycke())]
        if draw(st.integers(0, 5)) == 0:
            inne.append(draw(bild()))
        if djup and draw(st.booleans()):
            inne.append(draw(lista(djup=djup - 1)))
        punkter.append(tuple(inne))
    if draw(st.booleans()):
        return Block("punkter", punkter=tuple(punkter))
    return Block("numrerad", punkter=tuple(punkter), börjar=draw(st.sampled_from([1, 1, 4])))


@st.composite
def tabell(draw: st.DrawFn) -> Block:
    """Rubrikrad och rader, med tal i hela kolumner och en sammanslagning i sidled ibland."""
    bredd, höjd = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    tal = draw(st.lists(st.booleans(), min_size=bredd, max_size=bredd))
    text = bitar(högst=2, radbyten=False)

    def rad() -> tuple[Cell, ...]:
        celler, k = [], 0
        while k < bredd:
            kolumner = draw(st.integers(1, 2)) if k + 2 <= bredd else 1
            celler.append(Cell(draw(text), tal[k], kolumner))
            k += kolumner
        return tuple(celler)

    huvud = tuple(Cell(draw(text), t) for t in tal)
    return Block("tabell", huvud=huvud, rader=tuple(rad() for _ in range(höjd)))


def delar(*, högst: int = 5) -> st.SearchStrategy[tuple[Block, ...]]:
    """Stycken, rubriker, listor, tabeller och bilder. Två listor står inte intill varandra."""
    alla = st.lists(st.one_of(stycke(), rubrik(), lista(), tabell(), bild()), max_size=högst)

    def isär(block: list[Block]) -> tuple[Block, ...]:
        ut: list[Block] = []
        for b in block:
            if ut and b.sort in ("punkter", "numrerad") and ut[-1].sort in ("punkter", "numrerad"):
                continue
            ut.append(b)
        return tuple(ut)

    return alla.map(isär).map(numrerade)


def numrerade(block: Iterable[Block]) -> tuple[Block, ...]:
    """Fotnoterna numrerade i läsordning."""
    nummer = iter(range(1, 10_000))
    return tuple(_numrerat(b, nummer) for b in block)


def _numrerat(b: Block, nummer: Iterator[int]) -> Block:
    def om(bitar: Iterable[Bit]) -> tuple[Bit, ...]:
        return tuple(replace(bit, fotnot=next(nummer)) if bit.fotnot else bit for bit in bitar)

    def rad(celler: Iterable[Cell]) -> tuple[Cell, ...]:
        return tuple(replace(c, bitar=om(c.bitar)) for c in celler)

    return replace(
        b,
        bitar=om(b.bitar),
        huvud=rad(b.huvud),
        rader=tuple(rad(r) for r in b.rader),
        punkter=tuple(tuple(_numrerat(d, nummer) for d in p) for p in b.punkter),
    )
