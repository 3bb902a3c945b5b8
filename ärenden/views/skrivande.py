"""Skrivelsen skrivs: redigeraren som sparar av sig själv, versionerna, och inlämningen."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.files.storage import storages
from django.forms import BoundField
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from konton.models import Användare
from ärenden import (
    documents,
    filer,
    policy,
    radordning,
    redigerarform,
    skrivelseskillnad,
    skrivelsetext,
    utbyggnad,
)
from ärenden.granskningsläge import Läge, Steg
from ärenden.mallstilar import RADVIS, Avsnittsslag, huvudets_fält
from ärenden.models import Mall, Mallavsnitt, Skrivelsebild, Skrivelseutkast
from ärenden.models.skrivelseutkast import SkrivelseutkastQuerySet
from ärenden.services import mallar, registrering, skrivande, skrivelser
from ärenden.services.skrivande import AnnanHannFöre, Skrivfel, Textkrock
from ärenden.skrivelseformulär import BilagorForm, InlämningsForm, UtkastForm, ÅterställningsForm
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.skrivelseskillnad import Ihopslaget, Ruta
from ärenden.skrivelsetext import Bit, Block
from ärenden.views.gemensamt import inloggad, pdfsvar, synligt_ärende
from ärenden.views.kommentarer import öppna_kommentarer

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
    "granska": "arenden:skicka_granskning",
}


def med_allt(utkast: SkrivelseutkastQuerySet) -> SkrivelseutkastQuerySet:
    return utkast.select_related(
        "mall__myndighet__kommun",
        "mall__logga",
        "ärende__diarium",
        "ärende__myndighet",
        "skapad_av__person",
    ).prefetch_related("mall__avsnitt")


def synligt_utkast(användare: Användare, pk: int) -> Skrivelseutkast:
    return get_object_or_404(med_allt(policy.synliga_utkast(användare)), pk=pk)


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
    utkast = synligt_utkast(användare, pk)
    if utkast.skrivelse_id is not None:
        return redirect("arenden:skriven_text", pk=pk)
    if not utkast.får_skrivas:
        # Hos granskare eller godkänd: texten visas där, med det som går att göra.
        return redirect("arenden:granskning", pk=pk)
    if request.method != "POST":
        utkast = _öppnat(utkast, användare)
        form = UtkastForm(utkast=utkast, innehåll=utkast.innehåll)
        return _redigeraren(request, utkast, form, utkast.innehåll.satser)
    gör = request.POST.get("gor", "")
    data = request.POST.copy()
    data.setlist("satser", radordning.ordna(data.getlist("satser"), gör, ""))
    form = UtkastForm(data, utkast=utkast, innehåll=utkast.innehåll)
    if not form.is_valid():
        return _redigeraren(request, utkast, form, form.satser, status=422)
    valt = {n.removeprefix("val_"): str(v) for n, v in request.POST.items() if n.startswith("val_")}
    ovalda = tuple(n for n in request.POST.getlist("krock") if not valt.get(n))
    if ovalda:
        ihop = skrivelseskillnad.Ihopslaget(form.innehåll, ovalda)
        return _krocken(request, utkast, data, ihop, valt)
    före = utkast.revision
    try:
        utkast = _spara(utkast, form, användare, valt)
    except Textkrock as krock:
        if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
            return _läget(request, krock.utkast, fel=krock)
        return _krocken(request, krock.utkast, data, krock.ihop)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        form.add_error(None, str(fel))
        return _redigeraren(request, utkast, form, form.satser, status=422)
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        if form.cleaned_data["revision"] != före:
            # Den andras text har kommit in i andra rutor än satserna: hela sidan visas på nytt.
            return HttpResponseClientRedirect(reverse("arenden:utkast", args=[pk]))
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


def _öppnat(utkast: Skrivelseutkast, användare: Användare) -> Skrivelseutkast:
    skrivande.öppna(utkast=utkast, av=användare)
    return synligt_utkast(användare, utkast.pk)


def _krocken(
    request: HttpRequest,
    annans: Skrivelseutkast,
    data: QueryDict,
    ihop: Ihopslaget,
    valt: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Rutorna som båda har skrivit i. I de andra står redan det som ska gälla."""
    annans = _öppnat(annans, inloggad(request))
    # Nästa sparning gäller: skrivaren har då sett den andra texten och valt.
    data["revision"] = str(annans.revision)
    for nyckel in ihop.andras:
        slag, _, namn = nyckel.partition("_")
        if slag == "satser":
            data.setlist("satser", list(ihop.innehåll.satser))
        elif slag == "rubrik":
            data["rubrik"] = ihop.innehåll.rubrik
        else:
            texter = ihop.innehåll.huvud if slag == "huvud" else ihop.innehåll.avsnitt
            data[nyckel] = texter.get(namn, "")
    form = UtkastForm(data, utkast=annans, innehåll=annans.innehåll)
    form.is_valid()
    return _redigeraren(
        request,
        annans,
        form,
        form.satser,
        annans=annans,
        krockar=_krockar(annans, form.innehåll, ihop.krockande, valt),
        status=409,
    )


def _spara(
    utkast: Skrivelseutkast,
    form: UtkastForm,
    användare: Användare,
    valt: Mapping[str, str] | None = None,
) -> Skrivelseutkast:
    """`valt` är det som valts vid en krock: ruta för ruta min text, den andras eller båda."""
    skrivande.spara(
        utkast=utkast,
        innehåll=skrivelseskillnad.för_ihop(form.innehåll, utkast.innehåll, valt or {}),
        revision=form.cleaned_data["revision"],
        av=användare,
    )
    return synligt_utkast(användare, utkast.pk)


@require_POST
def autospara(request: HttpRequest, pk: int) -> HttpResponse:
    """Sidan sparar det skrivna efter en paus. Svaret är raden som säger hur det gick."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    form = UtkastForm(request.POST, utkast=utkast, innehåll=utkast.innehåll)
    if not form.is_valid():
        första = next(iter(form.errors.values()))[0]
        return _läget(request, utkast, fel=Skrivfel(första))
    try:
        sparat = _spara(utkast, form, användare)
        # En sparning som bara räknat upp revisionen med ett har inget av någon annan i sig.
        ensam = sparat.revision <= form.cleaned_data["revision"] + 1
        andras = [] if ensam else _andras(sparat, form.innehåll)
        return _läget(request, sparat, andras=andras)
    except Textkrock as krock:
        return _läget(request, krock.utkast, fel=krock)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        return _läget(request, utkast, fel=fel)


def _andras(utkast: Skrivelseutkast, mitt: Innehåll) -> list[dict[str, object]]:
    """Rutorna där någon annans text kom in när den slogs ihop med min, så som sidan ritar dem."""
    nu = utkast.innehåll
    adresser = bildadresser(utkast)
    ut: list[dict[str, object]] = []
    for ruta in skillnadsrutor(utkast.mall, mitt, nu):
        post: dict[str, object] = {"namn": ruta.nyckel, "rubrik": ruta.rubrik, "text": ruta.efter}
        if ruta.nyckel == "satser":
            sammanhang = {"satser": nu.satser, "oob": False}
            post["html"] = render_to_string("ärenden/skriva/_satser.html", sammanhang)
        elif ruta.löpande:
            post["dokument"] = redigerarform.dokument(ruta.efter, adresser)
        ut.append(post)
    return ut


def _läget(
    request: HttpRequest,
    utkast: Skrivelseutkast,
    *,
    fel: Exception | None = None,
    andras: Sequence[Mapping[str, object]] = (),
) -> HttpResponse:
    if fel is not None:
        svar = render(request, "ärenden/skriva/_ejsparat.html", {"fel": fel}, status=422)
        # Satserna byter annars ut sig själva; felet hör till raden om sparandet.
        svar["HX-Retarget"], svar["HX-Reswap"] = "#sparlage", "outerHTML"
        return svar
    return render(
        request,
        "ärenden/skriva/_sparat.html",
        _sparläge(utkast)
        | {"andras": list(andras), "andras_json": json.dumps(andras, ensure_ascii=False)},
    )


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
    krockar: Sequence[Krock] = (),
    status: int = 200,
) -> HttpResponse:
    mallen = utkast.mall
    adresser = bildadresser(utkast)
    kommentarer = öppna_kommentarer(utkast, inloggad(request), adresser)
    return render(
        request,
        "ärenden/skriva/redigera.html",
        _sparläge(utkast)
        | bilagedelen(utkast, BilagorForm())
        | {
            "huvudet": documents.skrivelsehuvud(utkast, timezone.localdate()),
            "form": form,
            "avsnitt": [(a, *_fältet(form, a, adresser)) for a in mallen.avsnitt.all()],
            "huvud": [form[f"huvud_{f}"] for f in utkast.fylls_i],
            "satser": satser,
            "annans": annans,
            "krockar": krockar,
            "hjälp": skrivelsetext.HJÄLP,
            "tabellverktyg": TABELLVERKTYG,
            "kommentarer": kommentarer,
            "märken": [
                {
                    "nr": r.nummer,
                    "falt": r.kommentar.fält,
                    "citat": r.kommentar.citat,
                    "fore": r.kommentar.före,
                    "efter": r.kommentar.efter,
                }
                for r in kommentarer
            ],
            "återsänd": utkast.steg.filter(steg=Steg.ÅTERSÄND).order_by("pk").last()
            if utkast.läge == Läge.ÅTERSÄND
            else None,
            "ska_godkännas": mallar.som_avgör_godkännande(utkast).kräver_godkännande,
        },
        status=status,
    )


def bilagedelen(utkast: Skrivelseutkast, form: BilagorForm) -> dict[str, object]:
    """Bilagorna som de visas bredvid texten, och rutan att släppa nya i."""
    bilagor = utkast.bilagor.select_related("pdf", "jobb").order_by("plats", "pk")
    return {"utkast": utkast, "bilagor": bilagor, "bilageform": form}


def _fältet(
    form: UtkastForm, avsnitt: Mallavsnitt, adresser: Mapping[int, str]
) -> tuple[BoundField | None, redigerarform.Nod | None]:
    """Avsnittets ruta, och är den löpande text också det som redigeraren visar."""
    if avsnitt.slag == Avsnittsslag.FÖRSLAG:
        return None, None
    fält = form[f"avsnitt_{avsnitt.pk}"]
    if avsnitt.slag in RADVIS:
        return fält, None
    return fält, redigerarform.dokument(fält.value() or "", adresser)


class Noträknare:
    """Läser texter som står på samma sida: två fotnoter får inte ha samma nummer."""

    def __init__(self, adresser: Mapping[int, str]) -> None:
        self.adresser = adresser
        self.antal = 0

    def läs(self, text: str) -> tuple[Block, ...]:
        block = skrivelsetext.läs(text, adresser=self.adresser, första_not=self.antal + 1)
        self.antal += skrivelsetext.antal_noter(text)
        return block


@dataclass(frozen=True)
class Krock:
    """En ruta där två har skrivit olika. Löpande text visas som den ser ut."""

    ruta: Ruta
    förval: str
    saknas: bool
    deras: Sequence[Block] | None
    mitt: Sequence[Block] | None

    @property
    def derasnoter(self) -> list[Bit]:
        return list(skrivelsetext.noter(self.deras or ()))

    @property
    def minanoter(self) -> list[Bit]:
        return list(skrivelsetext.noter(self.mitt or ()))

    @property
    def kan_bli_båda(self) -> bool:
        return skrivelseskillnad.kan_bli_båda(self.ruta.nyckel)


def _krockar(
    annans: Skrivelseutkast,
    mitt: Innehåll,
    krockande: Collection[str],
    valt: Mapping[str, str] | None,
) -> list[Krock]:
    """Krockarna; med `valt` också de rutor där det redan är valt, och de andra saknar sitt val."""
    deras = annans.innehåll
    adresser = bildadresser(annans)
    läs = Noträknare(adresser).läs
    return [
        Krock(
            ruta,
            (valt or {}).get(ruta.nyckel) or skrivelseskillnad.förval(ruta.nyckel),
            valt is not None and ruta.nyckel in krockande,
            läs(ruta.före) if ruta.löpande else None,
            läs(ruta.efter) if ruta.löpande else None,
        )
        for ruta in skillnadsrutor(annans.mall, deras, mitt)
        if ruta.nyckel in krockande or ruta.nyckel in (valt or {})
    ]


def skillnadsrutor(mall: Mall, före: Innehåll, efter: Innehåll) -> list[Ruta]:
    def sort(avsnitt: Mallavsnitt) -> str:
        if avsnitt.slag == Avsnittsslag.FÖRSLAG:
            return "satser"
        return "rader" if avsnitt.slag in RADVIS else "text"

    return skrivelseskillnad.rutor(
        före,
        efter,
        huvud=[(f, f.label) for f in huvudets_fält(mall.fylls_i, {**före.huvud, **efter.huvud})],
        avsnitt=[(str(a.pk), a.rubrik, sort(a)) for a in mall.avsnitt.all()],
    )


@require_POST
def närvaro(request: HttpRequest, pk: int) -> HttpResponse:
    """Sidan säger att den är öppen, och får veta vilka andra som har den öppen.

    Svaret är tomt när inget har ändrats, så att det inte läses upp om och om igen.
    """
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    andra = skrivande.anmäl_närvaro(utkast=utkast, av=användare)
    revision = request.POST.get("revision", "")
    nyare = revision.isdecimal() and len(revision) < 10 and int(revision) < utkast.revision
    känt = ", ".join([*andra, str(utkast.revision) if nyare else ""])
    if request.POST.get("kant") == känt:
        return HttpResponse(status=204)
    return render(
        request,
        "ärenden/skriva/_narvaro.html",
        {"andra": andra, "utkast": utkast, "nyare": nyare, "känt": känt},
    )


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Det sparade som PDF, märkt UTKAST; också för den som granskar."""
    synliga = policy.synliga_granskningar(inloggad(request))
    utkast = get_object_or_404(med_allt(synliga), pk=pk)
    dokument = documents.skrivelsedokument(utkast, timezone.localdate(), är_utkast=True)
    färdig = skrivande.rendera(dokument, utkast.mall, utkast)
    return pdfsvar(färdig.innehåll, "skrivelse-utkast.pdf")


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # utan adressens pk
def förhandsgranska(request: HttpRequest, pk: int) -> HttpResponse:
    """PDF:en i sidan. Redigeraren visar samma sida i en ram bredvid texten."""
    utkast = synligt_utkast(inloggad(request), pk)
    return render(
        request,
        "ärenden/skriva/forhandsgranska.html",
        {"utkast": utkast, "i_ram": "ram" in request.GET},
    )


@require_POST
def ladda_upp_bild(request: HttpRequest, pk: int) -> HttpResponse:
    """Redigeraren får numret som JSON; utan skript går det tillbaka till texten."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    fil = request.FILES.get("fil")
    try:
        if fil is None:
            raise Skrivfel("Välj en bild: PNG eller JPEG.")
        if fil.size is None or fil.size > filer.ILLUSTRATION_MAX_BYTE:
            gräns = filer.ILLUSTRATION_MAX_BYTE // (1024 * 1024)
            raise Skrivfel(f"{fil.name} är större än {gräns} MB.")
        bild = skrivande.ladda_upp_bild(
            utkast=utkast, innehåll=fil.read(), namn=fil.name or "bild", av=användare
        )
    except (Skrivfel, filer.Filfel, skrivelser.ÄrendetStängt) as fel:
        if "utan_skript" in request.POST:
            messages.error(request, str(fel))
            return redirect("arenden:utkast", pk=pk)
        return JsonResponse({"fel": str(fel)}, status=422)
    if "utan_skript" in request.POST:
        messages.success(
            request,
            f"Bilden är uppladdad. Skriv ![vad bilden visar](bild:{bild.nummer}) på en egen rad.",
        )
        return redirect("arenden:utkast", pk=pk)
    adress = _bildens_adress(utkast, bild.nummer)
    return JsonResponse({"nummer": str(bild.nummer), "adress": adress})


@require_safe
def bild(request: HttpRequest, pk: int, nummer: int) -> FileResponse:
    """Bilden, för den som får läsa skrivelsen: skriver den, granskar den, eller ser handlingen."""
    användare = inloggad(request)
    utkast = policy.synliga_utkast(användare).filter(pk=pk).first()
    if utkast is None:
        utkast = get_object_or_404(policy.läsbara_texter(användare), pk=pk)
        # Den som bara läser når inte det som togs bort ur texten.
        if nummer not in utkast.innehåll.bildnummer:
            raise Http404
    bilden = get_object_or_404(
        Skrivelsebild.objects.select_related("fil"), utkast=utkast, nummer=nummer
    )
    svar = FileResponse(storages["filer"].open(bilden.fil.plats), content_type=bilden.fil.medietyp)
    svar["Content-Security-Policy"] = "default-src 'none'; sandbox"
    svar["X-Content-Type-Options"] = "nosniff"
    svar["Cache-Control"] = "private, no-store"
    return svar


def _bildens_adress(utkast: Skrivelseutkast, nummer: int) -> str:
    return reverse("arenden:skrivelsebild", args=[utkast.pk, nummer])


def bildadresser(utkast: Skrivelseutkast) -> dict[int, str]:
    nummer = utkast.bilder.values_list("nummer", flat=True)
    return {n: _bildens_adress(utkast, n) for n in nummer}


@require_safe
def paragrafer(request: HttpRequest, pk: int) -> HttpResponse:
    """Tidigare beslut att hänvisa till; utan sökord ärendets egna."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    sökt = request.GET.get("q", "")[:200]
    return render(
        request,
        "ärenden/skriva/_paragrafer.html",
        {
            "träffar": utbyggnad.paragrafträffar(utkast.ärende, sökt, användare),
            "sökt": sökt.strip(),
        },
    )


@require_safe
def versioner(request: HttpRequest, pk: int) -> HttpResponse:
    """Vem som skrev och när, den valda versionens text, och vad som skiljer den från en annan."""
    utkast = synligt_utkast(inloggad(request), pk)
    alla = list(utkast.versioner.order_by("-revision"))
    per_revision = {str(v.revision): v for v in alla}
    vald = per_revision.get(request.GET.get("revision", ""), alla[0])
    äldre = [v for v in alla if v.revision < vald.revision]
    mot = per_revision.get(request.GET.get("mot", "")) or (äldre[0] if äldre else None)
    return render(
        request,
        "ärenden/skriva/versioner.html",
        {
            "utkast": utkast,
            "versioner": alla,
            "vald": vald,
            "mot": mot,
            "är_senast": vald == alla[0],
            "rutor": skillnadsrutor(utkast.mall, mot.innehåll, vald.innehåll) if mot else [],
            "avsnitt": documents.tryckavsnitt(utkast.mall, vald.innehåll, bildadresser(utkast)),
        },
    )


@require_POST
def återställ(request: HttpRequest, pk: int) -> HttpResponse:
    """Den valda versionen blir den nyaste."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
    form = ÅterställningsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Välj en version att återställa.")
        return redirect("arenden:utkast_versioner", pk=pk)
    version = get_object_or_404(utkast.versioner, revision=form.cleaned_data["version"])
    try:
        skrivande.återställ(
            utkast=utkast, version=version, revision=form.cleaned_data["revision"], av=användare
        )
    except AnnanHannFöre as krock:
        messages.error(request, f"{krock} Inget är återställt. Läs den nyaste versionen först.")
        return redirect("arenden:utkast_versioner", pk=pk)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        messages.error(request, str(fel))
        return redirect("arenden:utkast_versioner", pk=pk)
    messages.success(request, "Versionen är återställd. Det som stod före finns kvar här.")
    return redirect("arenden:utkast", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def lämna_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Vad som saknas, och formuläret som gör texten till en handling."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
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
        {
            "utkast": utkast,
            "form": form,
            "stopp": stopp,
            "varningar": varningar,
            "bilagor": list(utkast.bilagor.order_by("plats", "pk")),
            "satser": utkast.innehåll.skrivna_satser,
            "har_sammanfattning": bool(skrivande.sammanfattning(utkast)),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def släng(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = synligt_utkast(användare, pk)
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
        med_allt(policy.inlämnade_texter(inloggad(request))).select_related("skrivelse__handling"),
        pk=pk,
    )
    return render(
        request,
        "ärenden/skriva/text.html",
        {
            "utkast": utkast,
            "avsnitt": documents.tryckavsnitt(
                utkast.mall, utkast.läst_innehåll, bildadresser(utkast)
            ),
        },
    )
