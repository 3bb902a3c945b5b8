"""Det som sekreteraren eller registratorn själv anslår, makulerar eller låter sitta längre.

Anslaget är en kopia i paketet publikt, som vaktar tavlan och tar ned på dagen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from konton.models import Användare
from konton.services.system import systemanvändare
from nämnd.fynd import Fynd, Regel
from nämnd.models import Organ
from protokoll import anslagsslag, anslagstid, policy
from protokoll.anslagsslag import Uppgifter
from protokoll.justeringsdokument import MALL_BEVIS, Bevisdokument
from protokoll.models import Anslag as Justeringsanslag
from protokoll.models import Protokoll, Tavelrättelse
from protokoll.policy import Rätt
from protokoll.services import anslag as anslagen
from protokoll.services import tavlorna
from protokoll.services.justeringsfel import FelAnslag, FelSkede
from protokoll.services.mötesfel import dagtext
from publikt.models import Anslag, Slag
from publikt.services import anslagsfel, anslagstavla
from ärenden import filer
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Utförande

SLAG_BEVIS = "protokoll.tavelbevis"
# Anslag ur en justering har sina egna bevis; de här har beviset på tavlan.
MED_TAVELBEVIS = Q(källa__startswith="anslag:") | Q(källa__startswith="delegationsprotokoll:")


# --- Att anslå ---------------------------------------------------------------------------------


def pröva(*, organ: Organ, slag: str, uppe_dag: date, ifyllt: Mapping[str, object]) -> list[Fynd]:
    """Det som hindrar anslaget och det som kräver ett skäl."""
    u = _uppgifter(organ, slag, uppe_dag, ifyllt)
    fynd = anslagsslag.pröva(u)
    dag = u.dag("sammanträdesdag")
    if slag == Slag.JUSTERAT_PROTOKOLL and dag is not None and _förs_här(organ, dag):
        fynd.append(
            Fynd(
                f"Protokollet för {organ} den {dag} förs här: anslaget sätts upp av sig självt "
                "när det är justerat.",
                anslagsslag.KRAV[slag].regel,
            )
        )
    return fynd


def _förs_här(organ: Organ, dag: date) -> bool:
    return Protokoll.objects.filter(
        sammanträde__organ=organ, sammanträde__datum=dag, ursprung=Protokoll.Ursprung.EGET
    ).exists()


def _uppgifter(organ: Organ, slag: str, uppe_dag: date, ifyllt: Mapping[str, object]) -> Uppgifter:
    return Uppgifter(
        slag=slag,
        uppe_dag=uppe_dag,
        är_fullmäktige=organ.typ == Organ.Typ.FULLMÄKTIGE,
        ifyllt=ifyllt,
        tillägg=tavlorna.tillägg(organ),
    )


@transaction.atomic
def anslå(
    *,
    organ: Organ,
    slag: str,
    rubrik: str,
    nyckel: UUID,
    av: Användare,
    uppe_från: datetime | None = None,
    fil: bytes | None = None,
    filnamn: str = "",
    granskad: bool = False,
    skäl: str = "",
    nu: datetime | None = None,
    **ifyllt: Any,
) -> Anslag:
    """Sätter upp ett anslag av ett av lagens slag (KL 8:10–11), genast eller vid en tid.

    `nyckel` är formulärets: sänds det om blir det inte två anslag. En varning kräver ett skäl.
    """
    policy.kräv(av, Rätt.ANSLÅ, organ)
    nu = nu or timezone.now()
    upp = max(uppe_från or nu, nu)
    uppe_dag = timezone.localdate(upp)
    if fil is not None:
        ifyllt["fil"] = filnamn or "filen"
    fynd = pröva(organ=organ, slag=slag, uppe_dag=uppe_dag, ifyllt=ifyllt)
    _kräv_inga_hinder(fynd, skäl)
    pdf = _granskad_fil(fil, filnamn, granskad=granskad) if fil is not None else None
    u = _uppgifter(organ, slag, uppe_dag, ifyllt)
    startar = slag in anslagsslag.STARTAR_TIDEN
    try:
        return tavlorna.sätt_upp(
            organ=organ,
            källa=f"{tavlorna.FÖR_HAND}{organ.pk}:{nyckel}",
            justerad_dag=u.dag("justerad_dag"),
            av=av,
            nu=nu,
            slag=slag,
            rubrik=rubrik.strip(),
            ned_dag=u.dag("ned_dag") or anslagsslag.tidigast_ned(u),
            sammanträdesdag=u.dag("sammanträdesdag"),
            paragrafer=str(ifyllt.get("paragrafer") or ""),
            förvaringsplats=str(ifyllt.get("förvaringsplats") or ""),
            sista_överklagandedag=anslagstid.sista_överklagandedag(uppe_dag) if startar else None,
            överklagandeanvisning=anslagen.anvisning(organ) if startar else "",
            lagstöd=str(ifyllt.get("lagstöd") or ""),
            text=str(ifyllt.get("text") or ""),
            protokoll_pdf=pdf,
            uppe_från=upp,
            anmärkning=skäl.strip()[:500] if fynd else "",
        )
    except anslagsfel.Anslagsfel as fel:
        raise FelAnslag([Fynd(str(fel))]) from fel


def _kräv_inga_hinder(fynd: Sequence[Fynd], skäl: str) -> None:
    hinder = [f for f in fynd if f.hindrar]
    if hinder or (fynd and not skäl.strip()):
        raise FelAnslag(hinder or fynd)


def _granskad_fil(innehåll: bytes, namn: str, *, granskad: bool) -> bytes:
    """Filen är en PDF, och någon har sett efter att den får läsas av var och en."""
    if not granskad:
        raise FelAnslag(
            [
                Fynd(
                    "Granska filen först: den får inte strida mot lag, till exempel om sekretess "
                    "eller personuppgifter.",
                    anslagsslag.KRAV[anslagsslag.PROTOKOLL].regel,
                )
            ]
        )
    try:
        filer.granska_pdf(innehåll, namn)
    except filer.Filfel as fel:
        raise FelAnslag([Fynd(str(fel))]) from fel
    return innehåll


# --- Att ändra ---------------------------------------------------------------------------------


@transaction.atomic
def makulera(*, anslag: Anslag, skäl: str, av: Användare, nu: datetime | None = None) -> Anslag:
    """Tar bort ett anslag som kom upp av misstag. Skälet är offentligt (KL 13:5 andra stycket).

    Löper överklagandetiden får anslaget inte bara tas bort (KL 8:12): justeringen tillkännages på
    nytt i samma stund, eller så går det inte.
    """
    policy.kräv_sköta_tavelanslag(av, anslag)
    if anslag.makulerad_tid is not None:
        raise FelSkede("Anslaget är redan makulerat.")
    nu = nu or timezone.now()
    makulering = makuleringen(anslag=anslag, av=av, nu=nu)
    if fynd := anslagsslag.pröva_makulering(makulering):
        raise FelAnslag(fynd)
    try:
        makulerat = anslagstavla.makulera(källa=anslag.källa, skäl=skäl, av_namn=str(av), nu=nu)
    except anslagsfel.Anslagsfel as fel:
        raise FelAnslag([_som_fynd(fel)]) from fel
    tavlorna.makulera_rättade(huvudkälla=anslag.källa, skäl=skäl, av=av, nu=nu)
    if anslagsslag.är_i_förtid(makulering):
        anslagen.tillkännage_på_nytt(
            anslag=Justeringsanslag.objects.select_related(
                "protokoll__sammanträde__organ", "justering"
            ).get(källa=anslag.källa),
            av=av,
            nu=nu,
        )
    return makulerat


def makuleringen(
    *, anslag: Anslag, av: Användare, nu: datetime | None = None
) -> anslagsslag.Makulering:
    """Det som prövas innan anslaget makuleras, och om ett nytt då sätts upp."""
    return anslagsslag.Makulering(
        dag=timezone.localdate(nu or timezone.now()),
        uppe=anslag.är_uppe,
        startar_tiden=anslag.startar_överklagandetid,
        sista=anslag.sista_överklagandedag,
        ersätts=_går_att_tillkännage_på_nytt(anslag, av),
        osäker=anslag.nytt_tillkännagivande_rekommenderas
        and not Anslag.objects.på_nytt(anslag).exists(),
    )


def _går_att_tillkännage_på_nytt(anslag: Anslag, av: Användare) -> bool:
    """Det senaste anslaget ur en justering som är gjord här, när användaren för protokollet."""
    rad = (
        Justeringsanslag.objects.filter(källa=anslag.källa)
        .exclude(justering=None)
        .select_related("protokoll__sammanträde__organ")
        .first()
    )
    if rad is None or not policy.får(av, Rätt.FÖRA_PROTOKOLL, rad.protokoll.sammanträde.organ):
        return False
    senare = Justeringsanslag.objects.filter(justering=rad.justering_id, ordning__gt=rad.ordning)
    return not senare.exists()


@transaction.atomic
def flytta_ned_dag(
    *, anslag: Anslag, ned_dag: date, skäl: str, av: Användare, nu: datetime | None = None
) -> Anslag:
    """Anslaget får sitta längre än det som står på det, aldrig kortare (KL 8:12)."""
    policy.kräv_sköta_tavelanslag(av, anslag)
    fynd = anslagsslag.pröva_flytt(
        nu=anslag.ned_dag, ny=ned_dag, startar_tiden=anslag.startar_överklagandetid
    )
    if fynd:
        raise FelAnslag(fynd)
    try:
        return anslagstavla.flytta_ned_dag(
            källa=anslag.källa, ned_dag=ned_dag, skäl=skäl, av_namn=str(av), nu=nu
        )
    except anslagsfel.Anslagsfel as fel:
        raise FelAnslag([_som_fynd(fel)]) from fel


# --- Att rätta ---------------------------------------------------------------------------------


def text_utan_märke(anslag: Anslag) -> str:
    """Texten som den skrevs, utan orden om att den är rättad."""
    senaste = rättelserna(anslag).last()
    return senaste.text if senaste is not None else anslag.text


def rättelserna(anslag: Anslag) -> QuerySet[Tavelrättelse]:
    """Rättelserna i den ordning de gjordes."""
    return Tavelrättelse.objects.filter(källa=anslag.källa).order_by("pk")


def hinder_för_rättelse(anslag: Anslag) -> list[Fynd]:
    """Varför anslagets text inte alls går att rätta; tomt när den går det."""
    prövad = _rättelse(anslag, rubrik=anslag.rubrik, text="x", skäl="x")
    return anslagsslag.pröva_rättelse(replace(prövad, ändrad=True))


@transaction.atomic
def rätta_text(
    *,
    anslag: Anslag,
    rubrik: str,
    text: str,
    skäl: str,
    av: Användare,
    nu: datetime | None = None,
) -> Tavelrättelse:
    """Nödutgången för det som aldrig skulle ha anslagits: ett namn, en hemlig uppgift.

    Anslaget sitter kvar med sina dagar (KL 8:12) och säger att det är rättat. Den gamla texten tas
    bort från tavlan, också de samverkande kommunernas, och läses sedan bara här.
    """
    policy.kräv_sköta_tavelanslag(av, anslag)
    nu = nu or timezone.now()
    anslag = Anslag.objects.select_for_update(of=("self",)).get(pk=anslag.pk)
    rubrik, text, skäl = rubrik.strip(), text.replace("\r\n", "\n").strip(), skäl.strip()
    if fynd := anslagsslag.pröva_rättelse(_rättelse(anslag, rubrik=rubrik, text=text, skäl=skäl)):
        raise FelAnslag(fynd)
    rad = Tavelrättelse.objects.create(
        källa=anslag.källa,
        gammal_rubrik=anslag.rubrik,
        gammal_text=anslag.text,
        rubrik=rubrik,
        text=text,
        skäl=skäl[:500],
        av=av,
        av_namn=str(av),
        tid=nu,
    )
    på_tavlan = anslagsslag.rättad_text(text, dagtext(timezone.localdate(nu)))
    andra = [t.källa for t in tavlorna.tavlor(anslag.källa) if t.källa]
    läses = Anslag.objects.filter(källa__in=[anslag.källa, *andra], makulerad_tid=None)
    for källa in läses.order_by("pk").values_list("källa", flat=True):
        anslagstavla.rätta_text(källa=källa, rubrik=rubrik, text=på_tavlan, av_namn=str(av))
    return rad


def _rättelse(anslag: Anslag, *, rubrik: str, text: str, skäl: str) -> anslagsslag.Texträttelse:
    return anslagsslag.Texträttelse(
        slag=anslag.slag,
        rubrik=rubrik,
        text=text,
        skäl=skäl,
        för_hand=anslag.källa.startswith(tavlorna.FÖR_HAND),
        makulerat=anslag.makulerad_tid is not None,
        ändrad=(rubrik, text) != (anslag.rubrik, text_utan_märke(anslag)),
    )


def _som_fynd(fel: anslagsfel.Anslagsfel) -> Fynd:
    return Fynd(str(fel), Regel(fel.lagrum, fel.lagtext))


# --- Beviset -----------------------------------------------------------------------------------


def beställ_bevis(*, av: Användare | None = None) -> int:
    """Bevis för de nedtagna anslag som inte kommer ur en justering (KL 8:10). Ger hur många."""
    av = av or systemanvändare()
    saknar = Anslag.objects.filter(MED_TAVELBEVIS, nedtagen_tid__isnull=False, bevis=None)
    antal = 0
    for anslag in saknar.order_by("pk"):
        jobb.beställ(
            slag=SLAG_BEVIS,
            nyckel=f"tavelbevis:{anslag.pk}",
            argument={"anslag": anslag.pk},
            av=av,
        )
        antal += 1
    return antal


def utför_bevis(*, jobb_id: int) -> None:
    jobb.utför(jobb_id, _skriv_bevis)


def _skriv_bevis(utförande: Utförande) -> None:
    anslag = Anslag.objects.prefetch_related("avbrott").get(pk=utförande.jobb.argument["anslag"])
    utförande.rapportera(20, "Skriver beviset")
    if anslag.bevis_id is None:
        try:
            pdf = rendera_pdf(MALL_BEVIS, bevisdokument(anslag, nu=timezone.now()))
        except Dokumentfel as fel:
            raise Arbetsfel(f"Beviset kunde inte göras. {fel}") from fel
        with transaction.atomic():
            utförande.lås_resultatet()
            låst = Anslag.objects.select_for_update(of=("self",)).get(pk=anslag.pk)
            if låst.bevis_id is None:
                anslagstavla.bifoga_bevis(
                    källa=låst.källa, pdf_bytes=pdf.innehåll, av_namn=str(utförande.jobb.av)
                )


def bevisdokument(anslag: Anslag, *, nu: datetime) -> Bevisdokument:
    """Det som verkligen hände: vad som satt uppe, när, och vad som bröt det."""
    assert anslag.uppsatt_tid is not None
    assert anslag.nedtagen_tid is not None
    upp, ned = timezone.localtime(anslag.uppsatt_tid), timezone.localtime(anslag.nedtagen_tid)
    uppgifter = (
        ("Organ", anslag.organ),
        ("Anslaget gäller", anslag.rubrik),
        ("Slag", anslag.get_slag_display()),
        ("Stöd", anslag.lagstöd or anslag.lagrum),
        ("Anslaget sattes upp", f"{upp:%Y-%m-%d kl. %H.%M}"),
        ("Sista dag för överklagande", str(anslag.sista_överklagandedag or "")),
        *(("Avbrott", str(a)) for a in anslag.avbrott.all()),
        *(("Texten rättad", f"{timezone.localdate(r.tid)}") for r in rättelserna(anslag)),
        ("Anslaget togs ned", f"{ned:%Y-%m-%d kl. %H.%M}"),
    )
    stycken = ["Anslaget har suttit på kommunens anslagstavla (8 kap. 9 och 10 §§ kommunallagen)."]
    if anslag.nytt_tillkännagivande_rekommenderas:
        stycken.append(
            "Anslaget har inte suttit uppe hela tiden. Det är osäkert när besluten får laga kraft "
            "(13 kap. 5 § kommunallagen)."
        )
    return Bevisdokument(
        titel=f"Anslagsbevis {anslag.rubrik}",
        kommun=anslag.kommun,
        organ=anslag.organ,
        dokumentnamn="Anslagsbevis",
        dag_text=timezone.localdate(nu).isoformat(),
        stycken=tuple(stycken),
        uppgifter=tuple((rad, text) for rad, text in uppgifter if text),
        utfärdat=f"systemet Nämnd, {timezone.localtime(nu):%Y-%m-%d kl. %H.%M}",
    )
