"""Låser hemligheter som sparas i databasen. Utan inställningar och modeller.

AES-256-GCM med en nyckel ur installationens hemlighet. `ändamål` skiljer slagen åt, och `bundet`
binder lådan till sin rad: en låda som flyttas till en annan rad går inte att öppna.
"""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ENGÅNGSTAL = 12


class FelNyckel(Exception):
    """Lådan låstes med en annan hemlighet, hör till en annan rad eller är ändrad."""


def lås(klartext: bytes, *, hemlighet: str, ändamål: str, bundet: str) -> bytes:
    engångstal = os.urandom(ENGÅNGSTAL)
    lås_ = AESGCM(_nyckel(hemlighet, ändamål))
    return engångstal + lås_.encrypt(engångstal, klartext, bundet.encode())


def lås_upp(låda: bytes, *, hemlighet: str, ändamål: str, bundet: str) -> bytes:
    lås_ = AESGCM(_nyckel(hemlighet, ändamål))
    try:
        return lås_.decrypt(låda[:ENGÅNGSTAL], låda[ENGÅNGSTAL:], bundet.encode())
    except (InvalidTag, ValueError) as fel:
        raise FelNyckel("Hemligheten går inte att låsa upp med installationens nyckel.") from fel


def avtryck(text: str, *, hemlighet: str, ändamål: str) -> str:
    """Ett avtryck att jämföra med: texten går inte att få tillbaka eller gissa utan hemligheten."""
    return hmac.new(_nyckel(hemlighet, ändamål), text.encode(), "sha256").hexdigest()


def _nyckel(hemlighet: str, ändamål: str) -> bytes:
    return HKDF(SHA256(), 32, salt=b"namnd", info=ändamål.encode()).derive(hemlighet.encode())
