"""Uppdragen, så långt delegationen behöver dem: vem som är ledamot eller ersättare i dag."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nämnd.models import Uppdrag
from ärenden import förtroendeuppdrag


@förtroendeuppdrag.registrera
def uppdrag(personer: Collection[int]) -> Iterator[tuple[int, int]]:
    """(person, myndighet). En insynsplats är inget uppdrag som ledamot eller ersättare."""
    rader = Uppdrag.objects.gällande().filter(person__in=personer)
    yield from (
        rader.exclude(post=Uppdrag.Post.INSYN)
        .order_by("person_id", "organ__myndighet_id")
        .values_list("person_id", "organ__myndighet_id")
        .distinct()
    )
