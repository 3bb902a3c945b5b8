"""Samma som tidsstyrningens svep: skickar om jobb som fastnat."""

from typing import Any

from django.core.management.base import BaseCommand

from ärenden.services import jobb


class Command(BaseCommand):
    help = "Skickar om jobb som väntat för länge eller vars arbetare dött."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{jobb.svep()} jobb skickades om.")
