"""Remisserna så som de står på ärendets sida."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from ärenden import policy, remisstid
from ärenden.models import Handling, Ärende
from ärenden.remisstid import Läge

FÄRG = {
    Läge.VÄNTAR: "info",
    Läge.FÖRSENAT: "danger",
    Läge.SVARAT: "success",
    Läge.AVSTOD: "neutral",
}


@dataclass(frozen=True)
class Remissrad:
    rubrik: str
    adress: str
    under: str
    läge: str
    färg: str


def rader(användare: Användare, ärende: Ärende) -> list[Remissrad]:
    """Det som gått ut och det som ska besvaras i ärendet."""
    idag = timezone.localdate()
    ut = []
    utsända = (
        policy.synliga_remisser(användare)
        .filter(ärende=ärende)
        .select_related("handling")
        .prefetch_related("mottagare")
        .order_by("-pk")
    )
    for r in utsända:
        klara, antal = r.ställning
        läge = remisstid.läge(r.sista_dag, idag, har_svarat=klara == antal, avstår=False)
        text = "klar" if läge == Läge.SVARAT else läge.value
        under = f"Utsänd. {klara} av {antal} klara. Svar senast {_dag(r.sista_dag)}."
        adress = reverse("arenden:remiss", args=[r.pk])
        ut.append(Remissrad(r.handling.rubrik, adress, under, text, FÄRG[läge]))
    mottagna = (
        policy.mottagna_remisser(användare)
        .filter(handling__ärende=ärende)
        .select_related("handling")
        .order_by("-pk")
    )
    for m in mottagna:
        läge = m.läge(idag)
        under = f"Att besvara senast {_dag(m.sista_dag)}."
        adress = reverse("arenden:mottagen_remiss", args=[m.pk])
        ut.append(Remissrad(m.handling.rubrik, adress, under, läge.value, FÄRG[läge]))
    return ut


def _dag(dag: date) -> str:
    return date_format(dag, "j F Y")


def kan_bevakas(handlingar: Iterable[Handling]) -> set[int]:
    """Inkomna remisser som ingen bevakar svaret på."""
    return {
        h.pk
        for h in handlingar
        if h.slag == Handling.Slag.REMISS
        and h.riktning == Handling.Riktning.INKOMMEN
        and not hasattr(h, "mottagen_remiss")
        and not h.besvarar.all()
    }
