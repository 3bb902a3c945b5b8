"""Avsluta ett ärende efter checklistan, och öppna det igen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from konton.models import Användare
from ärenden import policy
from ärenden.avslut import Öppet
from ärenden.forms import Avslutsform, Återöppnaform
from ärenden.models import Ärende
from ärenden.services import avslut
from ärenden.views.gemensamt import inloggad, synligt_ärende

STÄNGT = (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT)


@require_http_methods(["GET", "HEAD", "POST"])
def avsluta(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv_avsluta(användare, ärende)
    öppet = _öppet(ärende, användare)
    form = Avslutsform(
        request.POST if request.method == "POST" else None,
        skäl_krävs=bool(öppet) and not any(ö.hindrar for ö in öppet),
    )
    if form.is_valid():
        try:
            avslut.avsluta(ärende=ärende, av=användare, skäl=form.cleaned_data["skäl"])
        except avslut.SkälKrävs as fel:
            # Något blev öppet medan sidan lästes.
            öppet = _öppet(ärende, användare)
            form.add_error("skäl", str(fel))
        except avslut.KanInteAvslutas as fel:
            öppet = _öppet(ärende, användare)
            form.add_error(None, str(fel))
        except avslut.FelStatus as fel:
            messages.error(request, str(fel))
            return redirect("arenden:visa", pk=ärende.pk)
        else:
            messages.success(request, f"{ärende.beteckning} är avslutat.")
            return redirect("arenden:visa", pk=ärende.pk)
    return _sida(request, användare, ärende, form, öppet)


@require_POST
def återöppna(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv_avsluta(användare, ärende)
    form = Återöppnaform(request.POST)
    if form.is_valid():
        try:
            avslut.återöppna(ärende=ärende, av=användare, skäl=form.cleaned_data["skäl"])
        except avslut.SkälKrävs as fel:
            form.add_error("skäl", str(fel))
        except avslut.FelStatus as fel:
            messages.error(request, str(fel))
            return redirect("arenden:visa", pk=ärende.pk)
        else:
            messages.success(request, f"{ärende.beteckning} är öppet igen.")
            return redirect("arenden:visa", pk=ärende.pk)
    if ärende.status != Ärende.Status.AVSLUTAT:
        messages.error(request, f"{ärende.beteckning} är inte avslutat.")
        return redirect("arenden:visa", pk=ärende.pk)
    return _sida(request, användare, ärende, form, [])


def _öppet(ärende: Ärende, användare: Användare) -> list[Öppet]:
    return [] if ärende.status in STÄNGT else avslut.öppet(ärende, av=användare)


def _sida(
    request: HttpRequest,
    användare: Användare,
    ärende: Ärende,
    form: Avslutsform | Återöppnaform,
    öppet: list[Öppet],
) -> HttpResponse:
    är_avslutat = ärende.status == Ärende.Status.AVSLUTAT
    dagar = avslut.avslutsdagar(ärende)
    return render(
        request,
        "ärenden/avsluta.html",
        {
            "ärende": ärende,
            "form": Återöppnaform() if är_avslutat and isinstance(form, Avslutsform) else form,
            "hinder": [ö for ö in öppet if ö.hindrar],
            "varningar": [ö for ö in öppet if not ö.hindrar],
            "är_avslutat": är_avslutat,
            "stängt": ärende.status in STÄNGT,
            "avslutat_dag": dagar[-1] if dagar else None,
            "upprättade": avslut.upprättade(ärende, av=användare),
        },
        status=422 if form.errors else 200,
    )
