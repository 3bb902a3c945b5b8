"""Inloggning: ingen kan registrera sig själv, och systemkontot kan inte logga in.

Andra faktorn är en kod ur en app (TOTP), med reservkoder. Den är frivillig vid inloggning och
krävs där vyn säger det (`konton.tvåfaktor`).
"""

import base64
from io import BytesIO
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from konton import nyckellås
from konton.models import Användare

ÄNDAMÅL = "andra faktor"


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **uppgifter: Any) -> Användare | None:
        konto: Användare | None = super().authenticate(request, **uppgifter)
        return None if konto is None or konto.är_system else konto

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Den som har en andra faktor styrker sig med den: lösenordet räcker inte för att ta bort
        den eller se reservkoderna."""
        sätt: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [s for s in sätt if s["id"] == "mfa_reauthenticate"] or sätt


class Tvåfaktoradapter(DefaultMFAAdapter):
    """Hemligheterna är låsta i databasen, och i appen står användarnamnet."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Koden är fel eller redan använd. Vänta på nästa kod i appen.",
        "låst": "Installationens nyckel är utbytt. Kontakta administratören.",
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        """Vit botten: annars går koden inte att läsa på en mörk sida."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        bild = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(bild)
        return bild.getvalue().decode()

    def encrypt(self, text: str) -> str:
        låda = nyckellås.lås(
            text.encode(), hemlighet=settings.NAMND_NYCKEL, ändamål=ÄNDAMÅL, bundet=""
        )
        return base64.b64encode(låda).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return nyckellås.lås_upp(
            base64.b64decode(encrypted_text),
            hemlighet=settings.NAMND_NYCKEL,
            ändamål=ÄNDAMÅL,
            bundet="",
        ).decode()
