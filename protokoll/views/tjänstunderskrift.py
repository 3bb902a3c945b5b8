"""Underskriften i en extern tjänst: sidan som startar, visar läget och avbryter."""

from __future__ import annotations

from typing import Any

import qrcode
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from protokoll import underskriftstjänst
from protokoll.models import Underskrift, Underskriftsbegäran
from protokoll.services import personmärken
from protokoll.services import tjänstunderskrift as tjänst
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.justering import egen_underskrift
from protokoll.views.justeringsvy import justeringsvy
from protokoll.views.åtkomst import användare, är_htmx

Status = Underskriftsbegäran.Status


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Vad som skrivs under och hur; en påbörjad underskrift med kod, länk och läge."""
    rad = _egen(request, pk)
    if request.method != "POST":
        return _sida(request, rad)
    try:
        tjänst.påbörja(
            underskrift=rad, av=användare(request), adress=get_adapter().get_client_ip(request)
        )
    except Mötesfel as fel:
        return _sida(request, rad, fel=fel)
    return redirect("protokoll:tjanst", pk)


@require_POST
def läge(request: HttpRequest, pk: int) -> HttpResponse:
    """Frågar tjänsten, varje sekund medan sidan är öppen; utan skript med en knapp."""
    rad = _egen(request, pk)
    begäran = tjänst.senaste(rad)
    if begäran is not None and begäran.är_öppen:
        begäran = tjänst.fråga(begäran=begäran, av=användare(request))
    if begäran is not None and begäran.är_öppen and är_htmx(request):
        return render(request, "protokoll/justering/_tjanstlage.html", _läget(begäran))
    if begäran is not None and begäran.status == Status.KLAR:
        messages.success(request, "Du har skrivit under protokollet.")
    # Den som avbryter är redan på väg till justeringen; sidans sista fråga leder inte bort igen.
    slut = begäran is not None and begäran.status in (Status.KLAR, Status.AVBRUTEN)
    sida = "justeringen" if slut else "tjanst"
    if är_htmx(request):
        return HttpResponseClientRedirect(reverse(f"protokoll:{sida}", args=[pk]))
    return redirect(f"protokoll:{sida}", pk)


@require_POST
def avbryt(request: HttpRequest, pk: int) -> HttpResponse:
    rad = _egen(request, pk)
    begäran = tjänst.senaste(rad)
    if begäran is None:
        raise Http404("Ingen underskrift är påbörjad.")
    try:
        tjänst.avbryt(begäran=begäran, av=användare(request))
    except Mötesfel as fel:
        return _sida(request, rad, fel=fel)
    messages.success(request, "Underskriften är avbruten.")
    return redirect("protokoll:justeringen", pk)


def _egen(request: HttpRequest, pk: int) -> Underskrift:
    """Den egna underskriften, där en tjänst är inställd."""
    if underskriftstjänst.tjänst() is None:
        raise Http404(tjänst.AVSTÄNGD)
    return egen_underskrift(request, pk)


def _sida(request: HttpRequest, rad: Underskrift, *, fel: Mötesfel | None = None) -> HttpResponse:
    begäran = tjänst.senaste(rad)
    inställd = underskriftstjänst.tjänst()
    assert inställd is not None
    innehåll = justeringsvy(rad.justering, användare(request), fel=fel)
    if not innehåll["skriver"] and fel is None:
        return redirect("protokoll:justeringen", rad.justering_id)
    öppen = begäran if begäran is not None and begäran.är_öppen else None
    innehåll |= {
        "tjänst_namn": inställd.namn,
        "begäran": begäran,
        "öppen": öppen,
        "är_registrerad": rad.person_id is not None and personmärken.är_registrerad(rad.person_id),
    }
    if öppen is not None:
        innehåll |= _läget(öppen)
    svar = render(request, "protokoll/justering/tjanst.html", innehåll, status=422 if fel else 200)
    svar["Cache-Control"] = "no-store"
    return svar


def _läget(begäran: Underskriftsbegäran) -> dict[str, Any]:
    text = tjänst.qr(begäran)
    rutor = qrcode.QRCode(border=4)
    if text:
        rutor.add_data(text)
    matris = rutor.get_matrix() if text else []
    return {
        "begäran": begäran,
        "justering_pk": begäran.underskrift.justering_id,
        "qr_sida": len(matris),
        "qr_bana": "".join(
            f"M{x} {y}h1v1h-1z"
            for y, rad in enumerate(matris)
            for x, fylld in enumerate(rad)
            if fylld
        ),
    }
