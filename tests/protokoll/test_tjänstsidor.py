"""Sidorna för underskrift i en extern tjänst: den som ska skriva under, och ingen annan."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from protokoll.checks import underskriftstjänsten
from protokoll.models import Justering, Underskrift, Underskriftsbegäran
from protokoll.services import tjänstunderskrift
from tests.factories import justering as fabrik
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld
from tests.minne import mindes
from tests.protokoll.låtsastjänst import PERSON, Tjänst
from tests.protokoll.test_dokument import pdftext
from tests.protokoll.underskriftsvärld import konto, redo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

INTE_PROVAD = "nte provad mot den riktiga tjänsten"


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    return fabrik.till_justering(värld)


@pytest.fixture
def bo(till: Justering) -> Underskrift:
    return redo(till)


def som(konto) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


def url(namn: str, *args: object) -> str:
    return reverse(f"protokoll:{namn}", args=args)


def text(svar) -> str:
    return svar.content.decode()


def dags() -> None:
    """Låter nästa fråga gå till tjänsten genast."""
    for rad in Underskriftsbegäran.objects.öppna():
        Underskriftsbegäran.objects.filter(pk=rad.pk).update(
            fråga_från=rad.fråga_från - timedelta(minutes=1)
        )


def test_utan_inställd_tjänst_finns_inget(bo: Underskrift) -> None:
    klient = som(konto(bo))
    sida = text(klient.get(url("justeringen", bo.justering_id)))
    assert "Skriv under …" in sida
    assert "BankID" not in sida
    assert klient.get(url("tjanst", bo.justering_id)).status_code == 404
    for namn in ("tjanst", "tjanst_lage", "tjanst_avbryt"):
        assert klient.post(url(namn, bo.justering_id)).status_code == 404


def test_justeraren_skriver_under_utan_skript(tjänst: Tjänst, bo: Underskrift) -> None:
    klient, pk = som(konto(bo)), bo.justering_id
    sida = text(klient.get(url("justeringen", pk)))
    assert "Skriv under …" in sida
    assert "Skriv under med BankID …" in sida
    assert INTE_PROVAD in sida
    start = text(klient.get(url("tjanst", pk)))
    assert INTE_PROVAD in start
    assert "Starta BankID" in start
    assert not Underskriftsbegäran.objects.exists()

    svar = klient.post(url("tjanst", pk))

    assert (svar.status_code, svar["Location"]) == (302, url("tjanst", pk))
    assert tjänst.senaste.begäran["endUserIp"] == "127.0.0.1"
    kodsida = klient.get(url("tjanst", pk))
    assert kodsida["Cache-Control"] == "no-store"
    assert 'href="https://app.bankid.com/?autostarttoken=' in text(kodsida)
    assert '<path class="qrkod__rutor" d="M' in text(kodsida)
    assert "d28db9a7-4cde" not in text(kodsida)  # kodens hemlighet
    assert "Fortsätt med BankID …" in text(klient.get(url("justeringen", pk)))
    dags()
    assert klient.post(url("tjanst_lage", pk))["Location"] == url("tjanst", pk)
    assert "Starta BankID-appen." in text(klient.get(url("tjanst", pk)))
    tjänst.bankid_klar()
    dags()

    klar = klient.post(url("tjanst_lage", pk), follow=True)

    assert klar.redirect_chain == [(url("justeringen", pk), 302)]
    sida = text(klar)
    assert "Du har skrivit under protokollet." in sida
    assert "med BankID" in sida
    assert "BankID uppger Bo Ekfalk." in sida
    assert INTE_PROVAD in sida
    assert PERSON["personalNumber"] not in sida
    # Sidan är slut; att gå tillbaka till den visar justeringen.
    assert klient.get(url("tjanst", pk))["Location"] == url("justeringen", pk)


def test_läget_frågas_av_sidan_och_slutar_av_sig_självt(tjänst: Tjänst, bo: Underskrift) -> None:
    klient, pk = som(konto(bo)), bo.justering_id
    klient.post(url("tjanst", pk))
    tjänst.senaste.svar = {"status": "pending", "hintCode": "userSign"}
    dags()

    del_ = klient.post(url("tjanst_lage", pk), headers={"HX-Request": "true"})

    assert "Skriv din säkerhetskod" in text(del_)
    assert "<html" not in text(del_)
    assert "<svg" not in text(del_)
    tjänst.bankid_klar()
    dags()
    klar = klient.post(url("tjanst_lage", pk), headers={"HX-Request": "true"})
    assert klar["HX-Redirect"] == url("justeringen", pk)
    assert Underskrift.objects.get(pk=bo.pk).status == "underskriven"


def test_ett_fel_sägs_och_går_att_försöka_om(tjänst: Tjänst, bo: Underskrift) -> None:
    klient, pk = som(konto(bo)), bo.justering_id
    klient.post(url("tjanst", pk))
    tjänst.senaste.svar = {"status": "failed", "hintCode": "certificateErr"}
    dags()
    svar = klient.post(url("tjanst_lage", pk), headers={"HX-Request": "true"})
    assert svar["HX-Redirect"] == url("tjanst", pk)
    sida = text(klient.get(url("tjanst", pk)))
    assert "Ditt BankID är spärrat" in sida
    assert "Dina svar är kvar" in sida
    assert "Starta BankID" in sida

    tjänst.nästa = [(503, b"{}")]
    svar = klient.post(url("tjanst", pk))
    assert svar.status_code == 422
    assert "svarar inte" in text(svar)
    assert klient.post(url("tjanst", pk)).status_code == 302


def test_avbryt_och_när_inget_är_påbörjat(tjänst: Tjänst, bo: Underskrift) -> None:
    klient, pk = som(konto(bo)), bo.justering_id
    assert klient.post(url("tjanst_avbryt", pk)).status_code == 404
    assert klient.post(url("tjanst_lage", pk))["Location"] == url("tjanst", pk)
    klient.post(url("tjanst", pk))

    svar = klient.post(url("tjanst_avbryt", pk), follow=True)

    assert "Underskriften är avbruten." in text(svar)
    assert tjänst.senaste.avbruten
    igen = klient.post(url("tjanst_avbryt", pk))
    assert igen.status_code == 422
    assert "inget att avbryta" in text(igen)
    assert Underskrift.objects.get(pk=bo.pk).status == "vantar"


def test_den_utan_personnummer_får_veta_vem_som_registrerar(
    tjänst: Tjänst, till: Justering
) -> None:
    rad = till.underskrifter.get(som="sekreterare")
    klient = som(konto(rad))

    sida = text(klient.get(url("tjanst", till.pk)))

    assert "inte registrerat" in sida
    assert "Starta BankID" not in sida
    svar = klient.post(url("tjanst", till.pk))
    assert svar.status_code == 422
    assert "Be administratören" in text(svar)
    assert not tjänst.ordrar


def test_obesvarat_visas_inte_som_möjligt(tjänst: Tjänst, till: Justering) -> None:
    rad = till.underskrifter.get(som="ordforande")

    sida = text(som(konto(rad)).get(url("justeringen", till.pk)))

    assert "Svara på alla paragrafer först." in sida
    assert "BankID" not in sida


def test_andra_vet_inte_av_sidan(tjänst: Tjänst, bo: Underskrift) -> None:
    pk = bo.justering_id
    assert som(konto(bo)).get(url("tjanst", pk)).status_code == 200
    for annan in (
        med_roll(Roll.NÄMNDSEKRETERARE),  # en annan nämnd
        med_roll(Roll.ADMINISTRATÖR),
        med_roll(Roll.FÖRTROENDEVALD, bo.justering.protokoll.sammanträde.organ.myndighet),
    ):
        klient = som(annan)
        assert klient.get(url("tjanst", pk)).status_code == 404
        for namn in ("tjanst", "tjanst_lage", "tjanst_avbryt"):
            assert klient.post(url(namn, pk)).status_code == 404
    assert not tjänst.ordrar


def test_beviset_i_protokollet_och_på_verifieringssidan(tjänst: Tjänst, bo: Underskrift) -> None:
    for annan in bo.justering.underskrifter.exclude(pk=bo.pk).order_by("ordning"):
        fabrik.skriv_under(annan)
    begäran = tjänstunderskrift.påbörja(underskrift=bo, av=konto(bo), adress="192.0.2.7")
    tjänst.bankid_klar()
    dags()
    tjänstunderskrift.fråga(begäran=begäran, av=konto(bo))
    begäran.refresh_from_db()
    j = fabrik.försegla(bo.justering)
    assert j.fil is not None
    pdf = j.fil.läs()

    tryckt = re.sub(r"[\s\x02]+", "", "".join(pdftext(pdf)))
    assert "UnderskrivetmedBankID" in tryckt
    assert begäran.signaturens_summa in tryckt
    assert PERSON["personalNumber"] not in tryckt

    fil = SimpleUploadedFile("p.pdf", pdf, content_type="application/pdf")
    sida = text(Client().post(reverse("verifiera"), {"fil": fil}))
    assert "Underskrift, justerare" in sida
    assert re.search(r"Bo Ekfalk, .* med BankID", sida)
    assert begäran.signaturens_summa in sida
    assert begäran.ocsp_summa in sida
    assert INTE_PROVAD in sida
    assert "elektroniskt i systemet" in sida
    assert PERSON["personalNumber"] not in sida


def test_fel_inställning_stoppar_starten(tjänst: Tjänst, settings) -> None:
    assert underskriftstjänsten() == []
    settings.NAMND_UNDERSKRIFT_CERTIFIKAT = "/finns/inte.pem"
    assert "fel inställd" in underskriftstjänsten()[0].msg
    settings.NAMND_UNDERSKRIFT = "fax"
    assert "Välj bankid eller freja" in underskriftstjänsten()[0].msg
    settings.NAMND_UNDERSKRIFT = ""
    assert underskriftstjänsten() == []
