"""Samma som tidsstyrningens: skickar brev om granskningar och påminner före stoppdagen."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from ärenden.services import granskningsbrev


class Command(BaseCommand):
    help = "Skickar brev till granskare och skrivare, och påminner före svarsdag och stoppdag."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = granskningsbrev.skicka_väntande(av=systemanvändare())
        self.stdout.write(f"{antal} brev skickades.")
