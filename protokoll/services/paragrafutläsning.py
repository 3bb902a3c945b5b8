"""En paragraf som mötesfilen skriver den."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nämnd.filfält import (
    nummer_till_fil,
    sekretess_till_fil,
    tider_till_fil,
    till_fil,
    utan_tomma,
)
from nämnd.services.utläsning import Papper
from protokoll import filfält
from protokoll.documents.text import versal
from protokoll.models import (
    Beslut,
    Beslutsdel,
    Beslutsunderlag,
    Omröstning,
    Paragraf,
    Paragrafordförande,
    Röst,
    TidigareBehandling,
    Yrkande,
)

# Allt under paragraferna, i ett fast antal frågor.
MED_ALLT = (
    "ajourneringar",
    "tidigare__tidigare_paragraf",
    "underlag__fil",
    "förslag",
    "yrkanden__av",
    "propositioner",
    "omröstningar__röster",
    "omröstningar__partiröster",
    "omröstningar__kandidater",
    "delar__satser",
    "reservationer__av",
    "anteckningar__av",
    "talare",
    "jäv",
    "deltar_inte",
    "val__valda",
    "rättelser",
    "utdrag_till",
    "för_sig",
)


def paragraf_till_fil(
    paragraf: Paragraf, papper: Papper, punktnummer: Mapping[int, str]
) -> dict[str, Any]:
    """Paragrafens uppgifter. `punktnummer` är numren på listan för ett eget möte."""
    uppgift = _nummer(paragraf, punktnummer) | till_fil(filfält.PARAGRAF, paragraf)
    sekretess = sekretess_till_fil(paragraf)
    if sekretess is not None:
        uppgift["sekretess"] = sekretess
    return uppgift | utan_tomma(
        {
            "ordforande": _ordförande(paragraf),
            "domstol": till_fil(filfält.DOMSTOL, paragraf),
            "ajournering": [tider_till_fil(rad) for rad in paragraf.ajourneringar.all()],
            "tidigare": [_tidigare(rad) for rad in paragraf.tidigare.all()],
            "handlingar": [_handling(rad, papper) for rad in paragraf.underlag.all()],
            "forslag": [till_fil(filfält.FÖRSLAG, rad) for rad in paragraf.förslag.all()],
            "yrkanden": [_yrkande(rad) for rad in paragraf.yrkanden.all()],
            "propositionsordning": [
                *_jävsfrågorna(paragraf),
                *(rad.text for rad in paragraf.propositioner.all()),
            ],
            "omrostningar": [_omröstning(rad) for rad in paragraf.omröstningar.all()],
            "beslut": [_beslut(rad) for rad in paragraf.delar.all()],
            "reservationer": [
                _med_personer(filfält.RESERVATION, rad) for rad in paragraf.reservationer.all()
            ],
            "anteckningar": [
                _med_personer(filfält.ANTECKNING, rad) for rad in paragraf.anteckningar.all()
            ],
            "talare": [till_fil(filfält.RÖST, rad) for rad in paragraf.talare.all()],
            "jav": [till_fil(filfält.JÄV, jäv) for jäv in paragraf.jäv.all() if jäv.hindrar],
            "deltar_inte": [
                # Formatet kräver minst en uppgift.
                till_fil(filfält.DELTAR_INTE, rad) or {"grupp": ""}
                for rad in paragraf.deltar_inte.all()
            ],
            "val": [
                till_fil(filfält.VAL, rad)
                | utan_tomma({"valda": [till_fil(filfält.PERSON, v) for v in rad.valda.all()]})
                for rad in paragraf.val.all()
            ],
            "rattelser": [till_fil(filfält.RÄTTELSE, rad) for rad in paragraf.rättelser.all()],
            "utdrag_till": [rad.mottagare for rad in paragraf.utdrag_till.all()],
            "omedelbar_justering": (
                (paragraf.punkter_för_sig or True) if paragraf.omedelbart_justerad else None
            ),
        }
    )


def _yrkande(rad: Yrkande) -> dict[str, Any]:
    """Formatet har ingen punkt att peka på: texten säger vilken yrkandet gäller."""
    uppgift = _med_personer(filfält.YRKANDE, rad)
    if rad.punkt:
        uppgift["text"] = versal(rad.helt) or f"{rad.text} (punkt {rad.punkt})"
    return uppgift


def _jävsfrågorna(paragraf: Paragraf) -> list[str]:
    """Jävet som prövats eller har ett undantag. Formatets `jav` har bara den som är jävig."""
    rader = [jäv for jäv in paragraf.jäv.all() if jäv.prövning or jäv.undantag]
    return [jäv.redovisning for jäv in sorted(rader, key=lambda jäv: not jäv.hindrar)]


def _nummer(paragraf: Paragraf, punktnummer: Mapping[int, str]) -> dict[str, Any]:
    nummer: int | str | None = paragraf.nummer
    if paragraf.nummer_text:
        nummer = filfält.paragrafnummer(paragraf.nummer_text)
    uppgift: dict[str, Any] = {"paragraf": nummer}
    if paragraf.visas_som and paragraf.visas_som != str(nummer):
        uppgift["visas_som"] = paragraf.visas_som
    if paragraf.punkt_id is not None and paragraf.punkt_id in punktnummer:
        # Ett eget möte: numret räknas ur listan, och en punkt utan nummer har inget.
        på_listan = punktnummer[paragraf.punkt_id]
        uppgift["punkt"] = nummer_till_fil(på_listan) if på_listan else None
    elif paragraf.punktnummer is None:
        uppgift["punkt"] = None
    elif paragraf.punktnummer:
        uppgift["punkt"] = nummer_till_fil(paragraf.punktnummer)
    return uppgift


def _ordförande(paragraf: Paragraf) -> dict[str, Any]:
    """Som källan nämner personen, om det inte har blivit en annan."""
    i_källan: Paragrafordförande | None = getattr(paragraf, "ordförande_i_källan", None)
    leder = paragraf.ordförande
    if i_källan is not None and (leder is None or leder.pk == i_källan.närvaro_id):
        return till_fil(filfält.PERSON, i_källan)
    return utan_tomma({"namn": leder.namn, "parti": leder.parti}) if leder else {}


def _tidigare(rad: TidigareBehandling) -> dict[str, Any]:
    uppgift = till_fil(filfält.TIDIGARE, rad)
    if rad.paragrafnummer:
        uppgift["paragraf"] = filfält.paragrafnummer(rad.paragrafnummer)
    elif rad.tidigare_paragraf is not None and rad.tidigare_paragraf.nummer is not None:
        uppgift["paragraf"] = rad.tidigare_paragraf.nummer
    return uppgift


def _handling(rad: Beslutsunderlag, papper: Papper) -> dict[str, Any] | str:
    uppgift = till_fil(filfält.UNDERLAG, rad)
    if plats := papper.plats(rad.fil, rad.filnamn or rad.titel, rad.filmapp):
        uppgift["fil"] = plats
    sekretess = sekretess_till_fil(rad)
    if sekretess is None and rad.är_hemligt:
        sekretess = {}
    if sekretess is not None:
        uppgift["sekretess"] = sekretess
    return rad.titel if list(uppgift) == ["rubrik"] else uppgift


def _med_personer(fält: Any, rad: Any) -> dict[str, Any]:
    return till_fil(fält, rad) | utan_tomma(
        {"av": [till_fil(filfält.RÖST, person) for person in rad.av.all()]}
    )


def _omröstning(rad: Omröstning) -> dict[str, Any]:
    röster = {val.value: _röster(rad, val) for val in Röst.Val}
    per_parti: dict[str, dict[str, int]] = {}
    for röst in rad.partiröster.all():
        per_parti.setdefault(röst.parti, {})[röst.val] = röst.antal
    return till_fil(filfält.OMRÖSTNING, rad) | utan_tomma(
        {
            "antal": till_fil(filfält.ANTAL, rad),
            "roster": utan_tomma(röster),
            "per_parti": per_parti,
            "utslagsrost": till_fil(filfält.UTSLAGSRÖST, rad),
            "kandidater": [till_fil(filfält.KANDIDAT, k) for k in rad.kandidater.all()],
        }
    )


def _röster(rad: Omröstning, val: str) -> list[dict[str, Any]]:
    return [till_fil(filfält.RÖST, röst) for röst in rad.röster.all() if röst.val == val]


def _beslut(del_: Beslutsdel) -> dict[str, Any]:
    return {"satser": [_sats(sats) for sats in del_.satser.all()]} | till_fil(
        filfält.BESLUTSDEL, del_
    )


def _sats(sats: Beslut) -> dict[str, Any] | str:
    uppgift = till_fil(filfält.SATS, sats)
    return sats.text if list(uppgift) == ["text"] else uppgift
