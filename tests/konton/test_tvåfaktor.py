"""Andra faktorn: skaffa, logga in med, styrka sig färskt och ta bort."""

import re
import time
from collections.abc import Iterator
from io import StringIO
from xml.etree import ElementTree

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.urls.base import clear_url_caches

from config import urls as husets
from konton.inloggning import ÄNDAMÅL
from konton.models import Användare, Roll
from konton.services import tvåfaktor as tjänst
from konton.tvåfaktor import kräv_färsk_andra_faktor, är_färsk
from tests.factories.konton import LÖSENORD, AnvändareFactory, med_roll

pytestmark = pytest.mark.django_db

HEMLIGHET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FEL = "Koden är fel eller redan använd. Vänta på nästa kod i appen."


# --- Sidor att pröva skyddet på ----------------------------------------------------------------


@kräv_färsk_andra_faktor
def bindande(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} gjord, färsk {är_färsk(request)}")


@kräv_färsk_andra_faktor(tillbaka=lambda request, pk: f"/prov/sida/{pk}/")
def bara_post(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(f"{pk} gjord")


@kräv_färsk_andra_faktor(minuter=1)
def strängare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("gjord")


urlpatterns = [
    path("", include(husets)),
    path("prov/bindande/", bindande, name="bindande"),
    path("prov/bara-post/<int:pk>/", bara_post, name="bara_post"),
    path("prov/strangare/", strängare, name="strängare"),
]


@pytest.fixture(autouse=True)
def adresser(settings) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    cache.clear()
    yield
    cache.clear()
    clear_url_caches()


# --- Hjälp -------------------------------------------------------------------------------------


class Klocka:
    def __init__(self) -> None:
        self.nu = 1_800_000_000.0

    def time(self) -> float:
        return self.nu

    def gå(self, sekunder: float) -> None:
        self.nu += sekunder


@pytest.fixture
def klocka(monkeypatch: pytest.MonkeyPatch) -> Klocka:
    klocka = Klocka()
    monkeypatch.setattr(time, "time", klocka.time)
    return klocka


def kod(klocka: Klocka, hemlighet: str = HEMLIGHET) -> str:
    return format_hotp_value(hotp_value(hemlighet, int(klocka.nu) // 30))


def fel_kod(klocka: Klocka) -> str:
    return f"{(int(kod(klocka)) + 1) % 1_000_000:06}"


@pytest.fixture
def konto() -> Användare:
    return AnvändareFactory()


@pytest.fixture
def med_faktor(konto: Användare) -> Användare:
    TOTP.activate(konto, HEMLIGHET)
    return konto


def lösenordet(klient: Client, konto: Användare, **övrigt: str):
    return klient.post(
        reverse("account_login"), {"login": konto.username, "password": LÖSENORD, **övrigt}
    )


def logga_in(klient: Client, konto: Användare, klocka: Klocka) -> None:
    lösenordet(klient, konto)
    svar = klient.post(reverse("mfa_authenticate"), {"code": kod(klocka)})
    assert svar.status_code == 302
    klocka.gå(30)


def är_inne(klient: Client) -> bool:
    return "_auth_user_id" in klient.session


# --- Färsk andra faktor ------------------------------------------------------------------------


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


# --- Inloggning --------------------------------------------------------------------------------


def test_inloggning_med_faktor_kräver_kod(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    svar = lösenordet(client, med_faktor, next="/prov/bindande/")
    assert svar.url == reverse("mfa_authenticate")
    assert not är_inne(client)
    assert client.get(reverse("hem")).status_code == 302
    assert "Skriv koden" in client.get(svar.url).content.decode()
    före = client.session.session_key

    fel = client.post(reverse("mfa_authenticate"), {"code": fel_kod(klocka)})
    assert fel.context["form"].errors["code"] == [FEL]
    assert not är_inne(client)

    klart = client.post(reverse("mfa_authenticate"), {"code": kod(klocka)})
    assert (klart.status_code, klart.url) == (302, "/prov/bindande/")
    assert är_inne(client)
    assert client.session.session_key != före


def test_avbruten_inloggning_glömmer_lösenordet(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    lösenordet(client, med_faktor)

    svar = client.post(reverse("account_logout"), {"next": reverse("account_login")})

    assert svar.url == reverse("account_login")
    assert client.post(reverse("mfa_authenticate"), {"code": kod(klocka)}).url == reverse(
        "account_login"
    )
    assert not är_inne(client)


def test_många_fel_vid_inloggning_spärrar(
    client: Client, med_faktor: Användare, klocka: Klocka
) -> None:
    lösenordet(client, med_faktor)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": kod(klocka)})

    assert not är_inne(client)


def test_utan_faktor_loggar_man_in_som_förut(client: Client, konto: Användare) -> None:
    assert lösenordet(client, konto).url == reverse("hem")


# --- Skaffa och ta bort ------------------------------------------------------------------------


def skaffa(klient: Client, konto: Användare, klocka: Klocka, nästa: str = "") -> tuple:
    """Hela vägen så som användaren går den; ger sista svaret och reservkoderna."""
    lösenordet(klient, konto)
    adress = reverse("mfa_activate_totp") + (f"?next={nästa}" if nästa else "")
    styrk = klient.get(adress)
    assert styrk.url.startswith(reverse("account_reauthenticate"))
    sida = klient.get(styrk.url).content.decode()
    mål = re.search(r'name="next" value="([^"]+)"', sida).group(1)
    vidare = klient.post(reverse("account_reauthenticate"), {"password": LÖSENORD, "next": mål})
    formulär = klient.get(vidare.url)
    hemlighet = formulär.context["form"].secret
    assert hemlighet in formulär.content.decode()
    data = {"code": kod(klocka, hemlighet)} | ({"next": nästa} if nästa else {})
    klart = klient.post(reverse("mfa_activate_totp"), data)
    assert klart.status_code == 302
    koder = klient.get(klart.url)
    return koder, re.findall(r"<code>(\d{8})</code>", koder.content.decode())


@pytest.mark.django_db(transaction=True)
def test_skaffa_och_komma_tillbaka(client: Client, konto: Användare, klocka: Klocka) -> None:
    sida, koder = skaffa(client, konto, klocka, nästa="/prov/bindande/")

    assert len(set(koder)) == 10
    assert '<a class="ds-button" href="/prov/bindande/">' in sida.content.decode()
    assert "Tvåstegsverifieringen är på." in sida.content.decode()
    klocka.gå(30)
    assert client.get("/prov/bindande/").url == "/konto/styrk/kod/?next=%2Fprov%2Fbindande%2F"


@pytest.mark.parametrize("mål", ["https://elak.example/", "//elak.example/"])
def test_skaffa_leder_aldrig_utanför(
    client: Client, konto: Användare, klocka: Klocka, mål: str
) -> None:
    sida, _ = skaffa(client, konto, klocka, nästa=mål)

    assert "elak" not in sida.content.decode()


def test_bilden_är_en_egen_svg_med_vit_botten(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    lösenordet(client, konto)
    assert client.get(reverse("tvasteg_bild")).status_code == 404
    client.post(reverse("account_reauthenticate"), {"password": LÖSENORD})
    sida = client.get(reverse("mfa_activate_totp")).content.decode()
    svar = client.get(reverse("tvasteg_bild"))

    assert 'src="/konto/tvasteg/skaffa/bild.svg"' in sida
    assert "data:image" not in sida
    assert svar["Content-Type"] == "image/svg+xml"
    assert "no-store" in svar["Cache-Control"]
    rot = ElementTree.fromstring(svar.content)
    assert rot.tag.endswith("svg")
    assert b'fill="white"' in svar.content
    assert b"<script" not in svar.content


def test_fel_kod_skaffar_ingenting_och_behåller_nyckeln(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    lösenordet(client, konto)
    client.post(reverse("account_reauthenticate"), {"password": LÖSENORD})
    före = client.get(reverse("mfa_activate_totp")).context["form"].secret

    svar = client.post(reverse("mfa_activate_totp"), {"code": "12345"})

    assert svar.context["form"].errors["code"] == [FEL]
    assert svar.context["form"].secret == före
    assert not Authenticator.objects.exists()


def test_fel_lösenord_släpper_inte_fram(client: Client, konto: Användare) -> None:
    lösenordet(client, konto)

    svar = client.post(reverse("account_reauthenticate"), {"password": "fel"})

    assert svar.status_code == 200
    assert svar.context["form"].errors
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_översikten(client: Client, konto: Användare, klocka: Klocka) -> None:
    lösenordet(client, konto)
    assert "Du har ingen än." in client.get(reverse("mfa_index")).content.decode()
    skaffa(client, konto, klocka)

    sida = client.get(reverse("mfa_index")).content.decode()
    assert "På" in sida
    assert "<dd>10</dd>" in sida


def test_ta_bort_kräver_färsk_kod(client: Client, med_faktor: Användare, klocka: Klocka) -> None:
    logga_in(client, med_faktor, klocka)
    klocka.gå(600)
    svar = client.get(reverse("mfa_deactivate_totp"))
    assert svar.url.startswith(reverse("mfa_reauthenticate"))
    client.post(svar.url, {"code": kod(klocka), "next": reverse("mfa_deactivate_totp")})

    assert "slutar gälla" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert client.get("/prov/bindande/").url.startswith(reverse("mfa_activate_totp"))


def test_nya_reservkoder_ersätter_de_gamla(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    _, gamla = skaffa(client, konto, klocka)
    assert "10 koder" in client.get(reverse("mfa_generate_recovery_codes")).content.decode()

    svar = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    nya = re.findall(r"<code>(\d{8})</code>", svar.content.decode())
    assert len(nya) == 10
    assert not set(nya) & set(gamla)


def test_reservkoderna_visas_bara_för_den_som_nyss_styrkt_sig(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    _, koder = skaffa(client, konto, klocka)
    klocka.gå(600)

    svar = client.get(reverse("mfa_view_recovery_codes"))

    assert svar.status_code == 302
    assert svar.url.startswith(reverse("mfa_reauthenticate"))
    assert koder[0] not in svar.content.decode()


def test_hemligheterna_är_låsta_i_databasen(
    client: Client, konto: Användare, klocka: Klocka
) -> None:
    skaffa(client, konto, klocka)
    with connection.cursor() as markör:
        markör.execute("SELECT data::text FROM mfa_authenticator")
        rader = " ".join(rad for (rad,) in markör.fetchall())
    for faktor in Authenticator.objects.order_by("pk"):
        inre = faktor.data.get("secret") or faktor.data["seed"]
        assert inre in rader
        assert len(inre) > 60
    assert ÄNDAMÅL == "andra faktor"


def test_administratören_tar_bort_en_tappad_faktor(client: Client, med_faktor: Användare) -> None:
    with pytest.raises(PermissionDenied):
        tjänst.ta_bort(användare=med_faktor, av=med_roll(Roll.NÄMNDSEKRETERARE))
    assert Authenticator.objects.filter(user=med_faktor).exists()

    ut = StringIO()
    call_command("ta_bort_tvasteg", med_faktor.username, stdout=ut)

    assert "loggar nu in utan kod" in ut.getvalue()
    assert lösenordet(client, med_faktor).url == reverse("hem")
    with pytest.raises(CommandError, match="har ingen"):
        call_command("ta_bort_tvasteg", med_faktor.username)
    with pytest.raises(CommandError, match="finns inte"):
        call_command("ta_bort_tvasteg", "ingen")


def test_adminen_visar_inga_faktorer(client: Client, med_faktor: Användare) -> None:
    client.force_login(med_roll(Roll.ADMINISTRATÖR))

    assert client.get("/register/mfa/authenticator/").status_code == 404


def test_demokonton_får_ingen_faktor(client: Client) -> None:
    konto = AnvändareFactory(är_demo=True)

    assert lösenordet(client, konto).url == reverse("hem")
    assert not Authenticator.objects.exists()


def test_cachen_i_drift_finns_som_tabell() -> None:
    """Räknare och använda koder är gemensamma för alla processer."""
    from django.core.cache.backends.db import DatabaseCache

    from config import settings as drift

    val = drift.CACHES["default"]
    assert val["BACKEND"].endswith("DatabaseCache")
    lager = DatabaseCache(val["LOCATION"], {"OPTIONS": val["OPTIONS"]})
    assert lager.add("kod", "x", 30)
    assert not lager.add("kod", "x", 30)
    assert lager.get("kod") == "x"
