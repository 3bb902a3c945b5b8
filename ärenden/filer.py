"""Fillagret: innehållet är namnet (SHA-256), och en fil ändras aldrig.

Byten skrivs före raden är bekräftad: en rad utan byte vore en förlorad handling, byte utan rad
är bara skräp. Skräpet (avbrutna skrivningar, backade transaktioner) tas av `städa_lager`, också ur
det publika lagret: en kopia som aldrig blev publicerad ska inte ligga kvar där.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from publikt.models import Kopia
from ärenden import bitar, pdfkontroll
from ärenden.models import Fil

if TYPE_CHECKING:
    Bytefil = File[bytes]
else:
    Bytefil = File

# Längre än någon transaktion som sparar filer får ta.
SKRÄP_EFTER = timedelta(hours=6)
# En logotyp trycks några centimeter hög.
BILD_MAX_BYTE = 2 * 1024 * 1024
BILD_MAX_PUNKTER = 4000
# En bild i en skrivelse är ofta ett foto ur en telefon; den trycks högst en textspalt bred.
ILLUSTRATION_MAX_BYTE = 20 * 1024 * 1024
ILLUSTRATION_MAX_PUNKTER = 12_000
ILLUSTRATION_BREDD = 2000
# Så slutar en hel bild. WeasyPrint ställer Pillow så att den fyller ut en avbruten med grått.
BILDSLUT = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}
# Där handlingar som är gjorda klara för paketet ligger; nyckeln börjar med filens hash.
PAPPERSBITAR = "papper"
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
    return _spara_byte(innehåll, medietyp="application/pdf", sidor=fakta.sidor, egen=False)


def spara_bild(innehåll: bytes, *, namn: str) -> Fil:
    """Granskar en uppladdad bild och sparar den som en ny PNG: bara bildpunkterna kommer med.

    SVG tas inte emot: den kan bära skript och hämta annat.
    """
    punkter, _ = _bildpunkter(innehåll, namn, byte=BILD_MAX_BYTE, punkter=BILD_MAX_PUNKTER)
    ut = io.BytesIO()
    punkter.save(ut, "PNG")
    return _spara_byte(ut.getvalue(), medietyp="image/png", sidor=None, egen=False)


def spara_illustration(innehåll: bytes, *, namn: str) -> Fil:
    """Granskar en bild till en skrivelse och sparar dess bildpunkter, rättvända och lagom stora.

    Kamerans uppgifter (plats, tid, ägare) kommer inte med. Ett foto förblir JPEG.
    """
    punkter, sort = _bildpunkter(
        innehåll, namn, byte=ILLUSTRATION_MAX_BYTE, punkter=ILLUSTRATION_MAX_PUNKTER
    )
    punkter.thumbnail((ILLUSTRATION_BREDD, ILLUSTRATION_BREDD))
    ut = io.BytesIO()
    if sort == "JPEG":
        punkter.save(ut, "JPEG", quality=88)
    else:
        punkter.save(ut, "PNG")
    medietyp = f"image/{sort.lower()}"
    return _spara_byte(ut.getvalue(), medietyp=medietyp, sidor=None, egen=False)


def _bildpunkter(innehåll: bytes, namn: str, *, byte: int, punkter: int) -> tuple[Image.Image, str]:
    """Bilden utan annat än sina punkter, vänd som kameran säger, och dess format."""
    if len(innehåll) > byte:
        raise Filfel(f"{namn} är större än {byte // (1024 * 1024)} MB.")
    try:
        with Image.open(io.BytesIO(innehåll), formats=["PNG", "JPEG"]) as bild:
            if BILDSLUT[str(bild.format)] not in innehåll[-1024:]:
                raise OSError("Bilden är avbruten.")
            if max(bild.size) > punkter:
                raise Filfel(f"{namn} är bredare eller högre än {punkter} bildpunkter.")
            genomsynlig = "A" in bild.mode or bild.mode == "P"
            hel = ImageOps.exif_transpose(bild).convert("RGBA" if genomsynlig else "RGB")
            hel.info.clear()
            return hel, str(bild.format)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fel:
        raise Filfel(f"{namn} är inte en hel bild av typen PNG eller JPEG.") from fel


def spara_eget(innehåll: bytes, *, medietyp: str, sidor: int | None, egen: bool) -> Fil:
    """Sparar något som systemet har gjort. `egen`: PDF/A-2a + PDF/UA-1 är uppfyllda."""
    return _spara_byte(innehåll, medietyp=medietyp, sidor=sidor, egen=egen)


def flytta_in(fil: Path, *, sha256: str, medietyp: str, sidor: int | None, egen: bool) -> Fil:
    """Som `spara_eget`, men en stor fil flyttas in i lagret i stället för att läsas."""
    with _Flyttbar(fil) as innehåll:
        return _spara(innehåll, sha256, medietyp=medietyp, sidor=sidor, egen=egen)


class _Flyttbar(Bytefil):
    """Lagret flyttar den om det kan, annars läser det den."""

    def __init__(self, fil: Path) -> None:
        super().__init__(fil.open("rb"), name=str(fil))

    def temporary_file_path(self) -> str:
        return str(self.name)


def _spara_byte(innehåll: bytes, *, medietyp: str, sidor: int | None, egen: bool) -> Fil:
    sha256 = hashlib.sha256(innehåll).hexdigest()
    return _spara(ContentFile(innehåll), sha256, medietyp=medietyp, sidor=sidor, egen=egen)


@transaction.atomic
def _spara(
    innehåll: File[bytes], sha256: str, *, medietyp: str, sidor: int | None, egen: bool
) -> Fil:
    _lås(sha256)
    fil, _ = Fil.objects.get_or_create(
        sha256=sha256,
        defaults={
            "storlek": innehåll.size,
            "medietyp": medietyp,
            "sidor": sidor,
            "egen": egen,
        },
    )
    _skriv(storages["filer"], fil.plats, innehåll, sha256)
    return fil


def _skriv(lager: Storage, plats: str, innehåll: File[bytes], sha256: str) -> None:
    """Skriver byten om de inte redan finns hela: en dödad process kan ha lämnat en halv fil."""
    if lager.exists(plats):
        with lager.open(plats) as finns:
            if hashlib.file_digest(finns, "sha256").hexdigest() == sha256:
                return
        lager.delete(plats)
    sparad = lager.save(plats, innehåll)
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
    """Tar bort gamla byte som ingen rad äger, och bitar som ingen använt. Returnerar antalet."""
    nu = timezone.now()
    gräns = nu - SKRÄP_EFTER
    antal = bitar.städa(nu)
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
    bitar.glöm(PAPPERSBITAR, sha256)
    return True


def _lås(sha256: str) -> None:
    with connection.cursor() as markör:
        markör.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])
