"""Den som ska skriva under i en extern tjänst, med sitt personnummer registrerat."""

from __future__ import annotations

from konton.models import Användare, Roll
from protokoll.models import Justering, Underskrift
from protokoll.services import justering, personmärken
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.protokoll.låtsastjänst import PERSON


def redo(till: Justering) -> Underskrift:
    """Justerarens underskrift: personnumret registrerat, och allt godkänt."""
    rad = till.underskrifter.get(som="justerare")
    registrera(rad)
    justering.godkänn_alla(underskrift=rad, av=konto(rad))
    return rad


def registrera(rad: Underskrift, personnummer: str = PERSON["personalNumber"]) -> None:
    assert rad.person is not None
    personmärken.registrera(
        person=rad.person, personnummer=personnummer, av=med_roll(Roll.ADMINISTRATÖR)
    )


def konto(rad: Underskrift) -> Användare:
    return fabrik.konto_för(rad.person)
