"""Det frysta underlaget till en kallelse: allt som trycks, som rena värden.

Skrivs ner när kallelsen skapas och är det enda dokumenten läser.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Namnad:
    namn: str
    titel: str = ""
    epost: str = ""
    telefon: str = ""


@dataclass(frozen=True)
class Gruppmötestid:
    partier: str
    plats: str
    tid: str


class MedOffentligRubrik:
    rubrik: str
    offentlig_rubrik: str

    @property
    def synlig_rubrik(self) -> str:
        """Rubriken som alla får läsa."""
        return self.offentlig_rubrik or self.rubrik


@dataclass(frozen=True)
class Papper(MedOffentligRubrik):
    """En handling i paketet. `hemlig` följer bara med i det fullständiga exemplaret."""

    nyckel: str
    rubrik: str
    filnamn: str
    sha256: str
    sidor: int
    egen: bool
    hemlig: bool
    offentlig_rubrik: str = ""
    rad: int = field(default=0, compare=False)
    """Platsen på punkten: ett papper som byts ut ligger på samma rad. 0 i äldre kallelser."""


@dataclass(frozen=True)
class Bilaga(MedOffentligRubrik):
    """Handlingens namn på listan, också när papperet kommer senare."""

    rubrik: str
    hemlig: bool
    offentlig_rubrik: str = ""


@dataclass(frozen=True)
class Kalladgrupp:
    """De som kallas på samma sätt, så som de trycks."""

    rubrik: str
    namn: tuple[str, ...]


@dataclass(frozen=True)
class Listrad:
    """En rad på föredragningslistan, med raderna i en samlad följd under sig."""

    punkt: int
    nummer: str
    tryckt_nummer: str
    slag: str
    avsnitt: str
    rubrik: str
    offentlig_rubrik: str
    beteckning: str
    hemlig: bool
    lagrum: str
    tid: str
    anmärkning: str
    senare: bool
    dukas: bool
    bilagemarkering: str
    beslutsinstans: str
    förslag_av: str
    förslag: tuple[str, ...]
    föredragande: tuple[str, ...]
    papper: tuple[Papper, ...]
    inre: tuple[Listrad, ...]
    bilagor: tuple[Bilaga, ...] = ()
    sammanfattning: tuple[str, ...] = ()
    """Ur skrivelsen, stycke för stycke. Aldrig det som är hemligt."""
    under: bool = False
    """Underpunkt till punkten ovanför (6 a), och indragen under den."""
    ärende: int | None = None
    """Ärendets nyckel: sekretessen prövas också sedan punkten tagits bort."""

    @property
    def alla_papper(self) -> tuple[Papper, ...]:
        return self.papper + tuple(p for rad in self.inre for p in rad.alla_papper)


@dataclass(frozen=True)
class Underlag:
    kommun: str
    fler_kommuner: tuple[str, ...]
    organ: str
    förvaltning: str
    datum: date
    tider: tuple[str, ...]
    plats: str
    tema: str
    extra: bool
    distans: str
    pressinformation: str
    gruppmöten: tuple[Gruppmötestid, ...]
    program: tuple[tuple[str, str], ...]
    ordförande: Namnad | None
    sekreterare: Namnad | None
    förhinder: Namnad | None
    underskrift_ort: str
    underskrift_dag: str
    anteckningssidor: int
    utkast: bool
    rader: tuple[Listrad, ...]
    digital_plats: str = ""
    distans_senast: str = ""
    justerare: tuple[str, ...] = ()
    ersättare_för_justerare: tuple[str, ...] = ()
    kallade: tuple[Kalladgrupp, ...] = ()
    slag_i_rubriken: bool = False

    def som_json(self) -> dict[str, Any]:
        return asdict(self) | {"datum": self.datum.isoformat()}

    @property
    def papper(self) -> tuple[Papper, ...]:
        return tuple(p for rad in self.rader for p in rad.alla_papper)


def ur_json(data: dict[str, Any]) -> Underlag:
    def namnad(värde: dict[str, str] | None) -> Namnad | None:
        return Namnad(**värde) if värde else None

    return Underlag(
        **data
        | {
            "fler_kommuner": tuple(data["fler_kommuner"]),
            "datum": date.fromisoformat(data["datum"]),
            "tider": tuple(data["tider"]),
            "gruppmöten": tuple(Gruppmötestid(**g) for g in data["gruppmöten"]),
            "program": tuple((tid, text) for tid, text in data["program"]),
            "ordförande": namnad(data["ordförande"]),
            "sekreterare": namnad(data["sekreterare"]),
            "förhinder": namnad(data["förhinder"]),
            "rader": tuple(_rad(r) for r in data["rader"]),
            # En kallelse som frystes innan uppgiften fanns saknar den.
            "justerare": tuple(data.get("justerare", ())),
            "ersättare_för_justerare": tuple(data.get("ersättare_för_justerare", ())),
            "kallade": tuple(
                Kalladgrupp(g["rubrik"], tuple(g["namn"])) for g in data.get("kallade", ())
            ),
        }
    )


def _rad(data: dict[str, Any]) -> Listrad:
    return Listrad(
        **data
        | {
            "förslag": tuple(data["förslag"]),
            "föredragande": tuple(data["föredragande"]),
            "papper": tuple(Papper(**p) for p in data["papper"]),
            "inre": tuple(_rad(r) for r in data["inre"]),
            "bilagor": tuple(Bilaga(**b) for b in data.get("bilagor", ())),
            "sammanfattning": tuple(data.get("sammanfattning", ())),
        }
    )
