"""Det som avgjorde en paragraf, läst ur stegen och rösterna så som lagmodulen prövar det."""

from __future__ import annotations

from dataclasses import dataclass

from protokoll.avgörande import Omröstad
from protokoll.models import Närvaro, Omröstning, Paragraf
from protokoll.omröstning import Röst
from protokoll.proposition import Skede, Steg, Stegslag, Svar
from protokoll.services.frågeläge import FORMELLA

# De är formella eller utser bara motförslag; det som avgörs prövas för sig.
I_SAK = frozenset({Skede.HUVUDFÖRSLAG, Skede.ÄNDRING, Skede.TILLÄGG})


@dataclass(frozen=True)
class Avgörande:
    """Omröstningarna som avgjorde, raderna det röstades på, och om inget gick på acklamation."""

    omröstningar: list[Omröstad]
    rader: dict[int, Närvaro]
    allt_röstades: bool


def läs(paragraf: Paragraf) -> Avgörande:
    """Lika många frågor hur många som än röstat. Den som bara har ett namn i källan räknas inte."""
    steg = [rad for rad in paragraf.propositioner.order_by("ordning") if rad.steg]
    lästa = {rad.pk: Steg.från_dict(rad.steg["steg"]) for rad in steg}
    sist = steg[-1].pk if steg else None
    omröstningar: list[Omröstad] = []
    rader: dict[int, Närvaro] = {}
    avslutade = paragraf.omröstningar.filter(status=Omröstning.Status.AVSLUTAD)
    for o in avslutade.order_by("ordning").prefetch_related("röster__närvaro"):
        skede = lästa[o.steg_id].skede if o.steg_id and o.steg_id in lästa else None
        är_sist = o.steg_id is not None and o.steg_id == sist
        # Föll den formella frågan och beslutet sedan skrevs gav omröstningen inte beslutet.
        är_sist &= skede is not Skede.FORMELLT or paragraf.utfall in FORMELLA
        i_sak = skede in I_SAK
        if not (är_sist or i_sak or o.slag == Omröstning.Slag.VAL):
            continue
        med_rad = {r.närvaro.person_id: r for r in o.röster.all() if r.närvaro is not None}
        rader |= {person: r.närvaro for person, r in med_rad.items() if r.närvaro is not None}
        omröstningar.append(
            Omröstad(
                {person: Röst(r.val) if r.val else None for person, r in med_rad.items()},
                sist=är_sist,
                sluten=o.sluten,
            )
        )
    acklamation = any(
        lästa[rad.pk].slag is not Stegslag.VOTERING
        and lästa[rad.pk].skede in I_SAK
        and not Svar.från_dict(rad.steg["svar"]).votering_begärd
        for rad in steg
    )
    return Avgörande(omröstningar, rader, allt_röstades=bool(omröstningar) and not acklamation)
