"""Yrkanden, proposition, meningar och det som tas upp på mötet. Varje svar ritar om arbetsytan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nämnd.services import inlämning
from protokoll.forms import Beslutsform
from protokoll.frågeformer import (
    Anteckningsform,
    Artform,
    DeltarInteform,
    Flyttform,
    Reservationsform,
    Talarform,
    Uppdragsform,
    Valform,
    Väckform,
    Yrkandeform,
)
from protokoll.models import Paragraf, Protokoll
from protokoll.services import (
    dörrar,
    extra,
    frågan,
    meningar,
    myndighetsutövning,
    uppföljning,
    utkast,
    valen,
    yrkanden,
)
from protokoll.services.frågefel import LottBehövs
from protokoll.services.mötesfel import Mötesfel
from protokoll.views import möte, svar
from protokoll.views.åtkomst import användare, fört, är_htmx
from ärenden import policy as ärendepolicy
from ärenden.filer import Filfel


def paragrafen(request: HttpRequest, pk: int, paragraf: int) -> Paragraf:
    """En paragraf i ett protokoll som användaren får föra."""
    protokoll = fört(request, pk)
    vald = get_object_or_404(protokoll.paragrafer.select_related("organ__myndighet"), pk=paragraf)
    vald.protokoll = protokoll
    return vald


def gör(
    request: HttpRequest,
    paragraf: Paragraf,
    ändring: Callable[[], object],
    former: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """Gör ändringen och stannar vid paragrafen. Ett fel visas med sin regel, det skrivna kvar."""
    pk = paragraf.protokoll_id
    try:
        svar.en_gång(request, pk, ändring)
    except Mötesfel as fel:
        return möte.sida(
            request, pk, status=422, fel=fel, vald_paragraf=paragraf.pk, ifyllda=former
        )
    except Filfel as fel:
        # Felet står vid filen, i det formulär som skickades, med det skrivna kvar.
        for form in (former or {}).values():
            form.add_error("fil", str(fel))
        return möte.sida(request, pk, status=422, vald_paragraf=paragraf.pk, ifyllda=former)
    if är_htmx(request):
        return möte.sida(request, pk, vald_paragraf=paragraf.pk)
    return redirect(f"{reverse('protokoll:mote', args=[pk])}?paragraf={paragraf.pk}")


def _med_form(
    request: HttpRequest,
    paragraf: Paragraf,
    namn: str,
    form: forms.Form,
    ändring: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    if not form.is_valid():
        return möte.sida(
            request,
            paragraf.protokoll_id,
            status=422,
            vald_paragraf=paragraf.pk,
            ifyllda={namn: form},
        )
    uppgifter = getattr(form, "uppgifter", form.cleaned_data)
    return gör(request, paragraf, lambda: ändring(uppgifter), {namn: form})


def spara_utkast(request: HttpRequest, paragraf: Paragraf) -> None:
    """Det påbörjade beslutet följer med när en annan knapp i formuläret trycks."""
    if (skrivet := Beslutsform.skrivet(request.POST)) and not paragraf.är_beslutad:
        utkast.spara(paragraf=paragraf, uppgifter=skrivet, av=användare(request))


# --- Yrkanden och steg ---------------------------------------------------------------------------


@require_POST
def yrka(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    spara_utkast(request, vald)
    form = Yrkandeform(request.POST, paragraf=vald)
    return _med_form(
        request,
        vald,
        "yrkande",
        form,
        lambda u: yrkanden.ställ(paragraf=vald, av=användare(request), **u),
    )


@require_POST
def hämta_inlämnat(request: HttpRequest, pk: int, paragraf: int, inlamnat: int) -> HttpResponse:
    """Ett yrkande som lämnats in före mötet läggs till som det står."""
    vald = paragrafen(request, pk, paragraf)
    if vald.punkt is None:
        raise Http404
    rad = get_object_or_404(inlämning.på_punkten(vald.punkt), pk=inlamnat)
    spara_utkast(request, vald)
    return gör(
        request,
        vald,
        lambda: yrkanden.hämta_inlämnat(paragraf=vald, inlämnat=rad, av=användare(request)),
    )


@require_POST
def ta_tillbaka(request: HttpRequest, pk: int, paragraf: int, yrkande: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    rad = get_object_or_404(vald.yrkanden.all(), pk=yrkande)
    rad.paragraf = vald
    if "angra" in request.POST:
        return gör(
            request,
            vald,
            lambda: yrkanden.ångra_återtagandet(yrkande=rad, av=användare(request)),
        )
    return gör(
        request,
        vald,
        lambda: yrkanden.ta_tillbaka(
            yrkande=rad,
            del_=request.POST.get("del", ""),
            text=request.POST.get("text", ""),
            visat=request.POST.get("visat", ""),
            av=användare(request),
        ),
    )


@require_POST
def punktvis(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    på = "punktvis" in request.POST
    return gör(
        request,
        vald,
        lambda: yrkanden.välj_punktvis(paragraf=vald, punktvis=på, av=användare(request)),
    )


@require_POST
def svara(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Ordföranden finner ett alternativ bifallet, eller att en minoritet begär det, eller votering
    begärs."""
    vald = paragrafen(request, pk, paragraf)
    minoritetens = request.POST.get("minoritet", "")
    return gör(
        request,
        vald,
        lambda: frågan.svara(
            paragraf=vald,
            nr=tal(request, "nr"),
            utfall=minoritetens or request.POST.get("utfall", ""),
            minoritet=bool(minoritetens),
            votering_begärd="votering" in request.POST,
            av=användare(request),
        ),
    )


def tal(request: HttpRequest, namn: str) -> int:
    text = request.POST.get(namn, "")
    return int(text[:18]) if text.isdecimal() else 0


@require_POST
def ångra_steg(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    nr = tal(request, "nr")
    return gör(
        request,
        vald,
        lambda: frågan.ångra_steget(paragraf=vald, nr=nr, av=användare(request)),
    )


@require_POST
def ångra_beslut(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    visat = request.POST.get("visat", "")
    return gör(
        request,
        vald,
        lambda: frågan.ångra_beslutet(paragraf=vald, visat=visat, av=användare(request)),
    )


# --- Meningar och uppgifter ----------------------------------------------------------------------


@require_POST
def reservera(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = Reservationsform(request.POST, request.FILES, paragraf=vald)
    return _med_form(
        request,
        vald,
        "reservation",
        form,
        lambda u: meningar.reservera(paragraf=vald, av=användare(request), **u),
    )


@require_POST
def anteckna(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = Anteckningsform(request.POST, request.FILES, paragraf=vald)
    return _med_form(
        request,
        vald,
        "anteckning",
        form,
        lambda u: meningar.anteckna(paragraf=vald, av=användare(request), **u),
    )


@require_POST
def deltar_inte(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = DeltarInteform(request.POST, paragraf=vald)
    return _med_form(
        request,
        vald,
        "deltar_inte",
        form,
        lambda u: meningar.deltar_inte(paragraf=vald, av=användare(request), **u),
    )


@require_POST
def art(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = Artform(request.POST, paragraf=vald)
    return _med_form(
        request,
        vald,
        "art",
        form,
        lambda u: extra.ange_art(
            paragraf=vald, visat=request.POST.get("visat", ""), av=användare(request), **u
        ),
    )


@require_POST
def mot_enskild(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    spara_utkast(request, vald)
    är = "mot_enskild" in request.POST
    return gör(
        request,
        vald,
        lambda: myndighetsutövning.ange(paragraf=vald, mot_enskild=är, av=användare(request)),
    )


@require_POST
def stäng_dörrarna(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Antecknar att ärendet behandlas inom stängda dörrar, eller tar bort det."""
    vald = paragrafen(request, pk, paragraf)
    spara_utkast(request, vald)
    stängda = "stangda" in request.POST
    return gör(
        request,
        vald,
        lambda: dörrar.ange(paragraf=vald, stängda=stängda, av=användare(request)),
    )


@require_POST
def talare(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = Talarform(request.POST, paragraf=vald)
    return _med_form(
        request,
        vald,
        "talare",
        form,
        lambda u: extra.ange_talare(
            paragraf=vald,
            rader=list(u["av"]),
            övriga=list(u.get("övriga", ())),
            av=användare(request),
        ),
    )


@require_POST
def uppdrag(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    handläggare = ärendepolicy.handläggare_i(vald.organ.myndighet)
    form = Uppdragsform(request.POST, handläggare=handläggare)
    return _med_form(
        request,
        vald,
        "uppdrag",
        form,
        lambda u: uppföljning.ge_uppdrag(paragraf=vald, av=användare(request), **u),
    )


@require_POST
def val(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = paragrafen(request, pk, paragraf)
    form = Valform(request.POST, paragraf=vald)
    return _med_form(request, vald, "val", form, lambda _: _välj_eller_lotta(request, vald, form))


def _välj_eller_lotta(request: HttpRequest, paragraf: Paragraf, form: Valform) -> None:
    """Är rösterna lika visas dem lotten ska dras mellan."""
    try:
        _välj(request, paragraf, form)
    except LottBehövs as lott:
        form.begär_lott(lott.alternativ)
        raise


def _välj(request: HttpRequest, paragraf: Paragraf, form: Valform) -> None:
    data = form.cleaned_data
    gemensamt: dict[str, Any] = {
        "paragraf": paragraf,
        "valet": form.valet,
        "av": användare(request),
    }
    if data["sätt"] == "valj":
        valen.välj(valda=[(k.namn, k.parti) for k in data["rader"]], **gemensamt)
        return
    gemensamt |= {
        "har_röstat": list(data["har_röstat"]),
        "lotter": form.dragna,
    }
    if data["sätt"] == "sedlar":
        valen.räkna_sedlar(röster=data["rader"], blanka=data["blanka"], **gemensamt)
    else:
        valen.räkna_proportionellt(
            sedlar=data["rader"],
            ogiltiga=data["blanka"],
            valslag=data["valslag"],
            begärande=data["begärande"],
            avser_ersättare=data["avser_ersättare"],
            ledamöterna_valdes_proportionellt=data["ledamöterna_valdes_proportionellt"],
            **gemensamt,
        )


@require_POST
def ta_bort(request: HttpRequest, pk: int, paragraf: int, slag: str, rad: int) -> HttpResponse:
    """Tar bort en rad som antecknats fel, medan mötet pågår."""
    vald = paragrafen(request, pk, paragraf)
    av = användare(request)
    if slag == "reservation":
        reservation = get_object_or_404(vald.reservationer.all(), pk=rad)
        return gör(
            request,
            vald,
            lambda: meningar.ta_bort_reservation(reservation=reservation, av=av),
        )
    if slag == "anteckning":
        anteckning = get_object_or_404(vald.anteckningar.all(), pk=rad)
        return gör(request, vald, lambda: meningar.ta_bort_anteckning(anteckning=anteckning, av=av))
    if slag == "deltar-inte":
        avstår = get_object_or_404(vald.deltar_inte.all(), pk=rad)
        return gör(request, vald, lambda: meningar.deltar_ändå(rad=avstår, av=av))
    if slag == "talare":
        en = get_object_or_404(vald.talare.all(), pk=rad)
        return gör(request, vald, lambda: extra.ta_bort_talare(talare=en, av=av))
    if slag == "uppdrag":
        ett = get_object_or_404(vald.uppdrag.all(), pk=rad)
        return gör(request, vald, lambda: uppföljning.ta_bort_uppdrag(uppdrag=ett, av=av))
    raise Http404


# --- Det som tas upp på mötet --------------------------------------------------------------------


@require_POST
def väck(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett ärende som inte står på listan."""
    protokoll = fört(request, pk)
    form = Väckform(request.POST, protokoll=protokoll)
    if not form.is_valid():
        return möte.sida(request, pk, status=422, ifyllda={"väck": form})
    data = dict(form.cleaned_data)
    data["förslag"] = [s for s in data["förslag"].replace("\r\n", "\n").split("\n\n") if s.strip()]
    beteckning = data.pop("beteckning").strip()
    try:
        data["ärende"] = _ärendet(request, protokoll, beteckning) if beteckning else None
    except Mötesfel as fel:
        return möte.sida(request, pk, status=422, fel=fel, ifyllda={"väck": form})
    # Det väckta är under behandling, och visas alltså utan att väljas.
    return svar.gör(
        request,
        pk,
        lambda: extra.väck_ärende(protokoll=protokoll, av=användare(request), **data),
        ifyllda={"väck": form},
    )


def _ärendet(request: HttpRequest, protokoll: Protokoll, beteckning: str) -> Any:
    ärende = (
        ärendepolicy.synliga_ärenden(request.user)
        .filter(myndighet=protokoll.sammanträde.organ.myndighet_id, beteckning=beteckning)
        .first()
    )
    if ärende is None:
        raise Mötesfel(f"Det finns inget ärende {beteckning}.")
    return ärende


@require_POST
def flytta(request: HttpRequest, pk: int) -> HttpResponse:
    """Föredragningslistan ändras genom en egen paragraf."""
    protokoll = fört(request, pk)
    form = Flyttform(request.POST, kvar=möte.kvar(protokoll))
    if not form.is_valid():
        return möte.sida(request, pk, status=422, ifyllda={"flytt": form})
    return svar.gör(
        request,
        pk,
        lambda: extra.ändra_listan(protokoll=protokoll, av=användare(request), **form.cleaned_data),
        ifyllda={"flytt": form},
    )
