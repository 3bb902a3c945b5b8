"""Föredragningslistan: sidan, och ändringarna som ritar om den."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from nämnd import policy, utbyggnad
from nämnd.forms import NyPunktForm
from nämnd.models import Punkt, Sammanträde
from nämnd.services import föredragningslista as tjänst
from nämnd.services import ångra as ångertjänst
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from nämnd.views.sekretessvarning import blivit_hemligt
from nämnd.views.åtkomst import användare, skött, är_htmx
from ärenden import policy as ärendepolicy

BORTA = "Punkten finns inte längre på listan. Någon annan har ändrat den; här är listan som den är."


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return _sida(request, skött(request, pk))


def _sida(
    request: HttpRequest,
    sammanträde: Sammanträde,
    form: NyPunktForm | None = None,
    status: int = 200,
) -> HttpResponse:
    innehåll = _innehåll(request, sammanträde, Svar())
    return render(
        request,
        "nämnd/foredragningslista.html",
        innehåll | ({"form": form} if form else {}),
        status=status,
    )


def _ny_punkt_form(
    sammanträde: Sammanträde, lista: visning.Listvy, data: QueryDict | None = None
) -> NyPunktForm:
    """Formuläret med de punkter som en ny kan bli underpunkt till."""
    return NyPunktForm(
        data,
        punkter=[
            (r.np.punkt.pk, f"{r.nummer} {Truncator(r.np.punkt.rubrik).chars(60)}")
            for r in lista.rader
            if r.kan_ha_underpunkter
        ],
        sist=sammanträde.status == Sammanträde.Status.KALLAT,
    )


@dataclass(frozen=True)
class Svar:
    """Vad en ändring ledde till, och var tangentbordet ska stå efteråt."""

    besked: str = ""
    fel: str = ""
    fokus_punkt: int = 0
    fokus_anmälan: int = 0
    fokus_ångra: bool = False
    """På nästa steg att ångra, eller överst när det inte finns något mer."""


def arbetsyta(
    request: HttpRequest, sammanträde: Sammanträde, svar: Svar | None = None
) -> HttpResponse:
    """Delen som ritas om efter en ändring: rubrik, lista och anmälda ärenden."""
    sammanträde.refresh_from_db(fields=["version", "status"])
    innehåll = _innehåll(request, sammanträde, svar or Svar())
    return render(request, "nämnd/_arbetsyta.html", innehåll)


def _innehåll(request: HttpRequest, sammanträde: Sammanträde, svar: Svar) -> dict[str, object]:
    lista = visning.listvy(sammanträde)
    senaste = lista.läge.senaste
    anmälda = visning.anmälda(sammanträde, användare(request))
    return {
        "möte": sammanträde,
        "rubrik": visning.mötesrubrik(sammanträde),
        "tid": visning.tidpunkt(sammanträde),
        "form": _ny_punkt_form(sammanträde, lista),
        "färg": visning.FÄRG[Sammanträde.Status(sammanträde.status)],
        "lista": lista,
        "anmälda": anmälda,
        "visar_pdf": _visar_pdf(request),
        "önskas_hit": sum(a.önskas_hit for a in anmälda),
        "jag": användare(request).pk,
        "återkommande": visning.återkommande(sammanträde, användare(request)),
        "filer": visning.läsbara_filer(användare(request), sammanträde, [senaste])[0]
        if senaste
        else [],
        "kan_ändras": sammanträde.är_öppet_för_ändring,
        "väntande_beslut": visning.väntande_beslut(sammanträde),
        "saknas": utbyggnad.saknat(sammanträde),
        **blivit_hemligt(sammanträde),
        "fel": svar.fel,
        "besked": svar.besked,
        "fokus_punkt": svar.fokus_punkt,
        "fokus_anmälan": svar.fokus_anmälan,
        "fokus_ångra": svar.fokus_ångra,
    }


def _visar_pdf(request: HttpRequest) -> bool:
    """Om PDF:en står bredvid listan. Valet är i adressen, också när bara en del ritas om."""
    fråga = request.GET
    if är_htmx(request):
        sidan = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]  # som är_htmx
        fråga = QueryDict(sidan.query)
    return fråga.get("bredvid") == "pdf"


def till_listan(
    request: HttpRequest, sammanträde: Sammanträde, svar: Svar | None = None, *, ankare: str = ""
) -> HttpResponse:
    """Svaret efter en ändring: den omritade delen för htmx, annars tillbaka till sidan."""
    svar = svar or Svar()
    if är_htmx(request):
        return arbetsyta(request, sammanträde, svar)
    if svar.fel:
        messages.error(request, svar.fel)
    if svar.besked:
        messages.success(request, svar.besked)
    adress = reverse("namnd:foredragningslista", args=[sammanträde.pk])
    return redirect(f"{adress}#{ankare}" if ankare else adress)


def _gör(
    request: HttpRequest,
    sammanträde: Sammanträde,
    ändring: Callable[[], Svar],
    *,
    ankare: str = "",
) -> HttpResponse:
    """Utför ändringen; ett fel visas på listan som den är nu.

    Är kallelsen utfärdad sägs det när de utskickade numren inte längre stämmer.
    """
    utskickat = sammanträde.status == Sammanträde.Status.KALLAT
    förr = visning.andra_nummer(sammanträde) if utskickat else {}
    try:
        svar = ändring()
        byten = visning.andra_nummer(sammanträde) if utskickat else {}
        if byten and byten != förr:
            svar = replace(svar, besked=f"{svar.besked} {visning.nummerbyten(byten)}".strip())
    except Listfel as stopp:
        svar = Svar(fel=str(stopp))
    except ValidationError as stopp:
        svar = Svar(fel=" ".join(stopp.messages))
    except Punkt.DoesNotExist:
        svar = Svar(fel=BORTA)
    return till_listan(request, sammanträde, svar, ankare=ankare)


def _granne(ordning: Sequence[int], pk: int) -> int:
    """Den som tar platsen när `pk` försvinner ur ordningen; 0 om ingen finns kvar."""
    if pk not in ordning:
        return 0
    plats = ordning.index(pk)
    kvar = [*ordning[:plats], *ordning[plats + 1 :]]
    return kvar[min(plats, len(kvar) - 1)] if kvar else 0


def _ordning(sammanträde: Sammanträde) -> list[int]:
    return list(sammanträde.punkter.översta().order_by("ordning").values_list("pk", flat=True))


def _punkt(request: HttpRequest, pk: int, punkt_pk: int) -> tuple[Sammanträde, Punkt | None]:
    """Mötet och punkten. Är punkten borta sedan listan ritades är den None."""
    sammanträde = skött(request, pk)
    punkt = policy.skötbara_punkter(request.user).filter(sammanträde=sammanträde, pk=punkt_pk)
    return sammanträde, punkt.select_related("sammanträde__organ__myndighet").first()


def _plats(request: HttpRequest, sammanträde: Sammanträde, utom: int | None) -> int | None:
    """Platsen ur formuläret: efter en viss punkt om den finns kvar, annars platsens nummer."""
    ordning = [pk for pk in _ordning(sammanträde) if pk != utom]
    efter = request.POST.get("efter", "")
    if efter.isdecimal() and int(efter) in ordning:
        return ordning.index(int(efter)) + 1
    plats = request.POST.get("plats", "")
    return int(plats[:6]) - 1 if plats.isdecimal() else None


def _avsnitt(request: HttpRequest) -> int | None:
    """Punkten som bär rubriken närmast ovanför; 0 för ingen, None när inget sagts."""
    avsnitt = request.POST.get("avsnitt")
    if avsnitt is None:
        return None
    return int(avsnitt[:18]) if avsnitt.isdecimal() else 0


def _utgick(rubriker: list[str]) -> str:
    return " ".join(f"Avsnittet ”{r}” blev utan punkter och togs bort." for r in rubriker)


@require_POST
def lägg_till_anmälan(request: HttpRequest, pk: int, anmälan: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    vald = get_object_or_404(ärendepolicy.synliga_anmälningar(request.user), pk=anmälan)
    väntande = [a.anmälan.pk for a in visning.anmälda(sammanträde, användare(request))]
    nästa = _granne(väntande, vald.pk)

    def ändring() -> Svar:
        punkt = tjänst.lägg_till_anmälan(
            sammanträde=sammanträde,
            anmälan=vald,
            av=användare(request),
            plats=_plats(request, sammanträde, None),
            avsnitt=_avsnitt(request),
        )
        return Svar(f"”{punkt.rubrik}” finns nu på listan.", fokus_anmälan=nästa)

    return _gör(request, sammanträde, ändring)


@require_POST
def lägg_till_anmälningar(request: HttpRequest, pk: int) -> HttpResponse:
    """De valda ärendena på en gång; `alla`: alla som önskas till mötets dag."""
    sammanträde = skött(request, pk)
    väntar = visning.anmälda(sammanträde, användare(request))
    valda = {int(v) for v in request.POST.getlist("anmalan") if v.isdecimal() and len(v) < 10}
    alla = "alla" in request.POST

    def ändring() -> Svar:
        svar = tjänst.lägg_till_anmälningar(
            sammanträde=sammanträde,
            anmälningar=[
                a.anmälan for a in väntar if (a.önskas_hit if alla else a.anmälan.pk in valda)
            ],
            av=användare(request),
        )
        fel = list(svar.fel)
        if not alla and valda - {a.anmälan.pk for a in väntar}:
            fel.append("Ett ärende väntar inte längre; någon annan hann före.")
        antal = visning.antal(len(svar.punkter), "ärende", "ärenden")
        return Svar(f"{antal} finns nu på listan.", " ".join(fel), fokus_punkt=svar.punkter[0].pk)

    return _gör(request, sammanträde, ändring)


@require_POST
def ångra(request: HttpRequest, pk: int) -> HttpResponse:
    """Tar tillbaka den senaste ändringen av listan, om ingen har ändrat mer sedan dess."""
    sammanträde = skött(request, pk)
    post = request.POST.get("post", "")

    def ändring() -> Svar:
        rad = ångertjänst.ångra(
            sammanträde=sammanträde,
            post=int(post) if post.isdecimal() and len(post) < 10 else 0,
            av=användare(request),
        )
        return Svar(f"Ångrat: {rad.vad}.", fokus_ångra=True)

    return _gör(request, sammanträde, ändring, ankare="arbetsyta")


@require_POST
def ta_upp_återkommande(request: HttpRequest, pk: int, rad: int) -> HttpResponse:
    sammanträde = skött(request, pk)
    väntar = {v.återkommande.pk: v for v in visning.återkommande(sammanträde, användare(request))}
    if rad not in väntar:
        raise Http404

    def ändring() -> Svar:
        punkt = tjänst.ta_upp_återkommande(
            återkommande=väntar[rad].återkommande, sammanträde=sammanträde, av=användare(request)
        )
        return Svar(f"”{punkt.rubrik}” finns nu på listan.", fokus_punkt=punkt.pk)

    return _gör(request, sammanträde, ändring)


@require_POST
def lägg_till_stående(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)

    def ändring() -> Svar:
        nya = tjänst.lägg_till_stående(sammanträde=sammanträde, av=användare(request))
        if not nya:
            return Svar("Alla stående punkter finns redan på listan.")
        return Svar(f"{visning.antal(len(nya), 'stående punkt', 'stående punkter')} lades till.")

    return _gör(request, sammanträde, ändring)


@require_POST
def ny_punkt(request: HttpRequest, pk: int) -> HttpResponse:
    """En egen punkt. Fel visas vid fälten med det skrivna kvar."""
    sammanträde = skött(request, pk)
    form = _ny_punkt_form(sammanträde, visning.listvy(sammanträde), request.POST)
    if not form.is_valid():
        return _sida(request, sammanträde, form, status=422)
    under = form.cleaned_data.get("under")
    try:
        punkt = tjänst.lägg_till_punkt(
            sammanträde=sammanträde,
            rubrik=form.cleaned_data["rubrik"],
            slag=form.cleaned_data["slag"],
            under=sammanträde.punkter.get(pk=under) if under else None,
            av=användare(request),
        )
    except Punkt.DoesNotExist:
        form.add_error(None, BORTA)
        return _sida(request, sammanträde, form, status=409)
    except Listfel as stopp:
        form.add_error(None, str(stopp))
        return _sida(request, sammanträde, form, status=409)
    return till_listan(
        request,
        sammanträde,
        Svar(f"”{punkt.rubrik}” finns nu på listan.", fokus_punkt=punkt.pk),
        ankare=f"punkt-{punkt.pk}",
    )


@require_POST
def flytta_punkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    """Ett steg (`riktning`) eller till en plats (`efter`, `plats`, `avsnitt`)."""
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> Svar:
        if vald is None:
            raise Punkt.DoesNotExist
        riktning = request.POST.get("riktning")
        if riktning in ("upp", "ned"):
            steg = -1 if riktning == "upp" else 1
            return Svar(_utgick(tjänst.flytta_steg(punkt=vald, steg=steg, av=användare(request))))
        plats = _plats(request, sammanträde, vald.pk)
        if plats is None:
            raise Listfel("Säg vart punkten ska: uppåt, nedåt eller till en plats.")
        tomma = tjänst.flytta_punkt(
            punkt=vald, plats=plats, avsnitt=_avsnitt(request), av=användare(request)
        )
        return Svar(_utgick(tomma))

    return _gör(request, sammanträde, ändring, ankare=f"punkt-{punkt}")


@require_POST
def gör_till_underpunkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    return _numrera_om(request, pk, punkt, tjänst.gör_till_underpunkt)


@require_POST
def gör_till_egen_punkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    return _numrera_om(request, pk, punkt, tjänst.gör_till_egen_punkt)


def _numrera_om(
    request: HttpRequest, pk: int, punkt: int, tjänsten: Callable[..., None]
) -> HttpResponse:
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> Svar:
        if vald is None:
            raise Punkt.DoesNotExist
        tjänsten(punkt=vald, av=användare(request))
        nummer = visning.nummer(sammanträde).get(vald.pk, "")
        return Svar(f"”{vald.rubrik}” är nu punkt {nummer}.", fokus_punkt=vald.pk)

    return _gör(request, sammanträde, ändring, ankare=f"punkt-{punkt}")


@require_POST
def ta_bort_punkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> Svar:
        if vald is None:
            raise Punkt.DoesNotExist
        granne = _granne(_ordning(sammanträde), vald.pk)
        lösa = tjänst.ta_bort_punkt(punkt=vald, av=användare(request))
        besked = f"”{vald.rubrik}” är borttagen."
        if lösa:
            besked += (
                " Underpunkten är nu en egen punkt."
                if lösa == 1
                else (f" De {lösa} underpunkterna är nu egna punkter.")
            )
        if vald.skrivelse_id:
            besked += " Ärendet ligger bland de anmälda igen."
        return Svar(besked, fokus_punkt=granne)

    return _gör(request, sammanträde, ändring)


@require_POST
def samla(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)

    def ändring() -> Svar:
        rad = tjänst.samla_sekretess(sammanträde=sammanträde, av=användare(request))
        punkter = visning.antal(rad.punkter.count(), "punkt", "punkter")
        return Svar(f"{punkter} visas som en rad.", fokus_punkt=rad.pk)

    return _gör(request, sammanträde, ändring)


@require_POST
def lös_upp(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> Svar:
        if vald is None:
            raise Punkt.DoesNotExist
        första = vald.punkter.order_by("ordning").values_list("pk", flat=True).first()
        tjänst.lös_upp(punkt=vald, av=användare(request))
        return Svar("Punkterna visas var för sig igen.", fokus_punkt=första or 0)

    return _gör(request, sammanträde, ändring)
