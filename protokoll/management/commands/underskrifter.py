"""Samma som tidsstyrningens: hämtar de underskrifter som väntar hos BankID eller Freja."""

from typing import Any

from django.core.management.base import BaseCommand

from protokoll.services import tjänstunderskrift


class Command(BaseCommand):
    help = "Frågar underskriftstjänsten om det som är påbörjat och fullföljer det som är klart."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = tjänstunderskrift.hämta_väntande()
        self.stdout.write(f"{antal} påbörjade underskrifter prövades.")
