"""Paketet nämnd som Djangoapp."""

from django.apps import AppConfig


class Nämnd(AppConfig):
    name = "nämnd"
    label = "namnd"
    verbose_name = "Nämnd"
