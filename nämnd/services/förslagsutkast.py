"""Utkast till yrkanden och initiativ: låsta, bara ägarens, borta när de lämnas in eller slängs.

Ett utkast är ingen handling i ärendet (TF 2 kap. 12 §). Det syns varken för sekreteraren, i
sökningen, i admin eller i loggen.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from konton import nyckellås
from konton.models import Användare
from nämnd.models import Förslagsutkast

ÄNDAMÅL = "förslagsutkast"
MAX_TEXT = 10_000
MAX_RUBRIK = 300
MAX_ANTAL = 200


class Utkastfel(Exception):
    """Utkastet kan inte sparas. Texten är till användaren."""


@dataclass(frozen=True)
class Innehåll:
    """Det som ligger i lådan. Ett yrkande har möte och punkt, ett initiativ har organ."""

    organ: int
    sammanträde: int | None = None
    punkt: int | None = None
    slag: str = ""
    rubrik: str = ""
    text: str = ""
    motivering: str = ""
    med: tuple[int, ...] = ()
    """Personerna som också står bakom yrkandet."""

    @property
    def är_yrkande(self) -> bool:
        return self.punkt is not None

    @property
    def är_tomt(self) -> bool:
        return not (self.rubrik or self.text or self.motivering)


@dataclass(frozen=True)
class Utkast:
    """Ett utkast som ägaren ser det."""

    rad: Förslagsutkast
    innehåll: Innehåll


@transaction.atomic
def skapa(*, innehåll: Innehåll, av: Användare) -> Förslagsutkast:
    """Ett nytt utkast. Vad som får lämnas in prövas när det lämnas in."""
    _pröva(innehåll)
    if mina_rader(av).count() >= MAX_ANTAL:
        raise Utkastfel(f"Du har redan {MAX_ANTAL} utkast. Ta bort något av dem först.")
    rad = Förslagsutkast(ägare=av)
    _lås(rad, innehåll)
    rad.save()
    return rad


@transaction.atomic
def spara(*, nyckel: uuid.UUID, innehåll: Innehåll, av: Användare) -> Förslagsutkast:
    _pröva(innehåll)
    rad = mina_rader(av).select_for_update().get(nyckel=nyckel)
    _lås(rad, innehåll)
    rad.save(update_fields=["låda", "sparad_tid"])
    return rad


def ta_bort(*, nyckel: uuid.UUID, av: Användare) -> None:
    """Raden försvinner; ingenting sparas om att den har funnits."""
    mina_rader(av).filter(nyckel=nyckel).delete()


def mina_rader(av: Användare) -> QuerySet[Förslagsutkast]:
    """De egna och inga andra."""
    return Förslagsutkast.objects.filter(ägare=av).order_by("pk")


def mina(av: Användare) -> list[Utkast]:
    return [läs(rad) for rad in mina_rader(av)]


def läs(rad: Förslagsutkast) -> Utkast:
    data = json.loads(
        nyckellås.lås_upp(
            bytes(rad.låda),
            hemlighet=settings.NAMND_NYCKEL,
            ändamål=ÄNDAMÅL,
            bundet=_bundet(rad),
        )
    )
    return Utkast(rad, Innehåll(**data | {"med": tuple(data["med"])}))


def _pröva(innehåll: Innehåll) -> None:
    if max(len(innehåll.text), len(innehåll.motivering)) > MAX_TEXT:
        raise Utkastfel(f"Texten har för många tecken; högst {MAX_TEXT} får plats.")
    if len(innehåll.rubrik) > MAX_RUBRIK:
        raise Utkastfel(f"Rubriken har för många tecken; högst {MAX_RUBRIK} får plats.")


def _lås(rad: Förslagsutkast, innehåll: Innehåll) -> None:
    rad.låda = nyckellås.lås(
        json.dumps(asdict(innehåll)).encode(),
        hemlighet=settings.NAMND_NYCKEL,
        ändamål=ÄNDAMÅL,
        bundet=_bundet(rad),
    )


def _bundet(rad: Förslagsutkast) -> str:
    return f"{rad.ägare_id}/{rad.nyckel}"
