"""Vad som är öppet i ett ärende som ska avslutas, och om det hindrar. Inga modeller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

SLUTBEHANDLAT = "2 kap. 10 § tryckfrihetsförordningen"
UTKASTEN = "2 kap. 12 § tryckfrihetsförordningen"
ARKIVET = "3 § arkivlagen"
REMISSEN = "26 § förvaltningslagen"
UTREDNINGEN = "23 § förvaltningslagen"
UNDERRÄTTELSEN = "33 § förvaltningslagen"
KONTROLLEN = "6 kap. 6 § kommunallagen"

AVSLUTET_GÖR_ALLMÄNT = (
    "När ett ärende är slutbehandlat blir det som har upprättats i det allmänna handlingar. Det "
    "ska därför vara färdigt."
)


class Grad(StrEnum):
    """Om det öppna hindrar, eller bara ska förklaras."""

    HINDRAR = "hindrar"
    VARNAR = "varnar"


class Regel(Enum):
    """Ett slags öppen sak: om den hindrar, lagen bakom och varför."""

    ANMÄLD = (Grad.HINDRAR, SLUTBEHANDLAT, AVSLUTET_GÖR_ALLMÄNT)
    GRANSKAS = (Grad.HINDRAR, SLUTBEHANDLAT, AVSLUTET_GÖR_ALLMÄNT + " Granskningen pågår.")
    INTE_JUSTERAT = (
        Grad.HINDRAR,
        SLUTBEHANDLAT,
        "Beslutet är inte färdigt förrän protokollet är justerat.",
    )
    INTE_EXPEDIERAT = (
        Grad.HINDRAR,
        UNDERRÄTTELSEN,
        "Den som beslutet rör ska underrättas om det så snart som möjligt.",
    )
    UPPDRAG = (
        Grad.HINDRAR,
        KONTROLLEN,
        "Nämnden svarar för att det den har beslutat blir gjort. Uppdraget återrapporteras först.",
    )
    ATT_BESVARA = (
        Grad.HINDRAR,
        REMISSEN,
        "Den som sände remissen väntar på yttrandet. Svara, eller säg att nämnden avstår.",
    )
    VÄNTAR_SVAR = (
        Grad.HINDRAR,
        UTREDNINGEN,
        "Ett ärende ska bli så utrett som det kräver, och svarstiden har inte gått ut.",
    )
    SVAR_UTEBLEV = (
        Grad.VARNAR,
        UTREDNINGEN,
        "Svarstiden har gått ut. Skriv om ärendet är utrett ändå.",
    )
    INTE_ANMÄLD = (
        Grad.VARNAR,
        SLUTBEHANDLAT,
        "Skrivelsen är inlämnad men har aldrig anmälts till nämnden. Den blir allmän nu.",
    )
    UTKAST = (
        Grad.VARNAR,
        UTKASTEN,
        "Ett utkast blir allmänt bara om det tas om hand för arkivering. Efter avslutet kan det "
        "inte lämnas in.",
    )
    UTAN_FIL = (
        Grad.VARNAR,
        ARKIVET,
        "Arkivet bildas av de allmänna handlingarna. En registrerad handling ska finnas, i "
        "diariet eller på papper.",
    )
    UTAN_DAG = (
        Grad.VARNAR,
        SLUTBEHANDLAT,
        "En handling är upprättad när den har expedierats. Utan dag syns inte om den gick ut.",
    )
    BEVAKAS = (Grad.VARNAR, "", "Någon har satt en dag då ärendet ska ses över.")

    @property
    def grad(self) -> Grad:
        return self.value[0]

    @property
    def lagrum(self) -> str:
        return self.value[1]

    @property
    def lagtext(self) -> str:
        return self.value[2]


@dataclass(frozen=True)
class Öppet:
    """En sak som inte är klar. `text` är en mening som säger vilken."""

    regel: Regel
    text: str

    @property
    def hindrar(self) -> bool:
        return self.regel.grad is Grad.HINDRAR

    @property
    def lagrum(self) -> str:
        return self.regel.lagrum

    @property
    def lagtext(self) -> str:
        return self.regel.lagtext


@dataclass(frozen=True)
class Sänd:
    """En remiss som gått ut, och hur många som varken har svarat eller avstått."""

    rubrik: str
    sista_dag: date
    väntar: int


@dataclass(frozen=True)
class Läge:
    """Det i ärendet som avslutet prövas mot. Tomt är inget öppet.

    `granskas` är antalet texter på granskning; `utkast` de som bara är påbörjade. `utan_fil` och
    `utan_dag` är handlingarnas nummer, det senare bara utgående.
    """

    anmälda: Sequence[str] = ()
    inte_anmälda: Sequence[str] = ()
    granskas: int = 0
    utkast: int = 0
    utan_fil: Sequence[int] = ()
    utan_dag: Sequence[int] = ()
    att_besvara: Sequence[str] = ()
    sända: Sequence[Sänd] = ()
    bevakas: date | None = None


def granska(läge: Läge, idag: date) -> list[Öppet]:
    """Allt som är öppet, det som hindrar först."""
    öppet = [
        *(Öppet(Regel.ANMÄLD, f"”{r}” är anmäld och inte behandlad.") for r in läge.anmälda),
        *_antal(
            Regel.GRANSKAS,
            läge.granskas,
            "En skrivelse är på granskning och inte inlämnad.",
            "{} skrivelser är på granskning och inte inlämnade.",
        ),
        *(Öppet(Regel.ATT_BESVARA, f"Remissen ”{r}” är inte besvarad.") for r in läge.att_besvara),
        *(_sänd(s, idag) for s in läge.sända if s.väntar),
        *(
            Öppet(Regel.INTE_ANMÄLD, f"”{r}” är inlämnad men inte anmäld.")
            for r in läge.inte_anmälda
        ),
        *_antal(
            Regel.UTKAST,
            läge.utkast,
            "En skrivelse är bara påbörjad.",
            "{} skrivelser är bara påbörjade.",
        ),
        *(Öppet(Regel.UTAN_FIL, f"Handling {n} har ingen fil.") for n in läge.utan_fil),
        *(Öppet(Regel.UTAN_DAG, f"Utgående handling {n} har ingen dag.") for n in läge.utan_dag),
    ]
    if läge.bevakas is not None and läge.bevakas >= idag:
        öppet.append(Öppet(Regel.BEVAKAS, f"Ärendet bevakas till {läge.bevakas:%Y-%m-%d}."))
    return ordna(öppet)


def ordna(öppet: Iterable[Öppet]) -> list[Öppet]:
    """Det som hindrar först; annars i den ordning det kom."""
    return sorted(öppet, key=lambda ö: not ö.hindrar)


def _sänd(remiss: Sänd, idag: date) -> Öppet:
    """Den sista dagen räknas in: först dagen efter har svaret uteblivit."""
    regel = Regel.SVAR_UTEBLEV if idag > remiss.sista_dag else Regel.VÄNTAR_SVAR
    svar = "ett svar" if remiss.väntar == 1 else f"{remiss.väntar} svar"
    return Öppet(
        regel, f"Remissen ”{remiss.rubrik}” saknar {svar}; sista dagen är {remiss.sista_dag}."
    )


def _antal(regel: Regel, antal: int, en: str, flera: str) -> list[Öppet]:
    return [Öppet(regel, en if antal == 1 else flera.format(antal))] if antal else []


def slutbehandlat(upprättad: date, avslut: Iterable[date]) -> date | None:
    """Dagen då ärendet första gången slutbehandlades med handlingen i (TF 2 kap. 10 §).

    Det som en gång blivit allmänt förblir det när ärendet öppnas igen.
    """
    return min((dag for dag in avslut if dag >= upprättad), default=None)
