"""Ärendelistan och sökningens träffar som fil för kalkylprogram, med samma val som i adressen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ärenden import policy
from ärenden.forms import Sökform
from ärenden.listfil import Rad, Slag
from ärenden.models import Ärende
from ärenden.services import sökning
from ärenden.views.gemensamt import inloggad, listsvar
from ärenden.views.sök import KORTAST, urval
from ärenden.views.ärenden import listfilter, välj

# Fler rader än så hämtas inte på en gång: sidan ska svara, och en större fil är ett annat ärende.
HÖGST = 10_000
RUBRIKER = (
    *("Diarienummer", "Rubrik", "Status", "Motpart", "Handläggare", "Nämnd", "Klass"),
    *("Registrerat", "Sekretess"),
)
MED = ("myndighet", "handläggare__person")


@require_safe
def lista(request: HttpRequest, slag: Slag) -> HttpResponse:
    """Alla ärenden som listan bläddrar igenom."""
    användare = inloggad(request)
    filter_ = listfilter(request, användare)
    if not filter_.is_valid():
        return _tillbaka(request, "arenden:lista")
    valda = välj(policy.synliga_ärenden(användare), filter_.cleaned_data)
    rader = list(valda.select_related(*MED).order_by("-pk")[: HÖGST + 1])
    if len(rader) > HÖGST:
        return _tillbaka(request, "arenden:lista", högst=HÖGST)
    return _svar(slag, "arenden", "Ärenden", rader)


@require_safe
def träffar(request: HttpRequest, slag: Slag) -> HttpResponse:
    """Alla ärenden i sökningens svar, i samma ordning."""
    användare = inloggad(request)
    if not policy.får_öppna_ärenden(användare):
        raise PermissionDenied("Handlingarna läses genom sammanträdet.")
    form = Sökform(request.GET)
    if not form.is_valid() or len(form.cleaned_data["q"]) < KORTAST:
        return _tillbaka(request, "arenden:sok")
    data = form.cleaned_data
    try:
        funna, ordning, fler_än = sökning.sök_alla(
            text=data["q"],
            av=användare,
            urval=urval(data),
            efter_datum=data["sort"] == Sökform.Ordning.DATUM,
        )
    except sökning.TogFörLångTid:
        return _tillbaka(request, "arenden:sok")
    if fler_än:
        return _tillbaka(request, "arenden:sok", högst=sökning.HÖGST)
    rader = funna.select_related(*MED).in_bulk()
    return _svar(slag, "sokning", "Träffar", (rader[pk] for pk in ordning if pk in rader))


def _tillbaka(request: HttpRequest, sida: str, *, högst: int | None = None) -> HttpResponse:
    """Till sidan, som förklarar vad som är fel i valen. En fil med en del av listan görs aldrig."""
    if högst is not None:
        messages.warning(
            request,
            f"Listan är längre än {högst} rader och kan inte hämtas på en gång. "
            "Begränsa den och försök igen.",
        )
    fråga = request.GET.urlencode()
    return redirect(reverse(sida) + (f"?{fråga}" if fråga else ""))


def _svar(slag: Slag, namn: str, blad: str, valda: Iterable[Ärende]) -> HttpResponse:
    filnamn = f"{namn}-{timezone.localdate().isoformat()}"
    return listsvar(slag, filnamn, blad, RUBRIKER, _rader(valda))


def _rader(valda: Iterable[Ärende]) -> Iterator[Rad]:
    for ärende in valda:
        yield (
            ärende.beteckning,
            ärende.rubrik,
            ärende.get_status_display(),
            ärende.motpart,
            str(ärende.handläggare or ""),
            str(ärende.myndighet),
            ärende.klass,
            timezone.localdate(ärende.registrerat_tid),
            ärende.sekretess_lagrum,
        )
