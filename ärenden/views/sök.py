"""Sökrutan för diariet: hela sidan, och träffarna medan man skriver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from konton.models import Användare
from ärenden import policy
from ärenden.forms import Sökform
from ärenden.listfil import Slag
from ärenden.models import Handling
from ärenden.services import sökning
from ärenden.services.sökning import Svar, Urval, Val
from ärenden.views.gemensamt import inloggad

# Från andra bokstaven: en ensam träffar allt.
KORTAST = 2
# Rutans id i sidan; htmx säger därmed att det är den som frågar.
RUTA = "sokruta"
VAL_PER_FACETT = 12
FACETTER = (
    ("Nämnd", "namnd", "nämnd"),
    ("År", "ar", "år"),
    ("Status", "status", "status"),
    ("Handläggare", "handlaggare", "handläggare"),
    ("Klass", "klass", "klass"),
    ("Sekretess", "sekretess", "sekretess"),
)


@dataclass(frozen=True)
class Facettval:
    text: str
    antal: int | None
    adress: str
    vald: bool


@require_safe
def sök(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    if not policy.får_öppna_ärenden(användare):
        raise PermissionDenied("Handlingarna läses genom sammanträdet.")
    form = Sökform(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    text = data.get("q", "")
    svar, hinder = None, ""
    if len(text) >= KORTAST:
        try:
            svar = _svar(data, användare, medan_man_skriver=_skrivs(request))
        except sökning.TogFörLångTid as fel:
            hinder = str(fel)
    sida = data.get("sida") or 1
    sammanhang = {
        "form": form,
        "text": request.GET.get("q", ""),
        "valda": [(n, v) for n, v in _valda(data) if n not in ("q", "sort", "fran", "till")],
        "svar": svar,
        "hinder": hinder,
        "för_kort": bool(text) and len(text) < KORTAST,
        "facetter": _facetter(svar, data) if svar and _är_helt(svar) else [],
        "filtrerat": _adress(data, q=text) != _adress({}, q=text),
        "utan_filter": _adress({}, q=text),
        "denna": _adress(data),
        "filer": _filer(data) if svar and _är_helt(svar) and svar.träffar else [],
        "nästa": _adress(data, sida=sida + 1) if svar and svar.fler_sidor else "",
        "första": _adress(data) if sida > 1 else "",
    }
    bara_träffarna = request.htmx  # type: ignore[attr-defined]  # sätts av django-htmx
    mall = "ärenden/_traffar.html" if bara_träffarna else "ärenden/sok.html"
    sidan = render(request, mall, sammanhang, status=422 if form.errors else 200)
    sidan["Vary"] = "HX-Request, HX-Trigger, Cookie"
    # Ett sökord kan vara ett namn; sidan ska inte ligga kvar i webbläsaren efter utloggningen.
    sidan["Cache-Control"] = "private, no-store"
    return sidan


def _skrivs(request: HttpRequest) -> bool:
    """Om begäran kommer ur rutan. När skrivandet har stannat hämtar träffarna det hela svaret."""
    return bool(request.htmx.trigger == RUTA)  # type: ignore[attr-defined]  # sätts av django-htmx


def _svar(data: dict[str, Any], användare: Användare, *, medan_man_skriver: bool) -> Svar:
    efter_datum = data["sort"] == Sökform.Ordning.DATUM
    if medan_man_skriver:
        return sökning.sök_medan_man_skriver(
            text=data["q"], av=användare, urval=urval(data), efter_datum=efter_datum
        )
    return sökning.sök(
        text=data["q"],
        av=användare,
        urval=urval(data),
        efter_datum=efter_datum,
        sida=data["sida"] or 1,
    )


def _är_helt(svar: Svar) -> bool:
    return not svar.tom_fråga and not svar.medan_man_skriver


def urval(data: dict[str, Any]) -> Urval:
    """Det valda vid sidan av rutan."""
    return Urval(
        myndighet=data["namnd"],
        år=data["ar"],
        status=data["status"],
        handläggare=data["handlaggare"],
        klass=data["klass"],
        riktning=data["riktning"],
        sekretess=data["sekretess"],
        från=data["fran"],
        till=data["till"],
    )


def _valda(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (namn, str(värde))
        for namn in Sökform.base_fields
        if namn != "sida" and (värde := data.get(namn))
    ]


def _adress(data: dict[str, Any], **ändrat: object) -> str:
    val = dict(_valda(data)) | {n: str(v) for n, v in ändrat.items()}
    fråga = urlencode([(n, v) for n, v in val.items() if v])
    return reverse("arenden:sok") + (f"?{fråga}" if fråga else "")


def _filer(data: dict[str, Any]) -> list[tuple[str, str]]:
    fråga = urlencode(_valda(data))
    return [(slag.upper(), reverse("arenden:sok_fil", args=[slag]) + f"?{fråga}") for slag in Slag]


def _facetter(svar: Svar, data: dict[str, Any]) -> list[tuple[str, list[Facettval]]]:
    """Det som går att välja bland träffarna. Ett enda värde är inget val, utom när det är valt."""
    ut = []
    for rubrik, namn, facett in FACETTER:
        värden = svar.facetter.get(facett, [])
        vald = str(data.get(namn) or "")
        if len(värden) > 1 or vald:
            ut.append((rubrik, _val(värden, namn, vald, data)))
    # Riktningen hör till handlingen och inte till ärendet: den väljs utan antal.
    riktning = str(data.get("riktning") or "")
    if svar.antal or riktning:
        värden = [Val(v, text, 0) for v, text in Handling.Riktning.choices]
        val = _val(värden, "riktning", riktning, data, räknat=False)
        ut.append(("Handlingens riktning", val))
    return ut


def _val(
    värden: list[Val], namn: str, vald: str, data: dict[str, Any], *, räknat: bool = True
) -> list[Facettval]:
    rader = [
        Facettval(
            v.text,
            v.antal if räknat else None,
            _adress(data, **{namn: "" if v.värde == vald else v.värde}),
            v.värde == vald,
        )
        for v in värden[:VAL_PER_FACETT]
    ]
    if vald and not any(rad.vald for rad in rader):
        # Utan träffar ska det ändå gå att ta bort valet.
        rader.append(Facettval("Ta bort valet", None, _adress(data, **{namn: ""}), vald=True))
    return rader
