"""Den inbäddade mäklaren: installation under lås och ett meddelande fram genom PostgreSQL."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from kombu import Connection, Exchange, Queue
from psycopg.conninfo import conninfo_to_dict

from config import broker, pg

ROT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def databas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    katalog = tmp_path_factory.mktemp("mäklare")
    yield pg.starta(katalog, förgänglig=True)
    pg.stoppa(katalog)


def test_anslutning_i_libpq_form_bär_uttaget() -> None:
    delar = conninfo_to_dict(broker.anslutning("postgresql://app:lokal@%2Ftmp%2Futtag/namnd"))
    assert delar == {
        "user": "app",
        "password": "lokal",
        "host": "/tmp/uttag",
        "dbname": "namnd",
        "port": "5432",
    }


def test_samtidig_installation_görs_en_gång(databas: str) -> None:
    with ThreadPoolExecutor(8) as trådar:
        list(trådar.map(broker.installera_köer, [databas] * 8))
    with psycopg.connect(databas) as c:
        assert c.execute("SELECT to_regclass('pgmq.meta') IS NOT NULL").fetchone() == (True,)
    broker.installera_köer(databas)


def test_meddelande_kommer_fram_fort_och_kommer_åter_om_det_inte_kvitteras(databas: str) -> None:
    broker.installera_köer(databas)
    val = broker.inställningar("pgmq://", databas)
    kö = Queue("prov", Exchange("prov", type="direct"), routing_key="prov")
    fått: list[object] = []
    # Ett meddelande som läses men inte kvitteras syns igen när tiden har gått.
    transport = val["broker_transport_options"] | {"visibility_timeout": 2}
    with Connection(val["broker_url"], transport_options=transport) as c:
        c.Producer().publish(
            {"jobb": 7, "text": "åäö"}, exchange=kö.exchange, routing_key="prov", declare=[kö]
        )
        började = time.monotonic()
        with c.Consumer(kö, callbacks=[lambda kropp, _: fått.append(kropp)]):
            c.drain_events(timeout=10)
            assert time.monotonic() - började < 2
            c.drain_events(timeout=10)
    assert fått == [{"jobb": 7, "text": "åäö"}] * 2


def test_annan_mäklare_används_som_den_är() -> None:
    val = broker.inställningar("redis://valkey:6379/0", "postgresql://a:b@db/namnd")
    assert val["broker_url"] == "redis://valkey:6379/0"
    assert "conn_string" not in val["broker_transport_options"]


def test_celery_tar_bara_json_kvitterar_sent_och_sparar_inga_resultat(databas: str) -> None:
    """I egen process, för appen läser inställningarna vid importen."""
    kod = (
        "from config.celery import app; c = app.conf;"
        "print(c.accept_content, c.task_serializer, c.task_acks_late, c.worker_prefetch_multiplier,"
        " c.result_backend, app.current_worker_task);"
        "print(sorted(c.beat_schedule), c.beat_schedule['svep_jobb']['schedule'])"
    )
    svar = subprocess.run(
        [sys.executable, "-c", kod],
        cwd=ROT,
        env=os.environ
        | {
            "DATABASE_URL": databas,
            "CELERY_BROKER_URL": "pgmq://",
            "SECRET_KEY": "prov",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert svar.stderr == ""
    första, andra = svar.stdout.splitlines()
    assert första == "['json'] json True 1 None None"
    namn, sekunder = andra.rsplit(" ", 1)
    assert namn == (
        "['anslagsbevis', 'anslagstavla', 'dolj_hemligt', 'granskningsbrev', 'hall_kvar_anslag',"
        " 'inkallelsebrev', 'justeringsbrev', 'remissbrev', 'satt_upp_foregaende', 'stada_filer',"
        " 'svep_jobb', 'ta_upp_aterrapporter', 'ta_upp_bradskande', 'underskrifter',"
        " 'uppdatera_sok']"
    )
    assert float(sekunder) <= 30
