"""Det som planens sidor visar, uträknat: rader med anmärkningar, månader och kollisionernas ord."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list

from nämnd import plandagar
from nämnd.fynd import Regel
from nämnd.kollisioner import Kollision, Möte, Slag
from nämnd.models import PlaneratMöte, Sammanträde, Sammanträdesplan
from nämnd.plandokument import HÅRT, kort_dag, tidstext
from nämnd.services import planbeslut
from nämnd.services import sammanträdesplan as plantjänst

S = Sammanträdesplan.Status
FÄRG = {S.UTKAST: "info", S.INLÄMNAD: "accent", S.FASTSTÄLLD: "success", S.ERSATT: "neutral"}
FLEST_NAMN = 4
ORD = {
    Slag.PERSON: "Samma personer",
    Slag.LOKAL: "Samma lokal",
    Slag.HELG: "Helgdag",
    Slag.LOV: "Skollov",
    Slag.KALLAS_SENT: "För sent utskick",
    Slag.UTSKOTT_SENT: "Utskottet för sent",
    Slag.STOPP_SENT: "Stoppdag efter utskick",
    Slag.DUBBELT: "Dubbelt",
}
# Det som bör lösas; helg och lov är något att veta.
ALLVARLIGA = {Slag.PERSON, Slag.LOKAL, Slag.KALLAS_SENT, Slag.DUBBELT}


@dataclass(frozen=True)
class Anmärkning:
    """En kollision i ord, sedd från ett av mötena eller från sidan."""

    ord: str
    text: str
    färg: str
    regel: Regel | None = None


@dataclass(frozen=True)
class Planrad:
    """En rad i planen eller i kommunens översikt."""

    datum: date
    dag: str
    organ: str
    tid: str
    plats: str
    stoppdag: str
    utskick: str
    inför: str = ""
    pk: int | None = None
    sammanträde: Sammanträde | None = None
    kan_ändras: bool = False
    anmärkningar: list[Anmärkning] = field(default_factory=list)

    @property
    def namn(self) -> str:
        return f"{self.organ} {self.dag}"


@dataclass(frozen=True)
class Månad:
    namn: str
    rader: list[Planrad]


@dataclass(frozen=True)
class Kollisionsrad:
    """En kollision i sammanfattningen: när, vilka organ och vad."""

    dag: str
    organ: str
    anmärkning: Anmärkning


def månader(rader: Iterable[Planrad]) -> list[Månad]:
    return [
        Månad(capfirst(date_format(date(2000, nummer, 1), "F")), list(grupp))
        for nummer, grupp in groupby(rader, key=lambda r: r.datum.month)
    ]


def planens_rader(
    plan: Sammanträdesplan,
    möten: Sequence[PlaneratMöte],
    funna: Iterable[Kollision],
    *,
    sköter: bool,
) -> list[Planrad]:
    """Planens möten med det som krockar. `funna` är hela kommunens kollisioner."""
    per_möte = per_nyckel(funna)
    return [
        Planrad(
            datum=m.datum,
            dag=kort_dag(m.datum, plan.år),
            organ=m.organ.namn,
            tid=tidstext(m.från, m.till),
            plats=m.plats,
            stoppdag=kort_dag(m.stoppdag, plan.år),
            utskick=kort_dag(m.utskicksdag, plan.år),
            inför=(f"Inför {m.inför.organ} {date_format(m.inför.datum, 'j F')}" if m.inför else ""),
            pk=m.pk,
            sammanträde=m.sammanträde,
            kan_ändras=sköter
            and plan.är_utkast
            and (m.sammanträde is None or m.sammanträde.är_öppet_för_ändring),
            anmärkningar=per_möte.get(nyckel(plan, m), []),
        )
        for m in möten
    ]


def nyckel(plan: Sammanträdesplan, möte: PlaneratMöte) -> str:
    """Mötets nyckel bland årets möten: ur planen medan den är oavgjord, annars det upplagda."""
    if plan.status in plantjänst.OAVGJORDA or möte.sammanträde_id is None:
        return plantjänst.nyckel(möte)
    return f"mote-{möte.sammanträde_id}"


def per_nyckel(funna: Iterable[Kollision]) -> dict[str, list[Anmärkning]]:
    """Anmärkningarna på varje möte, sedda från det."""
    svar: dict[str, list[Anmärkning]] = defaultdict(list)
    for k in funna:
        for möte in k.möten[:1] if k.slag == Slag.UTSKOTT_SENT else k.möten:
            svar[möte.nyckel].append(anmärkning(k, sett_från=möte))
    return svar


def anmärkning(k: Kollision, *, sett_från: Möte | None = None) -> Anmärkning:
    andra = [m for m in k.möten if sett_från is None or m.nyckel != sett_från.nyckel]
    annat = _organ_och_tid(andra[0]) if andra else ""
    regel = None
    if k.slag == Slag.PERSON:
        text = _namn(k.namn) + (f" också i {annat}" if sett_från else "")
    elif k.slag == Slag.LOKAL:
        text = k.namn[0] + (f", också {annat}" if sett_från else "")
    elif k.slag == Slag.UTSKOTT_SENT:
        text = f"kallelsen till {k.möten[1].organnamn} skickas {_dag(k.dag)}"
    elif k.slag == Slag.KALLAS_SENT:
        text = f"senast {_dag(k.dag)}"
        regel = plandagar.EN_VECKA_FÖRE
    elif k.slag == Slag.STOPP_SENT:
        text = f"kallelsen skickas {_dag(k.dag)}"
    elif k.slag == Slag.DUBBELT:
        text = "två möten samtidigt" if sett_från is None else f"också {annat}"
    else:
        text = k.namn[0]
    färg = "danger" if k.slag in ALLVARLIGA else "warning"
    return Anmärkning(ORD[k.slag], text, färg, regel)


def _organ_och_tid(möte: Möte) -> str:
    return f"{möte.organnamn} kl.{HÅRT}{tidstext(möte.från, möte.till)}"


def _dag(dag: date | None) -> str:
    return date_format(dag, "j F") if dag else ""


def _namn(namn: Sequence[str]) -> str:
    """Namnen, högst några; resten som antal."""
    visas = list(namn[:FLEST_NAMN])
    if fler := len(namn) - len(visas):
        visas.append(f"{fler} till")
    return str(get_text_list(visas, "och"))


def kollisionsrader(funna: Iterable[Kollision]) -> list[Kollisionsrad]:
    return [
        Kollisionsrad(
            dag=date_format(k.datum, "l j F"),
            organ=" – ".join(dict.fromkeys(m.organnamn for m in k.möten)),
            anmärkning=anmärkning(k),
        )
        for k in funna
    ]


def kommunens_rader(möten: Sequence[Möte], funna: Iterable[Kollision]) -> list[Planrad]:
    """Alla organs möten i dagarnas ordning."""
    per_möte = per_nyckel(funna)
    return [
        Planrad(
            datum=m.datum,
            dag=kort_dag(m.datum, m.datum.year),
            organ=m.organnamn,
            tid=tidstext(m.från, m.till),
            plats=m.plats,
            stoppdag="",
            utskick="",
            anmärkningar=per_möte.get(m.nyckel, []),
        )
        for m in sorted(möten, key=lambda m: (m.datum, m.från, m.organnamn, m.nyckel))
    ]


@dataclass(frozen=True)
class Läge:
    """Var planen är på väg, för den som sköter den; tomt för andra."""

    skrivs: bool = False
    misslyckat: str = ""
    beslut: str = ""
    avslagen: bool = False
    återremiss: str = ""
    kan_fastställas: bool = False
    kan_tas_tillbaka: bool = False


def läge(plan: Sammanträdesplan) -> Läge:
    skrivs = plan.jobb is not None and not plan.jobb.är_avslutat
    fel = plan.jobb.fel if plan.jobb and plan.jobb.status == "misslyckat" else ""
    inlämnad = plan.status == S.INLÄMNAD
    avslagen = inlämnad and planbeslut.är_avslagen(plan)
    return Läge(
        skrivs=skrivs,
        misslyckat=fel,
        beslut=planbeslut.beslutet(plan) if inlämnad else "",
        avslagen=avslagen,
        återremiss=plan.skrivelse.återremiss if inlämnad and plan.skrivelse else "",
        kan_fastställas=inlämnad and plan.skrivelse is not None and not skrivs and not avslagen,
        kan_tas_tillbaka=inlämnad and not skrivs,
    )
