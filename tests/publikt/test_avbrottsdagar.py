"""Dagarna som ett avbrott rör (KL 13 kap. 5 §)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from publikt import avbrottsdagar

SVERIGE = ZoneInfo("Europe/Stockholm")
NED = date(2019, 5, 22)


def tid(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SVERIGE)


@pytest.mark.parametrize(
    ("från", "till", "dagar"),
    [
        ("2019-05-06 10:00", "2019-05-06 10:20", 1),
        ("2019-05-06 00:00", "2019-05-07 00:00", 1),
        ("2019-05-06 22:00", "2019-05-07 06:00", 2),
        ("2019-05-06 23:59", "2019-05-07 00:01", 2),
        ("2019-05-06 10:00", "2019-05-09 07:00", 4),
        # Sommartiden börjar: dygnet är kortare men är ett dygn.
        ("2019-03-30 23:00", "2019-03-31 04:00", 2),
        # Började före nedtagningsdagen: de uteblivna dagarna ska rymmas efter avbrottet.
        ("2019-05-19 08:00", "2019-05-22 00:00", 3),
        ("2019-05-21 20:00", "2019-05-22 07:00", 2),
        ("2019-05-21 23:59", "2019-05-25 07:00", 5),
        # Anslaget fick redan tas ned.
        ("2019-05-22 00:00", "2019-05-22 07:00", 0),
        ("2019-05-23 01:00", "2019-05-24 07:00", 0),
    ],
    ids=lambda v: f"KL 13:5 {v}" if isinstance(v, int) else v,
)
def test_varje_dag_som_avbrottet_rör_räknas(från: str, till: str, dagar: int) -> None:
    assert avbrottsdagar.berörda_dagar(tid(från), tid(till), NED) == dagar


@pytest.mark.parametrize(
    ("uppsatt", "dagar"),
    [(date(2019, 4, 30), 0), (date(2019, 5, 1), 1), (date(2019, 5, 4), 4), (date(2019, 4, 29), 0)],
    ids=lambda v: f"KL 13:5 {v}",
)
def test_tiden_räknas_från_den_dag_anslaget_kom_upp(uppsatt: date, dagar: int) -> None:
    assert avbrottsdagar.försenade_dagar(date(2019, 4, 30), uppsatt) == dagar
