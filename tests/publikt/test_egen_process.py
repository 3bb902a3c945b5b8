"""Den publika delen som egen process: bara dess egna adresser, med en roll som bara läser dem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.files.storage import storages
from django.db import connection

from tests.factories.publikt import PDF, dagens_anslag

ROT = Path(__file__).resolve().parent.parent.parent
ROLL = "namnd_publikt_prov"

PROCESS = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection, DatabaseError
from django.test import Client
from django.urls import get_resolver

call_command("check", fail_level="WARNING")

def namn(monster, rum=""):
    for m in monster:
        if hasattr(m, "url_patterns"):
            yield from namn(m.url_patterns, f"{rum}{m.namespace}:" if m.namespace else rum)
        else:
            yield f"{rum}{m.name}"

klient = Client()
def hamta(adress):
    svar = klient.get(adress)
    kropp = b"".join(svar) if svar.streaming else svar.content
    return [svar.status_code, kropp.decode(), dict(svar.headers)]

def nekas(tabell):
    try:
        with connection.cursor() as markor:
            markor.execute(f"SELECT 1 FROM {tabell}")
    except DatabaseError as fel:
        return str(fel)

print(json.dumps({
    "namn": sorted(namn(get_resolver().url_patterns)),
    "appar": [a.label for a in apps.get_app_configs()],
    "moduler": [m for m in ("konton", "ärenden", "nämnd", "protokoll") if m in sys.modules],
    "svar": {a: hamta(a) for a in sys.argv[1:]},
    "nekas": [nekas(t) for t in ("konton_anvandare", "arenden_fil", "django_session")],
}))
"""


@pytest.fixture
def bara_läsa(transactional_db: None) -> Any:
    """Rollen ur docs/drift.md."""
    with connection.cursor() as markör:
        markör.execute(f"CREATE ROLE {ROLL}")
        markör.execute(f"GRANT SELECT ON {', '.join(publikts_tabeller())} TO {ROLL}")
    yield
    with connection.cursor() as markör:
        markör.execute(f"DROP OWNED BY {ROLL}")
        markör.execute(f"DROP ROLE {ROLL}")


def publikts_tabeller() -> list[str]:
    return sorted(t for t in connection.introspection.table_names() if t.startswith("publikt_"))


def kör(*adresser: str) -> dict[str, Any]:
    delar = urlsplit(os.environ["DATABASE_URL"])
    svar = subprocess.run(
        [sys.executable, "-c", PROCESS, *adresser],
        cwd=ROT,
        env=os.environ
        | {
            "DATABASE_URL": urlunsplit(delar._replace(path=f"/{connection.settings_dict['NAME']}")),
            "DJANGO_SETTINGS_MODULE": "config.settings.publikt",
            "CELERY_BROKER_URL": "memory://",
            "ALLOWED_HOSTS": "testserver",
            "PGOPTIONS": f"-c role={ROLL}",
            "PYTHONUTF8": "1",
            "NAMND_PUBLIKT": str(storages["publikt"].location),
            "NAMND_DATA": "/finns/inte",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert svar.returncode == 0, svar.stderr
    return json.loads(svar.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.usefixtures("bara_läsa")
def test_processen_har_bara_den_publika_delen() -> None:
    ett = dagens_anslag(protokoll_pdf=PDF)
    egna = ["/anslagstavla/", f"/anslagstavla/{ett.pk}/", f"/anslagstavla/{ett.pk}/protokoll.pdf"]
    egna += ["/anslagstavla/tidigare/", "/anslagstavla/drift/", "/anslagstavla/atom.xml"]
    egna += ["/moten/"]
    andras = ["/", "/arenden/", "/konto/logga-in/", "/register/", "/halsa/", "/anslagstavla/0/"]

    ut = kör(*egna, *andras)

    assert {n.split(":")[0] for n in ut["namn"]} == {"publikt", "moten"}
    assert "publikt:tavla" in ut["namn"]
    assert ut["appar"] == ["staticfiles", "csp", "pgtrigger", "publikt"]
    assert ut["moduler"] == []
    for adress in egna:
        kod, kropp, huvuden = ut["svar"][adress]
        assert kod == 200, (adress, kropp)
        assert "Cookie" not in str(huvuden), huvuden
        assert "default-src 'self'" in huvuden["Content-Security-Policy"]
    assert ett.rubrik in ut["svar"]["/anslagstavla/"][1]
    assert ut["svar"][egna[2]][1].encode() == PDF
    for adress in andras:
        assert ut["svar"][adress][0] == 404
        assert "Till anslagstavlan" in ut["svar"][adress][1]
    assert all("permission denied" in fel for fel in ut["nekas"]), ut["nekas"]
