from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from konton.models import Användare
from ärenden import policy
from ärenden.forms import Listfilter, ÄrendeForm
from ärenden.listfil import Slag
from ärenden.models import Diarium, Ärende
from ärenden.services import registrering
from ärenden.views.gemensamt import inloggad, synligt_ärende, ärendesida

PER_SIDA = 25
GRANSKADE = ("rubrik", "offentlig_rubrik", "motpart", "offentlig_motpart")


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    filter_ = listfilter(request, användare)
    giltigt = filter_.is_valid()
    ärenden = välj(policy.synliga_ärenden(användare), filter_.cleaned_data)
    antal = ärenden.count() if giltigt else 0
    efter = request.GET.get("efter", "")
    rader = ärenden.select_related("myndighet", "handläggare__person").order_by("-pk")
    if efter.isdecimal() and len(efter) < 19:
        rader = rader.filter(pk__lt=int(efter))
    bladet = list(rader[: PER_SIDA + 1]) if giltigt else []
    fler = len(bladet) > PER_SIDA
    bladet = bladet[:PER_SIDA]
    return render(
        request,
        "ärenden/lista.html",
        {
            "filter": filter_,
            "filtrerat": any(filter_.data.get(namn) for namn in filter_.fields),
            "ärenden": bladet,
            "antal": antal,
            "enhet": "ärende" if antal == 1 else "ärenden",
            "nästa": _adress(request, efter=bladet[-1].pk) if fler else "",
            "första": _adress(request) if efter else "",
            "filer": [(slag.upper(), _adress(request, "arenden:lista_fil", slag)) for slag in Slag],
            "sköter_mallar": policy.myndigheter_med(användare, policy.Rätt.SKÖTA_MALLAR).exists(),
            "får_registrera": policy.valbara_diarier(användare).exists(),
        },
    )


def listfilter(request: HttpRequest, användare: Användare) -> Listfilter:
    """Filtret så som adressen fyller i det. Sidan är bara till för dem som öppnar ärenden."""
    if not policy.får_öppna_ärenden(användare):
        raise PermissionDenied("Handlingarna läses genom sammanträdet.")
    diarier = Diarium.objects.filter(
        myndigheter__in=policy.myndigheter_med(användare, policy.Rätt.SE_ÄRENDEN)
    ).distinct()
    return Listfilter(request.GET, diarier=diarier)


def välj(ärenden: QuerySet[Ärende], val: dict[str, Any]) -> QuerySet[Ärende]:
    """Ärendena som filtret väljer."""
    if val.get("status"):
        ärenden = ärenden.filter(status=val["status"])
    if val.get("diarium"):
        ärenden = ärenden.filter(diarium=val["diarium"])
    return ärenden


def _adress(request: HttpRequest, sida: str = "arenden:lista", *delar: str, **fler: int) -> str:
    val: list[tuple[str, str | int]] = [
        (namn, värde) for namn in Listfilter.base_fields if (värde := request.GET.get(namn))
    ]
    fråga = urlencode([*val, *fler.items()])
    return reverse(sida, args=delar) + (f"?{fråga}" if fråga else "")


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    inskickat = _lagat(request.POST) if request.method == "POST" else None
    form = ÄrendeForm(inskickat, användare=användare)
    if not form.val:
        raise PermissionDenied("Du får inte registrera ärenden.")
    varningar: list[registrering.Varning] = []
    lagas = "laga" in request.POST
    if form.is_valid():
        data = dict(form.cleaned_data)
        diarium, myndighet = data.pop("nämnd")
        varningar = registrering.varningar(
            myndighet=myndighet, av=användare, **{n: data[n] for n in GRANSKADE}
        )
        if varningar:
            form.fråga_efter_skäl()
        # Den som lagade något ser hur det blev innan det registreras.
        if form.is_valid() and not lagas:
            skäl = data.pop("skäl")
            ärende = registrering.registrera_ärende(
                diarium=diarium,
                myndighet=myndighet,
                av=användare,
                förbigångna_varningar=[str(v) for v in varningar],
                skäl=skäl,
                **data,
            )
            messages.success(request, f"Ärendet har fått nummer {ärende.beteckning}.")
            if not policy.får_se(användare, ärende):
                return redirect("arenden:lista")
            return redirect("arenden:visa", pk=ärende.pk)
    status = 422 if form.errors or varningar else 200
    sammanhang = {"form": form, "varningar": varningar, "lagat": lagas}
    return render(request, "ärenden/ny.html", sammanhang, status=status)


def _lagat(inskickat: QueryDict) -> QueryDict:
    """Det inskickade, med det fält utbytt som en varnings knapp lagar."""
    lagas = inskickat.get("laga")
    if not lagas:
        return inskickat
    texter = {namn: inskickat.get(namn, "").strip() for namn in GRANSKADE}
    for varning in registrering.textvarningar(**texter):
        if varning.slag == lagas and varning.lagad:
            lagat = inskickat.copy()
            lagat[varning.fält] = varning.lagad
            return lagat
    return inskickat


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    return render(request, "ärenden/visa.html", ärendesida(användare, ärende))
