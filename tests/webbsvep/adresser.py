"""Alla adresser, med tomma felsidor.

Svepet prövar koderna. Tre av fyra svar är fel, och en ritad felsida tog en fjärdedel av tiden;
felsidorna själva visas och granskas i varje roll av tests/webb/test_granskning.py.
"""

from django.http import HttpRequest, HttpResponse

from config.urls import urlpatterns

__all__ = ["urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)
