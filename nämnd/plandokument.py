"""Sammanträdesplanen som dokument: det frysta underlaget, och det som mallen läser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from nämnd import plandagar
from nämnd.models import Organ, PlaneratMöte, Sammanträdesplan
from nämnd.planskillnad import Skillnad, Slag, Värde

HÅRT = "\N{NO-BREAK SPACE}"
VECKODAG = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


@dataclass(frozen=True)
class Organplan:
    """Ett organs möten i dagarnas ordning."""

    organ: str
    möten: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Plandokument:
    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    rubrik: str
    ingress: tuple[str, ...]
    beslut: tuple[str, ...]
    organplaner: tuple[Organplan, ...]
    skillnader: tuple[str, ...]
    lagrum: str


def frys(plan: Sammanträdesplan, skillnader: Sequence[Skillnad]) -> dict[str, Any]:
    """Allt som trycks, som JSON. Namnen kopieras hit och läses aldrig ur registren igen."""
    namn = plan.myndighet.namn
    ändrad = plan.version > 1
    rubrik = f"{'Ändrad s' if ändrad else 'S'}ammanträdesplan {plan.år} för {_gemen(namn)}"
    # Nämnden själv först, sedan dess utskott.
    möten = plan.möten.select_related("organ", "inför__organ").order_by(
        F("organ__överordnat").asc(nulls_first=True), "organ__namn", "datum", "från", "pk"
    )
    rader = list(möten)
    är_fullmäktige = any(m.organ.typ == Organ.Typ.FULLMÄKTIGE for m in rader)
    regel = plandagar.FULLMÄKTIGES_DAGAR if är_fullmäktige else plandagar.NÄMNDENS_DAGAR
    verb = "ändrar" if ändrad else "fastställer"
    return {
        "kommun": plan.myndighet.kommun.namn,
        "myndighet": namn,
        "dag": timezone.localdate().isoformat(),
        "år": plan.år,
        "rubrik": rubrik,
        "beslut": [f"{namn} {verb} sammanträdesplanen för {plan.år} enligt förslaget."],
        "lagrum": regel.lagrum,
        "möten": [_rad(möte) for möte in rader],
        "skillnader": [skillnadstext(s) for s in skillnader],
    }


def _rad(möte: PlaneratMöte) -> dict[str, str]:
    return {
        "organ": möte.organ.namn,
        "dag": date_format(möte.datum, "l j F"),
        "tid": tidstext(möte.från, möte.till),
        "plats": möte.plats,
        "stoppdag": kort_dag(möte.stoppdag, möte.datum.year),
        "utskick": kort_dag(möte.utskicksdag, möte.datum.year),
        "inför": (
            f"Inför {_gemen(möte.inför.organ.namn)} {date_format(möte.inför.datum, 'j F')}"
            if möte.inför
            else ""
        ),
    }


def dokument(underlag: Mapping[str, Any]) -> Plandokument:
    dag = date.fromisoformat(underlag["dag"])
    dag_text = date_format(dag, "j F Y")
    return Plandokument(
        titel=underlag["rubrik"],
        kommun=underlag["kommun"],
        organ=underlag["myndighet"],
        dokumentnamn="Sammanträdesplan",
        dag_text=dag_text,
        rubrik=underlag["rubrik"],
        ingress=(
            "Stoppdagen är sista dagen att lämna handlingar till sammanträdet. Utskicksdagen är "
            "dagen kallelsen skickas. Båda räknas i arbetsdagar bakåt från sammanträdet.",
        ),
        beslut=tuple(underlag["beslut"]),
        organplaner=tuple(
            Organplan(organ, tuple(rader))
            for organ, rader in groupby(underlag["möten"], key=lambda r: r["organ"])
        ),
        skillnader=tuple(underlag["skillnader"]),
        lagrum=underlag["lagrum"],
    )


def skillnadstext(skillnad: Skillnad) -> str:
    """”Socialnämnden torsdag 18 mars: ny dag …”, i en mening."""
    rad = skillnad.rad
    när = f"{rad.organ} {date_format(rad.datum, 'l j F Y')}"
    if rad.från is not None:
        när += f" kl.{HÅRT}{tidstext(rad.från, rad.till)}"
    if skillnad.slag == Slag.NYTT:
        return f"Nytt: {när}"
    if skillnad.slag == Slag.STRUKET:
        return f"Struket: {när}"
    delar = [f"{ä.vad} {_värde(ä.förr)} → {_värde(ä.nu)}" for ä in skillnad.ändringar]
    return f"Ändrat: {när} ({'; '.join(delar)})"


def _värde(värde: Värde) -> str:
    if isinstance(värde, date):
        return date_format(värde, "j F Y")
    if isinstance(värde, time):
        return f"kl.{HÅRT}{värde:%H.%M}"
    return värde or "ingen"


def tidstext(från: time, till: time | None) -> str:
    return f"{från:%H.%M}–{till:%H.%M}" if till else f"{från:%H.%M}"


def kort_dag(dag: date, år: int) -> str:
    """”tis 3 mars”, med år när det är ett annat än mötets."""
    text = f"{VECKODAG[dag.weekday()]} {date_format(dag, 'j F')}"
    return text if dag.year == år else f"{text} {dag.year}"


def _gemen(namn: str) -> str:
    return namn[:1].lower() + namn[1:]
