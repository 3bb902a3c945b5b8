"""Hur man överklagar, som det trycks på utdraget (KL 13 kap., FL 33 och 40–46 §§)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ärenden.överklagandetyp import Överklagandetyp

LAGRUM = "33 § förvaltningslagen"
LAGTEXT = (
    "”Om parten får överklaga beslutet ska han eller hon även underrättas om hur det går till. "
    "Myndigheten ska samtidigt upplysa parten om avvikande meningar som har antecknats … En "
    "underrättelse om hur man överklagar ska innehålla information om vilka krav som ställs på "
    "överklagandets form och innehåll och vad som gäller i fråga om ingivande och överklagandetid.”"
)
LAGRUM_MOTIVERING = "32 § förvaltningslagen"
LAGTEXT_MOTIVERING = (
    "”Ett beslut som kan antas påverka någons situation på ett inte obetydligt sätt ska innehålla "
    "en klargörande motivering, om det inte är uppenbart obehövligt.”"
)
FÄLT = ("domstol", "myndighet", "inlämning", "tid")
_FÄLT = re.compile(r"\{(" + "|".join(FÄLT) + r")\}")
DOMSTOL = "förvaltningsrätten"

RUBRIK = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: "Hur man överklagar (laglighetsprövning)",
    Överklagandetyp.FÖRVALTNINGSBESVÄR: "Hur man överklagar (förvaltningsbesvär)",
    Överklagandetyp.EJ_ÖVERKLAGBART: "Beslutet kan inte överklagas",
}
TEXT = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: (
        "Den som är medlem av kommunen kan få lagligheten av beslutet prövad genom att överklaga "
        "det till {domstol} (13 kap. 1 § kommunallagen). Medlem är den som är folkbokförd i "
        "kommunen, äger fast egendom i kommunen eller ska betala kommunalskatt där, liksom en "
        "medborgare i en annan stat i Europeiska unionen som är bosatt i kommunen men inte ska "
        "folkbokföras där (1 kap. 5 §).\n\n"
        "Överklagandet ska vara skriftligt. Skriv vilket beslut du överklagar och vilka "
        "omständigheter du grundar överklagandet på. Domstolen får inte beakta andra "
        "omständigheter än dem du har hänvisat till innan överklagandetiden är slut (4 och 7 §§). "
        "Skriv också namn, adress och telefonnummer, så att domstolen kan nå dig.\n\n"
        "Ge in överklagandet till {inlämning}. Det ska ha kommit in inom tre veckor från den dag "
        "då det tillkännagavs på kommunens anslagstavla att protokollet över beslutet justerats "
        "(4 och 5 §§). {tid}"
    ),
    Överklagandetyp.FÖRVALTNINGSBESVÄR: (
        "Den som beslutet angår får överklaga det, om det har gått honom eller henne emot "
        "(42 § förvaltningslagen).\n\n"
        "Överklagandet ska vara skriftligt och ställt till {domstol}. Skriv vilket beslut du "
        "överklagar och på vilket sätt du vill att det ska ändras (43 §). Skriv också varför du "
        "anser att beslutet är fel, och namn, personnummer eller organisationsnummer, adress och "
        "telefonnummer.\n\n"
        "Ge in överklagandet till den som har meddelat beslutet: {inlämning} (43 §). Det ska ha "
        "kommit in dit inom tre veckor från den dag då du fick del av beslutet. Företräder "
        "du det allmänna som part räknas de tre veckorna från den dag då beslutet meddelades "
        "(44 §). {tid}\n\n"
        "{myndighet} prövar om överklagandet har kommit in i rätt tid. Ett överklagande som har "
        "kommit in för sent tas inte upp till prövning (45 §). Annars lämnas det skyndsamt över "
        "till {domstol} tillsammans med handlingarna i ärendet (46 §)."
    ),
    Överklagandetyp.EJ_ÖVERKLAGBART: (
        "Beslutet är av rent förberedande eller rent verkställande art och kan inte överklagas "
        "(13 kap. 2 § kommunallagen)."
    ),
}


class OkäntFält(ValueError):
    """Texten har ett fält som inte går att fylla i."""


@dataclass(frozen=True)
class Hänvisning:
    rubrik: str
    stycken: tuple[str, ...]


def kontrollera_text(text: str) -> None:
    """Fel om texten har ett annat fält än de kända."""
    rest = _FÄLT.sub("", text)
    if "{" in rest or "}" in rest:
        raise OkäntFält(
            f"Okänt fält i texten. Tillåtna: {' '.join('{' + namn + '}' for namn in FÄLT)}."
        )


def ska_följa_med(typ: Överklagandetyp, *, part: bool) -> bool:
    """Vem hänvisningen går till: laglighetsprövning alla, besvär bara parten (FL 33, 42 §§)."""
    return part or typ is not Överklagandetyp.FÖRVALTNINGSBESVÄR


def skriv(
    typ: Överklagandetyp,
    *,
    myndighet: str,
    domstol: str = "",
    inlämning: str = "",
    text: str = "",
    sista_dag: date | None = None,
) -> Hänvisning:
    """Hänvisningen. `text` är myndighetens egen; tom ger lagens krav i systemets ord."""
    mall = text or TEXT[typ]
    kontrollera_text(mall)
    besvär = typ is Överklagandetyp.FÖRVALTNINGSBESVÄR
    värden = {
        "domstol": domstol or DOMSTOL,
        "myndighet": myndighet,
        "inlämning": inlämning or (myndighet if besvär else domstol or DOMSTOL),
        "tid": f"Sista dagen är den {sista_dag.isoformat()}." if sista_dag else "",
    }
    ifylld = _FÄLT.sub(lambda träff: värden[träff[1]], mall)
    delar = (" ".join(stycke.split()) for stycke in ifylld.replace("\r\n", "\n").split("\n\n"))
    return Hänvisning(RUBRIK[typ], tuple(stycke for stycke in delar if stycke))
