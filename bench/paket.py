"""Mäter handlingspaketet mot qpdf och pikepdf på samma filer, och kallelsen mot andra program.

    python -m bench.paket [--sidor 50 200 400 1000] [--varv 5] [--tunga 5]

Sida vid sida, i blandad ordning och i en körning. Kvoten räknas på processorns tid, som påverkas
minst av vad annat datorn gör; klockan står bredvid. Två arbetare hinner mer än en bara när båda får
en kärna: därför visas första gången både med klockan och med den ena arbetarens processortid.
"""

from __future__ import annotations

import argparse
import atexit
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.paketarbetare import Tid, arbeta, tid

ROT = Path(__file__).resolve().parent.parent
RENDERINGAR = "alla renderingar, en i taget"
SIDOR = (50, 200, 400, 1000)


def _förbered() -> Path:
    """En egen databas och ett eget fillager, som försvinner efteråt."""
    from config import broker, pg

    katalog = Path(tempfile.mkdtemp(prefix="namnd-bench-"))

    @atexit.register
    def städa() -> None:
        pg.stoppa(katalog / "pg")
        shutil.rmtree(katalog)

    os.environ |= {
        "DATABASE_URL": pg.starta(katalog / "pg", förgänglig=True),
        "NAMND_DATA": str(katalog / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "bara-for-matning-" + "x" * 40,
        "CELERY_BROKER_URL": "pgmq://",
        "NAMND_LOKALT": "1",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    broker.installera_köer(os.environ["DATABASE_URL"])
    return katalog


def _biträde() -> subprocess.Popen[bytes]:
    """Den andra arbetaren: en riktig, som väntar på att någon ber om hjälp."""
    kommando = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool=solo"]
    kommando += ["--without-gossip", "--without-mingle", "--loglevel=ERROR"]
    ingenstans = subprocess.DEVNULL
    return subprocess.Popen(kommando, cwd=ROT, stdout=ingenstans, stderr=ingenstans)


class Process:
    """Arbetaren i sin egen process, med sitt högsta minne."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.rör, andra = spawn.Pipe()
        self.process = spawn.Process(target=arbeta, args=(andra,))
        self.process.start()
        andra.close()
        self.biträde = _biträde()
        self.högst = 0

    def __call__(self, namn: str, *argument: Any) -> Any:
        klart = threading.Event()
        tråd = threading.Thread(target=self._mät, args=(klart,))
        tråd.start()
        try:
            self.rör.send((namn, argument))
            return self.rör.recv()
        finally:
            klart.set()
            tråd.join()

    def _mät(self, klart: threading.Event) -> None:
        while not klart.wait(0.05):
            nu = _minne(self.process.pid or 0) + _minne(self.biträde.pid)
            self.högst = max(self.högst, nu)

    def sluta(self) -> None:
        if self.biträde.poll() is not None:
            raise RuntimeError("Biträdet dog under mätningen.")
        self.rör.send(None)
        self.process.join()
        self.biträde.terminate()
        self.biträde.wait()


def _minne(pid: int) -> int:
    """RSS för processen och alla under den, i byte."""
    try:
        barn = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        sidor = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sidor * os.sysconf("SC_PAGESIZE") + sum(_minne(int(b)) for b in barn)


def _qpdf(filer: Sequence[Path], ut: Path) -> None:
    kommando = ["qpdf", "--empty", "--pages", *map(str, filer), "--", str(ut)]
    subprocess.run(kommando, check=True)


def _pikepdf(filer: Sequence[Path], ut: Path) -> None:
    import pikepdf

    with pikepdf.new() as pdf:
        for fil in filer:
            with pikepdf.open(fil) as källa:
                pdf.pages.extend(källa.pages)
        pdf.save(ut)


def _chromium(html: str, katalog: Path) -> Tid | None:
    program = shutil.which("chromium-headless-shell")
    if program is None:
        return None
    sida = katalog / "kallelse.html"
    sida.write_text(html.replace("static:", f"file://{ROT}/static/"), encoding="utf-8")
    kommando = [program, "--headless", "--no-sandbox", "--disable-gpu"]
    kommando += [f"--print-to-pdf={katalog / 'kallelse.pdf'}", sida.as_uri()]
    return tid(lambda: subprocess.run(kommando, check=True, capture_output=True))


def _libreoffice(html: str, katalog: Path) -> Tid | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    sida = katalog / "kallelse.html"
    sida.write_text(html.replace("static:", f"file://{ROT}/static/"), encoding="utf-8")
    kommando = [program, f"-env:UserInstallation=file://{katalog}/lo", "--headless"]
    kommando += ["--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(katalog), str(sida)]
    return tid(lambda: subprocess.run(kommando, check=True, capture_output=True))


def _median(rader: Sequence[Tid]) -> Tid:
    klockan, processorn = zip(*rader, strict=True)
    return statistics.median(klockan), statistics.median(processorn)


def mät(arbetare: Process, sidor: int, varv: int, tunga: int, katalog: Path) -> str:
    """Skriver storlekens tabell; svaret är kallelsens html."""
    handlingar, ut = katalog / "handlingar", katalog / "jamforelse.pdf"
    antal, byte = arbetare("lägg_upp", sidor, handlingar)
    arbetare.högst = 0
    filer = sorted(handlingar.glob("*.pdf"))
    lätta: dict[str, Callable[[int], Tid]] = {
        "qpdf --empty --pages": lambda _: tid(lambda: _qpdf(filer, ut)),
        "pikepdf, bara sidorna": lambda _: tid(lambda: _pikepdf(filer, ut)),
        "paketet sätts ihop": lambda _: arbetare("ihop"),
        "kallelsen görs om": lambda nr: arbetare("om", nr),
    }
    renderande: dict[str, Callable[[int], Tid]] = {
        RENDERINGAR: lambda _: arbetare("renderingarna"),
        "allt första gången": lambda _: arbetare("första"),
    }
    tider: dict[str, list[Tid]] = {namn: [] for namn in lätta | renderande}
    for nr in range(varv):
        for namn, vad in (lätta | (renderande if nr < tunga else {})).items():
            tider[namn].append(vad(nr))
    _, html = arbetare("kallelsen")
    median = {namn: _median(rader) for namn, rader in tider.items() if rader}
    print(f"\n{antal} sidor i {len(filer)} handlingar, {byte / 1e6:.0f} MB;", end=" ")
    print(f"median av {varv} varv, av {tunga} där allt renderas")
    _skriv(median, "qpdf --empty --pages", "pikepdf, bara sidorna")
    if tunga:
        första, renderat = (median[namn] for namn in ("allt första gången", RENDERINGAR))
        print(f"allt första gången mot alla renderingar, klockan: {_kvot(första[0], renderat[0])}")
        # Arbetaren väntar aldrig på den som hjälper till: så blir det när båda har en kärna var.
        print(f"… med en ledig kärna var (processorn): {_kvot(första[1], renderat[1])}")
    print(f"minne som högst, båda arbetarna: {arbetare.högst / 1e6:.0f} MB", flush=True)
    return html


def _skriv(median: dict[str, Tid], *mot: str) -> None:
    rubrik = "".join(f"{'/ ' + namn.split()[0].rstrip(','):>10}" for namn in mot)
    print(f"{'':32} {'klockan':>11} {'processorn':>11}{rubrik}")
    for namn, (klockan, processorn) in median.items():
        kvoter = "".join(f"{_kvot(processorn, median[m][1]):>10}" for m in mot)
        print(f"{namn:32} {klockan:8.0f} ms {processorn:8.0f} ms{kvoter}")


def _kvot(a: float, b: float) -> str:
    return f"{a / b:.2f}".replace(".", ",")


def mät_kallelsen(html: str, varv: int, katalog: Path) -> None:
    """Kallelsen för sig: vår renderare i en varm process mot andra program i nya."""
    from ärenden.pdf import rendera_html

    sidor = rendera_html(html).sidor
    mätta: dict[str, Callable[[], Tid | None]] = {
        "WeasyPrint, varm process": lambda: tid(lambda: rendera_html(html)),
        "Chromium, ny process": lambda: _chromium(html, katalog),
        "LibreOffice, ny process": lambda: _libreoffice(html, katalog),
    }
    tider: dict[str, list[Tid]] = {namn: [] for namn in mätta}
    for _ in range(varv):
        for namn, vad in mätta.items():
            if (mätt := vad()) is not None:
                tider[namn].append(mätt)
    print(f"\nKallelsen, {sidor} sidor; median av {varv} varv")
    _skriv({namn: _median(t) for namn, t in tider.items() if t}, "WeasyPrint, varm process")
    print("\n".join(f"{namn}: finns inte här" for namn, t in tider.items() if not t))


def main() -> None:
    tolk = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    tolk.add_argument("--sidor", type=int, nargs="+", default=SIDOR)
    tolk.add_argument("--varv", type=int, default=5)
    tolk.add_argument("--tunga", type=int, default=5, help="Varv där allt renderas.")
    val = tolk.parse_args()
    if shutil.which("qpdf") is None:
        raise SystemExit("qpdf saknas. Installera det: ./installera --test")
    start = time.monotonic()
    katalog = _förbered()
    arbetare = Process()
    html = [mät(arbetare, sidor, val.varv, val.tunga, katalog) for sidor in val.sidor]
    arbetare.sluta()
    mät_kallelsen(html[min(2, len(html) - 1)], val.varv, katalog)
    print(f"Hela mätningen tog {(time.monotonic() - start) / 60:.0f} minuter.")


if __name__ == "__main__":
    main()
