"""Mäter protokollet: hela renderingen mot förhandsgranskningen efter en ändring, sida vid sida.

    python -m bench.protokoll [--paragrafer 60] [--varv 5]

Talen är millisekunder på den här datorn; det som går att jämföra är kvoterna i samma körning.
Kvoten räknas på processorns tid: den påverkas minst av vad annat datorn gör.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def _förbered() -> None:
    """En egen databas som försvinner efteråt, och testernas inställningar."""
    from config import pg
    from tests import miljo

    if "DATABASE_URL" not in os.environ:
        katalog = Path(tempfile.mkdtemp(prefix="namnd-bench-"))

        @atexit.register
        def städa() -> None:
            pg.stoppa(katalog)
            shutil.rmtree(katalog)

        os.environ["DATABASE_URL"] = pg.starta(katalog, förgänglig=True)
    miljo.sätt()
    import django

    django.setup()


Tid = tuple[float, float]


def _tid(vad: Callable[[], object]) -> Tid:
    """Klockans tid och processorns, i millisekunder."""
    gc.collect()
    start, arbete = time.perf_counter(), time.process_time()
    vad()
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - arbete)


def _median(rader: list[Tid]) -> Tid:
    klockan, processorn = zip(*rader, strict=True)
    return statistics.median(klockan), statistics.median(processorn)


def _källa(antal: int):
    from tests.factories.protokollsrader import Källa, slumpord

    k = Källa()
    for nr in range(antal - k.protokoll.paragrafer.count()):
        ord_ = " ".join(slumpord() for _ in range(90 + 40 * (nr % 3)))
        p = k.paragraf(
            beteckning=f"SN 2026/{nr}",
            sammanfattning=f"{ord_}\n\n{ord_}",
            beslut=("Förslaget antas.", "Förvaltningen följer upp beslutet till december."),
        )
        if nr % 10 == 0:
            o = k.omröstning(p, ja=6, nej=5, ja_betyder="bifall", nej_betyder="avslag")
            for n in range(11):
                k.röst(o, slumpord(), "ja" if n < 6 else "nej")
            k.reservation(p, slumpord(), form="skriftlig", text=ord_)
    k.protokoll.refresh_from_db()
    return k


def mät(antal: int, varv: int) -> None:
    from protokoll import documents
    from protokoll.services.förhandsgranskning import Granskning
    from ärenden.pdf import rendera_pdf

    k = _källa(antal)

    def helt() -> None:
        rendera_pdf(documents.MALL_PROTOKOLL, documents.protokolldokument(k.protokoll))

    def granska() -> None:
        Granskning(k.protokoll, hemligt=True).pdf()

    def ändra(nr: int) -> None:
        p = k.protokoll.paragrafer.get(nummer=antal // 2)
        p.sammanfattning = f"Ändrad en {nr}:e gång. {p.sammanfattning}"
        p.save()

    rendera_pdf(documents.MALL_UTDRAG, documents.utdragsdokument(k.protokoll.paragrafer.first()))
    första = _tid(granska)
    hela: list[Tid] = []
    efter: list[Tid] = []
    utan: list[Tid] = []
    for nr in range(varv):
        hela.append(_tid(helt))
        ändra(nr)
        efter.append(_tid(granska))
        utan.append(_tid(granska))
    helt_tid = _median(hela)
    print(f"{antal} paragrafer, median av {varv} varv")
    print(f"{'':42} {'klockan':>11} {'processorn':>11}   kvot")
    for vad, tid in (
        ("hela protokollet", helt_tid),
        ("förhandsgranskning, inget gjort (en gång)", första),
        ("förhandsgranskning efter en ändring", _median(efter)),
        ("förhandsgranskning utan ändring", _median(utan)),
    ):
        kvot = f"{tid[1] / helt_tid[1]:.3f}".replace(".", ",")
        print(f"{vad:42} {tid[0]:8.0f} ms {tid[1]:8.0f} ms   {kvot}")


def main() -> None:
    tolk = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    tolk.add_argument("--paragrafer", type=int, default=60)
    tolk.add_argument("--varv", type=int, default=5)
    val = tolk.parse_args()
    _förbered()
    from django.db import connection

    namn = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        mät(val.paragrafer, val.varv)
    finally:
        connection.creation.destroy_test_db(namn, verbosity=0)


if __name__ == "__main__":
    main()
