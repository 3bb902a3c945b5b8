"""Yrkanden: ställa, ändra och ta tillbaka, så länge frågan inte är avgjord (KL 5 kap. 67 §)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from nämnd.models import KRÄVER_TEXT, InlämnatYrkande
from nämnd.services import inlämning
from protokoll import talerätt
from protokoll.models import Närvaro, Paragraf, Protokoll, Yrkande, Yrkare, ÖvrigNärvarande
from protokoll.services import frågan, frågeläge, fullmäktige
from protokoll.services.frågefel import AvgjordFråga, FelYrkande, FårInteYrka, OmröstningPågår
from protokoll.services.lås import lås
from protokoll.services.samtidighet import kräv_samma_text


@dataclass(frozen=True)
class Utan:
    """Det som ändringen av yrkandena ledde till."""

    yrkande: Yrkande
    upphävda_svar: int


@transaction.atomic
def ställ(
    *,
    paragraf: Paragraf,
    slag: str,
    text: str,
    av: Användare,
    yrkare: Sequence[Närvaro] = (),
    grupper: Sequence[str] = (),
    övriga: Sequence[ÖvrigNärvarande] = (),
    punkt: int | None = None,
    i_andra_hand_till: Yrkande | None = None,
    inlämnat: InlämnatYrkande | None = None,
    nu: datetime | None = None,
) -> Utan:
    """Antecknar ett yrkande av en eller flera namngivna eller en grupp.

    `övriga` är de som utan att vara ledamöter får framställa förslag i fullmäktige (KL 5:39).
    """
    protokoll, paragraf = _lås_frågan(paragraf, av)
    val = Yrkande.Slag(slag)
    text = text.strip()
    if val in KRÄVER_TEXT and not text:
        raise FelYrkande("Skriv vad som yrkas.")
    grupper = [g.strip() for g in grupper if g.strip()]
    yrkare = _yrkare(protokoll, paragraf, yrkare)
    råd = _råd(protokoll, paragraf, övriga)
    if not yrkare and not grupper and not råd:
        raise FelYrkande("Välj vem som yrkar.")
    if i_andra_hand_till is not None:
        i_andra_hand_till = paragraf.yrkanden.get(pk=i_andra_hand_till.pk)
    sist = paragraf.yrkanden.aggregate(högsta=Max("ordning"))["högsta"] or 0
    yrkande = Yrkande.objects.create(
        paragraf=paragraf,
        ordning=sist + 1,
        slag=val,
        text=text or Yrkande.STANDARDTEXT.get(val, ""),
        punkt=punkt,
        i_hand=2 if i_andra_hand_till else None,
        i_andra_hand_till=i_andra_hand_till,
        grupper=grupper,
        inlämnat=inlämnat,
        tid=nu or timezone.now(),
    )
    Yrkare.objects.bulk_create(
        [
            *(Yrkare(yrkande=yrkande, närvaro=r, namn=r.namn, parti=r.parti) for r in yrkare),
            *(Yrkare(yrkande=yrkande, namn=rad.namn) for rad in råd),
        ]
    )
    if i_andra_hand_till is not None and i_andra_hand_till.i_hand is None:
        i_andra_hand_till.i_hand = 1
        i_andra_hand_till.save(update_fields=["i_hand"])
    return Utan(yrkande, _räkna_om(paragraf))


@transaction.atomic
def hämta_inlämnat(
    *,
    paragraf: Paragraf,
    inlämnat: InlämnatYrkande,
    av: Användare,
    nu: datetime | None = None,
) -> Utan:
    """Yrkandet som lämnats in före mötet, med samma ord, av dem som tjänstgör i ärendet."""
    protokoll, paragraf = _lås_frågan(paragraf, av)
    rad = InlämnatYrkande.objects.select_for_update(of=("self",)).get(pk=inlämnat.pk)
    if (
        paragraf.punkt is None
        or not inlämning.på_punkten(paragraf.punkt).filter(pk=rad.pk).exists()
    ):
        raise FelYrkande("Yrkandet är inlämnat på en annan punkt.")
    if rad.återtaget_tid is not None:
        raise FelYrkande("Yrkandet är återtaget av den som lämnade in det.")
    if paragraf.yrkanden.filter(inlämnat=rad).exists():
        raise FelYrkande("Yrkandet är redan med.")
    yrkare = som_kan_yrka(protokoll, paragraf, rad)
    if not yrkare:
        raise FelYrkande(
            "Ingen av förslagsställarna tjänstgör i ärendet. Yrkandet kan bara ställas av någon "
            "som gör det."
        )
    return ställ(
        paragraf=paragraf,
        slag=rad.slag,
        text=rad.text,
        yrkare=yrkare,
        inlämnat=rad,
        av=av,
        nu=nu,
    )


def som_kan_yrka(
    protokoll: Protokoll, paragraf: Paragraf, inlämnat: InlämnatYrkande
) -> list[Närvaro]:
    """Förslagsställarna som tjänstgör i ärendet, i den ordning de står."""
    jäviga = set(paragraf.jäv.hindrande().values_list("närvaro_id", flat=True))
    deltar = (r for r in protokoll.närvarande.all() if r.tjänstgör and r.pk not in jäviga)
    närvaro = {r.person_id: r for r in deltar}
    return [närvaro[f.person_id] for f in inlämnat.förslagsställare.all() if f.person_id in närvaro]


@transaction.atomic
def ta_tillbaka(
    *,
    yrkande: Yrkande,
    av: Användare,
    del_: str = "",
    text: str = "",
    visat: str | None = None,
) -> Utan:
    """Tar tillbaka hela yrkandet, eller `del_` av det; då är `text` det som står kvar.

    `visat` är yrkandets text som den som skickar har sett den.
    """
    _, paragraf = _lås_frågan(yrkande.paragraf, av)
    yrkande = paragraf.yrkanden.get(pk=yrkande.pk)
    if yrkande.återtaget:
        return Utan(yrkande, 0)
    if del_.strip():
        if not text.strip():
            raise FelYrkande("Skriv vad som står kvar av yrkandet.")
        kräv_samma_text("Yrkandet", visat=visat, står=yrkande.text, skrivet=text)
        yrkande.återtagen_del = " ".join([yrkande.återtagen_del, del_.strip()]).strip()
        yrkande.text = text.strip()
    else:
        yrkande.återtaget = True
    yrkande.save(update_fields=["återtaget", "återtagen_del", "text"])
    return Utan(yrkande, _räkna_om(paragraf))


@transaction.atomic
def ångra_återtagandet(*, yrkande: Yrkande, av: Användare) -> Utan:
    _, paragraf = _lås_frågan(yrkande.paragraf, av)
    yrkande = paragraf.yrkanden.get(pk=yrkande.pk)
    yrkande.återtaget = False
    yrkande.save(update_fields=["återtaget"])
    return Utan(yrkande, _räkna_om(paragraf))


@transaction.atomic
def välj_punktvis(*, paragraf: Paragraf, punktvis: bool, av: Användare) -> int:
    """Om förslagets punkter ska prövas var för sig. Ger hur många svar som upphävdes."""
    _, paragraf = _lås_frågan(paragraf, av)
    paragraf.punktvis = punktvis
    paragraf.save(update_fields=["punktvis"])
    return _räkna_om(paragraf)


def _lås_frågan(paragraf: Paragraf, av: Användare) -> tuple[Protokoll, Paragraf]:
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.select_related("organ").get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise AvgjordFråga("Frågan är avgjord. Yrkanden ställs och tas tillbaka före beslutet.")
    if frågeläge.pågående_omröstning(paragraf) is not None:
        raise OmröstningPågår("En omröstning pågår. Avsluta eller avbryt den först.")
    return protokoll, paragraf


def _yrkare(protokoll: Protokoll, paragraf: Paragraf, rader: Sequence[Närvaro]) -> list[Närvaro]:
    """Bara den som är med och inte är jävig yrkar; ersättare som inte tjänstgör får det inte."""
    jäviga = set(paragraf.jäv.hindrande().values_list("närvaro_id", flat=True))
    valda = list(protokoll.närvarande.filter(pk__in=[r.pk for r in rader]))
    for rad in valda:
        if not rad.tjänstgör or rad.pk in jäviga:
            raise FelYrkande(f"{rad} tjänstgör inte i ärendet och kan inte yrka.")
    return valda


def _råd(
    protokoll: Protokoll, paragraf: Paragraf, rader: Sequence[ÖvrigNärvarande]
) -> list[ÖvrigNärvarande]:
    """De som inte är ledamöter men får framställa förslag, och är här."""
    i_fullmäktige = fullmäktige.är_fullmäktige(paragraf.organ)
    valda = list(protokoll.övriga.filter(pk__in=[r.pk for r in rader]).prefetch_related("tider"))
    hinder = (talerätt.om_yrkaren(r.namn, r.titel, fullmäktige=i_fullmäktige) for r in valda)
    if fynd := [f for f in hinder if f is not None]:
        raise FårInteYrka(fynd)
    for rad in valda:
        if not rad.är_inne:
            raise FelYrkande(f"{rad.namn} är inte inne och kan inte yrka.")
    return valda


def _räkna_om(paragraf: Paragraf) -> int:
    """Prövar att yrkandena går att ställa, och upphäver svaren som inte längre gäller."""
    if frågeläge.går_att_ställa(paragraf):
        frågeläge.ärendegång(paragraf)
    return frågan.pröva_om(paragraf)
