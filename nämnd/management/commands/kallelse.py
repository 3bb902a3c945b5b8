"""Gör som knappen Skapa kallelse, och skriver filerna till en katalog."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.services.system import systemanvändare
from nämnd.management import katalog
from nämnd.models import Kallelse, Kallelsefil, Sammanträde
from nämnd.services import kallelse as tjänst
from ärenden.models import Jobb

FILNAMN = {
    Kallelsefil.Slag.KALLELSE: "kallelse.pdf",
    Kallelsefil.Slag.PAKET: "handlingspaket.pdf",
    Kallelsefil.Slag.OFFENTLIGT_PAKET: "handlingspaket-offentligt.pdf",
}


class Command(BaseCommand):
    help = "Skapar kallelse och handlingspaket för ett sammanträde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sammantrade", type=int, metavar="SAMMANTRADE")
        parser.add_argument("--ut", type=Path, required=True, metavar="KATALOG")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        katalog.skrivbar(options["ut"])
        for namn in FILNAMN.values():
            # Går något fel ska en gammal fil inte ligga kvar som om den vore ny.
            (options["ut"] / namn).unlink(missing_ok=True)
        sammanträde = Sammanträde.objects.filter(pk=options["sammantrade"]).first()
        if sammanträde is None:
            raise CommandError(f"Sammanträdet {options['sammantrade']} finns inte.", returncode=2)
        try:
            kallelse = self._skapa(sammanträde)
        except tjänst.Kallelsefel as fel:
            raise CommandError(str(fel), returncode=2) from fel
        self._skriv_filer(kallelse, options["ut"])
        svar = {"punkter": self._punkter(kallelse), "sidor": kallelse.sidor}
        if options["json"]:
            self.stdout.write(json.dumps(svar, ensure_ascii=False))
        else:
            self.stdout.write(f"{len(FILNAMN)} filer i {options['ut']}, {kallelse.sidor} sidor.")

    def _skapa(self, sammanträde: Sammanträde) -> Kallelse:
        while True:
            kallelse = tjänst.skapa_kallelse(
                sammanträde=sammanträde, av=systemanvändare(), slag=Kallelse.Slag.KALLELSE
            )
            jobb = self._vänta(kallelse.jobb_id)
            if jobb.status == Jobb.Status.MISSLYCKAT:
                raise CommandError(jobb.fel)
            kallelse.refresh_from_db()
            sammanträde.refresh_from_db()
            # Ett jobb som redan pågick kan ha gjorts ur en äldre lista.
            if kallelse.version == sammanträde.version:
                return kallelse

    def _vänta(self, jobb_id: int) -> Jobb:
        """Gör jobbet här, eller väntar in arbetaren som hann före."""
        while True:
            tjänst.utför(jobb_id)
            jobb = Jobb.objects.get(pk=jobb_id)
            if jobb.är_avslutat:
                return jobb
            time.sleep(0.2)

    def _skriv_filer(self, kallelse: Kallelse, ut: Path) -> None:
        filer = {rad.slag: rad.fil for rad in kallelse.filer.select_related("fil")}
        for slag, namn in FILNAMN.items():
            (ut / namn).write_bytes(filer[slag].läs())

    def _punkter(self, kallelse: Kallelse) -> list[dict[str, str | None]]:
        return [
            {"nummer": rad.nummer or None, "sidor": _spann(rad.från_sida, rad.till_sida)}
            for rad in kallelse.punktsidor.all()
        ]


def _spann(från: int | None, till: int | None) -> str | None:
    if från is None:
        return None
    return str(från) if från == till else f"{från}-{till}"
