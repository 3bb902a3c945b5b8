"""Delegationsbesluten: listan, att fatta ett och att läsa ett."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from konton.models import Användare, Person
from ärenden import delegering, policy, utbyggnad
from ärenden.forms import BeslutForm, Beslutsfilter
from ärenden.models import Delegationsbeslut, Delegationspunkt, Ärende
from ärenden.policy import Rätt
from ärenden.services import delegationsbeslut
from ärenden.services.delegationsfel import (
    Delegationsfel,
    FårInteDelegeras,
    Jävig,
    MåsteVaraBrådskande,
    VarningUtanSkäl,
)
from ärenden.views.gemensamt import inloggad, synligt_ärende

PER_SIDA = 25
ÄRENDEN_ATT_VÄLJA = 20
FÄLT_FÖR = {
    Jävig: "ojävig",
    FårInteDelegeras: "delegerbart",
    MåsteVaraBrådskande: "brådska",
    VarningUtanSkäl: "trots_varning",
}


def _kräv_ärenden(användare: Användare) -> None:
    if not policy.får_öppna_ärenden(användare):
        raise PermissionDenied("Handlingarna läses genom sammanträdet.")


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    _kräv_ärenden(användare)
    synliga = policy.synliga_delegationsbeslut(användare)
    filter_ = Beslutsfilter(
        request.GET,
        nämnder=policy.myndigheter_med(användare, Rätt.SE_ÄRENDEN),
        delegater=Person.objects.filter(pk__in=synliga.order_by().values("delegat")),
    )
    giltigt = filter_.is_valid()
    beslut = _filtrera(synliga, filter_.cleaned_data)
    antal = beslut.count() if giltigt else 0
    efter = request.GET.get("efter", "")
    rader = beslut.select_related("ärende", "punkt", "myndighet").order_by("-pk")
    if efter.isdecimal() and len(efter) < 19:
        rader = rader.filter(pk__lt=int(efter))
    bladet = list(rader[: PER_SIDA + 1]) if giltigt else []
    fler = len(bladet) > PER_SIDA
    bladet = bladet[:PER_SIDA]
    return render(
        request,
        "ärenden/delegation/lista.html",
        {
            "filter": filter_,
            "filtrerat": any(filter_.data.get(namn) for namn in filter_.fields),
            "beslut": bladet,
            "antal": antal,
            "nästa": _adress(request, efter=bladet[-1].pk) if fler else "",
            "första": _adress(request) if efter else "",
            "får_besluta": policy.myndigheter_med(användare, Rätt.BESLUTA_PÅ_DELEGATION).exists(),
            "länkar": utbyggnad.delegationslänkar(användare),
        },
    )


def _filtrera(
    beslut: QuerySet[Delegationsbeslut], val: dict[str, Any]
) -> QuerySet[Delegationsbeslut]:
    for ord_ in (val.get("q") or "").split():
        nummer, _, år = ord_.partition("/")
        träff = Q(rubrik__icontains=ord_) | Q(ärende__beteckning__icontains=ord_)
        if nummer.isdecimal() and år.isdecimal() and len(ord_) < 10:
            träff |= Q(nummer=int(nummer), år=int(år))
        beslut = beslut.filter(träff)
    if val.get("nämnd"):
        beslut = beslut.filter(myndighet=val["nämnd"])
    if val.get("delegat"):
        beslut = beslut.filter(delegat=val["delegat"])
    if val.get("år"):
        beslut = beslut.filter(år=val["år"])
    brådskande = Q(slag=Delegationsbeslut.Slag.BRÅDSKANDE)
    lägen = {
        "vantar": Q(anmäld_dag=None) & (Q(punkt__anmäls=True) | brådskande),
        "anmalda": Q(anmäld_dag__isnull=False),
        "anmals_inte": Q(anmäld_dag=None, punkt__anmäls=False) & ~brådskande,
    }
    läge = val.get("läge")
    return beslut.filter(lägen[läge]) if läge else beslut


def _adress(request: HttpRequest, **fler: int) -> str:
    val: list[tuple[str, str | int]] = [
        (namn, värde) for namn in Beslutsfilter.base_fields if (värde := request.GET.get(namn))
    ]
    fråga = urlencode([*val, *fler.items()])
    return reverse("arenden:delegationsbeslut") + (f"?{fråga}" if fråga else "")


@require_safe
def välj_ärende(request: HttpRequest) -> HttpResponse:
    """Första steget när man inte kommer från ärendet: sök upp det bland dem man ser."""
    användare = inloggad(request)
    nämnder = policy.myndigheter_med(användare, Rätt.BESLUTA_PÅ_DELEGATION)
    if not nämnder.exists():
        raise PermissionDenied("Du får inte fatta delegationsbeslut.")
    q = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    ärenden = policy.synliga_ärenden(användare).filter(
        myndighet__in=nämnder, status__in=[Ärende.Status.ÖPPET, Ärende.Status.VILANDE]
    )
    for ord_ in q.split():
        ärenden = ärenden.filter(Q(rubrik__icontains=ord_) | Q(beteckning__icontains=ord_))
    # Egna ärenden först: det är oftast i ett sådant man beslutar.
    egna = list(ärenden.filter(handläggare=användare).order_by("-pk")[:ÄRENDEN_ATT_VÄLJA])
    övriga = ärenden.exclude(handläggare=användare.pk).order_by("-pk")
    return render(
        request,
        "ärenden/delegation/valj.html",
        {"q": q, "ärenden": (egna + list(övriga[:ÄRENDEN_ATT_VÄLJA]))[:ÄRENDEN_ATT_VÄLJA]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fatta(request: HttpRequest, pk: int) -> HttpResponse:
    """Ett beslut i ärendet. Bara punkterna som personen har den dagen går att välja."""
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    policy.kräv(användare, Rätt.BESLUTA_PÅ_DELEGATION, ärende.myndighet)
    åt_ordföranden = request.GET.get("bradskande") == "1"
    if åt_ordföranden:
        policy.kräv(användare, Rätt.REGISTRERA_BRÅDSKANDE, ärende.myndighet)
    dag = _dag(request)
    val = _val(användare, ärende, dag, åt_ordföranden=åt_ordföranden)
    form = BeslutForm(
        request.POST if request.method == "POST" else None,
        val=[(nyckel, text) for nyckel, (text, _, _) in val.items()],
        bara_brådskande=åt_ordföranden,
        initial={"beslutsdag": dag, "rubrik": ärende.rubrik[:300]}
        | ({"offentlig_rubrik": ärende.offentlig_rubrik[:300]} if ärende.är_sekretess else {}),
    )
    stopp = None if åt_ordföranden else _antecknat_jäv(ärende, användare.person)
    if form.is_valid():
        data = dict(form.cleaned_data)
        _, punkt, delegat = val[data.pop("punkt")]
        try:
            beslut = delegationsbeslut.fatta(
                ärende=ärende, punkt=punkt, delegat=delegat, av=användare, **data
            )
        except Delegationsfel as fel:
            stopp = fel
            fält = FÄLT_FÖR.get(type(fel), "")
            form.add_error(fält if fält in form.fields else None, str(fel))
        else:
            messages.success(request, f"Beslutet har fått nummer {beslut.beteckning}.")
            return redirect("arenden:visa_delegationsbeslut", pk=beslut.pk)
    return render(
        request,
        "ärenden/delegation/fatta.html",
        {
            "form": form,
            "ärende": ärende,
            "stopp": stopp,
            "varningar": stopp.varningar if isinstance(stopp, VarningUtanSkäl) else [],
            "finns_punkter": bool(val),
            "åt_ordföranden": åt_ordföranden,
            "får_registrera_brådskande": policy.får(
                användare, Rätt.REGISTRERA_BRÅDSKANDE, ärende.myndighet
            ),
            "dag": dag,
            "regler": delegering,
        },
    )


def _antecknat_jäv(ärende: Ärende, person: Person | None) -> Delegationsfel | None:
    """Sägs innan någon skriver ett beslut som inte får fattas."""
    try:
        if person is not None:
            delegationsbeslut.kräv_inget_antecknat_jäv(ärende, person)
    except Delegationsfel as fel:
        return fel
    return None


def _dag(request: HttpRequest) -> date:
    inskickad = request.POST.get("beslutsdag") or request.GET.get("dag") or ""
    try:
        return parse_date(inskickad) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _val(
    användare: Användare, ärende: Ärende, dag: date, *, åt_ordföranden: bool
) -> dict[str, tuple[str, Delegationspunkt, Person | None]]:
    """Valet i formuläret → texten, punkten och den som annan registrerar åt."""
    if åt_ordföranden:
        return {
            f"{punkt.pk}-{person.pk}": (f"{punkt.nummer} {punkt.ärende} – {person}", punkt, person)
            for punkt, person in delegationsbeslut.brådskande_punkter(ärende.myndighet, dag)
        }
    return {
        str(b.punkt.pk): (
            f"{b.punkt.nummer} {b.punkt.ärende[:150]}"
            + (f" ({b.grund.som})" if b.grund.som != "delegat" else ""),
            b.punkt,
            None,
        )
        for b in delegationsbeslut.beslutbara_punkter(användare.person, ärende.myndighet, dag)
    }


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    beslut = get_object_or_404(
        policy.synliga_delegationsbeslut(användare).select_related(
            "ärende", "punkt__ordning", "myndighet", "jobb", "handling"
        ),
        pk=pk,
    )
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        if beslut.jobb is None or beslut.jobb.är_avslutat:
            return HttpResponseClientRefresh()
        return render(request, "ärenden/delegation/_jobb.html", {"beslut": beslut})
    return render(
        request,
        "ärenden/delegation/visa.html",
        {
            "beslut": beslut,
            "regler": delegering,
            "får_läsa": beslut.handling is not None
            and policy.får_se_handling(användare, beslut.handling),
        },
    )
