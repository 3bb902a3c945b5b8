"""Föredragningslistan: sidan, och ändringarna som ritar om den."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from nämnd import policy
from nämnd.forms import NyPunktForm
from nämnd.models import Punkt, Sammanträde
from nämnd.services import föredragningslista as tjänst
from nämnd.services.föredragningslista import Listfel
from nämnd.views import visning
from nämnd.views.åtkomst import användare, skött
from ärenden import policy as ärendepolicy

BORTA = "Punkten finns inte längre på listan. Någon annan har ändrat den; här är listan som den är."


@require_safe
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    return _sida(request, skött(request, pk), NyPunktForm())


def _sida(
    request: HttpRequest, sammanträde: Sammanträde, form: NyPunktForm, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "nämnd/foredragningslista.html",
        _innehåll(request, sammanträde) | {"form": form},
        status=status,
    )


def arbetsyta(
    request: HttpRequest, sammanträde: Sammanträde, *, fel: str = "", besked: str = ""
) -> HttpResponse:
    """Delen som ritas om efter en ändring: rubrik, lista och anmälda ärenden."""
    sammanträde.refresh_from_db(fields=["version", "status"])
    innehåll = _innehåll(request, sammanträde, fel=fel, besked=besked)
    return render(request, "nämnd/_arbetsyta.html", innehåll)


def _innehåll(
    request: HttpRequest, sammanträde: Sammanträde, *, fel: str = "", besked: str = ""
) -> dict[str, object]:
    lista = visning.listvy(sammanträde)
    senaste = lista.läge.senaste
    return {
        "möte": sammanträde,
        "rubrik": visning.mötesrubrik(sammanträde),
        "färg": visning.FÄRG[Sammanträde.Status(sammanträde.status)],
        "lista": lista,
        "anmälda": visning.anmälda(sammanträde, användare(request)),
        "filer": visning.läsbara_filer(användare(request), sammanträde, senaste) if senaste else [],
        "kan_ändras": sammanträde.är_öppet_för_ändring,
        "fel": fel,
        "besked": besked,
    }


def till_listan(
    request: HttpRequest,
    sammanträde: Sammanträde,
    *,
    fel: str = "",
    besked: str = "",
    ankare: str = "",
) -> HttpResponse:
    """Svaret efter en ändring: den omritade delen för htmx, annars tillbaka till sidan."""
    if request.htmx:
        return arbetsyta(request, sammanträde, fel=fel, besked=besked)
    if fel:
        messages.error(request, fel)
    if besked:
        messages.success(request, besked)
    adress = reverse("namnd:foredragningslista", args=[sammanträde.pk])
    return redirect(f"{adress}#{ankare}" if ankare else adress)


def _gör(
    request: HttpRequest,
    sammanträde: Sammanträde,
    ändring: Callable[[], str],
    *,
    ankare: str = "",
) -> HttpResponse:
    """Utför ändringen; ett fel visas på listan som den är nu. Ändringen ger ett besked."""
    fel = besked = ""
    try:
        besked = ändring()
    except Listfel as stopp:
        fel = str(stopp)
    except ValidationError as stopp:
        fel = " ".join(stopp.messages)
    except Punkt.DoesNotExist:
        fel = BORTA
    return till_listan(request, sammanträde, fel=fel, besked=besked, ankare=ankare)


def _punkt(request: HttpRequest, pk: int, punkt_pk: int) -> tuple[Sammanträde, Punkt | None]:
    """Mötet och punkten. Är punkten borta sedan listan ritades är den None."""
    sammanträde = skött(request, pk)
    punkt = policy.skötbara_punkter(request.user).filter(sammanträde=sammanträde, pk=punkt_pk)
    return sammanträde, punkt.select_related("sammanträde__organ__myndighet").first()


def _plats(request: HttpRequest, sammanträde: Sammanträde, utom: int | None) -> int | None:
    """Platsen ur formuläret: efter en viss punkt om den finns kvar, annars platsens nummer."""
    ordning = [
        pk
        for pk in sammanträde.punkter.översta().order_by("ordning").values_list("pk", flat=True)
        if pk != utom
    ]
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

    def ändring() -> str:
        punkt = tjänst.lägg_till_anmälan(
            sammanträde=sammanträde,
            anmälan=vald,
            av=användare(request),
            plats=_plats(request, sammanträde, None),
            avsnitt=_avsnitt(request),
        )
        return f"”{punkt.rubrik}” finns nu på listan."

    return _gör(request, sammanträde, ändring)


@require_POST
def lägg_till_stående(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)

    def ändring() -> str:
        nya = tjänst.lägg_till_stående(sammanträde=sammanträde, av=användare(request))
        if not nya:
            return "Alla stående punkter finns redan på listan."
        return f"{visning.antal(len(nya), 'stående punkt', 'stående punkter')} lades till."

    return _gör(request, sammanträde, ändring)


@require_POST
def ny_punkt(request: HttpRequest, pk: int) -> HttpResponse:
    """En egen punkt. Fel visas vid fälten med det skrivna kvar."""
    sammanträde = skött(request, pk)
    form = NyPunktForm(request.POST)
    if not form.is_valid():
        return _sida(request, sammanträde, form, status=422)
    try:
        punkt = tjänst.lägg_till_punkt(
            sammanträde=sammanträde, av=användare(request), **form.cleaned_data
        )
    except Listfel as stopp:
        form.add_error(None, str(stopp))
        return _sida(request, sammanträde, form, status=409)
    return till_listan(
        request,
        sammanträde,
        besked=f"”{punkt.rubrik}” finns nu på listan.",
        ankare=f"punkt-{punkt.pk}",
    )


@require_POST
def flytta_punkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    """Ett steg (`riktning`) eller till en plats (`efter`, `plats`, `avsnitt`)."""
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> str:
        if vald is None:
            raise Punkt.DoesNotExist
        riktning = request.POST.get("riktning")
        if riktning in ("upp", "ned"):
            steg = -1 if riktning == "upp" else 1
            return _utgick(tjänst.flytta_steg(punkt=vald, steg=steg, av=användare(request)))
        plats = _plats(request, sammanträde, vald.pk)
        if plats is None:
            raise Listfel("Säg vart punkten ska: uppåt, nedåt eller till en plats.")
        return _utgick(
            tjänst.flytta_punkt(
                punkt=vald, plats=plats, avsnitt=_avsnitt(request), av=användare(request)
            )
        )

    return _gör(request, sammanträde, ändring, ankare=f"punkt-{punkt}")


@require_POST
def ta_bort_punkt(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> str:
        if vald is None:
            raise Punkt.DoesNotExist
        tjänst.ta_bort_punkt(punkt=vald, av=användare(request))
        tillbaka = " Ärendet ligger bland de anmälda igen." if vald.skrivelse_id else ""
        return f"”{vald.rubrik}” är borttagen.{tillbaka}"

    return _gör(request, sammanträde, ändring)


@require_POST
def samla(request: HttpRequest, pk: int) -> HttpResponse:
    sammanträde = skött(request, pk)

    def ändring() -> str:
        rad = tjänst.samla_sekretess(sammanträde=sammanträde, av=användare(request))
        return (
            f"{capfirst(visning.antal(rad.punkter.count(), 'punkt', 'punkter'))} visas som en rad."
        )

    return _gör(request, sammanträde, ändring)


@require_POST
def lös_upp(request: HttpRequest, pk: int, punkt: int) -> HttpResponse:
    sammanträde, vald = _punkt(request, pk, punkt)

    def ändring() -> str:
        if vald is None:
            raise Punkt.DoesNotExist
        tjänst.lös_upp(punkt=vald, av=användare(request))
        return "Punkterna visas var för sig igen."

    return _gör(request, sammanträde, ändring)
