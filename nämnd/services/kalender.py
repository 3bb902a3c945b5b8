"""Lägger mötets tid och plats i den öppna kalendern, och håller den lika med mötet.

Dit kommer ett möte när sammanträdesplanen är fastställd eller kallelsen utfärdad.
"""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from konton.models import Användare
from nämnd import policy
from nämnd.models import Sammanträde
from nämnd.policy import Rätt
from publikt.services import kalender


def publicera(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Lägger in mötet eller uppdaterar det som redan står där."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    spann = list(sammanträde.tider.all())
    if not spann:
        return
    organ = sammanträde.organ
    sista = spann[-1]
    slutar = _tid(sammanträde, sista.till) if sista.till and sista.till > spann[0].från else None
    kalender.publicera(
        källa=_källa(sammanträde),
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        organnummer=organ.pk,
        börjar=_tid(sammanträde, spann[0].från),
        slutar=slutar,
        plats=sammanträde.plats,
        inställt=sammanträde.status == Sammanträde.Status.INSTÄLLT,
        av_namn=str(av),
    )


def uppdatera(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Det som ändrades på mötet ändras i kalendern, om mötet står där."""
    if kalender.finns(_källa(sammanträde)):
        publicera(sammanträde=sammanträde, av=av)


def _källa(sammanträde: Sammanträde) -> str:
    return f"sammantrade-{sammanträde.pk}"


def _tid(sammanträde: Sammanträde, klockan: time) -> datetime:
    return timezone.make_aware(datetime.combine(sammanträde.datum, klockan))
