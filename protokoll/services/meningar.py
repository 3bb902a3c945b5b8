"""Avvikande meningar: reservation, särskilt yttrande, ersättares mening, och att inte delta.

Reservationen anmäls innan sammanträdet avslutas, av den som deltog i avgörandet (KL 4 kap. 27 §).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from protokoll import avgörande
from protokoll.models import (
    Antecknad,
    Anteckning,
    Bilaga,
    Deltagande,
    DeltarInte,
    Närvaro,
    Paragraf,
    Reservant,
    Reservation,
)
from protokoll.services import (
    avgörandet,
    deltagande,
    frågeläge,
    myndighetsutövning,
    omröstningar,
)
from protokoll.services.frågefel import (
    DeltarIBeslutet,
    FelAnteckning,
    FelReservation,
    FörSenReservation,
)
from protokoll.services.lås import lås
from protokoll.services.mötesfel import InteBeslutad, MötetAvslutat
from ärenden import filer

HÅRT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Uppladdat:
    """En undertecknad skrivelse som PDF."""

    innehåll: bytes
    filnamn: str


def deltog(paragraf: Paragraf) -> list[Närvaro]:
    """De som deltog i avgörandet: ögonblicksbilden när den finns, annars de som tjänstgör nu."""
    snapshot = paragraf.deltagande.filter(form=Deltagande.Form.DELTOG).select_related("närvaro")
    deltog_inte = set(paragraf.deltar_inte.values_list("närvaro_id", flat=True))
    rader = [d.närvaro for d in snapshot]
    if not rader:
        rader = omröstningar.röstberättigade(paragraf)
    return [rad for rad in rader if rad.pk not in deltog_inte]


@transaction.atomic
def reservera(
    *,
    paragraf: Paragraf,
    av: Användare,
    reservanter: Sequence[Närvaro] = (),
    grupper: Sequence[str] = (),
    text: str = "",
    till_förmån_för: str = "",
    skriftlig: bool = False,
    uppladdat: Uppladdat | None = None,
    nu: datetime | None = None,
) -> Reservation:
    """Antecknar en reservation. En skriftlig blir en bilaga till protokollet.

    Samma reservation två gånger, till exempel efter en förlorad anslutning, blir en.
    """
    paragraf = _lås_beslutad(paragraf, av, FörSenReservation)
    grupper = _rena(grupper)
    rader = _kräv_deltog(paragraf, reservanter)
    if not rader and not grupper:
        raise FelReservation("Välj vem som reserverar sig.")
    text = text.strip()
    skriftlig = skriftlig or uppladdat is not None
    if skriftlig and not (text or uppladdat):
        raise FelReservation("Skriv reservationens text eller ladda upp den.")
    för = till_förmån_för.strip()
    if (finns := _samma(paragraf, rader, grupper, text, för)) is not None:
        return finns
    reservation = Reservation.objects.create(
        paragraf=paragraf,
        ordning=_nästa(paragraf.reservationer),
        form=Reservation.Form.SKRIFTLIG if skriftlig else Reservation.Form.MUNTLIG,
        text=text,
        till_förmån_för=för,
        grupper=grupper,
        skriftlig=_bilaga(paragraf, "Reservation", rader, grupper, uppladdat)
        if skriftlig
        else None,
        anmäld_tid=nu or timezone.now(),
    )
    Reservant.objects.bulk_create(
        Reservant(reservation=reservation, närvaro=r, namn=r.namn, parti=r.parti) for r in rader
    )
    return reservation


def _samma(
    paragraf: Paragraf, rader: Sequence[Närvaro], grupper: Sequence[str], text: str, för: str
) -> Reservation | None:
    lika = paragraf.reservationer.filter(text=text, till_förmån_för=för, grupper=grupper)
    personer = {r.pk for r in rader}
    for reservation in lika.prefetch_related("av"):
        if {r.närvaro_id for r in reservation.av.all()} == personer:
            return reservation
    return None


@transaction.atomic
def ta_bort_reservation(*, reservation: Reservation, av: Användare) -> None:
    """Tar tillbaka en reservation medan mötet pågår, om den inte redan är justerad."""
    paragraf = _lås_paragraf(reservation.paragraf, av)
    deltagande.kräv_inte_justerat(paragraf, "reservationen", tillkom=reservation.anmäld_tid)
    bilaga = reservation.skriftlig
    reservation.delete()
    _ta_bort_bilaga(bilaga)


@transaction.atomic
def anteckna(
    *,
    paragraf: Paragraf,
    slag: str,
    av: Användare,
    personer: Sequence[Närvaro] = (),
    grupper: Sequence[str] = (),
    text: str = "",
    bifogas: bool = False,
    uppladdat: Uppladdat | None = None,
    nu: datetime | None = None,
) -> Anteckning:
    """En protokollsanteckning, ett särskilt yttrande eller en ersättares mening."""
    paragraf = _lås_paragraf(paragraf, av)
    val = Anteckning.Slag(slag)
    grupper = _rena(grupper)
    rader = list(paragraf.protokoll.närvarande.filter(pk__in=[p.pk for p in personer]))
    _pröva_anteckning(paragraf, val, rader)
    if not rader and not grupper:
        raise FelAnteckning("Välj vem anteckningen kommer från.")
    if not text.strip() and uppladdat is None:
        raise FelAnteckning("Skriv anteckningens text eller ladda upp den.")
    bifogas = bifogas or uppladdat is not None
    rubrik = str(val.label).capitalize()
    anteckning = Anteckning.objects.create(
        paragraf=paragraf,
        ordning=_nästa(paragraf.anteckningar),
        slag=val,
        text=text.strip(),
        grupper=grupper,
        skriftlig=_bilaga(paragraf, rubrik, rader, grupper, uppladdat) if bifogas else None,
        anmäld_tid=nu or timezone.now(),
    )
    Antecknad.objects.bulk_create(
        Antecknad(anteckning=anteckning, närvaro=r, namn=r.namn, parti=r.parti) for r in rader
    )
    return anteckning


def _pröva_anteckning(paragraf: Paragraf, slag: Anteckning.Slag, rader: Sequence[Närvaro]) -> None:
    organ = paragraf.organ
    jäviga = set(paragraf.jäv.hindrande().values_list("närvaro_id", flat=True))
    for rad in rader:
        if rad.är_frånvarande or rad.pk in jäviga:
            raise FelAnteckning(f"{rad} är inte med när ärendet behandlas.")
    if slag == Anteckning.Slag.ERSÄTTARES_MENING:
        if not organ.ersättares_mening:
            raise FelAnteckning("Reglementet ger inte ersättare rätt att få sin mening antecknad.")
        if any(rad.tjänstgör for rad in rader):
            raise FelAnteckning("Den som tjänstgör reserverar sig i stället.")
    elif not organ.protokollsanteckningar:
        raise FelAnteckning("Reglementet tillåter inte anteckningar. Reservation går alltid.")


@transaction.atomic
def ta_bort_anteckning(*, anteckning: Anteckning, av: Användare) -> None:
    paragraf = _lås_paragraf(anteckning.paragraf, av)
    deltagande.kräv_inte_justerat(paragraf, "anteckningen", tillkom=anteckning.anmäld_tid)
    bilaga = anteckning.skriftlig
    anteckning.delete()
    _ta_bort_bilaga(bilaga)


@transaction.atomic
def deltar_inte(
    *,
    paragraf: Paragraf,
    av: Användare,
    personer: Sequence[Närvaro] = (),
    grupp: str = "",
) -> None:
    """Antecknar att någon inte deltar i beslutet (KL 4 kap. 25 §); före eller efter det."""
    paragraf = _lås_paragraf(paragraf, av)
    deltagande.kräv_inte_justerat(paragraf, "vem som deltog")
    rader = list(paragraf.protokoll.närvarande.filter(pk__in=[p.pk for p in personer]))
    _kräv_kan_avstå(paragraf, rader)
    avstår = [str(rad) for rad in rader] or ([grupp.strip()] if grupp.strip() else [])
    if not avstår:
        raise FelAnteckning("Välj vem som inte deltar i beslutet.")
    myndighetsutövning.kräv_får_avstå(paragraf, avstår)
    DeltarInte.objects.bulk_create(
        DeltarInte(paragraf=paragraf, närvaro=r, namn=r.namn, parti=r.parti) for r in rader
    )
    if grupp.strip():
        DeltarInte.objects.create(paragraf=paragraf, grupp=grupp.strip())


def _kräv_kan_avstå(paragraf: Paragraf, rader: Sequence[Närvaro]) -> None:
    får = {rad.pk for rad in omröstningar.röstberättigade(paragraf)}
    pågår = frågeläge.pågående_omröstning(paragraf)
    längden = set(pågår.röster.values_list("närvaro_id", flat=True)) if pågår else set()
    röstat = avgörande.röstat(avgörandet.läs(paragraf).omröstningar)
    for rad in rader:
        fynd = avgörande.deltar_inte(
            str(rad),
            tjänstgör=rad.pk in får,
            i_pågående=rad.pk in längden,
            röstade=rad.person_id in röstat,
        )
        if fynd is not None:
            raise DeltarIBeslutet([fynd])


@transaction.atomic
def deltar_ändå(*, rad: DeltarInte, av: Användare) -> None:
    paragraf = _lås_paragraf(rad.paragraf, av)
    deltagande.kräv_inte_justerat(paragraf, "vem som deltog")
    rad.delete()


def numrera_bilagor(paragraf: Paragraf) -> None:
    """”bilaga § 104”, i anroparens transaktion när paragrafen har fått sitt nummer."""
    bilagor = list(paragraf.bilagor.filter(nummer="").order_by("ordning", "pk"))
    if not bilagor:
        return
    nummer = str(paragraf.nummer) if paragraf.nummer is not None else "utan nummer"
    for plats, bilaga in enumerate(bilagor, 1):
        bilaga.paragrafnummer = nummer if paragraf.nummer is not None else ""
        bilaga.nummer = f"bilaga §{HÅRT}{nummer}" + (f":{plats}" if plats > 1 else "")
    Bilaga.objects.bulk_update(bilagor, ["nummer", "paragrafnummer"])
    nummer_på = {bilaga.pk: bilaga.nummer for bilaga in bilagor}
    reservationer = list(Reservation.objects.filter(skriftlig__in=bilagor))
    anteckningar = list(Anteckning.objects.filter(skriftlig__in=bilagor))
    for reservation in reservationer:
        reservation.bilaga = nummer_på[reservation.skriftlig_id or 0]
    for anteckning in anteckningar:
        anteckning.bilaga = nummer_på[anteckning.skriftlig_id or 0]
    Reservation.objects.bulk_update(reservationer, ["bilaga"])
    Anteckning.objects.bulk_update(anteckningar, ["bilaga"])


def _lås_paragraf(paragraf: Paragraf, av: Användare) -> Paragraf:
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.select_related("organ", "ordförande").get(pk=paragraf.pk)
    paragraf.protokoll = protokoll
    return paragraf


def _lås_beslutad(paragraf: Paragraf, av: Användare, för_sent: type[MötetAvslutat]) -> Paragraf:
    try:
        paragraf = _lås_paragraf(paragraf, av)
    except MötetAvslutat as fel:
        raise för_sent(
            "Mötet är avslutat. En reservation anmäls innan sammanträdet avslutas."
        ) from fel
    if not paragraf.är_beslutad:
        raise InteBeslutad("Beslutet är inte fattat. Reservationen antecknas när det är det.")
    return paragraf


def _kräv_deltog(paragraf: Paragraf, rader: Sequence[Närvaro]) -> list[Närvaro]:
    """Personen, på den rad hen beslutade på: den som bytt roll sedan dess står på en annan nu."""
    tillåtna = {rad.person_id: rad for rad in deltog(paragraf)}
    for rad in rader:
        fynd = avgörande.reservera(str(rad), deltog=rad.person_id in tillåtna)
        if fynd is not None:
            raise FelReservation(fynd.text)
    personer = {rad.person_id for rad in rader}
    return sorted((tillåtna[p] for p in personer), key=lambda rad: rad.pk)


def _bilaga(
    paragraf: Paragraf,
    rubrik: str,
    rader: Sequence[Närvaro],
    grupper: Sequence[str],
    uppladdat: Uppladdat | None,
) -> Bilaga:
    vem = ", ".join([*(str(rad) for rad in rader), *grupper])
    fil = filer.spara_pdf(uppladdat.innehåll, namn=uppladdat.filnamn) if uppladdat else None
    return Bilaga.objects.create(
        protokoll=paragraf.protokoll,
        paragraf=paragraf,
        ordning=_nästa(paragraf.protokoll.bilagor),
        rubrik=f"{rubrik} av {vem}"[:500],
        fil=fil,
        filnamn=uppladdat.filnamn if uppladdat else "",
    )


def _ta_bort_bilaga(bilaga: Bilaga | None) -> None:
    if bilaga is None:
        return
    fil = bilaga.fil
    bilaga.delete()
    if fil is not None:
        filer.städa(fil)


def _nästa(rader: object) -> int:
    högsta = rader.aggregate(högsta=Max("ordning"))["högsta"]  # type: ignore[attr-defined]  # en relation
    return int(högsta or 0) + 1


def _rena(grupper: Sequence[str]) -> list[str]:
    return [g.strip() for g in grupper if g.strip()]
