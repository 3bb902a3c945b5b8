"""Världar som byggs genom tjänsterna en gång per process; sedan läggs deras rader tillbaka.

Samma möte hålls annars om för hundratals tester. Raderna kopieras som de är, med sina nycklar, i
testets egen transaktion; att världen den bygger på är orörd prövas mot en summa över alla rader.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

T = TypeVar("T")
# Skrivs när databasen migreras och är lika i alla tester.
FASTA = {"django_content_type", "auth_permission"}


@dataclass(frozen=True)
class Sparad:
    """Summan av raderna som bygget började med, raderna det lämnade, och objekten."""

    före: str
    rader: dict[str, bytes]
    objekt: bytes


_sparade: dict[str, Sparad] = {}


def mindes(bygg: Callable[..., T]) -> Callable[..., T]:
    """En fixtur som byggs första gången, och sedan läggs tillbaka när den börjar med samma rader.

    De fixturer som den tar emot och ändrar är efteråt som bygget lämnade dem.
    """
    nyckel = f"{bygg.__module__}.{bygg.__qualname__}"

    @wraps(bygg)
    def omslag(**fixturer: Any) -> T:
        före = _summa(_läs_ut())
        sparad = _sparade.get(nyckel)
        if sparad is None or sparad.före != före:
            svar = bygg(**fixturer)
            _sparade[nyckel] = Sparad(före, _läs_ut(), pickle.dumps((fixturer, svar)))
            return svar
        _lägg_tillbaka(sparad.rader)
        förebilder, svar = pickle.loads(sparad.objekt)
        for namn, förebild in förebilder.items():
            if hasattr(förebild, "__dict__"):
                fixturer[namn].__dict__.update(förebild.__dict__)
            if förebild is svar:
                svar = fixturer[namn]
        return svar

    return omslag


def _tabeller() -> list[str]:
    alla = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    return sorted(alla - FASTA)


def _läs_ut() -> dict[str, bytes]:
    """Raderna i de tabeller som har några."""
    with connection.cursor() as c:
        # En fråga: de flesta tabellerna är tomma.
        c.execute(
            " UNION ALL ".join(
                f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM \"{t}\")" for t in _tabeller()
            )
        )
        ifyllda = [rad[0] for rad in c.fetchall()]
        rader = {}
        for tabell in ifyllda:
            with c.copy(f'COPY "{tabell}" TO STDOUT') as ut:
                rader[tabell] = b"".join(bytes(block) for block in ut)
    return rader


def _summa(rader: dict[str, bytes]) -> str:
    return hashlib.sha256(repr(sorted(rader.items())).encode()).hexdigest()


def _lägg_tillbaka(rader: dict[str, bytes]) -> None:
    with transaction.atomic(), connection.cursor() as c:
        # Raderna har redan gått igenom utlösarna, och står i en annan ordning än nycklarna kräver.
        c.execute("SET LOCAL session_replication_role = replica")
        for tabell in _läs_ut():
            c.execute(f'DELETE FROM "{tabell}"')
        for tabell, innehåll in rader.items():
            with c.copy(f'COPY "{tabell}" FROM STDIN') as in_:
                in_.write(innehåll)
        c.execute("SET LOCAL session_replication_role = origin")
