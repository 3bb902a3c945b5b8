"""Läsning utan nät: enhetens nyckel och lista, kontakten, anteckningarna som väntat, och skalet."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_POST, require_safe

from konton.models import Användare
from nämnd.anteckningsformulär import Sparadanteckning
from nämnd.models import Enhetsexemplar
from nämnd.services import läsrum
from nämnd.services import sparat as tjänst
from nämnd.services.läsanteckningar import Anteckningsfel
from nämnd.services.läsrum import Exemplar
from nämnd.services.sparat import Sparfel
from nämnd.views import visning
from nämnd.views.läsrum import exemplar_av
from nämnd.views.åtkomst import användare
from ärenden.models import Fil

#: Det som sidorna i läsrummet är byggda av, utöver det som ligger i katalogerna nedan.
SKALET = (
    "css/namnd.css",
    "css/lasrum.css",
    "css/pdfvisare.css",
    "css/typsnitt/inter-latin-wght-normal.woff2",
    "css/typsnitt/inter-latin-ext-wght-normal.woff2",
    "django_htmx/htmx-2.min.js",
    "js/app.js",
    "js/lasrum.js",
    "js/lasrum_offline.js",
    "js/pdfvisare.js",
    "bild/ikon.svg",
)
#: Det som PDF-läsaren hämtar efter behov.
KATALOGER = ("js/pdfjs/typsnitt", "js/pdfjs/avkodare")
ARBETARE = "js/pdfjs/arbetare.js"
SERVICE_WORKER = "js/lasrum_sw.js"


# --- Det som delas ut ---------------------------------------------------------------------------


@never_cache
@require_POST
def dela_ut(request: HttpRequest, pk: int) -> HttpResponse:
    """Enheten får en nyckel och listan på vad den ska hämta."""
    exemplar = exemplar_av(request, pk)
    try:
        enhet = uuid.UUID(request.POST.get("enhet", ""))
    except ValueError:
        raise Http404 from None
    möte, jag = exemplar.kallelse.sammanträde, användare(request)
    utdelat = tjänst.dela_ut(sammanträde=möte, enhet=enhet, av=jag)
    return JsonResponse(
        _lista(jag, utdelat.rad, läsrum.att_spara(exemplar))
        | {
            "id": str(utdelat.rad.pk),
            "hemlighet": utdelat.hemlighet,
            "nyckel": base64.b64encode(utdelat.nyckel).decode(),
            "anvandare": str(jag.pk),
            "rubrik": f"{möte.organ}, {visning.tidpunkt(möte)}",
        },
        status=201,
    )


def _min(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> Enhetsexemplar:
    rader = tjänst.mina(användare(request)).select_related("ägare", "kallelse")
    return get_object_or_404(rader, pk=nyckel, sammanträde=pk)


@never_cache
@require_safe
def lista(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> HttpResponse:
    """Vad som ska vara sparat nu, och vad som är nytt mot det som är sparat."""
    exemplar = exemplar_av(request, pk)
    rad = _min(request, pk, nyckel)
    rad.sammanträde = rad.kallelse.sammanträde = exemplar.kallelse.sammanträde
    try:
        tjänst.kräv(rad)
    except Sparfel as fel:
        return JsonResponse({"skal": str(fel)}, status=410)
    nytt = läsrum.nytt_sedan(rad.ägare, rad.kallelse, exemplar)
    svar = _lista(rad.ägare, rad, läsrum.att_spara(exemplar))
    return JsonResponse(svar | {"nytt": list(nytt.rader) if nytt else []})


def _lista(av: Användare, rad: Enhetsexemplar, sparas: Exemplar) -> dict[str, Any]:
    pk = rad.sammanträde_id
    innehåll = tjänst.innehåll(sparas, av)
    skal = skalet()["version"]
    storlek = dict(
        Fil.objects.filter(sha256__in={p.sha256 for p in sparas.papper})
        .order_by("pk")
        .values_list("sha256", "storlek")
    )
    resurser: list[dict[str, Any]] = [
        _resurs(reverse("lasrum:mote", args=[pk]), f"{innehåll.version}-{skal}"),
        _resurs(reverse("lasrum:anteckningar", args=[pk]), f"{innehåll.anteckningarna}-{skal}"),
    ]
    for p, märke in innehåll.papper:
        plats = (pk, p.punkt, p.märke)
        resurser.append(
            _resurs(reverse("lasrum:papper", args=plats), f"{märke}-{skal}", papper=p.nyckel)
        )
        # Ett papper vars fil är gallrad har bara sin sida.
        if p.sha256 in storlek:
            for vy, version in (("pdfvisning", f"{märke}-{skal}"), ("pdf", p.märke)):
                byte = storlek[p.sha256] if vy == "pdf" else 0
                adress = reverse(f"lasrum:{vy}", args=plats)
                resurser.append(_resurs(adress, version, papper=p.nyckel, byte=byte))
    return {
        "nu": _ms(timezone.now()),
        "gar_ut": _ms(rad.går_ut_tid),
        "version": innehåll.version,
        "dolt": tjänst.dolt(sparas),
        "antal_papper": sparas.antal,
        "hemliga": sparas.antal - len(sparas.papper),
        "resurser": resurser,
    }


def _resurs(adress: str, märke: str, *, papper: str = "", byte: int = 0) -> dict[str, Any]:
    return {"adress": adress, "marke": märke, "papper": papper, "byte": byte}


def _ms(tid: Any) -> int:
    """Millisekunder, som webbläsarens klocka räknar."""
    return int(tid.timestamp() * 1000)


@require_POST
def klart(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> HttpResponse:
    """Enheten har hämtat det som gäller nu."""
    tjänst.uppdaterad(rad=_min(request, pk, nyckel), av=användare(request))
    return HttpResponse(status=204)


@require_POST
def ta_bort(request: HttpRequest, pk: int, nyckel: uuid.UUID) -> HttpResponse:
    """Enheten har raderat sitt exemplar."""
    tjänst.ta_bort(rad=_min(request, pk, nyckel), av=användare(request))
    return HttpResponse(status=204)


@require_POST
def återkalla(request: HttpRequest, pk: int) -> HttpResponse:
    """En tappad enhet: det sparade raderas på alla när de får kontakt."""
    möte = exemplar_av(request, pk).kallelse.sammanträde
    antal = tjänst.återkalla(sammanträde=möte, av=användare(request))
    enheter = "enhet" if antal == 1 else "enheter"
    messages.success(
        request, f"Det sparade är återkallat på {antal} {enheter}, och raderas vid nästa kontakt."
    )
    return redirect("lasrum:mote", pk)


@never_cache
@require_POST
def anteckna(request: HttpRequest, pk: int) -> HttpResponse:
    """En anteckning som väntat på nätet. Den som inte går att spara ligger kvar på enheten."""
    möte = exemplar_av(request, pk).kallelse.sammanträde
    form = Sparadanteckning(request.POST)
    if not form.is_valid():
        fel = " ".join(str(rad) for rader in form.errors.values() for rad in rader)
        return JsonResponse({"fel": fel}, status=422)
    data = form.cleaned_data
    try:
        rad = tjänst.anteckna(
            sammanträde=möte,
            nyckel=data["nyckel"],
            punkt=data["punkt"],
            märke=data["marke"],
            sida=data["sida"],
            text=data["text"],
            citat=data["citat"],
            före=data["fore"],
            efter=data["efter"],
            av=användare(request),
        )
    except PermissionDenied as nekat:
        return JsonResponse({"fel": str(nekat)}, status=403)
    except Anteckningsfel as stopp:
        return JsonResponse({"fel": str(stopp)}, status=409)
    return JsonResponse({"nyckel": str(rad.nyckel)}, status=201)


@never_cache
@csrf_exempt  # Enhetens hemlighet är beviset, och svaret går bara att läsa härifrån.
@login_not_required
@require_POST
def kontakt(request: HttpRequest) -> HttpResponse:
    """Om enhetens exemplar gäller, och vilka papper den får ha kvar. Utan inloggning: den som har
    stängts av eller vars inloggning har gått ut ska också få det raderat.
    """
    try:
        nyckel = uuid.UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None
    rad = tjänst.känn_igen(nyckel, request.POST.get("hemlighet", ""))
    if rad is None:
        return JsonResponse({"skal": "Det sparade är borttaget."}, status=410)
    try:
        kvar = tjänst.får_behålla(rad)
    except Sparfel as fel:
        return JsonResponse({"skal": str(fel)}, status=410)
    return JsonResponse(
        {
            "nu": _ms(timezone.now()),
            "gar_ut": _ms(rad.går_ut_tid),
            "papper": sorted(kvar.papper),
            "dolt": kvar.dolt,
        }
    )


# --- Skalet -------------------------------------------------------------------------------------


def _källa(namn: str) -> Path:
    """Var filen eller katalogen ligger, i källorna: där är den densamma i drift."""
    funnen = finders.find(namn)
    assert isinstance(funnen, str), namn
    return Path(funnen)


@cache
def _skript(namn: str) -> bytes:
    return _källa(namn).read_bytes()


@cache
def skalet() -> dict[str, Any]:
    """Adresserna som sidorna är byggda av, och en version som ändras när något i dem gör det."""
    # PDF-läsaren hämtar ur katalogerna efter filens eget namn, inte efter dess version.
    i_katalog = [
        (f"{katalog}/{fil.name}", f"{static(f'{katalog}/')}{fil.name}")
        for katalog in KATALOGER
        for fil in sorted(_källa(katalog).iterdir())
        if not fil.name.startswith("LICENSE")
    ]
    adresser = {namn: static(namn) for namn in SKALET} | dict(i_katalog)
    summa = hashlib.sha256()
    for namn in (*adresser, ARBETARE, SERVICE_WORKER):
        summa.update(namn.encode() + hashlib.sha256(_källa(namn).read_bytes()).digest())
    return {"version": summa.hexdigest()[:12], "adresser": list(adresser.values())}


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Skriptet som svarar utan nät. Det ligger här för att bara nå läsrummet."""
    skal = {
        **skalet(),
        "rot": reverse("lasrum:lista"),
        "reserv": reverse("lasrum:utan_nat"),
        "arbetare": reverse("lasrum:arbetare"),
    }
    text = f"self.SKAL={json.dumps(skal)};\n".encode() + _skript(SERVICE_WORKER)
    svar = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    svar["Cache-Control"] = "no-cache"
    return svar


def _version(request: HttpRequest) -> str:
    return f'"{skalet()["version"]}"'


@login_not_required
@gzip_page
@condition(etag_func=_version)
@require_safe
def arbetare(request: HttpRequest) -> HttpResponse:
    """PDF-läsarens arbetare. Den ligger här för att också den ska fungera utan nät."""
    svar = HttpResponse(_skript(ARBETARE), content_type="text/javascript; charset=utf-8")
    svar["Cache-Control"] = "no-cache"
    return svar


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Det som gör att läsrummet går att lägga på hemskärmen."""
    bild = {"type": "image/png", "purpose": "any"}
    svar = JsonResponse(
        {
            "id": reverse("lasrum:lista"),
            "name": "Nämnd, läsrummet",
            "short_name": "Läsrummet",
            "description": "Handlingarna till nämndens möten, också utan nät.",
            "lang": "sv",
            "start_url": reverse("lasrum:lista"),
            "scope": reverse("hem"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [
                {"src": static("bild/ikon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("bild/ikon-192.png"), "sizes": "192x192", **bild},
                {"src": static("bild/ikon-512.png"), "sizes": "512x512", **bild},
                {
                    "src": static("bild/ikon-maskerad-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        },
        content_type="application/manifest+json",
    )
    svar["Cache-Control"] = "no-cache"
    return svar


@login_not_required
@require_safe
def utan_nät(request: HttpRequest) -> HttpResponse:
    """Det som visas när sidan inte är sparad: vad som är sparat på enheten. Samma för alla."""
    return render(request, "nämnd/lasrum/utan_nat.html")
