"""Knappen på sammanträdets sida som leder hit."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from konton.models import Användare
from nämnd import utbyggnad
from nämnd.models import Sammanträde
from nämnd.utbyggnad import Handgrepp
from protokoll import policy
from protokoll.models import Protokoll
from protokoll.policy import Rätt


@utbyggnad.registrera
def handgrepp(sammanträde: Sammanträde, användare: Användare) -> Iterator[Handgrepp]:
    """Öppna mötet, gå till det, eller läs protokollet."""
    för = policy.får(användare, Rätt.FÖRA_PROTOKOLL, sammanträde.organ)
    if sammanträde.status == Sammanträde.Status.KALLAT:
        if för:
            adress = reverse("protokoll:oppna", args=[sammanträde.pk])
            yield Handgrepp("Öppna mötet", adress, huvudsak=True)
        return
    egna = policy.möten_i_närvarolistan(användare).filter(sammanträde=sammanträde)
    if (mitt := egna.filter(status=Protokoll.Status.ÖPPET).first()) is not None:
        yield Handgrepp("Rösta", reverse("protokoll:rosta", args=[mitt.pk]), huvudsak=True)
    protokoll = policy.synliga_protokoll(användare).filter(sammanträde=sammanträde).first()
    if protokoll is not None:
        adress = reverse("protokoll:mote", args=[protokoll.pk])
        text = "Till mötet" if protokoll.är_öppet else "Protokollet"
        yield Handgrepp(text, adress, huvudsak=True)
