"""Läsarens egna anteckningar: skriva, ändra, ta ut och ta bort. Bara ägaren når dem."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nämnd.anteckningsformulär import Anteckningsformulär, Ändraformulär
from nämnd.services import läsanteckningar as tjänst
from nämnd.services.läsanteckningar import Anteckning, Anteckningsfel
from nämnd.views import visning
from nämnd.views.läsrum import blad_i, exemplar_av, lämna_inget_kvar, pappersida
from nämnd.views.åtkomst import användare


@require_POST
def anteckna(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponse:
    """Sparar, och går tillbaka till sidan i pappret; vid fel står det skrivna kvar."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    form = Anteckningsformulär(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            tjänst.skriv(
                sammanträde=exemplar.kallelse.sammanträde,
                punkt=punkt,
                märke=marke,
                sida=data["sida"],
                text=data["text"],
                citat=data["citat"],
                före=data["fore"],
                efter=data["efter"],
                nyckel=data["nyckel"],
                av=användare(request),
            )
        except Anteckningsfel as fel:
            form.add_error("citat" if data["citat"] else "text", str(fel))
        else:
            vy = "pdfvisning" if request.POST.get("vy") == "pdf" else "papper"
            adress = reverse(f"lasrum:{vy}", args=[pk, punkt, marke])
            return redirect(f"{adress}#sida-{data['sida']}")
    return pappersida(request, exemplar, blad, form=form, kod=422)


@require_safe
def lista(request: HttpRequest, pk: int) -> HttpResponse:
    """Alla egna anteckningar på mötet, också de som hör till en äldre version."""
    exemplar = exemplar_av(request, pk)
    möte = exemplar.kallelse.sammanträde
    svar = render(
        request,
        "nämnd/lasrum/anteckningar.html",
        {
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "mina": tjänst.mina(exemplar, användare(request)),
        },
    )
    return lämna_inget_kvar(svar, exemplar)


@require_safe
def fil(request: HttpRequest, pk: int) -> HttpResponse:
    """Anteckningarna som en textfil."""
    exemplar = exemplar_av(request, pk)
    listan = reverse("lasrum:anteckningar", args=[pk])
    text = tjänst.som_text(exemplar, användare(request), sida=listan)
    svar = HttpResponse(text, content_type="text/plain; charset=utf-8")
    dag = exemplar.underlag.datum.isoformat()
    svar["Content-Disposition"] = f'attachment; filename="anteckningar-{dag}.txt"'
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


def _min(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> Anteckning:
    alla = tjänst.mina(exemplar_av(request, pk), användare(request)).alla
    mitt = next((a for a in alla if a.nyckel == nyckel), None)
    if mitt is None:
        raise Http404
    return mitt


def _tillbaka(pk: int, a: Anteckning) -> str:
    """Dit anteckningen sitter, eller till listan."""
    if a.papper is None:
        return reverse("lasrum:anteckningar", args=[pk])
    adress = reverse("lasrum:papper", args=[pk, a.papper.punkt, a.papper.märke])
    return f"{adress}#sida-{a.sida}"


@require_http_methods(["GET", "HEAD", "POST"])
def ändra(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> HttpResponse:
    a = _min(request, pk, nyckel)
    form, kod = Ändraformulär(initial={"text": a.text}), 200
    if request.method == "POST":
        form, kod = Ändraformulär(request.POST), 422
        if form.is_valid():
            try:
                tjänst.ändra(nyckel=nyckel, text=form.cleaned_data["text"], av=användare(request))
            except Anteckningsfel as fel:
                form.add_error("text", str(fel))
            else:
                return redirect(_tillbaka(pk, a))
    möte = exemplar_av(request, pk).kallelse.sammanträde
    return render(
        request,
        "nämnd/lasrum/anteckning.html",
        {"möte": möte, "a": a, "form": form, "tillbaka": _tillbaka(pk, a)},
        status=kod,
    )


@require_POST
def ta_bort(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> HttpResponse:
    a = _min(request, pk, nyckel)
    tjänst.ta_bort(nyckel=nyckel, av=användare(request))
    messages.success(request, "Anteckningen är borttagen.")
    return redirect(_tillbaka(pk, a))


@require_http_methods(["GET", "HEAD", "POST"])
def ta_bort_alla(request: HttpRequest, pk: int) -> HttpResponse:
    exemplar = exemplar_av(request, pk)
    möte, jag = exemplar.kallelse.sammanträde, användare(request)
    if request.method == "POST":
        antal = tjänst.ta_bort_alla(sammanträde=möte, av=jag)
        messages.success(request, f"Dina {antal} anteckningar på mötet är borttagna.")
        return redirect("lasrum:anteckningar", pk)
    antal = len(tjänst.mina(exemplar, jag).alla)
    return render(request, "nämnd/lasrum/slang_anteckningar.html", {"möte": möte, "antal": antal})
