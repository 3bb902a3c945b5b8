"""Demot väntar in sina jobb: det gör dem självt, eller väntar på arbetaren som hann före."""

from __future__ import annotations

import time as klocktid
from collections.abc import Callable

from ärenden.models import Jobb


class Jobbfel(Exception):
    """Ett jobb gick inte. Texten är jobbets."""


def vänta_in(jobb_id: int, utför: Callable[[int], None]) -> None:
    """Gör jobbet här, eller väntar på arbetaren som hann före."""
    while True:
        utför(jobb_id)
        jobb = Jobb.objects.get(pk=jobb_id)
        if jobb.status == Jobb.Status.MISSLYCKAT or jobb.är_uppskjutet:
            raise Jobbfel(jobb.fel)
        if jobb.är_avslutat:
            return
        klocktid.sleep(0.2)
