"""Samma som tidsstyrningens: skickar brev till ersättare som kallats in."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from nämnd.services import inkallelsebrev


class Command(BaseCommand):
    help = "Skickar brev till ersättare som kallats in och inte har fått något."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = inkallelsebrev.skicka_väntande(av=systemanvändare())
        self.stdout.write(f"{antal} brev skickades.")
