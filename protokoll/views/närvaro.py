"""Närvaron under mötet: in och ut, tjänstgöring, jäv, ordförande och ajournering."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protokoll import policy
from protokoll.forms import (
    Justeringsform,
    Jävsform,
    Närvaroform,
    Prövningsform,
    Tidsform,
    Övrigform,
)
from protokoll.models import Deltagande, Jäv, Närvaro, Protokoll
from protokoll.policy import Rätt
from protokoll.services import avslut as avsluttjänst
from protokoll.services import deltagande as deltagandetjänst
from protokoll.services import jäv as jävstjänst
from protokoll.services import ledning
from protokoll.services import närvaro as närvarotjänst
from protokoll.services.deltagande import Rättat
from protokoll.services.mötesfel import Mötesfel
from protokoll.views import närvarovy
from protokoll.views.närvarovy import JForm
from protokoll.views.skärmvy import skärmvy
from protokoll.views.svar import gör, sida, tal
from protokoll.views.åtkomst import användare, fört, är_htmx


def _rad(protokoll: Protokoll, pk: int) -> Närvaro:
    rad = get_object_or_404(protokoll.närvarande.all(), pk=pk)
    rad.protokoll = protokoll
    return rad


@require_POST
def närvaro(request: HttpRequest, pk: int, rad: int) -> HttpResponse:
    protokoll = fört(request, pk)
    vald = _rad(protokoll, rad)
    form = Närvaroform(request.POST, protokoll=protokoll)
    if not form.is_valid():
        fel = Mötesfel("Välj hur personen är med, och skriv klockslaget som 15.40.")
        return sida(request, pk, status=422, fel=fel)
    data = form.cleaned_data
    return gör(
        request, pk, lambda: närvarotjänst.markera_närvaro(rad=vald, av=användare(request), **data)
    )


@require_POST
def frånvaroskäl(request: HttpRequest, pk: int, rad: int) -> HttpResponse:
    vald = _rad(fört(request, pk), rad)
    skäl = request.POST.get("skäl", "")[:300]
    return gör(
        request,
        pk,
        lambda: närvarotjänst.ange_frånvaroskäl(rad=vald, skäl=skäl, av=användare(request)),
    )


@require_POST
def alla_närvarande(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    return gör(
        request,
        pk,
        lambda: närvarotjänst.alla_närvarande(protokoll=protokoll, av=användare(request)),
    )


@require_POST
def ny_övrig(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    form = Övrigform(request.POST)
    if not form.is_valid():
        return sida(request, pk, status=422, övrigform=form)
    return gör(
        request,
        pk,
        lambda: närvarotjänst.lägg_till_övrig(
            protokoll=protokoll, av=användare(request), **form.cleaned_data
        ),
        övrigform=form,
    )


@require_POST
def växla_övrig(request: HttpRequest, pk: int, övrig: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).övriga.all(), pk=övrig)
    return gör(request, pk, lambda: närvarotjänst.växla_övrig(övrig=vald, av=användare(request)))


@require_POST
def ta_bort_övrig(request: HttpRequest, pk: int, övrig: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).övriga.all(), pk=övrig)
    return gör(request, pk, lambda: närvarotjänst.ta_bort_övrig(övrig=vald, av=användare(request)))


# --- Ordförande och justerare ------------------------------------------------------------------


@require_POST
def ordförande(request: HttpRequest, pk: int) -> HttpResponse:
    vald = _rad(fört(request, pk), tal(request.POST.get("rad")))
    return gör(request, pk, lambda: närvarotjänst.välj_ordförande(rad=vald, av=användare(request)))


@require_POST
def punktens_ordförande(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    protokoll = fört(request, pk)
    vald = _rad(protokoll, tal(request.POST.get("rad")))
    rad = get_object_or_404(protokoll.paragrafer.all(), pk=paragraf)
    return gör(
        request,
        pk,
        lambda: ledning.välj_punktens_ordförande(paragraf=rad, rad=vald, av=användare(request)),
    )


@require_POST
def justerare(request: HttpRequest, pk: int) -> HttpResponse:
    vald = _rad(fört(request, pk), tal(request.POST.get("rad")))
    ersättare = "ersättare" in request.POST
    return gör(
        request,
        pk,
        lambda: närvarotjänst.välj_justerare(
            rad=vald, är_ersättare=ersättare, av=användare(request)
        ),
    )


@require_POST
def ta_bort_justerare(request: HttpRequest, pk: int, justerare: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).justerare.all(), pk=justerare)
    return gör(
        request, pk, lambda: närvarotjänst.ta_bort_justerare(justerare=vald, av=användare(request))
    )


@require_POST
def justering(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    form = Justeringsform(request.POST)
    if not form.is_valid():
        return sida(request, pk, status=422, justeringsform=form)
    return gör(
        request,
        pk,
        lambda: avsluttjänst.ange_justering(
            protokoll=protokoll, av=användare(request), **form.cleaned_data
        ),
        justeringsform=form,
    )


# --- Jäv ---------------------------------------------------------------------------------------


def _jävsform(
    request: HttpRequest, protokoll: Protokoll, form: type[JForm]
) -> tuple[JForm, dict[str, Any]]:
    """Formuläret, och när det är rätt ifyllt tjänstens argument med den valda punkten."""
    upptagna = protokoll.paragrafer.exclude(punkt=None).values("punkt")
    kvar = list(protokoll.upptagbara_punkter.exclude(pk__in=upptagna))
    uppe = närvarotjänst.pågående(protokoll)
    ifylld = närvarovy.ny_jävsform(protokoll, uppe, kvar, request.POST, form=form)
    if not ifylld.is_valid():
        return ifylld, {}
    data = dict(ifylld.cleaned_data)
    slag, nyckel = data.pop("vid").split("-")
    if slag == "paragraf":
        return ifylld, data | {"paragraf": uppe}
    return ifylld, data | {"punkt": next(p for p in kvar if p.pk == int(nyckel))}


@require_POST
def nytt_jäv(request: HttpRequest, pk: int) -> HttpResponse:
    form, data = _jävsform(request, fört(request, pk), Jävsform)
    if not data:
        return sida(request, pk, status=422, jävsform=form)
    return gör(
        request, pk, lambda: jävstjänst.anmäl_jäv(av=användare(request), **data), jävsform=form
    )


@require_POST
def pröva_jävsfråga(request: HttpRequest, pk: int) -> HttpResponse:
    form, data = _jävsform(request, fört(request, pk), Prövningsform)
    if not data:
        return sida(request, pk, status=422, prövningsform=form)
    return gör(
        request,
        pk,
        lambda: jävstjänst.pröva_jävsfråga(av=användare(request), **data),
        prövningsform=form,
    )


@require_POST
def undanta_jäv(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    form = närvarovy.ny_undantagsform(protokoll, request.POST)
    if not form.is_valid():
        return sida(request, pk, status=422, undantagsform=form)
    return gör(
        request,
        pk,
        lambda: jävstjänst.tillämpa_undantag(av=användare(request), **form.cleaned_data),
        undantagsform=form,
    )


@require_POST
def ta_bort_undantag(request: HttpRequest, pk: int, jäv: int) -> HttpResponse:
    vald = get_object_or_404(jävstjänst.öppna(fört(request, pk)), pk=jäv)
    return gör(
        request,
        pk,
        lambda: jävstjänst.tillämpa_undantag(jäv=vald, undantag="", skäl="", av=användare(request)),
    )


@require_POST
def ta_bort_jäv(request: HttpRequest, pk: int, jäv: int) -> HttpResponse:
    protokoll = fört(request, pk)
    egna = Jäv.objects.filter(närvaro__protokoll=protokoll).select_related(
        "paragraf", "närvaro__protokoll__sammanträde__organ"
    )
    vald = get_object_or_404(egna, pk=jäv)
    return gör(request, pk, lambda: jävstjänst.ta_tillbaka_jäv(jäv=vald, av=användare(request)))


@require_POST
def jävsparagraf(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    return gör(
        request,
        pk,
        lambda: jävstjänst.anmäl_i_egen_paragraf(protokoll=protokoll, av=användare(request)),
    )


# --- Ajournering -------------------------------------------------------------------------------


def _klockslag(request: HttpRequest) -> dict[str, Any]:
    form = Tidsform(request.POST)
    if not form.is_valid():
        raise Mötesfel("Skriv klockslaget som 15.40.")
    return dict(form.cleaned_data)


@require_POST
def ajournera(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    return gör(
        request,
        pk,
        lambda: ledning.ajournera(
            protokoll=protokoll, av=användare(request), **_klockslag(request)
        ),
    )


@require_POST
def återuppta(request: HttpRequest, pk: int) -> HttpResponse:
    protokoll = fört(request, pk)
    return gör(
        request,
        pk,
        lambda: ledning.återuppta(
            protokoll=protokoll, av=användare(request), **_klockslag(request)
        ),
    )


@require_POST
def ta_bort_ajournering(request: HttpRequest, pk: int, ajournering: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).ajourneringar.all(), pk=ajournering)
    return gör(
        request,
        pk,
        lambda: ledning.ta_bort_ajournering(ajournering=vald, av=användare(request)),
    )


# --- Rätta, skriv ut, visa ---------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def rätta(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Vilka som var med vid en beslutad paragraf, medan mötet pågår."""
    protokoll = fört(request, pk)
    vald = get_object_or_404(
        protokoll.paragrafer.exclude(utfall="").prefetch_related("deltagande"), pk=paragraf
    )
    if not protokoll.är_öppet:
        return redirect("protokoll:mote", pk)
    rader = list(protokoll.närvarande.select_related("för"))
    antecknat = {d.närvaro_id: d for d in vald.deltagande.all()}
    fel: Mötesfel | None = None
    if request.method == "POST":
        ändringar = {
            rad.pk: Rättat(
                request.POST.get(f"form-{rad.pk}", ""), del_av=f"del-{rad.pk}" in request.POST
            )
            for rad in rader
            if request.POST.get(f"form-{rad.pk}", "") in ("", *Deltagande.Form.values)
        }
        try:
            deltagandetjänst.rätta(paragraf=vald, ändringar=ändringar, av=användare(request))
        except Mötesfel as stopp:
            fel = stopp
            antecknat = {
                pk: Deltagande(form=r.form, del_av=r.del_av) for pk, r in ändringar.items()
            }
        else:
            return redirect("protokoll:mote", pk)
    innehåll = {
        "protokoll": protokoll,
        "möte": protokoll.sammanträde,
        "paragraf": vald,
        "rader": [(rad, antecknat.get(rad.pk)) for rad in rader],
        "former": Deltagande.Form.choices,
        "fel": fel,
    }
    return render(request, "protokoll/ratta_narvaro.html", innehåll, status=422 if fel else 200)


@require_safe
def upprop(request: HttpRequest, pk: int) -> HttpResponse:
    """Närvarolistan att pricka av för hand."""
    protokoll = fört(request, pk)
    rader = [rad for rad in protokoll.närvarande.all() if rad.gällande]
    innehåll = {
        "protokoll": protokoll,
        "möte": protokoll.sammanträde,
        "grupper": [
            ("Ledamöter", [r for r in rader if r.har_plats]),
            ("Ersättare", [r for r in rader if r.är_ersättare]),
            ("Insynsplats", [r for r in rader if r.har_insynsplats]),
        ],
    }
    return render(request, "protokoll/upprop.html", innehåll)


@require_safe
def skärm(request: HttpRequest, pk: int) -> HttpResponse:
    """För projektorn: punkten, beslutsförheten och frågan. Bara det som är offentligt."""
    innehåll = skärmvy(fört(request, pk))
    mall = "protokoll/_skarm.html" if är_htmx(request) else "protokoll/skarm.html"
    svar = render(request, mall, innehåll)
    svar["Vary"] = "HX-Request, Cookie"
    return svar


@require_safe
def version(request: HttpRequest, pk: int) -> JsonResponse:
    """Mötets version, frågad var femte sekund: ett annat fönster kan ha ändrat något."""
    protokoll = get_object_or_404(
        policy.synliga_protokoll(request.user).select_related("sammanträde__organ"), pk=pk
    )
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    svar = JsonResponse({"version": protokoll.version})
    svar["Cache-Control"] = "no-store"
    return svar
