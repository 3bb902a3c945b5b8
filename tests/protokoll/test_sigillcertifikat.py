"""Sigillcertifikatet: vem som får byta det, vilka filer som duger, och att nyckeln förblir låst."""

import io
import logging
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_der_private_key,
    pkcs12,
)
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Kommun, Roll
from konton.services.system import systemanvändare
from protokoll.models import Sigillcertifikat
from protokoll.services import sigillcertifikat
from protokoll.services.sigillcertifikat import Certifikatfel, HarRedanCertifikat, SaknarCertifikat
from tests.factories import sigill as fabrik
from tests.factories.konton import KommunFactory, med_roll

pytestmark = pytest.mark.django_db

NU = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
LÖSENORD = "björk-och-sund"


@pytest.fixture
def kommun() -> Kommun:
    return KommunFactory()


def p12(utfärdat: fabrik.Utfärdat, lösenord: str = LÖSENORD, *, kedja=()) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"sigill",
        utfärdat.nyckel,
        utfärdat.certifikat,
        [u.certifikat for u in kedja] or None,
        BestAvailableEncryption(lösenord.encode()),
    )


def test_självgjort_certifikat_är_p256_och_utfärdat_på_kommunen(kommun: Kommun) -> None:
    rad = sigillcertifikat.skapa_självgjort(kommun=kommun, av=med_roll(Roll.ADMINISTRATÖR), nu=NU)

    nyckel = sigillcertifikat.nyckel(kommun)
    certifikat = x509.load_pem_x509_certificate(nyckel.certifikat)
    privat = load_der_private_key(nyckel.nyckel, None)
    assert rad.självgjort
    assert rad.innehavare == "Björksunds kommun"
    assert rad.avtryck == certifikat.fingerprint(fabrik.SHA256).hex()
    assert (rad.giltigt_från, rad.giltigt_till) == (NU, NU + timedelta(days=3 * 365))
    assert isinstance(privat, ec.EllipticCurvePrivateKey)
    assert privat.curve.name == "secp256r1"
    assert privat.public_key() == certifikat.public_key()


def test_installera_ur_p12_behåller_kedjan(kommun: Kommun) -> None:
    ca = fabrik.utfärda("Prov-CA", är_ca=True)
    eget = fabrik.utfärda("Björksunds kommun", av=ca)

    rad = sigillcertifikat.installera(
        kommun=kommun, p12=p12(eget, kedja=[ca]), lösenord=LÖSENORD, av=systemanvändare()
    )

    kedja = x509.load_pem_x509_certificates(sigillcertifikat.nyckel(kommun).certifikat)
    assert kedja == [eget.certifikat, ca.certifikat]
    assert not rad.självgjort


@pytest.mark.parametrize("roll", [r for r in Roll if r != Roll.ADMINISTRATÖR] + [None], ids=str)
def test_bara_administratören_får(kommun: Kommun, roll: Roll | None) -> None:
    av = fabrik.utan_roll() if roll is None else med_roll(roll)
    fil = p12(fabrik.utfärda("Björksunds kommun"))

    with pytest.raises(PermissionDenied):
        sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)
    with pytest.raises(PermissionDenied):
        sigillcertifikat.installera(kommun=kommun, p12=fil, lösenord=LÖSENORD, av=av)
    with pytest.raises(PermissionDenied):
        sigillcertifikat.byt(kommun=kommun, av=av)

    assert not Sigillcertifikat.objects.exists()
    sigillcertifikat.installera(
        kommun=kommun, p12=fil, lösenord=LÖSENORD, av=med_roll(Roll.ADMINISTRATÖR)
    )
    assert Sigillcertifikat.objects.count() == 1


def _dagar(från: int, till: int) -> dict[str, datetime]:
    nu = timezone.now()
    return {"från": nu + timedelta(days=från), "till": nu + timedelta(days=till)}


@pytest.mark.parametrize(
    ("fil", "lösenord", "text"),
    [
        pytest.param(lambda: b"%PDF-1.7", LÖSENORD, "inte en PKCS 12-fil", id="inte p12"),
        pytest.param(lambda: p12(fabrik.utfärda("B")), "fel", "lösenordet fel", id="fel lösenord"),
        pytest.param(
            lambda: p12(fabrik.utfärda("B", **_dagar(-20, -1))),
            LÖSENORD,
            "gäller inte i dag",
            id="utgånget",
        ),
        pytest.param(
            lambda: p12(fabrik.utfärda("B", **_dagar(1, 20))),
            LÖSENORD,
            "gäller inte i dag",
            id="gäller inte än",
        ),
        pytest.param(
            lambda: p12(fabrik.utfärda("B", är_ca=True)),
            LÖSENORD,
            "inte utfärdat för underskrifter",
            id="bara för att utfärda",
        ),
        pytest.param(
            lambda: p12(fabrik.utfärda("B", nyckel=rsa.generate_private_key(65537, 2048))),
            LÖSENORD,
            "minst 3072",
            id="för kort RSA",
        ),
        pytest.param(
            lambda: p12(fabrik.utfärda("B", nyckel=ed25519.Ed25519PrivateKey.generate())),
            LÖSENORD,
            "ECDSA eller RSA",
            id="annan nyckelsort",
        ),
        pytest.param(
            lambda: pkcs12.serialize_key_and_certificates(
                None, None, None, [fabrik.utfärda("B").certifikat], fabrik.ÖPPEN
            ),
            "",
            "saknar certifikat eller privat nyckel",
            id="utan nyckel",
        ),
    ],
)
def test_fil_som_inte_duger_vägras(kommun: Kommun, fil, lösenord: str, text: str) -> None:
    with pytest.raises(Certifikatfel, match=text):
        sigillcertifikat.installera(
            kommun=kommun, p12=fil(), lösenord=lösenord, av=systemanvändare()
        )

    assert not Sigillcertifikat.objects.exists()


def test_ett_aktivt_i_taget_och_det_gamla_finns_kvar(kommun: Kommun) -> None:
    av = systemanvändare()
    första = sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)
    with pytest.raises(HarRedanCertifikat):
        sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)

    nytt = sigillcertifikat.byt(
        kommun=kommun, p12=p12(fabrik.utfärda("Ny")), lösenord=LÖSENORD, av=av
    )

    första.refresh_from_db()
    assert not första.är_aktivt
    assert sigillcertifikat.aktivt(kommun) == nytt
    assert Sigillcertifikat.objects.count() == 2


def test_misslyckat_byte_lämnar_det_gamla_aktivt(kommun: Kommun) -> None:
    av = systemanvändare()
    första = sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)

    with pytest.raises(Certifikatfel):
        sigillcertifikat.byt(kommun=kommun, p12=b"xx", lösenord="", av=av)

    assert sigillcertifikat.aktivt(kommun) == första


def test_utan_certifikat(kommun: Kommun) -> None:
    with pytest.raises(SaknarCertifikat):
        sigillcertifikat.nyckel(kommun)
    with pytest.raises(SaknarCertifikat):
        sigillcertifikat.byt(kommun=kommun, av=systemanvändare())


def test_kommunerna_har_var_sitt(kommun: Kommun) -> None:
    annan = KommunFactory(namn="Ekeby kommun")
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    sigillcertifikat.skapa_självgjort(kommun=annan, av=systemanvändare())

    egen = x509.load_pem_x509_certificate(sigillcertifikat.nyckel(annan).certifikat)
    assert "Ekeby kommun" in egen.subject.rfc4514_string()


def test_nyckeln_är_låst_i_databasen(kommun: Kommun, settings) -> None:
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    klartext = sigillcertifikat.nyckel(kommun).nyckel
    with connection.cursor() as markör:
        markör.execute("SELECT s::text FROM protokoll_sigillcertifikat s")
        raden = markör.fetchone()[0]
    assert klartext.hex() not in raden
    assert klartext[40:72].hex() not in raden

    settings.NAMND_NYCKEL = "en annan hemlighet"
    with pytest.raises(Certifikatfel, match="NAMND_NYCKEL"):
        sigillcertifikat.nyckel(kommun)


def test_nyckeln_hör_till_sin_rad(kommun: Kommun) -> None:
    """Den som kan skriva i databasen kan inte låna ut en annan kommuns nyckel."""
    annan = KommunFactory(namn="Ekeby kommun")
    av = systemanvändare()
    egen = sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)
    flyttad = sigillcertifikat.skapa_självgjort(kommun=annan, av=av)
    Sigillcertifikat.objects.filter(pk=egen.pk).update(avslutat_tid=timezone.now())
    Sigillcertifikat.objects.create(
        **{
            f.attname: getattr(egen, f.attname)
            for f in Sigillcertifikat._meta.concrete_fields
            if f.name not in ("id", "låst_nyckel")
        },
        låst_nyckel=flyttad.låst_nyckel,
    )

    with pytest.raises(Certifikatfel):
        sigillcertifikat.nyckel(kommun)


@pytest.mark.parametrize(
    "ändra",
    [
        pytest.param(lambda rader: rader.delete(), id="ta bort"),
        pytest.param(lambda rader: rader.update(låst_nyckel=b"x"), id="byta nyckel"),
        pytest.param(lambda rader: rader.update(avtryck="0" * 64), id="byta avtryck"),
    ],
)
def test_raden_ändras_inte(kommun: Kommun, ändra) -> None:
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    rader = Sigillcertifikat.objects.filter(kommun=kommun)

    with (
        pytest.raises(ProgrammingError, match=r"Cannot (delete|update) rows"),
        transaction.atomic(),
    ):
        ändra(rader)


def test_två_aktiva_hindras_av_databasen(kommun: Kommun) -> None:
    rad = sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    rad.pk = None
    rad._state.adding = True

    with pytest.raises(IntegrityError, match="sigillcertifikat_ett_aktivt"), transaction.atomic():
        rad.save()


def test_slut_före_början_hindras_av_databasen(kommun: Kommun) -> None:
    rad = sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    rad.pk = None
    rad._state.adding = True
    rad.avslutat_tid = NU
    rad.giltigt_till = rad.giltigt_från

    with pytest.raises(IntegrityError, match="till_efter_fran"), transaction.atomic():
        rad.save()


def test_admin_visar_certifikatet_men_inte_nyckeln(client: Client, kommun: Kommun) -> None:
    rad = sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    client.force_login(med_roll(Roll.ADMINISTRATÖR))

    lista = client.get(reverse("admin:protokoll_sigillcertifikat_changelist")).content.decode()
    sida = client.get(
        reverse("admin:protokoll_sigillcertifikat_change", args=[rad.pk])
    ).content.decode()

    assert rad.avtryck in sida
    assert "BEGIN CERTIFICATE" in sida
    assert "Björksunds kommun" in lista
    for text in (lista, sida):
        assert bytes(rad.låst_nyckel).hex() not in text
        assert "låst" not in text
        assert "PRIVATE" not in text


def kör(*argument: str) -> str:
    ut = io.StringIO()
    call_command("sigill", *argument, stdout=ut)
    return ut.getvalue()


def test_kommandot_gör_ett_eget(kommun: Kommun, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ut = kör("Björksunds kommun")

    rad = sigillcertifikat.aktivt(kommun)
    assert rad is not None
    assert rad.avtryck in ut
    assert "självgjort" in ut
    hemligt = sigillcertifikat.nyckel(kommun).nyckel.hex()
    assert hemligt not in ut + caplog.text
    with pytest.raises(CommandError, match="--byt"):
        kör("Björksunds kommun")
    kör("Björksunds kommun", "--byt")
    assert sigillcertifikat.aktivt(kommun) != rad


def test_kommandot_läser_en_p12(kommun: Kommun, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    fil = tmp_path / "sigill.p12"
    fil.write_bytes(p12(fabrik.utfärda("Björksunds kommun")))
    svar = iter(["fel", LÖSENORD])
    monkeypatch.setattr("protokoll.management.commands.sigill.getpass", lambda fråga: next(svar))

    with pytest.raises(CommandError, match="lösenordet fel"):
        kör("Björksunds kommun", "--p12", str(fil))
    assert "installerat" in kör("Björksunds kommun", "--p12", str(fil))


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        (("Okända kommun",), "Okända kommun finns inte. Kommuner: Björksunds kommun."),
        (("Björksunds kommun", "--byt"), "har inget certifikat att byta"),
    ],
)
def test_kommandots_fel(kommun: Kommun, argument: tuple[str, ...], text: str) -> None:
    with pytest.raises(CommandError, match=text):
        kör(*argument)


def test_nyckelns_text_visar_den_inte(kommun: Kommun) -> None:
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare())
    nyckel = sigillcertifikat.nyckel(kommun)

    assert repr(nyckel.nyckel)[2:20] not in repr(nyckel)
