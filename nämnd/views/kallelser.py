"""Kallelsen: skapa, följa arbetet, utfärda och läsa filerna."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from nämnd import documents, policy
from nämnd.models import Kallelsefil, Organ, Punkthandling, Uppdrag
from nämnd.policy import Rätt
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services import publicering, utskick
from nämnd.services.kallelse import Kallelsefel
from nämnd.views import visning
from nämnd.views.föredragningslista import Svar, arbetsyta, till_listan
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.åtkomst import användare, skött, är_htmx

FULLA = {Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.PAKET}


@require_POST
def skapa(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    fel = ""
    try:
        kallelsetjänst.skapa_kallelse(sammanträde=sammanträde, av=användare(request))
    except Kallelsefel as stopp:
        fel = str(stopp)
    return till_listan(request, sammanträde, Svar(fel=fel), ankare="kallelse")


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Arbetets läge, frågat varje sekund; när det är klart ritas hela listan om."""
    sammanträde = skött(request, pk)
    nu = visning.läge(sammanträde)
    if not är_htmx(request):
        return till_listan(request, sammanträde, ankare="kallelse")
    if nu.pågår and nu.utkast:
        return render(request, "nämnd/_jobb.html", {"möte": sammanträde, "kallelse": nu.utkast})
    svar = Svar("Kallelsen är klar." if nu.kan_utfärdas else "")
    return reswap(retarget(arbetsyta(request, sammanträde, svar), "#arbetsyta"), "outerHTML")


@require_http_methods(["GET", "HEAD", "POST"])
def utfärda(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som händer, för vem, och vad som inte kan göras ogjort."""
    kallelse = get_object_or_404(
        policy.synliga_kallelser(request.user)
        .select_related("sammanträde__organ__myndighet", "jobb")
        .prefetch_related("sammanträde__tider", "filer"),
        pk=pk,
    )
    sammanträde = kallelse.sammanträde
    policy.kräv(request.user, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
    stopp = kallelsetjänst.hinder_att_utfärda(kallelse)
    if request.method == "POST":
        try:
            kallelsetjänst.utfärda(kallelse=kallelse, av=användare(request))
        except Kallelsefel as fel:
            stopp = str(fel)
        else:
            messages.success(request, f"Kallelse {kallelse.edition} är utfärdad.")
            return redirect("namnd:visa", sammanträde.pk)
    kallade = documents.att_kalla(sammanträde)
    return render(
        request,
        "nämnd/utfarda.html",
        {
            "kallelse": kallelse,
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "stopp": stopp,
            "har_varit": sammanträde.datum < timezone.localdate(),
            "fullmäktige": sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE,
            "kungörelsen": publicering.varning_om_tillkännagivandet(sammanträde),
            "filer": visning.läsbara_filer(användare(request), sammanträde, kallelse),
            "ledamöter": [
                u for u in kallade if not u.är_ersättare and u.post != Uppdrag.Post.INSYN
            ],
            "ersättare": [u for u in kallade if u.är_ersättare],
            "insyn": [u for u in kallade if u.post == Uppdrag.Post.INSYN],
        },
        status=409 if request.method == "POST" else 200,
    )


@require_safe
def kallelsefil(request: HttpRequest, pk: int, slag: str) -> HttpResponseBase:
    """En PDF i en edition. Det fullständiga exemplaret finns bara för den som får se sekretess."""
    kallelse = get_object_or_404(
        policy.synliga_kallelser(request.user).select_related("sammanträde__organ"), pk=pk
    )
    if slag in FULLA and not policy.får_se_sekretess(request.user, kallelse.sammanträde):
        raise Http404
    rad = get_object_or_404(kallelse.filer.select_related("fil"), slag=slag)
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=kallelse, av=användare(request))
    return pdfsvar(request, rad.fil, visning.filnamn(kallelse, slag))


@require_safe
def papper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """En handlings PDF, för den som sköter listan."""
    rad = get_object_or_404(
        Punkthandling.objects.filter(
            punkt__in=policy.skötbara_punkter(request.user)
        ).select_related("handling__fil", "fil"),
        pk=pk,
    )
    if rad.papper is None:
        raise Http404
    return pdfsvar(request, rad.papper, rad.namn_på_fil)
