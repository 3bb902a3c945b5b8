"""Kill -9 kring första och sista underskriften och förseglingen: inget tappas, inget dubblas."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.nämnd.test_jobb_kill import Drift

KLART_INOM = 90

# Gör det som webben gör. På stdin: pausen före svaret, underskriften att göra.
WEBBEN = """
import os
import sys
import time
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from config import broker, celery
call_command("migrate", verbosity=0)
broker.installera_köer(os.environ["DATABASE_URL"])
from protokoll.models import Underskrift
from protokoll.services import justering
from tests.factories import justering as fabrik
from tests.factories.protokoll import kallat_möte
if sys.argv[1] == "bygg":
    j = fabrik.till_justering(kallat_möte())
    for u in j.underskrifter.exclude(som="sekreterare"):
        justering.godkänn_alla(underskrift=u, av=fabrik.konto_för(u.person))
    print(" ".join(str(u.pk) for u in j.underskrifter.all()), flush=True)
else:
    u = Underskrift.objects.get(pk=int(sys.argv[2]))
    with transaction.atomic():
        justering.underteckna(
            underskrift=u, av=fabrik.konto_för(u.person), färsk_andra_faktor=True
        )
        if sys.argv[1] == "fore":
            print("skriven", flush=True)
            time.sleep(60)
    print("bekräftad", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def drift(tmp_path: Path) -> Iterator[Drift]:
    server = os.environ["DATABASE_URL"]
    namn = f"jkill_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as c:
        c.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(namn)))
    databas = f"{server.rsplit('/', 1)[0]}/{namn}"
    data = tmp_path / "data"
    data.mkdir()
    miljö = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": databas,
        "CELERY_BROKER_URL": "pgmq://",
        "NAMND_DATA": str(data),
        "NAMND_LOKALT": "1",
        "PYTHONUTF8": "1",
    }
    drift = Drift(databas, data, miljö, [])
    yield drift
    for process in list(drift.processer):
        drift.döda(process)
    with psycopg.connect(server, autocommit=True) as c:
        c.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(namn)))


def skriv(drift: Drift, när: str, underskrift: str, väntat: str) -> None:
    """Skriver under i en egen process och dödar den när den sagt `väntat`."""
    process = drift.starta("-c", WEBBEN, när, underskrift, rör=True)
    assert process.stdout
    assert process.stdout.readline().strip() == väntat, drift.logg
    drift.döda(process)


def rad(c: psycopg.Connection, fråga: str, *argument: object) -> tuple:
    svar = c.execute(fråga, argument).fetchone()
    assert svar is not None
    return svar


@pytest.mark.slow
def test_underskrifter_och_försegling_överlever_kill(drift: Drift) -> None:
    bygge = drift.starta("-c", WEBBEN, "bygg", rör=True)
    assert bygge.stdout
    första, andra, sista = bygge.stdout.readline().split()
    bygge.wait(60)

    with psycopg.connect(drift.databas, autocommit=True) as c:

        def underskriven(pk: str) -> bool:
            return rad(c, "SELECT kedja <> '' FROM protokoll_underskrift WHERE id = %s", pk)[0]

        # Första underskriften: dödad strax före den bekräftats har den inte hänt; strax efter har
        # den det.
        skriv(drift, "fore", första, "skriven")
        assert not underskriven(första)
        skriv(drift, "efter", första, "bekräftad")
        assert underskriven(första)
        skriv(drift, "efter", andra, "bekräftad")

        # Den sista: antingen har allt hänt (status, jobb), eller inget.
        skriv(drift, "fore", sista, "skriven")
        assert not underskriven(sista)
        assert rad(c, "SELECT status, jobb_id FROM protokoll_justering") == ("pagar", None)
        assert rad(c, "SELECT status FROM protokoll_protokoll") == ("justeras",)
        skriv(drift, "efter", sista, "bekräftad")
        status, jobb = rad(c, "SELECT status, jobb_id FROM protokoll_justering")
        assert (status, jobb is not None) == ("justerad", True)
        assert rad(c, "SELECT status FROM protokoll_protokoll") == ("justerat",)

        # Förseglingen: arbetaren dödas mitt i, en ny gör klart, en gång.
        arbetare = drift.arbetare(1)
        slut = time.monotonic() + 60
        while rad(c, "SELECT framsteg FROM arenden_jobb WHERE id = %s", jobb)[0] < 10:
            assert time.monotonic() < slut, drift.logg
            time.sleep(0.002)
        drift.döda(arbetare)
        assert rad(c, "SELECT fil_id FROM protokoll_justering") == (None,)
        assert rad(c, "SELECT count(*) FROM publikt_anslag") == (0,)

        drift.arbetare(1)
        drift.celery("beat", "--pidfile=")
        slut = time.monotonic() + KLART_INOM
        while rad(c, "SELECT status FROM arenden_jobb WHERE id = %s", jobb)[0] != "klart":
            assert time.monotonic() < slut, drift.logg
            time.sleep(0.1)

        assert rad(c, "SELECT forsok FROM arenden_jobb WHERE id = %s", jobb)[0] >= 2
        assert rad(c, "SELECT count(*) FROM protokoll_justering WHERE fil_id IS NOT NULL") == (1,)
        assert rad(c, "SELECT count(*) FROM protokoll_anslag") == (1,)
        assert rad(c, "SELECT count(*), count(uppsatt_tid) FROM publikt_anslag") == (1, 1)
        kedjor = c.execute(
            "SELECT kedja_fore, kedja FROM protokoll_underskrift ORDER BY tid"
        ).fetchall()
        assert [före for före, _ in kedjor][1:] == [efter for _, efter in kedjor][:-1]
        rader = {sha for (sha,) in c.execute("SELECT sha256 FROM arenden_fil").fetchall()}
    lagrade = {f.name for f in (drift.data / "filer").rglob("*") if f.is_file()}
    assert rader <= lagrade
