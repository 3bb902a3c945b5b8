"""Demots klocka: händelserna får den dag de skulle ha hänt, inte den dag demot byggs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone

from ärenden import helgdagar


def tidpunkt(dag: date, klockslag: time = time(10, 0)) -> datetime:
    return timezone.make_aware(datetime.combine(dag, klockslag))


def senaste_vardag(dag: date) -> date:
    """Dagen själv, eller den närmaste arbetsdagen före."""
    while helgdagar.är_arbetsfri(dag):
        dag -= timedelta(days=1)
    return dag


@contextmanager
def klockan(tid: datetime) -> Iterator[None]:
    """Inom blocket är det `tid`. Jobbens lån mäts med databasens klocka och påverkas inte."""
    with mock.patch.object(timezone, "now", return_value=tid):
        yield
