"""Sekreterarens del av justeringen: skicka, rätta text, ersätta, papper, försegla och rätta."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from konton.policy import är_administratör
from konton.tvåfaktor import kräv_färsk_andra_faktor, är_färsk
from nämnd.fynd import Fynd
from protokoll import anslagstid, policy, sändningskontroll, vägran
from protokoll.fullständighet import FÖRVARINGSPLATS_SAKNAS, JUSTERARE_SAKNAS, Brist
from protokoll.justeringsformulär import (
    Klarform,
    KlarformHela,
    Omedelbarform,
    Rättelseform,
    Senareform,
)
from protokoll.models import Justering, Paragrafsvar, Protokoll, Underskrift
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import (
    avslut,
    fritext,
    försegling,
    omedelbar,
    rättelse,
    senare_justering,
    varningar,
)
from protokoll.services import justering as tjänst
from protokoll.services.anslag import hänvisningens_varningar
from protokoll.services.expedieringsläge import utan_mottagare
from protokoll.services.justeringsfel import InteKlart
from protokoll.services.justeringsläge import ordinarie_paragrafer
from protokoll.services.mötesfel import Mötesfel
from protokoll.services.undertecknare import har_justerare, undertecknare
from protokoll.views import visning
from protokoll.views.justering import sida, synlig
from protokoll.views.justeringsvy import justeringsvy
from protokoll.views.svar import tal
from protokoll.views.åtkomst import användare, fört, är_htmx


def förd(request: HttpRequest, pk: int) -> Justering:
    """En synlig justering som användaren sköter."""
    justering = synlig(request, pk)
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    return justering


@require_http_methods(["GET", "HEAD", "POST"])
def klar(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: vad som fattas, till vem det går och vad som sedan är låst."""
    protokoll = fört(request, pk)
    form = KlarformHela(request.POST or None, protokoll=protokoll)
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _ange_platsen(protokoll, form, användare(request))
            rad = tjänst.klar_för_justering(
                protokoll=protokoll, av=användare(request), **form.cleaned_data
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Protokollet har gått till justering.")
            return redirect("protokoll:justeringen", rad.pk)
    elif protokoll.status != Protokoll.Status.AVSLUTAT:
        return redirect("protokoll:mote", pk)
    innehåll = {
        "protokoll": protokoll,
        "möte": protokoll.sammanträde,
        "form": form,
        "fel": fel,
        "brister": fel.brister
        if isinstance(fel, InteKlart)
        else _att_åtgärda(protokoll, form, användare(request)),
        "plats_krävs": FÖRVARINGSPLATS_SAKNAS,
        "undertecknare": undertecknare(protokoll, ordinarie_paragrafer(protokoll)),
        "paragrafer": ordinarie_paragrafer(protokoll),
        "utan_domstol": hänvisningens_varningar(protokoll.sammanträde.organ),
        "är_administratör": är_administratör(request.user),
        "omedelbara": any(p.omedelbart_justerad for p in ordinarie_paragrafer(protokoll)),
        "utan_mottagare": _utan_mottagare(protokoll),
        "om_räkningarna": varningar.om_räkningarna(protokoll),
        "halvfärdiga": list(
            protokoll.justeringar.filter(omedelbar=True, status=Justering.Status.PÅGÅR).order_by(
                "ordning"
            )
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/klar.html", innehåll, status=status)


def _utan_mottagare(protokoll: Protokoll) -> Fynd | None:
    """Besluten som någon ska underrättas om men som ingen står som mottagare av."""
    saknar = utan_mottagare().filter(protokoll=protokoll, nummer__isnull=False)
    nummer = [n for n in saknar.order_by("nummer").values_list("nummer", flat=True) if n]
    if not nummer:
        return None
    return sändningskontroll.utan_mottagare(skriv_paragrafer(nummer, tecken=True))


def _ange_platsen(protokoll: Protokoll, form: Klarform, av: Användare) -> None:
    if plats := form.cleaned_data.pop("förvaringsplats", ""):
        avslut.ange_förvaringsplats(protokoll=protokoll, plats=plats, av=av)


def _att_åtgärda(protokoll: Protokoll, form: Klarform, av: Användare) -> list[Brist]:
    """Bristerna utom den som formuläret frågar om."""
    fynd = tjänst.brister(protokoll=protokoll, av=av)
    frågas = "förvaringsplats" in form.fields
    return [b for b in fynd if not (frågas and b == FÖRVARINGSPLATS_SAKNAS)]


@require_http_methods(["GET", "HEAD", "POST"])
def omedelbart(request: HttpRequest, pk: int) -> HttpResponse:
    """Väljer paragrafer, eller punkter i dem, som justeras omedelbart."""
    protokoll = fört(request, pk)
    valbara = omedelbar.valbara(protokoll)
    form = Omedelbarform(
        request.POST or None,
        protokoll=protokoll,
        paragrafer=valbara,
        nummer=visning.paragrafnummer_per_pk(protokoll),
    )
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _ange_platsen(protokoll, form, användare(request))
            rad = omedelbar.justera_omedelbart(
                protokoll=protokoll,
                paragrafer=form.valda,
                punkter=form.punkter,
                metod=form.cleaned_data["metod"],
                av=användare(request),
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Paragraferna har gått till omedelbar justering.")
            return redirect("protokoll:justeringen", rad.pk)
    innehåll = {
        "protokoll": protokoll,
        "möte": protokoll.sammanträde,
        "form": form,
        "fel": fel,
        "brister": fel.brister if isinstance(fel, InteKlart) else [],
        "plats_krävs": FÖRVARINGSPLATS_SAKNAS,
        "justerare_saknas": None if har_justerare(protokoll) else JUSTERARE_SAKNAS,
        "undertecknare": undertecknare(protokoll, valbara),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/omedelbart.html", innehåll, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def senare(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: paragraferna som någon vägrade justeras för sig, av dem som väljs."""
    justering = förd(request, pk)
    paragrafer = senare_justering.kvar(justering)
    valbara = senare_justering.valbara(justering)
    ledare = justering.protokoll.ledare
    form = Senareform(
        request.POST or None,
        paragrafer=paragrafer,
        valbara=valbara,
        delvis=justering.delvis,
        initial={"ordförande": ledare.pk if ledare else None},
    )
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        try:
            ny = senare_justering.justera_senare(
                justering=justering, av=användare(request), **form.cleaned_data
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Paragraferna har gått till justering.")
            return redirect("protokoll:justeringen", ny.pk)
    elif request.method != "POST" and not paragrafer:
        return redirect("protokoll:justeringen", pk)
    innehåll = {
        "justering": justering,
        "protokoll": justering.protokoll,
        "möte": justering.protokoll.sammanträde,
        "form": form,
        "fel": fel,
        "brister": fel.brister if isinstance(fel, InteKlart) else [],
        "vägran": list(justering.vägran.filter(paragraf__in=paragrafer)),
        "lagrum": vägran.LAGRUM,
        "lagtext": vägran.LAGTEXT,
        "anslag_lagrum": anslagstid.LAGRUM,
        "anslag_lagtext": anslagstid.LAGTEXT,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/senare.html", innehåll, status=status)


@require_POST
def skicka_om(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        antal = tjänst.skicka_om(justering=förd(request, pk), av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    if antal:
        vilka = "1 person" if antal == 1 else f"{antal} personer"
        messages.success(request, f"Brevet skickas igen till {vilka}.")
    else:
        messages.warning(request, "Ingen som väntar har en e-postadress att skriva till.")
    return redirect("protokoll:justeringen", pk)


@require_POST
def ersätt(request: HttpRequest, pk: int, underskrift: int) -> HttpResponse:
    justering = förd(request, pk)
    rad = get_object_or_404(Underskrift.objects.filter(justering=justering), pk=underskrift)
    try:
        ny = _sätt_in(request, rad)
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    messages.success(request, f"{ny.namn} skriver under i stället för {rad.namn}.")
    return redirect("protokoll:justeringen", pk)


def _sätt_in(request: HttpRequest, underskrift: Underskrift) -> Underskrift:
    """Den som skriver under i stället; vem som går att välja beror på vems underskriften är."""
    protokoll, val = underskrift.justering.protokoll, tal(request.POST.get("ersättare"))
    if underskrift.som == Underskrift.Som.SEKRETERARE:
        return tjänst.i_sekreterarens_ställe(underskrift=underskrift, av=användare(request))
    if underskrift.som == Underskrift.Som.ORDFÖRANDE:
        rad = get_object_or_404(protokoll.närvarande.all(), pk=val)
        return tjänst.i_ordförandens_ställe(underskrift=underskrift, rad=rad, av=användare(request))
    ersättare = get_object_or_404(protokoll.justerare.all(), pk=val)
    return tjänst.ersätt(underskrift=underskrift, ersättare=ersättare, av=användare(request))


@require_POST
def genmäle(request: HttpRequest, pk: int, svar: int) -> HttpResponse:
    """Varför texten inte ändras."""
    justering = förd(request, pk)
    rad = get_object_or_404(
        Paragrafsvar.objects.filter(underskrift__justering=justering).select_related(
            "underskrift__justering__protokoll__sammanträde__organ"
        ),
        pk=svar,
    )
    try:
        fritext.besvara(svar=rad, genmäle=request.POST.get("genmäle", ""), av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    messages.success(request, "Kommentaren är besvarad.")
    return redirect("protokoll:justeringen", pk)


@require_POST
def försegla(request: HttpRequest, pk: int) -> HttpResponse:
    """Försöker igen genast. Administratören, som sköter sigillet, gör det från Hem."""
    väntande = policy.att_försegla(request.user).select_related("protokoll__sammanträde__organ")
    justering = väntande.filter(pk=pk).first() or förd(request, pk)
    try:
        försegling.försök_igen(justering=justering, av=användare(request))
    except Mötesfel as fel:
        return sida(request, pk, fel=fel, status=422)
    if request.POST.get("tillbaka") == "hem":
        messages.success(request, "Förseglingen försöks nu.")
        return redirect("hem")
    return redirect("protokoll:justeringen", pk)


@require_safe
def jobb(request: HttpRequest, pk: int) -> HttpResponse:
    """Förseglingens läge, frågat varje sekund; när den är klar laddas sidan om."""
    justering = synlig(request, pk)
    if not är_htmx(request) or justering.jobb is None:
        return redirect("protokoll:justeringen", pk)
    if justering.jobb.är_avslutat:
        svar = HttpResponse(status=204)
        svar["HX-Refresh"] = "true"
        return svar
    return render(request, "protokoll/justering/_jobb.html", {"justering": justering})


@require_http_methods(["GET", "HEAD", "POST"])
def rätta(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    """Rättar ett uppenbart skrivfel i ett justerat protokoll."""
    förd(request, pk)
    return _rätta(request, pk, paragraf)


@kräv_färsk_andra_faktor
def _rätta(request: HttpRequest, pk: int, paragraf: int) -> HttpResponse:
    justering = förd(request, pk)
    vald = get_object_or_404(
        justering.protokoll.paragrafer.prefetch_related("beslut", "rättelser"), pk=paragraf
    )
    form = Rättelseform(request.POST or None)
    fel: Mötesfel | None = None
    if request.method == "POST" and form.is_valid():
        try:
            rättelse.rätta(
                justering=justering,
                paragraf=vald,
                av=användare(request),
                färsk_andra_faktor=är_färsk(request),
                **form.cleaned_data,
            )
        except Mötesfel as stopp:
            fel = stopp
        else:
            messages.success(request, "Rättelsen är gjord. Den nya versionen skapas nu.")
            return redirect("protokoll:justeringen", pk)
    innehåll = justeringsvy(justering, användare(request), fel=fel) | {"p": vald, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/justering/rattelse.html", innehåll, status=status)
