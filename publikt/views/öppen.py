"""Sidorna som alla får läsa: ingen inloggning, inga kakor, bara läsning.

Mallarna ritas utan begäran, så att inget i dem kan läsa session eller användare.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import conditional_page, require_safe

Vy = Callable[..., HttpResponseBase]


def öppen(vy: Vy) -> Vy:
    """Vyn nås av alla, svarar 304 när inget är nytt och har en egen sida för det som inte finns."""

    @login_not_required
    @require_safe
    @conditional_page
    @wraps(vy)
    def öppen_vy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            svar = vy(request, *args, **kwargs)
        except Http404:
            return saknas(request)
        # Ett nedtaget anslag får inte leva kvar i ett mellanlager.
        svar["Cache-Control"] = "public, no-cache"
        return svar

    return öppen_vy


def sida(mall: str, innehåll: dict[str, Any], *, kod: int = 200) -> HttpResponse:
    return HttpResponse(render_to_string(mall, innehåll), status=kod)


def saknas(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sida("publikt/saknas.html", {}, kod=404)
