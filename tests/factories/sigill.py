"""Certifikat till prov: en egen utfärdare, sigill och tidsstämpeltjänst. Alla är påhittade."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone

from konton.models import Användare
from protokoll.sigill import Sigillnyckel
from tests.factories.konton import AnvändareFactory

SHA256 = hashes.SHA256()
ÖPPEN = NoEncryption()


@dataclass(frozen=True)
class Utfärdat:
    certifikat: x509.Certificate
    nyckel: Any

    @property
    def pem(self) -> bytes:
        return self.certifikat.public_bytes(Encoding.PEM)

    @property
    def nyckel_pem(self) -> bytes:
        return self.nyckel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def nyckel_der(self) -> bytes:
        return self.nyckel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def sigillnyckel(self, *utfärdare: "Utfärdat") -> Sigillnyckel:
        return Sigillnyckel(
            certifikat=b"".join(u.pem for u in (self, *utfärdare)), nyckel=self.nyckel_der
        )


def utan_roll() -> Användare:
    return AnvändareFactory()


def _namn(namn: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, namn),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{namn}, prov"),
        ]
    )


def utfärda(
    namn: str,
    *,
    av: Utfärdat | None = None,
    är_ca: bool = False,
    tidsstämplar: bool = False,
    spärrlista: str = "",
    värd: str = "",
    nyckel: Any = None,
    från: datetime | None = None,
    till: datetime | None = None,
) -> Utfärdat:
    """Ett certifikat utfärdat av `av`, annars av sig självt."""
    nyckel = nyckel or ec.generate_private_key(ec.SECP256R1())
    nu = timezone.now()
    bygge = (
        x509.CertificateBuilder()
        .subject_name(_namn(namn))
        .issuer_name(av.certifikat.subject if av else _namn(namn))
        .public_key(nyckel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(från or nu - timedelta(days=1))
        .not_valid_after(till or nu + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=är_ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not är_ca,
                content_commitment=not är_ca,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=är_ca,
                crl_sign=är_ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(nyckel.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                (av.nyckel if av else nyckel).public_key()
            ),
            critical=False,
        )
    )
    if tidsstämplar:
        bygge = bygge.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    if värd:
        bygge = bygge.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(värd)]), critical=False
        )
    if spärrlista:
        plats = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(spärrlista)], None, None, None
        )
        bygge = bygge.add_extension(x509.CRLDistributionPoints([plats]), critical=False)
    tecknare = av.nyckel if av else nyckel
    algoritm = None if isinstance(tecknare, ed25519.Ed25519PrivateKey) else SHA256
    return Utfärdat(bygge.sign(tecknare, algoritm), nyckel)


def spärrlista(ca: Utfärdat, *spärrade: Utfärdat) -> bytes:
    nu = timezone.now()
    bygge = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certifikat.subject)
        .last_update(nu - timedelta(hours=1))
        .next_update(nu + timedelta(days=1))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.nyckel.public_key()),
            critical=False,
        )
    )
    for utfärdat in spärrade:
        bygge = bygge.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(utfärdat.certifikat.serial_number)
            .revocation_date(nu - timedelta(minutes=30))
            .build()
        )
    return bygge.sign(ca.nyckel, SHA256).public_bytes(Encoding.DER)
