"""Listor som CSV och Excel: det kalkylprogrammet ser, och det som aldrig blir en formel."""

import io
import zipfile
from datetime import date

import pytest
from lxml import etree

from ärenden.listfil import Slag, skriv, skriv_csv, skriv_xlsx

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def läs_xlsx(innehåll: bytes) -> list[list[str | float | None]]:
    """Bladets celler så som de är lagrade: text som text, tal och dagar som tal."""
    with zipfile.ZipFile(io.BytesIO(innehåll)) as fil:
        blad = etree.fromstring(fil.read("xl/worksheets/sheet1.xml"))
        delade = etree.fromstring(fil.read("xl/sharedStrings.xml"))
    texter = ["".join(si.itertext()) for si in delade.findall("x:si", NS)]
    assert not blad.findall(".//x:f", NS), "en cell har blivit en formel"
    rader = []
    for rad in blad.findall(".//x:row", NS):
        celler: list[str | float | None] = []
        for cell in rad.findall("x:c", NS):
            # En tom cell är inte lagrad; de andra står kvar i sin kolumn.
            celler += [None] * (ord(cell.get("r")[0]) - ord("A") - len(celler))
            värde = cell.findtext("x:v", namespaces=NS)
            celler.append(texter[int(värde)] if cell.get("t") == "s" else float(värde))
        rader.append(celler)
    return rader


@pytest.mark.parametrize("text", ["=1+1", "+46 8", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_som_börjar_som_en_formel_räknas_aldrig_ut(text):
    assert (
        skriv_csv(["A"], [[text]])
        .decode("utf-8-sig")
        .replace('"', "")
        .split("\r\n", 1)[1]
        .startswith(f"'{text[0]}")
    )
    assert läs_xlsx(skriv_xlsx("Blad", ["A"], [[text]]))[1] == [text.replace("\r", "_x000D_")]


@pytest.mark.parametrize("text", ["-", "a=b", "Åsa", ""])
def test_vanlig_text_lämnas_som_den_är(text):
    assert skriv_csv(["A", "B"], [[text, "x"]]).decode("utf-8-sig") == f"A;B\r\n{text};x\r\n"


def test_csv_öppnas_rätt_i_ett_svenskt_kalkylprogram():
    fil = skriv(Slag.CSV, "Blad", ["Dag", "Ort"], [[date(2026, 3, 2), "Åmål; Ö"], [None, -3]])

    assert fil == b'\xef\xbb\xbfDag;Ort\r\n2026-03-02;"\xc3\x85m\xc3\xa5l; \xc3\x96"\r\n;-3\r\n'


def test_xlsx_har_rubrikrad_dagar_som_dagar_och_tal_som_tal():
    namn = "Ett mycket långt namn på ett blad i en bok"
    fil = skriv(Slag.XLSX, namn, ["Dag", "Antal"], [[date(2026, 3, 2), 7]])

    # Excels dagar räknas från sista december 1899.
    dag = float((date(2026, 3, 2) - date(1899, 12, 30)).days)
    assert läs_xlsx(fil) == [["Dag", "Antal"], [dag, 7]]
    with zipfile.ZipFile(io.BytesIO(fil)) as bok:
        assert 'formatCode="yyyy-mm-dd"' in bok.read("xl/styles.xml").decode()


def test_en_tom_lista_är_bara_rubriker():
    assert läs_xlsx(skriv_xlsx("Blad", ["A", "B"], [])) == [["A", "B"]]
