"""Ärenden som en ledamot har väckt före mötet: paragrafen säger vem (KL 4 kap. 20 §)."""

from __future__ import annotations

from konton.models import Användare
from nämnd.models import Initiativ
from protokoll.models import Paragraf


def anteckna(*, paragraf: Paragraf, av: Användare) -> None:
    """Arten och vem som väckte ärendet, när punkten kommer ur ett inlämnat initiativ.

    Anropas av den som tar upp punkten, som har prövat rätten där. `av` skrivs inte: det är
    ledamoten som står i protokollet.
    """
    if paragraf.punkt is None or paragraf.punkt.skrivelse_id is None:
        return
    väckt = Initiativ.objects.filter(skrivelse=paragraf.punkt.skrivelse_id, återtaget_tid=None)
    rad = väckt.first()
    if rad is None:
        return
    paragraf.typ = Paragraf.Typ.MOTION if rad.motion else Paragraf.Typ.INITIATIV
    paragraf.information = rad.mening
    paragraf.save(update_fields=["typ", "information"])
