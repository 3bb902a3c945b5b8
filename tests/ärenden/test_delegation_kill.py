"""Kill -9 när ett delegationsbeslut tar sitt nummer: inget tappas och inget dubblas."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories.delegation import Delegationen
from tests.ärenden.test_kill import adress_till_testdatabasen
from ärenden.models import Delegationsbeslut, Delegatserie, Jobb

ROT = Path(__file__).resolve().parent.parent.parent

# Processen stannar på ett bestämt ställe; den som läser raden på stdout vet att den är där.
BESLUTAR = """
import sys, time
import django
django.setup()
from konton.models import Användare
from ärenden.models import Delegationspunkt, Ärende
from ärenden.services import delegationsbeslut

def här():
    print("här", flush=True)
    time.sleep(600)

konto, ärende, punkt, plats = sys.argv[1:]
ta_nummer = delegationsbeslut._nästa_nummer
if plats == "före numret":
    delegationsbeslut._nästa_nummer = lambda beslut: här()
elif plats == "före bekräftelsen":
    delegationsbeslut._skriv_händelse = lambda beslut, av: här()
delegationsbeslut.fatta(
    ärende=Ärende.objects.get(pk=ärende), punkt=Delegationspunkt.objects.get(pk=punkt),
    rubrik="Krogen", beslutstext="Tillstånd ges.", ojävig=True, delegerbart=True,
    av=Användare.objects.get(pk=konto),
)
här()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("plats", "fattade"), [("före numret", 0), ("före bekräftelsen", 0), ("efter", 1)]
)
def test_dödad_process_ger_varken_lucka_eller_dubblett(plats: str, fattade: int) -> None:
    d = Delegationen()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", BESLUTAR, str(d.utredare.pk), str(d.ärende.pk)),
            *(str(d.punkt("2.1").pk), plats),
        ],
        cwd=ROT,
        env=os.environ
        | {
            "DATABASE_URL": adress_till_testdatabasen(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUTF8": "1",
            "NAMND_DATA": str(settings.DATA),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "här\n"
    finally:
        process.kill()
        process.communicate()

    nästa = d.beslut()

    assert nästa.nummer == fattade + 1
    assert Delegationsbeslut.objects.count() == fattade + 1
    assert Delegatserie.objects.get().senaste == fattade + 1
    assert Jobb.objects.count() == fattade + 1
