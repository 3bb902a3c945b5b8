"""Webbläsaren, servern och arbetaren som resorna genom programmet körs mot.

Servern är pytest-djangos `live_server` i den egna processen, så att vakterna i
tests/arkitektur/strikt.py gäller också det som webbläsaren begär.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.webb import arbetare as arbetarprocess
from tests.webb.besök import Besök
from tests.webb.kommun import Kommunen, bygg

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
FLAGGOR = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Bara den som faller väntar så länge; en upptagen maskin ska inte fälla någon.
TÅLAMOD_MS = 30_000
expect.set_options(timeout=TÅLAMOD_MS)

NyttBesök = Callable[..., Besök]


@pytest.fixture(scope="package")
def webbläsare() -> Iterator[Browser]:
    """Chromium. Playwright håller en händelseslinga igång i tråden medan webbläsaren lever.

    Django tar slingan för asynkron kod och vägrar läsa databasen; här är allt synkront.
    """
    assert CHROMIUM.exists(), f"{CHROMIUM} saknas: kör ./installera --test"
    före = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGGOR)
            yield chromium
            chromium.close()
    finally:
        if före is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = före


@pytest.fixture(scope="package")
def _arbetaren(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Celery]:
    logg = tmp_path_factory.mktemp("arbetaren") / "arbetaren.log"
    with django_db_blocker.unblock(), arbetarprocess.igång(logg) as app:
        yield app


@pytest.fixture
def arbetare(_arbetaren: Celery, monkeypatch: pytest.MonkeyPatch) -> Celery:
    """Det som sidorna beställer går till arbetaren i stället för till testernas tomma mäklare."""
    # Celery låter miljön gå före appens egen inställning.
    monkeypatch.setenv("CELERY_BROKER_URL", arbetarprocess.MÄKLARE)
    monkeypatch.setattr("ärenden.services.jobb.current_app", _arbetaren)
    return _arbetaren


@pytest.fixture
def kommunen(transactional_db: None) -> Kommunen:
    return bygg()


@pytest.fixture
def besök(webbläsare: Browser, live_server: LiveServer) -> Iterator[NyttBesök]:
    """Ger en ny webbläsarprofil per anrop, och kräver efteråt att konsolen varit tyst i alla."""
    öppnade: list[tuple[BrowserContext, Besök]] = []

    def nytt(bredd: int = 1340, höjd: int = 900, **val: Any) -> Besök:
        profil = webbläsare.new_context(
            base_url=live_server.url,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport={"width": bredd, "height": höjd},
            reduced_motion="reduce",
            **val,
        )
        profil.set_default_timeout(TÅLAMOD_MS)
        sida: Page = profil.new_page()
        öppnade.append((profil, Besök(sida)))
        return öppnade[-1][1]

    yield nytt
    fel = [rad for _, b in öppnade for rad in b.fel]
    for profil, _ in öppnade:
        profil.close()
    assert not fel, "Fel i webbläsarens konsol:\n" + "\n".join(fel)
