"""Uppdrag som ges i ett beslut, och deras återrapportering."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from konton.models import Användare
from protokoll import policy
from protokoll.models import Beslutsuppdrag, Paragraf
from protokoll.policy import Rätt
from protokoll.services import fullmäktige
from protokoll.services.frågefel import FelUppdrag
from protokoll.återrapport import Plats, kan_redovisas
from ärenden import policy as ärendepolicy


@transaction.atomic
def ge_uppdrag(
    *,
    paragraf: Paragraf,
    text: str,
    av: Användare,
    ansvarig: str = "",
    handläggare: Användare | None = None,
    dag: date | None = None,
) -> Beslutsuppdrag:
    """Antecknar ett uppdrag som gavs i paragrafens beslut. Samma uppdrag två gånger blir ett."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, paragraf.organ)
    paragraf = Paragraf.objects.select_for_update(of=("self",)).get(pk=paragraf.pk)
    if not paragraf.är_beslutad:
        raise FelUppdrag("Beslutet är inte fattat. Uppdraget antecknas när det är det.")
    fullmäktige.kräv_uppdrag(paragraf)
    text, ansvarig = text.strip(), ansvarig.strip()
    if not text:
        raise FelUppdrag("Skriv vad uppdraget är.")
    if not ansvarig and handläggare is None:
        raise FelUppdrag("Ange vem som ansvarar för uppdraget.")
    if handläggare is not None and not ärendepolicy.får_handlägga(
        handläggare, paragraf.organ.myndighet
    ):
        raise FelUppdrag(f"{handläggare} handlägger inte ärenden i {paragraf.organ.myndighet}.")
    möte = paragraf.protokoll.sammanträde.datum
    if dag is not None and dag < möte:
        raise FelUppdrag("Uppdraget återrapporteras efter mötet.")
    uppdrag, _ = Beslutsuppdrag.objects.get_or_create(
        paragraf=paragraf, text=text, ansvarig=ansvarig, handläggare=handläggare, dag=dag
    )
    return uppdrag


@transaction.atomic
def ta_bort_uppdrag(*, uppdrag: Beslutsuppdrag, av: Användare) -> None:
    """Tar bort ett felskrivet uppdrag medan mötet pågår; därefter följs det till slutet."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, uppdrag.paragraf.organ)
    if not uppdrag.paragraf.protokoll.är_öppet:
        raise FelUppdrag("Mötet är avslutat. Återrapportera uppdraget i stället.")
    uppdrag.delete()


@transaction.atomic
def återrapportera(*, uppdrag: Beslutsuppdrag, paragraf: Paragraf, av: Användare) -> Beslutsuppdrag:
    """Antecknar i vilken paragraf uppdraget redovisades."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, uppdrag.paragraf.organ)
    uppdrag = (
        Beslutsuppdrag.objects.select_for_update(of=("self",))
        .select_related("paragraf__protokoll__sammanträde")
        .get(pk=uppdrag.pk)
    )
    if uppdrag.återrapporterat_id == paragraf.pk:
        return uppdrag
    if uppdrag.status != Beslutsuppdrag.Status.ÖPPET:
        raise FelUppdrag("Uppdraget är redan återrapporterat.")
    if paragraf.organ_id != uppdrag.paragraf.organ_id or not paragraf.är_beslutad:
        raise FelUppdrag("Uppdraget redovisas i en beslutad paragraf i samma organ.")
    if not kan_redovisas(_plats(uppdrag.paragraf), _plats(paragraf)):
        raise FelUppdrag("Uppdraget redovisas i en senare paragraf än den där det gavs.")
    uppdrag.status = Beslutsuppdrag.Status.ÅTERRAPPORTERAT
    uppdrag.återrapporterat = paragraf
    uppdrag.save(update_fields=["status", "återrapporterat"])
    return uppdrag


def _plats(paragraf: Paragraf) -> Plats:
    return Plats(
        paragraf.protokoll.sammanträde.datum, paragraf.protokoll.sammanträde_id, paragraf.ordning
    )


@transaction.atomic
def ångra_återrapport(*, uppdrag: Beslutsuppdrag, av: Användare) -> None:
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, uppdrag.paragraf.organ)
    uppdrag.status, uppdrag.återrapporterat = Beslutsuppdrag.Status.ÖPPET, None
    uppdrag.save(update_fields=["status", "återrapporterat"])
