"""Sammanträdesplanens dagar: återkommande dagar, dagar före ett möte, och vad kallelsen kräver.

Räknar bara: dagar in, dagar ut.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from nämnd.fynd import Regel
from ärenden import helgdagar

FULLMÄKTIGES_DAGAR = Regel(
    "5 kap. 12 § kommunallagen", "”Fullmäktige bestämmer när ordinarie sammanträden ska hållas.”"
)
NÄMNDENS_DAGAR = Regel(
    "6 kap. 23 § kommunallagen", "”Nämnderna bestämmer tid och plats för sina sammanträden.”"
)
EN_VECKA_FÖRE = Regel(
    "5 kap. 15 § kommunallagen",
    "”Varje ledamot och ersättare ska kallas till sammanträde minst en vecka före "
    "sammanträdesdagen.”",
)

EN_DAG, EN_VECKA = timedelta(days=1), timedelta(weeks=1)
SISTA = -1
VECKODAGAR = ("måndag", "tisdag", "onsdag", "torsdag", "fredag")


class Rytm(StrEnum):
    """Hur en serie möten återkommer."""

    MÅNAD = "manad"
    VECKOR = "veckor"
    FÖRE = "fore"


def i_månaden(år: int, månad: int, veckodag: int, nummer: int) -> date:
    """Månadens n:te måndag, tisdag … (0 = måndag); `SISTA` räknar bakifrån."""
    första = date(år, månad, 1)
    första += timedelta(days=(veckodag - första.weekday()) % 7)
    if nummer != SISTA:
        dag = första + timedelta(weeks=nummer - 1)
        if nummer < 1 or dag.month != månad:
            raise ValueError(f"Månaden har ingen veckodag nummer {nummer}.")
        return dag
    femte = första + timedelta(weeks=4)
    return femte if femte.month == månad else femte - EN_VECKA


def månadsvis(år: int, månader: Iterable[int], veckodag: int, nummer: int) -> list[date]:
    """Till exempel den tredje onsdagen i var och en av månaderna."""
    return [i_månaden(år, månad, veckodag, nummer) for månad in sorted(set(månader))]


def var_n_vecka(från: date, till: date, veckor: int) -> list[date]:
    """Samma veckodag som `från`, var n:te vecka till och med `till`."""
    if veckor < 1:
        raise ValueError(f"Antalet veckor är minst 1, inte {veckor}.")
    antal = (till - från).days // (7 * veckor) + 1
    return [från + timedelta(weeks=veckor * i) for i in range(max(antal, 0))]


def veckodag_före(dag: date, veckodag: int, veckor: int) -> date:
    """Veckodagen i den vecka som ligger så många veckor före `dag`; 0 är samma vecka.

    Så räknas utskottets dag från nämndens: tisdagen två veckor före.
    """
    måndag = dag - timedelta(days=dag.weekday())
    return måndag - timedelta(weeks=veckor) + timedelta(days=veckodag)


def flytta_till_vardag(dag: date, *, bakåt: bool = False) -> date:
    """Dagen själv, eller närmaste dag som inte är arbetsfri (lag 1930:173)."""
    if not helgdagar.är_arbetsfri(dag):
        return dag
    return helgdagar.arbetsdagar_före(dag, 1) if bakåt else helgdagar.nästa_vardag(dag)


def dag_före(möte: date, arbetsdagar: int) -> date:
    """Stoppdagen eller utskicksdagen: så många arbetsdagar före mötet; mötesdagen räknas inte."""
    return helgdagar.arbetsdagar_före(möte, arbetsdagar)


def senast_kallade(möte: date) -> date:
    """Sista dagen att kalla till fullmäktige: en vecka före sammanträdesdagen (KL 5 kap. 15 §).

    Tiden räknas bakåt från mötet; 2 § lagen 1930:173 skjuter bara fram en tid som löper ut.
    """
    return möte - EN_VECKA


def arbetsfritt_namn(dag: date) -> str:
    """Varför dagen är arbetsfri (”annandag påsk”, ”lördag”), eller tomt."""
    if not helgdagar.är_arbetsfri(dag):
        return ""
    if namn := helgdagar.allmänna_helgdagar(dag.year).get(dag):
        return namn
    if dag.weekday() == helgdagar.SÖNDAG:
        return "söndag"
    if (dag.month, dag.day) == (12, 24):
        return "julafton"
    if (dag.month, dag.day) == (12, 31):
        return "nyårsafton"
    return "lördag" if dag.weekday() == helgdagar.LÖRDAG else "midsommarafton"
