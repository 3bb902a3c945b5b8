"""Anslagstavlan för allmänheten (KL 8 kap. 9 §): det som sitter uppe, det som suttit, driften."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format

from publikt import avbrottsdagar, filer
from publikt.models import Anslag, Kopia, Uppetid
from publikt.models.anslag import AnslagQuerySet
from publikt.views.öppen import sida, öppen

PÅ_BLADET = 50
# Så långt tillbaka visas tider utan svar.
DRIFT_DAGAR = 365
_SVENSK_ORDNING = str.maketrans("åäöéü", "{|}ey")


@dataclass(frozen=True)
class Organets:
    """Ett organs anslag, de senaste först."""

    namn: str
    anslag: list[Anslag]


@öppen
def tavla(request: HttpRequest) -> HttpResponse:
    """Det som sitter uppe nu. Alla på en sida: vakten kräver att varje anslag syns här."""
    uppe = list(Anslag.objects.uppe().prefetch_related("avbrott"))
    kommuner = sorted({a.kommun for a in uppe}, key=_svenskt)
    innehåll = {
        "kommun": kommuner[0] if len(kommuner) == 1 else "",
        "antal": len(uppe),
        "organ": _per_organ(uppe, flera_kommuner=len(kommuner) > 1),
    }
    return sida("publikt/tavla.html", innehåll)


def _per_organ(uppe: Iterable[Anslag], *, flera_kommuner: bool) -> list[Organets]:
    def namn(anslag: Anslag) -> str:
        return f"{anslag.kommun}: {anslag.organ}" if flera_kommuner else anslag.organ

    # Sorteringen behåller ordningen inom organet.
    ordnade = sorted(uppe, key=lambda a: (_svenskt(namn(a)), namn(a)))
    return [Organets(n, list(anslag)) for n, anslag in groupby(ordnade, key=namn)]


def _svenskt(text: str) -> str:
    return text.casefold().translate(_SVENSK_ORDNING)


@öppen
def anslag(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett anslag. Nedtaget visar det bara att det har suttit uppe, om inget annat beslutats."""
    ett = get_object_or_404(
        Anslag.objects.kända().select_related("protokoll", "bevis").prefetch_related("avbrott"),
        pk=pk,
    )
    innehåll = {
        "anslag": ett,
        "rättade": list(_rättade(ett)),
        "rättat": _rättat(ett),
        "nyare": Anslag.objects.kända().på_nytt(ett).first(),
        "ursprung": Anslag.objects.kända().filter(källa=ett.ursprungets_källa).first(),
        "varning": avbrottsdagar.VARNING,
        "lagrum": avbrottsdagar.LAGRUM,
        "lagtext": avbrottsdagar.LAGTEXT,
    }
    return sida("publikt/anslag.html", innehåll)


def _rättade(ett: Anslag) -> AnslagQuerySet:
    """De rättade versionerna av anslagets protokoll, den senaste först."""
    rättade = Anslag.objects.rättade(ett.källa).kända()
    return rättade.select_related("protokoll").order_by("-pk")


def _rättat(ett: Anslag) -> Anslag | None:
    """Den senaste rättade versionen som går att läsa."""
    return next((r for r in _rättade(ett) if r.protokoll_id is not None and r.får_läsas), None)


@öppen
def protokoll(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Den senaste versionen; är protokollet rättat läses originalet för sig."""
    ett = get_object_or_404(Anslag.objects.kända(), pk=pk)
    return _fil(request, (_rättat(ett) or ett).pk, "protokoll")


@öppen
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Protokollet som det justerades, före rättelserna."""
    return _fil(request, pk, "protokoll")


@öppen
def bevis(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _fil(request, pk, "bevis")


def _fil(request: HttpRequest, pk: int, slag: str) -> HttpResponseBase:
    ett = get_object_or_404(Anslag.objects.kända().select_related(slag), pk=pk)
    kopia: Kopia | None = getattr(ett, slag)
    får_läsas = ett.bevis_får_läsas if slag == "bevis" else ett.får_läsas
    if kopia is None or not får_läsas:
        raise Http404
    etag = f'"{kopia.sha256}"'
    svar: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if svar is None:
        svar = FileResponse(
            filer.öppna(kopia),
            content_type="application/pdf",
            filename=f"anslag-{ett.pk}-{slag}.pdf",
        )
    svar["ETag"] = etag
    # Anslagen ska läsas här, så länge de sitter uppe, och inte samlas av sökmotorer.
    svar["X-Robots-Tag"] = "noindex"
    return svar


@öppen
def tidigare(request: HttpRequest) -> HttpResponse:
    """Det som har suttit uppe: när, och vad som hände med det. Texten visas inte längre."""
    rader = Anslag.objects.tidigare().order_by("-pk")
    före = request.GET.get("fore", "")
    if före and not före.isdecimal():
        raise Http404
    bladets = rader.filter(pk__lt=int(före)) if före else rader
    blad = list(bladets.prefetch_related("avbrott")[: PÅ_BLADET + 1])
    här = reverse("publikt:tidigare")
    innehåll = {
        "rader": blad[:PÅ_BLADET],
        "antal": rader.count(),
        "nästa": f"{här}?fore={blad[PÅ_BLADET - 1].pk}" if len(blad) > PÅ_BLADET else "",
        "första": här if före else "",
    }
    return sida("publikt/tidigare.html", innehåll)


@dataclass(frozen=True)
class Lucka:
    """En tid då tavlan inte svarade vakten."""

    från_tid: datetime
    till_tid: datetime


@öppen
def drift(request: HttpRequest) -> HttpResponse:
    """Hur tavlan har svarat det senaste året, och vad det visar."""
    sedan = timezone.now() - timedelta(days=DRIFT_DAGAR)
    tider = list(Uppetid.objects.filter(till_tid__gte=sedan)[: PÅ_BLADET + 1])
    luckor = [Lucka(före.till_tid, efter.från_tid) for efter, före in pairwise(tider)]
    innehåll = {
        "senast": tider[0].till_tid if tider else None,
        "sedan": tider[-1].från_tid if tider else None,
        "luckor": luckor,
        "brutna": Anslag.objects.filter(avbrott__till_tid__gte=sedan).distinct().count(),
        "minuter": int(settings.ANSLAGSTAVLA_AVBROTT.total_seconds() // 60),
        "lagrum": avbrottsdagar.LAGRUM,
        "lagtext": avbrottsdagar.LAGTEXT,
    }
    return sida("publikt/drift.html", innehåll)


@öppen
def atom(request: HttpRequest) -> HttpResponse:
    """Det som sitter uppe, som flöde."""
    adress = request.build_absolute_uri
    flöde = Atom1Feed(
        title="Anslagstavla",
        link=adress(reverse("publikt:tavla")),
        description=None,
        language="sv",
        feed_url=adress(request.path),
    )
    for ett in Anslag.objects.uppe():
        länk = adress(reverse("publikt:anslag", args=[ett.pk]))
        flöde.add_item(
            title=str(ett),
            link=länk,
            description=_i_korthet(ett),
            unique_id=länk,
            pubdate=ett.uppsatt_tid,
            updateddate=ett.uppsatt_tid,
            categories=[ett.get_slag_display()],
        )
    return HttpResponse(flöde.writeString("utf-8"), content_type="application/atom+xml")


def _i_korthet(ett: Anslag) -> str:
    dagar = {
        "Sammanträdesdag": ett.sammanträdesdag,
        "Tillkännagivet": timezone.localdate(ett.uppsatt_tid),
        "Sista dag att överklaga": ett.sista_överklagandedag,
        "Tas ned": ett.ned_dag,
    }
    text = [f"{vad}: {date_format(dag, 'j F Y')}." for vad, dag in dagar.items() if dag]
    return " ".join([f"{ett.get_slag_display().capitalize()}.", *text])
