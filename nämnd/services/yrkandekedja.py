"""Ett inlämnat yrkande följer sin punkt: bordläggs den står yrkandet på nästa mötes punkt.

Raden pekar alltid på punkten där yrkandet lämnades in. Vart det har följt med räknas ut ur
punkternas `fortsätter`. En återremiss bryter kedjan: ärendet kommer tillbaka med ett nytt förslag.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nämnd import utbyggnad
from nämnd.models import InlämnatYrkande, Punkt, Sammanträde, Återkommande

SLUT = (Sammanträde.Status.AVSLUTAT, Sammanträde.Status.INSTÄLLT)


def uppskjutna(punkter: Iterable[int]) -> frozenset[int]:
    """De av punkterna som bordlades eller utgick, helt eller delvis, och ska upp igen."""
    frågade = set(punkter)
    if not frågade:
        return frozenset()
    väntar = Återkommande.objects.filter(
        fortsätter__in=frågade, orsak=Återkommande.Orsak.BORDLAGD
    ).order_by("pk")
    bordlagda = väntar.values_list("fortsätter_id", flat=True)
    return utbyggnad.uppskjutna_punkter(frågade) | {p for p in bordlagda if p is not None}


def kedjor(punkter: Iterable[int]) -> dict[int, list[int]]:
    """Varje punkt med dem som den fortsätter efter en bordläggning, den själv först.

    Antalet frågor följer den längsta kedjan, inte antalet punkter.
    """
    ut = {punkt: [punkt] for punkt in punkter}
    öppna = {punkt: punkt for punkt in ut}
    while öppna:
        steg = (
            Punkt.objects.filter(pk__in=set(öppna.values()))
            .exclude(fortsätter=None)
            .order_by("pk")
            .values_list("pk", "fortsätter_id")
        )
        förra = {punkt: förr for punkt, förr in steg if förr is not None}
        följer = uppskjutna(förra.values())
        vidare = {}
        for början, sist in öppna.items():
            nästa = förra.get(sist)
            if nästa is not None and nästa in följer and nästa not in ut[början]:
                ut[början].append(nästa)
                vidare[början] = nästa
        öppna = vidare
    return ut


@dataclass(frozen=True)
class Läge:
    """Var ett inlämnat yrkande är nu."""

    möte: Sammanträde | None
    """Det senare möte som det har följt med till."""
    väntar: bool
    """Punkten är bordlagd och står inte på någon ny lista än."""
    kan_återtas: bool


def lägen(yrkanden: Iterable[InlämnatYrkande]) -> dict[int, Läge]:
    """Yrkandenas lägen. Läser `punkt_id` och `sammanträde`; frågorna växer inte med antalet."""
    rader = list(yrkanden)
    på = {y.pk: y.punkt_id for y in rader}
    möten: dict[int, Sammanträde] = {}
    öppna = {y.pk: y.punkt_id for y in rader if y.punkt_id and y.sammanträde.status in SLUT}
    while öppna:
        följer = uppskjutna(p for p in öppna.values() if p)
        efter = {
            p.fortsätter_id: p
            for p in Punkt.objects.filter(fortsätter__in=följer)
            .select_related("sammanträde__organ")
            .order_by("pk")
        }
        vidare = {}
        for yrkande, punkt in öppna.items():
            if (nästa := efter.get(punkt)) is not None and nästa.pk != på[yrkande]:
                på[yrkande] = nästa.pk
                möten[yrkande] = nästa.sammanträde
                if nästa.sammanträde.status in SLUT:
                    vidare[yrkande] = nästa.pk
        öppna = vidare
    sist = {y.pk: möten.get(y.pk, y.sammanträde) for y in rader}
    slutade = {y.pk: på[y.pk] for y in rader if sist[y.pk].status in SLUT}
    väntande = uppskjutna(p for p in slutade.values() if p)
    return {
        y.pk: Läge(
            möte=möten.get(y.pk),
            väntar=(väntar := slutade.get(y.pk) in väntande),
            kan_återtas=y.återtaget_tid is None and (y.pk not in slutade or väntar),
        )
        for y in rader
    }
