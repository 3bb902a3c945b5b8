"""Det inlämnade på ett möte, och frågorna: sekreterarens och handläggarens sidor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from konton.models import Användare
from nämnd import frågegång, policy
from nämnd.frågegång import Handgrepp
from nämnd.förslagsformulär import (
    Avböjformulär,
    Egetsvar,
    Lämnaformulär,
    Svarsformulär,
    Vidareformulär,
)
from nämnd.models import Fråga
from nämnd.services import frågor, inlämning
from nämnd.services.frågor import Frågefel
from nämnd.services.inlämning import Inlämningsfel
from nämnd.views import visning
from nämnd.views.åtkomst import användare, skött


@require_safe
def inlämnat(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets inlämnade yrkanden och frågor, för den som sköter det."""
    möte = skött(request, pk)
    nummer = visning.punktnummer(möte)
    nummer |= {förra: nummer.get(nu, "") for förra, nu in inlämning.fortsatta(möte).items()}
    ställda = möte.frågor.select_related(
        "punkt", "av__person", "handläggare__person", "svar_av__person"
    ).order_by("tid", "pk")
    return render(
        request,
        "nämnd/inlamnat.html",
        {
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "yrkanden": [
                (y, nummer.get(y.punkt_id or 0, "")) for y in inlämning.inlämnade_till(möte)
            ],
            "frågor": [(f, nummer.get(f.punkt_id or 0, "")) for f in ställda],
        },
    )


Gör = Callable[[Fråga, Mapping[str, Any], Användare], Fråga]


def _vidare(fråga: Fråga, data: Mapping[str, Any], av: Användare) -> Fråga:
    return frågor.skicka_vidare(fråga=fråga, till=data["till"], av=av)


def _svara_själv(fråga: Fråga, data: Mapping[str, Any], av: Användare) -> Fråga:
    return frågor.svara_själv(fråga=fråga, text=data["text"], av=av, **_till(data))


def _lämna_ut(fråga: Fråga, data: Mapping[str, Any], av: Användare) -> Fråga:
    return frågor.lämna_ut(fråga=fråga, av=av, **_till(data))


def _avböj(fråga: Fråga, data: Mapping[str, Any], av: Användare) -> Fråga:
    return frågor.avböj(fråga=fråga, skäl=data["skäl"], av=av)


def _till(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"till_alla": data["mottagare"] == "alla", "sakuppgift": data["sakuppgift"]}


GÖR: dict[str, tuple[Handgrepp, Gör, str]] = {
    "vidare": (Handgrepp.SKICKA_VIDARE, _vidare, "Frågan är skickad till handläggaren."),
    "lamna": (Handgrepp.LÄMNA_UT, _lämna_ut, "Svaret är lämnat."),
    "svara": (Handgrepp.SVARA_SJÄLV, _svara_själv, "Svaret är lämnat."),
    "avboj": (Handgrepp.AVBÖJA, _avböj, "Frågan är avböjd."),
}


def _former(fråga: Fråga, vad: str, data: Any) -> dict[str, forms.Form | None]:
    """Formulären för det som går att göra nu; `vad` är det som skickades."""
    möjliga = frågegång.möjliga(fråga.status)
    byggare: dict[str, Callable[[Any], forms.Form]] = {
        "vidare": lambda d: Vidareformulär(
            d, prefix="vidare", möjliga=policy.möjliga_svarande(fråga)
        ),
        "lamna": lambda d: Lämnaformulär(d, prefix="lamna"),
        "svara": lambda d: Egetsvar(d, prefix="svara"),
        "avboj": lambda d: Avböjformulär(d, prefix="avboj"),
    }
    return {
        namn: bygg(data if namn == vad else None) if GÖR[namn][0] in möjliga else None
        for namn, bygg in byggare.items()
    }


@require_http_methods(["GET", "HEAD", "POST"])
def fråga(request: HttpRequest, pk: int) -> HttpResponse:
    """Sekreteraren läser frågan och skickar den vidare, svarar, lämnar svaret eller avböjer."""
    rad = get_object_or_404(
        policy.skötbara_frågor(request.user).select_related(
            *("sammanträde__organ__myndighet", "punkt__ärende", "av__person"),
            *("handläggare__person", "svar_av__person", "handling__ärende"),
        ),
        pk=pk,
    )
    vad = request.POST.get("gor", "")
    former = _former(rad, vad, request.POST if request.method == "POST" else None)
    fel: Exception | None = None
    if request.method == "POST":
        form = former.get(vad)
        if form is None:
            fel = Frågefel("Frågan har ändrats sedan sidan visades. Läs den igen.")
        elif form.is_valid():
            try:
                GÖR[vad][1](rad, form.cleaned_data, användare(request))
            except (Frågefel, Inlämningsfel) as stopp:
                fel = stopp
            else:
                messages.success(request, GÖR[vad][2])
                return redirect("namnd:inlamnat", rad.sammanträde_id)
    möte = rad.sammanträde
    return render(
        request,
        "nämnd/fraga.html",
        {
            "f": rad,
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "former": former,
            "öppen": vad,
            "fel": fel,
            "dokumenteras": frågegång.DOKUMENTERAS,
            "inom": frågegång.INOM_MYNDIGHETEN,
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def besvara(request: HttpRequest, pk: int) -> HttpResponse:
    """Handläggaren läser frågan och svarar; det besvarade kan läsas men inte ändras."""
    jag = användare(request)
    rad = get_object_or_404(
        policy.synliga_frågor(jag)
        .filter(handläggare=jag)
        .select_related("sammanträde__organ", "punkt__ärende", "av__person", "svar_av__person"),
        pk=pk,
    )
    väntar = rad.status == Fråga.Status.HOS_HANDLÄGGAREN
    form = Svarsformulär(request.POST or None)
    fel: Exception | None = None
    if request.method == "POST" and form.is_valid():
        try:
            frågor.besvara(fråga=rad, text=form.cleaned_data["text"], av=jag)
        except Frågefel as stopp:
            fel = stopp
        else:
            messages.success(request, "Svaret har gått till nämndsekreteraren.")
            return redirect("namnd:besvara_fraga", rad.pk)
    return render(
        request,
        "nämnd/besvara_fraga.html",
        {"f": rad, "möte": rad.sammanträde, "form": form, "väntar": väntar, "fel": fel},
        status=422 if request.method == "POST" else 200,
    )
