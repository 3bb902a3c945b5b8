"""Skrivelsens text så som redigeraren i webbläsaren vill ha den (Tiptaps dokument).

Åt andra hållet skriver `frontend/src/skrivelse/text.js` texten, och det är den som sparas och läses
om här. Redigerarens egen form lagras aldrig och tas aldrig emot. Inga modeller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ärenden import skrivelsetext
from ärenden.skrivelsetext import Bild, Bit, Block, Cell

Nod = dict[str, Any]


def dokument(text: str, adresser: Mapping[int, str] | None = None) -> Nod:
    """Textens delar som ett dokument med minst ett stycke att skriva i.

    `adresser` är var bilderna finns, efter nummer.
    """
    delar = skrivelsetext.läs(text, adresser=adresser)
    return {"type": "doc", "content": [*map(_nod, delar)] or [_stycke(())]}


def _nod(block: Block) -> Nod:
    if block.sort == "rubrik":
        return {
            "type": "heading",
            "attrs": {"level": block.nivå},
            "content": _text(block.bitar),
        }
    if block.sort == "punkter":
        return {"type": "bulletList", "content": [*map(_punkt, block.punkter)]}
    if block.sort == "numrerad":
        return {
            "type": "orderedList",
            "attrs": {"start": block.börjar},
            "content": [*map(_punkt, block.punkter)],
        }
    if block.sort == "tabell":
        rader = [_rad("tableHeader", block.huvud), *(_rad("tableCell", r) for r in block.rader)]
        return {"type": "table", "content": rader}
    if block.bild is not None:
        return {"type": "bild", "attrs": _bildens(block.bild)}
    return _stycke(block.bitar)


def _bildens(bild: Bild) -> dict[str, Any]:
    nummer = "saknas" if bild.nummer is None else str(bild.nummer)
    return {"nummer": nummer, "alt": bild.alt, "adress": bild.adress}


def _stycke(bitar: Iterable[Bit]) -> Nod:
    return {"type": "paragraph", "content": _text(bitar)}


def _punkt(block: tuple[Block, ...]) -> Nod:
    """En listpunkt börjar alltid med ett stycke, om än tomt."""
    inne = [*map(_nod, block)]
    if not block or block[0].sort != "stycke":
        inne.insert(0, _stycke(()))
    return {"type": "listItem", "content": inne}


def _rad(sort: str, celler: Iterable[Cell]) -> Nod:
    return {"type": "tableRow", "content": [_cell(sort, c) for c in celler]}


def _cell(sort: str, cell: Cell) -> Nod:
    attrs = {"colspan": cell.kolumner, "rowspan": cell.rader, "tal": cell.tal}
    return {"type": sort, "attrs": attrs, "content": [_stycke(cell.bitar)]}


def _text(bitar: Iterable[Bit]) -> list[Nod]:
    ut: list[Nod] = []
    for bit in bitar:
        if bit.ny_rad:
            ut.append({"type": "hardBreak"})
        if bit.fotnot:
            ut.append({"type": "fotnot", "attrs": {"text": bit.text}})
            continue
        märken: list[Nod] = []
        if bit.länk:
            märken.append({"type": "link", "attrs": {"href": bit.länk}})
        if bit.fet:
            märken.append({"type": "bold"})
        if bit.kursiv:
            märken.append({"type": "italic"})
        ut.append({"type": "text", "text": bit.text, "marks": märken})
    return ut
