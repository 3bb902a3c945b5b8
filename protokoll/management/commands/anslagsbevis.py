"""Samma som tidsstyrningens: anslagsbevis för de anslag som tagits ned."""

from typing import Any

from django.core.management.base import BaseCommand

from konton.services.system import systemanvändare
from protokoll.services import bevis, tavlan


class Command(BaseCommand):
    help = "Beställer anslagsbevis för nedtagna anslag som saknar det."

    def handle(self, *args: Any, **options: Any) -> None:
        av = systemanvändare()
        antal = bevis.för_nedtagna(av=av) + tavlan.beställ_bevis(av=av)
        self.stdout.write(f"{antal} bevis beställdes.")
