"""Vems personnummer en underskrift i en extern tjänst ska bära. Numret självt sparas inte."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from konton import nyckellås
from konton.models import Användare, Person
from konton.policy import kräv_administratör
from protokoll import personnummer as form
from protokoll.models import Personmärke

ÄNDAMÅL = "personnummer"


@transaction.atomic
def registrera(
    *, person: Person, personnummer: str, av: Användare, nu: datetime | None = None
) -> Personmärke:
    """Administratören intygar vems numret är. Ett nytt ersätter det förra."""
    kräv_administratör(av)
    rad, _ = Personmärke.objects.update_or_create(
        person=person,
        defaults={
            "märke": _märke(person.pk, form.läs(personnummer)),
            "registrerat_tid": nu or timezone.now(),
            "registrerat_av": av,
        },
    )
    return rad


def är_registrerad(person_id: int) -> bool:
    return Personmärke.objects.filter(person=person_id).exists()


def är_personens(person_id: int, personnummer: str) -> bool:
    """Om numret är det som registrerats för personen."""
    rad = Personmärke.objects.filter(person=person_id).first()
    return rad is not None and hmac.compare_digest(rad.märke, _märke(person_id, personnummer))


def _märke(person_id: int, personnummer: str) -> str:
    """Bundet till personen: två rader med samma nummer går inte att känna igen på avtrycket."""
    return nyckellås.avtryck(
        f"{person_id}:{personnummer}", hemlighet=settings.NAMND_NYCKEL, ändamål=ÄNDAMÅL
    )
