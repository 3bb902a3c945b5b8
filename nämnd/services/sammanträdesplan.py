"""Sammanträdesplanen som utkast: lägga upp, fylla, ändra, ta bort och visa kollisioner.

Hur den blir beslutad och hur mötena skapas ur den står i `planbeslut`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from konton.models import Användare, Kommun, Myndighet
from nämnd import kollisioner, plandagar, policy
from nämnd.models import (
    Organ,
    PlaneratMöte,
    Sammanträde,
    Sammanträdesplan,
    Skollov,
    Uppdrag,
)
from nämnd.plandagar import Rytm
from ärenden import filer

S = Sammanträdesplan.Status
OAVGJORDA = (S.UTKAST, S.INLÄMNAD)


class Planfel(Exception):
    """Planen kan inte ändras så. Texten är till användaren."""


@dataclass(frozen=True)
class Serie:
    """Möten som återkommer, så som de skrivs i formuläret."""

    organ: Organ
    rytm: Rytm
    från: time
    till: time | None
    plats: str
    stopp_arbetsdagar: int
    utskick_arbetsdagar: int
    veckodag: int = 0
    nummer: int = 1
    månader: tuple[int, ...] = ()
    första: date | None = None
    sista: date | None = None
    veckor: int = 1
    nämnd: Organ | None = None


@dataclass(frozen=True)
class Förslag:
    """Ett möte som en serie ger. `flyttad_från` är dagen som var arbetsfri."""

    datum: date
    flyttad_från: date | None = None
    inför: int | None = None
    finns: bool = False


@transaction.atomic
def skapa(*, myndighet: Myndighet, år: int, av: Användare) -> Sammanträdesplan:
    """En tom plan för året. Finns en fastställd ska den revideras i stället."""
    policy.kräv_sköta_myndigheten(av, myndighet)
    Myndighet.objects.select_for_update(of=("self",)).get(pk=myndighet.pk)
    finns = Sammanträdesplan.objects.filter(myndighet=myndighet, år=år).first()
    if finns is not None:
        raise Planfel(
            f"{finns} finns redan ({finns.get_status_display()})."
            + (" Öppna den och välj Ändra planen." if finns.status == S.FASTSTÄLLD else "")
        )
    plan = Sammanträdesplan(myndighet=myndighet, år=år)
    _pröva(plan)
    plan.save(force_insert=True)
    return plan


@transaction.atomic
def släng(*, plan: Sammanträdesplan, av: Användare) -> None:
    """Tar bort ett utkast som aldrig lämnats till beslut."""
    with ändrar(plan=plan, av=av) as låst:
        if låst.skrivelse_id is not None:
            raise Planfel("Planen har lämnats till beslut och ligger i ett ärende.")
        if låst.jobb is not None and not låst.jobb.är_avslutat:
            raise Planfel("PDF:en skrivs just nu. Vänta tills den är klar.")
        låst.möten.all().delete()
        låst.delete()


@contextmanager
def ändrar(*, plan: Sammanträdesplan, av: Användare) -> Iterator[Sammanträdesplan]:
    """Ger det låsta utkastet till den som sköter det. En PDF som fanns stämmer inte längre."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    with transaction.atomic():
        låst = lås(plan)
        if not låst.är_utkast:
            raise Planfel(f"Planen är {låst.get_status_display()} och kan inte ändras.")
        yield låst
        if låst.pk is not None:
            fil, låst.fil, låst.underlag = låst.fil, None, {}
            låst.save(update_fields=["fil", "underlag"])
            if fil is not None:
                filer.städa(fil)


def lås(plan: Sammanträdesplan) -> Sammanträdesplan:
    """Planens rad, låst till transaktionens slut."""
    return (
        Sammanträdesplan.objects.select_for_update(of=("self",))
        .select_related("myndighet__kommun", "jobb", "fil", "skrivelse", "ersätter")
        .get(pk=plan.pk)
    )


def valbara_organ(myndighet: Myndighet) -> QuerySet[Organ]:
    return Organ.objects.filter(myndighet=myndighet)


def föreslå(plan: Sammanträdesplan, serie: Serie) -> list[Förslag]:
    """Seriens dagar i planens år. En dag som är arbetsfri flyttas och visas med dagen den hade."""
    tagna = set(
        plan.möten.filter(organ=serie.organ, från=serie.från).values_list("datum", flat=True)
    )
    bakåt = serie.rytm == Rytm.FÖRE
    förslag: dict[date, Förslag] = {}
    for dag, inför in _dagar(plan, serie):
        flyttad = plandagar.flytta_till_vardag(dag, bakåt=bakåt)
        if flyttad.year == plan.år and flyttad not in förslag:
            förslag[flyttad] = Förslag(
                datum=flyttad,
                flyttad_från=dag if flyttad != dag else None,
                inför=inför,
                finns=flyttad in tagna,
            )
    return [förslag[dag] for dag in sorted(förslag)]


def _dagar(plan: Sammanträdesplan, serie: Serie) -> list[tuple[date, int | None]]:
    if serie.rytm == Rytm.MÅNAD:
        dagar = plandagar.månadsvis(plan.år, serie.månader, serie.veckodag, serie.nummer)
    elif serie.rytm == Rytm.VECKOR:
        assert serie.första is not None
        assert serie.sista is not None
        dagar = plandagar.var_n_vecka(serie.första, serie.sista, serie.veckor)
    else:
        nämndens = plan.möten.filter(organ=serie.nämnd).order_by("datum", "pk")
        return [
            (plandagar.veckodag_före(möte.datum, serie.veckodag, serie.veckor), möte.pk)
            for möte in nämndens
        ]
    return [(dag, None) for dag in dagar]


def lägg_till_serie(*, plan: Sammanträdesplan, serie: Serie, av: Användare) -> int:
    """Lägger till seriens möten utom dem som redan finns. Returnerar antalet."""
    with ändrar(plan=plan, av=av) as låst:
        nya = [f for f in föreslå(låst, serie) if not f.finns]
        for förslag in nya:
            _spara(
                PlaneratMöte(plan=låst, organ=serie.organ),
                {
                    "datum": förslag.datum,
                    "från": serie.från,
                    "till": serie.till,
                    "plats": serie.plats,
                    "stopp_arbetsdagar": serie.stopp_arbetsdagar,
                    "utskick_arbetsdagar": serie.utskick_arbetsdagar,
                    "inför_id": förslag.inför,
                },
            )
        return len(nya)


def lägg_till_möte(
    *, plan: Sammanträdesplan, organ: Organ, av: Användare, **uppgifter: object
) -> PlaneratMöte:
    with ändrar(plan=plan, av=av) as låst:
        return _spara(PlaneratMöte(plan=låst, organ=organ), uppgifter)


def ändra_möte(*, möte: PlaneratMöte, av: Användare, **uppgifter: object) -> None:
    """Ändrar ett möte i utkastet. Ett möte som är hållet eller inställt ändras inte."""
    with ändrar(plan=möte.plan, av=av) as låst:
        rad = _rad(låst, möte)
        _spara(rad, uppgifter)


def ta_bort_möte(*, möte: PlaneratMöte, av: Användare) -> None:
    with ändrar(plan=möte.plan, av=av) as låst:
        _rad(låst, möte).delete()


def _rad(plan: Sammanträdesplan, möte: PlaneratMöte) -> PlaneratMöte:
    rad = plan.möten.select_related("sammanträde", "organ").filter(pk=möte.pk).first()
    if rad is None:
        raise Planfel("Mötet finns inte längre i planen.")
    if rad.sammanträde is not None and not rad.sammanträde.är_öppet_för_ändring:
        raise Planfel(
            f"Sammanträdet är {rad.sammanträde.get_status_display()} och ändras inte i planen."
        )
    return rad


def _spara(rad: PlaneratMöte, uppgifter: Mapping[str, object]) -> PlaneratMöte:
    for fält, värde in uppgifter.items():
        setattr(rad, fält, värde)
    if rad.organ.myndighet_id != rad.plan.myndighet_id:
        raise Planfel(f"{rad.organ} hör inte till {rad.plan.myndighet}.")
    if rad.datum.year != rad.plan.år:
        raise Planfel(f"Planen gäller {rad.plan.år}. Välj en dag det året.")
    if rad.inför is not None and rad.inför.plan_id != rad.plan_id:
        raise Planfel("Mötet som bereds finns inte i planen.")
    _pröva(rad)
    rad.save()
    return rad


def _pröva(rad: Sammanträdesplan | PlaneratMöte) -> None:
    try:
        rad.full_clean()
    except ValidationError as fel:
        raise Planfel(" ".join(fel.messages)) from fel


# --- Kollisioner ------------------------------------------------------------------------------


def årets_möten(kommun: Kommun, år: int, användare: Användare) -> list[kollisioner.Möte]:
    """Årets möten i hela kommunen, så som användaren får se dem: planerade och upplagda.

    Ett möte som står i en plan som inte är beslutad räknas efter planen; övriga efter mötet.
    """
    oavgjorda = policy.synliga_planer(användare).filter(
        myndighet__kommun=kommun, år=år, status__in=OAVGJORDA
    )
    planerade = list(
        PlaneratMöte.objects.filter(plan__in=oavgjorda)
        .exclude(sammanträde__status=Sammanträde.Status.INSTÄLLT)
        .select_related("organ")
        .order_by("datum", "pk")
    )
    upplagda = list(
        _upplagda(kommun, år, användare)
        .exclude(pk__in=[p.sammanträde_id for p in planerade if p.sammanträde_id])
        # Ett möte som en ny version stryker är inte kvar i den.
        .exclude(
            pk__in=PlaneratMöte.objects.filter(
                plan__efterträdare__in=oavgjorda, sammanträde__isnull=False
            )
            .order_by()
            .values("sammanträde")
        )
        .select_related("organ")
        .prefetch_related("tider")
        .order_by("datum", "pk")
    )
    folk = _folk({p.organ_id for p in planerade} | {s.organ_id for s in upplagda}, år)
    return [_planerat(p, folk) for p in planerade] + [
        möte for s in upplagda if (möte := _upplagt(s, folk)) is not None
    ]


def _upplagda(kommun: Kommun, år: int, användare: Användare) -> QuerySet[Sammanträde]:
    """Möten som användaren ser, och alla vars dag står i en fastställd plan.

    Kommunens nämndsekreterare ser alla möten, för att kunna planera.
    """
    möten = Sammanträde.objects.filter(organ__myndighet__kommun=kommun, datum__year=år).exclude(
        status=Sammanträde.Status.INSTÄLLT
    )
    if policy.samordnade_kommuner(användare).filter(pk=kommun.pk).exists():
        return möten
    i_plan = PlaneratMöte.objects.filter(sammanträde=OuterRef("pk"), plan__status=S.FASTSTÄLLD)
    return möten.filter(
        Q(pk__in=policy.synliga_sammanträden(användare).order_by().values("pk")) | Q(Exists(i_plan))
    )


_Folk = Mapping[int, Sequence[Uppdrag]]


def _folk(organ: Iterable[int], år: int) -> _Folk:
    """Organens uppdrag som gäller någon dag under året."""
    per_organ: dict[int, list[Uppdrag]] = defaultdict(list)
    uppdrag = (
        Uppdrag.objects.filter(organ__in=set(organ), från__lte=date(år, 12, 31))
        .filter(Q(till=None) | Q(till__gte=date(år, 1, 1)))
        .select_related("person")
        .order_by("ordning", "pk")
    )
    for rad in uppdrag:
        per_organ[rad.organ_id].append(rad)
    return per_organ


def _personer(folk: _Folk, organ: int, dag: date) -> frozenset[tuple[int, str]]:
    return frozenset(
        (u.person_id, u.person.namn)
        for u in folk.get(organ, ())
        if u.från <= dag and (u.till is None or u.till >= dag)
    )


def _planerat(rad: PlaneratMöte, folk: _Folk) -> kollisioner.Möte:
    return kollisioner.Möte(
        nyckel=nyckel(rad),
        organ=rad.organ_id,
        organnamn=rad.organ.namn,
        datum=rad.datum,
        från=rad.från,
        till=rad.till,
        plats=rad.plats,
        stoppdag=rad.stoppdag,
        utskicksdag=rad.utskicksdag,
        är_fullmäktige=rad.organ.typ == Organ.Typ.FULLMÄKTIGE,
        inför=f"plan-{rad.inför_id}" if rad.inför_id else "",
        personer=_personer(folk, rad.organ_id, rad.datum),
    )


def nyckel(rad: PlaneratMöte) -> str:
    return f"plan-{rad.pk}"


def _upplagt(s: Sammanträde, folk: _Folk) -> kollisioner.Möte | None:
    spann = list(s.tider.all())
    if not spann:
        return None
    till = spann[-1].till
    return kollisioner.Möte(
        nyckel=f"mote-{s.pk}",
        organ=s.organ_id,
        organnamn=s.organ.namn,
        datum=s.datum,
        från=spann[0].från,
        till=till if till and till > spann[0].från else None,
        plats=s.plats,
        stoppdag=s.stoppdag,
        utskicksdag=s.utskicksdag,
        är_fullmäktige=s.organ.typ == Organ.Typ.FULLMÄKTIGE,
        personer=_personer(folk, s.organ_id, s.datum),
    )


def årets_kollisioner(
    möten: Sequence[kollisioner.Möte], kommun: Kommun, år: int
) -> list[kollisioner.Kollision]:
    """Kollisionerna, med kommunens inlagda skollov."""
    lov = Skollov.objects.filter(
        kommun=kommun, från__lte=date(år, 12, 31), till__gte=date(år, 1, 1)
    ).order_by("från", "pk")
    return kollisioner.kollisioner(
        möten, [kollisioner.Lov(rad.namn, rad.från, rad.till) for rad in lov]
    )
