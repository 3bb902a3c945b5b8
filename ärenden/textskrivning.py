"""Skrivelsens delar som text: motsatsen till `skrivelsetext.läs`. Inga modeller.

Det som läses in från Word blir delar, och det är texten som sparas. `läs(skriv(delar))` ger samma
delar för allt som en skrivelse kan innehålla; redigeraren gör samma sak i webbläsaren
(`frontend/src/skrivelse/text.js`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote

from ärenden.skrivelsetext import DEKORATIV, MED_OVAN, MED_VÄNSTER, Bild, Bit, Block, Cell

SKILJETECKEN = re.compile(r"[!-/:-@\[-`{-~]")
RADBÖRJAN = re.compile(r"^(?:[#>+:|=~-]|\*(?=\s|$))")
NUMMER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
# Tecken som skulle sluta adressen i texten.
I_ADRESS = re.compile(r"[\s()<>\"\\]")
TECKEN = {"fet": "**", "kursiv": "_"}


def skriv(block: Iterable[Block]) -> str:
    """Delarna som text."""
    return _block(block)


def _block(delar: Iterable[Block], *, i_punkt: bool = False) -> str:
    ut, förra, listor = "", "", 0
    for plats, del_ in enumerate(delar):
        if del_.sort in ("punkter", "numrerad"):
            # Två listor efter varandra med samma märke vore en.
            listor = listor + 1 if förra == del_.sort else 0
            text = _lista(del_, listor)
        elif del_.sort == "tabell":
            text = _tabell(del_)
        elif del_.sort == "rubrik":
            text = _rubrik(del_)
        elif del_.bild is not None:
            text = _bild(del_.bild)
        else:
            text = "\n".join(filter(None, (_skydda_rad(r) for r in _rader(del_.bitar))))
        if not text:
            continue
        tätt = i_punkt and plats == 1 and del_.sort == "punkter" and text[2:3].strip()
        if ut:
            ut += "\n" if tätt else "\n\n"
        elif i_punkt and plats:
            ut = "\n"
        ut += text
        förra = del_.sort
    return ut


def _rubrik(del_: Block) -> str:
    text = " ".join(_rader(del_.bitar)).strip()
    text = re.sub(r"#+$", lambda m: r"\#" * len(m[0]), text)
    return f"{'##' if del_.nivå == 3 else '###'} {text}" if text else ""


def _bild(bild: Bild) -> str:
    """Utan alt-text står inget i hakarna; ett streck säger att bilden är dekorativ."""
    alt = DEKORATIV if bild.alt == "" else _i_hakar(bild.alt or "")
    return f"![{alt}](bild:{'saknas' if bild.nummer is None else bild.nummer})"


def _i_hakar(text: str) -> str:
    return re.sub(r"[\\\[\]]", r"\\\g<0>", " ".join(text.split()))


def _lista(del_: Block, nr: int) -> str:
    if del_.sort == "punkter":
        märken = ["*" if nr % 2 else "-"] * len(del_.punkter)
    else:
        slut = ")" if nr % 2 else "."
        märken = [f"{del_.börjar + i}{slut}" for i in range(len(del_.punkter))]
    return "\n".join(_punkt(p, m) for p, m in zip(del_.punkter, märken, strict=True))


def _punkt(block: Sequence[Block], märke: str) -> str:
    inre = _block(block, i_punkt=True)
    indrag = " " * (len(märke) + 1)
    return re.sub(r"\n(?=[^\n])", f"\n{indrag}", f"{märke} {inre}").rstrip()


def _tabell(del_: Block) -> str:
    """Rubrikraden, strecken och raderna. En kort rad fylls ut, så att ingen kolumn försvinner."""
    tal: set[int] = set()
    rutnät = [*_rutnät([del_.huvud], tal), *_rutnät(del_.rader, tal)]
    bredd = max(len(rad) for rad in rutnät)
    rader = [[*rad, *[""] * (bredd - len(rad))] for rad in rutnät]
    streck = ["---:" if k in tal else "---" for k in range(bredd)]
    return "\n".join(f"| {' | '.join(rad)} |" for rad in (rader[0], streck, *rader[1:]))


def _rutnät(rader: Sequence[Sequence[Cell]], tal: set[int]) -> list[list[str]]:
    """En grupp rader som ett rutnät av texter, med märken där en cell når. `tal` fylls på."""
    ut: list[dict[int, str]] = [{} for _ in rader]
    for r, rad in enumerate(rader):
        k = 0
        for cell in rad:
            while k in ut[r]:
                k += 1
            for i in range(min(cell.rader, len(rader) - r)):
                for j in range(cell.kolumner):
                    märke = MED_VÄNSTER if j else MED_OVAN if i else _celltext(cell)
                    ut[r + i][k + j] = märke
            if cell.tal:
                tal.add(k)
            k += cell.kolumner
    return [[rad.get(k, "") for k in range(max(rad, default=-1) + 1)] for rad in ut]


def _celltext(cell: Cell) -> str:
    text = " ".join(r.strip() for r in _rader(cell.bitar, i_tabell=True)).strip()
    return f"\\{text}" if text in (MED_VÄNSTER, MED_OVAN) else text


def skyddad(text: str) -> str:
    """En löpande text som läses ordagrant var den än står: i en cell, i en länk, först på raden."""
    ren = " ".join(text.split())
    if ren in (MED_VÄNSTER, MED_OVAN):
        return f"\\{ren}"
    return _skydda_rad(_skydda(ren, i_tabell=True, i_länk=True))


# --- Text med utseende -------------------------------------------------------------------------


def _rader(bitar: Iterable[Bit], *, i_tabell: bool = False) -> list[str]:
    rader: list[list[Bit]] = [[]]
    for bit in bitar:
        if bit.ny_rad:
            rader.append([])
        rader[-1].append(replace(bit, text=re.sub(r"\s*\n\s*", " ", bit.text), ny_rad=False))
    return [_rad(_utan_kantmellanrum(rad), i_tabell) for rad in rader]


def _märken(bit: Bit) -> list[str]:
    """Märkena utifrån och in. Länken är ytterst: en länk delas inte av fet text."""
    länk = [f"länk:{bit.länk}"] if bit.länk else []
    return länk + [m for m in TECKEN if getattr(bit, m)]


def _utan_kantmellanrum(bitar: Sequence[Bit]) -> list[Bit]:
    """Mellanrum i kanten av fet text hör inte till den, om inte också texten intill är fet."""

    def med(bit: Bit, märken: Sequence[str]) -> Bit:
        return replace(bit, fet="fet" in märken, kursiv="kursiv" in märken)

    def delade(bit: Bit, granne: Bit | None) -> list[str]:
        mina, dess = _märken(bit), _gällande(granne)
        lika = 0
        while lika < min(len(mina), len(dess)) and mina[lika] == dess[lika]:
            lika += 1
        return mina[:lika]

    ut: list[Bit] = []
    for plats, bit in enumerate(bitar):
        mitt = bit.text.strip()
        if bit.fotnot:
            ut.append(bit)
            continue
        if not mitt:
            ut.append(med(bit, ()))
            continue
        före = bit.text[: len(bit.text) - len(bit.text.lstrip())]
        efter = bit.text[len(bit.text.rstrip()) :]
        innan = bitar[plats - 1] if plats else None
        sedan = bitar[plats + 1] if plats + 1 < len(bitar) else None
        ut += [
            med(replace(bit, text=före), delade(bit, innan)),
            replace(bit, text=mitt),
            med(replace(bit, text=efter), delade(bit, sedan)),
        ]
    return [bit for bit in ut if bit.text]


def _gällande(bit: Bit | None) -> list[str]:
    if bit is None or bit.fotnot:
        return []
    return _märken(bit) if bit.text.strip() else _märken(replace(bit, fet=False, kursiv=False))


def _är_ord(tecken: str) -> bool:
    return bool(tecken) and tecken.isalnum()


def _behöver_mellan(run: str, utanför: str, innanför: str) -> bool:
    """Om {} måste skilja märket från texten utanför för att det ska läsas som ett märke."""
    if not utanför.strip() or SKILJETECKEN.match(utanför):
        return False
    return run != "**" or not _är_ord(utanför) or not _är_ord(innanför)


class _Radskrivare:
    """Skriver en rad och håller reda på vilka märken som är öppna."""

    def __init__(self) -> None:
        self.ut = ""
        self.öppna: list[str] = []
        # Ett märke som stänger och ett som öppnar intill varandra läses annars som ett.
        self.nyss_stängt = False

    def stäng(self, antal: int, nästa: str) -> None:
        innanför, run = self.ut[-1:], ""
        while len(self.öppna) > antal:
            märke = self.öppna.pop()
            if märke in TECKEN:
                run += TECKEN[märke]
                continue
            self.ut += f"{run}]({_adress(märke.removeprefix('länk:'))})"
            run, self.nyss_stängt = "", False
        if run:
            self.nyss_stängt = not _behöver_mellan(run, nästa, innanför)
            self.ut += run if self.nyss_stängt else f"{run}{{}}"

    def öppna_nya(self, nya: Sequence[str], nästa: str) -> None:
        if nya and nya[0] not in TECKEN:
            # ^[ vore en fotnot.
            self.ut += "{}[" if self.ut.endswith("^") else "["
            self.nyss_stängt = False
        run = "".join(TECKEN.get(m, "") for m in nya)
        if run and (self.nyss_stängt or _behöver_mellan(run, self.ut[-1:], nästa)):
            self.ut += "{}"
        self.ut += run
        self.öppna += nya

    def fotnot(self, text: str, i_tabell: bool) -> None:
        self.stäng(0, "^")
        inre = _i_hakar(text)
        if i_tabell:
            inre = inre.replace("|", "\\|")
        self.ut += f"^[{inre}]"
        self.nyss_stängt = False


def _rad(bitar: Sequence[Bit], i_tabell: bool) -> str:
    skrivare = _Radskrivare()
    for bit in bitar:
        if bit.fotnot:
            skrivare.fotnot(bit.text, i_tabell)
            continue
        ska = _märken(bit)
        lika = 0
        while lika < min(len(skrivare.öppna), len(ska)) and skrivare.öppna[lika] == ska[lika]:
            lika += 1
        text = _skydda(bit.text, i_tabell=i_tabell, i_länk=bool(bit.länk))
        skrivare.stäng(lika, text[:1])
        skrivare.öppna_nya(ska[lika:], text[:1])
        skrivare.ut += text
        skrivare.nyss_stängt = False
    skrivare.stäng(0, "")
    return skrivare.ut


def _skydda(text: str, *, i_tabell: bool, i_länk: bool) -> str:
    """Texten med de tecken skyddade som annars vore uppmärkning."""
    ut = []
    for i, c in enumerate(text):
        före, efter = text[i - 1] if i else "", text[i + 1 : i + 2]
        farligt = {
            "\\": not efter or bool(SKILJETECKEN.match(efter)),
            "*": not (före == " " and efter == " "),
            "_": not (_är_ord(före) and _är_ord(efter)),
            "[": i_länk,
            "]": i_länk or efter in ("(", ""),
            "|": i_tabell,
            "^": efter == "[",
            "{": efter in ("}", ""),
        }.get(c, False)
        ut.append(f"\\{c}" if farligt else c)
    return "".join(ut)


def _skydda_rad(rad: str) -> str:
    """Det som i början av en rad annars vore en rubrik, en lista eller en tabell."""
    ren = rad.strip()
    return NUMMER.sub(r"\1\\\2", RADBÖRJAN.sub(r"\\\g<0>", ren))


def _adress(länk: str) -> str:
    return I_ADRESS.sub(lambda m: quote(m[0], safe=""), länk)
