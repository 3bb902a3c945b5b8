"""Upplagan: välja hur exemplaret ska vara, följa arbetet och hämta filerna."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from nämnd.services import upplagor, utskick
from nämnd.services.läsrum import Exemplar
from nämnd.services.upplagor import Upplagefel, Val
from nämnd.upplageformulär import Upplageformulär
from nämnd.views import visning
from nämnd.views.läsrum import exemplar_av
from nämnd.views.åtkomst import användare, är_htmx


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Valen, arbetet och de färdiga filerna; en lagd beställning har sina val i adressen."""
    exemplar = exemplar_av(request, pk)
    jag = användare(request)
    fel, kod = upplagor.hinder(exemplar), 200
    # En beställning har sina val i adressen; annat i den (ett htmx-svar) är inget val.
    data = request.POST if request.method == "POST" else request.GET
    formulär = Upplageformulär(data if request.method == "POST" or "som" in data else None)
    valt = formulär.val() if formulär.is_bound and formulär.is_valid() else None
    if request.method == "POST":
        kod = 422
        if valt is not None:
            try:
                upplagor.beställ(sammanträde=exemplar.kallelse.sammanträde, val=valt, av=jag)
            except Upplagefel as stopp:
                fel = str(stopp)
            else:
                return redirect(f"{reverse('lasrum:upplaga', args=[pk])}?{_fråga(valt)}")
    filer = upplagor.filer(exemplar, valt) if valt and not fel else None
    jobb = upplagor.pågående(exemplar, valt, jag) if valt and not fel and filer is None else None
    if är_htmx(request) and request.method != "POST":
        if jobb is None or jobb.är_avslutat:
            return HttpResponseClientRefresh()
        return render(request, "nämnd/lasrum/_upplagejobb.html", _jobbet(pk, jobb, valt))
    möte = exemplar.kallelse.sammanträde
    return render(
        request,
        "nämnd/lasrum/upplaga.html",
        {
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "e": exemplar,
            "formulär": formulär,
            "fel": fel,
            "upplagor": _kvar(pk, exemplar, valt if filer else None),
            "valt": valt,
            # Ett jobb som blev klart utan att filen finns kvar görs om.
            **_jobbet(pk, jobb if jobb and jobb.status != jobb.Status.KLART else None, valt),
        },
        status=kod,
    )


@dataclass(frozen=True)
class Kvar:
    """En färdig upplaga med adresser till filerna; `vald` är den som sidan gäller."""

    upplaga: upplagor.KlarUpplaga
    filer: list[tuple[upplagor.Upplagefil, str]]
    vald: bool


def _kvar(pk: int, exemplar: Exemplar, vald: Val | None) -> list[Kvar]:
    """Alla som ligger kvar, den som nyss gjordes eller valdes först."""
    alla = [
        Kvar(
            u,
            [
                (fil, f"{reverse('lasrum:upplagefil', args=[pk, fil.nummer])}?{_fråga(u.val)}")
                for fil in u.filer
            ],
            u.val == vald,
        )
        for u in upplagor.kvar(exemplar)
    ]
    return sorted(alla, key=lambda k: not k.vald)


def _jobbet(pk: int, jobb: object, valt: Val | None) -> dict[str, object]:
    adress = reverse("lasrum:upplaga", args=[pk])
    return {"jobb": jobb, "jobb_url": f"{adress}?{_fråga(valt)}" if valt else adress}


def _fråga(val: Val) -> str:
    fråga = {"som": "tryck" if val.tryck else "skarm", "grans": str(val.gräns)}
    return urlencode(fråga | ({"anteckningar": "on"} if val.anteckningar else {}))


@require_safe
def fil(request: HttpRequest, pk: int, nummer: int) -> HttpResponseBase:
    """Filen, för den vars exemplar den är just nu."""
    exemplar = exemplar_av(request, pk)
    formulär = Upplageformulär(request.GET)
    if not formulär.is_valid():
        raise Http404
    val = formulär.val()
    funnen = upplagor.innehåll(exemplar, val, nummer)
    if funnen is None:
        raise Http404
    rad, plats = funnen
    exemplar.kräv_helt_öppet()
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=användare(request))
    svar = FileResponse(
        plats.open("rb"),
        content_type="application/pdf",
        as_attachment=True,
        filename=upplagor.filnamn(exemplar, val, rad),
    )
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
