"""Skriver mötesfiler med påhittade möten åt testerna."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from tests.pdf.prov import främmande

GRUND: dict[str, Any] = {
    "format": "motesfil/1",
    "kommun": {"namn": "Björksunds kommun"},
    "organ": {
        "namn": "Socialnämnden",
        "kortnamn": "SOCN",
        "diarium": {"prefix": "SOCN", "monster": "{prefix}/{ar}:{lopnummer}[ - {klass}]"},
    },
    "sammantrade": {
        "datum": "2026-03-18",
        "tider": [["15:00", "17:00"]],
        "plats": "Solrosen, kommunhuset",
    },
    "foredragningslista": [{"rubrik": "Upprop", "slag": "formalia"}],
}


def grund(**delar: Any) -> dict[str, Any]:
    """En giltig mötesfil; delarna byts ut."""
    return copy.deepcopy(GRUND) | delar


def skriv(katalog: Path, data: dict[str, Any], papper: dict[str, bytes] | None = None) -> Path:
    """Katalogen med mote.json och papperen."""
    katalog.mkdir(parents=True, exist_ok=True)
    (katalog / "mote.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for namn, innehåll in (papper or {}).items():
        (katalog / namn).parent.mkdir(parents=True, exist_ok=True)
        (katalog / namn).write_bytes(innehåll)
    return katalog


def skriv_möte(katalog: Path, *, dag: str, papper: int, löpnummer: int = 1) -> Path:
    """Ett möte med ett ärende för varje papper."""
    data = grund(
        sammantrade=GRUND["sammantrade"] | {"datum": dag},
        foredragningslista=[
            {
                "rubrik": f"Ärende {n}",
                "beteckning": f"SOCN/2026:{löpnummer + n}",
                "forslag": ["Nämnden godkänner förslaget."],
                "handlingar": [{"rubrik": f"Skrivelse {n}", "fil": f"{n}.pdf"}],
            }
            for n in range(1, papper + 1)
        ],
    )
    innehåll = {
        f"{n}.pdf": främmande([f"{dag} papper {n} sida {s}" for s in range(1 + n % 3)])
        for n in range(1, papper + 1)
    }
    return skriv(katalog, data, innehåll)
