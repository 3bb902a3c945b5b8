"""Om en paragraf är justerad, och vad som är kvar att expediera."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from konton.models import Användare
from konton.policy import myndigheter_med_roll
from nämnd.models import Punkt
from protokoll import policy
from protokoll.models import (
    Beslutsdel,
    Expediering,
    Expedieringsavslut,
    Expedieringssteg,
    Försättsbladsmottagare,
    Justering,
    Paragraf,
    Protokoll,
    Utdragsmottagare,
)
from protokoll.models.paragraf import AVGÖR_INTE
from protokoll.paragrafnummer import enskilda, läs_paragrafer
from protokoll.policy import Rätt
from protokoll.services.justeringsläge import ej_justerade
from ärenden.models import Anmälan

# Punkter där inget ärende avgörs.
BESLUTAR_INTE = [Punkt.Slag.FORMALIA, Punkt.Slag.INFORMATION, Punkt.Slag.ANMÄLAN]
MISSLYCKADE = [Expediering.Status.ÅTERKOMMEN, Expediering.Status.MISSLYCKAD]


def är_justerad(paragraf: Paragraf) -> bool:
    """Hela paragrafen: med protokollet, omedelbart eller senare. För några satser i den, se
    `justerade_punkter`.

    En paragraf som någon vägrade är justerad först när en justering godtar den (KL 5 kap. 69 §).
    """
    if paragraf.nummer is None:
        return False
    gjorda = [
        justering
        for justering in paragraf.protokoll.justeringar.all()
        if justering.status == Justering.Status.JUSTERAD
    ]
    gäller = [justering for justering in gjorda if _gäller(justering, paragraf)]
    if not gäller and paragraf.protokoll.status != Protokoll.Status.JUSTERAT:
        return False
    if not any(v.paragraf_id == paragraf.pk for j in gjorda for v in j.vägran.all()):
        return True
    return any(paragraf not in ej_justerade(justering) for justering in gäller)


def _gäller(justering: Justering, paragraf: Paragraf) -> bool:
    if justering.omedelbar and paragraf.omedelbara_punkter:
        return False
    if not justering.paragrafer:
        return True
    return paragraf.nummer in enskilda(läs_paragrafer(justering.paragrafer))


def justerade_punkter(paragraf: Paragraf) -> list[int]:
    """Beslutssatserna som justerats omedelbart för sig, och därför kan sändas före resten.

    Har någon vägrat justera dem är de inte justerade (KL 5 kap. 69 §).
    """
    for justering in paragraf.protokoll.justeringar.all():
        if justering.pk != paragraf.omedelbar_justering_id:
            continue
        vägrad = any(v.paragraf_id == paragraf.pk for v in justering.vägran.all())
        if justering.status == Justering.Status.JUSTERAD and not (
            vägrad and paragraf in ej_justerade(justering)
        ):
            return list(paragraf.omedelbara_punkter)
    return []


def sändbara_punkter(paragraf: Paragraf) -> list[int]:
    """Satserna, när bara de går att sända nu; tomt när det är hela paragrafen, eller inget."""
    return [] if är_justerad(paragraf) else justerade_punkter(paragraf)


def utanför_bladet(*, med_punkterna: bool = False) -> QuerySet[Utdragsmottagare]:
    """De som beslutet ska skickas till, men som varken står på försättsbladet eller har fått det.

    Den som tagits bort från försättsbladet räknas bara om beslutet redan har gått dit.
    """
    samma = Försättsbladsmottagare.objects.filter(
        försättsblad__paragraf=OuterRef("paragraf"), namn__iexact=OuterRef("mottagare")
    )
    return Utdragsmottagare.objects.filter(
        ~Exists(samma.filter(Q(borttagen_tid=None) | _har_fått(med_punkterna=med_punkterna)))
    )


def _har_fått(*, med_punkterna: bool = False) -> Exists:
    """Om den senaste sändningen till mottagaren är gjord och inte har kommit tillbaka.

    Den som bara fått de omedelbart justerade punkterna har inte fått hela beslutet.
    """
    felad = Exists(
        Expedieringssteg.objects.filter(expediering=OuterRef("pk"), status__in=MISSLYCKADE)
    )
    sända = Expediering.objects.filter(~felad, mottagare=OuterRef("pk"), omsänd_som=None)
    return Exists(sända if med_punkterna else sända.filter(punkter=[]))


def väntande_mottagare(paragraf: Paragraf) -> QuerySet[Försättsbladsmottagare]:
    """De på försättsbladet som inte har fått beslutet, eller där det kommit tillbaka."""
    return Försättsbladsmottagare.objects.filter(
        ~_har_fått(), försättsblad__paragraf=paragraf, borttagen_tid=None
    ).order_by("pk")


def rör_någon() -> Q:
    """Besluten som någon ska underrättas om också när ingen mottagare är skriven (FL 33 §).

    Organet har självt avgjort saken, och den är myndighetsutövning mot enskild, har en motpart i
    ärendet eller omfattas av sekretess; eller så är beslutet ett förslag till ett annat organ.
    Det förslag som redan står bland det organets anmälda ärenden har kommit fram.
    """
    delar = Beslutsdel.objects.filter(paragraf=OuterRef("pk"))
    egna = delar.filter(förslag_till="").exclude(utfall__in=AVGÖR_INTE)
    motpart = Q(ärende__isnull=False) & ~Q(ärende__motpart="")
    lämnat_vidare = Anmälan.objects.filter(
        skrivelse=OuterRef("punkt__skrivelse"), förslag_av=OuterRef("organ__namn")
    )
    någons = Q(mot_enskild=True) | motpart | ~Q(sekretess_lagrum="")
    eget = någons & (~Exists(delar) | Exists(egna))
    förslag = Exists(delar.exclude(förslag_till="")) & ~Exists(lämnat_vidare)
    return (
        ~Q(utfall__in=["", *AVGÖR_INTE])
        & (Q(punkt=None) | ~Q(punkt__slag__in=BESLUTAR_INTE))
        & (eget | förslag)
    )


def utan_mottagare() -> QuerySet[Paragraf]:
    """Beslut som rör någon, utan en enda mottagare, och som ingen har sagt är klara."""
    klar = Expedieringsavslut.objects.filter(paragraf=OuterRef("pk"), återtaget_tid=None)
    return Paragraf.objects.filter(
        rör_någon(),
        ~Exists(_någon_på_bladet()),
        ~Exists(Utdragsmottagare.objects.filter(paragraf=OuterRef("pk"))),
        ~Exists(klar),
    )


def _någon_på_bladet() -> QuerySet[Försättsbladsmottagare]:
    """De som står på paragrafens försättsblad, eller har stått där och fått beslutet."""
    på_bladet = Försättsbladsmottagare.objects.filter(försättsblad__paragraf=OuterRef("pk"))
    return på_bladet.filter(Q(borttagen_tid=None) | _har_fått())


def att_expediera(användare: Användare | AnonymousUser) -> QuerySet[Paragraf]:
    """Paragrafer i justerade protokoll där någon ännu inte har fått beslutet.

    Var och en under ”Beslutet skickas till” och på försättsbladet ska ha fått det, och ett
    försättsblad utan mottagare har ingen fått; inte heller det beslut som rör någon men inte har
    någon mottagare (`rör_någon`). Säger sekreteraren att ingen mer ska ha det räknas
    bara den som står på försättsbladet. I ett protokoll där bara några paragrafer, eller punkter,
    är omedelbart justerade avgör `väntar_nu` vilka.
    """
    organ = myndigheter_med_roll(användare, policy.roller_med(Rätt.EXPEDIERA))
    justerad = Justering.objects.filter(
        protokoll=OuterRef("protokoll"), status=Justering.Status.JUSTERAD
    )
    på_bladet = Försättsbladsmottagare.objects.filter(försättsblad__paragraf=OuterRef("pk"))
    väntar = på_bladet.filter(~_har_fått(), borttagen_tid=None)
    utanför = utanför_bladet().filter(paragraf=OuterRef("pk"))
    klar = Expedieringsavslut.objects.filter(paragraf=OuterRef("pk"), återtaget_tid=None)
    return (
        Paragraf.objects.filter(
            organ__myndighet__in=organ,
            nummer__isnull=False,
            protokoll__ursprung=Protokoll.Ursprung.EGET,
        )
        .filter(Q(protokoll__status=Protokoll.Status.JUSTERAT) | Exists(justerad))
        .filter(
            Exists(väntar)
            | ~Exists(klar)
            & (
                Exists(utanför)
                | (Q(försättsblad__isnull=False) | rör_någon()) & ~Exists(_någon_på_bladet())
            )
        )
        .annotate(
            antal_mottagare=Count(
                "försättsblad__mottagare",
                filter=Q(försättsblad__mottagare__borttagen_tid=None),
                distinct=True,
            ),
            antal_sända=Count(
                "försättsblad__mottagare",
                filter=Q(
                    försättsblad__mottagare__borttagen_tid=None,
                    försättsblad__mottagare__expedieringar__punkter=[],
                ),
                distinct=True,
            ),
            punkterna_väntar=~Exists(på_bladet.filter(borttagen_tid=None))
            | Exists(på_bladet.filter(~_har_fått(med_punkterna=True), borttagen_tid=None))
            | Exists(utanför_bladet(med_punkterna=True).filter(paragraf=OuterRef("pk"))),
        )
        .order_by("organ__namn", "organ_id", "-protokoll__sammanträde__datum", "nummer")
    )


def väntar_nu(paragraf: Paragraf) -> bool:
    """Om något i en paragraf ur `att_expediera` går att sända i dag till någon som väntar."""
    if är_justerad(paragraf):
        return True
    väntar: bool = paragraf.punkterna_väntar  # type: ignore[attr-defined]  # ur att_expediera
    return bool(justerade_punkter(paragraf)) and väntar
