"""Organets stående punkter och numret som listan börjar på."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from konton.models import Användare
from nämnd import policy
from nämnd.models import Organ, StåendePunkt
from nämnd.policy import Rätt
from nämnd.services.föredragningslista import Listfel


@dataclass(frozen=True)
class Ståenderad:
    """En stående punkt som den skrivs i formuläret. `punkt` är den som fanns, eller None."""

    rubrik: str
    slag: str
    sist: bool = False
    förslag: str = ""
    punkt: int | None = None


class ÄndratAvAnnan(Listfel):
    """De stående punkterna är inte de som sidan visade. Texten är till användaren."""


def märke(organ: Organ) -> str:
    """Skiljer de stående punkterna och första numret åt, som de är nu."""
    rader = organ.stående_punkter.order_by("sist", "ordning", "pk")
    fälten = rader.values_list("pk", "rubrik", "slag", "sist", "förslag", "ordning")
    return hashlib.sha256(repr((organ.första_nummer, list(fälten))).encode()).hexdigest()


@transaction.atomic
def ändra(
    *,
    organ: Organ,
    första_nummer: int,
    rader: Sequence[Ståenderad],
    bort: Collection[int],
    sett: str,
    av: Användare,
) -> None:
    """Skriver om de stående punkterna i den ordning de ges. Listor som finns ändras inte.

    `bort` är de som tas bort; en punkt som inte nämns står kvar sist. `sett` är märket för det som
    sidan visade. Det som sidan inte visar, årets stående ärende, följer punkten. Numret gäller alla
    listor som inte är hållna, för de räknas ur det.
    """
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, organ)
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    if sett != märke(organ):
        nu = ", ".join(f"”{s.rubrik}”" for s in organ.stående_punkter.all()) or "inga"
        raise ÄndratAvAnnan(
            "Någon annan har ändrat de stående punkterna sedan du öppnade sidan. Nu finns: "
            f"{nu}. Det du skrev står kvar: sparar du igen gäller det, och punkter som inte står "
            "på din sida behålls sist."
        )
    rubriker = [rad.rubrik.casefold() for rad in rader]
    if dubbla := {rad.rubrik for rad in rader if rubriker.count(rad.rubrik.casefold()) > 1}:
        raise Listfel(f"”{min(dubbla)}” står två gånger.")
    organ.första_nummer = första_nummer
    organ.save(update_fields=["första_nummer"])
    fanns = {s.pk: s for s in organ.stående_punkter.all()}
    organ.stående_punkter.filter(pk__in=set(bort)).delete()
    nämnda = {rad.punkt for rad in rader} | set(bort)
    for ordning, s in enumerate((s for s in fanns.values() if s.pk not in nämnda), len(rader)):
        s.ordning = ordning
        s.save(update_fields=["ordning"])
    for ordning, rad in enumerate(rader):
        punkt = fanns.get(rad.punkt or 0) or StåendePunkt(organ=organ)
        punkt.rubrik, punkt.slag, punkt.sist = rad.rubrik, rad.slag, rad.sist
        punkt.förslag, punkt.ordning = rad.förslag, ordning
        punkt.save()
