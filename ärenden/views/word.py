"""Skrivelsen som Wordfil och som webbsida att ta med sig, och Wordfilen in i skrivelsen."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from konton.models import Användare
from ärenden import documents, policy, skrivelsetext, worddokument
from ärenden.documents import Skrivelsedokument
from ärenden.filer import Filfel
from ärenden.kontorsfil import Sort
from ärenden.models import Inläsning, Skrivelseutkast
from ärenden.services import inläsning as tjänst
from ärenden.services import mallar, skrivande, skrivelser
from ärenden.services.skrivande import AnnanHannFöre, Skrivfel
from ärenden.skrivelseformulär import InföringsForm, WordForm
from ärenden.skrivelseskillnad import Ruta
from ärenden.skrivelsetext import Bit, Block
from ärenden.views.gemensamt import inloggad
from ärenden.views.skrivande import (
    Noträknare,
    bildadresser,
    med_allt,
    skillnadsrutor,
    synligt_utkast,
)

FEL = (Skrivfel, skrivelser.ÄrendetStängt)


# --- Ut ----------------------------------------------------------------------


def _läsbart(
    användare: Användare, pk: int, *, bilder_i_filen: bool = False
) -> tuple[Skrivelseutkast, Skrivelsedokument]:
    """Utkastet för den som skriver i det, den inlämnade texten för den som ser handlingen.

    Med `bilder_i_filen` är bildernas adresser deras byte.
    """
    skrivs = med_allt(policy.synliga_utkast(användare).oinlämnade()).filter(pk=pk).first()
    if skrivs is not None:
        adresser = _inbäddade(skrivs) if bilder_i_filen else None
        return skrivs, documents.skrivelsedokument(
            skrivs, timezone.localdate(), är_utkast=True, adresser=adresser
        )
    utkast = get_object_or_404(
        med_allt(policy.inlämnade_texter(användare)).select_related("skrivelse__handling"), pk=pk
    )
    assert utkast.skrivelse is not None
    handling = utkast.skrivelse.handling
    dokument = documents.skrivelsedokument(
        utkast,
        handling.datum or timezone.localdate(),
        sekretess=handling.sekretess_lagrum,
        adresser=_inbäddade(utkast) if bilder_i_filen else None,
    )
    return utkast, dokument


def _inbäddade(utkast: Skrivelseutkast) -> dict[int, str]:
    return {
        bild.nummer: _data(bild.fil.medietyp, bild.fil.läs())
        for bild in skrivande.visade_bilder(utkast)
    }


def _data(medietyp: str, innehåll: bytes) -> str:
    return f"data:{medietyp};base64,{base64.b64encode(innehåll).decode()}"


def _logga(utkast: Skrivelseutkast) -> bytes | None:
    return next(iter(mallar.loggans_innehåll(utkast.mall).values()), None)


@require_safe
def som_word(request: HttpRequest, pk: int) -> HttpResponse:
    utkast, dokument = _läsbart(inloggad(request), pk)
    innehåll = worddokument.wordfil(
        dokument,
        logga=_logga(utkast),
        bilder={f"fil:{b.fil.sha256}": b.fil.läs() for b in skrivande.visade_bilder(utkast)},
        adress=settings.NAMND_ADRESS,
    )
    return _hämtas(innehåll, Sort.WORD.medietyp, utkast, "docx")


@require_safe
def som_html(request: HttpRequest, pk: int) -> HttpResponse:
    """En fristående sida, med allt i sig."""
    utkast, dokument = _läsbart(inloggad(request), pk, bilder_i_filen=True)
    logga = _logga(utkast)
    loggatyp = "image/png" if logga and logga.startswith(b"\x89PNG") else "image/jpeg"
    html = render_to_string(
        "ärenden/skriva/fristaende.html",
        {
            "d": dokument,
            "logga": _data(loggatyp, logga) if logga else "",
        },
    )
    return _hämtas(html.encode(), "text/html; charset=utf-8", utkast, "html")


def _hämtas(innehåll: bytes, medietyp: str, utkast: Skrivelseutkast, ändelse: str) -> HttpResponse:
    namn = f"{utkast.mall.dokumentnamn} {utkast.ärende.beteckning}".replace("/", "-")
    svar = HttpResponse(innehåll, content_type=medietyp)
    # Namnet med å, ä och ö står kodat (RFC 6266).
    svar["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{namn}.{ändelse}')}"
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


# --- In ----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def läs_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Välj en Wordfil. Den läses, och inget i skrivelsen ändras förrän nästa sida."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    form = WordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            tjänst.läs_in(utkast=utkast, innehåll=fil.read(), filnamn=fil.name, av=användare)
        except Filfel as fel:
            form.add_error("fil", str(fel))
        except FEL as fel:
            form.add_error(None, str(fel))
        else:
            return redirect("arenden:inlast", pk=pk)
    return render(
        request,
        "ärenden/skriva/las_in.html",
        {"utkast": utkast, "form": form, "finns": _senaste(utkast)},
        status=422 if form.errors else 200,
    )


def _senaste(utkast: Skrivelseutkast) -> Inläsning | None:
    return Inläsning.objects.filter(utkast=utkast).first()


@dataclass(frozen=True)
class Inläst:
    """En ruta där filen har något: det nya, det som står, och om båda kan stå."""

    ruta: Ruta
    nytt: Sequence[Block] | None
    nu: Sequence[Block] | None

    @property
    def nya_noter(self) -> list[Bit]:
        return list(skrivelsetext.noter(self.nytt or ()))

    @property
    def noter_nu(self) -> list[Bit]:
        return list(skrivelsetext.noter(self.nu or ()))

    @property
    def skriver_över(self) -> bool:
        return bool(self.ruta.före)

    @property
    def kan_bli_båda(self) -> bool:
        return self.ruta.nyckel.startswith(("avsnitt_", "satser"))


@require_http_methods(["GET", "HEAD", "POST"])
def inläst(request: HttpRequest, pk: int) -> HttpResponse:
    """Vad filen gav, vad som inte fick plats, och vad som skrivs över. Här bekräftas det."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    läst = _senaste(utkast)
    if läst is None:
        return redirect("arenden:las_in", pk=pk)
    läst.utkast = utkast
    if request.method == "POST" and request.POST.get("gor") == "slang":
        return _släng(request, läst, användare)
    form = InföringsForm(
        request.POST or None,
        avsnitt=[(str(a.pk), a.rubrik) for a in utkast.mall.avsnitt.all() if a.tar_text],
        initial={"revision": utkast.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            tjänst.för_in(
                inläsning=läst,
                val={n.removeprefix("val_"): str(v) for n, v in request.POST.items()
                     if n.startswith("val_")},
                revision=form.cleaned_data["revision"],
                oplacerat_till=form.cleaned_data["oplacerat"],
                av=användare,
            )  # fmt: skip  # en uppslagning
        except AnnanHannFöre as krock:
            form.add_error(None, f"{krock} Läs igenom texten nedan och bekräfta igen.")
            data = request.POST.copy()
            data["revision"] = str(krock.utkast.revision)
            form.data = data
            utkast = synligt_utkast(användare, pk)
        except FEL as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(
                request, f"{läst.filnamn} är inläst. Det som stod före finns under Versioner."
            )
            return redirect("arenden:utkast", pk=pk)
    läsare = Noträknare(bildadresser(utkast))
    return render(
        request,
        "ärenden/skriva/inlast.html",
        {
            "utkast": utkast,
            "läst": läst,
            "form": form,
            "rutor": _rutor(läst, utkast, läsare),
            "kvar": [
                k | {"block": block, "noter": list(skrivelsetext.noter(block))}
                for k in läst.rapport["kvar"]
                for block in [läsare.läs(k["text"])]
            ],
            "borta": [a for a in läst.rapport["anmärkningar"] if not a["är_med"]],
            "ändrat": [a for a in läst.rapport["anmärkningar"] if a["är_med"]],
        },
        status=422 if form.errors else 200,
    )


def _släng(request: HttpRequest, läst: Inläsning, användare: Användare) -> HttpResponse:
    pk = läst.utkast_id
    try:
        tjänst.ta_bort(inläsning=läst, av=användare)
    except FEL as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Det inlästa är borttaget. Skrivelsen är som den var.")
    return redirect("arenden:utkast", pk=pk)


def _rutor(läst: Inläsning, utkast: Skrivelseutkast, läsare: Noträknare) -> list[Inläst]:
    läs = läsare.läs
    return [
        Inläst(
            ruta,
            läs(ruta.efter) if ruta.löpande else None,
            läs(ruta.före) if ruta.löpande else None,
        )
        for ruta in skillnadsrutor(utkast.mall, utkast.innehåll, läst.innehåll)
        if ruta.efter
    ]
