"""Kill -9 på en riktig arbetare mitt i ett jobb: allt blir gjort, en gång, och inget blir över."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path

import psycopg
import pytest

from nämnd import paketbit
from tests.drift import Drift
from tests.nämnd.mötesfiler import skriv_möte

PAPPER = 40
# Före 45 läses papperen och skrivs kallelsen; sedan börjar sammanfogningen.
SAMMANFOGNINGEN = 45
KLART_INOM = 60

# Gör det som webben gör: läser in mötena, och trycker på Skapa för dem som nämns på stdin.
WEBBEN = """
import sys
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from config import broker, celery
from konton.services.system import systemanvändare
from nämnd.models import Sammanträde
from nämnd.services import inläsning, kallelse
import os
call_command("migrate", verbosity=0)
broker.installera_köer(os.environ["DATABASE_URL"])
av = systemanvändare()
for katalog in sys.argv[1:]:
    print(inläsning.läs_in(katalog=Path(katalog), av=av).sammanträde.pk, flush=True)
for rad in sys.stdin:
    möte = Sammanträde.objects.get(pk=int(rad))
    print(kallelse.skapa_kallelse(sammanträde=möte, av=av).jobb_id, flush=True)
"""


def läget(c: psycopg.Connection, jobb: int) -> tuple[str, int, str]:
    rad = c.execute("SELECT status, framsteg, steg FROM arenden_jobb WHERE id = %s", [jobb])
    status, framsteg, steg = rad.fetchone() or ("", 0, "")
    return status, framsteg, steg


def vänta_till(c: psycopg.Connection, jobb: int, minst: int, drift: Drift) -> list[tuple[int, str]]:
    """Följer jobbet från en annan anslutning tills det kommit så långt; det som då har setts."""
    sedda: list[tuple[int, str]] = []
    slut = time.monotonic() + 60
    while time.monotonic() < slut:
        status, framsteg, steg = läget(c, jobb)
        if status == "pagar" and (framsteg, steg) not in sedda:
            sedda.append((framsteg, steg))
        if framsteg >= minst:
            return sedda
        time.sleep(0.002)
    pytest.fail(f"jobb {jobb} kom inte till {minst}: {sedda[-1:]}\n{drift.logg}")


@pytest.mark.slow
def test_en_dödad_arbetares_jobb_blir_klara_en_gång(drift: Drift, tmp_path: Path) -> None:
    kataloger = [
        skriv_möte(tmp_path / f"möte{n}", dag=f"2026-03-1{n}", papper=PAPPER, löpnummer=100 * n)
        for n in range(1, 4)
    ]
    webben = drift.starta("-c", WEBBEN, *map(str, kataloger), rör=True)
    assert webben.stdin
    assert webben.stdout
    möten = [webben.stdout.readline().strip() for _ in kataloger]
    assert all(möten), drift.logg

    jobben = []
    with psycopg.connect(drift.databas, autocommit=True) as c:
        for möte in möten:
            webben.stdin.write(f"{möte}\n")
            webben.stdin.flush()
            jobb = int(webben.stdout.readline())
            jobben.append(jobb)
            arbetare = drift.arbetare(1)
            sedda = vänta_till(c, jobb, random.randint(5, 39), drift)
            drift.döda(arbetare)

            status, framsteg, _ = läget(c, jobb)
            assert status == "pagar"
            assert framsteg < SAMMANFOGNINGEN, "arbetaren hann för långt innan den dödades"
            assert list((drift.data / "bitar").rglob("*-*")), "inget var sparat"
            assert [f for f, _ in sedda] == sorted(f for f, _ in sedda)

        omstart = time.monotonic()
        drift.arbetare(2)
        drift.celery("beat", "--pidfile=")
        while any(läget(c, jobb)[0] not in ("klart", "misslyckat") for jobb in jobben):
            assert time.monotonic() - omstart < KLART_INOM, drift.logg
            time.sleep(0.1)

        assert [läget(c, jobb)[0] for jobb in jobben] == ["klart"] * 3, drift.logg
        försök = c.execute(
            "SELECT forsok FROM arenden_jobb WHERE id = ANY(%s)", [jobben]
        ).fetchall()
        assert all(antal >= 2 for (antal,) in försök)
        editioner = c.execute(
            "SELECT k.edition, k.status, count(f.id) FROM namnd_kallelse k"
            " JOIN namnd_kallelsefil f ON f.kallelse_id = k.id GROUP BY k.id ORDER BY k.id"
        ).fetchall()
        assert editioner == [(1, "utkast", 4)] * 3
        händelser = c.execute(
            "SELECT arende_id, count(*) FROM arenden_handelse WHERE typ = 'kallelse.skapad'"
            " GROUP BY arende_id"
        ).fetchall()
        assert len(händelser) == 3 * PAPPER
        assert {antal for _, antal in händelser} == {1}
        rader = {sha for (sha,) in c.execute("SELECT sha256 FROM arenden_fil").fetchall()}
    lagrade = {f.name: f for f in (drift.data / "filer").rglob("*") if f.is_file()}
    assert set(lagrade) == rader
    for sha, fil in lagrade.items():
        assert hashlib.sha256(fil.read_bytes()).hexdigest() == sha
    assert list((drift.data / "arbete").iterdir()) == []
    bitar = [f for f in (drift.data / "bitar" / "papper").rglob("*-*") if f.is_file()]
    assert len(bitar) == 3 * PAPPER
    assert all(paketbit.läs(bit).sidor for bit in bitar)
