"""Renderade dokument som sparas under hashen av det de gjordes av: html, stilmallar, renderare.

Det som inte har ändrats görs inte om. Är mycket borta hjälper en process till: den börjar i andra
änden av samma lista, och de möts. Dör den gör den första allt själv.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import render_to_string

from ärenden import bitar, pdf
from ärenden.pdf import RenderadPdf, statisk_fil

SLAG = "renderade"
STATISKT = re.compile(r"static:([\w./-]+)")
# Så mycket html att en andra process hinner starta och ändå göra nytta.
LÖNAR_SIG = 60_000
BITRÄDE = "from ärenden.services import renderade; renderade.biträd()"
ROT = Path(__file__).resolve().parent.parent.parent


def sparad(mall: str, dokument: object) -> RenderadPdf:
    """Som `pdf.rendera_pdf`, om dokumentet inte redan är gjort."""
    return rendera(render_to_string(mall, {"d": dokument}))


def rendera(html: str) -> RenderadPdf:
    return ur_lagret(html) or _gör(html)


def alla(dokument: Sequence[str]) -> list[RenderadPdf]:
    """Alla dokument, i samma ordning; det som saknas görs på två processer om det är mycket."""
    saknas = [html for html in dict.fromkeys(dokument) if _fil(html) is None]
    with _biträde(saknas):
        return [rendera(html) for html in dokument]


def ur_lagret(html: str) -> RenderadPdf | None:
    fil = _fil(html)
    if fil is None:
        return None
    sidor, _, innehåll = fil.read_bytes().partition(b"\n")
    return RenderadPdf(html=html, innehåll=innehåll, sidor=int(sidor))


def _fil(html: str) -> Path | None:
    return bitar.finn(SLAG, _nyckel(html))


def _gör(html: str) -> RenderadPdf:
    färdig = pdf.rendera_html(html)
    with bitar.ny(SLAG, _nyckel(html)) as fil:
        fil.write(b"%d\n" % färdig.sidor)
        fil.write(färdig.innehåll)
    return färdig


@cache
def _renderare() -> bytes:
    versioner = (f"{namn} {metadata.version(namn)}" for namn in ("weasyprint", "pydyf"))
    return Path(pdf.__file__).read_bytes() + " ".join(versioner).encode()


def _nyckel(html: str) -> str:
    """Hashen av allt som avgör hur dokumentet blir, med det stilmallarna i sin tur hämtar."""
    hash_ = hashlib.sha256(_renderare())
    kö, sedda = [html], set()
    while kö:
        text = kö.pop()
        hash_.update(text.encode())
        for namn in STATISKT.findall(text):
            if namn in sedda:
                continue
            sedda.add(namn)
            innehåll = statisk_fil(namn).read_bytes()
            hash_.update(hashlib.sha256(innehåll).digest())
            if namn.endswith(".css"):
                kö.append(innehåll.decode())
    return hash_.hexdigest()


@contextmanager
def _biträde(saknas: Sequence[str]) -> Iterator[None]:
    if len(saknas) < 2 or sum(map(len, saknas)) < LÖNAR_SIG:
        yield
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8") as uppgift:
        json.dump({"inställningar": _inställningar(), "dokument": saknas[::-1]}, uppgift)
        uppgift.seek(0)
        kommando = [sys.executable, "-X", "utf8", "-c", BITRÄDE]
        with subprocess.Popen(kommando, stdin=uppgift, cwd=ROT) as process:
            try:
                yield
            finally:
                # Det den ännu håller på med är redan gjort.
                process.kill()


def _inställningar() -> dict[str, object]:
    """Det renderaren läser; biträdet har ingen databas och inga andra inställningar."""
    return {
        "INSTALLED_APPS": ["django.contrib.staticfiles"],
        "STATIC_URL": settings.STATIC_URL,
        "STATICFILES_DIRS": [str(katalog) for katalog in settings.STATICFILES_DIRS],
        "STATIC_ROOT": str(settings.STATIC_ROOT) if settings.STATIC_ROOT else None,
        "DATA": str(settings.DATA),
    }


def biträd() -> None:
    """Biträdets arbete: det som saknas, bakifrån, så länge den som startade det lever."""
    uppgift = json.load(sys.stdin)
    settings.configure(**uppgift["inställningar"])
    django.setup()
    förälder = os.getppid()
    for html in uppgift["dokument"]:
        if os.getppid() != förälder:
            return
        if _fil(html) is None:
            _gör(html)
