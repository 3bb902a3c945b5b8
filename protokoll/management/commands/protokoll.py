"""Skriver protokoll och utdrag till en katalog, genom samma jobb som knappen på mötets sida."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from konton.services.system import systemanvändare
from nämnd.management.katalog import skrivbar
from nämnd.models import Sammanträde
from protokoll.models import Protokoll, Protokollsfil
from protokoll.services import försegling, protokollsskrivning
from ärenden.models import Fil, Jobb

INTE_HÅLLET = 2


class Command(BaseCommand):
    help = "Skriver protokoll.pdf, protokoll.html och ett utdrag-NNN.pdf per § till en katalog."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sammantrade", type=int, help="sammanträdets nummer")
        parser.add_argument("--ut", type=Path, required=True, metavar="KATALOG")
        parser.add_argument("--json", action="store_true", help="skriv resultatet som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        # Före allt som kan gå fel: en fil från förra gången får inte se ut som dagens.
        if options["ut"].exists():
            _ta_bort_gamla(skrivbar(options["ut"]))
        protokoll = _hållet(options["sammantrade"])
        skrivbar(options["ut"])
        jobb = protokollsskrivning.skapa_protokoll(
            protokoll=protokoll, av=systemanvändare(), kopia=True
        )
        _invänta(jobb)
        svar = _skriv(protokoll, options["ut"])
        if options["json"]:
            self.stdout.write(json.dumps(svar, ensure_ascii=False))
        else:
            antal = len(svar["paragrafer"])
            self.stdout.write(f"Protokollet ({svar['sidor']} sidor) och {antal} utdrag skrevs.")


def _ta_bort_gamla(katalog: Path) -> None:
    gamla = ("protokoll.pdf", "protokoll.html", "protokoll-offentligt.pdf", "utdrag-*.pdf")
    for mönster in gamla:
        for fil in katalog.glob(mönster):
            fil.unlink()


def _hållet(pk: int) -> Protokoll:
    möte = Sammanträde.objects.filter(pk=pk).first()
    if möte is None:
        raise CommandError(f"Sammanträde {pk} finns inte.", returncode=INTE_HÅLLET)
    protokoll = Protokoll.objects.filter(sammanträde=möte).select_related("sammanträde__organ")
    funnet = protokoll.first()
    if funnet is None or funnet.avslutat_tid is None:
        raise CommandError(
            f"Sammanträdet är inte hållet ({möte.get_status_display()}): {möte}. "
            "Protokollet finns när mötet är avslutat.",
            returncode=INTE_HÅLLET,
        )
    return funnet


def _invänta(jobb: Jobb) -> None:
    """Gör jobbet här, eller väntar på den arbetare som hann före."""
    while not jobb.är_avslutat:
        protokollsskrivning.utför(jobb_id=jobb.pk)
        jobb.refresh_from_db()
        if not jobb.är_avslutat:
            time.sleep(0.3)
    if jobb.status == Jobb.Status.MISSLYCKAT:
        raise CommandError(f"Protokollet kunde inte skapas: {jobb.fel}")


def _skriv(protokoll: Protokoll, katalog: Path) -> dict[str, Any]:
    rader = (
        Protokollsfil.objects.filter(protokoll=protokoll)
        .select_related("fil", "html", "paragraf")
        .order_by("paragraf__nummer", "id")
    )
    svar: dict[str, Any] = {"paragrafer": [], "sidor": 0}
    for rad in rader:
        if rad.slag == Protokollsfil.Slag.OFFENTLIGT:
            continue
        fil = rad.fil if rad.paragraf else _originalet(protokoll) or rad.fil
        (katalog / rad.namn).write_bytes(fil.läs())
        if rad.paragraf is None:
            svar["sidor"] = fil.sidor
            (katalog / "protokoll.html").write_bytes(rad.html.läs())
        else:
            svar["paragrafer"].append({"paragraf": rad.paragraf.nummer, "utdrag": rad.namn})
    return svar


def _originalet(protokoll: Protokoll) -> Fil | None:
    """Det justerade och förseglade, eller pappret: det som skapas på nytt är bara en kopia."""
    justering = protokoll.justeringar.filter(omedelbar=False, efter=None).exclude(fil=None).first()
    return försegling.senaste_filerna(justering)[0] if justering else None
