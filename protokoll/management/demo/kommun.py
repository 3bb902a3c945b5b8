"""Björksunds kommun: organ, människor och uppdrag. Alla namn är påhittade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from konton.roller import Roll
from nämnd.models import Organ, Punkt, Uppdrag

KOMMUN = "Björksunds kommun"
LÖSENORD = "bjorksund"

PARTIER = {
    "S": "Socialdemokraterna",
    "M": "Moderaterna",
    "SD": "Sverigedemokraterna",
    "C": "Centerpartiet",
    "V": "Vänsterpartiet",
    "KD": "Kristdemokraterna",
    "L": "Liberalerna",
    "MP": "Miljöpartiet",
}

# I fullmäktiges ordning: de första 25 är ledamöter, resten ersättare.
POLITIKER: tuple[tuple[str, str], ...] = (
    ("Gun-Britt Åkervall", "S"),
    ("Torvald Sundhammar", "M"),
    ("Nermina Begić-Lövnäs", "S"),
    ("Carl-Håkan Rydsjö", "SD"),
    ("Märta Fjällskog", "C"),
    ("Dragan Marčelić", "S"),
    ("Ann-Sofie Brunnsäter", "M"),
    ("Ture Gransjö", "V"),
    ("René Almestig", "L"),
    ("Solveig Kvarnhed", "KD"),
    ("Jörgen Tallbring", "SD"),
    ("Aija Mäkelä-Rosenvik", "MP"),
    ("Sten-Olof Hultgärde", "S"),
    ("Jasna Šarić-Ekdal", "M"),
    ("Per-Erik Ängsholm", "C"),
    ("Hülya Björkendal", "S"),
    ("Ragnhild Stavsund", "SD"),
    ("Zoran Petrošić", "V"),
    ("Inga-Lill Mosshammar", "M"),
    ("Édouard Lindemark", "L"),
    ("Britt-Inger Solhed", "S"),
    ("Kjell-Åke Vikdalen", "KD"),
    ("Amina Farah Nordvik", "MP"),
    ("Göte Slättmyr", "S"),
    ("Desirée Hallbäcken", "M"),
    ("Lars-Göran Ekhagen", "S"),
    ("Mirsada Hodžović", "V"),
    ("Ulla-Karin Forsaker", "C"),
    ("Bo-Göran Tjärnkvist", "SD"),
    ("Yvonne Rönnskär", "M"),
    ("Nils-Petter Kallvattnet", "L"),
    ("Siv Kornhed", "KD"),
    ("Ebba Ljungarve", "MP"),
    ("Stojan Vučković", "S"),
    ("Maj-Lis Öhrdal", "C"),
    ("Tobias Granlidén", "M"),
    ("Haldis Norrnäset", "SD"),
    ("Kerstin Blåvinge", "S"),
    ("Ion Petrescu Ås", "V"),
    ("Félicia Strandudd", "L"),
    ("Bengt-Åke Myrfors", "KD"),
    ("Signe Havtorn", "MP"),
)


@dataclass(frozen=True)
class Tjänsteperson:
    konto: str
    namn: str
    titel: str
    roller: tuple[tuple[Roll, tuple[str, ...]], ...]
    visas_som: str = ""


NÄMNDER = ("KF", "KS", "SN", "BUN")
TJÄNSTEPERSONER: tuple[Tjänsteperson, ...] = (
    Tjänsteperson(
        "sekreterare",
        "Elin Österhage",
        "nämndsekreterare",
        ((Roll.NÄMNDSEKRETERARE, ("SN",)),),
        "nämndsekreterare, socialnämnden",
    ),
    Tjänsteperson(
        "handlaggare",
        "Jonas Kvistberga",
        "utredare",
        ((Roll.HANDLÄGGARE, ("SN",)),),
        "handläggare, socialförvaltningen",
    ),
    Tjänsteperson(
        "chef",
        "Margareta Lindsäter",
        "socialchef",
        ((Roll.CHEF, ("SN",)),),
        "chef, socialförvaltningen",
    ),
    Tjänsteperson(
        "registrator",
        "Anneli Duvhult",
        "registrator",
        ((Roll.REGISTRATOR, NÄMNDER),),
        "registrator, alla nämnder",
    ),
    Tjänsteperson(
        "administrator",
        "Omar Selånger",
        "systemförvaltare",
        ((Roll.ADMINISTRATÖR, ()),),
        "administratör",
    ),
    Tjänsteperson(
        "sekreterare2",
        "Cecilia Hafsjö",
        "kommunsekreterare",
        ((Roll.NÄMNDSEKRETERARE, ("KF", "KS", "BUN")),),
        "nämndsekreterare, kommunstyrelsen, fullmäktige och barn- och utbildningsnämnden",
    ),
    Tjänsteperson(
        "sn.ekonom", "Saga Timmerås", "verksamhetscontroller", ((Roll.HANDLÄGGARE, ("SN",)),)
    ),
    Tjänsteperson(
        "sn.sas",
        "Barbro Lindén Kočić",
        "socialt ansvarig samordnare",
        ((Roll.HANDLÄGGARE, ("SN",)),),
    ),
    Tjänsteperson(
        "ks.strateg", "Henrik Rossviken", "kommunstrateg", ((Roll.HANDLÄGGARE, ("KS", "KF")),)
    ),
    Tjänsteperson("ks.ekonom", "Monika Aspnäs", "ekonomichef", ((Roll.HANDLÄGGARE, ("KS", "KF")),)),
    Tjänsteperson("ks.chef", "Arvid Stenhagen", "kommundirektör", ((Roll.CHEF, ("KS", "KF")),)),
    Tjänsteperson("bun.utredare", "Lovisa Grankull", "utredare", ((Roll.HANDLÄGGARE, ("BUN",)),)),
    Tjänsteperson(
        "bun.kvalitet", "Mattias Sörviken", "kvalitetsutvecklare", ((Roll.HANDLÄGGARE, ("BUN",)),)
    ),
    Tjänsteperson(
        "bun.chef", "Pernilla Åsbro", "barn- och utbildningschef", ((Roll.CHEF, ("BUN",)),)
    ),
)

# De förtroendevalda som har ett konto: de justerar socialnämndens protokoll elektroniskt.
FÖRTROENDEVALDA = (
    ("fortroendevald", "Hülya Björkendal", "förtroendevald, ledamot i socialnämnden"),
    ("ordforande", "Dragan Marčelić", "förtroendevald, ordförande i socialnämnden"),
)

SEKRETERARE = {
    "SN": "sekreterare",
    "KS": "sekreterare2",
    "KF": "sekreterare2",
    "BUN": "sekreterare2",
}
CHEF = {"SN": "chef", "KS": "ks.chef", "KF": "ks.chef", "BUN": "bun.chef"}
HANDLÄGGARE = {
    "SN": ("handlaggare", "sn.ekonom", "sn.sas"),
    "KS": ("ks.strateg", "ks.ekonom"),
    "KF": ("ks.strateg", "ks.ekonom"),
    "BUN": ("bun.utredare", "bun.kvalitet"),
}


# Det som sägs under informationspunkten. KF:s är allmänhetens frågestund.
INFORMATION = {
    "SN": (
        "Socialchef Margareta Lindsäter informerar om bemanningen. Sjukfrånvaron i hemtjänsten är "
        "lägre än förra året, men i område norr saknas fortfarande fyra undersköterskor. "
        "Rekryteringen pågår.\n\nUtredare Jonas Kvistberga redovisar antalet orosanmälningar. "
        "De har ökat med elva procent sedan i våras, mest för barn mellan tretton och sexton år.",
        "Socialchef Margareta Lindsäter informerar om ombyggnaden av Strandängens äldreboende. "
        "Den första etappen är klar och de boende har flyttat tillbaka. Etapp två börjar efter "
        "nyår.\n\nVerksamhetscontroller Saga Timmerås går igenom kostnaderna för placeringar "
        "till och med förra månaden.",
        "Socialt ansvarig samordnare Barbro Lindén Kočić informerar om Inspektionen för vård och "
        "omsorgs tillsyn av korttidsenheten Alen. Inspektionen har begärt kompletterande "
        "uppgifter om bemanningen nattetid. Svaret lämnas inom tre veckor.",
        "Socialchef Margareta Lindsäter informerar om läget i ekonomiskt bistånd. Antalet hushåll "
        "är oförändrat, men fler söker för första gången.\n\nNämnden ställer frågor om "
        "handläggningstiderna.",
    ),
    "KF": (
        "Ingen fråga har kommit in till allmänhetens frågestund.",
        "En kommuninvånare frågar när gång- och cykelvägen till Alen blir klar. "
        "Kommunstyrelsens ordförande svarar att arbetet börjar när anbuden har prövats.",
        "En kommuninvånare frågar om öppettiderna i simhallen. Barn- och utbildningsnämndens "
        "ordförande svarar att de ses över inför sommaren.",
    ),
}


@dataclass(frozen=True)
class Diarieuppgift:
    namn: str
    prefix: str
    mönster: str
    myndigheter: tuple[str, ...]


DIARIER = (
    Diarieuppgift(
        "Kommunstyrelsens diarium", "KS", "{prefix}/{ar}:{lopnummer}[ - {klass}]", ("KS", "KF")
    ),
    Diarieuppgift("Socialnämndens diarium", "SN", "{prefix}-{ar}/{lopnummer}[.{klass}]", ("SN",)),
    Diarieuppgift(
        "Barn- och utbildningsnämndens diarium",
        "BUN",
        "{prefix} {ar}/{lopnummer:03}[ {klass}]",
        ("BUN",),
    ),
)


@dataclass(frozen=True)
class Nämnduppgift:
    nyckel: str
    namn: str
    förvaltning: str


MYNDIGHETER = (
    Nämnduppgift("KF", "Kommunfullmäktige", "Kommunledningsförvaltningen"),
    Nämnduppgift("KS", "Kommunstyrelsen", "Kommunledningsförvaltningen"),
    Nämnduppgift("SN", "Socialnämnden", "Socialförvaltningen"),
    Nämnduppgift("BUN", "Barn- och utbildningsnämnden", "Barn- och utbildningsförvaltningen"),
)
FÖRVALTNING = {m.nyckel: m.förvaltning for m in MYNDIGHETER}


@dataclass(frozen=True)
class Stående:
    rubrik: str
    slag: str = Punkt.Slag.FORMALIA
    sist: bool = False
    förslag: str = ""


DAGORDNING = Stående(
    "Fastställande av dagordning", förslag="Dagordningen fastställs enligt utsänt förslag."
)
DELEGATION = Stående(
    "Anmälan av delegationsbeslut",
    Punkt.Slag.ANMÄLAN,
    sist=True,
    förslag="Redovisningen av delegationsbeslut godkänns.",
)
MEDDELANDEN = Stående(
    "Meddelanden", Punkt.Slag.ANMÄLAN, sist=True, förslag="Meddelandena läggs till handlingarna."
)
UPPROP = Stående("Upprop")
JUSTERARE = Stående("Val av justerare")


@dataclass(frozen=True)
class Organuppgift:
    """`ledamöter` och `ersättare` är platser i POLITIKER; presidiet är de främsta."""

    nyckel: str
    myndighet: str
    namn: str
    typ: str
    ledamöter: tuple[int, ...]
    ersättare: tuple[int, ...]
    plats: str
    börjar: int
    varar: int
    stående: tuple[Stående, ...]
    över: str = ""
    vice: int = 2

    @property
    def först(self) -> int:
        return sum(not s.sist for s in self.stående)

    @property
    def beslut_i_rubrik(self) -> str:
        return f"{self.namn}s beslut"


ORGAN: tuple[Organuppgift, ...] = (
    Organuppgift(
        "KF",
        "KF",
        "Kommunfullmäktige",
        Organ.Typ.FULLMÄKTIGE,
        tuple(range(25)),
        tuple(range(25, 38)),
        "Fullmäktigesalen, kommunhuset",
        18,
        3,
        (
            UPPROP,
            JUSTERARE,
            DAGORDNING,
            Stående("Allmänhetens frågestund", Punkt.Slag.INFORMATION),
            MEDDELANDEN,
        ),
    ),
    Organuppgift(
        "KFP",
        "KF",
        "Kommunfullmäktiges presidium",
        Organ.Typ.BEREDNING,
        (12, 18, 16),
        (),
        "Lilla salen, kommunhuset",
        15,
        1,
        (DAGORDNING,),
        "KF",
    ),
    Organuppgift(
        "KS",
        "KS",
        "Kommunstyrelsen",
        Organ.Typ.STYRELSE,
        (0, 1, 3, 2, 4, 7, 8, 9, 5, 6, 11),
        (10, 12, 14, 18, 19, 21, 22, 30),
        "Stora salen, kommunhuset",
        13,
        4,
        (UPPROP, JUSTERARE, DAGORDNING, DELEGATION, MEDDELANDEN),
    ),
    Organuppgift(
        "KSAU",
        "KS",
        "Kommunstyrelsens arbetsutskott",
        Organ.Typ.UTSKOTT,
        (0, 1, 3, 2, 4),
        (5, 6, 10),
        "Lilla salen, kommunhuset",
        9,
        3,
        (JUSTERARE, DAGORDNING),
        "KS",
    ),
    Organuppgift(
        "SN",
        "SN",
        "Socialnämnden",
        Organ.Typ.NÄMND,
        (5, 13, 16, 15, 20, 27, 26, 31, 36),
        (23, 24, 28, 33, 34, 38, 39),
        "Sammanträdesrum Strömmen, kommunhuset",
        13,
        4,
        (
            UPPROP,
            JUSTERARE,
            DAGORDNING,
            Stående("Information från förvaltningen", Punkt.Slag.INFORMATION),
            DELEGATION,
            MEDDELANDEN,
        ),
    ),
    Organuppgift(
        "SNAU",
        "SN",
        "Socialnämndens arbetsutskott",
        Organ.Typ.UTSKOTT,
        (5, 13, 16),
        (15, 27),
        "Sammanträdesrum Viken, kommunhuset",
        9,
        2,
        (JUSTERARE, DAGORDNING),
        "SN",
    ),
    Organuppgift(
        "BUN",
        "BUN",
        "Barn- och utbildningsnämnden",
        Organ.Typ.NÄMND,
        (6, 12, 10, 25, 14, 17, 19, 32, 37),
        (29, 30, 33, 35, 40, 41),
        "Björksunds gymnasium, konferensrum Alen",
        13,
        3,
        (UPPROP, JUSTERARE, DAGORDNING, DELEGATION, MEDDELANDEN),
    ),
    Organuppgift(
        "BUNAU",
        "BUN",
        "Barn- och utbildningsnämndens arbetsutskott",
        Organ.Typ.UTSKOTT,
        (6, 12, 10),
        (25, 14),
        "Sammanträdesrum Viken, kommunhuset",
        13,
        2,
        (JUSTERARE, DAGORDNING),
        "BUN",
    ),
)
ORGAN_MED_NYCKEL = {o.nyckel: o for o in ORGAN}
UTSKOTT = {o.över: o.nyckel for o in ORGAN if o.över}


def poster(organ: Organuppgift) -> list[tuple[int, str]]:
    """(plats i POLITIKER, post) i den ordning de räknas upp."""
    presidium = [Uppdrag.Post.ORDFÖRANDE, Uppdrag.Post.VICE_1, Uppdrag.Post.VICE_2]
    rader: list[tuple[int, str]] = [
        (vem, presidium[nr] if nr <= organ.vice else Uppdrag.Post.LEDAMOT)
        for nr, vem in enumerate(organ.ledamöter)
    ]
    return rader + [(vem, Uppdrag.Post.ERSÄTTARE) for vem in organ.ersättare]


def mandattider(från: date, till: date, *, fullmäktige: bool = False) -> list[tuple[date, date]]:
    """Mandatperioderna som rör tiden: fullmäktiges från den 15 oktober valåret (KL 5 kap. 9 §)."""
    månad, dag, år = (10, 15, 2022) if fullmäktige else (1, 1, 2023)
    while date(år, månad, dag) > från:
        år -= 4
    perioder = []
    while (början := date(år, månad, dag)) <= till:
        slut = date(år + 4, månad, dag) - timedelta(days=1)
        if slut >= från:
            perioder.append((början, slut))
        år += 4
    return perioder
