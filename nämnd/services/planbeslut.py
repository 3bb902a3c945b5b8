"""Sammanträdesplanens beslut: PDF och skrivelse i ett ärende, och mötena när den är fastställd.

En fastställd plan är frusen. En ändring är en ny version som beslutas på samma sätt.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from konton.models import Användare
from nämnd import plandokument, planskillnad, policy
from nämnd.models import PlaneratMöte, Sammanträde, Sammanträdesplan
from nämnd.planskillnad import Rad, Skillnad
from nämnd.services import kalender, sammanträden
from nämnd.services.sammanträdesplan import Planfel, lås
from ärenden import filer
from ärenden import policy as ärendepolicy
from ärenden.models import Anmälan, Diarium, Händelse, Skrivelse, Ärende
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import händelser, jobb, registrering, skrivelser
from ärenden.services.jobb import Arbetsfel, Utförande

UPPGIFT = "namnd.sammantradesplan"
MALL = "pdf/sammantradesplan.html"
S = Sammanträdesplan.Status
AVSLAG = "avslag"
STRUKET_SKÄL = "Struket i den ändrade sammanträdesplanen."
ÄNDRADES = "Planen ändrades medan PDF:en skrevs. Skriv den igen."
PRÖVA_SEN = "PDF:en skrivs just nu. Vänta tills den är klar."


# --- PDF:en och ärendet ------------------------------------------------------------------------


@transaction.atomic
def skriv_pdf(*, plan: Sammanträdesplan, av: Användare) -> None:
    """Beställer utkastets PDF, att skicka runt innan planen lämnas till beslut."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    låst = lås(plan)
    if not låst.är_utkast:
        raise Planfel(f"Planen är {låst.get_status_display()}; dess PDF finns redan.")
    _beställ(låst, av)


@transaction.atomic
def lämna_till_beslut(*, plan: Sammanträdesplan, ärende: Ärende, av: Användare) -> None:
    """Låser planen och beställer PDF:en, som blir en skrivelse anmäld till nämnden."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    låst = lås(plan)
    if not låst.är_utkast:
        raise Planfel(f"Planen är redan {låst.get_status_display()}.")
    if not låst.möten.exists():
        raise Planfel("Planen har inga möten än.")
    ärendepolicy.kräv_se(av, ärende)
    if ärende.myndighet_id != låst.myndighet_id:
        raise Planfel(f"Ärendet hör inte till {låst.myndighet}.")
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise Planfel(f"{ärende.beteckning} är {ärende.get_status_display()}.")
    låst.status = S.INLÄMNAD
    låst.ärende = ärende
    låst.skrivelse = None
    låst.save(update_fields=["status", "ärende", "skrivelse"])
    _beställ(låst, av)


@transaction.atomic
def lämna_i_nytt_ärende(
    *, plan: Sammanträdesplan, diarium: Diarium, klass: str = "", av: Användare
) -> Ärende:
    """Registrerar ett ärende för planen och lämnar den till beslut i det."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    ärende = registrering.registrera_ärende(
        diarium=diarium,
        myndighet=plan.myndighet,
        rubrik=f"Sammanträdesplan {plan.år}",
        klass=klass,
        handläggare=av,
        av=av,
    )
    lämna_till_beslut(plan=plan, ärende=ärende, av=av)
    return ärende


def _beställ(plan: Sammanträdesplan, av: Användare) -> None:
    """Fryser det som trycks, så att PDF:en visar planen som den var när den beställdes."""
    if plan.jobb is not None and not plan.jobb.är_avslutat:
        raise Planfel(PRÖVA_SEN)
    plan.underlag = plandokument.frys(plan, skillnad_mot_förra(plan))
    plan.jobb = jobb.beställ(slag=UPPGIFT, nyckel=str(plan.pk), argument={"plan": plan.pk}, av=av)
    plan.save(update_fields=["underlag", "jobb"])


def utför(jobb_id: int) -> None:
    """Skriver PDF:en. Är planen lämnad till beslut blir den en skrivelse i ärendet, en gång."""
    jobb.utför(jobb_id, _skriv)


def _skriv(utförande: Utförande) -> None:
    utförande.rapportera(20, "Skriver planen")
    plan = Sammanträdesplan.objects.filter(pk=utförande.jobb.argument["plan"]).first()
    if plan is None:
        raise Arbetsfel("Planen är borttagen.")
    if not plan.underlag:
        raise Arbetsfel(ÄNDRADES)
    try:
        rendering = rendera_pdf(MALL, plandokument.dokument(plan.underlag))
    except Dokumentfel as fel:
        raise Arbetsfel(str(fel)) from fel
    utförande.rapportera(80, "Sparar planen")
    with transaction.atomic():
        utförande.lås_resultatet()
        låst = lås(plan)
        if låst.underlag != plan.underlag:
            raise Arbetsfel(ÄNDRADES)
        gammal = låst.fil
        låst.fil = filer.spara_eget(
            rendering.innehåll, medietyp="application/pdf", sidor=rendering.sidor, egen=True
        )
        låst.save(update_fields=["fil"])
        if låst.status == S.INLÄMNAD and låst.skrivelse_id is None:
            _anmäl(låst, utförande.jobb.av)
        if gammal is not None and gammal != låst.fil:
            filer.städa(gammal)


def _anmäl(plan: Sammanträdesplan, av: Användare) -> None:
    assert plan.ärende is not None
    assert plan.fil is not None
    try:
        plan.skrivelse = skrivelser.lämna_in(
            ärende=plan.ärende,
            rubrik=plan.underlag["rubrik"],
            beslutssatser=plan.underlag["beslut"],
            filnamn=filnamn(plan),
            fil=plan.fil,
            datum=timezone.localdate(),
            # Sekreteraren lämnar planen; den skrivs av systemet och beslutas av nämnden.
            godkänns=False,
            av=av,
        )
        skrivelser.anmäl(skrivelse=plan.skrivelse, myndighet=plan.myndighet, av=av)
    except (registrering.ÄrendetMakulerat, skrivelser.ÄrendetStängt) as fel:
        raise Arbetsfel(str(fel)) from fel
    plan.save(update_fields=["skrivelse"])


def filnamn(plan: Sammanträdesplan) -> str:
    version = f"-version-{plan.version}" if plan.version > 1 else ""
    return f"sammantradesplan-{plan.år}{version}.pdf"


@transaction.atomic
def ta_tillbaka(*, plan: Sammanträdesplan, av: Användare) -> None:
    """En plan som lämnats till beslut blir utkast igen; en anmälan som väntar återtas."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    låst = lås(plan)
    if låst.status != S.INLÄMNAD:
        raise Planfel(f"Planen är {låst.get_status_display()} och kan inte tas tillbaka.")
    if låst.jobb is not None and not låst.jobb.är_avslutat:
        raise Planfel(PRÖVA_SEN)
    skrivelse = låst.skrivelse
    if skrivelse is not None:
        väntar = skrivelse.anmälningar.filter(status=Anmälan.Status.VÄNTAR).first()
        if väntar is not None:
            skrivelser.återta(anmälan=väntar, av=av)
        elif skrivelse.status == Skrivelse.Status.ANMÄLD:
            raise Planfel(
                "Planen står på en föredragningslista. Ta bort punkten från listan först."
            )
        elif skrivelse.status == Skrivelse.Status.BEHANDLAD and not är_avslagen(låst):
            raise Planfel("Nämnden har behandlat planen. Fastställ den i stället.")
    låst.status = S.UTKAST
    låst.save(update_fields=["status"])


# --- Fastställd ---------------------------------------------------------------------------------


def beslutet(plan: Sammanträdesplan) -> str:
    """Det senaste beslutet i ärendet när skrivelsen är behandlad: organ, dag, § och utfall."""
    data = _beslut_i_ärendet(plan)
    return f"{data['organ']} {data['datum']}, {data['paragraf']}: {data['utfall']}" if data else ""


def är_avslagen(plan: Sammanträdesplan) -> bool:
    return _beslut_i_ärendet(plan).get("utfall") == AVSLAG


def _beslut_i_ärendet(plan: Sammanträdesplan) -> dict[str, str]:
    """Paketet ovanför skriver beslutet som en händelse på ärendet, så som det visas där."""
    if plan.skrivelse is None or plan.skrivelse.status != Skrivelse.Status.BEHANDLAD:
        return {}
    händelse = (
        Händelse.objects.filter(ärende=plan.ärende_id, typ="protokoll.beslut")
        .order_by("-pk")
        .first()
    )
    return dict(händelse.data) if händelse else {}


@dataclass(frozen=True)
class Följd:
    """Vad fastställandet gör med mötena.

    `finns` är redan upplagda för hand; `orörda` är ändringar som mötets läge hindrar.
    """

    skapas: tuple[Rad, ...]
    finns: tuple[Rad, ...]
    ändras: tuple[Skillnad, ...]
    ställs_in: tuple[Rad, ...]
    orörda: tuple[Skillnad, ...]


def följd(plan: Sammanträdesplan) -> Följd:
    """Det som händer om planen fastställs nu: plan mot de möten som finns."""
    inställda = _nycklar_inställda(plan)
    finns = [s for s in _sammanträden_i(plan) if _nyckel(s.pk) not in inställda]
    nya = [rad for rad in planens_rader(plan) if rad.nyckel not in inställda]
    gamla = [_mötesrad(s) for s in finns]
    öppna = {_nyckel(s.pk): s.är_öppet_för_ändring for s in finns}
    upplagda = {_radnyckel(pk) for pk in _redan_upplagda(plan)}
    skillnader = planskillnad.skillnader(gamla, nya)
    slag = planskillnad.Slag
    nytt = [s.rad for s in skillnader if s.slag == slag.NYTT]
    övriga = [s for s in skillnader if s.slag != slag.NYTT]
    kan = [s for s in övriga if öppna[s.rad.nyckel]]
    return Följd(
        skapas=tuple(rad for rad in nytt if rad.nyckel not in upplagda),
        finns=tuple(rad for rad in nytt if rad.nyckel in upplagda),
        ändras=tuple(s for s in kan if s.slag == slag.ÄNDRAT),
        ställs_in=tuple(s.rad for s in kan if s.slag == slag.STRUKET),
        orörda=tuple(s for s in övriga if not öppna[s.rad.nyckel]),
    )


def _sammanträden_i(plan: Sammanträdesplan) -> list[Sammanträde]:
    """Mötena som planen eller den plan den ersätter blev."""
    planer = [p for p in (plan.pk, plan.ersätter_id) if p]
    return list(
        Sammanträde.objects.filter(
            pk__in=PlaneratMöte.objects.filter(plan__in=planer, sammanträde__isnull=False)
            .order_by()
            .values("sammanträde")
        )
        .select_related("organ__myndighet__kommun")
        .prefetch_related("tider")
        .order_by("datum", "pk")
    )


def _nycklar_inställda(plan: Sammanträdesplan) -> set[str]:
    """Möten som ställdes in efter att planen skrevs: de är varken kvar eller nya."""
    inställda = plan.möten.filter(sammanträde__status=Sammanträde.Status.INSTÄLLT)
    if plan.ersätter is not None:
        inställda |= plan.ersätter.möten.filter(sammanträde__status=Sammanträde.Status.INSTÄLLT)
    return {_nyckel(pk) for pk in inställda.order_by("pk").values_list("sammanträde", flat=True)}


@transaction.atomic
def fastställ(
    *, plan: Sammanträdesplan, av: Användare, beslut: str = "", skäl: str = ""
) -> Sammanträdesplan:
    """Nämnden har beslutat planen (KL 6 kap. 23 §, 5 kap. 12 §): mötena skapas ur den.

    Beslutet hämtas ur ärendet. Finns det inte där krävs det i ord, med skäl.
    """
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    låst = lås(plan)
    if låst.status != S.INLÄMNAD:
        raise Planfel(
            "Planen är inte lämnad till beslut." if låst.är_utkast else f"{låst} är redan beslutad."
        )
    if låst.skrivelse is None:
        raise Planfel("Planen är inte anmäld till nämnden än. Vänta tills PDF:en är klar.")
    ur_ärendet = beslutet(låst)
    if är_avslagen(låst):
        raise Planfel(f"Planen är avslagen: {ur_ärendet}. Lämna en ny plan till beslut.")
    if not ur_ärendet and not (beslut.strip() and skäl.strip()):
        raise Planfel(
            "Nämnden har inte behandlat planen. Ange vilket beslut som fastställde den, och varför "
            "det inte finns i systemet."
        )
    _genomför(låst, av)
    if låst.ersätter_id is not None:
        Sammanträdesplan.objects.filter(pk=låst.ersätter_id).update(status=S.ERSATT)
    låst.status = S.FASTSTÄLLD
    låst.beslut = ur_ärendet or beslut.strip()
    låst.skäl = "" if ur_ärendet else skäl.strip()
    låst.fastställd_tid = timezone.now()
    låst.fastställd_av = av
    låst.save(update_fields=["status", "beslut", "skäl", "fastställd_tid", "fastställd_av"])
    assert låst.ärende is not None
    händelser.skriv(
        låst.ärende, "sammanträdesplan.fastställd", av=av, plan=str(låst), beslut=låst.beslut
    )
    if låst.skäl:
        händelser.skriv(låst.ärende, "sammanträdesplan.undantag", av=av, skäl=låst.skäl)
    return låst


def _genomför(plan: Sammanträdesplan, av: Användare) -> None:
    rader = list(
        plan.möten.select_related("organ__myndighet__kommun", "sammanträde__organ").order_by(
            "datum", "pk"
        )
    )
    nu, upplagda = följd(plan), _redan_upplagda(plan)
    ändras = {s.rad.nyckel for s in nu.ändras}
    ställs_in = {rad.nyckel for rad in nu.ställs_in}
    möten = {_nyckel(s.pk): s for s in _sammanträden_i(plan)}
    for nyckel in sorted(ställs_in):
        sammanträden.ställ_in(sammanträde=möten[nyckel], skäl=STRUKET_SKÄL, av=av)
    for rad in rader:
        if rad.sammanträde is None:
            rad.sammanträde = upplagda.get(rad.pk) or _skapa(rad, av)
            rad.save(update_fields=["sammanträde"])
        elif _nyckel(rad.sammanträde.pk) in ändras:
            _ändra(rad, rad.sammanträde, av)
        kalender.publicera(sammanträde=rad.sammanträde, av=av)


def _redan_upplagda(plan: Sammanträdesplan) -> dict[int, Sammanträde]:
    """Möten som lades upp för hand den dagen och tiden, efter radens nyckel."""
    rader = list(plan.möten.filter(sammanträde=None).order_by("datum", "pk"))
    möten = (
        Sammanträde.objects.filter(
            organ__in={rad.organ_id for rad in rader},
            datum__in={rad.datum for rad in rader},
            planerade=None,
        )
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .select_related("organ__myndighet__kommun")
        .prefetch_related("tider")
        .order_by("-pk")
    )
    per_tid = {(m.organ_id, m.datum, tid.från): m for m in möten for tid in list(m.tider.all())[:1]}
    return {
        rad.pk: per_tid[rad.organ_id, rad.datum, rad.från]
        for rad in rader
        if (rad.organ_id, rad.datum, rad.från) in per_tid
    }


def _skapa(rad: PlaneratMöte, av: Användare) -> Sammanträde:
    """Ett nytt möte. Listan fylls när arbetet med den börjar."""
    return sammanträden.skapa_sammanträde(
        organ=rad.organ,
        datum=rad.datum,
        från=rad.från,
        till=rad.till,
        plats=rad.plats,
        stoppdag=rad.stoppdag,
        utskicksdag=rad.utskicksdag,
        stående=False,
        av=av,
    )


def _ändra(rad: PlaneratMöte, möte: Sammanträde, av: Användare) -> None:
    var = _mötesrad(möte)
    if (var.datum, var.från, var.till, var.plats) != (rad.datum, rad.från, rad.till, rad.plats):
        sammanträden.flytta_sammanträde(
            sammanträde=möte,
            datum=rad.datum,
            från=rad.från,
            till=rad.till,
            plats=rad.plats,
            av=av,
        )
    if (var.stoppdag, var.utskicksdag) != (rad.stoppdag, rad.utskicksdag):
        sammanträden.ändra_sammanträde(
            sammanträde=möte, stoppdag=rad.stoppdag, utskicksdag=rad.utskicksdag, av=av
        )
    möte.refresh_from_db()


@transaction.atomic
def revidera(*, plan: Sammanträdesplan, av: Användare) -> Sammanträdesplan:
    """En ny version av en fastställd plan, med mötena som de är nu."""
    policy.kräv_sköta_myndigheten(av, plan.myndighet)
    låst = lås(plan)
    if låst.status != S.FASTSTÄLLD:
        raise Planfel(f"Planen är {låst.get_status_display()}; ändra den fastställda.")
    if Sammanträdesplan.objects.filter(ersätter=låst).exists():
        raise Planfel("Det finns redan en ny version av planen.")
    ny = Sammanträdesplan.objects.create(
        myndighet=låst.myndighet, år=låst.år, version=låst.version + 1, ersätter=låst
    )
    nya: dict[int, PlaneratMöte] = {}
    rader = list(låst.möten.select_related("sammanträde").prefetch_related("sammanträde__tider"))
    for rad in rader:
        möte = rad.sammanträde
        assert möte is not None
        if möte.status == Sammanträde.Status.INSTÄLLT or möte.datum.year != låst.år:
            continue
        nu = _mötesrad(möte)
        assert nu.från is not None  # ett möte ur en plan har en tid
        nya[rad.pk] = PlaneratMöte.objects.create(
            plan=ny,
            organ_id=rad.organ_id,
            datum=nu.datum,
            från=nu.från,
            till=nu.till,
            plats=nu.plats,
            stopp_arbetsdagar=rad.stopp_arbetsdagar,
            utskick_arbetsdagar=rad.utskick_arbetsdagar,
            sammanträde=möte,
        )
    for rad in rader:
        if rad.inför_id in nya and rad.pk in nya:
            nya[rad.pk].inför = nya[rad.inför_id]
            nya[rad.pk].save(update_fields=["inför"])
    return ny


# --- Vad som skiljer ---------------------------------------------------------------------------


def skillnad_mot_förra(plan: Sammanträdesplan) -> list[Skillnad]:
    """Vad den här versionen ändrar i den som den ersätter."""
    if plan.ersätter is None:
        return []
    return planskillnad.skillnader(planens_rader(plan.ersätter), planens_rader(plan))


def skillnad_mot_mötena(plan: Sammanträdesplan) -> list[Skillnad]:
    """Vad som har hänt med mötena sedan planen fastställdes: flyttade, inställda och extra."""
    organ = plan.möten.order_by().values("organ")
    egna = {s.pk for s in _sammanträden_i(plan)}
    möten = (
        Sammanträde.objects.filter(
            Q(pk__in=egna) | Q(organ__in=organ, datum__year=plan.år),
        )
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .select_related("organ")
        .prefetch_related("tider")
        .order_by("datum", "pk")
    )
    return planskillnad.skillnader(planens_rader(plan), [_mötesrad(s) for s in möten])


def planens_rader(plan: Sammanträdesplan) -> list[Rad]:
    return [planrad(rad) for rad in plan.möten.select_related("organ").order_by("datum", "pk")]


def planrad(rad: PlaneratMöte) -> Rad:
    return Rad(
        nyckel=_nyckel(rad.sammanträde_id) if rad.sammanträde_id else _radnyckel(rad.pk),
        organ=rad.organ.namn,
        datum=rad.datum,
        från=rad.från,
        till=rad.till,
        plats=rad.plats,
        stoppdag=rad.stoppdag,
        utskicksdag=rad.utskicksdag,
    )


def _mötesrad(möte: Sammanträde) -> Rad:
    spann = list(möte.tider.all())
    return Rad(
        nyckel=_nyckel(möte.pk),
        organ=möte.organ.namn,
        datum=möte.datum,
        från=spann[0].från if spann else None,
        till=spann[-1].till if spann else None,
        plats=möte.plats,
        stoppdag=möte.stoppdag,
        utskicksdag=möte.utskicksdag,
    )


def _radnyckel(rad: int) -> str:
    return f"plan-{rad}"


def _nyckel(sammanträde: int) -> str:
    return f"mote-{sammanträde}"
