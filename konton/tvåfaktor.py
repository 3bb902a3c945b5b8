"""En färsk andra faktor: den som gör något rättsligt bindande styrker sig på nytt.

    @kräv_färsk_andra_faktor
    def justera(request, pk): ...

Den som saknar andra faktor kommer till sidan där den skaffas, den vars kod är för gammal till
sidan där en ny skrivs in, och båda därifrån tillbaka.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from konton.models import Användare
from konton.policy import FärskFaktorKrävs

MINUTER = 5

Vy = Callable[..., HttpResponse]
Tillbaka = Callable[..., str]


def har_faktor(användare: Användare) -> bool:
    egna = Authenticator.objects.filter(user=användare, type=Authenticator.Type.TOTP)
    return bool(egna.exists())


def är_färsk(request: HttpRequest, minuter: int = MINUTER) -> bool:
    """Om användaren i den här sessionen nyss har skrivit en kod ur sin app eller en reservkod.

    Lösenordet räknas inte, inte heller en kod från en faktor som sedan har tagits bort.
    """
    if not isinstance(request.user, Användare):
        return False
    nu = time.time()
    färska = [
        post["id"]
        for post in get_authentication_records(request, request.user)
        if post["method"] == "mfa" and 0 <= nu - post["at"] < 60 * minuter
    ]
    if not färska:
        return False
    return bool(Authenticator.objects.filter(user=request.user, pk__in=färska).exists())


def kräv_färsk_andra_faktor(
    vy: Vy | None = None, *, minuter: int = MINUTER, tillbaka: Tillbaka | None = None
) -> Any:
    """Släpper in den som har en färsk andra faktor.

    En POST görs aldrig om av sig själv efteråt: användaren kommer tillbaka till sidan och trycker
    igen. `tillbaka` ger den sidans adress ur vyns argument när vyn bara tar POST.
    """

    def omslag(inre: Vy) -> Vy:
        @wraps(inre)
        def prövad(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if är_färsk(request, minuter):
                return inre(request, *args, **kwargs)
            sida = tillbaka(request, *args, **kwargs) if tillbaka else _sida(request)
            return _skicka(request, sida)

        return prövad

    return omslag if vy is None else omslag(vy)


class Mellanlager:
    """Leder den som mötte `FärskFaktorKrävs` till koden, varifrån i programmet kravet än kom."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fel: Exception) -> HttpResponse | None:
        if not isinstance(fel, FärskFaktorKrävs):
            return None
        return _skicka(request, fel.sida or _sida(request))


def _sida(request: HttpRequest) -> str:
    """Sidan användaren står på; en del av en sida är ingen plats att komma tillbaka till."""
    aktuell = getattr(getattr(request, "htmx", None), "current_url_abs_path", None)
    return aktuell or request.get_full_path()


def _skicka(request: HttpRequest, sida: str) -> HttpResponse:
    assert isinstance(request.user, Användare)
    namn = "mfa_reauthenticate" if har_faktor(request.user) else "mfa_activate_totp"
    adress = f"{reverse(namn)}?{urlencode({REDIRECT_FIELD_NAME: sida})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(adress)
    return HttpResponseRedirect(adress)
