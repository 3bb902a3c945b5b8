"""När en handling blir allmän (TF 2 kap. 9–12 §§): räknas fram, kryssas aldrig i."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

INKOMMEN = "2 kap. 9 § tryckfrihetsförordningen"
UPPRÄTTAD = "2 kap. 10 § tryckfrihetsförordningen"
ÖVERLÄMNAD = "2 kap. 11 § tryckfrihetsförordningen"
UTKAST = "2 kap. 12 § tryckfrihetsförordningen"

VARFÖR = {
    INKOMMEN: (
        "”En handling anses ha kommit in till en myndighet, när den har anlänt till myndigheten "
        "eller kommit behörig befattningshavare till handa.”"
    ),
    UPPRÄTTAD: (
        "”En handling anses ha upprättats hos en myndighet, när den har expedierats. En handling "
        "som inte har expedierats anses upprättad när det ärende som den hänför sig till har "
        "slutbehandlats hos myndigheten eller, om handlingen inte hänför sig till ett visst "
        "ärende, när den har justerats av myndigheten eller färdigställts på annat sätt. … Andra "
        "protokoll från en myndighet och därmed jämförliga anteckningar anses ha upprättats när de "
        "har justerats av myndigheten eller färdigställts på annat sätt. Det som sägs i andra "
        "stycket 3 gäller inte protokoll hos … en kommunal myndighet i ärenden som denna endast "
        "bereder till avgörande.”"
    ),
    ÖVERLÄMNAD: (
        "”Har ett organ som ingår i eller är knutet till en myndighet lämnat över en handling till "
        "något annat organ inom samma myndighet, anses handlingen som inkommen eller upprättad "
        "därigenom endast om organen uppträder som självständiga i förhållande till varandra.”"
    ),
    UTKAST: (
        "”En minnesanteckning som har gjorts hos en myndighet och som inte har expedierats ska "
        "inte heller efter den tidpunkt då den enligt 10 § är att anse som upprättad anses som "
        "allmän handling hos myndigheten. Minnesanteckningen anses dock som upprättad om den har "
        "tagits om hand för arkivering. … Utkast eller koncept till en myndighets beslut eller "
        "skrivelse och andra därmed jämställda handlingar som inte har expedierats anses inte som "
        "allmänna. Handlingen anses dock vara allmän om den tas om hand för arkivering.”"
    ),
}


class Riktning(StrEnum):
    """Samma värden som handlingens riktning i diariet."""

    INKOMMEN = "inkommen"
    UTGÅENDE = "utgaende"
    UPPRÄTTAD = "upprattad"


class Art(StrEnum):
    """Vad för slags upprättad handling det är, för TF 2 kap. 10 och 12 §§."""

    HANDLING = "handling"
    PROTOKOLL = "protokoll"
    # Protokoll i ärenden som organet bara bereder åt den som avgör dem.
    BEREDANDE_PROTOKOLL = "beredande_protokoll"
    # Till enbart för föredragning eller beredning; inte det som tillför ärendet sakuppgift.
    MINNESANTECKNING = "minnesanteckning"
    UTKAST = "utkast"


@dataclass(frozen=True)
class Läge:
    """Vad som hänt med handlingen.

    `öppnas` är dagen för öppnandet av det som ska lämnas i förseglat omslag, som anbud.
    `överlämnad` är dagen den lämnades till ett annat organ inom samma myndighet; till en annan
    myndighet är den expedierad. `färdigställd` är dagen den justerades eller blev klar på annat
    sätt. `arkiverad` är dagen den togs om hand för arkivering.
    """

    riktning: Riktning
    art: Art = Art.HANDLING
    hör_till_ärende: bool = True
    ankom: date | None = None
    öppnas: date | None = None
    expedierad: date | None = None
    överlämnad: date | None = None
    självständiga_organ: bool = False
    slutbehandlat: date | None = None
    färdigställd: date | None = None
    arkiverad: date | None = None


@dataclass(frozen=True)
class AllmänFrån:
    """Dagen handlingen blev allmän, eller None, och skälet i en mening."""

    dag: date | None
    skäl: str
    lagrum: str

    @property
    def lagtext(self) -> str:
        return VARFÖR[self.lagrum]


def allmän_från(läge: Läge) -> AllmänFrån:
    """Tidigaste dagen någon av reglerna gör handlingen allmän (TF 2 kap. 9–12 §§)."""
    if läge.riktning is Riktning.INKOMMEN:
        return _inkommen(läge)
    gäller = [besked for besked in _möjliga(läge) if besked.dag is not None]
    return min(gäller, key=lambda besked: besked.dag or date.max, default=_inte_än(läge))


def _inkommen(läge: Läge) -> AllmänFrån:
    """Genast när den anlänt; förseglade anbud tidigast när de öppnas (TF 2 kap. 9 §)."""
    if läge.ankom is None:
        return _besked(None, "Handlingen har inte kommit in till myndigheten", INKOMMEN)
    if läge.öppnas is not None and läge.öppnas > läge.ankom:
        return _besked(läge.öppnas, "Handlingen är förseglad tills den öppnas", INKOMMEN)
    return _besked(läge.ankom, "Handlingen har kommit in till myndigheten", INKOMMEN)


def _möjliga(läge: Läge) -> list[AllmänFrån]:
    """De händelser som kan göra handlingen allmän, också de som inte har inträffat."""
    utkast = läge.art in (Art.MINNESANTECKNING, Art.UTKAST)
    besked = [_besked(läge.expedierad, "Handlingen är expedierad", UTKAST if utkast else UPPRÄTTAD)]
    if läge.självständiga_organ:
        besked.append(
            _besked(
                läge.överlämnad, "Handlingen är överlämnad till ett självständigt organ", ÖVERLÄMNAD
            )
        )
    if utkast:
        return [*besked, _besked(läge.arkiverad, "Handlingen är omhändertagen för arkivet", UTKAST)]
    if läge.riktning is Riktning.UTGÅENDE:
        return besked
    if läge.art is Art.PROTOKOLL:
        return [*besked, _besked(läge.färdigställd, "Protokollet är justerat", UPPRÄTTAD)]
    if läge.art is Art.HANDLING and not läge.hör_till_ärende:
        return [*besked, _besked(läge.färdigställd, "Handlingen är färdigställd", UPPRÄTTAD)]
    return [*besked, _besked(läge.slutbehandlat, "Ärendet är slutbehandlat", UPPRÄTTAD)]


def _inte_än(läge: Läge) -> AllmänFrån:
    if läge.art is Art.MINNESANTECKNING:
        return _besked(None, "En minnesanteckning blir allmän först om den arkiveras", UTKAST)
    if läge.art is Art.UTKAST:
        return _besked(None, "Ett utkast blir allmänt först om det arkiveras", UTKAST)
    if läge.riktning is Riktning.UTGÅENDE:
        return _besked(None, "Handlingen är inte expedierad", UPPRÄTTAD)
    if läge.art is Art.BEREDANDE_PROTOKOLL:
        return _besked(
            None,
            "Protokollet rör ett ärende som bara bereds, och blir allmänt när ärendet är "
            "slutbehandlat",
            UPPRÄTTAD,
        )
    if läge.överlämnad is not None and not läge.självständiga_organ:
        return _besked(None, "Handlingen är bara överlämnad inom myndigheten", ÖVERLÄMNAD)
    if läge.art is Art.PROTOKOLL:
        return _besked(None, "Protokollet är inte justerat", UPPRÄTTAD)
    if läge.hör_till_ärende:
        return _besked(None, "Ärendet är inte slutbehandlat", UPPRÄTTAD)
    return _besked(None, "Handlingen är inte färdigställd", UPPRÄTTAD)


def _besked(dag: date | None, mening: str, lagrum: str) -> AllmänFrån:
    return AllmänFrån(dag, f"{mening} ({lagrum}).", lagrum)
