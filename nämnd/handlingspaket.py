"""Sätter ihop kallelse och handlingar till ett paket med en löpande sidnumrering. Inga modeller."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, Stream, String

from nämnd import paketbit, sidnummer, stomme
from nämnd.paketbit import LÄNK, Bit
from nämnd.sidnummer import Spann
from nämnd.sidstämpel import Stämpel, Stämpelsnitt, högsta_mcid, överst
from nämnd.taggträd import Taggträd, element, som_lista
from ärenden.pdf import SPRÅK, XMP_UA
from ärenden.pdfkontroll import OläsligPdf, öppna

PUNKTLÄNK = "punkt/"
SEKRETESS = "sekretess"


class Paketfel(Exception):
    """Paketet kan inte göras. Texten nämner handlingen och säger vad som är fel."""


@dataclass(frozen=True)
class Del:
    """En handling i paketet, i ordning. `egen` är ett eget dokument i PDF/A-2a och PDF/UA-1."""

    nyckel: str
    titel: str
    punkt: str | None
    """Håller ihop punktens handlingar; None: handlingen får inget bokmärke för sin punkt."""
    punkttitel: str
    """Punktens bokmärke, färdigt: ”4. Titel”, eller ”Titel” när punkten saknar nummer."""
    innehåll: Path | bytes | Bit | None
    """Filen, eller handlingens bit om den redan är gjord."""
    egen: bool
    utelämnad: bool = False
    """Inte med i det här exemplaret: sidorna räknas men finns inte."""
    skäl: str = SEKRETESS
    """Varför de är utelämnade."""
    sidor: int | None = None
    """Antal sidor om det är känt; måste anges när innehållet inte får följa med."""
    följd: str | None = None
    """Den samlade rad som punkten ligger i, som `punkt`."""
    följdtitel: str = ""


@dataclass(frozen=True)
class Delsidor:
    nyckel: str
    punkt: str | None
    sidor: int


@dataclass(frozen=True)
class Sidplan:
    """Första och sista sida för varje handling och varje punkt, samma i alla exemplar."""

    delar: Mapping[str, tuple[int, int]]
    punkter: Mapping[str, tuple[int, int]]
    sidor: int

    @property
    def nummer(self) -> dict[str, Spann]:
        """Handlingarnas sidnummer när paketet är numrerat löpande."""
        return {nyckel: sidnummer.vanligt(sidor) for nyckel, sidor in self.delar.items()}


@dataclass(frozen=True)
class Insättning:
    """Ett paket vars blad sätts in i ett som redan är skickat, och har sina nummer där."""

    titel: str
    """Listans bokmärke: ”Komplettering 1”."""
    förled: str
    """Listans egna sidor: ”K1:” ger K1:1, K1:2."""
    delar: Mapping[str, Spann]
    märkning: str
    """Står på varje ny sida: ”Ny 28 november 2026, komplettering 1”."""


@dataclass(frozen=True)
class Paket:
    sidor: int
    """Högsta sidnummer; i ett exemplar med utelämnade sidor är bladen färre."""
    punktsidor: dict[str, tuple[int, int]]
    blad: int
    sha256: str


@dataclass(frozen=True)
class Anteckningssidor:
    """Dokumentet till mallen pdf/anteckningar.html."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    antal: int
    rader: range = field(default=range(22))

    @property
    def sidor(self) -> range:
        return range(self.antal)


def sidplan(kallelsesidor: int, anteckningssidor: int, delar: Sequence[Delsidor]) -> Sidplan:
    """Löpande sidnummer: kallelsen, anteckningssidorna, handlingarna i ordning."""
    nästa = kallelsesidor + anteckningssidor + 1
    per_del: dict[str, tuple[int, int]] = {}
    per_punkt: dict[str, tuple[int, int]] = {}
    for del_ in delar:
        if del_.nyckel in per_del:
            raise ValueError(f"handlingen {del_.nyckel} förekommer två gånger")
        if del_.sidor < 1:
            raise ValueError(f"handlingen {del_.nyckel} har inga sidor")
        första, sista = nästa, nästa + del_.sidor - 1
        per_del[del_.nyckel] = (första, sista)
        if del_.punkt is not None:
            början, slut = per_punkt.get(del_.punkt, (första, första - 1))
            if slut != första - 1:
                raise ValueError(f"handlingarna till punkt {del_.punkt} ligger inte i följd")
            per_punkt[del_.punkt] = (början, sista)
        nästa = sista + 1
    return Sidplan(delar=per_del, punkter=per_punkt, sidor=nästa - 1)


def sidtext(sidor: tuple[int, int]) -> str:
    """`6–11`, eller `6` när det är en sida."""
    return sidnummer.text(sidnummer.vanligt(sidor))


def utelämnat_text(spannen: Sequence[Spann], skäl: str = SEKRETESS) -> str:
    """Raden som säger att sidor saknas i exemplaret; kallelsens lista ska säga detsamma."""
    sidor = sidnummer.samlad_text(spannen)
    if len(spannen) == 1 and spannen[0][0] == spannen[0][1]:
        return f"Sidan {sidor} är utelämnad: {skäl}."
    return f"Sidorna {sidor} är utelämnade: {skäl}."


def fristående(kallelse: bytes) -> bytes:
    """Kallelsen som egen fil: samma sidor, utan länkarna som bara har mål i paketet."""
    with öppna(kallelse) as pdf:
        borta: set[tuple[int, int]] = set()
        nummer: set[int] = set()
        for sida in pdf.pages:
            annoteringar = som_lista(sida.obj.get("/Annots"))
            kvar = [a for a in annoteringar if _paketnyckel(a) is None]
            if len(kvar) == len(annoteringar):
                continue
            for annot in annoteringar:
                if _paketnyckel(annot) is not None:
                    borta.add(annot.objgen)
                    nummer.add(int(annot.get("/StructParent", -1)))
            if kvar:
                sida.obj.Annots = Array(kvar)
            else:
                del sida.obj["/Annots"]
        if rot := pdf.Root.get("/StructTreeRoot"):
            for e in element(rot):
                barn = som_lista(e.get("/K"))
                utan = [b for b in barn if not _pekar_på(b, borta)]
                if len(utan) < len(barn):
                    e.K = Array(utan)
                    e.S = Name.Span
            träd = rot.ParentTree.Nums
            par = [(träd[i], träd[i + 1]) for i in range(0, len(träd), 2)]
            rot.ParentTree.Nums = Array(
                [värde for nr, ägare in par if int(nr) not in nummer for värde in (nr, ägare)]
            )
        ut = io.BytesIO()
        pdf.save(ut, deterministic_id=True)
        return ut.getvalue()


def sätt_ihop(
    kallelse: bytes,
    delar: Sequence[Del],
    *,
    anteckningar: bytes | None,
    titel: str,
    insättning: Insättning | None = None,
    framsteg: Callable[[int, str], None] | None = None,
    ut: Path,
) -> Paket:
    """Skriv paketet till `ut`. En handling som inte går att läsa stoppar paketet med sitt namn.
    Utan `insättning` är sidorna numrerade löpande.

    Blir det fel finns ingen fil: aldrig en halv, och aldrig en gammal som om den vore ny.
    """
    ut.unlink(missing_ok=True)
    with contextlib.ExitStack() as öppnade, namnger("Paketet"):
        bygge = _Bygge(titel=titel, framsteg=framsteg or (lambda _procent, _text: None))
        öppnade.callback(bygge.pdf.close)
        listan = insättning.titel if insättning else "Kallelse"
        källor = list(_källor((listan, kallelse), anteckningar, delar))
        plan = sidplan(
            källor[0].sidor,
            källor[1].sidor if anteckningar is not None else 0,
            [Delsidor(k.nyckel, k.punkt, k.sidor) for k in källor if k.nyckel],
        )
        _numrera(källor, plan, insättning)
        bygge.lägg_in(källor, plan)
        bygge.numrera()
        bygge.länka(plan)
        bygge.bokmärk(källor, plan)
        sha256 = bygge.skriv(ut, källor)
        return Paket(plan.sidor, dict(plan.punkter), blad=len(bygge.blad), sha256=sha256)


def foga(filer: Sequence[tuple[str, bytes]], *, titel: str) -> bytes:
    """Färdiga filer efter varandra som en, med ett bokmärke för var och en och sina sidnummer."""
    with (
        tempfile.TemporaryDirectory() as katalog,
        contextlib.ExitStack() as öppnade,
        namnger(titel),
    ):
        bygge = _Bygge(titel=titel, framsteg=lambda _procent, _text: None)
        öppnade.callback(bygge.pdf.close)
        källor = []
        for namn, innehåll in filer:
            bit = paketbit.i_minnet(innehåll, egen=True)
            källor.append(_Källa(namn, bit.sidor, bit, etiketter=_sidnamn(innehåll)))
        plan = Sidplan({}, {}, sum(k.sidor for k in källor))
        bygge.lägg_in(källor, plan)
        bygge.bokmärk(källor, plan)
        ut = Path(katalog) / "fogad.pdf"
        bygge.skriv(ut, källor)
        return ut.read_bytes()


@dataclass(frozen=True)
class Lista:
    """Kallelsen, anteckningssidorna eller en komplettering, först i en upplaga."""

    titel: str
    innehåll: bytes
    etiketter: tuple[str, ...]


@dataclass(frozen=True)
class Upplaga:
    """Det utskickade för en läsare, med de sidnummer som det skickades med."""

    titel: str
    listor: Sequence[Lista]
    delar: Sequence[Del]
    nummer: Mapping[str, Spann]
    """Varje dels sidnummer, också de utelämnades."""
    märkning: Mapping[str, str] = field(default_factory=dict)
    """Står på delens sidor: vilken komplettering den kom med."""
    tryck: bool = False
    """För dubbelsidigt tryck: varje lista och punkt börjar på en högersida."""
    efter_punkt: bytes | None = None
    """Anteckningssidor efter varje punkt, utan sidnummer."""


def sätt_ihop_upplaga(
    upplaga: Upplaga, *, framsteg: Callable[[int, str], None] | None = None, ut: Path
) -> Paket:
    """Skriv upplagan till `ut`. Blir det fel finns ingen fil."""
    ut.unlink(missing_ok=True)
    with contextlib.ExitStack() as öppnade, namnger(upplaga.titel):
        bygge = _Bygge(titel=upplaga.titel, framsteg=framsteg or (lambda _procent, _text: None))
        öppnade.callback(bygge.pdf.close)
        källor = list(_upplagans_källor(upplaga))
        plan = Sidplan({}, {}, sum(k.sidor for k in källor))
        bygge.lägg_in(källor, plan)
        bygge.numrera()
        bygge.bokmärk(källor, plan)
        sha256 = bygge.skriv(ut, källor)
        return Paket(plan.sidor, {}, blad=len(bygge.blad), sha256=sha256)


def _upplagans_källor(upplaga: Upplaga) -> Iterator[_Källa]:
    for lista in upplaga.listor:
        with namnger(lista.titel):
            bit = paketbit.i_minnet(lista.innehåll, egen=True)
        yield _Källa(lista.titel, bit.sidor, bit, etiketter=lista.etiketter, höger=upplaga.tryck)
    papper = list(_papperskällor(upplaga.delar))
    anteckningar = (
        paketbit.i_minnet(upplaga.efter_punkt, egen=True) if upplaga.efter_punkt else None
    )
    förra: str | None = None
    for i, källa in enumerate(papper):
        källa.spann = upplaga.nummer[källa.nyckel]
        källa.etiketter = tuple(str(n) for n in sidnummer.sidor(källa.spann))
        källa.märkning = upplaga.märkning.get(källa.nyckel, "")
        källa.höger = upplaga.tryck and källa.punkt != förra
        förra = källa.punkt
        yield källa
        sist = i + 1 == len(papper) or papper[i + 1].punkt != källa.punkt
        if anteckningar and sist and källa.bit is not None:
            yield _Källa(
                "Anteckningar",
                anteckningar.sidor,
                anteckningar,
                grupper=källa.grupper,
                etiketter=("",) * anteckningar.sidor,
            )


def _sidnamn(innehåll: bytes) -> tuple[str, ...]:
    with öppna(innehåll) as pdf:
        return tuple(str(sida.label) for sida in pdf.pages)


@dataclass
class _Källa:
    titel: str
    sidor: int
    bit: Bit | None
    """None: utelämnad i det här exemplaret."""
    nyckel: str = ""
    punkt: str | None = None
    grupper: tuple[tuple[str, str], ...] = ()
    """Bokmärkena som handlingen ligger under, ytterst först: vad som hålls ihop, och titeln."""
    etiketter: tuple[str, ...] = ()
    """Sidnumret på var och en av sidorna, som det stämplas."""
    spann: Spann | None = None
    """Handlingens sidnummer; kallelsen och anteckningarna har bara etiketter."""
    märkning: str = ""
    skäl: str = SEKRETESS
    höger: bool = False
    """Börjar på ett nytt blad när pappret trycks på båda sidor."""


@contextlib.contextmanager
def namnger(titel: str) -> Iterator[None]:
    """Det som inte går att lägga in blir ett Paketfel med handlingens namn."""
    try:
        yield
    except OläsligPdf as fel:
        raise Paketfel(f"{titel}: {fel}") from fel
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, RuntimeError) as fel:
        raise Paketfel(f"{titel}: Filen är skadad och går inte att lägga in ({fel}).") from fel


def _källor(
    listan: tuple[str, bytes], anteckningar: bytes | None, delar: Sequence[Del]
) -> Iterator[_Källa]:
    for titel, innehåll in (listan, ("Anteckningar", anteckningar)):
        if innehåll is not None:
            with namnger(titel):
                bit = paketbit.i_minnet(innehåll, egen=True)
            yield _Källa(titel=titel, sidor=bit.sidor, bit=bit)
    yield from _papperskällor(delar)


def _papperskällor(delar: Sequence[Del]) -> Iterator[_Källa]:
    for del_ in delar:
        inlagd = _bit(del_)
        antal = inlagd.sidor if inlagd else del_.sidor
        if antal is None or (inlagd is None and not del_.utelämnad):
            raise Paketfel(f"{del_.titel}: Filen saknas.")
        yield _Källa(
            titel=del_.titel,
            sidor=antal,
            bit=None if del_.utelämnad else inlagd,
            nyckel=del_.nyckel,
            punkt=del_.punkt,
            grupper=tuple(
                (nyckel, titel)
                for nyckel, titel in (
                    (del_.följd, del_.följdtitel),
                    (del_.punkt, del_.punkttitel),
                )
                if nyckel is not None
            ),
            skäl=del_.skäl,
        )


def _numrera(källor: Sequence[_Källa], plan: Sidplan, insättning: Insättning | None) -> None:
    """Ger varje sida dess nummer: löpande, eller det som den sätts in på."""
    nästa = 1
    for källa in källor:
        if insättning is None:
            källa.spann = sidnummer.vanligt(plan.delar[källa.nyckel]) if källa.nyckel else None
            nummer = range(nästa, nästa + källa.sidor)
            källa.etiketter = tuple(str(n) for n in nummer)
        elif källa.nyckel:
            källa.spann = insättning.delar[källa.nyckel]
            källa.etiketter = tuple(str(n) for n in sidnummer.sidor(källa.spann))
            källa.märkning = insättning.märkning
        else:
            källa.etiketter = tuple(f"{insättning.förled}{n + 1}" for n in range(källa.sidor))
        if len(källa.etiketter) != källa.sidor:
            raise Paketfel(
                f"{källa.titel}: Filen har {källa.sidor} sidor men fick "
                f"{len(källa.etiketter)} sidnummer."
            )
        nästa += källa.sidor


def _bit(del_: Del) -> Bit | None:
    bit = del_.innehåll
    if bit is None:
        return None
    if not isinstance(bit, Bit):
        with namnger(del_.titel):
            bit = paketbit.i_minnet(bit, egen=del_.egen)
    if del_.sidor not in (None, bit.sidor):
        raise Paketfel(f"{del_.titel}: Filen har {bit.sidor} sidor, inte {del_.sidor}.")
    return bit


@contextlib.contextmanager
def _hel_fil(ut: Path) -> Iterator[BinaryIO]:
    """Filen finns först när den är hel."""
    handtag, namn = tempfile.mkstemp(dir=ut.parent, prefix=f".{ut.name}.")
    tillfällig = Path(namn)
    try:
        with os.fdopen(handtag, "wb") as fil:
            yield fil
        tillfällig.replace(ut)
    finally:
        tillfällig.unlink(missing_ok=True)


@dataclass
class _Blad:
    sida: pikepdf.Page
    plats: int
    """Sidans plats i det fullständiga exemplaret, från 1."""
    etikett: str
    egen: bool
    märkning: str = ""
    rad: str | None = None
    """Text om de utelämnade sidorna efter det här bladet."""
    mcid: int | None = None


@dataclass
class _Bygge:
    titel: str
    framsteg: Callable[[int, str], None]
    pdf: Pdf = field(default_factory=pikepdf.new)
    blad: list[_Blad] = field(default_factory=list)
    på_plats: dict[int, _Blad] = field(default_factory=dict)
    etiketter: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taggar = Taggträd(self.pdf)
        self.version = "1.7"
        self._färgåtergivning: Object | None = None

    def lägg_in(self, källor: Sequence[_Källa], plan: Sidplan) -> None:
        nästa = 1
        lucka: list[_Källa] = []
        self.etiketter = [etikett for källa in källor for etikett in källa.etiketter]
        for i, källa in enumerate(källor):
            self.framsteg(5 + 65 * i // len(källor), f"Lägger in {källa.titel}")
            if källa.bit is None:
                lucka.append(källa)
            else:
                self._markera(lucka, nästa)
                lucka = []
                if källa.höger and len(self.blad) % 2:
                    self._blanksida(nästa - 1)
                with namnger(källa.titel), källa.bit.öppna() as pdf:
                    self._kopiera(källa, källa.bit, pdf, nästa)
            nästa += källa.sidor
        self._markera(lucka, nästa)
        if nästa - 1 != plan.sidor:
            raise Paketfel(f"Paketet fick {nästa - 1} sidor, inte {plan.sidor}.")

    def _blanksida(self, plats: int) -> None:
        """En tom baksida, lika stor som bladets framsida."""
        _, _, bredd, höjd = self.blad[-1].sida.mediabox
        self.pdf.add_blank_page(page_size=(float(bredd), float(höjd)))
        self.blad.append(_Blad(self.pdf.pages[-1], plats, etikett="", egen=True))

    def _markera(self, lucka: Sequence[_Källa], nästa: int) -> None:
        """Raden om utelämnade sidor hamnar på bladet före; kallelsen kommer alltid först."""
        if not lucka:
            return
        blad = self.blad[-1]
        blad.rad = " ".join(
            utelämnat_text(sidnummer.samla(k.spann for k in grupp if k.spann), skäl)
            for skäl, grupp in itertools.groupby(lucka, lambda k: k.skäl)
        )
        lägst = 0 if blad.egen else högsta_mcid(blad.sida) + 1
        blad.mcid = self.taggar.ny_text(blad.sida.obj, lägst)
        for plats in range(nästa - sum(k.sidor for k in lucka), nästa):
            self.på_plats[plats] = blad

    def _kopiera(self, källa: _Källa, bit: Bit, pdf: Pdf, från: int) -> None:
        self.taggar.förbered(pdf)
        före = len(self.pdf.pages)
        self.pdf.pages.extend(pdf.pages)
        self.taggar.lägg_till(pdf, källa.titel)
        self._lager(pdf)
        if bit.följer_standard and self._färgåtergivning is None and "/OutputIntents" in pdf.Root:
            avsikter = pdf.make_indirect(pdf.Root.OutputIntents)
            self._färgåtergivning = self.pdf.copy_foreign(avsikter)
        self.version = max(self.version, pdf.pdf_version)
        nya = [self.pdf.pages[n] for n in range(före, len(self.pdf.pages))]
        for nr, sida in enumerate(nya):
            for annot in som_lista(sida.obj.get("/Annots")):
                dest = annot.get("/Dest")
                if isinstance(dest, Array) and isinstance(dest[0], int):
                    dest[0] = nya[dest[0]].obj
            blad = _Blad(
                sida=sida,
                plats=från + nr,
                etikett=källa.etiketter[nr],
                egen=bit.följer_standard,
                märkning=källa.märkning,
            )
            self.blad.append(blad)
            self.på_plats[blad.plats] = blad

    def _lager(self, källa: Pdf) -> None:
        """Lager som är släckta i en handling ska vara släckta i paketet."""
        från = källa.Root.get("/OCProperties")
        if not isinstance(från, Dictionary):
            return
        if not från.is_indirect:
            från = källa.make_indirect(från)
        nytt = self.pdf.copy_foreign(från)
        lager = som_lista(nytt.get("/OCGs"))
        läge = nytt.get("/D", Dictionary())
        tända = {g.objgen for g in som_lista(läge.get("/ON"))}
        släckta = som_lista(läge.get("/OFF"))
        if läge.get("/BaseState") == Name.OFF:
            släckta = [g for g in lager if g.objgen not in tända]
        if "/OCProperties" not in self.pdf.Root:
            self.pdf.Root.OCProperties = Dictionary(
                OCGs=Array(), D=Dictionary(OFF=Array(), Order=Array())
            )
        samlat = self.pdf.Root.OCProperties
        samlat.OCGs.extend(lager)
        samlat.D.Order.extend(lager)
        samlat.D.OFF.extend(släckta)

    def numrera(self) -> None:
        tecken = "0123456789"
        for blad in self.blad:
            tecken += "".join(filter(None, [blad.etikett, blad.märkning, blad.rad]))
        stämpel = Stämpel(self.pdf, Stämpelsnitt(self.pdf, tecken))
        for i, blad in enumerate(self.blad):
            if i % 50 == 0:
                self.framsteg(70 + 22 * i // len(self.blad), "Numrerar sidorna")
            if not blad.etikett and not blad.rad:
                continue
            with namnger(f"Sidan {blad.etikett}"):
                stämpel.stämpla(
                    blad.sida, blad.etikett, märkning=blad.märkning, rad=blad.rad, mcid=blad.mcid
                )

    def länka(self, plan: Sidplan) -> None:
        for blad in self.blad:
            for annot in som_lista(blad.sida.obj.get("/Annots")):
                nyckel = _paketnyckel(annot)
                if nyckel is None:
                    continue
                if nyckel.startswith(PUNKTLÄNK):
                    sidor = plan.punkter.get(nyckel.removeprefix(PUNKTLÄNK))
                else:
                    sidor = plan.delar.get(nyckel)
                if sidor is None:
                    raise Paketfel(f"Kallelsen länkar till {nyckel}, som inte finns i paketet.")
                del annot["/A"]
                första = self.på_plats[sidor[0]]
                annot.Dest = överst(första.sida)
                annot.Contents = String(f"Sidan {self.etiketter[sidor[0] - 1]} i paketet")

    def bokmärk(self, källor: Sequence[_Källa], plan: Sidplan) -> None:
        with self.pdf.open_outline() as bokmärken:
            stig: list[tuple[str, OutlineItem]] = []
            nästa = 1
            sagda: set[int] = set()
            for källa in källor:
                blad = self.på_plats[nästa]
                nästa += källa.sidor
                if källa.bit is None:
                    # Titeln kan vara hemlig; bokmärket säger bara att något saknas.
                    if not blad.rad or blad.plats in sagda:
                        continue
                    sagda.add(blad.plats)
                    titel = blad.rad
                else:
                    titel = källa.titel
                kvar = 0
                for (nyckel, _), (öppen, _) in zip(källa.grupper, stig, strict=False):
                    if nyckel != öppen:
                        break
                    kvar += 1
                del stig[kvar:]
                for nyckel, namn in källa.grupper[kvar:]:
                    grupp = OutlineItem(namn, överst(blad.sida))
                    (stig[-1][1].children if stig else bokmärken.root).append(grupp)
                    stig.append((nyckel, grupp))
                rad = OutlineItem(titel, överst(blad.sida))
                (stig[-1][1].children if stig else bokmärken.root).append(rad)

    def _sidetiketter(self) -> Iterator[int | Object]:
        """Läsarens sidnummer följer stämpeln, också där sidor är utelämnade."""
        väntat = 0
        for i, blad in enumerate(self.blad):
            if not blad.etikett.isdecimal():
                yield i
                yield Dictionary(P=String(blad.etikett))
                väntat = 0
                continue
            if int(blad.etikett) != väntat:
                yield i
                yield Dictionary(S=Name.D, St=int(blad.etikett))
            väntat = int(blad.etikett) + 1

    def skriv(self, ut: Path, källor: Sequence[_Källa]) -> str:
        """Sparar paketet; svaret är dess SHA-256."""
        bitar = [k.bit for k in källor if k.bit]
        följer_standard = all(bit.följer_standard for bit in bitar)
        self.framsteg(93, "Sparar paketet")
        self.taggar.skriv()
        rot = self.pdf.Root
        rot.Lang = String(SPRÅK)
        rot.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        rot.PageMode = Name.UseOutlines
        rot.PageLabels = Dictionary(Nums=Array(self._sidetiketter()))
        rot.Metadata = self.pdf.make_indirect(
            Stream(
                self.pdf, _xmp(self.titel, följer_standard), Type=Name.Metadata, Subtype=Name.XML
            )
        )
        self.pdf.docinfo["/Title"] = self.titel
        if följer_standard and self._färgåtergivning is not None:
            rot.OutputIntents = self._färgåtergivning
        stommen = io.BytesIO()
        self.pdf.save(
            stommen,
            # Platshållare: `fyll` räknar ett id på innehållet.
            static_id=True,
            min_version=self.version,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        strömmar = {märke: s for bit in bitar for märke, s in bit.strömmar.items()}
        with _hel_fil(ut) as fil:
            sha256 = stomme.fyll(stommen.getvalue(), strömmar, fil)
        self.framsteg(100, "Paketet är klart")
        return sha256


def _paketnyckel(annot: Object) -> str | None:
    åtgärd = annot.get("/A")
    if not isinstance(åtgärd, Dictionary):
        return None
    adress = str(åtgärd.get("/URI", ""))
    return unquote(adress.removeprefix(LÄNK)) if adress.startswith(LÄNK) else None


def _pekar_på(barn: Object, objekt: set[tuple[int, int]]) -> bool:
    if not isinstance(barn, Dictionary) or barn.get("/Type") != Name.OBJR:
        return False
    annot = barn.get("/Obj")
    return annot is not None and annot.objgen in objekt


def _xmp(titel: str, följer_standard: bool) -> bytes:
    synlig = escape("".join(t for t in titel if t.isprintable()))
    delar = [
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        + synlig.encode()
        + b"</rdf:li></rdf:Alt></dc:title></rdf:Description>",
    ]
    if följer_standard:
        delar.append(
            b'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
            b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
            b"</rdf:Description>"
        )
        delar.append(XMP_UA)
    delar.append(b'</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>')
    return b"\n".join(delar)
