"""Vad protokollet ska redovisa (KL 5 kap. 66–67 §§, för nämnder genom 6 kap. 35 §)."""

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


@dataclass(frozen=True)
class Brist:
    """Något som saknas, i en mening, med lagrummet."""

    text: str
    lagrum: str = ""

    @property
    def lagtext(self) -> str:
        return VARFÖR.get(self.lagrum, "")


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
    if not underlag.justerare:
        fynd.append(Brist("Ingen justerare är vald.", "5 kap. 69 § kommunallagen"))
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


@dataclass(frozen=True)
class Justeringsunderlag:
    """Det som prövas innan protokollet går till justering. Paragraferna nämns som de trycks."""

    tjänstgjort: int
    har_ordförande: bool
    justerare: int
    har_förvaringsplats: bool
    utan_beslut: Sequence[str] = field(default_factory=tuple)
    utan_deltagande: Sequence[str] = field(default_factory=tuple)
    pågående_omröstning: Sequence[str] = field(default_factory=tuple)
    utan_resultat: Sequence[str] = field(default_factory=tuple)
    utan_propositionsordning: Sequence[str] = field(default_factory=tuple)
    utan_reservant: Sequence[str] = field(default_factory=tuple)
    ska_justeras_omedelbart: Sequence[str] = field(default_factory=tuple)
    utan_konto: Sequence[str] = field(default_factory=tuple)
    saknar_sigill: bool = False


def brister_inför_justering(underlag: Justeringsunderlag) -> list[Brist]:
    """Det som hindrar att protokollet går till justering (KL 5 kap. 65–67 §§, 8 kap. 12 §)."""
    kl66, kl67 = "5 kap. 66 § kommunallagen", "5 kap. 67 § kommunallagen"
    fynd = []
    if not underlag.tjänstgjort:
        fynd.append(Brist("Ingen är antecknad som tjänstgörande.", kl66))
    if not underlag.har_ordförande:
        fynd.append(Brist("Ingen ordförande är antecknad.", "5 kap. 65 § kommunallagen"))
    if not underlag.justerare:
        fynd.append(Brist("Ingen justerare är vald.", "5 kap. 69 § kommunallagen"))
    for rubriker, text in (
        (underlag.utan_beslut, "Beslutet saknas"),
        (underlag.utan_deltagande, "Det framgår inte vilka som deltog i beslutet"),
        (underlag.pågående_omröstning, "En omröstning är inte avslutad"),
        (underlag.utan_resultat, "En omröstnings resultat saknas"),
        (underlag.utan_propositionsordning, "I vilken ordning förslagen lades fram saknas"),
        (underlag.utan_reservant, "Vem som reserverat sig saknas"),
    ):
        fynd += [Brist(f"{text}: {rubrik}.", kl67) for rubrik in rubriker]
    if not underlag.har_förvaringsplats:
        fynd.append(
            Brist("Ange var protokollet ska finnas tillgängligt.", "8 kap. 12 § kommunallagen")
        )
    fynd += [
        Brist(f"Ska justeras omedelbart, för sig: {rubrik}.")
        for rubrik in underlag.ska_justeras_omedelbart
    ]
    fynd += [
        Brist(
            f"{namn} har inget konto och kan inte skriva under elektroniskt. "
            "Be administratören om ett, eller justera på papper."
        )
        for namn in underlag.utan_konto
    ]
    if underlag.saknar_sigill:
        fynd.append(
            Brist(
                "Kommunen har inget sigill att försegla protokollet med. "
                "Be administratören installera ett, eller justera på papper."
            )
        )
    return fynd
