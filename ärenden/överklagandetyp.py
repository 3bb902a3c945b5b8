"""Hur ett beslut överklagas: nämndens egna beslut och delegaternas lika."""

from __future__ import annotations

from enum import StrEnum


class Överklagandetyp(StrEnum):
    """Styr hänvisningen, och när de tre veckorna börjar (KL 13 kap. 5 §, FL 44 §)."""

    LAGLIGHETSPRÖVNING = "laglighetsprovning"
    FÖRVALTNINGSBESVÄR = "forvaltningsbesvar"
    EJ_ÖVERKLAGBART = "ej_overklagbart"

    @property
    def label(self) -> str:
        return _ETIKETT[self]


_ETIKETT = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: "laglighetsprövning (KL 13 kap.)",
    Överklagandetyp.FÖRVALTNINGSBESVÄR: "förvaltningsbesvär (FL 40–43 §§)",
    Överklagandetyp.EJ_ÖVERKLAGBART: "ej överklagbart",
}
VAL = [(typ.value, typ.label) for typ in Överklagandetyp]
