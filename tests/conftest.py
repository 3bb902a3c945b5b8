"""Gör hela sviten sträng: se tests/arkitektur/strikt.py för vad som fäller ett test."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from config import pg
from tests import miljo

if "DATABASE_URL" not in os.environ:
    # ./testa sätter adressen. Körs pytest för sig får sviten en egen databas som försvinner
    # efteråt; xdists arbetare ärver adressen.
    _katalog = Path(tempfile.mkdtemp(prefix="namnd-pg-"))

    @atexit.register
    def _städa() -> None:
        pg.stoppa(_katalog)
        shutil.rmtree(_katalog)

    os.environ["DATABASE_URL"] = pg.starta(_katalog, förgänglig=True)

miljo.sätt()

pytest.register_assert_rewrite("tests.svep")

import django  # noqa: E402  # inställningarna måste finnas i miljön före

from tests import drift as driften  # noqa: E402  # samma
from tests.arkitektur import strikt  # noqa: E402  # samma

django.setup()


def pytest_configure() -> None:
    from tests import tömning  # läser modellerna

    strikt.slå_på()
    tömning.slå_på()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Webbläsartesten i följd, så att webbläsaren startas en gång, och det längsta först."""
    items.sort(key=lambda item: [item.get_closest_marker(m) is None for m in ("webb", "slow")])


def pytest_collection_finish() -> None:
    """Skräpsamlingen går annars igenom hela det inlästa programmet om och om igen i varje test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure() -> None:
    from django.conf import settings

    if katalog := getattr(settings, "FILKATALOG", None):
        shutil.rmtree(katalog, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    strikt.töm()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    utfall = yield
    _fäll()
    return utfall


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    utfall = yield
    _fäll()
    return utfall


def _fäll() -> None:
    if fynd := strikt.töm():
        pytest.fail("Överträdelser under testet:\n" + "\n".join(fynd), pytrace=False)


@pytest.fixture
def drift(tmp_path: Path) -> Iterator[driften.Drift]:
    """En egen databas med egna data, och processer som dör med testet."""
    data = tmp_path / "data"
    data.mkdir()
    with driften.igång(data) as igång:
        yield igång


@pytest.fixture
def egna_filer(tmp_path: Path, settings) -> Path:
    """Tomma fillager för ett test, också för de processer som det startar."""
    settings.DATA = tmp_path
    settings.STORAGES = settings.STORAGES | {
        lager: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / lager},
        }
        for lager in ("filer", "publikt")
    }
    return tmp_path
