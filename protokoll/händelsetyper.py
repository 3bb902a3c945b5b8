"""Händelser som protokollet skriver på ärendet."""

from ärenden.händelsetyper import Händelsetyp, registrera

registrera(
    Händelsetyp("protokoll.beslut", "{organ} {datum}, {paragraf}: {utfall}."),
)
registrera(
    Händelsetyp("protokoll.förslag", "{organ} lämnade sitt förslag till {till}."),
)
