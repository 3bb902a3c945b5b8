"""Varningen till sekreteraren om det utskickade som har blivit hemligt."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from nämnd.models import Kallelse, Sammanträde, Utskicksmottagare
from nämnd.services import publicering
from nämnd.services.hemligt import Sekretessläge


def blivit_hemligt(sammanträde: Sammanträde) -> dict[str, Any]:
    """Det som står öppet i det som gäller men är hemligt nu, och vart det redan har kommit.

    Ett fast antal frågor, hur många kallelser mötet än har.
    """
    kallelser = list(
        sammanträde.kallelser.utfärdade()
        .select_related("sammanträde__organ__myndighet")
        .order_by("edition", "nummer")
    )
    gäller = [k for k in kallelser if k.edition == kallelser[-1].edition]
    läge = Sekretessläge.för(sammanträde) if gäller else None
    nytt = {k: list(läge.allt_nytt_i_filerna(k)) for k in gäller} if läge else {}
    öppna = [k for k, texter in nytt.items() if texter]
    mottagare = Utskicksmottagare.objects.filter(utskick__kallelse__in=öppna)
    return {
        "blivit_hemligt": list(dict.fromkeys(t for texter in nytt.values() for t in texter)),
        "öppna": öppna,
        "fick_det": mottagare.order_by().values("namn").distinct().count() if öppna else 0,
        "på_webben": bool(öppna and publicering.publicerat(sammanträde)),
        "ny_kallelse": _där_den_skapas(sammanträde) if öppna else "",
    }


def _där_den_skapas(sammanträde: Sammanträde) -> str:
    """Sidan där en helt ny kallelse skapas; tom när det inte går eller redan är gjort."""
    utkast = sammanträde.kallelser.exclude(status=Kallelse.Status.UTFÄRDAD).first()
    gjord = utkast is not None and not utkast.är_komplettering
    if gjord or not sammanträde.är_öppet_för_ändring:
        return ""
    return reverse("namnd:valj_kallelse", args=[sammanträde.pk])
