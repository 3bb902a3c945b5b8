"""Paketet konton som Djangoapp."""

from django.apps import AppConfig


class Konton(AppConfig):
    name = "konton"
    label = "konton"
    verbose_name = "Konton"
