"""Skriver vilka Debianpaket som saknas. Körs med datorns Python innan något är installerat."""

import ctypes
import shutil
import sys

BIBLIOTEK = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
PROGRAM = {"fc-cache": "fontconfig"}
# qpdf är det som bench/paket.py jämför paketet med. LibreOffice är valfritt i drift, men här prövas
# det på riktigt.
PROGRAM_TEST = {
    "/usr/bin/chromium-headless-shell": "chromium-headless-shell",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
}


def saknade(*, test: bool) -> list[str]:
    """Paketen som behövs men inte finns, i bokstavsordning."""
    paket = {
        p
        for namn, p in (PROGRAM | (PROGRAM_TEST if test else {})).items()
        if not shutil.which(namn)
    }
    for bibliotek, p in BIBLIOTEK.items():
        try:
            ctypes.CDLL(bibliotek)
        except OSError:
            paket.add(p)
    # ensurepip ligger i ett eget paket i Debian; utan det går det inte att göra en venv.
    try:
        import ensurepip
        import venv  # noqa: F401  # bara om den finns
    except ImportError:
        paket.add("python3-venv")
    else:
        del ensurepip
    return sorted(paket)


if __name__ == "__main__":
    print(" ".join(saknade(test="--test" in sys.argv[1:])))
