"""Avsluta ett ärende efter checklistan, och öppna det igen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from konton.models import Användare
from ärenden import policy
from ärenden.forms import Avslutsform, Återöppnaform
from ärenden.models import Ärende
from ärenden.services import avslut
from ärenden.views.gemensamt import inloggad, synligt_ärende


@require_http_methods(["GET", "HEAD", "POST"])
def avsluta(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv_avsluta(användare, ärende)
    form = Avslutsform(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            avslut.avsluta(ärende=ärende, av=användare, skäl=form.cleaned_data["skäl"])
        except avslut.SkälKrävs as fel:
            form.add_error("skäl", str(fel))
        except (avslut.KanInteAvslutas, avslut.FelStatus) as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{ärende.beteckning} är avslutat.")
            return redirect("arenden:visa", pk=ärende.pk)
    return _sida(request, användare, ärende, form, Återöppnaform())


@require_POST
def återöppna(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv_avsluta(användare, ärende)
    form = Återöppnaform(request.POST)
    if form.is_valid():
        try:
            avslut.återöppna(ärende=ärende, av=användare, skäl=form.cleaned_data["skäl"])
        except (avslut.SkälKrävs, avslut.FelStatus) as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{ärende.beteckning} är öppet igen.")
            return redirect("arenden:visa", pk=ärende.pk)
    return _sida(request, användare, ärende, Avslutsform(), form)


def _sida(
    request: HttpRequest,
    användare: Användare,
    ärende: Ärende,
    form: Avslutsform,
    öppna_igen: Återöppnaform,
) -> HttpResponse:
    stängt = ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT)
    öppet = [] if stängt else avslut.öppet(ärende, av=användare)
    dagar = avslut.avslutsdagar(ärende)
    return render(
        request,
        "ärenden/avsluta.html",
        {
            "ärende": ärende,
            "form": öppna_igen if stängt else form,
            "hinder": [ö for ö in öppet if ö.hindrar],
            "varningar": [ö for ö in öppet if not ö.hindrar],
            "är_avslutat": ärende.status == Ärende.Status.AVSLUTAT,
            "stängt": stängt,
            "avslutat_dag": dagar[-1] if dagar else None,
            "upprättade": avslut.upprättade(ärende, av=användare),
        },
        status=422 if form.errors or öppna_igen.errors else 200,
    )
