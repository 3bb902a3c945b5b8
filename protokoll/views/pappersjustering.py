"""Justering på papper: byta dit, anteckna vem som vägrade och ladda upp det undertecknade."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from protokoll import pappersjustering, policy, vägran
from protokoll.justeringsformulär import Pappersform, Pappersvägranform
from protokoll.models import Justering, Paragrafsvar, Underskrift
from protokoll.services import pappersjustering as tjänst
from protokoll.services import pappersutskrift
from protokoll.services.justeringsläge import gjorda, justeringens_paragrafer
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.justeringsarbete import förd
from protokoll.views.svar import tal
from protokoll.views.åtkomst import användare

Som, Status = Underskrift.Som, Underskrift.Status


def _grund(justering: Justering, fel: Mötesfel | None) -> dict[str, object]:
    return {
        "justering": justering,
        "protokoll": justering.protokoll,
        "möte": justering.protokoll.sammanträde,
        "fel": fel,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def byt(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: en justering som börjat elektroniskt fortsätter på papper."""
    justering = förd(request, pk)
    fel: Mötesfel | None = None
    if request.method == "POST":
        try:
            tjänst.byt_till_papper(justering=justering, av=användare(request))
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Justeringen fortsätter på papper.")
            return redirect("protokoll:justeringen", pk)
    innehåll = _grund(justering, fel) | {
        "hinder": tjänst.hinder(justering),
        "gjorda": gjorda(justering),
        "väntar": list(justering.underskrifter.filter(status=Status.VÄNTAR)),
        "lagrum": pappersjustering.LAGRUM,
        "lagtext": pappersjustering.LAGTEXT,
    }
    return render(
        request, "protokoll/justering/till_papper.html", innehåll, status=422 if fel else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def vägran_på_papper(request: HttpRequest, pk: int) -> HttpResponse:
    """Antecknar, eller tar bort, vad en justerare vägrar skriva under på pappret."""
    justering = förd(request, pk)
    väntar = justering.underskrifter.filter(status=Status.VÄNTAR).exclude(som=Som.SEKRETERARE)
    paragrafer = justeringens_paragrafer(justering)
    tar_bort = request.method == "POST" and "ta_bort" in request.POST
    form = Pappersvägranform(
        request.POST if request.method == "POST" and not tar_bort else None,
        underskrifter=väntar,
        paragrafer=paragrafer,
        delvis=justering.delvis,
    )
    fel: Mötesfel | None = None
    try:
        if tar_bort:
            _ta_bort(request, justering)
            return redirect("protokoll:pappersvagran", pk)
        if request.method == "POST" and form.is_valid():
            tjänst.anteckna_vägran(
                underskrift=form.cleaned_data["vem"],
                paragrafer=form.cleaned_data["paragrafer"],
                skäl=form.cleaned_data["skäl"],
                av=användare(request),
            )
            messages.success(request, "Vägran är antecknad.")
            return redirect("protokoll:papper", pk)
    except Mötesfel as stopp:
        fel = stopp
    innehåll = _grund(justering, fel) | {
        "form": form,
        "på_papper": justering.metod == Justering.Metod.PAPPER,
        "vägrar": _vägrar(justering),
        "lagrum": vägran.LAGRUM,
        "lagtext": vägran.LAGTEXT_EJ_JUSTERAD,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/pappersvagran.html", innehåll, status=status)


def _ta_bort(request: HttpRequest, justering: Justering) -> None:
    rader = Paragrafsvar.objects.filter(underskrift__justering=justering).select_related(
        "underskrift__justering__protokoll__sammanträde__organ"
    )
    svar = get_object_or_404(rader, pk=tal(request.POST.get("ta_bort")))
    tjänst.ta_bort_vägran(svar=svar, av=användare(request))
    messages.success(request, "Anteckningen är borttagen.")


def _vägrar(justering: Justering) -> list[tuple[Underskrift, list[Paragrafsvar]]]:
    """Per person som väntas: det som är antecknat att hen vägrar."""
    alla = justeringens_paragrafer(justering)
    väntar = justering.underskrifter.filter(status=Status.VÄNTAR)
    rader = väntar.prefetch_related("svar__paragraf").order_by("ordning", "pk")
    return [(u, svar) for u in rader if (svar := tjänst.vägrade(u, alla))]


@require_safe
def utskrift(request: HttpRequest, pk: int) -> HttpResponse:
    """Pappret att skriva under, för den som får läsa allt i det."""
    justering = förd(request, pk)
    skrivs_ut = pappersutskrift.skrivs_ut(justering)
    if not skrivs_ut or not policy.får_läsa_hela(request.user, justering):
        raise Http404("Det finns inget papper att skriva under.")
    innehåll = pappersutskrift.skriv_ut(justering=justering, av=användare(request))
    svar = HttpResponse(innehåll, content_type="application/pdf")
    svar["Content-Disposition"] = 'inline; filename="att-skriva-under.pdf"'
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


@require_http_methods(["GET", "HEAD", "POST"])
def papper(request: HttpRequest, pk: int) -> HttpResponse:
    """Det undertecknade pappret laddas upp."""
    justering = förd(request, pk)
    vägrar = _vägrar(justering)
    allt = tjänst.vägrar_allt(justering)
    väntar = [u for u in justering.underskrifter.filter(status=Status.VÄNTAR) if u.pk not in allt]
    form = Pappersform(request.POST or None, request.FILES or None, underskrifter=väntar)
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        uppladdad = form.cleaned_data["fil"]
        try:
            tjänst.justera_på_papper(
                justering=justering,
                innehåll=uppladdad.read(),
                filnamn=uppladdad.name,
                dag=form.cleaned_data["dag"],
                skrivit=form.cleaned_data["skrivit"],
                av=användare(request),
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Protokollet är justerat.")
            return redirect("protokoll:justeringen", pk)
    innehåll = _grund(justering, fel) | {
        "form": form,
        "vägrar": vägrar,
        "gjorda": gjorda(justering),
        "skrivs_ut": pappersutskrift.skrivs_ut(justering),
        "på_papper": justering.metod == Justering.Metod.PAPPER,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/papper.html", innehåll, status=status)
