"""Frågar anslagstavlan, som en besökare, om den svarar med det som ska sitta uppe.

Ett svar visar att webbservern, programmet och databasen svarade på den adress som är inställd,
och att varje anslag som satt uppe fanns på sidan. Det visar inte att nätet utanför fungerade.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request

from django.conf import settings

from publikt.models import Anslag

TID_S = 20
_ANSLAG = re.compile(rb'data-anslag="(\d+)"')


class TavlanSvararInte(Exception):
    """Sidan gick inte att läsa, eller saknade ett anslag."""


def fråga_tavlan() -> None:
    """TavlanSvararInte om sidan inte gick att läsa med alla anslag på."""
    väntade = set(Anslag.objects.uppe().values_list("pk", flat=True))
    visade = {int(pk) for pk in _ANSLAG.findall(_läs(settings.ANSLAGSTAVLA_ADRESS))}
    # Det som makulerats medan sidan lästes saknas med rätta.
    saknas = Anslag.objects.uppe().filter(pk__in=väntade - visade).order_by("pk")
    if saknas:
        raise TavlanSvararInte(
            f"{settings.ANSLAGSTAVLA_ADRESS} saknar {', '.join(a.källa for a in saknas)}."
        )


def _läs(adress: str) -> bytes:
    begäran = urllib.request.Request(adress, headers=_huvuden())
    # Svaret ska komma från tavlan, inte genom en mellanserver som miljön pekar ut.
    öppnare = urllib.request.build_opener(urllib.request.ProxyHandler({}), _IngenOmväg())
    try:
        with öppnare.open(begäran, timeout=TID_S) as svar:
            innehåll: bytes = svar.read()
    except urllib.error.HTTPError as fel:
        fel.close()
        raise TavlanSvararInte(f"{adress} svarar {fel.code}.") from fel
    except OSError as fel:
        raise TavlanSvararInte(f"{adress} svarar inte: {fel}") from fel
    if b'id="anslagstavla"' not in innehåll:
        raise TavlanSvararInte(f"{adress} är inte anslagstavlan.")
    return innehåll


def _huvuden() -> dict[str, str]:
    """Som om frågan kom genom mellanservern; annars hänvisar webben till https."""
    huvuden = {"X-Forwarded-Proto": "https"}
    värd = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "*"
    if värd != "*":
        huvuden["Host"] = värd
    return huvuden


class _IngenOmväg(urllib.request.HTTPRedirectHandler):
    """En hänvisning, till exempel till en inloggning, är inget svar från tavlan."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None
