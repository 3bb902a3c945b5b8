"""Samma som tidsstyrningens städning: tar bort byte i fillagret som ingen rad äger."""

from typing import Any

from django.core.management.base import BaseCommand

from ärenden import filer


class Command(BaseCommand):
    help = "Tar bort byte i fillagret som blivit kvar efter avbrutna skrivningar."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{filer.städa_lager()} filer utan rad togs bort.")
