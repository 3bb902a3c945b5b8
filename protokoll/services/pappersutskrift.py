"""Pappret att skriva under när en del av protokollet justeras för sig (KL 5 kap. 69 §).

Samma frusna dokument som den elektroniska justeringen förseglar, med dem som redan har skrivit
under och rader åt dem som är kvar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from konton.models import Användare
from protokoll import justeringsdokument, policy
from protokoll.documents import MALL_PROTOKOLL, Protokolldokument
from protokoll.documents.delar import Underskriftsrad
from protokoll.documents.framsida import roll
from protokoll.models import Justering, Paragraf, Underskrift
from protokoll.policy import Rätt
from protokoll.services import försegling, pappersjustering
from protokoll.services.justeringsfel import FelSkede
from protokoll.services.justeringsläge import (
    gäller_hela,
    justeringens_paragrafer,
    uppräknade,
)
from ärenden.pdf import rendera_pdf


def skrivs_ut(justering: Justering) -> bool:
    """Om pappret hämtas från justeringen; hela protokollet skapas på mötets sida."""
    return (
        justering.metod == Justering.Metod.PAPPER
        and justering.status == Justering.Status.PÅGÅR
        and bool(justering.underlag.get("helt"))
        and not gäller_hela(justering)
    )


def skriv_ut(*, justering: Justering, av: Användare) -> bytes:
    """Pappret som PDF. Det innehåller också det hemliga som ska skrivas under."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    if not skrivs_ut(justering):
        raise FelSkede("Det finns inget papper att skriva under.")
    return rendera_pdf(MALL_PROTOKOLL, dokument(justering)).innehåll


def dokument(justering: Justering) -> Protokolldokument:
    fryst = justeringsdokument.dokument(justering.underlag)
    assert fryst.framsida is not None
    alla = list(justering.underskrifter.prefetch_related("svar").order_by("ordning", "pk"))
    gäller = [u for u in alla if u.status != Underskrift.Status.ERSATT]
    paragrafer = justeringens_paragrafer(justering)
    allt = pappersjustering.vägrar_allt(justering)
    framsida = replace(
        fryst.framsida,
        underskrifter=tuple(_rad(u, alla, vägrar_allt=u.pk in allt) for u in gäller),
        noter=tuple(
            not_ for u in gäller for not_ in _vägrade(u, paragrafer, justering) if not u.kedja
        ),
    )
    return replace(fryst, framsida=framsida)


def _rad(u: Underskrift, alla: Sequence[Underskrift], *, vägrar_allt: bool) -> Underskriftsrad:
    som = roll(u, alla)
    gjord = försegling.hur(u) if u.kedja else "Vägrar justera" if vägrar_allt else ""
    return Underskriftsrad(f"{som}, {u.paragraftext}" if u.paragrafer else som, str(u), gjord)


def _vägrade(u: Underskrift, paragrafer: Sequence[Paragraf], justering: Justering) -> Sequence[str]:
    """Det som personen inte skriver under på pappret, och varför."""
    return [
        f"{u} vägrar justera {uppräknade([svar.paragraf], justering.delvis)}. "
        f"Skäl: {' '.join(svar.text.split())}"
        for svar in pappersjustering.vägrade(u, list(paragrafer))
    ]
