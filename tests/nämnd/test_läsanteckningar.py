"""De egna anteckningarna: låsta, bara ägarens, med till nya versioner, borta när de tas bort."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from konton.nyckellås import FelNyckel
from nämnd.jäv import Grund
from nämnd.models import Läsanteckning, Punkthandling, Sammanträde
from nämnd.services import läsanteckningar as tjänst
from nämnd.services import svar as svarstjänst
from nämnd.services.läsanteckningar import Anteckningsfel, Mina
from nämnd.services.läsrum import Läspapper
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.nämnd import Nämnden
from tests.minne import mindes
from tests.nämnd.test_läsrummet import adress, exemplar, fil, inloggad
from ärenden.models import Händelse

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RADEN = "Blåsippor växer vid ån hela våren"
TANKEN = "Fråga om Hemlisfonden"


@pytest.fixture
@mindes
def n(db: None) -> Nämnden:
    n = fabrik.nämnden()
    for punkt, rubrik, text in (
        (n.öppen, "Bilaga", f"{RADEN} i Björksund"),
        (n.hemlig, "Utredning", "Törnrosens placering i Björksund"),
    ):
        Punkthandling.objects.create(punkt=punkt, ordning=9, rubrik=rubrik, fil=fil(text, "Slut"))
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


def papper(n: Nämnden, rubrik: str = "Bilaga") -> Läspapper:
    return next(p for p in exemplar(n.ledamot, n.möte).papper if p.rubrik == rubrik)


def skriv(n: Nämnden, rubrik: str = "Bilaga", **val: Any) -> Läsanteckning:
    p = papper(n, rubrik)
    val = {"sida": 1, "text": TANKEN, "citat": RADEN, "av": n.ledamot} | val
    return tjänst.skriv(sammanträde=n.möte, punkt=p.punkt, märke=p.märke, **val)


def mina(n: Nämnden, konto: Any = None) -> Mina:
    konto = konto or n.ledamot
    return tjänst.mina(exemplar(konto, n.möte), konto)


def ny_version(n: Nämnden, *texter: str, rubrik: str = "Bilaga") -> None:
    """Pappret byts, i en ny kallelse."""
    Punkthandling.objects.filter(punkt=n.öppen, rubrik="Bilaga").delete()
    Punkthandling.objects.create(punkt=n.öppen, ordning=9, rubrik=rubrik, fil=fil(*texter))
    Sammanträde.objects.filter(pk=n.möte.pk).update(version=n.möte.version + 1)
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare)


# --- Låst och bara ägarens ----------------------------------------------------------------------


def test_inget_av_det_skrivna_går_att_läsa_i_databasen_eller_loggen(
    n: Nämnden, caplog: pytest.LogCaptureFixture
) -> None:
    händelser = Händelse.objects.count()
    with caplog.at_level(logging.DEBUG):
        rad = skriv(n)
        tjänst.ändra(nyckel=rad.nyckel, text=TANKEN + " igen", av=n.ledamot)
    with connection.cursor() as markör:
        markör.execute("SELECT t::text, encode(lada, 'escape') FROM namnd_lasanteckning t")
        (hela,) = markör.fetchall()
    for ord_ in ("Hemlisfonden", "Blåsippor", "Bilaga", papper(n).märke):
        assert ord_ not in "".join(hela)
        assert ord_ not in caplog.text
        assert ord_ not in str(rad)
    assert Händelse.objects.count() == händelser
    assert mina(n).placerade[0].text == TANKEN + " igen"


def test_en_låda_öppnas_bara_i_sin_egen_rad(n: Nämnden) -> None:
    rad = skriv(n)
    Läsanteckning.objects.create(ägare=n.sekreterare, sammanträde=n.möte, låda=rad.låda)
    with pytest.raises(FelNyckel):
        mina(n, n.sekreterare)


@pytest.mark.parametrize("namn", ["anteckning", "ta_bort_anteckning"])
def test_ingen_annan_når_anteckningen(n: Nämnden, namn: str) -> None:
    rad = skriv(n)
    sidan = adress(namn, n.möte.pk, rad.nyckel)
    for konto in (n.sekreterare, AnvändareFactory()):
        assert inloggad(konto).post(sidan, {"text": "x"}).status_code == 404
    lista = inloggad(n.sekreterare).get(adress("anteckningar", n.möte.pk)).content.decode()
    assert TANKEN not in lista
    assert (
        TANKEN
        not in inloggad(n.sekreterare)
        .get(adress("papper", n.möte.pk, papper(n).punkt, papper(n).märke))
        .content.decode()
    )
    tjänst.ta_bort(nyckel=rad.nyckel, av=n.sekreterare)
    tjänst.ta_bort_alla(sammanträde=n.möte, av=n.sekreterare)
    assert mina(n).placerade[0].text == TANKEN
    assert inloggad(n.ledamot).post(sidan, {"text": "x"}).status_code == 302


def test_den_som_inte_får_öppna_pappret_antecknar_inte_i_det(n: Nämnden) -> None:
    with pytest.raises(PermissionDenied):
        skriv(n, "Utredning", citat="", av=n.handläggare)
    with pytest.raises(PermissionDenied):
        skriv(n, citat="", av=AnvändareFactory())
    assert not Läsanteckning.objects.exists()
    skriv(n, "Utredning", citat="")


@pytest.mark.parametrize(
    ("val", "fel"),
    [
        pytest.param({"citat": "Vitsippor"}, "står inte på sidan 1", id="text som inte finns"),
        pytest.param({"sida": 3}, "har 2 sidor", id="sida som inte finns"),
        pytest.param({"text": " ", "citat": ""}, "Skriv något", id="tom"),
        pytest.param({"text": "x" * 5001}, "högst 5000", id="för lång"),
        pytest.param({"citat": "x" * 2001}, "högst 2000", id="för lång markering"),
    ],
)
def test_det_som_inte_går_att_spara_säger_varför(n: Nämnden, val: dict[str, Any], fel: str) -> None:
    with pytest.raises(Anteckningsfel, match=fel):
        skriv(n, **val)
    assert not Läsanteckning.objects.exists()


# --- Till nästa version -------------------------------------------------------------------------


def test_anteckningen_följer_texten_till_den_nya_versionen(n: Nämnden) -> None:
    skriv(n)
    ny_version(n, "Ett nytt försättsblad", f"Sammanfattning. {RADEN} i Björksund")

    (a,) = mina(n).placerade

    assert (a.papper, a.sida) == (papper(n), 2)
    sida = (
        inloggad(n.ledamot)
        .get(adress("papper", n.möte.pk, papper(n).punkt, papper(n).märke))
        .content.decode()
    )
    assert f'<mark class="lasrum__mark">{RADEN}</mark>' in sida


def test_den_vars_text_är_borta_hör_till_en_äldre_version(n: Nämnden) -> None:
    skriv(n)
    ny_version(n, "Vitsippor i skogen")

    svar = mina(n)

    assert not svar.placerade
    assert [(a.text, a.citat) for a in svar.äldre] == [(TANKEN, RADEN)]
    sida = (
        inloggad(n.ledamot)
        .get(adress("papper", n.möte.pk, papper(n).punkt, papper(n).märke))
        .content.decode()
    )
    assert "Hör till en äldre version" in sida
    assert TANKEN in sida


def test_en_hel_sida_flyttar_inte_till_ett_papper_med_annat_namn(n: Nämnden) -> None:
    skriv(n, citat="", sida=2)
    ny_version(n, "Annat", "Slut", rubrik="Karta")
    assert [a.text for a in mina(n).äldre] == [TANKEN]
    ny_version(n, "Annat", "Mer", "Slut")
    assert [a.sida for a in mina(n).placerade] == [3]


def test_den_som_blivit_jävig_ser_sin_egen_text_men_inte_papprets(n: Nämnden) -> None:
    skriv(n)
    assert n.ledamot.person
    svarstjänst.anmäl_jäv(
        punkt=n.öppen, person=n.ledamot.person, grund=Grund.PART.etikett, av=n.ledamot
    )
    klient = inloggad(n.ledamot)
    for namn in ("anteckningar", "anteckningsfil"):
        text = klient.get(adress(namn, n.möte.pk)).content.decode()
        assert TANKEN in text
        assert RADEN not in text
    (a,) = mina(n).stängda
    klient.post(adress("ta_bort_anteckning", n.möte.pk, a.nyckel))
    assert not Läsanteckning.objects.exists()


# --- Ta ut och ta bort --------------------------------------------------------------------------


def test_anteckningarna_tas_ut_som_text_och_tas_bort(n: Nämnden) -> None:
    skriv(n)
    skriv(n, text="", sida=2, citat="Slut")
    klient = inloggad(n.ledamot)
    svar = klient.get(adress("anteckningsfil", n.möte.pk))
    text = svar.content.decode()
    assert f"  s. 1: ”{RADEN}”\n  {TANKEN}" in text
    assert "  s. 2: ”Slut”" in text
    assert "no-store" in svar["Cache-Control"]

    slang = adress("slang_anteckningar", n.möte.pk)
    assert "2 anteckningar" in klient.get(slang).content.decode()
    klient.post(slang)

    assert not Läsanteckning.objects.exists()


def test_kontot_som_tas_bort_tar_med_sig_sina_anteckningar(n: Nämnden) -> None:
    konto = AnvändareFactory()
    Läsanteckning.objects.create(ägare=konto, sammanträde=n.möte, låda=b"")
    konto.delete()
    assert not Läsanteckning.objects.exists()


# --- Sidan --------------------------------------------------------------------------------------


def test_sidan_sparar_och_behåller_det_skrivna_vid_fel(n: Nämnden) -> None:
    klient, p = inloggad(n.ledamot), papper(n)
    sidan = adress("anteckna", n.möte.pk, p.punkt, p.märke)
    fel = klient.post(sidan, {"sida": "1", "text": TANKEN, "citat": "Vitsippor"})
    assert fel.status_code == 422
    assert TANKEN in fel.content.decode()
    assert "Texten står inte på sidan 1" in fel.content.decode()

    svar = klient.post(sidan, {"sida": "1", "text": TANKEN, "citat": RADEN})

    assert svar["Location"] == adress("papper", n.möte.pk, p.punkt, p.märke) + "#sida-1"
    (a,) = mina(n).placerade
    ändra = adress("anteckning", n.möte.pk, a.nyckel)
    assert TANKEN in klient.get(ändra).content.decode()
    assert klient.post(ändra, {"text": "Annat"}).status_code == 302
    assert mina(n).placerade[0].text == "Annat"
    assert klient.post(ändra, {"text": "x" * 5001}).status_code == 422
    assert klient.get(adress("anteckning", n.möte.pk, uuid.uuid4())).status_code == 404


def test_antalet_frågor_växer_inte_med_anteckningarna(
    n: Nämnden, django_assert_max_num_queries: Any
) -> None:
    e = exemplar(n.ledamot, n.möte)
    skriv(n)
    tjänst.mina(e, n.ledamot)
    with django_assert_max_num_queries(4):
        tjänst.mina(e, n.ledamot)
    for _ in range(5):
        skriv(n)
    with django_assert_max_num_queries(4):
        tjänst.mina(e, n.ledamot)
