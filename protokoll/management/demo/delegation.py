"""Delegationsordningar, delegater och några beslut i demokommunens nämnder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst

from konton.models import Person
from nämnd.models import Uppdrag
from protokoll.management.demo import kommun
from protokoll.management.demo.klocka import klockan, senaste_vardag, tidpunkt
from ärenden.models import Delegationsordning, Ärende
from ärenden.services import delegationsbeslut, delegationsordning

if TYPE_CHECKING:
    from protokoll.management.demo.bygge import Register

PRÖVAT = "Prövat mot delegationsordningen och 6 kap. 38 § kommunallagen."
ORDNING = """Nr;Ärende;Lagrum;Delegat;Ersättare;Kommentar;Vidaredelegation;Anmäls;Slag;Överklagande
Allmänna ärenden;;;;;;;;;
1.1;Avslå begäran om att ta del av en allmän handling;6 kap. 3 § OSL;{chef};{h1};;ja;;;förvaltningsbesvär
1.2;Avvisa ett överklagande som har kommit in för sent;45 § förvaltningslagen;{h1};{chef};;;;;förvaltningsbesvär
1.3;Rätta skrivfel i ett beslut;36 § förvaltningslagen;{h1};{chef};;;;;
1.4;Yttrande till förvaltningsrätten över ett överklagat delegationsbeslut;;{h1};{chef};;;nej;;ej överklagbart
1.5;Utse ombud i mål och ärenden;;{chef};;;;;;
1.6;Brådskande ärenden när nämndens avgörande inte kan avvaktas;6 kap. 39 § kommunallagen;Ordförande;;;;;brådskande;
Ekonomi;;;;;;;;;
2.1;Avtal om varor och tjänster inom budget;;{chef};;Högst tio prisbasbelopp;ja;;;
2.2;Direktupphandling;19 a kap. LOU;{h2};{chef};Enligt riktlinjerna;;;;
2.3;Avskriva fordringar;;{h2};;Högst 20 000 kronor;;nej;;
2.4;Bidrag till föreningar;;{h1};;Högst 25 000 kronor;;;;
Personal;;;;;;;;;
3.1;Anställa medarbetare;;{chef};;Inte förvaltningschef;ja;;;
3.2;Förordna vikarie för förvaltningschef;;{chef};;Högst sex månader;;;;
3.3;Ledighet utan lön längre än sex månader;;{chef};;;ja;nej;;
Dataskydd;;;;;;;;;
4.1;Teckna personuppgiftsbiträdesavtal;art. 28 dataskyddsförordningen;{h1};{chef};;;;;
4.2;Besluta om registerutdrag;art. 15 dataskyddsförordningen;{h1};;;;;;förvaltningsbesvär
"""  # noqa: E501  # en punkt per rad
# (vem, punkt, rubrik, beslut). De fattas i den ordningen, med några dagar emellan.
BESLUT = (
    ("h1", "1.2", "Överklagande som kom in för sent", "Överklagandet avvisas."),
    ("chef", "2.1", "Avtal om tolktjänster", "Avtalet förlängs med tolv månader."),
    ("h1", "2.4", "Bidrag till anhörigföreningens sommarläger", "Bidrag med 12 000 kronor."),
    (
        "h2",
        "2.2",
        "Direktupphandling av ljudanläggning till träffpunkten",
        "Anbudet från den leverantör som lämnat lägst pris antas.",
    ),
    (
        "chef",
        "3.1",
        "Anställning av enhetschef",
        "Enhetschef anställs tills vidare från den första i nästa månad.",
    ),
    ("h1", "2.4", "Bidrag till språkkafé", "Bidrag beviljas med 8 000 kronor."),
    (
        "h1",
        "1.3",
        "Rättelse av skrivfel i beslut om föreningsbidrag",
        "Beslutet rättas så att beloppet blir 21 500 kronor.",
    ),
    ("h2", "2.2", "Direktupphandling av cyklar till hemtjänsten", "Tre elcyklar köps in."),
    (
        "chef",
        "1.5",
        "Ombud i mål om laglighetsprövning",
        "Kommunjuristen utses att föra nämndens talan i förvaltningsrätten.",
    ),
    (
        "h1",
        "4.1",
        "Personuppgiftsbiträdesavtal för trygghetslarm",
        "Avtal tecknas med leverantören av larmcentralen.",
    ),
    ("h1", "2.4", "Bidrag till brottsofferjouren", "Bidrag beviljas med 24 000 kronor."),
    (
        "chef",
        "3.2",
        "Vikarie för förvaltningschefen",
        "Vikarie förordnas i fyra veckor under ordinarie chefs ledighet.",
    ),
)
BRÅDSKANDE = (
    "1.6",
    "Yttrande till Inspektionen för vård och omsorg",
    "Yttrandet över bemanningen nattetid antas och skickas till inspektionen.",
    "Inspektionen har bestämt att yttrandet ska ha kommit in inom en vecka, före nämndens nästa "
    "sammanträde.",
)
MELLAN = 2


def bygg(register: Register, nyckel: str, ärenden: list[Ärende], i_dag: date) -> None:
    """Ordningen i en nämnd sedan länge, och besluten de senaste dagarna."""
    myndighet, början = register.myndigheter[nyckel], register.plan.början - timedelta(days=100)
    h1, h2 = kommun.HANDLÄGGARE[nyckel][:2]
    konton = {
        n: register.konton[k] for n, k in (("chef", kommun.CHEF[nyckel]), ("h1", h1), ("h2", h2))
    }
    titlar = {namn: capfirst(k.person.titel) for namn, k in konton.items() if k.person}
    ordning = delegationsordning.läs_in(
        myndighet=myndighet,
        innehåll=ORDNING.format(**titlar).encode(),
        filnamn="delegationsordning.csv",
        av=register.system,
    )
    delegationsordning.anta(
        ordning=ordning,
        antagen_dag=början,
        antagen_av=f"{myndighet} § 9",
        gäller_från=början,
        av=register.system,
    )
    ordförande = Uppdrag.objects.gällande(i_dag).get(
        organ=register.organ[nyckel], post=Uppdrag.Post.ORDFÖRANDE
    )
    delegater = [(k.person, titlar[namn], namn == "chef") for namn, k in konton.items() if k.person]
    for person, titel, är_chef in [*delegater, (ordförande.person, "Ordförande", False)]:
        delegationsordning.ge_titel(
            myndighet=myndighet,
            person=person,
            titel=titel,
            från=början,
            är_förvaltningschef=är_chef,
            av=register.system,
        )
    for nr, (vem, nummer, rubrik, text) in enumerate(BESLUT):
        dag = senaste_vardag(i_dag - timedelta(days=MELLAN * (len(BESLUT) - nr)))
        with klockan(min(tidpunkt(dag), timezone.now())):
            delegationsbeslut.fatta(
                ärende=_ärende(ärenden, dag, nr),
                punkt=ordning.punkter.get(nummer=nummer),
                rubrik=rubrik,
                beslutstext=text,
                ojävig=True,
                delegerbart=True,
                beslutsdag=dag,
                trots_varning=PRÖVAT,
                av=konton[vem],
            )
    if nyckel == "SN":
        _besluta_brådskande(register, ordning, ärenden, ordförande.person, i_dag)


def _fanns(ärenden: list[Ärende], dag: date) -> list[Ärende]:
    """Ett beslut kommer efter registreringen."""
    return [ä for ä in ärenden if ä.registrerat_tid < tidpunkt(dag)]


def _ärende(ärenden: list[Ärende], dag: date, nr: int) -> Ärende:
    """Ett av de nyaste ärendena som fanns den dagen."""
    fanns = _fanns(ärenden, dag) or ärenden[:1]
    return fanns[-1 - nr % len(fanns)]


def _besluta_brådskande(
    register: Register,
    ordning: Delegationsordning,
    ärenden: list[Ärende],
    ordförande: Person,
    i_dag: date,
) -> None:
    """Ordföranden beslutar och sekreteraren registrerar (KL 6 kap. 39 §)."""
    nummer, rubrik, text, brådska = BRÅDSKANDE
    dag = senaste_vardag(i_dag - timedelta(days=MELLAN))
    tillsyn = [ä for ä in _fanns(ärenden, dag) if "tillsynsärende" in ä.rubrik]
    with klockan(min(tidpunkt(dag), timezone.now())):
        delegationsbeslut.fatta(
            ärende=_ärende(tillsyn or ärenden, dag, 0),
            punkt=ordning.punkter.get(nummer=nummer),
            rubrik=rubrik,
            beslutstext=text,
            ojävig=True,
            brådska=brådska,
            beslutsdag=dag,
            trots_varning=PRÖVAT,
            delegat=ordförande,
            av=register.konton[kommun.SEKRETERARE["SN"]],
        )
