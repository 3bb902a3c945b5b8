"""Utdrag som kommit från andra organ och väntar på att registreras."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from konton.policy import myndigheter_med_roll
from protokoll import policy
from protokoll.expedieringsformulär import Inkommetform
from protokoll.models import InkommetUtdrag
from protokoll.policy import Rätt
from protokoll.services import inkomna as tjänst
from protokoll.services.expedieringsfel import Expedieringsfel
from protokoll.views.expediering import pdf_svar
from protokoll.views.åtkomst import användare
from ärenden.services.registrering import ÄrendetMakulerat

PARAGRAF = "expediering__mottagare__försättsblad__paragraf"
RADER = 100


def _inkommet(request: HttpRequest, pk: int) -> InkommetUtdrag:
    return get_object_or_404(
        policy.synliga_inkomna(request.user).select_related(
            "organ__myndighet",
            "organ__diarium",
            "handling__ärende",
            "expediering__fil",
            f"{PARAGRAF}__organ",
            f"{PARAGRAF}__ärende",
            f"{PARAGRAF}__protokoll__sammanträde",
        ),
        pk=pk,
    )


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Det som väntar, äldst först, och det som senast registrerats."""
    if not myndigheter_med_roll(request.user, policy.roller_med(Rätt.TA_EMOT_UTDRAG)).exists():
        raise PermissionDenied("Du registrerar inte i någon nämnd.")
    alla = policy.synliga_inkomna(request.user).select_related(
        "organ",
        "handling__ärende",
        f"{PARAGRAF}__organ",
        f"{PARAGRAF}__protokoll__sammanträde",
    )
    alla = alla.prefetch_related(f"{PARAGRAF}__delar__satser")
    return render(
        request,
        "protokoll/inkomna.html",
        {
            "väntar": alla.filter(handling=None).order_by("ankomst_tid", "pk")[:RADER],
            "registrerade": alla.filter(handling__isnull=False).order_by("-registrerat_tid")[:10],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Välj ett ärende som finns eller ett nytt; POST registrerar."""
    inkommet = _inkommet(request, pk)
    jag = användare(request)
    if inkommet.handling is not None:
        messages.info(request, "Utdraget är redan registrerat.")
        return redirect("arenden:visa", inkommet.handling.ärende_id)
    paragraf = inkommet.expediering.mottagare.försättsblad.paragraf
    form = Inkommetform(
        request.POST if request.method == "POST" else None,
        ärenden=tjänst.valbara_ärenden(inkommet.organ, jag),
        inkommet=inkommet,
        initial={
            "rubrik": paragraf.synlig_rubrik,
            "beslutssatser": tjänst.förslag_till(
                paragraf, inkommet.organ, inkommet.expediering.punkter
            ),
        },
    )
    fel: Exception | None = None
    if form.is_valid():
        try:
            handling = _registrera(inkommet, form, request)
        except (Expedieringsfel, ÄrendetMakulerat) as stopp:
            fel = stopp
        else:
            messages.success(request, f"Handling {handling.nummer} i {handling.ärende.beteckning}.")
            return redirect("arenden:visa", handling.ärende_id)
    innehåll = {
        "inkommet": inkommet,
        "paragraf": paragraf,
        "nummer": inkommet.expediering.omfattning,
        "form": form,
        "fel": fel,
        "diarium": tjänst.diarium_för(inkommet.organ),
        "delat": paragraf.ärende is not None
        and form.ärenden.filter(pk=paragraf.ärende.pk).exists(),
    }
    status = 422 if fel or form.errors else 200
    return render(request, "protokoll/inkommet.html", innehåll, status=status)


def _registrera(inkommet, form: Inkommetform, request: HttpRequest):
    data = form.cleaned_data
    gemensamt = {
        "inkommet": inkommet,
        "beslutssatser": data["beslutssatser"],
        "av": användare(request),
    }
    if form.ärende is not None:
        return tjänst.registrera_i_ärende(ärende=form.ärende, **gemensamt)
    return tjänst.registrera_i_nytt_ärende(rubrik=data["rubrik"], klass=data["klass"], **gemensamt)


@require_safe
def fil(request: HttpRequest, pk: int) -> FileResponse:
    inkommet = _inkommet(request, pk)
    if inkommet.expediering.fil is None:
        raise Http404
    return pdf_svar(inkommet.expediering.fil.plats, inkommet.expediering.filnamn)
