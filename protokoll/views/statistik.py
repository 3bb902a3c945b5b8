"""Närvaron per person och period, underlaget för arvoden, och tiden till expediering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from konton.policy import myndigheter_med_roll
from nämnd.anmälningslista import svensk
from nämnd.models import Organ
from protokoll import policy
from protokoll.forms import Periodform
from protokoll.models import Deltagande, Närvaro, Paragraf, Protokoll
from protokoll.mötestider import minuter
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import expedieringstid
from ärenden import listfil

RUBRIKER = {
    "dag": "Dag",
    "organ": "Organ",
    "namn": "Namn",
    "parti": "Parti",
    "uppdrag": "Uppdrag",
    "närvaro": "Närvaro",
    "tjänstgjorde_för": "Tjänstgjorde för",
    "ordförande": "Ledde mötet",
    "justerare": "Justerare",
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
    tjänstgjorde_för: str
    ordförande: str
    justerare: str
    distans: str
    tid: str
    # None: närvaron har inga klockslag, till exempel i ett inläst protokoll.
    minuter: int | None
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

    def räkna(self, rad: Underlag) -> None:
        # Mötena kommer i tidens ordning: partiet är det senaste.
        self.parti = rad.parti
        self.möten += 1
        self.tjänstgjorde += rad.närvaro == "tjänstgjorde"
        self.närvarande += rad.närvaro == "närvarande"
        self.frånvarande += rad.närvaro == "frånvarande"
        self.minuter += rad.minuter or 0
        self.beslut += rad.beslut


@require_safe
def närvaro(request: HttpRequest) -> HttpResponse:
    form, möten = _möten(request)
    return _sida(request, form, möten)


def _sida(request: HttpRequest, form: Periodform, möten: list[Protokoll]) -> HttpResponse:
    personer: dict[int, Person] = {}
    alla = Person("Alla", "")
    for rad in underlag(möten):
        for person in (personer.setdefault(rad.person, Person(rad.namn, rad.parti)), alla):
            person.räkna(rad)
    innehåll = {
        "form": form,
        "personer": sorted(personer.values(), key=lambda p: svensk(p.namn)),
        "alla": alla,
        "antal": len(möten),
        "tider": expedieringstid.per_organ(expedieringstid.beslutstider(m.pk for m in möten)),
        "fråga": request.GET.urlencode(),
    }
    status = 422 if form.errors else 200
    return render(request, "protokoll/statistik.html", innehåll, status=status)


@require_safe
def arvoden(request: HttpRequest) -> HttpResponse:
    """Närvaron som underlag för arvoden, en rad per person och möte."""
    form, möten = _möten(request)
    if form.errors:
        # En tom fil skulle se ut som att ingen var där.
        return _sida(request, form, möten)
    rader = (
        [getattr(rad, f.name) for f in fields(rad) if f.name in RUBRIKER] for rad in underlag(möten)
    )
    return _csv("arvodesunderlag.csv", RUBRIKER.values(), rader)


@require_safe
def expedieringstider(request: HttpRequest) -> HttpResponse:
    """Tiden från beslut till expediering, en rad per paragraf."""
    form, möten = _möten(request)
    if form.errors:
        return _sida(request, form, möten)
    rader = [
        (
            *(tid.dag, tid.organ, tid.paragraf, tid.ärende, tid.mottagare),
            *(värde if värde is not None else "" for värde in (tid.första, tid.sista, tid.dagar)),
        )
        for tid in expedieringstid.beslutstider(m.pk for m in möten)
    ]
    return _csv("expedieringstider.csv", TIDSRUBRIKER, rader)


def _csv(filnamn: str, rubriker: Iterable[str], rader: Iterable[Iterable[object]]) -> HttpResponse:
    svar = HttpResponse(
        listfil.skriv_csv(rubriker, rader), content_type=listfil.Slag.CSV.innehållstyp
    )
    svar["Content-Disposition"] = f'attachment; filename="{filnamn}"'
    return svar


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
        .prefetch_related(
            "närvarande__tider",
            "närvarande__deltagande",
            "justerare__närvaro",
            Prefetch("paragrafer", queryset=Paragraf.objects.select_related("ordförande")),
        )
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
    första = rader[0]
    namn = {rad.pk: rad.namn for rad in protokoll.närvarande.all()}
    ersatta = dict.fromkeys(namn[rad.för_id] for rad in rader if rad.för_id in namn)
    justerar = any(
        j.närvaro is not None and j.närvaro.person_id == första.person_id
        for j in protokoll.justerare.all()
        if not j.är_ersättare
    )
    deltagande = [d for rad in rader for d in rad.deltagande.all()]
    return Underlag(
        dag=protokoll.sammanträde.datum,
        organ=protokoll.sammanträde.organ.namn,
        namn=första.namn,
        parti=första.parti,
        uppdrag=första.post,
        närvaro=närvaro,
        tjänstgjorde_för=", ".join(ersatta),
        ordförande=_ledde(protokoll, paragrafer, första.person_id),
        justerare="ja" if justerar else "",
        distans="ja" if any(rad.distans for rad in rader) else "",
        tid=", ".join(_spann(tider)),
        minuter=minuter(tider) if tider or närvaro == "frånvarande" else None,
        beslut=sum(d.form == Deltagande.Form.DELTOG for d in deltagande),
        paragrafer=len(paragrafer),
        person=första.person_id,
    )


def _ledde(protokoll: Protokoll, paragrafer: list[Paragraf], person: int) -> str:
    """Om personen ledde mötet, eller vilka paragrafer när ordföranden växlade."""
    leder = [p.ordförande or protokoll.ordförande for p in paragrafer]
    egna = [p for p, led in zip(paragrafer, leder, strict=True) if led and led.person_id == person]
    mötets = protokoll.ordförande is not None and protokoll.ordförande.person_id == person
    if len(egna) == len(paragrafer):
        return "ja" if mötets or egna else ""
    nummer = skriv_paragrafer((p.nummer for p in egna if p.nummer is not None), tecken=True)
    return nummer or ("ja" if mötets or egna else "")


def _spann(tider: list[tuple[Any, Any]]) -> list[str]:
    """Tiderna i ordning; den som bytt roll har två som möts, och de skrivs som en."""
    delar: list[list[Any]] = []
    for från, till in sorted(tider, key=lambda t: t[0]):
        if delar and delar[-1][1] == från:
            delar[-1][1] = till
        else:
            delar.append([från, till])
    return [f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}–" for från, till in delar]
