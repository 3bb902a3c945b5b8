"""Paketet publikt som Djangoapp."""

from django.apps import AppConfig


class Publikt(AppConfig):
    name = "publikt"
    label = "publikt"
    verbose_name = "Publikt"
