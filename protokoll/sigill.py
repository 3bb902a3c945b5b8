"""Förseglar en färdig PDF med kommunens sigill, och granskar en förseglad.

Sigillet är en osynlig PAdES-underskrift som täcker hela filen och sätts sist av allt: filen görs
aldrig om efteråt. Nivån följer av inställningarna: B-B utan tidsstämpeltjänst, B-T med
`NAMND_TSA_URL`, B-LT när `NAMND_SIGILL_ROTER` dessutom pekar ut de rotcertifikat som gäller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import pikepdf
from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext

P = ParamSpec("P")
T = TypeVar("T")

FÄLT = "Sigill"
HUVUDETS_PLATS = 1024
# En tidsstämpeltjänst svarar på en bråkdel av en sekund; dröjer den görs jobbet om.
TSA_SEKUNDER = 20


class Sigillfel(Exception):
    """Filen kunde inte förseglas. Texten säger varför."""


class Tidsstämpelfel(Sigillfel):
    """Tidsstämpeltjänsten svarade inte eller vägrade. Försök igen senare."""


class OgranskbarFil(Exception):
    """Filen har inget sigill att granska. Texten är till den som lämnade filen."""


class IngenPdf(OgranskbarFil):
    pass


class TrasigFil(OgranskbarFil):
    pass


class InteFörseglad(OgranskbarFil):
    pass


@dataclass(frozen=True)
class Sigillnyckel:
    """Certifikatet (PEM, det egna först och därefter utfärdarnas) och nyckeln (PKCS 8, DER)."""

    certifikat: bytes
    nyckel: bytes = field(repr=False)


@dataclass(frozen=True)
class Tidsstämpel:
    tid: datetime
    vem: str
    är_betrodd: bool


@dataclass(frozen=True)
class Granskning:
    """Vad sigillet säger. Vem som äger certifikatet avgörs av `avtryck`, inte av namnet i det."""

    är_hel: bool
    täcker_hela_filen: bool
    vem: str
    tid: datetime | None
    tidsstämpel: Tidsstämpel | None
    avtryck: str

    @property
    def läsbart_avtryck(self) -> str:
        """I grupper, så att två går att jämföra med ögat."""
        return " ".join(self.avtryck[i : i + 8] for i in range(0, len(self.avtryck), 8))

    @property
    def ändrad_efter(self) -> bool:
        return self.är_hel and not self.täcker_hela_filen

    @property
    def är_oförändrad(self) -> bool:
        return self.är_hel and self.täcker_hela_filen


def avtryck(certifikat: x509.Certificate) -> str:
    """Certifikatets fingeravtryck, SHA-256 i hex."""
    return certifikat.fingerprint(_sha256()).hex()


def innehavare(certifikat: x509.Certificate) -> str:
    """Namnet i certifikatet: organisationen, annars det vanliga namnet."""
    for slag in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for namn in certifikat.subject.get_attributes_for_oid(slag):
            return str(namn.value)
    return certifikat.subject.rfc4514_string()


# --- Försegla ----------------------------------------------------------------------------------


def försegla(
    pdf: bytes, *, certifikat: Sigillnyckel, anledning: str, plats: str, nu: datetime
) -> bytes:
    """Filen med sigill. Samma indata ger samma fil, bortsett från själva underskriften."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko_certvalidator.errors import PathBuildingError, PathError, ValidationError

    _kräv_giltigt(certifikat, nu)
    try:
        skrivare = _skrivare(_utan_objektströmmar(pdf))
        tecknare = _tecknare(certifikat, anledning=anledning, plats=plats, nu=nu)
        ut: BytesIO = _i_egen_tråd(
            tecknare.sign_pdf, skrivare, output=BytesIO(), bytes_reserved=_plats(certifikat)
        )
    except TimestampRequestError as fel:
        raise Tidsstämpelfel("Tidsstämpeltjänsten gav inget svar.") from fel
    except (PathBuildingError, PathError, ValidationError) as fel:
        raise Sigillfel(f"Certifikatkedjan kunde inte styrkas: {fel}") from fel
    except (PdfError, SigningError) as fel:
        raise Sigillfel(f"Filen kunde inte förseglas: {fel.__cause__ or fel}") from fel
    return ut.getvalue()


def _kräv_giltigt(nyckel: Sigillnyckel, nu: datetime) -> None:
    eget = x509.load_pem_x509_certificates(nyckel.certifikat)[0]
    if not eget.not_valid_before_utc <= nu <= eget.not_valid_after_utc:
        dagar = f"{eget.not_valid_before_utc:%Y-%m-%d}–{eget.not_valid_after_utc:%Y-%m-%d}"
        raise Sigillfel(f"Sigillets certifikat gäller {dagar}. Installera ett nytt.")


def _utan_objektströmmar(pdf: bytes) -> bytes:
    """Granskare läser korsreferenserna som tabell; med objektströmmar hänger sig några."""
    try:
        with pikepdf.open(BytesIO(pdf)) as källa:
            if "/AcroForm" in källa.Root:
                raise Sigillfel("Filen har redan ett sigill eller ett formulär.")
            ut = BytesIO()
            källa.save(
                ut,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                deterministic_id=True,
            )
    except pikepdf.PdfError as fel:
        raise Sigillfel("Filen är skadad och kan inte förseglas.") from fel
    return ut.getvalue()


def _skrivare(pdf: bytes) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Skrivare(IncrementalPdfFileWriter):
        """Dokumentets uppgifter om sig självt är dess egna: sigillet ändrar dem inte."""

        def _update_meta(self) -> None:
            pass

    skrivare = Skrivare(BytesIO(pdf))
    # Den andra halvan är annars slumpad; den ska följa av innehållet.
    skrivare._document_id[1] = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    return skrivare


def _tecknare(nyckel: Sigillnyckel, *, anledning: str, plats: str, nu: datetime) -> PdfSigner:
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Tecknare(PdfSigner):
        """Tiden i sigillet är den som anges, inte datorns."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = nu
            return session

    eget, *utfärdare = load_certs_from_pemder_data(nyckel.certifikat)
    kända = SimpleCertificateStore.from_certs(utfärdare)  # type: ignore[no-untyped-call]  # pyHanko
    stämplare = _stämplare()
    rötter = _rötter()
    bevara = stämplare is not None and bool(rötter)
    if eget.self_signed == "maybe":
        rötter.append(eget)
    return Tecknare(
        PdfSignatureMetadata(
            field_name=FÄLT,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=anledning,
            location=plats,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=bevara,
            validation_context=_sammanhang(rötter, hämta=True) if bevara else None,
            signer_key_usage=set(),
            # I samma utgåva som sigillet: då täcker det hela filen, bevisen medräknade.
            dss_settings=DSSContentSettings(
                include_vri=False,
                placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
            ),
        ),
        SimpleSigner(
            eget, load_private_key_from_pemder_data(nyckel.nyckel, passphrase=None), kända
        ),
        timestamper=stämplare,
        # Utanför sidan: en osynlig ruta på sidan uppfyller inte PDF/UA.
        new_field_spec=SigFieldSpec(
            FÄLT, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)
        ),
    )


def _plats(nyckel: Sigillnyckel) -> int | None:
    """Tecken att lämna åt underskriften, som är hexadecimal.

    En ECDSA-underskrifts längd varierar med någon byte; utan fast plats skulle filens göra det.
    En tidsstämpels längd känner bara tjänsten: då frågas den först.
    """
    return None if settings.NAMND_TSA_URL else 2 * (len(nyckel.certifikat) + 2048)


def _stämplare() -> TimeStamper | None:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    if not settings.NAMND_TSA_URL:
        return None
    return HTTPTimeStamper(settings.NAMND_TSA_URL, timeout=TSA_SEKUNDER)


def _rötter() -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder_data

    if not settings.NAMND_SIGILL_ROTER:
        return []
    return list(load_certs_from_pemder_data(Path(settings.NAMND_SIGILL_ROTER).read_bytes()))


def _sammanhang(rötter: list[Any], *, hämta: bool) -> ValidationContext:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=rötter,
        allow_fetching=hämta,
        revocation_mode="hard-fail" if hämta else "soft-fail",
    )


# --- Granska -----------------------------------------------------------------------------------


def granska(pdf: bytes) -> Granskning:
    """Prövar filens första sigill. Det som lagts till efteråt gör att det inte täcker hela filen.

    Filen kan komma från vem som helst: inget hämtas från nätet, och det som lagts till efter
    sigillet tolkas inte.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.errors import SignatureValidationError

    if b"%PDF-" not in pdf[:HUVUDETS_PLATS]:
        raise IngenPdf("Filen är inte en PDF.")
    try:
        sigill = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
        if not sigill:
            raise InteFörseglad("Filen är inte förseglad.")
        return _granskning(sigill[0])
    except (
        *(PdfError, SignatureValidationError, ValueError, TypeError, KeyError, IndexError),
        *(AttributeError, AssertionError, NotImplementedError, OverflowError, RecursionError),
    ) as fel:
        raise TrasigFil("Filen är skadad: sigillet går inte att läsa.") from fel


def _granskning(sigill: EmbeddedPdfSignature) -> Granskning:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    läge: PdfSignatureStatus = _i_egen_tråd(
        validate_pdf_signature,
        sigill,
        # Vem som äger certifikatet avgör anroparen efter avtrycket; här prövas underskriften.
        signer_validation_context=_sammanhang([sigill.signer_cert], hämta=False),
        ts_validation_context=_sammanhang(_rötter(), hämta=False),
        skip_diff=True,
    )
    certifikat = x509.load_der_x509_certificate(läge.signing_cert.dump())
    tid = sigill.self_reported_timestamp
    return Granskning(
        är_hel=bool(läge.intact and läge.valid),
        täcker_hela_filen=läge.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        vem=innehavare(certifikat),
        tid=tid.astimezone(UTC) if tid else None,
        tidsstämpel=_tidsstämpel(läge),
        avtryck=avtryck(certifikat),
    )


def _tidsstämpel(läge: PdfSignatureStatus) -> Tidsstämpel | None:
    """Stämpeln ligger utanför det sigillet täcker: den räknas bara om den själv håller."""
    stämpel = läge.timestamp_validity
    if stämpel is None or not (stämpel.intact and stämpel.valid):
        return None
    certifikat = x509.load_der_x509_certificate(stämpel.signing_cert.dump())
    return Tidsstämpel(
        tid=stämpel.timestamp, vem=innehavare(certifikat), är_betrodd=bool(stämpel.trusted)
    )


def _sha256() -> Any:
    from cryptography.hazmat.primitives.hashes import SHA256

    return SHA256()


def _i_egen_tråd(funktion: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """pyHanko startar en egen händelseslinga, vilket inte går i en tråd som redan har en."""
    with ThreadPoolExecutor(max_workers=1) as trådar:
        return trådar.submit(funktion, *args, **kwargs).result()
