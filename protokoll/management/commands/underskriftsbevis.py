"""Lämnar ut tjänsternas bevis för en justering, för den som ska pröva dem utanför systemet."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protokoll.models import Underskriftsbegäran


class Command(BaseCommand):
    help = "Skriver tjänstens underskrifter i en justering som filer. De bär personnummer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("justering", type=int, help="Numret i justeringens adress.")
        parser.add_argument("katalog", type=Path, help="Dit filerna skrivs.")

    def handle(self, *args: Any, **options: Any) -> None:
        klara = Underskriftsbegäran.objects.filter(
            underskrift__justering=options["justering"], status=Underskriftsbegäran.Status.KLAR
        )
        if not klara:
            raise CommandError("Ingen har skrivit under den justeringen i en extern tjänst.")
        options["katalog"].mkdir(parents=True, exist_ok=True)
        for rad in klara:
            for slag, innehåll in (("underskrift", rad.signatur), ("ocsp", rad.ocsp)):
                if innehåll:
                    namn = f"{rad.tjänst}-{rad.underskrift_id}.{slag}"
                    self._skriv(options["katalog"] / namn, bytes(innehåll))

    def _skriv(self, fil: Path, innehåll: bytes) -> None:
        """Läsbar bara för den som kör kommandot."""
        if fil.exists():
            raise CommandError(f"{fil} finns redan.")
        with os.fdopen(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as ut:
            ut.write(innehåll)
        self.stdout.write(str(fil))
