"""Den fria texten i en paragraf: sekreteraren rättar den, det beslutade aldrig (JO 3339-2013)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from protokoll import justeringsdokument, policy
from protokoll.models import (
    JusteradFörSig,
    Justering,
    Paragraf,
    Paragrafsvar,
    Paragraftext,
    Protokoll,
    Underskrift,
)
from protokoll.policy import Rätt
from protokoll.services import justeringsbrev, protokollsskrivning
from protokoll.services.justeringsfel import FelSkede, SkälSaknas, TextenLåst
from protokoll.services.justeringsläge import (
    egna_paragrafer,
    justeringens_paragrafer,
    lås_justering,
    lås_protokoll,
)
from protokoll.services.mötesfel import Mötesfel


class AnnanHannFöre(Mötesfel):
    """Någon annan sparade texten först; båda visas."""

    def __init__(self, paragraf: Paragraf) -> None:
        super().__init__("Någon annan har sparat texten sedan du öppnade den.")
        self.paragraf = paragraf


@transaction.atomic
def ändra(
    *,
    paragraf: Paragraf,
    sammanfattning: str,
    information: str,
    version: int,
    av: Användare,
    nu: datetime | None = None,
) -> Paragraf:
    """Ändrar sammanfattningen och informationen. De som justerar får svara på nytt.

    `version` är den som skrivaren utgick från.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, paragraf.organ)
    nu = nu or timezone.now()
    protokoll = lås_protokoll(paragraf.protokoll)
    paragraf = protokoll.paragrafer.get(pk=paragraf.pk)
    hinder = _hinder(protokoll, paragraf)
    if hinder is not None:
        raise hinder
    justering = _pågående(protokoll)
    if paragraf.version != version:
        raise AnnanHannFöre(paragraf)
    ny = (_rent(sammanfattning), _rent(information))
    if ny == (paragraf.sammanfattning, paragraf.information):
        return paragraf
    paragraf.sammanfattning, paragraf.information = ny
    paragraf.version += 1
    paragraf.save(update_fields=["sammanfattning", "information", "version"])
    Paragraftext.objects.create(
        paragraf=paragraf,
        version=paragraf.version,
        sammanfattning=paragraf.sammanfattning,
        information=paragraf.information,
        av_namn=str(av),
        tid=nu,
    )
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)
    if justering is not None:
        _fråga_om(justering, paragraf)
    return paragraf


@transaction.atomic
def det_som_låser(*, paragraf: Paragraf, av: Användare) -> Mötesfel | None:
    """Varför den fria texten inte går att ändra nu."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, paragraf.organ)
    return _hinder(lås_protokoll(paragraf.protokoll), paragraf)


def _hinder(protokoll: Protokoll, paragraf: Paragraf) -> Mötesfel | None:
    if paragraf.är_låst_för_sig:
        return TextenLåst(f"Paragrafen justeras omedelbart och är låst: {paragraf.rubrik}.")
    if protokoll.är_öppet:
        return FelSkede("Texten skrivs på mötets sida medan mötet pågår.")
    if protokoll.status not in (Protokoll.Status.AVSLUTAT, Protokoll.Status.JUSTERAS):
        return FelSkede("Protokollet är justerat. Ett uppenbart skrivfel rättas med en rättelse.")
    justering = _pågående(protokoll)
    return _signerad(justering, paragraf) if justering is not None else None


def _rent(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@transaction.atomic
def besvara(*, svar: Paragrafsvar, genmäle: str, av: Användare) -> Paragrafsvar:
    """Sekreteraren förklarar varför texten inte ändras. Den som kommenterat tar ställning."""
    organ = svar.underskrift.justering.protokoll.sammanträde.organ
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, organ)
    justering = lås_justering(svar.underskrift.justering)
    if justering.status != Justering.Status.PÅGÅR:
        raise FelSkede("Justeringen är klar.")
    svar = Paragrafsvar.objects.select_related("underskrift", "paragraf").get(pk=svar.pk)
    if svar.version != svar.paragraf.version or not svar.är_obesvarad_kommentar:
        raise FelSkede("Kommentaren är redan besvarad.")
    if not genmäle.strip():
        raise SkälSaknas("Skriv varför texten inte ändras.")
    svar.genmäle = genmäle.strip()
    svar.save(update_fields=["genmäle"])
    Underskrift.objects.filter(pk=svar.underskrift_id).update(meddelad_tid=None)
    justeringsbrev.beställ()
    return svar


def _pågående(protokoll: Protokoll) -> Justering | None:
    if protokoll.status != Protokoll.Status.JUSTERAS:
        return None
    for rad in protokoll.justeringar.filter(status=Justering.Status.PÅGÅR).order_by("-ordning"):
        låst = lås_justering(rad)
        if not JusteradFörSig.objects.filter(justering=låst).exists():
            return låst
    return None


def _signerad(justering: Justering, paragraf: Paragraf) -> TextenLåst | None:
    alla = justeringens_paragrafer(justering)
    for u in justering.underskrifter.exclude(kedja=""):
        sekreterarens = u.som == Underskrift.Som.SEKRETERARE
        if sekreterarens or any(p.pk == paragraf.pk for p in egna_paragrafer(u, alla)):
            return TextenLåst(f"{u.namn} har skrivit under. Texten kan inte ändras.")
    return None


def _fråga_om(justering: Justering, paragraf: Paragraf) -> None:
    """Det frysta görs om med den nya texten, och de som väntas skriva under får veta det."""
    justering.underlag = justeringsdokument.underlag(
        Protokoll.objects.select_related("ordförande", "sammanträde").get(pk=justering.protokoll_id)
    )
    justering.save(update_fields=["underlag"])
    justering.underskrifter.filter(status=Underskrift.Status.VÄNTAR).update(meddelad_tid=None)
    justeringsbrev.beställ()
