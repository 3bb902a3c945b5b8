"""Delegationsordningen: versioner, inläsning, antagande, skillnader och vem som har titlarna."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare, Myndighet
from ärenden import delegering, policy, utbyggnad
from ärenden.forms import AntaForm, InnehavForm, OrdningsfilForm, SlutForm, VidareForm
from ärenden.models import Delegatinnehav, Delegationsordning, Delegationspunkt
from ärenden.policy import Rätt
from ärenden.services import delegationsordning as tjänst
from ärenden.services.delegationsfel import Delegationsfel, FelFil, FörtroendevaldAnställd
from ärenden.views.gemensamt import inloggad


def _synlig(användare: Användare, pk: int) -> Delegationsordning:
    return get_object_or_404(
        policy.synliga_delegationsordningar(användare).select_related("myndighet__kommun"), pk=pk
    )


def _myndighet(användare: Användare, pk: int) -> Myndighet:
    return get_object_or_404(policy.myndigheter_med(användare, Rätt.SE_DELEGATION), pk=pk)


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    nämnder = list(policy.myndigheter_med_ordning(användare).select_related("kommun"))
    if not nämnder:
        raise PermissionDenied("Du arbetar inte i någon nämnd och har inget uppdrag där.")
    per_nämnd: dict[int, list[Delegationsordning]] = {}
    for ordning in policy.synliga_delegationsordningar(användare):
        per_nämnd.setdefault(ordning.myndighet_id, []).append(ordning)
    return render(
        request,
        "ärenden/delegation/ordningar.html",
        {
            "nämnder": [(m, per_nämnd.get(m.pk, [])) for m in nämnder],
            "ser_delegater": set(policy.myndigheter_med(användare, Rätt.SE_DELEGATION)),
            "i_dag": timezone.localdate(),
            "får_läsa_in": policy.myndigheter_med(användare, Rätt.SKÖTA_DELEGATION).exists(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    """Läs in en version ur en fil. Allt eller inget; felen visas med sina rader."""
    användare = inloggad(request)
    nämnder = policy.myndigheter_med(användare, Rätt.SKÖTA_DELEGATION)
    if not nämnder.exists():
        raise PermissionDenied("Du får inte läsa in delegationsordningar.")
    form = OrdningsfilForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        nämnder=nämnder,
        initial={"nämnd": request.GET.get("namnd")},
    )
    radfel: list[str] = []
    if form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            ordning = tjänst.läs_in(
                myndighet=form.cleaned_data["nämnd"],
                innehåll=fil.read(),
                filnamn=fil.name,
                okänt_i_kommentaren=form.cleaned_data["okänt_i_kommentaren"],
                av=användare,
            )
        except FelFil as fel:
            radfel = fel.fel
            form.add_error("fil", str(fel))
        else:
            messages.success(request, f"Version {ordning.version} är inläst som utkast.")
            return redirect("arenden:ordning", pk=ordning.pk)
    return render(request, "ärenden/delegation/las_in.html", {"form": form, "radfel": radfel})


@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Versionens punkter, och formuläret som antar den."""
    användare = inloggad(request)
    ordning = _synlig(användare, pk)
    sköter = policy.får(användare, Rätt.SKÖTA_DELEGATION, ordning.myndighet)
    if request.method == "POST":
        policy.kräv(användare, Rätt.SKÖTA_DELEGATION, ordning.myndighet)
    punkter = list(ordning.punkter.all())
    beslut = utbyggnad.antaganden(ordning.myndighet, användare)
    form = AntaForm(
        request.POST if request.method == "POST" else None,
        beslut=beslut,
        initial={"gäller_från": timezone.localdate()},
    )
    stopp: Delegationsfel | None = None
    if form.is_valid():
        try:
            tjänst.anta(ordning=ordning, av=användare, **form.cleaned_data)
        except Delegationsfel as fel:
            stopp = fel
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Version {ordning.version} är antagen.")
            return redirect("arenden:ordning", pk=ordning.pk)
    return render(
        request,
        "ärenden/delegation/ordning.html",
        {
            "ordning": ordning,
            "punkter": punkter,
            "form": form,
            "stopp": stopp,
            "sköter": sköter,
            "antagandet": next((b for b in beslut if b.källa == ordning.antagen_källa), None),
            "obesatta": tjänst.titlar_utan_innehavare(ordning, timezone.localdate())
            if sköter
            else [],
            "varningar": [] if ordning.är_antagen else tjänst.varningar(punkter),
            "andra": policy.synliga_delegationsordningar(användare)
            .filter(myndighet=ordning.myndighet)
            .exclude(pk=ordning.pk),
        },
    )


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ordning = _synlig(användare, pk)
    try:
        tjänst.släng_utkast(ordning=ordning, av=användare)
    except Delegationsfel as fel:
        messages.error(request, str(fel))
        return redirect("arenden:ordning", pk=pk)
    messages.success(request, f"Utkastet till version {ordning.version} är borttaget.")
    return redirect("arenden:ordningar")


@require_safe
def jämför(request: HttpRequest, pk: int, mot: int) -> HttpResponse:
    """Vad som skiljer versionen från en annan i samma nämnd."""
    användare = inloggad(request)
    nu, förr = _synlig(användare, pk), _synlig(användare, mot)
    if nu.myndighet_id != förr.myndighet_id:
        raise Http404
    if förr.version > nu.version:
        nu, förr = förr, nu
    punkter = {o.pk: {p.nummer: p for p in o.punkter.all()} for o in (nu, förr)}
    skillnad = tjänst.skillnad(förr, nu)
    return render(
        request,
        "ärenden/delegation/jamfor.html",
        {
            "nu": nu,
            "förr": förr,
            "skillnad": skillnad,
            "tillkomna": [punkter[nu.pk][n] for n in skillnad.tillkomna],
            "borttagna": [punkter[förr.pk][n] for n in skillnad.borttagna],
            "ändrade": [(punkter[nu.pk][ä.nummer], ä.fält) for ä in skillnad.ändrade],
        },
    )


# --- Vem som har titlarna ----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def innehav(request: HttpRequest, pk: int) -> HttpResponse:
    """Nämndens delegater i dag och förr; den som sköter ordningen lägger till."""
    användare = inloggad(request)
    myndighet = _myndighet(användare, pk)
    sköter = policy.får(användare, Rätt.SKÖTA_DELEGATION, myndighet)
    if request.method == "POST":
        policy.kräv(användare, Rätt.SKÖTA_DELEGATION, myndighet)
    form = InnehavForm(
        request.POST if request.method == "POST" else None,
        myndighet=myndighet,
        initial={"från": timezone.localdate()},
    )
    if form.is_valid():
        try:
            tjänst.ge_titel(myndighet=myndighet, av=användare, **form.cleaned_data)
        except Delegationsfel as fel:
            form.add_error(None, str(fel))
        except ValidationError as fel:
            _visa_fel(form, fel)
        else:
            messages.success(request, "Delegaten är tillagd.")
            return redirect("arenden:innehav", pk=myndighet.pk)
    rader = (
        Delegatinnehav.objects.filter(myndighet=myndighet)
        .select_related("person", "punkt", "vidare_från__person")
        .order_by("titel", "från", "pk")
    )
    return render(
        request,
        "ärenden/delegation/innehav.html",
        {
            "myndighet": myndighet,
            "rader": rader,
            "form": form,
            "sköter": sköter,
            "egen_person": användare.person_id,
            "i_dag": timezone.localdate(),
        },
    )


def _visa_fel(form: Form, fel: ValidationError) -> None:
    for fält, texter in fel.message_dict.items():
        form.add_error(fält if fält in form.fields else None, texter)


def _ett_innehav(användare: Användare, pk: int) -> Delegatinnehav:
    return get_object_or_404(
        Delegatinnehav.objects.filter(
            myndighet__in=policy.myndigheter_med(användare, Rätt.SE_DELEGATION)
        ).select_related("myndighet", "person"),
        pk=pk,
    )


@require_POST
def avsluta(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    rad = _ett_innehav(användare, pk)
    policy.kräv(användare, Rätt.SKÖTA_DELEGATION, rad.myndighet)
    form = SlutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Skriv vilken dag som är den sista.")
        return redirect("arenden:innehav", pk=rad.myndighet_id)
    try:
        tjänst.avsluta(innehav=rad, till=form.cleaned_data["till"], av=användare)
    except Delegationsfel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{rad.person} har titeln till och med den dagen.")
    return redirect("arenden:innehav", pk=rad.myndighet_id)


@require_http_methods(["GET", "HEAD", "POST"])
def vidaredelegera(request: HttpRequest, pk: int) -> HttpResponse:
    """Förvaltningschefen ger en punkt vidare. Bara punkter där nämnden tillåter det visas."""
    användare = inloggad(request)
    rad = _ett_innehav(användare, pk)
    if not policy.får(användare, Rätt.SKÖTA_DELEGATION, rad.myndighet) and (
        användare.person_id != rad.person_id
    ):
        raise PermissionDenied("Bara förvaltningschefen själv eller sekreteraren får göra det.")
    punkter = {
        str(p.pk): p
        for p in Delegationspunkt.objects.filter(
            ordning__in=Delegationsordning.objects.filter(myndighet=rad.myndighet).gällande(
                timezone.localdate()
            ),
            får_vidaredelegeras=True,
        ).select_related("ordning")
    }
    form = VidareForm(
        request.POST if request.method == "POST" else None,
        myndighet=rad.myndighet,
        punkter=[(nyckel, str(p)[:200]) for nyckel, p in punkter.items()],
        mottagare=tjänst.möjliga_mottagare(rad),
        initial={"från": timezone.localdate()},
    )
    stopp: Delegationsfel | None = None
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            tjänst.vidaredelegera(
                innehav=rad, punkt=punkter[data.pop("punkt")], av=användare, **data
            )
        except Delegationsfel as fel:
            stopp = fel
            form.add_error(None, str(fel))
        except ValidationError as fel:
            _visa_fel(form, fel)
        else:
            messages.success(request, "Punkten är vidaredelegerad.")
            return redirect("arenden:innehav", pk=rad.myndighet_id)
    if not (isinstance(stopp, FörtroendevaldAnställd) or form.data.get("trots_förtroendevald")):
        del form.fields["trots_förtroendevald"]
    return render(
        request,
        "ärenden/delegation/vidare.html",
        {
            "form": form,
            "rad": rad,
            "stopp": stopp,
            "finns_punkter": bool(punkter),
            "lagtext": delegering.LAGTEXT_VIDARE,
            "lagrum": delegering.LAGRUM_VIDARE,
        },
    )
