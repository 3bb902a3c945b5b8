"""Samma som tidsstyrningens: uppdrag som ska återrapporteras läggs på nästa sammanträdes lista."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import återrapporter


class Command(BaseCommand):
    help = "Lägger uppdrag som ska återrapporteras på nästa sammanträdes föredragningslista."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = återrapporter.ta_upp_alla(av=systemanvändare())
        self.stdout.write(f"{antal} uppdrag lades på en lista.")
