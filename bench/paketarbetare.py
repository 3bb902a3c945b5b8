"""Arbetaren i paketmätningen: gör det som webben och Celery gör, i en egen process.

Egen process, så att dess minne kan mätas för sig.
"""

from __future__ import annotations

import gc
import random
import resource
import shutil
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench import paketprov
from bench.paketprov import Egen, Skannad

PAPPER_PER_PUNKT = 3
Tid = tuple[float, float]


def tid(vad: Callable[[], object]) -> Tid:
    """Klockans tid och processorns, barnens inräknad, i millisekunder."""
    gc.collect()
    start, arbete = time.perf_counter(), _processor()
    vad()
    return 1000 * (time.perf_counter() - start), 1000 * (_processor() - arbete)


def _processor() -> float:
    barn = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + barn.ru_utime + barn.ru_stime


def arbeta(rör: Connection) -> None:
    """Utför det som kommer genom röret, tills det kommer inget."""
    import django

    django.setup()
    from config import celery  # noqa: F401  # biträdet nås genom mäklaren
    from ärenden.services import jobb

    # Jobbet utförs här och ska inte också tas av biträdet.
    jobb.skicka = lambda jobb: None
    arbetare: Arbetare | None = None
    while (uppdrag := rör.recv()) is not None:
        namn, argument = uppdrag
        if namn == "lägg_upp":
            arbetare = Arbetare(*argument)
            rör.send(arbetare.läge())
        else:
            rör.send(getattr(arbetare, namn)(*argument))


class Arbetare:
    """Ett sammanträde med provets handlingar."""

    def __init__(self, sidor: int, katalog: Path) -> None:
        from tests.factories import nämnd as fabrik

        self.katalog = katalog
        shutil.rmtree(katalog, ignore_errors=True)
        katalog.mkdir(parents=True)
        organ = fabrik.OrganFactory()
        self.av = fabrik.sekreterare_i(organ)
        self.möte = fabrik.möte(organ, av=self.av)
        self.egna: list[tuple[int, Egen]] = []
        self.rader = [self._rad(nr, h) for nr, h in enumerate(paketprov.handlingar(sidor))]

    def _rad(self, nr: int, h: Egen | Skannad) -> Any:
        from nämnd.models import Punkthandling
        from nämnd.services import föredragningslista
        from ärenden import filer

        if nr % PAPPER_PER_PUNKT == 0:
            self.punkt = föredragningslista.lägg_till_punkt(
                sammanträde=self.möte,
                rubrik=f"Ärende om handling {nr + 1}",
                slag="beslut",
                av=self.av,
            )
        rad = Punkthandling(
            punkt=self.punkt,
            ordning=nr % PAPPER_PER_PUNKT + 1,
            rubrik=h.titel,
            filnamn=f"{h.titel}.pdf",
        )
        if isinstance(h, Egen):
            self.egna.append((nr, h))
        else:
            paketprov.lägg(self.katalog, nr, h.innehåll)
            rad.fil = filer.spara_pdf(h.innehåll, namn=rad.filnamn)
        rad.save()
        return rad

    def läge(self) -> tuple[int, int]:
        """Gör allt en gång: handlingarnas filer till jämförelserna, och det som laddas en gång."""
        self.första()
        for nr, _ in self.egna:
            paketprov.lägg(self.katalog, nr, self.rader[nr].fil.läs())
        sidor = sum(rad.fil.sidor for rad in self.rader)
        return sidor, sum(rad.fil.storlek for rad in self.rader)

    def renderingarna(self) -> Tid:
        """Varje eget dokument och kallelsen, ett i taget."""
        from ärenden.pdf import rendera_html

        html = [h.html for _, h in self.egna] + [self._kallelsens_html()]
        return tid(lambda: [rendera_html(text) for text in html])

    def första(self) -> Tid:
        """Allt från början: renderingarna, bitarna, kallelsen, paketet."""
        from django.conf import settings

        shutil.rmtree(settings.DATA / "bitar", ignore_errors=True)
        return tid(self._allt)

    def _allt(self) -> None:
        from ärenden.services import renderade

        for (nr, _), färdig in zip(
            self.egna, renderade.alla([h.html for _, h in self.egna]), strict=True
        ):
            self._lämna_in(nr, färdig)
        self._kalla()

    def om(self, frö: int) -> Tid:
        """En ändrad tjänsteskrivelse på två sidor, renderad, och kallelsen skapad på nytt."""
        nr, gammal = next((nr, h) for nr, h in self.egna if self.rader[nr].fil.sidor == 2)
        ny = paketprov.egen(gammal.titel, 2, random.Random(frö))

        def ändra() -> None:
            from ärenden.services import renderade

            self._lämna_in(nr, renderade.rendera(ny.html))
            self._kalla()

        return tid(ändra)

    def _lämna_in(self, nr: int, färdig: Any) -> None:
        from ärenden import filer

        rad = self.rader[nr]
        rad.fil = filer.spara_eget(
            färdig.innehåll, medietyp="application/pdf", sidor=färdig.sidor, egen=True
        )
        rad.save(update_fields=["fil"])

    def _kalla(self) -> None:
        from nämnd.services import kallelse

        self.möte.refresh_from_db()
        self.kallelse = kallelse.skapa_kallelse(sammanträde=self.möte, av=self.av)
        kallelse.utför(self.kallelse.jobb_id)
        self.kallelse.refresh_from_db()
        if self.kallelse.status != "utkast":
            raise RuntimeError(self.kallelse.jobb.fel)

    def _kallelsens_html(self) -> str:
        """Kallelsen som den blev, ur underlaget."""
        from django.template.loader import render_to_string

        from nämnd import documents, underlag
        from nämnd.services import kallelse, komplettering

        u, edition = underlag.ur_json(self.kallelse.underlag), self.kallelse.edition
        utfärdas = komplettering.utfärdas(self.kallelse)
        _, plan = kallelse._skriv_kallelser(u, edition, utfärdas)
        d = documents.kallelsedokument(
            u, edition=edition, plan=plan, offentlig=False, utfärdas=utfärdas
        )
        return render_to_string(kallelse.MALL, {"d": d})

    def kallelsen(self) -> tuple[Tid, str]:
        """Kallelsen renderad i en varm arbetare, och dess html."""
        from ärenden.pdf import rendera_html

        html = self._kallelsens_html()
        return tid(lambda: rendera_html(html)), html

    def ihop(self) -> Tid:
        """Bara sammanfogningen: bitarna finns."""
        from nämnd import handlingspaket, paketbit
        from ärenden import bitar, filer
        from ärenden.pdf import rendera_html

        kallelse = rendera_html("<html lang=sv><title>Kallelse</title><h1>Kallelse</h1>").innehåll
        delar = []
        for nr, rad in enumerate(self.rader):
            nyckel = paketbit.nyckel(rad.fil.sha256, egen=rad.fil.egen)
            plats = bitar.finn(filer.PAPPERSBITAR, nyckel)
            if plats is None:
                raise RuntimeError(f"{rad.rubrik} saknar bit.")
            punkt = str(nr // PAPPER_PER_PUNKT)
            delar.append(
                handlingspaket.Del(
                    str(nr), rad.rubrik, punkt, punkt, paketbit.läs(plats), rad.fil.egen
                )
            )
        return tid(
            lambda: handlingspaket.sätt_ihop(
                kallelse,
                delar,
                anteckningar=None,
                titel="Handlingar",
                ut=self.katalog / "paket.ut",
            )
        )
