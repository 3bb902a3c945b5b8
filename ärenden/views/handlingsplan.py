"""Dokumenthanteringsplanen: sidan för dem som arbetar i nämnden, och planen som PDF."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from ärenden import policy
from ärenden.pdf import rendera_pdf
from ärenden.policy import Rätt
from ärenden.services import handlingsplan
from ärenden.views.gemensamt import inloggad

MALL = "pdf/dokumenthanteringsplan.html"


@require_safe
def visa(request: HttpRequest) -> HttpResponse:
    """Vad som gäller i varje nämnd där användaren arbetar."""
    nämnder = list(
        policy.myndigheter_med(inloggad(request), Rätt.SE_HANDLINGSPLAN).order_by("namn", "pk")
    )
    if not nämnder:
        raise PermissionDenied("Du arbetar inte i någon nämnd.")
    frister = handlingsplan.frister(nämnder)
    return render(
        request,
        "ärenden/handlingsplan.html",
        {"planer": [(m, handlingsplan.planrader(frister[m.pk])) for m in nämnder]},
    )


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Nämndens plan som den gäller i dag. Den är kort, och görs när den läses."""
    myndighet = get_object_or_404(
        policy.myndigheter_med(inloggad(request), Rätt.SE_HANDLINGSPLAN).select_related("kommun"),
        pk=pk,
    )
    rader = handlingsplan.planrader(handlingsplan.frister([myndighet])[myndighet.pk])
    dag = date_format(timezone.localdate(), "j F Y")
    dokument = handlingsplan.plandokument(myndighet, rader, dag)
    svar = HttpResponse(rendera_pdf(MALL, dokument).innehåll, content_type="application/pdf")
    svar["Content-Disposition"] = 'inline; filename="dokumenthanteringsplan.pdf"'
    return svar
