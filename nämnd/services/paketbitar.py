"""Papperens bitar: varje handling görs klar för paketet en gång, och två arbetare hjälps åt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress

from django.core.files.storage import storages

from nämnd import handlingspaket, paketbit
from nämnd.paketbit import Bit
from nämnd.underlag import Papper
from ärenden import bitar, filer
from ärenden.models import Fil
from ärenden.services import biträde
from ärenden.services.jobb import Arbetsfel

Framsteg = Callable[[int, str], None]
UPPGIFT = "namnd.gor_paketbitar"
# En bit tar några hundradelar; är det färre hinner ingen hjälpa till.
LÖNAR_SIG = 12


def gör_klara(papper: Sequence[Papper], rapportera: Framsteg) -> dict[str, Bit]:
    """Papperens bitar; bara de som inte är gjorda förut görs nu.

    Arbetsfel när ett papper är borttaget eller skadat, Paketfel när det inte går att läsa.
    """
    filer_ = {f.sha256: f for f in Fil.objects.filter(sha256__in={p.sha256 for p in papper})}
    saknas = [
        (p.sha256, p.egen, p.filnamn)
        for p in papper
        if bitar.finn(filer.PAPPERSBITAR, paketbit.nyckel(p.sha256, egen=p.egen)) is None
    ]
    klara = {}
    with biträde.ombett(UPPGIFT, saknas) if len(saknas) >= LÖNAR_SIG else nullcontext():
        for nr, p in enumerate(papper, 1):
            andel = 36 * nr // (len(papper) + 1)
            fil = _kräv_fil(p.filnamn, filer_.get(p.sha256))
            nyckel = paketbit.nyckel(p.sha256, egen=p.egen)
            bit = _kvar(nyckel)
            if bit is None:
                rapportera(2 + andel, f"Läser {p.rubrik} ({nr} av {len(papper)})")
                _gör(fil, p.filnamn, egen=p.egen)
                bit = _kvar(nyckel)
            if bit is None:
                raise Arbetsfel(f"{p.filnamn} är borttagen. Skapa kallelsen igen.")
            if bit.sidor != p.sidor:
                raise Arbetsfel(
                    f"{p.filnamn} har {bit.sidor} sidor men registrerades med {p.sidor}."
                )
            klara[p.nyckel] = bit
    return klara


def biträd(lista: str) -> None:
    """Gör det som saknas, bakifrån. Ett papper som inte går lämnas åt den som bad att säga."""
    with suppress(Arbetsfel, handlingspaket.Paketfel):
        biträde.gå_igenom(lista, lambda post: _hjälp_till(*post))


def _hjälp_till(sha256: str, egen: bool, filnamn: str) -> None:
    if _kvar(paketbit.nyckel(sha256, egen=egen)) is None:
        fil = Fil.objects.filter(sha256=sha256).first()
        _gör(_kräv_fil(filnamn, fil), filnamn, egen=egen)


def _kräv_fil(filnamn: str, fil: Fil | None) -> Fil:
    """Det borttagna och det förlorade följer inte med, också när biten finns kvar."""
    if fil is None:
        raise Arbetsfel(f"{filnamn} är borttagen. Skapa kallelsen igen.")
    lager = storages["filer"]
    if not lager.exists(fil.plats):
        raise Arbetsfel(f"{filnamn} saknas i fillagret.")
    if lager.size(fil.plats) != fil.storlek:
        raise Arbetsfel(f"{filnamn} är skadad i fillagret.")
    return fil


def _kvar(nyckel: str) -> Bit | None:
    """Biten om den är gjord förut och är hel."""
    plats = bitar.finn(filer.PAPPERSBITAR, nyckel)
    if plats is None:
        return None
    try:
        return paketbit.läs(plats)
    except (FileNotFoundError, paketbit.TrasigBit):
        return None


def _gör(fil: Fil, filnamn: str, *, egen: bool) -> None:
    innehåll = fil.läs()
    if hashlib.sha256(innehåll).hexdigest() != fil.sha256:
        raise Arbetsfel(f"{filnamn} är skadad i fillagret.")
    nyckel = paketbit.nyckel(fil.sha256, egen=egen)
    with handlingspaket.namnger(filnamn), bitar.ny(filer.PAPPERSBITAR, nyckel) as ut:
        paketbit.gör(innehåll, egen=egen, ut=ut)
