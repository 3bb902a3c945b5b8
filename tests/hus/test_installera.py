"""./installera: felen som en ny användare kan möta, framkallade på riktigt i en kopia."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROT = Path(__file__).resolve().parent.parent.parent
SKRIPT = ("starta", "testa", "installera", ".ci/run")
VERKTYG = ("bash", "dirname", "sha256sum", "cut", "cat", "flock", "tail", "mktemp", "rm", "env")


@pytest.fixture
def kopia(tmp_path: Path) -> Path:
    rot = tmp_path / "nämnd"
    (rot / "config").mkdir(parents=True)
    for namn in ("installera", "starta", "uv.lock", "pyproject.toml", "config/systemkrav.py"):
        shutil.copy(ROT / namn, rot / namn)
    return rot


@pytest.fixture
def fejk(tmp_path: Path) -> Path:
    """Katalog först i PATH, för program som ska svara något bestämt."""
    katalog = tmp_path / "fejk"
    katalog.mkdir()
    return katalog


def _lägg(katalog: Path, namn: str, rader: str) -> None:
    fil = katalog / namn
    fil.write_text(f"#!/bin/bash\n{rader}\n")
    fil.chmod(0o755)


def _kör(
    kopia: Path, skript: str = "installera", *, path: str, **miljö: str
) -> subprocess.CompletedProcess[str]:
    ärvd = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.run(
        [str(kopia / skript)],
        env=ärvd | {"PATH": path, "PYTHONUTF8": "1"} | miljö,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _bara(fejk: Path) -> str:
    """En PATH där bara det som skriptet behöver finns, utan någon Python."""
    for namn in VERKTYG:
        verktyg = shutil.which(namn)
        assert verktyg is not None, namn
        (fejk / namn).symlink_to(verktyg)
    return str(fejk)


def _färdig_venv(kopia: Path) -> None:
    (kopia / ".venv" / "bin").mkdir(parents=True)
    (kopia / ".venv" / "bin" / "python").symlink_to(sys.executable)
    summor = "".join(
        f"{hashlib.sha256((kopia / namn).read_bytes()).hexdigest()}  {namn}\n"
        for namn in ("installera", "uv.lock")
    )
    avtryck = hashlib.sha256(summor.encode()).hexdigest()
    (kopia / ".venv" / "klar-drift").write_text(avtryck + "\n")


def _krav(kopia: Path, text: str) -> None:
    (kopia / "config" / "systemkrav.py").write_text(text)


@pytest.mark.parametrize("namn", SKRIPT)
def test_skripten_är_stränga_och_körbara(namn: str) -> None:
    text = (ROT / namn).read_text()
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert os.access(ROT / namn, os.X_OK)


def test_ci_kör_testa_med_alla_argument() -> None:
    assert (ROT / ".ci" / "run").read_text().rstrip().endswith('exec ./testa "$@"')


def test_för_gammal_python(kopia: Path, fejk: Path) -> None:
    _lägg(fejk, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    svar = _kör(kopia, path=_bara(fejk))
    assert svar.returncode == 1
    assert "Python är för gammal: Python 3.9.2, men 3.11 eller nyare behövs." in svar.stderr
    assert not (kopia / ".venv").exists()


def test_python_saknas(kopia: Path, fejk: Path) -> None:
    svar = _kör(kopia, path=_bara(fejk))
    assert svar.returncode == 1
    assert "Python saknas." in svar.stderr
    assert "apt-get install -y python3 python3-venv" in svar.stderr


def test_nyare_python_under_annat_namn_duger(kopia: Path, fejk: Path) -> None:
    _lägg(fejk, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    path = _bara(fejk)
    (fejk / "python3.12").symlink_to(sys.executable)
    _krav(kopia, "print('')")
    _färdig_venv(kopia)
    assert _kör(kopia, path=path).returncode == 0


def test_saknat_bibliotek_utan_root_visar_exakt_kommando(kopia: Path, fejk: Path) -> None:
    krav = (kopia / "config" / "systemkrav.py").read_text()
    saknat = '"libfinnsinte.so.9": "libfinnsinte9",'
    assert "BIBLIOTEK = {" in krav
    _krav(kopia, krav.replace("BIBLIOTEK = {", "BIBLIOTEK = {" + saknat))
    _lägg(fejk, "id", "echo 1000")
    _lägg(fejk, "apt-get", "echo skulle inte ha körts; exit 9")
    svar = _kör(kopia, path=f"{fejk}:{os.environ['PATH']}")
    assert svar.returncode == 1
    assert "Det här saknas på datorn: libfinnsinte9" in svar.stderr
    assert (
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends libfinnsinte9'"
    ) in svar.stderr
    assert "skulle inte" not in svar.stdout + svar.stderr


def test_saknat_bibliotek_som_root_installeras(kopia: Path, fejk: Path) -> None:
    _krav(
        kopia,
        "import os; print('' if os.path.exists('installerat') else 'libett1 libtva2')",
    )
    _färdig_venv(kopia)
    _lägg(fejk, "id", "echo 0")
    _lägg(fejk, "apt-get", 'echo "$*" >> apt; case "$*" in *install*) touch installerat;; esac')
    _lägg(fejk, "fc-cache", 'echo "fc-cache $*" >> apt')
    path = f"{fejk}:{os.environ['PATH']}"
    assert _kör(kopia, path=path).returncode == 0
    första = (kopia / "apt").read_text().splitlines()
    assert [re.sub(r"-o \S+ ?|-q ?", "", rad) for rad in första] == [
        "update",
        "install -y --no-install-recommends libett1 libtva2",
        "fc-cache -f",
    ]
    svar = _kör(kopia, path=path)
    assert (svar.returncode, svar.stdout, svar.stderr) == (0, "", "")
    assert (kopia / "apt").read_text().splitlines() == första, "andra gången görs ingenting"


def test_apt_utan_nät(kopia: Path, fejk: Path) -> None:
    _krav(kopia, "print('libett1')")
    _lägg(fejk, "id", "echo 0")
    _lägg(fejk, "apt-get", 'echo "Failed to fetch"; exit 100')
    svar = _kör(kopia, path=f"{fejk}:{os.environ['PATH']}")
    assert svar.returncode == 1
    assert "Failed to fetch" in svar.stderr
    assert "Kunde inte installera libett1." in svar.stderr
    assert "Kontrollera nätanslutningen" in svar.stderr


@pytest.mark.slow
def test_första_gången_utan_nät(kopia: Path) -> None:
    _krav(kopia, "print('')")
    svar = _kör(
        kopia,
        "starta",
        path=os.environ["PATH"],
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_NO_CACHE_DIR="1",
    )
    assert svar.returncode == 1
    assert "Kunde inte hämta uv" in svar.stderr
    assert "Första gången hämtas program från nätet. Kontrollera nätanslutningen" in svar.stderr
    assert not (kopia / ".venv" / "klar-drift").exists()


def test_allt_finns_redan(kopia: Path) -> None:
    _färdig_venv(kopia)
    svar = _kör(kopia, path=os.environ["PATH"])
    assert (svar.returncode, svar.stdout, svar.stderr) == (0, "", "")


def test_ny_låsfil_installeras_om(kopia: Path) -> None:
    """Uppgraderas ett paket ska nästa start märka det; här stannar den vid att uv ska hämtas."""
    _krav(kopia, "print('')")
    _färdig_venv(kopia)
    (kopia / "uv.lock").write_text("ändrad")
    (kopia / ".venv" / "uv" / "bin").mkdir(parents=True)
    version = re.search(r"^UV=(.+)$", (ROT / "installera").read_text(), re.MULTILINE)
    assert version is not None
    _lägg(
        kopia / ".venv" / "uv" / "bin",
        "uv",
        f'[ "$1" = --version ] && echo "uv {version[1]}" || echo "$*" >> uv',
    )
    assert _kör(kopia, path=os.environ["PATH"]).returncode == 0
    assert (
        kopia / "uv"
    ).read_text() == "sync --frozen --compile-bytecode --no-progress --inexact --no-dev\n"
    assert _kör(kopia, path=os.environ["PATH"]).returncode == 0
    assert len((kopia / "uv").read_text().splitlines()) == 1, "avtrycket ska vara nytt"


def test_okänt_val(kopia: Path) -> None:
    svar = subprocess.run(
        [kopia / "installera", "--dev"], capture_output=True, text=True, check=False
    )
    assert svar.returncode == 2
    assert "Okänt val: --dev" in svar.stderr
