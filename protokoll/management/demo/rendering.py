"""Demots papper görs i egna processer medan databasen fylls på."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from protokoll.management.demo import process
from protokoll.management.demo.dokument import Dokument
from ärenden import filer
from ärenden.models import Fil
from ärenden.pdf import rendera_pdf


@contextmanager
def arbetare(antal: int) -> Iterator[ProcessPoolExecutor | None]:
    """Egna processer för det tunga. Med noll görs allt i den här processen."""
    if not antal:
        yield None
        return
    # spawn: en gren av en process med databasanslutningar skulle dela dem.
    pool = ProcessPoolExecutor(antal, get_context("spawn"), initializer=process.starta)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _rendera(dokument: Dokument) -> tuple[bytes, int]:
    rendering = rendera_pdf(dokument.mall, dokument)
    return rendering.innehåll, rendering.sidor


class Pappersförråd:
    """Varje dokument görs en gång och sparas när det första gången behövs."""

    def __init__(self, dokument: Iterable[Dokument], pool: ProcessPoolExecutor | None) -> None:
        self._sparade: dict[Dokument, Fil] = {}
        self._väntade: dict[Dokument, Future[tuple[bytes, int]]] = {}
        if pool is not None:
            # I den ordning de behövs: de första är klara när den första registreringen görs.
            for ett in dict.fromkeys(dokument):
                self._väntade[ett] = pool.submit(_rendera, ett)

    def fil(self, dokument: Dokument) -> Fil:
        if dokument not in self._sparade:
            väntad = self._väntade.pop(dokument, None)
            innehåll, sidor = väntad.result() if väntad else _rendera(dokument)
            self._sparade[dokument] = filer.spara_eget(
                innehåll, medietyp="application/pdf", sidor=sidor, egen=True
            )
        return self._sparade[dokument]
