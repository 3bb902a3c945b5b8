"""Vad som skiljer två versioner av en skrivelse, och hur två texter förs ihop. Inga modeller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ärenden import skrivelsetext
from ärenden.skrivelseinnehåll import Innehåll
from ärenden.skrivelsetext import Bild, Block, Cell
from ärenden.textskillnad import Bit, skillnad

MITT, DERAS, BÅDA = "mitt", "deras", "bada"


@dataclass(frozen=True)
class Rad:
    """Ett stycke, en rubrik, en punkt eller en tabellrad, med det som ändrats i den."""

    slag: str
    bitar: tuple[Bit, ...]
    utseende: bool = False


@dataclass(frozen=True)
class Ruta:
    """En del av skrivelsen i två versioner. `nyckel` är rutans namn på sidan."""

    nyckel: str
    rubrik: str
    före: str
    efter: str
    löpande: bool = False

    @property
    def rader(self) -> tuple[Rad, ...]:
        return _rader(self._stycken(self.före), self._stycken(self.efter))

    def _stycken(self, text: str) -> list[_Stycke]:
        if self.löpande:
            return list(_styckena(skrivelsetext.läs(text), "stycke"))
        en_rad = self.nyckel == "rubrik" or self.nyckel.startswith("huvud_")
        slag = "stycke" if en_rad else "punkt"
        return [_Stycke(slag, rad.strip(), None) for rad in text.splitlines() if rad.strip()]


@dataclass(frozen=True)
class _Stycke:
    slag: str
    text: str
    utseende: object


def rutor(
    före: Innehåll,
    efter: Innehåll,
    *,
    huvud: Sequence[tuple[str, str]],
    avsnitt: Sequence[tuple[str, str, str]],
) -> list[Ruta]:
    """De delar som skiljer. `huvud` är (nyckel, rubrik), `avsnitt` (nyckel, rubrik, sort).

    Sorten är ”satser”, ”rader” eller ”text”.
    """
    alla = [Ruta("rubrik", "Rubrik", före.rubrik, efter.rubrik)]
    for nyckel, rubrik in huvud:
        par = före.huvud.get(nyckel, ""), efter.huvud.get(nyckel, "")
        alla.append(Ruta(f"huvud_{nyckel}", rubrik, *par))
    for nyckel, rubrik, sort in avsnitt:
        if sort == "satser":
            satser = "\n".join(före.skrivna_satser), "\n".join(efter.skrivna_satser)
            alla.append(Ruta("satser", rubrik, *satser))
        else:
            texter = före.text(nyckel), efter.text(nyckel)
            alla.append(Ruta(f"avsnitt_{nyckel}", rubrik, *texter, löpande=sort == "text"))
    return [ruta for ruta in alla if ruta.före != ruta.efter]


def för_ihop(mitt: Innehåll, deras: Innehåll, val: Mapping[str, str]) -> Innehåll:
    """Min text, utom där jag valt den andras eller båda; då står den andras först."""
    ut = mitt
    if val.get("rubrik") == DERAS:
        ut = replace(ut, rubrik=deras.rubrik)
    if val.get("satser") in (DERAS, BÅDA):
        egna = mitt.skrivna_satser if val["satser"] == BÅDA else []
        ut = replace(ut, satser=tuple(dict.fromkeys([*deras.satser, *egna])))
    huvud, avsnitt = dict(mitt.huvud), dict(mitt.avsnitt)
    for nyckel, valt in val.items():
        slag, _, namn = nyckel.partition("_")
        if slag == "huvud" and valt == DERAS:
            huvud[namn] = deras.huvud.get(namn, "")
        elif slag == "avsnitt" and valt in (DERAS, BÅDA):
            delar = [deras.text(namn)] + ([mitt.text(namn)] if valt == BÅDA else [])
            avsnitt[namn] = "\n\n".join(filter(None, delar))
    return replace(ut, huvud=huvud, avsnitt=avsnitt)


@dataclass(frozen=True)
class Ihopslaget:
    """Två texter som en. I `krockande` rutor har båda skrivit olika, och min står."""

    innehåll: Innehåll
    krockande: tuple[str, ...] = ()
    andras: tuple[str, ...] = ()


def slå_ihop(grund: Innehåll | None, mitt: Innehåll, deras: Innehåll) -> Ihopslaget:
    """Det som bara den ena har ändrat sedan `grund` gäller, ruta för ruta.

    Utan grund går det inte att veta vem som ändrat: då krockar varje ruta som skiljer.
    `andras` är rutorna där den andras text har kommit in i min.
    """
    nycklar = [
        *("rubrik", "satser"),
        *(f"huvud_{n}" for n in dict.fromkeys([*mitt.huvud, *deras.huvud])),
        *(f"avsnitt_{n}" for n in dict.fromkeys([*mitt.avsnitt, *deras.avsnitt])),
    ]
    skiljer = [n for n in nycklar if _står(n, mitt) != _står(n, deras)]
    if grund is None:
        return Ihopslaget(mitt, tuple(skiljer))
    andras = [n for n in skiljer if _står(n, mitt) == _står(n, grund)]
    krockar = [n for n in skiljer if n not in andras and _står(n, deras) != _står(n, grund)]
    ihop = för_ihop(mitt, deras, dict.fromkeys(andras, DERAS))
    return Ihopslaget(ihop, tuple(krockar), tuple(andras))


def förval(nyckel: str) -> str:
    """Det som inte skriver över någon: båda där det går, annars inget."""
    return BÅDA if kan_bli_båda(nyckel) else ""


def kan_bli_båda(nyckel: str) -> bool:
    return nyckel.startswith(("avsnitt_", "satser"))


def _står(nyckel: str, innehåll: Innehåll) -> object:
    slag, _, namn = nyckel.partition("_")
    if slag == "huvud":
        return innehåll.huvud.get(namn, "")
    if slag == "avsnitt":
        return innehåll.text(namn)
    return innehåll.skrivna_satser if slag == "satser" else innehåll.rubrik


def _rader(före: list[_Stycke], efter: list[_Stycke]) -> tuple[Rad, ...]:
    ut: list[Rad] = []
    par = SequenceMatcher(
        None, [(s.slag, s.text) for s in före], [(s.slag, s.text) for s in efter], autojunk=False
    )
    for slag, a, b, c, d in par.get_opcodes():
        if slag == "equal":
            for gammalt, nytt in zip(före[a:b], efter[c:d], strict=True):
                ändrat = gammalt.utseende != nytt.utseende
                ut.append(Rad(nytt.slag, (Bit(nytt.text),), utseende=ändrat))
            continue
        gamla, nya = före[a:b], efter[c:d]
        while gamla and nya and gamla[0].slag == nya[0].slag:
            gammalt, nytt = gamla.pop(0), nya.pop(0)
            ut.append(Rad(nytt.slag, skillnad(gammalt.text, nytt.text)))
        ut += [Rad(s.slag, (Bit(s.text, struken=True),)) for s in gamla]
        ut += [Rad(s.slag, (Bit(s.text, tillagd=True),)) for s in nya]
    return tuple(ut)


def _styckena(block: Sequence[Block], slag: str) -> Iterator[_Stycke]:
    for b in block:
        if b.sort in ("punkter", "numrerad"):
            for punkt in b.punkter:
                yield from _styckena(punkt, "punkt")
        elif b.sort == "tabell":
            for rad in (b.huvud, *b.rader):
                yield _Stycke("tabellrad", " | ".join(map(_cellens_text, rad)), _celler(rad))
        elif b.bild is not None:
            yield _Stycke(slag, _bildens_text(b.bild), b.bild)
        else:
            text = "".join(("\n" if bit.ny_rad else "") + _bitens_text(bit) for bit in b.bitar)
            yield _Stycke("rubrik" if b.sort == "rubrik" else slag, text, (_utan_nummer(b), b.nivå))


def _celler(rad: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(c, bitar=_utan_nummer(Block("", c.bitar))) for c in rad)


def _utan_nummer(block: Block) -> tuple[skrivelsetext.Bit, ...]:
    return tuple(replace(bit, fotnot=min(bit.fotnot, 1)) for bit in block.bitar)


def _cellens_text(cell: Cell) -> str:
    return "".join(_bitens_text(bit) for bit in cell.bitar)


def _bitens_text(bit: skrivelsetext.Bit) -> str:
    """Noten står där dess siffra står; numret är ingen ändring i den."""
    return f" [Fotnot: {bit.text}]" if bit.fotnot else bit.text


def _bildens_text(bild: Bild) -> str:
    if bild.nummer is None:
        return "[Bild som inte följde med]"
    beskrivning = "utan alt-text" if bild.alt is None else bild.alt or "dekorativ"
    return f"[Bild: {beskrivning}]"
