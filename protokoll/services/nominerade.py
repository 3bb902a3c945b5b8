"""Kandidaterna vid ett val, lästa ur förslaget och yrkandena: personerna som nämns där."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, TextField, Value

from konton.models import Person
from nämnd.models import Uppdrag
from protokoll.models import Paragraf

_NAMN_MED_PARTI = re.compile(r"[A-ZÅÄÖÉČŠŽ][^\W\d_]*(?:[ -][A-ZÅÄÖÉČŠŽ]?[^\W\d_]+)+ \([^()]+\)")


@dataclass(frozen=True)
class Nominering:
    """Ett förslag eller ett yrkande: vem det kommer från, och kandidaterna i ordning."""

    av: str
    namn: tuple[str, ...]


def nomineringar(paragraf: Paragraf) -> list[Nominering]:
    """Det beredda förslaget först, sedan yrkandena som inte tagits tillbaka; var och en med namn.

    Den som finns i registret nämns med sitt parti; annars räknas ett namn som har partiet efter.
    """
    rader = [(f.av or "Förslaget", f.text) for f in paragraf.förslag.all()]
    rader += [
        (", ".join([*map(str, y.av.all()), *y.grupper]), y.text)
        for y in paragraf.yrkanden.prefetch_related("av")
        if not y.återtaget
    ]
    kända = _registrerade(paragraf, (text for _, text in rader))
    lästa = [Nominering(av, _namnen(text, kända)) for av, text in rader]
    return [n for n in lästa if n.namn]


def kandidater(nomineringar: Iterable[Nominering]) -> list[str]:
    """Var och en en gång, i den ordning de först nämns."""
    return list(dict.fromkeys(namn for n in nomineringar for namn in n.namn))


def _registrerade(paragraf: Paragraf, texter: Iterable[str]) -> dict[str, str]:
    """Registrets namn som står i någon av texterna, och namnet med parti."""
    allt = "\n".join(texter)
    if not allt:
        return {}
    personer = dict(
        Person.objects.filter(kommun=paragraf.organ.myndighet.kommun_id)
        .annotate(texten=Value(allt, output_field=TextField()))
        .filter(texten__contains=F("namn"))
        .order_by("pk")
        .values_list("pk", "namn")
    )
    uppdrag = Uppdrag.objects.filter(person__in=personer).exclude(parti=None)
    partier = dict(uppdrag.order_by("från", "pk").values_list("person", "parti__kod"))
    return {
        namn: f"{namn} ({partier[pk]})" if pk in partier else namn for pk, namn in personer.items()
    }


def _namnen(text: str, kända: dict[str, str]) -> tuple[str, ...]:
    funna = {text.index(namn): med_parti for namn, med_parti in kända.items() if namn in text}
    if not funna:
        funna = {m.start(): m[0] for m in _NAMN_MED_PARTI.finditer(text)}
    return tuple(dict.fromkeys(funna[plats] for plats in sorted(funna)))
