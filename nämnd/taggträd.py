"""Slår ihop flera PDF-filers taggträd till ett, så att ett hjälpmedel läser paketet som delarna."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

# Typerna i ISO 32000-1, 14.8.4: en handling får inte ge dem en annan mening för hela paketet.
STANDARDTYPER = frozenset(
    (
        "/Document",
        "/Part",
        "/Art",
        "/Sect",
        "/Div",
        "/BlockQuote",
        "/Caption",
        "/TOC",
        "/TOCI",
        "/Index",
        "/NonStruct",
        "/Private",
        "/P",
        "/H",
        "/H1",
        "/H2",
        "/H3",
        "/H4",
        "/H5",
        "/H6",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/THead",
        "/TBody",
        "/TFoot",
        "/Span",
        "/Quote",
        "/Note",
        "/Reference",
        "/BibEntry",
        "/Code",
        "/Link",
        "/Annot",
        "/Ruby",
        "/RB",
        "/RT",
        "/RP",
        "/Warichu",
        "/WT",
        "/WP",
        "/Figure",
        "/Formula",
        "/Form",
    )
)

# Där en färdig källa räknar upp de objekt som pekar in i trädet, så att ingen behöver leta.
REGISTER = "/NamndNummer"
NUMMERNYCKLAR = ("/StructParents", "/StructParent")


def som_lista(värde: Object | None) -> list[Object]:
    """/K, /A och /C får vara ett värde eller en lista av värden."""
    if värde is None:
        return []
    return list(värde) if isinstance(värde, Array) else [värde]


def första_gången(objekt: Object, sedda: set[tuple[int, int]]) -> bool:
    """Sant första gången ett delat objekt möts."""
    if not objekt.is_indirect:
        return True
    if objekt.objgen in sedda:
        return False
    sedda.add(objekt.objgen)
    return True


def _talträd(nod: Object, djup: int = 0) -> Iterator[tuple[int, Object]]:
    par = nod.get("/Nums")
    if isinstance(par, Array):
        for i in range(0, len(par) - 1, 2):
            yield int(par[i]), par[i + 1]
    if djup < 50:
        for barn in som_lista(nod.get("/Kids")):
            yield from _talträd(barn, djup + 1)


def _med_strukturnummer(källa: Pdf) -> Iterator[tuple[Object, str]]:
    """Alla objekt som pekar in i taggträdet: sidor, länkar och andra annotationer, bilder."""
    sedda: set[tuple[int, int]] = set()

    def ur_resurser(resurser: Object | None) -> Iterator[tuple[Object, str]]:
        if not isinstance(resurser, Dictionary):
            return
        for bild in dict(resurser.get("/XObject", {})).values():
            if not isinstance(bild, pikepdf.Stream) or not första_gången(bild, sedda):
                continue
            for nyckel in ("/StructParents", "/StructParent"):
                if nyckel in bild:
                    yield bild, nyckel
            yield from ur_resurser(bild.get("/Resources"))

    for sida in källa.pages:
        if "/StructParents" in sida.obj:
            yield sida.obj, "/StructParents"
        for annot in som_lista(sida.obj.get("/Annots")):
            if isinstance(annot, Dictionary) and "/StructParent" in annot:
                yield annot, "/StructParent"
        yield from ur_resurser(sida.resources)


def element(rot: Object) -> Iterator[Dictionary]:
    """Alla strukturelement, var och en en gång."""
    sedda: set[tuple[int, int]] = set()
    kö = som_lista(rot.get("/K"))
    while kö:
        nod = kö.pop()
        if isinstance(nod, Dictionary) and "/S" in nod and första_gången(nod, sedda):
            yield nod
            kö.extend(som_lista(nod.get("/K")))


def gör_klar(källa: Pdf, saknas: Callable[[Object], bool], förled: bytes) -> None:
    """Det som inte beror på vad källan läggs ihop med: dess id och vilka objekt som har nummer.

    `saknas` säger om en annotation är borttagen, så att trädet inte pekar på den. `förled` skiljer
    källans id från andra källors.
    """
    rot = källa.Root.get("/StructTreeRoot")
    numrerade = list(_med_strukturnummer(källa))
    if not isinstance(rot, Dictionary):
        # Utan träd är numren lösa och skulle peka in i en annan handlings taggar.
        for objekt, nyckel in numrerade:
            del objekt[nyckel]
        return
    if not rot.is_indirect:
        rot = källa.Root.StructTreeRoot = källa.make_indirect(rot)
    _skilj_id(rot, förled)
    for e in element(rot):
        barn = som_lista(e.get("/K"))
        kvar = [b for b in barn if not _är_borttagen(b, saknas)]
        if len(kvar) < len(barn):
            e.K = Array(kvar)
    källa.Root[REGISTER] = Dictionary(
        {
            nyckel: Array([objekt for objekt, namn in numrerade if namn == nyckel])
            for nyckel in NUMMERNYCKLAR
        }
    )


def _skilj_id(rot: Object, förled: bytes) -> None:
    """Ger elementens id ett förled, med ett register som paketet kan hänga in som det är."""
    märkta: dict[bytes, Object] = {}
    sedda: set[tuple[int, int]] = set()
    for e in element(rot):
        if isinstance(e.get("/ID"), String):
            id_ = önskat = förled + b"-" + bytes(e.ID)
            nr = 1
            while id_ in märkta:
                nr += 1
                id_ = önskat + f"-{nr}".encode()
            e.ID = String(id_)
            märkta[id_] = e
        for attribut in som_lista(e.get("/A")):
            if (
                isinstance(attribut, Dictionary)
                and isinstance(attribut.get("/Headers"), Array)
                and första_gången(attribut, sedda)
            ):
                attribut.Headers = Array(
                    [String(förled + b"-" + bytes(h)) for h in attribut.Headers]
                )
    if "/IDTree" in rot:
        del rot["/IDTree"]
    if märkta:
        namn = Array()
        ordning = sorted(märkta)
        for id_ in ordning:
            namn.append(String(id_))
            namn.append(märkta[id_])
        rot.IDTree = Dictionary(Names=namn, Limits=Array([String(ordning[0]), String(ordning[-1])]))


@dataclass
class Taggträd:
    """Ett pakets taggträd. För varje källa, som är gjord klar: `förbered`, kopiera, `lägg_till`."""

    pdf: Pdf
    språk: str = "sv"
    _nästa: int = 0
    _källor: int = 0
    _ägare: dict[int, Object] = field(default_factory=dict)
    _barn: list[Object] = field(default_factory=list)
    _roller: dict[str, str] = field(default_factory=dict)
    _klasser: dict[str, Object] = field(default_factory=dict)
    _namnrymder: list[Object] = field(default_factory=list)
    _idn: set[bytes] = field(default_factory=set)
    _idträd: list[Object] = field(default_factory=list)
    _otaggade: bool = False

    def __post_init__(self) -> None:
        self.rot = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.dokument = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.rot)
        )

    def förbered(self, källa: Pdf) -> None:
        """Gör en färdig källas nummer och namn unika i paketet, innan något kopieras."""
        self._källor += 1
        rot = källa.Root.get("/StructTreeRoot")
        if not isinstance(rot, Dictionary):
            self._otaggade = True
            return
        if "/IDTree" in rot:
            första = bytes(rot.IDTree.Limits[0])
            if första in self._idn:
                # Samma handling en gång till.
                _skilj_id(rot, f"{self._källor}".encode())
                första = bytes(rot.IDTree.Limits[0])
            self._idn.add(första)
        högst = max((nr for nr, _ in _talträd(rot.get("/ParentTree", Dictionary()))), default=-1)
        for nyckel, register in källa.Root[REGISTER].items():
            for objekt in register:
                nummer = int(objekt[nyckel])
                högst = max(högst, nummer)
                objekt[nyckel] = nummer + self._nästa
        self._byt_namn(rot)
        self._bas, self._nästa = self._nästa, self._nästa + högst + 1

    def lägg_till(self, källa: Pdf, titel: str) -> None:
        """Häng in källans träd som en /Part; sidorna är redan kopierade."""
        if not isinstance(källa.Root.get("/StructTreeRoot"), Dictionary):
            return
        rot = self.pdf.copy_foreign(källa.Root.StructTreeRoot)
        for nummer, ägare in _talträd(rot.get("/ParentTree", Dictionary())):
            self._ägare[self._bas + nummer] = ägare
        barn: list[Object] = [b for b in som_lista(rot.get("/K")) if isinstance(b, Dictionary)]
        språk = källa.Root.get("/Lang")
        if len(barn) == 1 and barn[0].get("/S") == Name.Document:
            inre = som_lista(barn[0].get("/K"))
            språk = barn[0].get("/Lang", språk)
            if all(isinstance(b, Dictionary) and "/S" in b for b in inre):
                barn = inre
        part = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Part, P=self.dokument, T=String(titel), K=Array(barn)
            )
        )
        if isinstance(språk, String) and str(språk):
            part.Lang = String(str(språk))
        for b in barn:
            b.P = part
        self._barn.append(part)
        if "/IDTree" in rot:
            self._idträd.append(rot.IDTree)
        self._namnrymder.extend(som_lista(rot.get("/Namespaces")))
        for namn, klass in dict(rot.get("/ClassMap", {})).items():
            self._klasser[namn] = klass

    def ny_text(self, sida: Object, lägst: int) -> int:
        """Ett nytt stycke sist på sidan, efter det som hittills lagts till; svaret är dess MCID."""
        if "/StructParents" not in sida:
            sida.StructParents = self._nästa
            self._nästa += 1
        ägare = self._ägare.setdefault(int(sida.StructParents), self.pdf.make_indirect(Array()))
        while len(ägare) < lägst:
            ägare.append(None)
        mcid = len(ägare)
        stycke = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.P,
                P=self.dokument,
                Pg=sida,
                K=mcid,
                Lang=String(self.språk),
            )
        )
        ägare.append(stycke)
        self._barn.append(stycke)
        return mcid

    def skriv(self) -> None:
        """Skriv in det färdiga trädet i paketet."""
        self.dokument.K = Array(self._barn)
        self.rot.K = Array([self.dokument])
        nummer = Array()
        for nr in sorted(self._ägare):
            nummer.append(nr)
            nummer.append(self._ägare[nr])
        self.rot.ParentTree = self.pdf.make_indirect(Dictionary(Nums=nummer))
        self.rot.ParentTreeNextKey = self._nästa
        if self._roller:
            self.rot.RoleMap = Dictionary({k: Name(v) for k, v in self._roller.items()})
        if self._klasser:
            self.rot.ClassMap = Dictionary(self._klasser)
        if self._namnrymder:
            self.rot.Namespaces = Array(self._namnrymder)
        if self._idträd:
            blad = sorted(self._idträd, key=lambda träd: bytes(träd.Limits[0]))
            self.rot.IDTree = Dictionary(Kids=Array([self.pdf.make_indirect(b) for b in blad]))
        self.pdf.Root.StructTreeRoot = self.rot
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        if self._otaggade:
            self.pdf.Root.MarkInfo.Suspects = True

    def _byt_namn(self, rot: Object) -> None:
        roller = self._nya_roller(rot)
        klasser = self._nya_klasser(rot)
        if not roller and not klasser:
            return
        for e in element(rot):
            if str(e.S) in roller:
                e.S = Name(roller[str(e.S)])
            if klasser and "/C" in e:
                nya = [
                    Name(klasser.get(str(c), str(c))) if isinstance(c, Name) else c
                    for c in som_lista(e.C)
                ]
                e.C = Array(nya)

    def _nya_roller(self, rot: Object) -> dict[str, str]:
        """Byt namn på de egna typer som redan betyder något annat i paketet."""
        egna = {
            str(k): str(v)
            for k, v in dict(rot.get("/RoleMap", {})).items()
            if isinstance(v, Name) and str(k) != str(v)
        }
        nya: dict[str, str] = {}
        for typ, mening in egna.items():
            if typ in STANDARDTYPER or self._roller.get(typ, mening) != mening:
                nya[typ] = f"{typ}-{self._källor}"
        for typ, mening in egna.items():
            self._roller[nya.get(typ, typ)] = nya.get(mening, mening)
        return nya

    def _nya_klasser(self, rot: Object) -> dict[str, str]:
        karta = rot.get("/ClassMap")
        if not isinstance(karta, Dictionary):
            return {}
        nya = {k: f"{k}-{self._källor}" for k in dict(karta) if k in self._klasser}
        for gammal, ny in nya.items():
            karta[ny] = karta[gammal]
            del karta[gammal]
        return nya


def _är_borttagen(barn: Object, saknas: Callable[[Object], bool]) -> bool:
    if not isinstance(barn, Dictionary) or barn.get("/Type") != Name.OBJR:
        return False
    annot = barn.get("/Obj")
    return annot is None or saknas(annot)
