"""Läsrummet: de egna mötena, mötets papper punkt för punkt, och ett papper i taget."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nämnd import policy
from nämnd.anteckningsformulär import Anteckningsformulär
from nämnd.läsrum import Läsare
from nämnd.models import Kallelse, Läsning
from nämnd.services import läsanteckningar, papperstext, publicering, utskick
from nämnd.services import läsrum as tjänst
from nämnd.services.läsanteckningar import Anteckning
from nämnd.services.läsrum import Exemplar, Läspapper
from nämnd.views import visning
from nämnd.views.pdfsvar import pdfsvar
from nämnd.views.åtkomst import användare
from ärenden import textplats
from ärenden.models import Fil
from ärenden.textplats import Textbit

TIDIGARE = 20
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
    return exemplar


@require_safe
def möte(request: HttpRequest, pk: int) -> HttpResponse:
    """Mötets punkter med papper, det som är nytt, och sökning i allt som läsaren får öppna."""
    exemplar = exemplar_av(request, pk)
    jag = användare(request)
    möte_ = exemplar.kallelse.sammanträde
    if request.method == "GET":
        nytt = tjänst.öppna(exemplar=exemplar, av=jag)
    else:
        nytt = tjänst.nytt(jag, exemplar)
    return render(
        request,
        "nämnd/lasrum/mote.html",
        {
            "möte": möte_,
            "rubrik": visning.mötesrubrik(möte_),
            "tid": visning.tidpunkt(möte_),
            "e": exemplar,
            "nytt": nytt,
            "nya": nytt.papper if nytt else frozenset(),
            "stängda": [p for p in tjänst.alla_punkter(exemplar.punkter) if p.stängd],
            "webbsida": publicering.publicerat(möte_),
            "ser_mötet": exemplar.läsare is not Läsare.TIDIGARE,
            "sköter": exemplar.läsare is Läsare.SKÖTER,
            **_sökning(request, exemplar.papper),
        },
    )


def _sökning(request: HttpRequest, papper: tuple[Läspapper, ...]) -> dict[str, object]:
    fråga = request.GET.get("q", "").replace("\x00", "")[:MAX_FRÅGA].strip()
    träffar, antal = papperstext.sök(fråga, papper) if fråga else ([], 0)
    return {"fråga": fråga, "träffar": träffar, "antal": antal}


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
        nummer=plats + 1,
        av=len(alla),
        förra=alla[plats - 1] if plats else None,
        nästa=alla[plats + 1] if plats + 1 < len(alla) else None,
    )


@require_safe
def papper(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponse:
    """Ett papper: texten på sidan, PDF:en ett tryck bort, och nästa papper."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
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
    möte_ = exemplar.kallelse.sammanträde
    fil = Fil.objects.filter(sha256=blad.papper.sha256).first()
    sidor = papperstext.sidor(fil) if fil else []
    mina = läsanteckningar.mina(exemplar, användare(request))
    stor = request.GET.get("text") == "stor"
    return render(
        request,
        "nämnd/lasrum/papper.html",
        {
            "möte": möte_,
            "rubrik": visning.mötesrubrik(möte_),
            "blad": blad,
            "fil": fil,
            "sidor": _sidor(sidor, mina.på(blad.papper)),
            "har_text": any(sidor),
            "äldre": mina.äldre_på(blad.papper),
            "form": form or Anteckningsformulär(),
            "stor": stor,
            "val": "?text=stor" if stor else "",
            **_sökning(request, (blad.papper,)),
        },
        status=kod,
    )


@dataclass(frozen=True)
class Sidvy:
    """En sida med text, markeringar och anteckningar."""

    nummer: int
    bitar: list[Textbit]
    anteckningar: list[Anteckning]


def _sidor(texter: list[str], anteckningar: tuple[Anteckning, ...]) -> list[Sidvy]:
    per_sida: dict[int, list[Anteckning]] = {}
    for a in anteckningar:
        per_sida.setdefault(a.sida, []).append(a)
    return [
        Sidvy(
            nummer,
            textplats.bitar(
                text,
                [
                    (str(a.nyckel), a.funnen.från, a.funnen.till)
                    for a in per_sida.get(nummer, ())
                    if a.funnen and a.funnen.till
                ],
            ),
            per_sida.get(nummer, []),
        )
        for nummer, text in enumerate(texter, 1)
    ]


@require_safe
def pdfvisning(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponse:
    """PDF:en i sidan, med sökning och läsarens anteckningar; filen hämtas av läsaren där."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    get_object_or_404(Fil, sha256=blad.papper.sha256)
    mina = läsanteckningar.mina(exemplar, användare(request))
    return render(
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


@require_safe
def pdf(request: HttpRequest, pk: int, punkt: int, marke: str) -> HttpResponseBase:
    """Pappret som PDF, för den som får öppna det."""
    exemplar = exemplar_av(request, pk)
    blad = blad_i(exemplar, punkt, marke)
    if request.method == "GET":
        utskick.anteckna_öppnad(kallelse=exemplar.kallelse, av=användare(request))
    fil = get_object_or_404(Fil, sha256=blad.papper.sha256)
    return pdfsvar(request, fil, blad.papper.filnamn)
