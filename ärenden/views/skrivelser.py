from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ärenden import filer, policy
from ärenden.forms import RUBRIK_MAX, TOMMA_SATSER, AnmälForm, SkrivelseForm
from ärenden.models import Skrivelse
from ärenden.policy import Rätt
from ärenden.services import registrering, skrivelser
from ärenden.views.gemensamt import inloggad, synligt_ärende, ärendesida


@require_http_methods(["GET", "HEAD", "POST"])
def ny_skrivelse(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv(användare, Rätt.REGISTRERA, ärende.myndighet)
    if "fler_satser" in request.POST:
        form = _med_en_sats_till(request.POST)
        mall = "ärenden/delar/_satsfalt.html" if request.htmx else "ärenden/ny_skrivelse.html"  # type: ignore[attr-defined]  # sätts av django-htmx
        return render(
            request,
            mall,
            {"form": form, "ärende": ärende, "välj_filen_igen": not request.htmx},  # type: ignore[attr-defined]  # samma
        )
    form = SkrivelseForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={
            "rubrik": _skrivelsens_rubrik(ärende.rubrik),
            "offentlig_rubrik": _skrivelsens_rubrik(ärende.offentlig_rubrik),
            "datum": timezone.localdate(),
        },
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        uppladdad = data.pop("fil")
        try:
            skrivelser.lämna_in(
                ärende=ärende,
                beslutssatser=data.pop("satser"),
                innehåll=uppladdad.read(),
                filnamn=uppladdad.name,
                av=användare,
                **data,
            )
        except filer.Filfel as fel:
            form.add_error("fil", str(fel))
        except registrering.ÄrendetMakulerat as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Tjänsteskrivelsen är inlämnad. Anmäl den när den är klar.")
            return redirect("arenden:visa", pk=ärende.pk)
    return render(
        request,
        "ärenden/ny_skrivelse.html",
        {
            "form": form,
            "ärende": ärende,
            # Webbläsaren lämnar inte tillbaka en vald fil.
            "välj_filen_igen": bool(form.errors and request.FILES),
        },
        status=422 if form.errors else 200,
    )


def _skrivelsens_rubrik(ärendets: str) -> str:
    return f"Tjänsteskrivelse – {ärendets}"[:RUBRIK_MAX] if ärendets else ""


def _med_en_sats_till(skickat: QueryDict) -> SkrivelseForm:
    """Formuläret som det var ifyllt, med en tom sats till och utan att det prövas."""
    satser = skickat.getlist("satser")
    antal = max(TOMMA_SATSER, len(satser)) + 1
    satser += [""] * (antal - len(satser))
    return SkrivelseForm(initial=skickat.dict() | {"satser": satser})


@require_POST
def anmäl(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    skrivelse = get_object_or_404(
        Skrivelse.objects.filter(handling__in=policy.synliga_handlingar(användare)), pk=pk
    )
    ärende = synligt_ärende(användare, skrivelse.handling.ärende_id)
    policy.kräv(användare, Rätt.ANMÄLA, ärende.myndighet)
    form = AnmälForm(request.POST, auto_id=f"id_{skrivelse.pk}_%s")
    if not form.is_valid():
        return render(
            request,
            "ärenden/visa.html",
            ärendesida(användare, ärende, anmälform=(skrivelse, form)),
            status=422,
        )
    try:
        skrivelser.anmäl(
            skrivelse=skrivelse,
            myndighet=ärende.myndighet,
            önskad_dag=form.cleaned_data["önskad_dag"],
            av=användare,
        )
    except (
        skrivelser.InteGodkänd,
        skrivelser.RedanAnmäld,
        skrivelser.SaknarPapper,
        skrivelser.ÄrendetStängt,
    ) as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Skrivelsen är anmäld till {ärende.myndighet}.")
    return redirect("arenden:visa", pk=ärende.pk)


@require_POST
def återta(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    anmälan = get_object_or_404(
        policy.synliga_anmälningar(användare).select_related("skrivelse__handling"), pk=pk
    )
    try:
        skrivelser.återta(anmälan=anmälan, av=användare)
    except skrivelser.VäntarInte as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Anmälan är återtagen.")
    return redirect("arenden:visa", pk=anmälan.skrivelse.handling.ärende_id)
