"""Det som ska stämma innan ett utdrag går: hänvisningen (FL 33 §), adressen och vägen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nämnd.fynd import Fynd, Regel
from protokoll import överklagandehänvisning
from ärenden.överklagandetyp import Överklagandetyp

HÄNVISNING = Regel(överklagandehänvisning.LAGRUM, överklagandehänvisning.LAGTEXT)
VILKA_BESLUT = Regel(överklagandehänvisning.LAGRUM_VILKA, överklagandehänvisning.LAGTEXT_VILKA)
TVÅ_PAR_ÖGON = Regel(
    "8 kap. 1 § offentlighets- och sekretesslagen",
    "En uppgift som är hemlig får inte röjas för någon annan än den den får lämnas till. Den som "
    "skriver adressen ser sällan sitt eget fel; därför skickar någon annan.",
)
UNDERRÄTTA = Regel(
    "33 § förvaltningslagen",
    "”En myndighet som meddelar ett beslut i ett ärende ska så snart som möjligt underrätta den "
    "som är part om det fullständiga innehållet i beslutet, om det inte är uppenbart obehövligt.”",
)
RÄTT_MOTTAGARE = Regel(
    UNDERRÄTTA.lagrum,
    f"{UNDERRÄTTA.lagtext} "
    "Handläggaren fyller i försättsbladet och någon annan skickar, så att en fel mottagare eller "
    "en gammal adress upptäcks innan beslutet har gått.",
)
INTERNT = Regel(
    "5 kap. 1 § offentlighets- och sekretesslagen",
    "En allmän handling ska registreras så snart den har kommit in. Går utdraget internt läggs det "
    "hos mottagarens registrator, länkat åt båda hållen, och ingen behöver skriva av det.",
)
# Vad en underrättelse om överklagande ska säga (FL 33 § andra stycket), och hur det känns igen.
MÅSTE: dict[str, re.Pattern[str]] = {
    "överklagandets form (att det ska vara skriftligt)": re.compile(r"skriftlig", re.I),
    "vart överklagandet ges in": re.compile(
        r"\{inlämning\}|\b(?:ges?|lämnas?|skickas?|sänds?)\b[^.]*\b(?:in|till)\b", re.I
    ),
    "överklagandetiden": re.compile(r"tre veckor|3 veckor|\{tid\}", re.I),
}


@dataclass(frozen=True)
class Sändning:
    """Ett utdrag på väg till en mottagare, så långt det avgör om det får gå."""

    typ: Överklagandetyp
    part: bool = False
    domstol: str = ""
    inlämning: str = ""
    egen_text: str = ""
    hemlig: bool = False
    samma_person: bool = False
    fullmäktige: bool = False
    avbrott: bool = False


def saknas_i(text: str) -> list[str]:
    """De uppgifter i FL 33 § som myndighetens egen text inte har. Utan egen text saknas inget."""
    if not text.strip():
        return []
    return [vad for vad, mönster in MÅSTE.items() if not mönster.search(text)]


def pröva(s: Sändning) -> list[Fynd]:
    """Det som hindrar sändningen, och det som kräver ett skäl."""
    fynd: list[Fynd] = []
    if s.part and s.typ is not Överklagandetyp.EJ_ÖVERKLAGBART:
        fynd += _hänvisningen(s)
    if s.avbrott and s.typ is Överklagandetyp.LAGLIGHETSPRÖVNING:
        text = (
            "Anslaget har haft ett avbrott, och tiden för överklagande är osäker. Utdraget säger "
            "därför ingen sista dag. Tillkännage justeringen på nytt först, så står dagen där."
        )
        fynd.append(Fynd(text, HÄNVISNING, hindrar=False))
    if s.fullmäktige and s.typ is Överklagandetyp.EJ_ÖVERKLAGBART:
        text = (
            "Fullmäktiges beslut får överklagas också när de är förberedande. Står det i lag eller "
            "annan författning att det här inte får det?"
        )
        fynd.append(Fynd(text, VILKA_BESLUT, hindrar=False))
    if s.samma_person:
        hemligt = ", och utdraget är hemligt" if s.hemlig else ""
        text = f"Du har själv fyllt i försättsbladet{hemligt}. Låt någon annan skicka det."
        regel = TVÅ_PAR_ÖGON if s.hemlig else RÄTT_MOTTAGARE
        fynd.append(Fynd(text, regel, hindrar=False))
    return fynd


def _hänvisningen(s: Sändning) -> list[Fynd]:
    if saknas := saknas_i(s.egen_text):
        return [
            Fynd(f"Överklagandehänvisningen säger inte {vad}. Rätta nämndens text.", HÄNVISNING)
            for vad in saknas
        ]
    tomma = [
        vad
        for vad, värde, fält in (
            ("vilken domstol som prövar överklagandet", s.domstol, "{domstol}"),
            ("vilken adress överklagandet skickas till", s.inlämning, "{inlämning}"),
        )
        if not värde.strip() and (not s.egen_text.strip() or fält in s.egen_text)
    ]
    if not tomma:
        return []
    text = (
        f"Överklagandehänvisningen säger inte {' eller '.join(tomma)}. Administratören anger det "
        "i registret Överklagandehänvisningar."
    )
    return [Fynd(text, HÄNVISNING, hindrar=False)]


def borde_gå_internt(namn: str, organ: dict[str, str]) -> str:
    """Organet i kommunen som mottagaren heter som; tomt annars. `organ`: namn → kortnamn."""
    sökt = " ".join(namn.split()).casefold()
    for helt, kort in organ.items():
        if sökt and sökt in (helt.casefold(), kort.casefold()):
            return helt
    return ""


def pröva_avslut(*, väntande: list[str], skäl: str) -> list[Fynd]:
    """”Ingen mer ska ha beslutet”: de på försättsbladet ska ha fått det först (FL 33 §)."""
    if väntande:
        namn = ", ".join(väntande)
        text = f"{namn} står på försättsbladet och har inte fått beslutet. Sänd det, eller ta bort."
        return [Fynd(text, HÄNVISNING)]
    if not skäl.strip():
        return [Fynd("Skriv varför ingen mer ska ha beslutet.")]
    return []


def utan_mottagare(paragrafer: str) -> Fynd:
    """Varningen innan protokollet justeras: `paragrafer` rör någon som inte får dem."""
    text = (
        f"Ingen mottagare är skriven för {paragrafer}, som rör någon eller är ett förslag till ett "
        "annat organ. Paragrafen väntar under ”Att expediera” tills någon har fått beslutet."
    )
    return Fynd(text, UNDERRÄTTA, hindrar=False)
