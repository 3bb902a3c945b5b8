"""Delegationsordningar, delegater och några beslut i demokommunens nämnder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from nämnd.models import Uppdrag
from protokoll.management.demo import kommun
from ärenden.models import Ärende
from ärenden.services import delegationsbeslut, delegationsordning

if TYPE_CHECKING:
    from protokoll.management.demo.bygge import Register

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
BESLUT = (
    (
        "h1",
        "1.3",
        "Rättelse av skrivfel i beslutet",
        "Beslutet rättas så att dagen blir den rätta.",
    ),
    ("h1", "2.4", "Bidrag till föreningens sommarläger", "Bidrag beviljas med 12 000 kronor."),
    ("h2", "2.2", "Direktupphandling av ljudanläggning", "Anbudet med lägst pris antas."),
    ("chef", "2.1", "Avtal om tolktjänster", "Avtalet förlängs med tolv månader."),
    ("chef", "3.2", "Vikarie för förvaltningschefen", "Vikarie förordnas i fyra veckor."),
)


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
    for dagar, (vem, nummer, rubrik, text) in enumerate(BESLUT, 1):
        delegationsbeslut.fatta(
            ärende=ärenden[-dagar],
            punkt=ordning.punkter.get(nummer=nummer),
            rubrik=rubrik,
            beslutstext=text,
            ojävig=True,
            delegerbart=True,
            beslutsdag=i_dag - timedelta(days=len(BESLUT) - dagar),
            av=konton[vem],
        )
