"""En lista som fil, för kalkylprogram: CSV eller Excel (XLSX). Inga modeller."""

from __future__ import annotations

import csv as csvmodul
import io
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import xlsxwriter

# En cell är text, ett tal, en dag eller tom.
Cell = str | int | date | None
Rad = Sequence[Cell]

# Det kalkylprogram läser som början på en formel.
FORMELTECKEN = ("=", "+", "-", "@", "\t", "\r")
# Kalkylprogrammets egna gränser, och hur bred en kolumn får bli innan texten bryts (i tecken).
LÄNGSTA_CELL = 32_767
LÄNGSTA_BLADNAMN = 31
SMALAST, BREDAST = 10, 60


class Slag(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def innehållstyp(self) -> str:
        if self is Slag.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def skriv(slag: Slag, namn: str, rubriker: Sequence[str], rader: Iterable[Rad]) -> bytes:
    """Filens innehåll. `namn` blir namnet på bladet i Excel."""
    if slag is Slag.CSV:
        return skriv_csv(rubriker, rader)
    return skriv_xlsx(namn, rubriker, rader)


def skriv_csv(rubriker: Iterable[str], rader: Iterable[Iterable[object]]) -> bytes:
    """UTF-8 med märke först, semikolon mellan fälten: så öppnar ett svenskt Excel filen rätt."""
    ut = io.StringIO()
    skrivare = csvmodul.writer(ut, delimiter=";")
    skrivare.writerow([ofarlig(rubrik) for rubrik in rubriker])
    skrivare.writerows([ofarlig(värde) for värde in rad] for rad in rader)
    return ut.getvalue().encode("utf-8-sig")


def ofarlig(värde: object) -> str:
    """Cellens text i CSV. En text som börjar som en formel räknas inte ut av kalkylprogrammet.

    Ett ensamt tecken är ingen formel och lämnas som det är.
    """
    if not isinstance(värde, str):
        return "" if värde is None else str(värde)
    return f"'{värde}" if värde.startswith(FORMELTECKEN) and len(värde) > 1 else värde


def skriv_xlsx(namn: str, rubriker: Sequence[str], rader: Iterable[Rad]) -> bytes:
    """Ett blad med rubrikrad. Dagar är dagar och text är alltid text, aldrig en formel."""
    ut = io.BytesIO()
    bok = xlsxwriter.Workbook(ut, {"in_memory": True})
    blad = bok.add_worksheet(namn[:LÄNGSTA_BLADNAMN])
    # Med citatmärket förblir cellen text också när någon öppnar den för ändring.
    text = bok.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
    tal = bok.add_format({"valign": "top"})
    dag = bok.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    fet = bok.add_format({"bold": True, "bottom": 1})
    bredder = [max(SMALAST, len(rubrik) + 4) for rubrik in rubriker]
    for kolumn, rubrik in enumerate(rubriker):
        blad.write_string(0, kolumn, rubrik, fet)
    sista = 0
    for nr, rad in enumerate(rader, start=1):
        sista = nr
        for kolumn, värde in enumerate(rad):
            if isinstance(värde, date):
                blad.write_datetime(nr, kolumn, värde, dag)
            elif isinstance(värde, int):
                blad.write_number(nr, kolumn, värde, tal)
            elif värde:
                blad.write_string(nr, kolumn, värde[:LÄNGSTA_CELL], text)
                bredder[kolumn] = min(BREDAST, max(bredder[kolumn], len(värde) + 2))
    for kolumn, bredd in enumerate(bredder):
        blad.set_column(kolumn, kolumn, bredd)
    blad.freeze_panes(1, 0)
    blad.autofilter(0, 0, sista, len(rubriker) - 1)
    bok.close()
    return ut.getvalue()
