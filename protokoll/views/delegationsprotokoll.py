"""De särskilda protokollen över delegationsbeslut som inte anmäls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from nämnd.models import Organ
from protokoll import delegationsdokument, policy, särskilt_protokoll
from protokoll.anslagsformulär import Delegationsjusteringsform, Upprättaform
from protokoll.documents.text import uppräknat
from protokoll.models import Delegationsprotokoll
from protokoll.policy import Rätt
from protokoll.services import delegationsprotokoll as tjänst
from protokoll.services import tavlorna
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.expediering import pdf_svar
from protokoll.views.åtkomst import användare, är_htmx

PROTOKOLL = 50


def _protokoll(request: HttpRequest, pk: int) -> Delegationsprotokoll:
    return get_object_or_404(
        policy.synliga_delegationsprotokoll(request.user).select_related(
            "organ__myndighet__kommun", "upprättat_av__person", "justerat_av__person", "jobb", "fil"
        ),
        pk=pk,
    )


def _lista(
    request: HttpRequest, *, fel: Mötesfel | None = None, form: Upprättaform | None = None
) -> HttpResponse:
    nämnder = tjänst.nämnderna(användare(request))
    if not nämnder:
        raise PermissionDenied("Du för inte protokoll i någon nämnd.")
    i_dag = timezone.localdate()
    rader = []
    for organ in nämnder:
        dagar = list(tjänst.väntande(organ).values_list("beslutsdag", flat=True).order_by("pk"))
        rader.append((organ, len(dagar), särskilt_protokoll.har_väntat_länge(dagar, i_dag)))
    protokoll = policy.synliga_delegationsprotokoll(request.user).select_related("organ")
    return render(
        request,
        "protokoll/delegation/lista.html",
        {
            "nämnder": rader,
            "protokoll": list(protokoll[:PROTOKOLL]),
            "form": form or Upprättaform(),
            "regel": särskilt_protokoll.REGEL,
            "regel_tid": särskilt_protokoll.REGEL_TID,
            "fel": fel,
        },
        status=422 if fel or (form is not None and form.errors) else 200,
    )


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    return _lista(request)


@require_POST
def upprätta(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett nytt protokoll för nämnden med alla beslut till och med dagen."""
    organ = get_object_or_404(Organ.objects.all(), pk=pk)
    if not policy.får(request.user, Rätt.FÖRA_PROTOKOLL, organ):
        raise Http404
    form = Upprättaform(request.POST)
    if not form.is_valid():
        return _lista(request, form=form)
    try:
        protokoll = tjänst.upprätta(organ=organ, av=användare(request), **form.cleaned_data)
    except Mötesfel as fel:
        return _lista(request, fel=fel)
    messages.success(request, f"Protokoll {protokoll.beteckning} är upprättat.")
    return redirect("protokoll:delegationsprotokoll", protokoll.pk)


def _sida(request: HttpRequest, protokoll: Delegationsprotokoll, **val: Any) -> HttpResponse:
    besluten = tjänst.besluten(protokoll)
    anslag = tjänst.på_tavlan(protokoll)
    samma = protokoll.upprättat_av_id == användare(request).pk
    return render(
        request,
        "protokoll/delegation/visa.html",
        {
            "protokoll": protokoll,
            "delegater": delegationsdokument.delegater(besluten),
            "antal": len(besluten),
            "anslag": anslag,
            "för": policy.får(request.user, Rätt.FÖRA_PROTOKOLL, protokoll.organ),
            "väntar_på": uppräknat(
                [t.kommun for t in tavlorna.tavlor(protokoll.källa) if t.uppsatt is None]
            ),
            "form": val.get("form") or Delegationsjusteringsform(samma_person=samma),
            "fel": val.get("fel"),
            "regel": särskilt_protokoll.REGEL,
            "regel_anslag": särskilt_protokoll.REGEL_ANSLAG,
        },
        status=val.get("status", 200),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Protokollet, och formuläret som justerar det. Jobbet frågas varje sekund."""
    protokoll = _protokoll(request, pk)
    if request.method != "POST":
        if är_htmx(request):
            if protokoll.jobb is None or protokoll.jobb.är_avslutat:
                return HttpResponseClientRefresh()
            return render(request, "protokoll/delegation/_jobb.html", {"protokoll": protokoll})
        return _sida(request, protokoll)
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, protokoll.organ)
    samma = protokoll.upprättat_av_id == användare(request).pk
    form = Delegationsjusteringsform(request.POST, samma_person=samma)
    if not form.is_valid():
        return _sida(request, protokoll, form=form, status=422)
    try:
        tjänst.justera(protokoll=protokoll, av=användare(request), **form.cleaned_data)
    except Mötesfel as fel:
        return _sida(request, protokoll, form=form, fel=fel, status=422)
    messages.success(request, "Protokollet är justerat och anslås.")
    return redirect("protokoll:delegationsprotokoll", pk)


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = _protokoll(request, pk)
    try:
        tjänst.släng(protokoll=protokoll, av=användare(request))
    except Mötesfel as fel:
        return _sida(request, protokoll, fel=fel, status=422)
    messages.success(request, "Protokollet är borttaget, och besluten väntar igen.")
    return redirect("protokoll:delegationsprotokollen")


@require_safe
def fil(request: HttpRequest, pk: int) -> FileResponse:
    protokoll = _protokoll(request, pk)
    if protokoll.fil is None:
        raise Http404
    namn = f"sarskilt-protokoll-{protokoll.nummer}-{protokoll.år}.pdf"
    return pdf_svar(protokoll.fil.plats, namn)
