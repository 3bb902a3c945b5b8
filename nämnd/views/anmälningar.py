"""Anmälningspunkten: delegationsbeslut, utskottens protokoll och meddelanden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from nämnd import meddelandeperiod, policy
from nämnd.forms import FotnotForm, HämtaForm, Meddelandefilter, UtskottForm
from nämnd.meddelandeperiod import Mötesdagar
from nämnd.models import (
    Anmälningslista,
    Anmältbeslut,
    Meddelande,
    Punkt,
    Sammanträde,
    Utskottsanmälan,
)
from nämnd.services import anmälningar as tjänst
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from nämnd.views.åtkomst import användare, är_htmx
from ärenden.models import Handling

MEDDELANDEN_ATT_VÄLJA = 100


def _punkt(request: HttpRequest, pk: int) -> Punkt:
    return get_object_or_404(
        policy.skötbara_punkter(request.user)
        .filter(slag=Punkt.Slag.ANMÄLAN)
        .select_related("sammanträde__organ__myndighet__kommun")
        .prefetch_related("sammanträde__tider"),
        pk=pk,
    )


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return _sida(request, _punkt(request, pk))


def _sida(
    request: HttpRequest, punkt: Punkt, *, utskott: UtskottForm | None = None, status: int = 200
) -> HttpResponse:
    möte = punkt.sammanträde
    lista = Anmälningslista.objects.filter(punkt=punkt).select_related("jobb", "papper").first()
    return render(
        request,
        "nämnd/anmalningar.html",
        {
            "punkt": punkt,
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "kan_ändras": möte.är_öppet_för_ändring,
            "anmäls_här": möte.organ.typ in tjänst.NÄMNDER,
            "lista": lista,
            "läget": tjänst.läget(lista) if lista else "",
            "förteckning": tjänst.förteckning(punkt),
            "rader": punkt.anmälda_beslut.select_related("beslut__ärende").order_by(
                "beslut__delegat_namn", "beslut__år", "beslut__nummer"
            ),
            "utskott": punkt.utskottsanmälningar.all(),
            "meddelanden": punkt.meddelanden.select_related("handling__ärende"),
            "saknas": tjänst.brådskande_som_saknas(möte).count(),
            "hämta": HämtaForm(initial={"till": min(möte.datum, timezone.localdate())}),
            "utskottsform": utskott or UtskottForm(),
        },
        status=status,
    )


def _gör(request: HttpRequest, punkt: Punkt, ändring: Callable[[], str]) -> HttpResponse:
    try:
        besked = ändring()
    except Listfel as stopp:
        messages.error(request, str(stopp))
    else:
        messages.success(request, besked)
    return redirect("namnd:anmalningar", punkt.pk)


@require_POST
def hämta(request: HttpRequest, pk: int) -> HttpResponse:
    """Alla beslut till och med dagen som inte står på någon lista."""
    punkt = _punkt(request, pk)
    form = HämtaForm(request.POST)

    def ändring() -> str:
        if not form.is_valid():
            raise Listfel("Skriv till och med vilken dag besluten ska hämtas.")
        nya = tjänst.hämta_beslut(
            punkt=punkt, till=form.cleaned_data["till"], av=användare(request)
        )
        if not nya:
            return "Inga fler beslut väntar på att anmälas."
        return f"{visning.antal(nya, 'beslut', 'beslut')} hämtades. Förteckningen skrivs."

    return _gör(request, punkt, ändring)


@require_POST
def skriv_om(request: HttpRequest, pk: int) -> HttpResponse:
    punkt = _punkt(request, pk)

    def ändring() -> str:
        tjänst.skriv_om(punkt=punkt, av=användare(request))
        return "Förteckningen skrivs om."

    return _gör(request, punkt, ändring)


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Förteckningens läge, frågat varje sekund; klart ritas sidan om."""
    punkt = _punkt(request, pk)
    lista = Anmälningslista.objects.filter(punkt=punkt).select_related("jobb").first()
    if not är_htmx(request):
        return redirect("namnd:anmalningar", punkt.pk)
    if lista is None or lista.jobb.är_avslutat:
        return HttpResponseClientRefresh()
    return render(request, "nämnd/_anmalningsjobb.html", {"punkt": punkt, "lista": lista})


def _rad(request: HttpRequest, modell: type[Any], pk: int) -> Any:
    return get_object_or_404(
        modell.objects.filter(punkt__in=policy.skötbara_punkter(request.user)).select_related(
            "punkt__sammanträde__organ__myndighet__kommun"
        ),
        pk=pk,
    )


@require_POST
def ta_bort_beslut(request: HttpRequest, pk: int) -> HttpResponse:
    rad: Anmältbeslut = _rad(request, Anmältbeslut, pk)

    def ändring() -> str:
        nummer = rad.beslut.beteckning
        tjänst.ta_bort_beslut(rad=rad, av=användare(request))
        return f"Beslut {nummer} är borta från listan och väntar på att anmälas."

    return _gör(request, rad.punkt, ändring)


@require_POST
def fotnot(request: HttpRequest, pk: int) -> HttpResponse:
    rad: Anmältbeslut = _rad(request, Anmältbeslut, pk)
    form = FotnotForm(request.POST)

    def ändring() -> str:
        if not form.is_valid():
            raise Listfel("Noten är för lång.")
        tjänst.sätt_fotnot(rad=rad, text=form.cleaned_data["fotnot"], av=användare(request))
        return "Noten är sparad."

    return _gör(request, rad.punkt, ändring)


@require_POST
def lägg_till_utskott(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett utskotts protokoll; fel visas vid fälten med det skrivna kvar."""
    punkt = _punkt(request, pk)
    form = UtskottForm(request.POST)
    if form.is_valid():
        try:
            tjänst.lägg_till_utskott(punkt=punkt, av=användare(request), **form.cleaned_data)
        except Listfel as stopp:
            form.add_error(None, str(stopp))
        else:
            messages.success(request, "Utskottets protokoll står på listan.")
            return redirect("namnd:anmalningar", punkt.pk)
    return _sida(request, punkt, utskott=form, status=422)


@require_POST
def ta_bort_utskott(request: HttpRequest, pk: int) -> HttpResponse:
    rad: Utskottsanmälan = _rad(request, Utskottsanmälan, pk)

    def ändring() -> str:
        tjänst.ta_bort_utskott(rad=rad, av=användare(request))
        return f"{rad.organ} är borta från listan."

    return _gör(request, rad.punkt, ändring)


@require_POST
def ta_bort_meddelande(request: HttpRequest, pk: int) -> HttpResponse:
    rad: Meddelande = _rad(request, Meddelande, pk)

    def ändring() -> str:
        tjänst.ta_bort_meddelande(rad=rad, av=användare(request))
        return "Meddelandet är borta från listan."

    return _gör(request, rad.punkt, ändring)


# --- Att välja meddelanden ----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def meddelanden(request: HttpRequest, pk: int) -> HttpResponse:
    """Inkomna handlingar i perioden, med kryss; filtret står i adressen."""
    punkt = _punkt(request, pk)
    filter_ = Meddelandefilter(_med_period(request, punkt))
    valbara = tjänst.valbara_meddelanden(punkt, användare(request))
    giltigt = filter_.is_valid()
    if request.method == "POST":
        valda = [int(v) for v in request.POST.getlist("handling") if v.isdecimal() and len(v) < 19]
        handlingar = list(valbara.filter(pk__in=valda))
        if len(handlingar) != len(set(valda)):
            raise Http404
        if not handlingar:
            messages.error(request, "Kryssa för minst en handling.")
            return redirect(request.get_full_path())

        def ändring() -> str:
            antal = tjänst.lägg_till_meddelanden(
                punkt=punkt, handlingar=handlingar, av=användare(request)
            )
            return f"{visning.antal(antal, 'meddelande', 'meddelanden')} lades till."

        return _gör(request, punkt, ändring)
    träffar = _filtrera(valbara, filter_.cleaned_data) if giltigt else valbara.none()
    rader = list(
        träffar.select_related("ärende").order_by("motpart", "ankomstdag", "pk")[
            : MEDDELANDEN_ATT_VÄLJA + 1
        ]
    )
    return render(
        request,
        "nämnd/meddelanden.html",
        {
            "punkt": punkt,
            "möte": punkt.sammanträde,
            "filter": filter_,
            "handlingar": rader[:MEDDELANDEN_ATT_VÄLJA],
            "fler": len(rader) > MEDDELANDEN_ATT_VÄLJA,
        },
    )


def _med_period(request: HttpRequest, punkt: Punkt) -> dict[str, str]:
    """Det valda filtret; utan period gäller tiden från förra mötets brytdag till det härs."""
    val = {k: v for k, v in request.GET.items() if isinstance(v, str)}
    möte = punkt.sammanträde
    förra = (
        Sammanträde.objects.filter(organ=möte.organ_id, datum__lt=möte.datum)
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .order_by("-datum", "-pk")
        .first()
    )
    från, till = meddelandeperiod.period(
        Mötesdagar(möte.datum, möte.stoppdag),
        Mötesdagar(förra.datum, förra.stoppdag) if förra else None,
    )
    return {"från": från.isoformat(), "till": till.isoformat()} | val


def _filtrera(handlingar: QuerySet[Handling], val: dict[str, Any]) -> QuerySet[Handling]:
    if val["från"]:
        handlingar = handlingar.filter(ankomstdag__gte=val["från"])
    if val["till"]:
        handlingar = handlingar.filter(ankomstdag__lte=val["till"])
    if val["slag"]:
        handlingar = handlingar.filter(slag=val["slag"])
    for ord_ in val["avsändare"].split():
        handlingar = handlingar.filter(motpart__icontains=ord_)
    for ord_ in val["ärende"].split():
        handlingar = handlingar.filter(
            Q(ärende__beteckning__icontains=ord_) | Q(ärende__rubrik__icontains=ord_)
        )
    return handlingar
