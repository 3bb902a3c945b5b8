"""Konton med och utan andra faktor, och klockan som koderna går efter."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls.base import clear_url_caches

from konton.models import Användare
from tests.factories.konton import AnvändareFactory
from tests.konton.faktor import HEMLIGHET, Klocka


@pytest.fixture
def klocka(monkeypatch: pytest.MonkeyPatch) -> Klocka:
    klocka = Klocka()
    monkeypatch.setattr(time, "time", klocka.time)
    return klocka


@pytest.fixture
def konto() -> Användare:
    return AnvändareFactory()


@pytest.fixture
def med_faktor(konto: Användare) -> Användare:
    TOTP.activate(konto, HEMLIGHET)
    return konto


@pytest.fixture
def provsidor(settings) -> Iterator[None]:
    """Adresserna i tests/konton/provsidor.py, och räknarna nollställda."""
    settings.ROOT_URLCONF = "tests.konton.provsidor"
    clear_url_caches()
    cache.clear()
    yield
    cache.clear()
    clear_url_caches()
