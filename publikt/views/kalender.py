"""Organens sammanträden som kalender att prenumerera på: öppen för alla, utan nyckel."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from publikt.services import kalender
from publikt.views.öppen import öppen


@öppen
def organ(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Organets alla publicerade möten, också de hållna och de inställda."""
    innehåll = kalender.organets_fil(pk)
    if innehåll is None:
        raise Http404
    etag = f'"{hashlib.sha256(innehåll).hexdigest()}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None or svar.status_code != 304:
        svar = HttpResponse(innehåll, content_type="text/calendar; charset=utf-8")
        svar["Content-Disposition"] = 'attachment; filename="sammantraden.ics"'
    svar["ETag"] = etag
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
