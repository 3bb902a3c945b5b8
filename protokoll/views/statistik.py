"""Närvaron per person och period, underlaget för arvoden, och tiden till expediering."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from konton.policy import myndigheter_med_roll
from nämnd.models import Organ
from protokoll import policy
from protokoll.forms import Periodform
from protokoll.models import Deltagande, Närvaro, Paragraf, Protokoll
from protokoll.mötestider import minuter
from protokoll.policy import Rätt
from protokoll.services import expedieringstid

RUBRIKER = {
    "dag": "Dag",
    "organ": "Organ",
    "namn": "Namn",
    "parti": "Parti",
    "uppdrag": "Uppdrag",
    "närvaro": "Närvaro",
    "ordförande": "Ledde mötet",
    "distans": "På distans",
    "tid": "Tid",
    "minuter": "Minuter",
    "beslut": "Beslutande i antal paragrafer",
    "paragrafer": "Antal paragrafer",
}

TIDSRUBRIKER = (
    *("Beslutat", "Organ", "Paragraf", "Ärende", "Mottagare"),
    *("Första mottagaren fick utdraget", "Sista mottagaren fick utdraget"),
    "Dagar från beslut till sista mottagaren",
)


@dataclass(frozen=True)
class Underlag:
    """En person vid ett möte."""

    dag: date
    organ: str
    namn: str
    parti: str
    uppdrag: str
    närvaro: str
    ordförande: str
    distans: str
    tid: str
    minuter: int
    beslut: int
    paragrafer: int
    person: int


@dataclass
class Person:
    """En persons möten under perioden."""

    namn: str
    parti: str
    möten: int = 0
    tjänstgjorde: int = 0
    närvarande: int = 0
    frånvarande: int = 0
    minuter: int = 0
    beslut: int = 0

    @property
    def timmar(self) -> str:
        return f"{self.minuter // 60} tim {self.minuter % 60:02} min" if self.minuter else "–"


@require_safe
def närvaro(request: HttpRequest) -> HttpResponse:
    form, möten = _möten(request)
    personer: dict[int, Person] = {}
    for rad in underlag(möten):
        person = personer.setdefault(rad.person, Person(rad.namn, rad.parti))
        person.möten += 1
        person.tjänstgjorde += rad.närvaro == "tjänstgjorde"
        person.närvarande += rad.närvaro == "närvarande"
        person.frånvarande += rad.närvaro == "frånvarande"
        person.minuter += rad.minuter
        person.beslut += rad.beslut
    innehåll = {
        "form": form,
        "personer": sorted(personer.values(), key=lambda p: p.namn),
        "antal": len(möten),
        "tider": expedieringstid.per_organ(expedieringstid.beslutstider(m.pk for m in möten)),
        "fråga": request.GET.urlencode(),
    }
    return render(request, "protokoll/statistik.html", innehåll)


@require_safe
def arvoden(request: HttpRequest) -> HttpResponse:
    """Närvaron som underlag för arvoden, en rad per person och möte."""
    _, möten = _möten(request)
    rader = (
        [getattr(rad, f.name) for f in fields(rad) if f.name in RUBRIKER] for rad in underlag(möten)
    )
    return _csv("arvodesunderlag.csv", RUBRIKER.values(), rader)


@require_safe
def expedieringstider(request: HttpRequest) -> HttpResponse:
    """Tiden från beslut till expediering, en rad per paragraf."""
    _, möten = _möten(request)
    rader = [
        (
            *(tid.dag, tid.organ, tid.paragraf, tid.ärende, tid.mottagare),
            *(värde if värde is not None else "" for värde in (tid.första, tid.sista, tid.dagar)),
        )
        for tid in expedieringstid.beslutstider(m.pk for m in möten)
    ]
    return _csv("expedieringstider.csv", TIDSRUBRIKER, rader)


def _csv(filnamn: str, rubriker: Iterable[str], rader: Iterable[Iterable[object]]) -> HttpResponse:
    svar = HttpResponse(content_type="text/csv; charset=utf-8")
    svar["Content-Disposition"] = f'attachment; filename="{filnamn}"'
    # Kalkylprogram läser å, ä och ö rätt först när filen börjar med märket.
    svar.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    skrivare = csv.writer(svar, delimiter=";")
    skrivare.writerow(rubriker)
    skrivare.writerows([_ofarlig(värde) for värde in rad] for rad in rader)
    return svar


def _ofarlig(värde: object) -> str:
    """Ett namn som börjar som en formel ska inte räknas ut av kalkylprogrammet."""
    text = str(värde)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) and len(text) > 1 else text


def _möten(request: HttpRequest) -> tuple[Periodform, list[Protokoll]]:
    """De avslutade mötena under perioden i de organ där användaren för protokoll."""
    if not policy.får_föra_protokoll(request.user):
        raise PermissionDenied("Bara den som för protokoll ser närvarostatistiken.")
    organ: QuerySet[Organ] = Organ.objects.filter(
        myndighet__in=myndigheter_med_roll(request.user, policy.roller_med(Rätt.FÖRA_PROTOKOLL))
    )
    i_dag = timezone.localdate()
    utgångsläge = {"från": date(i_dag.year, 1, 1).isoformat(), "till": i_dag.isoformat()}
    form = Periodform({**utgångsläge, **request.GET.dict()}, organ=organ)
    if not form.is_valid():
        return form, []
    val: dict[str, Any] = form.cleaned_data
    protokoll = (
        Protokoll.objects.exclude(status=Protokoll.Status.ÖPPET)
        .filter(
            sammanträde__organ__in=[val["organ"]] if val["organ"] else organ,
            sammanträde__datum__range=(val["från"], val["till"]),
        )
        .select_related("sammanträde__organ", "ordförande")
        .prefetch_related("närvarande__tider", "närvarande__deltagande", "paragrafer")
        .order_by("sammanträde__datum", "pk")
    )
    return form, list(protokoll)


def underlag(möten: list[Protokoll]) -> Iterator[Underlag]:
    """En rad per person och möte; personens rader i närvarolistan räknas ihop."""
    for protokoll in möten:
        paragrafer = list(protokoll.paragrafer.all())
        per_person: dict[int, list[Närvaro]] = {}
        for rad in protokoll.närvarande.all():
            per_person.setdefault(rad.person_id, []).append(rad)
        for rader in per_person.values():
            yield _underlag(protokoll, rader, paragrafer)


def _underlag(protokoll: Protokoll, rader: list[Närvaro], paragrafer: list[Paragraf]) -> Underlag:
    status = {rad.status for rad in rader}
    if status & {Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE}:
        närvaro = "tjänstgjorde"
    else:
        närvaro = "frånvarande" if status == {Närvaro.Status.FRÅNVARANDE} else "närvarande"
    tider = [(t.från, t.till) for rad in rader for t in rad.tider.all()]
    leder = protokoll.ordförande is not None and protokoll.ordförande.person_id
    första = rader[0]
    deltagande = [d for rad in rader for d in rad.deltagande.all()]
    return Underlag(
        dag=protokoll.sammanträde.datum,
        organ=protokoll.sammanträde.organ.namn,
        namn=första.namn,
        parti=första.parti,
        uppdrag=första.post,
        närvaro=närvaro,
        ordförande="ja" if leder == första.person_id else "",
        distans="ja" if any(rad.distans for rad in rader) else "",
        tid=", ".join(_spann(tider)),
        minuter=minuter(tider),
        beslut=sum(d.form == Deltagande.Form.DELTOG for d in deltagande),
        paragrafer=len(paragrafer),
        person=första.person_id,
    )


def _spann(tider: list[tuple[Any, Any]]) -> list[str]:
    """Tiderna i ordning; den som bytt roll har två som möts, och de skrivs som en."""
    delar: list[list[Any]] = []
    for från, till in sorted(tider, key=lambda t: t[0]):
        if delar and delar[-1][1] == från:
            delar[-1][1] = till
        else:
            delar.append([från, till])
    return [f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}–" for från, till in delar]
