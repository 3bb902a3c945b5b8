"""Kill -9 precis före eller efter en COMMIT i en egen process, och det som händer vid omstarten.

Barnet är en egen process som bara får id:n, som en begäran eller ett jobb: det läser det bekräftade
ur databasen, kör tjänsten och dödar sig med SIGKILL på det bestämda stället. Ingen städning hinns
med: inget `finally`, ingen ROLLBACK från klienten, inga `on_commit`.

Barnen föds ur en tolk som bara har läst in programmet, aldrig rört databasen eller en fil.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlsplit, urlunsplit

import pytest

ROT = Path(__file__).resolve().parent.parent
BARNETS_TID = 120


class Stället(NamedTuple):
    """Före eller efter barnets så mångte COMMIT. Före: allt är skrivet, inget är bekräftat."""

    när: str
    nummer: int = 1

    def __str__(self) -> str:
        return f"{self.när} COMMIT {self.nummer}"


FÖRE, EFTER = Stället("före"), Stället("efter")
FÖRE_OCH_EFTER = pytest.mark.parametrize("stället", [FÖRE, EFTER], ids=str)


def ställen(*vilka: Stället) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("stället", vilka, ids=str)


# --- I testet ----------------------------------------------------------------------------------


def testdatabasen() -> str:
    """Adressen till den databas som testet skriver i; DATABASE_URL pekar på den den gjordes ur."""
    from django.db import connection

    delar = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(delar._replace(path=f"/{connection.settings_dict['NAME']}"))


def miljö() -> dict[str, str]:
    """Barnet har driftens inställningar, och testets databas och fillager."""
    from django.conf import settings

    return os.environ | {
        "DATABASE_URL": testdatabasen(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUTF8": "1",
        "NAMND_DATA": str(settings.DATA),
    }


class Födaren:
    """Tolken som barnen föds ur. Dess data är en länk, som pekar på testets data."""

    def __init__(self) -> None:
        self.katalog = Path(tempfile.mkdtemp(prefix="namnd-kill-"))
        self.länk = self.katalog / "data"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill"],
            cwd=ROT,
            env=miljö() | {"NAMND_DATA": str(self.länk)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.sluta)

    def föd(self, *barn: object) -> tuple[int, str]:
        """Barnets returkod (negativ för en signal) och det som det skrev i stderr."""
        from django.conf import settings

        fel = self.katalog / "fel"
        self.länk.unlink(missing_ok=True)
        self.länk.symlink_to(settings.DATA)
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([str(fel), *barn]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()), fel.read_text()

    def sluta(self) -> None:
        self.process.communicate()
        shutil.rmtree(self.katalog)


födaren = functools.cache(Födaren)


def döda(
    gör: Callable[..., object],
    *argument: int | str,
    stället: Stället,
    **namngivna: int | str,
) -> None:
    """Kör `gör` i en egen process, som dödas på stället. Den kommer aldrig till slutet."""
    kod, fel = födaren().föd(stället, gör.__module__, gör.__qualname__, argument, namngivna)
    assert kod == -signal.SIGKILL, f"Dog inte {stället}: {fel[-3000:]}"


def omstart() -> None:
    """Tiden går, beat sveper och arbetaren gör det som svepet skickar, tills inget är kvar."""
    from django.db.models import Q

    from tests.factories.delegation import kör
    from ärenden.models import Jobb
    from ärenden.services import jobb

    länge_sedan = datetime.fromisoformat("2020-01-01T00:00Z")
    while kvar := list(Jobb.objects.oavslutade()):
        # Den döde förnyar inte sitt lån.
        Jobb.objects.filter(status=Jobb.Status.PÅGÅR).update(lån_till_tid=länge_sedan)
        Jobb.objects.filter(~Q(skickat_tid=None)).update(skickat_tid=länge_sedan)
        Jobb.objects.update(skapat_tid=länge_sedan)
        assert jobb.svep() == len(kvar)
        for rad in kvar:
            kör(rad)


def lösa_filer() -> set[str]:
    """Byte utan rad och rad utan byte i båda lagren, och rader som inget pekar på."""
    from django.conf import settings
    from django.db.models import ForeignObjectRel

    from publikt.models import Kopia
    from ärenden.models import Fil

    lösa = set()
    for lager, modell in (("filer", Fil), ("publikt", Kopia)):
        lagrade = {f.name for f in (settings.DATA / lager).rglob("*") if f.is_file()}
        pekare = [
            rel.field
            for rel in modell._meta.get_fields(include_hidden=True)
            if isinstance(rel, ForeignObjectRel)
        ]
        använda = {
            pk for fält in pekare for pk in fält.model.objects.values_list(fält.attname, flat=True)
        }
        rader = dict(modell.objects.values_list("sha256", "pk"))
        lösa |= {f"{lager}: rad eller byte saknas {sha}" for sha in set(rader) ^ lagrade}
        lösa |= {f"{lager}: onyttig rad {sha}" for sha, pk in rader.items() if pk not in använda}
    return lösa


def städa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Städningen som schemat kör, när det avbrutna är gammalt nog att vara skräp."""
    from ärenden import filer

    monkeypatch.setattr(filer, "SKRÄP_EFTER", timedelta(0))
    filer.städa_lager()


# --- I barnet ----------------------------------------------------------------------------------


def _dö() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL går inte att fånga")


def _dö_på(stället: Stället) -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper

    bekräfta, nummer = BaseDatabaseWrapper.commit, itertools.count(1)

    def commit(self: BaseDatabaseWrapper) -> None:
        detta = next(nummer) == stället.nummer
        if detta and stället.när == "före":
            _dö()
        bekräfta(self)
        # Djangos on_commit körs först när autocommit slås på igen, alltså efter det här.
        if detta:
            _dö()

    BaseDatabaseWrapper.commit = commit  # type: ignore[method-assign]  # bara i barnet


def _barn(
    fel: str,
    stället: list[Any],
    modul: str,
    namn: str,
    argument: list[int | str],
    namngivna: dict[str, int | str],
) -> None:
    os.dup2(os.open(fel, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), sys.stderr.fileno())
    signal.alarm(BARNETS_TID)
    gör = getattr(importlib.import_module(modul), namn)
    _dö_på(Stället(*stället))
    gör(*argument, **namngivna)


def _föd_barn() -> None:
    import django

    django.setup()
    importlib.import_module("config.urls")
    for rad in sys.stdin:
        if not (pid := os.fork()):
            _barn(*json.loads(rad))
            sys.exit()
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    _föd_barn()
