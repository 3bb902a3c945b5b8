"""Kommunens sigillcertifikat: ett aktivt åt gången, och de gamla kvar för granskning.

Nyckeln lämnar den här modulen bara som `Sigillnyckel`, till det som förseglar. Den loggas aldrig,
visas aldrig och följer inte med i någon export.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from konton import nyckellås
from konton.models import Användare, Kommun
from konton.policy import kräv_administratör
from protokoll import sigill
from protokoll.models import Sigillcertifikat
from protokoll.sigill import Sigillnyckel

Privat = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

ÄNDAMÅL = "sigill"
SJÄLVGJORT_GÄLLER = timedelta(days=3 * 365)
MINSTA_RSA = 3072


class Certifikatfel(Exception):
    """Certifikatet kan inte användas. Texten är till administratören."""


class HarRedanCertifikat(Certifikatfel):
    pass


class SaknarCertifikat(Certifikatfel):
    pass


def skapa_självgjort(
    *, kommun: Kommun, av: Användare, nu: datetime | None = None
) -> Sigillcertifikat:
    """Ett certifikat som kommunen utfärdar själv, för prov: ingen annan går i god för det."""
    kräv_administratör(av)
    nu = nu or timezone.now()
    nyckel = ec.generate_private_key(ec.SECP256R1())
    certifikat = _självsignera(kommun.namn, nyckel, nu)
    return _spara(kommun, [certifikat], nyckel, av=av, nu=nu, självgjort=True)


def installera(
    *, kommun: Kommun, p12: bytes, lösenord: str, av: Användare, nu: datetime | None = None
) -> Sigillcertifikat:
    """Certifikatet, kedjan och nyckeln ur en PKCS 12-fil från utfärdaren."""
    kräv_administratör(av)
    nu = nu or timezone.now()
    kedja, nyckel = _öppna_p12(p12, lösenord)
    _pröva(kedja[0], nyckel, nu)
    return _spara(kommun, kedja, nyckel, av=av, nu=nu, självgjort=False)


@transaction.atomic
def byt(
    *,
    kommun: Kommun,
    p12: bytes | None = None,
    lösenord: str = "",
    av: Användare,
    nu: datetime | None = None,
) -> Sigillcertifikat:
    """Avslutar det aktiva och tar ett nytt i bruk: ur en fil, annars ett självgjort."""
    kräv_administratör(av)
    nu = nu or timezone.now()
    _lås(kommun)
    if not Sigillcertifikat.objects.aktiva().filter(kommun=kommun).update(avslutat_tid=nu):
        raise SaknarCertifikat(f"{kommun} har inget certifikat att byta.")
    if p12 is None:
        return skapa_självgjort(kommun=kommun, av=av, nu=nu)
    return installera(kommun=kommun, p12=p12, lösenord=lösenord, av=av, nu=nu)


def aktivt(kommun: Kommun) -> Sigillcertifikat | None:
    return Sigillcertifikat.objects.aktiva().filter(kommun=kommun).first()


def nyckel(kommun: Kommun) -> Sigillnyckel:
    """Det som `sigill.försegla` behöver."""
    rad = aktivt(kommun)
    if rad is None:
        raise SaknarCertifikat(f"{kommun} har inget sigillcertifikat. Kör kommandot sigill.")
    try:
        klartext = nyckellås.lås_upp(
            bytes(rad.låst_nyckel),
            hemlighet=settings.NAMND_NYCKEL,
            ändamål=ÄNDAMÅL,
            bundet=rad.avtryck,
        )
    except nyckellås.FelNyckel as fel:
        raise Certifikatfel(
            "Sigillets nyckel går inte att låsa upp: NAMND_NYCKEL är inte densamma som när "
            "certifikatet installerades. Installera det på nytt."
        ) from fel
    return Sigillnyckel(certifikat=rad.certifikat.encode(), nyckel=klartext)


@transaction.atomic
def _spara(
    kommun: Kommun,
    kedja: list[x509.Certificate],
    nyckel: Privat,
    *,
    av: Användare,
    nu: datetime,
    självgjort: bool,
) -> Sigillcertifikat:
    _lås(kommun)
    if aktivt(kommun) is not None:
        raise HarRedanCertifikat(f"{kommun} har redan ett sigillcertifikat. Byt det i stället.")
    avtryck = sigill.avtryck(kedja[0])
    klartext = nyckel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Sigillcertifikat.objects.create(
        kommun=kommun,
        innehavare=sigill.innehavare(kedja[0])[:300],
        avtryck=avtryck,
        certifikat="".join(c.public_bytes(Encoding.PEM).decode() for c in kedja),
        låst_nyckel=nyckellås.lås(
            klartext, hemlighet=settings.NAMND_NYCKEL, ändamål=ÄNDAMÅL, bundet=avtryck
        ),
        giltigt_från=kedja[0].not_valid_before_utc,
        giltigt_till=kedja[0].not_valid_after_utc,
        självgjort=självgjort,
        installerat_tid=nu,
        installerat_av=av,
    )


def _lås(kommun: Kommun) -> None:
    Kommun.objects.select_for_update().get(pk=kommun.pk)


def _självsignera(namn: str, nyckel: ec.EllipticCurvePrivateKey, nu: datetime) -> x509.Certificate:
    vem = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, namn[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, "Protokollsigill"),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(vem)
        .issuer_name(vem)
        .public_key(nyckel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu)
        .not_valid_after(nu + SJÄLVGJORT_GÄLLER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(nyckel.public_key()), critical=False
        )
        .sign(nyckel, hashes.SHA256())
    )


def _öppna_p12(p12: bytes, lösenord: str) -> tuple[list[x509.Certificate], Privat]:
    try:
        nyckel, eget, övriga = pkcs12.load_key_and_certificates(
            p12, lösenord.encode() if lösenord else None
        )
    except ValueError as fel:
        raise Certifikatfel("Filen är inte en PKCS 12-fil, eller så är lösenordet fel.") from fel
    if eget is None or nyckel is None:
        raise Certifikatfel("Filen saknar certifikat eller privat nyckel.")
    if not isinstance(nyckel, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Certifikatfel("Nyckeln ska vara ECDSA eller RSA.")
    if isinstance(nyckel, rsa.RSAPrivateKey) and nyckel.key_size < MINSTA_RSA:
        raise Certifikatfel(f"En RSA-nyckel ska vara minst {MINSTA_RSA} bitar.")
    return [eget, *övriga], nyckel


def _pröva(certifikat: x509.Certificate, nyckel: Privat, nu: datetime) -> None:
    former = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if certifikat.public_key().public_bytes(*former) != nyckel.public_key().public_bytes(*former):
        raise Certifikatfel("Nyckeln hör inte till certifikatet.")
    if not certifikat.not_valid_before_utc <= nu <= certifikat.not_valid_after_utc:
        till = certifikat.not_valid_after_utc
        raise Certifikatfel(f"Certifikatet gäller inte i dag (till {till:%Y-%m-%d}).")
    try:
        användning = certifikat.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (användning.digital_signature or användning.content_commitment):
        raise Certifikatfel("Certifikatet är inte utfärdat för underskrifter.")
