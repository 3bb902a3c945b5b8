"""Samma som tidsstyrningens: föregående protokoll sätts upp på nästa sammanträdes lista."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import föregående


class Command(BaseCommand):
    help = "Sätter upp föregående mötes protokoll på nästa sammanträdes föredragningslista."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = föregående.sätt_upp_alla(av=systemanvändare())
        self.stdout.write(f"{antal} protokoll sattes upp på en lista.")
