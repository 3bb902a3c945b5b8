"""Vägen genom andra faktorn så som användaren går den, med en klocka som går på beställning."""

import re
import time
from datetime import timedelta

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.urls import reverse

from konton.models import Användare
from tests.factories.konton import LÖSENORD

HEMLIGHET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FEL = "Koden är fel eller redan använd. Vänta på nästa kod i appen."


class Klocka:
    def __init__(self) -> None:
        self.nu = 1_800_000_000.0

    def time(self) -> float:
        return self.nu

    def gå(self, sekunder: float) -> None:
        self.nu += sekunder


def kod(klocka: Klocka, hemlighet: str = HEMLIGHET) -> str:
    return format_hotp_value(hotp_value(hemlighet, int(klocka.nu) // 30))


def fel_kod(klocka: Klocka) -> str:
    return f"{(int(kod(klocka)) + 1) % 1_000_000:06}"


def lösenordet(klient: Client, konto: Användare, **övrigt: str):
    return klient.post(
        reverse("account_login"), {"login": konto.username, "password": LÖSENORD, **övrigt}
    )


def logga_in(klient: Client, konto: Användare, klocka: Klocka) -> None:
    lösenordet(klient, konto)
    svar = klient.post(reverse("mfa_authenticate"), {"code": kod(klocka)})
    assert svar.status_code == 302
    klocka.gå(30)


def styrk(klient: Client, konto: Användare, *, för: timedelta = timedelta(0)) -> None:
    """Som om den inloggade hade skrivit en kod ur sin app för så länge sedan."""
    styrk_session(klient.session, konto, för=för)


def styrk_session(session: SessionBase, konto: Användare, *, för: timedelta = timedelta(0)) -> None:
    faktor = Authenticator.objects.filter(user=konto, type=Authenticator.Type.TOTP).first()
    if faktor is None:
        faktor = TOTP.activate(konto, HEMLIGHET).instance
    session["account_authentication_methods_user"] = str(konto.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {
            "method": "mfa",
            "at": time.time() - för.total_seconds(),
            "id": faktor.pk,
            "type": Authenticator.Type.TOTP,
        }
    ]
    session.save()


def är_inne(klient: Client) -> bool:
    return "_auth_user_id" in klient.session


def skaffa(klient: Client, konto: Användare, klocka: Klocka, nästa: str = "") -> tuple:
    """Hela vägen så som användaren går den; ger sista svaret och reservkoderna."""
    lösenordet(klient, konto)
    adress = reverse("mfa_activate_totp") + (f"?next={nästa}" if nästa else "")
    styrk = klient.get(adress)
    assert styrk.url.startswith(reverse("account_reauthenticate"))
    sida = klient.get(styrk.url).content.decode()
    mål = re.search(r'name="next" value="([^"]+)"', sida).group(1)
    vidare = klient.post(reverse("account_reauthenticate"), {"password": LÖSENORD, "next": mål})
    formulär = klient.get(vidare.url)
    hemlighet = formulär.context["form"].secret
    assert hemlighet in formulär.content.decode()
    data = {"code": kod(klocka, hemlighet)} | ({"next": nästa} if nästa else {})
    klart = klient.post(reverse("mfa_activate_totp"), data)
    assert klart.status_code == 302
    koder = klient.get(klart.url)
    return koder, re.findall(r"<code>(\d{8})</code>", koder.content.decode())
