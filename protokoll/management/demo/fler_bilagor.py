"""Bilagor som skrivs för sitt ämne: överenskommelser, yttranden, granskningar och riktlinjer."""

from __future__ import annotations

import random
from datetime import date

from protokoll.management.demo.dokument import Avsnitt, Tabell

Bilaga = tuple[str, tuple[Avsnitt, ...], tuple[str, ...]]

ÖVERENSKOMMELSE = (
    (
        "Parter och syfte",
        "Överenskommelsen gäller mellan länets kommuner och regionen och rör {v}. Den ska göra "
        "ansvaret tydligt, så att den enskilde slipper vänta medan huvudmännen kommer överens.",
    ),
    (
        "Målgrupp",
        "Överenskommelsen omfattar invånare som behöver insatser från båda huvudmännen samtidigt. "
        "Den gäller oavsett ålder, om inget annat sägs i en särskild bestämmelse.",
    ),
    (
        "Regionens ansvar",
        "Regionen svarar för bedömning, vård och behandling enligt hälso- och sjukvårdslagen och "
        "utser en fast vårdkontakt när den enskilde behöver det.",
    ),
    (
        "Kommunens ansvar",
        "Kommunen svarar för stöd och omsorg enligt socialtjänstlagen och för hemsjukvård i "
        "ordinärt boende. Kommunen utser en kontaktperson för varje plan.",
    ),
    (
        "Samordnad individuell plan",
        "En plan upprättas när någon av parterna, den enskilde eller en närstående begär det och "
        "den enskilde samtycker. Kallelse skickas inom fem arbetsdagar.",
    ),
    (
        "Kostnader",
        "Varje part bär kostnaden för sitt ansvar. Delade placeringar finansieras till lika delar "
        "om parterna inte kommer överens om annat i det enskilda fallet.",
    ),
    (
        "När parterna inte är överens",
        "Insatsen påbörjas alltid innan frågan om betalning är avgjord. Oenighet hänskjuts till "
        "närmaste chef och därefter till den gemensamma styrgruppen.",
    ),
    (
        "Information och sekretess",
        "Uppgifter lämnas mellan parterna med stöd av den enskildes samtycke eller av en "
        "sekretessbrytande bestämmelse.",
    ),
    (
        "Uppföljning",
        "Styrgruppen följer upp överenskommelsen varje år och lämnar en skriftlig redovisning till "
        "respektive nämnd.",
    ),
    (
        "Giltighetstid",
        "Överenskommelsen gäller i fyra år och förlängs med två år i taget om ingen part säger upp "
        "den senast tolv månader innan tiden går ut.",
    ),
)

YTTRANDE = (
    (
        "Sammanfattning",
        "Björksunds kommun ställer sig i huvudsak bakom förslaget om {v} men anser att kostnaderna "
        "för kommunerna behöver räknas om och att ikraftträdandet bör skjutas fram.",
    ),
    (
        "Förslagets inriktning",
        "Kommunen delar utredningens bild av problemen. Ett tydligare ansvar gör det lättare för "
        "den enskilde att veta vart man ska vända sig, och för verksamheten att planera.",
    ),
    (
        "Kommunens uppgifter",
        "De nya uppgifterna är rimliga. Kravet på årlig rapportering bör samordnas med den "
        "statistik som redan lämnas, så att samma uppgift inte begärs två gånger.",
    ),
    (
        "Kompetens och bemanning",
        "Förslaget förutsätter kompetens som i dag är svår att rekrytera utanför de större "
        "städerna. Staten bör bidra med utbildningsplatser under införandet.",
    ),
    (
        "Kostnader",
        "Utredningens beräkning bygger på kommuner med många ärenden. I en mindre kommun blir "
        "kostnaden per invånare högre, eftersom beredskapen måste finnas även när ärendena är få. "
        "Finansieringsprincipen bör tillämpas fullt ut.",
    ),
    (
        "Ikraftträdande",
        "Kommunen föreslår att reglerna träder i kraft tidigast ett år efter beslut, så att "
        "verksamhetssystem och rutiner hinner ändras.",
    ),
)

GRANSKNING = (
    (
        "Uppdrag och syfte",
        "Revisorerna har granskat om nämnden har en ändamålsenlig styrning, uppföljning och intern "
        "kontroll av {v}. Granskningen ingår i årets revisionsplan.",
    ),
    (
        "Metod",
        "Granskningen bygger på intervjuer med chefer och medarbetare, en genomgång av styrande "
        "dokument och stickprov i ett tjugotal akter.",
    ),
    (
        "Styrning och ansvar",
        "Ansvaret är fördelat i delegationsordning och verksamhetsplan. Rutinerna är kända av dem "
        "som arbetar med frågan men har inte uppdaterats efter de senaste lagändringarna.",
    ),
    (
        "Uppföljning",
        "Nämnden får uppgifter om volymer och kostnader tre gånger om året. Uppgifter om kvalitet "
        "redovisas bara en gång, och utan jämförelse över tid.",
    ),
    (
        "Samlad bedömning",
        "Nämnden har i allt väsentligt en ändamålsenlig styrning. Uppföljningen är däremot inte "
        "helt tillräcklig för att nämnden i tid ska kunna ingripa vid avvikelser.",
    ),
)

# Varje avsnitt i riktlinjerna har sin egen fördjupning, så att inget sägs två gånger.
RIKTLINJERNAS_FÖRDJUPNING = {
    "Ansökan": "Handläggaren klargör tidigt vad den enskilde själv anser sig behöva och vilka mål "
    "som är viktiga. Tolk erbjuds när det behövs, och den enskilde får ha med sig ett stöd.",
    "Utredning": "Tar utredningen längre tid än sex månader ska den enskilde på begäran få ett "
    "avgörande eller ett beslut om varför det dröjer (12 § förvaltningslagen). Finns det barn "
    "som berörs utreds barnets bästa särskilt, och barnet får säga sin mening.",
    "Bedömning och beslut": "Delegationsordningen anger vem som får fatta beslutet. Avsteg från "
    "riktlinjerna får göras när det finns särskilda skäl, som ska framgå av beslutet.",
    "Genomförande": "Den enskilde väljer själv hur insatserna utförs inom ramen för beslutet. "
    "Önskemål om tid och person tillgodoses så långt det går.",
    "Dokumentation": "Den enskilde har rätt att ta del av det som antecknas och att få en rättelse "
    "noterad.",
    "Uppföljning": "Uppföljningen görs genom samtal, i första hand i den enskildes hem, och "
    "jämförs med målen i beslutet.",
    "Egenkontroll": "Brister som visar sig åtgärdas av ansvarig chef inom tre månader.",
}


def _löpande(
    stycken: tuple[tuple[str, str], ...], v: str, *, numrera: bool = False
) -> tuple[Avsnitt, ...]:
    return tuple(
        Avsnitt(f"{nr} {rubrik}" if numrera else rubrik, (text.format(v=v),))
        for nr, (rubrik, text) in enumerate(stycken, 1)
    )


def överenskommelse(slump: random.Random, dag: date, ämne: str = "") -> Bilaga:
    return "Förslag till överenskommelse", _löpande(ÖVERENSKOMMELSE, ämne, numrera=True), ()


def yttrande(slump: random.Random, dag: date, ämne: str = "") -> Bilaga:
    return "Förslag till yttrande", _löpande(YTTRANDE, ämne), ()


def granskning(slump: random.Random, dag: date, ämne: str = "") -> Bilaga:
    rekommendationer = Tabell(
        ("Nr", "Rekommendation", "Svar senast"),
        (
            ("1", "Uppdatera rutinerna efter de senaste lagändringarna", "kvartal 2"),
            ("2", "Redovisa kvalitet till nämnden minst två gånger om året", "kvartal 3"),
            ("3", "Följ upp stickprov i akter varje halvår", "kvartal 4"),
        ),
        tal=frozenset({0}),
    )
    avsnitt = (
        *_löpande(GRANSKNING, ämne),
        Avsnitt("Rekommendationer", tabell=rekommendationer),
    )
    return "Revisorernas granskningsrapport", avsnitt, ()
