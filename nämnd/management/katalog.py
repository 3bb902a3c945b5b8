"""Katalogen som ett kommando skriver sina filer i."""

import os
from pathlib import Path

from django.core.management.base import CommandError


def skrivbar(väg: Path) -> Path:
    """Katalogen, skapad om den saknas. Fel: kommandots, med status 2."""
    try:
        väg.mkdir(parents=True, exist_ok=True)
    except FileExistsError as fel:
        raise CommandError(f"{väg} är ingen katalog.", returncode=2) from fel
    except OSError as fel:
        raise CommandError(f"{väg} går inte att skapa: {fel.strerror}.", returncode=2) from fel
    if not os.access(väg, os.W_OK):
        raise CommandError(f"{väg} går inte att skriva i.", returncode=2)
    return väg
