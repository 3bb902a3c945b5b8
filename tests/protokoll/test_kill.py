"""Kill -9 precis före och efter att något bindande sparas: allt eller inget, aldrig två gånger."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from konton.models import Användare
from protokoll.models import Omröstning, Paragraf, Protokoll, Reservation, Röst
from protokoll.services import avslut, beslut, frågan, meningar, omröstningar, yrkanden
from tests.factories.protokoll import Mötesvärld, kallat_möte
from ärenden.models import Anmälan, Händelse

ROT = Path(__file__).resolve().parent.parent.parent

# Webbprocessen stannar när allt är skrivet men inte bekräftat, eller precis efter bekräftelsen.
PROCESS = """
import sys, time
import django
django.setup()
from datetime import time as klockslag
from django.db import transaction
from konton.models import Användare
from protokoll.models import Närvaro, Omröstning, Paragraf
from protokoll.services import avslut, meningar, omröstningar

vad, nyckel, av, stanna = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
av = Användare.objects.get(pk=av)

def gör():
    if vad == "omröstningen":
        omröstningar.avsluta(omröstning=Omröstning.objects.get(pk=nyckel), av=av)
        return
    paragraf = Paragraf.objects.get(pk=nyckel)
    if vad == "reservationen":
        bo = paragraf.protokoll.närvarande.get(namn__startswith="Bo")
        meningar.reservera(
            paragraf=paragraf, reservanter=[bo], text="Nej.", skriftlig=True, av=av
        )
    else:
        avslut.avsluta(protokoll=paragraf.protokoll, av=av, sluttid=klockslag(16, 45))

def här():
    print("här", flush=True)
    time.sleep(600)

with transaction.atomic():
    gör()
    if stanna == "före":
        här()
här()
"""


def adress() -> str:
    delar = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(delar._replace(path=f"/{connection.settings_dict['NAME']}"))


def döda(vad: str, nyckel: int, av: Användare, stanna: str) -> None:
    """Kör tjänsten i en egen process och dödar den på det bestämda stället."""
    miljö = os.environ | {
        "DATABASE_URL": adress(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUTF8": "1",
        "NAMND_DATA": str(settings.DATA),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS, vad, str(nyckel), str(av.pk), stanna],
        cwd=ROT,
        env=miljö,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "här\n"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def värld(transactional_db: None) -> Mötesvärld:
    värld = kallat_möte()
    värld.samla()
    värld.behandla(värld.punkter[0])
    return värld


def omröstning(värld: Mötesvärld) -> Omröstning:
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    bo = värld.rad("Bo")
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=[bo], av=värld.sekreterare)
    frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )
    rad = omröstningar.öppna(paragraf=paragraf, metod="upprop", av=värld.sekreterare)
    omröstningar.anteckna_röster(
        omröstning=rad,
        val={r.närvaro_id or 0: "ja" for r in rad.röster.all()},
        av=värld.sekreterare,
    )
    return rad


def beslutad(värld: Mötesvärld) -> Paragraf:
    värld.behandla(värld.punkter[1])
    return värld.protokoll.paragrafer.get(punkt=värld.punkter[1])


def gör_om(gör: Callable[[], object]) -> None:
    """Webbläsaren skickar samma sak igen, och en gång till."""
    gör()
    gör()


@pytest.mark.slow
@pytest.mark.parametrize("stanna", ["före", "efter"])
def test_omröstningen_avslutas_en_gång(stanna: str, värld: Mötesvärld) -> None:
    rad = omröstning(värld)

    döda("omröstningen", rad.pk, värld.sekreterare, stanna)

    rad.refresh_from_db()
    paragraf = Paragraf.objects.get(pk=rad.paragraf_id)
    assert rad.status == ("pagar" if stanna == "före" else "avslutad")
    assert paragraf.är_beslutad is (stanna == "efter")
    assert Röst.objects.filter(val="ja").count() == 5
    gör_om(lambda: omröstningar.avsluta(omröstning=rad, av=värld.sekreterare))
    assert len(frågan.steg_rader(paragraf)) == 2
    assert paragraf.beslut.count() == 2
    assert Omröstning.objects.get().ja == 5


@pytest.mark.slow
@pytest.mark.parametrize("stanna", ["före", "efter"])
def test_reservationen_sparas_en_gång(stanna: str, värld: Mötesvärld) -> None:
    paragraf = beslutad(värld)

    döda("reservationen", paragraf.pk, värld.sekreterare, stanna)

    assert Reservation.objects.count() == (0 if stanna == "före" else 1)
    gör_om(
        lambda: meningar.reservera(
            paragraf=paragraf,
            reservanter=[värld.rad("Bo")],
            text="Nej.",
            skriftlig=True,
            av=värld.sekreterare,
        )
    )
    assert Reservation.objects.get().skriftlig is not None
    assert värld.protokoll.bilagor.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("stanna", ["före", "efter"])
def test_mötet_avslutas_en_gång(stanna: str, värld: Mötesvärld) -> None:
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bordlaggning", av=värld.sekreterare)
    värld.behandla(värld.punkter[2])

    döda("mötet", paragraf.pk, värld.sekreterare, stanna)

    protokoll = värld.protokoll
    assert protokoll.är_öppet is (stanna == "före")
    if stanna == "före":
        assert not Händelse.objects.filter(typ="protokoll.beslut").exists()
        avslut.avsluta(protokoll=protokoll, av=värld.sekreterare, sluttid=time(16, 45))
    nummer = list(Protokoll.objects.get().paragrafer.values_list("nummer", flat=True))
    assert nummer == [1, 2, 3]
    assert Händelse.objects.filter(typ="protokoll.beslut").count() == 1
    assert Anmälan.objects.get().status == Anmälan.Status.VÄNTAR
