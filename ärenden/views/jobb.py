from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ärenden import policy
from ärenden.services import jobb as jobben
from ärenden.views.gemensamt import inloggad


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Framsteget för ett eget jobb: bara delen till htmx, annars en sida."""
    raden = get_object_or_404(policy.synliga_jobb(inloggad(request)), pk=pk)
    klart = raden.status == raden.Status.KLART
    return render(
        request,
        "delar/_jobb.html" if request.htmx else "ärenden/jobb.html",  # type: ignore[attr-defined]  # sätts av django-htmx
        {
            "jobb": raden,
            "titel": jobben.titel(raden),
            "jobb_url": request.path,
            "länkar": jobben.länkar(raden) if klart else [],
        },
    )
