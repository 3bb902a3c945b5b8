"""Det egna i läsrummet: utkast till yrkanden och initiativ, inlämningen, och frågorna."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from konton.models import Användare
from konton.policy import FärskFaktorKrävs
from nämnd import förslagsrätt, policy
from nämnd.fynd import Fynd
from nämnd.förslagsformulär import Frågeformulär, Initiativutkast, Yrkandeutkast
from nämnd.models import Förslagsutkast, Initiativ, Organ, Sammanträde
from nämnd.services import frågor, förslagsutkast, inlämning, yrkandekedja
from nämnd.services.förslagsutkast import Innehåll, Utkast, Utkastfel
from nämnd.services.inlämning import FårInteLämnaIn, Inlämningsfel, Prövat, Vald, Väckt
from nämnd.views import visning
from nämnd.views.läsrum import exemplar_av, är_styrkt
from nämnd.views.åtkomst import användare
from ärenden.services import registrering


@require_safe
def mina(request: HttpRequest) -> HttpResponse:
    """Egna utkast, det inlämnade, och frågorna med sina svar."""
    jag = användare(request)
    utkast = [u for u in förslagsutkast.mina(jag) if not u.innehåll.är_tomt]
    möten = {
        m.pk: m
        for m in policy.läsbara_möten(jag)
        .filter(pk__in=[u.innehåll.sammanträde for u in utkast if u.innehåll.sammanträde])
        .select_related("organ")
        .order_by("pk")
    }
    väckbara = inlämning.väckbara(jag)
    namn = {organ.pk: organ for organ, _ in väckbara}
    yrkanden = list(inlämning.mina_yrkanden(jag))
    lägen = yrkandekedja.lägen(yrkanden)
    styrkt = är_styrkt(request)
    if "hemliga" in request.GET and not styrkt:
        raise FärskFaktorKrävs
    svar = render(
        request,
        "nämnd/lasrum/mina.html",
        {
            "utkast": [
                (u, möten.get(u.innehåll.sammanträde or 0), namn.get(u.innehåll.organ))
                for u in utkast
            ],
            "yrkanden": [(y, lägen[y.pk]) for y in yrkanden],
            "initiativ": list(inlämning.mina_initiativ(jag)),
            "frågor": list(frågor.mina(jag)),
            "styrkt": styrkt,
            "väcker_i": [organ for organ, får in väckbara if får],
            "ersättare_i": [organ for organ, får in väckbara if not får],
            "ersättares_rätt": förslagsrätt.ERSÄTTARES_RÄTT,
        },
    )
    if styrkt:
        svar["Cache-Control"] = "private, no-store"
    return svar


# --- Börja ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def nytt_yrkande(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    """Börjar ett utkast på punkten; ett tomt som redan finns används igen."""
    jag = användare(request)
    möte = exemplar_av(request, pk).kallelse.sammanträde
    vald = inlämning.kräv_vald(jag, möte, punkt)
    if hinder := [f for f in förslagsrätt.yrka(vald.läge) if f.hindrar]:
        return _hindrad(request, "Du kan inte yrka på punkten", hinder, möte)
    return _börja(request, Innehåll(organ=möte.organ_id, sammanträde=möte.pk, punkt=punkt))


@require_http_methods(["GET", "HEAD", "POST"])
def nytt_initiativ(request: HttpRequest, organ: int) -> HttpResponse:
    jag = användare(request)
    valt = get_object_or_404(policy.egna_organ(jag), pk=organ, typ__in=inlämning.VÄCKER_I)
    if hinder := [f for f in inlämning.väckarens_läge(jag, valt) if f.hindrar]:
        return _hindrad(request, "Du kan inte väcka ett ärende", hinder)
    return _börja(request, Innehåll(organ=valt.pk))


def _hindrad(
    request: HttpRequest, rubrik: str, hinder: list[Fynd], möte: Sammanträde | None = None
) -> HttpResponse:
    """Regeln som hindrar, med sin paragraf. Det är inte rollen som inte räcker till."""
    return render(
        request,
        "nämnd/lasrum/hindrad.html",
        {"rubrik": rubrik, "hinder": hinder, "möte": möte},
        status=403,
    )


def _börja(request: HttpRequest, innehåll: Innehåll) -> HttpResponse:
    """Ett GET visar formuläret utan att spara; utkastet blir till när det skickas."""
    jag = användare(request)
    tomt = next((u for u in förslagsutkast.mina(jag) if u.innehåll == innehåll), None)
    if tomt is not None:
        rad = tomt.rad
    elif request.method == "POST":
        rad = förslagsutkast.skapa(innehåll=innehåll, av=jag)
    else:
        return _utkastsida(request, Utkast(Förslagsutkast(ägare=jag), innehåll))
    if request.method == "POST" and "text" in request.POST:
        return utkast(request, rad.nyckel)
    return redirect("lasrum:utkast", rad.nyckel)


# --- Skriva --------------------------------------------------------------------------------------


def _mitt(request: HttpRequest, nyckel: uuid.UUID) -> Utkast:
    """Det egna utkastet; någon annans finns inte."""
    rad = get_object_or_404(förslagsutkast.mina_rader(användare(request)), nyckel=nyckel)
    return förslagsutkast.läs(rad)


def _revision(utkast: Utkast) -> str:
    return utkast.rad.sparad_tid.isoformat() if utkast.rad.pk else ""


def _krockar(form: Yrkandeutkast | Initiativutkast, mitt: Utkast) -> bool:
    """Om något annat har sparats sedan sidan visades; samma text är ingen krock.

    Det som sparas av sig självt kan komma fram medan samma text lämnas vidare.
    """
    ändrat = form.cleaned_data["revision"] not in ("", _revision(mitt))
    return ändrat and form.innehåll(mitt.innehåll) != mitt.innehåll


def _form(request: HttpRequest, utkast: Utkast) -> Yrkandeutkast | Initiativutkast:
    i = utkast.innehåll
    data = request.POST if request.method == "POST" else None
    start: dict[str, object] = {"revision": _revision(utkast), "rubrik": i.rubrik, "text": i.text}
    start |= {"motivering": i.motivering, "slag": i.slag, "med": list(i.med)}
    if not i.är_yrkande:
        return Initiativutkast(data, initial=start)
    assert i.sammanträde is not None  # ett yrkande har ett möte
    möte = Sammanträde.objects.select_related("organ").get(pk=i.sammanträde)
    return Yrkandeutkast(
        data,
        initial=start,
        möjliga=inlämning.möjliga_förslagsställare(möte.organ, möte),
        jag=användare(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def utkast(request: HttpRequest, nyckel: uuid.UUID) -> HttpResponse:
    """Skriver och sparar utkastet; ”vidare” går till bekräftelsen."""
    mitt = _mitt(request, nyckel)
    form = _form(request, mitt)
    krock = False
    if request.method == "POST" and form.is_valid():
        krock = _krockar(form, mitt)
        if not krock:
            fel = _spara(request, mitt, form)
            saknas = form.saknas() if "vidare" in request.POST else {}
            if fel is None and not saknas:
                if "vidare" in request.POST:
                    return redirect("lasrum:lamna_in", nyckel)
                messages.success(request, "Utkastet är sparat. Bara du ser det.")
                return redirect("lasrum:utkast", nyckel)
            mitt = _mitt(request, nyckel)
            for fält, text in saknas.items():
                form.add_error(fält, text)
            if fel is not None:
                form.add_error(None, str(fel))
        # Nästa spara gäller mot det som nu är sparat, och visas bredvid vid en krock.
        data = request.POST.copy()
        data["revision"] = _revision(mitt)
        form.data = data
    return _utkastsida(request, mitt, form, krock=krock)


def _utkastsida(
    request: HttpRequest,
    mitt: Utkast,
    form: Yrkandeutkast | Initiativutkast | None = None,
    *,
    krock: bool = False,
) -> HttpResponse:
    form = form or _form(request, mitt)
    om = _om_utkastet(request, mitt)
    return render(
        request,
        "nämnd/lasrum/utkast.html",
        {
            # Det som skickas när punkten just har stängts står kvar i sina rutor.
            "stängt": bool(om["hinder"]) and request.method != "POST",
            "u": mitt,
            "sparat": mitt.rad.pk is not None,
            "form": form.visat(),
            "krock": krock,
            **om,
        },
        status=422 if request.method == "POST" else 200,
    )


def _spara(
    request: HttpRequest, mitt: Utkast, form: Yrkandeutkast | Initiativutkast
) -> Utkastfel | None:
    try:
        förslagsutkast.spara(
            nyckel=mitt.rad.nyckel, innehåll=form.innehåll(mitt.innehåll), av=användare(request)
        )
    except Utkastfel as fel:
        return fel
    return None


def _om_utkastet(request: HttpRequest, mitt: Utkast) -> dict[str, object]:
    """Mötet och punkten, så länge läsaren får läsa dem, och det som hindrar att yrka på den."""
    jag, i = användare(request), mitt.innehåll
    organ = Organ.objects.get(pk=i.organ)
    möte = (
        policy.läsbara_möten(jag)
        .filter(pk=i.sammanträde or 0)
        .select_related("organ__myndighet__kommun")
        .first()
    )
    vald: Vald | None = None
    if möte is not None and i.punkt is not None:
        vald = inlämning.vald_punkt(jag, möte, i.punkt)
        vald = vald if vald is not None and vald.får_läsa else None
    return {
        "organ": organ,
        "möte": möte,
        "punkt": vald.punkt if vald else None,
        "hinder": [f for f in förslagsrätt.yrka(vald.läge) if f.hindrar] if vald else [],
    }


@require_POST
def autospara(request: HttpRequest, nyckel: uuid.UUID) -> HttpResponse:
    """Sparar medan man skriver, och säger när."""
    mitt = _mitt(request, nyckel)
    form = _form(request, mitt)
    fel = ""
    if not form.is_valid():
        fel = "Något i formuläret är för långt."
    elif _krockar(form, mitt):
        fel = "Utkastet är ändrat i ett annat fönster."
    elif (stopp := _spara(request, mitt, form)) is not None:
        fel = str(stopp)
    sparat = _mitt(request, nyckel)
    return render(
        request,
        "nämnd/lasrum/_sparlage.html",
        {"tid": sparat.rad.sparad_tid, "fel": fel, "revision": _revision(sparat), "oob": not fel},
    )


@require_POST
def ta_bort_utkast(request: HttpRequest, nyckel: uuid.UUID) -> HttpResponse:
    mitt = _mitt(request, nyckel)
    förslagsutkast.ta_bort(nyckel=mitt.rad.nyckel, av=användare(request))
    messages.success(request, "Utkastet är borttaget.")
    return redirect("lasrum:mina")


# --- Lämna in ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def lämna_in(request: HttpRequest, nyckel: uuid.UUID) -> HttpResponse:
    """Säger exakt vad som händer, och lämnar in."""
    mitt = _mitt(request, nyckel)
    jag = användare(request)
    om = _om_utkastet(request, mitt)
    prövat: Prövat | Väckt | None = None
    fel = ""
    try:
        prövat = _pröva(jag, mitt, om)
        if request.method == "POST":
            return _lämnat(request, mitt, jag)
    except FårInteLämnaIn as stopp:
        # Det prövade visar hindren med sina skäl. Har ett kommit till sedan dess sägs det här.
        if prövat is None or not prövat.hinder:
            fel = str(stopp)
    except (Inlämningsfel, PermissionDenied) as stopp:
        fel = str(stopp) or "Du får inte lämna in det."
    return render(
        request,
        "nämnd/lasrum/lamna_in.html",
        {
            "u": mitt,
            "p": prövat,
            "fel": fel,
            "upplysningar": [f for f in prövat.fynd if not f.hindrar] if prövat else [],
            "varningar": _rubrikvarningar(prövat),
            **om,
            "hinder": prövat.hinder if prövat else [],
        },
        status=422 if request.method == "POST" else 200,
    )


def _pröva(jag: Användare, mitt: Utkast, om: dict[str, object]) -> Prövat | Väckt:
    if not mitt.innehåll.är_yrkande:
        organ = om["organ"]
        assert isinstance(organ, Organ)
        return inlämning.pröva_initiativ(mitt.innehåll, jag, organ)
    möte = om["möte"]
    if not isinstance(möte, Sammanträde):
        raise Inlämningsfel("Du kommer inte längre in i mötets läsrum.")
    return inlämning.pröva_yrkande(mitt.innehåll, jag, möte)


def _rubrikvarningar(prövat: Prövat | Väckt | None) -> list[registrering.Varning]:
    """Ärendets rubrik läses av alla: det en registrator skulle stanna vid."""
    if not isinstance(prövat, Väckt):
        return []
    return registrering.textvarningar(
        rubrik=prövat.rubrik, offentlig_rubrik="", motpart="", offentlig_motpart=""
    )


def _lämnat(request: HttpRequest, mitt: Utkast, jag: Användare) -> HttpResponse:
    if mitt.innehåll.är_yrkande:
        yrkande = inlämning.lämna_in_yrkande(nyckel=mitt.rad.nyckel, av=jag)
        var = yrkande.handling.ärende.beteckning
        messages.success(request, f"Yrkandet är inlämnat och registrerat i {var}.")
    else:
        initiativ = inlämning.lämna_in_initiativ(nyckel=mitt.rad.nyckel, av=jag)
        var = initiativ.skrivelse.handling.ärende.beteckning
        messages.success(request, f"Ärendet är väckt och har nummer {var}.")
    return redirect("lasrum:mina")


@require_POST
def återta_yrkande(request: HttpRequest, pk: int) -> HttpResponse:
    rad = get_object_or_404(inlämning.mina_yrkanden(användare(request)), pk=pk)
    return _återta(request, lambda jag: inlämning.återta_yrkande(yrkande=rad, av=jag), "Yrkandet")


@require_POST
def återta_initiativ(request: HttpRequest, pk: int) -> HttpResponse:
    rad: Initiativ = get_object_or_404(inlämning.mina_initiativ(användare(request)), pk=pk)
    return _återta(
        request, lambda jag: inlämning.återta_initiativ(initiativ=rad, av=jag), "Initiativet"
    )


def _återta(request: HttpRequest, gör: Callable[[Användare], object], vad: str) -> HttpResponse:
    try:
        gör(användare(request))
    except Inlämningsfel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{vad} är återtaget. Handlingen finns kvar i diariet.")
    return redirect("lasrum:mina")


# --- Fråga ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def fråga(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    """En fråga om punkten, genom sekreteraren till handläggaren."""
    jag = användare(request)
    möte = exemplar_av(request, pk).kallelse.sammanträde
    vald = inlämning.vald_punkt(jag, möte, punkt)
    if vald is None:
        raise Http404
    if not vald.får_läsa:
        raise PermissionDenied("Du får inte läsa punkten.")
    if hinder := [f for f in förslagsrätt.fråga(vald.läge) if f.hindrar]:
        return _hindrad(request, "Du kan inte fråga om punkten", hinder, möte)
    form = Frågeformulär(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            frågor.ställ(sammanträde=möte, punkt=punkt, text=form.cleaned_data["text"], av=jag)
        except (frågor.Frågefel, FårInteLämnaIn) as fel:
            form.add_error("text", str(fel))
        else:
            messages.success(request, "Frågan är ställd. Nämndsekreteraren ser den nu.")
            return redirect("lasrum:mina")
    return render(
        request,
        "nämnd/lasrum/fraga.html",
        {
            "möte": möte,
            "rubrik": visning.mötesrubrik(möte),
            "punkt": vald.punkt,
            "form": form,
        },
        status=422 if request.method == "POST" else 200,
    )
