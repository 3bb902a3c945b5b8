"""Om en paragraf är justerad, och vad som är kvar att expediera."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

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
    JusteradFörSig,
    Justering,
    Kanal,
    Paragraf,
    Protokoll,
    Protokollsversion,
    Utdragsmottagare,
    Vägran,
)
from protokoll.models.paragraf import AVGÖR_INTE
from protokoll.paragrafnummer import enskilda, läs_paragrafer
from protokoll.policy import Rätt
from protokoll.services.justeringsläge import ej_justerade
from ärenden.models import Anmälan

# Punkter där inget ärende avgörs.
BESLUTAR_INTE = [Punkt.Slag.FORMALIA, Punkt.Slag.INFORMATION, Punkt.Slag.ANMÄLAN]
MISSLYCKADE = [Expediering.Status.ÅTERKOMMEN, Expediering.Status.MISSLYCKAD]


def med_justeringarna() -> tuple[Prefetch[Any], str]:
    """Det som `är_justerad` och `justerade_för_sig` läser, utan det frysta, som är stort."""
    gjorda = Justering.objects.defer("underlag").prefetch_related("vägran")
    return Prefetch("protokoll__justeringar", gjorda), "för_sig"


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
    for rad in paragraf.för_sig.all():
        # Ett inläst protokoll säger vilka punkter men inte i vilken justering.
        okänd = rad.justering_id is None and justering.omedelbar
        if rad.punkter and (okänd or rad.justering_id == justering.pk):
            return False
    if not justering.paragrafer:
        return True
    return paragraf.nummer in enskilda(läs_paragrafer(justering.paragrafer))


def justerade_för_sig(paragraf: Paragraf) -> list[JusteradFörSig]:
    """Raderna med beslutssatser som justerats för sig, och därför kan sändas före resten.

    Har någon vägrat justera dem är de inte justerade (KL 5 kap. 69 §).
    """
    gjorda = {
        j.pk: j
        for j in paragraf.protokoll.justeringar.all()
        if j.status == Justering.Status.JUSTERAD
    }
    svar = []
    for rad in paragraf.för_sig.all():
        justering = gjorda.get(rad.justering_id) if rad.justering_id is not None else None
        if justering is None or not rad.punkter:
            continue
        vägrad = any(v.paragraf_id == paragraf.pk for v in justering.vägran.all())
        if not (vägrad and paragraf in ej_justerade(justering)):
            svar.append(rad)
    return svar


def justerade_punkter(paragraf: Paragraf) -> list[list[int]]:
    """Satserna som justerats för sig, en lista för varje justering: varje går att sända för sig."""
    return [list(rad.punkter) for rad in justerade_för_sig(paragraf)]


def sändbara_punkter(paragraf: Paragraf) -> list[list[int]]:
    """Satserna, när bara de går att sända nu; tomt när det är hela paragrafen, eller inget."""
    return [] if är_justerad(paragraf) else justerade_punkter(paragraf)


def alla_sändbara(paragraf: Paragraf) -> list[int]:
    """De satser som går att sända nu, i vilken justering de än står."""
    return sorted({n for punkter in sändbara_punkter(paragraf) for n in punkter})


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
    sända = _sända_till(OuterRef("pk"))
    return Exists(sända if med_punkterna else sända.filter(punkter=[]))


def _sända_till(mottagare: OuterRef) -> QuerySet[Expediering]:
    """De senaste sändningarna till mottagaren, utom dem som inte kom fram."""
    felad = Exists(
        Expedieringssteg.objects.filter(expediering=OuterRef("pk"), status__in=MISSLYCKADE)
    )
    return Expediering.objects.filter(~felad, mottagare=mottagare, omsänd_som=None)


def _rättad_sedan() -> Exists:
    """Om paragrafen i en sändning rättades efter den, så att mottagaren har fel lydelse."""
    return Exists(
        Protokollsversion.objects.filter(
            rättelse__paragraf=OuterRef("mottagare__försättsblad__paragraf"),
            tid__gt=OuterRef("tid"),
        )
    )


def _fick_före_rättelsen() -> Exists:
    """Om det senaste som gått till mottagaren är den lydelse som sedan rättades (JO 581-2013)."""
    return Exists(_sända_till(OuterRef("pk")).filter(_rättad_sedan()))


def väntande_mottagare(paragraf: Paragraf) -> QuerySet[Försättsbladsmottagare]:
    """De på försättsbladet som inte har fått beslutet, inte som rättat, eller fått det åter."""
    return Försättsbladsmottagare.objects.filter(
        ~_har_fått() | _fick_före_rättelsen(), försättsblad__paragraf=paragraf, borttagen_tid=None
    ).order_by("pk")


def fick_före_rättelsen(paragraf: Paragraf) -> QuerySet[Försättsbladsmottagare]:
    """De på försättsbladet som har den lydelse som sedan rättades."""
    return Försättsbladsmottagare.objects.filter(
        _fick_före_rättelsen(), försättsblad__paragraf=paragraf, borttagen_tid=None
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
    """Paragrafer där något går att sända i dag till någon som inte har fått det.

    Var och en under ”Beslutet skickas till” och på försättsbladet ska ha fått det, och ett
    försättsblad utan mottagare har ingen fått. Den som fick det innan det rättades väntar på det
    rättade. Inte heller har någon fått det beslut som rör någon men inte har
    någon mottagare (`rör_någon`). Säger sekreteraren att ingen mer ska ha det räknas
    bara den som står på försättsbladet. Är protokollet inte justerat, eller har någon vägrat,
    prövas paragrafen för sig (`_går_att_sända`).
    """
    väntande = _väntande(användare)
    säkra = Q(protokoll__status=Protokoll.Status.JUSTERAT) & ~Exists(
        Vägran.objects.filter(paragraf=OuterRef("pk"))
    )
    prövade = [
        paragraf.pk
        for paragraf in väntande.exclude(säkra).prefetch_related(*med_justeringarna())
        if _går_att_sända(paragraf)
    ]
    return väntande.filter(säkra | Q(pk__in=prövade))


def att_posta(användare: Användare | AnonymousUser) -> QuerySet[Expediering]:
    """Breven som är klara att posta men som ingen har antecknat som postade, de äldsta först."""
    organ = myndigheter_med_roll(användare, policy.roller_med(Rätt.EXPEDIERA))
    steg = Expedieringssteg.objects.filter(expediering=OuterRef("pk"))
    return (
        Expediering.objects.filter(
            ~Exists(steg.exclude(status=Expediering.Status.KLAR)),
            Exists(steg),
            kanal=Kanal.POST,
            omsänd_som=None,
            mottagare__försättsblad__paragraf__organ__myndighet__in=organ,
        )
        .select_related("mottagare__försättsblad__paragraf__organ")
        .order_by("tid", "pk")
    )


def _väntande(användare: Användare | AnonymousUser) -> QuerySet[Paragraf]:
    """Paragraferna som någon väntar på, där protokollet eller någon del av det är justerat."""
    organ = myndigheter_med_roll(användare, policy.roller_med(Rätt.EXPEDIERA))
    justerad = Justering.objects.filter(
        protokoll=OuterRef("protokoll"), status=Justering.Status.JUSTERAD
    )
    på_bladet = Försättsbladsmottagare.objects.filter(försättsblad__paragraf=OuterRef("pk"))
    har_fel_lydelse = _fick_före_rättelsen()
    väntar = på_bladet.filter(~_har_fått() | har_fel_lydelse, borttagen_tid=None)
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
            rättad_efter_utskick=Exists(på_bladet.filter(har_fel_lydelse, borttagen_tid=None)),
            väntar_på=ArraySubquery(_väntade_punkter().values("pk")),
            någon_utanför=~Exists(på_bladet.filter(borttagen_tid=None))
            | Exists(utanför_bladet(med_punkterna=True).filter(paragraf=OuterRef("pk"))),
        )
        .order_by("organ__namn", "organ_id", "-protokoll__sammanträde__datum", "nummer")
    )


def _väntade_punkter() -> QuerySet[JusteradFörSig]:
    """Satserna som någon på försättsbladet varken har fått för sig eller med hela paragrafen."""
    rader = JusteradFörSig.objects.filter(paragraf=OuterRef("pk")).exclude(punkter=[])
    fått = _sända_till(OuterRef("pk")).filter(
        ~_rättad_sedan(), Q(punkter=[]) | Q(punkter=OuterRef(OuterRef("punkter")))
    )
    mottagare = Försättsbladsmottagare.objects.filter(
        ~Exists(fått), försättsblad__paragraf=OuterRef("paragraf"), borttagen_tid=None
    )
    return rader.filter(Exists(mottagare))


def _går_att_sända(paragraf: Paragraf) -> bool:
    """Om något i en paragraf ur `_väntande` är justerat och går att sända till någon som väntar."""
    if är_justerad(paragraf):
        return True
    justerade = justerade_för_sig(paragraf)
    väntar_på: list[int] = paragraf.väntar_på  # type: ignore[attr-defined]  # ur _väntande
    utanför: bool = paragraf.någon_utanför  # type: ignore[attr-defined]  # ur _väntande
    return bool(justerade) and (utanför or any(rad.pk in väntar_på for rad in justerade))
