"""Samma som tidsstyrningens: skickar remisser och påminnelser som väntar."""

from typing import Any

from django.core.management.base import BaseCommand

from ärenden.services import remissbrev


class Command(BaseCommand):
    help = "Skickar brev med remisser, och påminnelser till dem som inte har svarat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remissbrev.skicka_väntande()} brev skickades.")
