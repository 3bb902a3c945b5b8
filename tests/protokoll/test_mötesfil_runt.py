"""Mötesfiler fram och tillbaka: det som lästs in kommer ut igen, med varje uppgift i formatet."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from konton.services.system import systemanvändare
from nämnd import mötesfil
from protokoll.services import inläsning, utläsning
from tests.factories.ärenden import pdf
from tests.protokoll.mötesfilsstrategier import FILER, möten, normal, nådda, omgångar, uppgifter

OMGÅNGAR = 12
PROV = settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def katalog(tmp_path_factory) -> Path:
    """En katalog med papperen som mötesfilerna nämner."""
    rot = tmp_path_factory.mktemp("mötesfil")
    for nr, namn in enumerate(FILER):
        (rot / namn).parent.mkdir(parents=True, exist_ok=True)
        (rot / namn).write_bytes(pdf(märke=f"papper {nr}"))
    return rot


def fram_och_tillbaka(katalog: Path, data: dict) -> dict:
    """Läser in filen, skriver ut mötet och läser det skrivna; databasen lämnas som den var."""
    (katalog / "mote.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    ut = katalog.parent / "ut"
    try:
        with transaction.atomic():
            läst = inläsning.läs_in(katalog=katalog, av=systemanvändare())
            utläsning.exportera(sammanträde=läst.sammanträde, katalog=ut, av=systemanvändare())
            connection.check_constraints()
            transaction.set_rollback(True)
        skrivet = mötesfil.läs(ut)
        for namn in (f for f in FILER if (ut / f).exists()):
            assert (ut / namn).read_bytes() == (katalog / namn).read_bytes()
        return skrivet
    finally:
        shutil.rmtree(ut, ignore_errors=True)


def test_det_inlästa_kommer_ut_igen_och_varje_uppgift_har_nåtts(katalog):
    nått: set[str] = set()

    def runt(data):
        nått.update(nådda(data, mötesfil.SCHEMA))
        assert normal(fram_och_tillbaka(katalog, copy.deepcopy(data))) == normal(data)

    for tvingade in omgångar(OMGÅNGAR):
        PROV(given(möten(tvingade))(runt))()

    assert sorted(set(uppgifter(mötesfil.SCHEMA)) - nått) == []
