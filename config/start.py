"""Kör hela Nämnd på en dator: databas, webb, arbetare och schema. Anropas av ./starta."""

import argparse
import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from config import broker, pg

VÄNTETID = 60
STOPPTID = 10
LOGG_MAX_BYTE = 10 * 1024 * 1024
DÖDA_MED_FÖRÄLDERN = 1  # PR_SET_PDEATHSIG


class Startfel(Exception):
    """Något hindrade starten; texten är till den som kör programmet."""


class Avbruten(BaseException):
    """Ctrl-C eller en signal att sluta. Inget fel, så inget `except Exception` ska fånga den."""


@dataclass(frozen=True)
class Process:
    """En av de processer som tillsammans är Nämnd."""

    namn: str
    logg: Path
    popen: subprocess.Popen[bytes]

    def slut_på_logg(self) -> str:
        rader = self.logg.read_text(errors="replace").splitlines()
        return "\n".join(f"  {rad}" for rad in rader[-15:])


class _Tolk(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print("./starta har ett val: --port N, till exempel ./starta --port 8080.", file=sys.stderr)
        sys.exit(2)


def main(argument: list[str] | None = None) -> int:
    """Kommandoraden."""
    tolk = _Tolk(
        prog="./starta",
        usage="./starta [--port N]",
        description="Startar Nämnd på den här datorn. Ctrl-C stoppar allt.",
        add_help=False,
    )
    tolk.add_argument("-h", "--help", "--hjalp", action="help", help="visar den här texten")
    tolk.add_argument("--port", default="8000", help="webbens port, förvalt 8000")
    val = tolk.parse_args(argument)
    _vid_signal(_avbryt)
    try:
        try:
            _kör(val.port)
        finally:
            # Resten, där databasen stoppas, får inget avbryta.
            _vid_signal(signal.SIG_IGN)
    except Avbruten:
        print("Nämnd är stoppad.")
        return 0
    except (Startfel, pg.Databasfel) as fel:
        print(f"\n{fel}", file=sys.stderr)
        return 1
    return 0


def _vid_signal(gör: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for nummer in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(nummer, gör)


def _avbryt(nummer: int, ram: FrameType | None) -> None:
    # En gång räcker: fler tryck får inte störa stoppandet.
    _vid_signal(signal.SIG_IGN)
    raise Avbruten


def _kör(angiven_port: str) -> None:
    if not angiven_port.isdecimal() or not 1 <= int(angiven_port) <= 65535:
        raise Startfel(f"{angiven_port} är inte ett portnummer; välj ett mellan 1024 och 65535.")
    port = int(angiven_port)
    katalog = pg.datakatalog()
    katalog.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _ensam(katalog), _port(port) as uttag:
        print("Startar databasen …", flush=True)
        pg.se_till()
        adress = f"http://127.0.0.1:{port}/"
        egen = pg.lokal_miljö(katalog) | {
            "NAMND_ADRESS": adress,
            "NAMND_ANSLAGSTAVLA": f"{adress}anslagstavla/",
        }
        os.environ.update(egen | os.environ)
        if broker.är_inbäddad(os.environ["CELERY_BROKER_URL"]):
            broker.installera_köer(os.environ["DATABASE_URL"])
        print("Förbereder tabellerna, första gången en halv minut …", flush=True)
        _kommando("migrate", "--noinput", "--verbosity=0")
        _kommando("demodata", "--om-tom")
        print("Startar webb, arbetare och schema …", flush=True)
        processer: list[Process] = []
        try:
            _starta_processer(processer, katalog, uttag)
            # Läses medan webben startar, så att starten går fortare.
            visning = _popen(_manage("demodata", "--visa", adress), subprocess.PIPE)
            _vänta_på_webben(processer, port)
            demo = visning.communicate()[0].decode()
            if visning.returncode:
                raise Startfel(f"Kommandot manage.py demodata --visa misslyckades:\n{demo}")
            print(f"\nNämnd är igång: {adress}\n\n{demo}", end="", flush=True)
            print(f"\nLoggar: {katalog / 'logg'}\nCtrl-C stoppar allt.", flush=True)
            while True:
                _kräv_levande(processer)
                time.sleep(0.5)
        finally:
            # Även när det var en krasch som fick oss hit får inget avbryta städningen.
            _vid_signal(signal.SIG_IGN)
            print("\nStoppar …", flush=True)
            _stoppa(processer)


@contextlib.contextmanager
def _ensam(katalog: Path) -> Iterator[None]:
    with (katalog / "starta.lock").open("a") as lås:
        try:
            fcntl.flock(lås, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Startfel(
                f"Nämnd är redan igång från den här katalogen (data i {katalog}). "
                "Stoppa den med Ctrl-C i fönstret där den startades."
            ) from None
        yield


@contextlib.contextmanager
def _port(port: int) -> Iterator[socket.socket]:
    """Tar porten redan nu; webbservern ärver den, så att ingen annan hinner före."""
    with socket.socket() as uttag:
        uttag.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            uttag.bind(("127.0.0.1", port))
            uttag.listen(128)
        except PermissionError:
            raise Startfel(f"Port {port} får bara root använda. Välj en över 1023.") from None
        except OSError as fel:
            raise Startfel(
                f"Port {port} är upptagen av ett annat program. "
                f"Välj en annan: ./starta --port {port + 1 if port < 65535 else 8000}"
            ) from fel
        yield uttag


def _följ_föräldern() -> None:
    # Dör den här processen utan att hinna städa (kill -9) ska barnen sluta av sig själva.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DÖDA_MED_FÖRÄLDERN, signal.SIGTERM)


def _popen(
    kommando: list[str], utskrift: IO[bytes] | int | None, fd: int | None = None
) -> subprocess.Popen[bytes]:
    # Egen session: Ctrl-C i terminalen ska bara nå den här processen, som stoppar i rätt ordning.
    return subprocess.Popen(
        kommando,
        cwd=pg.ROT,
        stdin=subprocess.DEVNULL,
        stdout=utskrift,
        stderr=None if utskrift is None else subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_följ_föräldern,
        pass_fds=() if fd is None else (fd,),
    )


def _manage(*argument: str) -> list[str]:
    return [sys.executable, str(pg.ROT / "manage.py"), *argument]


def _kommando(*argument: str) -> None:
    """Kör ett Djangokommando till slut; dess utskrift syns."""
    process = _popen(_manage(*argument), None)
    try:
        kod = process.wait()
    except Avbruten:
        process.terminate()
        process.wait()
        raise
    if kod:
        raise Startfel(f"Kommandot manage.py {' '.join(argument)} misslyckades (kod {kod}).")


def _starta_processer(processer: list[Process], katalog: Path, uttag: socket.socket) -> None:
    """Fyller på listan efter hand: det som hann starta ska kunna stoppas om nästa inte gör det."""
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    kommandon = {
        "webben": (
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
            *("--bind", f"fd://{uttag.fileno()}", "--workers", "2", "--worker-class", "gthread"),
            *("--threads", "4", "--graceful-timeout", "5", "--no-control-socket"),
            *("--access-logfile", "-"),
        ),
        "arbetaren": (
            *celery,
            "worker",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        ),
        "schemat": (*celery, "beat", "--loglevel=WARNING", "--pidfile="),
    }
    (katalog / "logg").mkdir(mode=0o700, exist_ok=True)
    for namn, kommando in kommandon.items():
        logg = katalog / "logg" / f"{namn}.log"
        if logg.exists() and logg.stat().st_size > LOGG_MAX_BYTE:
            logg.rename(logg.with_suffix(".log.1"))
        fd = uttag.fileno() if namn == "webben" else None
        with logg.open("ab") as ut:
            processer.append(Process(namn, logg, _popen(list(kommando), ut, fd)))


def _kräv_levande(processer: list[Process]) -> None:
    for process in processer:
        if (kod := process.popen.poll()) is not None:
            raise Startfel(
                f"Nämnd stoppades: {process.namn} slutade oväntat (kod {kod}). "
                f"Loggen {process.logg} slutar:\n{process.slut_på_logg()}"
            )


def _vänta_på_webben(processer: list[Process], port: int) -> None:
    slut = time.monotonic() + VÄNTETID
    orsak = ""
    # Svaret ska komma härifrån, inte genom en mellanserver som miljön pekar ut.
    öppnare = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < slut:
        _kräv_levande(processer)
        try:
            with öppnare.open(f"http://127.0.0.1:{port}/halsa/", timeout=10):
                return
        except urllib.error.HTTPError as fel:
            webben = processer[0]
            raise Startfel(
                f"Webben svarar med fel {fel.code}. Loggen {webben.logg} slutar:\n"
                f"{webben.slut_på_logg()}"
            ) from fel
        except OSError as fel:
            orsak = str(fel)
        time.sleep(0.1)
    raise Startfel(f"Webben svarade inte inom {VÄNTETID} s ({orsak}). Se {processer[0].logg}.")


def _stoppa(processer: list[Process]) -> None:
    """Ber alla sluta, väntar, och tar sedan bort det som är kvar med alla dess barn."""
    for process in processer:
        process.popen.terminate()
    slut = time.monotonic() + STOPPTID
    for process in processer:
        try:
            process.popen.wait(max(0.1, slut - time.monotonic()))
        except subprocess.TimeoutExpired:
            # Ett långt jobb: raden i databasen gör att det tas om vid nästa start.
            print(f"Avbryter {process.namn}, som är mitt i något.", flush=True)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.popen.pid, signal.SIGKILL)
        process.popen.wait()


if __name__ == "__main__":
    sys.exit(main())
