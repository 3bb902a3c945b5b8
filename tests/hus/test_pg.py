"""Den inbäddade databasen: start, omstart efter kill -9, samtidiga starter och fel."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from config import pg

pytestmark = pytest.mark.slow

ROT = Path(__file__).resolve().parent.parent.parent
SE_TILL = "from config import pg; pg.se_till(); import os; print(os.environ['DATABASE_URL'])"


@pytest.fixture
def katalog(tmp_path: Path) -> Iterator[Path]:
    väg = tmp_path / "dåta"
    yield väg
    pg.stoppa(väg)


def _uttag(katalog: Path) -> Path:
    return Path(str(conninfo_to_dict(pg.adress(katalog))["host"]))


def _postmaster(katalog: Path) -> int:
    return int((katalog / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])


def _döda(katalog: Path) -> None:
    """kill -9 på huvudprocessen; barnen märker det och slutar själva."""
    os.kill(_postmaster(katalog), signal.SIGKILL)


def _miljö(katalog: Path) -> dict[str, str]:
    utan = ("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "NAMND_LOKALT")
    return {k: v for k, v in os.environ.items() if k not in utan} | {
        "NAMND_DATA": str(katalog),
        "PYTHONUTF8": "1",
    }


def _process(katalog: Path, kod: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", kod],
        cwd=ROT,
        env=_miljö(katalog),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_kall_start_ger_databas_med_rätt_teckenordning(katalog: Path) -> None:
    with psycopg.connect(pg.starta(katalog)) as c:
        rad = c.execute(
            "SELECT current_database(), datlocprovider, datlocale, datcollate, encoding"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert rad == ("namnd", "b", "C.UTF-8", "C", 6)
        assert c.execute("SHOW listen_addresses").fetchone() == ("",)
        assert c.execute("SHOW data_checksums").fetchone() == ("on",)
        # Utan detta är å ä ö inga bokstäver och sökning på ord med dem går sönder.
        assert c.execute("SELECT 'Åäö' ~ '^\\w+$', lower('ÅÄÖ')").fetchone() == (True, "åäö")
        for tillägg in ("pg_trgm", "unaccent", "btree_gin", "citext"):
            c.execute(f"CREATE EXTENSION {tillägg}")
    uttag = _uttag(katalog)
    assert uttag.stat().st_mode & 0o777 == 0o700
    assert katalog.stat().st_mode & 0o077 == 0


def test_varm_start_är_snabb_och_behåller_raderna(katalog: Path) -> None:
    with psycopg.connect(pg.starta(katalog)) as c:
        c.execute("CREATE TABLE t AS SELECT 7 AS n")
    pg.stoppa(katalog)
    assert not pg.är_igång(katalog)
    började = time.monotonic()
    url = pg.starta(katalog)
    assert time.monotonic() - började < 10
    with psycopg.connect(url) as c:
        assert c.execute("SELECT n FROM t").fetchone() == (7,)


def test_start_av_redan_startad_ansluter(katalog: Path) -> None:
    pg.starta(katalog)
    före = _postmaster(katalog)
    assert pg.starta(katalog) == pg.adress(katalog)
    assert _postmaster(katalog) == före


@pytest.mark.parametrize("rader", [200, 400, 600])
def test_kill_9_förlorar_ingen_bekräftad_rad(katalog: Path, rader: int) -> None:
    with closing(psycopg.connect(pg.starta(katalog), autocommit=True)) as c:
        c.execute("CREATE TABLE t (n int)")
        for n in range(rader):
            c.execute("INSERT INTO t VALUES (%s)", (n,))
        _döda(katalog)
    with psycopg.connect(pg.starta(katalog)) as c:
        assert c.execute("SELECT count(*), max(n) FROM t").fetchone() == (rader, rader - 1)


def test_postmaster_pid_som_nu_är_ett_annat_program(katalog: Path) -> None:
    """Efter en omstart av datorn kan numret tillhöra vad som helst, här testprocessen."""
    pg.starta(katalog)
    _döda(katalog)
    fil = katalog / "pg" / "postmaster.pid"
    rader = fil.read_text().split("\n", 1)
    fil.write_text("\n".join([str(os.getpid()), rader[1]]))
    pg.starta(katalog)
    assert pg.är_igång(katalog)
    assert _postmaster(katalog) != os.getpid()


def test_fyra_samtidiga_starter_ger_en_databas(katalog: Path) -> None:
    kod = (
        "import sys; from pathlib import Path; from config import pg;"
        f"print(pg.starta(Path({str(katalog)!r})))"
    )
    processer = [_process(katalog, kod) for _ in range(4)]
    svar = [p.communicate(timeout=120) for p in processer]
    assert [p.returncode for p in processer] == [0] * 4, svar
    assert {ut.strip() for ut, _ in svar} == {pg.adress(katalog)}
    with psycopg.connect(pg.adress(katalog)) as c:
        assert c.execute("SELECT 1").fetchone() == (1,)


def test_avbruten_första_start_görs_om(katalog: Path) -> None:
    """En halv initdb har ett annat namn och kastas nästa gång."""
    (katalog / "pg.ny").mkdir(parents=True)
    (katalog / "pg.ny" / "PG_VERSION").write_text("18\n")
    pg.starta(katalog)
    assert not (katalog / "pg.ny").exists()


def test_se_till_stoppar_det_den_startat_men_inte_andras(katalog: Path) -> None:
    första = _process(katalog, SE_TILL + "; import sys; sys.stdout.flush(); input()")
    assert första.stdout is not None
    assert första.stdout.readline().strip() == pg.adress(katalog)
    andra = _process(katalog, SE_TILL)
    assert andra.communicate(timeout=60)[0].strip() == pg.adress(katalog)
    assert andra.returncode == 0
    assert pg.är_igång(katalog), "en annan process använder databasen"
    första.communicate("\n", timeout=60)
    assert not pg.är_igång(katalog), "den sista stoppar"

    pg.starta(katalog)
    _process(katalog, SE_TILL).communicate(timeout=60)
    assert pg.är_igång(katalog), "en databas som startats för sig stoppas inte"


def test_se_till_rör_inget_när_database_url_finns(
    katalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://annan/db")
    monkeypatch.setenv("NAMND_DATA", str(katalog))
    monkeypatch.delenv("NAMND_LOKALT", raising=False)
    pg.se_till()
    assert not katalog.exists()
    assert "NAMND_LOKALT" not in os.environ


def test_hemlig_nyckel_skapas_en_gång_och_är_privat(tmp_path: Path) -> None:
    nyckel = pg.hemlig_nyckel(tmp_path)
    assert len(nyckel) >= 50
    assert pg.hemlig_nyckel(tmp_path) == nyckel
    assert (tmp_path / "hemlig_nyckel").stat().st_mode & 0o777 == 0o600
    assert [f.name for f in tmp_path.iterdir()] == ["hemlig_nyckel"]


def test_trasig_databas_ger_fel_på_svenska(katalog: Path) -> None:
    pg.starta(katalog)
    pg.stoppa(katalog)
    (katalog / "pg" / "PG_VERSION").write_text("9\n")
    with pytest.raises(pg.Databasfel, match="Databasen startade inte"):
        pg.starta(katalog)


def test_främmande_uttag_godtas_inte(katalog: Path) -> None:
    uttag = _uttag(katalog)
    uttag.mkdir(mode=0o755)
    uttag.chmod(0o755)
    try:
        with pytest.raises(pg.Databasfel, match="Ta bort den"):
            pg.starta(katalog)
    finally:
        uttag.rmdir()


def test_kommandoraden(katalog: Path) -> None:
    def kör(vad: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "config.pg", vad],
            cwd=ROT,
            env=_miljö(katalog),
            capture_output=True,
            text=True,
            check=False,
        )

    assert (kör("status").returncode, kör("status").stdout) == (3, "stoppad\n")
    assert kör("start").stdout.strip() == pg.adress(katalog)
    assert kör("status").returncode == 0
    assert kör("stop").returncode == 0
    assert kör("stop").returncode == 0
    assert kör("status").returncode == 3


def test_utan_namnrymder(katalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I många behållare får root inte byta namnrymd; katalogerna ovanför är stängda för andra.

    En vanlig användare behöver ingen namnrymd: då är databasen användarens egen.
    """
    ägare = pg.INGEN if os.geteuid() == 0 else os.geteuid()
    katalog.parent.chmod(0o700)
    monkeypatch.setattr(pg, "_kan_byta_namnrymd", lambda: False)
    with psycopg.connect(pg.starta(katalog)) as c:
        c.execute("CREATE TABLE t AS SELECT 7 AS n")
    assert Path("/proc", str(_postmaster(katalog))).stat().st_uid == ägare
    monkeypatch.undo()
    pg.stoppa(katalog)
    with psycopg.connect(pg.starta(katalog)) as c:
        assert c.execute("SELECT n FROM t").fetchone() == (7,)
