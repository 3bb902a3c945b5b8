"""Bilagor till en skrivelse som skrivs: läggs in, ordnas, görs till PDF och registreras.

Originalet bevaras bredvid PDF:en. En PDF är klar genast; en bild och en kontorsfil görs om av ett
jobb, som kan göras om hur många gånger som helst med samma resultat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from ärenden import bildsida, documents, filer, kontorsfil, konvertering
from ärenden.filer import Filfel
from ärenden.kontorsfil import Sort
from ärenden.models import Fil, Skrivelsebilaga, Skrivelseutkast
from ärenden.pdf import rendera_pdf
from ärenden.services import jobb, skrivande, skrivelsefiler
from ärenden.services.jobb import Arbetsfel, Utförande

UPPGIFT = "arenden.gor_bilaga"
BILDMALL = "pdf/bildbilaga.html"
PDF = "application/pdf"
MÅNGA = 50
SJÄLV = (
    "Öppna filen i programmet den gjordes i, spara den som PDF och lägg till PDF:en här. "
    "Originalet ligger kvar."
)
SORTER = {s.medietyp: s for s in Sort}


@transaction.atomic
def lägg_till(
    *, utkast: Skrivelseutkast, innehåll: bytes, filnamn: str, av: Användare
) -> Skrivelsebilaga:
    """Lägger bilagan sist. Filfel om filen inte kan tas emot; då sparas inget."""
    utkast = skrivande.lås(utkast=utkast, av=av)
    antal = utkast.bilagor.count()
    if antal >= MÅNGA:
        raise Filfel(f"{filnamn}: skrivelsen har redan {MÅNGA} bilagor.")
    original = _ta_emot(innehåll, filnamn)
    bilaga = Skrivelsebilaga.objects.create(
        utkast=utkast,
        plats=antal + 1,
        rubrik=_rubrik(filnamn),
        filnamn=filnamn[:255],
        original=original,
        pdf=original if original.medietyp == PDF else None,
        av=av,
    )
    if bilaga.pdf is None:
        _beställ(bilaga, av)
    return bilaga


def _ta_emot(innehåll: bytes, filnamn: str) -> Fil:
    """Filen, prövad efter sitt innehåll; ändelsen avgör inget."""
    if len(innehåll) > settings.NAMND_FIL_MAX_BYTE:
        gräns = settings.NAMND_FIL_MAX_BYTE // (1024 * 1024)
        raise Filfel(f"{filnamn} är större än {gräns} MB.")
    if b"%PDF-" in innehåll[:1024]:
        return filer.spara_pdf(innehåll, namn=filnamn)
    try:
        medietyp = bildsida.medietyp(innehåll)
        if medietyp:
            bildsida.förbered(innehåll)
        else:
            medietyp = kontorsfil.granska(innehåll).medietyp
    except (bildsida.OläsligBild, kontorsfil.OläsligFil) as fel:
        raise Filfel(f"{filnamn}: {fel}") from fel
    return filer.spara_eget(innehåll, medietyp=medietyp, sidor=None, egen=False)


def _rubrik(filnamn: str) -> str:
    """Filens namn utan ändelse, som ord."""
    stam = PurePath(filnamn).stem.replace("_", " ").strip()
    return (stam[:1].upper() + stam[1:])[:500] or "Bilaga"


@transaction.atomic
def ändra(
    *,
    bilaga: Skrivelsebilaga,
    rubrik: str,
    beskrivning: str,
    sekretess_lagrum: str,
    av: Användare,
) -> Skrivelsebilaga:
    """Nytt namn, vad bilden visar, och om bilagan är hemlig. En bilds PDF görs då om."""
    bilaga = _lås(bilaga, av)
    gjord_av = (bilaga.rubrik, bilaga.beskrivning)
    bilaga.rubrik = rubrik.strip()
    bilaga.beskrivning = beskrivning.strip()
    bilaga.sekretess_lagrum = sekretess_lagrum.strip()
    görs_om = bilaga.är_bild and gjord_av != (bilaga.rubrik, bilaga.beskrivning)
    gammal = bilaga.pdf
    if görs_om:
        bilaga.pdf = None
    bilaga.save(update_fields=["rubrik", "beskrivning", "sekretess_lagrum", "pdf"])
    if görs_om:
        skrivelsefiler.städa(gammal)
        _beställ(bilaga, av)
    return bilaga


@transaction.atomic
def flytta(*, bilaga: Skrivelsebilaga, plats: int, av: Användare) -> None:
    """Bilagan på platsen, räknat från 1; de andra behåller sin ordning."""
    bilaga = _lås(bilaga, av)
    alla = list(bilaga.utkast.bilagor.order_by("plats", "pk"))
    alla.remove(bilaga)
    alla.insert(max(0, plats - 1), bilaga)
    _numrera(alla)


def _numrera(alla: Sequence[Skrivelsebilaga]) -> None:
    for nr, b in enumerate(alla, 1):
        b.plats = nr
    Skrivelsebilaga.objects.bulk_update(alla, ["plats"])


@transaction.atomic
def ta_bort(*, bilaga: Skrivelsebilaga, av: Användare) -> None:
    """Ett utkasts bilaga är ingen allmän handling och får tas bort (TF 2 kap. 12 §)."""
    bilaga = _lås(bilaga, av)
    utkast, filerna = bilaga.utkast, (bilaga.pdf, bilaga.original)
    bilaga.delete()
    _numrera(list(utkast.bilagor.order_by("plats", "pk")))
    skrivelsefiler.städa(*filerna)


@transaction.atomic
def ersätt_pdf(
    *, bilaga: Skrivelsebilaga, innehåll: bytes, filnamn: str, av: Användare
) -> Skrivelsebilaga:
    """En PDF som någon själv har gjort av originalet, som ligger kvar."""
    bilaga = _lås(bilaga, av)
    if bilaga.original.medietyp == PDF:
        raise Filfel(f"{bilaga.rubrik} är redan en PDF.")
    gammal = bilaga.pdf
    bilaga.pdf = filer.spara_pdf(innehåll, namn=filnamn)
    bilaga.jobb = None
    bilaga.save(update_fields=["pdf", "jobb"])
    skrivelsefiler.städa(gammal if gammal != bilaga.pdf else None)
    return bilaga


@transaction.atomic
def försök_igen(*, bilaga: Skrivelsebilaga, av: Användare) -> None:
    """Gör om det som inte gick."""
    bilaga = _lås(bilaga, av)
    if bilaga.pdf is None:
        _beställ(bilaga, av)


def _lås(bilaga: Skrivelsebilaga, av: Användare) -> Skrivelsebilaga:
    """Bilagan som den är nu, med utkastet låst och rätten prövad."""
    utkast = skrivande.lås(utkast=bilaga.utkast, av=av)
    läst = Skrivelsebilaga.objects.select_related("original", "pdf").get(pk=bilaga.pk)
    läst.utkast = utkast
    return läst


# --- Att göra PDF --------------------------------------------------------------------------------


def _beställ(bilaga: Skrivelsebilaga, av: Användare) -> None:
    """Nyckeln är det som PDF:en görs av: ändras det är det ett annat arbete."""
    av_vad = "\n".join((bilaga.original.sha256, bilaga.rubrik, bilaga.beskrivning))
    bilaga.jobb = jobb.beställ(
        slag=UPPGIFT,
        nyckel=f"{bilaga.pk}:{hashlib.sha256(av_vad.encode()).hexdigest()[:32]}",
        argument={"bilaga": bilaga.pk},
        av=av,
    )
    bilaga.save(update_fields=["jobb"])


def gör_pdf(jobb_id: int) -> None:
    """Gör bilagans PDF av originalet."""
    jobb.utför(jobb_id, _gör_pdf)


def _gör_pdf(utförande: Utförande) -> None:
    bilaga = (
        Skrivelsebilaga.objects.select_related("original", "utkast__mall__myndighet__kommun")
        .filter(pk=utförande.jobb.argument["bilaga"], pdf=None)
        .first()
    )
    if bilaga is None:
        # Borttagen, eller gjord på annat sätt, medan jobbet väntade: då är det gjort.
        _klart(utförande)
        return
    utförande.rapportera(10, "Läser filen")
    innehåll = bilaga.original.läs()
    if bilaga.är_bild:
        utförande.rapportera(40, "Sätter bilden på en sida")
        pdf, sidor, egen = _av_bild(bilaga, innehåll)
    else:
        utförande.rapportera(30, "LibreOffice gör filen till PDF")
        pdf, egen = _av_kontorsfil(bilaga, innehåll), False
        utförande.rapportera(80, "Granskar PDF:en")
        try:
            sidor = filer.granska_pdf(pdf, bilaga.filnamn).sidor
        except Filfel as fel:
            raise Arbetsfel(f"{fel} {SJÄLV}") from fel
    with transaction.atomic():
        utförande.lås_resultatet()
        fil = filer.spara_eget(pdf, medietyp=PDF, sidor=sidor, egen=egen)
        # Har bilagan ändrats eller tagits bort under tiden är det här arbetet inte längre något.
        gäller = Skrivelsebilaga.objects.filter(
            pk=bilaga.pk, pdf=None, handling=None, jobb=utförande.jobb
        )
        if not gäller.update(pdf=fil):
            skrivelsefiler.städa(fil)


def _klart(utförande: Utförande) -> None:
    with transaction.atomic():
        utförande.lås_resultatet()


def _av_bild(bilaga: Skrivelsebilaga, innehåll: bytes) -> tuple[bytes, int, bool]:
    bild = bildsida.förbered(innehåll)
    sha256 = hashlib.sha256(bild).hexdigest()
    färdig = rendera_pdf(
        BILDMALL,
        documents.bildbilaga(bilaga, sha256, timezone.localdate(bilaga.skapad_tid)),
        filer={sha256: bild},
    )
    return färdig.innehåll, färdig.sidor, True


def _av_kontorsfil(bilaga: Skrivelsebilaga, innehåll: bytes) -> bytes:
    try:
        return konvertering.till_pdf(
            innehåll, SORTER[bilaga.original.medietyp], program=settings.NAMND_LIBREOFFICE
        )
    except konvertering.GickInte as fel:
        raise Arbetsfel(f"{fel} {SJÄLV}") from fel
