"""Jäv vid en punkt (KL 6 kap. 28–32 §§): anmälan, återkallelse och en egen paragraf om den."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from nämnd.jäv import Grund, grunder, jävsgrund_krävs
from nämnd.models import Organ, Punkt
from protokoll.models import Beslut, Beslutsdel, Jäv, Närvaro, Paragraf, Protokoll
from protokoll.rum import GRUNDER
from protokoll.services import deltagande, ledning, närvaro
from protokoll.services.lås import lås
from protokoll.services.mötesfel import FelJäv, KanInteTasUpp, RedanBeslutad

RUBRIK = "Anmälan av jäv"


def valbara_grunder(protokoll: Protokoll) -> tuple[Grund, ...]:
    """Jävsgrunderna som gäller i organet."""
    typ = protokoll.sammanträde.organ.typ
    return grunder(fullmäktige=typ == Organ.Typ.FULLMÄKTIGE)


@transaction.atomic
def anmäl_jäv(
    *,
    rad: Närvaro,
    grund: str,
    av: Användare,
    paragraf: Paragraf | None = None,
    punkt: Punkt | None = None,
) -> Jäv:
    """Personen deltar inte i punkten: räknas inte, röstar inte och leder den inte (6:30)."""
    protokoll = lås(protokoll=rad.protokoll, av=av)
    rad = protokoll.närvarande.get(person=rad.person_id, gällande=True)
    vald = GRUNDER.get(grund)
    fynd = jävsgrund_krävs(vald)
    if fynd is not None:
        raise FelJäv(fynd.text)
    if vald not in valbara_grunder(protokoll):
        raise FelJäv("Grunden gäller inte i organet.")
    if paragraf is None and punkt is not None:
        paragraf = protokoll.paragrafer.filter(punkt=punkt).first()
    if paragraf is not None:
        paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
        punkt = paragraf.punkt
        if paragraf.är_beslutad:
            raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
    elif punkt is None or not protokoll.upptagbara_punkter.filter(pk=punkt.pk).exists():
        raise FelJäv("Ange vilken punkt jävet gäller.")
    finns = Jäv.objects.filter(närvaro__person=rad.person_id, närvaro__protokoll=protokoll)
    finns = finns.filter(paragraf=paragraf) if paragraf else finns.filter(punkt=punkt)
    if finns.exists():
        raise FelJäv(f"{rad.namn} är redan antecknad som jävig i punkten.")
    jäv = Jäv.objects.create(
        paragraf=paragraf,
        punkt=punkt,
        närvaro=rad,
        namn=rad.namn,
        parti=rad.parti,
        grund=grund,
    )
    if paragraf is not None and paragraf.ordförande_id == rad.pk:
        paragraf.ordförande = None
        paragraf.save(update_fields=["ordförande"])
    närvaro.vik(protokoll=protokoll, av=av)
    return jäv


@transaction.atomic
def ta_tillbaka_jäv(*, jäv: Jäv, av: Användare) -> None:
    """Anmälan var ett misstag, eller nämnden fann att personen inte är jävig."""
    assert jäv.närvaro is not None  # det som anmäls vid mötet har alltid en rad
    protokoll = lås(protokoll=jäv.närvaro.protokoll, av=av)
    jäv = Jäv.objects.select_related("paragraf").get(pk=jäv.pk)
    if jäv.paragraf is not None and jäv.paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {jäv.paragraf.rubrik}.")
    jäv.delete()
    närvaro.vik(protokoll=protokoll, av=av)


@transaction.atomic
def anmäl_i_egen_paragraf(
    *, protokoll: Protokoll, av: Användare, nu: datetime | None = None
) -> Paragraf:
    """Paragrafen ”Anmälan av jäv”: vilka som anmält jäv, och i vilka kommande ärenden."""
    protokoll = lås(protokoll=protokoll, av=av)
    ledning.kräv_pågår(protokoll)
    if närvaro.pågående(protokoll) is not None:
        raise KanInteTasUpp("Besluta först om punkten som behandlas, eller lägg den åt sidan.")
    kommande = list(
        Jäv.objects.filter(paragraf=None, anmäld_i=None, närvaro__protokoll=protokoll)
        .select_related("punkt__ärende", "punkt__förälder", "punkt__sammanträde")
        .order_by("punkt__ordning", "pk")
    )
    if not kommande:
        raise FelJäv("Ingen har anmält jäv i en kommande punkt.")
    organ, högsta = protokoll.sammanträde.organ, protokoll.paragrafer.aggregate(n=Max("ordning"))
    paragraf = Paragraf.objects.create(
        protokoll=protokoll,
        punkt=_på_listan(protokoll),
        organ=organ,
        år=protokoll.sammanträde.datum.year,
        ordning=(högsta["n"] or 0) + 1,
        typ=Paragraf.Typ.JÄVSANMÄLAN,
        rubrik=RUBRIK,
    )
    deltagande.kräv_beslutsför(protokoll, paragraf)
    texter = [
        f"{jäv} anmäler jäv i ärendet ”{_rubrik(jäv.punkt)}” och deltar inte i handläggningen."
        for jäv in kommande
    ]
    del_ = Beslutsdel.objects.create(paragraf=paragraf, utfall=Paragraf.Utfall.NOTERAT)
    Beslut.objects.bulk_create(
        Beslut(paragraf=paragraf, beslutsdel=del_, nummer=n, text=text)
        for n, text in enumerate(texter, 1)
    )
    Jäv.objects.filter(pk__in=[jäv.pk for jäv in kommande]).update(anmäld_i=paragraf)
    paragraf.utfall, paragraf.beslutad_tid = Paragraf.Utfall.NOTERAT, nu or timezone.now()
    paragraf.save(update_fields=["utfall", "beslutad_tid"])
    deltagande.anteckna(paragraf=paragraf, av=av)
    return paragraf


def _på_listan(protokoll: Protokoll) -> Punkt | None:
    """Punkten på föredragningslistan som är till för anmälan, om den finns och inte är tagen."""
    upptagna = protokoll.paragrafer.exclude(punkt=None).values("punkt")
    return (
        protokoll.upptagbara_punkter.filter(
            rubrik__iregex=r"^((anmälan (av|om) )?jäv|jävsanmälan)$"
        )
        .exclude(pk__in=upptagna)
        .first()
    )


def _rubrik(punkt: Punkt | None) -> str:
    """Paragrafen är öppen också när ärendet är hemligt."""
    assert punkt is not None  # en kommande anmälan gäller en punkt
    if punkt.sekretesskälla or punkt.slag == Punkt.Slag.SEKRETESS:
        return punkt.offentlig_rubrik or "Sekretessärende"
    return punkt.rubrik


def till_paragrafen(*, paragraf: Paragraf, av: Användare) -> None:
    """Det som anmälts i förväg följer med när punkten tas upp. Anroparen har låst mötet."""
    Jäv.objects.filter(
        punkt=paragraf.punkt_id, paragraf=None, närvaro__protokoll=paragraf.protokoll_id
    ).update(paragraf=paragraf)


def till_punkten(*, paragraf: Paragraf, av: Användare) -> None:
    """Läggs punkten åt sidan gäller anmälan den när den kommer upp igen."""
    paragraf.jäv.exclude(punkt=None).update(paragraf=None)
