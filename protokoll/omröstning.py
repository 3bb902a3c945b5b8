"""Omröstning (KL 4 kap. 24–26 §§, 5 kap. 50 och 54–56 §§, 6 kap. 33 §).

Utgången räknas ut ur rösterna. En sluten omröstning har ingen plats för vem som röstade på vad.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from nämnd.fynd import Fynd, Regel
from protokoll.majoritetsval import uppräkning

LAGTEXT = {
    "4 kap. 24 § kommunallagen": ("”Varje ledamot i fullmäktige eller i en nämnd har en röst.”"),
    "4 kap. 25 § kommunallagen": (
        "”En ledamot i fullmäktige eller i en nämnd har rätt att avstå från att delta i en "
        "omröstning eller i ett beslut. Ordföranden är dock alltid skyldig att rösta, när det "
        "behövs för att ärendet ska kunna avgöras.”"
    ),
    "4 kap. 26 § kommunallagen": (
        "”En ledamot i en nämnd som deltar i handläggningen av ett ärende ska delta i avgörandet "
        "av ärendet, om ärendet avser myndighetsutövning mot någon enskild. Detta innebär ingen "
        "skyldighet att rösta för fler än ett förslag.”"
    ),
    "5 kap. 10 § kommunallagen": (
        "”Extra val ska hållas om minst två tredjedelar av de närvarande ledamöterna röstar för "
        "det.”"
    ),
    "5 kap. 37 § kommunallagen": (
        "”Har ett folkinitiativ väckts enligt 8 kap. 2 § ska fullmäktige besluta att "
        "folkomröstning ska hållas, om 1. den fråga som initiativet avser är sådan att fullmäktige "
        "kan besluta om den, och 2. inte minst två tredjedelar av de närvarande ledamöterna röstar "
        "mot förslaget.”"
    ),
    "5 kap. 47 § kommunallagen": (
        "”En ledamot får inte delta i handläggningen av ett ärende som personligen rör ledamoten "
        "själv, ledamotens make, sambo, förälder, barn eller syskon eller någon annan närstående.”"
    ),
    "5 kap. 50 § kommunallagen": (
        "”Ett ärende ska bordläggas eller återremitteras, om det begärs av minst en tredjedel av "
        "de närvarande ledamöterna. Enkel majoritet krävs dock om ärendet tidigare bordlagts eller "
        "återremitterats på begäran av en minoritet.”"
    ),
    "5 kap. 52 § kommunallagen": (
        "”Ett brådskande ärende får dock avgöras om samtliga närvarande ledamöter beslutar det.”"
    ),
    "5 kap. 54 § kommunallagen": (
        "”Om omröstning begärs, ska den ske öppet utom i ärenden som avser val eller anställning "
        "av personal.”"
    ),
    "5 kap. 55 § kommunallagen": (
        "”Utgången bestäms genom enkel majoritet, om inte något annat anges i denna lag eller "
        "annan författning.”"
    ),
    "5 kap. 56 § kommunallagen": (
        "”Vid lika röstetal har ordföranden utslagsröst. I ärenden som avser val eller anställning "
        "av personal fattas beslutet dock genom lottning.”"
    ),
    "5 kap. 67 § kommunallagen": (
        "”Protokollet ska för varje ärende redovisa … vilka ledamöter som har deltagit i besluten "
        "och hur de har röstat vid öppna omröstningar …”"
    ),
    "6 kap. 30 § kommunallagen": (
        "”En förtroendevald som är jävig i ett ärende hos en nämnd får inte delta eller närvara "
        "vid handläggningen av ärendet.”"
    ),
}


def _hinder(kod: str, text: str, lagrum: str, personer: Iterable[str] = ()) -> Fynd:
    namn = tuple(personer)
    text = f"{text} {', '.join(namn)}." if namn else text
    return Fynd(text, Regel(lagrum, LAGTEXT[lagrum]), kod=kod, personer=namn)


class Röst(StrEnum):
    JA = "ja"
    NEJ = "nej"
    AVSTÅR = "avstar"
    FRÅNVARANDE = "franvarande"


class Sida(StrEnum):
    JA = "ja"
    NEJ = "nej"


class Frågeslag(StrEnum):
    SAK = "sak"
    VAL = "val"
    ANSTÄLLNING = "anstallning"


class Avgjord(StrEnum):
    """Det som avgjorde omröstningen."""

    RÖSTER = "roster"
    UTSLAGSRÖST = "utslagsrost"
    LOTTNING = "lottning"
    MINORITET = "minoritet"


@dataclass(frozen=True, slots=True)
class Totaler:
    ja: int = 0
    nej: int = 0
    avstår: int = 0
    frånvarande: int = 0

    def __post_init__(self) -> None:
        if min(self.ja, self.nej, self.avstår, self.frånvarande) < 0:
            raise ValueError("Ett röstetal är inte negativt.")

    @property
    def närvarande(self) -> int:
        return self.ja + self.nej + self.avstår

    @property
    def summa(self) -> int:
        return self.närvarande + self.frånvarande

    @property
    def mening(self) -> str:
        """”6 ja-röster mot 5 nej-röster. 1 avstår.”"""
        delar = [f"{_tal(self.ja, 'ja-röst')} mot {_tal(self.nej, 'nej-röst')}."]
        delar += [f"{self.avstår} avstår."] if self.avstår else []
        delar += [f"{self.frånvarande} är frånvarande."] if self.frånvarande else []
        return " ".join(delar)


@dataclass(frozen=True, slots=True)
class Namnröst:
    person: str
    röst: Röst


@dataclass(frozen=True, slots=True)
class ÖppenOmröstning:
    """Rösterna med namn. Den som är ute ur rummet är frånvarande."""

    röster: tuple[Namnröst, ...]

    @property
    def personer(self) -> tuple[str, ...]:
        return tuple(r.person for r in self.röster)

    @property
    def totaler(self) -> Totaler:
        antal = Counter(r.röst for r in self.röster)
        return Totaler(antal[Röst.JA], antal[Röst.NEJ], antal[Röst.AVSTÅR], antal[Röst.FRÅNVARANDE])

    def som(self, röst: Röst) -> tuple[str, ...]:
        return tuple(r.person for r in self.röster if r.röst is röst)

    def hur(self, person: str) -> Röst | None:
        return next((r.röst for r in self.röster if r.person == person), None)

    def med(self, person: str, röst: Röst) -> ÖppenOmröstning:
        """Samma omröstning, där personen röstar så."""
        return ÖppenOmröstning(
            tuple(replace(r, röst=röst) if r.person == person else r for r in self.röster)
        )


@dataclass(frozen=True, slots=True)
class SlutenOmröstning:
    """Vilka som röstade och hur många röster varje alternativ fick, aldrig vem som röstade på vad.

    En blank sedel räknas som avstår.
    """

    har_röstat: tuple[str, ...]
    ja: int
    nej: int
    blanka: int = 0

    def __post_init__(self) -> None:
        if any(type(person) is not str for person in self.har_röstat):
            raise TypeError("En sluten omröstning sparar bara vilka som har röstat.")
        if min(self.ja, self.nej, self.blanka) < 0:
            raise ValueError("Ett röstetal är inte negativt.")

    @property
    def personer(self) -> tuple[str, ...]:
        return self.har_röstat

    @property
    def totaler(self) -> Totaler:
        return Totaler(self.ja, self.nej, self.blanka)


@dataclass(frozen=True, slots=True)
class Röstlängd:
    """De som tjänstgör i ärendet, de jäviga och den som leder mötet.

    `inne` är de som enligt närvaron tjänstgör just nu; i längden finns också den som har gått.
    """

    tjänstgörande: tuple[str, ...]
    ordförande: str
    jäviga: frozenset[str] = frozenset()
    fullmäktige: bool = False
    inne: frozenset[str] = frozenset()

    @property
    def röstberättigade(self) -> tuple[str, ...]:
        return tuple(p for p in self.tjänstgörande if p not in self.jäviga)


@dataclass(frozen=True, slots=True)
class Krav:
    """Vad som krävs för ja. `andel` är None för enkel majoritet.

    `minoritet` vänder på kravet: nej vinner med andelen (KL 5 kap. 50 §: ja är att avgöra
    ärendet i dag, nej att bordlägga eller återremittera det). `mot` är att andelen ska rösta nej
    för att nej ska vinna (KL 5 kap. 37 §: ja är att hålla folkomröstningen).
    """

    andel: Fraction | None = None
    av_närvarande: bool = True
    minoritet: bool = False
    mot: bool = False
    lagrum: str = "5 kap. 55 § kommunallagen"

    @property
    def i_ord(self) -> str:
        """Kravet i en mening, tomt för enkel majoritet."""
        if self.andel is None:
            return ""
        sida = "nej" if self.mot or self.minoritet else "ja"
        andel = _ANDELAR.get(self.andel, f"{self.andel.numerator} av {self.andel.denominator}")
        närvarande = "närvarande" if self.av_närvarande else "röstande"
        if self.andel == 1:
            return f"För {sida} krävs att samtliga {närvarande} röstar {sida}."
        return f"För {sida} krävs {andel} av de {närvarande}."

    @property
    def lagtext(self) -> str:
        return LAGTEXT.get(self.lagrum, "")


ENKEL = Krav()
MINORITET = Krav(Fraction(1, 3), minoritet=True, lagrum="5 kap. 50 § kommunallagen")
SAMTLIGA_NÄRVARANDE = Krav(Fraction(1), lagrum="5 kap. 52 § kommunallagen")
MOT_FOLKOMRÖSTNING = Krav(Fraction(2, 3), mot=True, lagrum="5 kap. 37 § kommunallagen")
_ANDELAR = {Fraction(1, 3): "en tredjedel", Fraction(2, 3): "två tredjedelar"}


def två_tredjedelar(lagrum: str, *, av_närvarande: bool = True) -> Krav:
    """Kvalificerad majoritet enligt bestämmelsen, till exempel KL 5 kap. 10 § om extra val."""
    return Krav(Fraction(2, 3), av_närvarande=av_närvarande, lagrum=lagrum)


@dataclass(frozen=True, slots=True)
class Fråga:
    """Vad omröstningen gäller.

    `avgör` är falskt när en votering bara utser motförslag: alla får då vänta med sin röst.
    `har_röstat` är de som i en tidigare votering i ärendet röstat för ett förslag.
    """

    slag: Frågeslag = Frågeslag.SAK
    myndighetsutövning_mot_enskild: bool = False
    krav: Krav = ENKEL
    avgör: bool = True
    har_röstat: frozenset[str] = frozenset()

    @property
    def är_val_eller_anställning(self) -> bool:
        return self.slag is not Frågeslag.SAK


@dataclass(frozen=True, slots=True)
class Resultat:
    """Utgången är None så länge något behövs: ordförandens röst eller en lott.

    `ordföranden_röstar` är rösten som ordföranden, som hade avstått, avger för att ärendet ska
    kunna avgöras (KL 4 kap. 25 §); den är med i totalerna.
    """

    totaler: Totaler
    utgång: Sida | None
    avgjord: Avgjord | None
    utslagsröst: Sida | None = None
    lott: Sida | None = None
    fynd: tuple[Fynd, ...] = ()
    ordföranden_röstar: Sida | None = None

    @property
    def hindrad(self) -> bool:
        return any(f.hindrar for f in self.fynd)

    @property
    def mening(self) -> str:
        """Meningen i protokollet, till exempel ”Omröstningen utfaller med …”."""
        text = f"Omröstningen utfaller med {self.totaler.mening}"
        if self.avgjord is Avgjord.UTSLAGSRÖST:
            text += f" Ordförandens utslagsröst avgör för {self.utslagsröst}."
        elif self.avgjord is Avgjord.LOTTNING:
            text += f" Lotten avgör för {self.lott}."
        elif self.avgjord is Avgjord.MINORITET:
            text += " Minst en tredjedel av de närvarande ledamöterna begär det."
        return text


def räkna(
    omröstning: ÖppenOmröstning | SlutenOmröstning,
    *,
    längd: Röstlängd,
    fråga: Fråga,
    utslagsröst: Sida | None = None,
    lott: Sida | None = None,
    angivna: Totaler | None = None,
) -> Resultat:
    """Räkna ut utgången och det som hindrar eller varnar.

    `utslagsröst` behövs när ordföranden har avstått och rösterna är lika: då är ordföranden skyldig
    att rösta, och har som alla en röst (KL 4 kap. 24–25 §§). Den blir ordförandens röst i stället
    för avståendet. `lott` är den dragna lotten vid val och anställning, `angivna` är de röstetal
    som någon har räknat för hand.
    """
    fynd = [*_om_formen(omröstning, fråga), *_om_rösterna(omröstning, längd, angivna)]
    avger = None
    if isinstance(omröstning, ÖppenOmröstning):
        if _ska_rösta(omröstning, längd, fråga) and utslagsröst:
            avger = utslagsröst
            omröstning = omröstning.med(längd.ordförande, Röst(avger.value))
        fynd += avstå(omröstning.som(Röst.AVSTÅR), längd=längd, fråga=fråga)
        fynd += borta_men_inne(omröstning.som(Röst.FRÅNVARANDE), längd=längd, fråga=fråga)
    totaler = omröstning.totaler
    utgång, avgjord = _utan_lika(totaler, fråga.krav)
    utslag = dragen = None
    if utgång is None and fråga.är_val_eller_anställning:
        utgång, avgjord, dragen = lott, Avgjord.LOTTNING if lott else None, lott
        if lott is None:
            fynd.append(
                _hinder("lott_saknas", "Rösterna är lika: dra lott.", "5 kap. 56 § kommunallagen")
            )
    elif utgång is None:
        utslag, hinder = _utslagsröst(omröstning, längd, utslagsröst)
        utgång, avgjord = utslag, Avgjord.UTSLAGSRÖST if utslag else None
        fynd += hinder
    return Resultat(totaler, utgång, avgjord, utslag, dragen, tuple(fynd), avger)


def avstå(personer: Sequence[str], *, längd: Röstlängd, fråga: Fråga) -> list[Fynd]:
    """Rätten att avstå gäller inte i en nämnds myndighetsutövning mot enskild (KL 4 kap. 26 §).

    Den som redan har röstat för ett förslag i ärendet behöver inte rösta för ett till.
    Gäller också den som säger sig inte delta i beslutet.
    """
    if längd.fullmäktige or not fråga.myndighetsutövning_mot_enskild or not fråga.avgör:
        return []
    måste = [p for p in personer if p not in fråga.har_röstat]
    if not måste:
        return []
    return [
        _hinder(
            "får_inte_avstå",
            "Ärendet avser myndighetsutövning mot enskild och den som deltar ska rösta:",
            "4 kap. 26 § kommunallagen",
            måste,
        )
    ]


def borta_men_inne(personer: Sequence[str], *, längd: Röstlängd, fråga: Fråga) -> list[Fynd]:
    """Den som närvaron säger är här kan inte vara frånvarande i omröstningen (KL 5 kap. 67 §).

    I myndighetsutövning mot enskild vore det att avstå, och det hindras (KL 4 kap. 26 §).
    """
    inne = tuple(p for p in personer if p in längd.inne)
    if not inne:
        return []
    hindrar = fråga.myndighetsutövning_mot_enskild and not längd.fullmäktige
    lagrum = "4 kap. 26 § kommunallagen" if hindrar else "5 kap. 67 § kommunallagen"
    en = len(inne) == 1
    text = (
        f"{uppräkning(inne)} är {'antecknad' if en else 'antecknade'} som närvarande. Anteckna i "
        f"närvaron att {'hen' if en else 'de'} gått ut, eller hur {'hen' if en else 'de'} röstade."
    )
    regel = Regel(lagrum, LAGTEXT[lagrum])
    return [Fynd(text, regel, hindrar=hindrar, kod="borta_men_inne", personer=inne)]


@dataclass(frozen=True, slots=True)
class Tidigare:
    """En tidigare votering i ärendet. `om_förslag` är falskt för en formell fråga."""

    röster: tuple[Namnröst, ...]
    om_förslag: bool = True
    punkter: tuple[int, ...] = ()


def har_röstat(tidigare: Iterable[Tidigare], *, punkter: Sequence[int] = ()) -> frozenset[str]:
    """De som redan röstat för ett förslag i frågan (KL 4 kap. 26 § andra meningen).

    En votering om återremiss, bordläggning eller en ordningsfråga gäller inget förslag i ärendet,
    och ett förslag till en annan punkt är inte ett till i samma fråga.
    """
    return frozenset(
        röst.person
        for t in tidigare
        if t.om_förslag and (not t.punkter or not punkter or set(t.punkter) & set(punkter))
        for röst in t.röster
        if röst.röst in (Röst.JA, Röst.NEJ)
    )


def från_egen_enhet(
    *, i_längden: bool, tjänstgör: bool, röst: Röst, får_avstå: bool = True
) -> Fynd | None:
    """Rösten från den egna enheten: av den som fick rösta och är kvar (KL 4 kap. 24 §).

    `i_längden` är de som fick rösta när omröstningen öppnades, `tjänstgör` de som är med nu.
    `får_avstå` är falskt i myndighetsutövning mot enskild (KL 4 kap. 26 §, `avstå`).
    """
    en_röst = "4 kap. 24 § kommunallagen"
    if not i_längden:
        return _hinder("inte_i_längden", "Du får inte rösta i den här omröstningen.", en_röst)
    if not tjänstgör:
        text = "Du är inte antecknad som tjänstgörande nu. Säg till sekreteraren om det är fel."
        return _hinder("har_gått", text, en_röst)
    if röst is Röst.FRÅNVARANDE:
        text = "Den som är här röstar ja eller nej, eller avstår."
        return _hinder("är_här", text, en_röst)
    if röst is Röst.AVSTÅR and not får_avstå:
        text = "Ärendet avser myndighetsutövning mot enskild. Du ska rösta ja eller nej."
        return _hinder("får_inte_avstå", text, "4 kap. 26 § kommunallagen")
    return None


def _utan_lika(totaler: Totaler, krav: Krav) -> tuple[Sida | None, Avgjord | None]:
    """Utgången utan utslagsröst och lott; None vid lika röstetal."""
    bas = totaler.närvarande if krav.av_närvarande else totaler.ja + totaler.nej
    if krav.andel is not None and krav.mot:
        nej = totaler.nej > 0 and totaler.nej >= krav.andel * bas
        return Sida.NEJ if nej else Sida.JA, Avgjord.RÖSTER
    if krav.andel is not None and not krav.minoritet:
        ja = totaler.ja > 0 and totaler.ja >= krav.andel * bas
        return Sida.JA if ja else Sida.NEJ, Avgjord.RÖSTER
    if totaler.ja < totaler.nej:
        return Sida.NEJ, Avgjord.RÖSTER
    if krav.andel is not None and totaler.nej > 0 and totaler.nej >= krav.andel * bas:
        return Sida.NEJ, Avgjord.MINORITET
    if totaler.ja > totaler.nej:
        return Sida.JA, Avgjord.RÖSTER
    return None, None


def om_kravet(totaler: Totaler, krav: Krav) -> str:
    """Meningen som säger om en kvalificerad majoritet nåddes; tom för enkel majoritet."""
    if not krav.i_ord:
        return ""
    sida = Sida.NEJ if krav.mot or krav.minoritet else Sida.JA
    nått = _utan_lika(totaler, krav)[0] is sida
    return f"{krav.i_ord} Kravet är {'uppfyllt' if nått else 'inte uppfyllt'}."


def _ska_rösta(omröstning: ÖppenOmröstning, längd: Röstlängd, fråga: Fråga) -> bool:
    """Om ordföranden har avstått och ärendet inte kan avgöras utan dess röst (4 kap. 25 §)."""
    return (
        not fråga.är_val_eller_anställning
        and omröstning.hur(längd.ordförande) is Röst.AVSTÅR
        and _utan_lika(omröstning.totaler, fråga.krav) == (None, None)
    )


def _utslagsröst(
    omröstning: ÖppenOmröstning | SlutenOmröstning, längd: Röstlängd, angiven: Sida | None
) -> tuple[Sida | None, list[Fynd]]:
    """Ordförandens egen röst avgör; har ordföranden avstått behövs en röst (KL 4 kap. 25 §).

    Den som är antecknad som frånvarande har ingen röst att avgöra med.
    """
    hur = omröstning.hur(längd.ordförande) if isinstance(omröstning, ÖppenOmröstning) else None
    egen = Sida(hur.value) if hur in (Röst.JA, Röst.NEJ) else None
    if egen and angiven and egen is not angiven:
        text = "Utslagsrösten är en annan än den röst ordföranden har avgett."
        return egen, [_hinder("annan_utslagsröst", text, "5 kap. 56 § kommunallagen")]
    if egen:
        return egen, []
    if hur is Röst.FRÅNVARANDE:
        text = (
            "Rösterna är lika, och den som leder är antecknad som frånvarande. Rätta rösten eller "
            "välj vem som leder punkten:"
        )
        return None, [
            _hinder("ordföranden_borta", text, "5 kap. 56 § kommunallagen", [längd.ordförande])
        ]
    text = "Rösterna är lika och ordföranden ska rösta:"
    return None, [
        _hinder("ordföranden_ska_rösta", text, "4 kap. 25 § kommunallagen", [längd.ordförande])
    ]


def _om_formen(omröstning: ÖppenOmröstning | SlutenOmröstning, fråga: Fråga) -> list[Fynd]:
    lagrum = "5 kap. 54 § kommunallagen"
    öppen = isinstance(omröstning, ÖppenOmröstning)
    if öppen and fråga.är_val_eller_anställning:
        text = "Omröstningen ska vara sluten vid val och anställning."
        return [_hinder("ska_vara_sluten", text, lagrum)]
    if not öppen and not fråga.är_val_eller_anställning:
        return [_hinder("ska_vara_öppen", "Omröstningen ska vara öppen.", lagrum)]
    return []


def _om_rösterna(
    omröstning: ÖppenOmröstning | SlutenOmröstning,
    längd: Röstlängd,
    angivna: Totaler | None,
) -> list[Fynd]:
    """Var och en som tjänstgör och inte är jävig har en röst, ingen annan."""
    antal = Counter(omröstning.personer)
    en_röst = "4 kap. 24 § kommunallagen"
    jäv = "5 kap. 47 § kommunallagen" if längd.fullmäktige else "6 kap. 30 § kommunallagen"
    jäviga = [p for p in antal if p in längd.jäviga]
    andra = [p for p in antal if p not in längd.tjänstgörande and p not in längd.jäviga]
    dubbla = [p for p, n in antal.items() if n > 1]
    fynd = []
    if längd.ordförande not in längd.röstberättigade:
        text = "Den som leder mötet tjänstgör inte i ärendet:"
        fynd.append(
            _hinder("ordförande_saknas", text, "5 kap. 56 § kommunallagen", [längd.ordförande])
        )
    if jäviga:
        fynd.append(_hinder("jävig_röstar", "Den som är jävig röstar inte:", jäv, jäviga))
    if andra:
        fynd.append(_hinder("tjänstgör_inte", "Bara tjänstgörande röstar:", en_röst, andra))
    if dubbla:
        fynd.append(_hinder("två_röster", "Var och en har en röst:", en_röst, dubbla))
    fynd += _om_antalet(omröstning, längd)
    if angivna is not None and angivna != omröstning.totaler:
        text = (
            f"De angivna röstetalen stämmer inte med rösterna: {angivna.mening} "
            f"Rösterna ger {omröstning.totaler.mening}"
        )
        lagrum = "5 kap. 67 § kommunallagen"
        regel = Regel(lagrum, LAGTEXT[lagrum])
        fynd.append(Fynd(text, regel, hindrar=False, kod="summan_skiljer"))
    return fynd


def _om_antalet(omröstning: ÖppenOmröstning | SlutenOmröstning, längd: Röstlängd) -> list[Fynd]:
    """Summan av namnen är antalet röster och antalet tjänstgörande (KL 5 kap. 67 §)."""
    lagrum = "5 kap. 67 § kommunallagen"
    if isinstance(omröstning, SlutenOmröstning):
        sedlar, röstande = omröstning.totaler.summa, len(omröstning.har_röstat)
        if sedlar == röstande:
            return []
        text = f"{_tal(sedlar, 'röst')} är räknade, men {röstande} har röstat."
        return [_hinder("summan_stämmer_inte", text, lagrum)]
    saknas = [p for p in längd.röstberättigade if p not in omröstning.personer]
    if not saknas:
        return []
    return [_hinder("röst_saknas", "Anteckna hur var och en röstar:", lagrum, saknas)]


def _tal(antal: int, ord_: str) -> str:
    return f"{antal} {ord_}{'' if antal == 1 else 'er'}"
