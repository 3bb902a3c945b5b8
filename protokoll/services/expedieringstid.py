"""Tiden från beslut till expediering, per paragraf och organ (FL 33 §: så snart som möjligt)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q

from protokoll.models import (
    Expediering,
    Expedieringssteg,
    Försättsbladsmottagare,
    Paragraf,
    Protokoll,
)
from protokoll.services.expedieringsläge import utan_mottagare

S = Expediering.Status
# Dagen någon av dem antecknades är utdraget på väg; ett kvitto utan sändning räknas också.
SÄNT = (S.SKICKAD, S.KVITTERAD)


@dataclass(frozen=True)
class Beslutstid:
    """När en paragraf beslutades och mottagarna fick utdraget; utan mottagare väntar den."""

    dag: date
    organ: str
    paragraf: str
    ärende: str
    mottagare: int
    första: date | None
    sista: date | None

    @property
    def dagar(self) -> int | None:
        """Dagar till den sista mottagaren; None så länge någon väntar."""
        return (self.sista - self.dag).days if self.sista is not None else None


@dataclass(frozen=True)
class Organtid:
    """Ett organs beslut under perioden."""

    organ: str
    beslut: int
    väntar: int
    median: float | None
    längst: int | None


def beslutstider(protokoll: Iterable[int]) -> list[Beslutstid]:
    """Paragraferna med mottagare på försättsbladet, och de justerade som borde ha någon.

    Lika många frågor hur många de än är.
    """
    protokollen = list(protokoll)
    saknar = set(
        utan_mottagare()
        .filter(
            protokoll__in=protokollen,
            protokoll__status=Protokoll.Status.JUSTERAT,
            protokoll__ursprung=Protokoll.Ursprung.EGET,
            nummer__isnull=False,
        )
        .values_list("pk", flat=True)
    )
    paragrafer = list(
        Paragraf.objects.filter(protokoll__in=protokollen)
        .filter(Q(försättsblad__isnull=False) | Q(pk__in=saknar))
        .select_related("organ", "protokoll__sammanträde")
        .order_by("protokoll__sammanträde__datum", "protokoll_id", "ordning")
    )
    mottagare: dict[int, set[int]] = defaultdict(set)
    for pk, paragraf in Försättsbladsmottagare.objects.filter(
        försättsblad__paragraf__in=paragrafer, borttagen_tid=None
    ).values_list("pk", "försättsblad__paragraf"):
        mottagare[paragraf].add(pk)
    sänt: dict[int, date] = {}
    steg = Expedieringssteg.objects.filter(
        status__in=SÄNT,
        expediering__mottagare__försättsblad__paragraf__in=paragrafer,
        # Den som bara fått de omedelbart justerade punkterna väntar på resten.
        expediering__punkter=[],
    ).order_by("-dag", "-pk")
    for pk, dag in steg.values_list("expediering__mottagare", "dag"):
        sänt[pk] = dag
    return [
        _beslutstid(p, mottagare[p.pk], sänt)
        for p in paragrafer
        if mottagare[p.pk] or p.pk in saknar
    ]


def _beslutstid(paragraf: Paragraf, mottagare: set[int], sänt: dict[int, date]) -> Beslutstid:
    dagar = sorted(sänt[pk] for pk in mottagare if pk in sänt)
    return Beslutstid(
        dag=paragraf.protokoll.sammanträde.datum,
        organ=paragraf.organ.namn,
        paragraf=str(paragraf.nummer or ""),
        ärende=paragraf.synlig_rubrik,
        mottagare=len(mottagare),
        första=dagar[0] if dagar else None,
        sista=dagar[-1] if dagar and len(dagar) == len(mottagare) else None,
    )


def per_organ(tider: Sequence[Beslutstid]) -> list[Organtid]:
    """Medianen och den längsta tiden till den sista mottagaren, och hur många som väntar."""
    grupper: dict[str, list[Beslutstid]] = defaultdict(list)
    for tid in tider:
        grupper[tid.organ].append(tid)
    svar = []
    for organ in sorted(grupper):
        dagar = [tid.dagar for tid in grupper[organ] if tid.dagar is not None]
        svar.append(
            Organtid(
                organ=organ,
                beslut=len(grupper[organ]),
                väntar=len(grupper[organ]) - len(dagar),
                median=median(dagar) if dagar else None,
                längst=max(dagar, default=None),
            )
        )
    return svar
