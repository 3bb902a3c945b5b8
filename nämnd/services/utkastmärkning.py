"""Märket UTKAST på en kallelse som inte är utfärdad.

Filen i lagret är den som utfärdas, byte för byte; den som läser den innan dess får den märkt.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
from django.core.files.storage import storages

from nämnd.sidstämpel import Stämpel, Stämpelsnitt
from ärenden import bitar, filer
from ärenden.models import Fil

ORD = "UTKAST"
RAD = "UTKAST – inte utfärdad"


def märkt(fil: Fil) -> Path:
    """Filen med märket på varje sida. Den görs en gång och försvinner med sin fil."""
    nyckel = f"{fil.sha256}-utkast"
    plats = bitar.finn(filer.PAPPERSBITAR, nyckel)
    if plats is None:
        _märk(fil, nyckel)
        plats = bitar.finn(filer.PAPPERSBITAR, nyckel)
    if plats is None:
        raise FileNotFoundError(nyckel)
    return plats


def _märk(fil: Fil, nyckel: str) -> None:
    with storages["filer"].open(fil.plats) as från, pikepdf.open(från) as pdf:  # type: ignore[arg-type]  # läses som en fil
        stämpel = Stämpel(pdf, Stämpelsnitt(pdf, ORD + RAD))
        for sida in pdf.pages:
            stämpel.märk_utkast(sida, ORD, RAD)
        with bitar.ny(filer.PAPPERSBITAR, nyckel) as ut:
            pdf.save(ut, deterministic_id=True)
