"""Paketet ärenden som Djangoapp."""

from django.apps import AppConfig


class Ärenden(AppConfig):
    name = "ärenden"
    label = "arenden"
    verbose_name = "Ärenden"
