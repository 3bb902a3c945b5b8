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
from nämnd.fynd import Fynd
from nämnd.models import Organ
from protokoll import anslagstid, policy, överklagandehänvisning
from protokoll.models import (
    Anslag,
    Justering,
    Justeringsregel,
    Paragraf,
    Överklagandehänvisning,
)
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services import tavlorna
from protokoll.services.justeringsfel import AnslagetKvar, FelSkede, InteOsäkert
from protokoll.services.justeringsläge import ej_justerade, justeringens_paragrafer
from publikt.models import Anslag as Tavelanslag
from publikt.models import Slag
from publikt.services import anslagsfel, anslagstavla
from ärenden.överklagandetyp import Överklagandetyp


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
    return planera_för(organ=justering.protokoll.sammanträde.organ, nu=nu)


def anslagets_plan(justering: Justering) -> Plan:
    """Dagarna på justeringens första anslag; utan något att anslå de som det skulle ha fått."""
    assert justering.justerad_tid is not None
    plan = planera(justering=justering, nu=justering.justerad_tid)
    första = justering.anslag.order_by("ordning").first()
    if första is None or första.sista_dag is None or första.nedtas is None:
        return plan
    return Plan(plan.uppe_från, första.uppsatt, första.sista_dag, första.nedtas)


def planera_för(*, organ: Organ, nu: datetime) -> Plan:
    """Genast, eller nästa gång klockan är det som organet bestämt."""
    regel = Justeringsregel.objects.filter(organ=organ).first()
    uppe = nu
    if regel is not None and regel.anslås_kl is not None:
        uppe = timezone.localtime(nu).replace(
            hour=regel.anslås_kl.hour, minute=regel.anslås_kl.minute, second=0, microsecond=0
        )
        if uppe < nu:
            uppe += timedelta(days=1)
    dag = timezone.localdate(uppe)
    return Plan(
        uppe_från=uppe,
        uppsatt=dag,
        sista_dag=anslagstid.sista_överklagandedag(dag),
        nedtas=anslagstid.ned_dag(dag, tavlorna.tillägg(organ)),
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
    plan = planera(justering=justering, nu=nu)
    assert justering.datum is not None
    justerad_dag = justering.datum
    är_första = not justering.anslag.exists()
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
        # Ett nytt tillkännagivande är inte sent: det första kom upp i sin tid, eller har varningen.
        varningar=tavlorna.sent(justerad_dag, plan.uppsatt) if är_första else [],
    )
    _på_tavlorna(rad, plan, av=av, nu=nu)
    return rad


def _på_tavlorna(rad: Anslag, plan: Plan, *, av: Användare, nu: datetime) -> None:
    protokoll, justering = rad.protokoll, rad.justering
    assert justering is not None
    assert justering.datum is not None
    organ = protokoll.sammanträde.organ
    dag = date_format(protokoll.sammanträde.datum, "j F Y")
    tavlorna.sätt_upp(
        organ=organ,
        källa=rad.källa,
        anslag=rad,
        justerad_dag=justering.datum,
        av=av,
        nu=nu,
        slag=Slag.JUSTERAT_PROTOKOLL,
        rubrik=f"Justerat protokoll från {organ.namn} {dag}",
        ned_dag=plan.nedtas,
        sammanträdesdag=protokoll.sammanträde.datum,
        paragrafer=rad.paragraftext,
        förvaringsplats=rad.förvaring,
        sista_överklagandedag=plan.sista_dag,
        överklagandeanvisning=anvisning(organ),
        protokoll_pdf=_publik_kopia(justering),
        protokoll_läggs_ut=publicerar(organ),
        uppe_från=plan.uppe_från,
    )


def bifoga_protokollet(*, justering: Justering, av: Användare, nu: datetime) -> None:
    """Den offentliga versionen till justeringens anslag, när den är färdig."""
    if (kopia := _publik_kopia(justering)) is None:
        return
    for källa in justering.anslag.order_by("ordning").values_list("källa", flat=True):
        tavlorna.bifoga_protokollet(huvudkälla=källa, pdf=kopia, av=av, nu=nu)


def anslå_rättelser(*, justering: Justering, av: Användare, nu: datetime) -> None:
    """De rättade versionerna på tavlorna där justeringen sitter uppe, var och en med sin fil.

    Det som redan är anslaget står kvar; allmänheten ser att det är rättat (JO 581-2013).
    """
    organ = justering.protokoll.sammanträde.organ
    versioner = list(
        justering.versioner.filter(fil__isnull=False)
        .select_related("rättelse__paragraf", "fil", "offentlig_fil")
        .order_by("nummer")
    )
    anslagen = list(justering.anslag.order_by("ordning"))
    for version in versioner:
        fil = version.offentlig_fil if _har_offentlig_form(justering) else version.fil
        for rad in anslagen:
            tavlorna.anslå_rättad(
                huvudkälla=rad.källa,
                nummer=version.nummer,
                text=f"{version.rad}. Det som stod förut finns kvar i det ursprungliga "
                "protokollet.",
                pdf=fil.läs() if fil is not None and publicerar(organ) else None,
                av=av,
                nu=nu,
            )


def anslagna_punkter(anslag: Anslag, paragraf: Paragraf) -> list[int]:
    """De satser i paragrafen som anslaget bara gäller, justerade för sig; tomt är hela den."""
    return paragraf.punkter_i(anslag.justering_id)


def anvisning(organ: Organ) -> str:
    """Hur besluten överklagas enligt KL 13 kap., som det står på anslaget."""
    regel = Justeringsregel.objects.filter(organ=organ.pk).first()
    if regel is not None and regel.överklagandeanvisning:
        return regel.överklagandeanvisning
    egen = _egen_hänvisning(organ)
    return överklagandehänvisning.på_anslaget(
        fullmäktige=organ.typ == Organ.Typ.FULLMÄKTIGE,
        domstol=egen.domstol if egen else "",
        inlämning=egen.inlämning if egen else "",
        samverkande=organ.samverkande,
    )


def hänvisningens_varningar(organ: Organ) -> list[Fynd]:
    """Det som anvisningen på anslaget inte säger, och som nämnden kan ange (FL 33 §)."""
    regel = Justeringsregel.objects.filter(organ=organ.pk).first()
    if regel is not None and regel.överklagandeanvisning:
        return []
    egen = _egen_hänvisning(organ)
    fynd = överklagandehänvisning.domstol_saknas(egen.domstol if egen else "")
    return [fynd] if fynd is not None else []


def _egen_hänvisning(organ: Organ) -> Överklagandehänvisning | None:
    """Nämndens domstol och adress för laglighetsprövning."""
    return Överklagandehänvisning.objects.filter(
        myndighet=organ.myndighet_id, överklagandetyp=Överklagandetyp.LAGLIGHETSPRÖVNING
    ).first()


def _publik_kopia(justering: Justering) -> bytes | None:
    """Den offentliga versionen, när organet visar protokollen. Det hemliga aldrig.

    Inte heller bilden av ett undertecknat papper: den läser inget hjälpmedel upp.
    """
    if not publicerar(justering.protokoll.sammanträde.organ):
        return None
    if _har_offentlig_form(justering):
        return justering.offentlig_fil.läs() if justering.offentlig_fil else None
    return justering.fil.läs() if justering.fil else None


def _har_offentlig_form(justering: Justering) -> bool:
    """När något är hemligt, eller när originalet är ett papper."""
    på_papper = justering.metod == Justering.Metod.PAPPER
    return på_papper or bool(justering.underlag.get("offentligt"))


def publicerar(organ: Organ) -> bool:
    return Justeringsregel.objects.filter(organ=organ, publicerar_protokoll=True).exists()


# --- Hur det har gått --------------------------------------------------------------------------


def på_tavlan(anslag: Anslag) -> Tavelanslag | None:
    """Kopian på anslagstavlan med sina avbrott."""
    return Tavelanslag.objects.filter(källa=anslag.källa).prefetch_related("avbrott").first()


def senare(anslag: Anslag) -> list[Anslag]:
    """De nya tillkännagivanden av samma justering som kom efter det här."""
    if anslag.justering_id is None:
        return []
    samma = Anslag.objects.filter(justering=anslag.justering_id, ordning__gt=anslag.ordning)
    return list(samma.order_by("ordning", "pk"))


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
    """Efter ett avbrott eller en makulering: ett nytt anslag med egna dagar.

    Efter ett avbrott sitter det gamla kvar sin tid.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, anslag.protokoll.sammanträde.organ)
    if anslag.justering is None:
        raise FelSkede("Ett inläst anslag behåller de dagar det hade.")
    justering = Justering.objects.select_for_update(of=("self",)).get(pk=anslag.justering.pk)
    senaste = justering.anslag.order_by("-ordning").first()
    if senaste is not None and senaste.pk != anslag.pk:
        raise FelSkede("Justeringen är redan tillkännagiven på nytt.")
    uppe = på_tavlan(anslag)
    makulerat = uppe is not None and uppe.makulerad_tid is not None
    if uppe is None or not (makulerat or uppe.nytt_tillkännagivande_rekommenderas):
        raise InteOsäkert("Anslaget har inte haft något avbrott och är inte makulerat.")
    nummer = justering.anslag.count() + 1
    nytt = _sätt_upp(
        justering, f"justering:{justering.pk}:{nummer}", av=av, nu=nu or timezone.now()
    )
    assert nytt is not None
    anslå_rättelser(justering=justering, av=av, nu=nu or timezone.now())
    return nytt
