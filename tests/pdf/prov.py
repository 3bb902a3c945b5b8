"""Provdokument och mätare för PDF-testerna."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from nämnd.taggträd import element, som_lista

MALLAR = Path(__file__).parent / "mallar"


def mallinställning(nuvarande: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """TEMPLATES med provmallarna tillagda."""
    return [{**m, "DIRS": [*m["DIRS"], MALLAR]} for m in nuvarande]


@dataclass(frozen=True)
class Rad:
    nummer: str
    rubrik: str
    dnr: str = ""
    sidor: str = ""
    nyckel: str = ""
    not_text: str = ""


@dataclass(frozen=True)
class Provdokument:
    titel: str = "Kallelse till socialnämnden 2026-03-18"
    kommun: str = "Björksunds kommun"
    organ: str = "Socialnämnden"
    dokumentnamn: str = "Kallelse"
    dag_text: str = "2026-03-18"
    klass: str = ""
    bild: str = ""
    rader: tuple[Rad, ...] = field(
        default_factory=lambda: tuple(
            Rad(str(n), f"Ärende {n}: žåäö och čć š", f"SN 2026/{n}") for n in range(1, 5)
        )
    )


def spara(pdf: Pdf, **val: Any) -> bytes:
    fil = io.BytesIO()
    pdf.save(fil, **val)
    return fil.getvalue()


def främmande(
    texter: list[str],
    *,
    storlek: tuple[float, float] = (595, 842),
    vriden: int = 0,
    beskuren: tuple[float, float, float, float] | None = None,
    före: bytes = b"",
    efter: bytes = b"",
) -> bytes:
    """En handling så som andra program skriver dem: delade resurser, inga taggar."""
    pdf = pikepdf.new()
    snitt = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    resurser = pdf.make_indirect(Dictionary(Font=Dictionary(F1=snitt)))
    for text in texter:
        x, y = (beskuren or (0, 0))[:2]
        rad = b"BT /F1 12 Tf %.1f %.1f Td (%s) Tj ET" % (x + 40, y + 60, text.encode("cp1252"))
        sida = pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, *storlek]),
                Resources=resurser,
                Contents=pdf.make_indirect(Stream(pdf, före + b"\n" + rad + b"\n" + efter)),
            )
        )
        if vriden:
            sida.Rotate = vriden
        if beskuren:
            sida.CropBox = Array(list(beskuren))
        pdf.pages.append(pikepdf.Page(sida))
    return spara(pdf)


def typ(e: Object, roller: Object | None) -> str:
    """Elementets standardtyp, genom RoleMap."""
    svar = str(e.S)
    for _ in range(10):
        if roller is None or svar not in roller:
            break
        svar = str(roller[svar])
    return svar


def kräv_helt_träd(pdf: Pdf) -> None:
    """Varje märkt text har precis ett element, varje element hittar sin text, inga id krockar."""
    rot = pdf.Root.StructTreeRoot
    ägare = {int(k): v for k, v in zip(*[iter(som_lista(rot.ParentTree.Nums))] * 2, strict=True)}
    idn: list[bytes] = []
    hänvisade: set[bytes] = set()
    ägda: set[tuple[Any, int]] = set()
    for e in element(rot):
        if "/ID" in e:
            idn.append(bytes(e.ID))
        for a in som_lista(e.get("/A")):
            if isinstance(a, Dictionary):
                hänvisade |= {bytes(h) for h in som_lista(a.get("/Headers"))}
        for barn in som_lista(e.get("/K")):
            if isinstance(barn, int):
                assert (e.Pg.objgen, barn) not in ägda, "samma text hör till två element"
                ägda.add((e.Pg.objgen, barn))
                assert ägare[int(e.Pg.StructParents)][barn].objgen == e.objgen
            elif isinstance(barn, Dictionary) and barn.get("/Type") == Name.OBJR:
                assert ägare[int(barn.Obj.StructParent)].objgen == e.objgen
            elif isinstance(barn, Dictionary) and "/S" in barn:
                assert barn.P.objgen == e.objgen
    assert len(idn) == len(set(idn)), "id krockar"
    assert hänvisade <= set(idn), "Headers utan mål"
    sidnummer = [int(s.obj.StructParents) for s in pdf.pages if "/StructParents" in s.obj]
    assert len(sidnummer) == len(set(sidnummer)), "StructParents krockar"
