"""Skrivelsen skrivs: redigeraren som sparar av sig själv, versionerna, och inlämningen."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from ärenden import documents, policy, radordning, redigerarform, skrivelsetext
from ärenden.mallstilar import RADVIS, Avsnittsslag
from ärenden.models import Mallavsnitt, Skrivelseutkast
from ärenden.models.skrivelseutkast import SkrivelseutkastQuerySet
from ärenden.services import registrering, skrivande, skrivelser
from ärenden.services.skrivande import AnnanHannFöre, Skrivfel
from ärenden.skrivelseformulär import InlämningsForm, UtkastForm
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.views.gemensamt import inloggad, pdfsvar, synligt_ärende

# Tabellrutans knappar, med det som skrivelse.js gör.
TABELLVERKTYG = (
    ("ny-tabell", "Ny tabell"),
    ("rad-over", "Rad över"),
    ("rad-under", "Rad under"),
    ("kolumn-fore", "Kolumn före"),
    ("kolumn-efter", "Kolumn efter"),
    ("tal", "Kolumnens tal till höger"),
    ("sla-ihop", "Slå ihop celler"),
    ("dela", "Dela cell"),
    ("bort-rad", "Ta bort rad"),
    ("bort-kolumn", "Ta bort kolumn"),
    ("bort-tabell", "Ta bort tabell"),
)
# Knapparna som sparar och sedan leder vidare.
VIDARE = {
    "prova": "arenden:utkast_pdf",
    "lamna_in": "arenden:lamna_in",
    "versioner": "arenden:utkast_versioner",
}


def _med_allt(utkast: SkrivelseutkastQuerySet) -> SkrivelseutkastQuerySet:
    return utkast.select_related(
        "mall__myndighet__kommun",
        "mall__logga",
        "ärende__diarium",
        "ärende__myndighet",
        "skapad_av__person",
    ).prefetch_related("mall__avsnitt")


def _synligt(användare: Användare, pk: int) -> Skrivelseutkast:
    return get_object_or_404(_med_allt(policy.synliga_utkast(användare)), pk=pk)


@require_POST
def börja(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    ärende = synligt_ärende(användare, pk)
    try:
        utkast = skrivande.börja(ärende=ärende, av=användare)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        messages.error(request, str(fel))
        return redirect("arenden:visa", pk=pk)
    return redirect("arenden:utkast", pk=utkast.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def redigera(request: HttpRequest, pk: int) -> HttpResponse:
    """Rutorna efter mallen. En krock visar den andra texten; det egna står kvar i rutorna."""
    användare = inloggad(request)
    utkast = _synligt(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    if request.method != "POST":
        form = UtkastForm(utkast=utkast, innehåll=utkast.innehåll)
        return _redigeraren(request, utkast, form, utkast.innehåll.satser)
    gör = request.POST.get("gor", "")
    data = request.POST.copy()
    data.setlist("satser", radordning.ordna(data.getlist("satser"), gör, ""))
    form = UtkastForm(data, utkast=utkast, innehåll=utkast.innehåll)
    if not form.is_valid():
        return _redigeraren(request, utkast, form, form.satser, status=422)
    try:
        utkast = _spara(utkast, form, användare)
    except AnnanHannFöre as krock:
        if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
            return _läget(request, krock.utkast, fel=krock)
        # Nästa sparning gäller: skrivaren har då sett den andra texten.
        data["revision"] = str(krock.utkast.revision)
        return _redigeraren(
            request, utkast, form, form.satser, annans=krock.utkast, mitt=form.innehåll, status=409
        )
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        form.add_error(None, str(fel))
        return _redigeraren(request, utkast, form, form.satser, status=422)
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        return render(
            request,
            "ärenden/skriva/_satser.html",
            _sparläge(utkast) | {"satser": utkast.innehåll.satser, "oob": True},
        )
    if gör in VIDARE:
        return redirect(VIDARE[gör], pk=pk)
    if gör == "spara":
        messages.success(request, "Texten är sparad.")
    return redirect("arenden:utkast", pk=pk)


def _spara(utkast: Skrivelseutkast, form: UtkastForm, användare: Användare) -> Skrivelseutkast:
    skrivande.spara(
        utkast=utkast,
        innehåll=form.innehåll,
        revision=form.cleaned_data["revision"],
        av=användare,
    )
    return _synligt(användare, utkast.pk)


@require_POST
def autospara(request: HttpRequest, pk: int) -> HttpResponse:
    """Sidan sparar det skrivna efter en paus. Svaret är raden som säger hur det gick."""
    användare = inloggad(request)
    utkast = _synligt(användare, pk)
    form = UtkastForm(request.POST, utkast=utkast, innehåll=utkast.innehåll)
    if not form.is_valid():
        första = next(iter(form.errors.values()))[0]
        return _läget(request, utkast, fel=Skrivfel(första))
    try:
        return _läget(request, _spara(utkast, form, användare))
    except AnnanHannFöre as krock:
        return _läget(request, krock.utkast, fel=krock)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        return _läget(request, utkast, fel=fel)


def _läget(
    request: HttpRequest, utkast: Skrivelseutkast, *, fel: Exception | None = None
) -> HttpResponse:
    if fel is not None:
        svar = render(request, "ärenden/skriva/_ejsparat.html", {"fel": fel}, status=422)
        # Satserna byter annars ut sig själva; felet hör till raden om sparandet.
        svar["HX-Retarget"], svar["HX-Reswap"] = "#sparlage", "outerHTML"
        return svar
    return render(request, "ärenden/skriva/_sparat.html", _sparläge(utkast))


def _sparläge(utkast: Skrivelseutkast) -> dict[str, object]:
    return {
        "utkast": utkast,
        "brister": skrivande.brister(utkast),
    }


def _redigeraren(
    request: HttpRequest,
    utkast: Skrivelseutkast,
    form: UtkastForm,
    satser: tuple[str, ...] | list[str],
    *,
    annans: Skrivelseutkast | None = None,
    mitt: Innehåll | None = None,
    status: int = 200,
) -> HttpResponse:
    mallen = utkast.mall
    return render(
        request,
        "ärenden/skriva/redigera.html",
        _sparläge(utkast)
        | {
            "form": form,
            "avsnitt": [(a, *_fältet(form, a)) for a in mallen.avsnitt.all()],
            "huvud": [form[f"huvud_{f}"] for f in mallen.fylls_i],
            "satser": satser,
            "annans": annans,
            "skillnader": _skillnader(annans, mitt) if annans and mitt else [],
            "hjälp": skrivelsetext.HJÄLP,
            "tabellverktyg": TABELLVERKTYG,
        },
        status=status,
    )


def _fältet(
    form: UtkastForm, avsnitt: Mallavsnitt
) -> tuple[BoundField | None, redigerarform.Nod | None]:
    """Avsnittets ruta, och är den löpande text också det som redigeraren visar."""
    if avsnitt.slag == Avsnittsslag.FÖRSLAG:
        return None, None
    fält = form[f"avsnitt_{avsnitt.pk}"]
    if avsnitt.slag in RADVIS:
        return fält, None
    return fält, redigerarform.dokument(fält.value() or "")


def _skillnader(annans: Skrivelseutkast, mitt: Innehåll) -> list[tuple[str, str, str]]:
    """Rutorna där texterna skiljer sig: rubriken, den sparade texten och min."""
    deras = annans.innehåll
    rader = [("Rubrik", deras.rubrik, mitt.rubrik)]
    for a in annans.mall.avsnitt.all():
        if a.slag == Avsnittsslag.FÖRSLAG:
            par = ("\n".join(deras.skrivna_satser), "\n".join(mitt.skrivna_satser))
        else:
            par = (deras.text(str(a.pk)), mitt.text(str(a.pk)))
        rader.append((a.rubrik, *par))
    rader += [(f.label, deras.huvud.get(f, ""), mitt.huvud.get(f, "")) for f in annans.mall.fylls_i]
    return [rad for rad in rader if rad[1] != rad[2]]


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Det sparade som PDF, märkt UTKAST."""
    utkast = _synligt(inloggad(request), pk)
    dokument = documents.skrivelsedokument(utkast, timezone.localdate(), är_utkast=True)
    return pdfsvar(skrivande.rendera(dokument, utkast.mall).innehåll, "skrivelse-utkast.pdf")


@require_safe
def versioner(request: HttpRequest, pk: int) -> HttpResponse:
    """Vem som skrev och när, och texten i den valda versionen."""
    utkast = _synligt(inloggad(request), pk)
    alla = list(utkast.versioner.order_by("-revision"))
    önskad = request.GET.get("revision", "")
    vald = next((v for v in alla if str(v.revision) == önskad), alla[0])
    return render(
        request,
        "ärenden/skriva/versioner.html",
        {
            "utkast": utkast,
            "versioner": alla,
            "vald": vald,
            "avsnitt": documents.tryckavsnitt(utkast.mall, vald.innehåll),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lämna_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Vad som saknas, och formuläret som gör texten till en handling."""
    användare = inloggad(request)
    utkast = _synligt(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    funna = skrivande.brister(utkast)
    stopp = [b for b in funna if b.stoppar]
    varningar = [b for b in funna if not b.stoppar]
    form = InlämningsForm(
        request.POST if request.method == "POST" else None,
        med_skäl=bool(varningar),
        initial={
            "revision": utkast.revision,
            "offentlig_rubrik": utkast.ärende.offentlig_rubrik,
            "sekretess_lagrum": utkast.ärende.sekretess_lagrum,
        },
    )
    if form.is_valid():
        try:
            skrivande.lämna_in(utkast=utkast, av=användare, **form.cleaned_data)
        except AnnanHannFöre as krock:
            messages.error(request, f"{krock} Läs igenom den och lämna in igen.")
            return redirect("arenden:utkast", pk=pk)
        except (Skrivfel, skrivelser.ÄrendetStängt, registrering.ÄrendetMakulerat) as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Skrivelsen är inlämnad. Anmäl den när den är klar.")
            return redirect("arenden:visa", pk=utkast.ärende_id)
    return render(
        request,
        "ärenden/skriva/lamna_in.html",
        {"utkast": utkast, "form": form, "stopp": stopp, "varningar": varningar},
        status=422 if form.errors else 200,
    )


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = _synligt(användare, pk)
    try:
        skrivande.släng(utkast=utkast, av=användare)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Utkastet är borttaget.")
    return redirect("arenden:visa", pk=utkast.ärende_id)


@require_safe
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """En inlämnad skrivelse som webbsida, för den som får se handlingen."""
    utkast = get_object_or_404(
        _med_allt(policy.inlämnade_texter(inloggad(request))).select_related("skrivelse__handling"),
        pk=pk,
    )
    return render(
        request,
        "ärenden/skriva/text.html",
        {"utkast": utkast, "avsnitt": documents.tryckavsnitt(utkast.mall, utkast.innehåll)},
    )
