from ärenden.models.anmälan import Anmälan, Beslutssats, Skrivelse
from ärenden.models.delegation import (
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Delegationspunkt,
    Delegatserie,
)
from ärenden.models.diarium import Diarium, Nummerserie
from ärenden.models.fil import Fil
from ärenden.models.granskning import (
    Godkännande,
    Granskare,
    Granskning,
    Granskningskommentar,
    Granskningssteg,
    Kommentarssvar,
)
from ärenden.models.handling import Handling
from ärenden.models.handlingsplan import Gallringsfrist, Handlingstyp
from ärenden.models.händelse import Händelse
from ärenden.models.jobb import Jobb
from ärenden.models.mall import Mall, Mallavsnitt
from ärenden.models.remiss import MottagenRemiss, Remiss, Remissbrev, Remissmottagare
from ärenden.models.sekretess import Sekretessbelagd
from ärenden.models.skrivelsebilaga import Inläsning, Skrivelsebilaga
from ärenden.models.skrivelseutkast import (
    Skrivelsebild,
    Skrivelseutkast,
    Skrivelseversion,
    Skrivnärvaro,
)
from ärenden.models.sök import Filtext, Sökord, Sökpost
from ärenden.models.ärende import Ärende

__all__ = [
    "Anmälan",
    "Beslutssats",
    "Delegatinnehav",
    "Delegationsbeslut",
    "Delegationsordning",
    "Delegationspunkt",
    "Delegatserie",
    "Diarium",
    "Fil",
    "Filtext",
    "Gallringsfrist",
    "Godkännande",
    "Granskare",
    "Granskning",
    "Granskningskommentar",
    "Granskningssteg",
    "Handling",
    "Handlingstyp",
    "Händelse",
    "Inläsning",
    "Jobb",
    "Kommentarssvar",
    "Mall",
    "Mallavsnitt",
    "MottagenRemiss",
    "Nummerserie",
    "Remiss",
    "Remissbrev",
    "Remissmottagare",
    "Sekretessbelagd",
    "Skrivelse",
    "Skrivelsebilaga",
    "Skrivelsebild",
    "Skrivelseutkast",
    "Skrivelseversion",
    "Skrivnärvaro",
    "Sökord",
    "Sökpost",
    "Ärende",
]
