"""Justering på papper: byta dit, anteckna vem som vägrade och ta emot det undertecknade."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from protokoll import pappersjustering, policy
from protokoll.models import (
    Justering,
    Paragraf,
    Paragrafsvar,
    Underskrift,
    Underskriftsbegäran,
)
from protokoll.pappersjustering import Läge, Väntad
from protokoll.policy import Rätt
from protokoll.services import protokollsskrivning
from protokoll.services.justering import anteckna_underskrift, avsluta
from protokoll.services.justeringsfel import (
    FelSkede,
    FelUppladdning,
    KanInteBytas,
    RedanUnderskriven,
    SkälSaknas,
)
from protokoll.services.justeringsläge import (
    egna_paragrafer,
    gällande_svar,
    justeringens_paragrafer,
    lås_justering,
)
from ärenden import filer

Status = Underskrift.Status
VÄGRAR = Paragrafsvar.Svar.VÄGRAR


# --- Byta till papper --------------------------------------------------------------------------


def hinder(justering: Justering) -> str:
    """Varför justeringen inte kan fortsätta på papper; tomt när den kan det."""
    öppna = Underskriftsbegäran.objects.öppna().filter(underskrift__justering=justering)
    i_tjänst = öppna.order_by("pk").values_list("underskrift__namn", flat=True)
    return pappersjustering.hinder_för_byte(
        Läge(
            pågår=justering.status == Justering.Status.PÅGÅR,
            på_papper=justering.metod == Justering.Metod.PAPPER,
            i_tjänst=list(dict.fromkeys(i_tjänst)),
        )
    )


@transaction.atomic
def byt_till_papper(
    *, justering: Justering, av: Användare, nu: datetime | None = None
) -> Justering:
    """De som är kvar skriver under på papper. De elektroniska underskrifterna gäller som de är."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    justering = lås_justering(justering)
    if skäl := hinder(justering):
        raise KanInteBytas(skäl)
    när = date_format(timezone.localtime(nu or timezone.now()), "j F Y \\k\\l. H.i")
    justering.metod = Justering.Metod.PAPPER
    justering.varningar = [
        *justering.varningar,
        f"Bytt till papper {när} av {av}.",
    ]
    justering.save(update_fields=["metod", "varningar"])
    # En utskrift från tidigare visar inte vilka som redan har skrivit under.
    protokollsskrivning.ta_bort_filer(protokoll=justering.protokoll, av=av)
    return justering


# --- Vägran på papper --------------------------------------------------------------------------


def vägrade(underskrift: Underskrift, alla: list[Paragraf]) -> list[Paragrafsvar]:
    """Det som personen vägrar av sina paragrafer, som de nu lyder."""
    egna = egna_paragrafer(underskrift, alla)
    svar = gällande_svar(underskrift, egna)
    return [svar[p.pk] for p in egna if p.pk in svar and svar[p.pk].svar == VÄGRAR]


def vägrar_allt(justering: Justering) -> set[int]:
    """De väntade underskrifter som pappret inte ska bära: personen vägrar varje paragraf."""
    alla = justeringens_paragrafer(justering)
    väntar = justering.underskrifter.filter(status=Status.VÄNTAR).prefetch_related("svar")
    return {
        u.pk
        for u in väntar.order_by("ordning", "pk")
        if (egna := egna_paragrafer(u, alla)) and len(vägrade(u, alla)) == len(egna)
    }


@transaction.atomic
def anteckna_vägran(
    *,
    underskrift: Underskrift,
    paragrafer: Collection[int],
    skäl: str,
    av: Användare,
    nu: datetime | None = None,
) -> list[Paragrafsvar]:
    """Paragraferna som en justerare inte skriver under på pappret, och varför."""
    justering, underskrift = _väntande(underskrift, av)
    egna = egna_paragrafer(underskrift, justeringens_paragrafer(justering))
    valda = [p for p in egna if p.pk in set(paragrafer)]
    if not valda or len(valda) != len(set(paragrafer)):
        raise FelSkede(f"Välj bland de paragrafer som {underskrift.namn} justerar.")
    if not skäl.strip():
        raise SkälSaknas(f"Skriv varför {underskrift.namn} vägrar justera.")
    return [
        Paragrafsvar.objects.update_or_create(
            underskrift=underskrift,
            paragraf=p,
            version=p.version,
            defaults={
                "svar": VÄGRAR,
                "text": skäl.strip(),
                "tid": nu or timezone.now(),
                "genmäle": "",
            },
        )[0]
        for p in valda
    ]


@transaction.atomic
def ta_bort_vägran(*, svar: Paragrafsvar, av: Användare) -> None:
    """Anteckningen var fel. Efter uppladdningen går den inte att ta bort."""
    _, underskrift = _väntande(svar.underskrift, av)
    rad = underskrift.svar.filter(pk=svar.pk, svar=VÄGRAR).first()
    if rad is None:
        raise FelSkede("Det finns ingen vägran att ta bort.")
    rad.delete()


def _väntande(underskrift: Underskrift, av: Användare) -> tuple[Justering, Underskrift]:
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, underskrift.justering.protokoll.sammanträde.organ)
    justering = lås_justering(underskrift.justering)
    _kräv_på_papper(justering)
    underskrift = justering.underskrifter.get(pk=underskrift.pk)
    if underskrift.status != Status.VÄNTAR:
        raise RedanUnderskriven(f"{underskrift.namn} väntar inte på att skriva under.")
    return justering, underskrift


def _kräv_på_papper(justering: Justering) -> None:
    if justering.status != Justering.Status.PÅGÅR:
        raise FelSkede("Justeringen är redan gjord.")
    if justering.metod != Justering.Metod.PAPPER:
        raise FelSkede("Protokollet justeras elektroniskt.")


# --- Det undertecknade -------------------------------------------------------------------------


@transaction.atomic
def justera_på_papper(
    *,
    justering: Justering,
    innehåll: bytes,
    filnamn: str,
    dag: date,
    skrivit: Collection[int],
    av: Användare,
    nu: datetime | None = None,
) -> Justering:
    """Det undertecknade pappret som PDF: vilka som skrivit under och vilken dag."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, justering.protokoll.sammanträde.organ)
    nu = nu or timezone.now()
    justering = lås_justering(justering)
    _kräv_på_papper(justering)
    if dag > timezone.localdate(nu) or dag < justering.protokoll.sammanträde.datum:
        raise FelUppladdning("Dagen ligger mellan mötet och i dag.")
    alla = justeringens_paragrafer(justering)
    rader = justering.underskrifter.order_by("ordning", "pk")
    väntar = list(rader.filter(status=Status.VÄNTAR).prefetch_related("svar__paragraf"))
    allt = vägrar_allt(justering)
    _kräv_alla([Väntad(u.pk, u.namn, u.pk in allt) for u in väntar], skrivit)
    try:
        fil = filer.spara_pdf(innehåll, namn=filnamn)
    except filer.Filfel as fel:
        raise FelUppladdning(str(fel)) from fel
    tidigare = [u.datum for u in rader.exclude(kedja="") if u.datum is not None]
    for underskrift in väntar:
        anteckna_underskrift(
            justering=justering,
            underskrift=underskrift,
            metod=Underskrift.Metod.PAPPER,
            dag=dag,
            nu=nu,
            av=av,
            vägrade=vägrade(underskrift, alla),
            allt=underskrift.pk in allt,
            papper=fil.sha256,
        )
    avsluta(
        justering=justering, dag=pappersjustering.justerad_dag(dag, tidigare), av=av, nu=nu, fil=fil
    )
    return justering


def _kräv_alla(väntade: list[Väntad], skrivit: Collection[int]) -> None:
    if namn := pappersjustering.saknas(väntade, skrivit):
        raise FelUppladdning(f"{', '.join(namn)} har inte skrivit under pappret.")
    if namn := pappersjustering.motsägs(väntade, skrivit):
        raise FelUppladdning(
            f"{', '.join(namn)} har vägrat justera allt och kan inte ha skrivit under."
        )
