"""Postlistan: det som kom in till en nämnd och gick ut från den under en dag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare, Myndighet
from ärenden import policy
from ärenden.documents import Postdokument, Postrad
from ärenden.listfil import Cell
from ärenden.models import Handling
from ärenden.policy import Rätt
from ärenden.postuppgifter import (
    Registeruppgifter,
    Visade,
    Visning,
    interna,
    offentliga,
)

# Fler handlingar än så på en dag är en inläsning och ingen post; listan säger att den är kapad.
HÖGST = 2000
UTELÄMNAT = "Uppgift utelämnad"


@dataclass(frozen=True)
class Post:
    """En rad i listan. `sekretess` är lagrummet, bara i den interna."""

    handling: Handling
    uppgifter: Visade
    sekretess: str = ""


@dataclass(frozen=True)
class Postlista:
    """En dags post. `fler`: listan är kapad vid `HÖGST` rader."""

    myndighet: Myndighet
    dag: date
    visning: Visning
    inkomna: list[Post]
    utgående: list[Post]
    fler: bool = False

    @property
    def antal(self) -> int:
        return len(self.inkomna) + len(self.utgående)


def postlista(*, myndighet: Myndighet, dag: date, visning: Visning, av: Användare) -> Postlista:
    """Dagens inkomna och utgående handlingar som `av` får se, i diarienummerordning.

    Till utlämnande visas bara de offentliga uppgifterna (5 kap. 2 § OSL). Den listan ska vara hel,
    och görs därför bara av den som ser också det hemliga i nämnden.
    """
    policy.kräv(av, Rätt.SE_ÄRENDEN, myndighet)
    if visning is Visning.UTLÄMNANDE:
        policy.kräv(av, Rätt.SE_SEKRETESS, myndighet)
    handlingar = list(
        policy.synliga_handlingar(av)
        .filter(_den_dagen(dag), ärende__myndighet=myndighet)
        .select_related("ärende__diarium")
        .order_by("ärende__år", "ärende__löpnummer", "ärende_id", "nummer")[: HÖGST + 1]
    )
    poster = [_post(handling, dag, visning) for handling in handlingar[:HÖGST]]
    return Postlista(
        myndighet=myndighet,
        dag=dag,
        visning=visning,
        inkomna=[p for p in poster if p.handling.riktning == Handling.Riktning.INKOMMEN],
        utgående=[p for p in poster if p.handling.riktning == Handling.Riktning.UTGÅENDE],
        fler=len(handlingar) > HÖGST,
    )


def _den_dagen(dag: date) -> Q:
    """Inkommet efter ankomstdagen (FL 22 §); utgående efter sin dag, annars registreringens."""
    börjar = timezone.make_aware(datetime.combine(dag, time.min))
    slutar = timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))
    utgående = Q(riktning=Handling.Riktning.UTGÅENDE)
    return (
        Q(riktning=Handling.Riktning.INKOMMEN, ankomstdag=dag)
        | (utgående & Q(datum=dag))
        | (utgående & Q(datum=None, registrerad_tid__gte=börjar, registrerad_tid__lt=slutar))
    )


def _post(handling: Handling, dag: date, visning: Visning) -> Post:
    ärende = handling.ärende
    uppgifter = Registeruppgifter(
        dag=dag,
        beteckning=ärende.beteckning,
        motpart=handling.motpart,
        offentlig_motpart=handling.offentlig_motpart,
        rubrik=handling.rubrik,
        offentlig_rubrik=handling.offentlig_rubrik,
        # Markeringen ärvs inte, men i ett hemligt ärende lämnas inget ut som ingen har prövat.
        hemlig=handling.är_sekretess or ärende.är_sekretess,
    )
    if visning is Visning.UTLÄMNANDE:
        return Post(handling, offentliga(uppgifter))
    return Post(handling, interna(uppgifter), handling.sekretess_lagrum or ärende.sekretess_lagrum)


def rubriker(visning: Visning) -> list[str]:
    """Filens rubrikrad. Det som bara är för de egna står inte i listan som lämnas ut."""
    gemensamma = [
        *("Riktning", "Dag", "Diarienummer", "Handling"),
        *("Avsändare eller mottagare", "Vad det gäller"),
    ]
    return [*gemensamma, "Sekretess"] if visning is Visning.INTERN else gemensamma


def filrader(lista: Postlista) -> list[list[Cell]]:
    """Filens rader, inkommet först."""
    rader: list[list[Cell]] = []
    for riktning, poster in (("inkommen", lista.inkomna), ("utgående", lista.utgående)):
        for post in poster:
            u = post.uppgifter
            rad: list[Cell] = [riktning, u.dag, u.beteckning, post.handling.nummer]
            rad += [_text(u.motpart, u), _text(u.rubrik, u)]
            rader.append([*rad, post.sekretess] if lista.visning is Visning.INTERN else rad)
    return rader


def postdokument(lista: Postlista) -> Postdokument:
    """Listan så som den trycks."""
    dag = date_format(lista.dag, "j F Y")
    utlämnas = lista.visning is Visning.UTLÄMNANDE
    return Postdokument(
        titel=f"Postlista {dag}, {lista.myndighet.namn}",
        kommun=lista.myndighet.kommun.namn,
        organ=lista.myndighet.namn,
        dokumentnamn="Postlista" if utlämnas else "Postlista, intern",
        dag_text=dag,
        veckodag=date_format(lista.dag, "l"),
        intern=not utlämnas,
        inkomna=_tryckrader(lista.inkomna),
        utgående=_tryckrader(lista.utgående),
        utelämnat=any(p.uppgifter.utelämnat for p in (*lista.inkomna, *lista.utgående)),
    )


def _tryckrader(poster: Iterable[Post]) -> tuple[Postrad, ...]:
    return tuple(
        Postrad(
            dnr=p.uppgifter.beteckning,
            nummer=p.handling.nummer,
            motpart=_text(p.uppgifter.motpart, p.uppgifter),
            rubrik=_text(p.uppgifter.rubrik, p.uppgifter),
            sekretess=p.sekretess,
        )
        for p in poster
    )


def _text(uppgift: str, uppgifter: Visade) -> str:
    return uppgift or (UTELÄMNAT if uppgifter.utelämnat else "")
