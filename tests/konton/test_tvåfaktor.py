"""Färsk andra faktor: skyddet för det som är bindande, och vägen till koden och tillbaka."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from konton.models import Användare
from tests.factories.konton import LÖSENORD, AnvändareFactory
from tests.konton.faktor import (
    FEL,
    HEMLIGHET,
    Klocka,
    fel_kod,
    kod,
    logga_in,
    lösenordet,
    skaffa,
    är_inne,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provsidor")]


def test_utan_faktor_leder_till_sidan_där_den_skaffas(client: Client, konto: Användare) -> None:
    lösenordet(client, konto)

    svar = client.get("/prov/bindande/?a=1")

    assert (svar.status_code, svar.url) == (
        302,
        "/konto/tvasteg/skaffa/?next=%2Fprov%2Fbindande%2F%3Fa%3D1",
    )


def test_gammal_faktor_räcker_inte_men_en_ny_kod_leder_tillbaka(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    assert client.get("/prov/bindande/").content.decode() == "GET gjord, färsk True"

    klocka.gå(5 * 60)
    svar = client.get("/prov/bindande/")
    assert (svar.status_code, svar.url) == (
        302,
        "/konto/styrk/kod/?next=%2Fprov%2Fbindande%2F",
    )
    sida = client.get(svar.url)
    assert "Styrk att det är du" in sida.content.decode()
    assert '<input type="hidden" name="next" value="/prov/bindande/">' in sida.content.decode()

    klart = client.post(
        reverse("mfa_reauthenticate"), {"code": kod(klocka), "next": "/prov/bindande/"}
    )
    assert (klart.status_code, klart.url) == (302, "/prov/bindande/")
    assert client.get("/prov/bindande/").content.decode() == "GET gjord, färsk True"


@pytest.mark.parametrize(("sekunder", "färsk"), [(0, True), (299 - 30, True), (301 - 30, False)])
def test_färsk_i_fem_minuter(
    client: Client, med_faktor: Användare, klocka: Klocka, sekunder: int, färsk: bool
) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(sekunder)

    assert (client.get("/prov/bindande/").status_code == 200) is färsk


def test_en_vy_kan_kräva_färskare(client: Client, med_faktor: Användare, klocka: Klocka) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(40)

    assert client.get("/prov/bindande/").status_code == 200
    assert client.get("/prov/strangare/").status_code == 302


def test_en_klocka_som_gått_bakåt_gör_inget_färskt(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(-3600)

    assert client.get("/prov/bindande/").status_code == 302


def test_fel_kod_vägras(client: Client, med_faktor: Användare, klocka: Klocka) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(600)

    svar = client.post(
        reverse("mfa_reauthenticate"), {"code": fel_kod(klocka), "next": "/prov/bindande/"}
    )

    assert svar.status_code == 200
    assert svar.context["form"].errors["code"] == [FEL]
    assert client.get("/prov/bindande/").status_code == 302


def test_samma_kod_går_inte_två_gånger(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    lösenordet(client, med_faktor)
    client.post(reverse("mfa_authenticate"), {"code": kod(klocka)})

    svar = client.post(reverse("mfa_reauthenticate"), {"code": kod(klocka)})

    assert svar.context["form"].errors["code"] == [FEL]


def test_kod_från_förra_halvminuten_vägras(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    gammal = kod(klocka)
    logga_in(client, med_faktor, klocka)
    klocka.gå(300)
    gammal = kod(klocka)
    klocka.gå(30)

    svar = client.post(reverse("mfa_reauthenticate"), {"code": gammal})

    assert svar.context["form"].errors["code"] == [FEL]


def test_post_görs_aldrig_om_av_sig_själv(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(600)

    svar = client.post("/prov/bindande/", {"val": "godkänner"})
    assert svar.url == "/konto/styrk/kod/?next=%2Fprov%2Fbindande%2F"
    klart = client.post(svar.url, {"code": kod(klocka), "next": "/prov/bindande/"})

    assert (klart.status_code, klart.url) == (302, "/prov/bindande/")
    assert client.get("/prov/bindande/").content.decode() == "GET gjord, färsk True"


def test_vy_som_bara_tar_post_säger_vart_man_kommer_tillbaka(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    assert client.post("/prov/bara-post/7/").content.decode() == "7 gjord"
    klocka.gå(600)

    svar = client.post("/prov/bara-post/7/")

    assert svar.url == "/konto/styrk/kod/?next=%2Fprov%2Fsida%2F7%2F"


def test_en_del_av_en_sida_leder_hela_sidan_dit(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(600)

    svar = client.post(
        "/prov/bindande/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/prov/sida/7/"},
    )

    assert svar.status_code == 200
    assert svar["HX-Redirect"] == "/konto/styrk/kod/?next=%2Fprov%2Fsida%2F7%2F"
    assert svar.content == b""


@pytest.mark.parametrize("mål", ["https://elak.example/", "//elak.example/", "javascript:x"])
def test_vägen_tillbaka_är_bara_inom_installationen(
    client: Client, med_faktor: Användare, klocka: Klocka, mål: str
) -> None:
    logga_in(client, med_faktor, klocka)

    svar = client.post(reverse("mfa_reauthenticate"), {"code": kod(klocka), "next": mål})

    assert (svar.status_code, svar.url) == (302, "/")


def test_lösenordet_är_ingen_andra_faktor(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(600)

    svar = client.post(reverse("account_reauthenticate"), {"password": LÖSENORD})

    # Den som har en faktor får inte ens försöka.
    assert svar.url.startswith(reverse("mfa_reauthenticate"))
    assert client.get("/prov/bindande/").status_code == 302


def test_lösenordet_ger_ingen_färsk_faktor_åt_den_som_just_skaffat_en(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    lösenordet(client, konto)
    client.post(reverse("account_reauthenticate"), {"password": LÖSENORD})
    TOTP.activate(konto, HEMLIGHET)

    assert client.get("/prov/bindande/").url.startswith(reverse("mfa_reauthenticate"))


def test_borttagen_faktor_är_inte_färsk(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    Authenticator.objects.filter(user=med_faktor).delete()
    TOTP.activate(med_faktor, HEMLIGHET)

    assert client.get("/prov/bindande/").status_code == 302


def test_en_annans_poster_i_sessionen_räknas_inte(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    poster = client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    annan = AnvändareFactory()
    TOTP.activate(annan, HEMLIGHET)
    client.force_login(annan)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = poster
    session.save()

    assert client.get("/prov/bindande/").status_code == 302


def test_många_fel_spärrar_även_rätt_kod(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    for _ in range(5):
        client.post(reverse("mfa_reauthenticate"), {"code": "000000"})

    svar = client.post(reverse("mfa_reauthenticate"), {"code": kod(klocka)})

    assert "För många" in svar.content.decode()
    assert svar.status_code == 200


def test_sessionen_får_ny_nyckel_när_man_styrkt_sig(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    logga_in(client, med_faktor, klocka)
    före = client.session.session_key

    client.post(reverse("mfa_reauthenticate"), {"code": kod(klocka)})

    assert client.session.session_key != före
    assert är_inne(client)


def test_reservkod_duger_en_gång(client: Client, konto: Användare, klocka: Klocka) -> None:
    _, koder = skaffa(client, konto, klocka)
    klocka.gå(600)

    def styrk(kod_: str):
        return client.post(reverse("mfa_reauthenticate"), {"code": kod_, "next": "/prov/bindande/"})

    assert styrk(koder[0]).url == "/prov/bindande/"
    assert client.get("/prov/bindande/").status_code == 200
    klocka.gå(600)
    assert styrk(koder[0]).context["form"].errors["code"] == [FEL]
    assert styrk(koder[1]).url == "/prov/bindande/"
