"""Kill -9 när ett delegationsbeslut tar sitt nummer: inget tappas och inget dubblas."""

from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from konton.models import Användare
from tests import kill
from tests.factories.delegation import Delegationen
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället, ställen
from ärenden.models import (
    Delegationsbeslut,
    Delegationspunkt,
    Delegatserie,
    Handling,
    Händelse,
    Jobb,
    Ärende,
)
from ärenden.services import delegationsbeslut

pytestmark = pytest.mark.slow
NYCKEL = UUID("6f0c2f3e-5c1b-4a51-9a55-0d6f2f6f3a10")


@pytest.fixture
def d(transactional_db: None, egna_filer: Path) -> Delegationen:
    return Delegationen()


def fatta(ärende: int, punkt: int, av: int) -> Delegationsbeslut:
    """Det som webbprocessen gör med formuläret, varje gång det sänds."""
    return delegationsbeslut.fatta(
        ärende=Ärende.objects.get(pk=ärende),
        punkt=Delegationspunkt.objects.get(pk=punkt),
        rubrik="Krogen",
        beslutstext="Tillstånd ges.",
        ojävig=True,
        delegerbart=True,
        nyckel=NYCKEL,
        av=Användare.objects.get(pk=av),
    )


@FÖRE_OCH_EFTER
def test_numret_tas_en_gång(stället: Stället, d: Delegationen) -> None:
    formulär = d.ärende.pk, d.punkt("2.1").pk, d.utredare.pk

    kill.döda(fatta, *formulär, stället=stället)

    assert Delegationsbeslut.objects.count() == (1 if stället == EFTER else 0)
    assert Delegatserie.objects.count() == Jobb.objects.count() == (1 if stället == EFTER else 0)
    omsända = [fatta(*formulär) for _ in range(2)]

    beslut = Delegationsbeslut.objects.get()
    assert omsända == [beslut, beslut]
    assert (beslut.nummer, Delegatserie.objects.get().senaste) == (1, 1)
    assert Händelse.objects.filter(typ="delegationsbeslut.fattat").count() == 1
    kill.omstart()
    kräv_ett_dokument(beslut)
    assert d.beslut(beslutsdag=timezone.localdate()).nummer == 2


# Arbetarens COMMIT: lånat, skriver, sparar, och sist handlingen med jobbets slut.
SPARAT = 4


@ställen(Stället("före", SPARAT), Stället("efter", SPARAT))
def test_beslutets_dokument_görs_en_gång(stället: Stället, d: Delegationen) -> None:
    beslut = d.beslut()

    kill.döda(delegationsbeslut.gör_dokument, beslut.jobb_id, stället=stället)

    assert Handling.objects.filter(ärende=d.ärende).count() == (stället.när == "efter")
    kill.omstart()
    delegationsbeslut.gör_dokument(beslut.jobb_id)
    kräv_ett_dokument(beslut)


def kräv_ett_dokument(beslut: Delegationsbeslut) -> None:
    beslut.refresh_from_db()
    assert beslut.handling == Handling.objects.get(ärende=beslut.ärende)
    assert beslut.jobb.status == Jobb.Status.KLART
    assert not kill.lösa_filer()
