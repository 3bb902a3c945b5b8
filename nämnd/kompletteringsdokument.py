"""Kompletteringen i ord: vad som är nytt per punkt, i det exemplar som läsaren får se."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst

from nämnd import documents, sidnummer
from nämnd.kallelseskillnad import (
    FÄLT,
    HANDLINGAR,
    MÖTESFÄLT,
    Pappersskillnad,
    Punktskillnad,
    Skillnad,
    Slag,
)
from nämnd.models import Punkt
from nämnd.sidnummer import Numrering, Spann
from nämnd.underlag import Gruppmötestid, Listrad, Namnad, Underlag

DOLT_PAPPER = "Handling som omfattas av sekretess"
MÄRKE = {Slag.NY: "Ny punkt", Slag.UTGÅR: "Utgår", Slag.ÄNDRAD: ""}
# Att det är ändrat sägs, inte till vad.
BARA_ATT = frozenset({HANDLINGAR, "sammanfattning"})
INTE_OFFENTLIGT = frozenset({"digital_plats", "offentlig_rubrik"})


@dataclass(frozen=True)
class Ändring:
    """En uppgift som är ändrad. Utan `nu` sägs bara att den är det."""

    namn: str
    nu: str = ""
    förr: str = ""

    def __str__(self) -> str:
        if not self.nu and not self.förr:
            return f"{self.namn}: ändrat."
        förr = f" (förut: {self.förr})" if self.förr else ""
        return f"{self.namn}: {self.nu or 'utgår'}{förr}"


@dataclass(frozen=True)
class Pappersnyhet:
    """En rad om ett papper: ”Ersätter s. 6–8”, rubriken och de nya sidorna."""

    vad: str
    rubrik: str
    sidor: str = ""
    länk: str = ""


@dataclass(frozen=True)
class Nyhet:
    """Det som är nytt på en punkt, i ett exemplar."""

    nummer: str
    rubrik: str
    märke: str
    beteckning: str
    sekretess: str
    ändringar: tuple[Ändring, ...]
    förslag: tuple[str, ...]
    papper: tuple[Pappersnyhet, ...]
    utelämnat: tuple[str, ...]


@dataclass(frozen=True)
class Nyheter:
    """Allt som är nytt sedan det som skickades förut."""

    punkter: tuple[Nyhet, ...]
    möte: tuple[Ändring, ...]
    ordning: str

    @property
    def finns(self) -> bool:
        return bool(self.punkter or self.möte or self.ordning)


def nyheter(
    skillnad: Skillnad,
    förr: Underlag,
    nu: Underlag,
    *,
    före: Numrering,
    numrering: Numrering,
    offentlig: bool,
) -> Nyheter:
    """Skillnaden i ord. `före` är sidnumren i det skickade, `numrering` med det nya."""
    i_följd = {inre.punkt for u in (förr, nu) for rad in u.rader if rad.hemlig for inre in rad.inre}
    return Nyheter(
        punkter=tuple(
            _nyhet(
                p,
                före.delar,
                numrering.delar,
                offentlig=offentlig,
                i_följd=p.rad.punkt in i_följd,
            )
            for p in skillnad.punkter
        ),
        möte=tuple(_om_mötet(namn, förr, nu, offentlig=offentlig) for namn in skillnad.möte),
        ordning=_ordning(skillnad),
    )


def _om_mötet(namn: str, förr: Underlag, nu: Underlag, *, offentlig: bool) -> Ändring:
    if namn == "kallade":
        return _kallade(förr, nu)
    if offentlig and namn in INTE_OFFENTLIGT:
        return Ändring(MÖTESFÄLT[namn])
    return Ändring(MÖTESFÄLT[namn], _text(getattr(nu, namn)), _text(getattr(förr, namn)))


def _kallade(förr: Underlag, nu: Underlag) -> Ändring:
    """De som har kommit till och de som inte längre kallas; resten står i kallelsen."""
    före, efter = ([namn for grupp in u.kallade for namn in grupp.namn] for u in (förr, nu))
    tillkommer = "; ".join(namn for namn in efter if namn not in före)
    utgår = "; ".join(namn for namn in före if namn not in efter)
    delar = (f"{ord_} {vilka}" for ord_, vilka in (("nya", tillkommer), ("utgår", utgår)) if vilka)
    return Ändring(MÖTESFÄLT["kallade"], ", ".join(delar))


def _ordning(skillnad: Skillnad) -> str:
    delar = []
    if skillnad.nummer:
        par = ", ".join(f"{gammalt or '–'} blir {nytt or '–'}" for gammalt, nytt in skillnad.nummer)
        delar.append(f"Nya nummer på listan: {par.replace('-', '–')}.")
    if skillnad.ordning:
        delar.append("Punkterna kommer i en annan ordning.")
    return " ".join(delar)


def _nyhet(
    p: Punktskillnad,
    före: Mapping[str, Spann],
    efter: Mapping[str, Spann],
    *,
    offentlig: bool,
    i_följd: bool,
) -> Nyhet:
    """`i_följd`: punkten ligger i en hemlig rad, som det öppna exemplaret bara har som en rad."""
    rad, dold = p.rad, offentlig and (p.rad.hemlig or bool(p.förr and p.förr.hemlig))
    nya = [q.nytt for q in p.papper if q.nytt]
    satser = () if dold or p.slag == Slag.UTGÅR else rad.förslag
    return Nyhet(
        nummer=rad.tryckt_nummer,
        rubrik=(
            documents.SEKRETESS
            if offentlig and i_följd
            else documents.rubriken(rad, offentlig=offentlig)
        ),
        märke=MÄRKE[p.slag] or ("Ändrad" if p.fält else ""),
        beteckning="" if dold else rad.beteckning,
        sekretess="" if offentlig and i_följd else documents.sekretessrad(rad),
        ändringar=() if dold or p.förr is None else _ändringar(p.fält, p.förr, rad, offentlig),
        förslag=satser if p.slag == Slag.NY or "förslag" in p.fält else (),
        papper=tuple(
            _pappersnyhet(q, före, efter, offentlig=offentlig, dold=dold) for q in p.papper
        ),
        utelämnat=documents.utelämnat(nya, efter) if offentlig else (),
    )


def _ändringar(
    fält: tuple[str, ...], förr: Listrad, nu: Listrad, offentlig: bool
) -> tuple[Ändring, ...]:
    ut = []
    # Blir punkten hemlig eller öppen blir dess lagrum och handlingar det: det sägs en gång.
    följer = {"lagrum", HANDLINGAR} if "hemlig" in fält else set()
    for namn in fält:
        if namn == "förslag" or namn in följer or (offentlig and namn in INTE_OFFENTLIGT):
            continue
        if namn in BARA_ATT:
            ut.append(Ändring(FÄLT[namn]))
            continue
        värden = [_värde(rad, namn, offentlig=offentlig) for rad in (nu, förr)]
        ändring = Ändring(FÄLT[namn], *värden)
        # Den öppna rubriken kan vara densamma fast den fullständiga är en annan.
        if ändring.nu != ändring.förr:
            ut.append(ändring)
    return tuple(ut)


def _värde(rad: Listrad, namn: str, *, offentlig: bool) -> str:
    if namn == "rubrik":
        return documents.rubriken(rad, offentlig=offentlig)
    if namn == "slag":
        return capfirst(Punkt.Slag(rad.slag).label)
    if namn == "hemlig":
        return "ja" if rad.hemlig else "nej"
    return _text(getattr(rad, namn))


def _pappersnyhet(
    p: Pappersskillnad,
    före: Mapping[str, Spann],
    efter: Mapping[str, Spann],
    *,
    offentlig: bool,
    dold: bool,
) -> Pappersnyhet:
    """`dold`: punkten är hemlig nu, och då också namnet på ett papper som utgår."""
    papper = p.nytt or p.förr
    assert papper is not None
    dold = dold or (offentlig and papper.hemlig)
    rubrik = papper.synlig_rubrik if offentlig else papper.rubrik
    skickade = f"s.\N{NO-BREAK SPACE}{sidnummer.text(före[p.förr.nyckel])}" if p.förr else ""
    return Pappersnyhet(
        vad={
            Slag.NY: "Ny",
            Slag.ÄNDRAD: f"Ersätter {skickade}",
            Slag.UTGÅR: f"Utgår, {skickade}",
        }[p.slag],
        rubrik=DOLT_PAPPER if dold else rubrik,
        sidor=sidnummer.text(efter[p.nytt.nyckel]) if p.nytt else "",
        länk=f"paket:{p.nytt.nyckel}" if p.nytt and not dold else "",
    )


def _text(värde: object) -> str:
    """En uppgift ur underlaget så som den läses."""
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if isinstance(värde, date):
        return date_format(värde, "l j F Y")
    if isinstance(värde, Namnad):
        return ", ".join(filter(None, [värde.namn, värde.telefon, värde.epost]))
    if isinstance(värde, Gruppmötestid):
        return ", ".join(filter(None, [värde.partier, värde.plats, värde.tid]))
    if isinstance(värde, tuple):
        return "; ".join(
            " ".join(map(str, v)).strip() if isinstance(v, tuple) else _text(v) for v in värde
        )
    return str(värde) if värde is not None else ""


@dataclass(frozen=True)
class Kompletteringsdokument:
    """Det som mallen pdf/komplettering.html läser."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    till: str
    """”till kallelse 2”"""
    huvud: tuple[tuple[str, tuple[str, ...]], ...]
    nyheter: Nyheter
    underskrift: str
    ordförande: Namnad | None
    sekreterare: Namnad | None
    utkast: bool
    fyllnadssidor: range


def dokument(
    u: Underlag,
    nyheter: Nyheter,
    *,
    edition: int,
    nummer: int,
    offentlig: bool,
    utfärdas: date,
    fyllnadssidor: int = 0,
) -> Kompletteringsdokument:
    """Kompletteringens lista i ett exemplar, undertecknad den dag den utfärdas."""
    dag = date_format(u.datum, "l j F Y")
    tider = " och ".join(f"kl. {tid}" for tid in u.tider)
    huvud: list[tuple[str, tuple[str, ...]]] = [
        ("Sammanträdande organ", (u.organ,)),
        ("Tid", (f"{dag} {tider}".strip(),)),
    ]
    if platser := documents.plats(u, offentlig=offentlig):
        huvud.append(("Plats", platser))
    return Kompletteringsdokument(
        titel=f"Komplettering {nummer} till kallelse {edition} till {u.organ} {dag}",
        kommun=" och ".join([u.kommun, *u.fler_kommuner]),
        organ=u.organ,
        dokumentnamn=f"Komplettering {nummer}",
        dag_text=dag,
        till=f"till kallelse {edition}",
        huvud=tuple(huvud),
        nyheter=nyheter,
        underskrift=documents.underskrift(u.underskrift_ort, date_format(utfärdas, "j F Y")),
        ordförande=u.ordförande,
        sekreterare=u.sekreterare,
        utkast=u.utkast,
        fyllnadssidor=range(fyllnadssidor),
    )
