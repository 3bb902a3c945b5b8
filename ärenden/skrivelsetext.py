"""Skrivelsens text: det som skrivs i en ruta blir stycken, rubriker, listor och tabeller.

Texten är Markdown, läst av markdown-it med bara de regler som står här. Resultatet är frysta delar
som mallen skriver ut, aldrig html: allt som inte är uppmärkning visas som det står, så inget
försvinner och inget körs. Inga modeller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Adresser som en länk får ha: nätet, e-post och sidor här. Allt annat är vanlig text.
ADRESS = re.compile(r"(?:https?://|mailto:|/(?!/))[^\s()<>\"\\]+")
_CELLSTRECK = re.compile(r"(?<!\\)\|")
# En fotnot står i texten där dess siffra ska stå: ^[notens text].
_FOTNOT = re.compile(r"\^\[((?:\\.|[^\\\]])*)\]")
_SKYDDAT = re.compile(r"\\([!-/:-@\[-`{-~])")
_ADRESS_I_NOT = re.compile(r"https?://[^\s()<>\"\\]*[^\s()<>\"\\.,;:!?]")
# En bild är ett stycke för sig: ![alt-text](bild:7). Streck i stället för text: dekorativ.
_BILD = re.compile(r"!\[((?:\\.|[^\\\]])*)\]\(bild:(\d{1,18}|saknas)\)")
DEKORATIV = "-"
# En cell med bara detta hör ihop med cellen till vänster, eller med den ovanför.
MED_VÄNSTER, MED_OVAN = "<<", "^^"

HJÄLP = (
    "En tom rad ger nytt stycke. # Rubrik, - punkt, 1. numrerad punkt, **fet**, *kursiv*, "
    "[länk](https://…). Tabell: | Post | Kronor | och under den |---|---:| (kolon till höger "
    "högerställer); << i en cell slår ihop den med cellen till vänster, ^^ med den ovanför. "
    "Fotnot: ^[notens text]. Bild, på en egen rad: ![vad bilden visar](bild:7)."
)


@dataclass(frozen=True)
class Bit:
    """Ett stycke text med samma utseende. `ny_rad`: en radbrytning före. `länk`: dess adress.

    `märken` är numren på de kommentarer som gäller biten, `slutar` de som slutar med den.
    Är `fotnot` inte noll är biten en fotnot: dess nummer, och `text` är notens text.
    """

    text: str
    fet: bool = False
    kursiv: bool = False
    ny_rad: bool = False
    länk: str = ""
    märken: tuple[int, ...] = ()
    slutar: tuple[int, ...] = ()
    fotnot: int = 0

    @property
    def är_sida_här(self) -> bool:
        """Länken går till en sida i programmet, och säger inget på ett papper."""
        return self.länk.startswith("/")

    @property
    def notens_bitar(self) -> tuple[Bit, ...]:
        """Fotnotens text, med webbadresserna som länkar."""
        ut, slut = [], 0
        for adress in _ADRESS_I_NOT.finditer(self.text):
            if adress.start() > slut:
                ut.append(Bit(self.text[slut : adress.start()]))
            ut.append(Bit(adress[0], länk=adress[0]))
            slut = adress.end()
        if slut < len(self.text):
            ut.append(Bit(self.text[slut:]))
        return tuple(ut)


@dataclass(frozen=True)
class Bild:
    """En bild i texten. `nummer` är uppladdningens, eller None när bilden inte följde med.

    `alt` är None när ingen har sagt vad bilden visar, och tom när den är dekorativ.
    """

    nummer: int | None
    alt: str | None
    adress: str = ""


@dataclass(frozen=True)
class Cell:
    """En cell, med hur många kolumner och rader den upptar."""

    bitar: tuple[Bit, ...]
    tal: bool = False
    kolumner: int = 1
    rader: int = 1


@dataclass(frozen=True)
class Block:
    """Ett stycke, en rubrik, en lista, en tabell eller en bild; övriga fält är tomma."""

    sort: str
    bitar: tuple[Bit, ...] = ()
    nivå: int = 0
    börjar: int = 1
    punkter: tuple[tuple[Block, ...], ...] = ()
    huvud: tuple[Cell, ...] = ()
    rader: tuple[tuple[Cell, ...], ...] = ()
    bild: Bild | None = None


def _fotnot(state: StateInline, silent: bool) -> bool:
    """^[text] är en fotnot. Notens text är ren; \\ skyddar tecknet efter."""
    not_ = _FOTNOT.match(state.src, state.pos, state.posMax)
    if not_ is None or not not_[1].strip():
        return False
    if not silent:
        state.push("fotnot", "", 0).content = _oskyddad(not_[1])
    state.pos = not_.end()
    return True


def _oskyddad(text: str) -> str:
    return " ".join(_SKYDDAT.sub(r"\1", text).split())


def _länk(state: StateInline, silent: bool) -> bool:
    """[text](adress), där adressen är en av de tillåtna; annars står tecknen som de är."""
    if state.src[state.pos] != "[":
        return False
    början, slut = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos, True)
    if slut <= början or not state.src.startswith("(", slut + 1):
        return False
    adress = ADRESS.match(state.src, slut + 2)
    if adress is None or not state.src.startswith(")", adress.end()):
        return False
    efter, sista = adress.end() + 1, state.posMax
    if efter > sista:
        return False
    if not silent:
        state.pos, state.posMax = början, slut
        state.push("link_open", "a", 1).attrSet("href", adress[0])
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = efter, sista
    return True


def _inget(state: StateInline, silent: bool) -> bool:
    """{} är ingenting. Det låter fet och kursiv text börja och sluta mitt i ett ord."""
    if not state.src.startswith("{}", state.pos):
        return False
    state.pos += 2
    return True


def _läsare() -> MarkdownIt:
    """Inga bilder, kodrutor, citat eller html: de tecknen är vanlig text."""
    läsare = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis", "escape"])
    läsare.enable("newline")
    läsare.inline.ruler.before("emphasis", "fotnot", _fotnot)
    läsare.inline.ruler.before("emphasis", "lank", _länk)
    läsare.inline.ruler.before("emphasis", "inget", _inget)
    return läsare


_LÄSARE = _läsare()


def läs(
    text: str, *, adresser: Mapping[int, str] | None = None, första_not: int = 1
) -> tuple[Block, ...]:
    """Textens delar, i ordning. `adresser` är var bilderna finns, efter nummer."""
    delar = _LÄSARE.parse(text)
    _numrera(delar, första_not)
    return tuple(_med_adress(b, adresser or {}) for b in _block(iter(delar)))


def antal_noter(text: str) -> int:
    return sum(1 for d in _LÄSARE.parse(text) for b in d.children or () if b.type == "fotnot")


def bilder(text: str) -> list[Bild]:
    """Bilderna i texten, i ordning."""
    return [b for del_ in _LÄSARE.parse(text) if (b := _bild(del_)) is not None]


def noter(block: Iterable[Block]) -> Iterator[Bit]:
    """Fotnoterna i läsordning."""
    for b in block:
        celler = (c for rad in (b.huvud, *b.rader) for c in rad)
        for bitar in (b.bitar, *(c.bitar for c in celler)):
            yield from (bit for bit in bitar if bit.fotnot)
        for punkt in b.punkter:
            yield from noter(punkt)


def _numrera(delar: Iterable[Token], nummer: int) -> None:
    for del_ in delar:
        for barn in del_.children or ():
            if barn.type == "fotnot":
                barn.meta["nummer"] = nummer
                nummer += 1


def _bild(inre: Token) -> Bild | None:
    """Stycket är en bild och inget annat."""
    if inre.type != "inline":
        return None
    träff = _BILD.fullmatch(inre.content.strip())
    if träff is None:
        return None
    alt = _oskyddad(träff[1])
    nummer = None if träff[2] == "saknas" else int(träff[2])
    return Bild(nummer, "" if alt == DEKORATIV else alt or None)


def _med_adress(block: Block, adresser: Mapping[int, str]) -> Block:
    if block.bild is not None and block.bild.nummer is not None:
        adress = adresser.get(block.bild.nummer, "")
        return replace(block, bild=replace(block.bild, adress=adress))
    if block.punkter:
        punkter = tuple(tuple(_med_adress(b, adresser) for b in p) for p in block.punkter)
        return replace(block, punkter=punkter)
    return block


def för_breda_rader(text: str) -> list[int]:
    """Raderna (från 1) i en tabell med fler celler än rubrikraden.

    Markdown kastar de överskjutande cellerna; en kolumn får inte försvinna utan ett ord.
    """
    rader = text.splitlines()
    breda = []
    for del_ in _LÄSARE.parse(text):
        if del_.type == "table_open" and del_.map:
            första, sista = del_.map
            bredd = _celler(rader[första])
            breda += [n + 1 for n in range(första, sista) if _celler(rader[n]) > bredd]
    return breda


def _celler(rad: str) -> int:
    """Cellerna i en rad; strecken i kanterna är valfria."""
    inre = rad.strip().removeprefix("|")
    if inre.endswith("|") and not inre.endswith("\\|"):
        inre = inre[:-1]
    return len(_CELLSTRECK.split(inre))


def _block(delar: Iterator[Token], slut: str = "") -> tuple[Block, ...]:
    ut: list[Block] = []
    for del_ in delar:
        if del_.type == slut:
            break
        if del_.type == "paragraph_open":
            inre = next(delar)
            bild = _bild(inre)
            ut.append(Block("bild", bild=bild) if bild else Block("stycke", _bitar(inre)))
        elif del_.type == "heading_open":
            # Avsnittets egen rubrik är nivå 2; dokumentet får inte hoppa över en nivå.
            ut.append(Block("rubrik", _bitar(next(delar)), nivå=3 if len(del_.markup) < 3 else 4))
        elif del_.type == "bullet_list_open":
            ut.append(Block("punkter", punkter=_punkter(delar, "bullet_list_close")))
        elif del_.type == "ordered_list_open":
            börjar = int(del_.attrs.get("start", 1))
            punkter = _punkter(delar, "ordered_list_close")
            ut.append(Block("numrerad", punkter=punkter, börjar=börjar))
        elif del_.type == "table_open":
            ut.append(_tabell(delar))
    return tuple(ut)


def _punkter(delar: Iterator[Token], slut: str) -> tuple[tuple[Block, ...], ...]:
    ut = []
    for del_ in delar:
        if del_.type == slut:
            break
        if del_.type == "list_item_open":
            ut.append(_block(delar, "list_item_close"))
    return tuple(ut)


def _tabell(delar: Iterator[Token]) -> Block:
    rader: list[list[Cell]] = []
    märken: list[list[str]] = []
    for del_ in delar:
        if del_.type == "table_close":
            break
        if del_.type == "tr_open":
            rader.append([])
            märken.append([])
        elif del_.type in ("th_open", "td_open"):
            tal = "right" in str(del_.attrs.get("style", ""))
            inre = next(delar)
            rader[-1].append(Cell(_bitar(inre), tal))
            märken[-1].append(inre.content.strip())
    # Rubrikraden är en grupp för sig: en cell når inte från den ned bland raderna.
    huvud, övriga = _ihopslagna(rader[:1], märken[:1]), _ihopslagna(rader[1:], märken[1:])
    return Block("tabell", huvud=huvud[0], rader=övriga)


def _ihopslagna(rader: list[list[Cell]], märken: list[list[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Cellerna sedan de med << och ^^ gått upp i sina grannar.

    Bara en hel rektangel slås ihop; annars står märkena kvar som text.
    """
    ägare: dict[tuple[int, int], tuple[int, int]] = {}
    for r, rad in enumerate(märken):
        for k, märke in enumerate(rad):
            granne = {MED_VÄNSTER: (r, k - 1), MED_OVAN: (r - 1, k)}.get(märke)
            ägare[r, k] = ägare.get(granne, (r, k)) if granne else (r, k)
    ytor: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for plats, äger in ägare.items():
        ytor.setdefault(äger, []).append(plats)
    ut: list[list[Cell]] = [[] for _ in rader]
    for r, k in ägare:
        yta = ytor[ägare[r, k]]
        höjd, bredd = yta[-1][0] - yta[0][0] + 1, yta[-1][1] - yta[0][1] + 1
        hel = len(yta) == höjd * bredd and all(p >= yta[0] and p[1] >= yta[0][1] for p in yta)
        if not hel:
            ut[r].append(rader[r][k])
        elif ägare[r, k] == (r, k):
            ut[r].append(replace(rader[r][k], kolumner=bredd, rader=höjd))
    return tuple(map(tuple, ut))


def _bitar(inre: Token) -> tuple[Bit, ...]:
    ut: list[Bit] = []
    fet = kursiv = 0
    länk = ""
    ny_rad = False
    for del_ in inre.children or ():
        if del_.type in ("strong_open", "strong_close"):
            fet += del_.nesting
        elif del_.type in ("em_open", "em_close"):
            kursiv += del_.nesting
        elif del_.type in ("link_open", "link_close"):
            länk = str(del_.attrs.get("href", ""))
        elif del_.type in ("softbreak", "hardbreak"):
            ny_rad = True
        elif del_.type == "fotnot":
            nummer = int(del_.meta["nummer"])
            ut.append(Bit(del_.content, ny_rad=ny_rad, fotnot=nummer))
            ny_rad = False
        elif del_.content:
            bit = Bit(del_.content, bool(fet), bool(kursiv), ny_rad, länk)
            if (
                ut
                and not ny_rad
                and replace(bit, text="") == replace(ut[-1], text="", ny_rad=False)
            ):
                ut[-1] = replace(ut[-1], text=ut[-1].text + bit.text)
            else:
                ut.append(bit)
            ny_rad = False
    return tuple(ut)
