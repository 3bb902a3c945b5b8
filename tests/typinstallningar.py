"""Inställningar för mypy: typkontrollen läser modellerna men når aldrig databasen."""

import os

import tests.miljo

os.environ.setdefault("DATABASE_URL", "postgresql://app@/namnd")
tests.miljo.sätt()

from config.settings.test import *  # noqa: E402, F403  # miljön måste vara satt före importen
