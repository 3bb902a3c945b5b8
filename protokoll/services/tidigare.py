"""Tidigare behandling: paragraferna där ärendet varit förut, kopierade när det tas upp."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nämnd.models import Punkt, Återkommande
from protokoll.models import Paragraf, Protokoll, TidigareBehandling

FORMELLA = (Paragraf.Utfall.ÅTERREMISS, Paragraf.Utfall.BORDLÄGGNING)


def anteckna(paragraf: Paragraf) -> None:
    """Skriver raderna i anroparens transaktion, den äldsta först."""
    TidigareBehandling.objects.bulk_create(
        TidigareBehandling(
            paragraf=paragraf,
            organ=p.organ.namn,
            datum=p.protokoll.sammanträde.datum,
            paragrafnummer=str(p.nummer or ""),
            utfall=p.get_utfall_display(),
            tidigare_paragraf=p,
        )
        for p in _paragrafer(paragraf)
    )


def av_minoritet(paragraf: Paragraf) -> bool:
    """Om ärendet redan har bordlagts eller återremitterats av en minoritet (KL 5 kap. 50 §)."""
    tidigare = paragraf.tidigare.filter(tidigare_paragraf__omröstningar__minoritet=True)
    return tidigare.exists()


def _paragrafer(paragraf: Paragraf) -> QuerySet[Paragraf]:
    punkt = paragraf.punkt
    if punkt is None:
        return Paragraf.objects.none()
    samma = Q(punkt__in=kedja(punkt))
    if punkt.skrivelse_id:
        samma |= Q(punkt__skrivelse=punkt.skrivelse_id)
    if Återkommande.objects.filter(upptagen=punkt, fortsätter=None).exists():
        # Ärendet väcktes på mötet och hade ingen punkt.
        samma |= Q(
            punkt=None,
            organ=punkt.sammanträde.organ_id,
            ärende=punkt.ärende_id,
            rubrik=punkt.rubrik,
            delar__utfall__in=FORMELLA,
        )
    return (
        Paragraf.objects.filter(samma)
        .exclude(protokoll=paragraf.protokoll_id)
        .exclude(protokoll__status=Protokoll.Status.ÖPPET)
        .select_related("organ", "protokoll__sammanträde")
        .distinct()
        .order_by("protokoll__sammanträde__datum", "ordning")
    )


def kedja(punkt: Punkt) -> list[int]:
    """Punkterna som den här är en fortsättning på."""
    funna: list[int] = []
    while punkt.fortsätter is not None and punkt.fortsätter.pk not in funna:
        punkt = punkt.fortsätter
        funna.append(punkt.pk)
    return funna
