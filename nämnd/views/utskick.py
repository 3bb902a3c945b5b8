"""Utskicket: skicka kallelsen, se vem som fått och öppnat den, postlistan och omsändning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from nämnd import plandagar, policy
from nämnd.models import Kallelse, Organ, Sammanträde, Utskick, Utskicksmottagare
from nämnd.policy import Rätt
from nämnd.services import utskick as tjänst
from nämnd.services import utskickslista
from nämnd.services.utskick import Utskicksfel
from nämnd.services.utskickslista import Tilltänkt
from nämnd.utskicksformulär import FörKännedom, SändOmForm, UtskickForm
from nämnd.views import visning
from nämnd.views.åtkomst import användare, skött, är_htmx

S = Utskicksmottagare.Status
FÄRG = {
    S.KÖAD: "info",
    S.SÄNDS: "warning",
    S.SKICKAD: "success",
    S.MISSLYCKAD: "danger",
    S.POST: "info",
    S.POSTAD: "success",
}


# --- Skicka ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def skicka(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vem som får kallelsen, och hur."""
    kallelse = _kallelse(request, pk)
    sammanträde = kallelse.sammanträde
    tilltänkta = utskickslista.tilltänkta(kallelse)
    form = UtskickForm(request.POST or None, tilltänkta=tilltänkta)
    kännedom = FörKännedom(request.POST or None, prefix="kannedom")
    stopp = utskickslista.hinder(kallelse)
    if request.method == "POST" and all([form.is_valid(), kännedom.is_valid()]):
        try:
            tjänst.skicka(
                kallelse=kallelse,
                vägar=form.vägar,
                kännedom=[rad.rad for rad in kännedom if rad.rad],
                av=användare(request),
            )
        except Utskicksfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Kallelsen skickas.")
            return redirect("namnd:utskick", sammanträde.pk)
    ogiltigt = form.errors or (kännedom.is_bound and not kännedom.is_valid())
    return render(
        request,
        "nämnd/skicka.html",
        {
            "kallelse": kallelse,
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "stopp": stopp,
            "form": form,
            "kännedom": kännedom,
            "grupper": _grupper(tilltänkta, form),
            "varning": None if stopp else utskickslista.varning(kallelse, tilltänkta),
            "regel": plandagar.EN_VECKA_FÖRE
            if sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE
            else None,
        },
        status=422 if ogiltigt else 200,
    )


def _kallelse(request: HttpRequest, pk: int) -> Kallelse:
    kallelse = get_object_or_404(
        policy.synliga_kallelser(request.user)
        .select_related("sammanträde__organ__myndighet__kommun")
        .prefetch_related("sammanträde__tider"),
        pk=pk,
    )
    policy.kräv(request.user, Rätt.UTFÄRDA_KALLELSE, kallelse.sammanträde.organ)
    return kallelse


def _grupper(
    tilltänkta: Iterable[Tilltänkt], form: UtskickForm
) -> list[tuple[str, list[tuple[Tilltänkt, Any]]]]:
    """Ledamöterna, ersättarna och de andra, med fältet för var och en."""
    rader = [(t, form[t.nyckel]) for t in tilltänkta]
    delar = (
        ("Ledamöter", lambda t: t.som == utskickslista.KALLAS[0]),
        ("Ersättare", lambda t: t.som == utskickslista.KALLAS[1]),
        ("Övriga", lambda t: not t.måste_kallas),
    )
    grupper = [(rubrik, [r for r in rader if hör_hit(r[0])]) for rubrik, hör_hit in delar]
    return [(rubrik, del_) for rubrik, del_ in grupper if del_]


# --- Beviset -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rad:
    """En mottagare med läget i ord och vad som går att göra."""

    mottagare: Utskicksmottagare
    text: str
    färg: str
    fel: str
    kan_skickas_om: bool
    har_konto: bool


@dataclass(frozen=True)
class Utskicksvy:
    utskick: Utskick
    rader: list[Rad]

    @property
    def pågår(self) -> bool:
        return not self.utskick.jobb.är_avslutat

    @property
    def kvar(self) -> bool:
        """Jobbet gav upp med brev kvar."""
        return not self.pågår and any(r.mottagare.status == S.KÖAD for r in self.rader)

    @property
    def på_papper(self) -> bool:
        return any(r.mottagare.status in (S.POST, S.POSTAD) for r in self.rader)

    @property
    def sammanfattning(self) -> str:
        gäller = [r.mottagare for r in self.rader if not hasattr(r.mottagare, "omsänd_som")]
        skickade = sum(1 for m in gäller if m.sänd_tid)
        öppnade = sum(1 for m in gäller if m.öppnad_tid)
        return f"{skickade} av {len(gäller)} skickade, {öppnade} har öppnat"


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets utskick, ett per rubrik, med skickad och öppnad för var och en."""
    sammanträde = skött(request, pk)
    utskicken = _utskicken(request, sammanträde)
    mall = "nämnd/_utskick.html" if är_htmx(request) else "nämnd/utskick.html"
    kallelse = sammanträde.kallelser.utfärdade().senast_först().first()
    return render(
        request,
        mall,
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "utskicken": utskicken,
            "pågår": any(u.pågår for u in utskicken),
            "läge": utskickslista.läge(kallelse) if kallelse else None,
        },
    )


def _utskicken(request: HttpRequest, sammanträde: Sammanträde) -> list[Utskicksvy]:
    """Det senaste utskicket först; bara ur det går något att skicka igen."""
    alla = list(
        policy.skötbara_utskick(request.user)
        .filter(sammanträde=sammanträde)
        .select_related("kallelse", "jobb")
        .prefetch_related(
            Prefetch("mottagare", Utskicksmottagare.objects.select_related("omsänd_som"))
        )
        .order_by("-nummer")
    )
    personer = {m.person_id for u in alla for m in u.mottagare.all() if m.person_id}
    konton = set(
        Användare.objects.filter(is_active=True, person__in=personer).values_list(
            "person_id", flat=True
        )
    )
    kommer = sammanträde.datum >= timezone.localdate()
    return [
        Utskicksvy(u, [_rad(m, u, konton, kan=kommer and nr == 0) for m in u.mottagare.all()])
        for nr, u in enumerate(alla)
    ]


def _rad(m: Utskicksmottagare, utskick: Utskick, konton: set[int], *, kan: bool) -> Rad:
    status = S(m.status)
    har_konto = m.person_id in konton
    if hasattr(m, "omsänd_som"):
        return Rad(m, "skickat igen", "neutral", m.fel, False, har_konto)
    if status in (S.KÖAD, S.SÄNDS) and not utskick.jobb.är_avslutat:
        return Rad(m, "skickas", "info", "", False, har_konto)
    if status == S.KÖAD:
        return Rad(m, "inte skickat", "danger", "", kan, har_konto)
    return Rad(m, status.label, FÄRG[status], m.fel, kan, har_konto)


@require_POST
def försök_igen(request: HttpRequest, pk: int) -> HttpResponse:
    utskick = get_object_or_404(policy.skötbara_utskick(request.user), pk=pk)
    try:
        tjänst.försök_igen(utskick=utskick, av=användare(request))
    except Utskicksfel as fel:
        messages.error(request, str(fel))
    return redirect("namnd:utskick", utskick.sammanträde_id)


@require_http_methods(["GET", "HEAD", "POST"])
def sänd_om(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: samma brev en gång till, till en person."""
    mottagare = get_object_or_404(
        policy.skötbara_mottagare(request.user).select_related(
            "utskick__sammanträde__organ",
            "utskick__kallelse",
            "utskick__jobb",
            "omsänd_som",
            "person",
        ),
        pk=pk,
    )
    möte = mottagare.utskick.sammanträde
    registrets = mottagare.person.epost if mottagare.person else ""
    form = SändOmForm(request.POST or None, initial={"epost": mottagare.epost or registrets})
    if request.method == "POST" and form.is_valid():
        try:
            tjänst.sänd_om(
                mottagare=mottagare, epost=form.cleaned_data["epost"], av=användare(request)
            )
        except Utskicksfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{mottagare.namn} får det en gång till.")
            return redirect("namnd:utskick", möte.pk)
    return render(
        request,
        "nämnd/skicka_igen.html",
        {
            "mottagare": mottagare,
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "stopp": tjänst.hinder_att_sända_om(mottagare),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


# --- Papper ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def postlista(request: HttpRequest, pk: int) -> HttpResponse:
    """De som får det på papper, att skriva ut; ett tryck antecknar att allt är postat."""
    utskick = get_object_or_404(
        policy.skötbara_utskick(request.user)
        .select_related("sammanträde__organ", "kallelse")
        .prefetch_related("sammanträde__tider", "kallelse__filer__fil"),
        pk=pk,
    )
    möte = utskick.sammanträde
    if request.method == "POST":
        try:
            antal = tjänst.anteckna_postat(utskick=utskick, av=användare(request))
        except Utskicksfel as fel:
            messages.error(request, str(fel))
        else:
            messages.success(
                request, f"{visning.antal(antal, 'brev', 'brev')} antecknat som postat."
            )
        return redirect("namnd:utskick", möte.pk)
    på_papper = utskick.mottagare.filter(status__in=[S.POST, S.POSTAD], omsänd_som=None)
    rader = list(på_papper.order_by("namn", "pk"))
    return render(
        request,
        "nämnd/postlista.html",
        {
            "utskick": utskick,
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "rader": rader,
            "att_posta": any(m.status == S.POST for m in rader),
            "filer": visning.läsbara_filer(användare(request), möte, [utskick.kallelse])[0]
            if utskick.slag == Utskick.Slag.KALLELSE
            else [],
        },
    )
