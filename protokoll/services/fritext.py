"""Den fria texten i en paragraf, skriven efter mötet. Besluten rörs inte."""

from __future__ import annotations

from django.db import transaction

from konton.models import Användare
from protokoll import policy
from protokoll.models import Paragraf, Protokoll
from protokoll.policy import Rätt
from protokoll.services import protokollsskrivning
from protokoll.services.mötesfel import Mötesfel


class TextenLåst(Mötesfel):
    """Protokollet är klart för justering: de som justerar ska ha samma text framför sig."""

    lagrum = "5 kap. 69 § kommunallagen"
    lagtext = (
        "”Ett protokoll ska justeras senast fjorton dagar efter sammanträdet på det sätt som "
        "fullmäktige har bestämt.”"
    )


class AnnanHannFöre(Mötesfel):
    """Någon annan sparade texten först; båda visas."""

    def __init__(self, paragraf: Paragraf) -> None:
        super().__init__("Någon annan har sparat texten sedan du öppnade den.")
        self.paragraf = paragraf


@transaction.atomic
def ändra(
    *, paragraf: Paragraf, sammanfattning: str, information: str, version: int, av: Användare
) -> Paragraf:
    """Sparar texten. `version` är den som skrivaren utgick från."""
    protokoll = (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ")
        .get(pk=paragraf.protokoll_id)
    )
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    if protokoll.status != Protokoll.Status.AVSLUTAT:
        raise TextenLåst("Texten ändras efter mötet, tills protokollet är klart för justering.")
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    if paragraf.version != version:
        raise AnnanHannFöre(paragraf)
    paragraf.sammanfattning = sammanfattning.replace("\r\n", "\n").strip()
    paragraf.information = information.replace("\r\n", "\n").strip()
    paragraf.version += 1
    paragraf.save(update_fields=["sammanfattning", "information", "version"])
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)
    return paragraf
