"""Samma som tidsstyrningens svep: för in det som inte går att söka än."""

from typing import Any

from django.core.management.base import BaseCommand

from ärenden.services import sökindex


class Command(BaseCommand):
    help = "För in ändrade ärenden och handlingar i sökningen och beställer läsning av nya filer."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sökindex.svep()} rader fördes in.")
