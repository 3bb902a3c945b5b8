"""Anslagen som nämnden sköter: att anslå, makulera och låta sitta längre."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import anslagsslag, anslagstid, policy
from protokoll.anslagsformulär import Anslagsform, Makuleraform, Nedform, Texträttelseform
from protokoll.justeringsformulär import Tavelform
from protokoll.models import AnnanTavla
from protokoll.services import tavlan as tjänst
from protokoll.services import tavlorna
from protokoll.services.justeringsfel import FelAnslag
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.åtkomst import användare
from publikt import filer
from publikt.models import Anslag, Slag

RADER = 100
# Det som andra sidor gör av sig självt.
AV_SIG_SJÄLVT = {
    anslagsslag.FULLMÄKTIGE: "Sätts upp av sig självt när kallelsen utfärdas.",
    anslagsslag.JUSTERING: "Sätts upp av sig självt när protokollet är justerat här.",
    anslagsslag.DELEGATION: "Sätts upp av sig självt när det särskilda protokollet är justerat.",
}


def _organen(request: HttpRequest) -> QuerySet[Organ]:
    organ = policy.anslående_organ(request.user)
    if not organ.exists():
        raise PermissionDenied("Du anslår inte i någon nämnd.")
    return organ


def _anslag(request: HttpRequest, pk: int) -> Anslag:
    return get_object_or_404(
        policy.skötta_tavelanslag(request.user)
        .select_related("protokoll", "bevis")
        .prefetch_related("avbrott", "händelser"),
        pk=pk,
    )


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Nämndens anslag: det som väntar, det som är uppe och det som varit."""
    _organen(request)
    skötta = policy.skötta_tavelanslag(request.user).prefetch_related("avbrott").order_by("-pk")
    return render(
        request,
        "protokoll/anslag/lista.html",
        {
            "väntande": list(skötta.väntande()[:RADER]),
            "uppe": list(skötta.uppe().order_by("ned_dag", "pk")[:RADER]),
            "tidigare": list(skötta.tidigare()[:RADER]),
            "högst": RADER,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def anslå(request: HttpRequest) -> HttpResponse:
    """Lagens lista, och sedan formuläret för det slag som valts."""
    organ = _organen(request)
    slag = request.GET.get("slag", "")
    if not slag:
        val = [
            (Slag(s), krav.regel, AV_SIG_SJÄLVT.get(s, "")) for s, krav in anslagsslag.KRAV.items()
        ]
        return render(request, "protokoll/anslag/valj.html", {"val": val})
    if slag not in anslagsslag.KRAV:
        raise Http404
    form = Anslagsform(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        slag=slag,
        organ=organ,
        initial=_efter(request, slag),
    )
    fynd: list[Fynd] = []
    if form.is_valid():
        try:
            anslag = tjänst.anslå(slag=slag, av=användare(request), **form.uppgifter)
        except FelAnslag as fel:
            fynd = fel.fynd
        else:
            ord_ = "uppe" if anslag.är_uppe else "klart och kommer upp på sin tid"
            messages.success(request, f"Anslaget är {ord_}.")
            return redirect("protokoll:tavelanslag", anslag.pk)
    return render(
        request,
        "protokoll/anslag/ansla.html",
        {
            "form": form,
            "slag": Slag(slag),
            "regel": anslagsslag.KRAV[slag].regel,
            "fynd": fynd,
            "av_sig_självt": AV_SIG_SJÄLVT.get(slag, ""),
        },
        status=422 if request.method == "POST" else 200,
    )


def _efter(request: HttpRequest, slag: str) -> dict[str, Any]:
    """Det som står på ett anslag med avbrott, när det tillkännages på nytt för hand."""
    pk = request.GET.get("efter", "")
    if not (pk.isdecimal() and len(pk) < 19):
        return {}
    gammalt = policy.skötta_tavelanslag(request.user).filter(pk=int(pk), slag=slag).first()
    if gammalt is None:
        return {}
    return {
        "organ": policy.tavelorgan(gammalt),
        "rubrik": gammalt.rubrik,
        "text": gammalt.text,
        "förvaringsplats": gammalt.förvaringsplats,
    }


def huvudanslaget(request: HttpRequest, tavla: AnnanTavla) -> Anslag:
    """Nämndens eget anslag, när användaren sköter det."""
    return get_object_or_404(policy.skötta_tavelanslag(request.user), källa=tavla.huvudkälla)


def sida(request: HttpRequest, pk: int, **val: Any) -> HttpResponse:
    return _sida(request, _anslag(request, pk), **val)


def _sida(request: HttpRequest, anslag: Anslag, **val: Any) -> HttpResponse:
    levande = anslag.nedtagen_tid is None and anslag.makulerad_tid is None
    innehåll = {
        "anslag": anslag,
        "levande": levande,
        "nyare": Anslag.objects.på_nytt(anslag).first(),
        "på_nytt_för_hand": anslag.slag == Slag.DELEGATIONSBESLUT
        and anslag.nytt_tillkännagivande_rekommenderas
        and policy.får_anslå(request.user),
        "rättelser": list(tjänst.rättelserna(anslag)),
        "kan_rättas": not tjänst.hinder_för_rättelse(anslag),
        "nedform": val.pop("nedform", None) or Nedform(initial={"ned_dag": anslag.ned_dag}),
        "fel": val.pop("fel", None),
        "tavlor": tavlorna.tavlor(anslag.källa),
        "tavelform": val.pop("tavelform", None) or Tavelform(),
        "väntar_på_tavla": tavlorna.tiden_räknas_från(anslag) is None,
        "gemensam_lagrum": anslagstid.LAGRUM_GEMENSAM,
        "gemensam_lagtext": f"{anslagstid.LAGTEXT_GEMENSAM} {anslagstid.LAGTEXT_GEMENSAM_TID}",
    }
    return render(request, "protokoll/anslag/visa.html", innehåll, status=val.pop("status", 200))


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return _sida(request, _anslag(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def makulera(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som händer med tiden att överklaga."""
    anslag = _anslag(request, pk)
    makulering = tjänst.makuleringen(anslag=anslag, av=användare(request))
    hinder = anslagsslag.pröva_makulering(makulering)
    på_nytt = not hinder and anslagsslag.är_i_förtid(makulering)
    form = Makuleraform(request.POST if request.method == "POST" else None)
    fel: Mötesfel | None = FelAnslag(hinder) if hinder else None
    if form.is_valid():
        try:
            tjänst.makulera(anslag=anslag, av=användare(request), **form.cleaned_data)
        except Mötesfel as stopp:
            fel = stopp
        else:
            besked = "Anslaget är makulerat och borta från tavlan."
            if på_nytt:
                besked += " Justeringen är tillkännagiven på nytt."
            messages.success(request, besked)
            return redirect("protokoll:tavelanslag", pk)
    return render(
        request,
        "protokoll/anslag/makulera.html",
        {"anslag": anslag, "form": form, "fel": fel, "hindrat": bool(hinder), "på_nytt": på_nytt},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rätta_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: den nya texten, och vad rättelsen inte ändrar."""
    anslag = _anslag(request, pk)
    hinder = tjänst.hinder_för_rättelse(anslag)
    form = Texträttelseform(
        request.POST if request.method == "POST" else None,
        initial={"rubrik": anslag.rubrik, "text": tjänst.text_utan_märke(anslag)},
    )
    fel: Mötesfel | None = FelAnslag(hinder) if hinder else None
    if form.is_valid():
        try:
            tjänst.rätta_text(anslag=anslag, av=användare(request), **form.cleaned_data)
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Anslagets text är rättad. Den gamla texten är borta.")
            return redirect("protokoll:tavelanslag", pk)
    return render(
        request,
        "protokoll/anslag/ratta_text.html",
        {
            "anslag": anslag,
            "form": form,
            "fel": fel,
            "hindrat": bool(hinder),
            "varning": anslagsslag.vid_rättelse(anslag.slag) if not hinder else None,
        },
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def flytta_ned(request: HttpRequest, pk: int) -> HttpResponse:
    anslag = _anslag(request, pk)
    form = Nedform(request.POST)
    if not form.is_valid():
        return _sida(request, anslag, nedform=form, status=422)
    try:
        tjänst.flytta_ned_dag(anslag=anslag, av=användare(request), **form.cleaned_data)
    except Mötesfel as fel:
        return _sida(request, anslag, nedform=form, fel=fel, status=422)
    messages.success(request, "Nedtagningen är flyttad.")
    return redirect("protokoll:tavelanslag", pk)


@require_safe
def bevis(request: HttpRequest, pk: int) -> FileResponse:
    anslag = _anslag(request, pk)
    if anslag.bevis is None:
        raise Http404
    return FileResponse(
        filer.öppna(anslag.bevis),
        content_type="application/pdf",
        filename=f"anslagsbevis-{anslag.pk}.pdf",
    )
