"""Adminsajten: bara administratörer kommer in, och adresserna är ASCII."""

import unicodedata
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.urls.resolvers import RoutePattern
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from konton.policy import är_administratör
from konton.views import LoggaUt


def i_ascii(text: str) -> str:
    """å, ä → a och ö → o, som i alla adresser."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


class Adminsajt(admin.AdminSite):
    """Registren. Inloggningen är den gemensamma."""

    site_header = "Nämnd – register"
    site_title = "Nämnd"
    index_title = "Register"

    def has_permission(self, request: HttpRequest) -> bool:
        return är_administratör(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Den som är inloggad utan att vara administratör får 403, inte en ny inloggning."""
        inre = super().admin_view(view, cacheable)

        def prövad(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Bara administratörer kommer åt registren.")
            return inre(request, *args, **kwargs)

        return update_wrapper(prövad, inre)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mål = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(
            mål, {request.get_host()}, require_https=request.is_secure()
        ):
            mål = reverse("admin:index")
        if request.user.is_authenticated:
            return HttpResponseRedirect(mål)
        return redirect_to_login(mål, settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return LoggaUt.as_view()(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Modellnamnen har å, ä och ö; adresserna ur dem får inte ha det. Namnen ändras inte."""
        return [self._i_ascii(adress) for adress in super().get_urls()]

    @staticmethod
    def _i_ascii(adress: URLPattern | URLResolver) -> URLPattern | URLResolver:
        mönster = adress.pattern
        if isinstance(adress, URLResolver) and isinstance(mönster, RoutePattern):
            return path(i_ascii(str(mönster)), include(adress.url_patterns))
        return adress
