"""Organet som ett förslag lämnas till: utskottets nämnd, kommunstyrelsen eller fullmäktige."""

from __future__ import annotations

from django.db.models import Q

from nämnd.models import Organ, Punkt
from protokoll.models import Paragraf

BESLUTSPUNKTER = (Punkt.Slag.BESLUT, Punkt.Slag.SEKRETESS)


def möjliga(organ: Organ) -> list[Organ]:
    """Det överordnade organet först, sedan kommunstyrelsen och fullmäktige i samma kommun."""
    andra = Organ.objects.filter(
        Q(pk=organ.överordnat_id)
        | Q(
            myndighet__kommun=organ.myndighet.kommun_id,
            typ__in=[Organ.Typ.STYRELSE, Organ.Typ.FULLMÄKTIGE],
        )
    ).exclude(pk=organ.pk)
    if organ.typ == Organ.Typ.FULLMÄKTIGE:
        return []
    ordning = [Organ.Typ.STYRELSE, Organ.Typ.FULLMÄKTIGE]
    return sorted(
        andra,
        key=lambda o: (
            o.pk != organ.överordnat_id,
            ordning.index(Organ.Typ(o.typ)) if o.typ in ordning else -1,
        ),
    )


def förvald(paragraf: Paragraf) -> str:
    """Mottagaren av förslaget; tomt när organet beslutar självt.

    Listans beslutsinstans går före. Annars lämnar den som har ett överordnat organ sina förslag
    dit; upprop och information är alltid egna.
    """
    punkt = paragraf.punkt
    organ = paragraf.organ
    if punkt is None or punkt.slag not in BESLUTSPUNKTER:
        return ""
    instans = punkt.beslutsinstans.strip().casefold()
    if not instans:
        return organ.överordnat.namn if organ.överordnat else ""
    for o in möjliga(organ):
        if instans in (o.namn.casefold(), o.kortnamn.casefold()):
            return o.namn
    return ""


def hitta(organ: Organ, namn: str) -> Organ | None:
    return next((o for o in möjliga(organ) if o.namn == namn), None)
