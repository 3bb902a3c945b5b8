"""Bilagornas innehåll: tabeller och kapitel, med tal ur ett frö så att de blir lika varje gång."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from protokoll.management.demo.dokument import Avsnitt, Tabell, dagtext
from protokoll.management.demo.fler_bilagor import (
    RIKTLINJERNAS_FÖRDJUPNING,
    granskning,
    yttrande,
    överenskommelse,
)
from protokoll.management.demo.klocka import senaste_vardag
from protokoll.management.demo.kommun import CHEF, HANDLÄGGARE, TJÄNSTEPERSONER

Bilaga = tuple[str, tuple[Avsnitt, ...], tuple[str, ...]]


def tal(värde: int) -> str:
    """Tusental med fast mellanslag, minus som minustecken."""
    siffror = f"{abs(värde):,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"\N{MINUS SIGN}{siffror}" if värde < 0 else siffror


def kostnader(slump: random.Random) -> Tabell:
    rader, summa = [], [0, 0]
    for post in ("Personal", "Lokaler", "Material och tjänster", "Utbildning"):
        i_år, nästa = slump.randrange(40, 900, 5), slump.randrange(40, 900, 5)
        summa = [summa[0] + i_år, summa[1] + nästa]
        rader.append((post, tal(i_år), tal(nästa)))
    rader.append(("Summa", tal(summa[0]), tal(summa[1])))
    return Tabell(("Post (tkr)", "Innevarande år", "Helår"), tuple(rader), tal=frozenset({1, 2}))


def _budget(slump: random.Random, verksamheter: tuple[str, ...], rubrik: str) -> Tabell:
    rader, summor = [], [0, 0, 0, 0]
    for verksamhet in verksamheter:
        budget = slump.randrange(2_000, 90_000, 50)
        utfall = int(budget * slump.uniform(0.58, 0.72))
        prognos = int(budget * slump.uniform(0.97, 1.05))
        rad = [budget, utfall, prognos, budget - prognos]
        summor = [a + b for a, b in zip(summor, rad, strict=True)]
        rader.append((verksamhet, *(tal(v) for v in rad)))
    rader.append(("Summa", *(tal(v) for v in summor)))
    return Tabell(
        ("Verksamhet (tkr)", "Budget", "Utfall", "Prognos", "Avvikelse"),
        tuple(rader),
        rubrik,
        frozenset({1, 2, 3, 4}),
    )


SOCIALT = (
    "Nämnd och ledning",
    "Vård och omsorg, särskilt boende",
    "Hemtjänst",
    "Hemsjukvård",
    "Daglig verksamhet",
    "Bostad med särskild service",
    "Personlig assistans",
    "Individ- och familjeomsorg, barn",
    "Individ- och familjeomsorg, vuxna",
    "Ekonomiskt bistånd",
    "Familjehem",
    "Förebyggande arbete",
)
SKOLA = (
    "Nämnd och ledning",
    "Förskola",
    "Pedagogisk omsorg",
    "Fritidshem",
    "Grundskola F–3",
    "Grundskola 4–6",
    "Grundskola 7–9",
    "Anpassad grundskola",
    "Gymnasieskola",
    "Vuxenutbildning",
    "Kulturskola",
    "Elevhälsa",
    "Måltider",
    "Skolskjuts",
)
LEDNING = (
    "Kommunstyrelse",
    "Kommundirektör och stab",
    "Ekonomi",
    "HR",
    "IT och digitalisering",
    "Kommunikation",
    "Näringsliv",
    "Upphandling",
    "Räddningstjänst",
    "Mark och exploatering",
    "Fastigheter",
    "Gator och parker",
)


def _uppföljning(slump: random.Random, dag: date, verksamheter: tuple[str, ...]) -> Bilaga:
    avsnitt = [
        Avsnitt(
            "Resultat och prognos",
            (
                "Periodens utfall ligger i linje med budget. Prognosen för helåret bygger på "
                "utfallet till och med förra månaden och på kända förändringar i volymer, löner "
                "och hyror.",
            ),
            tabell=_budget(slump, verksamheter, "Driftbudget per verksamhet"),
        ),
        Avsnitt(
            "Kommentarer till avvikelserna",
            tuple(_kommentar(slump, v) for v in slump.sample(verksamheter, 6)),
        ),
        Avsnitt(
            "Volymer",
            ("Volymerna mäts den sista dagen i varje månad.",),
            tabell=_månader(slump, verksamheter[1:8]),
        ),
        Avsnitt("Personal", tabell=_personal(slump, verksamheter[1:9])),
        Avsnitt("Åtgärder", tabell=_åtgärder(slump, dag, 7)),
    ]
    return "Budgetuppföljning med prognos", tuple(avsnitt), ()


def _kommentar(slump: random.Random, verksamhet: str) -> str:
    orsak = slump.choice(
        (
            "Vakanser under första halvåret ger lägre personalkostnader än budgeterat.",
            "Fler beslut än väntat och högre dygnskostnader ger ett underskott.",
            "Index i avtalen har räknats upp mer än budgeten medger.",
            "Färre brukare än i budget ger lägre kostnader, men hyran påverkas inte.",
            "Sjukfrånvaron har minskat, och därmed behovet av timavlönade.",
            "Statsbidrag som inte var kända när budgeten lades förbättrar resultatet.",
        )
    )
    return f"{verksamhet}: {orsak}"


def _månader(slump: random.Random, verksamheter: tuple[str, ...]) -> Tabell:
    rader = []
    for verksamhet in verksamheter:
        nivå = slump.randrange(20, 400)
        rader.append((verksamhet, *(str(max(1, nivå + slump.randrange(-9, 10))) for _ in range(6))))
    return Tabell(
        ("Verksamhet", "Jan", "Feb", "Mar", "Apr", "Maj", "Jun"),
        tuple(rader),
        "Antal per månad",
        frozenset(range(1, 7)),
    )


def _personal(slump: random.Random, verksamheter: tuple[str, ...]) -> Tabell:
    rader = tuple(
        (
            verksamhet,
            str(slump.randrange(8, 190)),
            f"{slump.uniform(3.1, 9.9):.1f}".replace(".", ",") + " %",
            f"{slump.uniform(4.0, 14.0):.1f}".replace(".", ",") + " %",
        )
        for verksamhet in verksamheter
    )
    return Tabell(
        ("Verksamhet", "Årsarbetare", "Sjukfrånvaro", "Timavlönade"),
        rader,
        "Årsarbetare och frånvaro",
        frozenset({1, 2, 3}),
    )


ÅTGÄRDER = (
    "Se över schemaläggningen så att bemanningen följer behovet över dygnet",
    "Ta fram en gemensam rutin för introduktion av nya medarbetare",
    "Följ upp egenkontrollen varje månad i ledningsgruppen",
    "Förhandla om avtalen med de tre största leverantörerna",
    "Pröva välfärdsteknik i två verksamheter och utvärdera efter sex månader",
    "Genomför riskbedömning tillsammans med skyddsombuden",
    "Informera brukare, elever och anhöriga om förändringen",
    "Utbilda alla arbetsledare i rutinen",
    "Samordna inköp och transporter mellan enheterna",
    "Rapportera till nämnden i samband med delårsbokslutet",
    "Tydliggör ansvaret mellan enheterna i en skriftlig överenskommelse",
    "Inventera lokalernas tillgänglighet och åtgärda enkla hinder",
)


def _åtgärder(slump: random.Random, dag: date, antal: int) -> Tabell:
    titlar = [t.titel for t in TJÄNSTEPERSONER if "sekreterare" not in t.titel]
    rader = tuple(
        (
            str(nr),
            åtgärd,
            slump.choice(titlar),
            dagtext(dag + timedelta(days=30 * slump.randint(1, 10))),
        )
        for nr, åtgärd in enumerate(slump.sample(ÅTGÄRDER, antal), 1)
    )
    return Tabell(("Nr", "Åtgärd", "Ansvarig", "Klart senast"), rader, tal=frozenset({0}))


def handlingsplan(slump: random.Random, dag: date) -> Bilaga:
    avsnitt = (
        Avsnitt(
            "Utgångspunkter",
            (
                "Planen gäller i två år och följs upp varje halvår. Den bygger på nämndens mål, "
                "på resultatet av egenkontrollen och på synpunkter från dem som verksamheten är "
                "till för.",
                "Åtgärderna genomförs inom beslutad budget om inget annat anges.",
            ),
            (
                "Rätt insats i rätt tid",
                "Likvärdig kvalitet i hela kommunen",
                "Medarbetare som vill stanna",
                "Hållbar ekonomi",
            ),
        ),
        Avsnitt("Åtgärder första året", tabell=_åtgärder(slump, dag, 9)),
        Avsnitt("Åtgärder andra året", tabell=_åtgärder(slump, dag + timedelta(days=365), 8)),
        Avsnitt(
            "Uppföljning",
            (
                "Ansvarig chef rapporterar läget till förvaltningsledningen varje kvartal. Nämnden "
                "får en skriftlig redovisning i samband med delårsbokslut och årsredovisning.",
                "Åtgärder som inte har påbörjats i tid redovisas särskilt, med orsak och ny tid.",
            ),
        ),
    )
    return "Handlingsplan", avsnitt, ()


RIKTLINJE = (
    (
        "Syfte",
        "Riktlinjerna beskriver hur {v} ska handläggas, så att lika fall bedöms lika och "
        "den enskilde kan förutse vad som gäller. De ersätter tidigare riktlinjer i samma ämne.",
    ),
    (
        "Vem riktlinjerna gäller för",
        "Riktlinjerna gäller för alla som handlägger eller utför "
        "insatser på uppdrag av nämnden, även när en privat utförare har uppdraget.",
    ),
    (
        "Lagar och andra regler",
        "Bestämmelserna i lag och förordning går alltid före. Riktlinjerna "
        "är ett stöd och får inte tillämpas så att den enskilda bedömningen uteblir.",
    ),
    (
        "Ansökan",
        "En ansökan kan göras muntligt eller skriftligt. Den som tar emot en muntlig "
        "ansökan antecknar dag, namn och vad ansökan gäller. Den enskilde får veta vem som "
        "handlägger ärendet.",
    ),
    (
        "Utredning",
        "Utredningen ska vara klar inom tre veckor om inget särskilt hindrar. Den "
        "enskilde ska ha fått ta del av och yttra sig över underlaget innan beslut fattas.",
    ),
    (
        "Bedömning och beslut",
        "Beslutet motiveras så att det går att förstå vilka omständigheter "
        "som har vägt tungt. Avslag innehåller alltid en underrättelse om hur man överklagar.",
    ),
    (
        "Genomförande",
        "Insatsen planeras tillsammans med den enskilde. En genomförandeplan ska "
        "finnas inom två veckor och uppdateras minst en gång om året.",
    ),
    (
        "Dokumentation",
        "Det som har betydelse för ärendet dokumenteras löpande. Anteckningar skrivs "
        "sakligt och med respekt för den enskildes integritet.",
    ),
    (
        "Sekretess och samtycke",
        "Uppgifter lämnas mellan verksamheter bara när det finns stöd i lag "
        "eller när den enskilde har samtyckt. Samtycket dokumenteras.",
    ),
    (
        "Uppföljning",
        "Varje beslut följs upp efter sex månader och därefter årligen, eller när "
        "behoven har ändrats.",
    ),
    (
        "Egenkontroll",
        "Nämnden granskar varje år ett urval av akter. Resultatet redovisas i "
        "kvalitetsberättelsen.",
    ),
    (
        "Klagomål och synpunkter",
        "Synpunkter tas emot muntligt, skriftligt och anonymt. Den som "
        "har lämnat namn får ett svar inom tio arbetsdagar.",
    ),
)
FÖRDJUPNING = (
    "Arbetet har följts upp i förvaltningens ledningsgrupp varje månad.",
    "Jämförelser har gjorts med kommuner av samma storlek och med rikets genomsnitt.",
    "Resultatet har gåtts igenom med enhetscheferna, som har lämnat sina kommentarer.",
    "Underlaget är hämtat ur verksamhetssystemet och har kontrollerats av controller.",
    "Medarbetarna har fått lämna synpunkter på arbetsplatsträffar.",
)


ÖVRIGA_RIKTLINJER = (
    "bistånd och insatser",
    "avgifter och ersättningar",
    "kontaktuppdrag",
    "boende och placeringar",
    "stöd och anpassningar",
)


def riktlinjer(slump: random.Random, dag: date, ämne: str = "") -> Bilaga:
    ämne = ämne or slump.choice(ÖVRIGA_RIKTLINJER)
    avsnitt = tuple(
        Avsnitt(
            f"{nr} {rubrik}",
            tuple(filter(None, (text.format(v=ämne), RIKTLINJERNAS_FÖRDJUPNING.get(rubrik)))),
        )
        for nr, (rubrik, text) in enumerate(RIKTLINJE, 1)
    )
    ingress = (
        "Förslag. Dokumentansvarig är förvaltningschefen. Riktlinjerna ses över varje "
        "mandatperiod eller när lagen ändras.",
    )
    return f"Riktlinjer för {ämne}", avsnitt, ingress


def taxa(slump: random.Random, dag: date) -> Bilaga:
    def rader(tjänster: tuple[str, ...], låg: int, hög: int) -> tuple[tuple[str, ...], ...]:
        ut = []
        for tjänst in tjänster:
            nu = slump.randrange(låg, hög, 5)
            ut.append((tjänst, tal(nu), tal(int(nu * 1.035)), "per tillfälle"))
        return tuple(ut)

    kolumner = ("Tjänst", "Nu (kr)", "Förslag (kr)", "Enhet")
    avsnitt = (
        Avsnitt(
            "Grunder",
            (
                "Avgifterna räknas upp med prisindex för kommunal verksamhet och "
                "avrundas till hela kronor. Avgiften får inte vara högre än "
                "självkostnaden.",
            ),
        ),
        Avsnitt(
            "Ansökan och tillstånd",
            tabell=Tabell(
                kolumner,
                rader(
                    (
                        "Stadigvarande serveringstillstånd",
                        "Tillfälligt tillstånd, allmänheten",
                        "Tillfälligt tillstånd, slutet sällskap",
                        "Ändrad serveringstid",
                        "Utökad serveringsyta",
                        "Ändring i ägarkrets",
                        "Kunskapsprov",
                        "Anmälan om folköl",
                    ),
                    600,
                    9_500,
                ),
                tal=frozenset({1, 2}),
            ),
        ),
        Avsnitt(
            "Årlig tillsyn",
            tabell=Tabell(
                kolumner,
                rader(
                    (
                        "Omsättning under 100 000 kr",
                        "100 001–250 000 kr",
                        "250 001–500 000 kr",
                        "500 001–1 000 000 kr",
                        "1 000 001–3 000 000 kr",
                        "över 3 000 000 kr",
                        "Tillsyn tobak, en produkt",
                        "Tillsyn tobak, flera produkter",
                    ),
                    900,
                    8_000,
                ),
                tal=frozenset({1, 2}),
            ),
        ),
        Avsnitt(
            "Uthyrning och övrigt",
            tabell=Tabell(
                kolumner,
                rader(
                    (
                        "Samlingslokal, förening",
                        "Samlingslokal, privatperson",
                        "Gymnastiksal, vuxna",
                        "Gymnastiksal, ungdom",
                        "Trygghetslarm, månad",
                        "Matdistribution, portion",
                        "Kopia av allmän handling, tio sidor",
                        "Påminnelse",
                    ),
                    20,
                    700,
                ),
                tal=frozenset({1, 2}),
            ),
        ),
        Avsnitt(
            "Betalning",
            (
                "Avgiften betalas inom trettio dagar från fakturans datum. Nämnden "
                "får i enskilda fall sätta ned eller efterskänka avgiften när det "
                "finns särskilda skäl.",
            ),
        ),
    )
    return "Taxa och avgifter", avsnitt, ()


AVTAL = (
    ("Parter", "Avtalet sluts mellan Björksunds kommun och utföraren, här kallade parterna."),
    (
        "Uppdragets omfattning",
        "Utföraren åtar sig att utföra uppdraget enligt bilagd kravbeskrivning "
        "och de policyer som kommunen har antagit.",
    ),
    (
        "Avtalstid",
        "Avtalet gäller i två år, med möjlighet till förlängning ett år i taget, dock "
        "längst fyra år sammanlagt. Uppsägning görs skriftligt senast sex månader i förväg.",
    ),
    (
        "Ersättning",
        "Ersättning utgår per utförd timme eller plats enligt prisbilagan. Priset räknas "
        "om en gång per år enligt omsorgsprisindex.",
    ),
    (
        "Kvalitet och uppföljning",
        "Kommunen har rätt att följa upp verksamheten på plats, med eller "
        "utan föranmälan, och ta del av den dokumentation som behövs.",
    ),
    (
        "Personal",
        "Utföraren svarar för att personalen har den utbildning uppdraget kräver och att "
        "utdrag ur belastningsregistret begärs när lagen säger det.",
    ),
    (
        "Allmänhetens insyn",
        "Utföraren lämnar den information som kommunen behöver för att kunna "
        "ge allmänheten insyn enligt 10 kap. 9 § kommunallagen.",
    ),
    ("Meddelarfrihet", "Utföraren får inte efterforska vem som har lämnat uppgifter till media."),
    (
        "Försäkring och ansvar",
        "Utföraren håller ansvarsförsäkring under hela avtalstiden och svarar "
        "för skada som uppkommer genom fel eller försummelse.",
    ),
    (
        "Brister och vite",
        "Brister ska rättas inom den tid kommunen anger. Sker det inte får vite "
        "tas ut med högst tio procent av månadsersättningen.",
    ),
    (
        "Hävning",
        "Part får häva avtalet vid väsentligt avtalsbrott som inte rättas inom trettio "
        "dagar efter skriftlig anmaning.",
    ),
    (
        "Ändringar och tillägg",
        "Ändringar är giltiga bara om de är skriftliga och undertecknade av behöriga företrädare.",
    ),
    ("Tvist", "Tvist prövas av allmän domstol i kommunens domkrets, enligt svensk lag."),
)


def avtal(slump: random.Random, dag: date) -> Bilaga:
    delar = [Avsnitt(f"{nr} § {rubrik}", (text,)) for nr, (rubrik, text) in enumerate(AVTAL, 1)]
    timme = slump.randrange(390, 480, 5)
    dygn = slump.randrange(1_850, 2_300, 10)
    priser = Tabell(
        ("Insats", "Enhet", "Pris (kr)"),
        tuple(
            (insats, enhet, tal(pris))
            for insats, enhet, pris in (
                ("Dagtid vardag", "timme", timme),
                ("Kväll och helg", "timme", timme + 65),
                ("Natt", "timme", timme + 90),
                ("Jour", "dygn", 4 * timme),
                ("Introduktion", "tillfälle", 3 * timme),
                ("Handledning", "timme", 2 * timme),
                ("Plats, grundnivå", "dygn", dygn),
                ("Plats, förhöjt stöd", "dygn", dygn + 620),
            )
        ),
        "Priser",
        frozenset({2}),
    )
    delar.append(Avsnitt("Prisbilaga", tabell=priser))
    return "Avtalsförslag", tuple(delar), ()


def statistik(slump: random.Random, dag: date) -> Bilaga:
    enheter = (
        "Norrsund",
        "Alen",
        "Centrum",
        "Kvarnbyn",
        "Lövåsen",
        "Strandängen",
        "Högmon",
        "Fiskeläget",
    )
    avsnitt = []
    for rubrik, enhet in (
        ("Antal pågående insatser", "insatser"),
        ("Nybeviljade under perioden", "beslut"),
        ("Väntetid från beslut till insats", "dagar"),
        ("Nöjdhet enligt brukarundersökningen", "procent"),
    ):
        rader = tuple(
            (plats, *(str(slump.randrange(12, 98)) for _ in range(5))) for plats in enheter
        )
        avsnitt.append(
            Avsnitt(
                rubrik,
                (f"Tabellen visar {enhet} per område de senaste fem åren.",),
                tabell=Tabell(
                    ("Område", *(str(dag.year - n) for n in range(4, -1, -1))),
                    rader,
                    tal=frozenset(range(1, 6)),
                ),
                efter=(
                    slump.choice(
                        (
                            "Skillnaderna mellan områdena förklaras främst av åldersfördelningen.",
                            "Ökningen följer befolkningsprognosen.",
                            "Små tal gör att enstaka ärenden får stort genomslag.",
                        )
                    ),
                ),
            )
        )
    return "Statistik per område", tuple(avsnitt), ()


def remiss(slump: random.Random, dag: date) -> Bilaga:
    frågor = (
        (
            "Förslaget i korthet",
            "Utredningen föreslår ändringar som ska göra ansvaret mellan "
            "kommun, region och stat tydligare. Ändringarna föreslås träda i kraft vid ett "
            "årsskifte.",
        ),
        (
            "Skälen för förslaget",
            "Dagens regler har vuxit fram stegvis. Olika huvudmän tolkar dem "
            "olika, och den enskilde har svårt att veta vart man ska vända sig.",
        ),
        (
            "Kommunens uppgifter",
            "Kommunen får ett samordnande ansvar. Uppgiften omfattar planering, "
            "uppföljning och rapportering en gång om året.",
        ),
        (
            "Konsekvenser för ekonomin",
            "Utredningen räknar med ökade kostnader det första året. "
            "Finansieringen föreslås ske genom det generella statsbidraget.",
        ),
        (
            "Konsekvenser för den enskilde",
            "Handläggningstiderna väntas bli kortare. För barn och "
            "unga väntas insatserna komma tidigare.",
        ),
        (
            "Ikraftträdande",
            "Bestämmelserna ska tillämpas första gången på ansökningar som kommer in "
            "efter ikraftträdandet.",
        ),
    )
    avsnitt = tuple(Avsnitt(r, (t, slump.choice(FÖRDJUPNING))) for r, t in frågor)
    ingress = (
        "Remissinstanserna ombeds lämna synpunkter på förslagen senast den dag som anges i "
        "missivet. Svar kan begränsas till de delar som berör den egna verksamheten.",
    )
    return "Remiss med missiv", avsnitt, ingress


def verksamhetsberättelse(slump: random.Random, dag: date) -> Bilaga:
    kapitel = (
        (
            "Året i korthet",
            "Året präglades av fler ansökningar, ett nytt verksamhetssystem och en "
            "gemensam satsning på introduktion av nya medarbetare.",
        ),
        (
            "Måluppfyllelse",
            "Av nämndens fem mål bedöms tre vara uppfyllda, ett delvis uppfyllt och "
            "ett inte uppfyllt. Åtgärder för det sista redovisas sist i berättelsen.",
        ),
        (
            "Kvalitet",
            "Egenkontrollen visar att genomförandeplaner finns i nio fall av tio. Andelen "
            "som är aktuella har ökat men når inte målet.",
        ),
        (
            "Avvikelser",
            "Antalet rapporterade avvikelser har ökat, vilket tyder på att rutinen är "
            "bättre känd. Läkemedel och fall är fortfarande de vanligaste.",
        ),
        (
            "Medarbetare",
            "Sjukfrånvaron har sjunkit för andra året i rad. Personalomsättningen är "
            "högst bland nyanställda det första året.",
        ),
        (
            "Framåtblick",
            "Befolkningsprognosen visar fler äldre och färre barn. Planeringen av "
            "lokaler och bemanning behöver ta höjd för båda.",
        ),
    )
    avsnitt = [Avsnitt(r, (t, slump.choice(FÖRDJUPNING))) for r, t in kapitel]
    avsnitt.insert(2, Avsnitt("Personal", tabell=_personal(slump, slump.choice((SOCIALT, SKOLA)))))
    avsnitt.append(Avsnitt("Åtgärder", tabell=_åtgärder(slump, dag, 6)))
    return "Verksamhetsberättelse", tuple(avsnitt), ()


def utredning(slump: random.Random, dag: date) -> Bilaga:
    """Utredning av en avvikelse eller ett missförhållande, utan uppgifter om enskilda."""
    händelse = dag - timedelta(days=slump.randint(30, 70))
    förlopp = tuple(
        (dagtext(händelse + timedelta(days=n)), text)
        for n, text in (
            (0, "Händelsen uppmärksammas av personal och rapporteras till enhetschef."),
            (0, "Den enskilde och anhöriga informeras. Läkare kontaktas."),
            (1, "Rapporten tas emot av socialt ansvarig samordnare. Utredning inleds."),
            (4, "Samtal med personal som tjänstgjorde."),
            (9, "Genomgång av journal, schema och genomförandeplan."),
            (16, "Återkoppling i arbetsgruppen. Omedelbara åtgärder beslutas."),
        )
    )
    avsnitt = (
        Avsnitt(
            "Händelsen",
            (
                "En planerad insats uteblev under en natt. Den enskilde hade kallat på hjälp "
                "utan att "
                "larmet nådde nattpatrullen. Personal upptäckte det vid morgonbesöket.",
                "Den enskilde fick inga bestående men, men utsattes för en påtaglig risk.",
            ),
        ),
        Avsnitt("Händelseförlopp", tabell=Tabell(("Dag", "Vad som hände"), förlopp)),
        Avsnitt(
            "Orsaker",
            ("Utredningen har sökt orsaker i rutiner, bemanning, teknik och kommunikation.",),
            (
                "Larmet var kopplat till en mottagare som tagits ur bruk.",
                "Rutinen för kontroll av larm vid byte av teknik var inte känd i nattgruppen.",
                "Överrapporteringen mellan kväll och natt gjordes muntligt.",
            ),
        ),
        Avsnitt(
            "Bedömning",
            (
                "Händelsen bedöms vara ett missförhållande enligt bestämmelserna om lex Sarah. "
                "Risken "
                "för att den upprepas är stor om inga åtgärder vidtas.",
            ),
        ),
        Avsnitt("Åtgärder", tabell=_åtgärder(slump, dag, 5)),
    )
    return "Utredning", avsnitt, ("Uppgifter som kan röja enskilda har uteslutits.",)


def individutredning(slump: random.Random, dag: date) -> Bilaga:
    avsnitt = (
        Avsnitt(
            "Aktuellt",
            (
                "Ansökan kom in till socialkontoret och utredning inleddes samma dag. Den "
                "enskilde har "
                "lämnat samtycke till att uppgifter inhämtas.",
            ),
        ),
        Avsnitt(
            "Tidigare insatser",
            (
                "Den enskilde har tidigare haft stöd i öppenvård. Insatsen avslutades på egen "
                "begäran.",
            ),
        ),
        Avsnitt(
            "Utredning",
            (
                "Utredningen bygger på fyra samtal, ett hembesök och uppgifter från vårdcentral. "
                "Den enskilde har tagit del av utredningen och har inget att invända.",
                "Behovet av stöd bedöms vara varaktigt. Anhöriga kan inte ge det stöd som behövs.",
            ),
        ),
        Avsnitt(
            "Bedömning",
            (
                "Behovet kan inte tillgodoses på annat sätt. Insatsen motsvarar skälig "
                "levnadsnivå och "
                "följs upp efter sex månader.",
            ),
        ),
    )
    return "Utredning", avsnitt, ("Handlingen innehåller uppgifter som kan omfattas av sekretess.",)


# Beslut och punkt i delegationsordningen: handläggarnas först, chefens sist.
BESLUTSTYPER = {
    "SN": (
        (
            ("Bistånd enligt socialtjänstlagen", "5.1"),
            ("Insatser enligt LSS", "6.2"),
            ("Färdtjänst", "8.1"),
            ("Bostadsanpassningsbidrag", "8.4"),
        ),
        (("Tillfälligt serveringstillstånd", "9.3"), ("Förordnande av vikarie", "3.2")),
    ),
    "KS": (
        (
            ("Arrendeavtal", "7.2"),
            ("Yttrande i detaljplan", "7.6"),
            ("Direktupphandling", "2.2"),
        ),
        (("Anställning av chef", "3.1"), ("Attestförteckning", "2.5")),
    ),
    "KF": ((("Partistöd", "1.1"),), (("Partistöd", "1.1"),)),
    "BUN": (
        (
            ("Skolskjuts", "5.3"),
            ("Placering i förskola", "4.1"),
            ("Tilläggsbelopp", "6.1"),
            ("Mottagande i anpassad grundskola", "5.7"),
        ),
        (("Avtal om interkommunal ersättning", "2.1"), ("Förordnande av vikarie", "3.2")),
    ),
}


def delegationslista(slump: random.Random, myndighet: str, dag: date) -> tuple[Tabell, ...]:
    """Varje delegat har sin egen nummerserie för året."""
    handläggarnas, chefens = BESLUTSTYPER[myndighet]
    vilka = [(konto, handläggarnas) for konto in dict.fromkeys(HANDLÄGGARE[myndighet])]
    vilka.append((CHEF[myndighet], chefens))
    personer = {t.konto: t for t in TJÄNSTEPERSONER}
    tabeller = []
    for konto, beslut in vilka:
        nummer = slump.randrange(20, 60)
        rader = []
        for typ, punkt in beslut:
            antal = slump.choice((1, 2, 4, 8))
            sista = nummer + antal - 1
            spann = f"{nummer}" if antal == 1 else f"{nummer}-{sista}"
            nummer = sista + 1
            fattat = senaste_vardag(dag - timedelta(days=slump.randint(3, 30)))
            rader.append((f"{spann}/{dag.year}", typ, punkt, dagtext(fattat)))
        delegat = personer[konto]
        tabeller.append(
            Tabell(
                ("Nummer", "Beslut", "Punkt", "Dag"),
                tuple(rader),
                f"{delegat.namn}, {delegat.titel}",
            )
        )
    return tuple(tabeller)


MEDDELANDEN = {
    "Sveriges Kommuner och Regioner": (
        "Cirkulär om ändrade regler för ersättning",
        "Inbjudan till konferens om digital välfärd",
        "Överenskommelse om statsbidrag",
    ),
    "Förvaltningsrätten": ("Dom om laglighetsprövning, avslag", "Beslut om inhibition"),
    "Inspektionen för vård och omsorg": ("Beslut efter tillsyn", "Begäran om yttrande"),
    "Skolinspektionen": ("Beslut efter planerad tillsyn", "Beslut om att avsluta ärendet"),
    "Kommunfullmäktige": (
        "Beslut om mål och budget",
        "Beslut om reglemente",
        "Beslut om sammanträdesdagar",
    ),
    "Länsstyrelsen": ("Beslut om statsbidrag", "Inbjudan till dialog om krisberedskap"),
    "Revisorerna": ("Granskning av intern kontroll", "Granskning av avtalsuppföljning"),
}


def meddelandelista(slump: random.Random, myndighet: str, dag: date) -> tuple[Tabell, ...]:
    tabeller = []
    for avsändare in sorted(slump.sample(sorted(MEDDELANDEN), 4)):
        rader = tuple(
            (f"{bokstav})", text, dagtext(dag - timedelta(days=slump.randint(4, 40))))
            for bokstav, text in zip("abcdef", MEDDELANDEN[avsändare], strict=False)
        )
        tabeller.append(Tabell(("Del", "Meddelande", "Inkom"), rader, avsändare))
    return tuple(tabeller)


def budget_socialt(slump: random.Random, dag: date) -> Bilaga:
    return _uppföljning(slump, dag, SOCIALT)


def budget_skola(slump: random.Random, dag: date) -> Bilaga:
    return _uppföljning(slump, dag, SKOLA)


def budget_ledning(slump: random.Random, dag: date) -> Bilaga:
    return _uppföljning(slump, dag, LEDNING)


BYGGEN: dict[str, Callable[[random.Random, date], Bilaga]] = {
    "budget_socialt": budget_socialt,
    "budget_skola": budget_skola,
    "budget_ledning": budget_ledning,
    "handlingsplan": handlingsplan,
    "riktlinjer": riktlinjer,
    "taxa": taxa,
    "avtal": avtal,
    "överenskommelse": överenskommelse,
    "yttrande": yttrande,
    "granskning": granskning,
    "statistik": statistik,
    "remiss": remiss,
    "verksamhetsberättelse": verksamhetsberättelse,
    "utredning": utredning,
    "individutredning": individutredning,
}
