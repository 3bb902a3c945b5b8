"""En PDF utan sina bilder och snitt, och vägen tillbaka. Inga modeller.

Bilderna är nästan hela paketet, men ingenting i dem ändras. Därför lyfts de ut en gång, när en
handling görs klar; stommen sätts ihop i minnet, och bilderna kopieras sedan rakt in i den färdiga
filen. Så blir arbetet och minnet oberoende av hur tunga de är.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

# Mindre än så här är inte värt en egen plats.
MINST = 4096
# Sådant som qpdf skriver som det är. Ett annat filter, eller flera, packas upp när det sparas.
FILTER = frozenset(("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/FlateDecode"))
SNITTYPER = frozenset(("/Type1C", "/CIDFontType0C", "/OpenType"))
# Hemligheten är ny för varje handling: ingen kan skriva ett märke som pekar på en annans bild.
MÄRKE = re.compile(rb"namnd-[0-9a-f]{32}-\d+")
BLOCK = 1024 * 1024
PLATSBYTE = 5


@dataclass(frozen=True)
class Ström:
    """Var en utlyft ström finns."""

    källa: Path | bytes
    början: int
    längd: int

    def block(self) -> Iterator[bytes]:
        if isinstance(self.källa, bytes):
            yield self.källa[self.början : self.början + self.längd]
            return
        with self.källa.open("rb") as fil:
            fil.seek(self.början)
            kvar = self.längd
            while kvar:
                data = fil.read(min(BLOCK, kvar))
                if not data:
                    raise OSError(f"{self.källa} är kortare än den ska vara.")
                kvar -= len(data)
                yield data


def lyft_ut(pdf: Pdf) -> Iterator[tuple[bytes, bytes]]:
    """Byter bilder och snitt mot märken; ger märket och strömmens byte, en ström i taget."""
    hemlighet = secrets.token_hex(16)
    for nr, objekt in enumerate(pdf.objects):
        if isinstance(objekt, Stream) and _kan_lyftas(objekt):
            data = objekt.read_raw_bytes()
            if len(data) < MINST:
                continue
            märke = f"namnd-{hemlighet}-{nr}".encode()
            filter_: Any = objekt.Filter
            värden: Any = objekt.get("/DecodeParms")
            objekt.write(märke, filter=filter_, decode_parms=värden, type_check=False)
            yield märke, data


def _kan_lyftas(objekt: Object) -> bool:
    """Bilder och snitt; sidornas och formulärens text måste gå att läsa i stommen."""
    slag = str(objekt.get("/Subtype", ""))
    if slag != "/Image" and slag not in SNITTYPER and "/Length1" not in objekt:
        return False
    filter_ = objekt.get("/Filter")
    if isinstance(filter_, Array):
        filter_ = filter_[0] if len(filter_) == 1 else None
    return isinstance(filter_, Name) and str(filter_) in FILTER


class Skrivare:
    """Skriver, räknar byten och deras hash i samma svep."""

    def __init__(self, ut: BinaryIO) -> None:
        self.ut = ut
        self.hash = hashlib.sha256()
        self.antal = 0

    def __call__(self, data: bytes | memoryview) -> None:
        self.hash.update(data)
        self.ut.write(data)
        self.antal += len(data)


def fyll(stomme: bytes, strömmar: Mapping[bytes, Ström], ut: BinaryIO) -> str:
    """Skriver stommen med strömmarna på sina platser; svaret är filens SHA-256.

    Stommen är sparad med objektströmmar. Filens /ID räknas på allt som står före det, så att
    samma innehåll får samma byte.
    """
    skriv = Skrivare(ut)
    vy = memoryview(stomme)
    slut = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", stomme)
    if slut is None:
        raise ValueError("Stommen saknar korsreferenser.")
    korsreferenser = int(slut[1])
    från = 0
    platser, skift = [0], [0]
    for märke in MÄRKE.finditer(stomme, 0, korsreferenser):
        ström = strömmar.get(märke[0])
        if ström is None:
            continue
        gammalt, nytt = _längd(len(märke[0])), _längd(ström.längd)
        if not stomme.endswith(gammalt, 0, märke.start()):
            raise ValueError("Ett märke står inte först i sin ström.")
        skriv(vy[från : märke.start() - len(gammalt)])
        skriv(nytt)
        for block in ström.block():
            skriv(block)
        från = märke.end()
        platser.append(från)
        skift.append(len(nytt) - len(gammalt) + ström.längd - len(märke[0]))
    skriv(vy[från:korsreferenser])
    summor = list(accumulate(skift))

    def flytta(plats: int) -> int:
        return plats + summor[bisect_right(platser, plats) - 1]

    skriv(_korsreferenser(stomme[korsreferenser:], flytta, skriv.hash.hexdigest()[:32]))
    skriv(b"\nstartxref\n%d\n%%%%EOF\n" % flytta(korsreferenser))
    return skriv.hash.hexdigest()


def _längd(antal: int) -> bytes:
    """Slutet på en ströms huvud, som qpdf skriver det."""
    return b"/Length %d >>\nstream\n" % antal


def _korsreferenser(gammal: bytes, flytta: Callable[[int], int], id_: str) -> bytes:
    """Korsreferensströmmen (ISO 32000-1, 7.5.8) med flyttade platser och filens id."""
    huvud, _, data = gammal.partition(b"\nstream\n")
    bredder = re.search(rb"/W \[ (\d+) (\d+) (\d+) \]", huvud)
    if bredder is None or b"/Predictor 12" not in huvud:
        raise ValueError("Stommens korsreferenser har ett annat format.")
    typ, plats, nummer = (int(b) for b in bredder.groups())
    bredd = typ + plats + nummer
    rader = []
    for rad in _rader(data[: data.rindex(b"\nendstream")], bredd):
        värde = int.from_bytes(rad[typ : typ + plats], "big")
        if int.from_bytes(rad[:typ], "big") == 1:
            värde = flytta(värde)
        rader.append(rad[:typ] + struct.pack(">Q", värde)[-PLATSBYTE:] + rad[typ + plats :])
    ny = zlib.compress(b"".join(rader))
    huvud = re.sub(rb"/DecodeParms << [^>]* >> ", b"", huvud)
    huvud = huvud.replace(bredder[0], b"/W [ %d %d %d ]" % (typ, PLATSBYTE, nummer))
    huvud = re.sub(rb"/ID \[[^\]]*\]", f"/ID [<{id_}><{id_}>]".encode(), huvud)
    huvud = re.sub(rb"/Length \d+", b"/Length %d" % len(ny), huvud)
    return huvud + b"\nstream\n" + ny + b"\nendstream\nendobj\n"


def _rader(data: bytes, bredd: int) -> Iterator[bytes]:
    """Raderna i en ström med PNG-prediktor, uppackade av qpdf."""
    prediktor = Dictionary(Columns=bredd, Predictor=12)
    with pikepdf.new() as pdf:
        ström = Stream(pdf, data, Filter=Name.FlateDecode, DecodeParms=prediktor)
        uppackat = ström.read_bytes()
    return (uppackat[i : i + bredd] for i in range(0, len(uppackat), bredd))
