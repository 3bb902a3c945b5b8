"""Omröstningen på mötets sida, den egna rösten på den egna enheten, och blanketterna."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protokoll import policy
from protokoll.frågeformer import Avslutaform, Röstform
from protokoll.models import Omröstning, Paragraf
from protokoll.services import omröstningar
from protokoll.services.frågefel import InteRöstberättigad, RöstenÄndrad
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.gången import gör, paragrafen
from protokoll.views.åtkomst import användare, fört, är_htmx


@require_POST
def öppna(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    data = request.POST
    if "ja_betyder" in data:
        return gör(
            request,
            vald,
            lambda: omröstningar.öppna_ordningsfråga(
                paragraf=vald,
                ja_betyder=data["ja_betyder"],
                nej_betyder=data.get("nej_betyder", ""),
                metod=data.get("metod", ""),
                krav=data.get("krav", ""),
                av=användare(request),
            ),
        )
    return gör(
        request,
        vald,
        lambda: omröstningar.öppna(
            paragraf=vald,
            metod=data.get("metod", ""),
            anställning="anstallning" in data,
            av=användare(request),
        ),
    )


def _omröstning(request: HttpRequest, pk: int, omröstning: int) -> tuple[Omröstning, Paragraf]:
    protokoll = fört(request, pk)
    rad = get_object_or_404(
        Omröstning.objects.select_related("paragraf__organ__myndighet"),
        pk=omröstning,
        paragraf__protokoll=protokoll,
    )
    rad.paragraf.protokoll = protokoll
    return rad, rad.paragraf


@require_POST
def röster(request: HttpRequest, pk: int, omröstning: int) -> HttpResponse:
    """En röst vid uppropet, eller alla på en gång."""
    rad, paragraf = _omröstning(request, pk, omröstning)
    form = Röstform(request.POST, omröstning=rad)
    return gör(request, paragraf, lambda: _anteckna(request, rad, form), {"röster": form})


def _anteckna(request: HttpRequest, omröstning: Omröstning, form: Röstform) -> None:
    if not form.val:
        return
    try:
        omröstningar.anteckna_röster(
            omröstning=omröstning, val=form.val, visade=form.visade, av=användare(request)
        )
    except RöstenÄndrad as krock:
        form.krockar = krock.krockar
        raise


def _sparade(request: HttpRequest, omröstning: Omröstning, form: Röstform) -> Mötesfel | None:
    """Sparar rösterna för sig: det som hindrar räkningen tar inte med sig dem."""
    if omröstning.status != Omröstning.Status.PÅGÅR:
        return None
    try:
        _anteckna(request, omröstning, form)
    except Mötesfel as fel:
        return fel
    return None


@require_POST
def avsluta(request: HttpRequest, pk: int, omröstning: int) -> HttpResponse:
    """Sparar de ifyllda rösterna och räknar. Hindrar något står rösterna kvar."""
    rad, paragraf = _omröstning(request, pk, omröstning)
    form = Avslutaform(request.POST, omröstning=rad)
    rösterna = Röstform(request.POST, omröstning=rad)
    hinder = _sparade(request, rad, rösterna)

    def räkna() -> None:
        if hinder is not None:
            raise hinder
        if not form.is_valid():
            raise Mötesfel("Röstetalen är hela tal.")
        omröstningar.avsluta(omröstning=rad, av=användare(request), **form.uppgifter)

    return gör(request, paragraf, räkna, {"räkna": form, "röster": rösterna})


@require_POST
def avbryt(request: HttpRequest, pk: int, omröstning: int) -> HttpResponse:
    rad, paragraf = _omröstning(request, pk, omröstning)
    return gör(
        request, paragraf, lambda: omröstningar.avbryt(omröstning=rad, av=användare(request))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rösta(request: HttpRequest, pk: int) -> HttpResponse:
    """Den förtroendevaldas sida: omröstningen som pågår och den egna rösten, inget annat.

    Sidan frågar själv; så länge den visar det som gäller ritas den inte om.
    """
    protokoll = get_object_or_404(policy.möten_i_närvarolistan(request.user), pk=pk)
    egna = omröstningar.öppna_för(användare(request)).filter(omröstning__paragraf__protokoll=pk)
    fel: Mötesfel | None = None
    if request.method == "POST":
        vald = get_object_or_404(
            Omröstning.objects.filter(paragraf__protokoll=pk),
            pk=_tal(request.POST.get("omrostning")),
        )
        val = request.POST.get("val", "")
        try:
            if val not in ("ja", "nej", "avstar"):
                raise InteRöstberättigad("Välj ja, nej eller avstå.")
            omröstningar.rösta_själv(
                omröstning=vald,
                val=val,
                av=användare(request),
                innan=request.POST.get("innan"),
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            return redirect("protokoll:rosta", pk)
    röst = egna.first()
    får_avstå = röst is None or röst.närvaro_id not in omröstningar.måste_rösta(röst.omröstning)
    sedd = f"{röst.omröstning_id}-{röst.val}-{får_avstå:d}" if röst else "ingen"
    pågår = protokoll.är_öppet
    if är_htmx(request) and pågår and request.GET.get("sedd") == sedd:
        return HttpResponse(status=204)
    innehåll = {
        "röst": röst,
        "fel": fel,
        "pk": pk,
        "får_avstå": får_avstå,
        "pågår": pågår,
        "sedd": sedd,
    }
    mall = "protokoll/_rosta.html" if är_htmx(request) else "protokoll/rosta.html"
    svar = render(request, mall, innehåll, status=422 if fel else 200)
    patch_vary_headers(svar, ["HX-Request"])
    return svar


def _tal(text: str | None) -> int:
    return int(text[:18]) if text and text.isdecimal() else 0


@require_safe
def blanketter(request: HttpRequest, pk: int) -> HttpResponse:
    """Voteringslista och tomt beslut på papper, om strömmen eller nätet försvinner."""
    protokoll = fört(request, pk)
    rader = [rad for rad in protokoll.närvarande.all() if rad.gällande]
    innehåll = {"protokoll": protokoll, "möte": protokoll.sammanträde, "rader": rader}
    return render(request, "protokoll/blanketter.html", innehåll)
