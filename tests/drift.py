"""Driften i smått: en egen databas och riktiga processer som testet startar och dödar."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from config.start import DÖDA_MED_FÖRÄLDERN

ROT = Path(__file__).resolve().parent.parent


def _följ_testet() -> None:
    """Dör testprocessen utan att hinna städa ska det den startat också sluta."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DÖDA_MED_FÖRÄLDERN, signal.SIGTERM)


@dataclass
class Drift:
    """En egen databas, egna data och de processer som körs mot dem."""

    databas: str
    data: Path
    miljö: dict[str, str]
    processer: list[subprocess.Popen[str]]

    def starta(self, *kommando: str, rör: bool = False) -> subprocess.Popen[str]:
        logg: IO[str] = (self.data / "logg.txt").open("a")
        with logg:
            process = subprocess.Popen(
                [sys.executable, *kommando],
                cwd=ROT,
                env=self.miljö,
                stdin=subprocess.PIPE if rör else subprocess.DEVNULL,
                stdout=subprocess.PIPE if rör else logg,
                stderr=logg,
                text=True,
                start_new_session=True,
                preexec_fn=_följ_testet,
            )
        self.processer.append(process)
        return process

    def celery(self, *argument: str) -> subprocess.Popen[str]:
        return self.starta("-m", "celery", "-A", "config.celery", *argument, "--loglevel=WARNING")

    def arbetare(self, antal: int) -> subprocess.Popen[str]:
        val = ("--without-gossip", "--without-mingle", f"--concurrency={antal}")
        return self.celery("worker", *val)

    def döda(self, process: subprocess.Popen[str]) -> None:
        """Kill -9 på processen och alla dess barn."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        for rör in (process.stdin, process.stdout):
            if rör:
                rör.close()
        self.processer.remove(process)

    @property
    def logg(self) -> str:
        return (self.data / "logg.txt").read_text(errors="replace")[-3000:]


@contextmanager
def igång(data: Path) -> Iterator[Drift]:
    server = os.environ["DATABASE_URL"]
    namn = f"kill_{os.getpid()}"
    # Kopian är redan migrerad när ./testa har gjort en mall; annars migrerar testets bygge själv.
    mall = os.environ.get("NAMND_TESTMALL", "template1")
    skapa = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(server, autocommit=True) as c:
        c.execute(skapa.format(sql.Identifier(namn), sql.Identifier(mall)))
    databas = f"{server.rsplit('/', 1)[0]}/{namn}"
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
