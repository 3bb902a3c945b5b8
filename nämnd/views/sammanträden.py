"""Möten: listan, mötets sida, och att lägga upp, ändra, flytta och ställa in."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from konton.models import Användare
from konton.policy import FärskFaktorKrävs
from nämnd import documents, läsrum, policy, utbyggnad
from nämnd.forms import (
    FlyttaForm,
    Gruppmöten,
    Justerarna,
    NyttSammanträdeForm,
    Programmet,
    StällInForm,
    UppgifterForm,
    ÖvrigaKallade,
)
from nämnd.models import Kallad, Kallelse, Sammanträde
from nämnd.policy import Rätt
from nämnd.services import inlämning, publicering, sammanträden, utskick, utskickslista
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from nämnd.views.läsrum import är_styrkt
from nämnd.views.åtkomst import användare, skött, synliga, synligt

PER_BLAD = 30


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Kommande och hållna möten, med organ och år i adressen."""
    organ = policy.synliga_organ(request.user).order_by("namn", "pk")
    möten = synliga(request).order_by("-datum", "-pk")
    valt_organ = _heltal(request.GET.get("organ"))
    valt_år = _heltal(request.GET.get("ar"))
    if valt_organ:
        möten = möten.filter(organ=valt_organ)
    if valt_år:
        # Fler siffror än ett år har finns inte i någon kalender.
        möten = möten.filter(datum__year=valt_år) if valt_år <= MAXYEAR else möten.none()
    i_dag = timezone.localdate()
    kommande = möten.filter(datum__gte=i_dag).reverse()
    tidigare = möten.filter(datum__lt=i_dag)
    blad, nästa = _blad(tidigare, request.GET.get("fore", ""))
    filter_ = QueryDict(mutable=True)
    for namn in ("organ", "ar"):
        if request.GET.get(namn):
            filter_[namn] = request.GET[namn]
    return render(
        request,
        "nämnd/lista.html",
        {
            "kommande": [_listrad(s) for s in kommande] if not request.GET.get("fore") else [],
            "tidigare": [_listrad(s) for s in blad],
            "antal_tidigare": tidigare.count(),
            "första_bladet": not request.GET.get("fore"),
            "nästa": f"?{_med(filter_, fore=nästa)}" if nästa else "",
            "första": f"?{filter_.urlencode()}" if request.GET.get("fore") else "",
            "organ": [(o, o.pk == valt_organ) for o in organ],
            "år": [
                (dag.year, dag.year == valt_år)
                for dag in policy.synliga_sammanträden(request.user)
                .order_by()
                .dates("datum", "year", "DESC")
            ],
            "filtrerat": bool(valt_organ or valt_år),
            "får_skapa": policy.skötbara_organ(request.user).exists(),
        },
    )


def _listrad(sammanträde: Sammanträde) -> dict[str, Any]:
    return {
        "möte": sammanträde,
        "tid": visning.tidpunkt(sammanträde),
        "om": visning.om(sammanträde.datum),
        "färg": visning.FÄRG[Sammanträde.Status(sammanträde.status)],
    }


def _heltal(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _med(filter_: QueryDict, **fler: str) -> str:
    kopia = filter_.copy()
    kopia.update(fler)
    return kopia.urlencode()


def _blad(möten: QuerySet[Sammanträde], före: str) -> tuple[list[Sammanträde], str]:
    """Ett blad med nyckeln till nästa: dag och nummer på det sista mötet."""
    dag, _, pk = före.partition("_")
    nummer = _heltal(pk)
    if nummer is not None:
        try:
            gräns = date.fromisoformat(dag)
        except ValueError:
            gräns = None
        if gräns:
            möten = möten.filter(Q(datum__lt=gräns) | Q(datum=gräns, pk__lt=nummer))
    rader = list(möten[: PER_BLAD + 1])
    if len(rader) <= PER_BLAD:
        return rader, ""
    sista = rader[PER_BLAD - 1]
    return rader[:PER_BLAD], f"{sista.datum.isoformat()}_{sista.pk}"


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets sida för alla som får se det: uppgifter, den utfärdade listan och utgåvorna."""
    sammanträde = synligt(request, pk)
    jag = användare(request)
    sköter = policy.får(jag, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    kallelser = list(
        policy.synliga_kallelser(jag)
        .filter(sammanträde=sammanträde, status=Kallelse.Status.UTFÄRDAD)
        .select_related("utfärdad_av__person")
        .prefetch_related("filer__fil", "punktsidor")
        .senast_först()
    )
    läslista, öppen, ser_hemligt = None, True, False
    if kallelser:
        if request.method == "GET":
            utskick.anteckna_öppnad(kallelse=kallelser[0], av=jag)
        ser_hemligt = policy.får_se_sekretess(jag, sammanträde)
        # Den som sköter mötet arbetar med listan.
        öppen = sköter or not ser_hemligt or är_styrkt(request)
        läslista = visning.läslista(
            kallelser,
            användare=jag,
            offentlig=not ser_hemligt,
            offentligt_paket=not policy.får_läsa_hela_paketet(jag, sammanträde),
            öppen=öppen,
        )
        if läslista.låst and "hemliga" in request.GET:
            raise FärskFaktorKrävs
    svar = render(
        request,
        "nämnd/visa.html",
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "färg": visning.FÄRG[Sammanträde.Status(sammanträde.status)],
            "flyttat": _flyttat(sammanträde, läslista),
            "läslista": läslista,
            "editioner": _editioner(jag, sammanträde, kallelser),
            "gruppmöten": list(sammanträde.gruppmöten.all()),
            "program": list(sammanträde.program.all()),
            **_det_kallelsen_säger(läslista, sköter=sköter, sammanträde=sammanträde),
            "digitalt": sammanträde.digital_plats
            if sköter or sammanträde.kallade.filter(person=jag.person_id).exists()
            else "",
            "utskicket": utskickslista.läge(kallelser[0]) if sköter and kallelser else None,
            "webben": _webben(sammanträde, kallelser, sköter=sköter),
            "läser": bool(kallelser) and policy.läsare(jag, sammanträde) in läsrum.KALLADE,
            "sköter": sköter,
            "läge": visning.läge(sammanträde) if sköter else None,
            "inlämnat": inlämning.räkna(sammanträde) if sköter else None,
            "kan_ändras": sköter and sammanträde.är_öppet_för_ändring,
            "saknas": utbyggnad.saknat(sammanträde) if sköter else [],
            "handgrepp": utbyggnad.handgrepp(sammanträde, jag),
            **_svaren(sammanträde, jag, sköter=sköter),
        },
    )
    if läslista is not None and not sköter and öppen and ser_hemligt:
        svar["Cache-Control"] = "private, no-store"
    return svar


def _editioner(
    jag: Användare, sammanträde: Sammanträde, kallelser: list[Kallelse]
) -> list[tuple[Kallelse, list[visning.Fillänk], bool]]:
    """Varje kallelse följd av sina kompletteringar, den senaste kallelsen först; och om den gäller.

    Det som gäller är den senaste hela kallelsen med alla sina kompletteringar.
    """
    i_ordning = sorted(kallelser, key=lambda k: (-k.edition, k.nummer))
    filer = visning.läsbara_filer(jag, sammanträde, i_ordning)
    return [
        (k, länkar, k.edition == kallelser[0].edition)
        for k, länkar in zip(i_ordning, filer, strict=True)
    ]


def _svaren(sammanträde: Sammanträde, jag: Användare, *, sköter: bool) -> dict[str, Any]:
    """Mitt svar för den som är kallad, och antalet för den som sköter mötet."""
    gällande = sammanträde.svar.gällande()
    kallad = jag.person_id is not None and policy.är_kallad(jag, sammanträde)
    return {
        "kan_svara": kallad and sammanträde.är_öppet_för_ändring,
        "mitt_svar": gällande.filter(person=jag.person_id).first() if kallad else None,
        "antal_svar": gällande.count() if sköter else 0,
    }


def _webben(sammanträde: Sammanträde, kallelser: list[Kallelse], *, sköter: bool) -> dict[str, Any]:
    """Sidan på webben, kallelsen som kan publiceras, och fullmäktiges tillkännagivanden."""
    if not sköter:
        return {"ute": None, "senaste": None, "anslag": [], "dolt": ""}
    ute = publicering.publicerat(sammanträde)
    senaste = kallelser[0] if kallelser else None
    if sammanträde.status == Sammanträde.Status.INSTÄLLT or (
        # Sidan på webben har editionens nummer; en senare komplettering är inte med på den.
        senaste
        and ute
        and senaste.utfärdad_tid
        and ute.edition == senaste.edition
        and ute.publicerad_tid >= senaste.utfärdad_tid
    ):
        senaste = None
    return {
        "ute": ute,
        "senaste": senaste,
        "anslag": publicering.tillkännagivanden(sammanträde),
        "dolt": publicering.blivit_hemligt(kallelser[0]) if kallelser else "",
    }


def _det_kallelsen_säger(
    läslista: visning.Läslista | None, *, sköter: bool, sammanträde: Sammanträde
) -> dict[str, Any]:
    """Kallade, justerare och underskrift ur den utfärdade kallelsen; före den ur raderna."""
    utfärdad = None
    if läslista is not None:
        u, utfärdad = läslista.underlag, läslista.hela.utfärdad_tid
    elif sköter:
        u = documents.underlag(sammanträde)
    else:
        tomma = ("kallade", "justerare", "ersättare", "distans", "beslutas_av")
        return dict.fromkeys(tomma, ()) | {"underskrift": ""}
    dag = u.underskrift_dag or (
        date_format(timezone.localdate(utfärdad), "j F Y") if utfärdad else ""
    )
    return {
        "kallade": u.kallade,
        "justerare": u.justerare,
        "ersättare": u.ersättare_för_justerare,
        "underskrift": documents.underskrift(u.underskrift_ort, dag) if dag else u.underskrift_ort,
        "distans": documents.distans(u),
        "beslutas_av": documents.beslutas_av(u),
    }


def _flyttat(sammanträde: Sammanträde, läslista: visning.Läslista | None) -> str:
    """Vad som stod i den utfärdade kallelsen, om dagen, tiden eller platsen är en annan nu."""
    if läslista is None or sammanträde.status == Sammanträde.Status.INSTÄLLT:
        return ""
    u = läslista.underlag
    tider = tuple(str(spann) for spann in sammanträde.tider.all())
    if (u.datum, u.tider, u.plats) == (sammanträde.datum, tider, sammanträde.plats):
        return ""
    return ", ".join(filter(None, [visning.dag_och_tid(u.datum, u.tider), u.plats]))


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    jag = användare(request)
    if not policy.skötbara_organ(jag).exists():
        raise PermissionDenied("Du sköter inget organ och kan inte lägga upp sammanträden.")
    form = NyttSammanträdeForm(
        request.POST or None, användare=jag, initial={"organ": request.GET.get("organ")}
    )
    if request.method == "POST" and form.is_valid():
        sammanträde = sammanträden.skapa_sammanträde(**form.cleaned_data, av=jag)
        messages.success(request, "Sammanträdet är upplagt. Fyll på listan med ärenden.")
        return redirect("namnd:foredragningslista", sammanträde.pk)
    return render(request, "nämnd/ny.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ändra(request: HttpRequest, pk: int) -> HttpResponse:
    """Uppgifterna om mötet som trycks i kallelsen."""
    sammanträde = skött(request, pk)
    start = {namn: getattr(sammanträde, namn) for namn in UppgifterForm.base_fields}
    form = UppgifterForm(request.POST or None, sammanträde=sammanträde, initial=start)
    gruppmöten = Gruppmöten(
        request.POST or None,
        prefix="gruppmoten",
        initial=[
            {"partier": ", ".join(g.partier), "plats": g.plats, "från": g.från, "till": g.till}
            for g in sammanträde.gruppmöten.all()
        ],
    )
    program = Programmet(
        request.POST or None,
        prefix="program",
        initial=[{"tid": p.tid, "text": p.text} for p in sammanträde.program.all()],
    )
    övriga = ÖvrigaKallade(
        request.POST or None,
        prefix="ovriga",
        initial=[
            {
                "namn": k.namn,
                "titel": k.titel,
                "tid": k.tid,
                "kännedom": k.som == Kallad.Som.KÄNNEDOM,
            }
            for k in documents.övriga_kallade(sammanträde)
        ],
    )
    justerare = _justerare(request, sammanträde)
    rader = (gruppmöten, program, övriga, justerare)
    hela = all([form.is_valid(), *(f.is_valid() for f in rader)]) if form.is_bound else False
    if request.method == "POST" and hela:
        try:
            sammanträden.ändra_sammanträde(
                sammanträde=sammanträde,
                av=användare(request),
                gruppmöten=_rader(gruppmöten),
                program=_rader(program),
                övriga=_rader(övriga),
                justerare=_rader(justerare),
                **form.cleaned_data,
            )
        except Listfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Uppgifterna är sparade.")
            return redirect("namnd:visa", pk)
    return render(
        request,
        "nämnd/andra.html",
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "form": form,
            "gruppmöten": gruppmöten,
            "program": program,
            "övriga": övriga,
            "justerare": justerare,
        },
        status=422 if form.errors or any(_har_fel(f) for f in rader) else 200,
    )


def _justerare(request: HttpRequest, sammanträde: Sammanträde) -> Any:
    """Raderna med de föreslagna justerarna, att välja bland ledamöterna i tur."""
    valbara = sammanträden.valbara_justerare(sammanträde)
    per_person = {u.person_id: u.pk for u in valbara}
    return Justerarna(
        request.POST or None,
        prefix="justerare",
        form_kwargs={"valbara": valbara},
        initial=[
            {"uppdrag": str(per_person[j.person_id]), "är_ersättare": j.är_ersättare}
            for j in sammanträde.tilltänkta_justerare.all()
            if j.person_id in per_person
        ],
    )


def _rader(formulär: Any) -> list[Any]:
    return [form.rad for form in formulär if form.rad]


def _har_fel(formulär: Any) -> bool:
    return formulär.is_bound and not formulär.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
def flytta(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: mötet till en annan dag, tid eller plats."""
    sammanträde = skött(request, pk)
    tid = next(iter(sammanträde.tider.all()), None)
    form = FlyttaForm(
        request.POST or None,
        initial={
            "datum": sammanträde.datum,
            "från": tid.från if tid else None,
            "till": tid.till if tid else None,
            "plats": sammanträde.plats,
        },
    )
    if request.method == "POST" and form.is_valid():
        if not form.har_ändrats():
            form.add_error(None, "Ange en annan dag, tid eller plats än den som gäller nu.")
        else:
            try:
                sammanträden.flytta_sammanträde(
                    sammanträde=sammanträde, av=användare(request), **form.cleaned_data
                )
            except Listfel as fel:
                form.add_error(None, str(fel))
            else:
                messages.success(request, "Sammanträdet är flyttat.")
                return redirect("namnd:visa", pk)
    return _bekräfta(request, "nämnd/flytta.html", sammanträde, form)


@require_http_methods(["GET", "HEAD", "POST"])
def ställ_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekräftande sida: mötet blir inte av."""
    sammanträde = skött(request, pk)
    form = StällInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sammanträden.ställ_in(
                sammanträde=sammanträde, av=användare(request), skäl=form.cleaned_data["skäl"]
            )
        except Listfel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Sammanträdet är inställt.")
            return redirect("namnd:visa", pk)
    return _bekräfta(request, "nämnd/stall_in.html", sammanträde, form)


def _bekräfta(
    request: HttpRequest, mall: str, sammanträde: Sammanträde, form: FlyttaForm | StällInForm
) -> HttpResponse:
    return render(
        request,
        mall,
        {
            "möte": sammanträde,
            "rubrik": visning.mötesrubrik(sammanträde),
            "tid": visning.tidpunkt(sammanträde),
            "form": form,
            "kallade": documents.att_kalla(sammanträde),
            "utfärdad": sammanträde.kallelser.filter(status=Kallelse.Status.UTFÄRDAD).exists(),
            "fått": utskickslista.har_fått(sammanträde),
            "ärenden": sammanträde.punkter.exclude(skrivelse=None).count(),
            "kan_ändras": sammanträde.är_öppet_för_ändring,
            "svar": sammanträde.svar.gällande().count(),
        },
        status=422 if form.errors else 200,
    )
