"""Kontorsfiler till PDF med LibreOffice, där det är installerat. Inga modeller.

Programmet körs för sig: egen profil som slängs efteråt, makron av, inget nät, en tidsgräns och en
gräns för hur stor fil det får skriva. Det läser bara den fil det får.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ärenden.kontorsfil import Sort

TIDSGRÄNS = 120.0
MAX_UT = 1024 * 1024 * 1024
# PDF/A-2b med taggar: det närmaste en främmande fil kommer en egen handling.
EXPORT = (
    '{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
FILTER = {
    Sort.WORD: "writer_pdf_Export",
    Sort.ODT: "writer_pdf_Export",
    Sort.EXCEL: "calc_pdf_Export",
    Sort.ODS: "calc_pdf_Export",
    Sort.POWERPOINT: "impress_pdf_Export",
    Sort.ODP: "impress_pdf_Export",
}
# Makron av, inga länkar utåt, inget att uppdatera.
_ALLMÄNT, _INGET = "/org.openoffice.Office.Common/Security/Scripting", "Content/Update"
STÄNGT = (
    (_ALLMÄNT, "MacroSecurityLevel", "3"),
    (_ALLMÄNT, "DisableMacrosExecution", "true"),
    (_ALLMÄNT, "BlockUntrustedRefererLinks", "true"),
    (f"/org.openoffice.Office.Writer/{_INGET}", "Link", "0"),
    (f"/org.openoffice.Office.Calc/{_INGET}", "Link", "1"),
)
INSTÄLLNINGAR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{plats}"><prop oor:name="{namn}" oor:op="fuse">'
        f"<value>{värde}</value></prop></item>"
        for plats, namn, värde in STÄNGT
    )
    + "</oor:items>\n"
)


class GickInte(Exception):
    """Filen kunde inte göras om. Texten är till användaren."""


class DelenSaknas(GickInte):
    """LibreOffice är installerat utan den del som läser filen."""


class ProgrammetSaknas(GickInte):
    """LibreOffice är inte installerat här."""


@dataclass(frozen=True)
class Del:
    """En del av LibreOffice, med biblioteket som bara finns när den är installerad."""

    namn: str
    bibliotek: str
    filer: str


WRITER = Del("Writer", "swlo", "Word och OpenDocument Text")
CALC = Del("Calc", "sclo", "Excel och andra kalkylblad")
IMPRESS = Del("Impress", "sdlo", "PowerPoint och andra presentationer")
DELAR = (WRITER, CALC, IMPRESS)
LÄSER = {
    Sort.WORD: WRITER,
    Sort.ODT: WRITER,
    Sort.EXCEL: CALC,
    Sort.ODS: CALC,
    Sort.POWERPOINT: IMPRESS,
    Sort.ODP: IMPRESS,
}


def saknade(program: str) -> tuple[Del, ...]:
    """Delarna som inte är installerade. Syns ingen del alls vet vi inte, och säger ingen.

    Så är det när programmet startas genom ett skript någon annanstans (Flatpak, Snap).
    """
    hittat = finn(program)
    if hittat is None:
        return DELAR
    katalog = Path(hittat).resolve().parent
    platser = (katalog, katalog.parent / "Frameworks")
    finns = {f.name for plats in platser if plats.is_dir() for f in plats.iterdir()}
    namn = {d: {f"lib{d.bibliotek}.so", f"lib{d.bibliotek}.dylib", f"{d.bibliotek}.dll"}
            for d in DELAR}  # fmt: skip  # en uppslagning
    saknas = tuple(d for d in DELAR if not namn[d] & finns)
    return () if saknas == DELAR else saknas


def finn(program: str) -> str | None:
    """Var LibreOffice finns, eller None. `program` är ett annat namn än det vanliga, eller tomt."""
    return shutil.which(program or "soffice")


def till_pdf(
    innehåll: bytes, sort: Sort, *, program: str = "", tidsgräns: float = TIDSGRÄNS
) -> bytes:
    """Filen som PDF. Sorten är redan prövad av `kontorsfil.granska`."""
    del_ = LÄSER[sort]
    if finn(program) is not None and del_ in saknade(program):
        raise DelenSaknas(
            f"Servern kan inte läsa {del_.filer}: LibreOffice {del_.namn} är inte installerat."
        )
    filter_ = f"pdf:{FILTER[sort]}:{EXPORT}"
    return gör_om(innehåll, sort.ändelse, filter_, "pdf", program=program, tidsgräns=tidsgräns)


def gör_om(
    innehåll: bytes,
    från: str,
    filter_: str,
    till: str,
    *,
    program: str = "",
    tidsgräns: float = TIDSGRÄNS,
) -> bytes:
    """Kör LibreOffice på en fil och ger den nya."""
    hittat = finn(program)
    if hittat is None:
        raise ProgrammetSaknas("LibreOffice är inte installerat på servern.")
    with tempfile.TemporaryDirectory(prefix="namnd-") as katalog:
        rot = Path(katalog)
        profil = rot / "profil" / "user"
        profil.mkdir(parents=True)
        (profil / "registrymodifications.xcu").write_text(INSTÄLLNINGAR, encoding="utf-8")
        fil = rot / f"fil.{från}"
        fil.write_bytes(innehåll)
        _kör(
            [
                *_avskildhet(),
                hittat,
                f"-env:UserInstallation=file://{rot}/profil",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                *("--convert-to", filter_, "--outdir", str(rot / "ut"), str(fil)),
            ],
            rot,
            tidsgräns,
        )
        ut = rot / "ut" / f"fil.{till}"
        if not ut.is_file():
            raise GickInte("LibreOffice kunde inte göra om filen. Den kan vara skadad.")
        return ut.read_bytes()


def _kör(kommando: list[str], rot: Path, tidsgräns: float) -> None:
    miljö = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(rot),
        "TMPDIR": str(rot),
        "LANG": "C.UTF-8",
        # Inget svarar på den porten: också där nätet inte kan kopplas bort når ingen begäran ut.
        **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
    }
    process = subprocess.Popen(
        kommando,
        cwd=rot,
        env=miljö,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(tidsgräns)
    except subprocess.TimeoutExpired as fel:
        raise GickInte(
            f"Filen tog mer än {tidsgräns:.0f} sekunder att göra om och avbröts."
        ) from fel
    finally:
        # LibreOffice startar en process till; hela gruppen ska bort också efter ett fel.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@cache
def _avskildhet() -> tuple[str, ...]:
    """Kommandon framför: utan nät där kärnan tillåter det, och med tak för filens storlek."""
    framför: list[str] = []
    if shutil.which("prlimit"):
        framför += ["prlimit", f"--fsize={MAX_UT}", "--core=0"]
    utan_nät = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and _går([*utan_nät, "true"]):
        framför += utan_nät
    return tuple(framför)


def _går(kommando: list[str]) -> bool:
    return subprocess.run(kommando, capture_output=True, check=False).returncode == 0
