"""Den öppna sidan där vem som helst prövar en förseglad PDF."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from protokoll.forms import Verifieringsform
from protokoll.services import verifiering
from protokoll.sigill import OgranskbarFil

# Utöver filen: gränser och namn i formulärets kropp.
RAM = 64 * 1024


# Inget ändras och ingen är inloggad. Skyddet skulle läsa hela kroppen innan den kan vägras.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifiera(request: HttpRequest) -> HttpResponse:
    """Filen prövas i minnet och sparas inte."""
    if request.method != "POST":
        return _sida(request, Verifieringsform())
    if (spärr := ratelimit.consume_or_429(request, action="verifiera")) is not None:
        return spärr
    if _är_för_stor(request):
        form = Verifieringsform({})
        form.errors.clear()
        form.add_error("fil", f"Filen är större än {_megabyte()} MB.")
        return _sida(request, form, status=413)
    form = Verifieringsform(request.POST, request.FILES)
    if not form.is_valid():
        return _sida(request, form, status=422)
    fil = form.cleaned_data["fil"]
    try:
        utfall = verifiering.verifiera(fil.read())
    except OgranskbarFil as fel:
        form.add_error("fil", str(fel))
        return _sida(request, form, status=422)
    return _sida(request, Verifieringsform(), utfall=utfall, namn=fil.name)


def _är_för_stor(request: HttpRequest) -> bool:
    """Prövas på den angivna längden, innan något av kroppen har lästs."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.NAMND_VERIFIERA_MAX_BYTE + RAM


def _megabyte() -> int:
    return int(settings.NAMND_VERIFIERA_MAX_BYTE // (1024 * 1024))


def _sida(
    request: HttpRequest,
    form: Verifieringsform,
    *,
    status: int = 200,
    utfall: verifiering.Utfall | None = None,
    namn: str = "",
) -> HttpResponse:
    innehåll = {"form": form, "utfall": utfall, "namn": namn, "max_megabyte": _megabyte()}
    svar = render(request, "protokoll/verifiera.html", innehåll, status=status)
    svar["Cache-Control"] = "no-store"
    return svar
