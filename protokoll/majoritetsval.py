"""Val med slutna sedlar och lottning (KL 5 kap. 54–56 §§). Ingen sedel är knuten till någon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Lotta = Callable[[tuple[str, ...]], str]

# Bara val av personer är val i lagens mening; ”Val av skolmåltider” är en sakfråga.
_VAL = re.compile(
    r"^(fyllnads)?val (av|till) (?!justera)(.*\b)?"
    r"(ledamot|ledamöter|ersättare|suppleant(er)?|ordförande|presidium|ombud|\w+ombud|"
    r"representant(er)?|revisor(er)?|nämndem[aä]n|god man|gode män|kontaktpolitiker|"
    r"\w*utskottet?|styrelse|valberedning)\b",
    re.IGNORECASE,
)


def är_val(rubrik: str) -> bool:
    """Om rubriken är ett val av personer; då röstar man slutet (KL 5 kap. 54 §, 6 kap. 33 §)."""
    return bool(_VAL.match(rubrik.strip()))


def uppdraget(rubrik: str) -> str:
    """Uppdraget som valet gäller: ”Val av ombud till stämman” är ”ombud till stämman”."""
    return re.sub(r"^(fyllnads)?val (av|till) ", "", rubrik.strip(), flags=re.IGNORECASE)


_FLERA = re.compile(r"[;,:/&\n]|\)\s*\S|\b(och|samt)\b", re.IGNORECASE)


def ser_ut_som_flera(namn: str) -> bool:
    """Om det som ska vara en persons namn läser som flera: då vore de valda fler än platserna."""
    return bool(_FLERA.search(re.sub(r"\([^()]*\)$", "()", namn.strip())))


@dataclass(frozen=True, slots=True)
class Lottning:
    """En dragen lott: mellan vilka, och vem den föll på."""

    alternativ: tuple[str, ...]
    vald: str

    @property
    def mening(self) -> str:
        return f"Lottning mellan {uppräkning(self.alternativ)}: lotten faller på {self.vald}."


class LottKrävs(Exception):
    """En lott ska dras mellan `alternativ` innan resultatet är klart."""

    def __init__(self, alternativ: tuple[str, ...]) -> None:
        super().__init__(f"Dra lott mellan {uppräkning(alternativ)}.")
        self.alternativ = alternativ


def dragna(lotter: Sequence[str]) -> Lotta:
    """De lotter som redan är dragna, i ordning; sedan `LottKrävs`."""
    kvar = list(lotter)

    def lotta(alternativ: tuple[str, ...]) -> str:
        if not kvar:
            raise LottKrävs(alternativ)
        return kvar.pop(0)

    return lotta


def dra(alternativ: Iterable[str], lotta: Lotta) -> Lottning:
    mellan = tuple(alternativ)
    vald = lotta(mellan)
    if vald not in mellan:
        raise ValueError(f"Lotten {vald} är inte ett av alternativen {uppräkning(mellan)}.")
    return Lottning(mellan, vald)


@dataclass(frozen=True, slots=True)
class Majoritetsval:
    """De som fått flest röster, i den ordning de valdes, och de lotter som avgjorde."""

    röster: tuple[tuple[str, int], ...]
    valda: tuple[str, ...]
    lottningar: tuple[Lottning, ...] = ()


def räkna_val(
    röster: Mapping[str, int],
    *,
    platser: int,
    lotta: Lotta,
    avgivna: int | None = None,
    ordningen_gäller: bool = False,
) -> Majoritetsval:
    """Val med slutna sedlar: flest röster vinner, lotten avgör vid lika (KL 5 kap. 55–56 §§).

    `avgivna` är antalet giltiga sedlar: ingen kan ha fler röster, och alla tillsammans inte fler
    än sedlarnas platser. Lott dras där den avgör vem som väljs, och om `ordningen_gäller` (som
    för ersättare) också där den avgör ordningen.
    """
    if platser < 1:
        raise ValueError("Ett val avser minst en plats.")
    if any(antal < 0 for antal in röster.values()):
        raise ValueError("Ett röstetal är inte negativt.")
    if avgivna is not None and (
        max(röster.values(), default=0) > avgivna or sum(röster.values()) > avgivna * platser
    ):
        raise ValueError("Rösterna är fler än sedlarna.")
    ordnade = sorted(röster.items(), key=lambda rad: -rad[1])
    valda: list[str] = []
    lottningar: list[Lottning] = []
    for antal in sorted({n for n in röster.values() if n > 0}, reverse=True):
        lika = [namn for namn, n in ordnade if n == antal]
        while lika and len(valda) < platser:
            avgör = len(valda) + len(lika) > platser or ordningen_gäller
            if avgör and len(lika) > 1:
                lottningar.append(dra(lika, lotta))
                lika.remove(lottningar[-1].vald)
                valda.append(lottningar[-1].vald)
            else:
                valda.append(lika.pop(0))
    return Majoritetsval(tuple(ordnade), tuple(valda), tuple(lottningar))


def uppräkning(namn: Sequence[str]) -> str:
    return " och ".join([", ".join(namn[:-1]), namn[-1]]) if len(namn) > 1 else "".join(namn)
