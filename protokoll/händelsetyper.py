"""Händelser som protokollet skriver på ärendet."""

from ärenden.händelsetyper import Händelsetyp, registrera

registrera(
    Händelsetyp("protokoll.beslut", "{organ} {datum}, {paragraf}: {utfall}."),
    Händelsetyp(
        "protokoll.expedierat", "Utdrag av {paragraf} expedierades till {mottagare} ({kanal})."
    ),
    Händelsetyp(
        "protokoll.utdrag_inkom",
        "Utdrag av {organ} {paragraf} ur {beteckning} kom in som handling {nummer}.",
    ),
    Händelsetyp(
        "protokoll.utdrag_mottaget",
        "{organ} registrerade utdraget av {paragraf} som handling {nummer} i {beteckning}.",
    ),
)
registrera(
    Händelsetyp("protokoll.återremiss", "Ärendet återremitterades av {vem} till {till}."),
    Händelsetyp("protokoll.förslag", "{organ} lämnade sitt förslag till {till}."),
)
