"""Mötenas sidor på webben: lägga ut, ändra tiden, ställa in och ta bort.

Den som anropar har prövat rätten och lämnar bara det som alla får läsa. Varje handgrepp kan göras
om: det andra anropet ändrar ingenting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from publikt import filer
from publikt.models import Möte, Mötespunkt


@dataclass(frozen=True)
class Mötesuppgifter:
    """Det som står överst på mötets sida."""

    kommun: str
    organ: str
    datum: date
    tid: str
    plats: str
    dokumentnamn: str
    edition: int
    utfärdad_dag: date
    offentligt: bool = False


@dataclass(frozen=True)
class Punktuppgifter:
    """En rad på listan."""

    rubrik: str
    nummer: str = ""
    avsnitt: str = ""
    beteckning: str = ""
    sekretess: str = ""
    tid: str = ""
    beslutsinstans: str = ""
    anmärkningar: tuple[str, ...] = ()
    föredragande: tuple[str, ...] = ()
    förslag_rubrik: str = ""
    förslag: tuple[str, ...] = ()
    handlingar: tuple[str, ...] = ()


@transaction.atomic
def publicera(
    *,
    källa: str,
    uppgifter: Mötesuppgifter,
    punkter: Sequence[Punktuppgifter],
    kallelse_pdf: bytes,
    av_namn: str,
    handlingar_pdf: bytes | None = None,
    nu: datetime | None = None,
) -> Möte:
    """Lägger ut mötet, eller byter sidan mot en ny kallelse. `pdf` är offentliga exemplar."""
    möte, _ = Möte.objects.update_or_create(
        källa=källa,
        defaults={
            **asdict(uppgifter),
            "inställt": False,
            "kallelse": filer.spara(kallelse_pdf),
            "handlingar": filer.spara(handlingar_pdf) if handlingar_pdf else None,
            "publicerad_tid": nu or timezone.now(),
            "borttagen_tid": None,
            "ändrad_av": av_namn,
        },
    )
    möte.punkter.all().delete()
    Mötespunkt.objects.bulk_create(
        Mötespunkt(
            möte=möte,
            ordning=ordning,
            **{n: list(v) if isinstance(v, tuple) else v for n, v in asdict(punkt).items()},
        )
        for ordning, punkt in enumerate(punkter, 1)
    )
    return möte


def ändra_tid(*, källa: str, datum: date, tid: str, plats: str, av_namn: str) -> None:
    """Mötet har flyttats; listan är densamma tills en ny kallelse publiceras."""
    Möte.objects.ute().filter(källa=källa).update(
        datum=datum, tid=tid, plats=plats, ändrad_av=av_namn
    )


def ställ_in(*, källa: str, av_namn: str) -> None:
    Möte.objects.ute().filter(källa=källa).update(inställt=True, ändrad_av=av_namn)


@transaction.atomic
def ta_bort(*, källa: str, av_namn: str, nu: datetime | None = None) -> None:
    """Tar bort sidan med allt som stod på den. Kvar är att den har funnits, och vem som tog bort.

    Filerna nås inte längre: bara sidorna känner dem.
    """
    for möte in Möte.objects.ute().filter(källa=källa):
        möte.punkter.all().delete()
        möte.kallelse = möte.handlingar = None
        möte.borttagen_tid, möte.ändrad_av = nu or timezone.now(), av_namn
        möte.save()
