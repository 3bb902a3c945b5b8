"""Sidhuvudet: varje text bryts i sin egen del och trycks inte över en annan."""

from dataclasses import replace
from itertools import combinations

import pypdfium2
import pytest

from protokoll import documents
from protokoll.documents import MALL_PROTOKOLL
from protokoll.justeringsdokument import MALL_BEVIS, Bevisdokument
from protokoll.services.omedelbar import NAMN
from tests.factories.protokoll import Mötesvärld
from ärenden.pdf import rendera_pdf

KOMMUNER = "Björksunds kommun, Norrköpings kommun, Söderköpings kommun och Valdemarsviks kommun"
ORGAN = "Gemensamma nämnden för överförmyndarfrågor och budget- och skuldrådgivning"
MARGINAL = 34 / 25.4 * 72
# Så mycket får två delars rutor röra vid varandra: rutorna är högre än bokstäverna.
SPILL = 1.5
RADHÖJD = 40

Ruta = tuple[float, float, float, float]


def krockar(innehåll: bytes) -> list[tuple[Ruta, Ruta]]:
    """Textrutorna på första sidan som trycks över något i dess övre marginal."""
    sida = pypdfium2.PdfDocument(innehåll)[0]
    text = sida.get_textpage()
    alla = [text.get_rect(n) for n in range(text.count_rects())]
    # Märket UTKAST ligger över hela sidan, och ska göra det.
    rader = [ruta for ruta in alla if ruta[3] - ruta[1] < RADHÖJD]
    överst = sida.get_height() - MARGINAL
    assert sum(ruta[1] > överst for ruta in rader) >= 4
    return [
        (a, b)
        for a, b in combinations(rader, 2)
        if max(a[3], b[3]) > överst and över_varandra(a, b)
    ]


def över_varandra(a: Ruta, b: Ruta) -> bool:
    bredd = min(a[2], b[2]) - max(a[0], b[0])
    höjd = min(a[3], b[3]) - max(a[1], b[1])
    return bredd > SPILL and höjd > SPILL


def bevis() -> Bevisdokument:
    return Bevisdokument("Bevis", "", "", "Anslagsbevis", "2026-11-24", ("Text.",), (), "Åsa")


@pytest.mark.parametrize("namn", [NAMN, "Sammanträdesprotokoll", "Sammanträdesprotokoll nr 12"])
@pytest.mark.django_db
def test_protokollets_sidhuvud_trycks_inte_över_sig_självt(värld: Mötesvärld, namn: str) -> None:
    värld.håll()
    d = documents.protokolldokument(värld.protokoll)
    for utkast, bit in ((True, False), (False, True)):
        huvud = replace(d.huvud, kommun=KOMMUNER, organ=ORGAN, dokumentnamn=namn, utkast=utkast)
        långt = replace(d, huvud=huvud, bit=bit)
        assert krockar(rendera_pdf(MALL_PROTOKOLL, långt).innehåll) == []


def test_bevisets_sidhuvud_trycks_inte_över_sig_självt() -> None:
    långt = replace(bevis(), kommun=KOMMUNER, organ=ORGAN, dokumentnamn="Bevis om laga kraft")
    assert krockar(rendera_pdf(MALL_BEVIS, långt).innehåll) == []
