"""Det i protokollen som hindrar att ett ärende avslutas: ojusterat, oexpedierat, uppdrag."""

from __future__ import annotations

from collections.abc import Iterator

from konton.models import Användare
from protokoll.models import Beslutsuppdrag, Paragraf
from protokoll.paragrafnummer import omfattning
from protokoll.services.expedieringsläge import att_expediera, med_justeringarna, är_justerad
from ärenden import utbyggnad
from ärenden.avslut import Regel, Öppet
from ärenden.models import Ärende


@utbyggnad.registrera_öppet
def öppet(ärende: Ärende, användare: Användare) -> Iterator[Öppet]:
    """Paragrafen nämns med organ och nummer, aldrig med det som står i den."""
    paragrafer = (
        Paragraf.objects.filter(ärende=ärende, nummer__isnull=False)
        .select_related("organ", "protokoll__sammanträde")
        .prefetch_related(*med_justeringarna())
        .order_by("pk")
    )
    for paragraf in paragrafer:
        if not är_justerad(paragraf):
            yield Öppet(Regel.INTE_JUSTERAT, f"{_var(paragraf)} är inte justerad.")
    # Bara för den som expedierar i organet: andra vet inte vem beslutet ska till.
    for paragraf in (
        att_expediera(användare)
        .filter(ärende=ärende)
        .select_related("organ", "protokoll__sammanträde")
        .order_by("pk")
    ):
        yield Öppet(Regel.INTE_EXPEDIERAT, f"{_var(paragraf)} är inte expedierad till alla.")
    uppdrag = (
        Beslutsuppdrag.objects.öppna()
        .filter(paragraf__ärende=ärende)
        .select_related("paragraf__organ", "paragraf__protokoll__sammanträde")
        .order_by("dag", "pk")
    )
    for u in uppdrag:
        yield Öppet(Regel.UPPDRAG, f"Uppdraget i {_var(u.paragraf)} är inte återrapporterat.")


def _var(paragraf: Paragraf) -> str:
    möte = paragraf.protokoll.sammanträde
    nummer = omfattning(paragraf.nummer) if paragraf.nummer else "ett beslut"
    return f"{paragraf.organ} {möte.datum:%Y-%m-%d}, {nummer},"
