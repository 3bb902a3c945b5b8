"""Sidnummer på en färdig PDF-sida, oavsett hur sidan är vriden, beskuren eller skriven."""

import io
import math
from functools import cache
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Operator, Page, Pdf, Stream, String

from ärenden.pdf import statisk_fil

SNITT = "fonts/SourceSans3-Semibold.ttf"
STORLEK = 10.0
RADSTORLEK = 9.0
FRÅN_KANTEN = 24.0
FRÅN_BOTTEN = 13.0
MÄRKETS_AVSTÅND = 8.0
UTKASTSTORLEK = 9.0
SNEDDENS_ANDEL = 0.55

SPARAR = "q Q BT ET BMC BDC EMC"
AVSLUT = {"q": b"Q", "BT": b"ET", "BMC": b"EMC"}


@cache
def _urval(
    sökväg: Path, tecken: str
) -> tuple[bytes, dict[str, int], dict[int, int], dict[str, int]]:
    """Snittet med bara de tecken som behövs: fil, glyf per tecken, bredd per glyf, mått."""
    # Utan recalcTimestamp=False hamnar klockan i filen och paketet får olika byte varje gång.
    snitt = TTFont(sökväg, recalcTimestamp=False)
    val = subset.Options(hinting=False, glyph_names=False, layout_features=[], name_IDs=[1, 2, 6])
    val.notdef_outline = True
    # Layouttabellerna behövs inte, och att läsa dem är det mesta av arbetet.
    for tabell in ("GSUB", "GPOS", "GDEF"):
        del snitt[tabell]
    urval = subset.Subsetter(val)
    urval.populate(text=tecken)
    urval.subset(snitt)
    per_em = snitt["head"].unitsPerEm
    ordning = snitt.getReverseGlyphMap()
    glyfer = {chr(kod): ordning[namn] for kod, namn in snitt.getBestCmap().items()}
    bredder = {
        ordning[namn]: round(bredd * 1000 / per_em)
        for namn, (bredd, _) in snitt["hmtx"].metrics.items()
    }
    mått = {
        "Ascent": round(snitt["hhea"].ascent * 1000 / per_em),
        "Descent": round(snitt["hhea"].descent * 1000 / per_em),
        "CapHeight": round(getattr(snitt["OS/2"], "sCapHeight", 660) * 1000 / per_em),
        **{
            k: round(getattr(snitt["head"], k) * 1000 / per_em)
            for k in ("xMin", "yMin", "xMax", "yMax")
        },
    }
    fil = io.BytesIO()
    snitt.save(fil)
    return fil.getvalue(), glyfer, bredder, mått


class Stämpelsnitt:
    """Ett inbäddat snitt (Type0, Identity-H) med de tecken som stämplarna behöver."""

    def __init__(self, pdf: Pdf, text: str) -> None:
        tecken = "".join(sorted(set(text + "?")))
        fil, self.glyfer, self.bredder, mått = _urval(statisk_fil(SNITT), tecken)
        namn = Name("/NAMNDA+SourceSans3-Semibold")
        beskrivning = Dictionary(
            Type=Name.FontDescriptor,
            FontName=namn,
            Flags=32,
            FontBBox=Array([mått["xMin"], mått["yMin"], mått["xMax"], mått["yMax"]]),
            ItalicAngle=0,
            Ascent=mått["Ascent"],
            Descent=mått["Descent"],
            CapHeight=mått["CapHeight"],
            StemV=100,
            FontFile2=pdf.make_indirect(Stream(pdf, fil, Length1=len(fil))),
        )
        breddlista = Array()
        for glyf in sorted(self.bredder):
            breddlista.append(glyf)
            breddlista.append(Array([self.bredder[glyf]]))
        ättling = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=namn,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            CIDToGIDMap=Name.Identity,
            DW=0,
            W=breddlista,
            FontDescriptor=pdf.make_indirect(beskrivning),
        )
        self.objekt = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=namn,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(ättling)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._till_unicode())),
            )
        )

    def _till_unicode(self) -> bytes:
        par = sorted((glyf, tecken) for tecken, glyf in self.glyfer.items())
        rader = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        for i in range(0, len(par), 100):
            grupp = par[i : i + 100]
            rader.append(f"{len(grupp)} beginbfchar")
            rader += [f"<{g:04X}> <{t.encode('utf-16-be').hex().upper()}>" for g, t in grupp]
            rader.append("endbfchar")
        rader.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(rader).encode("ascii")

    def koda(self, text: str) -> bytes:
        glyfer = [self.glyfer.get(t, self.glyfer["?"]) for t in text]
        return b"<" + b"".join(b"%04X" % g for g in glyfer) + b">"

    def bredd(self, text: str, storlek: float) -> float:
        glyfer = [self.glyfer.get(t, self.glyfer["?"]) for t in text]
        return sum(self.bredder[g] for g in glyfer) * storlek / 1000


class Stämpel:
    """Stämplar sidorna i ett paket; delade resurser får snittet en gång."""

    def __init__(self, pdf: Pdf, snitt: Stämpelsnitt) -> None:
        self.pdf = pdf
        self.snitt = snitt
        self._börja = pdf.make_indirect(Stream(pdf, b"q\n"))
        self._resurser: dict[tuple[int, int], tuple[Object, str]] = {}

    def stämpla(
        self, sida: Page, nummer: str, *, rad: str | None, mcid: int | None, märkning: str = ""
    ) -> None:
        """Sidans eget innehåll lämnas orört; stämpeln ritas efter det, i sidans synliga hörn.

        Innehållet är balanserat. `rad` är text som hör till taggträdet under `mcid`, `märkning`
        står före numret och hör liksom det inte till texten.
        """
        innehåll = _delar(sida)
        namn = self._snittnamn(sida)
        matris, bredd = _synligt_hörn(sida)
        x = max(2.0, bredd - FRÅN_KANTEN - self.snitt.bredd(nummer, STORLEK))
        märkets_storlek, märkets_x = self._märkets_plats(märkning, x)
        ritas = [
            b"\nQ",
            b"q %s cm 0 g" % b" ".join(b"%.5g" % m for m in matris),
        ]
        if rad is not None and mcid is not None:
            plats = max(20.0, märkets_x - FRÅN_KANTEN - 10)
            storlek = min(RADSTORLEK, RADSTORLEK * plats / self.snitt.bredd(rad, RADSTORLEK))
            ritas.append(b"/P <</MCID %d>> BDC" % mcid)
            ritas.append(self._text(namn, storlek, FRÅN_KANTEN, rad))
            ritas.append(b"EMC")
        ritas.append(b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
        if märkning:
            ritas.append(self._text(namn, märkets_storlek, märkets_x, märkning))
        ritas.append(self._text(namn, STORLEK, x, nummer))
        ritas.append(b"EMC Q\n")
        stämpel = self.pdf.make_indirect(Stream(self.pdf, b"\n".join(ritas)))
        sida.obj.Contents = Array([self._börja, *innehåll, stämpel])

    def _märkets_plats(self, märkning: str, x: float) -> tuple[float, float]:
        """Storlek och början för märkningen till vänster om numret; på en smal sida mindre."""
        if not märkning:
            return RADSTORLEK, x
        plats = max(20.0, x - 2 * MÄRKETS_AVSTÅND)
        storlek = min(RADSTORLEK, RADSTORLEK * plats / self.snitt.bredd(märkning, RADSTORLEK))
        return storlek, x - MÄRKETS_AVSTÅND - self.snitt.bredd(märkning, storlek)

    def märk_utkast(self, sida: Page, ord_: str, rad: str) -> None:
        """`ord_` stort på snedden under sidans innehåll, och `rad` i en ruta överst på det.

        En inskannad sida täcker det som ligger under; raden syns alltid. Inget av det hör till
        texten.
        """
        innehåll = _delar(sida)
        namn = self._snittnamn(sida)
        matris, bredd = _synligt_hörn(sida)
        höjd = _synlig_höjd(sida)
        på_sidan = b"q %s cm" % b" ".join(b"%.5g" % m for m in matris)
        vattenstämpel = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"
        vinkel = math.atan2(höjd, bredd)
        c, s = math.cos(vinkel), math.sin(vinkel)
        storlek = SNEDDENS_ANDEL * math.hypot(bredd, höjd) / self.snitt.bredd(ord_, 1)
        halva, lyft = self.snitt.bredd(ord_, storlek) / 2, storlek / 3
        sned = (c, s, -s, c, bredd / 2 - c * halva + s * lyft, höjd / 2 - s * halva - c * lyft)
        under = [
            på_sidan,
            b"0.9 g",
            vattenstämpel,
            b"%s cm" % b" ".join(b"%.5g" % m for m in sned),
            self._text(namn, storlek, 0, ord_, 0),
            b"EMC Q\n",
        ]
        radstorlek = min(
            UTKASTSTORLEK, UTKASTSTORLEK * (bredd - 24) / self.snitt.bredd(rad, UTKASTSTORLEK)
        )
        radbredd = self.snitt.bredd(rad, radstorlek)
        x, y = (bredd - radbredd) / 2, höjd - 16.0
        över = [
            b"\nQ",
            på_sidan,
            vattenstämpel,
            b"1 g 0.6 0 0 RG 0.8 w %.2f %.2f %.2f 14 re B" % (x - 6, y - 4, radbredd + 12),
            b"0.6 0 0 rg",
            self._text(namn, radstorlek, x, rad, y),
            b"EMC Q\n",
        ]
        strömmar = (
            self.pdf.make_indirect(Stream(self.pdf, b"\n".join(delar))) for delar in (under, över)
        )
        först, sist = strömmar
        sida.obj.Contents = Array([först, self._börja, *innehåll, sist])

    def skriv(self, sida: Page, text: str, *, höger: float, från_botten: float) -> None:
        """En rad på en egen sida, högerställd mot `höger`: sidhuvudets sidnummer."""
        innehåll = _delar(sida)
        x = höger - self.snitt.bredd(text, RADSTORLEK)
        rad = self._text(self._snittnamn(sida), RADSTORLEK, x, text, från_botten)
        ritas = b"\nQ q 0.2 g /Artifact <</Type /Pagination /Subtype /Header>> BDC %s EMC Q\n" % rad
        stämpel = self.pdf.make_indirect(Stream(self.pdf, ritas))
        sida.obj.Contents = Array([self._börja, *innehåll, stämpel])

    def _text(
        self, namn: str, storlek: float, x: float, text: str, y: float = FRÅN_BOTTEN
    ) -> bytes:
        return b"BT %s %.2f Tf 1 0 0 1 %.2f %.2f Tm %s Tj ET" % (
            namn.encode("ascii"),
            storlek,
            x,
            y,
            self.snitt.koda(text),
        )

    def _snittnamn(self, sida: Page) -> str:
        """Lägg snittet i sidans resurser under ett ledigt namn, utan att röra andra sidors."""
        gamla = sida.resources
        nyckel = gamla.objgen if gamla.is_indirect else None
        if nyckel is None or nyckel not in self._resurser:
            nya = Dictionary(dict(gamla.items()))
            snitt = nya.get("/Font")
            nya.Font = Dictionary(dict(snitt.items()) if snitt is not None else {})
            namn = next(
                f"/Sidnr{n}" for n in range(len(nya.Font) + 1) if f"/Sidnr{n}" not in nya.Font
            )
            nya.Font[namn] = self.snitt.objekt
            delade = self.pdf.make_indirect(nya)
            if nyckel is None:
                sida.obj.Resources = delade
                return namn
            self._resurser[nyckel] = (delade, namn)
        sida.obj.Resources, namn = self._resurser[nyckel]
        return namn


def _delar(sida: Page) -> list[Object]:
    innehåll = sida.obj.get("/Contents")
    if innehåll is None:
        return []
    return list(innehåll) if isinstance(innehåll, Array) else [innehåll]


def balansera(pdf: Pdf, sida: Page) -> None:
    """Stänger det som sidans innehåll lämnar öppet; ett Q för mycket tas bort ur det."""
    öppna: list[str] = []
    överflöd = 0
    for instruktion in pikepdf.parse_content_stream(sida, operators=SPARAR):
        op = str(instruktion.operator)
        typ = {"Q": "q", "ET": "BT", "EMC": "BMC", "BDC": "BMC"}.get(op, op)
        if op in ("q", "BT", "BMC", "BDC"):
            öppna.append(typ)
        elif typ in öppna:
            del öppna[len(öppna) - 1 - öppna[::-1].index(typ)]
        elif op == "Q":
            överflöd += 1
    if överflöd:
        sida.obj.Contents = pdf.make_indirect(Stream(pdf, _utan_överflöd(sida)))
    if öppna:
        slut = b"".join(b"\n" + AVSLUT[typ] for typ in reversed(öppna))
        sida.obj.Contents = Array([*_delar(sida), pdf.make_indirect(Stream(pdf, slut))])


def _utan_överflöd(sida: Page) -> bytes:
    """Läsare bortser från ett Q utan q; här skulle det ta sidan ur vårt eget q."""
    djup = 0
    kvar = []
    for instruktion in pikepdf.parse_content_stream(sida):
        if instruktion.operator == Operator("q"):
            djup += 1
        elif instruktion.operator == Operator("Q"):
            if djup == 0:
                continue
            djup -= 1
        kvar.append(instruktion)
    return pikepdf.unparse_content_stream(kvar)


def ärvt(sida: Page, nyckel: str) -> Object | None:
    """Ett värde som sidan kan ha fått av en nod ovanför i sidträdet."""
    nod: Object | None = sida.obj
    for _ in range(50):
        if nod is None or nyckel in nod:
            break
        nod = nod.get("/Parent")
    return None if nod is None else nod.get(nyckel)


def synlig_ruta(sida: Page) -> tuple[tuple[float, float, float, float], int]:
    """Det som syns av sidan (CropBox inom MediaBox) och hur den är vriden."""

    def ruta(värde: Object) -> tuple[float, float, float, float]:
        a, b, c, d = (float(v) for v in värde)
        return min(a, c), min(b, d), max(a, c), max(b, d)

    media = ruta(ärvt(sida, "/MediaBox") or Array([0, 0, 595, 842]))
    beskuren = ärvt(sida, "/CropBox")
    if beskuren is not None:
        x0, y0, x1, y1 = ruta(beskuren)
        snitt = max(x0, media[0]), max(y0, media[1]), min(x1, media[2]), min(y1, media[3])
        if snitt[0] < snitt[2] and snitt[1] < snitt[3]:
            media = snitt
    vridning = ärvt(sida, "/Rotate")
    return media, int(vridning) % 360 if vridning is not None else 0


def _synligt_hörn(sida: Page) -> tuple[tuple[float, ...], float]:
    """Matris från sidan så som den ses (origo nere till vänster) och dess bredd."""
    (x0, y0, x1, y1), vridning = synlig_ruta(sida)
    enhet = float(sida.obj.get("/UserUnit", 1))
    s = 1 / enhet
    matris, bredd = {
        90: ((0, s, -s, 0, x1, y0), y1 - y0),
        180: ((-s, 0, 0, -s, x1, y1), x1 - x0),
        270: ((0, -s, s, 0, x0, y1), y1 - y0),
    }.get(vridning, ((s, 0, 0, s, x0, y0), x1 - x0))
    return matris, bredd * enhet


def _synlig_höjd(sida: Page) -> float:
    (x0, y0, x1, y1), vridning = synlig_ruta(sida)
    return (x1 - x0 if vridning in (90, 270) else y1 - y0) * float(sida.obj.get("/UserUnit", 1))


def överst(sida: Page) -> Array:
    """Ett länkmål: sidans övre vänstra hörn så som det ses."""
    (x0, y0, x1, y1), vridning = synlig_ruta(sida)
    x, y = {90: (x0, y0), 180: (x1, y0), 270: (x1, y1)}.get(vridning, (x0, y1))
    return Array([sida.obj, Name.XYZ, x, y, None])


def högsta_mcid(sida: Page) -> int:
    """Största märkningsnummer på sidan, också i ett innehåll som saknar taggträd."""
    högst = -1
    egenskaper = dict(sida.resources.get("/Properties", {}))
    for instruktion in pikepdf.parse_content_stream(sida, operators="BDC"):
        sist = instruktion.operands[-1]
        värde = egenskaper.get(str(sist)) if isinstance(sist, Name) else sist
        if isinstance(värde, Dictionary) and "/MCID" in värde:
            högst = max(högst, int(värde.MCID))
    return högst
