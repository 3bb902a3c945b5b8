"""Tjänsterna för konton och roller: rätten, reglerna och att minst en administratör finns kvar."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from konton.models import Användare, Roll, Rolltilldelning
from konton.policy import har_roll, är_administratör
from konton.services.roller import (
    avsluta_roll,
    pröva_avstängning,
    skapa_användare,
    tilldela_roll,
    återkalla_roll,
)
from konton.services.system import systemanvändare
from tests.factories.konton import (
    LÖSENORD,
    AnvändareFactory,
    MyndighetFactory,
    PersonFactory,
    RolltilldelningFactory,
    med_roll,
)

pytestmark = pytest.mark.django_db

ANDRA = [roll for roll in Roll if roll != Roll.ADMINISTRATÖR]


@pytest.fixture
def administratör() -> Användare:
    return med_roll(Roll.ADMINISTRATÖR)


def test_administratör_skapar_konto(administratör: Användare) -> None:
    person = PersonFactory()
    konto = skapa_användare(användarnamn="ny", lösenord=LÖSENORD, person=person, av=administratör)
    assert Användare.objects.get(username="ny") == konto
    assert konto.check_password(LÖSENORD)
    assert (konto.person, konto.är_demo, konto.är_system) == (person, False, False)


def test_utan_lösenord_kan_kontot_inte_logga_in(administratör: Användare) -> None:
    konto = skapa_användare(användarnamn="ny", lösenord=None, av=administratör)
    assert not konto.has_usable_password()


def test_enkelt_lösenord_duger_bara_åt_demokonto(administratör: Användare) -> None:
    with pytest.raises(ValidationError):
        skapa_användare(användarnamn="ny", lösenord="demo", av=administratör)
    assert not Användare.objects.filter(username="ny").exists()
    demo = skapa_användare(användarnamn="ny", lösenord="demo", är_demo=True, av=administratör)
    assert demo.är_demo


def test_upptaget_namn_vägras(administratör: Användare) -> None:
    AnvändareFactory(username="upptaget")
    with pytest.raises(ValidationError, match="upptaget"):
        skapa_användare(användarnamn="upptaget", lösenord=LÖSENORD, av=administratör)


@pytest.mark.parametrize("roll", ANDRA)
def test_andra_roller_får_inget_ändra(roll: Roll) -> None:
    tilldelning = RolltilldelningFactory(roll=roll)
    av = tilldelning.användare
    with pytest.raises(PermissionDenied):
        skapa_användare(användarnamn="ny", lösenord=LÖSENORD, av=av)
    with pytest.raises(PermissionDenied):
        tilldela_roll(användare=av, roll=Roll.ADMINISTRATÖR, myndighet=None, av=av)
    with pytest.raises(PermissionDenied):
        avsluta_roll(tilldelning=tilldelning, till=timezone.localdate(), av=av)
    with pytest.raises(PermissionDenied):
        återkalla_roll(tilldelning=tilldelning, av=av)
    assert Rolltilldelning.objects.get() == tilldelning


def test_systemkontot_skapar_den_första_administratören() -> None:
    system = systemanvändare()
    konto = skapa_användare(användarnamn="första", lösenord=LÖSENORD, av=system)
    assert not är_administratör(konto)
    tilldela_roll(användare=konto, roll=Roll.ADMINISTRATÖR, myndighet=None, av=system)
    assert är_administratör(konto)


def test_tilldelad_roll_gäller_genast_och_bara_i_myndigheten(administratör: Användare) -> None:
    konto, egen, annan = AnvändareFactory(), MyndighetFactory(), MyndighetFactory()
    assert not har_roll(konto, {Roll.CHEF}, egen.pk)
    tilldela_roll(användare=konto, roll=Roll.CHEF, myndighet=egen, av=administratör)
    assert har_roll(konto, {Roll.CHEF}, egen.pk)
    assert not har_roll(konto, {Roll.CHEF}, annan.pk)


@pytest.mark.parametrize(
    ("roll", "i_myndighet"), [(Roll.ADMINISTRATÖR, True), *((roll, False) for roll in ANDRA)]
)
def test_rollen_bestämmer_om_myndighet_anges(
    administratör: Användare, roll: Roll, i_myndighet: bool
) -> None:
    with pytest.raises(ValidationError):
        tilldela_roll(
            användare=AnvändareFactory(),
            roll=roll,
            myndighet=MyndighetFactory() if i_myndighet else None,
            av=administratör,
        )
    assert Rolltilldelning.objects.count() == 1


def test_systemkontot_får_ingen_roll(administratör: Användare) -> None:
    with pytest.raises(ValidationError, match="Systemkontot"):
        tilldela_roll(
            användare=systemanvändare(),
            roll=Roll.CHEF,
            myndighet=MyndighetFactory(),
            av=administratör,
        )


def test_samma_roll_två_gånger_vägras(administratör: Användare) -> None:
    finns = RolltilldelningFactory(roll=Roll.CHEF)
    with pytest.raises(ValidationError, match="redan tilldelad"):
        tilldela_roll(
            användare=finns.användare,
            roll=Roll.CHEF,
            myndighet=finns.myndighet,
            från=finns.från,
            av=administratör,
        )


def test_avslutad_roll_gäller_till_och_med_dagen(administratör: Användare) -> None:
    tilldelning = RolltilldelningFactory(roll=Roll.CHEF)
    konto, myndighet = tilldelning.användare, tilldelning.myndighet
    i_dag = timezone.localdate()
    avsluta_roll(tilldelning=tilldelning, till=i_dag, av=administratör)
    assert har_roll(konto, {Roll.CHEF}, myndighet.pk)
    avsluta_roll(tilldelning=tilldelning, till=i_dag - timedelta(days=1), av=administratör)
    assert not har_roll(konto, {Roll.CHEF}, myndighet.pk)
    avsluta_roll(tilldelning=tilldelning, till=None, av=administratör)
    assert har_roll(konto, {Roll.CHEF}, myndighet.pk)


def test_slutdag_före_startdag_vägras(administratör: Användare) -> None:
    tilldelning = RolltilldelningFactory(roll=Roll.CHEF, från=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="Slutdagen"):
        avsluta_roll(tilldelning=tilldelning, till=date(2023, 12, 31), av=administratör)
    tilldelning.refresh_from_db()
    assert tilldelning.till is None


def test_återkallad_roll_upphör_genast(administratör: Användare) -> None:
    tilldelning = RolltilldelningFactory(roll=Roll.CHEF)
    konto, myndighet = tilldelning.användare, tilldelning.myndighet
    assert har_roll(konto, {Roll.CHEF}, myndighet.pk)
    återkalla_roll(tilldelning=tilldelning, av=administratör)
    assert not har_roll(konto, {Roll.CHEF}, myndighet.pk)


@pytest.mark.parametrize(
    ("annan", "går"),
    [
        ({}, True),
        ({"till": date(2030, 1, 1)}, False),
        ({"från": date(2999, 1, 1)}, False),
        ({"användare__is_active": False}, False),
    ],
    ids=["tills vidare", "slutar", "börjar senare", "avstängd"],
)
def test_minst_en_administratör_finns_kvar(
    administratör: Användare, annan: dict[str, object], går: bool
) -> None:
    RolltilldelningFactory(roll=Roll.ADMINISTRATÖR, **annan)
    egen = Rolltilldelning.objects.get(användare=administratör)
    if går:
        pröva_avstängning(administratör)
        återkalla_roll(tilldelning=egen, av=administratör)
        assert not är_administratör(administratör)
        return
    with pytest.raises(ValidationError, match="Minst en administratör"):
        pröva_avstängning(administratör)
    with pytest.raises(ValidationError, match="Minst en administratör"):
        avsluta_roll(tilldelning=egen, till=timezone.localdate(), av=administratör)
    with pytest.raises(ValidationError, match="Minst en administratör"):
        återkalla_roll(tilldelning=egen, av=administratör)
    assert är_administratör(administratör)
