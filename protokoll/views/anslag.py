"""Anslaget: ta ned, tillkännage på nytt och bevisen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from protokoll import policy
from protokoll.justeringsformulär import Lagakraftform, Tavelform
from protokoll.models import AnnanTavla, Anslag
from protokoll.policy import Rätt
from protokoll.services import anslag as tjänst
from protokoll.services import bevis as bevistjänst
from protokoll.services import tavlorna
from protokoll.services.mötesfel import Mötesfel
from protokoll.views import tavlan
from protokoll.views.justering import sida
from protokoll.views.åtkomst import användare


def skött(request: HttpRequest, pk: int) -> Anslag:
    """Ett synligt anslag som användaren sköter."""
    anslag = get_object_or_404(
        policy.synliga_anslag(request.user).select_related(
            "justering", "protokoll__sammanträde__organ__myndighet__kommun"
        ),
        pk=pk,
    )
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    return anslag


@require_POST
def ta_ned(request: HttpRequest, pk: int) -> HttpResponse:
    anslag = skött(request, pk)
    try:
        tjänst.ta_ned(anslag=anslag, av=användare(request))
    except Mötesfel as fel:
        return sida(request, anslag.justering_id or 0, fel=fel, status=422)
    messages.success(request, "Anslaget är nedtaget.")
    return redirect("protokoll:justeringen", anslag.justering_id)


@require_POST
def anteckna_tavla(request: HttpRequest, pk: int) -> HttpResponse:
    """Dagen då en samverkande kommun tillkännagav justeringen på sin tavla.

    Sidan är justeringens, eller anslagets när det är ett särskilt protokoll eller satt för hand.
    """
    vald = get_object_or_404(AnnanTavla.objects.select_related("anslag"), pk=pk)
    if vald.anslag is not None:
        på, visa, mål = skött(request, vald.anslag.pk).justering_id or 0, sida, "justeringen"
    else:
        på, visa, mål = tavlan.huvudanslaget(request, vald).pk, tavlan.sida, "tavelanslag"
    form = Tavelform(request.POST)
    if not form.is_valid():
        return visa(request, på, tavelform=form, status=422)
    try:
        tavlorna.anteckna_tavla(tavla=vald, dag=form.cleaned_data["dag"], av=användare(request))
    except Mötesfel as fel:
        return visa(request, på, fel=fel, tavelform=form, status=422)
    messages.success(request, f"Tillkännagivandet i {vald.kommun} är antecknat.")
    return redirect(f"protokoll:{mål}", på)


@require_http_methods(["GET", "HEAD", "POST"])
def nytt(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: ett nytt tillkännagivande efter ett avbrott."""
    anslag = skött(request, pk)
    fel: Mötesfel | None = None
    if request.method == "POST":
        try:
            tjänst.tillkännage_på_nytt(anslag=anslag, av=användare(request))
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Justeringen är tillkännagiven på nytt.")
            return redirect("protokoll:justeringen", anslag.justering_id)
    tavlan = tjänst.på_tavlan(anslag)
    innehåll = {
        "anslag": anslag,
        "tavlan": tavlan,
        "möte": anslag.protokoll.sammanträde,
        "fel": fel,
    }
    return render(
        request, "protokoll/justering/nytt_anslag.html", innehåll, status=422 if fel else 200
    )


@require_POST
def bevis(request: HttpRequest, pk: int) -> HttpResponse:
    anslag = skött(request, pk)
    try:
        bevistjänst.intyga_anslag(anslag=anslag, av=användare(request))
    except Mötesfel as fel:
        return sida(request, anslag.justering_id or 0, fel=fel, status=422)
    messages.success(request, "Anslagsbeviset skapas. Ladda om sidan om en stund.")
    return redirect("protokoll:justeringen", anslag.justering_id)


@require_http_methods(["GET", "HEAD", "POST"])
def laga_kraft(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Bevis om laga kraft, sedan sekreteraren kontrollerat att ingen överklagat."""
    anslag = skött(request, pk)
    paragrafer = anslag.protokoll.paragrafer.select_related("organ", "punkt", "försättsblad")
    vald = get_object_or_404(
        paragrafer.prefetch_related("delar", "försättsblad__mottagare__expedieringar__steg"),
        pk=paragraf,
    )
    form = Lagakraftform(request.POST or None)
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        try:
            bevistjänst.intyga_laga_kraft(
                paragraf=vald, anslag=anslag, av=användare(request), **form.cleaned_data
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Beviset skapas. Ladda om sidan om en stund.")
            return redirect("protokoll:justeringen", anslag.justering_id)
    innehåll = {
        "anslag": anslag,
        "p": vald,
        "möte": anslag.protokoll.sammanträde,
        "form": form,
        "fel": fel,
        "hinder": bevistjänst.hinder_för_laga_kraft(paragraf=vald, anslag=anslag),
        "besked": bevistjänst.besked(vald, anslag, tjänst.på_tavlan(anslag)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/laga_kraft.html", innehåll, status=status)
