"""Delegering (KL 6 kap. 37–40 §§ och 7 kap. 4–8 §§): vad som får delegeras, vem som har en punkt
en viss dag, vad som skiljer två delegationsordningar, och listornas nummer. Inga databasfrågor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

LAGRUM_UNDANTAG = "6 kap. 38 § kommunallagen"
LAGTEXT_UNDANTAG = "”Beslutanderätten får inte delegeras när det gäller”"
UNDANTAG: dict[str, str] = {
    "1": "ärenden som avser verksamhetens mål, inriktning, omfattning eller kvalitet",
    "2": (
        "framställningar eller yttranden till fullmäktige liksom yttranden med anledning av att "
        "beslut av nämnden i dess helhet eller av fullmäktige har överklagats"
    ),
    "3": (
        "ärenden som rör myndighetsutövning mot enskilda, om de är av principiell beskaffenhet "
        "eller annars av större vikt"
    ),
    "4": "ärenden som väckts genom medborgarförslag och som lämnats över till nämnden",
    "5": "ärenden som enligt lag eller annan författning inte får delegeras",
}
# Vad punkterna brukar betyda, för den som ska intyga.
EXEMPEL: dict[str, str] = {
    "1": "Verksamhetsplan, nya eller nedlagda enheter, riktlinjer, avgifter för alla.",
    "2": "Nämndens svar till fullmäktige, och yttrandet till domstolen när nämndens eller "
    "fullmäktiges beslut har överklagats. Är det en delegats beslut som överklagats får yttrandet "
    "delegeras.",
    "3": "Ett beslut mot en enskild som blir vägledande eller är ovanligt ingripande.",
    "4": "Medborgarförslag som fullmäktige har lämnat över till nämnden.",
    "5": "Det som till exempel socialtjänstlagen eller skollagen lägger på nämnden själv.",
}
# Ord som tyder på ett ärende enligt punkten. En människa avgör: orden räcker inte för ett nej.
TECKEN: dict[str, re.Pattern[str]] = {
    "1": re.compile(r"verksamhetens (?:mål|inriktning|omfattning|kvalitet)|verksamhetsplan", re.I),
    "2": re.compile(
        r"(?:yttrande|framställning|förslag)\w* till (?:kommun)?fullmäktige"
        r"|fullmäktiges? beslut.*överklaga|överklaga.*fullmäktige|nämndens? i dess helhet",
        re.I,
    ),
    "3": re.compile(r"principiell|av större vikt", re.I),
    "4": re.compile(r"medborgarförslag", re.I),
}

LAGRUM_AUTOMATISERAD = "6 kap. 38 § andra stycket kommunallagen"
AUTOMATISERAT_UNDANTAG: dict[str, str] = {
    "laglighetsprovning": "ärenden där beslut överklagas enligt bestämmelserna i 13 kap.",
    "ej_overklagbart": "ärenden där beslut enligt lag eller annan författning inte får överklagas",
}

LAGRUM_DELEGERING = "6 kap. 37 § och 7 kap. 5 § kommunallagen"
LAGTEXT_DELEGERING = (
    "”En nämnd får uppdra åt en anställd hos kommunen eller regionen att besluta på nämndens "
    "vägnar i ett visst ärende eller en viss grupp av ärenden, dock inte i de fall som avses i "
    "6 kap. 38 §.”"
)
LAGRUM_VIDARE = "7 kap. 6 § kommunallagen"
LAGTEXT_VIDARE = (
    "”… får nämnden överlåta åt förvaltningschefen att i sin tur uppdra åt en annan anställd inom "
    "kommunen eller regionen att fatta beslutet.”"
)
LAGRUM_BRÅDSKANDE = "6 kap. 39 § kommunallagen"
LAGTEXT_BRÅDSKANDE = (
    "”En nämnd får uppdra åt ordföranden, eller en annan ledamot som nämnden har utsett, att "
    "besluta på nämndens vägnar i ärenden som är så brådskande att nämndens avgörande inte kan "
    "avvaktas.”"
)
LAGRUM_ANMÄLAN_BRÅDSKANDE = "6 kap. 40 § andra stycket kommunallagen"
LAGTEXT_ANMÄLAN_BRÅDSKANDE = (
    "”Sådana beslut som avses i 39 § ska anmälas vid nämndens nästa sammanträde.”"
)
LAGRUM_SÄRSKILT = "6 kap. 40 § och 7 kap. 8 § kommunallagen"
LAGTEXT_SÄRSKILT = (
    "”Beslut som inte anmäls ska protokollföras särskilt, om beslutet får överklagas enligt "
    "bestämmelserna i 13 kap.”"
)
LAGRUM_JÄV = "6 kap. 28–32 §§ och 7 kap. 4 § kommunallagen"
LAGTEXT_JÄV = (
    "”En förtroendevald som är jävig i ett ärende hos en nämnd får inte delta eller närvara vid "
    "handläggningen av ärendet.” ”I fråga om jäv för de anställda ska bestämmelserna i 6 kap. "
    "28–32 §§ tillämpas.”"
)
JÄVSGRUNDER = (
    "du eller någon närstående är part i ärendet eller annars kan antas bli påverkad av beslutet "
    "i en inte oväsentlig utsträckning",
    "du eller någon närstående är eller har varit ställföreträdare eller ombud för en part i "
    "ärendet eller för någon annan som kan antas bli påverkad",
    "ärendet rör tillsyn över sådan kommunal verksamhet som du själv är knuten till",
    "det finns någon annan särskild omständighet som gör att din opartiskhet kan ifrågasättas",
)


# --- Vad som får delegeras ---------------------------------------------------------------------


def misstänkt_undantag(*texter: str) -> tuple[str, ...]:
    """Punkterna i KL 6:38 som texten tyder på. En varning, inget avgörande."""
    text = " ".join(texter)
    return tuple(punkt for punkt, mönster in TECKEN.items() if mönster.search(text))


LAGRUM_REGISTRERING = "5 kap. 1 § offentlighets- och sekretesslagen"
LAGTEXT_REGISTRERING = (
    "En allmän handling ska registreras så snart den har kommit in till myndigheten eller "
    "upprättats där. Ett beslut daterat före sitt ärende ser ut som om det saknade underlag."
)


def är_före_ärendet(beslutsdag: date, *, registrerat: date, första_handling: date | None) -> bool:
    """Om beslutet är daterat innan det fanns något ärende: före registreringen och handlingarna."""
    fanns = min(registrerat, första_handling) if första_handling else registrerat
    return beslutsdag < fanns


def hindrar_automatiserad(överklagande: str) -> str:
    """Lagens ord om en automatiserad beslutsfunktion inte får fatta beslutet, annars tomt."""
    return AUTOMATISERAT_UNDANTAG.get(överklagande, "")


def protokollförs_särskilt(*, anmäls: bool, brådskande: bool, överklagande: str) -> bool:
    """Anmäls inte och får överklagas enligt KL 13 kap. (6:40, 7:8).

    Ett brådskande beslut anmäls alltid (6:40 andra stycket).
    """
    return not anmäls and not brådskande and överklagande == "laglighetsprovning"


# --- Vem som har punkten -----------------------------------------------------------------------


def titlar(text: str) -> tuple[str, ...]:
    """Titlarna i en ruta: ”Enhetschef, biträdande enhetschef eller socialsekreterare”.

    Hela rutan är också en titel, och ”och” skiljer inte åt: ”Barn- och utbildningschef” är en.
    """
    delar = re.split(r"[,;/\n]|\seller\s", text)
    return tuple(_likriktad(d) for d in (text, *delar) if d.strip())


def _likriktad(titel: str) -> str:
    return " ".join(titel.casefold().split())


@dataclass(frozen=True)
class Innehav:
    """Att en person har en titel, eller en vidaredelegerad punkt, från och med en dag."""

    titel: str
    från: date
    till: date | None = None
    vidare_punkt: int | None = None

    def gäller(self, dag: date) -> bool:
        return self.från <= dag and (self.till is None or dag <= self.till)


@dataclass(frozen=True)
class Delegat:
    """Punkten så långt den säger vem som får besluta."""

    punkt: int
    delegat: str
    ersättare: str = ""


@dataclass(frozen=True)
class Grund:
    """Varför personen får besluta."""

    titel: str
    som: str


def grund(punkt: Delegat, innehav: Iterable[Innehav], dag: date) -> Grund | None:
    """Grunden som personen har för punkten den dagen, i första hand som delegat; annars None."""
    gällande = [i for i in innehav if i.gäller(dag)]
    egna = [i for i in gällande if i.vidare_punkt is None]
    for som, text in (("delegat", punkt.delegat), ("ersättare", punkt.ersättare)):
        for i in egna:
            if _likriktad(i.titel) in titlar(text):
                return Grund(i.titel, som)
    for i in gällande:
        if i.vidare_punkt == punkt.punkt:
            return Grund(i.titel, "vidaredelegation")
    return None


@dataclass(frozen=True)
class Mottagare:
    """Den som ska få en punkt vidare, så långt lagen frågar."""

    anställd: bool
    förtroendevald: bool = False
    samma_person: bool = False
    samma_kommun: bool = True


def hindrar_vidare(mottagare: Mottagare) -> str:
    """Varför personen inte kan få punkten vidare, annars tomt (KL 7:6 ”en annan anställd inom
    kommunen”)."""
    if mottagare.samma_person:
        return "är den som ger punkten vidare; det ska vara en annan anställd"
    if not mottagare.samma_kommun:
        return "hör inte till kommunen; det ska vara en anställd inom kommunen"
    if mottagare.anställd:
        return ""
    if mottagare.förtroendevald:
        return "är förtroendevald och inte anställd i kommunen; det ska vara en anställd"
    return "står varken med roll eller titel som anställd i kommunen; det ska vara en anställd"


def varnar_vidare(mottagare: Mottagare) -> bool:
    """En anställd som också är förtroendevald: punkten ges i anställningen, inte i uppdraget."""
    return mottagare.förtroendevald and not hindrar_vidare(mottagare)


# --- Skillnaden mellan två ordningar -----------------------------------------------------------


@dataclass(frozen=True)
class Ändring:
    """En punkt som står i båda men olika: fält, förr och nu."""

    nummer: str
    fält: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Skillnad:
    tillkomna: tuple[str, ...]
    borttagna: tuple[str, ...]
    ändrade: tuple[Ändring, ...]

    @property
    def är_tom(self) -> bool:
        return not (self.tillkomna or self.borttagna or self.ändrade)


def jämför(förr: Mapping[str, Mapping[str, str]], nu: Mapping[str, Mapping[str, str]]) -> Skillnad:
    """Punkterna efter nummer, med sina fält. Ordningen är den nya ordningens, sedan den gamlas."""
    ändrade = []
    for nummer in (n for n in nu if n in förr):
        fält = tuple(
            (namn, förr[nummer].get(namn, ""), värde)
            for namn, värde in nu[nummer].items()
            if förr[nummer].get(namn, "") != värde
        )
        if fält:
            ändrade.append(Ändring(nummer, fält))
    return Skillnad(
        tillkomna=tuple(n for n in nu if n not in förr),
        borttagna=tuple(n for n in förr if n not in nu),
        ändrade=tuple(ändrade),
    )


# --- Listornas nummer --------------------------------------------------------------------------


def _följder(tal: Iterable[int]) -> list[tuple[int, int]]:
    """Obrutna följder: 1, 2, 3, 5 → (1, 3), (5, 5)."""
    ordnade = sorted(set(tal))
    ut = []
    for _, grupp in groupby(enumerate(ordnade), key=lambda par: par[1] - par[0]):
        följd = [n for _, n in grupp]
        ut.append((följd[0], följd[-1]))
    return ut


def nummerspann(nummer: Sequence[tuple[int, int]]) -> str:
    """(år, nummer) som listorna skriver dem: ”47-54/2021”, ”1-3, 5/2021”, ”60/2021, 1-2/2022”."""
    per_år: dict[int, list[int]] = {}
    for år, n in nummer:
        per_år.setdefault(år, []).append(n)
    delar = []
    for år in sorted(per_år):
        spann = ", ".join(
            f"{första}" if första == sista else f"{första}-{sista}"
            for första, sista in _följder(per_år[år])
        )
        delar.append(f"{spann}/{år}")
    return ", ".join(delar)


def paragrafspann(dag: date, från: int, till: int) -> str:
    """Ett utskotts protokoll i listan: ”2021-05-26 § 144—182”, en enda paragraf ”§ 144”."""
    spann = f"{från}" if från == till else f"{från}—{till}"
    return f"{dag.isoformat()} §\N{NO-BREAK SPACE}{spann}"


def bokstav(plats: int) -> str:
    """Bokstaven för platsen (0 = a): a … z, aa, ab …"""
    ut = ""
    plats += 1
    while plats:
        plats, rest = divmod(plats - 1, 26)
        ut = chr(ord("a") + rest) + ut
    return ut
