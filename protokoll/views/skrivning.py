"""Protokollet skrivs klart efter mötet: den fria texten, förhandsgranskningen, klart."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from protokoll import policy
from protokoll.forms import Fritextform
from protokoll.models import Paragraf, Paragrafsvar, Protokoll
from protokoll.services import fritext as fritexttjänst
from protokoll.services import granskning
from protokoll.services.fritext import AnnanHannFöre
from protokoll.services.förhandsgranskning import Granskning
from protokoll.services.mötesfel import Mötesfel
from protokoll.views.åtkomst import användare, fört, är_htmx


@require_http_methods(["GET", "HEAD", "POST"])
def fritext(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Sammanfattningen och informationen i en paragraf. Två som skriver får se båda texterna."""
    protokoll = fört(request, pk)
    synliga = protokoll.paragrafer.all()
    if not policy.får_se_hemligt(request.user, protokoll):
        synliga = synliga.filter(sekretess_lagrum="")
    vald = get_object_or_404(synliga, pk=paragraf)
    form = Fritextform(request.POST) if request.method == "POST" else Fritextform.ifylld(vald)
    annans: Paragraf | None = None
    fel: Mötesfel | None = None
    if request.method != "POST":
        # Sägs innan någon har skrivit i onödan.
        fel = fritexttjänst.det_som_låser(paragraf=vald, av=användare(request))
    elif form.is_valid():
        try:
            fritexttjänst.ändra(paragraf=vald, av=användare(request), **form.cleaned_data)
        except AnnanHannFöre as krock:
            annans, fel = krock.paragraf, krock
            # Nästa sparning gäller: skrivaren har nu sett den andra texten.
            form.data = {**form.cleaned_data, "version": annans.version}
        except Mötesfel as hinder:
            fel = hinder
        else:
            messages.success(request, "Texten är sparad.")
            return _vidare(protokoll)
    return render(
        request,
        "protokoll/fritext.html",
        _rubriker(protokoll)
        | {
            "form": form,
            "p": vald,
            "annans": annans,
            "fel": fel,
            "låst": request.method != "POST" and fel is not None,
            "kommentarer": _kommentarer(vald),
        },
        status=200 if request.method != "POST" else 409 if annans else 422,
    )


def _kommentarer(paragraf: Paragraf) -> list[Paragrafsvar]:
    rader = Paragrafsvar.objects.filter(paragraf=paragraf).exclude(text="")
    return list(rader.select_related("underskrift").order_by("tid", "pk"))


def _vidare(protokoll: Protokoll) -> HttpResponse:
    """Till justeringen när den pågår, annars till det som skrivs."""
    rad = protokoll.justeringar.filter(omedelbar=False).order_by("-ordning").first()
    if rad is not None:
        return redirect("protokoll:justeringen", rad.pk)
    return redirect("protokoll:forhandsgranska", protokoll.pk)


@require_safe
def förhandsgranska(request: HttpRequest, pk: int) -> HttpResponse:
    """Protokollet som det blir; under mötet ett utkast med det som är beslutat hittills.

    Är det mycket att göra fylls det på medan sidan visar hur långt.
    """
    protokoll = fört(request, pk)
    avslutat = protokoll.status == Protokoll.Status.AVSLUTAT
    sammanhang: dict[str, object] = {**_rubriker(protokoll), "avslutat": avslutat}
    bitar = Granskning(protokoll, hemligt=policy.får_se_hemligt(request.user, protokoll))
    sammanhang |= {
        "läge": bitar.förbered(),
        "paragrafer": bitar.dokument.alla,
        # Medan mötet pågår är det mesta ännu inte skrivet.
        "brister": [] if protokoll.är_öppet else granskning.brister(protokoll=protokoll),
    }
    del_ = "protokoll/_forhandsgranska.html"
    mall = del_ if är_htmx(request) else "protokoll/forhandsgranska.html"
    return render(request, mall, sammanhang)


# PDF-läsaren visas i sidans ram; den behöver ingenting annat än dokumentet.
@csp_replace(  # type: ignore[arg-type]  # dess typ känner bara vyer utan argument
    {"frame-ancestors": ["'self'"], "object-src": ["'self'"], "default-src": ["'self'"]}
)
@xframe_options_sameorigin
@require_safe
def förhandsgranska_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Bitarna hopfogade; de som saknas görs nu."""
    protokoll = fört(request, pk)
    bitar = Granskning(protokoll, hemligt=policy.får_se_hemligt(request.user, protokoll))
    svar = HttpResponse(bitar.pdf(), content_type="application/pdf")
    svar["Content-Disposition"] = 'inline; filename="protokoll-forhandsgranskning.pdf"'
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


def _rubriker(protokoll: Protokoll) -> dict[str, object]:
    möte = protokoll.sammanträde
    return {
        "protokoll": protokoll,
        "rubrik": f"{möte.organ} {date_format(möte.datum, 'j F Y')}",
    }
