"""Databasen töms efter de tester som sparar på riktigt: webbläsarens, och de som dödar processer.

Django tömmer med TRUNCATE, som skriver nya filer för varje tabell och index: två sekunder för 176
tabeller där några få rader finns. DELETE tar en tjugondel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

from tests.minne import FASTA


def _satser(
    db: DatabaseOperations,
    style: Any,
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """Det som `flush` kör, i en transaktion. Nycklar och utlösare prövas inte: allt ska bort."""
    bort = [f"DELETE FROM {db.quote_name(t)}" for t in tables if t not in FASTA]
    return ["; ".join(["SET LOCAL session_replication_role = replica", *bort])]


def slå_på() -> None:
    DatabaseOperations.sql_flush = _satser  # type: ignore[assignment]  # bara i testerna
