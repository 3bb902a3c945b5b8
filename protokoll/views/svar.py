"""Mötets sida som svar: ritas om efter varje ändring, och en ändring görs en gång."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from protokoll.services import anrop
from protokoll.services.mötesfel import Mötesfel
from protokoll.views import visning
from protokoll.views.åtkomst import användare, synligt, är_htmx


def tal(text: str | None) -> int:
    return int(text[:18]) if text and text.isdecimal() else 0


def sida(request: HttpRequest, pk: int, status: int = 200, **val: Any) -> HttpResponse:
    """Sidan, eller bara arbetsytan när htmx frågar."""
    innehåll = visning.mötesvy(synligt(request, pk), användare(request), **val)
    mall = "protokoll/_mote.html" if är_htmx(request) else "protokoll/mote.html"
    svar = render(request, mall, innehåll, status=status)
    patch_vary_headers(svar, ["HX-Request"])
    return svar


def gör(request: HttpRequest, pk: int, ändring: Callable[[], object], **val: Any) -> HttpResponse:
    """Gör ändringen. Ett fel visas med sin regel, och det skrivna står kvar."""
    try:
        en_gång(request, pk, ändring)
    except Mötesfel as fel:
        return sida(request, pk, status=422, fel=fel, **val)
    return sida(request, pk) if är_htmx(request) else redirect("protokoll:mote", pk)


@transaction.atomic
def en_gång(request: HttpRequest, pk: int, ändring: Callable[[], object]) -> None:
    """Gör ändringen. Det som sidan skickar om med samma nyckel, när nätet bröts, görs inte igen."""
    nyckel = _nyckel(request)
    if nyckel is None or anrop.ta_emot(protokoll_id=pk, nyckel=nyckel, av=användare(request)):
        ändring()


def _nyckel(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.headers.get("X-Andring", ""))
    except ValueError:
        return None
