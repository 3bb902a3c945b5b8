"""Skriver ett möte som en mötesfil."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.services.system import systemanvändare
from nämnd.models import Sammanträde
from protokoll.services import utläsning


class Command(BaseCommand):
    help = "Skriver mote.yaml och mötets papper till en ny eller tom katalog."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sammantrade", type=int, metavar="SAMMANTRADE")
        parser.add_argument("katalog", type=Path, metavar="KATALOG")

    def handle(self, *args: Any, **options: Any) -> None:
        möte = Sammanträde.objects.filter(pk=options["sammantrade"]).first()
        if möte is None:
            raise CommandError(f"Sammanträdet {options['sammantrade']} finns inte.", returncode=2)
        katalog = options["katalog"]
        try:
            papper = utläsning.exportera(sammanträde=möte, katalog=katalog, av=systemanvändare())
        except (utläsning.KanInteSkrivas, OSError) as fel:
            raise CommandError(str(fel), returncode=2) from fel
        self.stdout.write(f"{möte} skrevs till {katalog}: mote.yaml och {papper} papper.")
