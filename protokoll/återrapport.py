"""När ett uppdrag ska upp på listan: på det sista mötet som hinner före dess dag. Inga modeller."""

from __future__ import annotations

from datetime import date


def är_dags(dag: date, *, mötet: date, därefter: date | None) -> bool:
    """Om uppdraget ska återrapporteras på mötet, det närmaste som inte är kallat.

    Det är dags när dagen infaller senast på mötet, eller före det möte som kommer därefter.
    """
    return dag <= mötet or (därefter is not None and dag < därefter)
