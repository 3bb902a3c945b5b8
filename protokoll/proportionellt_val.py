"""Proportionella val (lag 2022:629 om proportionella val i kommuner och regioner).

KL 5 kap. 58 § och 6 kap. 42 § hänvisar dit; lagen ersatte den 1 juli 2022 lag 1992:339 om
proportionellt valsätt. Modulen följer 2 § (vem som kan begära), 3 § (ersättare), 4 §
(valförrättaren avgör frågor som uppstår), 5–7 §§ (slutna sedlar med gruppbeteckning) och 19 §
(platserna fylls i listans ordning). Sedlar med samma gruppbeteckning och samma namn i samma
ordning är en valsedelsgrupp. Grupperna delar på platserna efter jämförelsetal: röstetalet, och
sedan röstetalet delat med gruppens platser ökade med ett. Lotten avgör mellan lika tal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from nämnd.fynd import Fynd, Regel
from protokoll.majoritetsval import Lotta, Lottning, dra

LAG = "lagen (2022:629) om proportionella val i kommuner och regioner"
LAGTEXT = {
    f"2 § {LAG}": (
        "”Ett val ska vara proportionellt, om det begärs av minst så många väljande som motsvarar "
        "den kvot man får om antalet närvarande ledamöter delas med det antal personer som valet "
        "avser, ökat med 1. Om kvoten är ett brutet tal, ska den avrundas till närmast högre hela "
        "tal.”"
    ),
    f"3 § {LAG}": (
        "”Val av ersättare och suppleanter får vara proportionellt endast om valet av ledamöter "
        "varit proportionellt.”"
    ),
    f"4 § {LAG}": ("”Valförrättaren avgör ensam de frågor som uppstår när valet genomförs.”"),
    "5 kap. 58 § kommunallagen": (
        "”Under de förutsättningar som anges i lagen (2022:629) om proportionella val i kommuner "
        "och regioner ska följande val vara proportionella: 1. val av ledamöter och ersättare i "
        "nämnder och beredningar …”"
    ),
    "6 kap. 42 § kommunallagen": (
        "”En nämnd ska välja utskott bland ledamöterna och ersättarna i nämnden. Bestämmelserna i "
        "lagen (2022:629) om proportionella val i kommuner och regioner ska då tillämpas.”"
    ),
}


class Valslag(StrEnum):
    """De val som kan vara proportionella."""

    NÄMND = "namnd"
    REVISORER = "revisorer"
    BOLAGSSTYRELSE = "bolagsstyrelse"
    FÖRENING_ELLER_STIFTELSE = "forening_eller_stiftelse"
    LEKMANNAREVISORER = "lekmannarevisorer"
    UTSKOTT = "utskott"
    ANNAT = "annat"

    @property
    def lagrum(self) -> str:
        """Där lagen säger att valet är proportionellt; tomt när det inte kan vara det."""
        if self is Valslag.ANNAT:
            return ""
        if self is Valslag.UTSKOTT:
            return "6 kap. 42 § kommunallagen"
        return "5 kap. 58 § kommunallagen"


def kvot(*, närvarande: int, platser: int) -> int:
    """Så många väljande måste begära det (2 §). En bruten kvot avrundas uppåt."""
    if platser < 1:
        raise ValueError("Ett val avser minst en plats.")
    return -(-närvarande // (platser + 1))


@dataclass(frozen=True, slots=True)
class Begäran:
    """En begäran om proportionellt val. `närvarande` är alla närvarande ledamöter."""

    valslag: Valslag
    platser: int
    närvarande: int
    begärande: int
    avser_ersättare: bool = False
    ledamöterna_valdes_proportionellt: bool = False

    @property
    def krävs(self) -> int:
        return kvot(närvarande=self.närvarande, platser=self.platser)

    @property
    def hinder(self) -> tuple[Fynd, ...]:
        """Varför valet inte ska vara proportionellt; tomt när det ska det."""
        fynd = []
        if not self.valslag.lagrum:
            fynd.append(
                _hinder(
                    "inte_proportionellt",
                    "Det här valet kan inte vara proportionellt.",
                    "5 kap. 58 § kommunallagen",
                )
            )
        if self.avser_ersättare and not self.ledamöterna_valdes_proportionellt:
            fynd.append(
                _hinder(
                    "ledamöterna_först",
                    "Ersättarna väljs proportionellt bara om ledamöterna valdes så.",
                    f"3 § {LAG}",
                )
            )
        if self.begärande < self.krävs:
            fynd.append(
                _hinder(
                    "för_få_begär",
                    f"{self.begärande} begär proportionellt val, minst {self.krävs} behövs.",
                    f"2 § {LAG}",
                )
            )
        return tuple(fynd)

    @property
    def mening(self) -> str:
        """Hur många som begärde det, och hur många som behövdes."""
        ledamöter = "ledamot" if self.begärande == 1 else "ledamöter"
        return (
            f"Proportionellt val begärs av {self.begärande} {ledamöter}; minst {self.krävs} av de "
            f"{self.närvarande} närvarande behövs (2 § {LAG})."
        )


@dataclass(frozen=True, slots=True)
class Valsedel:
    """En giltig sedel. Vem som lämnade den är inte känt."""

    beteckning: str
    namn: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.beteckning.strip():
            raise ValueError("En valsedel har en gruppbeteckning.")
        if not self.namn:
            raise ValueError("En valsedel har minst ett namn.")
        if len(set(self.namn)) != len(self.namn):
            raise ValueError("Ett namn står en gång på en valsedel.")


@dataclass(frozen=True, slots=True)
class Valsedelsgrupp:
    """Sedlar med samma beteckning och lista. `namn_på_gruppen` skiljer dem som delar beteckning."""

    namn_på_gruppen: str
    lista: tuple[str, ...]
    röster: int


@dataclass(frozen=True, slots=True)
class Plats:
    nummer: int
    grupp: str
    namn: str
    jämförelsetal: Fraction
    lottning: Lottning | None = None


@dataclass(frozen=True, slots=True)
class Valresultat:
    grupper: tuple[Valsedelsgrupp, ...]
    platser: tuple[Plats, ...]
    otillsatta: int
    ogiltiga: int
    fynd: tuple[Fynd, ...]

    @property
    def valda(self) -> tuple[str, ...]:
        return tuple(p.namn for p in self.platser)

    @property
    def lottningar(self) -> tuple[Lottning, ...]:
        return tuple(p.lottning for p in self.platser if p.lottning is not None)


def gruppera(sedlar: Iterable[Valsedel]) -> tuple[Valsedelsgrupp, ...]:
    """Valsedelsgrupperna. Samma beteckning med en annan lista är en egen grupp.

    Ordningen beror inte på i vilken ordning sedlarna räknades.
    """
    antal = Counter(sedlar)
    listor = Counter(sedel.beteckning for sedel in antal)
    sedda: Counter[str] = Counter()
    grupper = []
    for sedel in sorted(antal, key=lambda s: (-antal[s], s.beteckning, s.namn)):
        sedda[sedel.beteckning] += 1
        flera = listor[sedel.beteckning] > 1
        namn = f"{sedel.beteckning} (lista {sedda[sedel.beteckning]})" if flera else ""
        grupper.append(Valsedelsgrupp(namn or sedel.beteckning, sedel.namn, antal[sedel]))
    return tuple(grupper)


def fördela(
    grupper: Sequence[Valsedelsgrupp], *, platser: int, lotta: Lotta, ogiltiga: int = 0
) -> Valresultat:
    """Fördela platserna, en i taget, till den grupp som har störst jämförelsetal.

    En grupp vars lista är slut får ingen plats till. Ett namn som redan valts ur en annan grupp
    hoppas över. Ersättare väljs för sig på samma sätt (3 §).
    """
    if platser < 1:
        raise ValueError("Ett val avser minst en plats.")
    if len({g.namn_på_gruppen for g in grupper}) != len(grupper):
        raise ValueError("Två grupper har samma namn.")
    utdelade: list[Plats] = []
    förbigångna: dict[str, None] = {}
    for nummer in range(1, platser + 1):
        valda = {p.namn for p in utdelade}
        tal = _jämförelsetal(grupper, utdelade)
        kvar = {g.namn_på_gruppen: g for g in grupper if set(g.lista) - valda}
        störst = max((tal[n] for n in kvar if tal[n]), default=None)
        if störst is None:
            break
        förbigångna |= dict.fromkeys(n for n in tal if n not in kvar and tal[n] >= störst)
        lika = [n for n in kvar if tal[n] == störst]
        lottning = dra(lika, lotta) if len(lika) > 1 else None
        vinnare = lottning.vald if lottning else lika[0]
        namn = next(n for n in kvar[vinnare].lista if n not in valda)
        utdelade.append(Plats(nummer, vinnare, namn, störst, lottning))
    otillsatta = platser - len(utdelade)
    fynd = tuple(_att_avgöra(grupper, förbigångna, otillsatta))
    return Valresultat(tuple(grupper), tuple(utdelade), otillsatta, ogiltiga, fynd)


def återskapa(grupper: Sequence[Valsedelsgrupp], valda: Sequence[str]) -> tuple[Plats, ...]:
    """Platserna i ett redan avgjort val, ur listorna och vilka som valdes.

    Där lotten avgjorde är det listan som den valda står på tur på. Tomt när de inte stämmer, eller
    när lotten kan ha fallit på olika listor med samma namn.
    """
    vägar: list[tuple[Plats, ...]] = [()]
    for namn in valda:
        vägar = [(*väg, plats) for väg in vägar for plats in _nästa(grupper, väg, namn)]
    return vägar[0] if len(vägar) == 1 else ()


def _nästa(
    grupper: Sequence[Valsedelsgrupp], utdelade: Sequence[Plats], namn: str
) -> Iterable[Plats]:
    """Platsen som den valda kan ha fått: från en lista med störst tal där namnet är på tur."""
    tagna = {p.namn for p in utdelade}
    tal = _jämförelsetal(grupper, utdelade)
    på_tur = {
        g.namn_på_gruppen: next(n for n in g.lista if n not in tagna)
        for g in grupper
        if set(g.lista) - tagna
    }
    störst = max((tal[n] for n in på_tur), default=None)
    for grupp, nästa in på_tur.items():
        if nästa == namn and tal[grupp] == störst:
            yield Plats(len(utdelade) + 1, grupp, namn, tal[grupp])


def talet(tal: Fraction) -> str:
    """Jämförelsetalet som det trycks: helt, eller med två decimaler."""
    return str(tal) if tal.denominator == 1 else f"{float(tal):.2f}".replace(".", ",")


def _jämförelsetal(
    grupper: Iterable[Valsedelsgrupp], utdelade: Iterable[Plats]
) -> dict[str, Fraction]:
    """Röstetalet delat med gruppens platser ökade med ett."""
    fått = Counter(p.grupp for p in utdelade)
    return {g.namn_på_gruppen: Fraction(g.röster, fått[g.namn_på_gruppen] + 1) for g in grupper}


def _att_avgöra(
    grupper: Sequence[Valsedelsgrupp], förbigångna: Iterable[str], otillsatta: int
) -> Iterable[Fynd]:
    """Det som valförrättaren ska ta ställning till (4 §)."""
    regel = Regel(f"4 § {LAG}", LAGTEXT[f"4 § {LAG}"])
    antal = Counter(namn for grupp in grupper for namn in grupp.lista)
    for namn in sorted(n for n, listor in antal.items() if listor > 1):
        text = f"{namn} står på flera listor och får högst en plats."
        yield Fynd(text, regel, hindrar=False, kod="flera_listor", personer=(namn,))
    for namn in förbigångna:
        text = f"Listan är slut för {namn}, som inte får fler platser."
        yield Fynd(text, regel, hindrar=False, kod="listan_slut")
    if otillsatta:
        text = f"Platser som inte är tillsatta: {otillsatta}."
        yield Fynd(text, regel, kod="otillsatt")


def _hinder(kod: str, text: str, lagrum: str) -> Fynd:
    return Fynd(text, Regel(lagrum, LAGTEXT[lagrum]), kod=kod)
