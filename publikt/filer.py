"""Publikts eget fillager: det allmänheten får läsa, skilt från myndighetens handlingar.

Innehållet är namnet (SHA-256). Byten skrivs före raden är bekräftad; byte utan rad nås aldrig,
eftersom sidorna bara känner raderna.
"""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import connection, transaction

from publikt.models import Kopia


class InteEnPdf(Exception):
    """Innehållet är ingen PDF."""


@transaction.atomic
def spara(pdf: bytes) -> Kopia:
    """Kopian med innehållet; samma innehåll sparas en gång."""
    if not pdf.startswith(b"%PDF-"):
        raise InteEnPdf("Filen är ingen PDF.")
    sha256 = hashlib.sha256(pdf).hexdigest()
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])
    kopia, _ = Kopia.objects.get_or_create(sha256=sha256, defaults={"storlek": len(pdf)})
    _skriv(kopia.plats, pdf)
    return kopia


def öppna(kopia: Kopia) -> File[bytes]:
    return storages["publikt"].open(kopia.plats)


def _skriv(plats: str, innehåll: bytes) -> None:
    """Skriver byten om de inte redan finns hela: en dödad process kan ha lämnat en halv fil."""
    lager = storages["publikt"]
    if lager.exists(plats):
        with lager.open(plats) as finns:
            if finns.read() == innehåll:
                return
        lager.delete(plats)
    sparad = lager.save(plats, ContentFile(innehåll))
    if sparad != plats:
        lager.delete(sparad)
        raise OSError(f"Fillagret sparade {plats} som {sparad}.")
