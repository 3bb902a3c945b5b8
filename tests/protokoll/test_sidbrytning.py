"""Sidornas brytningar: inget lämnas ensamt överst eller nederst på en sida."""

from __future__ import annotations

import re

import pytest

from protokoll import documents
from protokoll.models import Närvaro, ÖvrigNärvarande
from tests.factories.protokollsrader import Källa, slumpord
from tests.protokoll.test_dokument import pdftext
from ärenden.pdf import rendera_pdf

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MENING = "Nämnden har att ta ställning till en fråga som gäller tillsynen i kommunen. "
SIDANS_EGET = re.compile(
    r"Björksunds kommun|Socialnämnden|SAMMANTRÄDESPROTOKOLL|PROTOKOLLSUTDRAG|18.mars 2026|"
    r"Sida \d+ \(\d+\)|UTKAST|Justerandes sign|Utdragsbestyrkande"
)


def rader(sida: str) -> list[str]:
    """Sidans egen text, utan huvud och fot."""
    alla = (rad.strip() for rad in sida.splitlines())
    return [rad for rad in alla if rad and not SIDANS_EGET.fullmatch(rad)]


def test_anslaget_ryms_på_framsidan_för_en_nämnd_av_vanlig_storlek() -> None:
    k = Källa()
    for _ in range(6):
        k.rad()
    for _ in range(6):
        k.rad(Närvaro.Status.ERSÄTTARE)
    k.rad(Närvaro.Status.TJÄNSTGÖRANDE, för_namn=slumpord(), paragrafer="14-22")
    for _ in range(4):
        ÖvrigNärvarande.objects.create(protokoll=k.protokoll, namn=slumpord(), titel="enhetschef")
    k.protokoll.justeringsplats = k.protokoll.förvaringsplats = "Kommunhuset i Björksund"
    k.protokoll.save()
    k.protokoll.refresh_from_db()

    pdf = rendera_pdf(documents.MALL_PROTOKOLL, documents.protokolldokument(k.protokoll))

    första, andra, *_ = pdftext(pdf.innehåll)
    assert "Anslaget tas ned" in första
    assert "Innehåll" in andra


def test_utdragets_bestyrkande_står_aldrig_ensamt() -> None:
    k = Källa()
    p = k.paragraf(beslut=("Förslaget antas.", "Beslutet följs upp."))
    p.utdrag_till.create(mottagare="Kommunfullmäktige")
    for stycken in range(8, 20, 2):
        p.sammanfattning = "\n\n".join([MENING * 2] * stycken)
        p.save()

        pdf = rendera_pdf(documents.MALL_UTDRAG, documents.utdragsdokument(p))

        for sida in pdftext(pdf.innehåll):
            if "Utdraget bestyrks" in sida:
                assert len(rader(sida)) > 2, stycken


def test_ingen_rubrik_lämnas_nederst_och_inga_mottagare_överst() -> None:
    k = Källa()
    rubriker = set()
    for nr in range(24):
        p = k.paragraf(
            beteckning=f"SN 2026/{nr}",
            sekretess_lagrum="OSL 26 kap. 1 §" if nr % 4 == 0 else "",
            sammanfattning="\n\n".join([MENING * (1 + nr % 5)] * (1 + nr % 7)),
            beslut=tuple(MENING * 2 for _ in range(1 + nr % 4)),
        )
        p.utdrag_till.create(mottagare="Kommunfullmäktige")
        rubriker.add(p.rubrik)

    pdf = rendera_pdf(documents.MALL_PROTOKOLL, documents.protokolldokument(k.protokoll))

    sidor = pdftext(pdf.innehåll)
    assert len(sidor) > 8
    for sida in sidor[2:]:
        första, *_, sista = rader(sida)
        assert första != "Beslutet skickas till"
        assert sista not in {"Sammanfattning", "Beslut", "Beslutet skickas till"}
        assert not sista.startswith(("Dnr ", "Sekretess:"))
        assert not any(rubrik in sista for rubrik in rubriker)
