"""Ett möte som pågår, låst för den som ändrar det."""

from __future__ import annotations

from django.db.models import F

from konton.models import Användare
from protokoll import policy
from protokoll.models import (
    Protokoll,
)
from protokoll.policy import Rätt
from protokoll.services.mötesfel import (
    MötetAvslutat,
)


def lås(*, protokoll: Protokoll, av: Användare) -> Protokoll:
    """Den låsta raden för ett möte som pågår; två klick samtidigt får vänta på varandra.

    Versionen ökar, så att mötet i ett annat fönster ritas om.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    låst = (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related("sammanträde__organ")
        .get(pk=protokoll.pk)
    )
    if not låst.är_öppet:
        raise MötetAvslutat("Mötet är avslutat och kan inte ändras.")
    märk_ändring(protokoll_id=låst.pk, av=av)
    return låst


def märk_ändring(*, protokoll_id: int, av: Användare) -> None:
    """Versionen ökar, i anroparens transaktion; mötets rad är låst tills den är klar.

    Anroparen har prövat rätten: den som röstar på sin enhet för inte protokollet.
    """
    Protokoll.objects.filter(pk=protokoll_id).update(version=F("version") + 1)
