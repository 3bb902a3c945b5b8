"""Paketet konton som Djangoapp."""

from django.apps import AppConfig


class Konton(AppConfig):
    name = "konton"
    label = "konton"
    verbose_name = "Konton"

    def ready(self) -> None:
        from konton import checks  # noqa: F401  # registrerar kontrollen av demokonton
