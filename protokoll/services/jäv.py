"""Jäv vid en punkt (KL 6 kap. 28–32 §§): anmälan, återkallelse och en egen paragraf om den."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd.fynd import Regel
from nämnd.jäv import (
    FULLMÄKTIGE_OCKSÅ,
    JÄVSFRÅGAN,
    Grund,
    Inställning,
    Undantag,
    grunden,
    grunder,
    jävsgrund_krävs,
    prövningen,
    prövningens_text,
    undantag_prövat,
    valbara_undantag,
)
from nämnd.models import AnmältJäv, Organ, Punkt
from protokoll.models import Beslut, Beslutsdel, Jäv, Närvaro, Paragraf, Protokoll
from protokoll.rum import Rum, rum
from protokoll.services import deltagande, ledning, närvaro
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    FelJäv,
    FelPrövning,
    InteBeslutsför,
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


def prövningens_regel(protokoll: Protokoll) -> Regel:
    """Vem som avgör en fråga om jäv i organet, med lagens ord."""
    return FULLMÄKTIGE_OCKSÅ if _fullmäktige(protokoll) else JÄVSFRÅGAN


def öppna(protokoll: Protokoll) -> QuerySet[Jäv]:
    """Jäven som ett undantag kan pröva: i obeslutade punkter, och inte redan avgjorda."""
    return (
        Jäv.objects.filter(närvaro__protokoll=protokoll)
        .filter(Q(paragraf=None) | Q(paragraf__utfall=""), prövning="")
        .select_related("paragraf", "punkt")
        .order_by("undantag", "pk")
    )


def anmälda_i_förväg(protokoll: Protokoll) -> list[AnmältJäv]:
    """Jäven som anmäldes före mötet och ännu inte antecknats, i punkter som inte är beslutade."""
    antecknade = set(
        Jäv.objects.filter(närvaro__protokoll=protokoll)
        .order_by("pk")
        .values_list("punkt_id", "närvaro__person_id")
    )
    beslutade = protokoll.paragrafer.exclude(utfall="").exclude(punkt=None)
    anmälda = (
        AnmältJäv.objects.kvar()
        .filter(punkt__in=protokoll.upptagbara_punkter)
        .exclude(punkt__in=beslutade.order_by().values("punkt"))
        .select_related("punkt")
        .order_by("punkt__ordning", "pk")
    )
    return [a for a in anmälda if (a.punkt_id, a.person_id) not in antecknade]


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
    paragraf, punkt = _vid(protokoll, paragraf, punkt)
    if _antecknade(rad, paragraf, punkt).exists():
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


def _vid(
    protokoll: Protokoll, paragraf: Paragraf | None, punkt: Punkt | None
) -> tuple[Paragraf | None, Punkt | None]:
    """Paragrafen som behandlas, eller punkten som kommer."""
    if paragraf is None and punkt is not None:
        paragraf = protokoll.paragrafer.filter(punkt=punkt).first()
    if paragraf is not None:
        paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
        if paragraf.är_beslutad:
            raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
        return paragraf, paragraf.punkt
    if punkt is None or not protokoll.upptagbara_punkter.filter(pk=punkt.pk).exists():
        raise FelJäv("Ange vilken punkt jävet gäller.")
    return None, punkt


def _antecknade(rad: Närvaro, paragraf: Paragraf | None, punkt: Punkt | None) -> QuerySet[Jäv]:
    finns = Jäv.objects.filter(närvaro__person=rad.person_id, närvaro__protokoll=rad.protokoll_id)
    return finns.filter(paragraf=paragraf) if paragraf else finns.filter(punkt=punkt)


@transaction.atomic
def pröva_jävsfråga(
    *,
    rad: Närvaro,
    grund: str,
    jävig: bool,
    inställning: str,
    av: Användare,
    väckt_av: Närvaro | None = None,
    deltar: bool = False,
    ingen_kan_tillkallas: bool = False,
    paragraf: Paragraf | None = None,
    punkt: Punkt | None = None,
) -> Jäv:
    """Organet avgör en fråga om jäv (KL 6 kap. 30 § tredje stycket, 5 kap. 47 §).

    Den som jävet gäller deltar bara när det annars inte går att besluta. Ett jäv som personen
    anmält, och som någon ifrågasätter, avgörs på samma rad. Beslutet styr sedan deltagandet.
    """
    protokoll = lås(protokoll=rad.protokoll, av=av)
    ledning.kräv_pågår(protokoll)
    rad = protokoll.närvarande.get(person=rad.person_id, gällande=True)
    if rad.är_frånvarande:
        raise FelJäv(f"{rad.namn} är inte här. Jävsfrågan avgörs när {rad.namn} ska delta.")
    fynd = jävsgrund_krävs(grunden(grund, fullmäktige=_fullmäktige(protokoll)))
    if fynd is not None:
        raise FelJäv(fynd.text)
    paragraf, punkt = _vid(protokoll, paragraf, punkt)
    jäv = _antecknade(rad, paragraf, punkt).order_by("pk").first()
    if jäv is not None and jäv.prövning:
        raise FelJäv(f"Frågan om jäv mot {rad.namn} är redan avgjord. Ta bort beslutet först.")
    nu = rum(protokoll, paragraf=paragraf, punkt=punkt)
    _kräv_rätt_prövning(nu, rad, deltar=deltar, ingen_kan_tillkallas=ingen_kan_tillkallas)
    jäv = jäv or Jäv(paragraf=paragraf, punkt=punkt, närvaro=rad, namn=rad.namn, parti=rad.parti)
    jäv.grund, jäv.undantag, jäv.undantag_skäl = grund, "", ""
    jäv.prövning = Jäv.Prövning.JÄV if jävig else Jäv.Prövning.INTE_JÄV
    jäv.prövning_text = prövningens_text(
        namn=rad.namn,
        organ=protokoll.sammanträde.organ.bestämd_form,
        väckt_av=_vem(rad, väckt_av),
        inställning=next(i for i in Inställning if i.kod == inställning),
        deltar=deltar,
        jävig=jävig,
        fullmäktige=_fullmäktige(protokoll),
    )
    jäv.save()
    if jäv.hindrar:
        _lämna_ledningen(jäv)
    närvaro.vik(protokoll=protokoll, av=av)
    return jäv


def _kräv_rätt_prövning(nu: Rum, rad: Närvaro, *, deltar: bool, ingen_kan_tillkallas: bool) -> None:
    """De som prövar är rätt personer, fler än hälften och har någon som leder (KL 6:27, 6:30)."""
    utan, plats = nu.utan(rad), nu.platsen(rad) if rad.tjänstgör else rad
    på_platsen = utan.på_plats.get(plats.pk) if plats else None
    annan_här = bool(utan.förslag(plats))
    fynd = prövningen(
        annan_har_trätt_in=på_platsen is not None,
        deltar=deltar,
        beslutsför_utan=utan.beslutsförhet.är_beslutsför,
        annan_kan_tillkallas=annan_här or not ingen_kan_tillkallas,
        fullmäktige=nu.läge.regler.fullmäktige,
    )
    if fynd is not None:
        raise FelPrövning(fynd)
    prövar = nu.med(rad) if deltar else utan
    if not prövar.beslutsförhet.är_beslutsför:
        raise InteBeslutsför(prövar.beslutsförhet, fullmäktige=nu.läge.regler.fullmäktige)
    ledning.kräv_ledare(prövar)


def _vem(rad: Närvaro, väckt_av: Närvaro | None) -> str:
    if väckt_av is None:
        return ""
    return rad.namn if väckt_av.person_id == rad.person_id else str(väckt_av)


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
