"""Skrivelsemallarna: versionerna per nämnd, redigeraren, provtrycket och fastställandet."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from ärenden import filer, policy, radordning
from ärenden.models import Mall
from ärenden.policy import Rätt
from ärenden.services import mallar as tjänst
from ärenden.services import skrivande
from ärenden.services.mallar import Mallfel
from ärenden.skrivelseformulär import Avsnittslista, MallForm, NyMallForm
from ärenden.views.gemensamt import inloggad, pdfsvar


def _synlig(användare: Användare, pk: int) -> Mall:
    return get_object_or_404(
        policy.synliga_mallar(användare).select_related(
            "myndighet__kommun", "logga", "fastställd_av__person"
        ),
        pk=pk,
    )


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Versionerna i varje nämnd där användaren sköter mallarna; den senaste fastställda gäller."""
    användare = inloggad(request)
    nämnder = list(policy.myndigheter_med(användare, Rätt.SKÖTA_MALLAR).order_by("namn", "pk"))
    if not nämnder:
        raise PermissionDenied("Du sköter inte mallarna i någon nämnd.")
    per_nämnd: dict[int, list[Mall]] = {}
    for mall in policy.synliga_mallar(användare).senaste_först():
        per_nämnd.setdefault(mall.myndighet_id, []).append(mall)
    rader = []
    for myndighet in nämnder:
        versioner = per_nämnd.get(myndighet.pk, [])
        gällande = next((m for m in versioner if m.är_fastställd), None)
        utkast = next((m for m in versioner if not m.är_fastställd), None)
        rader.append((myndighet, versioner, gällande, utkast))
    return render(request, "ärenden/mall/lista.html", {"rader": rader})


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Nästa version för nämnden."""
    användare = inloggad(request)
    myndighet = get_object_or_404(policy.myndigheter_med(användare, Rätt.SKÖTA_MALLAR), pk=pk)
    form = NyMallForm(
        request.POST if request.method == "POST" else None,
        finns=tjänst.gällande(myndighet) is not None,
    )
    if form.is_valid():
        try:
            mall = tjänst.skapa(myndighet=myndighet, stil=form.cleaned_data["stil"], av=användare)
        except Mallfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Version {mall.version} är påbörjad.")
            return redirect("arenden:mall", pk=mall.pk)
    return render(
        request,
        "ärenden/mall/ny.html",
        {"form": form, "myndighet": myndighet},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def redigera(request: HttpRequest, pk: int) -> HttpResponse:
    """Utkastet att skriva i; en fastställd version att läsa."""
    användare = inloggad(request)
    mall = _synlig(användare, pk)
    if mall.är_fastställd:
        if request.method == "POST":
            messages.error(request, f"Version {mall.version} är fastställd. Gör en ny version.")
            return redirect("arenden:mall", pk=pk)
        return render(
            request, "ärenden/mall/visa.html", {"mall": mall, "avsnitt": mall.avsnitt.all()}
        )
    if request.method != "POST":
        form = MallForm(mall=mall, initial=MallForm.ur(mall))
        return _redigeraren(request, mall, form, Avsnittslista(None, Avsnittslista.ur_mallen(mall)))
    gör = request.POST.get("gor", "")
    rader = Avsnittslista.ur_svaret(request.POST)
    if gör not in ("spara", "prova", "faststall"):
        # Raderna ordnas om så som de är skrivna; inget prövas och inget sparas.
        lista_ = Avsnittslista(None, radordning.ordna(rader, gör, {}))
        if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
            return render(request, "ärenden/mall/_avsnitt.html", {"avsnitt": lista_.formulär})
        inskrivet = request.POST.dict() | {"huvud": request.POST.getlist("huvud")}
        return _redigeraren(request, mall, MallForm(mall=mall, initial=inskrivet), lista_)
    form = MallForm(request.POST, request.FILES, mall=mall)
    lista_ = Avsnittslista(request.POST, rader)
    giltiga = lista_.is_valid()
    if form.is_valid() and giltiga and _sparad(form, lista_, mall, användare):
        if gör == "prova":
            return redirect("arenden:mall_pdf", pk=pk)
        if gör == "faststall":
            tjänst.fastställ(mall=mall, av=användare)
            messages.success(request, f"Version {mall.version} gäller nu för nya skrivelser.")
            return redirect("arenden:mallar")
        messages.success(request, "Mallen är sparad.")
        return redirect("arenden:mall", pk=pk)
    return _redigeraren(request, mall, form, lista_, status=422)


def _sparad(form: MallForm, lista_: Avsnittslista, mall: Mall, användare: Användare) -> bool:
    data = dict(form.cleaned_data)
    logga = data.pop("logga")
    try:
        tjänst.ändra(
            mall=mall,
            avsnitt=lista_.avsnitt,
            ny_logga=(logga.name, logga.read()) if logga else None,
            av=användare,
            **data,
        )
    except filer.Filfel as fel:
        form.add_error("logga", str(fel))
    except Mallfel as fel:
        form.add_error(None, str(fel))
    else:
        return True
    return False


def _redigeraren(
    request: HttpRequest, mall: Mall, form: MallForm, lista_: Avsnittslista, *, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "ärenden/mall/redigera.html",
        {
            "mall": mall,
            "form": form,
            "avsnitt": lista_.formulär,
            "avsnitten_har_fel": any(f.errors for f in lista_.formulär),
            # Webbläsaren lämnar inte tillbaka en vald fil.
            "välj_filen_igen": bool(request.FILES),
        },
        status=status,
    )


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Mallen provtryckt med sina hjälptexter."""
    mall = _synlig(inloggad(request), pk)
    return pdfsvar(skrivande.mallens_provtryck(mall).innehåll, f"mall-{mall.version}.pdf")


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    mall = _synlig(användare, pk)
    try:
        tjänst.släng(mall=mall, av=användare)
    except Mallfel as fel:
        messages.error(request, str(fel))
        return redirect("arenden:mall", pk=pk)
    messages.success(request, f"Utkastet till version {mall.version} är borttaget.")
    return redirect("arenden:mallar")
