"""Uppladdade PDF-filer: det som inte går att läsa helt tas inte emot."""

import io
import re

import pikepdf
import pytest
from pikepdf import Array

from tests.pdf.prov import främmande, spara
from ärenden.pdfkontroll import OläsligPdf, PdfFakta, granska

HEL = främmande(["ett", "två", "tre"])


def krypterad(**lösenord: str) -> bytes:
    with pikepdf.open(io.BytesIO(HEL)) as pdf:
        return spara(pdf, encryption=pikepdf.Encryption(**lösenord))


def test_hel_fil():
    assert granska(HEL) == PdfFakta(sidor=3, krypterad=False, har_taggar=False, reparerad=False)


def test_fil_på_disk(tmp_path):
    fil = tmp_path / "å.pdf"
    fil.write_bytes(HEL)

    assert granska(fil).sidor == 3


def test_fil_som_bara_är_låst_mot_ändring_går_att_läsa():
    fakta = granska(krypterad(owner="hemligt", user=""))

    assert fakta.krypterad
    assert fakta.sidor == 3


def test_felaktiga_korsreferenser_lagas_när_allt_finns_kvar():
    trasig = re.sub(rb"startxref\n\d+", b"startxref\n7", HEL)

    assert granska(trasig) == PdfFakta(sidor=3, krypterad=False, har_taggar=False, reparerad=True)


def sida_utan_innehåll() -> bytes:
    with pikepdf.open(io.BytesIO(HEL)) as pdf:
        pdf.pages[1].obj.Contents = Array([7])
        return spara(pdf)


def sidan_borta_ur_filen() -> bytes:
    return HEL.replace(b"4 0 R 5 0 R", b"4 0 R 9 9 R")


def utan_sidor() -> bytes:
    return spara(pikepdf.new())


@pytest.mark.parametrize(
    ("innehåll", "text"),
    [
        pytest.param(b"", "tom", id="tom fil"),
        pytest.param(b"PK\x03\x04" + b"x" * 3000, "inte en PDF", id="docx"),
        pytest.param(b"%PDF-1.7\n" + b"x y z " * 500, "skadad", id="bara huvud"),
        pytest.param(HEL[: len(HEL) // 2], "skadad", id="halv fil"),
        pytest.param(sida_utan_innehåll(), "sidan 2 går inte att läsa", id="innehåll borta"),
        pytest.param(sidan_borta_ur_filen(), "alla sidor finns inte", id="sida borta"),
        pytest.param(krypterad(owner="a", user="b"), "lösenord", id="låst"),
        pytest.param(utan_sidor(), "inga sidor", id="inga sidor"),
    ],
)
def test_fil_som_inte_går_att_läsa_ger_klart_besked(innehåll, text):
    with pytest.raises(OläsligPdf, match=text):
        granska(innehåll)


@pytest.mark.parametrize("andel", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_avklippt_fil_tas_aldrig_emot_med_sidor_borta(andel):
    stor = främmande([f"sida {n}" for n in range(30)])

    with pytest.raises(OläsligPdf):
        granska(stor[: int(len(stor) * andel)])
