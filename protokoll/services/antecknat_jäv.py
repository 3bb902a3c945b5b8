"""Jäv som redan är antecknat i ett ärende, för den som ska besluta där på delegation (KL 7:4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format

from konton.models import Person
from nämnd.models import AnmältJäv
from protokoll.models import Jäv
from protokoll.paragrafnummer import omfattning
from ärenden import utbyggnad
from ärenden.models import Ärende


@utbyggnad.registrera_jäv
def antecknat(ärende: Ärende, person: Person) -> Iterator[str]:
    """Var jävet står: i ett protokoll, eller anmält inför ett möte som ännu inte prövat det.

    Ett jäv som ett undantag upphävt, eller som organet funnit inte fanns, hindrar inte.
    """
    i_ärendet = Jäv.objects.filter(
        Q(paragraf__ärende=ärende) | Q(punkt__ärende=ärende), närvaro__person=person
    )
    hindrande = i_ärendet.hindrande().select_related(
        "paragraf", "närvaro__protokoll__sammanträde__organ"
    )
    for jäv in hindrande.order_by("pk"):
        assert jäv.närvaro is not None  # raderna söks på personen
        möte = jäv.närvaro.protokoll.sammanträde
        nummer = jäv.paragraf.nummer if jäv.paragraf else None
        paragraf = f", {omfattning(nummer)}" if nummer else ""
        yield f"{möte.organ} {date_format(möte.datum, 'j F Y')}{paragraf}"
    prövade = i_ärendet.exclude(punkt=None).order_by().values("punkt")
    anmälda = AnmältJäv.objects.kvar().filter(punkt__ärende=ärende, person=person)
    for anmält in (
        anmälda.exclude(punkt__in=prövade)
        .select_related("punkt__sammanträde__organ")
        .order_by("pk")
    ):
        möte = anmält.punkt.sammanträde
        yield f"anmält till {möte.organ} {date_format(möte.datum, 'j F Y')}"
