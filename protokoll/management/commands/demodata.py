"""Bygger demokommunen Björksund, eller visar vilka som kan logga in i den."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from protokoll.management.demo import demo


class Command(BaseCommand):
    help = "Bygger demokommunen. Bara för en egen dator (NAMND_LOKALT=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--om-tom", action="store_true", help="gör inget om ärenden finns")
        parser.add_argument(
            "--visa",
            nargs="?",
            const="",
            metavar="BAS",
            help="skriv ut konton och adresser; BAS är webbens adress",
        )
        parser.add_argument("--liten", action="store_true", help="några få möten, för prov")
        parser.add_argument(
            "--processer", type=int, default=2, metavar="N", help="processer för PDF (0: ingen)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOKALT:
            raise CommandError("Demodata har kända lösenord och byggs bara med NAMND_LOKALT=1.")
        if options["visa"] is not None:
            self.stdout.write(demo.visning(options["visa"]))
            return
        if demo.är_färdigt() or demo.finns_annat():
            if options["om_tom"]:
                return
            raise CommandError("Det finns redan ärenden. Demodata byggs bara i en tom databas.")
        self._senast = ""
        start = time.monotonic()
        demo.bygg(
            liten=options["liten"],
            processer=0 if options["liten"] else options["processer"],
            rapport=self._rapport,
        )
        self.stdout.write(f"Demokommunen är klar ({time.monotonic() - start:.0f} s).")

    def _rapport(self, text: str, andel: float) -> None:
        rad = f"  {int(100 * andel):3d} %  {text}"
        if rad != self._senast:
            self._senast = rad
            self.stdout.write(rad)
            self.stdout.flush()
