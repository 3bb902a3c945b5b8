"""Det särskilda protokollet: upprätta, justera, anslå (KL 6:40, 7:8, 8:10 p. 3, 13:5).

Ett beslut som nämnden valt att inte få anmält och som får överklagas enligt KL 13 kap. kommer med
i nästa protokoll av sig självt, och i bara ett. Tiden att överklaga börjar med anslaget.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from konton.models import Användare
from konton.policy import myndigheter_med_roll
from nämnd.models import Organ
from protokoll import (
    delegationsdokument,
    frysning,
    policy,
    särskilt_protokoll,
)
from protokoll.models import Delegationsprotokoll, Delegationsprotokollrad
from protokoll.policy import Rätt
from protokoll.services import anslag as anslagen
from protokoll.services import tavlorna
from protokoll.services.justeringsfel import FelAnslag, FelSkede
from publikt.models import Anslag, Slag
from ärenden import filer
from ärenden.models import Delegationsbeslut
from ärenden.models.delegation import DelegationsbeslutQuerySet
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import delegationsbeslut, jobb
from ärenden.services.jobb import Arbetsfel, Utförande

SLAG = "protokoll.delegationsprotokoll"
NÄMNDER = (Organ.Typ.NÄMND, Organ.Typ.STYRELSE, Organ.Typ.GEMENSAM_NÄMND)


def nämnderna(användare: Användare) -> list[Organ]:
    """Nämnderna där användaren för protokoll: delegationen är nämndens, inte utskottets."""
    return list(
        Organ.objects.filter(
            typ__in=NÄMNDER,
            myndighet__in=myndigheter_med_roll(användare, policy.roller_med(Rätt.FÖRA_PROTOKOLL)),
        )
        .select_related("myndighet__kommun")
        .order_by("namn", "pk")
    )


def väntande(organ: Organ, till: date | None = None) -> DelegationsbeslutQuerySet:
    """Besluten som ska protokollföras särskilt och inte står i något protokoll."""
    tagna = Delegationsprotokollrad.objects.filter(beslut=OuterRef("pk"))
    rader = delegationsbeslut.särskilt_protokollförda(organ.myndighet).exclude(Exists(tagna))
    return rader if till is None else rader.filter(beslutsdag__lte=till)


def besluten(protokoll: Delegationsprotokoll) -> list[Delegationsbeslut]:
    rader = protokoll.rader.select_related("beslut__ärende", "beslut__punkt")
    return [rad.beslut for rad in rader]


@transaction.atomic
def upprätta(*, organ: Organ, till: date, av: Användare) -> Delegationsprotokoll:
    """Ett nytt protokoll med alla väntande beslut till och med dagen."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, organ)
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    if organ.typ not in NÄMNDER:
        raise FelSkede(f"Delegationsbeslut är nämndens, inte {organ}s.")
    beslut = list(väntande(organ, till).select_for_update(of=("self",)).order_by("pk"))
    if not beslut:
        raise FelSkede("Inga beslut till och med den dagen väntar på att protokollföras särskilt.")
    i_dag = timezone.localdate()
    tidigare = Delegationsprotokoll.objects.filter(organ=organ, år=i_dag.year)
    protokoll = Delegationsprotokoll.objects.create(
        organ=organ,
        år=i_dag.year,
        nummer=(tidigare.aggregate(n=Max("nummer"))["n"] or 0) + 1,
        upprättat_dag=i_dag,
        upprättat_av=av,
    )
    Delegationsprotokollrad.objects.bulk_create(
        Delegationsprotokollrad(protokoll=protokoll, beslut=b) for b in beslut
    )
    return protokoll


@transaction.atomic
def släng(*, protokoll: Delegationsprotokoll, av: Användare) -> None:
    """Ett ojusterat protokoll tas bort; besluten väntar igen. Bara det senaste."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.organ)
    låst = _lås(protokoll)
    senare = Delegationsprotokoll.objects.filter(
        organ=låst.organ_id, år=låst.år, nummer__gt=låst.nummer
    )
    if låst.är_justerat or senare.exists():
        raise FelSkede("Bara det senaste protokollet, och bara om det inte är justerat, tas bort.")
    låst.delete()


@transaction.atomic
def justera(
    *,
    protokoll: Delegationsprotokoll,
    förvaringsplats: str,
    av: Användare,
    skäl: str = "",
    nu: datetime | None = None,
) -> Delegationsprotokoll:
    """Den som justerar intygar listan med sitt namn. Anslaget väntar inte på filen."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.organ)
    nu = nu or timezone.now()
    låst = _lås(protokoll)
    if låst.är_justerat:
        raise FelSkede("Protokollet är redan justerat.")
    if not förvaringsplats.strip():
        raise FelSkede("Skriv var protokollet finns tillgängligt.")
    beslut = besluten(låst)
    samma = låst.upprättat_av_id == av.pk
    if fynd := särskilt_protokoll.pröva_justering(antal=len(beslut), samma_person=samma, skäl=skäl):
        raise FelAnslag(fynd)
    låst.förvaringsplats = förvaringsplats.strip()
    låst.justerat_tid, låst.justerat_av = nu, av
    låst.skäl = skäl.strip() if samma else ""
    låst.underlag = frysning.frys(
        delegationsdokument.dokument(
            låst,
            beslut,
            justerat_av=str(av),
            dag=timezone.localdate(nu),
            anvisning=anslagen.anvisning(låst.organ),
        )
    )
    _anslå(låst, av=av, nu=nu)
    låst.jobb = jobb.beställ(
        slag=SLAG,
        nyckel=f"delegationsprotokoll:{låst.pk}",
        argument={"protokoll": låst.pk},
        av=av,
    )
    låst.save()
    return låst


def _lås(protokoll: Delegationsprotokoll) -> Delegationsprotokoll:
    return (
        Delegationsprotokoll.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet__kommun", "upprättat_av__person")
        .get(pk=protokoll.pk)
    )


# --- Filen och anslaget ------------------------------------------------------------------------


def utför(*, jobb_id: int) -> None:
    """Skriver protokollet och lämnar det till anslaget. Görs arbetet om händer det en gång."""
    jobb.utför(jobb_id, _arbeta, ger_inte_upp=True)


def _arbeta(utförande: Utförande) -> None:
    protokoll = Delegationsprotokoll.objects.select_related("organ").get(
        pk=utförande.jobb.argument["protokoll"]
    )
    utförande.rapportera(10, "Skriver protokollet")
    klasser = {
        k.__name__: k
        for k in (
            delegationsdokument.Delegationsprotokolldokument,
            delegationsdokument.Delegatens,
            delegationsdokument.Delegationsrad,
        )
    }
    dokument = frysning.tina(protokoll.underlag, klasser)
    publiceras = anslagen.publicerar(protokoll.organ)
    try:
        pdf = rendera_pdf(delegationsdokument.MALL, dokument)
        öppet = (
            rendera_pdf(delegationsdokument.MALL, delegationsdokument.utan_besluten(dokument))
            if publiceras
            else None
        )
    except Dokumentfel as fel:
        raise Arbetsfel(f"Protokollet kunde inte göras. {fel}") from fel
    utförande.rapportera(80, "Sparar")
    with transaction.atomic():
        utförande.lås_resultatet()
        låst = _lås(protokoll)
        if låst.fil_id is None:
            låst.fil = filer.spara_eget(
                pdf.innehåll, medietyp="application/pdf", sidor=pdf.sidor, egen=True
            )
            låst.save(update_fields=["fil"])
        if öppet is not None:
            tavlorna.bifoga_protokollet(
                huvudkälla=låst.källa, pdf=öppet.innehåll, av=utförande.jobb.av, nu=timezone.now()
            )


def _anslå(protokoll: Delegationsprotokoll, *, av: Användare, nu: datetime) -> None:
    """Samma väg som justerade protokoll: genast eller på organets klockslag, ned på sin dag."""
    organ = protokoll.organ
    plan = anslagen.planera_för(organ=organ, nu=nu)
    tavlorna.sätt_upp(
        organ=organ,
        källa=protokoll.källa,
        justerad_dag=timezone.localdate(nu),
        av=av,
        nu=nu,
        slag=Slag.DELEGATIONSBESLUT,
        rubrik=f"Särskilt protokoll {protokoll.beteckning} över delegationsbeslut",
        ned_dag=plan.nedtas,
        förvaringsplats=protokoll.förvaringsplats,
        sista_överklagandedag=plan.sista_dag,
        överklagandeanvisning=anslagen.anvisning(organ),
        text=_text(protokoll),
        protokoll_läggs_ut=anslagen.publicerar(organ),
        uppe_från=plan.uppe_från,
    )
    protokoll.anslaget_dag, protokoll.sista_dag = plan.uppsatt, plan.sista_dag


def _text(protokoll: Delegationsprotokoll) -> str:
    """Vilka beslut det gäller: delegatens titel och nummer, utan namn på enskilda."""
    per_titel = delegationsdokument.titlarnas_nummer(besluten(protokoll))
    return "\n".join(
        [
            "Beslut på delegation som inte anmäls till nämnden är protokollförda särskilt:",
            *(f"{titel}: nummer {spann}" for titel, spann in per_titel),
        ]
    )


def på_tavlan(protokoll: Delegationsprotokoll) -> Anslag | None:
    return Anslag.objects.filter(källa=protokoll.källa).prefetch_related("avbrott").first()
