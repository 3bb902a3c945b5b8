"""Fryser ett dokument till JSON och tinar upp det igen, och ger kontrollsumman för det frysta.

Det som skrivs under är summan. Klasserna skrivs med sina namn, så att ett upptinat dokument är
likt det som frystes; den som tinar säger vilka klasser som får finnas.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from protokoll import hashkedja

KLASS = "_klass"
VÄRDE = "_värde"


class OkändKlass(ValueError):
    """Det frysta innehåller en klass som den som tinar inte känner."""


def frys(värde: Any) -> Any:
    """Dokumentet som uppslag, listor, text och heltal."""
    if isinstance(värde, Enum):
        return {KLASS: type(värde).__name__, VÄRDE: värde.value}
    if is_dataclass(värde) and not isinstance(värde, type):
        innehåll = {f.name: frys(getattr(värde, f.name)) for f in fields(värde) if f.init}
        return {KLASS: type(värde).__name__, **innehåll}
    if isinstance(värde, tuple | list):
        return [frys(del_) for del_ in värde]
    if isinstance(värde, Mapping):
        return {str(nyckel): frys(inre) for nyckel, inre in värde.items()}
    if värde is None or isinstance(värde, str | int):
        return värde
    raise TypeError(f"{type(värde).__name__} går inte att frysa.")


def tina(fruset: Any, klasser: Mapping[str, type]) -> Any:
    """Dokumentet ur det frysta. Ett fält som klassen inte längre har lämnas."""
    if isinstance(fruset, list):
        return tuple(tina(del_, klasser) for del_ in fruset)
    if not isinstance(fruset, dict):
        return fruset
    if KLASS not in fruset:
        return {nyckel: tina(inre, klasser) for nyckel, inre in fruset.items()}
    klass = klasser.get(fruset[KLASS])
    if klass is None:
        raise OkändKlass(f"{fruset[KLASS]} går inte att tina.")
    if VÄRDE in fruset:
        return klass(fruset[VÄRDE])
    kända = {f.name for f in fields(klass)}
    return klass(**{n: tina(v, klasser) for n, v in fruset.items() if n in kända})


def summa(fruset: Mapping[str, Any]) -> str:
    """SHA-256 över det frysta, skrivet på ett enda sätt."""
    return hashlib.sha256(hashkedja.kanonisk(fruset).encode()).hexdigest()
