"""Vilka som är med: närvaro, ordförande, justerare och övriga."""

from __future__ import annotations

from django.db import transaction

from konton.models import Användare
from protokoll.models import (
    Justerare,
    Närvaro,
    Protokoll,
    ÖvrigNärvarande,
)
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    DistansInteTillåten,
    FelJusterare,
    FelNärvaro,
    PlatsenUpptagen,
)


@transaction.atomic
def markera_närvaro(
    *,
    rad: Närvaro,
    status: str,
    av: Användare,
    för: Närvaro | None = None,
    distans: bool = False,
) -> Närvaro:
    """Antecknar hur en person är med. En ersättare tjänstgör för en frånvarande ledamot."""
    protokoll = lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    _pröva_status(rad, status)
    if distans and not protokoll.sammanträde.organ.distans_tillåten:
        raise DistansInteTillåten("Deltagande på distans är inte tillåtet i organet.")
    if status == Närvaro.Status.TJÄNSTGÖRANDE:
        för = _plats(protokoll, rad, för)
    elif för is not None:
        raise FelNärvaro("Bara en ersättare tjänstgör för någon annan.")
    rad.status, rad.för = status, för
    rad.distans = distans and status != Närvaro.Status.FRÅNVARANDE
    if not rad.tjänstgör:
        _pröva_utträde(protokoll, rad)
    rad.save(update_fields=["status", "för", "distans"])
    tjänstgörande = protokoll.beslutsförhet.tjänstgörande
    if tjänstgörande > protokoll.platser:
        raise PlatsenUpptagen(f"Organet har {protokoll.platser} platser och alla är besatta.")
    return rad


def _pröva_status(rad: Närvaro, status: str) -> None:
    if rad.har_insynsplats:
        tillåtna = {Närvaro.Status.INSYN, Närvaro.Status.FRÅNVARANDE}
    elif rad.är_ersättare:
        tillåtna = {
            Närvaro.Status.TJÄNSTGÖRANDE,
            Närvaro.Status.ERSÄTTARE,
            Närvaro.Status.FRÅNVARANDE,
        }
    else:
        tillåtna = {Närvaro.Status.LEDAMOT, Närvaro.Status.FRÅNVARANDE}
    if status not in tillåtna:
        raise FelNärvaro(f"{rad.namn} är {rad.post} och kan inte antecknas så.")
    if status == Närvaro.Status.LEDAMOT:
        i_stället = Närvaro.objects.filter(för=rad).first()
        if i_stället:
            raise PlatsenUpptagen(
                f"{i_stället} tjänstgör för {rad.namn}. Låt {i_stället.namn} lämna platsen först."
            )


def _plats(protokoll: Protokoll, rad: Närvaro, för: Närvaro | None) -> Närvaro | None:
    """Platsen som ersättaren tar: en frånvarande ledamots, eller en som är vakant."""
    if för is None:
        ledamöter = [r for r in protokoll.närvarande.all() if r.har_plats]
        vakanta = protokoll.platser - len(ledamöter)
        på_vakanta = protokoll.närvarande.filter(
            status=Närvaro.Status.TJÄNSTGÖRANDE, för=None
        ).exclude(pk=rad.pk)
        if på_vakanta.count() >= vakanta:
            raise FelNärvaro(f"Ange vilken ledamot {rad.namn} tjänstgör för.")
        return None
    för = protokoll.närvarande.filter(pk=för.pk).first()
    if för is None or not för.har_plats:
        raise FelNärvaro("En ersättare tjänstgör för en ledamot i organet.")
    if not för.är_frånvarande:
        raise PlatsenUpptagen(f"{för} tjänstgör själv.")
    annan = protokoll.närvarande.filter(för=för).exclude(pk=rad.pk).first()
    if annan:
        raise PlatsenUpptagen(f"{annan} tjänstgör redan för {för.namn}.")
    return för


def _pröva_utträde(protokoll: Protokoll, rad: Närvaro) -> None:
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelNärvaro(f"{rad.namn} är vald att justera. Välj en annan justerare först.")


@transaction.atomic
def alla_närvarande(*, protokoll: Protokoll, av: Användare) -> None:
    """Antecknar alla ledamöter som närvarande, utom dem som en ersättare tjänstgör för."""
    protokoll = lås(protokoll, av)
    rader = list(protokoll.närvarande.all())
    ersatta = {rad.för_id for rad in rader if rad.för_id}
    ledamöter = [rad.pk for rad in rader if rad.har_plats and rad.pk not in ersatta]
    protokoll.närvarande.filter(pk__in=ledamöter, status=Närvaro.Status.FRÅNVARANDE).update(
        status=Närvaro.Status.LEDAMOT
    )


@transaction.atomic
def lägg_till_övrig(
    *, protokoll: Protokoll, namn: str, av: Användare, titel: str = ""
) -> ÖvrigNärvarande:
    protokoll = lås(protokoll, av)
    if not namn.strip():
        raise FelNärvaro("Skriv den närvarandes namn.")
    return ÖvrigNärvarande.objects.create(
        protokoll=protokoll, namn=namn.strip(), titel=titel.strip()
    )


@transaction.atomic
def ta_bort_övrig(*, övrig: ÖvrigNärvarande, av: Användare) -> None:
    lås(övrig.protokoll, av)
    övrig.delete()


@transaction.atomic
def välj_ordförande(*, rad: Närvaro, av: Användare) -> None:
    """Väljer vem som leder mötet när det inte är den främsta i presidiet."""
    protokoll = lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    if not rad.tjänstgör:
        raise FelNärvaro(f"{rad.namn} tjänstgör inte och kan inte leda mötet.")
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är vald att justera och kan inte också leda mötet.")
    protokoll.ordförande = rad
    protokoll.save(update_fields=["ordförande"])


@transaction.atomic
def välj_justerare(*, rad: Närvaro, av: Användare, är_ersättare: bool = False) -> Justerare:
    """Väljer den som justerar vid sidan av ordföranden, eller ersättare för den."""
    protokoll = lås(rad.protokoll, av)
    rad = protokoll.närvarande.get(pk=rad.pk)
    if not rad.tjänstgör:
        raise FelJusterare(f"{rad.namn} tjänstgör inte och kan inte justera.")
    ledare = protokoll.ledare
    if ledare is not None and ledare.pk == rad.pk:
        raise FelJusterare(f"{rad.namn} leder mötet och justerar redan som ordförande.")
    if protokoll.justerare.filter(närvaro=rad).exists():
        raise FelJusterare(f"{rad.namn} är redan vald.")
    return Justerare.objects.create(
        protokoll=protokoll,
        närvaro=rad,
        namn=rad.namn,
        parti=rad.parti,
        är_ersättare=är_ersättare,
    )


@transaction.atomic
def ta_bort_justerare(*, justerare: Justerare, av: Användare) -> None:
    lås(justerare.protokoll, av)
    justerare.delete()
