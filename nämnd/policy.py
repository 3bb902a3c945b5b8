"""Vem som får göra vad med sammanträden, och vem som får se vilka handlingar."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from konton.models import Användare, Kommun, Myndighet, Rolltilldelning
from konton.policy import har_roll, myndigheter_med_roll
from konton.roller import Roll
from nämnd import antecknat_jäv
from nämnd.läsrum import Läsare, Mandat, når_kallelsen
from nämnd.models import (
    AnmältJäv,
    Fråga,
    Gästlänk,
    Inkallelse,
    Kallad,
    Kallelse,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    Sammanträdesplan,
    Uppdrag,
    Utskick,
    Utskicksmottagare,
)
from nämnd.models.kallelse import KallelseQuerySet
from nämnd.models.punkt import PunktQuerySet
from ärenden import policy as ärendepolicy
from ärenden.models import Handling, Ärende

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Rätt(StrEnum):
    SE_SAMMANTRÄDEN = auto()
    SE_SEKRETESS = auto()
    SKÖTA_SAMMANTRÄDEN = auto()
    UTFÄRDA_KALLELSE = auto()


RÄTTER: dict[Roll, frozenset[Rätt]] = {
    Roll.NÄMNDSEKRETERARE: frozenset(Rätt),
    Roll.HANDLÄGGARE: frozenset({Rätt.SE_SAMMANTRÄDEN}),
    Roll.CHEF: frozenset({Rätt.SE_SAMMANTRÄDEN}),
    Roll.REGISTRATOR: frozenset({Rätt.SE_SAMMANTRÄDEN}),
    Roll.FÖRTROENDEVALD: frozenset(),
    Roll.ADMINISTRATÖR: frozenset({Rätt.SE_SAMMANTRÄDEN}),
}


def roller_med(rätt: Rätt) -> frozenset[Roll]:
    return frozenset(roll for roll, rätter in RÄTTER.items() if rätt in rätter)


def får(användare: Användare | AnonymousUser, rätt: Rätt, organ: Organ) -> bool:
    return har_roll(användare, roller_med(rätt), organ.myndighet_id)


def kräv(användare: Användare | AnonymousUser, rätt: Rätt, organ: Organ) -> None:
    if not får(användare, rätt, organ):
        raise PermissionDenied(f"Du har inte den rätten i {organ}.")


def synliga_organ(användare: Användare | AnonymousUser) -> QuerySet[Organ]:
    """Organ i myndigheter där man arbetar, och organ där man har uppdrag."""
    egna = Uppdrag.objects.gällande().filter(person=_person(användare), organ=OuterRef("pk"))
    return Organ.objects.filter(
        Q(myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.SE_SAMMANTRÄDEN)))
        | Exists(egna)
    )


def skötbara_organ(användare: Användare | AnonymousUser) -> QuerySet[Organ]:
    """Organ där användaren får skapa sammanträden."""
    return Organ.objects.filter(
        myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.SKÖTA_SAMMANTRÄDEN))
    )


def synliga_sammanträden(användare: Användare | AnonymousUser) -> QuerySet[Sammanträde]:
    """Myndighetens alla möten för dem som arbetar där; kallade möten för den som har uppdrag.

    En förtroendevald ser inte ett möte förrän kallelsen är utfärdad.
    """
    arbetar = Q(
        organ__myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.SE_SAMMANTRÄDEN))
    )
    return Sammanträde.objects.filter(arbetar | _kallad_till(användare))


def får_se(användare: Användare | AnonymousUser, sammanträde: Sammanträde) -> bool:
    if får(användare, Rätt.SE_SAMMANTRÄDEN, sammanträde.organ):
        return True
    return är_kallad(användare, sammanträde)


def får_se_sekretess(användare: Användare | AnonymousUser, sammanträde: Sammanträde) -> bool:
    """Sekreteraren, och ledamöter och ersättare i organet den dagen (inte insynsplats)."""
    return får(användare, Rätt.SE_SEKRETESS, sammanträde.organ) or (
        _har_uppdrag(användare, sammanträde, med_insyn=False)
        and sammanträde.kallelser.filter(status=Kallelse.Status.UTFÄRDAD).exists()
    )


def synliga_kallelser(användare: Användare | AnonymousUser) -> KallelseQuerySet:
    """Utfärdade editioner av synliga möten; utkast bara för den som sköter mötet."""
    sköter = myndigheter_med_roll(användare, roller_med(Rätt.SKÖTA_SAMMANTRÄDEN))
    return Kallelse.objects.filter(
        Q(sammanträde__organ__myndighet__in=sköter)
        | Q(
            status=Kallelse.Status.UTFÄRDAD,
            sammanträde__in=synliga_sammanträden(användare),
        )
    )


def får_se_kallelse(användare: Användare | AnonymousUser, kallelse: Kallelse) -> bool:
    if får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, kallelse.sammanträde.organ):
        return True
    return kallelse.status == Kallelse.Status.UTFÄRDAD and får_se(användare, kallelse.sammanträde)


def skötbara_punkter(användare: Användare | AnonymousUser) -> QuerySet[Punkt]:
    """Punkter på listor som användaren sköter."""
    return Punkt.objects.filter(sammanträde__organ__in=skötbara_organ(användare))


def synliga_punkter(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde
) -> PunktQuerySet:
    """Punkterna på mötets lista som användaren får veta vad de handlar om.

    Den som sköter listan ser alla. Andra ser dem som den senast utfärdade kallelsen tog upp; de
    hemliga bara den som får se sekretess.
    """
    punkter = Punkt.objects.filter(sammanträde=sammanträde)
    if får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ):
        return punkter
    if not får_se(användare, sammanträde):
        return punkter.none()
    kallelse = sammanträde.kallelser.filter(status=Kallelse.Status.UTFÄRDAD).first()
    # En kallelse som lästs in utan underlag har hela listan.
    if kallelse is not None and kallelse.underlag:
        punkter = punkter.filter(pk__in=_i_underlaget(kallelse))
    if får_se_sekretess(användare, sammanträde):
        return punkter
    return punkter.filter(_öppen_punkt())


def _öppen_punkt() -> Q:
    """En punkt som inget gör hemlig: den själv, den samlade raden eller ärendet."""
    hemlig = Punkt.Slag.SEKRETESS
    return (
        Q(sekretess_lagrum="")
        & ~Q(slag=hemlig)
        & (Q(förälder=None) | Q(förälder__sekretess_lagrum="") & ~Q(förälder__slag=hemlig))
        & (Q(ärende=None) | Q(ärende__sekretess_lagrum=""))
    )


def hemliga_punkter(sammanträde: Sammanträde) -> frozenset[int]:
    """De som är hemliga nu, vad som än stod när kallelsen utfärdades."""
    return frozenset(pk for pk, öppen in punkternas_öppenhet(sammanträde).items() if not öppen)


def punkternas_öppenhet(sammanträde: Sammanträde) -> dict[int, bool]:
    """Varje punkt på listan nu, och om den är öppen."""
    punkter = Punkt.objects.filter(sammanträde=sammanträde).order_by("pk")
    öppen = ExpressionWrapper(_öppen_punkt(), output_field=BooleanField())
    return dict(punkter.annotate(öppen=öppen).values_list("pk", "öppen"))


def hemliga_ärenden(ärenden: Collection[int]) -> frozenset[int]:
    """De av ärendena som är hemliga nu."""
    hemliga = Ärende.objects.filter(pk__in=ärenden).exclude(sekretess_lagrum="")
    return frozenset(hemliga.order_by("pk").values_list("pk", flat=True))


def hemliga_filer(ärenden: Collection[int]) -> frozenset[tuple[int, str]]:
    """Ärendet och filens hash för varje handling i ärendena som är hemlig nu."""
    rader = (
        Handling.objects.filter(ärende__in=ärenden, fil__isnull=False)
        .exclude(sekretess_lagrum="")
        .order_by("pk")
    )
    return frozenset(rader.values_list("ärende", "fil__sha256"))


def punkten_är_öppen(fält: str) -> Exists:
    """Villkoret att punkten som fältet pekar på finns och inte är hemlig nu."""
    return Exists(Punkt.objects.filter(_öppen_punkt(), pk=OuterRef(fält)))


def hemliga_papper(sammanträde: Sammanträde) -> frozenset[tuple[int, str]]:
    """De papper som är hemliga nu, på listan eller i punktens ärende: punkten och filens hash."""
    på_listan = (
        _hemliga_handlingar(sammanträde)
        .order_by("pk")
        .values_list("punkt", Coalesce("handling__fil__sha256", "fil__sha256"))
    )
    # Det som är taget från listan kan ha blivit hemligt i diariet.
    punkter = list(_punkter_med_ärende(sammanträde).values_list("pk", "ärende"))
    hemliga = dict[int, set[str]]()
    for ärende, sha256 in hemliga_filer({ärende for _, ärende in punkter}):
        hemliga.setdefault(ärende, set()).add(sha256)
    return frozenset(
        [*på_listan, *((p, sha) for p, ärende in punkter for sha in hemliga.get(ärende, ()))]
    )


def hemliga_titlar(sammanträde: Sammanträde) -> list[tuple[int, str]]:
    """Punkten och titeln för varje handling på listan som är hemlig nu, också utan fil."""
    rader = _hemliga_handlingar(sammanträde).select_related("handling").order_by("pk")
    return [(rad.punkt_id, rad.titel) for rad in rader]


def _hemliga_handlingar(sammanträde: Sammanträde) -> QuerySet[Punkthandling]:
    return Punkthandling.objects.filter(punkt__sammanträde=sammanträde).filter(
        ~Q(sekretess_lagrum="")
        | Q(handling__isnull=False) & ~Q(handling__sekretess_lagrum="")
        | Q(handling__isnull=False) & ~Q(handling__ärende__sekretess_lagrum="")
    )


def _punkter_med_ärende(sammanträde: Sammanträde) -> PunktQuerySet:
    return Punkt.objects.filter(sammanträde=sammanträde, ärende__isnull=False).order_by("pk")


def _i_underlaget(kallelse: Kallelse) -> list[int]:
    rader = kallelse.underlag["rader"]
    return [rad["punkt"] for yttre in rader for rad in (yttre, *yttre["inre"])]


def får_svara_för(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde, person: int
) -> bool:
    """Den som är kallad svarar för sig själv; sekreteraren för den som ringer."""
    if får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ):
        return True
    return _person(användare) == person and är_kallad(användare, sammanträde)


def kräv_svara_för(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde, person: int
) -> None:
    if not får_svara_för(användare, sammanträde, person):
        raise PermissionDenied("Du kan bara svara för dig själv.")


def är_kallad(användare: Användare | AnonymousUser, sammanträde: Sammanträde) -> bool:
    """Har ett uppdrag i organet den dagen, och kallelsen är utfärdad."""
    return (
        _har_uppdrag(användare, sammanträde)
        and sammanträde.kallelser.filter(status=Kallelse.Status.UTFÄRDAD).exists()
    )


def synliga_jävsanmälningar(användare: Användare | AnonymousUser) -> QuerySet[AnmältJäv]:
    """De egna, och alla för den som sköter mötet."""
    return AnmältJäv.objects.filter(
        Q(person=_person(användare)) | Q(punkt__sammanträde__organ__in=skötbara_organ(användare))
    )


def skötbara_inkallelser(användare: Användare | AnonymousUser) -> QuerySet[Inkallelse]:
    return Inkallelse.objects.filter(sammanträde__organ__in=skötbara_organ(användare))


def skötbara_utskick(användare: Användare | AnonymousUser) -> QuerySet[Utskick]:
    """Vem som har fått kallelsen och öppnat den läser bara den som sköter mötet."""
    return Utskick.objects.filter(sammanträde__organ__in=skötbara_organ(användare))


def skötbara_mottagare(användare: Användare | AnonymousUser) -> QuerySet[Utskicksmottagare]:
    return Utskicksmottagare.objects.filter(utskick__in=skötbara_utskick(användare))


def skötbara_myndigheter(användare: Användare | AnonymousUser) -> QuerySet[Myndighet]:
    """Myndigheter vars sammanträden och sammanträdesplan användaren sköter."""
    return myndigheter_med_roll(användare, roller_med(Rätt.SKÖTA_SAMMANTRÄDEN))


def får_sköta_planen(användare: Användare | AnonymousUser, plan: Sammanträdesplan) -> bool:
    return har_roll(användare, roller_med(Rätt.SKÖTA_SAMMANTRÄDEN), plan.myndighet_id)


def kräv_sköta_myndigheten(användare: Användare | AnonymousUser, myndighet: Myndighet) -> None:
    if not har_roll(användare, roller_med(Rätt.SKÖTA_SAMMANTRÄDEN), myndighet.pk):
        raise PermissionDenied(f"Du sköter inte sammanträdena i {myndighet}.")


# --- Läsrummet ----------------------------------------------------------------------------------


def läsare(användare: Användare | AnonymousUser, sammanträde: Sammanträde) -> Läsare | None:
    """Vad användaren är i mötets läsrum; ingen innan kallelsen är utfärdad eller utan rätt."""
    if not sammanträde.kallelser.läsbara().exists():
        return None
    if får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ):
        return Läsare.SKÖTER
    poster = set(
        Uppdrag.objects.filter(_uppdrag_vid(användare, sammanträde.datum, sammanträde.organ_id))
        .order_by("pk")
        .values_list("post", flat=True)
        if _person(användare) is not None
        else ()
    )
    if poster - {Uppdrag.Post.INSYN, Uppdrag.Post.ERSÄTTARE}:
        return Läsare.LEDAMOT
    if Uppdrag.Post.ERSÄTTARE in poster:
        return Läsare.ERSÄTTARE
    if läsbara_kallelser(användare, sammanträde, tidigare=True).exists():
        return Läsare.TIDIGARE
    if poster:
        return Läsare.INSYN
    return Läsare.ARBETAR if får(användare, Rätt.SE_SAMMANTRÄDEN, sammanträde.organ) else None


def läsbara_möten(användare: Användare | AnonymousUser) -> QuerySet[Sammanträde]:
    """Möten med utfärdad kallelse vars läsrum användaren kommer in i (mängden av `läsare`)."""
    läsbar = Kallelse.objects.läsbara().filter(sammanträde=OuterRef("pk"))
    return Sammanträde.objects.filter(
        Q(Exists(läsbar)) & Q(pk__in=synliga_sammanträden(användare).order_by().values("pk"))
        | _kallad_tidigare(användare)
    )


def egna_möten(användare: Användare | AnonymousUser) -> QuerySet[Sammanträde]:
    """Möten som användaren är eller var kallad till."""
    läsbar = Kallelse.objects.läsbara().filter(sammanträde=OuterRef("pk"))
    return Sammanträde.objects.filter(
        Q(Exists(läsbar)) & _kallad_till(användare) | _kallad_tidigare(användare)
    )


def läsbara_kallelser(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde, *, tidigare: bool
) -> KallelseQuerySet:
    """De utfärdade kallelserna; för den som har lämnat sitt uppdrag bara de som hen hann få."""
    kallelser = sammanträde.kallelser.läsbara()
    if not tidigare:
        return kallelser
    person = _person(användare)
    if person is None or not _blev_kallad(person, sammanträde):
        return kallelser.none()
    mandat = [
        Mandat(från, till)
        for från, till in Uppdrag.objects.filter(person=person, organ=sammanträde.organ_id)
        .exclude(post=Uppdrag.Post.INSYN)
        .order_by("pk")
        .values_list("från", "till")
    ]
    nådda = [
        pk
        for pk, tid in kallelser.order_by("pk").values_list("pk", "utfärdad_tid")
        if any(
            når_kallelsen(
                m, utfärdad=timezone.localdate(tid), mötesdag=sammanträde.datum, kallad=True
            )
            for m in mandat
        )
    ]
    return kallelser.filter(pk__in=nådda)


def _blev_kallad(person: int, sammanträde: Sammanträde) -> bool:
    return sammanträde.kallade.filter(person=person).exclude(som__in=_INTE_KALLADE).exists()


_INTE_KALLADE = [Kallad.Som.KÄNNEDOM, Kallad.Som.ÖVRIG]


def _kallad_tidigare(användare: Användare | AnonymousUser) -> Q:
    """Kallad medan uppdraget varade, som slutade före mötet (mängden av `når_kallelsen`)."""
    person = _person(användare)
    if person is None:
        return Q(pk__in=[])
    hann_få = Uppdrag.objects.filter(
        person=person,
        organ=OuterRef("sammanträde__organ"),
        från__lte=OuterRef("utfärdad_tid__date"),
        till__gte=OuterRef("utfärdad_tid__date"),
    ).exclude(post=Uppdrag.Post.INSYN)
    kallelser = Kallelse.objects.läsbara().filter(Exists(hann_få), sammanträde=OuterRef("pk"))
    blev_kallad = Kallad.objects.filter(sammanträde=OuterRef("pk"), person=person).exclude(
        som__in=_INTE_KALLADE
    )
    return Q(Exists(kallelser)) & Q(Exists(blev_kallad))


def stängda_punkter(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde
) -> frozenset[int]:
    """Punkterna där användaren är jävig: det hen har anmält, och det som antecknats på mötet.

    Är frågan prövad på mötet gäller prövningen. Prövas i `läsrum.pröva`, också för fullmäktige.
    """
    person = _person(användare)
    if person is None:
        return frozenset()
    prövat = antecknat_jäv.på_mötet(person, sammanträde.pk)
    anmält = set(
        AnmältJäv.objects.kvar()
        .filter(person=person, punkt__sammanträde=sammanträde)
        .order_by("pk")
        .values_list("punkt", flat=True)
    )
    return frozenset(anmält - prövat.keys() | {p for p, hindrar in prövat.items() if hindrar})


def får_läsa_hela_paketet(användare: Användare | AnonymousUser, sammanträde: Sammanträde) -> bool:
    """Paketet är en fil med alla punkters papper: inte för den som är jävig i någon av dem."""
    if not får_se_sekretess(användare, sammanträde):
        return False
    if får(användare, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ):
        return True
    if sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE:
        return True
    return not stängda_punkter(användare, sammanträde)


def ställning_i(användare: Användare | AnonymousUser, organ: Organ) -> Läsare:
    """Vad användaren är i organet i dag, utan något möte; ARBETAR för den utan uppdrag där."""
    uppdrag = uppdraget_i(användare, organ)
    if uppdrag is None:
        return Läsare.ARBETAR
    return {Uppdrag.Post.ERSÄTTARE: Läsare.ERSÄTTARE, Uppdrag.Post.INSYN: Läsare.INSYN}.get(
        Uppdrag.Post(uppdrag.post), Läsare.LEDAMOT
    )


def uppdraget_i(användare: Användare | AnonymousUser, organ: Organ) -> Uppdrag | None:
    """Användarens uppdrag i organet i dag; ledamotens går före ersättarens och insynsplatsens."""
    person = _person(användare)
    if person is None:
        return None
    alla = Uppdrag.objects.gällande().filter(person=person, organ=organ)
    ordning = {Uppdrag.Post.ERSÄTTARE: 1, Uppdrag.Post.INSYN: 2}
    return min(
        alla.select_related("person", "parti").order_by("ordning", "pk"),
        key=lambda u: ordning.get(Uppdrag.Post(u.post), 0),
        default=None,
    )


def egna_organ(användare: Användare | AnonymousUser) -> QuerySet[Organ]:
    """Organen där användaren har uppdrag i dag."""
    uppdrag = Uppdrag.objects.gällande().filter(person=_person(användare))
    return Organ.objects.filter(pk__in=uppdrag.order_by().values("organ"))


def inkallad_i(användare: Användare | AnonymousUser) -> frozenset[int]:
    """Organen där användaren har sagt ja till att tjänstgöra på ett kommande möte."""
    inkallelser = Inkallelse.objects.filter(
        person=_person(användare),
        status=Inkallelse.Status.ACCEPTERAT,
        sammanträde__datum__gte=timezone.localdate(),
    )
    return frozenset(inkallelser.order_by("pk").values_list("sammanträde__organ", flat=True))


def synliga_frågor(användare: Användare | AnonymousUser) -> QuerySet[Fråga]:
    """De egna, alla på möten man sköter, och dem man ska svara på medan man får läsa punkten."""
    öppen = Q(punkt__in=Punkt.objects.filter(_öppen_punkt()).order_by().values("pk"))
    hemliga = Q(punkt__ärende__handläggare=användare.pk) | Q(
        sammanträde__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.SE_SEKRETESS)
        )
    )
    arbetar = Q(
        sammanträde__organ__myndighet__in=myndigheter_med_roll(
            användare, roller_med(Rätt.SE_SAMMANTRÄDEN)
        )
    )
    return Fråga.objects.filter(
        Q(av=användare.pk)
        | Q(sammanträde__organ__in=skötbara_organ(användare))
        | Q(handläggare=användare.pk) & arbetar & (öppen | hemliga)
    )


def skötbara_frågor(användare: Användare | AnonymousUser) -> QuerySet[Fråga]:
    return Fråga.objects.filter(sammanträde__organ__in=skötbara_organ(användare))


def frågor_att_besvara(användare: Användare | AnonymousUser) -> QuerySet[Fråga]:
    """De som sekreteraren har skickat till användaren, så länge hen får läsa punkten."""
    return synliga_frågor(användare).filter(
        handläggare=användare.pk, status=Fråga.Status.HOS_HANDLÄGGAREN
    )


def möjliga_svarande(fråga: Fråga) -> QuerySet[Användare]:
    """De som kan svara: nämndens handläggare, och i en hemlig punkt bara de som får läsa den."""
    myndighet = fråga.sammanträde.organ.myndighet
    alla = ärendepolicy.handläggare_i(myndighet)
    punkt = fråga.punkt
    if punkt is not None and Punkt.objects.filter(_öppen_punkt(), pk=punkt.pk).exists():
        return alla
    ser = Rolltilldelning.objects.gällande().filter(
        användare=OuterRef("pk"), roll__in=roller_med(Rätt.SE_SEKRETESS), myndighet=myndighet
    )
    egen = punkt.ärende.handläggare_id if punkt and punkt.ärende else None
    return alla.filter(Q(Exists(ser)) | Q(pk=egen))


def skötbara_gästlänkar(användare: Användare | AnonymousUser) -> QuerySet[Gästlänk]:
    return Gästlänk.objects.filter(sammanträde__organ__in=skötbara_organ(användare))


def kommuner(användare: Användare | AnonymousUser) -> QuerySet[Kommun]:
    """Kommuner där användaren har en roll eller ett uppdrag."""
    uppdrag = Uppdrag.objects.gällande().filter(person=_person(användare))
    return Kommun.objects.filter(
        Q(pk__in=myndigheter_med_roll(användare, frozenset(Roll)).order_by().values("kommun"))
        | Q(pk__in=uppdrag.order_by().values("organ__myndighet__kommun"))
    )


def samordnade_kommuner(användare: Användare | AnonymousUser) -> QuerySet[Kommun]:
    """Kommuner där användaren planerar möten och därför ser också de andras utkast till planer.

    Utkasten innehåller dagar, tider och lokaler; utan dem upptäcks kollisioner först efter beslut.
    """
    return Kommun.objects.filter(pk__in=skötbara_myndigheter(användare).order_by().values("kommun"))


def synliga_planer(användare: Användare | AnonymousUser) -> QuerySet[Sammanträdesplan]:
    """Fastställda planer för alla i kommunen; övriga bara för dem som arbetar med dem.

    En plan som väntar på beslut ser de som arbetar i nämnden, och ett utkast ser kommunens
    nämndsekreterare.
    """
    plan = Sammanträdesplan.Status
    return Sammanträdesplan.objects.filter(
        Q(status__in=[plan.FASTSTÄLLD, plan.ERSATT], myndighet__kommun__in=kommuner(användare))
        | Q(
            status=plan.INLÄMNAD,
            myndighet__in=myndigheter_med_roll(användare, roller_med(Rätt.SE_SAMMANTRÄDEN)),
        )
        | Q(myndighet__kommun__in=samordnade_kommuner(användare))
    )


def får_se_planen(användare: Användare | AnonymousUser, plan: Sammanträdesplan) -> bool:
    kommun = plan.myndighet.kommun_id
    if samordnade_kommuner(användare).filter(pk=kommun).exists():
        return True
    if plan.status == Sammanträdesplan.Status.UTKAST:
        return False
    if plan.status == Sammanträdesplan.Status.INLÄMNAD:
        return har_roll(användare, roller_med(Rätt.SE_SAMMANTRÄDEN), plan.myndighet_id)
    return kommuner(användare).filter(pk=kommun).exists()


def _person(användare: Användare | AnonymousUser) -> int | None:
    return användare.person_id if isinstance(användare, Användare) else None


def _uppdrag_vid(användare: Användare | AnonymousUser, dag: object, organ: object) -> Q:
    return Q(person=_person(användare), organ=organ, från__lte=dag) & (
        Q(till=None) | Q(till__gte=dag)
    )


def _har_uppdrag(
    användare: Användare | AnonymousUser, sammanträde: Sammanträde, *, med_insyn: bool = True
) -> bool:
    if _person(användare) is None:
        return False
    uppdrag = Uppdrag.objects.filter(
        _uppdrag_vid(användare, sammanträde.datum, sammanträde.organ_id)
    )
    if not med_insyn:
        uppdrag = uppdrag.exclude(post=Uppdrag.Post.INSYN)
    return uppdrag.exists()


def _kallad_till(användare: Användare | AnonymousUser) -> Q:
    if _person(användare) is None:
        return Q(pk__in=[])
    uppdrag = Uppdrag.objects.filter(
        _uppdrag_vid(användare, OuterRef("datum"), OuterRef("organ_id"))
    )
    utfärdad = Kallelse.objects.filter(sammanträde=OuterRef("pk"), status=Kallelse.Status.UTFÄRDAD)
    return Q(Exists(uppdrag)) & Q(Exists(utfärdad))
