"""Gästernas länkar: sekreterarens sida, och läsrummet som gästen ser det."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nämnd import policy
from nämnd.fynd import Fynd
from nämnd.gästformulär import GästForm
from nämnd.models import Gästlänk
from nämnd.services import gästlänkar as tjänst
from nämnd.services import läsrum
from nämnd.services.gästlänkar import Gästfel
from nämnd.services.läsrum import Exemplar
from nämnd.views import visning
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.åtkomst import användare, skött
from ärenden.models import Fil

BESÖK = 20


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets länkar, vem som har öppnat vad, och en ny länk."""
    möte = skött(request, pk)
    form = GästForm(request.POST or None, valbara=tjänst.valbara(möte), mötesdag=möte.datum)
    regler: list[Fynd] = []
    adress = ""
    if request.method == "POST" and form.is_valid():
        try:
            _, hemlighet = tjänst.skapa(
                sammanträde=möte, av=användare(request), **form.cleaned_data
            )
        except Gästfel as stopp:
            for fynd in stopp.fynd:
                form.add_error(fynd.kod or None, fynd.text)
            regler = [fynd for fynd in stopp.fynd if fynd.lagrum]
        else:
            # Visas på den här sidan och aldrig mer: bara hashen är sparad.
            adress = settings.NAMND_ADRESS.rstrip("/") + reverse("lasrum:gast", args=[hemlighet])
            form = GästForm(valbara=tjänst.valbara(möte), mötesdag=möte.datum)
    i_dag = timezone.localdate()
    länkar = (
        policy.skötbara_gästlänkar(request.user)
        .filter(sammanträde=möte)
        .select_related("skapad_av__person", "återtagen_av__person")
        .prefetch_related("punkter", "besök")
    )
    return render(
        request,
        "nämnd/lasrum/gaster.html",
        {
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "form": form,
            "regler": regler,
            "adress": adress,
            "kallat": bool(tjänst.valbara(möte)),
            "länkar": [
                {
                    "länk": länk,
                    "gäller": länk.återtagen_tid is None and länk.till >= i_dag,
                    "besök": list(länk.besök.all())[:BESÖK],
                    "antal": len(länk.besök.all()),
                }
                for länk in länkar
            ],
        },
        status=422 if form.errors else 200,
    )


@require_POST
def återta(request: HttpRequest, pk: int) -> HttpResponse:
    länk = get_object_or_404(
        policy.skötbara_gästlänkar(request.user).select_related("sammanträde__organ__myndighet"),
        pk=pk,
    )
    tjänst.återta(länk=länk, av=användare(request))
    return redirect("lasrum:gaster", länk.sammanträde_id)


def _exemplar(hemlighet: str) -> tuple[Gästlänk, Exemplar]:
    """404 också när länken har gått ut: att den har funnits säger något i sig."""
    länk = tjänst.finn(hemlighet)
    exemplar = läsrum.för_gäst(länk) if länk else None
    if länk is None or exemplar is None:
        raise Http404
    return länk, exemplar


@login_not_required
@never_cache
@require_safe
def möte(request: HttpRequest, hemlighet: str) -> HttpResponse:
    """Mötets papper som gästen får dem."""
    länk, exemplar = _exemplar(hemlighet)
    if request.method == "GET":
        tjänst.anteckna(länk=länk)
    svar = render(
        request,
        "nämnd/lasrum/gast.html",
        {
            "möte": länk.sammanträde,
            "tid": visning.tidpunkt(länk.sammanträde),
            "länk": länk,
            "hemlighet": hemlighet,
            "e": exemplar,
        },
    )
    svar["X-Robots-Tag"] = "noindex"
    return svar


@login_not_required
@require_safe
def papper(request: HttpRequest, hemlighet: str, punkt: int, marke: str) -> HttpResponseBase:
    """Ett papper som länken gäller."""
    länk, exemplar = _exemplar(hemlighet)
    plats = exemplar.hitta(punkt, marke)
    if plats is None:
        raise Http404
    läst = exemplar.papper[plats]
    fil = get_object_or_404(Fil, sha256=läst.sha256)
    if request.method == "GET":
        tjänst.anteckna(länk=länk, papper=läst.rubrik)
    svar = pdfsvar(request, fil, läst.filnamn)
    svar["X-Robots-Tag"] = "noindex"
    return svar
