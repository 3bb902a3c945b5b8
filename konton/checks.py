"""Systemkontroller för drift: `manage.py check --deploy`."""

import os
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from konton.models import Användare


@register(Tags.security, deploy=True)
def inga_demokonton(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Demokontonas lösenord är kända. Prövas även utan --database: frågan är billig."""
    svar: list[CheckMessage] = []
    for alias in databases or [DEFAULT_DB_ALIAS]:
        try:
            svar += _i_databasen(alias)
        except OperationalError as fel:
            svar.append(
                Warning(
                    f"Databasen {alias} svarar inte, så demokonton kunde inte sökas: {fel}",
                    id="konton.W001",
                )
            )
    return svar


# Förvalen duger på en egen dator; i drift leder breven då till mottagarens egen maskin.
KRÄVS_I_DRIFT = ("NAMND_ADRESS", "NAMND_NYCKEL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL")


@register(Tags.security, deploy=True)
def det_som_drift_kräver(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Miljövariablerna som har ett förval, men inte ett som går att använda i drift."""
    return [
        Error(
            f"{namn} är inte satt. Se docs/drift.md.",
            id="konton.E002",
        )
        for namn in KRÄVS_I_DRIFT
        if not os.environ.get(namn)
    ]


def _i_databasen(alias: str) -> list[CheckMessage]:
    databas = connections[alias]
    with databas.cursor() as markör:
        if Användare._meta.db_table not in databas.introspection.table_names(markör):
            return []  # inte migrerad än
    namn = list(
        Användare.objects.using(alias)
        .filter(är_demo=True)
        .order_by("username")
        .values_list("username", flat=True)
    )
    if not namn:
        return []
    return [
        Error(
            f"Databasen {alias} har {len(namn)} demokonton med kända lösenord: "
            f"{', '.join(namn[:5])}{' …' if len(namn) > 5 else ''}",
            hint="Börja med en tom databas i drift; demodata går inte att skilja från riktiga.",
            id="konton.E001",
        )
    ]
