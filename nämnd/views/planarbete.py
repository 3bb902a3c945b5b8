"""Sammanträdesplanen att arbeta med: lägga upp, fylla, lämna till beslut, fastställa och ändra."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from nämnd import policy
from nämnd.models import Organ, PlaneratMöte, Sammanträdesplan
from nämnd.plandagar import Rytm
from nämnd.plandokument import kort_dag, skillnadstext
from nämnd.planformulär import FastställForm, LämnaForm, NyPlanForm, PlaneratForm, SerieForm
from nämnd.services import planbeslut
from nämnd.services import sammanträdesplan as plantjänst
from nämnd.services.sammanträdesplan import Förslag, Planfel, Serie
from nämnd.views.planer import plansida, synlig_plan
from nämnd.views.åtkomst import användare
from ärenden.services.skrivelser import VäntarInte

FORM = ["GET", "HEAD", "POST"]
RYTMER = (
    (Rytm.MÅNAD, "En gång i månaden"),
    (Rytm.VECKOR, "Med några veckors mellanrum"),
    (Rytm.FÖRE, "Före ett annat organs möten"),
)


def _skött(request: HttpRequest, pk: int) -> Sammanträdesplan:
    plan = synlig_plan(request, pk)
    policy.kräv_sköta_myndigheten(request.user, plan.myndighet)
    return plan


def _data(request: HttpRequest) -> QueryDict | None:
    """Det skickade formuläret, också ett tomt; annars inget."""
    return request.POST if request.method == "POST" else None


def _kod(form: Any) -> int:
    return 422 if form.errors else 200


@require_http_methods(FORM)
def ny(request: HttpRequest) -> HttpResponse:
    jag = användare(request)
    if not policy.skötbara_myndigheter(jag).exists():
        raise PermissionDenied("Du sköter ingen nämnds sammanträden.")
    form = NyPlanForm(_data(request), användare=jag)
    if request.method == "POST" and form.is_valid():
        try:
            plan = plantjänst.skapa(**form.cleaned_data, av=jag)
        except Planfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Planen är upplagd. Lägg till mötena organ för organ.")
            return redirect("namnd:plan", plan.pk)
    return render(request, "nämnd/plan/ny.html", {"form": form}, status=_kod(form))


@require_http_methods(FORM)
def serie(request: HttpRequest, pk: int) -> HttpResponse:
    """Möten som återkommer: först visas dagarna, sedan läggs de till."""
    plan = _skött(request, pk)
    rytm = _rytm(request.POST.get("rytm") or request.GET.get("rytm"))
    start = _från_organ(request, plan, före=rytm == Rytm.FÖRE)
    form = SerieForm(_data(request), plan=plan, rytm=rytm, initial=start)
    förslag: list[Förslag] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "lagg_till" in request.POST:
                return _lägg_till(request, plan, form.serie)
            förslag = plantjänst.föreslå(plan, form.serie)
            if not förslag:
                form.add_error(None, _inga_dagar(rytm))
        except Planfel as fel:
            form.add_error(None, str(fel))
    return render(
        request,
        "nämnd/plan/serie.html",
        {
            "plan": plan,
            "form": form,
            "rytm": rytm,
            "rytmer": [(värde, text, värde == rytm) for värde, text in RYTMER],
            "förslag": [
                (
                    date_format(f.datum, "l j F"),
                    kort_dag(f.flyttad_från, plan.år) if f.flyttad_från else "",
                    f.finns,
                )
                for f in förslag
            ],
            "nya": sum(not f.finns for f in förslag),
            "kan_ändras": plan.är_utkast,
        },
        status=_kod(form),
    )


def _rytm(värde: str | None) -> Rytm:
    return Rytm(värde) if värde in set(Rytm) else Rytm.MÅNAD


def _inga_dagar(rytm: Rytm) -> str:
    if rytm == Rytm.FÖRE:
        return "Organet har inga möten i planen än. Lägg till dem först."
    return "Serien ger inga dagar det året."


def _lägg_till(request: HttpRequest, plan: Sammanträdesplan, serie: Serie) -> HttpResponse:
    antal = plantjänst.lägg_till_serie(plan=plan, serie=serie, av=användare(request))
    messages.success(request, f"{antal} möten med {serie.organ} är tillagda.")
    return redirect("namnd:plan", plan.pk)


def _från_organ(
    request: HttpRequest, plan: Sammanträdesplan, *, före: bool = False
) -> dict[str, Any]:
    """Organets egna tal och det senaste mötets tid och lokal, så att de slipper skrivas igen.

    Utan val: nämnden själv, eller utskottet när mötena ska ligga före nämndens.
    """
    organ = sorted(
        plantjänst.valbara_organ(plan.myndighet).order_by("namn", "pk"),
        key=lambda o: (o.överordnat_id is None) == före,
    )
    valt = request.GET.get("organ", "")
    första = next((o for o in organ if str(o.pk) == valt), organ[0] if organ else None)
    if första is None:
        return {}
    return {"organ": första.pk, "nämnd": första.överordnat_id, **_organets_förslag(första)}


def _organets_förslag(organ: Organ) -> dict[str, Any]:
    senaste = (
        PlaneratMöte.objects.filter(organ=organ).order_by("-plan__år", "-datum", "-pk").first()
    )
    förslag: dict[str, Any] = {
        "stopp_arbetsdagar": organ.stopp_arbetsdagar,
        "utskick_arbetsdagar": organ.utskick_arbetsdagar,
    }
    if senaste is not None:
        förslag |= {"från": senaste.från, "till": senaste.till, "plats": senaste.plats}
    return förslag


@require_http_methods(FORM)
def nytt_möte(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _skött(request, pk)
    form = PlaneratForm(_data(request), plan=plan, initial=_från_organ(request, plan))
    if request.method == "POST" and form.is_valid():
        try:
            plantjänst.lägg_till_möte(plan=plan, av=användare(request), **form.cleaned_data)
        except Planfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Mötet är tillagt.")
            return redirect("namnd:plan", plan.pk)
    return _mötessida(request, plan, form, "Lägg till ett möte")


@require_http_methods(FORM)
def ändra_möte(request: HttpRequest, pk: int) -> HttpResponse:
    möte = _möte(request, pk)
    start = {namn: getattr(möte, namn) for namn in PlaneratForm.base_fields}
    form = PlaneratForm(_data(request), plan=möte.plan, möte=möte, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            plantjänst.ändra_möte(möte=möte, av=användare(request), **form.cleaned_data)
        except Planfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Mötet är ändrat.")
            return redirect("namnd:plan", möte.plan_id)
    rubrik = f"Ändra {möte.organ} {date_format(möte.datum, 'j F Y')}"
    return _mötessida(request, möte.plan, form, rubrik)


def _möte(request: HttpRequest, pk: int) -> PlaneratMöte:
    möte = get_object_or_404(
        PlaneratMöte.objects.filter(
            plan__in=policy.synliga_planer(request.user)
        ).select_related("plan__myndighet__kommun", "organ"),
        pk=pk,
    )  # fmt: skip  # läses som en fråga
    policy.kräv_sköta_myndigheten(request.user, möte.plan.myndighet)
    return möte


def _mötessida(
    request: HttpRequest, plan: Sammanträdesplan, form: PlaneratForm, rubrik: str
) -> HttpResponse:
    return render(
        request,
        "nämnd/plan/mote.html",
        {"plan": plan, "form": form, "rubrik": rubrik, "kan_ändras": plan.är_utkast},
        status=_kod(form),
    )


@require_POST
def ta_bort_möte(request: HttpRequest, pk: int) -> HttpResponse:
    möte = _möte(request, pk)
    try:
        plantjänst.ta_bort_möte(möte=möte, av=användare(request))
    except Planfel as fel:
        return _planen_med_fel(request, möte.plan_id, fel)
    messages.success(request, f"{möte.organ} {date_format(möte.datum, 'j F')} är borttaget.")
    return redirect("namnd:plan", möte.plan_id)


def _planen_med_fel(request: HttpRequest, pk: int, fel: Exception) -> HttpResponse:
    """Planen som den är nu, med det som hindrade."""
    plan = synlig_plan(request, pk)
    innehåll = plansida(request, plan) | {"fel": str(fel)}
    return render(request, "nämnd/plan/visa.html", innehåll, status=422)


@require_POST
def skriv_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _skött(request, pk)
    try:
        planbeslut.skriv_pdf(plan=plan, av=användare(request))
    except Planfel as fel:
        return _planen_med_fel(request, pk, fel)
    return redirect("namnd:plan", pk)


@require_POST
def ta_tillbaka(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _skött(request, pk)
    try:
        planbeslut.ta_tillbaka(plan=plan, av=användare(request))
    except (Planfel, VäntarInte) as fel:
        return _planen_med_fel(request, pk, fel)
    messages.success(request, "Planen är ett utkast igen och kan ändras.")
    return redirect("namnd:plan", pk)


@require_POST
def revidera(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _skött(request, pk)
    try:
        ny_version = planbeslut.revidera(plan=plan, av=användare(request))
    except Planfel as fel:
        return _planen_med_fel(request, pk, fel)
    messages.success(
        request,
        "Det här är en ny version, med mötena som de är nu. Den gäller när den är beslutad.",
    )
    return redirect("namnd:plan", ny_version.pk)


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _skött(request, pk)
    try:
        plantjänst.släng(plan=plan, av=användare(request))
    except Planfel as fel:
        return _planen_med_fel(request, pk, fel)
    messages.success(request, "Utkastet är borttaget.")
    return redirect("namnd:planer")


@require_http_methods(FORM)
def lämna(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: planen låses, skrivs som PDF och anmäls till nämnden i ett ärende."""
    plan = _skött(request, pk)
    jag = användare(request)
    form = LämnaForm(_data(request), plan=plan, användare=jag)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["ärende"]:
                planbeslut.lämna_till_beslut(plan=plan, ärende=form.cleaned_data["ärende"], av=jag)
            else:
                planbeslut.lämna_i_nytt_ärende(
                    plan=plan,
                    diarium=form.cleaned_data["diarium"],
                    klass=form.cleaned_data["klass"],
                    av=jag,
                )
        except Planfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Planen är lämnad till beslut. PDF:en skrivs nu.")
            return redirect("namnd:plan", pk)
    return render(
        request,
        "nämnd/plan/lamna.html",
        {
            "plan": plan,
            "form": form,
            "antal": plan.möten.count(),
            "kan_lämnas": plan.är_utkast,
        },
        status=_kod(form),
    )


@require_http_methods(FORM)
def fastställ(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: beslutet, och mötena som skapas, ändras och ställs in."""
    plan = _skött(request, pk)
    beslut = planbeslut.beslutet(plan)
    form = FastställForm(_data(request)) if not beslut else None
    stopp = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        uppgifter = form.cleaned_data if form is not None else {}
        try:
            planbeslut.fastställ(plan=plan, av=användare(request), **uppgifter)
        except Planfel as fel:
            stopp = str(fel)
        else:
            messages.success(request, "Planen är fastställd och mötena finns bland sammanträdena.")
            return redirect("namnd:plan", pk)
    följd = planbeslut.följd(plan)
    return render(
        request,
        "nämnd/plan/faststall.html",
        {
            "plan": plan,
            "form": form,
            "beslut": beslut,
            "stopp": stopp,
            "kan_fastställas": plan.status == Sammanträdesplan.Status.INLÄMNAD
            and plan.skrivelse is not None,
            "skapas": följd.skapas,
            "finns": följd.finns,
            "ändras": [skillnadstext(s) for s in följd.ändras],
            "ställs_in": följd.ställs_in,
            "orörda": [skillnadstext(s) for s in följd.orörda],
        },
        status=422 if stopp or (form is not None and form.errors) else 200,
    )
