from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from ärenden import filer, policy
from ärenden.ankomstdag import LAGRUM, Väg
from ärenden.forms import HandlingForm
from ärenden.models import Handling
from ärenden.policy import Rätt
from ärenden.services import registrering
from ärenden.views.gemensamt import inloggad, synligt_ärende


@require_http_methods(["GET", "HEAD", "POST"])
def ny_handling(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv(användare, Rätt.REGISTRERA, ärende.myndighet)
    form = HandlingForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        handlingar=policy.synliga_handlingar(användare)
        .filter(ärende=ärende, bilaga_till=None)
        .order_by("nummer"),
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        uppladdad = data.pop("fil")
        try:
            handling = registrering.registrera_handling(
                ärende=ärende,
                innehåll=uppladdad.read() if uppladdad else None,
                filnamn=uppladdad.name if uppladdad else "",
                av=användare,
                **data,
            )
        except filer.Filfel as fel:
            form.add_error("fil", str(fel))
        except registrering.ÄrendetMakulerat as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, _besked(handling))
            return redirect("arenden:visa", pk=ärende.pk)
    status = 422 if form.errors else 200
    return render(
        request,
        "ärenden/ny_handling.html",
        {
            "form": form,
            "ärende": ärende,
            "vägar": [(väg.etikett, väg.lagtext) for väg in (Väg.EPOST, Väg.POST, Väg.POSTLÅDA)],
            "lagrum": LAGRUM,
        },
        status=status,
    )


def _besked(handling: Handling) -> str:
    text = f"Handling {handling.nummer} är registrerad."
    if handling.ankomstdag:
        text += f" Den kom in {date_format(handling.ankomstdag, 'j F Y')}."
    return text


@require_safe
def fil(request: HttpRequest, pk: int) -> FileResponse:
    """Handlingens fil. Den som inte får se handlingen får samma svar som om den inte fanns."""
    handling = get_object_or_404(
        policy.synliga_handlingar(inloggad(request)).select_related("fil"), pk=pk
    )
    if handling.fil is None:
        raise Http404
    svar = FileResponse(
        storages["filer"].open(handling.fil.plats),
        content_type=handling.fil.medietyp,
        # En inläst rubrik kan ha radbrytningar, och de får inte stå i ett svarshuvud.
        filename=" ".join((handling.filnamn or f"{handling.rubrik}.pdf").split()),
    )
    svar["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    svar["X-Content-Type-Options"] = "nosniff"
    svar["Cache-Control"] = "private, no-store"
    return svar
