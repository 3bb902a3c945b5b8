"""Renderade dokument som sparas under hashen av det de gjordes av: html, stilmallar, renderare.

Det som inte har ändrats görs inte om. Är mycket borta får en annan arbetare hjälpa till.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path

from django.template.loader import render_to_string

from ärenden import bitar, pdf
from ärenden.pdf import RenderadPdf, statisk_fil
from ärenden.services import biträde

SLAG = "renderade"
UPPGIFT = "arenden.rendera"
STATISKT = re.compile(r"static:([\w./-]+)")
# Ungefär en halv sekunds arbete; är det mindre hinner ingen hjälpa till.
LÖNAR_SIG = 15_000


def sparad(mall: str, dokument: object) -> RenderadPdf:
    """Som `pdf.rendera_pdf`, om dokumentet inte redan är gjort."""
    return rendera(render_to_string(mall, {"d": dokument}))


def rendera(html: str) -> RenderadPdf:
    return ur_lagret(html) or _gör(html)


def alla(dokument: Sequence[str]) -> list[RenderadPdf]:
    """Alla dokument, i samma ordning; två arbetare hjälps åt om mycket saknas."""
    saknas = [html for html in dict.fromkeys(dokument) if _fil(html) is None]
    lönar_sig = len(saknas) > 1 and sum(map(len, saknas)) >= LÖNAR_SIG
    with biträde.ombett(UPPGIFT, saknas) if lönar_sig else nullcontext():
        return [rendera(html) for html in dokument]


def ur_lagret(html: str) -> RenderadPdf | None:
    fil = _fil(html)
    if fil is None:
        return None
    huvud, _, innehåll = fil.read_bytes().partition(b"\n")
    sidor, _, sha256 = huvud.decode(errors="replace").partition(" ")
    färdig = RenderadPdf(html=html, innehåll=innehåll, sidor=int(sidor) if sha256 else 0)
    return färdig if färdig.sha256 == sha256 else None


def _fil(html: str) -> Path | None:
    return bitar.finn(SLAG, _nyckel(html))


def _gör(html: str) -> RenderadPdf:
    färdig = pdf.rendera_html(html)
    with bitar.ny(SLAG, _nyckel(html)) as fil:
        fil.write(f"{färdig.sidor} {färdig.sha256}\n".encode())
        fil.write(färdig.innehåll)
    return färdig


@cache
def _renderare() -> bytes:
    versioner = (f"{namn} {metadata.version(namn)}" for namn in ("weasyprint", "pydyf"))
    return Path(pdf.__file__).read_bytes() + " ".join(versioner).encode()


def _nyckel(html: str) -> str:
    """Hashen av allt som avgör hur dokumentet blir, med det stilmallarna i sin tur hämtar."""
    hash_ = hashlib.sha256(_renderare())
    hash_.update(html.encode())
    kö, sedda = STATISKT.findall(html), set()
    while kö:
        namn = kö.pop()
        if namn in sedda:
            continue
        sedda.add(namn)
        fil = statisk_fil(namn)
        innehållets, hämtas = _statisk(fil, fil.stat().st_mtime_ns)
        hash_.update(innehållets)
        kö.extend(hämtas)
    return hash_.hexdigest()


@lru_cache(maxsize=100)
def _statisk(fil: Path, _ändrad: int) -> tuple[bytes, list[str]]:
    """Filens hash, och vad den själv hämtar."""
    innehåll = fil.read_bytes()
    hämtas = STATISKT.findall(innehåll.decode()) if fil.suffix == ".css" else []
    return hashlib.sha256(innehåll).digest(), hämtas


def biträd(lista: str) -> None:
    """Gör det som saknas, bakifrån, så länge den som bad om hjälp håller på."""
    biträde.gå_igenom(lista, _gör_om_den_saknas)


def _gör_om_den_saknas(html: str) -> None:
    if _fil(html) is None:
        _gör(html)
