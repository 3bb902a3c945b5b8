"""Skapar protokollet och utdragen som PDF, i ett jobb som tål att dö och börja om."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from konton.models import Användare
from protokoll import documents, policy
from protokoll.models import Paragraf, Protokoll, Protokollsfil
from protokoll.policy import Rätt
from protokoll.services.mötesfel import MötetInteAvslutat, RedanJusterat
from ärenden import filer
from ärenden.models import Fil, Jobb
from ärenden.pdf import Dokumentfel, RenderadPdf, rendera_pdf
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, Utförande

SLAG = "protokoll.skapa_protokoll"


@dataclass(frozen=True)
class Uppgift:
    """En fil att göra."""

    slag: Protokollsfil.Slag
    paragraf_id: int | None
    steg: str
    mall: str
    dokument: documents.Protokolldokument | documents.Utdragsdokument


@transaction.atomic
def skapa_protokoll(*, protokoll: Protokoll, av: Användare, kopia: bool = False) -> Jobb:
    """Beställer protokollet och utdragen. De gamla filerna tas bort redan nu.

    Ett justerat protokoll görs inte om. `kopia` är för den som ändå vill ha utskriften, som då
    säger att den är en kopia.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    protokoll = Protokoll.objects.select_for_update().get(pk=protokoll.pk)
    if protokoll.är_öppet:
        raise MötetInteAvslutat("Mötet är inte avslutat. Protokollet skapas när det är det.")
    if protokoll.har_original and not kopia:
        raise RedanJusterat(
            "Protokollet är justerat och görs inte om. Det justerade finns på justeringens sida; "
            "ett uppenbart skrivfel rättas där, som en ny version."
        )
    beställt = jobb.beställ(
        slag=SLAG,
        nyckel=f"protokoll:{protokoll.pk}",
        argument={"protokoll": protokoll.pk},
        av=av,
    )
    _ta_bort(protokoll)
    protokoll.jobb = beställt
    protokoll.save(update_fields=["jobb"])
    return beställt


@transaction.atomic
def ta_bort_filer(*, protokoll: Protokoll, av: Användare) -> None:
    """Filerna säger inte längre vad protokollet säger; en gammal får inte se ut som ny."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    _ta_bort(protokoll)


def utför(*, jobb_id: int) -> None:
    """Gör filerna. Görs det om blir de desamma."""
    jobb.utför(jobb_id, _skriv)


def _skriv(utförande: Utförande) -> None:
    protokoll_id = int(utförande.jobb.argument["protokoll"])
    while True:
        uppgifter = _uppgifter(_hämta(protokoll_id))
        klara = [
            (uppgift, _rendera(uppgift, utförande, nr, len(uppgifter)))
            for nr, uppgift in enumerate(uppgifter)
        ]
        utförande.rapportera(99, "Sparar")
        if _spara(protokoll_id, uppgifter, klara, utförande):
            return


def _hämta(protokoll_id: int) -> Protokoll:
    return Protokoll.objects.select_related("ordförande", "sammanträde").get(pk=protokoll_id)


def _uppgifter(protokoll: Protokoll) -> list[Uppgift]:
    slag = Protokollsfil.Slag
    helt = documents.protokolldokument(protokoll)
    uppgifter = [Uppgift(slag.PROTOKOLL, None, "Protokollet", documents.MALL_PROTOKOLL, helt)]
    paragrafer = documents.paragrafer(protokoll)
    if any(p.är_sekretess or any(u.är_hemligt for u in p.underlag.all()) for p in paragrafer):
        offentligt = documents.protokolldokument(protokoll, offentligt=True)
        steg = "Protokollet, offentligt"
        uppgifter.append(Uppgift(slag.OFFENTLIGT, None, steg, documents.MALL_PROTOKOLL, offentligt))
    uppgifter += [
        Uppgift(slag.UTDRAG, p.pk, _steg(p), documents.MALL_UTDRAG, documents.utdragsdokument(p))
        for p in paragrafer
        if p.nummer is not None
    ]
    return uppgifter


def _steg(paragraf: Paragraf) -> str:
    # Framsteget visas för den som skapat protokollet, men loggas också.
    return f"Utdrag §\N{NO-BREAK SPACE}{paragraf.nummer} {paragraf.synlig_rubrik}"


def _rendera(uppgift: Uppgift, utförande: Utförande, nr: int, antal: int) -> RenderadPdf:
    utförande.rapportera(100 * nr // antal, uppgift.steg)
    try:
        return rendera_pdf(uppgift.mall, uppgift.dokument)
    except Dokumentfel as fel:
        raise Arbetsfel(f"{uppgift.steg} kunde inte göras. {fel}") from fel


@transaction.atomic
def _spara(
    protokoll_id: int,
    uppgifter: list[Uppgift],
    klara: list[tuple[Uppgift, RenderadPdf]],
    utförande: Utförande,
) -> bool:
    """Sparar allt på en gång. Falskt om uppgifterna hann ändras medan filerna gjordes."""
    Protokoll.objects.select_for_update().get(pk=protokoll_id)
    protokoll = _hämta(protokoll_id)
    if _uppgifter(protokoll) != uppgifter:
        return False
    gamla = _ta_bort_rader(protokoll)
    nya: set[Fil] = set()
    for uppgift, pdf in klara:
        fil = filer.spara_eget(pdf.innehåll, medietyp="application/pdf", sidor=pdf.sidor, egen=True)
        html = filer.spara_eget(pdf.html.encode(), medietyp="text/html", sidor=None, egen=False)
        nya |= {fil, html}
        Protokollsfil.objects.create(
            protokoll=protokoll,
            slag=uppgift.slag,
            paragraf_id=uppgift.paragraf_id,
            fil=fil,
            html=html,
        )
    utförande.lås_resultatet()
    for fil in gamla - nya:
        filer.städa(fil)
    return True


def _ta_bort(protokoll: Protokoll) -> None:
    for fil in _ta_bort_rader(protokoll):
        filer.städa(fil)


def _ta_bort_rader(protokoll: Protokoll) -> set[Fil]:
    rader = Protokollsfil.objects.filter(protokoll=protokoll)
    använda = {f for rad in rader.select_related("fil", "html") for f in (rad.fil, rad.html)}
    rader.delete()
    return använda
