"""Minns listan före en ändring, så att den går att ångra; se `nämnd.services.ångra`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel

from konton.models import Användare
from nämnd.models import Punkt, Sammanträde, Ångerpost

SPARAS = 20
PLATSEN = ("ordning", "avsnitt", "förälder_id", "numrering", "nummer")


class Minne:
    """Det som en ändring ska lämna efter sig. `vad` skrivs av den som gör ändringen."""

    def __init__(self, sammanträde: Sammanträde) -> None:
        self.vad = ""
        self.platser = {
            str(p.pk): [getattr(p, fält) for fält in PLATSEN]
            for p in sammanträde.punkter.order_by("ordning")
        }
        self.borttaget: list[Any] = []
        self.nollat: list[Any] = []

    def tas_bort(self, punkter: Sequence[Punkt]) -> None:
        """Punkterna och allt som följer med dem bort. Anropas medan de ännu finns."""
        rader: list[models.Model] = [*punkter]
        for samband in _samband():
            finns = samband.related_model._base_manager.filter(
                **{f"{samband.field.name}__in": punkter}
            ).order_by("pk")
            if samband.on_delete is models.CASCADE:
                rader += [rad for rad in finns if rad not in rader]
            else:
                self.nollat += [
                    [samband.related_model._meta.label, samband.field.name, rad.pk, värde]
                    for rad in finns
                    if (värde := getattr(rad, samband.field.attname)) is not None
                ]
        self.borttaget += json.loads(
            json.dumps(serializers.serialize("python", rader), cls=DjangoJSONEncoder)
        )


def _samband() -> Iterable[ForeignObjectRel]:
    """Allt som pekar på en punkt, också i paketen ovanför."""
    return [
        fält
        for fält in Punkt._meta.get_fields(include_hidden=True)
        if isinstance(fält, ForeignObjectRel) and not fält.many_to_many
    ]


@contextmanager
def minns(*, sammanträde: Sammanträde, av: Användare) -> Iterator[Minne]:
    """Sparar ångerposten när ändringen är gjord, om den har sagt vad den gjorde.

    Anroparen har låst sammanträdet.
    """
    minne = Minne(sammanträde)
    yield minne
    if not minne.vad:
        return
    Ångerpost.objects.create(
        sammanträde=sammanträde,
        förra=senaste(sammanträde),
        # Versionen räknas upp när låset släpps.
        version=sammanträde.version + 1,
        vad=minne.vad[:300],
        platser=minne.platser,
        borttaget=minne.borttaget,
        nollat=minne.nollat,
        av=av,
    )
    gamla = sammanträde.ångerposter.order_by("-pk").values_list("pk", flat=True)[SPARAS:]
    Ångerpost.objects.filter(pk__in=list(gamla)).delete()


@contextmanager
def följer_med(*, sammanträde: Sammanträde) -> Iterator[None]:
    """En ändring som systemet gör av sig självt: det som går att ångra går att ångra också efter.

    Det den lägger till är inte med i någon användares ändring, och står kvar när den ångras.
    Anroparen har låst sammanträdet och prövat rätten.
    """
    före = set(sammanträde.punkter.values_list("pk", flat=True))
    yield
    _ta_med_nya(sammanträde, före)


def _ta_med_nya(sammanträde: Sammanträde, före: Collection[int]) -> None:
    punkter = list(sammanträde.punkter.order_by("ordning"))
    poster = list(sammanträde.ångerposter.order_by("pk"))
    for post in poster:
        for i, punkt in enumerate(punkter):
            if punkt.pk not in före:
                plats = _plats_efter(post.platser, [p.pk for p in punkter[:i]])
                post.platser[str(punkt.pk)] = [plats, "", None, punkt.numrering, punkt.nummer]
        if post.version == sammanträde.version:
            # Versionen räknas upp när låset släpps.
            post.version += 1
    Ångerpost.objects.bulk_update(poster, ["platser", "version"])


def _plats_efter(platser: dict[str, list[Any]], föregångare: Sequence[int]) -> float:
    """Mellan den närmaste föregångaren som fanns då, med det som hör till den, och nästa."""
    kända = [str(pk) for pk in föregångare if str(pk) in platser]
    plats: float = platser[kända[-1]][0] if kända else 0
    for värden in sorted(platser.values(), key=lambda v: v[0]):
        där = dict(zip(PLATSEN, värden, strict=False))
        if där["ordning"] <= plats:
            continue
        inne_i = där["förälder_id"] or där.get("numrering") == Punkt.Numrering.BOKSTAV
        if not inne_i:
            return float(plats + där["ordning"]) / 2
        plats = där["ordning"]
    return plats + 1


def ordningen(platser: dict[str, list[Any]]) -> dict[int, int]:
    """Varje punkts plats i listan som den var, med det som systemet har lagt till emellan."""
    i_ordning = sorted(platser, key=lambda pk: platser[pk][0])
    if all(float(platser[pk][0]).is_integer() for pk in i_ordning):
        return {int(pk): int(platser[pk][0]) for pk in i_ordning}
    return {int(pk): plats for plats, pk in enumerate(i_ordning, 1)}


def senaste(sammanträde: Sammanträde) -> Ångerpost | None:
    """Ändringen som går att ångra nu, eller None."""
    return (
        sammanträde.ångerposter.filter(version=sammanträde.version)
        .select_related("av__person")
        .order_by("-pk")
        .first()
    )
