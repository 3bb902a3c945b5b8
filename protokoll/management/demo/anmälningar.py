"""Det sekreteraren gör före demomötets kallelse: bordlagda ärenden och det som ska anmälas."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from konton.models import Användare
from nämnd.models import Anmälningslista, Punkt, Sammanträde
from nämnd.services import anmälningar, föredragningslista
from protokoll.management.demo import kommun
from protokoll.management.demo.jobb import vänta_in
from protokoll.models import Paragraf, Protokoll
from ärenden.models import Anmälan

MEDDELANDEN = 6


def lägg_på_listan(möte: Sammanträde, av: Användare) -> None:
    _hämta_det_bordlagda(möte, av)
    delegation = möte.punkter.get(rubrik=kommun.DELEGATION.rubrik)
    meddelanden = möte.punkter.get(rubrik=kommun.MEDDELANDEN.rubrik)
    _anmäl_delegationsbeslut(delegation, av)
    if not meddelanden.meddelanden.exists():
        _välj_meddelanden(meddelanden, av)
    for lista in Anmälningslista.objects.filter(punkt__sammanträde=möte):
        vänta_in(lista.jobb_id, anmälningar.utför)


def _hämta_det_bordlagda(möte: Sammanträde, av: Användare) -> None:
    """Det som bordlades vid förra mötet väntar, med mötets dag som önskad."""
    bordlagda = Paragraf.objects.filter(organ=möte.organ, utfall=Paragraf.Utfall.BORDLÄGGNING)
    väntar = Anmälan.objects.filter(
        status=Anmälan.Status.VÄNTAR,
        myndighet=möte.organ.myndighet,
        skrivelse__in=bordlagda.values("punkt__skrivelse"),
    )
    for anmälan in väntar.order_by("pk"):
        punkt = föredragningslista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=av)
        föredragningslista.ändra_punkt(punkt=punkt, anmärkning="Bordlagt", av=av)


def _anmäl_delegationsbeslut(punkt: Punkt, av: Användare) -> None:
    """Nämndens beslut till i dag, och utskottets protokoll sedan förra mötet."""
    anmälningar.hämta_beslut(punkt=punkt, till=timezone.localdate(), av=av)
    senaste = (
        Protokoll.objects.filter(sammanträde__organ__överordnat=punkt.sammanträde.organ)
        .exclude(avslutat_tid=None)
        .order_by("-sammanträde__datum")
        .first()
    )
    if senaste is None or punkt.utskottsanmälningar.exists():
        return
    nummer = [p.nummer for p in senaste.paragrafer.all() if p.nummer is not None]
    anmälningar.lägg_till_utskott(
        punkt=punkt,
        organ=senaste.sammanträde.organ.namn,
        datum=senaste.sammanträde.datum,
        från_paragraf=min(nummer),
        till_paragraf=max(nummer),
        av=av,
    )


def _välj_meddelanden(punkt: Punkt, av: Användare) -> None:
    """De senaste inkomna handlingarna i öppna ärenden."""
    sedan = timezone.localdate() - timedelta(days=120)
    inkomna = (
        anmälningar.valbara_meddelanden(punkt, av)
        .filter(ankomstdag__gte=sedan, sekretess_lagrum="", ärende__sekretess_lagrum="")
        .order_by("-ankomstdag", "-pk")
    )
    anmälningar.lägg_till_meddelanden(punkt=punkt, handlingar=list(inkomna[:MEDDELANDEN]), av=av)
