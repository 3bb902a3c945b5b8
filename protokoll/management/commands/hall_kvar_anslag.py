"""Samma som tidsstyrningens: anslag som väntar på en annan kommuns tavla sitter kvar."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import tavlorna


class Command(BaseCommand):
    help = "Låter en gemensam nämnds anslag sitta kvar tills alla kommuner har tillkännagett."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tavlorna.håll_kvar(av=systemanvändare())} anslag sitter kvar.")
