"""Samma som tidsstyrningens: brådskande beslut läggs på nästa sammanträdes lista (KL 6:40)."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from nämnd.services import anmälningar


class Command(BaseCommand):
    help = "Lägger brådskande beslut på nästa sammanträdes föredragningslista."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = anmälningar.ta_upp_alla_brådskande(av=systemanvändare())
        self.stdout.write(f"{antal} brådskande beslut lades på en lista.")
