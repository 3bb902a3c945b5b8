"""Protokollet och utdragen: skapa, följa arbetet och hämta filerna."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from protokoll import policy
from protokoll.services import protokollsskrivning
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.möte import sida, visa
from protokoll.views.åtkomst import användare, fört, synligt, är_htmx


@require_POST
def skapa(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    try:
        protokollsskrivning.skapa_protokoll(protokoll=protokoll, av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    return redirect("protokoll:mote", pk)


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Arbetets läge, frågat varje sekund; när det är klart laddas sidan om med filerna."""
    protokoll = fört(request, pk)
    if not är_htmx(request) or protokoll.jobb is None:
        return redirect("protokoll:mote", pk)
    if protokoll.jobb.är_avslutat:
        svar = visa(request, pk)
        svar["HX-Retarget"] = "#mote"
        return svar
    return render(request, "protokoll/_jobb.html", {"protokoll": protokoll})


@require_safe
def fil(request: HttpRequest, pk: int, fil: int) -> HttpResponseBase:
    """En PDF. Ett hemligt utdrag finns bara för den som får se det."""
    rad = get_object_or_404(
        policy.synliga_filer(request.user, synligt(request, pk)).select_related("fil", "paragraf"),
        pk=fil,
    )
    etag = f'"{rad.fil.sha256}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None or svar.status_code != 304:
        svar = FileResponse(
            storages["filer"].open(rad.fil.plats),
            content_type="application/pdf",
            filename=rad.namn,
        )
    svar["ETag"] = etag
    svar["Cache-Control"] = "private, no-cache"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
