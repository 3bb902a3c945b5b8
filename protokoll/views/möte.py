"""Mötets sida: närvaro, punkter och beslut. Varje ändring ritar om sidans arbetsyta."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nämnd import policy as nämndpolicy
from nämnd.models import Inkallelse, Punkt, Sammanträde
from nämnd.services import inkallelser
from protokoll import policy
from protokoll.forms import Avslutsform, Beslutsform
from protokoll.models import Protokoll
from protokoll.policy import Rätt
from protokoll.services import avslut as avsluttjänst
from protokoll.services import beslut as besluttjänst
from protokoll.services import möte as mötetjänst
from protokoll.services import utkast as utkasttjänst
from protokoll.services import varningar
from protokoll.services.mötesfel import Mötesfel, RedanÖppnat
from protokoll.views import visning
from protokoll.views.svar import gör, sida, tal
from protokoll.views.åtkomst import användare, fört


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Årets protokoll som användaren får se; organ och äldre år väljs i adressen."""
    alla = policy.synliga_protokoll(request.user)
    organ = nämndpolicy.synliga_organ(request.user).filter(
        pk__in=alla.order_by().values("sammanträde__organ")
    )
    valt_organ = tal(request.GET.get("organ"))
    if valt_organ:
        alla = alla.filter(sammanträde__organ=valt_organ)
    åren = [d.year for d in alla.dates("sammanträde__datum", "year", order="DESC")]
    valt = request.GET.get("ar", "")
    år = int(valt) if valt.isdecimal() and int(valt) in åren else (åren[0] if åren else 0)
    årets = alla.filter(sammanträde__datum__year=år) if år else alla.none()
    protokoll = årets.select_related("sammanträde__organ")
    innehåll = {
        "protokollen": protokoll,
        "organen": organ.order_by("namn", "pk"),
        "valt_organ": valt_organ,
        "åren": åren,
        "år": år,
        "för_protokoll": policy.får_föra_protokoll(request.user),
        "anslår": policy.får_anslå(request.user),
    }
    return render(request, "protokoll/lista.html", innehåll)


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
                "fel": None,
                "anmält": _anmält(sammanträde),
                "kallad_tid": mötetjänst.före_kallad_tid(sammanträde),
            }
            return render(request, "protokoll/oppna.html", innehåll)
        protokoll = mötetjänst.öppna(sammanträde=sammanträde, av=användare(request))
    except RedanÖppnat:
        protokoll = get_object_or_404(policy.synliga_protokoll(request.user), sammanträde=pk)
    except Mötesfel as fel:
        return _hinder(request, sammanträde, fel)
    return redirect("protokoll:mote", protokoll.pk)


def _anmält(sammanträde: Sammanträde) -> list[str]:
    """Hur närvaron är förberedd av svaren på kallelsen."""
    nu = inkallelser.läge(sammanträde)
    väntat = inkallelser.förväntat(nu)
    rader = [f"{nu.per_person[person]}: {hur}" for person, hur in väntat.frånvaro.items()]
    rader += [
        f"{nu.per_person[ersättare]} tjänstgör {_platsen(nu, ledamot)} från början"
        for ersättare, ledamot in väntat.tjänstgör
        if ersättare in nu.per_person and (ledamot is None or ledamot in nu.per_person)
    ]
    return rader + [
        f"{i.person} är inkallad {i.platsen} men har inte svarat"
        for i in nu.inkallelser
        if i.status == Inkallelse.Status.KALLAD
    ]


def _platsen(nu: inkallelser.Svarsläge, ledamot: int | None) -> str:
    return "på en vakant plats" if ledamot is None else f"för {nu.per_person[ledamot].person}"


def _hinder(request: HttpRequest, sammanträde: Sammanträde, fel: Mötesfel) -> HttpResponse:
    """Varför mötet inte öppnas. Sidan har ingen knapp att trycka på förrän det är åtgärdat."""
    innehåll = {
        "möte": sammanträde,
        "kallelse": None,
        "fel": fel,
        "dag": date_format(sammanträde.datum, "l j F Y"),
        "anmält": (),
        "kallad_tid": None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/oppna.html", innehåll, status=status)


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
        vald_punkt=tal(request.GET.get("punkt")),
        vald_paragraf=tal(request.GET.get("paragraf")),
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
        request,
        pk,
        lambda: besluttjänst.lägg_åt_sidan(
            paragraf=vald, avbryt_omröstningen="avbryt" in request.POST, av=användare(request)
        ),
        vald_paragraf=paragraf,
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
        lambda: tjänst(
            paragraf=vald,
            visat=request.POST.get("visat", ""),
            av=användare(request),
            **form.uppgifter,
        ),
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
    form = Avslutsform(request.POST or None, initial=avsluttjänst.tider(protokoll))
    if request.method == "POST" and form.is_valid():
        try:
            avsluttjänst.avsluta(
                protokoll=protokoll,
                av=användare(request),
                starttid=form.cleaned_data["starttid"],
                sluttid=form.cleaned_data["sluttid"],
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Mötet är avslutat och paragraferna har fått sina nummer.")
            return redirect("protokoll:mote", pk)
    innehåll = visning.mötesvy(protokoll, användare(request)) | {
        "avslutsform": form,
        "om_starten": avsluttjänst.om_starten(protokoll),
        "brister": visning.per_regel(
            avsluttjänst.brister(protokoll=protokoll, av=användare(request))
        ),
        "om_räkningarna": varningar.om_räkningarna(protokoll),
        "fel": fel,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/avsluta.html", innehåll, status=status)
