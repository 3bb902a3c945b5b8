"""Tar bort andra faktorn för den som har tappat både appen och reservkoderna."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.models import Användare
from konton.services import tvåfaktor
from konton.services.system import systemanvändare


class Command(BaseCommand):
    help = "Tar bort användarens tvåstegsverifiering. Förvissa dig först om vem som ber."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("anvandarnamn", metavar="ANVÄNDARNAMN")

    def handle(self, *args: Any, **options: Any) -> None:
        användare = Användare.objects.filter(username=options["anvandarnamn"]).first()
        if användare is None:
            raise CommandError(f"Användaren {options['anvandarnamn']} finns inte.")
        if not tvåfaktor.ta_bort(användare=användare, av=systemanvändare()):
            raise CommandError(f"{användare.username} har ingen tvåstegsverifiering.")
        self.stdout.write(f"{användare.username} loggar nu in utan kod och kan skaffa en ny.")
