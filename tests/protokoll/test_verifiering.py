"""Den öppna sidan: vad den säger om en fil, och vad den aldrig säger."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from konton.models import Kommun
from konton.services.system import systemanvändare
from protokoll import sigill
from protokoll.models import Protokollsfil
from protokoll.services import sigillcertifikat
from tests.factories import sigill as fabrik
from tests.factories.konton import KommunFactory
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.pdf.prov import främmande
from ärenden import filer

pytestmark = pytest.mark.django_db

NU = datetime(2026, 3, 25, 14, 30, tzinfo=UTC)
HEMLIG_RUBRIK = "Omhändertagande av barn, Väderkvarnen"


@pytest.fixture(autouse=True)
def töm_räknare() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def kommun() -> Kommun:
    kommun = KommunFactory()
    sigillcertifikat.skapa_självgjort(kommun=kommun, av=systemanvändare(), nu=NU)
    return kommun


def förseglad(nyckel: sigill.Sigillnyckel, text: str = "Protokoll") -> bytes:
    return sigill.försegla(
        främmande([text]), certifikat=nyckel, anledning="Justerat", plats="Björksund", nu=NU
    )


def lämna(klient: Client, pdf: bytes, namn: str = "papper.pdf", **extra: str):
    fil = SimpleUploadedFile(namn, pdf, content_type="application/pdf")
    return klient.post(reverse("verifiera"), {"fil": fil}, **extra)


def text(svar) -> str:
    utan = re.sub(r"<[^>]+>", " ", svar.content.decode())
    return re.sub(r"\s+", " ", html.unescape(utan))


def test_sidan_är_öppen(client: Client) -> None:
    assert reverse("verifiera") == "/verifiera/"
    svar = client.get("/verifiera/")

    assert svar.status_code == 200
    assert "Verifiera ett dokument" in text(svar)


def test_förseglad_fil_är_oförändrad(client: Client, kommun: Kommun) -> None:
    svar = lämna(client, förseglad(sigillcertifikat.nyckel(kommun)))

    sagt = text(svar)
    assert svar.status_code == 200
    assert "Dokumentet är oförändrat sedan det förseglades." in sagt
    assert "Det förseglades av Björksunds kommun." in sagt
    assert "25 mars 2026 kl. 15.30" in sagt
    assert sigillcertifikat.aktivt(kommun).avtryck in sagt.replace(" ", "")
    assert "Utfärdat av kommunen själv" in sagt
    assert "finns inte bland de protokoll och utdrag som är gjorda här" in sagt
    assert svar["Cache-Control"] == "no-store"


def test_ett_bytt_certifikat_är_fortfarande_känt(client: Client, kommun: Kommun) -> None:
    pdf = förseglad(sigillcertifikat.nyckel(kommun))
    sigillcertifikat.byt(kommun=kommun, av=systemanvändare())

    sagt = text(lämna(client, pdf))

    assert "Det förseglades av Björksunds kommun." in sagt
    assert "Det användes till och med" in sagt


def test_okänt_certifikat_med_kommunens_namn_är_inte_kommunens(
    client: Client, kommun: Kommun
) -> None:
    falsk = fabrik.utfärda("Björksunds kommun", från=datetime(2026, 1, 1, tzinfo=UTC))

    sagt = text(lämna(client, förseglad(falsk.sigillnyckel())))

    assert "sigillet är inte känt här" in sagt
    assert "Björksunds kommun (enligt certifikatet)" in sagt
    assert "Det förseglades av" not in sagt


def test_ändrad_fil(client: Client, kommun: Kommun) -> None:
    pdf = förseglad(sigillcertifikat.nyckel(kommun))
    vid = pdf.index(b"/MediaBox") + 15

    sagt = text(lämna(client, pdf[:vid] + bytes([pdf[vid] ^ 1]) + pdf[vid + 1 :]))

    assert "Dokumentet är ändrat sedan det förseglades." in sagt
    assert "oförändrat sedan" not in sagt


def test_tillagt_efteråt(client: Client, kommun: Kommun) -> None:
    sagt = text(lämna(client, förseglad(sigillcertifikat.nyckel(kommun)) + b"\n%x"))

    assert "Något har lagts till efter att dokumentet förseglades." in sagt
    assert "är oförändrat" not in sagt


def test_fil_gjord_här_känns_igen_men_rubriken_sägs_aldrig(
    client: Client, kommun: Kommun, värld: Mötesvärld
) -> None:
    lägg_ärende(värld, HEMLIG_RUBRIK, lagrum="OSL 26 kap. 1 §")
    protokoll = värld.håll()
    pdf = förseglad(sigillcertifikat.nyckel(kommun))
    fil = filer.spara_eget(pdf, medietyp="application/pdf", sidor=1, egen=False)
    Protokollsfil.objects.create(
        protokoll=protokoll, slag=Protokollsfil.Slag.PROTOKOLL, fil=fil, html=fil
    )

    svar = lämna(client, pdf)

    assert "gjort i den här installationen" in text(svar)
    for ord_ in ("Väderkvarnen", str(värld.organ), str(värld.sammanträde.datum), "26 kap"):
        assert ord_ not in svar.content.decode()


@pytest.mark.parametrize(
    ("pdf", "fel"),
    [
        pytest.param(b"PK\x03\x04 inte en pdf", "Filen är inte en PDF.", id="inte pdf"),
        pytest.param(främmande(["x"]), "Filen är inte förseglad.", id="oförseglad"),
        pytest.param(
            b"%PDF-1.7\n1 0 obj\n<<>>\nstartxref\n7\n%%EOF",
            "Filen är skadad: sigillet går inte att läsa.",
            id="trasig",
        ),
        pytest.param(b"", "Filen är tom.", id="tom"),
    ],
)
def test_fel_sägs_vid_fältet(client: Client, pdf: bytes, fel: str) -> None:
    svar = lämna(client, pdf)

    assert svar.status_code == 422
    assert svar.context["form"].errors["fil"] == [fel]
    assert fel in text(svar)


def test_utan_fil(client: Client) -> None:
    svar = client.post(reverse("verifiera"))

    assert svar.status_code == 422
    assert "Välj en PDF-fil." in text(svar)


def test_för_stor_fil_vägras_innan_den_läses(client: Client, settings) -> None:
    settings.NAMND_VERIFIERA_MAX_BYTE = 1024 * 1024

    svar = lämna(client, b"%PDF-1.7" + b"x" * 1_200_000)

    assert svar.status_code == 413
    assert "större än 1 MB" in text(svar)
    assert svar.wsgi_request._read_started is False
    assert lämna(client, b"%PDF-1.7" + b"x" * 900_000).status_code == 422


def test_filnamnet_escapas(client: Client, kommun: Kommun) -> None:
    svar = lämna(client, förseglad(sigillcertifikat.nyckel(kommun)), namn="<b>x</b>.pdf")

    assert b"<b>x</b>" not in svar.content


def test_många_försök_från_en_adress_spärras_men_inte_från_en_annan(client: Client) -> None:
    for _ in range(20):
        assert lämna(client, b"x").status_code == 422

    assert lämna(client, b"x").status_code == 429
    assert lämna(client, b"x", REMOTE_ADDR="192.0.2.7").status_code == 422
    assert client.get(reverse("verifiera")).status_code == 200


def test_bakom_en_mellanserver_räknas_klientens_adress(client: Client, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(20):
        lämna(client, b"x", HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.7")

    spärrad = lämna(client, b"x", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7")
    annan = lämna(client, b"x", HTTP_X_FORWARDED_FOR="192.0.2.8")

    # Bara det mellanservern själv skrev räknas: resten skriver klienten som den vill.
    assert (spärrad.status_code, annan.status_code) == (429, 422)


def test_frågorna_är_få(client: Client, kommun: Kommun, django_assert_num_queries) -> None:
    pdf = förseglad(sigillcertifikat.nyckel(kommun))
    with django_assert_num_queries(3):
        lämna(client, pdf)


@pytest.mark.parametrize(
    "svans",
    [
        pytest.param(b"trailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>", id="kedja i ring"),
        pytest.param(b"trailer\n<< /Size 1 /Root 1 0 R >>", id="rot som saknas"),
        pytest.param(b"trailer\n" + b"<<" * 5000, id="djupt"),
        pytest.param(b"trailer\n" + b"[" * 50000, id="djup lista"),
    ],
)
def test_elaka_filer_ger_fel_inte_krasch(client: Client, svans: bytes) -> None:
    början = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"

    svar = lämna(client, början + svans + b"\nstartxref\n9\n%%EOF\n")

    assert svar.status_code == 422
