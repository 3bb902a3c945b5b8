"""Föregående mötes protokoll kommer till organets nästa föredragningslista av sig självt.

Det är protokollen från de möten som har hållits sedan det senast anmälda, justerade eller i väntan
på det. Punkten sätts upp en gång per möte: tar sekreteraren bort den kommer den inte tillbaka.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from konton.models import Användare
from nämnd import utbyggnad
from nämnd.models import Sammanträde
from nämnd.services import föredragningslista
from nämnd.services.föredragningslista import Mötesnyckel, mötesnyckel
from protokoll.models import Justering, Paragraf, Protokoll
from protokoll.paragrafnummer import skriv_paragrafer
from protokoll.services.mötesfel import dagtext

HÅLLNA = (Protokoll.Status.AVSLUTAT, Protokoll.Status.JUSTERAS, Protokoll.Status.JUSTERAT)


def sätt_upp_alla(*, av: Användare) -> int:
    """Går igenom varje organs närmaste möte, om dess lista ännu är ett utkast."""
    möten = [m for m in _närmaste() if m.status == Sammanträde.Status.UTKAST]
    ska_anmälas = _ska_anmälas(möten)
    return sum(_sätt_upp(m, ska_anmälas[m.pk], av) for m in möten if m.pk in ska_anmälas)


@utbyggnad.registrera_förfyllnad
def sätt_upp_på(sammanträde: Sammanträde, av: Användare) -> bool:
    """Sätter upp det som saknas på en enda lista, om den är organets närmaste. Ger om den ändrades.

    Är kallelsen utfärdad läggs punkten sist.
    """
    ska_anmälas = _på_närmaste(sammanträde)
    return ska_anmälas is not None and _sätt_upp(sammanträde, ska_anmälas, av)


def saknas(sammanträde: Sammanträde) -> list[Sammanträde]:
    """Mötena vars protokoll borde stå på listan och inte gör det: kallelsen var redan utfärdad när
    de hölls, eller listan är alldeles ny. Det som sekreteraren har tagit bort saknas inte.
    """
    ska_anmälas = _på_närmaste(sammanträde)
    return ska_anmälas.möten if ska_anmälas else []


@dataclass(frozen=True)
class SkaAnmälas:
    """Det som ett mötes lista ska anmäla utöver det som redan är uppsatt på den."""

    möten: list[Sammanträde]
    """Det äldsta först."""
    anmält: Mötesnyckel | None
    """Det senaste som är anmält på en lista före."""


def _sätt_upp(sammanträde: Sammanträde, ska_anmälas: SkaAnmälas, av: Användare) -> bool:
    return föredragningslista.sätt_upp_föregående(
        sammanträde=sammanträde, möten=ska_anmälas.möten, anmält=ska_anmälas.anmält, av=av
    )


def _på_närmaste(sammanträde: Sammanträde) -> SkaAnmälas | None:
    """None när mötet inte är organets närmaste."""
    närmaste = _närmaste().filter(organ=sammanträde.organ_id).first()
    if närmaste != sammanträde:
        return None
    return _ska_anmälas([närmaste]).get(närmaste.pk)


def _närmaste() -> QuerySet[Sammanträde]:
    """Varje organs närmaste möte som inte är öppnat."""
    return (
        Sammanträde.objects.filter(
            datum__gte=timezone.localdate(),
            status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .select_related("organ__myndighet", "föregående")
        .order_by("organ_id", "datum", "pk")
        .distinct("organ_id")
    )


def _ska_anmälas(möten: Collection[Sammanträde]) -> dict[int, SkaAnmälas]:
    """Vad vart och ett av mötena ska anmäla: de som är hållna sedan det senast anmälda.

    Har organet aldrig anmält något är det bara det senaste mötet.
    """
    senaste = _senaste([m.organ_id for m in möten])
    anmälda = _senast_anmälda(möten)
    villkor = Q(pk__in=[p.pk for p in senaste.values()])
    gränser: dict[int, Mötesnyckel] = {}
    for m in möten:
        uppe = [mötesnyckel(m.föregående)] if m.föregående else []
        redan = [anmälda[m.pk]] if m.pk in anmälda else []
        if uppe or redan:
            gränser[m.pk] = max(uppe + redan)
            dag, _ = gränser[m.pk]
            villkor |= Q(sammanträde__organ=m.organ_id, sammanträde__datum__gte=dag)
    hållna = [
        p.sammanträde
        for p in Protokoll.objects.filter(villkor, status__in=HÅLLNA)
        .select_related("sammanträde")
        .order_by("sammanträde__datum", "sammanträde")
    ]
    ut = {}
    for m in möten:
        sist = senaste.get(m.organ_id)
        # Medan ett möte pågår är det dess protokoll som väntas.
        if sist is None or sist.status not in HÅLLNA:
            continue
        före = [s for s in hållna if s.organ_id == m.organ_id and s != m and s.datum <= m.datum]
        gräns = gränser.get(m.pk)
        nya = [s for s in före if mötesnyckel(s) > gräns] if gräns else före[-1:]
        ut[m.pk] = SkaAnmälas(nya, anmälda.get(m.pk))
    return ut


def _senast_anmälda(möten: Collection[Sammanträde]) -> dict[int, Mötesnyckel]:
    """Dag och nummer på det senaste mötet som har satts upp på en lista före vart och ett av dem.

    Ett inställt mötes lista räknas inte.
    """
    rader = list(
        Sammanträde.objects.filter(organ__in={m.organ_id for m in möten}, föregående__isnull=False)
        .exclude(status=Sammanträde.Status.INSTÄLLT)
        .select_related("föregående")
        .order_by("pk")
    )
    ut = {}
    for m in möten:
        före = [
            mötesnyckel(r.föregående)
            for r in rader
            if r.föregående and r.organ_id == m.organ_id and r != m and r.datum <= m.datum
        ]
        if före:
            ut[m.pk] = max(före)
    return ut


def _senaste(organ: Collection[int]) -> dict[int, Protokoll]:
    """Organens senast öppnade möte, med sitt protokoll."""
    rader = (
        Protokoll.objects.filter(sammanträde__organ__in=organ)
        .exclude(status=Protokoll.Status.FÖRBERETT)
        .select_related("sammanträde")
        .order_by("sammanträde__organ_id", "-sammanträde__datum", "-sammanträde")
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
