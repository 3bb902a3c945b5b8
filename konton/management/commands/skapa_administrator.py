"""Skapar den första administratören i en ny installation."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from konton.roller import Roll
from konton.services import roller
from konton.services.system import systemanvändare


class Command(BaseCommand):
    help = "Skapar ett konto med rollen administratör. Lösenordet frågas efter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("anvandarnamn", metavar="ANVÄNDARNAMN")
        parser.add_argument("--epost", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        lösenord = getpass("Lösenord: ")
        if lösenord != getpass("Samma lösenord igen: "):
            raise CommandError("Lösenorden är inte lika.")
        av = systemanvändare()
        try:
            with transaction.atomic():
                konto = roller.skapa_användare(
                    användarnamn=options["anvandarnamn"],
                    lösenord=lösenord,
                    epost=options["epost"],
                    av=av,
                )
                roller.tilldela_roll(
                    användare=konto, roll=Roll.ADMINISTRATÖR, myndighet=None, av=av
                )
        except ValidationError as fel:
            raise CommandError(" ".join(fel.messages)) from fel
        self.stdout.write(f"{konto.username} är administratör och kan logga in.")
