"""Sidor som inte hör till ett paket."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import dagens
from config import stil as stil_exempel
from ärenden.views.gemensamt import inloggad


@require_safe
def hem(request: HttpRequest) -> HttpResponse:
    """Dagens läge, gjort för den som är inloggad."""
    return render(request, "hem.html", {"läge": dagens.läge(inloggad(request))})


@require_safe
def stil(request: HttpRequest) -> HttpResponse:
    return render(request, "stil.html", stil_exempel.innehåll())


@login_not_required
@require_safe
def hälsa(request: HttpRequest) -> HttpResponse:
    """För lastbalanserare och Docker: svarar när databasen svarar."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")
