"""Läsrummet: de egna mötena, mötets papper punkt för punkt, och ett papper i taget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from konton import tvåfaktor
from konton.models import Användare
from konton.policy import FärskFaktorKrävs
from nämnd import förslagsrätt, policy, sidblock
from nämnd.anteckningsformulär import Anteckningsformulär
from nämnd.förslagsrätt import Punktläge
from nämnd.läsrum import FAKTORN_GÄLLER, Läsare
from nämnd.models import Kallelse, Läsning
from nämnd.services import (
    frågor,
    läsanteckningar,
    papperstext,
    publicering,
    sparat,
    utskick,
    yrkandekedja,
)
from nämnd.services import läsrum as tjänst
from nämnd.services.läsanteckningar import Anteckning
from nämnd.services.läsrum import Exemplar, Läspapper
from nämnd.sidblock import Block
from nämnd.views import visning
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.åtkomst import användare
from ärenden.models import Fil

TIDIGARE = 20
#: Enheten som sparar en sida säger det i huvudet.
SPARAS = "X-Sparas"
#: Tecken i en sökning; fler skriver ingen, och orden är ändå bara så många.
MAX_FRÅGA = 200


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """De möten som användaren är kallad till, det närmaste överst."""
    jag = användare(request)
    läst = Läsning.objects.filter(sammanträde=OuterRef("pk"), person=jag.person_id)
    sett = Läsning.objects.filter(sammanträde=OuterRef("sammanträde"), person=jag.person_id)
    osedda = Kallelse.objects.läsbara().filter(
        sammanträde=OuterRef("pk"),
        utfärdad_tid__gt=sett.values("kallelse__utfärdad_tid")[:1],
    )
    # Den som har slutat får inte veta av det som kommit sedan.
    kallad = policy.synliga_sammanträden(jag).filter(pk=OuterRef("pk"))
    möten = (
        policy.egna_möten(jag)
        .select_related("organ")
        .prefetch_related("tider")
        .annotate(är_öppnat=Exists(läst), har_nytt=Exists(osedda) & Exists(kallad))
    )
    i_dag = timezone.localdate()
    return render(
        request,
        "nämnd/lasrum/lista.html",
        {
            "kommande": _rader(möten.filter(datum__gte=i_dag).order_by("datum", "pk")),
            "tidigare": _rader(möten.filter(datum__lt=i_dag).order_by("-datum", "-pk")[:TIDIGARE]),
        },
    )


def _rader(möten: object) -> list[dict[str, object]]:
    return [
        {
            "möte": m,
            "tid": visning.tidpunkt(m),
            "om": visning.om(m.datum),
            "nytt": m.har_nytt,
            "öppnat": m.är_öppnat,
        }
        for m in möten  # type: ignore[attr-defined]  # annoterade i lista
    ]


def exemplar_av(request: HttpRequest, pk: int) -> Exemplar:
    """Läsarens exemplar av mötets kallelse; 404 för den som inte får komma in."""
    möte = get_object_or_404(
        policy.läsbara_möten(request.user)
        .select_related("organ__myndighet__kommun")
        .prefetch_related("tider"),
        pk=pk,
    )
    exemplar = tjänst.för_användare(användare(request), möte)
    if exemplar is None:
        raise Http404
    exemplar.kallelse.sammanträde = möte
    if SPARAS in request.headers:
        # Allt som en enhet sparar hämtas så här: inget hemligt kommer förbi.
        return tjänst.att_spara(exemplar)
    return replace(exemplar, styrkt=exemplar.har_hemligt and är_styrkt(request))


def är_styrkt(request: HttpRequest) -> bool:
    """Om läsaren nyss har visat den andra faktor som ett hemligt papper kräver."""
    return tvåfaktor.är_färsk(request, FAKTORN_GÄLLER // timedelta(minutes=1))


def lämna_inget_kvar(svar: HttpResponse, exemplar: Exemplar) -> HttpResponse:
    """En sida som kan visa något hemligt ligger inte kvar i webbläsaren."""
    if exemplar.styrkt:
        svar["Cache-Control"] = "private, no-store"
    return svar


@require_safe
def möte(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets punkter med papper, det som är nytt, och sökning i allt som läsaren får öppna."""
    exemplar = exemplar_av(request, pk)
    jag = användare(request)
    möte_ = exemplar.kallelse.sammanträde
    delade = frågor.delade(exemplar)
    if "hemliga" in request.GET and not exemplar.sparat:
        if delade.låsta:
            raise FärskFaktorKrävs
        exemplar.kräv_helt_öppet()
    if exemplar.sparat:
        # Det nya räknas från det som är sparat, när nätet är tillbaka.
        nytt = None
    elif request.method == "GET":
        nytt = tjänst.öppna(exemplar=exemplar, av=jag)
    else:
        nytt = tjänst.nytt(jag, exemplar)
    svar = render(
        request,
        "nämnd/lasrum/mote.html",
        {
            "möte": möte_,
            "rubrik": visning.mötesrubrik(möte_),
            "tid": visning.tidpunkt(möte_),
            "e": tjänst.att_visa(exemplar, jag),
            "nytt": nytt,
            "nya": nytt.papper if nytt else frozenset(),
            "stängda": [p for p in tjänst.alla_punkter(exemplar.punkter) if p.stängd],
            "webbsida": publicering.publicerat(möte_),
            "ser_mötet": exemplar.läsare is not Läsare.TIDIGARE,
            "enheter": sparat.gällande(jag, möte_).count(),
            "sköter": exemplar.läsare is Läsare.SKÖTER,
            "eget": _eget(jag, exemplar),
            "delade": delade,
            **_sökning(request, exemplar, exemplar.papper),
        },
    )
    return lämna_inget_kvar(svar, exemplar)


@dataclass(frozen=True)
class Eget:
    """Vad läsaren kan lämna in på mötets punkter. Varje punkt prövas igen när det görs."""

    kan_yrka: bool
    kan_fråga: bool
    ser_hemligt: bool
    jävig: frozenset[int]


def _eget(jag: Användare, exemplar: Exemplar) -> Eget:
    möte_ = exemplar.kallelse.sammanträde
    läge = Punktläge(exemplar.läsare, möte_slut=möte_.status in yrkandekedja.SLUT)
    return Eget(
        kan_yrka=not any(f.hindrar for f in förslagsrätt.yrka(läge)),
        kan_fråga=not any(f.hindrar for f in förslagsrätt.fråga(läge)),
        ser_hemligt=exemplar.läsare.ser_hemligt,
        jävig=policy.stängda_punkter(jag, möte_),
    )


def _sökning(
    request: HttpRequest, exemplar: Exemplar, papper: tuple[Läspapper, ...]
) -> dict[str, object]:
    """Träffarna i de papper som är öppna; de hemliga söks först efter en ny kod."""
    fråga = request.GET.get("q", "").replace("\x00", "")[:MAX_FRÅGA].strip()
    if "hemliga" in request.GET:
        exemplar.kräv_öppna(papper)
    öppna = [p for p in papper if exemplar.är_öppet(p)]
    träffar, antal = papperstext.sök(fråga, öppna) if fråga else ([], 0)
    inte_sökta = len(papper) - len(öppna)
    return {
        "fråga": fråga,
        "träffar": träffar,
        "antal": antal,
        "inte_sökta": inte_sökta,
        "sök_hemliga": f"?{urlencode({'q': fråga, 'hemliga': 'ja'})}",
    }


@require_POST
def har_sett(request: HttpRequest, pk: int) -> HttpResponse:
    exemplar = exemplar_av(request, pk)
    tjänst.har_sett(sammanträde=exemplar.kallelse.sammanträde, av=användare(request))
    messages.success(request, "Det nya är markerat som sett.")
    return redirect("lasrum:mote", pk)


@dataclass(frozen=True)
class Blad:
    """Var i läsordningen pappret ligger."""

    papper: Läspapper
    nummer: int
    av: int
    förra: Läspapper | None
    nästa: Läspapper | None


def blad_i(exemplar: Exemplar, punkt: int, märke: str) -> Blad:
    plats = exemplar.hitta(punkt, märke)
    if plats is None:
        raise Http404
    alla = exemplar.papper
    return Blad(
        papper=alla[plats],
        nummer=exemplar.nummer(alla[plats]),
        av=exemplar.antal,
        förra=alla[plats - 1] if plats else None,
        nästa=alla[plats + 1] if plats + 1 < len(alla) else None,
    )


def kräv_öppet(exemplar: Exemplar, blad: Blad, vy: str = "papper") -> None:
    """Ett hemligt papper öppnas efter en ny kod, och därifrån kommer läsaren tillbaka till det."""
    möte_ = exemplar.kallelse.sammanträde_id
    sida = reverse(f"lasrum:{vy}", args=[möte_, blad.papper.punkt, blad.papper.märke])
    exemplar.kräv_öppna([blad.papper], sida=sida)


@require_safe
def papper(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponse:
    """Ett papper: texten på sidan, PDF:en ett tryck bort, och nästa papper."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    kräv_öppet(exemplar, blad)
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=användare(request))
    return pappersida(request, exemplar, blad)


def pappersida(
    request: HttpRequest,
    exemplar: Exemplar,
    blad: Blad,
    *,
    form: Anteckningsformulär | None = None,
    kod: int = 200,
) -> HttpResponse:
    """Pappret med läsarens anteckningar, och `form` när det som skrevs inte gick att spara."""
    kräv_öppet(exemplar, blad)
    möte_ = exemplar.kallelse.sammanträde
    fil = Fil.objects.filter(sha256=blad.papper.sha256).first()
    sidor = papperstext.sidor(fil) if fil else []
    mina = läsanteckningar.mina(exemplar, användare(request))
    stor = request.GET.get("text") == "stor"
    svar = render(
        request,
        "nämnd/lasrum/papper.html",
        {
            "möte": möte_,
            "rubrik": visning.mötesrubrik(möte_),
            "blad": blad,
            "fil": fil,
            "sidor": _sidor(sidor, mina.på(blad.papper)),
            "har_text": any(sida.text for sida in sidor),
            "äldre": mina.äldre_på(blad.papper),
            "form": form or Anteckningsformulär(),
            "stor": stor,
            "val": "?text=stor" if stor else "",
            **_sökning(request, exemplar, (blad.papper,)),
        },
        status=kod,
    )
    return lämna_inget_kvar(svar, exemplar)


@dataclass(frozen=True)
class Sidvy:
    """En sida med text, markeringar och anteckningar."""

    nummer: int
    block: list[Block]
    anteckningar: list[Anteckning]


def _sidor(sidor: list[papperstext.Sida], anteckningar: tuple[Anteckning, ...]) -> list[Sidvy]:
    per_sida: dict[int, list[Anteckning]] = {}
    for a in anteckningar:
        per_sida.setdefault(a.sida, []).append(a)
    return [
        Sidvy(
            nummer,
            sidblock.block(
                sida.text,
                sida.slag,
                [
                    (str(a.nyckel), a.funnen.från, a.funnen.till)
                    for a in per_sida.get(nummer, ())
                    if a.funnen and a.funnen.till
                ],
            ),
            per_sida.get(nummer, []),
        )
        for nummer, sida in enumerate(sidor, 1)
    ]


@require_safe
def pdfvisning(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponse:
    """PDF:en i sidan, med sökning och läsarens anteckningar; filen hämtas av läsaren där."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    kräv_öppet(exemplar, blad, "pdfvisning")
    get_object_or_404(Fil, sha256=blad.papper.sha256)
    mina = läsanteckningar.mina(exemplar, användare(request))
    svar = render(
        request,
        "nämnd/lasrum/pdf.html",
        {
            "möte": exemplar.kallelse.sammanträde,
            "blad": blad,
            "fråga": request.GET.get("q", "").replace("\x00", "")[:MAX_FRÅGA].strip(),
            "anteckningar": mina.på(blad.papper),
            "äldre": mina.äldre_på(blad.papper),
            "form": Anteckningsformulär(),
        },
    )
    return lämna_inget_kvar(svar, exemplar)


@require_safe
def pdf(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponseBase:
    """Pappret som PDF, för den som får öppna det."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    # Tillbaka till sidan: en PDF är ingen plats att komma tillbaka till.
    kräv_öppet(exemplar, blad)
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=användare(request))
    fil = get_object_or_404(Fil, sha256=blad.papper.sha256)
    return pdfsvar(request, fil, blad.papper.filnamn, spara=not blad.papper.hemligt)
