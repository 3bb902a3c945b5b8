"""Jäv (KL 6 kap. 28–32 §§; för fullmäktige 5 kap. 47–49 §§, för personalföreträdare 7 kap. 17 §).

I en nämnd får den jävige varken delta eller närvara (6:30 första stycket). I fullmäktige får den
jävige bara inte delta: 5:47 hänvisar inte dit, och inte heller till 6:29 eller 6:31.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from nämnd.fynd import Fynd, Regel

FÅR_INTE_DELTA_ELLER_NÄRVARA = Regel(
    "6 kap. 30 § första stycket kommunallagen",
    "”En förtroendevald som är jävig i ett ärende hos en nämnd får inte delta eller närvara vid "
    "handläggningen av ärendet. Den förtroendevalde får dock vidta åtgärder som inte någon annan "
    "kan utföra utan att handläggningen försenas avsevärt.”",
)
SKA_UPPGE = Regel(
    "6 kap. 30 § andra stycket kommunallagen",
    "”Den som känner till en omständighet som kan antas utgöra jäv mot honom eller henne ska "
    "självmant uppge det.”",
)
JÄVSFRÅGAN = Regel(
    "6 kap. 30 § tredje stycket kommunallagen",
    "”Har det uppkommit en fråga om jäv mot en förtroendevald och har någon annan inte trätt i "
    "dennes ställe, ska nämnden snarast besluta i jävsfrågan. Den som jävet gäller får delta i "
    "prövningen av jävsfrågan endast om nämnden annars inte är beslutsför och någon annan inte kan "
    "tillkallas utan olägligt uppskov.”",
)
ÖVERKLAGANDE = Regel(
    "6 kap. 32 § kommunallagen",
    "”Ett beslut om jäv får överklagas endast i samband med överklagande av det beslut genom "
    "vilket nämnden avgör ärendet.”",
)
FULLMÄKTIGE_OCKSÅ = Regel(
    "5 kap. 47 § andra stycket kommunallagen",
    "”I fråga om jäv för ledamöter ska 6 kap. 30 § andra och tredje styckena tillämpas. Vid "
    "fullmäktiges beslut i fråga om jäv gäller 6 kap. 32 §. Vad som sägs om nämnd i dessa "
    "bestämmelser ska i stället gälla fullmäktige.”",
)
PERSONALFÖRETRÄDARE = Regel(
    "7 kap. 17 § kommunallagen",
    "”I fråga om jäv för personalföreträdare i nämnden ska bestämmelserna i 6 kap. 28-32 §§ "
    "tillämpas.”",
)
PERSONALFÖRETRÄDARES_RÄTT = Regel(
    "7 kap. 15 § kommunallagen",
    "”Personalföreträdarna har rätt att delta i nämndens överläggningar men inte i besluten.”",
)

_JÄVIG_OM = "”En förtroendevald är jävig, om …"
_NÄRSTÅENDE_OCKSÅ = (
    "Detsamma gäller make, sambo, förälder, barn, syskon eller någon annan närstående till den "
    "redovisningsskyldige.”"
)


class Grund(Enum):
    """Jävsgrunderna: etikett, om de gäller i fullmäktige, och lagens ord."""

    PART = (
        "part eller påverkas av beslutet",
        False,
        Regel(
            "6 kap. 28 § 1 kommunallagen",
            f"{_JÄVIG_OM} han eller hon eller någon närstående är part i ärendet eller annars kan "
            "antas bli påverkad av beslutet i en inte oväsentlig utsträckning”",
        ),
    )
    STÄLLFÖRETRÄDARE = (
        "ställföreträdare eller ombud",
        False,
        Regel(
            "6 kap. 28 § 2 kommunallagen",
            f"{_JÄVIG_OM} han eller hon eller någon närstående är eller har varit "
            "ställföreträdare eller ombud för en part i ärendet eller för någon annan som kan "
            "antas bli påverkad av beslutet i en inte oväsentlig utsträckning”",
        ),
    )
    TILLSYN = (
        "tillsyn över egen verksamhet",
        False,
        Regel(
            "6 kap. 28 § 3 kommunallagen",
            f"{_JÄVIG_OM} ärendet rör tillsyn över sådan kommunal verksamhet som han eller hon "
            "själv är knuten till”",
        ),
    )
    SÄRSKILD_OMSTÄNDIGHET = (
        "annan särskild omständighet",
        False,
        Regel(
            "6 kap. 28 § 4 kommunallagen",
            f"{_JÄVIG_OM} det finns någon annan särskild omständighet som gör att hans eller "
            "hennes opartiskhet i ärendet kan ifrågasättas”",
        ),
    )
    RÖR_PERSONLIGEN = (
        "ärendet rör ledamoten eller någon närstående",
        True,
        Regel(
            "5 kap. 47 § första stycket kommunallagen",
            "”En ledamot får inte delta i handläggningen av ett ärende som personligen rör "
            "ledamoten själv, ledamotens make, sambo, förälder, barn eller syskon eller någon "
            "annan närstående.”",
        ),
    )
    VAL_AV_REVISOR = (
        "redovisningsskyldig eller närstående: val av revisor",
        True,
        Regel(
            "5 kap. 48 § 1 kommunallagen",
            "”Den som är redovisningsskyldig till kommunen eller regionen får inte delta i … val "
            "av revisor för granskning av verksamhet som omfattas av redovisningsskyldigheten … "
            f"{_NÄRSTÅENDE_OCKSÅ}",
        ),
    )
    ANSVARSFRIHET = (
        "redovisningsskyldig eller närstående: ansvarsfrihet",
        True,
        Regel(
            "5 kap. 48 § 2 kommunallagen",
            "”Den som är redovisningsskyldig till kommunen eller regionen får inte delta i … "
            "handläggningen av ärenden om ansvarsfrihet för verksamheten. … "
            f"{_NÄRSTÅENDE_OCKSÅ}",
        ),
    )

    def __init__(self, etikett: str, i_fullmäktige: bool, regel: Regel) -> None:
        self.etikett = etikett
        self.i_fullmäktige = i_fullmäktige
        self.regel = regel


class Undantag(Enum):
    """När en jävsgrund ändå inte leder till jäv, eller lämnar kvar en rätt.

    Kod, etikett, lagens ord och meningen som protokollet får.
    """

    SAKNAR_BETYDELSE = (
        "saknar_betydelse",
        "frågan om opartiskhet saknar uppenbarligen betydelse",
        Regel(
            "6 kap. 29 § kommunallagen",
            "”Om det är uppenbart att frågan om opartiskhet saknar betydelse, ska nämnden bortse "
            "från jäv.”",
        ),
        "Nämnden bortser från jävet, eftersom det är uppenbart att frågan om opartiskhet "
        "saknar betydelse",
    )
    KOMMUNALT_BOLAG = (
        "kommunalt_bolag",
        "knuten till ett kommunalt bolag eller en kommunal stiftelse",
        Regel(
            "6 kap. 31 § första stycket kommunallagen",
            "”Om ett ärende hos en nämnd berör ett aktiebolag där kommunen eller regionen äger "
            "minst hälften av aktierna eller en stiftelse där kommunen eller regionen utser minst "
            "hälften av styrelseledamöterna, ska den som handlägger ärendet inte anses jävig "
            "enligt 28 § 2 eller 4 enbart på grund av att han eller hon är ställföreträdare för "
            "bolaget eller stiftelsen eller på något annat sätt är knuten dit. Detta gäller inte "
            "när en nämnd handlägger ärenden som avser myndighetsutövning mot enskilda.”",
        ),
        "Att vara knuten till ett kommunalt bolag eller en kommunal stiftelse är i sig inte jäv",
    )
    ANNAN_NÄMND = (
        "annan_namnd",
        "har tidigare deltagit i ärendet hos en annan nämnd",
        Regel(
            "6 kap. 31 § andra stycket kommunallagen",
            "”Den som handlägger ett ärende hos en nämnd ska inte heller anses jävig enligt 28 § 4 "
            "enbart på grund av att han eller hon tidigare har deltagit i handläggningen av "
            "ärendet hos en annan nämnd.”",
        ),
        "Att ha deltagit i ärendet hos en annan nämnd är i sig inte jäv",
    )
    FACKLIGT_UPPDRAG = (
        "fackligt_uppdrag",
        "personalföreträdarens fackliga uppdrag",
        Regel(
            "7 kap. 17 § andra stycket kommunallagen",
            "”Personalföreträdaren ska dock inte anses jävig enligt 6 kap. 28 § 4 enbart på grund "
            "av att han eller hon … är förtroendeman eller funktionär hos en "
            "arbetstagarorganisation som har intressen att bevaka i ärendet, eller … har "
            "företrätt organisationen som förtroendeman eller funktionär i en sådan förhandling i "
            "ärendet som har ägt rum enligt lagen … om medbestämmande i arbetslivet.”",
        ),
        "Det fackliga uppdraget är i sig inte jäv",
    )
    ÖVERLÄGGNING_OM_REVISION = (
        "revisionsberattelsen",
        "egen verksamhet när revisionsberättelsen behandlas",
        Regel(
            "5 kap. 49 § första stycket kommunallagen",
            "”Enskilda förtroendevalda mot vilka anmärkning kan riktas enligt 12 kap. 13 § får, "
            "trots vad som anges i 48 §, delta i fullmäktiges överläggningar, när "
            "revisionsberättelsen över den verksamhet som de har ansvaret för behandlas.”",
        ),
        "Den som en anmärkning kan riktas mot får överlägga när revisionsberättelsen behandlas",
    )
    ÖVERLÄGGNING_OM_EGEN_NÄMND = (
        "egen_namnd",
        "ordförande eller vice ordförande när den egna nämndens verksamhet behandlas",
        Regel(
            "5 kap. 49 § andra stycket kommunallagen",
            "”Ordföranden och vice ordföranden i en nämnd får också delta i fullmäktiges "
            "överläggning när verksamhet inom den egna nämnden behandlas.”",
        ),
        "Ordföranden och vice ordföranden får överlägga om den egna nämndens verksamhet",
    )

    def __init__(self, kod: str, etikett: str, regel: Regel, slutsats: str) -> None:
        self.kod = kod
        self.etikett = etikett
        self.regel = regel
        self.slutsats = slutsats

    @property
    def upphäver(self) -> bool:
        """Om personen inte är jävig. Annars får den jävige bara överlägga (5:49)."""
        return self not in _BARA_ÖVERLÄGGNING


_BARA_ÖVERLÄGGNING = {Undantag.ÖVERLÄGGNING_OM_REVISION, Undantag.ÖVERLÄGGNING_OM_EGEN_NÄMND}


@dataclass(frozen=True)
class Jävsfråga:
    """En person, ett ärende och omständigheten. Utan `grund` är jävet bara anmält.

    `undantag` är omständigheterna som den som prövar frågan har funnit; om de hjälper säger lagen.
    """

    person: int
    ärende: int
    grund: Grund | None
    undantag: frozenset[Undantag] = frozenset()
    fullmäktige: bool = False
    myndighetsutövning: bool = False
    personalföreträdare: bool = False

    def __post_init__(self) -> None:
        if self.grund is not None and self.grund.i_fullmäktige != self.fullmäktige:
            raise ValueError(f"{self.grund.etikett}: grunden gäller inte i organet.")
        if self.fullmäktige and self.personalföreträdare:
            raise ValueError("Personalföreträdare finns bara i nämnder (KL 7 kap. 10 §).")


@dataclass(frozen=True)
class Jävsläge:
    """Vad personen får och ska göra i ärendet, och reglerna som säger det."""

    jävig: bool
    får_överlägga: bool
    får_besluta: bool
    får_närvara: bool
    får_vidta_brådskande_åtgärd: bool
    ska_göra: tuple[str, ...]
    regler: tuple[Regel, ...]


def grunder(*, fullmäktige: bool) -> tuple[Grund, ...]:
    """Grunderna som gäller i organet (6:28; 5:47–48)."""
    return tuple(g for g in Grund if g.i_fullmäktige == fullmäktige)


def grunden(etikett: str, *, fullmäktige: bool) -> Grund | None:
    """Grunden som gäller i organet, ur sin etikett."""
    return next((g for g in grunder(fullmäktige=fullmäktige) if g.etikett == etikett), None)


def gäller(undantag: Undantag, fråga: Jävsfråga) -> bool:
    """Om undantaget är tillämpligt på grunden i organet (5:49, 6:29, 6:31, 7:17)."""
    if fråga.fullmäktige:
        return undantag in _BARA_ÖVERLÄGGNING and fråga.grund is Grund.ANSVARSFRIHET
    match undantag:
        case Undantag.SAKNAR_BETYDELSE:
            return True
        case Undantag.KOMMUNALT_BOLAG:
            grunder = (Grund.STÄLLFÖRETRÄDARE, Grund.SÄRSKILD_OMSTÄNDIGHET)
            return fråga.grund in grunder and not fråga.myndighetsutövning
        case Undantag.ANNAN_NÄMND:
            return fråga.grund is Grund.SÄRSKILD_OMSTÄNDIGHET
        case Undantag.FACKLIGT_UPPDRAG:
            return fråga.grund is Grund.SÄRSKILD_OMSTÄNDIGHET and fråga.personalföreträdare
    return False


def valbara_undantag(*, fullmäktige: bool) -> tuple[Undantag, ...]:
    """Undantagen som kan gälla en förtroendevald i organet (5:49, 6:29, 6:31)."""
    return tuple(
        undantag
        for undantag in Undantag
        if any(
            gäller(undantag, Jävsfråga(0, 0, grund, fullmäktige=fullmäktige))
            for grund in grunder(fullmäktige=fullmäktige)
        )
    )


def undantag_prövat(undantag: Undantag, fråga: Jävsfråga) -> Fynd | None:
    """Varför undantaget inte kan användas på grunden, med dess egna ord (5:49, 6:29, 6:31)."""
    if gäller(undantag, fråga):
        return None
    if undantag is Undantag.KOMMUNALT_BOLAG and fråga.myndighetsutövning:
        text = "Undantaget gäller inte ärenden som avser myndighetsutövning mot enskilda."
    else:
        grund = fråga.grund.etikett if fråga.grund else "ett jäv utan angiven omständighet"
        text = f"Undantaget gäller inte jävsgrunden ”{grund}”."
    return Fynd(text, undantag.regel)


def pröva(fråga: Jävsfråga) -> Jävsläge:
    """Vad personen får göra i ärendet. Omständigheten ska uppges även när undantaget gäller."""
    tillämpliga = [u for u in Undantag if u in fråga.undantag and gäller(u, fråga)]
    jävig = not any(u.upphäver for u in tillämpliga)
    får_överlägga = not jävig or bool(tillämpliga)
    regler = [fråga.grund.regel] if fråga.grund else []
    regler += [u.regel for u in tillämpliga]
    regler.append(SKA_UPPGE)
    if fråga.fullmäktige:
        regler.append(FULLMÄKTIGE_OCKSÅ)
    elif jävig:
        regler.append(FÅR_INTE_DELTA_ELLER_NÄRVARA)
    if fråga.personalföreträdare:
        regler += [PERSONALFÖRETRÄDARE, PERSONALFÖRETRÄDARES_RÄTT]
    return Jävsläge(
        jävig=jävig,
        får_överlägga=får_överlägga,
        får_besluta=not jävig and not fråga.personalföreträdare,
        får_närvara=not jävig or fråga.fullmäktige,
        får_vidta_brådskande_åtgärd=jävig and not fråga.fullmäktige,
        ska_göra=_ska_göra(fråga, jävig=jävig, får_överlägga=får_överlägga),
        regler=tuple(regler),
    )


def _ska_göra(fråga: Jävsfråga, *, jävig: bool, får_överlägga: bool) -> tuple[str, ...]:
    uppge = "Uppge omständigheten självmant."
    if not jävig:
        return (uppge,)
    if not fråga.fullmäktige:
        return (uppge, "Lämna rummet medan ärendet handläggs.")
    if får_överlägga:
        return (uppge, "Delta i överläggningen men inte i beslutet.")
    return (uppge, "Delta inte i handläggningen av ärendet.")


def jävsgrund_krävs(grund: Grund | None, *, historik: bool = False) -> Fynd | None:
    """Det är omständigheten som ska uppges (6:30); äldre protokoll saknar den ofta."""
    if grund is not None:
        return None
    return Fynd("Ange vilken omständighet som kan vara jäv.", SKA_UPPGE, hindrar=not historik)


def har_yrkat(namn: Sequence[str], *, fullmäktige: bool) -> Fynd | None:
    """Varningen när de jäviga hann yrka innan jävet uppgavs; det är att delta (6:30, 5:47)."""
    if not namn:
        return None
    regel = Grund.RÖR_PERSONLIGEN.regel if fullmäktige else FÅR_INTE_DELTA_ELLER_NÄRVARA
    return Fynd(
        f"{' och '.join(namn)} är jävig och har yrkat i ärendet. Den som är jävig får inte delta i "
        "handläggningen: ta tillbaka yrkandet, eller låt någon annan ställa det.",
        regel,
        hindrar=False,
    )


def ska_jävsfrågan_avgöras(*, ifrågasatt: bool, annan_har_trätt_in: bool) -> bool:
    """Organet beslutar bara när jävet är en fråga och ingen annan har trätt in (6:30, 5:47)."""
    return ifrågasatt and not annan_har_trätt_in


def får_pröva_egen_jävsfråga(*, beslutsför_utan: bool, annan_kan_tillkallas: bool) -> bool:
    """Bara när organet annars inte är beslutsfört och ingen annan kan tillkallas (6:30, 5:47)."""
    return not beslutsför_utan and not annan_kan_tillkallas


class Inställning(Enum):
    """Vad den som jävet gäller säger i jävsfrågan."""

    BESTRIDER = ("bestrider", "bestrider jäv")
    MEDGER = ("medger", "medger jäv")
    ÖVERLÅTER = ("overlater", "överlåter frågan åt organet")
    INGEN = ("ingen", "tar inte ställning")

    def __init__(self, kod: str, etikett: str) -> None:
        self.kod = kod
        self.etikett = etikett


def prövningen(
    *,
    annan_har_trätt_in: bool,
    deltar: bool,
    beslutsför_utan: bool,
    annan_kan_tillkallas: bool,
    fullmäktige: bool = False,
) -> Fynd | None:
    """Varför jävsfrågan inte kan avgöras så: den behövs inte, eller fel personer prövar den."""
    regel = FULLMÄKTIGE_OCKSÅ if fullmäktige else JÄVSFRÅGAN
    if not ska_jävsfrågan_avgöras(ifrågasatt=True, annan_har_trätt_in=annan_har_trätt_in):
        return Fynd("Någon annan har trätt i stället. Då avgörs inte jävsfrågan.", regel)
    får = får_pröva_egen_jävsfråga(
        beslutsför_utan=beslutsför_utan, annan_kan_tillkallas=annan_kan_tillkallas
    )
    if deltar and not får:
        varför = "det går att besluta utan" if beslutsför_utan else "någon annan kan tillkallas"
        return Fynd(f"Den som jävet gäller får inte delta i prövningen: {varför}.", regel)
    if not deltar and not beslutsför_utan:
        vad = (
            "Kalla in den som kan tillkallas."
            if annan_kan_tillkallas
            else "Den som jävet gäller får då delta i prövningen."
        )
        return Fynd(f"Utan den som jävet gäller går det inte att besluta. {vad}", regel)
    return None


def prövningens_text(
    *,
    namn: str,
    organ: str,
    väckt_av: str,
    inställning: Inställning,
    deltar: bool,
    jävig: bool,
    fullmäktige: bool = False,
) -> str:
    """Vad protokollet säger om en avgjord jävsfråga (KL 6:30, 5:47). `väckt_av` tomt: ingen av dem.

    Omständigheten står för sig: ”Anmälan av jäv” är öppen också när ärendet är hemligt.
    """
    väckt = {"": "", namn: f"{namn} väcker själv frågan."}.get(
        väckt_av, f"Frågan väcks av {väckt_av}."
    )
    ställning = inställning.etikett.replace("organet", organ)
    deltagande = (
        f"deltar i prövningen, eftersom {organ} annars inte är beslutsför och ingen annan kan "
        "tillkallas utan olägligt uppskov"
        if deltar
        else "deltar inte i prövningen"
    )
    regel = FULLMÄKTIGE_OCKSÅ if fullmäktige else JÄVSFRÅGAN
    beslut = (
        f"är jävig ({regel.lagrum}). {namn} deltar inte i handläggningen."
        if jävig
        else f"inte är jävig ({regel.lagrum}). {namn} deltar i handläggningen."
    )
    organet = organ[:1].upper() + organ[1:]
    meningar = (
        väckt,
        f"{namn} {ställning} och {deltagande}.",
        f"{organet} beslutar att {namn} {beslut}",
    )
    return " ".join(m for m in meningar if m)


@dataclass(frozen=True)
class Redovisning:
    """En avgjord jävsfråga, eller ett jäv med undantag, läst ur protokollets mening om den."""

    namn: str
    parti: str
    grund: str
    jävig: bool | None = None
    prövning: str = ""
    undantag: Undantag | None = None
    skäl: str = ""


_VEM = r"(?P<namn>[^\n]+?)(?: \((?P<parti>[^()]+)\))?"
_GRUND = r"(?:: (?P<grund>.+?))?\. "
_PRÖVAD = re.compile(
    rf"^Fråga om jäv mot {_VEM}{_GRUND}"
    r"(?P<text>(?:Frågan väcks av .+?\. |(?P=namn) väcker själv frågan\. )?"
    r"(?P=namn) (?:bestrider jäv|medger jäv|överlåter frågan åt .+?|tar inte ställning) och deltar "
    r".+ beslutar att (?P=namn) (?P<inte>inte )?är jävig .+)$"
)


def läs_redovisning(text: str) -> Redovisning | None:
    """Jävet som meningen redovisar; inget när den säger något annat."""
    if m := _PRÖVAD.match(text):
        jävig = m["inte"] is None
        return Redovisning(m["namn"], m["parti"] or "", m["grund"] or "", jävig, m["text"])
    for undantag in Undantag:
        slut = re.escape(f"{undantag.slutsats} ({undantag.regel.lagrum}). ")
        vad = r"(?:anmäler jäv|uppger en omständighet som kan vara jäv)"
        mönster = rf"^{_VEM} {vad}{_GRUND}(?P<skäl>.+)\. {slut}(?P=namn) deltar i .+$"
        if m := re.match(mönster, text):
            return Redovisning(
                m["namn"], m["parti"] or "", m["grund"] or "", undantag=undantag, skäl=m["skäl"]
            )
    return None


@dataclass(frozen=True)
class Jävsanmälan:
    """Ett anmält jäv för punkterna `från`–`till` i mötets ordning, båda medräknade."""

    fråga: Jävsfråga
    från: int
    till: int

    def __post_init__(self) -> None:
        if self.till < self.från:
            raise ValueError("Anmälan slutar före den börjar.")

    def gäller_vid(self, ordning: int) -> bool:
        return self.från <= ordning <= self.till


def uteslutna(anmälningar: Iterable[Jävsanmälan], ordning: int) -> frozenset[int]:
    """De jäviga vid punkten: de räknas inte och röstar inte (6:30, 5:47)."""
    return frozenset(
        a.fråga.person for a in anmälningar if a.gäller_vid(ordning) and pröva(a.fråga).jävig
    )


def ska_lämna_rummet(anmälningar: Iterable[Jävsanmälan], ordning: int) -> frozenset[int]:
    """De som inte får närvara vid punkten (6:30 första stycket); i fullmäktige ingen."""
    return frozenset(
        a.fråga.person
        for a in anmälningar
        if a.gäller_vid(ordning) and not pröva(a.fråga).får_närvara
    )
