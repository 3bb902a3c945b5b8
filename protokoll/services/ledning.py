"""Vem som leder mötet eller en punkt, och när det är ajournerat."""

from __future__ import annotations

from datetime import time

from django.db import transaction

from konton.models import Användare
from protokoll.models import Ajournering, Närvaro, Paragraf, Protokoll
from protokoll.rum import Rum, rum
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    Ajournerat,
    FelJusterare,
    FelTid,
    LedareSaknas,
    RedanBeslutad,
)
from protokoll.services.närvaro import klockan, pröva_ledare, pågående


@transaction.atomic
def välj_punktens_ordförande(*, paragraf: Paragraf, rad: Närvaro, av: Användare) -> None:
    """Väljer vem som leder punkten, när mötets ordförande är jävig eller lämnar klubban."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
    paragraf.ordförande = pröva_ledare(rum(protokoll, paragraf=paragraf), rad)
    paragraf.save(update_fields=["ordförande"])


def kräv_ledare(nu: Rum) -> Närvaro:
    """Den som leder punkten. Utan någon kan den inte avgöras."""
    if nu.ledare is None:
        raise LedareSaknas("Ingen leder punkten. Välj vem som är ordförande.")
    if nu.protokoll.justerare.filter(närvaro=nu.ledare).exists():
        raise FelJusterare(
            f"{nu.ledare.namn} leder punkten och är vald att justera. "
            "Välj en annan ordförande för punkten, eller en annan justerare."
        )
    return nu.ledare


@transaction.atomic
def ajournera(*, protokoll: Protokoll, av: Användare, tid: time | None = None) -> Ajournering:
    """Paus i mötet. Under en punkt hör den till paragrafen, annars delar den mötet i två."""
    protokoll = lås(protokoll=protokoll, av=av)
    kräv_pågår(protokoll)
    senaste = protokoll.ajourneringar.last()
    från = tid or klockan()
    if senaste is not None and senaste.till is not None:
        if tid is not None and tid < senaste.till:
            raise FelTid(
                f"Mötet återupptogs {senaste.till:%H.%M} och kan inte ajourneras {tid:%H.%M}."
            )
        från = max(från, senaste.till)
    return Ajournering.objects.create(protokoll=protokoll, paragraf=pågående(protokoll), från=från)


@transaction.atomic
def återuppta(*, protokoll: Protokoll, av: Användare, tid: time | None = None) -> None:
    protokoll = lås(protokoll=protokoll, av=av)
    paus = protokoll.ajourneringar.filter(till=None).first()
    if paus is None:
        raise Ajournerat("Mötet är inte ajournerat.")
    if tid is not None and tid < paus.från:
        raise FelTid(f"Mötet ajournerades {paus.från:%H.%M} och kan inte återupptas {tid:%H.%M}.")
    till = max(tid or klockan(), paus.från)
    if till == paus.från:
        paus.delete()
        return
    paus.till = till
    paus.save(update_fields=["till"])


@transaction.atomic
def ta_bort_ajournering(*, ajournering: Ajournering, av: Användare) -> None:
    protokoll = lås(protokoll=ajournering.protokoll, av=av)
    protokoll.ajourneringar.filter(pk=ajournering.pk).delete()


def kräv_pågår(protokoll: Protokoll) -> None:
    """Inget handläggs medan mötet är ajournerat."""
    paus = protokoll.ajourneringar.filter(till=None).first()
    if paus is not None:
        raise Ajournerat(f"Mötet är ajournerat sedan {paus.från:%H.%M}. Återuppta det först.")
