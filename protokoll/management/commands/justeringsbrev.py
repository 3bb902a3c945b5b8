"""Samma som tidsstyrningens: skickar brev och påminnelser till dem som ska skriva under."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import justeringsbrev


class Command(BaseCommand):
    help = "Skickar brev till dem som ska justera, och påminner dag 7, 10 och 13."

    def handle(self, *args: Any, **options: Any) -> None:
        antal = justeringsbrev.skicka_väntande(av=systemanvändare())
        self.stdout.write(f"{antal} brev skickades.")
