"""Mellanlagret: renderade och förberedda bitar, under hashen av det de gjordes av. Inga modeller.

Allt här går att göra om, så det är aldrig den enda plats där något finns. En bit läggs in hel
eller inte alls; efter ett strömavbrott kan den ändå vara trasig, så den som läser prövar den. Den
som inte använts på länge tas bort (`städa`), och den vars källa ska bort tas bort genast (`glöm`).
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

OANVÄND_EFTER = timedelta(days=14)


def _rot() -> Path:
    return Path(settings.DATA) / "bitar"


def _plats(slag: str, nyckel: str) -> Path:
    return _rot() / slag / nyckel[:2] / nyckel


def finn(slag: str, nyckel: str) -> Path | None:
    """Biten om den finns; den räknas då som använd."""
    plats = _plats(slag, nyckel)
    try:
        os.utime(plats)
    except FileNotFoundError:
        return None
    return plats


def tas_bort(slag: str, nyckel: str) -> tuple[Path, datetime] | None:
    """Biten, och när den tas bort om ingen använder den; att fråga räknas inte som det."""
    plats = _plats(slag, nyckel)
    try:
        använd = plats.stat().st_mtime
    except FileNotFoundError:
        return None
    return plats, datetime.fromtimestamp(använd, tz=UTC) + OANVÄND_EFTER


@contextmanager
def ny(slag: str, nyckel: str) -> Iterator[BinaryIO]:
    """Skriv en bit. Den finns först när den är hel."""
    plats = _plats(slag, nyckel)
    plats.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handtag, namn = tempfile.mkstemp(dir=plats.parent, prefix=".")
    tillfällig = Path(namn)
    try:
        with os.fdopen(handtag, "wb") as fil:
            yield fil
        tillfällig.replace(plats)
    finally:
        tillfällig.unlink(missing_ok=True)


@contextmanager
def tillfällig(slag: str, innehåll: bytes) -> Iterator[Path]:
    """En fil som finns så länge arbetet pågår."""
    nyckel = secrets.token_hex(16)
    with ny(slag, nyckel) as fil:
        fil.write(innehåll)
    plats = _plats(slag, nyckel)
    try:
        yield plats
    finally:
        plats.unlink(missing_ok=True)


def läs_tillfällig(slag: str, namn: str) -> bytes | None:
    """None när den som gjorde filen är klar med den."""
    try:
        return _plats(slag, namn).read_bytes()
    except FileNotFoundError:
        return None


def glöm(slag: str, början: str) -> None:
    """Ta bort de bitar vars nyckel börjar så: källan ska inte finnas kvar någonstans."""
    for fil in _plats(slag, början).parent.glob(f"{början}*"):
        fil.unlink(missing_ok=True)


def städa(nu: datetime) -> int:
    """Tar bort det som inte använts på länge. Returnerar antalet."""
    gräns = (nu - OANVÄND_EFTER).timestamp()
    gamla = [f for f in _rot().rglob("*") if f.is_file() and f.stat().st_mtime < gräns]
    for fil in gamla:
        fil.unlink(missing_ok=True)
    return len(gamla)
