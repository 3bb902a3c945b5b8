"""En kontorsfil som inte kan läsas ger sitt klara skäl; en hel ger sin sort."""

from __future__ import annotations

import pytest

from tests.factories import kontorsfiler as filer
from ärenden import kontorsfil
from ärenden.kontorsfil import OläsligFil, Sort

LÄNKAD_BILD = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/image" Target="http://utanfor.example/a.png" TargetMode="External"/>'
    b"</Relationships>"
)
SEKTION = '<a><text:section-source xlink:href="file:///etc/passwd"/></a>'
DELAR = {"[Content_Types].xml": filer.TYPER}


@pytest.mark.parametrize(
    ("innehåll", "skäl"),
    [
        (b"", "tom"),
        (b"bara text", "av en sort som inte kan läsas"),
        (filer.låst(), "låst med lösenord"),
        (filer.äldre(), "äldre format"),
        (filer.med_makron(), "makron"),
        (filer.zipbomb(), "packas upp till orimligt mycket"),
        (filer.avklippt(), "skadad"),
        (filer.trasig_del(), "skadad"),
        (filer.arkiv(**{"a.txt": "hej"}), "av en sort som inte kan läsas"),
        (filer.arkiv(**DELAR, **{"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
         "inte skriven av ett kontorsprogram"),
        (filer.arkiv(**{"[Content_Types].xml": "macroEnabled", "word/document.xml": "<a/>"}),
         "makron"),
        (filer.med_del(filer.word("a"), "word/_rels/document.xml.rels", LÄNKAD_BILD),
         "hämtar bilder"),
        (filer.opendocument(Sort.ODT, SEKTION), "hämtar bilder"),
        (filer.opendocument(Sort.ODS, **{"Basic/Standard/Modul.xml": "<a/>"}), "makron"),
        (filer.opendocument(Sort.ODT, **{"META-INF/manifest.xml": "<encryption-data/>"}),
         "låst med lösenord"),
    ],
    ids=filer.id_för,
)  # fmt: skip  # en uppslagning
def test_filen_tas_inte_emot(innehåll: bytes, skäl: str) -> None:
    with pytest.raises(OläsligFil, match=skäl):
        kontorsfil.granska(innehåll)


@pytest.mark.parametrize(
    ("innehåll", "sort"),
    [
        (filer.word("Text."), Sort.WORD),
        (filer.arkiv(**DELAR, **{"xl/workbook.xml": "<a/>"}), Sort.EXCEL),
        (filer.arkiv(**DELAR, **{"ppt/presentation.xml": "<a/>"}), Sort.POWERPOINT),
        (filer.opendocument(Sort.ODT), Sort.ODT),
        (filer.opendocument(Sort.ODP), Sort.ODP),
    ],
    ids=filer.id_för,
)
def test_sorten_avgörs_av_innehållet(innehåll: bytes, sort: Sort) -> None:
    assert kontorsfil.granska(innehåll) is sort


def test_en_vanlig_länk_och_en_mall_på_disken_hindrar_inte() -> None:
    länk = LÄNKAD_BILD.replace(b"/image", b"/hyperlink")
    mall = LÄNKAD_BILD.replace(b"/image", b"/attachedTemplate")

    for xml in (länk, mall):
        fil = filer.med_del(filer.word("a"), "word/_rels/settings.xml.rels", xml)
        assert kontorsfil.granska(fil) is Sort.WORD


def test_fler_delar_än_någon_fil_har(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kontorsfil, "MAX_DELAR", 3)

    with pytest.raises(OläsligFil, match="för stor uppackad"):
        kontorsfil.granska(filer.word("a"))
