"""Miljövariabler som inställningarna kräver och som tester inte bryr sig om värdet av."""

import os


def sätt() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.setdefault("SECRET_KEY", "bara-för-tester-" + "x" * 40)
    os.environ.setdefault("CELERY_BROKER_URL", "memory://")
    os.environ.setdefault("NAMND_LOKALT", "1")
