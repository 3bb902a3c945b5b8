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


def ändra_tid(*, källa: str, datum: date, tid: str, plats: str) -> None:
    """Mötet har flyttats; listan är densamma tills en ny kallelse publiceras."""
    Möte.objects.filter(källa=källa).update(datum=datum, tid=tid, plats=plats)


def ställ_in(*, källa: str) -> None:
    Möte.objects.filter(källa=källa).update(inställt=True)


def ta_bort(*, källa: str) -> None:
    """Tar bort sidan. Filerna blir kvar i lagret men nås inte: bara sidorna känner dem."""
    Möte.objects.filter(källa=källa).delete()
