"""Sidorna för andra faktorn: allauths egna vyer, med vägen tillbaka och en ny sessionsnyckel."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LogoutView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from konton.nyckellås import FelNyckel


@require_safe
def översikt(request: HttpRequest) -> HttpResponse:
    """Om användaren har en andra faktor, och hur många reservkoder som är kvar."""
    egna = {a.type: a for a in Authenticator.objects.filter(user=request.user).order_by("pk")}
    reserv = egna.get(Authenticator.Type.RECOVERY_CODES)
    innehåll = {
        "faktor": egna.get(Authenticator.Type.TOTP),
        "reservkoder": _antal(reserv),
    }
    return render(request, "mfa/index.html", innehåll)


def _antal(reserv: Authenticator | None) -> int:
    """Koderna som är kvar. De som inte går att låsa upp går inte heller att använda."""
    try:
        return len(reserv.wrap().get_unused_codes()) if reserv else 0
    except FelNyckel:
        return 0


class LoggaUt(LogoutView):
    """Utloggning. Webbläsaren tömmer också det som den har sparat för läsning utan nät."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        svar: HttpResponse = super().post(*args, **kwargs)
        svar["Clear-Site-Data"] = '"cache", "storage"'
        return svar


class Skaffa(ActivateTOTPView):
    """Skaffar en andra faktor; därefter visas reservkoderna, och sedan går vägen tillbaka."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "nästa": _nästa(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        svar: HttpResponse = super().form_valid(form)
        self.request.session.cycle_key()
        # Koden som nyss skrevs visar att faktorn är hens: ingen ny behövs för det som väntar.
        faktor = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, faktor.user, "mfa", id=faktor.pk, type=faktor.type)
        return svar

    def get_success_url(self) -> str:
        return _med_nästa("mfa_view_recovery_codes", self.request)


@never_cache
@require_safe
def bild(request: HttpRequest) -> HttpResponse:
    """QR-koden som egen bild: sidan får inte ha någon inbäddad. Bara medan faktorn skaffas."""
    hemlighet = request.session.get(SECRET_SESSION_KEY)
    if hemlighet is None:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, hemlighet))
    svar = HttpResponse(svg, content_type="image/svg+xml")
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


class Styrk(ReauthenticateView):
    """En ny kod ur appen; sessionen får en ny nyckel när den är rätt."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        svar: HttpResponse = super().form_valid(form)
        return svar


@never_cache
@reauthentication_required(app="allauth.mfa")
@require_safe
def reservkoder(request: HttpRequest) -> HttpResponse:
    """De koder som är kvar. Visas bara för den som nyss har styrkt sig."""
    reserv = get_object_or_404(
        Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES
    )
    innehåll = {"koder": reserv.wrap().get_unused_codes(), "nästa": _nästa(request)}
    return render(request, "mfa/recovery_codes/index.html", innehåll)


def _nästa(request: HttpRequest) -> str:
    """Sidan att gå tillbaka till; bara en i den här installationen."""
    return get_next_redirect_url(request) or ""


def _med_nästa(namn: str, request: HttpRequest) -> str:
    nästa = _nästa(request)
    fråga = f"?{urlencode({REDIRECT_FIELD_NAME: nästa})}" if nästa else ""
    return reverse(namn) + fråga
