"""Celerys mäklare: vilken som helst i drift, PostgreSQL själv när inget annat finns.

Mäklaren får tappa eller upprepa meddelanden; jobbets rad i databasen är sanningen.
"""

from typing import Any

import psycopg
from pgmq import install_pgmq_from_sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

# Tal som databasens låsfunktion tar; betyder ingenting utom att alla här använder samma.
INSTALLATIONSLÅS = 7_031_502


def är_inbäddad(mäklare: str) -> bool:
    """Om meddelandena går genom PostgreSQL i stället för en egen server."""
    return mäklare.startswith("pgmq:")


def anslutning(databas: str) -> str:
    """Databasens adress i libpq-form; pgmq kan inte läsa ett uttag ur en URL."""
    # pgmq kräver ett lösenord och en port även när inget av dem används.
    angivna = conninfo_to_dict(databas)
    krävs = {"password": "tomt", "port": "5432"}
    return make_conninfo(databas, **{k: v for k, v in krävs.items() if k not in angivna})


def installera_köer(databas: str) -> None:
    """Lägger köernas schema i databasen en gång, hur många processer som än startar samtidigt."""
    with psycopg.connect(databas) as c:
        c.execute("SELECT pg_advisory_xact_lock(%s)", (INSTALLATIONSLÅS,))
        if c.execute("SELECT to_regclass('pgmq.meta')").fetchone() == (None,):
            install_pgmq_from_sql(conn=c)


def inställningar(mäklare: str, databas: str) -> dict[str, Any]:
    """Celeryinställningar som beror på mäklaren."""
    if not är_inbäddad(mäklare):
        return {
            "broker_url": mäklare,
            # Den som trycker på en knapp ska inte vänta på en mäklare som är nere.
            "broker_transport_options": {"socket_connect_timeout": 3, "socket_timeout": 5},
            "broker_pool_limit": 4,
        }
    return {
        # Namnet används inte, men utan det varnar Kombu.
        "broker_url": "pgmq://localhost",
        "broker_transport_options": {
            "conn_string": anslutning(databas),
            # Schemat installeras av installera_köer: det är ingen extension i den inbäddade.
            "init_extension": False,
            # Förvalda värden ger upp till tolv sekunder från tryck till start.
            "polling_interval": 0.04,
            "wait_time_seconds": 0,
            "pool_size": 2,
            "pool_timeout": 10,
        },
        "broker_pool_limit": 1,
        # Fjärrstyrningens kö får namn efter datorn, och pgmq tillåter 47 tecken.
        "worker_enable_remote_control": False,
    }
