"""Var en upplaga delas när den ska rymmas i filer av en viss storlek. Inga modeller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

MB = 1_000_000


@dataclass(frozen=True)
class Stycke:
    """Ett papper, med det utelämnade som följer på det."""

    punkt: str | None
    storlek: int


def dela(stycken: Sequence[Stycke], *, först: int, gräns: int) -> list[range]:
    """Styckena fil för fil. `först` är listornas storlek i den första filen, allt i byte.

    En punkt hålls ihop om den ryms i en fil, annars delas den mellan sina papper. Ett papper delas
    aldrig: det som ensamt är större än gränsen får en egen fil.
    """
    filer: list[range] = []
    början, vikt = 0, först
    for grupp in _grupper(stycken, gräns):
        storlek = sum(stycken[i].storlek for i in grupp)
        if vikt and vikt + storlek > gräns and (grupp.start > början or not filer):
            filer.append(range(början, grupp.start))
            början, vikt = grupp.start, 0
        vikt += storlek
    filer.append(range(början, len(stycken)))
    return filer


def _grupper(stycken: Sequence[Stycke], gräns: int) -> Iterator[range]:
    """Det som helst hålls ihop: punkten, eller vart och ett av papperen i en för stor punkt."""
    i = 0
    for punkt, grupp in groupby(stycken, lambda s: s.punkt):
        antal, storlek = 0, 0
        for stycke in grupp:
            antal, storlek = antal + 1, storlek + stycke.storlek
        if punkt is not None and storlek <= gräns:
            yield range(i, i + antal)
        else:
            yield from (range(n, n + 1) for n in range(i, i + antal))
        i += antal
