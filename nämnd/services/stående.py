"""Organets stående punkter och numret som listan börjar på."""

from __future__ import annotations

from collections.abc import Sequence
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


@transaction.atomic
def ändra(*, organ: Organ, första_nummer: int, rader: Sequence[Ståenderad], av: Användare) -> None:
    """Skriver om de stående punkterna i den ordning de ges. Listor som finns ändras inte.

    Det som sidan inte visar, årets stående ärende, följer punkten. Numret gäller alla listor som
    inte är hållna, för de räknas ur det.
    """
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, organ)
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    rubriker = [rad.rubrik.casefold() for rad in rader]
    if dubbla := {rad.rubrik for rad in rader if rubriker.count(rad.rubrik.casefold()) > 1}:
        raise Listfel(f"”{min(dubbla)}” står två gånger.")
    organ.första_nummer = första_nummer
    organ.save(update_fields=["första_nummer"])
    fanns = {s.pk: s for s in organ.stående_punkter.all()}
    kvar = {rad.punkt for rad in rader}
    organ.stående_punkter.filter(pk__in=fanns.keys() - kvar).delete()
    for ordning, rad in enumerate(rader):
        punkt = fanns.get(rad.punkt or 0) or StåendePunkt(organ=organ)
        punkt.rubrik, punkt.slag, punkt.sist = rad.rubrik, rad.slag, rad.sist
        punkt.förslag, punkt.ordning = rad.förslag, ordning
        punkt.save()
