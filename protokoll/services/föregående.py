"""Föregående mötes protokoll kommer till organets nästa föredragningslista av sig självt.

Det är protokollet från det närmast föregående hållna mötet, justerat eller i väntan på det. Punkten
sätts upp en gång per möte: tar sekreteraren bort den kommer den inte tillbaka.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Sammanträde
from nämnd.services import föredragningslista
from protokoll.models import Justering, Paragraf, Protokoll
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.services.mötesfel import dagtext

HÅLLNA = (Protokoll.Status.AVSLUTAT, Protokoll.Status.JUSTERAS, Protokoll.Status.JUSTERAT)


def sätt_upp_alla(*, av: Användare) -> int:
    """Går igenom varje organs närmaste möte, om dess lista ännu är ett utkast."""
    möten = [m for m in _närmaste() if m.status == Sammanträde.Status.UTKAST]
    förra = _att_anmäla(möten)
    return sum(
        föredragningslista.sätt_upp_föregående(sammanträde=m, möte=förra[m.pk], av=av)
        for m in möten
        if m.pk in förra
    )


def saknas(sammanträde: Sammanträde) -> Sammanträde | None:
    """Mötet vars protokoll borde stå på listan och inte gör det: kallelsen var redan utfärdad när
    det hölls, eller listan är alldeles ny. Det som sekreteraren har tagit bort saknas inte.
    """
    förra = _att_anmäla([sammanträde]).get(sammanträde.pk)
    if förra is None or sammanträde not in _närmaste().filter(organ=sammanträde.organ_id):
        return None
    return förra


@transaction.atomic
def ta_upp(*, sammanträde: Sammanträde, av: Användare) -> bool:
    """Sätter upp protokollet som saknas på listan. Ger om något sattes upp."""
    förra = saknas(sammanträde)
    return förra is not None and föredragningslista.sätt_upp_föregående(
        sammanträde=sammanträde, möte=förra, av=av
    )


def _närmaste() -> QuerySet[Sammanträde]:
    """Varje organs närmaste möte som inte är öppnat."""
    return (
        Sammanträde.objects.filter(
            datum__gte=timezone.localdate(),
            status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .select_related("organ__myndighet")
        .order_by("organ_id", "datum", "pk")
        .distinct("organ_id")
    )


def _att_anmäla(möten: Collection[Sammanträde]) -> dict[int, Sammanträde]:
    """Mötet före vart och ett av mötena, när dess protokoll inte redan är anmält där."""
    senaste = _senaste([m.organ_id for m in möten])
    ut = {}
    for möte in möten:
        protokoll = senaste.get(möte.organ_id)
        # Medan ett möte pågår är det dess protokoll som väntas.
        if protokoll is None or protokoll.status not in HÅLLNA:
            continue
        förra = protokoll.sammanträde
        if förra.datum <= möte.datum and förra.pk not in (möte.pk, möte.föregående_id):
            ut[möte.pk] = förra
    return ut


def _senaste(organ: Collection[int]) -> dict[int, Protokoll]:
    """Organens senast öppnade möte, med sitt protokoll."""
    rader = (
        Protokoll.objects.filter(sammanträde__organ__in=organ)
        .exclude(status=Protokoll.Status.FÖRBERETT)
        .select_related("sammanträde")
        .order_by("sammanträde__organ_id", "-sammanträde__datum", "-pk")
        .distinct("sammanträde__organ_id")
    )
    return {p.sammanträde.organ_id: p for p in rader}


def texter(protokoll: Collection[Protokoll]) -> dict[int, tuple[str, str]]:
    """Vad punkten säger om varje protokoll, och hur långt det har kommit."""
    nummer: dict[int, list[int]] = {}
    for pk, nr in Paragraf.objects.filter(
        protokoll__in=protokoll, nummer__isnull=False
    ).values_list("protokoll", "nummer"):
        nummer.setdefault(pk, []).extend([nr] if nr else [])
    justerat = {
        j.protokoll_id: timezone.localdate(j.justerad_tid)
        for j in Justering.objects.filter(protokoll__in=protokoll, omedelbar=False)
        .exclude(justerad_tid=None)
        .order_by("justerad_tid")
        if j.justerad_tid is not None
    }
    svar = {}
    for p in protokoll:
        paragrafer = skriv_paragrafer(nummer.get(p.pk, []), tecken=True)
        dag = dagtext(p.sammanträde.datum)
        läge = "väntar på justering"
        if p.status == Protokoll.Status.JUSTERAT:
            när = justerat.get(p.pk)
            läge = f"justerat {dagtext(när)}" if när else "justerat"
        svar[p.pk] = (f"Protokoll {dag}" + (f", {paragrafer}" if paragrafer else ""), läge)
    return svar
