"""Fillagret: innehållet är namnet (SHA-256), och en fil ändras aldrig.

Byten skrivs före raden är bekräftad: en rad utan byte vore en förlorad handling, byte utan rad
är bara skräp. Skräpet (avbrutna skrivningar, backade transaktioner) tas av `städa_lager`, också ur
det publika lagret: en kopia som aldrig blev publicerad ska inte ligga kvar där.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from publikt.models import Kopia
from ärenden import pdfkontroll
from ärenden.models import Fil

# Längre än någon transaktion som sparar filer får ta.
SKRÄP_EFTER = timedelta(hours=6)
SHA256 = re.compile(r"[0-9a-f]{64}")
# Lagret och raderna som äger dess byte.
LAGER: tuple[tuple[str, type[Fil] | type[Kopia]], ...] = (("filer", Fil), ("publikt", Kopia))


class Filfel(Exception):
    """Filen kan inte tas emot. Texten är till användaren och nämner filens namn."""


def granska_pdf(innehåll: bytes, namn: str) -> pdfkontroll.PdfFakta:
    """Kontrollerar en uppladdad PDF. Filfel med filens namn om den inte kan användas."""
    if len(innehåll) > settings.NAMND_FIL_MAX_BYTE:
        gräns = settings.NAMND_FIL_MAX_BYTE // (1024 * 1024)
        raise Filfel(f"{namn} är större än {gräns} MB.")
    try:
        fakta = pdfkontroll.granska(innehåll)
    except pdfkontroll.OläsligPdf as fel:
        raise Filfel(f"{namn}: {fel}") from fel
    if fakta.sidor > settings.NAMND_FIL_MAX_SIDOR:
        raise Filfel(f"{namn} har fler än {settings.NAMND_FIL_MAX_SIDOR} sidor.")
    return fakta


def spara_pdf(innehåll: bytes, *, namn: str) -> Fil:
    """Granskar och sparar en uppladdad PDF."""
    fakta = granska_pdf(innehåll, namn)
    return _spara(innehåll, medietyp="application/pdf", sidor=fakta.sidor, egen=False)


def spara_eget(innehåll: bytes, *, medietyp: str, sidor: int | None, egen: bool) -> Fil:
    """Sparar något som systemet har gjort. `egen`: PDF/A-2a + PDF/UA-1 är uppfyllda."""
    return _spara(innehåll, medietyp=medietyp, sidor=sidor, egen=egen)


@transaction.atomic
def _spara(innehåll: bytes, *, medietyp: str, sidor: int | None, egen: bool) -> Fil:
    sha256 = hashlib.sha256(innehåll).hexdigest()
    _lås(sha256)
    fil, _ = Fil.objects.get_or_create(
        sha256=sha256,
        defaults={
            "storlek": len(innehåll),
            "medietyp": medietyp,
            "sidor": sidor,
            "egen": egen,
        },
    )
    _skriv(storages["filer"], fil.plats, innehåll)
    return fil


def _skriv(lager: Storage, plats: str, innehåll: bytes) -> None:
    """Skriver byten om de inte redan finns hela: en dödad process kan ha lämnat en halv fil."""
    if lager.exists(plats):
        with lager.open(plats) as finns:
            if finns.read() == innehåll:
                return
        lager.delete(plats)
    sparad = lager.save(plats, ContentFile(innehåll))
    if sparad != plats:
        lager.delete(sparad)
        raise OSError(f"Fillagret sparade {plats} som {sparad}.")


def städa(fil: Fil) -> None:
    """Tar bort en fil som ingen rad längre pekar på; annars händer inget."""
    sha256, plats = fil.sha256, fil.plats
    try:
        with transaction.atomic():
            # Den som just sparar samma innehåll har låset tills dess rad pekar på filen.
            _lås(sha256)
            fil.delete()
    except ProtectedError:
        return
    transaction.on_commit(lambda: _ta_bort_innehåll(storages["filer"], Fil, sha256, plats))


def städa_lager() -> int:
    """Tar bort gamla byte som ingen rad äger. Returnerar antalet."""
    gräns = timezone.now() - SKRÄP_EFTER
    antal = 0
    for namn, ägare in LAGER:
        lager = storages[namn]
        for plats in _alla(lager, ""):
            sha256 = plats.rsplit("/", 1)[-1]
            if SHA256.fullmatch(sha256) and lager.get_modified_time(plats) < gräns:
                antal += _ta_bort_innehåll(lager, ägare, sha256, plats)
    return antal


def _alla(lager: Storage, mapp: str) -> Iterator[str]:
    try:
        mappar, filer = lager.listdir(mapp)
    except FileNotFoundError:
        return
    for namn in sorted(filer):
        yield f"{mapp}/{namn}" if mapp else namn
    for namn in sorted(mappar):
        yield from _alla(lager, f"{mapp}/{namn}" if mapp else namn)


@transaction.atomic
def _ta_bort_innehåll(
    lager: Storage, ägare: type[Fil] | type[Kopia], sha256: str, plats: str
) -> bool:
    # Någon kan ha sparat samma innehåll igen sedan raden togs bort; låset avgör.
    _lås(sha256)
    if ägare._default_manager.filter(sha256=sha256).exists():
        return False
    lager.delete(plats)
    return True


def _lås(sha256: str) -> None:
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])
