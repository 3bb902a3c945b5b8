"""Skapar protokollet och utdragen som PDF, i ett jobb som tål att dö och börja om."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from konton.models import Användare
from protokoll import documents, policy
from protokoll.models import Paragraf, Protokoll, Protokollsfil
from protokoll.policy import Rätt
from protokoll.services import protokollsfiler
from protokoll.services.mötesfel import MötetInteAvslutat
from ärenden import filer
from ärenden.models import Fil, Jobb
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Utförande

SLAG = "protokoll.skapa_protokoll"


@transaction.atomic
def skapa_protokoll(*, protokoll: Protokoll, av: Användare) -> Jobb:
    """Beställer protokollet och utdragen. De gamla filerna tas bort redan nu."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    protokoll = Protokoll.objects.select_for_update().get(pk=protokoll.pk)
    if protokoll.är_öppet:
        raise MötetInteAvslutat("Mötet är inte avslutat. Protokollet skapas när det är det.")
    beställt = jobb.beställ(
        slag=SLAG,
        nyckel=f"protokoll:{protokoll.pk}",
        argument={"protokoll": protokoll.pk},
        av=av,
    )
    protokollsfiler.ta_bort(protokoll=protokoll, av=av)
    protokoll.jobb = beställt
    protokoll.save(update_fields=["jobb"])
    return beställt


def utför(*, jobb_id: int) -> None:
    """Gör filerna. Samma fil om det görs om; en annan arbetares resultat skrivs aldrig över."""
    jobb.utför(jobb_id, _skriv)


type_ = tuple[str, str, Paragraf | None, documents.Protokolldokument | documents.Utdragsdokument]
