"""Fillagret: innehållet är namnet (SHA-256), och en fil ändras aldrig."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import ProtectedError

from ärenden import pdfkontroll
from ärenden.models import Fil


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
    lager = storages["filer"]
    if not lager.exists(fil.plats):
        lager.save(fil.plats, ContentFile(innehåll))
    return fil


def städa(fil: Fil) -> None:
    """Tar bort en fil som ingen rad längre pekar på; annars händer inget."""
    sha256, plats = fil.sha256, fil.plats
    try:
        with transaction.atomic():
            fil.delete()
    except ProtectedError:
        return
    transaction.on_commit(lambda: _ta_bort_innehåll(sha256, plats))


@transaction.atomic
def _ta_bort_innehåll(sha256: str, plats: str) -> None:
    # Någon kan ha sparat samma innehåll igen sedan raden togs bort; låset avgör.
    _lås(sha256)
    if not Fil.objects.filter(sha256=sha256).exists():
        storages["filer"].delete(plats)


def _lås(sha256: str) -> None:
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])
