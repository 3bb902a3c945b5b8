"""Det som paketen ovanför lägger till på mötets sida, utan att nämnd känner dem.

Ett övre paket anmäler en funktion i sin `AppConfig.ready`:

    @utbyggnad.registrera
    def handgrepp(sammanträde, användare):
        if ...:
            yield Handgrepp("Öppna mötet", reverse("..."), metod="post")

Funktionen prövar själv vad användaren får göra; det den inte ger visas inte.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from konton.models import Användare
from nämnd.models import Organ, Punkt, Sammanträde


@dataclass(frozen=True)
class Handgrepp:
    """En länk (get) eller knapp (post) på mötets sida."""

    text: str
    adress: str
    metod: Literal["get", "post"] = "get"
    huvudsak: bool = False


Byggare = Callable[[Sammanträde, Användare], Iterable[Handgrepp]]

_byggare: list[Byggare] = []


def registrera(byggare: Byggare) -> Byggare:
    """Anmäler en funktion; i den ordning de anmäls visas deras handgrepp."""
    if byggare not in _byggare:
        _byggare.append(byggare)
    return byggare


Justerat = Callable[[Organ, date], Mapping[int, date]]

_justerat: list[Justerat] = []


def registrera_justerat(fråga: Justerat) -> Justerat:
    """Anmäler vem som vet när organets ledamöter senast justerade, före en dag."""
    if fråga not in _justerat:
        _justerat.append(fråga)
    return fråga


def senast_justerat(organ: Organ, före: date) -> dict[int, date]:
    """Personernas senaste justering före dagen; den som inte justerat saknas."""
    senast: dict[int, date] = {}
    for fråga in _justerat:
        for person, dag in fråga(organ, före).items():
            senast[person] = max(dag, senast.get(person, dag))
    return senast


Avgjorda = Callable[[Sammanträde], Iterable[int]]

_avgjorda: list[Avgjorda] = []


def registrera_avgjorda(fråga: Avgjorda) -> Avgjorda:
    """Anmäler vem som vet vilka punkter som redan är avgjorda på mötet."""
    if fråga not in _avgjorda:
        _avgjorda.append(fråga)
    return fråga


def avgjorda_punkter(sammanträde: Sammanträde) -> frozenset[int]:
    return frozenset(p for fråga in _avgjorda for p in fråga(sammanträde))


Uppskjutna = Callable[[Iterable[int]], Iterable[int]]

_uppskjutna: list[Uppskjutna] = []


def registrera_uppskjutna(fråga: Uppskjutna) -> Uppskjutna:
    """Anmäler vem som vet vilka av några punkter som bordlades eller utgick."""
    if fråga not in _uppskjutna:
        _uppskjutna.append(fråga)
    return fråga


def uppskjutna_punkter(punkter: Iterable[int]) -> frozenset[int]:
    frågade = frozenset(punkter)
    return frozenset(p for fråga in _uppskjutna for p in fråga(frågade))


@dataclass(frozen=True)
class Behandling:
    """Ett möte där punktens ärende har varit uppe förut."""

    organ: int
    organnamn: str
    kort: str
    """”Bordlagt 18 mars 2026, § 45”."""
    kommer_tillbaka: bool
    """Bordlagt eller återremitterat, så att det ska upp igen."""


Tidigare = Callable[[Punkt], Sequence[Behandling]]

_tidigare: list[Tidigare] = []


def registrera_tidigare(fråga: Tidigare) -> Tidigare:
    """Anmäler vem som vet vad som har beslutats förut om en punkt på listan."""
    if fråga not in _tidigare:
        _tidigare.append(fråga)
    return fråga


def tidigare(punkt: Punkt) -> list[Behandling]:
    """Var punktens ärende har varit uppe förut, det äldsta först."""
    return [b for fråga in _tidigare for b in fråga(punkt)]


@dataclass(frozen=True)
class Mötesprotokoll:
    """Protokollet från ett hållet möte, för punkten där det anmäls."""

    text: str
    """”Protokoll 18 mars 2026, §§ 14–30”."""
    läge: str
    """”justerat 25 mars 2026” eller ”väntar på justering”."""
    adress: str
    """Protokollets sida; tom för den som inte får läsa det."""


Protokollet = Callable[[Collection[int]], Mapping[int, Mötesprotokoll]]

_protokollet: list[Protokollet] = []


def registrera_protokollet(fråga: Protokollet) -> Protokollet:
    """Anmäler vem som har protokollen från hållna möten."""
    if fråga not in _protokollet:
        _protokollet.append(fråga)
    return fråga


def protokollet(möten: Collection[int]) -> dict[int, Mötesprotokoll]:
    """Protokollen från mötena; det möte som inte har något saknas. Ett fast antal frågor."""
    if not möten:
        return {}
    return {pk: p for fråga in _protokollet for pk, p in fråga(möten).items()}


Läsbara = Callable[[Användare, Collection[int]], Collection[int]]

_läsbara: list[Läsbara] = []


def registrera_läsbara(fråga: Läsbara) -> Läsbara:
    """Anmäler vem som vet vilka mötens protokoll en användare får läsa."""
    if fråga not in _läsbara:
        _läsbara.append(fråga)
    return fråga


def protokollet_för(användare: Användare, möten: Collection[int]) -> dict[int, Mötesprotokoll]:
    """Som `protokollet`, med adressen bara till det som användaren får läsa."""
    alla = protokollet(möten)
    läsbara = {m for fråga in _läsbara for m in fråga(användare, alla)} if alla else set()
    return {m: p if m in läsbara else replace(p, adress="") for m, p in alla.items()}


Förfyllnad = Callable[[Sammanträde, Användare], object]

_förfyllnad: list[Förfyllnad] = []


def registrera_förfyllnad(fyll: Förfyllnad) -> Förfyllnad:
    """Anmäler vem som sätter upp något av sig självt på en lista som är utkast."""
    if fyll not in _förfyllnad:
        _förfyllnad.append(fyll)
    return fyll


def förfyll(sammanträde: Sammanträde, av: Användare) -> None:
    """Sätter upp det nu, när listan är ny eller ska bli kallelse; annars görs det efterhand."""
    if sammanträde.status == Sammanträde.Status.UTKAST:
        for fyll in _förfyllnad:
            fyll(sammanträde, av)


@dataclass(frozen=True)
class Saknas:
    """Något som borde stå på listan men inte gör det, och knappen (post) som tar upp det."""

    text: str
    knapp: str
    adress: str
    lagrum: str
    lagtext: str


Saknat = Callable[[Sammanträde], Iterable[Saknas]]

_saknat: list[Saknat] = []


def registrera_saknat(fråga: Saknat) -> Saknat:
    """Anmäler vem som vet vad som borde stå på ett mötes lista."""
    if fråga not in _saknat:
        _saknat.append(fråga)
    return fråga


def saknat(sammanträde: Sammanträde) -> list[Saknas]:
    """Det som sekreteraren kan ta upp på mötets lista, medan den går att ändra."""
    if not sammanträde.är_öppet_för_ändring:
        return []
    return [s for fråga in _saknat for s in fråga(sammanträde)]


def handgrepp(sammanträde: Sammanträde, användare: Användare) -> list[Handgrepp]:
    return [h for byggare in _byggare for h in byggare(sammanträde, användare)]
