"""När någon har tappat sin andra faktor: administratören tar bort den."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from konton.models import Användare
from konton.policy import kräv_administratör


@transaction.atomic
def ta_bort(*, användare: Användare, av: Användare) -> bool:
    """Tar bort faktorn och reservkoderna. Falskt om det inte fanns någon."""
    kräv_administratör(av)
    antal, _ = Authenticator.objects.filter(user=användare).delete()
    return bool(antal)
