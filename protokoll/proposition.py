"""Yrkanden, steg och svar i en beslutsgång, och deras ord (KL 5 kap. 50 och 53 §§, 6 kap. 33 §).

Allt går att skriva som en dict och läsa tillbaka. Ordningen mellan stegen finns i
`propositionsordning`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from nämnd.fynd import Fynd, Regel
from protokoll import kvalificerad, omröstning

LAGTEXT = {
    "5 kap. 50 § kommunallagen": omröstning.LAGTEXT["5 kap. 50 § kommunallagen"],
    "5 kap. 50 § andra stycket kommunallagen": (
        "”För bordläggning eller återremiss i fråga om val krävs enkel majoritet.”"
    ),
    "5 kap. 50 § tredje stycket kommunallagen": (
        "”Motiveringen till ett beslut om återremiss ska bestämmas av de ledamöter som begärt "
        "återremittering. Vid flera motiveringar får ordföranden pröva vilken motivering som "
        "biträds av minst en tredjedel av de närvarande ledamöterna.”"
    ),
    "5 kap. 53 § kommunallagen": (
        "”När överläggningen har avslutats, lägger ordföranden fram förslag till beslut. Förslagen "
        "ska utformas så, att de kan besvaras med ja eller nej. Ordföranden redovisar därefter sin "
        "uppfattning om vad som har beslutats och bekräftar beslutet med ett klubbslag, om inte "
        "omröstning begärs.”"
    ),
    "6 kap. 33 § kommunallagen": (
        "”I fråga om förfarandet när en nämnd fattar beslut ska 5 kap. 53–56 §§ tillämpas. För "
        "bordläggning av ett ärende i en nämnd krävs det enkel majoritet.”"
    ),
}


def _regel(lagrum: str) -> Regel:
    return Regel(lagrum, LAGTEXT[lagrum])


class Slag(StrEnum):
    FÖRSLAG = "forslag"
    BIFALL = "bifall"
    AVSLAG = "avslag"
    ÄNDRING = "andring"
    TILLÄGG = "tillagg"
    ÅTERREMISS = "aterremiss"
    BORDLÄGGNING = "bordlaggning"
    AJOURNERING = "ajournering"


INGET_FÖRSLAG = (
    "Det finns inget förslag att ställa proposition på. Anteckna det som föreslås som ett yrkande "
    "om ett annat förslag."
)
# I den ordning de prövas.
FORMELLA = (Slag.AJOURNERING, Slag.BORDLÄGGNING, Slag.ÅTERREMISS)


class Skede(StrEnum):
    FORMELLT = "formellt"
    MOTIVERING = "motivering"
    HUVUDFÖRSLAG = "huvudforslag"
    MOTFÖRSLAG = "motforslag"
    ÄNDRING = "andring"
    TILLÄGG = "tillagg"


class Stegslag(StrEnum):
    PROPOSITION = "proposition"
    VOTERING = "votering"


class Utfall(StrEnum):
    BIFALL = "bifall"
    ÄNDRAT = "andrat"
    AVSLAG = "avslag"
    ÅTERREMISS = "aterremiss"
    BORDLÄGGNING = "bordlaggning"


class Öde(StrEnum):
    BIFALLET = "bifallet"
    FALLET = "fallet"
    EJ_PRÖVAT = "ej_provat"
    ÅTERTAGET = "atertaget"


class FelYrkande(Exception):
    """Yrkandena går inte att ställa under proposition."""


class FelSvar(Exception):
    """Svaret hör inte till det steg som står på tur."""


@dataclass(frozen=True, slots=True)
class Yrkande:
    """Ett förslag utan `av` är det beredda; ett delvis återtaget har kvar det som gäller i `text`.

    `punkt` är den beslutspunkt i det beredda förslaget som yrkandet gäller.
    """

    id: str
    slag: Slag
    text: str = ""
    av: tuple[str, ...] = ()
    punkt: int | None = None
    i_andra_hand_till: str | None = None
    återtaget: bool = False
    återtagen_del: str = ""

    def som_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def från_dict(cls, data: Mapping[str, Any]) -> Yrkande:
        return cls(**{**data, "slag": Slag(data["slag"]), "av": tuple(data.get("av", ()))})


@dataclass(frozen=True, slots=True)
class Ärendegång:
    """Det som avgör ordningen. `organ` är i bestämd form, `förslagsnamn` likaså.

    `kvalificerat` är ett `kvalificerad.Kvalificerat` när huvudfrågan kräver mer än enkel majoritet.
    `tidigare_minoritet`: ärendet är redan bordlagt eller återremitterat av en minoritet,
    `punkter_med_tidigare_minoritet` när det bara gäller vissa punkter. `ska_bordläggas`: ett extra
    val som tas upp första gången (KL 5 kap. 50 § andra stycket).
    """

    yrkanden: tuple[Yrkande, ...]
    organ: str = "nämnden"
    förslagsnamn: str = "förslaget"
    fullmäktige: bool = False
    val: bool = False
    tidigare_minoritet: bool = False
    punkter_med_tidigare_minoritet: frozenset[int] = frozenset()
    punktvis: bool = False
    kvalificerat: str = ""
    ska_bordläggas: bool = False

    def __post_init__(self) -> None:
        _kontrollera(self)

    def minoritet_räcker(self, punkt: int | None) -> bool:
        """En tredjedel kan bordlägga eller återremittera, bara i fullmäktige och inte vid val."""
        return self.hinder_för_minoritet(punkt) is None

    def andra_gången(self, punkt: int | None) -> bool:
        """Om en minoritet redan har skjutit upp det: hela ärendet, eller något som ingår i det."""
        redan = self.punkter_med_tidigare_minoritet
        return self.tidigare_minoritet or (punkt in redan if punkt is not None else bool(redan))

    def hinder_för_minoritet(self, punkt: int | None) -> Fynd | None:
        """Varför det krävs enkel majoritet; None när en tredjedel räcker (KL 5 kap. 50 §)."""
        if not self.fullmäktige:
            text = "En minoritet kan inte bordlägga eller återremittera i en nämnd."
            return Fynd(text, _regel("6 kap. 33 § kommunallagen"), kod="nämnd")
        if self.val:
            text = "Vid val krävs enkel majoritet för bordläggning och återremiss."
            lagrum = "5 kap. 50 § andra stycket kommunallagen"
            return Fynd(text, _regel(lagrum), kod="val")
        if self.andra_gången(punkt):
            vad = "Ärendet" if punkt is None else f"Punkt {punkt}"
            text = (
                f"{vad} har redan bordlagts eller återremitterats på begäran av en minoritet. "
                "Nu krävs enkel majoritet."
            )
            return Fynd(text, _regel("5 kap. 50 § kommunallagen"), kod="andra_gången")
        return None

    @property
    def har_förslag(self) -> bool:
        """Om det finns ett förslag i sak, berett eller yrkat."""
        return bool(self.av_slag(Slag.FÖRSLAG, av_någon=False))

    @property
    def har_formellt(self) -> bool:
        """Varje ärende kan bordläggas eller återremitteras, också utan förslag (KL 5:50, 6:33)."""
        return any(y.slag in FORMELLA for y in self.aktiva)

    @property
    def aktiva(self) -> tuple[Yrkande, ...]:
        return tuple(y for y in self.yrkanden if not y.återtaget)

    @property
    def punkter(self) -> dict[int, Yrkande]:
        """Det beredda förslagets beslutspunkter; ett förslag utan punkter är punkt 1."""
        return {y.punkt or 1: y for y in self.aktiva if y.slag is Slag.FÖRSLAG and not y.av}

    def av_slag(self, slag: Slag, *, av_någon: bool = True) -> list[Yrkande]:
        return [y for y in self.aktiva if y.slag is slag and (not av_någon or y.av)]

    def gäller(self, yrkande: Yrkande) -> int | None:
        """Punkten yrkandet gäller; har förslaget bara en är det den."""
        if yrkande.punkt is None and yrkande.slag is Slag.ÄNDRING and len(self.punkter) == 1:
            return next(iter(self.punkter))
        return yrkande.punkt


@dataclass(frozen=True, slots=True)
class Alternativ:
    """`text` efter ”stödjer”, `led` efter ”besluta”."""

    id: str
    text: str
    led: str


@dataclass(frozen=True, slots=True)
class Steg:
    """En proposition eller en votering. Vid votering är `alternativ` ja och nej, i ordning.

    `av_dem_som_begärt`: motiveringen till fullmäktiges återremiss bestäms av de ledamöter som
    begärt den, utan proposition till fullmäktige (KL 5 kap. 50 § tredje stycket).
    """

    nyckel: str
    slag: Stegslag
    skede: Skede
    organ: str
    alternativ: tuple[Alternativ, ...]
    punkt: int | None = None
    minoritet: bool = False
    kvalificerat: str = ""
    av_dem_som_begärt: bool = False

    @property
    def kan_voteras(self) -> bool:
        """Om votering kan begäras mot det ordföranden finner."""
        proposition = self.slag is Stegslag.PROPOSITION
        return proposition and len(self.alternativ) > 1 and not self.av_dem_som_begärt

    @property
    def fler_motiveringar(self) -> bool:
        """Om en motivering redan är antagen, och frågan är om en till biträds."""
        return any(a.id == INGEN_TILL.id for a in self.alternativ)

    @property
    def krav(self) -> omröstning.Krav:
        if self.minoritet:
            return omröstning.MINORITET
        return kvalificerad.KRAV.get(self.kvalificerat, omröstning.ENKEL)

    @property
    def avgör(self) -> bool:
        """Om ärendet avgörs i steget. När motförslag utses, eller en formell fråga prövas, behöver
        ingen rösta än (KL 4 kap. 26 §)."""
        return self.skede not in (Skede.MOTFÖRSLAG, Skede.FORMELLT)

    @property
    def formellt(self) -> Alternativ | None:
        """Alternativet att skjuta upp eller ajournera, när steget prövar det."""
        if self.skede is not Skede.FORMELLT:
            return None
        return next(a for a in self.alternativ if a.id in {slag.value for slag in FORMELLA})

    def kan_vinnas_av_minoritet(self, utfall: str) -> bool:
        """Om en tredjedel får igenom svaret utan votering (KL 5 kap. 50 §)."""
        formellt = self.formellt
        proposition = self.slag is Stegslag.PROPOSITION
        return self.minoritet and proposition and formellt is not None and formellt.id == utfall

    @property
    def lagrum(self) -> str:
        if self.av_dem_som_begärt:
            return "5 kap. 50 § tredje stycket kommunallagen"
        särskilt = self.minoritet or self.kvalificerat
        return self.krav.lagrum if särskilt else "5 kap. 53 § kommunallagen"

    @property
    def lagtext(self) -> str:
        return LAGTEXT.get(self.lagrum) or self.krav.lagtext

    def alternativet(self, utfall: str) -> Alternativ:
        """Det alternativ som svaret betyder."""
        if self.slag is Stegslag.VOTERING:
            return dict(zip(("ja", "nej"), self.alternativ, strict=True))[utfall]
        return {a.id: a for a in self.alternativ}[utfall]

    def som_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def från_dict(cls, data: Mapping[str, Any]) -> Steg:
        return cls(
            **{
                **data,
                "slag": Stegslag(data["slag"]),
                "skede": Skede(data["skede"]),
                "alternativ": tuple(Alternativ(**a) for a in data["alternativ"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Svar:
    """Vid proposition: det alternativ ordföranden finner bifallet, och om votering begärs.

    `minoritet` när ordföranden finner att en tredjedel begär det, utan votering (KL 5 kap. 50 §).
    Vid votering: "ja" eller "nej" och omröstningens mening ur `omröstning.Resultat`.
    """

    nyckel: str
    utfall: str
    votering_begärd: bool = False
    omröstningens_mening: str = ""
    minoritet: bool = False

    def som_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def från_dict(cls, data: Mapping[str, Any]) -> Svar:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Beslutspunkt:
    """En sats i beslutet. `skjuts_upp` när den bordlägger eller återremitterar en punkt för sig."""

    nummer: int
    text: str
    källor: tuple[str, ...] = ()
    skjuts_upp: Utfall | None = None


@dataclass(frozen=True, slots=True)
class Utgång:
    """Vad gången ledde till: utfallet, satserna, varje yrkandes öde och undantagna punkter."""

    utfall: Utfall
    beslut: tuple[Beslutspunkt, ...]
    öden: tuple[tuple[str, Öde], ...]
    undantagna: tuple[tuple[int, Utfall], ...] = ()

    @property
    def i_sak(self) -> tuple[Beslutspunkt, ...]:
        """Satserna som avgör ärendet, eller föreslår ett annat organ att göra det."""
        return tuple(b for b in self.beslut if b.skjuts_upp is None)

    @property
    def uppskjutna(self) -> tuple[Beslutspunkt, ...]:
        """Satserna om bordläggning och återremiss: organets egna beslut (KL 5:50, 6:33)."""
        return tuple(b for b in self.beslut if b.skjuts_upp is not None)


@dataclass(frozen=True, slots=True)
class Körning:
    """Tagna steg med svar, och antingen nästa steg eller utgången.

    Varken eller när de formella yrkandena har fallit och det inte finns något förslag: då skrivs
    beslutet, eller ett förslag yrkas.
    """

    tagna: tuple[tuple[Steg, Svar], ...]
    nästa: Steg | None
    utgång: Utgång | None


def formella_alternativ(slag: Slag, punkt: int | None) -> list[Alternativ]:
    """Ja är att avgöra i dag; vid ajournering är ja att ajournera."""
    vad = "ärendet" if punkt is None else f"punkt {punkt}"
    ord_ = {
        Slag.ÅTERREMISS: f"att {vad} återremitteras",
        Slag.BORDLÄGGNING: f"att {vad} bordläggs",
        Slag.AJOURNERING: "att sammanträdet ajourneras",
    }[slag]
    formellt = Alternativ(slag.value, ord_, ord_)
    if slag is Slag.AJOURNERING:
        fortsätt = "att sammanträdet fortsätter"
        return [formellt, Alternativ("fortsatt", fortsätt, fortsätt)]
    avgörs = f"att {vad} avgörs i dag"
    return [Alternativ("avgors", avgörs, avgörs), formellt]


# ”Till nästa möte” säger när, och är ingen motivering.
_TIDPUNKT = re.compile(r"(till|tills|i avvaktan på|intill)\b", re.I)


def formell_sats(slag: Slag, texter: Sequence[str], punkt: int | None = None) -> str:
    """Satsen med sin motivering; flera när var och en biträtts av en tredjedel (KL 5:50)."""
    vad = "Ärendet" if punkt is None else f"Förslagets punkt {punkt}"
    text = texter[0]
    if len(texter) > 1:
        # Varje motivering är en mening för sig i uppräkningen.
        numrerade = (f"{n}) {t.rstrip('. ')}." for n, t in enumerate(texter, 1))
        return f"{vad} återremitteras med följande motiveringar: {' '.join(numrerade)}"
    ord_ = "återremitteras" if slag is Slag.ÅTERREMISS else "bordläggs"
    if not text:
        return f"{vad} {ord_}."
    slut = "" if text.rstrip().endswith((".", "!", "?")) else "."
    if slag is Slag.BORDLÄGGNING and _TIDPUNKT.match(text):
        return f"{vad} bordläggs {text[:1].lower()}{text[1:]}{slut}"
    return f"{vad} {ord_} med följande motivering: {text}{slut}"


# Svaret när ingen annan motivering biträds av en tredjedel.
INGEN_TILL = Alternativ(
    "ingen_till", "ingen ytterligare motivering", "att inte anta någon ytterligare motivering"
)


def motivering(yrkande: Yrkande) -> Alternativ:
    """Ett av flera skäl för samma återremiss, eller bordläggning."""
    ord_ = "motivering" if yrkande.slag is Slag.ÅTERREMISS else "yrkande om bordläggning"
    text = " ".join(yrkande.text.split()).removesuffix(".")
    namn = f"{genitiv(yrkande.av)} {ord_} ”{text}”".strip()
    return Alternativ(yrkande.id, namn, f"enligt {namn}")


def oförändrat(vad: str) -> Alternativ:
    text = f"att {vad} inte ändras"
    return Alternativ("oforandrat", text, text)


def avslag_på(namn: str) -> Alternativ:
    return Alternativ("avslag", f"avslag på {namn}", f"att avslå {namn}")


def benämningar(ärende: Ärendegång) -> dict[str, str]:
    """”Anna Anderssons ändringsyrkande på punkt 2”; texten läggs till när två annars heter lika."""
    ord_ = {
        Slag.FÖRSLAG: "förslag",
        Slag.AVSLAG: "avslagsyrkande",
        Slag.ÄNDRING: "ändringsyrkande",
        Slag.TILLÄGG: "tilläggsyrkande",
    }
    namn = {}
    for y in ärende.aktiva:
        punkt = f" på punkt {y.punkt}" if y.punkt is not None else ""
        namn[y.id] = f"{genitiv(y.av)} {ord_.get(y.slag, 'yrkande')}{punkt}".strip()
    alla = list(namn.values())
    texter = {y.id: y.text for y in ärende.aktiva}
    return {i: f"{n} ”{texter[i]}”" if alla.count(n) > 1 else n for i, n in namn.items()}


def genitiv(av: Sequence[str]) -> str:
    if not av:
        return ""
    sist = av[0] if len(av) == 1 else f"{av[0]} m.fl."
    # Namnet böjs, inte partiet: ”Åke Öbergs (M) förslag”.
    namn, mellan, parti = sist.partition(" (")
    if not namn.endswith(tuple("sxzSXZ.")):
        namn += "s"
    return f"{namn}{mellan}{parti}"


def stor(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kontrollera(ärende: Ärendegång) -> None:
    kända = {y.id: y for y in ärende.yrkanden}
    beredda = [y for y in ärende.aktiva if y.slag is Slag.FÖRSLAG and not y.av]
    if len(kända) != len(ärende.yrkanden):
        raise FelYrkande("Två yrkanden har samma beteckning.")
    if not ärende.har_förslag and not ärende.har_formellt:
        raise FelYrkande(INGET_FÖRSLAG)
    if len({y.punkt or 1 for y in beredda}) != len(beredda):
        raise FelYrkande("Två beslutspunkter har samma nummer.")
    if reserverade := set(kända) & {"bifall", "avslag", "oforandrat", INGEN_TILL.id}:
        raise FelYrkande(f"Ett yrkande kan inte ha beteckningen {reserverade.pop()}.")
    for y in ärende.yrkanden:
        if y.punkt is not None and y.punkt not in ärende.punkter and not y.återtaget:
            raise FelYrkande(f"Förslaget har ingen punkt {y.punkt}.")
        _kontrollera_andra_hand(y, kända)


def _kontrollera_andra_hand(yrkande: Yrkande, kända: Mapping[str, Yrkande]) -> None:
    sedda = {yrkande.id}
    första = yrkande.i_andra_hand_till
    while första is not None:
        if första not in kända:
            raise FelYrkande(f"Förstahandsyrkandet {första} finns inte.")
        if första in sedda:
            raise FelYrkande("Ett yrkande kan inte vara i andra hand till sig självt.")
        sedda.add(första)
        första = kända[första].i_andra_hand_till
