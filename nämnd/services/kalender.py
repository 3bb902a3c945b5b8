"""Lägger mötets tid och plats i den öppna kalendern, och håller den lika med mötet.

Dit kommer ett möte när sammanträdesplanen är fastställd eller kallelsen utfärdad.
"""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from konton.models import Användare
from nämnd import policy
from nämnd.models import Sammanträde
from nämnd.policy import Rätt
from publikt.services import kalender


def publicera(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Lägger in mötet eller uppdaterar det som redan står där."""
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    tiden = spann(sammanträde)
    if tiden is None:
        return
    organ = sammanträde.organ
    börjar, slutar = tiden
    kalender.publicera(
        källa=_källa(sammanträde),
        kommun=organ.myndighet.kommun.namn,
        organ=organ.namn,
        organnummer=organ.pk,
        börjar=börjar,
        slutar=slutar,
        plats=sammanträde.plats,
        inställt=sammanträde.status == Sammanträde.Status.INSTÄLLT,
        av_namn=str(av),
    )


def uppdatera(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Det som ändrades på mötet ändras i kalendern, om mötet står där."""
    if kalender.finns(_källa(sammanträde)):
        publicera(sammanträde=sammanträde, av=av)


def uid(*, sammanträde: Sammanträde, av: Användare) -> UUID | None:
    """Postens namn i kalendrar, detsamma så länge mötet finns; None om mötet saknar tid."""
    publicera(sammanträde=sammanträde, av=av)
    return kalender.uid(_källa(sammanträde))


def spann(sammanträde: Sammanträde) -> tuple[datetime, datetime | None] | None:
    """När mötet börjar och slutar, över alla dess tidsspann."""
    tider = list(sammanträde.tider.all())
    if not tider:
        return None
    från, till = tider[0].från, tider[-1].till
    slutar = _tid(sammanträde, till) if till and till > från else None
    return _tid(sammanträde, från), slutar


def _källa(sammanträde: Sammanträde) -> str:
    return f"sammantrade-{sammanträde.pk}"


def _tid(sammanträde: Sammanträde, klockan: time) -> datetime:
    return timezone.make_aware(datetime.combine(sammanträde.datum, klockan))
