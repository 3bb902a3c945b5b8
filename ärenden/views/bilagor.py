"""Skrivelsens bilagor: dra in, ordna, döp om, och hur det går att göra dem till PDF."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from ärenden import konvertering, policy
from ärenden.filer import Filfel
from ärenden.models import Fil, Skrivelsebilaga, Skrivelseutkast
from ärenden.services import bilagor as tjänst
from ärenden.services import skrivelser
from ärenden.services.skrivande import Skrivfel
from ärenden.skrivelseformulär import BilageForm, BilagorForm, EgenPdfForm
from ärenden.views.gemensamt import inloggad
from ärenden.views.skrivande import bilagedelen, synligt_utkast

FEL = (Filfel, Skrivfel, skrivelser.ÄrendetStängt)


def _bilaga(användare: Användare, pk: int) -> Skrivelsebilaga:
    return get_object_or_404(
        policy.synliga_bilagor(användare).select_related(
            "original", "pdf", "jobb", "utkast__ärende__myndighet", "utkast__mall"
        ),
        pk=pk,
    )


def _att_ändra(användare: Användare, pk: int) -> Skrivelsebilaga:
    """Bilagan, för den som skriver skrivelsen. Den som granskar läser den men ändrar den inte."""
    bilaga = _bilaga(användare, pk)
    policy.kräv_se_utkast(användare, bilaga.utkast)
    return bilaga


@require_http_methods(["GET", "HEAD", "POST"])
def bilagor(request: HttpRequest, pk: int) -> HttpResponse:
    """Alla bilagor, och rutan att släppa nya i. En fil som inte går att ta emot hindrar ingen."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    if request.method != "POST":
        return _sidan(request, utkast, BilagorForm())
    form = BilagorForm(request.POST, request.FILES)
    tagna = 0
    if form.is_valid():
        for fil in form.cleaned_data["filer"]:
            try:
                tjänst.lägg_till(utkast=utkast, innehåll=fil.read(), filnamn=fil.name, av=användare)
            except FEL as fel:
                form.add_error("filer", str(fel))
            else:
                tagna += 1
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        return render(
            request,
            "ärenden/skriva/_bilagedel.html",
            bilagedelen(utkast, form),
            status=422 if form.errors else 200,
        )
    if tagna:
        antal = "1 bilaga är tillagd" if tagna == 1 else f"{tagna} bilagor är tillagda"
        messages.success(request, f"{antal}.")
    if form.errors:
        return _sidan(request, utkast, form, status=422)
    i_texten = request.POST.get("i_texten") == "1"
    return redirect("arenden:utkast" if i_texten else "arenden:bilagor", pk=pk)


def _sidan(
    request: HttpRequest,
    utkast: Skrivelseutkast,
    form: BilagorForm,
    *,
    ifylld: tuple[int, BilageForm | EgenPdfForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "ärenden/skriva/bilagor.html",
        _listan(utkast, ifylld)
        | {
            "form": form,
            "konverterar": konvertering.finn(settings.NAMND_LIBREOFFICE),
            "saknade": konvertering.saknade(settings.NAMND_LIBREOFFICE),
        },
        status=status,
    )


def _listan(
    utkast: Skrivelseutkast, ifylld: tuple[int, BilageForm | EgenPdfForm] | None = None
) -> dict[str, object]:
    alla = list(utkast.bilagor.select_related("original", "pdf", "jobb").order_by("plats", "pk"))
    rader = []
    for bilaga in alla:
        form, pdfform = BilageForm.för(bilaga), EgenPdfForm(auto_id=f"id_{bilaga.pk}_%s")
        if ifylld is not None and ifylld[0] == bilaga.pk:
            if isinstance(ifylld[1], BilageForm):
                form = ifylld[1]
            else:
                pdfform = ifylld[1]
        rader.append((bilaga, form, pdfform))
    return {"utkast": utkast, "rader": rader}


@require_POST
def ändra(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    form = BilageForm.för(bilaga, request.POST)
    if form.is_valid():
        try:
            tjänst.ändra(bilaga=bilaga, av=användare, **form.cleaned_data)
        except FEL as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Bilagan är sparad.")
            return redirect("arenden:bilagor", pk=bilaga.utkast_id)
    utkast = synligt_utkast(användare, bilaga.utkast_id)
    return _sidan(request, utkast, BilagorForm(), ifylld=(bilaga.pk, form), status=422)


@require_POST
def flytta(request: HttpRequest, pk: int) -> HttpResponse:
    """Upp eller ned med knapparna, eller till en plats när raden dras."""
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    plats = request.POST.get("plats", "")
    steg = {"upp": -1, "ned": 1}.get(request.POST.get("riktning", ""), 0)
    till = int(plats) if plats.isdecimal() and len(plats) < 4 else bilaga.plats + steg
    try:
        tjänst.flytta(bilaga=bilaga, plats=till, av=användare)
    except FEL as fel:
        messages.error(request, str(fel))
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        utkast = synligt_utkast(användare, bilaga.utkast_id)
        return render(request, "ärenden/skriva/_bilagelista.html", _listan(utkast))
    return redirect("arenden:bilagor", pk=bilaga.utkast_id)


@require_POST
def ta_bort(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    try:
        tjänst.ta_bort(bilaga=bilaga, av=användare)
    except FEL as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"”{bilaga.rubrik}” är borttagen.")
    return redirect("arenden:bilagor", pk=bilaga.utkast_id)


@require_POST
def egen_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """En PDF som någon själv har gjort av originalet."""
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    form = EgenPdfForm(request.POST, request.FILES, auto_id=f"id_{bilaga.pk}_%s")
    if form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            tjänst.ersätt_pdf(bilaga=bilaga, innehåll=fil.read(), filnamn=fil.name, av=användare)
        except FEL as fel:
            form.add_error("fil", str(fel))
        else:
            messages.success(request, f"”{bilaga.rubrik}” är PDF nu. Originalet ligger kvar.")
            return redirect("arenden:bilagor", pk=bilaga.utkast_id)
    utkast = synligt_utkast(användare, bilaga.utkast_id)
    return _sidan(request, utkast, BilagorForm(), ifylld=(bilaga.pk, form), status=422)


@require_POST
def försök_igen(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    try:
        tjänst.försök_igen(bilaga=bilaga, av=användare)
    except FEL as fel:
        messages.error(request, str(fel))
    return redirect("arenden:bilagor", pk=bilaga.utkast_id)


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Hur det går att göra bilagan till PDF; raden för sig när sidan frågar."""
    användare = inloggad(request)
    bilaga = _att_ändra(användare, pk)
    if not request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        return redirect("arenden:bilagor", pk=bilaga.utkast_id)
    return render(request, "ärenden/skriva/_bilagelage.html", {"bilaga": bilaga})


@require_safe
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    bilaga = _bilaga(inloggad(request), pk)
    if bilaga.pdf is None:
        raise Http404
    return _fil(bilaga.pdf, f"{bilaga.rubrik}.pdf", bifogad=False)


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """Filen som den kom. Den hämtas och visas aldrig här: den är någon annans."""
    bilaga = _bilaga(inloggad(request), pk)
    return _fil(bilaga.original, bilaga.filnamn, bifogad=True)


def _fil(fil: Fil, namn: str, *, bifogad: bool) -> FileResponse:
    svar = FileResponse(
        storages["filer"].open(fil.plats),
        content_type=fil.medietyp,
        as_attachment=bifogad,
        filename=" ".join(namn.split()),
    )
    svar["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    svar["X-Content-Type-Options"] = "nosniff"
    svar["Cache-Control"] = "private, no-store"
    return svar
