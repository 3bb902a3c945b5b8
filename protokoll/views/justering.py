"""Justeringens sida, för den som justerar och den som läser: svara, skriva under, hämta filerna."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.tvåfaktor import kräv_färsk_andra_faktor, är_färsk
from protokoll import justeringstid, policy
from protokoll.justeringsformulär import Svarsform, Tavelform
from protokoll.models import Justering, Underskrift
from protokoll.services import justering as tjänst
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.justeringsvy import justeringsvy
from protokoll.views.åtkomst import användare
from ärenden.models import Fil

Skrivande = Callable[[Underskrift], object]


def synlig(request: HttpRequest, pk: int) -> Justering:
    return get_object_or_404(
        policy.synliga_justeringar(request.user).select_related(
            *("protokoll__sammanträde__organ__myndighet__kommun", "protokoll__ordförande"),
            *("jobb", "fil", "offentlig_fil"),
        ),
        pk=pk,
    )


def egen_underskrift(request: HttpRequest, pk: int) -> Underskrift:
    """Användarens underskrift i en synlig justering; den som inte ska skriva under vet inget."""
    justering = synlig(request, pk)
    person = användare(request).person_id
    rad = (
        justering.underskrifter.filter(person=person, person__isnull=False)
        .exclude(status=Underskrift.Status.ERSATT)
        .first()
    )
    if rad is None:
        raise Http404("Ingen underskrift väntar på dig.")
    rad.justering = justering
    return rad


def sida(
    request: HttpRequest,
    pk: int,
    *,
    fel: Mötesfel | None = None,
    tavelform: Tavelform | None = None,
    status: int = 200,
) -> HttpResponse:
    innehåll = justeringsvy(synlig(request, pk), användare(request), fel=fel, tavelform=tavelform)
    return render(request, "protokoll/justering/visa.html", innehåll, status=status)


@require_safe
def att_justera(request: HttpRequest) -> HttpResponse:
    """Protokollen som väntar på användarens underskrift."""
    väntar = policy.att_justera(request.user).select_related(
        "justering__protokoll__sammanträde__organ"
    )
    idag = timezone.localdate()
    rader = [
        (
            u,
            justeringstid.sista_justeringsdag(u.justering.protokoll.sammanträde.datum),
            justeringstid.är_försenad(u.justering.protokoll.sammanträde.datum, idag),
        )
        for u in väntar.order_by("justering__protokoll__sammanträde__datum", "pk")
    ]
    return render(request, "protokoll/justering/att_justera.html", {"rader": rader})


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return sida(request, pk)


@require_POST
def svara(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    rad = egen_underskrift(request, pk)
    vald = get_object_or_404(rad.justering.protokoll.paragrafer.all(), pk=paragraf)
    form = Svarsform(request.POST)
    if not form.is_valid():
        return sida(request, pk, fel=Mötesfel("Välj ett svar."), status=422)
    try:
        tjänst.svara(underskrift=rad, paragraf=vald, av=användare(request), **form.cleaned_data)
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    return redirect(f"{reverse('protokoll:justeringen', args=[pk])}#paragraf-{paragraf}")


@require_POST
def godkänn_alla(request: HttpRequest, pk: int) -> HttpResponse:
    rad = egen_underskrift(request, pk)
    try:
        tjänst.godkänn_alla(underskrift=rad, av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    return redirect(f"{reverse('protokoll:justeringen', args=[pk])}#skriv-under")


@require_http_methods(["GET", "HEAD", "POST"])
def skriv_under(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida; med en nyss skriven kod skrivs protokollet under."""
    egen_underskrift(request, pk)
    return _skriv_under(request, pk)


@kräv_färsk_andra_faktor
def _skriv_under(request: HttpRequest, pk: int) -> HttpResponse:
    rad = egen_underskrift(request, pk)
    fel: Mötesfel | None = None
    if request.method == "POST":
        try:
            tjänst.underteckna(
                underskrift=rad, av=användare(request), färsk_andra_faktor=är_färsk(request)
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Du har skrivit under protokollet.")
            return redirect("protokoll:justeringen", pk)
    innehåll = justeringsvy(rad.justering, användare(request), fel=fel)
    return render(
        request, "protokoll/justering/skriv_under.html", innehåll, status=422 if fel else 200
    )


@require_safe
def fil(request: HttpRequest, pk: int, slag: str) -> HttpResponseBase:
    """Det justerade protokollet. Det hemliga bara för den som får se det."""
    justering = synlig(request, pk)
    if slag == "protokoll" and policy.får_läsa_hela(request.user, justering):
        return skicka_fil(request, justering.fil, "protokoll.pdf")
    if slag == "offentligt":
        return skicka_fil(request, justering.offentlig_fil, "protokoll-offentligt.pdf")
    raise Http404("Filen finns inte.")


@require_safe
def version(request: HttpRequest, pk: int, nummer: int, slag: str) -> HttpResponseBase:
    """En rättad version."""
    justering = synlig(request, pk)
    rad = get_object_or_404(
        justering.versioner.select_related("fil", "offentlig_fil"), nummer=nummer
    )
    if slag == "protokoll" and policy.får_läsa_hela(request.user, justering):
        return skicka_fil(request, rad.fil, f"protokoll-version-{nummer}.pdf")
    if slag == "offentligt":
        return skicka_fil(request, rad.offentlig_fil, f"protokoll-offentligt-version-{nummer}.pdf")
    raise Http404("Filen finns inte.")


@require_safe
def bevis(request: HttpRequest, pk: int) -> HttpResponseBase:
    rad = get_object_or_404(policy.synliga_bevis(request.user).select_related("fil"), pk=pk)
    return skicka_fil(request, rad.fil, f"{rad.slag.replace('_', '-')}.pdf")


def skicka_fil(request: HttpRequest, fil: Fil | None, namn: str) -> HttpResponseBase:
    if fil is None:
        raise Http404("Filen finns inte.")
    etag = f'"{fil.sha256}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None or svar.status_code != 304:
        svar = FileResponse(
            storages["filer"].open(fil.plats), content_type="application/pdf", filename=namn
        )
    svar["ETag"] = etag
    svar["Cache-Control"] = "private, no-cache"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
