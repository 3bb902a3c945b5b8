"""Samma som tidsstyrningens: anslagsbevis för de anslag som tagits ned."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import bevis


class Command(BaseCommand):
    help = "Beställer anslagsbevis för nedtagna anslag som saknar det."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{bevis.för_nedtagna(av=systemanvändare())} bevis beställdes.")
