"""Konton och roller. Det finns alltid minst en administratör kvar."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konton.models import Användare, Myndighet, Person, Rolltilldelning
from konton.models.användare import RolltilldelningQuerySet
from konton.policy import kräv_administratör
from konton.roller import Roll


@transaction.atomic
def skapa_användare(
    *,
    användarnamn: str,
    lösenord: str | None,
    person: Person | None = None,
    epost: str = "",
    är_demo: bool = False,
    av: Användare,
) -> Användare:
    """Ett nytt konto. Utan lösenord kan det inte logga in förrän ett har satts."""
    kräv_administratör(av)
    konto = Användare(username=användarnamn, email=epost, person=person, är_demo=är_demo)
    # Demolösenorden trycks på skärmen och behöver inte vara svåra; --deploy vägrar demokonton.
    if lösenord is not None and not är_demo:
        validate_password(lösenord, konto)
    konto.set_password(lösenord)
    konto.full_clean()
    konto.save()
    return konto


@transaction.atomic
def tilldela_roll(
    *,
    användare: Användare,
    roll: Roll,
    myndighet: Myndighet | None,
    från: date | None = None,
    till: date | None = None,
    av: Användare,
) -> Rolltilldelning:
    """Ger användaren rollen från och med en dag (annars i dag)."""
    kräv_administratör(av)
    pröva_tilldelning(användare=användare, roll=roll, myndighet=myndighet)
    tilldelning = Rolltilldelning(
        användare=användare,
        roll=roll,
        myndighet=myndighet,
        från=från or timezone.localdate(),
        till=till,
    )
    tilldelning.full_clean()
    tilldelning.save()
    _glöm_roller(användare, av)
    return tilldelning


@transaction.atomic
def avsluta_roll(
    *, tilldelning: Rolltilldelning, till: date | None, av: Användare
) -> Rolltilldelning:
    """Sätter rollens sista dag. Utan dag gäller den tills vidare igen."""
    kräv_administratör(av)
    _lås_administratörer()
    if till is not None:
        pröva_avslut(tilldelning)
    tilldelning.till = till
    tilldelning.full_clean()
    tilldelning.save(update_fields=["till"])
    _glöm_roller(tilldelning.användare, av)
    return tilldelning


@transaction.atomic
def återkalla_roll(*, tilldelning: Rolltilldelning, av: Användare) -> None:
    """Tar bort en felaktig tilldelning så att den upphör genast."""
    kräv_administratör(av)
    _lås_administratörer()
    pröva_avslut(tilldelning)
    användare = tilldelning.användare
    tilldelning.delete()
    _glöm_roller(användare, av)


def pröva_tilldelning(*, användare: Användare, roll: str, myndighet: Myndighet | None) -> None:
    """Fel om rollen inte kan ges så."""
    if användare.är_system:
        raise ValidationError({"användare": "Systemkontot kan inte få en roll."})
    if roll == Roll.ADMINISTRATÖR and myndighet is not None:
        raise ValidationError(
            {"myndighet": "Administratör gäller hela installationen: lämna myndigheten tom."}
        )


def pröva_avslut(tilldelning: Rolltilldelning) -> None:
    """Fel om det inte blir någon administratör kvar."""
    if tilldelning.roll == Roll.ADMINISTRATÖR and not (
        _administratörer().exclude(pk=tilldelning.pk).exists()
    ):
        raise ValidationError("Minst en administratör måste finnas kvar. Ge rollen till någon mer.")


def pröva_avstängning(användare: Användare) -> None:
    """Fel om användaren är den enda som är administratör."""
    egna = _administratörer().filter(användare=användare)
    if egna.exists() and not _administratörer().exclude(användare=användare).exists():
        raise ValidationError("Minst en administratör måste finnas kvar. Ge rollen till någon mer.")


def _administratörer() -> RolltilldelningQuerySet:
    """Tilldelningar som gäller nu och utan slut, för konton som kan logga in."""
    return Rolltilldelning.objects.gällande().filter(
        roll=Roll.ADMINISTRATÖR, myndighet=None, till=None, användare__is_active=True
    )


def _lås_administratörer() -> None:
    """Två administratörer som avslutar varandra samtidigt får vänta på varandra."""
    list(Rolltilldelning.objects.select_for_update().filter(roll=Roll.ADMINISTRATÖR).order_by("pk"))


def _glöm_roller(*användare: Användare) -> None:
    """Rollerna läses en gång per begäran; det lästa gäller inte längre."""
    for en in användare:
        en.__dict__.pop("_roller", None)
