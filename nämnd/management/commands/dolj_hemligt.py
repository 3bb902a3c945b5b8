"""Samma som tidsstyrningens: sidan på webben tas bort om den säger något som blivit hemligt."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from nämnd.services import publicering


class Command(BaseCommand):
    help = "Tar bort mötenas sidor på webben som säger något som har blivit hemligt."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = publicering.dölj_allt_hemligt(av=systemanvändare())
        self.stdout.write(f"{antal} sidor togs bort.")
