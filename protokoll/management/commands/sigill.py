"""Ger en kommun ett sigillcertifikat: ett självgjort för prov, eller ett ur en PKCS 12-fil."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.models import Kommun
from konton.services.system import systemanvändare
from protokoll.models import Sigillcertifikat
from protokoll.services import sigillcertifikat
from protokoll.services.sigillcertifikat import Certifikatfel, HarRedanCertifikat


class Command(BaseCommand):
    help = "Ger kommunen ett sigillcertifikat. Utan --p12 görs ett eget, för prov."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kommun", metavar="KOMMUN", help="kommunens namn i registret")
        parser.add_argument(
            "--p12", type=Path, metavar="FIL", help="PKCS 12-fil; lösenordet frågas efter"
        )
        parser.add_argument("--byt", action="store_true", help="ersätt det som finns")

    def handle(self, *args: Any, **options: Any) -> None:
        kommun = Kommun.objects.filter(namn=options["kommun"]).first()
        if kommun is None:
            finns = ", ".join(Kommun.objects.values_list("namn", flat=True))
            raise CommandError(f"{options['kommun']} finns inte. Kommuner: {finns or 'inga'}.")
        try:
            rad = self._ordna(kommun, options["p12"], byt=options["byt"])
        except HarRedanCertifikat as fel:
            raise CommandError(
                f"{kommun} har redan ett sigillcertifikat. Lägg till --byt."
            ) from fel
        except (Certifikatfel, OSError) as fel:
            raise CommandError(str(fel)) from fel
        self.stdout.write(
            f"{kommun}: {'självgjort' if rad.självgjort else 'installerat'} certifikat för "
            f"{rad.innehavare}, giltigt till {rad.giltigt_till:%Y-%m-%d}.\n"
            f"Fingeravtryck (SHA-256): {rad.avtryck}"
        )

    def _ordna(self, kommun: Kommun, fil: Path | None, *, byt: bool) -> Sigillcertifikat:
        av = systemanvändare()
        p12 = fil.read_bytes() if fil else None
        lösenord = getpass("Filens lösenord: ") if fil else ""
        if byt:
            return sigillcertifikat.byt(kommun=kommun, p12=p12, lösenord=lösenord, av=av)
        if p12 is None:
            return sigillcertifikat.skapa_självgjort(kommun=kommun, av=av)
        return sigillcertifikat.installera(kommun=kommun, p12=p12, lösenord=lösenord, av=av)
