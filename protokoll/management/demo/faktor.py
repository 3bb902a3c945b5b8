"""Andra faktorn för dem i demot som skriver under: en riktig, prövad med en riktig kod.

Den tas bort när underskriften är gjord, så att den som provar demot loggar in med lösenordet och
skaffar en egen när det är dags att justera.
"""

from __future__ import annotations

from allauth.mfa.totp.internal import auth as totp

from konton.models import Användare
from konton.services import tvåfaktor
from konton.services.system import systemanvändare

FÖRSÖK = 3


def styrk(användare: Användare) -> bool:
    """Skaffar faktorn, läser koden ur den som appen hade gjort, och prövar den."""
    hemlighet = totp.generate_totp_secret()
    faktor = totp.TOTP.activate(användare, hemlighet)
    try:
        # En kod kan gå ut mellan läsningen och prövningen; då läses nästa.
        return any(faktor.validate_code(_kod(hemlighet)) for _ in range(FÖRSÖK))
    finally:
        tvåfaktor.ta_bort(användare=användare, av=systemanvändare())


def _kod(hemlighet: str) -> str:
    räknare = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(hemlighet, räknare[len(räknare) // 2])))
