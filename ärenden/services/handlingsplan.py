"""Dokumenthanteringsplanen: vad som gäller i en nämnd för varje slag av handling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst

from konton.models import Myndighet
from ärenden import gallringsfrist
from ärenden.documents import Plandokument, Planrad
from ärenden.models import Gallringsfrist, Handling, Handlingstyp

UTAN_RAD = "bevaras"
INTE_I_PLANEN = "Står inte i planen, och bevaras därför."


def frister(myndigheter: Iterable[Myndighet]) -> dict[int, dict[str, Gallringsfrist]]:
    """Per nämnd och slag den rad som gäller: nämndens egen, annars kommunens. En fråga."""
    nämnder = list(myndigheter)
    rader = Gallringsfrist.objects.filter(
        Q(myndighet__in=nämnder) | Q(myndighet=None, kommun__in={m.kommun_id for m in nämnder})
    ).order_by("pk")
    svar: dict[int, dict[str, Gallringsfrist]] = {}
    for nämnd in nämnder:
        gemensamma = {
            r.handlingstyp: r
            for r in rader
            if r.myndighet_id is None and r.kommun_id == nämnd.kommun_id
        }
        egna = {r.handlingstyp: r for r in rader if r.myndighet_id == nämnd.pk}
        svar[nämnd.pk] = gemensamma | egna
    return svar


def hur_länge(handling: Handling, plan: dict[str, Gallringsfrist]) -> str:
    """Hur länge handlingen sparas, i en mening; tomt när planen inte har någon rad alls."""
    if not plan:
        return ""
    regel = plan.get(handling.slag)
    if regel is None or regel.år is None:
        return "Bevaras"
    dag = handling.ankomstdag or handling.datum
    if regel.räknas_från == Gallringsfrist.Från.AVSLUTET or dag is None:
        return capfirst(regel.frist)
    tidigast = gallringsfrist.tidigast(dag, regel.år)
    return f"Gallras tidigast {date_format(tidigast, 'j F Y')} ({regel.år} år)"


def planrader(plan: dict[str, Gallringsfrist]) -> tuple[Planrad, ...]:
    """Planens alla slag i sin ordning, också de som ingen rad nämner."""
    return tuple(_rad(slag, plan.get(slag)) for slag in Handlingstyp)


def _rad(slag: Handlingstyp, regel: Gallringsfrist | None) -> Planrad:
    if regel is None:
        return Planrad(capfirst(slag.label), UTAN_RAD, "", INTE_I_PLANEN)
    return Planrad(capfirst(slag.label), regel.frist, regel.beslut, regel.kommentar)


def plandokument(myndighet: Myndighet, rader: Sequence[Planrad], dag_text: str) -> Plandokument:
    return Plandokument(
        titel=f"Dokumenthanteringsplan, {myndighet.namn}",
        kommun=myndighet.kommun.namn,
        organ=myndighet.namn,
        dokumentnamn="Dokumenthanteringsplan",
        dag_text=dag_text,
        rader=tuple(rader),
    )
