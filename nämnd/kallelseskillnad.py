"""Vad som skiljer en kallelse från den som skickades förut: punkterna, papperen och mötet.

`skillnad` säger det helt, för sekreteraren och för kompletteringen. `skillnader` är det som står i
brev: antal går att skriva där, rubriker inte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nämnd.sidnummer import Numrering, Plats, fortsätt
from nämnd.underlag import Listrad, Papper, Underlag


class Slag(StrEnum):
    NY = "ny"
    ÄNDRAD = "andrad"
    UTGÅR = "utgar"


@dataclass(frozen=True)
class Pappersskillnad:
    """Ett papper som är nytt, ersätter ett skickat eller utgår."""

    nytt: Papper | None
    förr: Papper | None

    @property
    def slag(self) -> Slag:
        if self.nytt is None:
            return Slag.UTGÅR
        return Slag.ÄNDRAD if self.förr else Slag.NY


@dataclass(frozen=True)
class Punktskillnad:
    """En punkt som det är något nytt med. `rad` är den nya, eller den gamla när punkten utgår."""

    slag: Slag
    rad: Listrad
    förr: Listrad | None = None
    fält: tuple[str, ...] = ()
    """De uppgifter som är ändrade, med underlagets namn; se FÄLT."""
    papper: tuple[Pappersskillnad, ...] = ()


@dataclass(frozen=True)
class Skillnad:
    punkter: tuple[Punktskillnad, ...] = ()
    möte: tuple[str, ...] = ()
    """Mötets uppgifter som är ändrade, med underlagets namn; se MÖTESFÄLT."""
    nummer: tuple[tuple[str, str], ...] = ()
    """Punkter som bytt nummer: förr och nu."""
    ordning: bool = False
    """De punkter som fanns förut kommer i en annan ordning."""

    def __bool__(self) -> bool:
        return bool(self.punkter or self.möte or self.nummer or self.ordning)

    @property
    def papper(self) -> tuple[Pappersskillnad, ...]:
        return tuple(p for punkt in self.punkter for p in punkt.papper)


HANDLINGAR = "handlingar"

#: Punktens uppgifter som trycks, med orden som visas.
FÄLT: Mapping[str, str] = {
    "rubrik": "Rubrik",
    "offentlig_rubrik": "Offentlig rubrik",
    "slag": "Slag",
    "beteckning": "Diarienummer",
    "hemlig": "Sekretess",
    "lagrum": "Lagrum",
    "avsnitt": "Avsnitt",
    "tid": "Tid",
    "föredragande": "Föredragande",
    "anmärkning": "Anmärkning",
    "senare": "Handlingar skickas senare",
    "dukas": "Handlingarna dukas",
    "bilagemarkering": "Bilagemarkering",
    "beslutsinstans": "Beslutas av",
    "sammanfattning": "Sammanfattning",
    "förslag_av": "Förslaget kommer från",
    "förslag": "Förslag till beslut",
    HANDLINGAR: "Handlingarnas namn eller sekretess",
}

#: Mötets uppgifter som trycks. Antalet anteckningssidor är inte en nyhet.
MÖTESFÄLT: Mapping[str, str] = {
    "organ": "Organ",
    "kommun": "Kommun",
    "fler_kommuner": "Kommuner",
    "datum": "Dag",
    "tider": "Tid",
    "plats": "Plats",
    "digital_plats": "Digital plats",
    "extra": "Extra sammanträde",
    "tema": "Tema",
    "gruppmöten": "Gruppmöten",
    "program": "Program",
    "distans": "Deltagande på distans",
    "distans_senast": "Sista dag att anmäla distans",
    "justerare": "Förslag till justerare",
    "ersättare_för_justerare": "Ersättare för justerare",
    "ordförande": "Ordförande",
    "sekreterare": "Sekreterare",
    "förhinder": "Förhinder meddelas",
    "pressinformation": "Press",
    "underskrift_ort": "Kallelsens ort",
    "underskrift_dag": "Kallelsens dag",
    "kallade": "Kallade",
}


def skillnad(förr: Underlag, nu: Underlag) -> Skillnad:
    """Allt som skiljer. En punkt är densamma när den är samma rad på listan, oavsett nummer."""
    gamla, nya = _rader(förr.rader), _rader(nu.rader)
    punkter = [_punkt(gamla.get(pk), rad) for pk, rad in nya.items()]
    utgår = [
        Punktskillnad(Slag.UTGÅR, rad, rad, papper=_papper(rad.papper, ()))
        for pk, rad in gamla.items()
        if pk not in nya
    ]
    kvar = [pk for pk in gamla if pk in nya]
    return Skillnad(
        punkter=(*(p for p in punkter if p is not None), *utgår),
        möte=tuple(namn for namn in MÖTESFÄLT if getattr(förr, namn) != getattr(nu, namn)),
        nummer=tuple(
            (gamla[pk].nummer, nya[pk].nummer) for pk in kvar if gamla[pk].nummer != nya[pk].nummer
        ),
        ordning=kvar != [pk for pk in nya if pk in gamla],
    )


def _punkt(förr: Listrad | None, rad: Listrad) -> Punktskillnad | None:
    if förr is None:
        return Punktskillnad(Slag.NY, rad, papper=_papper((), rad.papper))
    fält = tuple(
        namn for namn in FÄLT if namn != HANDLINGAR and getattr(förr, namn) != getattr(rad, namn)
    )
    fält += (HANDLINGAR,) if _handlingarna_ändrade(förr, rad) else ()
    papper = _papper(förr.papper, rad.papper)
    return Punktskillnad(Slag.ÄNDRAD, rad, förr, fält, papper) if fält or papper else None


def _handlingarna_ändrade(förr: Listrad, rad: Listrad) -> bool:
    """Det om handlingarna som inte syns som ett nytt, ersatt eller utgånget papper."""
    nya = {p.nyckel: p for p in rad.papper}
    for nyckel, gammalt in para_ihop(förr.papper, rad.papper).items():
        nytt = nya[nyckel]
        if (nytt.rubrik, nytt.hemlig) != (gammalt.rubrik, gammalt.hemlig):
            return True
    med_fil = {p.rubrik for p in (*förr.papper, *rad.papper)}
    utan_fil = [[b for b in r.bilagor if b.rubrik not in med_fil] for r in (förr, rad)]
    return utan_fil[0] != utan_fil[1]


def _papper(förr: tuple[Papper, ...], nu: tuple[Papper, ...]) -> tuple[Pappersskillnad, ...]:
    samma = para_ihop(förr, nu)
    # Utbytt på sin plats, vad det än heter; annars det som har samma namn.
    utbytt = _para(
        [p for p in förr if p.rad], [p for p in nu if p.rad], lambda p: str(p.rad), utom=samma
    )
    ersatt = utbytt | _para(förr, nu, lambda p: p.rubrik.casefold(), utom=samma | utbytt)
    kvar = {p.nyckel for p in (*samma.values(), *ersatt.values())}
    return (
        *(Pappersskillnad(p, ersatt.get(p.nyckel)) for p in nu if p.nyckel not in samma),
        *(Pappersskillnad(None, p) for p in förr if p.nyckel not in kvar),
    )


def para_ihop(förr: Iterable[Papper], nu: Iterable[Papper]) -> dict[str, Papper]:
    """De papper på en punkt som är skickade förut: den nya nyckeln, och papperet som det var."""
    return _para(förr, nu, lambda p: p.sha256, utom={})


def _para(
    förr: Iterable[Papper],
    nu: Iterable[Papper],
    lika: Callable[[Papper], str],
    *,
    utom: Mapping[str, Papper],
) -> dict[str, Papper]:
    """Par av papper som är lika, i ordning och vart och ett en gång. `utom` har redan ett par."""
    upptagna = {p.nyckel for p in utom.values()}
    lediga: dict[str, list[Papper]] = {}
    for p in förr:
        if p.nyckel not in upptagna:
            lediga.setdefault(lika(p), []).append(p)
    return {
        p.nyckel: lediga[lika(p)].pop(0) for p in nu if p.nyckel not in utom and lediga.get(lika(p))
    }


def _rader(rader: Iterable[Listrad]) -> dict[int, Listrad]:
    return {r.punkt: r for rad in rader for r in (rad, *rad.inre)}


def skillnader(förr: Underlag, nu: Underlag) -> list[str]:
    """Brevets meningar, i den ordning de läses."""
    allt = skillnad(förr, nu)
    punkter = [p.slag for p in allt.punkter]
    papper = [p.slag for p in allt.papper]
    rader = [
        _mening(punkter.count(Slag.NY), "punkt har kommit till", "punkter har kommit till"),
        _mening(punkter.count(Slag.UTGÅR), "punkt är borttagen", "punkter är borttagna"),
        _mening(
            papper.count(Slag.NY) + papper.count(Slag.ÄNDRAD),
            "handling är ny eller ändrad",
            "handlingar är nya eller ändrade",
        ),
        _mening(papper.count(Slag.UTGÅR), "handling är borttagen", "handlingar är borttagna"),
    ]
    return [rad for rad in rader if rad] or ["Uppgifter i kallelsen är ändrade."]


def _mening(antal: int, en: str, flera: str) -> str:
    return f"{antal} {en if antal == 1 else flera}." if antal else ""


def numrera(numrering: Numrering, förr: Underlag, nu: Underlag) -> Numrering:
    """Sidnumren när det nya är inlagt bland det som är skickat."""
    gamla = _rader(förr.rader)
    allt = skillnad(förr, nu)
    ersätter = {p.nytt.nyckel: p.förr.nyckel for p in allt.papper if p.nytt and p.förr}
    platser = []
    for rad in _rader(nu.rader).values():
        skickade = gamla[rad.punkt].papper if rad.punkt in gamla else ()
        samma = para_ihop(skickade, rad.papper)
        platser += [
            Plats(
                punkt=rad.punkt,
                nyckel=p.nyckel,
                sidor=p.sidor,
                förr=samma[p.nyckel].nyckel if p.nyckel in samma else None,
                ersätter=ersätter.get(p.nyckel),
            )
            for p in rad.papper
        ]
    utgångna = [
        (punkt.rad.punkt, p.förr.nyckel)
        for punkt in allt.punkter
        for p in punkt.papper
        if p.förr and p.slag == Slag.UTGÅR
    ]
    return fortsätt(numrering, platser, utgångna=utgångna)
