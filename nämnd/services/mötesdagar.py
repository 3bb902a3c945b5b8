"""De kommande sammanträdena, så långt den som skriver till dem behöver veta."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone

from nämnd.models import Sammanträde
from ärenden import utbyggnad
from ärenden.utbyggnad import Mötesdag


@utbyggnad.registrera_mötesdagar
def mötesdagar(myndigheter: Collection[int]) -> Iterator[Mötesdag]:
    """Dagarna står i sammanträdesplanen och är inte hemliga; listan visas inte här."""
    rader = (
        Sammanträde.objects.filter(
            organ__myndighet__in=myndigheter, datum__gte=timezone.localdate()
        )
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .order_by("datum", "pk")
    )
    for myndighet, organ, dag, stoppdag in rader.values_list(
        "organ__myndighet_id", "organ__namn", "datum", "stoppdag"
    ):
        yield Mötesdag(myndighet, organ, dag, stoppdag)
