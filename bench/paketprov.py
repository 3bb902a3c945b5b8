"""Ett bestämt prov av handlingar: samma frö ger samma sidor. 60 % egna taggade, 40 % skannade."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

FRÖ = 20261128
ANDEL_EGNA = 0.6
# Fyra egna och tre skannade handlingar åt gången ger proportionerna i sidor.
EGNA_SIDOR = (2, 3, 4, 3)
SKANNADE_SIDOR = (1, 2, 5)
BILDENS_STORLEK = (1160, 1640)
STAVELSER = "för valt ning en ska be red a nämnd ens ären de om bygg lov skol an går ut sikt"


@dataclass(frozen=True)
class Egen:
    """Ett eget dokument som html; det är renderingen som tar tid."""

    titel: str
    html: str


@dataclass(frozen=True)
class Skannad:
    titel: str
    sidor: int
    innehåll: bytes


def handlingar(sidor: int) -> Iterator[Egen | Skannad]:
    """Handlingar om tillsammans ungefär så många sidor, i blandad ordning."""
    slump = random.Random(FRÖ)
    egna = skannade = 0
    while egna + skannade < sidor:
        nr = egna + skannade + 1
        if egna <= ANDEL_EGNA * (egna + skannade):
            antal = slump.choice(EGNA_SIDOR)
            egna += antal
            yield egen(f"Tjänsteskrivelse {nr}", antal, slump)
        else:
            antal = slump.choice(SKANNADE_SIDOR)
            skannade += antal
            yield Skannad(f"Skannad bilaga {nr}", antal, _skanna(antal, slump))


def egen(titel: str, sidor: int, slump: random.Random) -> Egen:
    """En tjänsteskrivelse med rubriker, stycken, lista och tabell; `sidor` är ungefärligt."""
    avsnitt = "".join(_avsnitt(nr, slump) for nr in range(3 * sidor // 2))
    return Egen(
        titel,
        "<!DOCTYPE html><html lang=sv-SE><head><meta charset=utf-8>"
        f"<title>{titel}</title><link rel=stylesheet href=static:pdf/bas.css></head>"
        f"<body><h1>{titel}</h1>{avsnitt}</body></html>",
    )


def _avsnitt(nr: int, slump: random.Random) -> str:
    stycken = "".join(f"<p>{_mening(slump, 70)}</p>" for _ in range(2))
    punkter = "".join(f"<li>{_mening(slump, 8)}</li>" for _ in range(3))
    rader = "".join(
        f"<tr><td>{_mening(slump, 3)}</td><td>{slump.randint(1, 9999)}</td></tr>" for _ in range(3)
    )
    return (
        f"<h2>{nr + 1} {_mening(slump, 3)}</h2>{stycken}<ul>{punkter}</ul>"
        f"<table><thead><tr><th>Post</th><th>Belopp</th></tr></thead><tbody>{rader}</tbody></table>"
    )


def _mening(slump: random.Random, ord_: int) -> str:
    return " ".join(
        "".join(slump.choices(STAVELSER.split(), k=slump.randint(1, 4))) for _ in range(ord_)
    ).capitalize()


def _skanna(sidor: int, slump: random.Random) -> bytes:
    """Sidor som bara är en bild på drygt en megabyte, som en kopiator gör dem."""
    with pikepdf.new() as pdf:
        for _ in range(sidor):
            pdf.add_blank_page(page_size=(595, 842))
            sida = pdf.pages[-1]
            bild = Stream(
                pdf,
                _bild(slump),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=BILDENS_STORLEK[0],
                Height=BILDENS_STORLEK[1],
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            sida.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(bild)))
            sida.Contents = pdf.make_indirect(Stream(pdf, b"595 0 0 842 0 0 cm /Im0 Do"))
        return _spara(pdf)


def _bild(slump: random.Random) -> bytes:
    bredd, höjd = BILDENS_STORLEK
    ut = io.BytesIO()
    Image.frombytes("L", (bredd, höjd), slump.randbytes(bredd * höjd)).save(ut, "JPEG", quality=72)
    return ut.getvalue()


def _spara(pdf: Pdf) -> bytes:
    ut = io.BytesIO()
    pdf.save(ut, deterministic_id=True)
    return ut.getvalue()


def lägg(katalog: Path, nr: int, innehåll: bytes) -> Path:
    fil = katalog / f"{nr:04}.pdf"
    fil.write_bytes(innehåll)
    return fil
