"""Anslaget: sätts upp av sig självt när protokollet är justerat (KL 8 kap. 12 §, 13 kap. 5 §).

Det offentliga anslaget är en kopia i paketet publikt, som vaktar tavlan, antecknar avbrott och tar
ned på dagen. Hur det har gått läses därifrån.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Organ
from protokoll import anslagstid, policy
from protokoll.documents.text import uppräknat
from protokoll.models import (
    AnnanTavla,
    Anslag,
    Anslagsregel,
    Justering,
    Justeringsregel,
    Paragraf,
)
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.policy import Rätt
from protokoll.services.justeringsfel import AnslagetKvar, FelSkede, FelTavladag, InteOsäkert
from protokoll.services.justeringsläge import ej_justerade, justeringens_paragrafer, nummer_i
from protokoll.services.mötesfel import dagtext
from publikt import utbyggnad
from publikt.models import Anslag as Tavelanslag
from publikt.models import Slag
from publikt.services import anslagsfel, anslagstavla

# Så långt före nedtagningen flyttas den när en annan kommuns tavla inte är bekräftad.
FRAMFÖRHÅLLNING = timedelta(days=2)


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
        nedtas=anslagstid.ned_dag(dag, tillägg(organ)),
    )


def tillägg(organ: Organ) -> int:
    """Dagar som kommunen låter anslag sitta efter sista dagen att överklaga."""
    regel = Anslagsregel.objects.filter(kommun=organ.myndighet.kommun_id)
    return regel.values_list("tillägg", flat=True).first() or anslagstid.MINSTA_TILLÄGG


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
        varningar=_för_sent(justerad_dag, plan.uppsatt),
    )
    tavlor = [(källa, organ.kommunnamn[0]), *_andra_tavlor(rad, av=av, nu=nu)]
    for egen_källa, kommun in tavlor:
        _på_tavlan(rad, plan, egen_källa, kommun, av=av, nu=nu)
    return rad


def _för_sent(justerad_dag: date, uppsatt: date) -> list[str]:
    if not anslagstid.är_för_sent_uppsatt(justerad_dag, uppsatt):
        return []
    sist = date_format(anslagstid.senast_uppsatt(justerad_dag), "j F Y")
    return [f"Justeringen skulle ha tillkännagetts senast den {sist}."]


def _andra_tavlor(rad: Anslag, *, av: Användare, nu: datetime) -> list[tuple[str, str]]:
    """De samverkande kommunernas tavlor (KL 9 kap. 32 §). Ger nycklarna till dem som finns här."""
    kommuner = rad.protokoll.sammanträde.organ.samverkande
    här = set(
        Anslagsregel.objects.filter(kommun__namn__in=kommuner).values_list(
            "kommun__namn", flat=True
        )
    )
    nycklar = []
    for nummer, kommun in enumerate(kommuner, 1):
        egen = f"{rad.källa}:kommun:{nummer}" if kommun in här else ""
        AnnanTavla.objects.create(
            anslag=rad,
            kommun=kommun,
            källa=egen,
            uppsatt=rad.uppsatt if egen else None,
            antecknad_tid=nu if egen else None,
            antecknad_av=str(av) if egen else "",
        )
        if egen:
            nycklar.append((egen, kommun))
    return nycklar


def _på_tavlan(
    rad: Anslag, plan: Plan, källa: str, kommun: str, *, av: Användare, nu: datetime
) -> None:
    protokoll, justering = rad.protokoll, rad.justering
    assert justering is not None
    organ = protokoll.sammanträde.organ
    dag = date_format(protokoll.sammanträde.datum, "j F Y")
    anslagstavla.sätt_upp(
        källa=källa,
        slag=Slag.JUSTERAT_PROTOKOLL,
        kommun=kommun,
        organ=organ.namn,
        rubrik=f"Justerat protokoll från {organ.namn} {dag}",
        ned_dag=plan.nedtas,
        av_namn=str(av),
        sammanträdesdag=protokoll.sammanträde.datum,
        paragrafer=paragraftext(rad),
        justerad_dag=justering.datum,
        förvaringsplats=rad.förvaring,
        sista_överklagandedag=plan.sista_dag,
        överklagandeanvisning=anvisning(organ),
        protokoll_pdf=_publik_kopia(justering),
        protokoll_läggs_ut=_publicerar(organ),
        uppe_från=plan.uppe_från,
        nu=nu,
    )


def bifoga_protokollet(*, justering: Justering, av: Användare, nu: datetime) -> None:
    """Den offentliga versionen till justeringens anslag, när den är färdig.

    Det som har tagits ned eller makulerats står som det är.
    """
    if (kopia := _publik_kopia(justering)) is None:
        return
    for rad in justering.anslag.order_by("ordning").prefetch_related("andra_tavlor"):
        uppe = Tavelanslag.objects.filter(källa__in=_källor(rad), protokoll=None)
        levande = uppe.filter(nedtagen_tid=None, makulerad_tid=None)
        for källa in levande.order_by("pk").values_list("källa", flat=True):
            anslagstavla.bifoga_protokoll(källa=källa, pdf_bytes=kopia, av_namn=str(av), nu=nu)


def _källor(rad: Anslag) -> set[str]:
    """Nycklarna på tavlorna i installationen."""
    return {rad.källa, *(t.källa for t in rad.andra_tavlor.all() if t.källa)}


def gäller_delvis(anslag: Anslag, paragraf: Paragraf) -> bool:
    """Om anslaget bara gäller några satser i paragrafen, justerade före resten av den."""
    egen = paragraf.omedelbar_justering_id
    return egen is not None and egen == anslag.justering_id and bool(paragraf.omedelbara_punkter)


def paragraftext(anslag: Anslag) -> str:
    """Det anslagna som det trycks: "§§ 1, 3 och § 2 punkt 2"."""
    delvis = {
        p.nummer: p.omedelbara_punkter
        for p in anslag.protokoll.paragrafer.filter(omedelbar_justering=anslag.justering_id)
        if gäller_delvis(anslag, p)
    }
    nummer = nummer_i(anslag.paragrafer)
    hela = skriv_paragrafer([n for n in nummer if n not in delvis], tecken=True)
    satser = [
        f"§ {n} {'punkt' if len(delvis[n]) == 1 else 'punkterna'} "
        f"{uppräknat([str(p) for p in delvis[n]])}"
        for n in nummer
        if n in delvis
    ]
    return uppräknat([*([hela] if hela else []), *satser])


def anvisning(organ: Organ) -> str:
    """Hur besluten överklagas enligt KL 13 kap., som det står på anslaget."""
    regel = Justeringsregel.objects.filter(organ=organ.pk).first()
    if regel is not None and regel.överklagandeanvisning:
        return regel.överklagandeanvisning
    if andra := organ.samverkande:
        return (
            "Den som är medlem av någon av kommunerna får överklaga beslut hos förvaltningsrätten "
            "inom tre veckor från den dag då justeringen har tillkännagetts på anslagstavlorna i "
            f"samtliga samverkande kommuner, också {uppräknat(andra)} (13 kap. 5 § kommunallagen). "
            "Sista dagen nedan flyttas om någon av dem tillkännager senare."
        )
    return (
        "Den som är medlem av kommunen får överklaga beslut hos förvaltningsrätten inom tre "
        "veckor från den dag då justeringen tillkännagavs på anslagstavlan (13 kap. "
        "kommunallagen)."
    )


def _publik_kopia(justering: Justering) -> bytes | None:
    """Den offentliga versionen, när organet visar protokollen. Det hemliga aldrig.

    Inte heller bilden av ett undertecknat papper: den läser inget hjälpmedel upp.
    """
    if not _publicerar(justering.protokoll.sammanträde.organ):
        return None
    på_papper = justering.metod == Justering.Metod.PAPPER
    if på_papper or justering.underlag.get("offentligt"):
        return justering.offentlig_fil.läs() if justering.offentlig_fil else None
    return justering.fil.läs() if justering.fil else None


def _publicerar(organ: Organ) -> bool:
    return Justeringsregel.objects.filter(organ=organ, publicerar_protokoll=True).exists()


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
def anteckna_tavla(
    *, tavla: AnnanTavla, dag: date, av: Användare, nu: datetime | None = None
) -> Anslag:
    """Dagen då en samverkande kommun tillkännagav justeringen (KL 9 kap. 32 §).

    När den sista är antecknad räknas överklagandetiden därifrån, och anslagen här sitter till dess.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, tavla.anslag.protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    rad = (
        Anslag.objects.select_for_update(of=("self",))
        .select_related("justering", "protokoll__sammanträde__organ__myndighet")
        .get(pk=tavla.anslag_id)
    )
    tavla = rad.andra_tavlor.get(pk=tavla.pk)
    if tavla.uppsatt is not None:
        raise FelTavladag(f"{tavla.kommun} är redan antecknad den {dagtext(tavla.uppsatt)}.")
    assert rad.justering is not None
    assert rad.justering.datum is not None
    if not rad.justering.datum <= dag <= timezone.localdate(nu):
        raise FelTavladag(
            f"Dagen är mellan justeringen den {dagtext(rad.justering.datum)} och i dag."
        )
    tavla.uppsatt, tavla.antecknad_tid, tavla.antecknad_av = dag, nu, str(av)
    tavla.save(update_fields=["uppsatt", "antecknad_tid", "antecknad_av"])
    från = rad.tiden_räknas_från
    if från is not None and från > rad.uppsatt:
        _räkna_från(rad, från)
        skäl = f"tillkännagivet i {tavla.kommun} den {dagtext(dag)}"
        _förläng(rad, skäl, av_namn=str(av), nu=nu)
    return rad


@utbyggnad.registrera_dagräknare
def kom_upp_senare(*, källa: str, nu: datetime, av: str) -> utbyggnad.Dagar | None:
    """Anslaget kom upp en senare dag än tänkt, och tiden räknas därifrån (KL 13 kap. 5 §).

    Raden får den verkliga dagen, så att bevis, utdrag och laga kraft säger detsamma som tavlan.
    Ger None när källan inte är en justerings.
    """
    rad = (
        Anslag.objects.select_for_update(of=("self",))
        .select_related("justering", "protokoll__sammanträde__organ__myndighet")
        .filter(
            Q(källa=källa) | Q(pk__in=AnnanTavla.objects.filter(källa=källa).values("anslag_id"))
        )
        .first()
    )
    if rad is None:
        return None
    dag = timezone.localdate(nu)
    if rad.källa == källa:
        rad.uppsatt = dag
        if rad.justering is not None and rad.justering.datum is not None:
            rad.varningar = _för_sent(rad.justering.datum, dag)
        rad.save(update_fields=["uppsatt", "varningar"])
    else:
        rad.andra_tavlor.filter(källa=källa).update(uppsatt=dag)
    _räkna_från(rad, rad.tiden_räknas_från or dag)
    assert rad.sista_dag is not None
    assert rad.nedtas is not None
    skäl = f"ett av anslagen kom upp den {dagtext(dag)}"
    _förläng(rad, skäl, av_namn=av, nu=nu, utom=källa)
    return utbyggnad.Dagar(rad.sista_dag, rad.nedtas)


def _räkna_från(rad: Anslag, dag: date) -> None:
    """Radens dagar från dagen då justeringen tillkännagavs."""
    rad.sista_dag = anslagstid.sista_överklagandedag(dag)
    rad.nedtas = anslagstid.ned_dag(dag, tillägg(rad.protokoll.sammanträde.organ))
    rad.save(update_fields=["sista_dag", "nedtas"])


def _förläng(rad: Anslag, skäl: str, *, av_namn: str, nu: datetime, utom: str = "") -> None:
    """Anslagen här får radens dagar; det som redan tagits ned står som det är."""
    assert rad.sista_dag is not None
    assert rad.nedtas is not None
    källor = _källor(rad) - {utom}
    uppe = Tavelanslag.objects.filter(källa__in=källor, nedtagen_tid=None, makulerad_tid=None)
    for källa in uppe.order_by("pk").values_list("källa", flat=True):
        anslagstavla.förläng(
            källa=källa,
            sista_överklagandedag=rad.sista_dag,
            ned_dag=rad.nedtas,
            skäl=skäl,
            av_namn=av_namn,
            nu=nu,
        )


def håll_kvar(*, av: Användare, nu: datetime | None = None) -> int:
    """Anslag som väntar på en annan kommuns tavla sitter kvar (KL 8 kap. 12 §, 13 kap. 5 §).

    Tiden har inte börjat förrän alla har tillkännagett, och kan tidigast börja i dag.
    """
    nu = nu or timezone.now()
    idag = timezone.localdate(nu)
    väntar = (
        Anslag.objects.filter(andra_tavlor__uppsatt=None, andra_tavlor__isnull=False)
        .filter(nedtas__lte=idag + FRAMFÖRHÅLLNING)
        .select_related("protokoll__sammanträde__organ__myndighet")
        .prefetch_related("andra_tavlor")
        .distinct()
        .order_by("pk")
    )
    antal = 0
    for rad in väntar:
        saknas = [t.kommun for t in rad.andra_tavlor.all() if t.uppsatt is None]
        with transaction.atomic():
            _räkna_från(rad, idag)
            skäl = f"väntar på tillkännagivandet i {uppräknat(saknas)}"
            _förläng(rad, skäl, av_namn=str(av), nu=nu)
        antal += 1
    return antal


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
    return nytt
