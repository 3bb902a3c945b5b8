"""Hur ett beslut överklagas, tiden för det och laga kraft (KL 13 kap. 2 och 5 §§, FL 40–44 §§).

Ett beslut vinner laga kraft dagen efter sista överklagandedagen, om ingen har överklagat. Går det
inte att säga blir dagen `None`, och skälet står i klartext.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from protokoll import anslagstid
from ärenden import helgdagar
from ärenden.överklagandetyp import Överklagandetyp

LAGRUM = anslagstid.LAGRUM_ÖVERKLAGANDETID
LAGTEXT = anslagstid.LAGTEXT_ÖVERKLAGANDETID
LAGRUM_BESVÄR = "44 § förvaltningslagen"
LAGTEXT_BESVÄR = (
    "”Ett överklagande av ett beslut ska ha kommit in till beslutsmyndigheten inom tre veckor från "
    "den dag då den som överklagar fick del av beslutet genom den myndigheten. Om den som "
    "överklagar är en part som företräder det allmänna, ska överklagandet dock ha kommit in inom "
    "tre veckor från den dag då beslutet meddelades.”"
)
LAGRUM_EJ = "13 kap. 2 § kommunallagen"
LAGTEXT_EJ = (
    "”Följande beslut får överklagas: … beslut av en nämnd eller ett partssammansatt organ, om "
    "beslutet inte är av rent förberedande eller rent verkställande art …”"
)
VECKOR = 3


# Lagrummet och lagens ord för varje sätt att överklaga.
LAG = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: (LAGRUM, LAGTEXT),
    Överklagandetyp.FÖRVALTNINGSBESVÄR: (LAGRUM_BESVÄR, LAGTEXT_BESVÄR),
    Överklagandetyp.EJ_ÖVERKLAGBART: (LAGRUM_EJ, LAGTEXT_EJ),
}


@dataclass(frozen=True)
class Art:
    """Det hos beslutet som avgör hur det överklagas.

    `angiven` är det som beslutet självt säger. `utan_beslut` är upprop, noterad information och det
    som utgått; `uppskjuten` en bordläggning eller återremiss.
    """

    angiven: Överklagandetyp | None = None
    förslag: bool = False
    utan_beslut: bool = False
    uppskjuten: bool = False
    fullmäktige: bool = False
    mot_enskild: bool = False


def föreslagen_typ(art: Art) -> Överklagandetyp | None:
    """Hur beslutet överklagas av sin art, eller None när inget pekar åt något håll.

    En nämnds beslut som bara bereder eller verkställer överklagas inte; fullmäktiges beslut har
    inte det undantaget (KL 13 kap. 2 §). Myndighetsutövning mot enskild går med förvaltningsbesvär
    (FL 40–42 §§).
    """
    if art.angiven is not None:
        return art.angiven
    if art.förslag or art.utan_beslut or (art.uppskjuten and not art.fullmäktige):
        return Överklagandetyp.EJ_ÖVERKLAGBART
    return Överklagandetyp.FÖRVALTNINGSBESVÄR if art.mot_enskild else None


@dataclass(frozen=True)
class Part:
    """Den som får överklaga med förvaltningsbesvär, och dagen hen fick del av beslutet."""

    fick_del: date | None = None
    företräder_det_allmänna: bool = False


@dataclass(frozen=True)
class Dagar:
    """Det som hänt med beslutet.

    `tillkännagiven` är dagen justeringen kom upp på anslagstavlan; för en gemensam nämnd den sista
    av kommunernas tavlor (KL 13 kap. 5 §), och `saknar_tavlor` de kommuner som inte har bekräftat.
    `avbrott` är ett avbrott under överklagandetiden. `meddelad` är dagen paragrafen justerades: då
    har nämndens beslut fått sin slutliga form och kan lämnas ut och sändas (KL 5 kap. 69 §).
    """

    tillkännagiven: date | None = None
    nedtagen: date | None = None
    avbrott: bool = False
    meddelad: date | None = None
    parter: Sequence[Part] = ()
    överklagat: bool = False
    saknar_tavlor: Sequence[str] = ()


@dataclass(frozen=True)
class Besked:
    """Dagen för laga kraft, eller varför den inte går att säga."""

    dag: date | None
    skäl: str
    lagrum: str
    lagtext: str
    överklagbart: bool = True


def sista_överklagandedag(typ: Överklagandetyp, dagar: Dagar) -> date | None:
    """Sista dagen någon kan överklaga, eller None när tiden inte börjat eller inte finns.

    Laglighetsprövning: tre veckor från tillkännagivandet (KL 13 kap. 5 §). Förvaltningsbesvär: tre
    veckor från att den sista parten fick del av beslutet (FL 44 §).
    """
    match typ:
        case Överklagandetyp.LAGLIGHETSPRÖVNING:
            if dagar.tillkännagiven is None:
                return None
            return anslagstid.sista_överklagandedag(dagar.tillkännagiven)
        case Överklagandetyp.FÖRVALTNINGSBESVÄR:
            starter = [_start(part, dagar.meddelad) for part in dagar.parter]
            kända = [start for start in starter if start is not None]
            if not kända or len(kända) < len(starter):
                return None
            return helgdagar.slutdag(max(kända), veckor=VECKOR)
        case Överklagandetyp.EJ_ÖVERKLAGBART:
            return None


def laga_kraft(typ: Överklagandetyp, dagar: Dagar) -> Besked:
    """När beslutet vinner laga kraft, med skälet.

    Togs anslaget ned i förtid, eller var det borta under överklagandetiden, är det osäkert om tiden
    har löpt ut (KL 13 kap. 5 § andra stycket).
    """
    sista = sista_överklagandedag(typ, dagar)
    if typ is Överklagandetyp.EJ_ÖVERKLAGBART:
        skäl = "Beslutet går inte att överklaga."
        return Besked(None, skäl, *LAG[typ], överklagbart=False)
    if dagar.överklagat:
        dag, skäl = None, "Beslutet är överklagat: domstolen avgör."
    elif typ is Överklagandetyp.LAGLIGHETSPRÖVNING and dagar.saknar_tavlor:
        skäl = (
            f"Justeringen är inte tillkännagiven i {', '.join(dagar.saknar_tavlor)}: "
            "överklagandetiden har inte börjat."
        )
        return Besked(None, skäl, LAG[typ][0], anslagstid.LAGTEXT_GEMENSAM_TID)
    elif typ is Överklagandetyp.FÖRVALTNINGSBESVÄR and not dagar.parter:
        dag, skäl = None, _INGEN_PART
    elif sista is None and _det_allmänna(dagar) and dagar.meddelad is None:
        dag, skäl = None, _INTE_MEDDELAT
    elif sista is None:
        dag, skäl = None, _INTE_BÖRJAT[typ]
    elif typ is Överklagandetyp.LAGLIGHETSPRÖVNING and (hinder := _anslagshinder(dagar, sista)):
        return Besked(None, hinder, LAG[typ][0], anslagstid.LAGTEXT_AVBROTT)
    else:
        dag = sista + timedelta(days=1)
        skäl = "Dagen efter sista dagen för överklagande, om ingen överklagar."
        if typ is Överklagandetyp.FÖRVALTNINGSBESVÄR and _det_allmänna(dagar):
            skäl = f"{skäl} {_MEDDELAT} {dagar.meddelad}."
    return Besked(dag, skäl, *LAG[typ])


def det_allmännas_tid(namn: Sequence[str]) -> str:
    """När tiden börjar för de parter som företräder det allmänna (FL 44 §); tomt för inga."""
    if not namn:
        return ""
    return (
        f"{', '.join(namn)} företräder det allmänna. Tiden att överklaga räknas från den dag "
        "paragrafen justeras, då beslutet är meddelat, och inte från den dag utdraget kommer fram."
    )


def delvis_tillkännagivet(
    punkter: str,
    typ: Överklagandetyp = Överklagandetyp.LAGLIGHETSPRÖVNING,
    dagar: Dagar | None = None,
) -> Besked:
    """Anslaget gäller bara de satser i paragrafen som justerades omedelbart (KL 13 kap. 5 §).

    Satsernas egen dag sägs när den går att räkna; paragrafen har ingen.
    """
    när = ""
    egen = laga_kraft(typ, dagar).dag if dagar is not None else None
    if typ is Överklagandetyp.LAGLIGHETSPRÖVNING and egen is not None:
        när = f", som får laga kraft den {egen} om ingen överklagar"
    skäl = (
        f"Anslaget gäller bara {punkter}{när}. Resten av paragrafen är inte "
        "tillkännagiven med det: beviset utfärdas ur anslaget för hela paragrafen."
    )
    return Besked(None, skäl, *LAG[Överklagandetyp.LAGLIGHETSPRÖVNING])


_INTE_BÖRJAT = {
    Överklagandetyp.LAGLIGHETSPRÖVNING: (
        "Justeringen är inte tillkännagiven: överklagandetiden har inte börjat."
    ),
    Överklagandetyp.FÖRVALTNINGSBESVÄR: (
        "Alla parter har inte fått del av beslutet: överklagandetiden har inte börjat för alla."
    ),
}
_INTE_MEDDELAT = (
    "Beslutet är inte meddelat: tiden har inte börjat för den part som företräder det allmänna."
)
_MEDDELAT = "För den part som företräder det allmänna räknas tiden från att beslutet meddelades,"
_INGEN_PART = (
    "Ingen part är antecknad som har fått del av beslutet: överklagandetiden har inte börjat."
)


def _anslagshinder(dagar: Dagar, sista: date) -> str:
    """Varför anslaget inte bevisar att tiden har löpt ut, eller tomt (KL 13 kap. 5 §)."""
    if dagar.avbrott:
        return "Anslaget har haft ett avbrott: laga kraft är osäker."
    if dagar.nedtagen is not None and dagar.nedtagen <= sista:
        return "Anslaget togs ned i förtid: laga kraft är osäker."
    return ""


def _det_allmänna(dagar: Dagar) -> bool:
    return any(part.företräder_det_allmänna for part in dagar.parter)


def _start(part: Part, meddelad: date | None) -> date | None:
    """Dagen partens tre veckor räknas från (FL 44 §)."""
    return meddelad if part.företräder_det_allmänna else part.fick_del
