"""Samma som tidsstyrningens vakt: frågar tavlan, sätter upp, tar ned och antecknar avbrott."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publikt.services import vakt
from publikt.services.puls import TavlanSvararInte


class Command(BaseCommand):
    help = "Frågar anslagstavlan, sätter upp det som väntar och tar ned det vars dag är inne."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rapport = vakt.vaka()
        except TavlanSvararInte as fel:
            raise CommandError(f"Anslagstavlan svarar inte: {fel}") from fel
        self.stdout.write(
            f"Tavlan svarade. Uppsatta: {rapport.uppsatta}, nedtagna: {rapport.nedtagna}, "
            f"anslag med avbrott: {rapport.avbrott}."
        )
