"""Läser in mötesfiler."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.models import Användare
from konton.services.system import systemanvändare
from nämnd.mötesfil import Mötesfilfel
from nämnd.services.inläsning import Inläst
from protokoll.services import inläsning
from ärenden.filer import Filfel


class Command(BaseCommand):
    help = "Läser in ett möte per katalog. Att läsa in samma katalog igen ändrar inget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kataloger", nargs="+", type=Path, metavar="KATALOG")
        parser.add_argument(
            "--sekreterare", metavar="ANVÄNDARE", help="ger användaren rollen i organets myndighet"
        )
        parser.add_argument("--json", action="store_true", help="en rad JSON per möte")

    def handle(self, *args: Any, **options: Any) -> None:
        sekreterare = None
        if options["sekreterare"]:
            sekreterare = Användare.objects.filter(username=options["sekreterare"]).first()
            if sekreterare is None:
                raise CommandError(f"Användaren {options['sekreterare']} finns inte.")
        fel = []
        for katalog in options["kataloger"]:
            try:
                resultat = inläsning.läs_in(
                    katalog=katalog, av=systemanvändare(), sekreterare=sekreterare
                )
            except (Mötesfilfel, Filfel) as undantag:
                fel.append(f"{katalog} lästes inte in:\n{undantag}")
                continue
            self.stdout.write(
                self._json(resultat) if options["json"] else self._text(katalog, resultat)
            )
        if fel:
            raise CommandError("\n".join(fel))

    def _json(self, resultat: Inläst) -> str:
        return json.dumps(
            {
                "sammantrade": resultat.sammanträde.pk,
                "ny": resultat.ny,
                "varningar": resultat.varningar,
            },
            ensure_ascii=False,
        )

    def _text(self, katalog: Path, resultat: Inläst) -> str:
        gjort = "lästes in som" if resultat.ny else "fanns redan som"
        rader = [
            f"{katalog} {gjort} sammanträde {resultat.sammanträde.pk}: {resultat.sammanträde}."
        ]
        return "\n".join(rader + [f"  Varning: {v}" for v in resultat.varningar])
