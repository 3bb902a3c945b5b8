"""Dokumentens delar: frysta, och utan modeller. Mallarna trycker dem som de står."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from protokoll.models import Avsnitt


@dataclass(frozen=True)
class Stycken:
    """Löpande text. `ledtext` är en liten rubrik ovanför, `kursiv` en anmärkning."""

    texter: tuple[str, ...]
    ledtext: str = ""
    kursiv: bool = False
    slag: str = "stycken"


@dataclass(frozen=True)
class Lista:
    rader: tuple[str, ...]
    ledtext: str = ""
    slag: str = "lista"


@dataclass(frozen=True)
class Sats:
    """En numrerad sats; `delsatser` trycks med bokstäver."""

    nummer: str
    text: str
    delsatser: tuple[str, ...] = ()


@dataclass(frozen=True)
class Satser:
    """Numrerade satser. En ensam sats utan delsatser trycks utan nummer."""

    satser: tuple[Sats, ...]
    ledtext: str = ""
    slag: str = "satser"

    @property
    def ensam(self) -> bool:
        return len(self.satser) == 1 and self.satser[0].nummer == "1"


@dataclass(frozen=True)
class Tabell:
    rubrik: str
    kolumner: tuple[str, ...]
    rader: tuple[tuple[str, ...], ...]
    summa: tuple[str, ...] = ()
    fotnoter: tuple[str, ...] = ()
    slag: str = "tabell"


Del = Stycken | Lista | Satser | Tabell


@dataclass(frozen=True)
class Avsnittsblock:
    """Ett avsnitt med rubrik och innehåll; finns bara när det har innehåll."""

    avsnitt: Avsnitt
    rubrik: str
    delar: tuple[Del, ...]

    @property
    def kort(self) -> bool:
        """Om avsnittet är så kort att det hålls ihop."""
        return sum(tecken(del_) for del_ in self.delar) < 1000


@dataclass(frozen=True)
class Paragrafblock:
    """En paragraf som den trycks."""

    pk: int
    ankare: str
    nummer: str
    rubrik: str
    beteckning: str
    typ: str = ""
    sekretess: str = ""
    maskerad: str = ""
    anmärkningar: tuple[str, ...] = ()
    avsnitt: tuple[Avsnittsblock, ...] = ()
    formalia: bool = False
    hemlig: bool = False
    bilagor: tuple[Bilageblock, ...] = ()

    @property
    def kort(self) -> bool:
        """Om blocket ryms på en sida och därför hålls ihop."""
        return sum(tecken(del_) for a in self.avsnitt for del_ in a.delar) < 1400

    @property
    def underrad(self) -> tuple[str, ...]:
        """Det som står under rubriken på sidan."""
        rader = (
            f"Dnr {self.beteckning}" if self.beteckning else "",
            self.typ,
            f"Sekretess: {self.sekretess}" if self.sekretess else "",
            *self.anmärkningar,
        )
        return tuple(rad for rad in rader if rad)

    def text(self, avsnitt: Avsnitt) -> tuple[str, ...]:
        """Avsnittets rader, för den som letar efter något bestämt."""
        return tuple(
            rad for a in self.avsnitt if a.avsnitt == avsnitt for d in a.delar for rad in _rader(d)
        )


@dataclass(frozen=True)
class Bilageblock:
    """En bilaga som trycks sist i protokollet."""

    ankare: str
    rubrik: str
    delar: tuple[Del, ...]


@dataclass(frozen=True)
class Grupp:
    """Rader under en ledtext på framsidan."""

    rader: tuple[str, ...]
    ledtext: str = ""

    @property
    def spalter(self) -> bool:
        return len(self.rader) > 3 and max(map(len, self.rader)) < 44


@dataclass(frozen=True)
class Fält:
    """Ett fält på framsidan: rubriken till vänster, uppgifterna till höger."""

    rubrik: str
    grupper: tuple[Grupp, ...]


@dataclass(frozen=True)
class Underskriftsrad:
    roll: str
    namn: str
    gjord: str = ""


@dataclass(frozen=True)
class Anslagsblock:
    """Beviset om att justeringen tillkännagetts (KL 8 kap. 12 §); tomma fält fylls i för hand."""

    rader: tuple[tuple[str, str], ...]
    underskrift: str = ""
    tavlor: str = "kommunens anslagstavla"
    gemensam: bool = False
    planerad: bool = False
    """Dagarna är de tänkta: när anslaget verkligen satt uppe säger anslagsbeviset."""

    @property
    def ifyllt(self) -> bool:
        return all(svar for _, svar in self.rader)

    @property
    def tryckta(self) -> tuple[tuple[str, str], ...]:
        """Raderna som de trycks: en planerad dag säger att den är det."""
        if not self.planerad:
            return self.rader
        return tuple((_PLANERAT.get(rubrik, rubrik), svar) for rubrik, svar in self.rader)


_PLANERAT = {
    "Anslaget sätts upp": "Sätts upp (planerat)",
    "Anslaget tas ned": "Tas ned (planerat)",
}


@dataclass(frozen=True)
class Innehållsrad:
    ankare: str
    nummer: str
    rubrik: str
    sida: int = 0
    """Sidan när den är känd; 0: räknas när sidorna läggs."""


@dataclass(frozen=True)
class Utseende:
    """Det ur organets mall som styr sidans form."""

    sida_före: str = "Sida "
    sida_mellan: str = " ("
    sida_efter: str = ")"
    signatur: str = "Justerandes sign"
    bestyrkande: str = "Utdragsbestyrkande"
    ny_sida: bool = False


@dataclass(frozen=True)
class Sidhuvud:
    """Det som står på varje sida."""

    titel: str
    kommun: str
    organ: str
    dokumentnamn: str
    dag_text: str
    utkast: bool
    utseende: Utseende


@dataclass(frozen=True)
class Framsida:
    fält: tuple[Fält, ...]
    underskrifter: tuple[Underskriftsrad, ...]
    anslag_rubrik: str
    anslag_egen_sida: bool
    anslag: tuple[Anslagsblock, ...]
    noter: tuple[str, ...] = ()
    """Det som ska sägas om underskrifterna: vem som vägrat, vem som ersatts, kontrollsumman."""

    def rader(self, rubrik: str) -> tuple[str, ...]:
        """Ett fälts rader."""
        return tuple(r for f in self.fält if f.rubrik == rubrik for g in f.grupper for r in g.rader)


@dataclass(frozen=True)
class _MedSidhuvud:
    """Ett dokument med sidhuvud, så som grundmallen läser det."""

    huvud: Sidhuvud

    @property
    def titel(self) -> str:
        return self.huvud.titel

    @property
    def kommun(self) -> str:
        return self.huvud.kommun

    @property
    def organ(self) -> str:
        return self.huvud.organ

    @property
    def dokumentnamn(self) -> str:
        return self.huvud.dokumentnamn

    @property
    def dag_text(self) -> str:
        return self.huvud.dag_text


@dataclass(frozen=True)
class Protokolldokument(_MedSidhuvud):
    """Protokollet, eller en bit av det: då är de andra delarna tomma."""

    framsida: Framsida | None = None
    närvarotabeller: tuple[Tabell, ...] = ()
    innehåll: tuple[Innehållsrad, ...] = ()
    paragrafer: tuple[Paragrafblock, ...] = ()
    hemliga: tuple[Paragrafblock, ...] = ()
    """De hemliga paragraferna, när de har en egen del sist."""
    bilagor: tuple[Bilageblock, ...] = ()
    bit: bool = False
    """En bit har inga sidnummer, och länkarna ut ur den får sina mål när bitarna fogas ihop."""

    @property
    def alla(self) -> tuple[Paragrafblock, ...]:
        return (*self.paragrafer, *self.hemliga)


@dataclass(frozen=True)
class Utdragsdokument(_MedSidhuvud):
    fält: tuple[Fält, ...]
    paragraf: Paragrafblock
    bilagor: tuple[Bilageblock, ...] = ()


def _rader(del_: Del) -> tuple[str, ...]:
    match del_:
        case Stycken(texter=texter):
            return texter
        case Lista(rader=rader):
            return rader
        case Satser(satser=satser):
            return tuple(t for s in satser for t in (s.text, *s.delsatser))
        case Tabell(rader=tabellrader):
            return tuple(" ".join(rad) for rad in tabellrader)


def tecken(del_: Del) -> int:
    # En rad i en lista eller tabell tar en rads höjd hur kort den än är.
    return sum(max(len(rad), 80) for rad in _rader(del_))


def bara_punkterna(p: Paragrafblock, nummer: Sequence[int]) -> Paragrafblock:
    """Blocket med bara de satser som justeras, när det inte är alla."""
    if not nummer:
        return p
    avsnitt = []
    for a in p.avsnitt:
        if a.avsnitt == Avsnitt.BESLUT:
            avsnitt.append(replace(a, delar=_satserna(a.delar, nummer)))
        elif a.avsnitt != Avsnitt.FÖRSLAG:
            avsnitt.append(a)
    return replace(p, avsnitt=tuple(avsnitt))


def _satserna(delar: Sequence[Del], nummer: Sequence[int]) -> tuple[Del, ...]:
    """Satserna räknas genom hela beslutet, också när det har ett förslag till ett annat organ."""
    kvar: list[Del] = []
    plats = 0
    for del_ in delar:
        if not isinstance(del_, Satser):
            kvar.append(del_)
            continue
        satser = tuple(s for n, s in enumerate(del_.satser, plats + 1) if n in nummer)
        plats += len(del_.satser)
        if satser:
            kvar.append(replace(del_, satser=satser))
    return tuple(kvar)
