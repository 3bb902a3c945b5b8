"""Det undertecknade protokollet så som det ser ut inskannat: svartvita sidor med underskrifter."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from protokoll.management.demo.dokument import dagtext
from protokoll.models import Justering, Närvaro, Paragraf, Underskrift

TÄTHET = 150
BREDD, HÖJD, MARGINAL = 1240, 1754, 140
BLÄCK, PAPPER = 0, 255
VANLIG, FET, STOR = 25, 26, 38


def skanna(justering: Justering) -> bytes:
    """Framsidan med underskrifterna, och paragraferna med sina beslut."""
    sidor = _Sidor(f"{justering.protokoll.sammanträde.organ} {justering.protokoll_id}")
    _framsida(sidor, justering)
    sidor.ny()
    paragrafer = justering.protokoll.paragrafer.prefetch_related(
        "beslut", "yrkanden__av", "propositioner", "reservationer__av"
    )
    for paragraf in paragrafer.order_by("ordning"):
        _paragraf(sidor, paragraf)
    return sidor.som_pdf()


def _framsida(sidor: _Sidor, justering: Justering) -> None:
    protokoll = justering.protokoll
    möte = protokoll.sammanträde
    sidor.skriv(möte.organ.myndighet.kommun.namn, FET, fet=True)
    sidor.skriv("Sammanträdesprotokoll", STOR, fet=True)
    sidor.skriv(f"{möte.organ.namn}, {dagtext(möte.datum)}", STOR - 8)
    sidor.hoppa()
    rader = list(protokoll.närvarande.select_related("för"))
    grupper = (
        ("Plats", [möte.plats]),
        ("Beslutande", [_namn(r) for r in rader if r.status in _BESLUTANDE]),
        ("Ersättare", [_namn(r) for r in rader if r.status == Närvaro.Status.ERSÄTTARE]),
        ("Övriga närvarande", [f"{ö.namn}, {ö.titel}" for ö in protokoll.övriga.all()]),
        ("Paragrafer", [justering.paragrafer.replace("-", "–")]),
    )
    for rubrik, texter in grupper:
        if texter:
            sidor.skriv(rubrik, FET, fet=True)
            sidor.skriv(", ".join(texter))
            sidor.hoppa(0.4)
    sidor.hoppa()
    for underskrift in justering.underskrifter.order_by("ordning"):
        roll = (
            "Justerande"
            if underskrift.som == Underskrift.Som.JUSTERARE
            else (underskrift.get_som_display().capitalize())
        )
        sidor.underskrift(roll, underskrift.namn)


_BESLUTANDE = (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)


def _namn(rad: Närvaro) -> str:
    tjänstgör = f", tjänstgörande för {rad.för.namn}" if rad.för else ""
    return f"{rad.namn} ({rad.parti}){tjänstgör}"


def _paragraf(sidor: _Sidor, paragraf: Paragraf) -> None:
    nummer = f"§ {paragraf.nummer}  " if paragraf.nummer else ""
    dnr = f"  {paragraf.beteckning}" if paragraf.beteckning else ""
    sidor.skriv(f"{nummer}{paragraf.rubrik}{dnr}", FET, fet=True)
    for yrkande in paragraf.yrkanden.all():
        vem = " och ".join(str(y) for y in yrkande.av.all())
        sidor.skriv(f"{vem}, {yrkande.get_slag_display()}: {yrkande.text}".rstrip(": "))
    for steg in paragraf.propositioner.all():
        sidor.skriv(steg.text)
    if paragraf.information:
        sidor.skriv(paragraf.information)
    satser = [b.text for b in paragraf.beslut.all()]
    sidor.skriv("Beslut", FET, fet=True)
    for nr, sats in enumerate(satser, 1):
        sidor.skriv(f"{nr}. {sats}" if len(satser) > 1 else sats)
    for reservation in paragraf.reservationer.all():
        vilka = ", ".join(str(r) for r in reservation.av.all())
        sidor.skriv(f"{vilka} reserverar sig mot beslutet. {reservation.text}".rstrip())
    sidor.hoppa(0.8)


class _Sidor:
    """Skriver uppifrån och ned, och byter sida när den är full."""

    def __init__(self, frö: str) -> None:
        self.slump = random.Random(frö)
        self.bilder: list[Image.Image] = []
        self.ny()

    def ny(self) -> None:
        self.bild = Image.new("L", (BREDD, HÖJD), PAPPER)
        self.rita = ImageDraw.Draw(self.bild)
        self.bilder.append(self.bild)
        self.y = float(MARGINAL)

    def hoppa(self, rader: float = 1) -> None:
        self.y += rader * VANLIG

    def skriv(self, text: str, storlek: int = VANLIG, *, fet: bool = False) -> None:
        typsnitt = _typsnitt(storlek, fet)
        for rad in _rader(text, typsnitt, BREDD - 2 * MARGINAL):
            if self.y > HÖJD - MARGINAL:
                self.ny()
            self.rita.text((MARGINAL, self.y), rad, BLÄCK, typsnitt)
            self.y += storlek * 1.35

    def underskrift(self, roll: str, namn: str) -> None:
        self.skriv(roll)
        x, y = float(MARGINAL), self.y + 38
        self.rita.line(list(_namnteckning(namn, x + 20, y)), BLÄCK, 3, "curve")
        self.rita.line([(x, y + 22), (x + 560, y + 22)], BLÄCK, 1)
        self.y = y + 26
        self.skriv(namn)
        self.hoppa(0.6)

    def som_pdf(self) -> bytes:
        sidor = [self._inläst(bild) for bild in self.bilder]
        ut = BytesIO()
        sidor[0].save(
            ut, "PDF", resolution=TÄTHET, save_all=True, append_images=sidor[1:], producer="Skanner"
        )
        return ut.getvalue()

    def _inläst(self, bild: Image.Image) -> Image.Image:
        """Lite snett i läsaren, och bara svart och vitt."""
        lutning = self.slump.uniform(-0.35, 0.35)
        snett = bild.rotate(lutning, Image.Resampling.NEAREST, fillcolor=PAPPER)
        return snett.point(lambda ljus: 255 if ljus > 140 else 0, mode="1")


def _namnteckning(namn: str, x: float, y: float) -> Iterator[tuple[float, float]]:
    """En slinga per bokstav, olika för varje namn och lika varje gång."""
    slump = random.Random(namn)
    for nr, bokstav in enumerate(namn.replace(" ", "")):
        höjd = 34 if bokstav.isupper() else slump.uniform(6, 18)
        for steg in range(8):
            vinkel = math.tau * steg / 8 + slump.uniform(-0.15, 0.15)
            yield (x + 19 * nr + 11 * math.cos(vinkel) + steg * 2, y - höjd * math.sin(vinkel))


def _rader(text: str, typsnitt: ImageFont.FreeTypeFont, bredd: int) -> Sequence[str]:
    rader = [""]
    for ord_ in text.split():
        prov = f"{rader[-1]} {ord_}".strip()
        if typsnitt.getlength(prov) > bredd and rader[-1]:
            rader.append(ord_)
        else:
            rader[-1] = prov
    return rader


@cache
def _typsnitt(storlek: int, fet: bool) -> ImageFont.FreeTypeFont:
    fil = finders.find(f"fonts/SourceSans3-{'Semibold' if fet else 'Regular'}.ttf")
    assert fil is not None  # ligger i förrådet
    # Den enkla uppställningen räcker, och är snabbare.
    return ImageFont.truetype(Path(fil), storlek, layout_engine=ImageFont.Layout.BASIC)
