"""Vad protokollet ska redovisa (KL 5 kap. 66–68 §§, för nämnder 66–67 genom 6 kap. 35 §)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

VARFÖR = {
    "5 kap. 66 § kommunallagen": (
        "”Protokollet ska redovisa vilka ledamöter och ersättare som har tjänstgjort och vilka "
        "ärenden som har handlagts.”"
    ),
    "5 kap. 67 § kommunallagen": (
        "”Protokollet ska för varje ärende redovisa … vilka beslut som har fattats …”"
    ),
    "5 kap. 69 § kommunallagen": (
        "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet på det sätt som "
        "fullmäktige har bestämt.”"
    ),
    "5 kap. 65 § kommunallagen": ("”Vid sammanträden ska protokoll föras på ordförandens ansvar.”"),
    "8 kap. 12 § kommunallagen": (
        "”Av tillkännagivandet ska det framgå var protokollet finns tillgängligt samt vilken dag "
        "det har tillkännagetts.”"
    ),
}


LAGRUM_69 = "5 kap. 69 § kommunallagen"


@dataclass(frozen=True)
class Brist:
    """Något som saknas, i en mening, med lagrummet."""

    text: str
    lagrum: str = ""

    @property
    def lagtext(self) -> str:
        return VARFÖR.get(self.lagrum, "")


JUSTERARE_SAKNAS = Brist("Ingen justerare är vald.", LAGRUM_69)


@dataclass(frozen=True)
class Underlag:
    """Det som prövas innan mötet avslutas."""

    tjänstgörande: int
    har_ordförande: bool
    justerare: int
    utan_utfall: Sequence[str] = field(default_factory=tuple)
    utan_beslut: Sequence[str] = field(default_factory=tuple)
    ej_upptagna: Sequence[str] = field(default_factory=tuple)
    pågående_tidigare: Sequence[str] = field(default_factory=tuple)
    kallade_tidigare: Sequence[str] = field(default_factory=tuple)
    ajournerat: bool = False


def brister(underlag: Underlag) -> list[Brist]:
    """Det som hindrar att mötet avslutas; tom lista när inget gör det."""
    fynd: list[Brist] = []
    if not underlag.tjänstgörande:
        fynd.append(Brist("Ingen är antecknad som närvarande.", "5 kap. 66 § kommunallagen"))
    if not underlag.har_ordförande:
        fynd.append(
            Brist(
                "Ingen ordförande: välj vem som har lett mötet.",
                "5 kap. 65 § kommunallagen",
            )
        )
    if underlag.ajournerat:
        fynd.append(Brist("Mötet är ajournerat. Återuppta det först."))
    if not underlag.justerare:
        fynd.append(JUSTERARE_SAKNAS)
    fynd += [
        Brist(f"Utfall saknas: {rubrik}.", "5 kap. 67 § kommunallagen")
        for rubrik in underlag.utan_utfall
    ]
    fynd += [
        Brist(f"Beslutets text saknas: {rubrik}.", "5 kap. 67 § kommunallagen")
        for rubrik in underlag.utan_beslut
    ]
    fynd += [
        Brist(f"Punkten är inte upptagen: {rubrik}.", "5 kap. 66 § kommunallagen")
        for rubrik in underlag.ej_upptagna
    ]
    fynd += [
        Brist(
            f"Ett tidigare möte pågår fortfarande: {möte}. "
            "Paragrafnumren löper genom året och det mötet ska ha sina först."
        )
        for möte in underlag.pågående_tidigare
    ]
    fynd += [
        Brist(
            f"Ett tidigare möte är kallat men inte hållet: {möte}. "
            "Håll eller ställ in det först, så att paragrafnumren följer mötesdagarna."
        )
        for möte in underlag.kallade_tidigare
    ]
    return fynd


# --- Den som ingen når ----


def utan_brev(undertecknare: Sequence[tuple[str, str]]) -> list[Brist]:
    """Varning för var och en, namn och adress, som varken får brev eller påminnelse."""
    return [
        Brist(
            f"{namn} har ingen e-postadress och får varken brev eller påminnelse. Säg till på "
            "annat sätt: protokollet ligger under Att justera för den som loggar in. Går inte det, "
            "låt en annan skriva under i stället eller byt till papper.",
            LAGRUM_69,
        )
        for namn, epost in undertecknare
        if not epost.strip()
    ]


# --- Före justeringen --------------------------------------------------------------------------

INLEDNING_67 = "”Protokollet ska för varje ärende redovisa … "
PUNKTER_67 = {
    1: "vilka förslag och yrkanden som har lagts fram och inte tagits tillbaka,”",
    2: "i vilken ordning ordföranden har lagt fram förslag till beslut,”",
    3: "genomförda omröstningar och resultaten av dem,”",
    4: "vilka beslut som har fattats,”",
    5: (
        "vilka ledamöter som har deltagit i besluten och hur de har röstat vid öppna "
        "omröstningar, och”"
    ),
    6: "vilka reservationer som har anmälts mot besluten.”",
}
LAGRUM_68 = "5 kap. 68 § kommunallagen"
VARFÖR[LAGRUM_68] = (
    "”I protokollet ska det anges vilka interpellationer och frågor som har ställts och vilka som "
    "har besvarats.”"
)
VARFÖR |= {
    f"5 kap. 67 § {punkt} kommunallagen": INLEDNING_67 + text for punkt, text in PUNKTER_67.items()
}


def förslaget_utelämnas(*, lika: bool, från_någon: bool, ställt: bool) -> bool:
    """Om protokollet kan säga förslaget bara en gång, som beslutet (KL 5 kap. 67 § 1).

    `lika` när beslutet är förslaget ord för ord, `från_någon` när någon annan har lämnat det,
    `ställt` när något yrkats eller röstats om: då ska det synas vilket förslag som ställdes.
    """
    return lika and not från_någon and not ställt


@dataclass(frozen=True)
class Omröstningsuppgift:
    """En omröstning: siffrorna, och vad namnen säger."""

    avslutad: bool = True
    sluten: bool = False
    ja: int | None = None
    nej: int | None = None
    namngivna_ja: int = 0
    namngivna_nej: int = 0
    kandidater: int = 0

    @property
    def har_siffror(self) -> bool:
        return self.ja is not None and self.nej is not None

    @property
    def har_namn(self) -> bool:
        return self.namngivna_ja + self.namngivna_nej > 0


@dataclass(frozen=True)
class Ärendeuppgift:
    """Det som står om ett ärende, räknat."""

    namn: str
    förslag: int = 0
    yrkanden_mot_förslaget: int = 0
    bifallsyrkanden: int = 0
    yrkanden_utan_avsändare: int = 0
    yrkanden_utan_text: int = 0
    propositioner: int = 0
    omröstningar: Sequence[Omröstningsuppgift] = ()
    beslut: int = 0
    deltog: int = 0
    reservationer_utan_namn: int = 0
    fråga_redovisad: bool = True

    @property
    def flera_förslag(self) -> bool:
        """Fler än ett förslag att ställa mot varandra; ett bifall är förslaget självt."""
        huvud = bool(self.förslag or self.bifallsyrkanden)
        return huvud + self.yrkanden_mot_förslaget > 1


def brister_i_protokollet(tjänstgjorde: int, ärenden: Sequence[Ärendeuppgift]) -> list[Brist]:
    """Det i KL 5 kap. 66–68 §§ som saknas; tom lista när protokollet är fullständigt."""
    fynd: list[Brist] = []
    if not tjänstgjorde:
        fynd.append(Brist("Ingen är antecknad som tjänstgörande.", "5 kap. 66 § kommunallagen"))
    if not ärenden:
        fynd.append(Brist("Inget ärende är antecknat.", "5 kap. 66 § kommunallagen"))
    for ärende in ärenden:
        fynd += [
            Brist(f"{ärende.namn}: {text}", f"5 kap. 67 § {punkt} kommunallagen")
            for punkt, text in _saknas(ärende)
        ]
        if not ärende.fråga_redovisad:
            text = "det står inte om den har ställts eller besvarats."
            fynd.append(Brist(f"{ärende.namn}: {text}", LAGRUM_68))
    return fynd


def _saknas(ä: Ärendeuppgift) -> list[tuple[int, str]]:
    fynd = [
        (1, "ett yrkande saknar text.") if ä.yrkanden_utan_text else None,
        (1, "det står inte vem som har yrkat.") if ä.yrkanden_utan_avsändare else None,
        (2, "flera förslag men ingen propositionsordning.")
        if ä.flera_förslag and not ä.propositioner
        else None,
        *(_saknas_i_omröstningen(o) for o in ä.omröstningar),
        None if ä.beslut else (4, "beslutets text saknas."),
        None if ä.deltog else (5, "det står inte vilka som deltog i beslutet."),
        (6, "det står inte vem som reserverade sig.") if ä.reservationer_utan_namn else None,
    ]
    return [rad for rad in fynd if rad is not None]


def _saknas_i_omröstningen(o: Omröstningsuppgift) -> tuple[int, str] | None:
    if not o.avslutad:
        return 3, "en omröstning är inte avslutad."
    if not (o.har_siffror or o.har_namn or o.kandidater):
        return 3, "en omröstning saknar resultat."
    if o.sluten or o.kandidater:
        return None
    if not o.har_namn:
        if not (o.ja or o.nej):
            return None
        return 5, "det står inte hur var och en röstade."
    if o.har_siffror and (o.namngivna_ja, o.namngivna_nej) != (o.ja, o.nej):
        return 5, (
            f"namnen ger {o.namngivna_ja} ja och {o.namngivna_nej} nej, "
            f"siffrorna {o.ja} ja och {o.nej} nej."
        )
    return None


@dataclass(frozen=True)
class Justeringsunderlag:
    """Det som prövas innan protokollet går till justering, utöver vad det ska redovisa."""

    har_ordförande: bool
    justerare: int
    har_förvaringsplats: bool
    ska_justeras_omedelbart: Sequence[str] = field(default_factory=tuple)
    utan_konto: Sequence[str] = field(default_factory=tuple)
    saknar_sigill: bool = False


FÖRVARINGSPLATS_SAKNAS = Brist(
    "Ange var protokollet ska finnas tillgängligt.", "8 kap. 12 § kommunallagen"
)


def inget_konto(namn: str) -> str:
    """Vad som hindrar den elektroniska underskriften, och vad som går att göra."""
    return (
        f"{namn} har inget konto och kan inte skriva under elektroniskt. "
        "Be administratören om ett, eller justera på papper."
    )


def brister_inför_justering(underlag: Justeringsunderlag) -> list[Brist]:
    """Det som hindrar att protokollet går till justering (KL 5 kap. 65 och 69 §§, 8 kap. 12 §)."""
    fynd = []
    if not underlag.har_ordförande:
        fynd.append(Brist("Ingen ordförande är antecknad.", "5 kap. 65 § kommunallagen"))
    if not underlag.justerare:
        fynd.append(JUSTERARE_SAKNAS)
    if not underlag.har_förvaringsplats:
        fynd.append(FÖRVARINGSPLATS_SAKNAS)
    fynd += [
        Brist(f"Ska justeras omedelbart, för sig: {rubrik}.")
        for rubrik in underlag.ska_justeras_omedelbart
    ]
    fynd += [Brist(inget_konto(namn)) for namn in underlag.utan_konto]
    if underlag.saknar_sigill:
        fynd.append(
            Brist(
                "Kommunen har inget sigill att försegla protokollet med. "
                "Be administratören installera ett, eller justera på papper."
            )
        )
    return fynd
