"""Paketet protokoll som Djangoapp."""

from django.apps import AppConfig


class Protokoll(AppConfig):
    name = "protokoll"
    label = "protokoll"
    verbose_name = "Protokoll"
