"""Sammanträdesplanerna att läsa: listan, ett år, kommunens kollisioner, PDF och kalender."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from konton.models import Kommun
from nämnd import policy
from nämnd.models import Organ, Sammanträdesplan
from nämnd.plandokument import skillnadstext
from nämnd.services import planbeslut, planexport
from nämnd.services import sammanträdesplan as plantjänst
from nämnd.views import planvy
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.åtkomst import användare, är_htmx

S = Sammanträdesplan.Status


def synlig_plan(request: HttpRequest, pk: int) -> Sammanträdesplan:
    return get_object_or_404(
        policy.synliga_planer(request.user).select_related(
            "myndighet__kommun", "ärende", "skrivelse", "jobb", "fil", "ersätter",
            "fastställd_av__person",
        ),
        pk=pk,
    )  # fmt: skip  # läses som en fråga


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Alla planer man får se, de senaste åren först, och vägen till kommunens översikt."""
    planer = (
        policy.synliga_planer(request.user)
        .exclude(status=S.ERSATT)
        .select_related("myndighet__kommun")
        .order_by("-år", "myndighet__namn", "-version")
    )
    kommuner = list(policy.kommuner(request.user).order_by("namn", "pk"))
    return render(
        request,
        "nämnd/plan/lista.html",
        {
            "planer": [(plan, planvy.FÄRG[S(plan.status)]) for plan in planer],
            "kommuner": kommuner,
            "år": timezone.localdate().year + 1,
            "får_skapa": policy.skötbara_myndigheter(request.user).exists(),
        },
    )


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Planens år, ett organ eller alla, med kollisionerna på raden."""
    plan = synlig_plan(request, pk)
    return render(request, "nämnd/plan/visa.html", plansida(request, plan))


def plansida(request: HttpRequest, plan: Sammanträdesplan) -> dict[str, Any]:
    jag = användare(request)
    sköter = policy.får_sköta_planen(jag, plan)
    möten = list(
        plan.möten.select_related("organ", "inför__organ", "sammanträde").order_by(
            "datum", "från", "pk"
        )
    )
    organ = {m.organ_id: m.organ for m in möten}
    valt = _valt_organ(request, organ)
    funna = []
    if plan.status != S.ERSATT:
        alla = plantjänst.årets_möten(plan.myndighet.kommun, plan.år, jag)
        egna = {planvy.nyckel(plan, m) for m in möten if valt is None or m.organ_id == valt.pk}
        funna = [
            k
            for k in plantjänst.årets_kollisioner(alla, plan.myndighet.kommun, plan.år)
            if any(m.nyckel in egna for m in k.möten)
        ]
    visas = [m for m in möten if valt is None or m.organ_id == valt.pk]
    rader = planvy.planens_rader(plan, visas, funna, sköter=sköter)
    return {
        "plan": plan,
        "färg": planvy.FÄRG[S(plan.status)],
        "månader": planvy.månader(rader),
        "antal": len(rader),
        "organ": [(o, o == valt) for o in sorted(organ.values(), key=_nämnden_först)],
        "valt": valt,
        "kalendrar": _kalendrar(request, plan, organ.values()),
        "kollisioner": planvy.kollisionsrader(funna),
        "sköter": sköter,
        "läge": planvy.läge(plan) if sköter else planvy.Läge(),
        "fel": "",
        "skillnader": [
            (s, skillnadstext(s)) for s in planbeslut.skillnad_mot_förra(plan)
        ] if plan.status in (S.UTKAST, S.INLÄMNAD) else [],
        "sedan_dess": [
            skillnadstext(s) for s in planbeslut.skillnad_mot_mötena(plan)
        ] if plan.status == S.FASTSTÄLLD else [],
        "ny_version": Sammanträdesplan.objects.filter(ersätter=plan).first()
        if plan.status == S.FASTSTÄLLD else None,
    }  # fmt: skip  # läses som en tabell


def _nämnden_först(organ: Organ) -> tuple[bool, str]:
    return organ.överordnat_id is not None, organ.namn


def _valt_organ(request: HttpRequest, organ: dict[int, Organ]) -> Organ | None:
    värde = request.GET.get("organ", "")
    nummer = int(värde) if värde.isascii() and värde.isdigit() and len(värde) < 10 else 0
    return organ.get(nummer)


def _kalendrar(request: HttpRequest, plan: Sammanträdesplan, organ: Any) -> list[tuple[Organ, str]]:
    """Organens öppna kalendrar, när planen är fastställd och mötena står i dem."""
    if plan.status != S.FASTSTÄLLD:
        return []
    return [
        (o, request.build_absolute_uri(reverse("publikt:kalender", args=[o.pk])))
        for o in sorted(organ, key=_nämnden_först)
    ]


@require_safe
def kommunen(request: HttpRequest, pk: int, ar: int) -> HttpResponse:
    """Hela kommunens år: alla organs möten och det som krockar mellan dem."""
    kommun = get_object_or_404(policy.kommuner(request.user), pk=pk)
    if not 2000 <= ar <= 2100:
        raise Http404
    möten = plantjänst.årets_möten(kommun, ar, användare(request))
    funna = plantjänst.årets_kollisioner(möten, kommun, ar)
    return render(
        request,
        "nämnd/plan/kommunen.html",
        {
            "kommun": kommun,
            "år": ar,
            "förra": ar - 1,
            "nästa": ar + 1,
            "månader": planvy.månader(planvy.kommunens_rader(möten, funna)),
            "antal": len(möten),
            "kollisioner": planvy.kollisionsrader(funna),
            "ser_utkast": _ser_utkast(request, kommun),
        },
    )


def _ser_utkast(request: HttpRequest, kommun: Kommun) -> bool:
    return policy.samordnade_kommuner(request.user).filter(pk=kommun.pk).exists()


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Planens PDF, så som den är lämnad till beslut eller senast skriven."""
    plan = synlig_plan(request, pk)
    if plan.fil is None:
        raise Http404
    return pdfsvar(request, plan.fil, planbeslut.filnamn(plan))


@require_safe
def kalenderfil(request: HttpRequest, pk: int) -> HttpResponse:
    """Planens möten, stoppdagar och utskicksdagar, till den egna kalendern."""
    plan = synlig_plan(request, pk)
    svar = HttpResponse(planexport.kalender(plan), content_type="text/calendar; charset=utf-8")
    namn = planbeslut.filnamn(plan).removesuffix(".pdf")
    svar["Content-Disposition"] = f'attachment; filename="{namn}.ics"'
    svar["Cache-Control"] = "private, no-cache"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """PDF:ens läge, frågat varje sekund; klart ritas sidan om."""
    plan = synlig_plan(request, pk)
    policy.kräv_sköta_myndigheten(request.user, plan.myndighet)
    if not är_htmx(request):
        return redirect("namnd:plan", plan.pk)
    if plan.jobb is None or plan.jobb.är_avslutat:
        return HttpResponseClientRefresh()
    return render(request, "nämnd/plan/_jobb.html", {"plan": plan})
