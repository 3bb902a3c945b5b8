"""In- och utloggning: en väg in, inga andra av allauths sidor."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from konton.models import Roll
from konton.services.system import systemanvändare
from tests.factories.konton import LÖSENORD, AnvändareFactory, med_roll

pytestmark = pytest.mark.django_db

FEL = "Användarnamnet och/eller lösenordet är felaktigt."


@pytest.fixture(autouse=True)
def töm_räknare() -> Iterator[None]:
    """Antalet försök per adress och namn räknas i cachen, som annars delas mellan testerna."""
    cache.clear()
    yield
    cache.clear()


def logga_in(klient: Client, namn: str, lösenord: str = LÖSENORD, **övrigt: str):
    return klient.post(reverse("account_login"), {"login": namn, "password": lösenord, **övrigt})


def är_inne(klient: Client) -> bool:
    return "_auth_user_id" in klient.session


@pytest.mark.parametrize("roll", [None, *Roll], ids=str)
def test_rätt_lösenord_släpper_in(client: Client, roll: Roll | None) -> None:
    konto = AnvändareFactory() if roll is None else med_roll(roll)
    svar = logga_in(client, konto.username)
    assert (svar.status_code, svar.url) == (302, reverse("hem"))
    assert är_inne(client)


def test_adressen_är_på_svenska(client: Client) -> None:
    assert reverse("account_login") == "/konto/logga-in/"
    svar = client.get("/konto/logga-in/")
    assert svar.status_code == 200
    assert "Logga in" in svar.content.decode()


@pytest.mark.parametrize("namn", ["finns", "finns-inte"])
def test_fel_lösenord_och_okänt_namn_ger_samma_fel(client: Client, namn: str) -> None:
    AnvändareFactory(username="finns")
    svar = logga_in(client, namn, "fel")
    assert svar.status_code == 200
    assert svar.context["form"].non_field_errors() == [FEL]
    assert FEL in svar.content.decode()
    assert not är_inne(client)


def test_avstängt_konto_kommer_inte_in(client: Client) -> None:
    konto = AnvändareFactory(is_active=False)
    svar = logga_in(client, konto.username)
    assert svar.context["form"].non_field_errors() == [FEL]
    assert not är_inne(client)


def test_avstängt_konto_kastas_ut(client: Client) -> None:
    konto = AnvändareFactory()
    logga_in(client, konto.username)
    konto.is_active = False
    konto.save()
    assert client.get(reverse("hem")).status_code == 302


def test_systemkontot_kommer_aldrig_in(client: Client) -> None:
    konto = systemanvändare()
    logga_in(client, konto.username)
    assert not är_inne(client)
    # Inte ens om någon går förbi tjänsterna och ger det ett lösenord.
    konto.is_active = True
    konto.set_password(LÖSENORD)
    konto.save()
    logga_in(client, konto.username)
    assert not är_inne(client)


@pytest.mark.parametrize(
    ("mål", "väntat"),
    [
        ("/konto/logga-ut/", "/konto/logga-ut/"),
        ("https://elak.example/", "/"),
        ("//elak.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_leder_bara_inom_installationen(client: Client, mål: str, väntat: str) -> None:
    assert logga_in(client, AnvändareFactory().username, next=mål).url == väntat


def test_många_fel_stoppar_även_rätt_lösenord(client: Client) -> None:
    konto = AnvändareFactory()
    for _ in range(10):
        logga_in(client, konto.username, "fel")
    svar = logga_in(client, konto.username)
    assert not är_inne(client)
    assert "För många" in svar.content.decode()


def test_utloggning_kräver_post(client: Client) -> None:
    logga_in(client, AnvändareFactory().username)
    assert client.get(reverse("account_logout")).status_code == 200
    assert är_inne(client)
    assert client.post(reverse("account_logout")).status_code == 302
    assert not är_inne(client)


def test_utan_inloggning_leder_allt_till_inloggningen(client: Client) -> None:
    svar = client.get(reverse("hem"))
    assert (svar.status_code, svar.url) == (302, f"{reverse('account_login')}?next=/")


@pytest.mark.parametrize("sida", ["signup", "reset_password", "email", "inactive"])
def test_allauths_övriga_sidor_finns_inte(sida: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"account_{sida}")


@pytest.mark.parametrize("väg", ["/konto/signup/", "/konto/password/reset/", "/konto/finns-inte/"])
def test_okända_kontosidor_är_404(client: Client, väg: str) -> None:
    client.force_login(AnvändareFactory())
    assert client.get(väg).status_code == 404
