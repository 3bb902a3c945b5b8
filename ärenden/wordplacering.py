"""Lägger en läst Wordfil i mallens avsnitt efter rubrikerna. Inga modeller.

Det som inte har någon plats står i `Placering.kvar`, med texten, och det som ändrats på vägen i
`Placering.anmärkningar`. Det är allt som skiljer filen från resultatet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ärenden import textskrivning
from ärenden.mallstilar import RADVIS, Avsnittsslag, Huvudfält
from ärenden.skrivelseinnehåll import Avsnittskrav, Innehåll
from ärenden.skrivelsetext import Bit, Block
from ärenden.wordläsning import Anmärkning, Läst, Rad
from ärenden.wordstilar import HUVUDUPPGIFT, SEKRETESS, UNDERSKRIFT

# Rubriker som betyder samma avsnitt. Den första gruppen som båda rubrikerna hör till avgör.
SAMMA = (
    re.compile(r"förslag till beslut|beslutsförslag|^förslag$|^hemställan$|^yrkande$"),
    re.compile(r"^sammanfattning|ärendet i kort(het|a drag)|^kort om ärendet"),
    re.compile(
        r"^beslut(et)? (skickas|delges|expedieras|sänds|meddelas)|^delges$|^expedier(as|ing)|"
        r"^(kopia|skickas|sändlista)\b|^mottagare av beslut"
    ),
    re.compile(r"^bilag(a|or)\b"),
    re.compile(r"^(besluts)?underlag(et)?$|^ärendets handlingar|^handlingar i ärendet"),
    re.compile(r"ekonomi|finansiering|^kostnad"),
    re.compile(r"barnets bästa|^barn(konsekvens|perspektiv|rätts)|^prövning av barn"),
    re.compile(r"jämställdhet|jämlikhet"),
    re.compile(r"bedömning|synpunkter|övervägande|^analys$|^skälen? för|^motivering|^yttrande$"),
    re.compile(r"beskrivning|bakgrund|^ärendet$|redogörelse|^inledning$"),
)
# Avsnitt av det slaget tar emot rubriken vad de än heter i mallen.
GRUPPENS_SLAG = {
    0: Avsnittsslag.FÖRSLAG,
    1: Avsnittsslag.SAMMANFATTNING,
    2: Avsnittsslag.MOTTAGARE,
}
NUMRERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[a-zåäö][.)])\s+", re.IGNORECASE)
MANUELLT_NUMMER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–•*])\s+")
INLEDNING = re.compile(r"(?:beslutar|besluta|föreslås|föreslår|förslag)\s*(?:att)?\s*:?$", re.I)
# Hur en sats slutar i en uppräkning: ”…, samt”.
LISTSLUT = re.compile(r"\s*(?:[,;](?:\s*(?:samt|och))?|\s(?:samt|och))\s*$", re.IGNORECASE)
# En underskrift är ett namn och under det en titel.
NAMN = re.compile(r"[A-ZÅÄÖÉ][\w.'’-]*(?: (?:av|af|von|de|[A-ZÅÄÖÉ][\w.'’-]*)){1,3}")
TITEL = re.compile(
    r"(?:[\wåäö./-]+ ){0,3}[\wåäö-]*(?:chef|direktör|sekreterare|handläggare|strateg|ekonom|jurist|"
    r"utredare|samordnare|inspektör|controller|ledare|assistent|rektor|arkitekt|ingenjör)"
    r"(?: [\wåäö-]+){0,3}",
    re.IGNORECASE,
)
FET_RUBRIK_MAX = 120
# Det som inte kan stå bland satser eller rader.
UTAN_PLATS = {"tabell": "Tabell", "rubrik": "Underrubrik", "bild": "Bild"}


@dataclass(frozen=True)
class Kvar:
    """Text som inte fick någon plats. `text` är den som den kan läggas till i ett avsnitt."""

    varför: str
    text: str


@dataclass(frozen=True)
class Placering:
    innehåll: Innehåll
    kvar: tuple[Kvar, ...]
    anmärkningar: tuple[Anmärkning, ...]


def placera(läst: Läst, avsnitt: Sequence[Avsnittskrav], huvud: Sequence[Huvudfält]) -> Placering:
    """Filens innehåll efter mallen. `huvud` är de uppgifter som handläggaren själv fyller i."""
    return _Placerare(läst, avsnitt, huvud).placera()


def _norm(text: str) -> str:
    return re.sub(r"[\s:.]+$", "", " ".join(NUMRERING.sub("", text).split()).casefold())


def _grupp(text: str) -> int | None:
    return next((nr for nr, m in enumerate(SAMMA) if m.search(text)), None)


@dataclass
class _Stycke:
    """Ett avsnitt i filen: dess rubrik, avsnittet i mallen och raderna."""

    krav: Avsnittskrav | None
    rubrik: Rad | None
    rader: list[Rad] = field(default_factory=list)


class _Placerare:
    def __init__(
        self, läst: Läst, avsnitt: Sequence[Avsnittskrav], huvud: Sequence[Huvudfält]
    ) -> None:
        self.läst = läst
        self.avsnitt = avsnitt
        self.fylls_i = {_norm(f.label): f.value for f in huvud}
        self.anmärkningar = list(läst.anmärkningar)
        self.kvar: list[Kvar] = []
        self.huvud: dict[str, str] = {}
        self.rubrik = ""

    def placera(self) -> Placering:
        före, stycken = self._delad()
        self._före(före)
        satser: list[str] = []
        texter: dict[str, list[str]] = {}
        for stycke in stycken:
            krav = stycke.krav
            if krav is None:
                assert stycke.rubrik is not None
                varför = f"Rubriken ”{stycke.rubrik.text}” finns inte i mallen"
                rader = [_underrubrik(stycke.rubrik), *stycke.rader]
                self.kvar.append(Kvar(varför, _text(rader)))
            elif krav.slag == Avsnittsslag.FÖRSLAG:
                satser += self._satser(stycke.rader, krav)
            elif krav.slag in RADVIS:
                texter.setdefault(krav.nyckel, []).append(
                    "\n".join(self._enkla(stycke.rader, krav))
                )
            else:
                texter.setdefault(krav.nyckel, []).append(_text(stycke.rader))
        innehåll = Innehåll(
            rubrik=self.rubrik,
            huvud=self.huvud,
            satser=tuple(satser),
            avsnitt={n: _ihop(n, delar, self.avsnitt) for n, delar in texter.items()},
        )
        return Placering(innehåll, tuple(self.kvar), tuple(dict.fromkeys(self.anmärkningar)))

    # --- Var avsnitten börjar --------------------------------------------------------------------

    def _delad(self) -> tuple[list[Rad], list[_Stycke]]:
        """Det som står före första avsnittet, och avsnitten i filens ordning."""
        börjar = self._början()
        före: list[Rad] = []
        stycken: list[_Stycke] = []
        tagna: set[str] = set()
        nivå = min((r.nivå for p, (_, r) in börjar.items() if r.sort == "rubrik"), default=1)
        for plats, rad in enumerate(self.läst.rader):
            if rad.stil in (HUVUDUPPGIFT, SEKRETESS, UNDERSKRIFT) and self.läst.egen:
                före.append(rad)
            elif plats in börjar and börjar[plats][0].nyckel not in tagna:
                krav = börjar[plats][0]
                tagna.add(krav.nyckel)
                self._säg_noter(rad, krav)
                stycken.append(_Stycke(krav, rad))
            elif plats in börjar:
                # Två rubriker för samma avsnitt: den senare blir en underrubrik i det.
                krav = börjar[plats][0]
                self._säg_underrubrik(rad, krav)
                stycken.append(_Stycke(krav, rad, [_underrubrik(rad)]))
            elif not stycken:
                före.append(rad)
            else:
                self._i_avsnittet(stycken, rad, nivå)
        return före, stycken

    def _i_avsnittet(self, stycken: list[_Stycke], rad: Rad, nivå: int) -> None:
        stycke = stycken[-1]
        if rad.sort == "rubrik":
            är_avsnitt = rad.nivå <= nivå
            if är_avsnitt and not _är_löpande(stycke.krav):
                # Efter satser eller rader kan texten inte stå: den har ingen plats i mallen.
                stycken.append(_Stycke(None, rad))
                return
            if är_avsnitt and stycke.krav is not None:
                self._säg_underrubrik(rad, stycke.krav)
            rad = _underrubrik(rad, 3 if rad.nivå <= nivå + 1 else 4)
        stycke.rader.append(rad)

    def _säg_noter(self, rad: Rad, krav: Avsnittskrav) -> None:
        """Avsnittets rubrik är mallens: en not på filens rubrik får ingen plats."""
        for bit in rad.bitar:
            if bit.fotnot:
                self.anmärkningar.append(
                    Anmärkning(f"Fotnot på rubriken ”{krav.rubrik}”", bit.text)
                )

    def _säg_underrubrik(self, rad: Rad, krav: Avsnittskrav) -> None:
        hur = "står som underrubrik" if _är_löpande(krav) else "står som text"
        self.anmärkningar.append(
            Anmärkning(
                f"Rubriken finns inte för sig i mallen och {hur} i ”{krav.rubrik}”", rad.text, True
            )
        )

    def _början(self) -> dict[int, tuple[Avsnittskrav, Rad]]:
        """Platserna där ett avsnitt börjar. Riktiga rubriker först, fetstilta stycken annars."""
        träffar = {
            plats: krav
            for plats, rad in enumerate(self.läst.rader)
            if rad.sort == "rubrik" and rad.nivå > 0 and (krav := self._krav(rad.text))
        }
        högst = min((self.läst.rader[p].nivå for p in träffar), default=0)
        ut = {p: k for p, k in träffar.items() if self.läst.rader[p].nivå == högst}
        if not self.läst.egen:
            tagna = {k.nyckel for k in ut.values()}
            for plats, rad in enumerate(self.läst.rader):
                if not rad.är_fet or len(rad.text) > FET_RUBRIK_MAX:
                    continue
                krav = self._krav(rad.text, exakt=bool(ut) and bool(tagna))
                if krav is not None and krav.nyckel not in tagna:
                    ut[plats] = krav
        return {p: (k, self.läst.rader[p]) for p, k in sorted(ut.items())}

    def _krav(self, text: str, *, exakt: bool = False) -> Avsnittskrav | None:
        """Avsnittet med rubriken, annars det enda som betyder samma sak."""
        sökt = _norm(text)
        lika = next((a for a in self.avsnitt if _norm(a.rubrik) == sökt), None)
        if lika is not None or exakt:
            return lika
        grupp = _grupp(sökt)
        if grupp is None or len(sökt) > FET_RUBRIK_MAX:
            return None
        slag = GRUPPENS_SLAG.get(grupp)
        if slag is not None:
            return next((a for a in self.avsnitt if a.slag == slag), None)
        return next((a for a in self.avsnitt if _grupp(_norm(a.rubrik)) == grupp), None)

    # --- Före avsnitten ------------------------------------------------------------------------

    def _före(self, rader: Iterable[Rad]) -> None:
        kvar: list[Rad] = []
        for rad in rader:
            if rad.stil == HUVUDUPPGIFT and self._huvuduppgift(rad.text):
                continue
            if rad.bild is not None:
                # Oftast förvaltningens märke; mallen har sitt eget.
                vad = "Bild före första avsnittet"
                anmärkning = Anmärkning(vad, rad.bild.alt or "")
                self.anmärkningar += [] if self.läst.egen else [anmärkning]
            elif self.läst.egen and rad.stil in (HUVUDUPPGIFT, SEKRETESS, UNDERSKRIFT):
                self.anmärkningar.append(Anmärkning("Fylls i av mallen", rad.text, True))
            elif rad.sort == "rubrik" and not self.rubrik and len(rad.text) <= 300:
                self.rubrik = " ".join(rad.text.split())
            elif rad.sort == "tabell":
                kvar += self._huvudtabell(rad)
            elif not self._huvuduppgift(rad.text):
                kvar.append(rad)
        if kvar:
            self.kvar.append(Kvar("Står före första avsnittet", _text(kvar)))

    def _huvudtabell(self, rad: Rad) -> list[Rad]:
        """Ett brevhuvud är ofta en tabell: uppgifter som mallen har läses ut, resten är kvar."""
        funna = [
            self._huvuduppgift(": ".join("".join(b.text for b in c.bitar) for c in r[:2]))
            for r in rad.rader
        ]
        return [] if all(funna) else [rad]

    def _huvuduppgift(self, text: str) -> bool:
        """”Ert datum: 3 maj” när mallen har den uppgiften och handläggaren fyller i den."""
        namn, skiljer, värde = " ".join(text.split()).partition(":")
        fält = self.fylls_i.get(_norm(namn)) if skiljer else None
        if fält is None or not värde.strip() or len(värde) > 200:
            return False
        self.huvud[fält] = värde.strip()
        return True

    # --- Avsnitt som är rader --------------------------------------------------------------------

    def _enkla(self, rader: Sequence[Rad], krav: Avsnittskrav) -> Iterator[str]:
        """En rad text för varje stycke och punkt. En tabell får ingen plats i en lista."""
        if krav.slag == Avsnittsslag.MOTTAGARE and not self.läst.egen:
            rader, under = _utan_underskrift(rader)
            if under:
                self.kvar.append(Kvar("Underskrift efter mottagarna", _text(under)))
        for rad in rader:
            if vad := UTAN_PLATS.get(rad.sort):
                self.kvar.append(Kvar(f"{vad} under ”{krav.rubrik}”", _text([rad])))
                continue
            self._säg_utseende(rad, krav)
            for del_ in rad.text.splitlines():
                if text := self._utan_nummer(rad, del_).strip():
                    yield text

    def _utan_listslut(self, text: str) -> str:
        """Satsen utan listans komma och ”samt”: den läses och beslutas för sig."""
        ren = text if self.läst.egen else LISTSLUT.sub("", text)
        if ren != text:
            vad = "Listans komma, ”samt” eller ”och” sist i en sats är borttaget"
            self.anmärkningar.append(Anmärkning(vad, text, är_med=True))
        return ren

    def _utan_nummer(self, rad: Rad, text: str) -> str:
        """Texten utan ett nummer eller streck som är skrivet för hand."""
        return text if _är_punkt(rad) or self.läst.egen else MANUELLT_NUMMER.sub("", text)

    def _säg_utseende(self, rad: Rad, krav: Avsnittskrav) -> None:
        if any(b.länk for b in rad.bitar):
            länkar = " ".join(dict.fromkeys(b.länk for b in rad.bitar if b.länk))
            self.anmärkningar.append(
                Anmärkning(f"Länk i ”{krav.rubrik}”, som är ren text", f"{rad.text}: {länkar}")
            )
        for bit in rad.bitar:
            if bit.fotnot:
                vad = f"Fotnot i ”{krav.rubrik}”, som är ren text; här inom parentes"
                self.anmärkningar.append(Anmärkning(vad, bit.text, är_med=True))
        if any(b.fet or b.kursiv for b in rad.bitar):
            self.anmärkningar.append(
                Anmärkning(f"Fet eller kursiv text i ”{krav.rubrik}”, som är ren text", rad.text,
                           är_med=True)
            )  # fmt: skip  # en mening

    def _satser(self, rader: Sequence[Rad], krav: Avsnittskrav) -> list[str]:
        """Varje punkt, numrerat stycke och ”att …” är en sats.

        Inledningen (”Nämnden beslutar”) sätts framför sina att-satser: var sats läses för sig.
        """
        satser: list[str] = []
        inledning = ""
        if not self.läst.egen:
            rader = [del_ for rad in rader for del_ in _delad_i_att_satser(rad)]
        for nr, rad in enumerate(rader):
            if vad := UTAN_PLATS.get(rad.sort):
                self.kvar.append(Kvar(f"{vad} under ”{krav.rubrik}”", _text([rad])))
                continue
            self._säg_utseende(rad, krav)
            text = self._utan_listslut(self._utan_nummer(rad, rad.text))
            if (rad.djup or rad.sort == "fortsättning") and satser:
                märke = "– " if _är_punkt(rad) else ""
                satser[-1] += f"\n{märke}{text}"
            elif not _är_punkt(rad) and INLEDNING.search(text) and _har_att(rader[nr + 1 :]):
                inledning = re.sub(r"\s*(?:\batt)?\s*:?$", "", text)
            elif inledning and text.casefold().startswith("att "):
                satser.append(f"{inledning} {text}")
            else:
                satser.append(text)
        if inledning:
            self.anmärkningar.append(
                Anmärkning("Inledningen står framför varje sats som den gällde", inledning, True)
            )
        return satser


def _delad_i_att_satser(rad: Rad) -> list[Rad]:
    """Ett stycke där flera att-satser skiljs av radbrytningar är lika många stycken."""
    rader: list[list[Bit]] = []
    for bit in rad.bitar:
        if bit.ny_rad or not rader:
            rader.append([])
        rader[-1].append(replace(bit, ny_rad=False))
    texter = [MANUELLT_NUMMER.sub("", "".join(b.text for b in r)).casefold() for r in rader]
    är_att = [t.startswith("att ") for t in texter]
    if sum(är_att[1:]) == 0 or not (sum(är_att) > 1 or INLEDNING.search(texter[0].strip())):
        return [rad]
    delar: list[list[Bit]] = []
    for bitar, ny in zip(rader, är_att, strict=True):
        if ny or not delar:
            delar.append(bitar)
        else:
            delar[-1] += [replace(bitar[0], ny_rad=True), *bitar[1:]]
    return [replace(rad, bitar=tuple(bitar)) for bitar in delar]


def _utan_underskrift(rader: Sequence[Rad]) -> tuple[list[Rad], list[Rad]]:
    """Mottagarna, och namnet och titeln som någon skrivit under med sist i filen."""
    for antal in (1, 2):
        sist = list(rader[-antal:])
        ord_ = [t for rad in sist for t in rad.text.splitlines() if t.strip()]
        if len(ord_) == 2 and all(rad.sort == "stycke" for rad in sist) and len(rader) > antal:
            namn, titel = (t.strip(" _") for t in ord_)
            if NAMN.fullmatch(namn) and TITEL.fullmatch(titel):
                return list(rader[:-antal]), sist
    return list(rader), []


def _är_löpande(krav: Avsnittskrav | None) -> bool:
    """Avsnittet är text, och inte satser eller rader. Det som saknar avsnitt är text."""
    return krav is None or krav.slag not in (Avsnittsslag.FÖRSLAG, *RADVIS)


def _är_punkt(rad: Rad) -> bool:
    return rad.sort in ("punkter", "numrerad")


def _har_att(rader: Sequence[Rad]) -> bool:
    if not rader:
        return False
    första = MANUELLT_NUMMER.sub("", rader[0].text)
    return första.casefold().startswith("att ")


def _underrubrik(rad: Rad, nivå: int = 3) -> Rad:
    bitar = tuple(replace(b, fet=False, ny_rad=False) for b in rad.bitar)
    return Rad("rubrik", rad.bitar if rad.sort == "rubrik" else bitar, nivå=nivå, stil=rad.stil)


def _ihop(nyckel: str, delar: Sequence[str], avsnitt: Sequence[Avsnittskrav]) -> str:
    radvis = any(a.nyckel == nyckel and a.slag in RADVIS for a in avsnitt)
    return ("\n" if radvis else "\n\n").join(filter(None, delar))


# --- Rader till delar ----------------------------------------------------------------------------


def _text(rader: Sequence[Rad]) -> str:
    return textskrivning.skriv(block(rader))


@dataclass
class _Lista:
    sort: str
    djup: int
    nummer: int
    börjar: int
    punkter: list[list[Block | _Lista]] = field(default_factory=list)

    def block(self) -> Block:
        punkter = tuple(
            tuple(d.block() if isinstance(d, _Lista) else d for d in punkt)
            for punkt in self.punkter
        )
        return Block(self.sort, punkter=punkter, börjar=self.börjar)


def block(rader: Iterable[Rad]) -> tuple[Block, ...]:
    """Raderna som delar; punkter i följd blir listor i varandra efter sitt djup."""
    ut: list[Block | _Lista] = []
    öppna: list[_Lista] = []
    for rad in rader:
        if _är_punkt(rad):
            _ny_punkt(ut, öppna, rad)
            continue
        if rad.sort == "fortsättning" and öppna:
            while len(öppna) > 1 and öppna[-1].djup > rad.djup:
                öppna.pop()
            öppna[-1].punkter[-1].append(Block("stycke", rad.bitar))
            continue
        if rad.i_punkt and öppna:
            öppna[-1].punkter[-1].append(Block("bild", bild=rad.bild))
            continue
        öppna.clear()
        if rad.bild is not None:
            ut.append(Block("bild", bild=rad.bild))
        elif rad.sort == "rubrik":
            # En rubrik är en rad.
            bitar = tuple(
                replace(b, text=f" {b.text}" if b.ny_rad else b.text, ny_rad=False)
                for b in rad.bitar
            )
            ut.append(Block("rubrik", bitar, nivå=max(3, min(rad.nivå, 4))))
        elif rad.sort == "tabell":
            ut.append(Block("tabell", huvud=rad.rader[0], rader=rad.rader[1:]))
        else:
            ut.append(Block("stycke", rad.bitar))
    return tuple(d.block() if isinstance(d, _Lista) else d for d in ut)


def _ny_punkt(ut: list[Block | _Lista], öppna: list[_Lista], rad: Rad) -> None:
    while öppna and öppna[-1].djup > rad.djup:
        öppna.pop()
    if öppna and öppna[-1].djup == rad.djup and öppna[-1].nummer != rad.lista:
        öppna.pop()
    if not öppna or öppna[-1].djup < rad.djup:
        lista = _Lista(rad.sort, rad.djup, rad.lista, rad.nummer)
        (öppna[-1].punkter[-1] if öppna else ut).append(lista)
        öppna.append(lista)
    öppna[-1].punkter.append([Block("stycke", rad.bitar)])
