from ärenden.views.handlingar import fil, ny_handling
from ärenden.views.skrivelser import anmäl, ny_skrivelse, återta
from ärenden.views.sök import sök
from ärenden.views.ärenden import lista, ny, visa

__all__ = [
    "anmäl",
    "fil",
    "lista",
    "ny",
    "ny_handling",
    "ny_skrivelse",
    "sök",
    "visa",
    "återta",
]
