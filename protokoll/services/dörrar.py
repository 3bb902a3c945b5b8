"""Stängda dörrar vid en paragraf: sägs i protokollet som en rad i beslutsgången (KL 5:42, 6:25)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from konton.models import Användare
from nämnd.fynd import Fynd
from protokoll import dörrar
from protokoll.models import Paragraf, Propositionssteg
from protokoll.services import deltagande, fullmäktige
from protokoll.services.lås import lås
from protokoll.services.mötesfel import FelDörrar


def kan_stängas(paragraf: Paragraf) -> bool:
    """Fullmäktiges möten är offentliga, och de av en nämnds som den har beslutat ska vara det."""
    return dörrar.kan_stängas(
        fullmäktige=fullmäktige.är_fullmäktige(paragraf.organ),
        offentligt=paragraf.protokoll.sammanträde.offentligt,
    )


def är_stängda(paragraf: Paragraf) -> bool:
    return any(rad.text in dörrar.MENINGAR for rad in paragraf.propositioner.all())


def varning(paragraf: Paragraf) -> Fynd | None:
    """Ett ärende som inte tål åhörare, när det inte är antecknat att dörrarna är stängda."""
    if not kan_stängas(paragraf):
        return None
    return dörrar.pröva(
        fullmäktige=fullmäktige.är_fullmäktige(paragraf.organ),
        offentligt=paragraf.protokoll.sammanträde.offentligt,
        mot_enskild=paragraf.mot_enskild,
        hemligt=paragraf.är_sekretess,
        stängda=är_stängda(paragraf),
    )


@transaction.atomic
def ange(*, paragraf: Paragraf, stängda: bool, av: Användare) -> Paragraf:
    """Antecknar att ärendet behandlas inom stängda dörrar, eller tar bort anteckningen."""
    protokoll = lås(protokoll=paragraf.protokoll, av=av)
    paragraf = protokoll.paragrafer.select_related("organ").get(pk=paragraf.pk)
    deltagande.kräv_inte_justerat(paragraf, "att dörrarna är stängda")
    if not kan_stängas(paragraf):
        raise FelDörrar("Mötet är inte offentligt. Det hålls redan inom stängda dörrar.")
    if not stängda:
        paragraf.propositioner.filter(text__in=dörrar.MENINGAR).delete()
    elif not är_stängda(paragraf):
        sist = paragraf.propositioner.aggregate(högsta=Max("ordning"))["högsta"] or 0
        text = dörrar.mening(fullmäktige=fullmäktige.är_fullmäktige(paragraf.organ))
        Propositionssteg.objects.create(paragraf=paragraf, ordning=sist + 1, text=text)
    return paragraf
