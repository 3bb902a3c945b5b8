from protokoll.models.närvaro import Justerare, Närvaro, ÖvrigNärvarande
from protokoll.models.paragraf import (
    Beslut,
    Beslutsunderlag,
    Förslag,
    Paragraf,
    Paragrafserie,
    Utdragsmottagare,
)
from protokoll.models.protokoll import Protokoll, Protokollsfil
from protokoll.models.sigill import Sigillcertifikat

__all__ = [
    "Beslut",
    "Beslutsunderlag",
    "Förslag",
    "Justerare",
    "Närvaro",
    "Paragraf",
    "Paragrafserie",
    "Protokoll",
    "Protokollsfil",
    "Sigillcertifikat",
    "Utdragsmottagare",
    "ÖvrigNärvarande",
]
