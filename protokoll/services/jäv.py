"""Jäv vid en punkt (KL 6 kap. 28–32 §§): anmälan, återkallelse och en egen paragraf om den."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd.jäv import (
    Grund,
    Undantag,
    grunden,
    grunder,
    jävsgrund_krävs,
    undantag_prövat,
    valbara_undantag,
)
from nämnd.models import Organ, Punkt
from protokoll.models import Beslut, Beslutsdel, Jäv, Närvaro, Paragraf, Protokoll
from protokoll.services import deltagande, ledning, närvaro
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    FelJäv,
    KanInteTasUpp,
    RedanBeslutad,
    UndantagetGällerInte,
)

RUBRIK = "Anmälan av jäv"


def valbara_grunder(protokoll: Protokoll) -> tuple[Grund, ...]:
    """Jävsgrunderna som gäller i organet."""
    return grunder(fullmäktige=_fullmäktige(protokoll))


def undantagen(protokoll: Protokoll) -> tuple[Undantag, ...]:
    """Undantagen från jäv som finns i organet."""
    return valbara_undantag(fullmäktige=_fullmäktige(protokoll))


def öppna(protokoll: Protokoll) -> QuerySet[Jäv]:
    """Jäven som kan prövas: i punkter som ännu inte är beslutade."""
    return (
        Jäv.objects.filter(närvaro__protokoll=protokoll)
        .filter(Q(paragraf=None) | Q(paragraf__utfall=""))
        .select_related("paragraf", "punkt")
        .order_by("undantag", "pk")
    )


def _fullmäktige(protokoll: Protokoll) -> bool:
    return protokoll.sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE


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
    fynd = jävsgrund_krävs(grunden(grund, fullmäktige=_fullmäktige(protokoll)))
    if fynd is not None:
        raise FelJäv(fynd.text)
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
    _lämna_ledningen(jäv)
    närvaro.vik(protokoll=protokoll, av=av)
    return jäv


def _lämna_ledningen(jäv: Jäv) -> None:
    """Den jävige leder inte punkten; nästa i presidiet tar vid."""
    paragraf = jäv.paragraf
    if paragraf is not None and paragraf.ordförande_id == jäv.närvaro_id:
        paragraf.ordförande = None
        paragraf.save(update_fields=["ordförande"])


@transaction.atomic
def tillämpa_undantag(*, jäv: Jäv, undantag: str, skäl: str, av: Användare) -> Jäv:
    """Nämnden har prövat jävet och funnit att ett undantag gäller (KL 5:49, 6:29, 6:31).

    Omständigheten står kvar i protokollet. Utan `undantag` gäller jävet igen.
    """
    assert jäv.närvaro is not None  # det som anmäls vid mötet har alltid en rad
    protokoll = lås(protokoll=jäv.närvaro.protokoll, av=av)
    jäv = Jäv.objects.select_related("paragraf", "närvaro").get(pk=jäv.pk)
    assert jäv.närvaro is not None
    if jäv.paragraf is not None and jäv.paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {jäv.paragraf.rubrik}.")
    jäv.undantag, jäv.undantag_skäl = undantag, skäl.strip() if undantag else ""
    vald = jäv.undantaget
    if undantag:
        if vald not in undantagen(protokoll):
            raise FelJäv("Undantaget gäller inte i organet.")
        if not jäv.undantag_skäl:
            raise FelJäv("Skriv varför undantaget gäller.")
        kräv_undantaget(jäv, fullmäktige=_fullmäktige(protokoll))
    jäv.save(update_fields=["undantag", "undantag_skäl"])
    if jäv.hindrar:
        _lämna_ledningen(jäv)
    närvaro.vik(protokoll=protokoll, av=av)
    return jäv


def kräv_undantaget(jäv: Jäv, *, fullmäktige: bool) -> None:
    """Undantaget kan användas på grunden, och i ett ärende av det slaget."""
    assert jäv.närvaro is not None
    if jäv.undantaget is None:
        return
    fynd = undantag_prövat(jäv.undantaget, jäv.fråga(jäv.närvaro, fullmäktige=fullmäktige))
    if fynd is not None:
        raise UndantagetGällerInte(fynd)


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
        " ".join(filter(None, (jäv.mening(_rubrik(jäv.punkt)) + ".", jäv.följd())))
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
