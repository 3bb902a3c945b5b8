"""Punkterna under mötet: ta upp, besluta och rätta."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ, Punkt
from protokoll.models import (
    Beslut,
    Beslutsdel,
    Beslutsunderlag,
    Förslag,
    Paragraf,
    Protokoll,
    Utdragsmottagare,
)
from protokoll.services.justeringsfel import BeslutetLåst
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    BeslutSaknas,
    InteBeslutad,
    InteBeslutsför,
    KanInteTasUpp,
    MötetAvslutat,
    RedanBeslutad,
)


@transaction.atomic
def ta_upp(*, punkt: Punkt, av: Användare) -> Paragraf:
    """Tar upp en punkt. Rubrik, beteckning, sekretess, förslag och underlag kopieras."""
    protokoll = lås(Protokoll.objects.get(sammanträde=punkt.sammanträde_id), av)
    upptagbar = (
        protokoll.upptagbara_punkter.select_related("ärende", "förälder").filter(pk=punkt.pk)
    ).first()
    if upptagbar is None:
        raise KanInteTasUpp("Raden samlar flera punkter. Ta upp dem var för sig.")
    if protokoll.paragrafer.filter(punkt=punkt).exists():
        raise KanInteTasUpp(f"Punkten är redan upptagen: {punkt}.")
    pågår = protokoll.paragrafer.filter(utfall="").first()
    if pågår is not None:
        raise KanInteTasUpp(f"Besluta först om {pågår.rubrik}, eller lägg den åt sidan.")
    return _ny_paragraf(protokoll, upptagbar)


def _ny_paragraf(protokoll: Protokoll, punkt: Punkt) -> Paragraf:
    källa = punkt.sekretesskälla
    högsta = protokoll.paragrafer.aggregate(högsta=Max("ordning"))["högsta"] or 0
    paragraf = Paragraf.objects.create(
        protokoll=protokoll,
        punkt=punkt,
        ärende=punkt.ärende,
        organ=protokoll.sammanträde.organ,
        år=protokoll.sammanträde.datum.year,
        ordning=högsta + 1,
        rubrik=punkt.rubrik,
        offentlig_rubrik=punkt.offentlig_rubrik,
        beteckning=punkt.beteckning,
        # Utan angivet lagrum är paragrafen ändå hemlig; då står bara lagens namn.
        sekretess_lagrum=(källa.sekretess_lagrum or "OSL") if källa else "",
        sekretess_dag=källa.sekretess_dag if källa else None,
        sekretess_myndighet=källa.sekretess_myndighet if källa else "",
        offentlig_text=punkt.offentlig_text,
    )
    Förslag.objects.bulk_create(
        Förslag(paragraf=paragraf, nummer=nummer, text=sats.text)
        for nummer, sats in enumerate(punkt.förslag.all(), 1)
    )
    Beslutsunderlag.objects.bulk_create(
        Beslutsunderlag(
            paragraf=paragraf,
            ordning=ordning,
            titel=rad.titel,
            datum=rad.handling.datum if rad.handling else rad.datum,
            är_hemligt=rad.är_hemlig,
        )
        for ordning, rad in enumerate(punkt.handlingar.select_related("handling"), 1)
    )
    return paragraf


@transaction.atomic
def lägg_åt_sidan(*, paragraf: Paragraf, av: Användare) -> None:
    """Lägger tillbaka en upptagen punkt som ännu inte är beslutad; den tas upp senare."""
    protokoll = lås(paragraf.protokoll, av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Punkten är redan beslutad: {paragraf.rubrik}.")
    paragraf.delete()


@transaction.atomic
def utgår(*, punkt: Punkt, av: Användare, nu: datetime | None = None) -> Paragraf:
    """Punkten stryks; protokollet säger det i en egen paragraf."""
    paragraf = ta_upp(punkt=punkt, av=av)
    # Att stryka en punkt är också att handlägga ärendet (KL 6 kap. 27 §).
    _kräv_beslutsför(paragraf.protokoll)
    _skriv_beslut(paragraf, Paragraf.Utfall.UTGÅR, [], nu or timezone.now())
    return paragraf


@transaction.atomic
def besluta(
    *,
    paragraf: Paragraf,
    utfall: str,
    av: Användare,
    satser: Sequence[str] | None = None,
    sammanfattning: str = "",
    utdrag_till: Sequence[str] = (),
    omedelbart_justerad: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Fattar beslutet. Utan satser och med bifall gäller förslagets satser.

    Bifall med annan text än förslagets antecknas som ändrat.
    """
    protokoll = lås(paragraf.protokoll, av)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.är_beslutad:
        raise RedanBeslutad(f"Paragrafen är redan beslutad: {paragraf.rubrik}.")
    _kräv_beslutsför(protokoll)
    _skriv(paragraf, utfall, satser, sammanfattning, utdrag_till, omedelbart_justerad, nu)
    return paragraf


@transaction.atomic
def besluta_enligt_förslag(*, punkt: Punkt, av: Användare, nu: datetime | None = None) -> Paragraf:
    """Tar upp punkten om den inte är under behandling, och beslutar som föreslaget."""
    pågår = Paragraf.objects.filter(punkt=punkt, utfall="").first()
    paragraf = pågår or ta_upp(punkt=punkt, av=av)
    if not paragraf.föreslaget_utfall:
        raise BeslutSaknas("Punkten har inget förslag. Ta upp den och skriv beslutet.")
    return besluta(paragraf=paragraf, utfall=paragraf.föreslaget_utfall, av=av, nu=nu)


@transaction.atomic
def ändra_beslut(
    *,
    paragraf: Paragraf,
    utfall: str,
    av: Användare,
    satser: Sequence[str] | None = None,
    sammanfattning: str = "",
    utdrag_till: Sequence[str] = (),
    omedelbart_justerad: bool = False,
    nu: datetime | None = None,
) -> Paragraf:
    """Rättar ett beslut medan mötet pågår. Därefter är texten låst (JO 3339-2013)."""
    try:
        protokoll = lås(paragraf.protokoll, av)
    except MötetAvslutat as fel:
        raise BeslutetLåst("Mötet är avslutat och det som beslutades ändras inte.") from fel
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.omedelbar_justering_id is not None:
        raise BeslutetLåst(f"Paragrafen justeras omedelbart och är låst: {paragraf.rubrik}.")
    if not paragraf.är_beslutad:
        raise InteBeslutad(f"Det finns inget beslut att ändra: {paragraf.rubrik}.")
    _kräv_beslutsför(protokoll)
    _skriv(paragraf, utfall, satser, sammanfattning, utdrag_till, omedelbart_justerad, nu)
    return paragraf


def _kräv_beslutsför(protokoll: Protokoll) -> None:
    läge = protokoll.beslutsförhet
    if not läge.är_beslutsför:
        typ = protokoll.sammanträde.organ.typ
        raise InteBeslutsför(läge, fullmäktige=typ == Organ.Typ.FULLMÄKTIGE)


def _skriv(
    paragraf: Paragraf,
    utfall: str,
    satser: Sequence[str] | None,
    sammanfattning: str,
    utdrag_till: Sequence[str],
    omedelbart_justerad: bool,
    nu: datetime | None,
) -> None:
    val = Paragraf.Utfall(utfall)
    förslag = [sats.text for sats in paragraf.förslag.all()]
    if satser is None:
        satser = förslag if val == Paragraf.Utfall.BIFALL else []
    texter = [text.strip() for text in satser if text.strip()]
    if val == Paragraf.Utfall.BIFALL and förslag and texter != [t.strip() for t in förslag]:
        val = Paragraf.Utfall.ÄNDRAT
    paragraf.sammanfattning = sammanfattning.strip()
    paragraf.omedelbart_justerad = omedelbart_justerad
    _skriv_beslut(paragraf, val, texter, nu or timezone.now())
    paragraf.utdrag_till.all().delete()
    Utdragsmottagare.objects.bulk_create(
        Utdragsmottagare(paragraf=paragraf, mottagare=namn.strip())
        for namn in utdrag_till
        if namn.strip()
    )


def _skriv_beslut(
    paragraf: Paragraf, utfall: Paragraf.Utfall, texter: list[str], nu: datetime
) -> None:
    if not texter and (text := _standardtext(paragraf, utfall)):
        texter = [text]
    if not texter:
        raise BeslutSaknas("Skriv vad som beslutades.")
    paragraf.delar.all().delete()
    eget = Beslutsdel.objects.create(paragraf=paragraf, utfall=utfall)
    Beslut.objects.bulk_create(
        Beslut(paragraf=paragraf, beslutsdel=eget, nummer=nummer, text=text)
        for nummer, text in enumerate(texter, 1)
    )
    paragraf.utfall, paragraf.beslutad_tid = utfall, nu
    paragraf.save(update_fields=["sammanfattning", "omedelbart_justerad", "utfall", "beslutad_tid"])


def _standardtext(paragraf: Paragraf, utfall: Paragraf.Utfall) -> str:
    """Texten för ett utfall utan egen text; tom när någon måste skriva den."""
    if utfall in (Paragraf.Utfall.NOTERAT, Paragraf.Utfall.BIFALL) and (
        text := paragraf.val_av_justerare
    ):
        return text
    if utfall == Paragraf.Utfall.NOTERAT and paragraf.är_information:
        utfall = Paragraf.Utfall.INFORMATION
    return Paragraf.STANDARDTEXT.get(utfall, "")
