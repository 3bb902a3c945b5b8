"""Försättsbladet, expedieringen och loggen för en paragraf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Prefetch
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from konton.policy import myndigheter_med_roll
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import laga_kraft, policy, sändningskontroll
from protokoll.expedieringsdokument import egen_hänvisning, har_avbrott
from protokoll.expedieringsformulär import (
    Antecknaform,
    Avslutsform,
    Försättsbladsform,
    Mottagarform,
    Omsändningsform,
)
from protokoll.models import (
    Expediering,
    Försättsblad,
    Försättsbladsmottagare,
    Kanal,
    Paragraf,
)
from protokoll.paragrafnummer import omfattning
from protokoll.policy import Rätt
from protokoll.services import expediering as tjänst
from protokoll.services import försättsblad as bladtjänst
from protokoll.services.expedieringsfel import (
    Expedieringsfel,
    FelAdress,
    HemligtMedEpost,
    InteMottagare,
    MedVarning,
)
from protokoll.services.expedieringsläge import (
    alla_sändbara,
    att_posta,
    med_justeringarna,
    sändbara_punkter,
    utanför_bladet,
    är_justerad,
)
from protokoll.services.expedieringsläge import att_expediera as osända
from protokoll.views.åtkomst import användare, är_htmx

RADER = 100
S = Expediering.Status
FÄRG = {
    S.VÄNTAR: "info",
    S.SÄNDS: "warning",
    S.KLAR: "info",
    S.SKICKAD: "accent",
    S.MISSLYCKAD: "danger",
    S.KVITTERAD: "success",
    S.ÅTERKOMMEN: "danger",
}


@dataclass(frozen=True)
class Loggrad:
    """En sändning, vad som hänt med den och vad som går att göra."""

    expediering: Expediering
    färg: str
    antecknaform: Antecknaform | None
    omsändningsform: Omsändningsform | None
    omsänd: bool


@dataclass(frozen=True)
class Nekad:
    """En som inte kan få utdraget, och varför."""

    namn: str
    adress: str
    fel: Expedieringsfel


@dataclass(frozen=True)
class Osänd:
    """En paragraf som någon väntar på, och de punkter som går att sända före resten."""

    paragraf: Paragraf
    punkter: list[int]

    @property
    def delvis(self) -> str:
        return _bara(self.paragraf, self.punkter)

    @property
    def organ(self) -> Organ:
        return self.paragraf.organ


@dataclass(frozen=True)
class Val:
    """En mottagare att sända till."""

    mottagare: Försättsbladsmottagare
    vald: bool
    skrivet: str
    fel: Expedieringsfel | None
    fynd: list[Fynd]


def _paragraf(request: HttpRequest, pk: int) -> Paragraf:
    return get_object_or_404(
        policy.förberedbara_paragrafer(request.user)
        .select_related(
            "organ__myndighet__kommun",
            "protokoll__sammanträde__sekreterare",
            "ärende__myndighet",
            "punkt",
        )
        .prefetch_related("delar__satser", *med_justeringarna()),
        pk=pk,
    )


def _bara(paragraf: Paragraf, punkter: list[int], verb: str = "är ") -> str:
    """”Bara punkt 1 är justerad”; tomt när hela paragrafen, eller inget, är det."""
    if not punkter:
        return ""
    justerad = "justerad" if len(punkter) == 1 else "justerade"
    return f"Bara {paragraf.punkttext(punkter)} {verb}{justerad}"


def _blad(paragraf: Paragraf) -> Försättsblad | None:
    return (
        Försättsblad.objects.filter(paragraf=paragraf)
        .select_related("av__person")
        .prefetch_related("mottagare__organ")
        .first()
    )


def _gemensamt(request: HttpRequest, paragraf: Paragraf) -> dict[str, Any]:
    expedierar = policy.får(request.user, Rätt.EXPEDIERA, paragraf.organ)
    return {
        "paragraf": paragraf,
        "nummer": omfattning(paragraf.nummer),
        "dag": date_format(paragraf.protokoll.sammanträde.datum, "j F Y"),
        "expedierar": expedierar,
        "justerad": är_justerad(paragraf),
        "delvis": _bara(paragraf, alla_sändbara(paragraf), ""),
        # Handläggaren har inte protokollet: vägen tillbaka är ärendet.
        "till_protokollet": expedierar,
    }


def _logg(paragraf: Paragraf, *, expedierar: bool) -> dict[str, Any]:
    sändningar = list(
        Expediering.objects.filter(mottagare__försättsblad__paragraf=paragraf)
        .select_related(
            "jobb", "fil", "adressblad", "omsänd_som", "mottagare__försättsblad__paragraf"
        )
        .prefetch_related("steg", "mottagare__försättsblad__paragraf__delar__satser")
    )
    rättad = tjänst.senast_rättad(paragraf.pk)
    rader = [
        _loggrad(
            e,
            hemlig=paragraf.är_sekretess,
            gör=expedierar,
            rättad=rättad is not None and rättad > e.tid,
        )
        for e in sändningar
    ]
    pågår = any(r.expediering.status == S.VÄNTAR for r in rader)
    return {"logg": rader, "pågår": pågår, "paragraf": paragraf, "expedierar": expedierar}


def _loggrad(expediering: Expediering, *, hemlig: bool, gör: bool, rättad: bool) -> Loggrad:
    status = expediering.status
    val = [(steg.value, steg.label) for steg in tjänst.möjliga_steg(expediering)]
    omsänd = hasattr(expediering, "omsänd_som")
    stängd = omsänd or expediering.mottagare.borttagen_tid
    # Det som ännu inte är postat sänds om bara när det har fel lydelse.
    kan_om = gör and not stängd and status != S.VÄNTAR and (rättad or status != S.KLAR)
    ident = f"id_{expediering.pk}_%s"
    return Loggrad(
        expediering,
        FÄRG[status],
        Antecknaform(val=val, auto_id=ident) if gör and val else None,
        Omsändningsform(hemlig=hemlig, auto_id=f"om_{ident}") if kan_om else None,
        omsänd and status in (S.SÄNDS, S.MISSLYCKAD),
    )


def _bladsida(
    request: HttpRequest,
    paragraf: Paragraf,
    *,
    form: Försättsbladsform | None = None,
    mottagarform: Mottagarform | None = None,
    avslutsform: Avslutsform | None = None,
    fel: Expedieringsfel | None = None,
) -> HttpResponse:
    blad = _blad(paragraf)
    gemensamt = _gemensamt(request, paragraf)
    alla = list(blad.mottagare.all()) if blad else []
    gällande = [m for m in alla if m.borttagen_tid is None]
    namn = {m.namn.casefold() for m in gällande}
    return render(
        request,
        "protokoll/forsattsblad.html",
        gemensamt
        | _logg(paragraf, expedierar=gemensamt["expedierar"])
        | {
            "blad": blad,
            "form": form or Försättsbladsform.ifylld(paragraf, blad),
            "mottagare": gällande,
            "allmän_part": laga_kraft.det_allmännas_tid(
                [m.namn for m in gällande if m.företräder_det_allmänna]
            ),
            "besvär": {"text": laga_kraft.LAGTEXT_BESVÄR, "lagrum": laga_kraft.LAGRUM_BESVÄR},
            "borttagna": [m for m in alla if m.borttagen_tid is not None],
            "förslag": [f for f in _förslag(paragraf) if f.casefold() not in namn],
            "mottagarform": mottagarform
            or Mottagarform(
                paragraf=paragraf,
                auto_id="mottagare_%s",
                initial={"namn": request.GET.get("namn", "")[:300]},
            ),
            "avslut": list(paragraf.expedieringsavslut.all()),
            "är_klar": tjänst.öppet_avslut(paragraf) is not None,
            "avslutsform": avslutsform or Avslutsform(auto_id="avslut_%s"),
            "varningar": bladtjänst.varningar(paragraf, blad) if blad else [],
            "fel": fel,
        },
        status=422 if fel or _har_fel(form, mottagarform, avslutsform) else 200,
    )


def _har_fel(*formulär: Form | None) -> bool:
    return any(f is not None and bool(f.errors) for f in formulär)


def _förslag(paragraf: Paragraf) -> list[str]:
    """Ärendets motpart och dem som beslutet säger ska ha utdraget."""
    motpart = [paragraf.ärende.motpart] if paragraf.ärende and paragraf.ärende.motpart else []
    return list(dict.fromkeys([*motpart, *(m.mottagare for m in paragraf.utdrag_till.all())]))


@require_http_methods(["GET", "HEAD", "POST"])
def försättsblad(request: HttpRequest, pk: int) -> HttpResponse:
    """Försättsbladet med mottagarna, och vad som har gått."""
    paragraf = _paragraf(request, pk)
    if request.method != "POST":
        return _bladsida(request, paragraf)
    form = Försättsbladsform(request.POST)
    if not form.is_valid():
        return _bladsida(request, paragraf, form=form)
    bladtjänst.fyll_i(paragraf=paragraf, av=användare(request), **form.uppgifter)
    messages.success(request, "Försättsbladet är sparat.")
    return redirect("protokoll:forsattsblad", pk)


@require_POST
def ny_mottagare(request: HttpRequest, pk: int) -> HttpResponse:
    paragraf = _paragraf(request, pk)
    form = Mottagarform(request.POST, paragraf=paragraf, auto_id="mottagare_%s")
    if not form.is_valid():
        return _bladsida(request, paragraf, mottagarform=form)
    try:
        rad = bladtjänst.lägg_till_mottagare(
            paragraf=paragraf, av=användare(request), **form.uppgifter
        )
    except Expedieringsfel as fel:
        return _bladsida(request, paragraf, mottagarform=form, fel=fel)
    messages.success(request, f"{rad.namn} står på försättsbladet.")
    return redirect("protokoll:forsattsblad", pk)


@require_POST
def ta_bort_mottagare(request: HttpRequest, pk: int) -> HttpResponse:
    rad = get_object_or_404(
        Försättsbladsmottagare.objects.filter(
            försättsblad__paragraf__in=policy.förberedbara_paragrafer(request.user)
        ).select_related("försättsblad__paragraf__organ", "försättsblad__paragraf__ärende"),
        pk=pk,
    )
    try:
        bladtjänst.ta_bort_mottagare(mottagare=rad, av=användare(request))
    except Expedieringsfel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{rad.namn} är borttagen från försättsbladet.")
    return redirect("protokoll:forsattsblad", rad.försättsblad.paragraf_id)


@require_safe
def logg(request: HttpRequest, pk: int) -> HttpResponse:
    """Loggen, frågad varje sekund medan något skickas."""
    paragraf = _paragraf(request, pk)
    if not är_htmx(request):
        return redirect("protokoll:forsattsblad", pk)
    expedierar = policy.får(request.user, Rätt.EXPEDIERA, paragraf.organ)
    return render(
        request, "protokoll/_expedieringslogg.html", _logg(paragraf, expedierar=expedierar)
    )


# --- Sändningen --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def expediera(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som går till vem, på vilken väg, och vem som inte kan få det."""
    paragraf = _paragraf(request, pk)
    policy.kräv(request.user, Rätt.EXPEDIERA, paragraf.organ)
    blad = _blad(paragraf)
    val = sändbara_punkter(paragraf)
    punkter = _punkter(request, paragraf, blad, val)
    möjliga, nekade = _mottagare(paragraf, blad, punkter)
    hinder: Expedieringsfel | None = None
    felen: dict[int, Expedieringsfel] = {}
    try:
        tjänst.pröva(paragraf=paragraf, av=användare(request), punkter=punkter)
    except Expedieringsfel as fel:
        hinder = fel
    if request.method == "POST" and hinder is None:
        valda = [m for m in möjliga if str(m.pk) in request.POST.getlist("mottagare")]
        felen = _sänd(request, paragraf, valda, punkter)
        if valda and not felen:
            messages.success(request, "Utdraget skickas. Loggen visar när det har gått.")
            return redirect("protokoll:forsattsblad", pk)
        if not valda:
            hinder = InteMottagare("Välj minst en mottagare.")
    skickar = request.method == "POST"
    fynd = _fynd(möjliga, användare(request), blad, punkter)
    alla = _för_alla(fynd)
    skäl = request.POST.get("trots_varning", "")
    rader = [
        Val(
            m,
            # Den som skickar väljer själv var och en som ska ha beslutet.
            str(m.pk) in request.POST.getlist("mottagare"),
            request.POST.get(f"adress_{m.pk}", ""),
            None if isinstance(felen.get(m.pk), MedVarning) else felen.get(m.pk),
            [f for f in hittade if f not in alla],
        )
        for m, hittade in zip(möjliga, fynd, strict=True)
    ]
    innehåll = _gemensamt(request, paragraf) | {
        "blad": blad,
        "nummer": omfattning(paragraf.nummer, paragraf.punkttext(punkter)),
        "punkter": punkter,
        "delvis": paragraf.punkttext(punkter),
        "andra": [(p, paragraf.punkttext(p)) for p in val if len(val) > 1 and p != punkter],
        "val": rader,
        "för_alla": alla,
        "varnas": any(fynd),
        "trots_varning": skäl,
        "nekade": nekade,
        "hinder": hinder,
    }
    return render(request, "protokoll/expediera.html", innehåll, status=422 if skickar else 200)


def _fynd(
    mottagare: list[Försättsbladsmottagare],
    av: Användare,
    blad: Försättsblad | None,
    punkter: list[int],
) -> list[list[Fynd]]:
    if blad is None:
        return [[] for _ in mottagare]
    egen, avbrott = egen_hänvisning(blad), har_avbrott(blad.paragraf, punkter)
    return [tjänst.varningar(m, av, egen, avbrott=avbrott) for m in mottagare]


def _för_alla(fynd: list[list[Fynd]]) -> list[Fynd]:
    """Det som gäller varje mottagare sägs en gång."""
    return [f for f in fynd[0] if all(f in andra for andra in fynd)] if fynd else []


def _punkter(
    request: HttpRequest, paragraf: Paragraf, blad: Försättsblad | None, val: list[list[int]]
) -> list[int]:
    """Satserna som utdraget gäller: de som sidan visade, så att inget annat skickas.

    Är flera justerade var för sig visas de som valts, annars de första som någon väntar på.
    """
    skrivna = request.POST if request.method == "POST" else request.GET
    valda = [int(n[:4]) for n in skrivna.getlist("punkter") if n.isdecimal()]
    if request.method == "POST" or valda in val:
        return valda
    väntade = (punkter for punkter in val if _mottagare(paragraf, blad, punkter)[0])
    return next(väntade, val[0] if val else [])


def _mottagare(
    paragraf: Paragraf, blad: Försättsblad | None, punkter: list[int]
) -> tuple[list[Försättsbladsmottagare], list[Nekad]]:
    """De som kan få utdraget nu, och de som inte kan det."""
    alla = list(blad.mottagare.all()) if blad else []
    sända = set(
        Expediering.objects.filter(mottagare__in=alla, punkter=punkter).values_list(
            "mottagare_id", flat=True
        )
    )
    möjliga, nekade = [], []
    for m in alla:
        if m.borttagen_tid is not None:
            fel: Expedieringsfel = FelAdress("Handläggaren har tagit bort adressen.")
            nekade.append(Nekad(m.namn, m.adress, fel))
        elif m.pk not in sända:
            if paragraf.är_sekretess and m.kanal == Kanal.EPOST:
                fel = HemligtMedEpost("Ett hemligt utdrag skickas inte med e-post.")
                nekade.append(Nekad(m.namn, m.adress, fel))
            else:
                möjliga.append(m)
    namn = {m.namn.casefold() for m in alla if m.borttagen_tid is None}
    nekade += [
        Nekad(f, "", InteMottagare("Står inte på försättsbladet."))
        for f in _förslag(paragraf)
        if f.casefold() not in namn
    ]
    return möjliga, nekade


def _sänd(
    request: HttpRequest,
    paragraf: Paragraf,
    valda: list[Försättsbladsmottagare],
    punkter: list[int],
) -> dict[int, Expedieringsfel]:
    """Allt som valts, eller inget av det."""
    felen: dict[int, Expedieringsfel] = {}
    with transaction.atomic():
        for m in valda:
            skrivet = request.POST.get(f"adress_{m.pk}", "").strip()
            try:
                tjänst.expediera(
                    paragraf=paragraf,
                    mottagare=m.namn,
                    kanal=m.kanal,
                    adress=skrivet or m.adress,
                    punkter=punkter,
                    adress_bekräftad=bool(skrivet) and paragraf.är_sekretess,
                    trots_varning=request.POST.get("trots_varning", ""),
                    av=användare(request),
                )
            except Expedieringsfel as fel:
                felen[m.pk] = fel
        if felen:
            transaction.set_rollback(True)
    return felen


@require_POST
def klar(request: HttpRequest, pk: int) -> HttpResponse:
    """Klart – ingen mer ska ha beslutet."""
    paragraf = _paragraf(request, pk)
    form = Avslutsform(request.POST, auto_id="avslut_%s")
    policy.kräv(request.user, Rätt.EXPEDIERA, paragraf.organ)
    if not form.is_valid():
        return _bladsida(request, paragraf, avslutsform=form)
    try:
        tjänst.avsluta(paragraf=paragraf, av=användare(request), **form.cleaned_data)
    except Expedieringsfel as fel:
        return _bladsida(request, paragraf, avslutsform=form, fel=fel)
    messages.success(request, "Expedieringen är klar: ingen mer ska ha beslutet.")
    return redirect("protokoll:forsattsblad", pk)


@require_POST
def återta_klar(request: HttpRequest, pk: int) -> HttpResponse:
    paragraf = _paragraf(request, pk)
    try:
        tjänst.återta_avslut(paragraf=paragraf, av=användare(request))
    except Expedieringsfel as fel:
        return _bladsida(request, paragraf, fel=fel)
    messages.success(request, "Paragrafen står åter bland dem som ska expedieras.")
    return redirect("protokoll:forsattsblad", pk)


@require_safe
def att_expediera(request: HttpRequest) -> HttpResponse:
    """Det justerade som någon ännu inte har fått, i användarens nämnder."""
    roller = policy.roller_med(Rätt.EXPEDIERA)
    if not myndigheter_med_roll(request.user, roller).exists():
        raise PermissionDenied("Du expedierar inte i någon nämnd.")
    paragrafer = (
        osända(request.user)
        .select_related("organ", "protokoll__sammanträde", "försättsblad")
        .prefetch_related(
            *med_justeringarna(),
            "delar__satser",
            Prefetch("utdrag_till", queryset=utanför_bladet(), to_attr="utanför"),
        )
    )
    rader = [Osänd(p, alla_sändbara(p)) for p in paragrafer[:RADER]]
    return render(
        request,
        "protokoll/att_expediera.html",
        {
            "rader": rader,
            "högst": RADER,
            "regel": sändningskontroll.UNDERRÄTTA,
            "opostade": list(att_posta(request.user)[:RADER]),
        },
    )


# --- Efteråt -----------------------------------------------------------------------------------


def _sändning(request: HttpRequest, pk: int) -> Expediering:
    return get_object_or_404(
        policy.synliga_expedieringar(request.user).select_related(
            "mottagare__försättsblad__paragraf__organ", "jobb", "fil", "adressblad"
        ),
        pk=pk,
    )


@require_POST
def anteckna(request: HttpRequest, pk: int) -> HttpResponse:
    sändning = _sändning(request, pk)
    form = Antecknaform(request.POST)
    try:
        if not form.is_valid():
            raise Expedieringsfel("Välj vad som hände, vilken dag, och skriv hur vi vet det.")
        tjänst.anteckna(expediering=sändning, av=användare(request), **form.cleaned_data)
    except Expedieringsfel as fel:
        return _bladsida(
            request, _paragraf(request, sändning.mottagare.försättsblad.paragraf_id), fel=fel
        )
    return redirect("protokoll:forsattsblad", sändning.mottagare.försättsblad.paragraf_id)


@require_POST
def sänd_om(request: HttpRequest, pk: int) -> HttpResponse:
    sändning = _sändning(request, pk)
    paragraf = sändning.mottagare.försättsblad.paragraf
    form = Omsändningsform(request.POST, hemlig=paragraf.är_sekretess)
    try:
        if not form.is_valid():
            raise Expedieringsfel("Skriv varför utdraget sänds om, och adressen om det är hemligt.")
        skrivet = form.cleaned_data.get("adress", "")
        tjänst.sänd_om(
            expediering=sändning,
            skäl=form.cleaned_data["skäl"],
            adress=skrivet,
            adress_bekräftad=bool(skrivet),
            av=användare(request),
        )
    except Expedieringsfel as fel:
        return _bladsida(request, _paragraf(request, paragraf.pk), fel=fel)
    messages.success(request, "Utdraget sänds om.")
    return redirect("protokoll:forsattsblad", paragraf.pk)


@require_safe
def fil(request: HttpRequest, pk: int, slag: str) -> FileResponse:
    """Utdraget som det sändes, eller adressbladet att lägga i kuvertet."""
    sändning = _sändning(request, pk)
    vald = {"utdrag": sändning.fil, "adressblad": sändning.adressblad}.get(slag)
    if vald is None:
        raise Http404
    return pdf_svar(vald.plats, sändning.filnamn.replace("utdrag", slag, 1))


def pdf_svar(plats: str, namn: str) -> FileResponse:
    svar = FileResponse(
        storages["filer"].open(plats), content_type="application/pdf", filename=namn
    )
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
