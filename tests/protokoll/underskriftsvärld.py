"""Låtsastjänsten inställd, och den som ska skriva under med sitt personnummer registrerat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from konton.models import Användare, Roll
from protokoll.models import Justering, Underskrift
from protokoll.services import justering, personmärken
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld
from tests.protokoll import låtsastjänst
from tests.protokoll.låtsastjänst import PERSON, Tjänst


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tjänst]:
    with låtsastjänst.startad(tmp_path_factory.mktemp("tjanst")) as tjänst:
        yield tjänst


@pytest.fixture
def tjänst(server: Tjänst, settings) -> Tjänst:
    server.ordrar.clear()
    server.nästa.clear()
    ställ_in(server, settings, "bankid")
    return server


def ställ_in(server: Tjänst, settings, sort: str) -> None:
    for namn, värde in server.inställningar(sort).items():
        setattr(settings, namn, värde)


@pytest.fixture
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


@pytest.fixture
def bo(till: Justering) -> Underskrift:
    """Justeraren, som har godkänt allt."""
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
