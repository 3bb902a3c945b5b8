"""Uppdragen: vad som är givet, till vem, till när, och var det redovisades."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from konton.models import Användare
from nämnd.models import Organ
from protokoll import policy
from protokoll.frågeformer import Återrapportform
from protokoll.models import Beslutsuppdrag
from protokoll.policy import Rätt
from protokoll.services import uppföljning
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.åtkomst import användare

PER_SIDA = 50


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Alla uppdrag som användaren får se, med filter i adressen."""
    synliga = policy.synliga_uppdrag(request.user)
    val = {namn: request.GET.get(namn, "") for namn in ("organ", "handlaggare", "status")}
    valda = _filtrera(synliga, val)
    sida = Paginator(
        valda.select_related(
            "handläggare__person",
            "paragraf__organ",
            "paragraf__protokoll__sammanträde",
            "återrapporterat__protokoll__sammanträde",
        ).order_by(F("dag").asc(nulls_last=True), "pk"),
        PER_SIDA,
    ).get_page(request.GET.get("sida"))
    innehåll = {
        "sida": sida,
        "val": val,
        "organ": Organ.objects.filter(pk__in=synliga.order_by().values("paragraf__organ")).order_by(
            "namn"
        ),
        "handläggare": Användare.objects.filter(
            pk__in=synliga.order_by().values("handläggare")
        ).select_related("person"),
        "statusar": [("", "Öppna"), ("forsenade", "Försenade"), ("alla", "Alla")],
        "idag": timezone.localdate(),
    }
    return render(request, "protokoll/uppdrag.html", innehåll)


def _filtrera(uppdrag: Any, val: dict[str, str]) -> Any:
    if val["organ"].isdecimal():
        uppdrag = uppdrag.filter(paragraf__organ=int(val["organ"][:18]))
    if val["handlaggare"].isdecimal():
        uppdrag = uppdrag.filter(handläggare=int(val["handlaggare"][:18]))
    if val["status"] == "alla":
        return uppdrag
    if val["status"] == "forsenade":
        uppdrag = uppdrag.filter(dag__lt=timezone.localdate())
    return uppdrag.filter(status=Beslutsuppdrag.Status.ÖPPET)


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett uppdrag; sekreteraren antecknar var det redovisades."""
    uppdrag = get_object_or_404(
        policy.synliga_uppdrag(request.user).select_related(
            "paragraf__organ__myndighet",
            "paragraf__protokoll__sammanträde",
            "återrapporterat__protokoll__sammanträde",
            "punkt__sammanträde__organ",
            "handläggare__person",
        ),
        pk=pk,
    )
    organ = uppdrag.paragraf.organ
    fel: Mötesfel | None = None
    form = Återrapportform(request.POST or None, uppdrag=uppdrag)
    if request.method == "POST":
        policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, organ)
        if "angra" in request.POST:
            uppföljning.ångra_återrapport(uppdrag=uppdrag, av=användare(request))
            return redirect("protokoll:visa_uppdrag", pk)
        if form.is_valid():
            try:
                uppföljning.återrapportera(
                    uppdrag=uppdrag, paragraf=form.cleaned_data["paragraf"], av=användare(request)
                )
            except Mötesfel as stopp:
                fel = stopp
            else:
                messages.success(request, "Uppdraget är återrapporterat.")
                return redirect(reverse("protokoll:uppdrag"))
    innehåll = {
        "uppdrag": uppdrag,
        "form": form,
        "fel": fel,
        "för": policy.får(request.user, Rätt.FÖRA_PROTOKOLL, organ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/visa_uppdrag.html", innehåll, status=status)
