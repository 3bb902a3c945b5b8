"""Testernas inställningar: samma kod, snabbare lösenord, inga hemligheter."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "bara-for-tester-" + "x" * 40)
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ.setdefault("NAMND_LOKALT", "1")

from config.settings import *  # noqa: F403  # miljön måste vara satt före importen
from config.settings import DATABASES, STORAGES

DATABASES["default"].pop("OPTIONS", None)
# ./testa har redan migrerat en databas, som arbetarna kopierar i stället för att börja om.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("NAMND_TESTMALL")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATA = FILKATALOG = Path(tempfile.mkdtemp(prefix="namnd-test-"))
STORAGES = STORAGES | {
    "filer": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILKATALOG / "filer"},
    },
    "publikt": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILKATALOG / "publikt"},
    },
}
# Räknarna hör till testet, inte till databasen.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# Varje ny provklient läser annars in alla statiska filer på nytt: halva tiden för ett anrop.
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
