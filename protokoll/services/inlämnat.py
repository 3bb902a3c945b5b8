"""Det som lämnats in till en punkt före mötet, som paragrafen och läsrummet behöver det."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nämnd import utbyggnad
from nämnd.models import InlämnatYrkande, Punkt, Sammanträde
from nämnd.services import inlämning
from protokoll.models import Närvaro, Paragraf
from protokoll.services import yrkanden


@utbyggnad.registrera_avgjorda
def avgjorda(sammanträde: Sammanträde) -> Iterator[int]:
    """Punkterna som redan är beslutade på mötet."""
    yield from (
        Paragraf.objects.filter(protokoll__sammanträde=sammanträde)
        .exclude(utfall="")
        .exclude(punkt=None)
        .order_by("pk")
        .values_list("punkt_id", flat=True)
    )


@utbyggnad.registrera_uppskjutna
def uppskjutna(punkter: Iterable[int]) -> Iterator[int]:
    """De av punkterna som bordlades eller utgick."""
    utfall = [Paragraf.Utfall.BORDLÄGGNING, Paragraf.Utfall.UTGÅR]
    yield from (
        Paragraf.objects.filter(punkt__in=punkter, utfall__in=utfall)
        .order_by("pk")
        .values_list("punkt_id", flat=True)
    )


@dataclass(frozen=True)
class Väntande:
    """Ett inlämnat yrkande som inte är med på mötet ännu."""

    yrkande: InlämnatYrkande
    yrkare: tuple[Närvaro, ...]
    """De av förslagsställarna som tjänstgör i ärendet."""

    @property
    def utan(self) -> list[str]:
        """De som inte tjänstgör, och därför inte följer med."""
        med = {r.person_id for r in self.yrkare}
        return [str(f) for f in self.yrkande.förslagsställare.all() if f.person_id not in med]


def på_punkten(punkt: Punkt) -> list[InlämnatYrkande]:
    """Också de återtagna, och de som följt punkten hit, i den ordning de kom in."""
    return list(inlämning.på_punkten(punkt))


def väntande(paragraf: Paragraf) -> list[Väntande]:
    """De som kan hämtas till paragrafen, och de som är återtagna."""
    if paragraf.punkt is None or paragraf.är_beslutad:
        return []
    hämtade = set(paragraf.yrkanden.exclude(inlämnat=None).values_list("inlämnat_id", flat=True))
    kvar = [y for y in på_punkten(paragraf.punkt) if y.pk not in hämtade]
    if not kvar:
        return []
    return [
        Väntande(
            y,
            ()
            if y.återtaget_tid
            else tuple(yrkanden.som_kan_yrka(paragraf.protokoll, paragraf, y)),
        )
        for y in kvar
    ]
