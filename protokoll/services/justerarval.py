"""Vems tur det är att justera: vad protokollen säger om tidigare möten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from nämnd import justeringstur, utbyggnad
from nämnd.models import Organ
from protokoll.models import Justerare, Närvaro, Protokoll
from protokoll.services.undertecknare import med_konto


@utbyggnad.registrera_justerat
def senast_justerat(organ: Organ, före: date) -> Mapping[int, date]:
    """Personerna som justerat organets protokoll före dagen, och när de gjorde det senast."""
    rader = (
        Justerare.objects.filter(
            protokoll__sammanträde__organ=organ,
            protokoll__sammanträde__datum__lt=före,
            närvaro__isnull=False,
            är_ersättare=False,
        )
        .order_by("närvaro__person")
        .values_list("närvaro__person")
        .annotate(Max("protokoll__sammanträde__datum"))
    )
    return dict(rader)


@dataclass(frozen=True)
class Valbar:
    """En som kan väljas att justera, och varför den står där den står."""

    rad: Närvaro
    märke: str = ""
    har_konto: bool = True


def i_tur(protokoll: Protokoll, valbara: Sequence[Närvaro]) -> list[Valbar]:
    """De som kallelsen föreslog först, sedan ledamöterna i tur, sist ersättarna."""
    möte = protokoll.sammanträde
    föreslagna = {
        rad.person_id: "ersättare enligt kallelsen" if rad.är_ersättare else "enligt kallelsen"
        for rad in möte.tilltänkta_justerare.all()
    }
    per_person = {rad.person_id: rad for rad in sorted(valbara, key=lambda r: r.är_ersättare)}
    tur = justeringstur.i_tur(
        [p for p, rad in per_person.items() if not rad.är_ersättare],
        utbyggnad.senast_justerat(möte.organ, möte.datum),
    )
    märken = dict.fromkeys(tur[:1], "i tur att justera") | föreslagna
    ordning = [p for p in föreslagna if p in per_person]
    ordning += [p for p in [*tur, *per_person] if p not in ordning]
    har = med_konto(p for p in per_person if p is not None)
    return [
        Valbar(per_person[person], märken.get(person, ""), person in har)
        for person in dict.fromkeys(p for p in ordning if p is not None)
    ]
