"""Ordningen som ersättare kallas in i, som reglementet bestämmer den (KL 6 kap. 16–17 §§).

Den skrivs med en rad per parti: partiet vars ledamot är borta, kolon, och partierna i den ordning
deras ersättare kallas in. Det egna partiet går alltid först och behöver inte skrivas. Samma ordning
gäller inför mötet och under det.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from nämnd.fynd import Fynd, Regel

TURORDNING = Regel(
    "5 kap. 18 § kommunallagen",
    "”Ersättarna ska tjänstgöra enligt den ordning som är bestämd mellan dem. En ersättare som har "
    "börjat tjänstgöra har dock alltid företräde oberoende av turordningen.”",
)
PARTIETS_ERSÄTTARE = Regel(
    "5 kap. 21 § tredje stycket kommunallagen",
    "”Om partiets samtliga ersättare i valkretsen är förhindrade att inställa sig eller att "
    "fortsätta delta i ett sammanträde, ska den ersättare inträda som har utsetts för partiet i "
    "någon annan valkrets efter den grund som anges i första och andra stycket.”",
)
REGLEMENTE = Regel(
    "reglementet, 6 kap. 17 § kommunallagen",
    "”Fullmäktige ska besluta om ersättarnas tjänstgöring i nämnderna.”",
)

Ordning = dict[str, list[str]]


@dataclass(frozen=True)
class Plats:
    """En plats i organet; `ledamot` är None när den är vakant. Partiet är det som fick platsen."""

    ledamot: int | None
    parti: str
    valkrets: str = ""


@dataclass(frozen=True)
class Förtroendevald:
    """En ledamot eller ersättare med partiet och valkretsen som personen är vald för."""

    id: int
    namn: str
    parti: str
    är_ersättare: bool = False
    valkrets: str = ""


@dataclass(frozen=True)
class Tjänstgöringsregler:
    """Det fullmäktige har bestämt om tjänstgöringen. I fullmäktige självt gäller 5:17–21.

    `inkallelseordning`: för varje parti, partierna i den ordning deras ersättare kallas in.
    """

    fullmäktige: bool = False
    återinträde_tillåtet: bool = True
    viker_för_eget_parti: bool = False
    inkallelseordning: Mapping[str, Sequence[str]] = field(default_factory=dict)
    personlig_ersättare: Mapping[int, int] = field(default_factory=dict)

    @property
    def får_återinträda(self) -> bool:
        return self.återinträde_tillåtet and not self.fullmäktige

    def regel(self, i_fullmäktige: Regel) -> Regel:
        return i_fullmäktige if self.fullmäktige else REGLEMENTE

    def personlig_för(self, plats: Plats) -> int | None:
        """Ledamotens personliga ersättare; i fullmäktige finns ingen."""
        if plats.ledamot is None or self.fullmäktige:
            return None
        return self.personlig_ersättare.get(plats.ledamot)


def i_tur(
    plats: Plats,
    ersättare: Sequence[Förtroendevald],
    regler: Tjänstgöringsregler,
    *,
    upptagna: AbstractSet[int] = frozenset(),
    har_börjat: AbstractSet[int] = frozenset(),
) -> list[int]:
    """De lediga ersättarna i tur för platsen; `ersättare` står i vald ordning.

    Personlig ersättare först, sedan partierna enligt inkallelseordningen (i fullmäktige bara det
    egna, 5:21), inom partiet den som redan har tjänstgjort (5:18), i fullmäktige egen valkrets,
    sist vald ordning.
    """
    rang = _rang(plats, ersättare, regler, har_börjat)
    lediga = [p.id for p in ersättare if p.id in rang and p.id not in upptagna]
    return sorted(lediga, key=rang.__getitem__)


_Rang = tuple[bool, int, bool, bool]


def _rang(
    plats: Plats,
    ersättare: Sequence[Förtroendevald],
    regler: Tjänstgöringsregler,
    har_börjat: AbstractSet[int] = frozenset(),
) -> dict[int, _Rang]:
    """Hur nära platsen var och en står; den som inte kan kallas in till den saknas."""
    partier = _partiordning(plats.parti, [p.parti for p in ersättare], regler)
    personlig = regler.personlig_för(plats)
    return {
        p.id: (
            p.id != personlig,
            partier.index(p.parti) if p.parti in partier else len(partier),
            p.id not in har_börjat,
            regler.fullmäktige and p.valkrets != plats.valkrets,
        )
        for p in ersättare
        if p.är_ersättare and (p.id == personlig or p.parti in partier)
    }


def _partiordning(
    eget: str, partier: Collection[str], regler: Tjänstgöringsregler
) -> Sequence[str]:
    """Eget parti först. Utan bestämd ordning följer de andra partierna som de står."""
    if regler.fullmäktige:
        return [eget]
    return list(dict.fromkeys([eget, *regler.inkallelseordning.get(eget, partier)]))


def vakanta(platser: int, då: Sequence[str], nu: Sequence[str]) -> list[str]:
    """Partierna som har de vakanta platserna, av organets `platser` ledamöter.

    `då` är ledamöternas partier medan platserna senast var besatta och `nu` de som är kvar. En
    plats vars parti inte går att utläsa är ””.
    """
    tomma = max(0, platser - len(nu))
    borta = list((Counter(då) - Counter(nu)).elements())[:tomma]
    return borta + [""] * (tomma - len(borta))


def fördela(
    platser: Sequence[Plats],
    ersättare: Sequence[Förtroendevald],
    regler: Tjänstgöringsregler,
    *,
    upptagna: Sequence[AbstractSet[int]],
) -> list[list[int]]:
    """För varje plats de som kan kallas in, i tur, så att ingen föreslås för två platser.

    `upptagna` är, för varje plats, de som inte kan komma, redan är inkallade eller är jäviga. Är
    flera borta får varje plats först sin personliga ersättare, sedan det egna partiets, och
    därefter de andra partiernas: ingen tas till en annans plats när den egna behöver hen.
    """
    ranger = [_rang(plats, ersättare, regler) for plats in platser]
    turer = [
        i_tur(plats, ersättare, regler, upptagna=tagna)
        for plats, tagna in zip(platser, upptagna, strict=True)
    ]
    först: dict[int, int] = {}
    while kandidater := [
        (ranger[nr][person], nr, turer[nr].index(person))
        for nr in range(len(platser))
        if nr not in först
        for person in turer[nr]
        if person not in först.values()
    ]:
        _, nr, index = min(kandidater)
        först[nr] = turer[nr][index]
    return [
        [p for p in tur if p == först.get(nr)] + [p for p in tur if p not in först.values()]
        for nr, tur in enumerate(turer)
    ]


def fel_parti(
    vald: Förtroendevald, plats: Plats, regler: Tjänstgöringsregler, *, ordning: int | None = None
) -> list[Fynd]:
    """I fullmäktige träder bara det egna partiets ersättare in (5:21)."""
    if not regler.fullmäktige or vald.parti == plats.parti:
        return []
    text = f"{vald.namn} är inte ersättare för {plats.parti}."
    return [Fynd(text, PARTIETS_ERSÄTTARE, ordning=ordning)]


def före_sin_tur(
    vald: Förtroendevald,
    plats: Plats | None,
    på_tur: Förtroendevald | None,
    regler: Tjänstgöringsregler,
    *,
    ordning: int | None = None,
) -> list[Fynd]:
    """I fullmäktige ska ordningen följas (5:18); i en nämnd är den reglementets, och varnar."""
    if på_tur is None or på_tur.id == vald.id:
        return _utanför_ordningen(vald, plats, regler, ordning)
    text = f"{på_tur.namn} står före {vald.namn} i tur att tjänstgöra."
    return [Fynd(text, regler.regel(TURORDNING), hindrar=regler.fullmäktige, ordning=ordning)]


def _utanför_ordningen(
    vald: Förtroendevald, plats: Plats | None, regler: Tjänstgöringsregler, ordning: int | None
) -> list[Fynd]:
    """Reglementet räknar upp partierna som kallas in för platsen, och partiet är inte med."""
    if plats is None or regler.fullmäktige:
        return []
    följer = regler.inkallelseordning.get(plats.parti)
    if följer is None or vald.parti in (plats.parti, *följer):
        return []
    if regler.personlig_för(plats) == vald.id:
        return []
    text = f"{vald.parti or 'Partilösa'} står inte i inkallelseordningen för {plats.parti}."
    return [Fynd(text, REGLEMENTE, hindrar=False, ordning=ordning)]


class FelOrdning(ValueError):
    """En rad som inte går att läsa; meningen är till den som skrev den."""


def läs(text: str, partier: Collection[str]) -> Ordning:
    """Ordningen ur raderna. Partierna ska finnas i registret, och ett parti nämns en gång."""
    kända = {kod.casefold(): kod for kod in partier}
    ordning: Ordning = {}
    for nummer, rad in enumerate(text.splitlines(), 1):
        if not rad.strip():
            continue
        eget, kolon, andra = rad.partition(":")
        if not kolon:
            raise FelOrdning(f"Rad {nummer}: skriv partiet, kolon och partierna i ordning.")
        koder = [_känd(kod, kända, nummer) for kod in (eget, *andra.split(",")) if kod.strip()]
        if not koder or not eget.strip():
            raise FelOrdning(f"Rad {nummer}: skriv partiet före kolonet.")
        första, följande = koder[0], [kod for kod in koder[1:] if kod != koder[0]]
        if len(set(följande)) < len(följande):
            raise FelOrdning(f"Rad {nummer}: ett parti står två gånger.")
        if första in ordning:
            raise FelOrdning(f"Rad {nummer}: {första} har redan en rad.")
        ordning[första] = följande
    return ordning


def _känd(kod: str, kända: Mapping[str, str], nummer: int) -> str:
    if (känd := kända.get(kod.strip().casefold())) is None:
        raise FelOrdning(f"Rad {nummer}: {kod.strip()} finns inte i kommunens partiregister.")
    return känd


def skriv(ordning: Mapping[str, Sequence[str]]) -> str:
    """Raderna så som de skrivs och läses."""
    return "\n".join(f"{eget}: {', '.join(andra)}".strip() for eget, andra in ordning.items())
