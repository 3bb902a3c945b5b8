"""Bilderna ut och in igen: samma byte, en hel fil, och inga förfalskade märken."""

import hashlib
import io
import random
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from nämnd import stomme
from nämnd.stomme import Ström


def med_bilder(storlekar: list[int]) -> tuple[Pdf, list[bytes]]:
    """En sida per bild; bildernas innehåll är slump, ingen läser det."""
    slump = random.Random(7)
    pdf = pikepdf.new()
    bilder = [slump.randbytes(antal) for antal in storlekar]
    for data in bilder:
        pdf.add_blank_page()
        bild = Stream(
            pdf,
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=10,
            Height=10,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.JPXDecode,
        )
        sida = pdf.pages[-1]
        sida.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(bild)))
        sida.Contents = pdf.make_indirect(Stream(pdf, b"/Im0 Do"))
    return pdf, bilder


def sparad(pdf: Pdf) -> bytes:
    ut = io.BytesIO()
    val = pikepdf.ObjectStreamMode.generate
    pdf.save(ut, static_id=True, object_stream_mode=val)
    return ut.getvalue()


# Den sista flyttar korsreferenserna förbi det som tre byte räcker till.
@pytest.mark.parametrize("storlekar", [[], [10], [5000], [4096, 10, 70_000], [17_000_000, 5000]])
def test_bilderna_kommer_tillbaka_på_sina_platser(tmp_path: Path, storlekar: list[int]) -> None:
    pdf, bilder = med_bilder(storlekar)
    utlyfta = dict(stomme.lyft_ut(pdf))
    assert sorted(map(len, utlyfta.values())) == sorted(s for s in storlekar if s >= stomme.MINST)
    stommen = sparad(pdf)
    assert len(stommen) < 20_000

    ut = io.BytesIO()
    strömmar = {märke: Ström(data, 0, len(data)) for märke, data in utlyfta.items()}
    sha256 = stomme.fyll(stommen, strömmar, ut)

    assert sha256 == hashlib.sha256(ut.getvalue()).hexdigest()
    with pikepdf.open(io.BytesIO(ut.getvalue()), attempt_recovery=False) as färdig:
        assert [s.Resources.XObject.Im0.read_raw_bytes() for s in färdig.pages] == bilder
        assert färdig.check_pdf_syntax() == []
        assert färdig.trailer.ID[0] == färdig.trailer.ID[1] != bytes.fromhex("31415926" * 4)


def test_annat_innehåll_får_annat_id() -> None:
    idn = set()
    for antal in (5000, 5001):
        pdf, _ = med_bilder([antal])
        strömmar = {m: Ström(data, 0, len(data)) for m, data in stomme.lyft_ut(pdf)}
        ut = io.BytesIO()
        stomme.fyll(sparad(pdf), strömmar, ut)
        with pikepdf.open(io.BytesIO(ut.getvalue())) as färdig:
            idn.add(bytes(färdig.trailer.ID[0]))
    assert len(idn) == 2


def test_ett_märke_som_någon_annan_skrivit_lämnas_som_det_är() -> None:
    pdf, _ = med_bilder([5000])
    utlyfta = dict(stomme.lyft_ut(pdf))
    falskt = b"namnd-" + b"0" * 32 + b"-1"
    pdf.pages[0].Resources.XObject.Im1 = pdf.make_indirect(
        Stream(pdf, falskt, Subtype=Name.Image, Filter=Name.DCTDecode)
    )
    ut = io.BytesIO()
    stomme.fyll(sparad(pdf), {m: Ström(d, 0, len(d)) for m, d in utlyfta.items()}, ut)
    with pikepdf.open(io.BytesIO(ut.getvalue())) as färdig:
        assert färdig.pages[0].Resources.XObject.Im1.read_raw_bytes() == falskt


def test_en_källa_som_blivit_kortare_stoppar_filen(tmp_path: Path) -> None:
    källa = tmp_path / "bit"
    källa.write_bytes(b"x" * 10)
    with pytest.raises(OSError, match="kortare"):
        list(Ström(källa, 5, 10).block())
