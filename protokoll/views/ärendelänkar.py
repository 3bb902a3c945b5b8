"""Länkarna på ärendets sida: beslut att expediera, och ärenden dit eller varifrån utdrag gått."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from konton.models import Användare, Myndighet
from nämnd.models import Punkt
from protokoll import policy
from protokoll.justeringsdokument import ankare
from protokoll.models import InkommetUtdrag, Paragraf, Protokoll
from protokoll.paragrafsökning import läs
from ärenden import policy as ärendepolicy
from ärenden import utbyggnad
from ärenden.models import Ärende
from ärenden.utbyggnad import Antagande, Länk, Paragrafträff

# ”Delegering enligt socialtjänstlagen” antar en ordning; en anmälan av besluten gör inte det.
OM_DELEGERING = Q(rubrik__icontains="delegationsordning") | (
    (Q(rubrik__icontains="delegation") | Q(rubrik__icontains="delegering"))
    & ~Q(rubrik__icontains="delegationsbeslut")
    & ~Q(rubrik__icontains="delegeringsbeslut")
    & ~Q(rubrik__istartswith="anmäl")
)
HÅRT = "\N{NO-BREAK SPACE}"
HÖGST_TRÄFFAR = 20


@utbyggnad.registrera
def länkar(ärende: Ärende, användare: Användare) -> Iterator[Länk]:
    yield from _beslut(ärende, användare)
    yield from _länkade_ärenden(ärende, användare)


@utbyggnad.registrera_delegationslänk
def särskilda_protokoll(användare: Användare) -> Iterator[Länk]:
    """Vägen till det som inte anmäls (KL 6:40, 7:8), för den som för protokoll."""
    if policy.får_föra_protokoll(användare):
        yield Länk("Särskilda protokoll", reverse("protokoll:delegationsprotokollen"))


@utbyggnad.registrera_antaganden
def antaganden(myndighet: Myndighet, användare: Användare) -> Iterator[Antagande]:
    """Nämndens beslut vars rubrik säger att de gäller delegation, det senaste först."""
    paragrafer = (
        policy.förberedbara_paragrafer(användare)
        .filter(OM_DELEGERING, organ__myndighet=myndighet)
        .exclude(punkt__slag=Punkt.Slag.ANMÄLAN)
        .select_related("organ", "protokoll__sammanträde")
        .order_by("-protokoll__sammanträde__datum", "-pk")
    )
    läsbara = set(policy.synliga_protokoll(användare).values_list("pk", flat=True))
    for p in paragrafer:
        yield Antagande(
            källa=f"paragraf:{p.pk}",
            av=f"{p.organ} §{HÅRT}{p.nummer}",
            dag=p.protokoll.sammanträde.datum,
            rubrik=p.rubrik,
            adress=_beslutets_sida(p, läsbar=p.protokoll_id in läsbara),
        )


def _beslutets_sida(p: Paragraf, *, läsbar: bool) -> str:
    """Paragrafen i protokollet. Den som inte läser protokollet än har bara försättsbladet."""
    if not läsbar:
        return reverse("protokoll:forsattsblad", args=[p.pk])
    # Under mötet står paragraferna i arbetsvyn, sedan i protokollet som det trycks.
    ankare = f"paragraf-{p.pk}" if p.protokoll.är_öppet else f"p{p.nummer}"
    return f"{reverse('protokoll:mote', args=[p.protokoll_id])}#{ankare}"


@utbyggnad.registrera_paragrafsökning
def paragrafträffar(ärende: Ärende, sökt: str, användare: Användare) -> Iterator[Paragrafträff]:
    """Paragraferna i de justerade protokoll som användaren läser, den senaste först.

    Hemliga är inte med: vad de rör får inte kunna sökas fram (OSL 5 kap. 5 §).
    """
    justerade = policy.synliga_protokoll(användare).filter(status=Protokoll.Status.JUSTERAT)
    paragrafer = Paragraf.objects.filter(
        protokoll__in=justerade, nummer__isnull=False, sekretess_lagrum=""
    )
    fråga = läs(sökt)
    if fråga.är_tom:
        paragrafer = paragrafer.filter(ärende=ärende)
    if fråga.nummer is not None:
        paragrafer = paragrafer.filter(nummer=fråga.nummer)
    if fråga.dag is not None:
        paragrafer = paragrafer.filter(protokoll__sammanträde__datum=fråga.dag)
    if fråga.år is not None:
        paragrafer = paragrafer.filter(år=fråga.år)
    for ord_ in fråga.ord:
        paragrafer = paragrafer.filter(
            Q(rubrik__icontains=ord_)
            | Q(beteckning__icontains=ord_)
            | Q(organ__namn__icontains=ord_)
        )
    for p in paragrafer.select_related("organ", "protokoll__sammanträde").order_by(
        "-protokoll__sammanträde__datum", "-pk"
    )[:HÖGST_TRÄFFAR]:
        mötet = reverse("protokoll:mote", args=[p.protokoll_id])
        yield Paragrafträff(
            text=f"§{HÅRT}{p.visas_som or p.nummer}, {p.protokoll.sammanträde.datum}",
            adress=f"{mötet}#{ankare(p.nummer, p.ordning)}",
            under=f"{p.organ}: {p.rubrik}",
        )


def _beslut(ärende: Ärende, användare: Användare) -> Iterator[Länk]:
    paragrafer = policy.förberedbara_paragrafer(användare).filter(ärende=ärende)
    for p in paragrafer.select_related("organ", "protokoll__sammanträde").order_by("-pk"):
        yield Länk(
            f"{p.organ} §{HÅRT}{p.nummer}",
            reverse("protokoll:forsattsblad", args=[p.pk]),
            f"{date_format(p.protokoll.sammanträde.datum, 'j F Y')}, försättsblad och expediering",
        )


def _länkade_ärenden(ärende: Ärende, användare: Användare) -> Iterator[Länk]:
    """Båda hållen. Ett ärende som användaren inte får se nämns inte här."""
    paragraf = "expediering__mottagare__försättsblad__paragraf"
    inkomna = (
        InkommetUtdrag.objects.filter(
            Q(handling__ärende=ärende) | Q(**{f"{paragraf}__ärende": ärende}),
            handling__isnull=False,
        )
        .select_related("organ", "handling__ärende", f"{paragraf}__ärende", f"{paragraf}__organ")
        .order_by("pk")
    )
    par = [(i, i.expediering.mottagare.försättsblad.paragraf) for i in inkomna]
    nycklar = {
        ä.pk for i, p in par for ä in (i.handling and i.handling.ärende, p.ärende) if ä is not None
    }
    synliga = set(
        ärendepolicy.synliga_ärenden(användare).filter(pk__in=nycklar).values_list("pk", flat=True)
    )
    for inkommet, p in par:
        assert inkommet.handling is not None
        mål = inkommet.handling.ärende
        if p.ärende is None or p.ärende == mål:
            continue
        annat = mål if p.ärende_id == ärende.pk else p.ärende
        if annat.pk in synliga:
            riktning = f"Till {inkommet.organ}" if annat == mål else f"Från {p.organ}"
            yield Länk(
                f"{riktning}: {annat.beteckning}",
                reverse("arenden:visa", args=[annat.pk]),
                f"utdrag §{HÅRT}{p.nummer}",
            )
