"""Modellerna i paketet publikt."""

from publikt.models.anslag import Anslag, Anslagshändelse, Avbrott, Slag
from publikt.models.kalender import Kalendermöte
from publikt.models.kopia import Kopia
from publikt.models.möte import Möte, Mötespunkt
from publikt.models.uppetid import Uppetid

__all__ = [
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
