"""Postlistan per dag och nämnd: på skärmen, som PDF och för kalkylprogram."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from konton.models import Användare
from ärenden import policy, postuppgifter
from ärenden.forms import Postlisteform
from ärenden.listfil import Slag
from ärenden.pdf import rendera_pdf
from ärenden.policy import Rätt
from ärenden.postuppgifter import Visning
from ärenden.services import postlista
from ärenden.services.postlista import Postlista
from ärenden.views.gemensamt import inloggad, listsvar, pdfsvar

MALL = "pdf/postlista.html"


@require_safe
def visa(request: HttpRequest) -> HttpResponse:
    användare = inloggad(request)
    form, lista = _lista(request, användare)
    sammanhang: dict[str, object] = {
        "form": form,
        "lista": lista,
        "delar": [],
        "hemligt_med": policy.myndigheter_med(användare, Rätt.SE_SEKRETESS).exists(),
        "utlämnas": False,
        "lagrum": postuppgifter.LAGRUM,
        "varför": postuppgifter.VARFÖR,
    }
    if lista is not None:
        sammanhang |= {
            "delar": [("inkommet", "Inkommet", lista.inkomna), ("ut", "Utgående", lista.utgående)],
            "utlämnas": lista.visning is Visning.UTLÄMNANDE,
            "förra": _adress(lista, lista.dag - timedelta(days=1)),
            "nästa": _adress(lista, lista.dag + timedelta(days=1)),
            "i_dag": _adress(lista, timezone.localdate()),
            "är_i_dag": lista.dag == timezone.localdate(),
            "pdf": _adress(lista, lista.dag, "arenden:postlista_pdf"),
            "filer": [
                (slag.upper(), _adress(lista, lista.dag, "arenden:postlista_fil", slag))
                for slag in Slag
            ],
        }
    status = 422 if form.errors else 200
    svar = render(request, "ärenden/postlista.html", sammanhang, status=status)
    svar["Cache-Control"] = "private, no-store"
    return svar


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    _, lista = _lista(request, inloggad(request))
    if lista is None or lista.fler:
        return _till_sidan(request)
    innehåll = rendera_pdf(MALL, postlista.postdokument(lista)).innehåll
    return pdfsvar(innehåll, f"{_namn(lista)}.pdf")


@require_safe
def fil(request: HttpRequest, slag: Slag) -> HttpResponse:
    _, lista = _lista(request, inloggad(request))
    if lista is None or lista.fler:
        return _till_sidan(request)
    rubriker = postlista.rubriker(lista.visning)
    return listsvar(slag, _namn(lista), "Postlista", rubriker, postlista.filrader(lista))


def _lista(request: HttpRequest, användare: Användare) -> tuple[Postlisteform, Postlista | None]:
    """Formuläret så som adressen fyller i det, och listan när det går att läsa."""
    nämnder = policy.myndigheter_med(användare, Rätt.SE_ÄRENDEN).order_by("namn", "pk")
    första = nämnder.first()
    if första is None:
        raise PermissionDenied("Handlingarna läses genom sammanträdet.")
    utgångsläge = {
        "dag": timezone.localdate().isoformat(),
        "namnd": str(första.pk),
        "visning": str(Visning.INTERN),
    }
    form = Postlisteform(utgångsläge | request.GET.dict(), nämnder=nämnder.select_related("kommun"))
    if not form.is_valid():
        return form, None
    lista = postlista.postlista(
        myndighet=form.cleaned_data["namnd"],
        dag=form.cleaned_data["dag"],
        visning=form.cleaned_data["visning"],
        av=användare,
    )
    return form, lista


def _till_sidan(request: HttpRequest) -> HttpResponse:
    """Ett urval som inte går att läsa, eller en kapad lista, förklaras på sidan."""
    fråga = request.GET.urlencode()
    return redirect(reverse("arenden:postlista") + (f"?{fråga}" if fråga else ""))


def _adress(
    lista: Postlista, dag: date, namn: str = "arenden:postlista", slag: Slag | None = None
) -> str:
    val: dict[str, str | int] = {"dag": dag.isoformat(), "namnd": lista.myndighet.pk}
    if lista.visning is not Visning.INTERN:
        val["visning"] = str(lista.visning)
    return reverse(namn, args=[slag] if slag else []) + f"?{urlencode(val)}"


def _namn(lista: Postlista) -> str:
    """Filens namn; en utlämnad lista ska inte gå att ta för den interna."""
    intern = "-intern" if lista.visning is Visning.INTERN else ""
    return f"postlista-{lista.dag.isoformat()}{intern}"
