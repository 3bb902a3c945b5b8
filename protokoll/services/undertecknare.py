"""Vilka som skriver under: ordföranden för sina paragrafer, justerarna och sekreteraren."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from konton.models import Användare, Person
from protokoll.models import Närvaro, Paragraf, Protokoll, Underskrift
from protokoll.paragrafnummer import skriv_paragrafer, tryckt

Som = Underskrift.Som


@dataclass(frozen=True)
class Undertecknare:
    """En som ska skriva under, och paragraferna när det inte är alla."""

    som: Underskrift.Som
    namn: str
    person: Person | None
    närvaro: Närvaro | None = None
    parti: str = ""
    paragrafer: str = ""

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn

    @property
    def paragraftext(self) -> str:
        return tryckt(self.paragrafer)

    @property
    def får_brev(self) -> bool:
        return self.person is not None and bool(self.person.epost)


def undertecknare(protokoll: Protokoll, paragrafer: Sequence[Paragraf]) -> list[Undertecknare]:
    rader = _ordföranden(protokoll, paragrafer)
    valda = protokoll.justerare.filter(är_ersättare=False, justering=None)
    for j in valda.select_related("närvaro__person"):
        person = j.närvaro.person if j.närvaro is not None else None
        rader.append(Undertecknare(Som.JUSTERARE, j.namn, person, j.närvaro, j.parti))
    sekreterare = protokoll.sammanträde.sekreterare
    if sekreterare is not None:
        rader.append(Undertecknare(Som.SEKRETERARE, sekreterare.namn, sekreterare))
    return rader


def med_konto(personer: Iterable[int]) -> set[int]:
    """De av personerna som kan skriva under elektroniskt."""
    konton = Användare.objects.filter(person__in=list(personer), is_active=True)
    return {person for person in konton.values_list("person_id", flat=True) if person is not None}


def har_justerare(protokoll: Protokoll) -> bool:
    """Om någon är vald att justera vid mötet."""
    return protokoll.justerare.filter(är_ersättare=False, justering=None).exists()


def _ordföranden(protokoll: Protokoll, paragrafer: Sequence[Paragraf]) -> list[Undertecknare]:
    """Mötets ordförande först; en annan skriver under de paragrafer den ledde."""
    ledare = protokoll.ledare
    ledda: dict[Närvaro, list[int]] = {}
    for p in paragrafer:
        vem = p.ordförande or ledare
        if vem is not None:
            ledda.setdefault(vem, []).extend([p.nummer] if p.nummer is not None else [])
    if not ledda and ledare is not None:
        ledda[ledare] = []
    ordnade = sorted(ledda, key=lambda n: (n != ledare, n.ordning, n.pk))
    return [
        Undertecknare(
            Som.ORDFÖRANDE,
            vem.namn,
            vem.person,
            vem,
            vem.parti,
            skriv_paragrafer(ledda[vem]).replace("–", "-") if len(ordnade) > 1 else "",
        )
        for vem in ordnade
    ]


def tjänstgjorde(protokoll: Protokoll) -> list[Närvaro]:
    """De som tjänstgjorde vid mötet och kan intyga vad som beslutades, i ordning."""
    beslutade = (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)
    rader = protokoll.närvarande.filter(status__in=beslutade).select_related("person")
    per_person = {rad.person_id: rad for rad in rader.order_by("-ordning", "-pk")}
    return sorted(per_person.values(), key=lambda rad: (rad.ordning, rad.pk))
