"""Mötets sida: närvaro, punkter och beslut. Varje ändring ritar om sidans arbetsyta."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nämnd import policy as nämndpolicy
from nämnd.models import Punkt
from protokoll import policy
from protokoll.forms import Avslutsform, Beslutsform, Justeringsform, Närvaroform, Övrigform
from protokoll.models import Protokoll
from protokoll.policy import Rätt
from protokoll.services import avslut as avsluttjänst
from protokoll.services import beslut as besluttjänst
from protokoll.services import möte as mötetjänst
from protokoll.services import närvaro as närvarotjänst
from protokoll.services import utkast as utkasttjänst
from protokoll.services.mötesfel import Mötesfel, RedanÖppnat
from protokoll.views import visning
from protokoll.views.åtkomst import användare, fört, synligt, är_htmx


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Årets protokoll som användaren får se; äldre år väljs i adressen."""
    alla = policy.synliga_protokoll(request.user)
    åren = [d.year for d in alla.dates("sammanträde__datum", "year", order="DESC")]
    valt = request.GET.get("ar", "")
    år = int(valt) if valt.isdecimal() and int(valt) in åren else (åren[0] if åren else 0)
    årets = alla.filter(sammanträde__datum__year=år) if år else alla.none()
    protokoll = årets.select_related("sammanträde__organ")
    return render(
        request, "protokoll/lista.html", {"protokollen": protokoll, "åren": åren, "år": år}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def öppna(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida som säger vad som öppnas och vad som låses; POST öppnar."""
    sammanträde = get_object_or_404(
        nämndpolicy.synliga_sammanträden(request.user).select_related("organ"), pk=pk
    )
    try:
        if request.method != "POST":
            kallelse = mötetjänst.pröva_öppning(sammanträde=sammanträde, av=användare(request))
            innehåll = {
                "möte": sammanträde,
                "kallelse": kallelse,
                "dag": date_format(sammanträde.datum, "l j F Y"),
            }
            return render(request, "protokoll/oppna.html", innehåll)
        protokoll = mötetjänst.öppna(sammanträde=sammanträde, av=användare(request))
    except RedanÖppnat:
        protokoll = get_object_or_404(policy.synliga_protokoll(request.user), sammanträde=pk)
    except Mötesfel as fel:
        messages.error(request, str(fel))
        return redirect("namnd:visa", pk)
    return redirect("protokoll:mote", protokoll.pk)


@require_POST
def ångra(request: HttpRequest, pk: int) -> HttpResponse:
    """Ångrar öppnandet; mötet är kallat igen."""
    protokoll = fört(request, pk)
    try:
        sammanträde = mötetjänst.ångra_öppnandet(protokoll=protokoll, av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, status=422, fel=fel)
    messages.success(request, "Öppnandet är ångrat. Mötet är kallat igen.")
    return redirect("namnd:visa", sammanträde.pk)


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return sida(
        request,
        pk,
        vald_punkt=_tal(request.GET.get("punkt")),
        vald_paragraf=_tal(request.GET.get("paragraf")),
    )


def _tal(text: str | None) -> int:
    return int(text[:18]) if text and text.isdecimal() else 0


def sida(request: HttpRequest, pk: int, status: int = 200, **val: Any) -> HttpResponse:
    """Sidan, eller bara arbetsytan när htmx frågar."""
    innehåll = visning.mötesvy(synligt(request, pk), användare(request), **val)
    mall = "protokoll/_mote.html" if är_htmx(request) else "protokoll/mote.html"
    svar = render(request, mall, innehåll, status=status)
    patch_vary_headers(svar, ["HX-Request"])
    return svar


def gör(request: HttpRequest, pk: int, ändring: Callable[[], object], **val: Any) -> HttpResponse:
    """Gör ändringen. Ett fel visas med sin regel, och det skrivna står kvar."""
    try:
        ändring()
    except Mötesfel as fel:
        return sida(request, pk, status=422, fel=fel, **val)
    return sida(request, pk) if är_htmx(request) else redirect("protokoll:mote", pk)


# --- Närvaro -----------------------------------------------------------------------------------


@require_POST
def närvaro(request: HttpRequest, pk: int, rad: int) -> HttpResponse:
    protokoll = fört(request, pk)
    vald = get_object_or_404(protokoll.närvarande.all(), pk=rad)
    vald.protokoll = protokoll
    form = Närvaroform(request.POST, protokoll=protokoll)
    if not form.is_valid():
        return sida(request, pk, status=422, fel=Mötesfel("Välj hur personen är med."))
    data = form.cleaned_data
    return gör(
        request, pk, lambda: närvarotjänst.markera_närvaro(rad=vald, av=användare(request), **data)
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
def ta_bort_övrig(request: HttpRequest, pk: int, övrig: int) -> HttpResponse:
    protokoll = fört(request, pk)
    vald = get_object_or_404(protokoll.övriga.all(), pk=övrig)
    return gör(request, pk, lambda: närvarotjänst.ta_bort_övrig(övrig=vald, av=användare(request)))


@require_POST
def ordförande(request: HttpRequest, pk: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).närvarande.all(), pk=_tal(request.POST.get("rad")))
    return gör(request, pk, lambda: närvarotjänst.välj_ordförande(rad=vald, av=användare(request)))


@require_POST
def justerare(request: HttpRequest, pk: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).närvarande.all(), pk=_tal(request.POST.get("rad")))
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


# --- Punkterna ---------------------------------------------------------------------------------


def kvar(protokoll: Protokoll) -> QuerySet[Punkt]:
    """Punkterna som inte är upptagna."""
    upptagna = protokoll.paragrafer.filter(punkt__isnull=False).values("punkt")
    return protokoll.upptagbara_punkter.exclude(pk__in=upptagna)


def _punkt(protokoll: Protokoll, pk: int) -> Any:
    return get_object_or_404(protokoll.upptagbara_punkter, pk=pk)


@require_POST
def ta_upp(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    vald = _punkt(fört(request, pk), punkt)
    return gör(request, pk, lambda: besluttjänst.ta_upp(punkt=vald, av=användare(request)))


@require_POST
def enligt_förslag(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    """En tangent: ta upp punkten om det behövs, och besluta som föreslaget."""
    protokoll = fört(request, pk)
    vald = _punkt(protokoll, punkt)
    return gör(
        request,
        pk,
        lambda: besluttjänst.besluta_enligt_förslag(punkt=vald, av=användare(request)),
        vald_punkt=punkt,
    )


@require_POST
def utgår(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    vald = _punkt(fört(request, pk), punkt)
    return gör(request, pk, lambda: besluttjänst.utgår(punkt=vald, av=användare(request)))


@require_POST
def åt_sidan(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).paragrafer.all(), pk=paragraf)
    if (skrivet := Beslutsform.skrivet(request.POST)) and not vald.är_beslutad:
        utkasttjänst.spara(paragraf=vald, uppgifter=skrivet, av=användare(request))
    return gör(
        request, pk, lambda: besluttjänst.lägg_åt_sidan(paragraf=vald, av=användare(request))
    )


@require_POST
def besluta(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    vald = get_object_or_404(fört(request, pk).paragrafer.all(), pk=paragraf)
    form = Beslutsform(request.POST, paragraf=vald)
    if not form.is_valid():
        return sida(request, pk, status=422, vald_paragraf=paragraf, form=form)
    tjänst = besluttjänst.ändra_beslut if vald.är_beslutad else besluttjänst.besluta
    return gör(
        request,
        pk,
        lambda: tjänst(paragraf=vald, av=användare(request), **form.uppgifter),
        vald_paragraf=paragraf,
        form=form,
    )


# --- Avslutet ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def avsluta(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som fattas, vilka nummer som ges och vad som sedan är låst."""
    protokoll = fört(request, pk)
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    if not protokoll.är_öppet:
        return redirect("protokoll:mote", pk)
    fel: Mötesfel | None = None
    form = Avslutsform(request.POST or None, initial={"sluttid": timezone.localtime().time()})
    if request.method == "POST" and form.is_valid():
        try:
            avsluttjänst.avsluta(
                protokoll=protokoll, av=användare(request), sluttid=form.cleaned_data["sluttid"]
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Mötet är avslutat och paragraferna har fått sina nummer.")
            return redirect("protokoll:mote", pk)
    innehåll = visning.mötesvy(protokoll, användare(request)) | {
        "avslutsform": form,
        "brister": avsluttjänst.brister(protokoll=protokoll, av=användare(request)),
        "fel": fel,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/avsluta.html", innehåll, status=status)
