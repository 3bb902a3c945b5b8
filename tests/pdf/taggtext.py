"""Läser texten i en PDF så som ett hjälpmedel gör: i taggträdets ordning, utan artefakter."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

TEXT = "BT ET Tf Tj TJ ' \" BDC BMC EMC q Q"


@dataclass(frozen=True)
class Taggad:
    """Ett strukturelement och den text som hör direkt till det."""

    väg: tuple[str, ...]
    text: str


def läs(pdf: Path | bytes | Pdf) -> list[Taggad]:
    """All taggad text i läsordning."""
    if not isinstance(pdf, Pdf):
        with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as öppnad:
            return läs(öppnad)
    märkt = {sida.obj.objgen: märkt_text(sida) for sida in pdf.pages}
    return list(_element(pdf.Root.StructTreeRoot, None, (), märkt))


def text(pdf: Path | bytes | Pdf, *, under: str = "") -> str:
    """Texten utan mellanrum och utan listors nummer; `under` väljer en gren av trädet."""
    bitar = [t.text for t in läs(pdf) if "Lbl" not in t.väg and (not under or under in t.väg)]
    return packa("".join(bitar))


def delar(pdf: Path | bytes | Pdf) -> list[tuple[str, str]]:
    """Titel och text för varje del direkt under /Document i ett paket."""
    if not isinstance(pdf, Pdf):
        with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as öppnad:
            return delar(öppnad)
    märkt = {sida.obj.objgen: märkt_text(sida) for sida in pdf.pages}
    svar = []
    for del_ in pdf.Root.StructTreeRoot.K[0].K:
        bitar = [t.text for t in _element(del_, None, (), märkt) if "Lbl" not in t.väg]
        svar.append((str(del_.get("/T", "")), packa("".join(bitar))))
    return svar


def html_text(html: str) -> str:
    """Den text en läsare av html:en får, jämförbar med `text`."""
    return packa(lxml.html.document_fromstring(html).body.text_content())


def packa(sträng: str) -> str:
    return re.sub(r"\s+", "", sträng.replace("\xad", ""))


def märkt_text(sida: Page) -> dict[int, str]:
    """Text per MCID på en sida."""
    svar: dict[int, str] = {}
    for mcid, bit in _rader(sida):
        if mcid is not None:
            svar[mcid] = svar.get(mcid, "") + bit
    return svar


def artefakter(sida: Page) -> str:
    """Texten utanför taggträdet på en sida."""
    return "".join(bit for mcid, bit in _rader(sida) if mcid is None)


def _element(
    nod: Object, sida: Object | None, väg: tuple[str, ...], märkt: dict[Any, dict[int, str]]
) -> Iterator[Taggad]:
    sida = nod.get("/Pg", sida)
    if "/S" in nod:
        väg = (*väg, str(nod.S)[1:])
    barn = nod.get("/K")
    for b in list(barn) if isinstance(barn, Array) else [] if barn is None else [barn]:
        if isinstance(b, int):
            assert sida is not None, f"MCID {b} utan sida"
            yield Taggad(väg, märkt[sida.objgen][b])
        elif isinstance(b, Dictionary) and b.get("/Type") == Name.MCR:
            yield Taggad(väg, märkt[b.get("/Pg", sida).objgen][int(b.MCID)])
        elif isinstance(b, Dictionary) and b.get("/Type") != Name.OBJR:
            yield from _element(b, sida, väg, märkt)


def _rader(sida: Page) -> Iterator[tuple[int | None, str]]:
    snitt: Any = sida.resources.get("/Font", {})
    avkodare: dict[str, Any] = {}
    aktuell = ""
    stack: list[int | None] = []
    sparade: list[str] = []
    for operander, op in pikepdf.parse_content_stream(sida, operators=TEXT):
        match str(op):
            case "q":
                sparade.append(aktuell)
            case "Q":
                aktuell = sparade.pop()
            case "Tf":
                aktuell = str(operander[0])
                if aktuell not in avkodare:
                    avkodare[aktuell] = _avkodare(snitt[aktuell])
            case "BMC":
                stack.append(stack[-1] if stack else None)
            case "BDC":
                egenskaper = operander[1]
                har = isinstance(egenskaper, Dictionary) and "/MCID" in egenskaper
                if operander[0] == Name.Artifact:
                    stack.append(None)
                else:
                    stack.append(int(egenskaper.MCID) if har else (stack[-1] if stack else None))
            case "EMC":
                stack.pop()
            case "Tj" | "'" | '"' | "TJ":
                delar_ = operander[-1] if str(op) == "TJ" else [operander[-1]]
                bit = "".join(avkodare[aktuell](bytes(d)) for d in delar_ if isinstance(d, String))
                yield (stack[-1] if stack else None), bit


def _avkodare(snitt: Object) -> Any:
    """Från byte i innehållet till text, med snittets ToUnicode."""
    bredd = 2 if snitt.Subtype == Name.Type0 else 1
    if "/ToUnicode" not in snitt:
        return lambda rå: rå.decode("cp1252")
    karta: dict[int, str] = {}
    rå_karta = snitt.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", rå_karta, re.DOTALL):
        for kod, till in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            karta[int(kod, 16)] = bytes.fromhex(till).decode("utf-16-be")
    assert karta, "ToUnicode utan tecken"
    return lambda rå: "".join(
        karta[int.from_bytes(rå[i : i + bredd], "big")] for i in range(0, len(rå), bredd)
    )
