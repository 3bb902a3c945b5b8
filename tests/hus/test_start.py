"""Det som ./starta kör: felen, och att allt stoppas hur det än slutar."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import pg, start

pytestmark = pytest.mark.slow

ROT = Path(__file__).resolve().parent.parent.parent
HELA = pytest.mark.xdist_group("hela starter")
# Demokommunen tar en stund att bygga och prövas för sig.
UTAN_DEMO = """
import sys
from config import start
riktigt = start._kommando
start._kommando = lambda *a: None if a[0] == "demodata" else riktigt(*a)
sys.exit(start.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def katalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Delas, så att bara den första av de hela starterna behöver skapa tabellerna: gruppen HELA."""
    väg = tmp_path_factory.mktemp("dåta")
    yield väg
    # Ett test som faller kan ha dödat den som annars stoppar databasen.
    pg.stoppa(väg)


def _miljö(katalog: Path) -> dict[str, str]:
    utan = ("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
    ärvd = {k: v for k, v in os.environ.items() if k not in utan and not k.startswith("NAMND_")}
    return ärvd | {"NAMND_DATA": str(katalog), "PYTHONUTF8": "1"}


def _ledig_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def _kör(katalog: Path, *argument: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.start", *argument],
        cwd=ROT,
        env=_miljö(katalog),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _kvar(katalog: Path) -> list[str]:
    """Processer som hör till katalogen; zombier som väntar på att hämtas räknas inte."""
    märke = os.fsencode(katalog)
    fynd = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            läge = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
            text = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if läge != "Z" and märke in text:
            fynd.append(f"{process.name} {(process / 'cmdline').read_bytes()!r}")
    return fynd


def _lyssnar(port: int) -> set[str]:
    """Adresserna som någon lyssnar på med porten, som kärnan skriver dem."""
    adresser = set()
    for tabell in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for rad in tabell.read_text().splitlines()[1:] if tabell.exists() else ():
            _, lokal, _, läge, *_ = rad.split()
            värd, nummer = lokal.split(":")
            if läge == "0A" and int(nummer, 16) == port:
                adresser.add(värd)
    return adresser


def _vänta(villkor: object, sekunder: float = 30) -> bool:
    assert callable(villkor)
    slut = time.monotonic() + sekunder
    while time.monotonic() < slut:
        if villkor():
            return True
        time.sleep(0.1)
    return False


def test_upptagen_port(tmp_path: Path) -> None:
    with socket.socket() as annan:
        annan.bind(("127.0.0.1", 0))
        annan.listen()
        port = annan.getsockname()[1]
        svar = _kör(tmp_path / "data", "--port", str(port))
    assert svar.returncode == 1
    assert f"Port {port} är upptagen" in svar.stderr
    assert f"./starta --port {port + 1 if port < 65535 else 8000}" in svar.stderr
    assert not (tmp_path / "data" / "pg").exists(), "databasen startas inte i onödan"


@pytest.mark.parametrize("port", ["0", "65536", "åtta"])
def test_omöjlig_port(tmp_path: Path, port: str) -> None:
    svar = _kör(tmp_path / "data", "--port", port)
    assert svar.returncode == 1
    assert f"{port} är inte ett portnummer" in svar.stderr


def test_okänt_val(tmp_path: Path) -> None:
    svar = _kör(tmp_path / "data", "--prot", "8080")
    assert svar.returncode == 2
    assert svar.stderr == "./starta har ett val: --port N, till exempel ./starta --port 8080.\n"


def test_redan_igång_från_samma_katalog(tmp_path: Path) -> None:
    with (tmp_path / "starta.lock").open("w") as lås:
        fcntl.flock(lås, fcntl.LOCK_EX)
        svar = _kör(tmp_path, "--port", str(_ledig_port()))
    assert svar.returncode == 1
    assert "Nämnd är redan igång från den här katalogen" in svar.stderr


def _process(tmp_path: Path, kod: str) -> start.Process:
    logg = tmp_path / "prov.log"
    with logg.open("wb") as ut:
        popen = start._popen([sys.executable, "-c", kod], ut)
    return start.Process("arbetaren", logg, popen)


def test_ett_barn_som_dör_namnges_med_slutet_av_loggen(tmp_path: Path) -> None:
    process = _process(tmp_path, "print('sista ordet'); raise SystemExit(3)")
    process.popen.wait(10)
    with pytest.raises(start.Startfel) as fel:
        start._kräv_levande([process])
    assert "arbetaren slutade oväntat (kod 3)" in str(fel.value)
    assert "sista ordet" in str(fel.value)


def test_stopp_tar_även_barnbarn_och_den_som_inte_lyder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "STOPPTID", 1)
    process = _process(
        tmp_path,
        "import signal, subprocess, sys, time;"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "sov = 'import time; time.sleep(60)';"
        f"b = subprocess.Popen([sys.executable, '-c', sov, {str(tmp_path)!r}]);"
        "print(b.pid, flush=True); time.sleep(60)",
    )
    assert _vänta(lambda: process.logg.read_text().strip())
    start._stoppa([process])
    assert process.popen.returncode == -signal.SIGKILL
    assert _vänta(lambda: not _kvar(tmp_path)), _kvar(tmp_path)
    assert "Avbryter arbetaren" in capsys.readouterr().out


@pytest.mark.parametrize("nummer", [signal.SIGTERM, signal.SIGHUP])
def test_stoppas_som_av_ctrl_c(nummer: int) -> None:
    kod = """
import sys, time
from config import start
start._kör = lambda port: (print("igång", flush=True), time.sleep(60))
sys.exit(start.main([]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", kod], cwd=ROT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "igång\n"
    process.send_signal(nummer)
    slut, _ = process.communicate(timeout=60)
    assert (process.returncode, slut) == (0, "Nämnd är stoppad.\n")


@HELA
def test_hela_starten_och_stoppet(katalog: Path) -> None:
    port = _ledig_port()
    process = subprocess.Popen(
        [sys.executable, "-c", UTAN_DEMO, "--port", str(port)],
        cwd=ROT,
        env=_miljö(katalog),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        utskrift = []
        for rad in process.stdout:
            utskrift.append(rad)
            if "Ctrl-C" in rad:
                break
        assert f"http://127.0.0.1:{port}/" in "".join(utskrift)
        assert _vänta(lambda: "ready." in (katalog / "logg" / "arbetaren.log").read_text())
        # Bara den egna datorn når webben.
        assert _lyssnar(port) == {"0100007F"}
        assert (katalog / "hemlig_nyckel").stat().st_mode & 0o777 == 0o600
        process.send_signal(signal.SIGINT)
        slut, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "Nämnd är stoppad." in slut
    assert _kvar(katalog) == []
    assert not pg.är_igång(katalog)


@HELA
def test_dör_webben_stoppas_resten(katalog: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", UTAN_DEMO, "--port", str(_ledig_port())],
        cwd=ROT,
        env=_miljö(katalog),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for rad in process.stdout:
            if "Ctrl-C" in rad:
                break
        webben = [rad.split()[0] for rad in _kvar(katalog) if "gunicorn" in rad]
        os.kill(min(int(pid) for pid in webben), signal.SIGKILL)
        _, fel = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 1
    assert "webben slutade oväntat (kod -9)" in fel
    assert _kvar(katalog) == []
    assert not pg.är_igång(katalog)
