from protokoll.models.närvaro import Justerare, Närvaro, ÖvrigNärvarande
from protokoll.models.paragraf import Beslut, Paragraf, Paragrafserie, Utdragsmottagare
from protokoll.models.protokoll import Protokoll, Protokollsfil

__all__ = [
    "Beslut",
    "Justerare",
    "Närvaro",
    "Paragraf",
    "Paragrafserie",
    "Protokoll",
    "Protokollsfil",
    "Utdragsmottagare",
    "ÖvrigNärvarande",
]
