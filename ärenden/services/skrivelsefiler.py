"""Filerna som hör till en skrivelse som skrivs, när den lämnas in eller kastas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from konton.models import Användare
from ärenden import filer, policy
from ärenden.models import (
    Fil,
    Handling,
    Inläsning,
    Skrivelse,
    Skrivelsebilaga,
    Skrivelsebild,
    Skrivelseutkast,
)
from ärenden.services import registrering
from ärenden.skrivelseinnehåll import Brist

TILLGÄNGLIGHET = "10 § lagen (2018:1937) om tillgänglighet till digital offentlig service"
INTE_PDF = "Handlingarna trycks i ett paket, och bara en PDF kan tryckas."
BILD = "Den som inte ser bilden ska få veta vad den visar."


def brister(utkast: Skrivelseutkast) -> list[Brist]:
    """Bilagor som inte är klara att lämnas in."""
    ut = []
    for bilaga in utkast.bilagor.all():
        if bilaga.pdf_id is None:
            text = f"Bilagan ”{bilaga.rubrik}” är inte gjord till PDF än."
            ut.append(Brist(text, True, "skrivelsens bilagor", INTE_PDF, "bilagor"))
        if bilaga.är_bild and not bilaga.beskrivning:
            text = f"Bilagan ”{bilaga.rubrik}” är en bild utan beskrivning."
            ut.append(Brist(text, True, TILLGÄNGLIGHET, BILD, "bilagor"))
    return ut


def registrera_bilagor(
    *, utkast: Skrivelseutkast, skrivelse: Skrivelse, datum: date, av: Användare
) -> list[Handling]:
    """Varje bilaga blir en handling i ärendet, i sin ordning. Del av inlämningen."""
    ut = []
    for bilaga in utkast.bilagor.select_related("pdf").order_by("plats", "pk"):
        handling = registrering.registrera_handling(
            ärende=utkast.ärende,
            rubrik=bilaga.rubrik,
            slag=Handling.Slag.BILAGA,
            riktning=Handling.Riktning.UPPRÄTTAD,
            fil=bilaga.pdf,
            filnamn=f"{PurePath(bilaga.filnamn).stem}.pdf",
            datum=datum,
            bilaga_till=skrivelse.handling,
            sekretess_lagrum=bilaga.sekretess_lagrum,
            av=av,
        )
        Skrivelsebilaga.objects.filter(pk=bilaga.pk).update(handling=handling)
        ut.append(handling)
    return ut


def läsbara_bilagor(*, utkast: Skrivelseutkast, av: Användare) -> list[Skrivelsebilaga]:
    """Den inlämnades bilagor som `av` får läsa, i ordning. En av dem kan ha blivit hemlig."""
    synliga = policy.synliga_bilagor(av).filter(utkast=utkast).select_related("handling")
    return list(synliga.order_by("plats", "pk"))


def ta_med(
    *,
    från: Skrivelseutkast,
    till: Skrivelseutkast,
    bilagor: Sequence[Skrivelsebilaga],
    av: Användare,
) -> None:
    """Bilderna i texten, med samma nummer, och bilagorna, hemliga som deras handlingar nu är."""
    visade = från.bilder.filter(nummer__in=från.innehåll.bildnummer).order_by("nummer")
    Skrivelsebild.objects.bulk_create(
        Skrivelsebild(utkast=till, nummer=b.nummer, fil_id=b.fil_id, filnamn=b.filnamn, av=av)
        for b in visade
    )
    Skrivelsebilaga.objects.bulk_create(
        Skrivelsebilaga(
            utkast=till,
            plats=b.plats,
            rubrik=b.rubrik,
            filnamn=b.filnamn,
            beskrivning=b.beskrivning,
            sekretess_lagrum=b.handling.sekretess_lagrum if b.handling else b.sekretess_lagrum,
            original_id=b.original_id,
            pdf_id=b.pdf_id,
            av=av,
        )
        for b in bilagor
    )


def arbetsfiler(utkast: Skrivelseutkast) -> list[Fil]:
    """Filerna som bara utkastet har, att städa när det har kastats."""
    bilagor = utkast.bilagor.select_related("original", "pdf").order_by("pk")
    lästa = Inläsning.objects.filter(utkast=utkast).select_related("original")
    return [
        *(fil for b in bilagor for fil in (b.original, b.pdf) if fil is not None),
        *(i.original for i in lästa.order_by("pk")),
        *(b.fil for b in utkast.bilder.select_related("fil").order_by("pk")),
    ]


def släng_inläst(*, utkast: Skrivelseutkast, av: Användare, utom: Fil | None = None) -> None:
    """Tar bort det lästa och dess fil; `utom` är en fil som ska vara kvar."""
    policy.kräv_se_utkast(av, utkast)
    inläsning = Inläsning.objects.filter(utkast=utkast).select_related("original").first()
    if inläsning is not None:
        original = inläsning.original
        oanvända = [] if inläsning.införd_tid else _bara_lästa_bilder(utkast, inläsning)
        bilderna = [b.fil for b in oanvända]
        inläsning.delete()
        for bild in oanvända:
            bild.delete()
        städa(*bilderna, original if original != utom else None)


def _bara_lästa_bilder(utkast: Skrivelseutkast, inläsning: Inläsning) -> list[Skrivelsebild]:
    """Bilderna som kom med filen och som ingen version av texten visar."""
    använda = set[int]().union(*(v.innehåll.bildnummer for v in utkast.versioner.all()))
    nya = set(inläsning.rapport.get("bilder", ())) - använda
    return list(utkast.bilder.filter(nummer__in=nya).select_related("fil").order_by("nummer"))


def städa(*filerna: Fil | None) -> None:
    """Tar bort varje fil som ingen rad längre pekar på."""
    for fil in dict.fromkeys(f for f in filerna if f is not None):
        filer.städa(fil)
