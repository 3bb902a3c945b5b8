"""Adaptern för extern underskrift, mot en låtsastjänst. Overifierad mot de riktiga tjänsterna."""

import base64
import logging
import ssl
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured

from protokoll import underskriftstjänst
from protokoll.underskriftstjänst import (
    BANKID_MISSLYCKAD,
    BANKID_VÄNTAR,
    Begäran,
    Förbindelse,
    Klar,
    Misslyckad,
    Pågående,
    PågårRedan,
    TjänstenSvararInte,
    Underskriftsfel,
    Underskriftstjänst,
    Väntar,
)
from tests.factories import sigill as fabrik
from tests.protokoll.låtsastjänst import PERSON, Tjänst

BEGÄRAN = Begäran(
    text="Jag justerar protokollet från socialnämnden den 18 mars 2026, §§ 27–41.",
    data=b"\x00sha256",
    adress="192.0.2.7",
    personnummer=PERSON["personalNumber"],
)


@pytest.fixture
def inställd(server: Tjänst, settings):
    server.ordrar.clear()
    server.nästa.clear()

    def ställ_in(sort: str, **ändrat: str) -> Underskriftstjänst:
        for namn, värde in (server.inställningar(sort) | ändrat).items():
            setattr(settings, namn, värde)
        tjänst = underskriftstjänst.tjänst()
        assert tjänst is not None
        return tjänst

    return ställ_in


# --- Inställningar -----------------------------------------------------------------------------


def test_avstängd_som_förval() -> None:
    assert underskriftstjänst.tjänst() is None


@pytest.mark.parametrize(
    ("ändrat", "text"),
    [
        ({"NAMND_UNDERSKRIFT": "fax"}, "Välj bankid eller freja"),
        ({"NAMND_UNDERSKRIFT_URL": "http://localhost"}, "https://"),
        ({"NAMND_UNDERSKRIFT_CERTIFIKAT": ""}, "krävs"),
        ({"NAMND_UNDERSKRIFT_ROT": ""}, "krävs"),
    ],
)
def test_fel_inställning_sägs(inställd, ändrat: dict[str, str], text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=text):
        inställd("bankid", **ändrat)


def test_servern_kräver_klientcertifikat(server: Tjänst) -> None:
    """Annars prövar testerna inte att ett skickas."""
    tls = ssl.create_default_context(cafile=str(server.katalog / "rot.pem"))
    with pytest.raises(OSError, match=r"(?i)certificate|reset|closed|eof|pipe"):
        urlopen(f"{server.bas}/rp/v6.0/sign", data=b"{}", context=tls, timeout=5)


def test_en_server_med_annan_rot_litas_inte_på(inställd, tmp_path: Path) -> None:
    annan = tmp_path / "annan.pem"
    annan.write_bytes(fabrik.utfärda("Annan CA", är_ca=True).pem)

    with pytest.raises(TjänstenSvararInte):
        inställd("bankid", NAMND_UNDERSKRIFT_ROT=str(annan)).begär(BEGÄRAN)


def test_tjänst_som_inte_nås(inställd) -> None:
    with pytest.raises(TjänstenSvararInte):
        inställd("bankid", NAMND_UNDERSKRIFT_URL="https://localhost:9").begär(BEGÄRAN)


# --- BankID ------------------------------------------------------------------------------------


def test_bankid_begär_och_får_underskrift(inställd, server: Tjänst) -> None:
    tjänst = inställd("bankid")

    pågående = tjänst.begär(BEGÄRAN)

    skickat = server.senaste.begäran
    assert base64.b64decode(skickat["userVisibleData"]).decode() == BEGÄRAN.text
    assert base64.b64decode(skickat["userNonVisibleData"]) == BEGÄRAN.data
    assert skickat["endUserIp"] == "192.0.2.7"
    assert skickat["requirement"] == {
        "pinCode": True,
        "personalNumber": PERSON["personalNumber"],
    }
    assert pågående.startlänk == (
        "https://app.bankid.com/?autostarttoken=7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6&redirect=null"
    )
    assert tjänst.läge(pågående) == Väntar("Starta BankID-appen.", oöppnad=True)
    server.bankid_klar()
    assert tjänst.läge(pågående) == Klar(
        namn="Bo Ekfalk",
        personnummer=PERSON["personalNumber"],
        underskrift=b"<Signature/>",
        ocsp=b"ocsp",
    )


def test_bankid_utan_utpekad_person(inställd, server: Tjänst) -> None:
    inställd("bankid").begär(Begäran(text="x", data=b"", adress="2001:db8::1"))

    assert server.senaste.begäran["requirement"] == {"pinCode": True}


# Värdena i dokumentationens exempel, en per sekund.
@pytest.mark.parametrize(
    ("sekund", "kod"),
    [
        (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
        (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
    ],
)
def test_bankid_qr_följer_dokumentationens_exempel(inställd, sekund: int, kod: str) -> None:
    tjänst = inställd("bankid")
    pågående = Pågående(
        referens="x",
        startlänk="",
        startad=1_800_000_000.4,
        qr_märke="67df3917-fa0d-44e5-b327-edcc928297f8",
        qr_hemlighet="d28db9a7-4cde-429e-a983-359be676944c",
    )

    assert tjänst.qr(pågående, nu=1_800_000_000.4 + sekund + 0.5) == (
        f"bankid.67df3917-fa0d-44e5-b327-edcc928297f8.{sekund}.{kod}"
    )


@pytest.mark.parametrize("hint", [*BANKID_VÄNTAR, "okänd"])
def test_bankid_väntar(inställd, server: Tjänst, hint: str) -> None:
    tjänst = inställd("bankid")
    pågående = tjänst.begär(BEGÄRAN)
    server.senaste.svar = {"status": "pending", "hintCode": hint}

    läge = tjänst.läge(pågående)

    assert isinstance(läge, Väntar)
    assert läge.anvisning


@pytest.mark.parametrize("hint", [*BANKID_MISSLYCKAD, "okänd"])
def test_bankid_misslyckas_med_skäl(inställd, server: Tjänst, hint: str) -> None:
    tjänst = inställd("bankid")
    pågående = tjänst.begär(BEGÄRAN)
    server.senaste.svar = {"status": "failed", "hintCode": hint}

    assert tjänst.läge(pågående) == Misslyckad(
        BANKID_MISSLYCKAD.get(hint, "Okänt fel. Försök igen.")
    )


def test_bankid_avbryts(inställd, server: Tjänst) -> None:
    tjänst = inställd("bankid")
    pågående = tjänst.begär(BEGÄRAN)

    tjänst.avbryt(pågående)

    assert server.senaste.avbruten
    assert isinstance(tjänst.läge(pågående), Misslyckad)
    tjänst.avbryt(pågående)  # redan slut: inget att göra


@pytest.mark.parametrize(
    ("status", "kod", "fel"),
    [
        (400, "alreadyInProgress", PågårRedan),
        (400, "invalidParameters", Underskriftsfel),
        (401, "unauthorized", Underskriftsfel),
        (408, "requestTimeout", TjänstenSvararInte),
        (500, "internalError", TjänstenSvararInte),
        (503, "Maintenance", TjänstenSvararInte),
    ],
)
def test_bankid_fel_vid_begäran(
    inställd, server: Tjänst, status: int, kod: str, fel: type[Exception]
) -> None:
    server.nästa = [(status, b'{"errorCode": "%s", "details": "x"}' % kod.encode())]

    with pytest.raises(fel) as fångat:
        inställd("bankid").begär(BEGÄRAN)
    assert type(fångat.value) is fel


@pytest.mark.parametrize(
    "svar",
    [b"", b"<html>", b"[]", b"{}", b'{"orderRef": ""}', b'{"orderRef": 7}'],
    ids=repr,
)
@pytest.mark.parametrize("sort", ["bankid", "freja"])
def test_svar_som_inte_går_att_tyda(inställd, server: Tjänst, sort: str, svar: bytes) -> None:
    tjänst = inställd(sort)
    pågående = tjänst.begär(BEGÄRAN)

    server.nästa = [(200, svar), (200, svar)]
    with pytest.raises(TjänstenSvararInte):
        tjänst.begär(BEGÄRAN)
    with pytest.raises(TjänstenSvararInte):
        tjänst.läge(pågående)


@pytest.mark.parametrize(
    "begäran",
    [
        Begäran(text="", data=b"", adress="192.0.2.7"),
        Begäran(text="x" * 31_000, data=b"", adress="192.0.2.7"),
        Begäran(text="x", data=b"x" * 160_000, adress="192.0.2.7"),
    ],
    ids=["tom", "lång text", "mycket data"],
)
def test_bankid_för_långt_skickas_inte(inställd, server: Tjänst, begäran: Begäran) -> None:
    with pytest.raises(ValueError, match="för långt"):
        inställd("bankid").begär(begäran)

    assert not server.ordrar


# --- Freja -------------------------------------------------------------------------------------


def test_freja_begär_och_får_underskrift(inställd, server: Tjänst) -> None:
    tjänst = inställd("freja")

    pågående = tjänst.begär(BEGÄRAN)

    skickat = server.senaste.begäran["dataToSign"]
    assert base64.b64decode(skickat["text"]).decode() == BEGÄRAN.text
    assert base64.b64decode(skickat["binaryData"]) == BEGÄRAN.data
    assert pågående.startlänk == (
        "https://app.frejaeid.com/freja?action=bindUserToTransaction"
        f"&transactionReference={pågående.referens}"
    )
    assert tjänst.qr(pågående) == pågående.startlänk
    assert tjänst.läge(pågående) == Väntar("Öppna Freja-appen.", oöppnad=True)
    server.freja_klar()
    assert tjänst.läge(pågående) == Klar(
        namn="Bo Ekfalk",
        personnummer=PERSON["personalNumber"],
        underskrift=b"eyJ4NXQi.eyJzaWdu.c2ln",
    )


def test_freja_utan_utpekad_person(inställd, server: Tjänst) -> None:
    inställd("freja").begär(Begäran(text="x", data=b"", adress="192.0.2.7"))

    assert server.senaste.begäran["userInfoType"] == "INFERRED"


@pytest.mark.parametrize(
    ("status", "läge"),
    [
        ("STARTED", Väntar("Öppna Freja-appen.", oöppnad=True)),
        ("DELIVERED_TO_MOBILE", Väntar("Skriv under i Freja-appen.")),
        ("CANCELED", Misslyckad("Du avbröt underskriften.")),
        ("RP_CANCELED", Misslyckad("Underskriften avbröts. Försök igen.")),
        ("REJECTED", Misslyckad("Underskriften avvisades.")),
        ("EXPIRED", Misslyckad("Tiden gick ut. Försök igen.")),
    ],
)
def test_freja_lägen(inställd, server: Tjänst, status: str, läge: Any) -> None:
    tjänst = inställd("freja")
    pågående = tjänst.begär(BEGÄRAN)
    server.senaste.svar = {"status": status}

    assert tjänst.läge(pågående) == läge


def test_freja_avbryts(inställd, server: Tjänst) -> None:
    tjänst = inställd("freja")
    pågående = tjänst.begär(BEGÄRAN)

    tjänst.avbryt(pågående)
    tjänst.avbryt(pågående)

    assert server.senaste.avbruten


# --- Hemligt -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["bankid", "freja"])
def test_inget_hemligt_i_loggen_eller_i_utskrifter(
    inställd, server: Tjänst, sort: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        tjänst = inställd(sort, NAMND_UNDERSKRIFT_LOSENORD="lösen-ord")
        pågående = tjänst.begär(BEGÄRAN)
        server.bankid_klar() if sort == "bankid" else server.freja_klar()
        klar = tjänst.läge(pågående)
        server.nästa = [(500, b'{"errorCode": "internalError"}')]
        with pytest.raises(TjänstenSvararInte):
            tjänst.begär(BEGÄRAN)

    allt = caplog.text + repr([pågående, klar, BEGÄRAN, tjänst, Förbindelse.ur_inställningarna()])
    for hemligt in (
        *(PERSON["personalNumber"], "d28db9a7", "67df3917", "7c40b5c9", "<Signature", "eyJ4NXQi"),
        *("lösen-ord", "PRIVATE"),
    ):
        assert hemligt not in allt
    assert "svarade 500" in caplog.text
