"""Vilka papper en läsare får öppna i läsrummet, punkt för punkt.

Åtkomsten ges per punkt, aldrig för hela mötet: två läsare av samma kallelse kan ha olika papper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from nämnd.fynd import Fynd, Regel
from nämnd.jäv import FÅR_INTE_DELTA_ELLER_NÄRVARA
from nämnd.personalföreträdare import ANDRA_NÄMNDER

ÄRENDEN_OM_ANSTÄLLDA = Regel(
    "7 kap. 13 § kommunallagen",
    "”Personalföreträdarna har rätt att närvara vid en nämnds behandling av ärenden som rör "
    "förhållandet mellan kommunen eller regionen som arbetsgivare och dess anställda. Nämnden får "
    "i enskilda fall besluta att personalföreträdarna får närvara även vid behandlingen av andra "
    "ärenden.”",
)
INTE_VID = Regel(
    "7 kap. 14 § kommunallagen",
    "”Personalföreträdarna har inte rätt att närvara vid handläggning av 1. ärenden som avser "
    "myndighetsutövning mot någon enskild, såvida inte ärendet rör en obestämd krets av enskilda, "
    "2. förhandlingar med en arbetstagarorganisation, 3. uppsägningar av kollektivavtal, "
    "4. arbetskonflikter, 5. rättstvister mellan kommunen eller regionen och en "
    "arbetstagarorganisation, eller 6. ärenden som avser beställning eller upphandling av varor "
    "och tjänster.”",
)
#: Så länge räknas andra faktorn som färsk när ett hemligt papper öppnas.
FAKTORN_GÄLLER = timedelta(minutes=15)
#: En gästs länk gäller högst så länge efter mötet.
LÄNKEN_GÄLLER = timedelta(days=30)


class Läsare(Enum):
    """Vad läsaren är på mötet."""

    SKÖTER = auto()
    LEDAMOT = auto()
    ERSÄTTARE = auto()
    TIDIGARE = auto()
    """Uppdraget har slutat; det som hen fick dessförinnan har hen kvar."""
    INSYN = auto()
    ARBETAR = auto()
    GÄST = auto()
    PERSONALFÖRETRÄDARE = auto()

    @property
    def ser_hemligt(self) -> bool:
        """Organets egna, tjänstgörande eller inte, och den som sköter mötet."""
        return self in _SER_HEMLIGT

    @property
    def är_gäst(self) -> bool:
        return self in _GÄSTER


_SER_HEMLIGT = {Läsare.SKÖTER, Läsare.LEDAMOT, Läsare.ERSÄTTARE, Läsare.TIDIGARE}
#: De som själva sitter i organet, och läser i läsrummet.
KALLADE = frozenset({Läsare.LEDAMOT, Läsare.ERSÄTTARE, Läsare.INSYN})
_GÄSTER = {Läsare.GÄST, Läsare.PERSONALFÖRETRÄDARE}


class Åtkomst(Enum):
    """Vad läsaren får av en punkt."""

    ALLT = auto()
    OFFENTLIGT = auto()
    """Raden och papperen som i det offentliga exemplaret."""
    STÄNGD = auto()
    """Raden, men inte papperen."""
    INGET = auto()
    """Punkten visas inte."""


@dataclass(frozen=True)
class Prövad:
    åtkomst: Åtkomst
    regel: Regel | None = None


def pröva(läsare: Läsare, *, jävig: bool, fullmäktige: bool, på_länken: bool = False) -> Prövad:
    """Läsarens åtkomst till en punkt. `på_länken`: en gästs länk gäller punkten.

    Den jäviga får inte närvara vid handläggningen i en nämnd (6:30), så papperen är stängda. I
    fullmäktige får hen närvara (5:47 hänvisar inte dit), och då är de öppna. Det som är offentligt
    lämnas ut till den jäviga som till vem som helst, men inte genom läsrummet.
    """
    if läsare.är_gäst:
        return Prövad(Åtkomst.OFFENTLIGT if på_länken else Åtkomst.INGET)
    if jävig and not fullmäktige and läsare is not Läsare.SKÖTER:
        return Prövad(Åtkomst.STÄNGD, FÅR_INTE_DELTA_ELLER_NÄRVARA)
    return Prövad(Åtkomst.ALLT if läsare.ser_hemligt else Åtkomst.OFFENTLIGT)


@dataclass(frozen=True)
class Mandat:
    """Ett uppdrag i organet, från och till och med."""

    från: date
    till: date | None

    def omfattar(self, dag: date) -> bool:
        return self.från <= dag and (self.till is None or dag <= self.till)


def når_kallelsen(mandat: Mandat, *, utfärdad: date, mötesdag: date, kallad: bool) -> bool:
    """Om uppdraget ger kallelsen: allt till mötet medan det varar, annars bara det man hann få.

    Den som har lämnat sitt uppdrag har kvar det som hen kallades med före slutdagen, inte det
    som har kommit sedan.
    """
    if mandat.omfattar(mötesdag):
        return True
    return kallad and mandat.till is not None and mandat.omfattar(utfärdad)


def länken(
    läsare: Läsare,
    *,
    i_dag: date,
    till: date,
    mötesdag: date,
    hela_mötet: bool,
    hemliga: int,
    styrelsen_eller_fullmäktige: bool,
) -> list[Fynd]:
    """Det som hindrar en länk till en gäst. `hemliga` är antalet valda punkter som är hemliga.

    Fyndets kod är den uppgift om länken som det gäller.
    """
    fynd = []
    if till < i_dag:
        fynd.append(Fynd("Sista dagen har redan varit.", _TIDSGRÄNS, kod="till"))
    if till > max(i_dag, mötesdag) + LÄNKEN_GÄLLER:
        fynd.append(
            Fynd(
                f"Länken kan gälla högst {LÄNKEN_GÄLLER.days} dagar efter mötet.",
                _TIDSGRÄNS,
                kod="till",
            )
        )
    if hemliga:
        fynd.append(
            Fynd("En hemlig punkt lämnas aldrig ut genom en länk.", _INTE_HEMLIGT, kod="punkter")
        )
    if läsare is Läsare.PERSONALFÖRETRÄDARE:
        if styrelsen_eller_fullmäktige:
            fynd.append(
                Fynd(
                    "Personalföreträdare närvarar i andra nämnder än styrelsen.",
                    ANDRA_NÄMNDER,
                    kod="som",
                )
            )
        if hela_mötet:
            fynd.append(
                Fynd(
                    "Välj punkterna: en personalföreträdare får bara dem som rör de anställda, "
                    "eller som nämnden har beslutat om.",
                    ÄRENDEN_OM_ANSTÄLLDA,
                    kod="hela_mötet",
                )
            )
    return fynd


_TIDSGRÄNS = Regel(
    "nämndens rutin för handlingar till utomstående",
    "Den som inte har uppdrag i organet läser handlingarna en begränsad tid, och sekreteraren kan "
    "avsluta den när som helst.",
)
_INTE_HEMLIGT = Regel(
    "8 kap. 1 § offentlighets- och sekretesslagen",
    "En uppgift som är hemlig får inte röjas för någon annan än den den får lämnas till. Därför "
    "lämnas en hemlig punkt ut av sekreteraren efter en prövning, aldrig genom en länk.",
)
