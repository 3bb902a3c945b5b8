"""Mellanlagret: hela bitar eller inga, det oanvända bort, och det som inte ändrats görs inte om."""

import json
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.ärenden import pdf as pdf_byte
from ärenden import bitar, filer, tasks
from ärenden.services import biträde, renderade


@pytest.fixture(autouse=True)
def lager(egna_filer):
    return egna_filer / "bitar"


def lägg(nyckel: str, innehåll: bytes = b"bit", slag: str = "prov") -> None:
    with bitar.ny(slag, nyckel) as fil:
        fil.write(innehåll)


def gör_gammal(slag: str, nyckel: str) -> None:
    då = (timezone.now() - bitar.OANVÄND_EFTER - timedelta(hours=1)).timestamp()
    plats = bitar.finn(slag, nyckel)
    assert plats
    os.utime(plats, (då, då))


def finns(lager) -> set[str]:
    return {f.name for f in lager.rglob("*") if f.is_file()}


def skriv_halvt() -> None:
    with bitar.ny("prov", "abc") as fil:
        fil.write(b"halv")
        raise RuntimeError


def test_en_avbruten_skrivning_lämnar_ingen_bit_och_den_förra_kvar(lager):
    with pytest.raises(RuntimeError):
        skriv_halvt()
    assert bitar.finn("prov", "abc") is None
    assert finns(lager) == set()

    lägg("abc", b"hel")
    with pytest.raises(RuntimeError):
        skriv_halvt()
    plats = bitar.finn("prov", "abc")
    assert plats
    assert plats.read_bytes() == b"hel"


def test_bara_det_som_ingen_använt_städas(lager):
    for nyckel in ("aa1", "bb2", "cc3"):
        lägg(nyckel)
    gör_gammal("prov", "aa1")
    gör_gammal("prov", "bb2")
    bitar.finn("prov", "bb2")

    assert bitar.städa(timezone.now()) == 1
    assert finns(lager) == {"bb2", "cc3"}


@pytest.mark.django_db
def test_en_borttagen_fils_bit_försvinner_med_den(lager, django_capture_on_commit_callbacks):
    fil = filer.spara_pdf(pdf_byte(), namn="a.pdf")
    lägg(f"{fil.sha256}-1", slag=filer.PAPPERSBITAR)
    lägg("f" * 64 + "-1", slag=filer.PAPPERSBITAR)

    with django_capture_on_commit_callbacks(execute=True):
        filer.städa(fil)

    assert finns(lager) == {"f" * 64 + "-1"}


def html(text: str) -> str:
    stil = '<link rel="stylesheet" href="static:pdf/prov.css">'
    return f'<html lang="sv-SE"><head><title>{text}</title>{stil}</head><h1>{text}</h1></html>'


@pytest.fixture
def stil(tmp_path, settings):
    mapp = tmp_path / "static" / "pdf"
    mapp.mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "static", *settings.STATICFILES_DIRS]
    stil = mapp / "prov.css"
    stil.write_text("h1 { color: black }")
    return stil


def test_samma_html_görs_en_gång_och_på_nytt_när_stilen_ändras(lager, stil):
    ett = renderade.rendera(html("Ett"))
    plats = next(lager.rglob("*/??/*"))
    före = plats.stat().st_ino

    assert renderade.rendera(html("Ett")) == ett
    assert plats.stat().st_ino == före
    assert renderade.ur_lagret(html("Två")) is None

    plats.write_bytes(plats.read_bytes()[:-1] + b"x")
    assert renderade.ur_lagret(html("Ett")) is None
    assert renderade.rendera(html("Ett")) == ett

    stil.write_text("h1 { color: red }")
    assert renderade.ur_lagret(html("Ett")) is None
    assert renderade.rendera(html("Ett")).innehåll != ett.innehåll


def test_biträdet_gör_det_som_saknas_och_slutar_när_listan_är_borta(lager, stil):
    uppgift = tasks.rendera
    dokument = [html(text) for text in ("Ett", "Två", "Tre")]
    renderade.rendera(dokument[0])
    första = renderade.ur_lagret(dokument[0])
    with bitar.tillfällig(biträde.LISTOR, json.dumps(dokument[:2]).encode()) as lista:
        uppgift(lista.name)
    assert renderade.ur_lagret(dokument[0]) == första
    assert renderade.ur_lagret(dokument[1])

    uppgift(lista.name)
    assert renderade.ur_lagret(dokument[2]) is None


def test_alla_ger_samma_ordning_utan_någon_som_hjälper(lager, stil, monkeypatch):
    monkeypatch.setattr(renderade, "LÖNAR_SIG", 0)
    dokument = [html(text) for text in ("Ett", "Två", "Ett")]

    färdiga = renderade.alla(dokument)

    assert [f.html for f in färdiga] == dokument
    assert not list((lager / biträde.LISTOR).rglob("*-*"))
    assert färdiga[0] == färdiga[2]
