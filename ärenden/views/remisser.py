"""Remisser: de som gått ut med sina svar, och de som ska besvaras."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from ärenden import policy, remisstid
from ärenden.models import (
    Diarium,
    Handling,
    MottagenRemiss,
    Remiss,
    Remissbrev,
    Remissmottagare,
    Ärende,
)
from ärenden.policy import Rätt
from ärenden.remissformulär import (
    AvstårForm,
    FlerMottagareForm,
    HandlingsvalForm,
    MottagenForm,
    RemissForm,
    TaEmotForm,
)
from ärenden.remisstid import Läge
from ärenden.services import registrering, skrivelser
from ärenden.services import remisser as tjänst
from ärenden.services.remisser import Remissfel
from ärenden.services.skrivande import Skrivfel
from ärenden.views.gemensamt import inloggad, synligt_ärende
from ärenden.views.remissrader import FÄRG

STOPP = (
    Remissfel,
    Skrivfel,
    skrivelser.ÄrendetStängt,
    registrering.ÄrendetMakulerat,
    registrering.FelDiarium,
)
MAX_RADER = 200


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Att ta emot, att besvara och de som gått ut."""
    användare = inloggad(request)
    if not policy.får_öppna_ärenden(användare):
        raise Http404
    idag = timezone.localdate()
    utsända = (
        policy.synliga_remisser(användare)
        .select_related("handling", "ärende")
        .prefetch_related("mottagare")
        .order_by("-sista_dag", "-pk")[:MAX_RADER]
    )
    mottagna = (
        policy.mottagna_remisser(användare)
        .select_related("handling__ärende__handläggare__person")
        .order_by("svar_id", "sista_dag", "pk")[:MAX_RADER]
    )
    return render(
        request,
        "ärenden/remiss/lista.html",
        {
            "att_ta_emot": policy.remisser_att_ta_emot(användare)
            .select_related("myndighet", "remiss__handling", "remiss__ärende__myndighet")
            .order_by("remiss__sista_dag", "pk"),
            "mottagna": [(m, *_läget(m.läge(idag))) for m in mottagna],
            "utsända": [(r, *r.ställning, idag > r.sista_dag) for r in utsända],
            "idag": idag,
        },
    )


def _läget(läge: Läge) -> tuple[str, str]:
    return läge.value, FÄRG[läge]


# --- De som gått ut ------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Sänd en handling på remiss."""
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv(användare, Rätt.REGISTRERA, ärende.myndighet)
    handlingar = tjänst.med_bilageantal(
        policy.synliga_handlingar(användare).filter(
            ärende=ärende, fil__isnull=False, sekretess_lagrum=""
        )
    ).order_by("-nummer")
    form = RemissForm(
        request.POST if request.method == "POST" else None, ärende=ärende, handlingar=handlingar
    )
    if form.is_valid():
        try:
            remiss = tjänst.sänd(
                handling=form.cleaned_data["handling"],
                avser=form.cleaned_data["avser"],
                sista_dag=form.cleaned_data["sista_dag"],
                myndigheter=form.cleaned_data["nämnder"],
                utomstående=form.cleaned_data["utomstående"],
                av=användare,
            )
        except Remissfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Remissen är sänd.")
            return redirect("arenden:remiss", pk=remiss.pk)
    return render(
        request,
        "ärenden/remiss/ny.html",
        {
            "ärende": ärende,
            "form": form,
            "har_handling": handlingar.exists(),
            "lagrum": remisstid.LAGRUM,
            "lagtext": remisstid.LAGTEXT,
            "samtidigt": remisstid.SAMTIDIGT,
        },
        status=422 if form.errors else 200,
    )


@dataclass(frozen=True)
class Svarsrad:
    """En mottagare på remissens sida: hur det står till, och vad användaren kan göra."""

    mottagare: Remissmottagare
    läge: Läge
    brev: list[Remissbrev]
    svar_syns: bool
    hos: Ärende | None

    @property
    def färg(self) -> str:
        return FÄRG[self.läge]

    @property
    def väntar(self) -> bool:
        return self.läge in (Läge.VÄNTAR, Läge.FÖRSENAT)


def _synlig_remiss(användare: Användare, pk: int) -> Remiss:
    return get_object_or_404(
        policy.synliga_remisser(användare).select_related(
            "handling__fil", "ärende__myndighet", "ärende__diarium", "av__person"
        ),
        pk=pk,
    )


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Svaren på en sida: vem som svarat, när, vem som avstår och vem som är sen."""
    användare = inloggad(request)
    return _remissens_sida(request, användare, _synlig_remiss(användare, pk))


def _remissens_sida(
    request: HttpRequest, användare: Användare, remiss: Remiss, *, fler: Any = None
) -> HttpResponse:
    idag = timezone.localdate()
    rader = _svarsrader(användare, remiss, idag)
    får_handlägga = policy.får(användare, Rätt.REGISTRERA, remiss.ärende.myndighet)
    öppen = remiss.ärende.status not in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT)
    inkomna = _inkomna(användare, remiss)
    antal = {läge: sum(1 for r in rader if r.läge == läge) for läge in Läge}
    if fler is None:
        fler = FlerMottagareForm(ärende=remiss.ärende)
    return render(
        request,
        "ärenden/remiss/visa.html",
        {
            "remiss": remiss,
            "rader": rader,
            "antal": [(läge.value, n, FÄRG[läge]) for läge, n in antal.items() if n],
            "får_handlägga": får_handlägga and öppen,
            "svarsform": HandlingsvalForm(handlingar=inkomna, auto_id=False),
            "har_inkomna": inkomna.exists(),
            "fler": fler,
            "kan_få_fler": får_handlägga and öppen and remiss.sista_dag > idag,
            "samtidigt": remisstid.SAMTIDIGT,
            "lagrum": remisstid.LAGRUM,
        },
        status=422 if fler.errors else 200,
    )


def _svarsrader(användare: Användare, remiss: Remiss, idag: date) -> list[Svarsrad]:
    mottagare = list(
        remiss.mottagare.select_related(
            "myndighet", "svar__ärende__myndighet", "svar__fil", "mottagen__handling__ärende"
        )
        .prefetch_related(
            Prefetch("brev", Remissbrev.objects.order_by("påbörjat_tid", "pk")), "svar__bilagor"
        )
        .order_by("namn", "pk")
    )
    synliga_svar = set(
        policy.synliga_handlingar(användare)
        .filter(pk__in=[m.svar_id for m in mottagare if m.svar_id])
        .values_list("pk", flat=True)
    )
    return [
        Svarsrad(
            m,
            m.läge(idag),
            list(m.brev.all()),
            m.svar_id in synliga_svar,
            m.mottagen.handling.ärende if hasattr(m, "mottagen") else None,
        )
        for m in mottagare
    ]


def _inkomna(användare: Användare, remiss: Remiss) -> Any:
    """Handlingarna som kan vara svar: inkomna i ärendet, och inte redan någon annans svar."""
    inkomna = policy.synliga_handlingar(användare).filter(
        ärende=remiss.ärende,
        riktning=Handling.Riktning.INKOMMEN,
        besvarar=None,
        bilaga_till=None,
    )
    return tjänst.med_bilageantal(inkomna).order_by("-nummer")


@require_POST
def lägg_till(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    remiss = _synlig_remiss(användare, pk)
    form = FlerMottagareForm(request.POST, ärende=remiss.ärende)
    if form.is_valid():
        try:
            tjänst.lägg_till_mottagare(
                remiss=remiss,
                myndigheter=form.cleaned_data["nämnder"],
                utomstående=form.cleaned_data["utomstående"],
                skäl=form.cleaned_data["skäl"],
                av=användare,
            )
        except Remissfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Remissen är sänd också till dem.")
            return redirect("arenden:remiss", pk=pk)
    policy.kräv(användare, Rätt.REGISTRERA, remiss.ärende.myndighet)
    return _remissens_sida(request, användare, remiss, fler=form)


def _synlig_mottagare(användare: Användare, pk: int) -> Remissmottagare:
    return get_object_or_404(
        Remissmottagare.objects.filter(
            remiss__in=policy.synliga_remisser(användare)
        ).select_related("remiss__ärende__myndighet"),
        pk=pk,
    )


@require_POST
def svar(request: HttpRequest, pk: int) -> HttpResponse:
    """En handling som kommit in är mottagarens svar."""
    användare = inloggad(request)
    mottagare = _synlig_mottagare(användare, pk)
    form = HandlingsvalForm(request.POST, handlingar=_inkomna(användare, mottagare.remiss))
    if not form.is_valid():
        policy.kräv(användare, Rätt.REGISTRERA, mottagare.remiss.ärende.myndighet)
        messages.error(request, "Välj den inkomna handling som är svaret.")
        return redirect("arenden:remiss", pk=mottagare.remiss_id)
    return _gör(
        request,
        lambda: tjänst.registrera_svar(
            mottagare=mottagare, handling=form.cleaned_data["handling"], av=användare
        ),
        f"Svaret från {mottagare} är antecknat.",
        redirect("arenden:remiss", pk=mottagare.remiss_id),
    )


@require_POST
def avstår(request: HttpRequest, pk: int) -> HttpResponse:
    """Den som står utanför har sagt att den avstår."""
    användare = inloggad(request)
    mottagare = _synlig_mottagare(användare, pk)
    form = AvstårForm(request.POST)
    skäl = form.cleaned_data["skäl"] if form.is_valid() else ""
    return _gör(
        request,
        lambda: tjänst.avstå(mottagare=mottagare, skäl=skäl, av=användare),
        f"{mottagare} avstår.",
        redirect("arenden:remiss", pk=mottagare.remiss_id),
    )


def _gör(request: HttpRequest, handling: Any, besked: str, vidare: HttpResponse) -> HttpResponse:
    try:
        handling()
    except STOPP as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, besked)
    return vidare


# --- De som ska besvaras -------------------------------------------------------------------------


def _att_ta_emot(användare: Användare, pk: int) -> Remissmottagare:
    return get_object_or_404(
        policy.remisser_att_ta_emot(användare).select_related(
            "myndighet", "remiss__handling__fil", "remiss__ärende__myndighet"
        ),
        pk=pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ta_emot(request: HttpRequest, pk: int) -> HttpResponse:
    """Registrera remissen i ett nytt ärende eller ett som finns."""
    användare = inloggad(request)
    mottagare = _att_ta_emot(användare, pk)
    form = TaEmotForm(
        request.POST if request.method == "POST" else None,
        ärenden=policy.synliga_ärenden(användare)
        .filter(myndighet=mottagare.myndighet)
        .order_by("-pk"),
        diarier=Diarium.objects.filter(myndigheter=mottagare.myndighet).order_by("namn", "pk"),
    )
    if form.is_valid():
        try:
            mottagen = tjänst.ta_emot(
                mottagare=mottagare,
                ärende=form.ärende,
                diarium=form.cleaned_data["diarium"],
                av=användare,
            )
        except STOPP as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(
                request, f"Remissen är registrerad i {mottagen.handling.ärende.beteckning}."
            )
            return redirect("arenden:mottagen_remiss", pk=mottagen.pk)
    return render(
        request,
        "ärenden/remiss/ta_emot.html",
        {"mottagare": mottagare, "remiss": mottagare.remiss, "form": form},
        status=422 if form.errors else 200,
    )


@require_safe
def fil(request: HttpRequest, pk: int) -> FileResponse:
    """Remissen, eller med `bilaga` en bilaga till den, för den som ska ta emot den."""
    handling = _att_ta_emot(inloggad(request), pk).remiss.handling
    if "bilaga" in request.GET:
        per_nummer = {str(b.nummer): b for b in handling.bilagor_att_sända}
        if request.GET["bilaga"] not in per_nummer:
            raise Http404
        handling = per_nummer[request.GET["bilaga"]]
    if handling.fil is None:
        raise Http404
    svaret = FileResponse(
        storages["filer"].open(handling.fil.plats),
        content_type=handling.fil.medietyp,
        filename=" ".join((handling.filnamn or "remiss.pdf").split()),
    )
    svaret["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    svaret["X-Content-Type-Options"] = "nosniff"
    svaret["Cache-Control"] = "private, no-store"
    return svaret


@require_http_methods(["GET", "HEAD", "POST"])
def registrera_mottagen(request: HttpRequest, pk: int) -> HttpResponse:
    """En inkommen handling är en remiss att besvara."""
    användare = inloggad(request)
    handling = get_object_or_404(
        policy.synliga_handlingar(användare).select_related("ärende__myndighet"), pk=pk
    )
    policy.kräv(användare, Rätt.REGISTRERA, handling.ärende.myndighet)
    form = MottagenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            mottagen = tjänst.registrera_mottagen(
                handling=handling, av=användare, **form.cleaned_data
            )
        except Remissfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Remissen står nu bland dem som ska besvaras.")
            return redirect("arenden:mottagen_remiss", pk=mottagen.pk)
    return render(
        request,
        "ärenden/remiss/registrera.html",
        {"handling": handling, "ärende": handling.ärende, "form": form},
        status=422 if form.errors else 200,
    )


def _mottagen(användare: Användare, pk: int) -> MottagenRemiss:
    return get_object_or_404(
        policy.mottagna_remisser(användare).select_related(
            "handling__fil",
            "handling__ärende__myndighet",
            "handling__ärende__diarium",
            "mottagare__remiss",
            "svar",
        ),
        pk=pk,
    )


def _egna(användare: Användare, mottagen: MottagenRemiss) -> Any:
    """Handlingarna som kan vara yttrandet."""
    egna = (
        policy.synliga_handlingar(användare)
        .filter(ärende=mottagen.handling.ärende, fil__isnull=False, bilaga_till=None)
        .exclude(riktning=Handling.Riktning.INKOMMEN)
    )
    return tjänst.med_bilageantal(egna).order_by("-nummer")


@require_safe
def mottagen(request: HttpRequest, pk: int) -> HttpResponse:
    """En remiss att besvara: vad den avser, när, och yttrandet."""
    användare = inloggad(request)
    remissen = _mottagen(användare, pk)
    ärende = remissen.handling.ärende
    läge = remissen.läge(timezone.localdate())
    väntar = läge in (Läge.VÄNTAR, Läge.FÖRSENAT)
    egna = _egna(användare, remissen)
    svaret_syns = (
        remissen.svar_id is not None
        and policy.synliga_handlingar(användare).filter(pk=remissen.svar_id).exists()
    )
    return render(
        request,
        "ärenden/remiss/mottagen.html",
        {
            "mottagen": remissen,
            "ärende": ärende,
            "läge": läge.value,
            "färg": FÄRG[läge],
            "svaret_syns": svaret_syns,
            "får_svara": väntar
            and policy.får(användare, Rätt.REGISTRERA, ärende.myndighet)
            and ärende.status not in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT),
            "form": HandlingsvalForm(handlingar=egna),
            "har_egna": egna.exists(),
            "utkast": policy.synliga_utkast(användare)
            .oinlämnade()
            .filter(ärende=ärende)
            .order_by("-sparad_tid", "-pk"),
        },
    )


@require_POST
def yttra(request: HttpRequest, pk: int) -> HttpResponse:
    """Börja skriva yttrandet."""
    användare = inloggad(request)
    remissen = _mottagen(användare, pk)
    try:
        utkast = tjänst.börja_yttrande(mottagen=remissen, av=användare)
    except STOPP as fel:
        messages.error(request, str(fel))
        return redirect("arenden:mottagen_remiss", pk=pk)
    return redirect("arenden:utkast", pk=utkast.pk)


@require_POST
def svara(request: HttpRequest, pk: int) -> HttpResponse:
    """Yttrandet är lämnat."""
    användare = inloggad(request)
    remissen = _mottagen(användare, pk)
    form = HandlingsvalForm(request.POST, handlingar=_egna(användare, remissen))
    if not form.is_valid():
        policy.kräv(användare, Rätt.REGISTRERA, remissen.handling.ärende.myndighet)
        messages.error(request, "Välj handlingen som är yttrandet.")
        return redirect("arenden:mottagen_remiss", pk=pk)
    return _gör(
        request,
        lambda: tjänst.svara(
            mottagen=remissen, handling=form.cleaned_data["handling"], av=användare
        ),
        "Yttrandet är lämnat.",
        redirect("arenden:mottagen_remiss", pk=pk),
    )


@require_POST
def avstå(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    remissen = _mottagen(användare, pk)
    return _gör(
        request,
        lambda: tjänst.avstå_mottagen(mottagen=remissen, av=användare),
        "Ni avstår från att yttra er.",
        redirect("arenden:mottagen_remiss", pk=pk),
    )
