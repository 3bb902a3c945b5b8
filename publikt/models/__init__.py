"""Modellerna i paketet publikt."""

from publikt.models.anslag import RÄTTAT, Anslag, Anslagshändelse, Avbrott, Slag
from publikt.models.kalender import Kalendermöte
from publikt.models.kopia import Kopia
from publikt.models.möte import Möte, Mötespunkt
from publikt.models.uppetid import Uppetid

__all__ = [
    "RÄTTAT",
    "Anslag",
    "Anslagshändelse",
    "Avbrott",
    "Kalendermöte",
    "Kopia",
    "Möte",
    "Mötespunkt",
    "Slag",
    "Uppetid",
]
