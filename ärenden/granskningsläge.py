"""Skrivelsens väg till godkänd: lägena, stegen mellan dem och vem som får ta dem. Inga modeller."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Läge(StrEnum):
    """Var skrivelsen är. Den inlämnade är en handling, och anmäls som sådan."""

    UTKAST = "utkast"
    GRANSKNING = "granskning"
    ÅTERSÄND = "atersand"
    GODKÄND = "godkand"
    INLÄMNAD = "inlamnad"


class Steg(StrEnum):
    SKICKA = "skicka"
    ÅTERKALLA = "aterkalla"
    GODTA_ÄNDRING = "godta_andring"
    ÅTERSÄND = "atersand"
    TILLSTYRK = "tillstyrk"
    GODKÄNN = "godkann"
    ÄNDRA_IGEN = "andra_igen"
    LÄMNA_IN = "lamna_in"


class Vem(StrEnum):
    """Den som får ta steget: den som skriver, en granskare i tur, eller en som får godkänna."""

    SKRIVARE = "den som skriver"
    GRANSKARE = "granskaren i tur"
    GODKÄNNARE = "den som får godkänna, i tur"


class Ordning(StrEnum):
    I_TUR = "i_tur"
    SIDA_VID_SIDA = "sida_vid_sida"


@dataclass(frozen=True)
class Övergång:
    från: Läge
    steg: Steg
    till: Läge
    vem: Vem


class OtillåtetSteg(Exception):
    """Steget går inte att ta från läget. Texten är till användaren."""


# TILLSTYRK och GODKÄNN är det sista svaret: av någon som inte får godkänna, eller av någon som får.
ÖVERGÅNGAR = (
    Övergång(Läge.UTKAST, Steg.SKICKA, Läge.GRANSKNING, Vem.SKRIVARE),
    Övergång(Läge.ÅTERSÄND, Steg.SKICKA, Läge.GRANSKNING, Vem.SKRIVARE),
    Övergång(Läge.GRANSKNING, Steg.ÅTERKALLA, Läge.UTKAST, Vem.SKRIVARE),
    Övergång(Läge.GRANSKNING, Steg.GODTA_ÄNDRING, Läge.GRANSKNING, Vem.SKRIVARE),
    Övergång(Läge.UTKAST, Steg.GODTA_ÄNDRING, Läge.UTKAST, Vem.SKRIVARE),
    Övergång(Läge.ÅTERSÄND, Steg.GODTA_ÄNDRING, Läge.ÅTERSÄND, Vem.SKRIVARE),
    Övergång(Läge.GRANSKNING, Steg.ÅTERSÄND, Läge.ÅTERSÄND, Vem.GRANSKARE),
    Övergång(Läge.GRANSKNING, Steg.TILLSTYRK, Läge.UTKAST, Vem.GRANSKARE),
    Övergång(Läge.GRANSKNING, Steg.GODKÄNN, Läge.GODKÄND, Vem.GODKÄNNARE),
    Övergång(Läge.GODKÄND, Steg.ÄNDRA_IGEN, Läge.UTKAST, Vem.SKRIVARE),
    Övergång(Läge.GODKÄND, Steg.LÄMNA_IN, Läge.INLÄMNAD, Vem.SKRIVARE),
    # Bara efter en mall som inte kräver godkännande; se `kräver_godkännande` i tjänsten.
    Övergång(Läge.UTKAST, Steg.LÄMNA_IN, Läge.INLÄMNAD, Vem.SKRIVARE),
    Övergång(Läge.ÅTERSÄND, Steg.LÄMNA_IN, Läge.INLÄMNAD, Vem.SKRIVARE),
)

_TILL = {(ö.från, ö.steg): ö for ö in ÖVERGÅNGAR}

# Texten ändras fritt bara här.
SKRIVS = frozenset({Läge.UTKAST, Läge.ÅTERSÄND})

LÄGESTEXT = {
    Läge.UTKAST: "Utkast",
    Läge.GRANSKNING: "Hos granskare",
    Läge.ÅTERSÄND: "Återsänd",
    Läge.GODKÄND: "Godkänd",
    Läge.INLÄMNAD: "Inlämnad",
}

_GÅR_INTE = {
    Läge.UTKAST: "Skrivelsen är ett utkast.",
    Läge.GRANSKNING: "Skrivelsen är hos den som granskar. Återkalla den för att ändra texten.",
    Läge.ÅTERSÄND: "Skrivelsen är återsänd.",
    Läge.GODKÄND: "Skrivelsen är godkänd. En ändrad text måste godkännas på nytt.",
    Läge.INLÄMNAD: "Skrivelsen är inlämnad. Texten ändras inte längre.",
}


def övergång(läge: Läge, steg: Steg) -> Övergång:
    """Övergången ur tabellen; `OtillåtetSteg` när steget inte går att ta härifrån."""
    funnen = _TILL.get((läge, steg))
    if funnen is None:
        raise OtillåtetSteg(_GÅR_INTE[läge])
    return funnen


def kräv_skrivs(läge: Läge) -> None:
    if läge not in SKRIVS:
        raise OtillåtetSteg(_GÅR_INTE[läge])


def i_tur(ordning: Ordning, svarat: Sequence[bool]) -> frozenset[int]:
    """Platserna (från 0) som har tur: den första som inte svarat, eller alla som inte svarat."""
    kvar = [plats for plats, klar in enumerate(svarat) if not klar]
    return frozenset(kvar[:1] if ordning == Ordning.I_TUR else kvar)


def versionshash(text: Mapping[str, Any], bilagor: Sequence[Mapping[str, str]] = ()) -> str:
    """Vad som godkänns: SHA-256 av allt som står och av bilagorna i sin ordning.

    Nycklarnas ordning betyder inget. Utan bilagor är det textens egen.
    """
    allt = {"text": text, "bilagor": list(bilagor)} if bilagor else text
    rad = json.dumps(allt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(rad.encode()).hexdigest()
