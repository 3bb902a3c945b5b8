"""Samma som tidsstyrningens: det som blivit hemligt tas från webben och anslagstavlan."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from nämnd.services import publicering


class Command(BaseCommand):
    help = "Tar bort det som har blivit hemligt ur mötenas sidor och tillkännagivanden."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = publicering.dölj_allt_hemligt(av=systemanvändare())
        self.stdout.write(f"Hemligt togs bort för {antal} möten.")
