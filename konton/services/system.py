"""Systemanvändaren: den som jobb och tidsstyrda händelser handlar som."""

from konton.models import Användare


def systemanvändare() -> Användare:
    """Kontot `system`, som inte kan logga in. Skapas vid första behov."""
    konto, ny = Användare.objects.get_or_create(
        username="system", defaults={"är_system": True, "is_active": False}
    )
    if ny:
        konto.set_unusable_password()
        konto.save(update_fields=["password"])
    return konto
