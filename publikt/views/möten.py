"""Mötenas sidor för allmänheten: de som är publicerade, varje mötes lista och dess filer."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify

from publikt import filer
from publikt.models import Kopia, Möte
from publikt.views.öppen import sida, öppen

PÅ_BLADET = 50


@öppen
def lista(request: HttpRequest) -> HttpResponse:
    """Kommande möten, närmast först, och hållna, senast först."""
    i_dag = timezone.localdate()
    blad = _bladnummer(request)
    hållna = Möte.objects.ute().filter(datum__lt=i_dag).per_dag()
    rader = list(hållna[(blad - 1) * PÅ_BLADET : blad * PÅ_BLADET + 1])
    här = reverse("moten:lista")
    innehåll = {
        "kommande": list(
            Möte.objects.ute().filter(datum__gte=i_dag).order_by("datum", "organ", "pk")
        )
        if blad == 1
        else [],
        "hållna": rader[:PÅ_BLADET],
        "nästa": f"{här}?sida={blad + 1}" if len(rader) > PÅ_BLADET else "",
        "första": här if blad > 1 else "",
    }
    return sida("publikt/moten.html", innehåll)


def _bladnummer(request: HttpRequest) -> int:
    text = request.GET.get("sida", "1")
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise Http404
    return int(text)


@öppen
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets dag, tid och plats, listan med förslag till beslut, och filerna."""
    möte = get_object_or_404(
        Möte.objects.ute().select_related("kallelse", "handlingar").prefetch_related("punkter"),
        pk=pk,
    )
    return sida("publikt/mote.html", {"möte": möte})


@öppen
def kallelse(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _fil(request, pk, "kallelse")


@öppen
def handlingar(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _fil(request, pk, "handlingar")


def _fil(request: HttpRequest, pk: int, slag: str) -> HttpResponseBase:
    möte = get_object_or_404(Möte.objects.ute().select_related(slag), pk=pk)
    kopia: Kopia | None = getattr(möte, slag)
    if kopia is None:
        raise Http404
    etag = f'"{kopia.sha256}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None:
        svar = FileResponse(
            filer.öppna(kopia),
            content_type="application/pdf",
            filename=f"{slag}-{slugify(möte.organ)}-{möte.datum.isoformat()}.pdf",
        )
    svar["ETag"] = etag
    # Sidan får hittas; filerna ska inte leva kvar hos en sökmotor när de tagits bort.
    svar["X-Robots-Tag"] = "noindex"
    return svar
