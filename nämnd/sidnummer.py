"""Sidnummer som står kvar: det skickade numreras aldrig om, nytt får bokstäver. Inga modeller.

En ny sida heter efter sidan den läggs efter: 79a, 79b … 79z, 79aa. Nästa komplettering fortsätter
på nästa lediga bokstav.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ALFABETET = 26


@dataclass(frozen=True, order=True)
class Sidnummer:
    """En sida i det utskickade: 79, eller 79b som är den andra som lagts efter den."""

    tal: int
    följd: int = 0

    def __str__(self) -> str:
        bokstäver, kvar = "", self.följd
        while kvar:
            kvar, nr = divmod(kvar - 1, ALFABETET)
            bokstäver = chr(ord("a") + nr) + bokstäver
        return f"{self.tal}{bokstäver}"


Spann = tuple[Sidnummer, Sidnummer]
"""En handlings första och sista sida. De ligger i följd: 6–11 eller 11a–11c."""


def vanligt(sidor: tuple[int, int]) -> Spann:
    """Sidorna i en hel kallelse."""
    return Sidnummer(sidor[0]), Sidnummer(sidor[1])


def sidor(spann: Spann) -> Iterator[Sidnummer]:
    """Varje sida i spannet."""
    första, sista = spann
    if sista.följd:
        return (Sidnummer(första.tal, n) for n in range(första.följd, sista.följd + 1))
    return (Sidnummer(n) for n in range(första.tal, sista.tal + 1))


def text(spann: Spann) -> str:
    """`6–11`, eller `11a` när det är en sida."""
    första, sista = spann
    return str(första) if första == sista else f"{första}–{sista}"


def samla(spannen: Iterable[Spann]) -> list[Spann]:
    """Spann som fortsätter på varandra som ett: 6–8 och 9–11 blir 6–11."""
    ut: list[Spann] = []
    for första, sista in spannen:
        if ut and första == _nästa(ut[-1][1]):
            ut[-1] = (ut[-1][0], sista)
        else:
            ut.append((första, sista))
    return ut


def samlad_text(spannen: Iterable[Spann]) -> str:
    """`6–11, 11a–11c`."""
    return ", ".join(text(spann) for spann in samla(spannen))


def _nästa(nummer: Sidnummer) -> Sidnummer:
    if nummer.följd:
        return Sidnummer(nummer.tal, nummer.följd + 1)
    return Sidnummer(nummer.tal + 1)


@dataclass(frozen=True)
class Ersatt:
    """Sidor som är skickade men inte gäller: ersatta av andra, eller utgångna."""

    punkt: int
    sidor: Spann
    av: Spann | None = None

    def __str__(self) -> str:
        om = f"ersatt, se {self.av[0]}" if self.av else "utgår"
        return f"{text(self.sidor)} {om}"


@dataclass(frozen=True)
class Numrering:
    """Sidnumren i allt som är utskickat, från den hela kallelsen till den sista kompletteringen."""

    början: int
    """Sista sidan före handlingarna i den hela kallelsen."""
    delar: Mapping[str, Spann]
    """Varje gällande handlings sidor."""
    använda: Mapping[int, int] = field(default_factory=dict)
    """Sista bokstaven, som nummer, efter varje sida som fått tillägg; också utgångna räknas."""
    nya: tuple[str, ...] = ()
    """Handlingarna som kom med den senaste, i sidordning."""
    ersatta: tuple[Ersatt, ...] = ()

    def som_json(self) -> dict[str, Any]:
        return {
            "början": self.början,
            "delar": {nyckel: _lista(spann) for nyckel, spann in self.delar.items()},
            "använda": {str(tal): sist for tal, sist in self.använda.items()},
            "nya": list(self.nya),
            "ersatta": [
                {
                    "punkt": e.punkt,
                    "sidor": _lista(e.sidor),
                    "av": _lista(e.av) if e.av else None,
                }
                for e in self.ersatta
            ],
        }


def ur_json(data: dict[str, Any]) -> Numrering:
    return Numrering(
        början=data["början"],
        delar={nyckel: _spann(värde) for nyckel, värde in data["delar"].items()},
        använda={int(tal): sist for tal, sist in data["använda"].items()},
        nya=tuple(data["nya"]),
        ersatta=tuple(
            Ersatt(e["punkt"], _spann(e["sidor"]), _spann(e["av"]) if e["av"] else None)
            for e in data["ersatta"]
        ),
    )


def _lista(spann: Spann) -> list[list[int]]:
    return [[nummer.tal, nummer.följd] for nummer in spann]


def _spann(data: Sequence[Sequence[int]]) -> Spann:
    (a, b), (c, d) = data
    return Sidnummer(a, b), Sidnummer(c, d)


@dataclass(frozen=True)
class Plats:
    """En handling på den nya listan, i den ordning den läses."""

    punkt: int
    nyckel: str
    sidor: int
    förr: str | None = None
    """Nyckeln som den skickades under; None när den är ny."""
    ersätter: str | None = None
    """Nyckeln på handlingen som den nya ersätter."""


def fortsätt(
    numrering: Numrering,
    platser: Sequence[Plats],
    *,
    utgångna: Iterable[tuple[int, str]] = (),
) -> Numrering:
    """Numreringen med de nya handlingarna inlagda.

    En ersättande handling läggs efter den som den ersätter, en annan efter handlingen före på
    listan, eller efter kallelsens egna sidor. `utgångna` är (punkt, nyckel) som inte gäller
    längre.
    """
    delar: dict[str, Spann] = {}
    använda = dict(numrering.använda)
    nya: list[str] = []
    inte_längre: list[Ersatt] = []
    före = Sidnummer(numrering.början)
    for plats in platser:
        if plats.förr is not None:
            spann = numrering.delar[plats.förr]
        else:
            efter = numrering.delar[plats.ersätter][1] if plats.ersätter else före
            första = använda.get(efter.tal, 0) + 1
            använda[efter.tal] = första + plats.sidor - 1
            spann = Sidnummer(efter.tal, första), Sidnummer(efter.tal, använda[efter.tal])
            nya.append(plats.nyckel)
        if plats.ersätter:
            inte_längre.append(Ersatt(plats.punkt, numrering.delar[plats.ersätter], spann))
        delar[plats.nyckel] = spann
        före = spann[1]
    inte_längre += [Ersatt(punkt, numrering.delar[nyckel]) for punkt, nyckel in utgångna]
    return Numrering(
        början=numrering.början,
        delar=delar,
        använda=använda,
        # I sidordning, så som bladen sätts in: en flyttad punkt kan stå i en annan ordning.
        nya=tuple(sorted(nya, key=delar.__getitem__)),
        ersatta=numrering.ersatta + tuple(inte_längre),
    )
