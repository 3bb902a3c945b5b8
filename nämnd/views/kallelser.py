"""Kallelsen: skapa, följa arbetet, utfärda och läsa filerna."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from konton.policy import FärskFaktorKrävs
from nämnd import documents, policy
from nämnd.models import (
    Kallelse,
    Kallelsefil,
    Organ,
    Punkthandling,
    Uppdrag,
)
from nämnd.policy import Rätt
from nämnd.services import hemligt, komplettering, publicering, utskick
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services import läsrum as läsrumstjänst
from nämnd.services.kallelse import Kallelsefel
from nämnd.services.komplettering import Kompletteringsfel
from nämnd.views import visning
from nämnd.views.föredragningslista import Svar, arbetsyta, till_listan
from nämnd.views.läsrum import är_styrkt
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.sekretessvarning import blivit_hemligt
from nämnd.views.åtkomst import användare, skött, är_htmx

FULLA = {Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.PAKET}
LISTAN = {Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.OFFENTLIG_KALLELSE}


@require_POST
def skapa(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    fel = ""
    try:
        kallelsetjänst.skapa_kallelse(sammanträde=sammanträde, av=användare(request))
    except Kallelsefel as stopp:
        fel = str(stopp)
    return till_listan(request, sammanträde, Svar(fel=fel), ankare="kallelse")


@require_http_methods(["GET", "HEAD", "POST"])
def välj(request: HttpRequest, pk: int) -> HttpResponse:
    """Vad som skiljer listan från det skickade, och valet: komplettering eller ny kallelse."""
    sammanträde = skött(request, pk)
    if not sammanträde.kallelser.utfärdade().exists():
        fel = "Ingen kallelse är utfärdad. Skapa kallelsen först."
        return till_listan(request, sammanträde, Svar(fel=fel), ankare="kallelse")
    fel, kod = "", 200
    if request.method == "POST":
        slag = request.POST.get("slag", "")
        if slag not in Kallelse.Slag:
            fel, kod = "Välj komplettering eller ny kallelse.", 422
        else:
            try:
                kallelsetjänst.skapa_kallelse(
                    sammanträde=sammanträde, av=användare(request), slag=Kallelse.Slag(slag)
                )
            except Kallelsefel as stopp:
                fel, kod = str(stopp), 409
            else:
                return till_listan(request, sammanträde, ankare="kallelse")
    plan, ingen_komplettering = None, ""
    try:
        plan = komplettering.planera(sammanträde)
    except Kompletteringsfel as stopp:
        ingen_komplettering = str(stopp)
    return render(
        request,
        "nämnd/valj_kallelse.html",
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "fel": fel,
            "plan": plan,
            "nyheter": plan.nyheter(offentlig=False) if plan else None,
            "nya_sidor": sum(p.sidor for p in plan.nya) if plan else 0,
            "ingen_komplettering": ingen_komplettering,
            "kan_ändras": sammanträde.är_öppet_för_ändring,
            **blivit_hemligt(sammanträde),
        },
        status=kod,
    )


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Arbetets läge, frågat varje sekund; när det är klart ritas hela listan om."""
    sammanträde = skött(request, pk)
    nu = visning.läge(sammanträde)
    if not är_htmx(request):
        return till_listan(request, sammanträde, ankare="kallelse")
    if nu.pågår and nu.utkast:
        return render(request, "nämnd/_jobb.html", {"möte": sammanträde, "kallelse": nu.utkast})
    svar = Svar(f"{nu.utkast.namn} är klar." if nu.utkast and nu.kan_utfärdas else "")
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
            messages.success(request, f"{kallelse.namn} är utfärdad.")
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
            "nyheter": komplettering.i(kallelse).nyheter(offentlig=False)
            if kallelse.är_komplettering
            else None,
            "har_varit": sammanträde.datum < timezone.localdate(),
            "fullmäktige": sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE,
            "kungörelsen": publicering.varning_om_tillkännagivandet(sammanträde),
            "filer": visning.läsbara_filer(användare(request), sammanträde, [kallelse])[0],
            "ledamöter": [
                u for u in kallade if not u.är_ersättare and u.post != Uppdrag.Post.INSYN
            ],
            "ersättare": [u for u in kallade if u.är_ersättare],
            "insyn": [u for u in kallade if u.post == Uppdrag.Post.INSYN],
            **blivit_hemligt(sammanträde),
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
    if slag == Kallelsefil.Slag.PAKET and not policy.får_läsa_hela_paketet(
        request.user, kallelse.sammanträde
    ):
        raise Http404
    rad = get_object_or_404(kallelse.filer.select_related("fil"), slag=slag)
    möte = kallelse.sammanträde
    läge = hemligt.Sekretessläge.för(möte)
    if slag not in FULLA and (dolt := läge.nytt_i_filerna(kallelse)):
        return render(
            request,
            "nämnd/stangt_exemplar.html",
            {
                "möte": möte,
                "rubrik": visning.mötesrubrik(möte),
                "dolt": f"{dolt} {publicering.STÅR_ÖPPET}",
            },
            status=403,
        )
    hemlig = slag in FULLA and läsrumstjänst.säger_hemligt(
        kallelse, läge, papper=slag == Kallelsefil.Slag.PAKET
    )
    # Den som sköter mötet arbetar med papperen på listan; hens väg till dem prövas där.
    if (
        hemlig
        and not policy.får(request.user, Rätt.SKÖTA_SAMMANTRÄDEN, kallelse.sammanträde.organ)
        and not är_styrkt(request)
    ):
        raise FärskFaktorKrävs(reverse("namnd:visa", args=[kallelse.sammanträde_id]))
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=kallelse, av=användare(request))
    return pdfsvar(
        request,
        rad.fil,
        visning.filnamn(kallelse, slag),
        spara=not hemlig,
        utkast=kallelse.status != Kallelse.Status.UTFÄRDAD,
    )


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # utan adressens pk
def förhandsgranska(request: HttpRequest, pk: int) -> HttpResponse:
    """Kallelsen som PDF i sidan, för den som sköter mötet; med `ram` i en ram bredvid listan."""
    kallelse = get_object_or_404(
        policy.synliga_kallelser(request.user)
        .select_related("sammanträde__organ__myndighet")
        .prefetch_related("sammanträde__tider", "filer__fil"),
        pk=pk,
    )
    möte = kallelse.sammanträde
    policy.kräv(request.user, Rätt.SKÖTA_SAMMANTRÄDEN, möte.organ)
    (filer,) = visning.läsbara_filer(användare(request), möte, [kallelse])
    slag = next((f.slag for f in filer if f.slag in LISTAN), None)
    if slag is None:
        raise Http404
    return render(
        request,
        "nämnd/forhandsgranska.html",
        {
            "kallelse": kallelse,
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "slag": slag,
            "i_ram": "ram" in request.GET,
        },
    )


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
