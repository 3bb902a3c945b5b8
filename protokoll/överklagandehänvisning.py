"""Hur man överklagar, som det trycks på utdraget (KL 13 kap., FL 33 och 40–46 §§)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nämnd.fynd import Fynd, Regel
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
LAGRUM_VILKA = "13 kap. 2 § kommunallagen"
LAGTEXT_VILKA = (
    "”Följande beslut får överklagas: 1. beslut av fullmäktige …, 2. beslut av en nämnd … om "
    "beslutet inte är av rent förberedande eller rent verkställande art”"
)
FÄLT = ("domstol", "myndighet", "inlämning", "tid")
_FÄLT = re.compile(r"\{(" + "|".join(FÄLT) + r")\}")
DOMSTOL = "förvaltningsrätten"

MEDLEM = (
    "Medlem är den som är folkbokförd i kommunen, äger fast egendom i kommunen eller ska betala "
    "kommunalskatt där, liksom en medborgare i en annan stat i Europeiska unionen som är bosatt i "
    "kommunen men inte ska folkbokföras där (1 kap. 5 §)."
)
RUBRIK = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: "Hur man överklagar (laglighetsprövning)",
    Överklagandetyp.FÖRVALTNINGSBESVÄR: "Hur man överklagar (förvaltningsbesvär)",
    Överklagandetyp.EJ_ÖVERKLAGBART: "Beslutet kan inte överklagas",
}
TEXT = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: (
        "Den som är medlem av kommunen kan få lagligheten av beslutet prövad genom att överklaga "
        f"det till {{domstol}} (13 kap. 1 § kommunallagen). {MEDLEM}\n\n"
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


# För fullmäktiges beslut gäller inget undantag för det förberedande (KL 13 kap. 2 § 1).
EJ_FULLMÄKTIGE = (
    "Beslutet kan inte överklagas enligt 13 kap. kommunallagen: det finns särskilda bestämmelser "
    "om överklagande i lag eller annan författning (13 kap. 3 § kommunallagen)."
)


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


def vilka(*, fullmäktige: bool) -> str:
    """Vilka av organets beslut som får överklagas genom laglighetsprövning (KL 13 kap. 2 §)."""
    if fullmäktige:
        return "Beslut av fullmäktige får överklagas"
    return (
        "Nämndens beslut får överklagas, om de inte är av rent förberedande eller rent "
        "verkställande art"
    )


def på_anslaget(
    *,
    fullmäktige: bool,
    domstol: str = "",
    inlämning: str = "",
    samverkande: Sequence[str] = (),
) -> str:
    """”Så överklagar du” på anslaget: vem, vad, hur, till vem och när (KL 13 kap. 1–7 §§).

    `samverkande` är de andra kommunerna i en gemensam nämnd; tom rad skiljer stycken.
    """
    dit = domstol or DOMSTOL
    andra = "" if len(samverkande) < 2 else f"{', '.join(samverkande[:-1])} och "
    andra += samverkande[-1] if samverkande else ""
    vem = "av någon av de samverkande kommunerna" if samverkande else "av kommunen"
    tavlan = (
        f"på anslagstavlorna i samtliga samverkande kommuner, också {andra}"
        if samverkande
        else "på kommunens anslagstavla"
    )
    flyttas = " Den flyttas om någon av kommunerna tillkännager senare." if samverkande else ""
    kommunen = "någon av kommunerna" if samverkande else "kommunen"
    stycken = (
        f"{vilka(fullmäktige=fullmäktige)} (13 kap. 2 § kommunallagen). Finns det särskilda "
        "bestämmelser om överklagande i lag eller annan författning gäller de i stället (3 §); den "
        "som är part i ett sådant ärende underrättas om hur det går till.",
        f"Den som är medlem {vem} har rätt att få lagligheten av besluten prövad genom att "
        f"överklaga dem till {dit} (1 §). {MEDLEM}",
        "Överklaga skriftligt. Ange vilket beslut du överklagar och de omständigheter som "
        "överklagandet grundas på (4 §). Domstolen får inte beakta andra omständigheter än sådana "
        "som du har hänvisat till före överklagandetidens utgång (7 §). Skriv också namn, adress "
        "och telefonnummer, så att domstolen kan nå dig.",
        f"Ge in överklagandet till {inlämning or dit}. Det ska ha kommit in inom tre veckor från "
        f"den dag då det tillkännagavs {tavlan} att protokollet över beslutet justerats (4 och "
        f"5 §§). Sista dagen står på anslaget.{flyttas}",
        f"Har överklagandet före tidens utgång kommit in till {kommunen} i stället för till "
        "förvaltningsrätten prövas det ändå (6 §).",
    )
    # Numret och tecknet står på samma rad.
    return re.sub(r"(\d) §", "\\1\N{NO-BREAK SPACE}§", "\n\n".join(stycken))


def domstol_saknas(domstol: str) -> Fynd | None:
    """Varningen när nämnden inte har angett vilken förvaltningsrätt som prövar besluten."""
    if domstol.strip():
        return None
    return Fynd(
        "Nämnden har inte angett vilken förvaltningsrätt besluten överklagas till. Anslaget och "
        "utdragen säger bara ”förvaltningsrätten”, utan namn och adress.",
        Regel(LAGRUM, LAGTEXT),
        hindrar=False,
    )


def skriv(
    typ: Överklagandetyp,
    *,
    myndighet: str,
    fullmäktige: bool = False,
    domstol: str = "",
    inlämning: str = "",
    text: str = "",
    sista_dag: date | None = None,
) -> Hänvisning:
    """Hänvisningen. `text` är myndighetens egen; tom ger lagens krav i systemets ord."""
    ej = fullmäktige and typ is Överklagandetyp.EJ_ÖVERKLAGBART
    mall = text or (EJ_FULLMÄKTIGE if ej else TEXT[typ])
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
