"""Granskningen: skrivelsen som den ser ut med kommentarerna bredvid, svaren, och översikten."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from konton.models import Användare
from ärenden import policy, utbyggnad
from ärenden.granskningsformulär import (
    RADER,
    KommentarForm,
    KommentarssvarForm,
    MötesForm,
    RevisionForm,
    SkickaForm,
    SvarForm,
)
from ärenden.granskningsläge import Läge, Ordning
from ärenden.models import (
    Granskningskommentar,
    Skrivelse,
    Skrivelseutkast,
)
from ärenden.policy import Rätt
from ärenden.services import granskning as tjänst
from ärenden.services import mallar, skrivande, skrivelser
from ärenden.services.skrivande import AnnanHannFöre, FelLäge, Skrivfel
from ärenden.services.skrivelseläge import FÄRG, översikt
from ärenden.views.gemensamt import inloggad
from ärenden.views.kommentarer import placerade, öppna_kommentarer
from ärenden.views.skrivande import bildadresser, skillnadsrutor, synligt_utkast

LÄSES_OM = "Texten har ändrats sedan du öppnade den. Läs den igen och svara sedan."


def _synlig(användare: Användare, pk: int) -> Skrivelseutkast:
    return get_object_or_404(
        policy.synliga_granskningar(användare)
        .select_related(
            *("mall__myndighet__kommun", "ärende__diarium", "ärende__myndighet"),
            *("skapad_av__person", "skrivelse__handling__ärende__myndighet", "föregångare"),
        )
        .prefetch_related("mall__avsnitt"),
        pk=pk,
    )


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    return _sidan(request, _synlig(användare, pk))


def _sidan(
    request: HttpRequest,
    utkast: Skrivelseutkast,
    *,
    kommentarform: KommentarForm | None = None,
    svarform: SvarForm | None = None,
    svar_på: tuple[int, KommentarssvarForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    användare = inloggad(request)
    skriver = policy.får_se_utkast(användare, utkast)
    delar = tjänst.avsnittens_block(utkast, bildadresser(utkast))
    kommentarer = list(utkast.kommentarer.prefetch_related("svaren").order_by("pk"))
    rader, synliga = placerade(
        kommentarer, delar, användare=användare, skriver=skriver, svar_på=svar_på
    )
    omgångar = list(utkast.granskningar.prefetch_related("granskare").order_by("-pk"))
    pågår = next((o for o in omgångar if o.avslutad_tid is None), None)
    i_tur = pågår.i_tur(pågår.granskare.all()) if pågår else []
    min_tur = next((g for g in i_tur if g.användare_id == användare.pk), None)
    får_godkänna = policy.får(användare, Rätt.GODKÄNNA, utkast.ärende.myndighet)
    brister = skrivande.textens_brister(utkast)
    öppna = sum(1 for k in kommentarer if k.är_öppen)
    sedan = tjänst.sedan_svaret(utkast, användare) if utkast.läge != Läge.INLÄMNAD else None
    ändrat = skillnadsrutor(utkast.mall, sedan[1].innehåll, utkast.innehåll) if sedan else []
    kan_kommentera = utkast.läge != Läge.INLÄMNAD and (
        min_tur is not None or (skriver and utkast.läge != Läge.GODKÄND)
    )
    return render(
        request,
        "ärenden/granska/visa.html",
        {
            "utkast": utkast,
            "färg": FÄRG[utkast.läge],
            "delar": synliga,
            "öppna": [r for r in rader if r.kommentar.är_öppen],
            "stängda": [r for r in rader if not r.kommentar.är_öppen],
            "omgångar": omgångar,
            "pågår": pågår,
            "i_tur": i_tur,
            "min_tur": min_tur,
            "skriver": skriver,
            "ser_ärendet": policy.får_se(användare, utkast.ärende),
            "får_godkänna": får_godkänna,
            "godkännanden": skrivande.gällande_godkännanden(utkast)
            if utkast.granskning == Läge.GODKÄND
            else [],
            "bilagor": policy.synliga_bilagor(användare)
            .filter(utkast=utkast)
            .order_by("plats", "pk"),
            "sedan": sedan[0] if sedan else None,
            "ändrat": ändrat,
            "brister": brister
            + skrivande.granskningens_brister(
                utkast, mall=mallar.som_avgör_godkännande(utkast), öppna_kommentarer=öppna
            ),
            "stopp": [b for b in brister if b.stoppar],
            "kan_kommentera": kan_kommentera,
            "kommentarform": kommentarform
            or KommentarForm(delar=[(f, rubrik) for f, rubrik, _, _ in delar]),
            "svarform": svarform or SvarForm(initial={"revision": utkast.revision}),
            "mötesform": _mötesform(utkast) if skriver and utkast.skrivelse_id is None else None,
            "steg": utkast.steg.order_by("-tid", "-pk"),
        },
        status=status,
    )


def _mötesform(utkast: Skrivelseutkast, data: QueryDict | None = None) -> MötesForm:
    möten = utbyggnad.mötesdagar([utkast.ärende.myndighet_id])
    return MötesForm(data, möten=möten, vald=utkast.önskad_dag)


@require_http_methods(["GET", "HEAD", "POST"])
def skicka(request: HttpRequest, pk: int) -> HttpResponse:
    """Vem som ska granska, i vilken ordning och till när."""
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    policy.kräv_se_utkast(användare, utkast)
    if not utkast.får_skrivas:
        return redirect("arenden:granskning", pk=pk)
    antal = _antal_rader(request)
    fler = request.POST.get("gor") == "fler"
    data = request.POST if request.method == "POST" and not fler else None
    form = SkickaForm(
        data,
        valbara=_valbara(utkast),
        rader=antal + fler,
        initial=(request.POST.dict() if fler else {"senast_dag": _stoppdag(utkast)})
        | {"revision": utkast.revision},
    )
    if data is not None and form.is_valid():
        try:
            tjänst.skicka(
                utkast=utkast,
                granskare=form.granskare,
                ordning=Ordning(form.cleaned_data["ordning"]),
                revision=form.cleaned_data["revision"],
                senast_dag=form.cleaned_data["senast_dag"],
                meddelande=form.cleaned_data["meddelande"],
                av=användare,
            )
        except AnnanHannFöre as krock:
            form.add_error(None, f"{krock} Läs den först.")
        except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Skrivelsen är skickad för granskning.")
            return redirect("arenden:granskning", pk=pk)
    return render(
        request,
        "ärenden/granska/skicka.html",
        {
            "utkast": utkast,
            "form": form,
            "ska_godkännas": mallar.som_avgör_godkännande(utkast).kräver_godkännande,
            "brister": skrivande.textens_brister(utkast),
            "kan_bli_fler": form.rader < 12,
        },
        status=422 if form.errors else 200,
    )


def _antal_rader(request: HttpRequest) -> int:
    return max(RADER, sum(1 for namn in request.POST if namn.startswith("granskare_")))


def _valbara(utkast: Skrivelseutkast) -> list[tuple[Användare, bool]]:
    egna = tjänst.skrivare(utkast)
    myndighet = utkast.ärende.myndighet
    godkänner = set(policy.godkännare_i(myndighet).values_list("pk", flat=True))
    alla = [vem for vem in policy.granskare_i(myndighet) if vem.pk not in egna]
    return sorted(((vem, vem.pk in godkänner) for vem in alla), key=lambda par: not par[1])


def _stoppdag(utkast: Skrivelseutkast) -> object:
    """Mötets stoppdag, om den inte redan har varit."""
    i_dag = timezone.localdate()
    möten = utbyggnad.mötesdagar([utkast.ärende.myndighet_id])
    dagar = (m.stoppdag for m in möten if m.stoppdag and m.dag == utkast.önskad_dag)
    return next((dag for dag in dagar if dag > i_dag), None)


@require_POST
def kommentera(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    delar = [(f, rubrik) for f, rubrik, _, _ in tjänst.avsnittens_block(utkast)]
    form = KommentarForm(request.POST, delar=delar)
    if form.is_valid():
        data = form.cleaned_data
        try:
            tjänst.kommentera(
                utkast=utkast,
                fält=data["fält"],
                citat=data["citat"],
                före=data["före"],
                efter=data["efter"],
                text=data["text"],
                ersättning=data["ersättning"] if data["föreslår"] else None,
                av=användare,
            )
        except tjänst.PlatsenSaknas as fel:
            form.add_error("citat", str(fel))
        except (tjänst.EjITur, FelLäge) as fel:
            return _går_inte(request, pk, fel)
        except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
            form.add_error(None, str(fel))
        else:
            return redirect("arenden:granskning", pk=pk)
    return _sidan(request, utkast, kommentarform=form, status=422)


@require_POST
def svara(request: HttpRequest, pk: int) -> HttpResponse:
    """Granskarens svar: klar (godkänn eller tillstyrk) eller återsänd."""
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    form = SvarForm(request.POST)
    if not form.is_valid():
        return _sidan(request, utkast, svarform=form, status=422)
    kommentar = form.cleaned_data["kommentar"]
    try:
        if request.POST.get("gor") == "atersand":
            tjänst.återsänd(utkast=utkast, kommentar=kommentar, av=användare)
            besked = "Skrivelsen är återsänd."
        else:
            tjänst.godkänn(
                utkast=utkast,
                revision=form.cleaned_data["revision"],
                kommentar=kommentar,
                av=användare,
            )
            besked = "Ditt svar är lämnat."
    except AnnanHannFöre:
        # Nästa svar gäller den nya texten: granskaren har den framför sig.
        data = request.POST.copy()
        data["revision"] = str(utkast.revision)
        form = SvarForm(data)
        form.add_error(None, LÄSES_OM)
        return _sidan(request, utkast, svarform=form, status=409)
    except (tjänst.EjITur, FelLäge) as fel:
        return _går_inte(request, pk, fel)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        form.add_error("kommentar" if "varför" in str(fel) else None, str(fel))
        return _sidan(request, utkast, svarform=form, status=422)
    messages.success(request, besked)
    return redirect("arenden:granskning", pk=pk)


def _dit_man_var(request: HttpRequest, pk: int) -> HttpResponse:
    """Kommentaren besvaras där texten granskas eller där den skrivs."""
    i_texten = request.POST.get("i_texten") == "1"
    return redirect("arenden:utkast" if i_texten else "arenden:granskning", pk=pk)


def _går_inte(request: HttpRequest, pk: int, fel: Exception) -> HttpResponse:
    """Skrivelsen är inte längre där användaren trodde; formuläret finns inte kvar på sidan."""
    messages.error(request, str(fel))
    return redirect("arenden:granskning", pk=pk)


def _gör(request: HttpRequest, pk: int, gör: Callable[[], object], besked: str) -> HttpResponse:
    """Ett steg utan formulär: gör det, säg hur det gick, och tillbaka till granskningen."""
    try:
        gör()
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        messages.error(request, str(fel))
    else:
        if besked:
            messages.success(request, besked)
    return _dit_man_var(request, pk)


@require_POST
def återkalla(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    return _gör(
        request,
        pk,
        lambda: tjänst.återkalla(utkast=utkast, av=användare),
        "Skrivelsen är tillbaka hos dig och kan ändras.",
    )


@require_POST
def ändra_igen(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    return _gör(
        request,
        pk,
        lambda: tjänst.ändra_igen(utkast=utkast, av=användare),
        "Texten kan ändras. Den måste godkännas på nytt.",
    )


@require_POST
def välj_sammanträde(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    utkast = _synlig(användare, pk)
    form = _mötesform(utkast, request.POST)
    if not form.is_valid():
        messages.error(request, "Välj ett av sammanträdena i listan.")
        return redirect("arenden:granskning", pk=pk)
    return _gör(
        request,
        pk,
        lambda: tjänst.välj_sammanträde(utkast=utkast, dag=form.cleaned_data["dag"], av=användare),
        "Sammanträdet är valt." if form.cleaned_data["dag"] else "Inget sammanträde är valt.",
    )


@require_POST
def öppna_igen(request: HttpRequest, pk: int) -> HttpResponse:
    """Den inlämnade texten blir ett nytt utkast, för den som får skriva i ärendet."""
    användare = inloggad(request)
    utkast = get_object_or_404(
        policy.inlämnade_texter(användare).select_related(
            "ärende__myndighet", "mall", "skrivelse__handling"
        ),
        pk=pk,
    )
    try:
        ny = skrivande.öppna_igen(utkast=utkast, av=användare)
    except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
        messages.error(request, str(fel))
        return redirect("arenden:visa", pk=utkast.ärende_id)
    messages.success(
        request, "Texten är öppnad igen. Den inlämnade står kvar tills den nya är inne."
    )
    return redirect("arenden:utkast", pk=ny.pk)


@require_POST
def kommentar(request: HttpRequest, pk: int) -> HttpResponse:
    """Svara på, stäng, öppna, godta eller avslå en kommentar."""
    användare = inloggad(request)
    k = get_object_or_404(
        Granskningskommentar.objects.filter(
            utkast__in=policy.synliga_granskningar(användare)
        ).select_related("utkast"),
        pk=pk,
    )
    gör = request.POST.get("gor", "svara")
    utkast_pk = k.utkast_id
    if request.htmx:  # type: ignore[attr-defined]  # sätts av django-htmx
        return _bredvid_texten(request, k, gör)
    if gör == "svara":
        form = KommentarssvarForm(request.POST, auto_id=f"id_svar_{pk}_%s")
        if form.is_valid():
            try:
                tjänst.svara(kommentar=k, text=form.cleaned_data["text"], av=användare)
                return _dit_man_var(request, utkast_pk)
            except (Skrivfel, skrivelser.ÄrendetStängt) as fel:
                form.add_error("text", str(fel))
        utkast = _synlig(användare, utkast_pk)
        return _sidan(request, utkast, svar_på=(pk, form), status=422)
    return _gör(request, utkast_pk, lambda: _avgör(request, k, gör), BESKED.get(gör, ""))


BESKED = {"godta": "Ändringen är införd som en ny version.", "avsla": "Förslaget är avslaget."}


def _avgör(request: HttpRequest, k: Granskningskommentar, gör: str) -> None:
    """Stänger, öppnar, godtar eller avslår. Skrivfel när det inte går, eller inget är valt."""
    av = inloggad(request)
    if gör == "godta":
        revision = RevisionForm(request.POST)
        if not revision.is_valid():
            raise Skrivfel("Läs in sidan igen och godta sedan.")
        tjänst.godta(kommentar=k, revision=revision.cleaned_data["revision"], av=av)
        return
    steg = {"stang": tjänst.stäng, "oppna": tjänst.öppna, "avsla": tjänst.avslå}
    if gör not in steg:
        raise Skrivfel("Välj vad som ska göras med kommentaren.")
    steg[gör](kommentar=k, av=av)


def _bredvid_texten(request: HttpRequest, k: Granskningskommentar, gör: str) -> HttpResponse:
    """Kommentarerna bredvid texten ritas om utan att sidan lämnas; en godtagen ändrar texten."""
    användare = inloggad(request)
    utkast = synligt_utkast(användare, k.utkast_id)
    fel = ""
    form = KommentarssvarForm(request.POST)
    try:
        if gör != "svara":
            _avgör(request, k, gör)
        elif form.is_valid():
            tjänst.svara(kommentar=k, text=form.cleaned_data["text"], av=användare)
        else:
            fel = str(form.errors["text"][0])
    except (Skrivfel, skrivelser.ÄrendetStängt) as hinder:
        fel = str(hinder)
    if gör == "godta" and not fel:
        messages.success(request, BESKED[gör])
        return HttpResponseClientRedirect(reverse("arenden:utkast", args=[utkast.pk]))
    sammanhang = {
        "utkast": utkast,
        "kommentarer": öppna_kommentarer(utkast, användare, bildadresser(utkast)),
        "fel": fel,
    }
    return render(
        request, "ärenden/skriva/_kommentarer.html", sammanhang, status=422 if fel else 200
    )


@require_POST
def godkänn_uppladdad(request: HttpRequest, pk: int) -> HttpResponse:
    användare = inloggad(request)
    skrivelse = get_object_or_404(
        Skrivelse.objects.filter(handling__in=policy.synliga_handlingar(användare)).select_related(
            "handling__ärende"
        ),
        pk=pk,
    )
    try:
        tjänst.godkänn_uppladdad(skrivelse=skrivelse, av=användare)
    except (Skrivfel, skrivelser.SaknarPapper) as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Skrivelsen är godkänd och kan anmälas.")
    return redirect("arenden:visa", pk=skrivelse.handling.ärende_id)


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Skrivelserna per sammanträde, med läget och vad som saknas."""
    användare = inloggad(request)
    if not policy.får_öppna_ärenden(användare):
        raise PermissionDenied("Skrivelserna är för dem som arbetar i nämnden.")
    return render(
        request,
        "ärenden/granska/lista.html",
        {
            "grupper": översikt(användare),
            "godkänner": policy.får_godkänna_någonstans(användare),
        },
    )
