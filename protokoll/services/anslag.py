"""Anslaget: sätts upp av sig självt när protokollet är justerat (KL 8 kap. 12 §, 13 kap. 5 §).

Det offentliga anslaget är en kopia i paketet publikt, som vaktar tavlan, antecknar avbrott och tar
ned på dagen. Hur det har gått läses därifrån.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import anslagstid, policy
from protokoll.models import Anslag, Anslagsregel, Justering, Justeringsregel
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services.justeringsfel import AnslagetKvar, FelSkede, InteOsäkert
from protokoll.services.justeringsläge import ej_justerade, justeringens_paragrafer, nummer_i
from publikt.models import Anslag as Tavelanslag
from publikt.models import Slag
from publikt.services import anslagsfel, anslagstavla


@dataclass(frozen=True)
class Plan:
    """När anslaget kommer upp, sista dagen att överklaga och dagen då det tas ned."""

    uppe_från: datetime
    uppsatt: date
    sista_dag: date
    nedtas: date

    @property
    def dagar(self) -> tuple[date, date, date]:
        return self.uppsatt, self.sista_dag, self.nedtas


def planera(*, justering: Justering, nu: datetime) -> Plan:
    """Genast, eller nästa gång klockan är det som organet bestämt."""
    organ = justering.protokoll.sammanträde.organ
    regel = Justeringsregel.objects.filter(organ=organ).first()
    uppe = nu
    if regel is not None and regel.anslås_kl is not None:
        uppe = timezone.localtime(nu).replace(
            hour=regel.anslås_kl.hour, minute=regel.anslås_kl.minute, second=0, microsecond=0
        )
        if uppe < nu:
            uppe += timedelta(days=1)
    tillägg = (
        Anslagsregel.objects.filter(kommun=organ.myndighet.kommun_id)
        .values_list("tillägg", flat=True)
        .first()
    )
    dag = timezone.localdate(uppe)
    return Plan(
        uppe_från=uppe,
        uppsatt=dag,
        sista_dag=anslagstid.sista_överklagandedag(dag),
        nedtas=anslagstid.ned_dag(dag, tillägg or anslagstid.MINSTA_TILLÄGG),
    )


def att_anslå(justering: Justering) -> str:
    """Paragraferna som justerats, som de trycks; tomt när det inte finns något att anslå."""
    ojusterade = {p.pk for p in ej_justerade(justering)}
    nummer = [
        p.nummer
        for p in justeringens_paragrafer(justering)
        if p.pk not in ojusterade and p.nummer is not None
    ]
    return skriv_paragrafer(nummer)


def sätt_upp(*, justering: Justering, av: Användare, nu: datetime) -> Anslag | None:
    """Anslår justeringen. Görs det om händer inget mer. Anroparen håller justeringen låst."""
    källa = f"justering:{justering.pk}"
    if finns := Anslag.objects.filter(källa=källa).first():
        return finns
    return _sätt_upp(justering, källa, av=av, nu=nu)


@transaction.atomic
def _sätt_upp(justering: Justering, källa: str, *, av: Användare, nu: datetime) -> Anslag | None:
    paragrafer = att_anslå(justering)
    if not paragrafer:
        return None
    protokoll = justering.protokoll
    organ = protokoll.sammanträde.organ
    plan = planera(justering=justering, nu=nu)
    assert justering.datum is not None
    justerad_dag = justering.datum
    varningar = []
    if anslagstid.är_för_sent_uppsatt(justerad_dag, plan.uppsatt):
        sist = date_format(anslagstid.senast_uppsatt(justerad_dag), "j F Y")
        varningar.append(f"Justeringen skulle ha tillkännagetts senast den {sist}.")
    högsta = protokoll.anslag.aggregate(n=Max("ordning"))["n"]
    rad = Anslag.objects.create(
        protokoll=protokoll,
        justering=justering,
        ordning=0 if högsta is None else högsta + 1,
        paragrafer=paragrafer.replace("–", "-"),
        uppsatt=plan.uppsatt,
        sista_dag=plan.sista_dag,
        nedtas=plan.nedtas,
        förvaring=protokoll.förvaringsplats,
        underskrift=str(av),
        källa=källa,
        varningar=varningar,
    )
    dag = date_format(protokoll.sammanträde.datum, "j F Y")
    anslagstavla.sätt_upp(
        källa=källa,
        slag=Slag.JUSTERAT_PROTOKOLL,
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        rubrik=f"Justerat protokoll från {organ.namn} {dag}",
        ned_dag=plan.nedtas,
        av_namn=str(av),
        sammanträdesdag=protokoll.sammanträde.datum,
        paragrafer=skriv_paragrafer(nummer_i(rad.paragrafer), tecken=True),
        justerad_dag=justerad_dag,
        förvaringsplats=rad.förvaring,
        sista_överklagandedag=plan.sista_dag,
        överklagandeanvisning=_anvisning(justering),
        protokoll_pdf=_publik_kopia(justering),
        uppe_från=plan.uppe_från,
        nu=nu,
    )
    return rad


def _anvisning(justering: Justering) -> str:
    regel = Justeringsregel.objects.filter(organ=justering.protokoll.sammanträde.organ_id).first()
    if regel is not None and regel.överklagandeanvisning:
        return regel.överklagandeanvisning
    return (
        "Den som är medlem av kommunen får överklaga beslut hos förvaltningsrätten inom tre "
        "veckor från den dag då justeringen tillkännagavs på anslagstavlan (13 kap. "
        "kommunallagen)."
    )


def _publik_kopia(justering: Justering) -> bytes | None:
    """Den offentliga versionen, när organet visar protokollen. Det hemliga aldrig."""
    organ = justering.protokoll.sammanträde.organ_id
    if not Justeringsregel.objects.filter(organ=organ, publicerar_protokoll=True).exists():
        return None
    if justering.underlag.get("offentligt"):
        return justering.offentlig_fil.läs() if justering.offentlig_fil else None
    return justering.fil.läs() if justering.fil else None


# --- Hur det har gått --------------------------------------------------------------------------


def på_tavlan(anslag: Anslag) -> Tavelanslag | None:
    """Kopian på anslagstavlan med sina avbrott."""
    return Tavelanslag.objects.filter(källa=anslag.källa).prefetch_related("avbrott").first()


@transaction.atomic
def ta_ned(*, anslag: Anslag, av: Användare, nu: datetime | None = None) -> Tavelanslag:
    """Tar ned anslaget för hand. Före dagen går det inte."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    try:
        return anslagstavla.ta_ned(källa=anslag.källa, av_namn=str(av), nu=nu)
    except anslagsfel.FörTidigNedtagning as fel:
        raise AnslagetKvar(str(fel)) from fel
    except anslagsfel.Anslagsfel as fel:
        raise FelSkede(str(fel)) from fel


@transaction.atomic
def tillkännage_på_nytt(*, anslag: Anslag, av: Användare, nu: datetime | None = None) -> Anslag:
    """Efter ett avbrott: ett nytt anslag med egna dagar. Det gamla sitter kvar sin tid."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    if anslag.justering is None:
        raise FelSkede("Ett inläst anslag behåller de dagar det hade.")
    justering = Justering.objects.select_for_update(of=("self",)).get(pk=anslag.justering.pk)
    senaste = justering.anslag.order_by("-ordning").first()
    if senaste is not None and senaste.pk != anslag.pk:
        raise FelSkede("Justeringen är redan tillkännagiven på nytt.")
    uppe = på_tavlan(anslag)
    if uppe is None or not uppe.nytt_tillkännagivande_rekommenderas:
        raise InteOsäkert("Anslaget har inte haft något avbrott.")
    nummer = justering.anslag.count() + 1
    nytt = _sätt_upp(
        justering, f"justering:{justering.pk}:{nummer}", av=av, nu=nu or timezone.now()
    )
    assert nytt is not None
    return nytt
