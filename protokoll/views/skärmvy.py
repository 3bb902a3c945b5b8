"""Det som projektorn visar: punkten, frågan eller omröstningen, och hur långt mötet kommit.

Bara det som är offentligt: i en hemlig paragraf den offentliga rubriken och inget annat.
"""

from __future__ import annotations

from dataclasses import dataclass

from protokoll.models import Omröstning, Paragraf, Propositionssteg, Protokoll
from protokoll.rum import rum
from protokoll.services import frågeläge, närvaro, omröstningar
from protokoll.views.möte import kvar


@dataclass(frozen=True)
class Pågår:
    """Omröstningen som pågår, och hur många som har röstat."""

    omröstning: Omröstning
    klara: int
    antal: int


def skärmvy(protokoll: Protokoll) -> dict[str, object]:
    uppe = närvaro.pågående(protokoll)
    nu = rum(protokoll, paragraf=uppe)
    öppen = uppe if uppe is not None and not uppe.är_sekretess else None
    fråga = öppen.propositioner.last() if öppen else None
    behandlade = protokoll.paragrafer.exclude(utfall="").count()
    return {
        "protokoll": protokoll,
        "möte": protokoll.sammanträde,
        "uppe": uppe,
        "rubrik": uppe.synlig_rubrik if uppe else "",
        "talare": öppen.talare.last() if öppen else None,
        "fråga": fråga,
        "röstning": _pågår(öppen) if öppen else None,
        "resultat": _resultat(öppen, fråga) if öppen else None,
        "senast": _senast_avgjord(protokoll) if uppe is None else None,
        "läge": nu.beslutsförhet,
        "ledare": nu.ledare,
        "jäviga": [r for r in nu.rader if nu.är_jävig(r)] if öppen else [],
        "paus": next((a for a in protokoll.ajourneringar.all() if a.till is None), None),
        "klara": behandlade,
        # Det som väcks på mötet räknas med i båda talen, också det som är uppe.
        "alla": behandlade + (1 if uppe else 0) + kvar(protokoll).count(),
    }


def _pågår(paragraf: Paragraf) -> Pågår | None:
    omröstning = frågeläge.pågående_omröstning(paragraf)
    if omröstning is None:
        return None
    if omröstning.sluten:
        antal = len(omröstningar.röstberättigade(paragraf))
        return Pågår(omröstning, omröstning.röster.count(), antal)
    klara = omröstning.röster.exclude(val="").count()
    return Pågår(omröstning, klara, omröstning.röster.count())


def _resultat(paragraf: Paragraf, fråga: Propositionssteg | None) -> Omröstning | None:
    """Den avslutade omröstningen som gav det sista svaret, eller en ordningsfråga för sig."""
    senaste = paragraf.omröstningar.filter(status=Omröstning.Status.AVSLUTAD).last()
    if senaste is None:
        return None
    return senaste if senaste.steg is None or senaste.steg == fråga else None


def _senast_avgjord(protokoll: Protokoll) -> Omröstning | None:
    """Omröstningen i den paragraf som nyss avgjordes, tills nästa punkt tas upp."""
    paragraf = protokoll.paragrafer.order_by("beslutad_tid", "ordning").last()
    if paragraf is None or paragraf.är_sekretess:
        return None
    return paragraf.omröstningar.filter(status=Omröstning.Status.AVSLUTAD).last()
