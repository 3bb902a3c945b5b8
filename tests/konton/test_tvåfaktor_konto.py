"""Andra faktorn i kontot: logga in med, skaffa, reservkoder och ta bort."""

import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Roll
from konton.services import tvåfaktor as tjänst
from tests.factories.konton import LÖSENORD, AnvändareFactory, med_roll
from tests.konton.faktor import FEL, Klocka, fel_kod, kod, logga_in, lösenordet, skaffa, är_inne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provsidor")]


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


@pytest.mark.django_db(transaction=True)
def test_skaffa_och_komma_tillbaka(client: Client, konto: Användare, klocka: Klocka) -> None:
    sida, koder = skaffa(client, konto, klocka, nästa="/prov/bindande/")

    assert len(set(koder)) == 10
    assert '<a class="ds-button" href="/prov/bindande/">' in sida.content.decode()
    assert "Tvåstegsverifieringen är på." in sida.content.decode()
    # Koden som skaffade den räknas; det behövs ingen till förrän den är gammal.
    klocka.gå(30)
    assert client.get("/prov/bindande/").status_code == 200
    klocka.gå(300)
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


def test_utbytt_nyckel_sägs_i_klartext(
    client: Client, konto: Användare, klocka: Klocka, settings
) -> None:
    skaffa(client, konto, klocka)
    settings.NAMND_NYCKEL = "en annan"

    assert "<dd>0</dd>" in client.get(reverse("mfa_index")).content.decode()
    svar = client.post(reverse("mfa_reauthenticate"), {"code": kod(klocka)})
    assert "nyckel är utbytt" in svar.context["form"].errors["code"][0]


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
