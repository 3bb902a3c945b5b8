"""En riktig Celery-arbetare på testdatabasen, med samma inbäddade mäklare som ./starta."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import Celery
from kombu import pools

from config import broker
from tests import kill

MÄKLARE = "pgmq://localhost"
STOPPTID = 10


@contextmanager
def igång(logg: Path) -> Iterator[Celery]:
    """Startar arbetaren och ger en app som skickar till den."""
    miljö = kill.miljö()
    databas = miljö["DATABASE_URL"]
    broker.installera_köer(databas)
    app = Celery("webbtest", set_as_current=False)
    app.conf.update(broker.inställningar(MÄKLARE, databas))
    with logg.open("wb") as ut:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "config.celery", "worker"),
                *("--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"),
            ],
            env=miljö | {"CELERY_BROKER_URL": MÄKLARE},
            stdout=ut,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield app
        finally:
            _stäng(app)
            # Genast: det som avbryts hör till ett test som redan är klart.
            process.send_signal(signal.SIGQUIT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOPPTID)
            # Barnen är i samma grupp; databasen går inte att ta bort medan någon är ansluten.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _stäng(app: Celery) -> None:
    """Stänger appens egna anslutningar. Kombus förråd är gemensamma: nästa app gör ett nytt."""
    if (eget := app._pool) is None:
        return
    eget.force_close_all()
    for förråd in (pools.producers, pools.connections):
        for nyckel, värde in list(förråd.items()):
            if eget in (värde, getattr(värde, "connections", None)):
                dict.pop(förråd, nyckel)
