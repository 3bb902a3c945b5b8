"""Anslagets dagar (KL 8 kap. 12 §, 13 kap. 5 §, lag 1930:173)."""

from datetime import date, timedelta

import pytest

from protokoll import anslagstid
from protokoll.anslagstid import FörKortAnslagstid


@pytest.mark.parametrize(
    ("justerad", "senast"),
    [
        pytest.param(date(2026, 3, 16), date(2026, 3, 18), id="KL 8:12 andra dagen efter"),
        pytest.param(date(2026, 3, 13), date(2026, 3, 16), id="KL 8:12 lag 1930:173 § 2 söndag"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 16), id="KL 8:12 lag 1930:173 § 2 lördag"),
        pytest.param(date(2026, 4, 1), date(2026, 4, 7), id="KL 8:12 lag 1930:173 § 2 påsk"),
    ],
)
def test_senast_uppsatt(justerad: date, senast: date) -> None:
    assert anslagstid.senast_uppsatt(justerad) == senast
    assert not anslagstid.är_för_sent_uppsatt(justerad, senast)
    assert anslagstid.är_för_sent_uppsatt(justerad, senast + timedelta(days=1))


@pytest.mark.parametrize(
    ("dagar", "från"),
    [
        pytest.param([date(2026, 3, 18)], date(2026, 3, 18), id="KL 13:5 en kommun"),
        pytest.param(
            [date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 19)],
            date(2026, 3, 20),
            id="KL 13:5 gemensam nämnd: den sista tavlan",
        ),
        pytest.param([date(2026, 3, 18), None], None, id="KL 9:32 en kommun är inte bekräftad"),
        pytest.param([None], None, id="KL 13:5 ingen"),
    ],
)
def test_tillkännagiven_överallt(dagar: list[date | None], från: date | None) -> None:
    assert anslagstid.tillkännagiven_överallt(dagar) == från


@pytest.mark.parametrize(
    ("upp", "sista", "ned"),
    [
        pytest.param(
            date(2019, 4, 30), date(2019, 5, 21), date(2019, 5, 22), id="KL 13:5 tre veckor"
        ),
        pytest.param(
            date(2019, 2, 5), date(2019, 2, 26), date(2019, 2, 27), id="KL 13:5 upp + 22 dagar"
        ),
        pytest.param(
            date(2026, 2, 1), date(2026, 2, 23), date(2026, 2, 24), id="KL 13:5 söndag, upp + 23"
        ),
        pytest.param(
            date(2026, 1, 31), date(2026, 2, 23), date(2026, 2, 24), id="KL 13:5 lördag, upp + 24"
        ),
        pytest.param(
            date(2026, 3, 13), date(2026, 4, 7), date(2026, 4, 8), id="KL 13:5 långfredagen"
        ),
        pytest.param(
            date(2026, 5, 29), date(2026, 6, 22), date(2026, 6, 23), id="KL 13:5 midsommarafton"
        ),
        pytest.param(
            date(2026, 12, 3), date(2026, 12, 28), date(2026, 12, 29), id="KL 13:5 julafton"
        ),
        pytest.param(
            date(2026, 12, 10), date(2027, 1, 4), date(2027, 1, 5), id="KL 13:5 nyårsafton"
        ),
        pytest.param(
            date(2024, 5, 16),
            date(2024, 6, 7),
            date(2024, 6, 8),
            id="KL 13:5 nationaldagen, ned lördag",
        ),
    ],
)
def test_sista_överklagandedag_och_ned(upp: date, sista: date, ned: date) -> None:
    assert anslagstid.sista_överklagandedag(upp) == sista
    assert anslagstid.ned_dag(upp) == ned
    assert not anslagstid.får_tas_ned(sista, upp)
    assert anslagstid.får_tas_ned(ned, upp)


@pytest.mark.parametrize(
    ("tillägg", "avbrott", "ned"),
    [
        pytest.param(1, 0, date(2019, 5, 22), id="KL 8:12 lagens dag"),
        pytest.param(2, 0, date(2019, 5, 23), id="KL 8:12 kommunens tillägg"),
        pytest.param(1, 3, date(2019, 5, 25), id="KL 13:5 st. 2 avbrottet skjuter upp nedtagandet"),
        pytest.param(2, 3, date(2019, 5, 26), id="KL 13:5 st. 2 avbrott och tillägg"),
    ],
)
def test_tillägg_och_avbrott(tillägg: int, avbrott: int, ned: date) -> None:
    upp = date(2019, 4, 30)

    assert anslagstid.ned_dag(upp, tillägg, avbrott) == ned
    villkor = {"tillägg": tillägg, "avbrottsdagar": avbrott}
    assert anslagstid.får_tas_ned(ned, upp, **villkor)
    assert not anslagstid.får_tas_ned(ned - timedelta(days=1), upp, **villkor)
    assert anslagstid.sista_överklagandedag(upp) == date(2019, 5, 21)


@pytest.mark.parametrize(
    "tillägg",
    [
        pytest.param(0, id="KL 8:12 ned samma dag som tiden går ut"),
        pytest.param(-1, id="KL 8:12 ned innan tiden går ut"),
    ],
)
def test_kortare_än_lagen_hindras_med_lagrum(tillägg: int) -> None:
    with pytest.raises(FörKortAnslagstid, match="dagen efter") as fel:
        anslagstid.ned_dag(date(2019, 4, 30), tillägg)

    assert fel.value.lagrum == "8 kap. 12 § kommunallagen"
    assert "före överklagandetidens utgång" in fel.value.lagtext
    assert anslagstid.ned_dag(date(2019, 4, 30), 1)


def test_negativt_avbrott_är_ett_fel() -> None:
    with pytest.raises(ValueError, match="minst 0"):
        anslagstid.ned_dag(date(2019, 4, 30), avbrottsdagar=-1)


def test_anslaget_är_uppe_minst_tre_hela_veckor_vilken_dag_det_än_kommer_upp() -> None:
    for dagar in range(366):
        upp = date(2026, 1, 1) + timedelta(days=dagar)
        sista = anslagstid.sista_överklagandedag(upp)

        assert (sista - upp).days >= 21
        assert anslagstid.ned_dag(upp) == sista + timedelta(days=1)
