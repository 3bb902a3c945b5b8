"""Kill -9 mellan tjänstens bevis och underskriften: beviset lämnas en gång och tappas inte."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest

from tests.drift import Drift
from tests.protokoll import låtsastjänst
from tests.protokoll.test_justering_kill import rad

KLART_INOM = 90

WEBBEN = """
import sys
import django
django.setup()
from django.core.management import call_command
if sys.argv[1] == "bygg":
    call_command("migrate", verbosity=0)
from protokoll.models import Underskriftsbegäran
from protokoll.services import justering, tjänstunderskrift
from tests.factories import justering as fabrik
from tests.factories.protokoll import kallat_möte
from tests.protokoll.underskriftsvärld import konto, registrera
if sys.argv[1] == "bygg":
    u = fabrik.till_justering(kallat_möte()).underskrifter.get(som="justerare")
    registrera(u)
    justering.godkänn_alla(underskrift=u, av=konto(u))
    print(tjänstunderskrift.påbörja(underskrift=u, av=konto(u), adress="192.0.2.7").pk, flush=True)
else:
    b = Underskriftsbegäran.objects.get(pk=int(sys.argv[2]))
    tjänstunderskrift.fråga(begäran=b, av=konto(b.underskrift))
"""


@pytest.mark.slow
def test_beviset_överlever_kill_före_underskriften(drift: Drift, tmp_path: Path) -> None:
    katalog = tmp_path / "tjanst"
    katalog.mkdir()
    with (
        låtsastjänst.startad(katalog) as tjänst,
        psycopg.connect(drift.databas, autocommit=True) as c,
    ):
        drift.miljö |= tjänst.inställningar("bankid")
        bygge = drift.starta("-c", WEBBEN, "bygg", rör=True)
        assert bygge.stdout
        begäran = bygge.stdout.readline().strip()
        assert begäran, drift.logg
        bygge.wait(KLART_INOM)
        tjänst.bankid_klar()

        # Underskriften väntar på ett lås, så att processen dör precis mellan beviset och den.
        with psycopg.connect(drift.databas) as låset:
            låset.execute("SELECT 1 FROM protokoll_protokoll FOR UPDATE")
            process = drift.starta("-c", WEBBEN, "fråga", begäran)
            status = "SELECT status FROM protokoll_underskriftsbegaran WHERE id = %s"
            slut = time.monotonic() + KLART_INOM
            while rad(c, status, begäran)[0] != "mottagen":
                assert time.monotonic() < slut, drift.logg
                time.sleep(0.05)
            drift.döda(process)
        assert tjänst.senaste.avbruten  # tjänsten lämnar det inte igen
        assert rad(c, "SELECT count(*) FROM protokoll_underskrift WHERE kedja <> ''") == (0,)

        slut = time.monotonic() + KLART_INOM
        while rad(c, status, begäran)[0] != "klar":
            assert time.monotonic() < slut, drift.logg
            drift.starta("manage.py", "underskrifter").wait(KLART_INOM)

        gjord = "SELECT metod, status FROM protokoll_underskrift WHERE kedja <> ''"
        assert c.execute(gjord).fetchall() == [("extern", "underskriven")]
        assert rad(c, "SELECT signatur FROM protokoll_underskriftsbegaran") == (b"<Signature/>",)
        drift.starta("manage.py", "underskrifter").wait(KLART_INOM)
        assert c.execute(gjord).fetchall() == [("extern", "underskriven")]
