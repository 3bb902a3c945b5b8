"""Registervård: det som inte är i ordning i diariet, och knapparna som lagar det."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ärenden import policy
from ärenden.forms import Anmärkningsform
from ärenden.services import registervård
from ärenden.views.gemensamt import inloggad, synligt_ärende


@require_safe
def kvalitet(request: HttpRequest) -> HttpResponse:
    return _sidan(request)


def _sidan(request: HttpRequest, *, fel: str = "") -> HttpResponse:
    användare = inloggad(request)
    if not policy.myndigheter_med(användare, policy.Rätt.REGISTRERA).exists():
        raise PermissionDenied("Du får inte registrera ärenden.")
    före = request.GET.get("fore", "")
    äldre = int(före) if före.isdecimal() and len(före) < 19 else None
    granskning = registervård.granska(av=användare, före=äldre)
    adress = reverse("arenden:kvalitet")
    return render(
        request,
        "ärenden/kvalitet.html",
        {
            "granskning": granskning,
            "fel": fel,
            "fler": f"{adress}?fore={granskning.fortsätt_före}" if granskning.fortsätt_före else "",
            "första": adress if äldre is not None else "",
        },
        status=422 if fel else 200,
    )


@require_POST
def åtgärda(request: HttpRequest, pk: int) -> HttpResponse:
    """Lagar eller lämnar en anmärkning, från registervården eller från ärendet."""
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv(användare, policy.Rätt.REGISTRERA, ärende.myndighet)
    form = Anmärkningsform(request.POST)
    if not form.is_valid():
        return _sidan(request, fel="Anmärkningen kändes inte igen. Ladda om sidan.")
    data = form.cleaned_data
    regel, nummer = data["regel"], data["nummer"]
    try:
        if data["gor"] == Anmärkningsform.Gör.LAGA:
            registervård.laga(
                ärende=ärende, regel=regel, nummer=nummer, lagad=data["lagad"], av=användare
            )
            messages.success(request, f"Rättat i {ärende.beteckning}.")
        else:
            registervård.lämna(ärende=ärende, regel=regel, nummer=nummer, av=användare)
            messages.success(request, f"Anmärkningen i {ärende.beteckning} visas inte igen.")
    except (registervård.FinnsInte, registervård.KanInteLagas) as fel:
        return _sidan(request, fel=str(fel))
    if data["tillbaka"]:
        return redirect("arenden:visa", pk=ärende.pk)
    return redirect("arenden:kvalitet")
