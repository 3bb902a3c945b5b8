"""En handling gjord klar för paketet: det som är lika varje gång är gjort en gång. Inga modeller.

Biten är en fil: de utlyfta strömmarna, stommen, en innehållsförteckning. Den sparas under sin
källas hash (`nyckel`), så att en kallelse som görs om bara gör om det som har ändrats.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from nämnd import sidstämpel, stomme, taggträd
from nämnd.stomme import Skrivare, Ström
from nämnd.taggträd import som_lista
from ärenden import pdfkontroll

# Länkar i kallelsens html: <a href="paket:NYCKEL"> till en handling, <a href="paket:punkt/4"> till
# punktens första sida. `sätt_ihop` gör dem till länkar i paketet, `fristående` tar bort dem.
LÄNK = "paket:"
TRYGGA_ADRESSER = ("http://", "https://", "mailto:")
# Bär filer, ljud, film eller program.
BORTTAGNA_ANNOTATIONER = frozenset(
    ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
)
# Åtgärder, artikeltrådar och privata data som inte hör hemma i paketet.
BORTTAGNA_SIDNYCKLAR = ("/AA", "/B", "/PieceInfo", "/Trans", "/Dur")
# Det som paketet läser ur en handlings rot, utöver sidorna.
BEHÅLLS_I_ROTEN = frozenset(
    ("/Type", "/Pages", "/StructTreeRoot", "/Lang", "/OCProperties", "/OutputIntents")
)
# Var stommen börjar, var innehållsförteckningen börjar, och hashen av allt före foten.
FOT = struct.Struct(">QQ32s")


@dataclass(frozen=True)
class Bit:
    """En färdig bit: var den finns och det som behövs för att lägga in den."""

    källa: Path | bytes
    sidor: int
    följer_standard: bool
    """Eget dokument som säger sig uppfylla PDF/A och PDF/UA."""
    strömmar: Mapping[bytes, Ström]
    _stomme: tuple[int, int]

    @property
    def storlek(self) -> int:
        """Ungefär det som biten väger i paketet."""
        return len(self.källa) if isinstance(self.källa, bytes) else self.källa.stat().st_size

    def öppna(self) -> Pdf:
        return pikepdf.open(io.BytesIO(_läs(self.källa, *self._stomme)))


@cache
def _utförande() -> bytes:
    """Vad som avgör hur en bit blir: koden här och under den, och PDF-biblioteket."""
    moduler = (__file__, sidstämpel.__file__, stomme.__file__, taggträd.__file__)
    koden = b"".join(Path(modul).read_bytes() for modul in (*moduler, pdfkontroll.__file__))
    return koden + f"{pikepdf.__version__} {pikepdf.__libqpdf_version__}".encode()


def nyckel(sha256: str, *, egen: bool) -> str:
    """Bitens namn i lagret: källans innehåll först, sedan hur den är gjord."""
    return f"{sha256}-{hashlib.sha256(_utförande() + bytes([egen])).hexdigest()[:16]}"


def gör(innehåll: bytes | Path, *, egen: bool, ut: BinaryIO) -> None:
    """Skriver handlingens bit. OläsligPdf om den inte är hel; den prövas här och inte igen."""
    with pdfkontroll.öppna(innehåll) as pdf:
        följer_standard = egen and _utfäster(pdf)
        förled = _förled(innehåll)
        _gör_klar(pdf, förled, balanserad=följer_standard)
        skriv = Skrivare(ut)
        strömmar = []
        for märke, data in stomme.lyft_ut(pdf):
            strömmar.append([märke.decode(), skriv.antal, len(data)])
            skriv(data)
        sidor = len(pdf.pages)
        stommen = io.BytesIO()
        pdf.save(
            stommen,
            static_id=True,
            encryption=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    stommens = skriv.antal
    skriv(stommen.getvalue())
    innehållets = skriv.antal
    innehållet = {"sidor": sidor, "standard": följer_standard, "strömmar": strömmar}
    skriv(json.dumps(innehållet).encode())
    ut.write(FOT.pack(stommens, innehållets, skriv.hash.digest()))


def _förled(innehåll: bytes | Path) -> bytes:
    """Det som gör handlingens id unika i ett paket."""
    if isinstance(innehåll, bytes):
        return hashlib.sha256(innehåll).hexdigest()[:12].encode()
    with innehåll.open("rb") as fil:
        return hashlib.file_digest(fil, "sha256").hexdigest()[:12].encode()


class TrasigBit(Exception):
    """Biten är inte som den skrevs; gör den igen."""


def läs(källa: Path | bytes) -> Bit:
    """Biten, prövad: en trasig bild ska inte hamna i ett paket."""
    storlek = len(källa) if isinstance(källa, bytes) else källa.stat().st_size
    if storlek < FOT.size:
        raise TrasigBit
    från, till, hash_ = FOT.unpack(_läs(källa, storlek - FOT.size, storlek))
    räknad = hashlib.sha256()
    for block in Ström(källa, 0, storlek - FOT.size).block():
        räknad.update(block)
    if räknad.digest() != hash_:
        raise TrasigBit
    innehåll: dict[str, Any] = json.loads(_läs(källa, till, storlek - FOT.size))
    return Bit(
        källa=källa,
        sidor=innehåll["sidor"],
        följer_standard=innehåll["standard"],
        strömmar={m.encode(): Ström(källa, b, längd) for m, b, längd in innehåll["strömmar"]},
        _stomme=(från, till),
    )


def i_minnet(innehåll: bytes | Path, *, egen: bool) -> Bit:
    """En bit som bara används nu."""
    ut = io.BytesIO()
    gör(innehåll, egen=egen, ut=ut)
    return läs(ut.getvalue())


def _läs(källa: Path | bytes, från: int, till: int) -> bytes:
    if isinstance(källa, bytes):
        return källa[från:till]
    with källa.open("rb") as fil:
        fil.seek(från)
        return fil.read(till - från)


def _utfäster(pdf: Pdf) -> bool:
    """Egna dokument säger det själva; ett felmärkt främmande ska inte ge ett falskt löfte."""
    xmp = pdf.Root.get("/Metadata")
    text = xmp.read_bytes() if isinstance(xmp, Stream) else b""
    return b"pdfaid" in text and b"pdfuaid" in text


def _gör_klar(pdf: Pdf, förled: bytes, *, balanserad: bool) -> None:
    if not balanserad:
        _platta_formulär(pdf)
    mål = _Mål(pdf)
    borttagna: set[tuple[int, int]] = set()
    for sida in pdf.pages:
        _rena_sida(sida, mål, borttagna)
        if not balanserad:
            sidstämpel.balansera(pdf, sida)
    taggträd.gör_klar(pdf, lambda annot: annot.objgen in borttagna, förled)
    for nyckel_ in set(pdf.Root.keys()) - BEHÅLLS_I_ROTEN - {taggträd.REGISTER}:
        del pdf.Root[nyckel_]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


class _Mål:
    """Slår upp en handlings länkmål, så att de kan följa med som sidnummer i handlingen."""

    def __init__(self, pdf: Pdf) -> None:
        self._sidor = {sida.obj.objgen: nr for nr, sida in enumerate(pdf.pages)}
        self._namngivna: dict[bytes, Object] = {}
        namn = pdf.Root.get("/Names")
        if isinstance(namn, Dictionary) and isinstance(namn.get("/Dests"), Dictionary):
            self._läs(namn.Dests)
        for nyckel, mål in dict(pdf.Root.get("/Dests", {})).items():
            self._namngivna.setdefault(nyckel.removeprefix("/").encode(), mål)

    def _läs(self, nod: Object, djup: int = 0) -> None:
        par = som_lista(nod.get("/Names"))
        for nyckel, mål in zip(par[::2], par[1::2], strict=False):
            self._namngivna.setdefault(bytes(nyckel), mål)
        if djup < 50:
            for barn in som_lista(nod.get("/Kids")):
                self._läs(barn, djup + 1)

    def slå_upp(self, mål: Object | None) -> Array | None:
        """[sidnummer, vy…] räknat från 0 i handlingen, eller None om målet saknas."""
        if isinstance(mål, Name):
            mål = self._namngivna.get(str(mål).removeprefix("/").encode())
        elif isinstance(mål, String):
            mål = self._namngivna.get(bytes(mål))
        if isinstance(mål, Dictionary):
            mål = mål.get("/D")
        if not isinstance(mål, Array) or len(mål) == 0:
            return None
        sida = mål[0]
        nummer = sida if isinstance(sida, int) else None
        if isinstance(sida, Dictionary):
            nummer = self._sidor.get(sida.objgen)
        if nummer is None or not 0 <= nummer < len(self._sidor):
            return None
        return Array([nummer, *list(mål)[1:]])


def _rena_sida(sida: pikepdf.Page, mål: _Mål, borttagna: set[tuple[int, int]]) -> None:
    """Bara läsning följer med: text, bilder, anteckningar och länkar."""
    for nyckel in BORTTAGNA_SIDNYCKLAR:
        if nyckel in sida.obj:
            del sida.obj[nyckel]
    annoteringar = som_lista(sida.obj.get("/Annots"))
    kvar = []
    for annot in annoteringar:
        if isinstance(annot, Dictionary) and _behåll(annot, mål):
            kvar.append(annot)
        elif annot is not None:
            borttagna.add(annot.objgen)
    if kvar:
        sida.obj.Annots = Array(kvar)
    elif "/Annots" in sida.obj:
        del sida.obj["/Annots"]


def _behåll(annot: Object, mål: _Mål) -> bool:
    """Städa annotationen; falskt om den ska bort."""
    slag = str(annot.get("/Subtype", ""))
    if slag in BORTTAGNA_ANNOTATIONER:
        return False
    if "/AA" in annot:
        del annot["/AA"]
    åtgärd = annot.get("/A")
    if slag != "/Link":
        if åtgärd is not None:
            del annot["/A"]
        return True
    if isinstance(åtgärd, Dictionary):
        if åtgärd.get("/S") == Name.URI:
            adress = str(åtgärd.get("/URI", ""))
            annot.A = Dictionary(S=Name.URI, URI=String(adress))
            return adress.lower().startswith((*TRYGGA_ADRESSER, LÄNK))
        if åtgärd.get("/S") != Name.GoTo:
            return False
        annot.Dest = åtgärd.get("/D")
        del annot["/A"]
    dest = mål.slå_upp(annot.get("/Dest"))
    if dest is None:
        return False
    annot.Dest = dest
    return True


def _platta_formulär(pdf: Pdf) -> None:
    """Ifyllda fält och synliga signaturer blir en del av sidan; paketet har inget formulär."""
    formulär = pdf.Root.get("/AcroForm")
    if not isinstance(formulär, Dictionary):
        return
    if formulär.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
