"""En annan arbetare hjälper till: den börjar i andra änden av samma lista, och de möts.

Kommer ingen, eller dör den, gör den som bad om hjälp allt själv. Listan finns bara så länge den som
bad håller på; sitt arbete lägger båda i mellanlagret, där den andre ser att det är gjort.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

from ärenden import bitar

LISTOR = "listor"

logg = logging.getLogger(__name__)


@contextmanager
def ombett(uppgift: str, poster: Sequence[Any]) -> Iterator[None]:
    """Ber en ledig arbetare göra posterna bakifrån. `poster` ska gå att skriva som JSON."""
    with bitar.tillfällig(LISTOR, json.dumps(poster).encode()) as lista:
        try:
            current_app.send_task(uppgift, args=[lista.name])
        except OperationalError:
            logg.warning("Ingen ombads hjälpa till: mäklaren svarar inte.")
        yield


def gå_igenom(lista: str, gör: Callable[[Any], None]) -> None:
    """Gör posterna bakifrån, så länge den som bad om hjälp håller på."""
    fil = bitar.läs_tillfällig(LISTOR, lista)
    for post in reversed(json.loads(fil) if fil else []):
        if bitar.läs_tillfällig(LISTOR, lista) is None:
            return
        gör(post)
