"""Skriver docs/checklista.md ur testernas märken: vad dokument innehåller, och vad som visar det.

    python -m tests.krav        skriver filen om

Raderna står i tests/krav.txt. Ett test märks `@pytest.mark.krav("ID")`; en byggare i en tabell
märks med tabellens egen `@krav("ID", …)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROT = Path(__file__).resolve().parent.parent
LISTA = ROT / "tests" / "krav.txt"
DOKUMENT = ROT / "docs" / "checklista.md"
INLEDNING = """# Checklistan

Vad verkliga kallelser och protokoll innehåller, och testerna som visar att det kommer med.
`python -m tests.krav` skriver filen ur märkena i testerna; ett test jämför. Raderna står i
`tests/krav.txt`.
"""


@dataclass(frozen=True)
class Rad:
    id: str
    text: str
    grupp: str


@dataclass(frozen=True)
class Märke:
    id: str
    test: str


def rader() -> list[Rad]:
    svar: list[Rad] = []
    grupp = ""
    for rad in LISTA.read_text("utf-8").splitlines():
        if rad.startswith("# "):
            grupp = rad.removeprefix("# ")
        elif rad.strip():
            id_, _, text = rad.partition(": ")
            svar.append(Rad(id_, text, grupp))
    return svar


def märken(katalog: Path = ROT / "tests") -> list[Märke]:
    return sorted(
        {
            Märke(id_, f"{fil.relative_to(katalog).as_posix()}::{namn}")
            for fil in sorted(katalog.rglob("test_*.py"))
            for id_, namn in _i_filen(fil.read_text("utf-8"))
        },
        key=lambda m: (m.id, m.test),
    )


def _i_filen(text: str) -> Iterator[tuple[str, str]]:
    """Märkena på funktioner, och de i en `pytest.param` med eget namn."""
    for nod in ast.walk(ast.parse(text)):
        if isinstance(nod, ast.FunctionDef):
            for märke in nod.decorator_list:
                for id_ in _idn(märke):
                    yield id_, nod.name
        elif isinstance(nod, ast.Call) and _namn(nod.func) == "param":
            nycklar = {k.arg: k.value for k in nod.keywords}
            namn = nycklar.get("id")
            if "marks" in nycklar and isinstance(namn, ast.Constant):
                for del_ in ast.walk(nycklar["marks"]):
                    for id_ in _idn(del_):
                        yield id_, str(namn.value)


def _idn(nod: ast.AST) -> list[str]:
    if not isinstance(nod, ast.Call) or _namn(nod.func) != "krav":
        return []
    delar = [e for a in nod.args for e in (_led(a.value) if isinstance(a, ast.Starred) else [a])]
    return [str(d.value) for d in delar if isinstance(d, ast.Constant)]


def _led(nod: ast.expr) -> list[ast.expr]:
    return nod.elts if isinstance(nod, ast.Tuple) else []


def _namn(nod: ast.expr) -> str:
    if isinstance(nod, ast.Attribute):
        return nod.attr
    return nod.id if isinstance(nod, ast.Name) else ""


def dokument() -> str:
    alla, per_id = rader(), dict[str, list[str]]()
    for märke in märken():
        per_id.setdefault(märke.id, []).append(märke.test)
    öppna = [rad for rad in alla if rad.id not in per_id]
    delar = [INLEDNING, f"{len(alla) - len(öppna)} av {len(alla)} rader har test.\n"]
    for grupp in dict.fromkeys(rad.grupp for rad in alla):
        delar.append(f"## {grupp}\n\n| Rad | Vad | Test |\n|---|---|---|")
        delar += [
            f"| {rad.id} | {rad.text} | {', '.join(f'`{t}`' for t in per_id[rad.id])} |"
            for rad in alla
            if rad.grupp == grupp and rad.id in per_id
        ]
        delar.append("")
    if öppna:
        delar.append("## Öppna\n\n| Rad | Vad |\n|---|---|")
        delar += [f"| {rad.id} | {rad.text} |" for rad in öppna]
        delar.append("")
    return "\n".join(delar)


if __name__ == "__main__":
    DOKUMENT.write_text(dokument(), "utf-8")
