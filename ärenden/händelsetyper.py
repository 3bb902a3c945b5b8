"""Händelsernas typer. Varje paket anmäler sina egna; en okänd typ är ett fel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Händelsetyp:
    """Hur en sorts händelse visas. `mall` fylls med händelsens data."""

    typ: str
    mall: str

    def text(self, data: Mapping[str, object]) -> str:
        return self.mall.format_map(data)


_TYPER: dict[str, Händelsetyp] = {}


def registrera(*typer: Händelsetyp) -> None:
    for typ in typer:
        if _TYPER.setdefault(typ.typ, typ) != typ:
            raise ValueError(f"Händelsetypen {typ.typ} är redan registrerad.")


def hämta(typ: str) -> Händelsetyp:
    """KeyError för en typ som inget paket har anmält."""
    return _TYPER[typ]


registrera(
    Händelsetyp("ärende.registrerat", "Ärendet registrerades med nummer {beteckning}."),
    Händelsetyp("ärende.importerat", "Ärendet lästes in med beteckningen {beteckning}."),
    Händelsetyp(
        "ärende.varning_förbigången", "Registrerades trots varning: {varning} Skäl: {skäl}"
    ),
    Händelsetyp("ärende.beslutat", "Ärendet är beslutat."),
    Händelsetyp("ärende.avslutat", "Ärendet avslutades."),
    Händelsetyp("ärende.avslutat_trots", "Avslutades trots: {varning} Skäl: {skäl}"),
    Händelsetyp("ärende.återöppnat", "Ärendet öppnades igen. Skäl: {skäl}"),
    Händelsetyp("ärende.rättat", "{fält} rättades från ”{från}” till ”{till}”."),
    Händelsetyp("ärende.anmärkning_lämnad", "{ställe} granskades och är i sin ordning: {regel}."),
    Händelsetyp(
        "handling.rättad", "Handling {nummer}: {fält} rättades från ”{från}” till ”{till}”."
    ),
    Händelsetyp("handling.registrerad", "Handling {nummer} registrerades: {rubrik}."),
    Händelsetyp(
        "skrivelse.varning_förbigången",
        "”{rubrik}” lämnades in trots varning: {varning} Skäl: {skäl}",
    ),
    Händelsetyp(
        "handling.ankomstdag",
        "Handling {nummer} nådde myndigheten {nådde} ({väg}) och anses ha kommit in {dag} "
        "(FL 22 §).",
    ),
    Händelsetyp(
        "skrivelse.godkänd", "”{rubrik}” godkändes av {vem} den {dag} (version {version})."
    ),
    Händelsetyp("skrivelse.ersatt", "Skrivelsen ”{rubrik}” ersattes av en ny version."),
    Händelsetyp("skrivelse.anmäld", "Skrivelsen ”{rubrik}” anmäldes till {myndighet}."),
    Händelsetyp("skrivelse.anmälan_återtagen", "Anmälan av ”{rubrik}” återtogs."),
    Händelsetyp(
        "delegationsbeslut.fattat",
        "Delegationsbeslut {nummer} fattades av {delegat} enligt punkt {punkt}: {rubrik}.",
    ),
    Händelsetyp(
        "delegationsbeslut.brådskande",
        "Brådskande beslut {nummer} fattades av {delegat} (KL 6 kap. 39 §): {rubrik}.",
    ),
    Händelsetyp(
        "delegationsbeslut.varning_förbigången",
        "Delegationsbeslut {nummer} fattades trots varning: {varning} Skäl: {skäl}",
    ),
    Händelsetyp("remiss.sänd", "”{rubrik}” sändes på remiss till {mottagare}. Svar senast {dag}."),
    Händelsetyp(
        "remiss.mottagare_tillagda",
        "Remissen ”{rubrik}” sändes senare också till {mottagare} (FL 26 §). Skäl: {skäl}",
    ),
    Händelsetyp("remiss.mottagen_hos", "{mottagare} tog emot remissen ”{rubrik}” i {beteckning}."),
    Händelsetyp("remiss.mottagen", "Handling {nummer} är en remiss att besvara senast {dag}."),
    Händelsetyp("remiss.besvarad", "Remissen ”{rubrik}” besvarades med handling {nummer}."),
    Händelsetyp("remiss.svar", "{mottagare} svarade på remissen ”{rubrik}”: handling {nummer}."),
    Händelsetyp("remiss.avstår", "{mottagare} avstår från att svara på remissen ”{rubrik}”."),
    Händelsetyp("remiss.avstod", "Nämnden avstår från att yttra sig över ”{rubrik}”."),
    Händelsetyp("skrivelse.återremitterad", "Skrivelsen ”{rubrik}” återremitterades av {vem}."),
)
