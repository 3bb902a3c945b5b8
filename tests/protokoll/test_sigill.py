"""Sigillet: det täcker hela filen, varje ändring syns, och filen uppfyller PDF/A och PDF/UA."""

import io
import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from protokoll import documents, sigill
from protokoll.sigill import (
    IngenPdf,
    InteFörseglad,
    Sigillfel,
    Tidsstämpelfel,
    TrasigFil,
    granska,
)
from tests import verapdf
from tests.factories import sigill as fabrik
from tests.factories.protokoll import Mötesvärld
from tests.pdf.prov import Provdokument, främmande, mallinställning, spara
from ärenden.pdf import rendera_pdf

NU = datetime(2026, 3, 25, 14, 30, tzinfo=UTC)
KOMMUN = "Björksunds kommun"
GÄLLER = {"från": NU - timedelta(days=1), "till": NU + timedelta(days=365 * 5)}


@pytest.fixture(scope="module")
def eget() -> fabrik.Utfärdat:
    return fabrik.utfärda(KOMMUN, **GÄLLER)


@pytest.fixture(scope="module")
def enkel() -> bytes:
    return främmande(["Protokoll", "Sida två"])


def försegla(pdf: bytes, utfärdat: fabrik.Utfärdat, *kedja: fabrik.Utfärdat) -> bytes:
    return sigill.försegla(
        pdf,
        certifikat=utfärdat.sigillnyckel(*kedja),
        anledning="Justerat protokoll",
        plats="Björksund",
        nu=NU,
    )


# --- Försegla ----------------------------------------------------------------------------------


def test_förseglad_fil_är_oförändrad(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    svar = granska(försegla(enkel, eget))

    assert svar.är_hel
    assert svar.täcker_hela_filen
    assert svar.är_oförändrad
    assert not svar.ändrad_efter
    assert svar.vem == KOMMUN
    assert svar.tid == NU
    assert svar.tidsstämpel is None
    assert svar.avtryck == eget.certifikat.fingerprint(fabrik.SHA256).hex()


def test_anledning_och_plats_står_i_sigillet(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    with pikepdf.open(io.BytesIO(försegla(enkel, eget))) as pdf:
        fält = pdf.Root.AcroForm.Fields[0]
        assert str(fält.V.Reason) == "Justerat protokoll"
        assert str(fält.V.Location) == "Björksund"
        assert str(fält.V.SubFilter) == "/ETSI.CAdES.detached"
        # Inget på sidan: rutan ligger utanför den.
        assert all(int(tal) < 0 for tal in fält.Rect)


@pytest.mark.slow
def test_samma_indata_ger_samma_fil_utom_underskriften(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    utan = set()
    for _ in range(4):
        utan.add(re.sub(rb"/Contents <[0-9A-Fa-f]+>", b"", försegla(enkel, eget)))
        time.sleep(0.4)  # över en hel sekund: datorns klocka får inte synas i filen

    assert len(utan) == 1


def test_innehållet_är_kvar(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    with (
        pikepdf.open(io.BytesIO(enkel)) as före,
        pikepdf.open(io.BytesIO(försegla(enkel, eget))) as efter,
    ):
        assert [s.Contents.read_bytes() for s in efter.pages] == [
            s.Contents.read_bytes() for s in före.pages
        ]


def test_objektströmmar_tas_bort(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    with pikepdf.open(io.BytesIO(enkel)) as pdf:
        packad = spara(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/ObjStm" in packad

    förseglad = försegla(packad, eget)

    assert b"/ObjStm" not in förseglad
    assert granska(förseglad).är_oförändrad


@pytest.mark.slow
def test_dokument_ur_mallen_uppfyller_pdfa_och_pdfua(eget: fabrik.Utfärdat, settings) -> None:
    settings.TEMPLATES = mallinställning(settings.TEMPLATES)
    pdf = rendera_pdf("prov/kallelse.html", Provdokument()).innehåll

    förseglad = försegla(pdf, eget)

    verapdf.kräv(förseglad)
    assert granska(förseglad).är_oförändrad


@pytest.mark.slow
def test_ett_riktigt_protokoll_förseglas(eget: fabrik.Utfärdat, värld: Mötesvärld) -> None:
    dokument = documents.protokolldokument(värld.håll())

    förseglad = försegla(rendera_pdf(documents.MALL_PROTOKOLL, dokument).innehåll, eget)

    verapdf.kräv(förseglad)
    assert granska(förseglad).är_oförändrad


def test_redan_förseglad_fil_vägras(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    with pytest.raises(Sigillfel, match="redan ett sigill"):
        försegla(försegla(enkel, eget), eget)


def test_trasig_fil_vägras(eget: fabrik.Utfärdat) -> None:
    with pytest.raises(Sigillfel, match="skadad"):
        försegla(b"%PDF-1.7\nskr", eget)


@pytest.mark.parametrize("dagar", [-20, 400 * 5], ids=["före", "efter"])
def test_certifikat_som_inte_gäller_vägras(eget: fabrik.Utfärdat, enkel: bytes, dagar: int) -> None:
    with pytest.raises(Sigillfel, match="certifikat gäller 2026-03-24–2031"):
        sigill.försegla(
            enkel,
            certifikat=eget.sigillnyckel(),
            anledning="",
            plats="",
            nu=NU + timedelta(days=dagar),
        )


def test_fungerar_i_en_tråd_med_egen_händelseslinga(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    import asyncio

    async def inne() -> bool:
        return granska(försegla(enkel, eget)).är_oförändrad

    assert asyncio.run(inne())


# --- Granska -----------------------------------------------------------------------------------


def med_ändrad_byte(pdf: bytes, vid: int) -> bytes:
    return pdf[:vid] + bytes([pdf[vid] ^ 1]) + pdf[vid + 1 :]


@pytest.mark.parametrize("märke", ["/Length", "/MediaBox", "/Reason", "stream\n"])
def test_ändrad_byte_syns(eget: fabrik.Utfärdat, enkel: bytes, märke: str) -> None:
    förseglad = försegla(enkel, eget)

    ändrad = med_ändrad_byte(förseglad, förseglad.index(märke.encode()) + len(märke) + 2)

    assert not granska(ändrad).är_oförändrad
    assert not granska(ändrad).är_hel


def test_tillägg_efter_sigillet_syns(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    svar = granska(försegla(enkel, eget) + b"\n% tillagt")

    assert svar.är_hel
    assert svar.ändrad_efter
    assert not svar.är_oförändrad


def test_ny_utgåva_med_eget_sigill_ovanpå_syns(eget: fabrik.Utfärdat, enkel: bytes) -> None:
    """Den som lägger ett eget sigill ovanpå får inte filen att se oförändrad ut."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec

    ovanpå = fabrik.utfärda("Någon annan")
    tecknare = signers.SimpleSigner(
        next(load_certs_from_pemder_data(ovanpå.pem)),
        load_private_key_from_pemder_data(ovanpå.nyckel_der, None),
        None,
    )
    with pikepdf.open(io.BytesIO(enkel)) as pdf:
        # Utan certifieringen, som annars hindrar redan programmet som skriver under.
        underlag = spara(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    första = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Sigill"),
        signers.SimpleSigner(
            next(load_certs_from_pemder_data(eget.pem)),
            load_private_key_from_pemder_data(eget.nyckel_der, None),
            None,
        ),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(underlag)))
    båda = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Annat"),
        tecknare,
        new_field_spec=SigFieldSpec("Annat"),
    ).sign_pdf(IncrementalPdfFileWriter(första))

    svar = granska(båda.getvalue())

    assert svar.vem == KOMMUN
    assert svar.ändrad_efter


def test_samma_namn_men_annat_certifikat_har_annat_avtryck(
    eget: fabrik.Utfärdat, enkel: bytes
) -> None:
    falsk = fabrik.utfärda(KOMMUN, **GÄLLER)

    äkta, falskt = granska(försegla(enkel, eget)), granska(försegla(enkel, falsk))

    assert äkta.vem == falskt.vem
    assert äkta.avtryck != falskt.avtryck


def test_utgånget_certifikat_går_att_granska(enkel: bytes) -> None:
    gammalt = fabrik.utfärda(KOMMUN, från=NU - timedelta(days=30), till=NU + timedelta(minutes=1))

    assert granska(försegla(enkel, gammalt)).är_oförändrad


@pytest.mark.parametrize(
    ("fil", "fel"),
    [
        pytest.param(b"", IngenPdf, id="tom"),
        pytest.param(b"hej" * 1000, IngenPdf, id="text"),
        pytest.param(b"PK\x03\x04" + b"\0" * 2000 + b"%PDF-1.7", IngenPdf, id="zip"),
        pytest.param(b"%PDF-1.7\n%%EOF", TrasigFil, id="bara huvud"),
        pytest.param(b"%PDF-1.7\nstartxref\n99999\n%%EOF", TrasigFil, id="pekar utanför"),
        pytest.param(främmande(["x"]), InteFörseglad, id="oförseglad"),
    ],
)
def test_fil_utan_sigill_ger_sitt_fel(fil: bytes, fel: type[Exception]) -> None:
    with pytest.raises(fel):
        granska(fil)


@pytest.mark.parametrize("andel", [0.1, 0.5, 0.9, 0.99])
def test_avklippt_fil_är_aldrig_oförändrad(
    eget: fabrik.Utfärdat, enkel: bytes, andel: float
) -> None:
    förseglad = försegla(enkel, eget)

    with pytest.raises((TrasigFil, InteFörseglad)):
        granska(förseglad[: int(len(förseglad) * andel)])


@pytest.mark.slow
def test_ingen_förvanskning_ger_annat_fel_eller_går_igenom(
    eget: fabrik.Utfärdat, enkel: bytes
) -> None:
    """Filen kommer från vem som helst: varje byte kan vara vilken som helst.

    Underskriften själv står mellan < och >, som den inte täcker; där får en ändring vara utan
    verkan, men aldrig ge ett annat fel.
    """
    förseglad = försegla(enkel, eget)
    början = förseglad.index(b"/Contents <") + len(b"/Contents <")
    slut = förseglad.index(b">", början)
    for vid in [*range(0, len(förseglad), 41), *range(början, slut, 13)]:
        try:
            svar = granska(med_ändrad_byte(förseglad, vid))
        except (TrasigFil, InteFörseglad, IngenPdf):
            continue
        assert not svar.är_oförändrad or början <= vid < slut, vid


# --- Tidsstämpel -------------------------------------------------------------------------------


@dataclass
class Tjänst:
    """En tidsstämpeltjänst och spärrlista på den egna datorn."""

    ca: fabrik.Utfärdat
    bas: str = ""
    spärrade: list[fabrik.Utfärdat] = field(default_factory=list)
    svarar: bool = True
    stämpel: fabrik.Utfärdat | None = None
    frågor: int = 0

    def tsa(self) -> fabrik.Utfärdat:
        return fabrik.utfärda(
            "Stämpeltjänsten",
            av=self.ca,
            tidsstämplar=True,
            spärrlista=f"{self.bas}/crl",
            # Provtjänsten kan bara RSA.
            nyckel=rsa.generate_private_key(65537, 2048),
        )


@pytest.fixture
def tjänst() -> Iterator[Tjänst]:
    with _tjänst() as t:
        yield t


@contextmanager
def _tjänst() -> Iterator[Tjänst]:
    tjänst = Tjänst(fabrik.utfärda("Prov-CA", är_ca=True))

    class Svarare(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            tjänst.frågor += 1
            fråga = self.rfile.read(int(self.headers["Content-Length"]))
            if not tjänst.svarar:
                self.send_error(503)
                return
            svar = stämplare.request_tsa_response(tsp.TimeStampReq.load(fråga))
            self._svara("application/timestamp-reply", svar.dump())

        def do_GET(self) -> None:
            lista = fabrik.spärrlista(tjänst.ca, *tjänst.spärrade)
            self._svara("application/pkix-crl", lista)

        def _svara(self, slag: str, kropp: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", slag)
            self.send_header("Content-Length", str(len(kropp)))
            self.end_headers()
            self.wfile.write(kropp)

        def log_message(self, *args: object) -> None:
            """Tyst."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Svarare) as server:
        tjänst.bas = f"http://127.0.0.1:{server.server_port}"
        stämpel = tjänst.tsa()
        kedja = list(load_certs_from_pemder_data(tjänst.ca.pem))
        stämplare = DummyTimeStamper(
            next(load_certs_from_pemder_data(stämpel.pem)),
            load_private_key_from_pemder_data(stämpel.nyckel_der, None),
            certs_to_embed=kedja,
        )
        tjänst.stämpel = stämpel
        tråd = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        tråd.start()
        yield tjänst
        server.shutdown()
        tråd.join()


def med_rötter(settings, tmp_path, *utfärdare: fabrik.Utfärdat) -> None:
    fil = tmp_path / "rotter.pem"
    fil.write_bytes(b"".join(u.pem for u in utfärdare))
    settings.NAMND_SIGILL_ROTER = str(fil)


def test_tidsstämpel_utan_rötter_är_b_t(
    eget: fabrik.Utfärdat, enkel: bytes, tjänst: Tjänst, settings
) -> None:
    settings.NAMND_TSA_URL = tjänst.bas

    förseglad = försegla(enkel, eget)

    svar = granska(förseglad)
    assert svar.är_oförändrad
    assert svar.tidsstämpel is not None
    assert svar.tidsstämpel.vem == "Stämpeltjänsten"
    assert abs(svar.tidsstämpel.tid - datetime.now(UTC)) < timedelta(minutes=5)
    # Vem som helst kan stämpla: utan rötter litar vi inte på någon.
    assert not svar.tidsstämpel.är_betrodd
    assert b"/DSS" not in förseglad


def test_tidsstämpel_med_rötter_är_b_lt_med_bevisen_i_filen(
    eget: fabrik.Utfärdat, enkel: bytes, tjänst: Tjänst, settings, tmp_path
) -> None:
    settings.NAMND_TSA_URL = tjänst.bas
    med_rötter(settings, tmp_path, tjänst.ca)

    förseglad = försegla(enkel, eget)

    svar = granska(förseglad)
    assert svar.är_oförändrad
    assert svar.tidsstämpel is not None
    assert svar.tidsstämpel.är_betrodd
    with pikepdf.open(io.BytesIO(förseglad)) as pdf:
        assert len(pdf.Root.DSS.CRLs) == 1
        assert len(pdf.Root.DSS.Certs) >= 2


@pytest.mark.slow
def test_b_lt_uppfyller_pdfa_och_pdfua(
    eget: fabrik.Utfärdat, tjänst: Tjänst, settings, tmp_path
) -> None:
    settings.TEMPLATES = mallinställning(settings.TEMPLATES)
    settings.NAMND_TSA_URL = tjänst.bas
    med_rötter(settings, tmp_path, tjänst.ca)
    pdf = rendera_pdf("prov/kallelse.html", Provdokument()).innehåll

    verapdf.kräv(försegla(pdf, eget))


def test_utfärdat_sigill_med_kedja_ger_b_lt(
    enkel: bytes, tjänst: Tjänst, settings, tmp_path
) -> None:
    settings.NAMND_TSA_URL = tjänst.bas
    med_rötter(settings, tmp_path, tjänst.ca)
    utfärdat = fabrik.utfärda(KOMMUN, av=tjänst.ca, spärrlista=f"{tjänst.bas}/crl", **GÄLLER)

    svar = granska(försegla(enkel, utfärdat, tjänst.ca))

    assert svar.är_oförändrad
    assert svar.vem == KOMMUN


def test_spärrat_sigill_vägras(enkel: bytes, tjänst: Tjänst, settings, tmp_path) -> None:
    settings.NAMND_TSA_URL = tjänst.bas
    med_rötter(settings, tmp_path, tjänst.ca)
    utfärdat = fabrik.utfärda(KOMMUN, av=tjänst.ca, spärrlista=f"{tjänst.bas}/crl", **GÄLLER)
    tjänst.spärrade = [utfärdat]

    with pytest.raises(Sigillfel, match="revoked"):
        försegla(enkel, utfärdat, tjänst.ca)


def test_okänd_tidsstämpeltjänst_vägras_när_rötter_finns(
    eget: fabrik.Utfärdat, enkel: bytes, tjänst: Tjänst, settings, tmp_path
) -> None:
    settings.NAMND_TSA_URL = tjänst.bas
    med_rötter(settings, tmp_path, fabrik.utfärda("En annan CA", är_ca=True))

    with pytest.raises(Sigillfel, match="Certifikatkedjan"):
        försegla(enkel, eget)


def test_tjänst_som_inte_svarar_ger_fel_och_ingen_fil_utan_stämpel(
    eget: fabrik.Utfärdat, enkel: bytes, tjänst: Tjänst, settings
) -> None:
    settings.NAMND_TSA_URL = tjänst.bas
    tjänst.svarar = False

    with pytest.raises(Tidsstämpelfel):
        försegla(enkel, eget)
    assert tjänst.frågor == 1


def test_ingenting_hämtas_vid_granskning(
    eget: fabrik.Utfärdat, enkel: bytes, settings, tmp_path
) -> None:
    with _tjänst() as tjänst:
        settings.NAMND_TSA_URL = tjänst.bas
        med_rötter(settings, tmp_path, tjänst.ca)
        förseglad = försegla(enkel, eget)

    # Tjänsten finns inte längre.
    svar = granska(förseglad)
    assert svar.är_oförändrad
    assert svar.tidsstämpel is not None


def test_nyckeln_loggas_inte(
    eget: fabrik.Utfärdat, enkel: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        granska(försegla(enkel, eget))

    assert "PRIVATE" not in caplog.text
    assert eget.nyckel_der.hex()[80:120] not in caplog.text.lower()
