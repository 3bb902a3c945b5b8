"""Skriver ett möte som en mötesfil: kallelsens del. Läser bara typade rader."""

from __future__ import annotations

import re
from typing import Any

from konton.models import Person
from nämnd import filfält, mötesfil
from nämnd.documents import DUKAS, numrerade_punkter
from nämnd.filfält import (
    DIARIUM,
    KALLAD,
    KÄLLA,
    PERSONUPPGIFTER,
    PROGRAM,
    PUNKT,
    SAMMANTRÄDE,
    UNDERSKRIFT,
    till_fil,
    utan_tomma,
)
from nämnd.models import Källa, Mötesperson, Punkt, Punkthandling, Sammanträde
from nämnd.numrering import HÅRT
from ärenden.models import Fil

FORMAT = "motesfil/1"
MAPP = "handlingar"
UPPTAGNA = frozenset({"mote.yaml", "mote.json"})
# Det som inte får stå i ett filnamn.
OTILLÅTET = re.compile(r"[\x00-\x1f\\/]+|\.{2,}")
FILNAMN_BYTE = 240


class Papper:
    """Filerna som mötesfilen nämner, var och en med sin plats i katalogen."""

    def __init__(self, *, inläst: bool) -> None:
        self.inläst = inläst
        self.filer: dict[str, Fil] = {}

    def plats(self, fil: Fil | None, filnamn: str, filmapp: str = "") -> str:
        """Platsen för filen: där källan hade den, annars bland handlingarna; "" utan fil."""
        if fil is None:
            return ""
        mapp = filmapp if self.inläst else MAPP
        eget = filnamn if self.inläst and re.search(mötesfil.FIL, filnamn) else _filnamn(filnamn)
        önskat = plats = f"{mapp}/{eget}" if mapp else eget
        nr = 1
        while plats in UPPTAGNA or self.filer.get(plats, fil).pk != fil.pk:
            nr += 1
            plats = re.sub(r"(\.[^./]*)?\Z", rf"-{nr}\1", önskat, count=1)
        self.filer[plats] = fil
        return plats


def _filnamn(namn: str) -> str:
    rent = OTILLÅTET.sub("_", namn).strip() or "handling"
    if "." not in rent:
        rent += ".pdf"
    stam, _, ändelse = rent.rpartition(".")
    kort = stam.encode()[: FILNAMN_BYTE - len(ändelse.encode())].decode(errors="ignore")
    return f"{kort}.{ändelse}"


def kallelsens_del(möte: Sammanträde, papper: Papper) -> dict[str, Any]:
    """Mötesfilens uppgifter om organ, möte, kallade och föredragningslista."""
    källa = Källa.objects.filter(sammanträde=möte).first()
    kommun = möte.organ.myndighet.kommun
    return utan_tomma(
        {
            "format": FORMAT,
            "kommun": utan_tomma(
                {
                    "namn": kommun.namn,
                    "fler": källa.fler_kommuner if källa else möte.organ.kommunnamn[1:],
                }
            ),
            "organ": {"namn": möte.organ.namn} | (_ur_källan(källa) if källa else _organ(möte)),
            "sammantrade": _sammanträde(möte, källa),
            "kallade": [till_fil(KALLAD, k) for k in möte.kallade.all()],
            "foredragningslista": _lista(möte, källa, papper),
            "partier": _partier(möte, källa),
            "anmarkningar": möte.anmärkningar,
        }
    )


def _ur_källan(källa: Källa) -> dict[str, Any]:
    return utan_tomma(till_fil(KÄLLA, källa) | {"diarium": till_fil(DIARIUM, källa)})


def _organ(möte: Sammanträde) -> dict[str, Any]:
    organ = möte.organ
    return utan_tomma(
        {
            "kortnamn": organ.kortnamn,
            "typ": organ.typ,
            "overordnat": organ.överordnat.namn if organ.överordnat else "",
            "platser": organ.platser,
            "forvaltning": organ.myndighet.förvaltning,
            "diarium": till_fil(DIARIUM, organ.diarium) if organ.diarium else {},
        }
    ) | ({"distans_tillaten": True} if organ.distans_tillåten else {})


def _partier(möte: Sammanträde, källa: Källa | None) -> dict[str, str]:
    if källa:
        return {p.kod: p.namn for p in möte.partier.all()}
    egna = möte.organ.myndighet.kommun.partier.exclude(namn="")
    return {p.kod: p.namn for p in egna.order_by("kod")}


def _sammanträde(möte: Sammanträde, källa: Källa | None) -> dict[str, Any]:
    roller = Mötesperson.Roll
    i_källan = {rad.roll: rad for rad in möte.personer.select_related("person")}
    förhinder = möte.förhinder_till
    return utan_tomma(
        {
            "datum": str(möte.datum),
            "tider": [filfält.tider_till_fil(spann) for spann in möte.tider.all()],
            "gruppmoten": [
                utan_tomma(
                    {
                        "partier": g.partier,
                        "plats": g.plats,
                        "tider": filfält.tider_till_fil(g),
                    }
                )
                for g in möte.gruppmöten.all()
            ],
            "program": [till_fil(PROGRAM, p) for p in möte.program.all()],
            "ordforande": _person(
                möte.ordförande, i_källan.get(roller.ORDFÖRANDE), möte.ordförande_titel
            ),
            "sekreterare": _person(
                möte.sekreterare, i_källan.get(roller.SEKRETERARE), möte.sekreterare_titel
            ),
            "forhinder": _förhinder(förhinder, i_källan.get(roller.FÖRHINDER)),
            "underskrift": till_fil(UNDERSKRIFT, möte),
            "slag": _slag(möte, källa),
            **till_fil(SAMMANTRÄDE, möte),
            **_på_distans(möte),
        }
    )


def _på_distans(möte: Sammanträde) -> dict[str, str]:
    """Det formatet bara har en text för: salen och nätet, regeln och sista dagen."""
    uppgift = {}
    if möte.digital_plats:
        uppgift["plats"] = " och ".join(filter(None, [möte.plats, "digitalt"]))
    if möte.distans_senast:
        senast = f"Anmäls senast {möte.distans_senast}."
        uppgift["distans"] = " ".join(filter(None, [möte.distans, senast]))
    return uppgift


def _slag(möte: Sammanträde, källa: Källa | None) -> str:
    if möte.status == Sammanträde.Status.INSTÄLLT:
        return str(möte.status)
    sades_inte = källa is not None and not källa.slag
    return "" if sades_inte and möte.slag == Sammanträde.Slag.ORDINARIE else möte.slag


def _person(person: Person | None, rad: Mötesperson | None, titel: str) -> dict[str, Any]:
    """Titeln ändras på mötet; det övriga är källans så länge personen är densamma."""
    if person is None:
        return {}
    samma = rad is not None and rad.person_id == person.pk
    övrigt = till_fil(PERSONUPPGIFTER, rad) if samma else {}
    return utan_tomma({"namn": person.namn} | övrigt | {"titel": titel})


def _förhinder(person: Person | None, rad: Mötesperson | None) -> dict[str, Any]:
    if person is None:
        return {}
    if rad is not None and rad.person_id == person.pk:
        return till_fil(filfält.PERSON, rad)
    return utan_tomma(
        {
            "namn": person.namn,
            "titel": person.titel,
            "epost": person.epost,
            "telefon": person.telefon,
        }
    )


def _lista(möte: Sammanträde, källa: Källa | None, papper: Papper) -> list[dict[str, Any]]:
    punkter = list(
        möte.punkter.select_related("ärende", "förälder").prefetch_related(
            "förslag", "föredragande__person", "handlingar__handling__fil", "handlingar__fil"
        )
    )
    inre: dict[int, list[Punkt]] = {}
    for punkt in punkter:
        if punkt.förälder_id is not None:
            inre.setdefault(punkt.förälder_id, []).append(punkt)
    nummer = punktnummer(möte) if any(p.är_underpunkt for p in punkter) else {}
    rader = [
        _punkt(p, källa, papper)
        # Filen har inga underpunkter; numret är det som står på listan.
        | ({"nummer": nummer[p.pk].replace(HÅRT, " ")} if p.är_underpunkt else {})
        | utan_tomma({"punkter": [_punkt(i, källa, papper) for i in inre.get(p.pk, [])]})
        for p in punkter
        if p.förälder_id is None
    ]
    if källa is None and möte.organ.första_nummer != 1:
        # Filens löpande numrering börjar på 1.
        första = next((r for r in rader if "nummer" not in r), None)
        if första is not None:
            första["nummer"] = möte.organ.första_nummer
    return rader


def _punkt(punkt: Punkt, källa: Källa | None, papper: Papper) -> dict[str, Any]:
    antaget = punkt.slag_antaget and punkt.slag in (Punkt.Slag.BESLUT, Punkt.Slag.SEKRETESS)
    rad: dict[str, Any] = till_fil(PUNKT, punkt)
    rad |= utan_tomma(
        {
            "slag": "" if antaget else punkt.slag,
            "beteckning": punkt.beteckning,
            "till": filfält.nummer_till_fil(punkt.till_nummer),
            "foredragande": [till_fil(filfält.PERSON, f) for f in punkt.föredragande.all()],
            "forslag": [s.text for s in punkt.förslag.all()],
            "handlingar": [_handling(h, papper) for h in punkt.handlingar.all()],
        }
    )
    if källa is None and punkt.ärende is not None and punkt.ärende.klass:
        rad["klass"] = punkt.ärende.klass
    if punkt.handlingar_dukas:
        rad["anmarkning"] = ", ".join(filter(None, [punkt.anmärkning, DUKAS]))
    if punkt.numrering == Punkt.Numrering.UTAN:
        rad["nummer"] = None
    elif punkt.numrering == Punkt.Numrering.FAST:
        rad["nummer"] = filfält.nummer_till_fil(punkt.nummer)
    sekretess = filfält.sekretess_till_fil(punkt)
    if sekretess is not None:
        rad["sekretess"] = sekretess
    return rad


def _handling(rad: Punkthandling, papper: Papper) -> dict[str, Any]:
    handling = rad.handling
    slag = rad.slag or ("" if rad.slag_antaget or handling is None else handling.slag)
    datum = handling.datum if handling else rad.datum
    namn = rad.filnamn or rad.namn_på_fil
    sekretess = filfält.sekretess_till_fil(rad)
    if sekretess is None and handling is not None:
        sekretess = filfält.sekretess_till_fil(handling)
    return (
        {"rubrik": rad.titel}
        | utan_tomma(
            {
                "slag": slag,
                "datum": str(datum) if datum else "",
                "fil": papper.plats(rad.papper, namn, rad.filmapp),
            }
        )
        | ({} if sekretess is None else {"sekretess": sekretess})
    )


def punktnummer(möte: Sammanträde) -> dict[int, str]:
    """Punkternas nummer som de står på listan."""
    return {
        rad.punkt.pk: rad.nummer.text for np in numrerade_punkter(möte) for rad in (np, *np.inre)
    }
