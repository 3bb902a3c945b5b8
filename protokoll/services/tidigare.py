"""Tidigare behandling: paragraferna där ärendet varit förut, kopierade när det tas upp."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst

from nämnd import utbyggnad
from nämnd.models import Punkt, Återkommande
from nämnd.utbyggnad import Behandling
from protokoll.models import Paragraf, Protokoll, TidigareBehandling

HÅRT = "\N{NO-BREAK SPACE}"
HUR = {Paragraf.Utfall.ÅTERREMISS: "Återremitterat", Paragraf.Utfall.BORDLÄGGNING: "Bordlagt"}
FORMELLA = (Paragraf.Utfall.ÅTERREMISS, Paragraf.Utfall.BORDLÄGGNING)


def anteckna(paragraf: Paragraf) -> None:
    """Skriver raderna i anroparens transaktion, den äldsta först."""
    TidigareBehandling.objects.bulk_create(
        TidigareBehandling(
            paragraf=paragraf,
            organ=p.organ.namn,
            datum=p.protokoll.sammanträde.datum,
            paragrafnummer=str(p.nummer or ""),
            utfall=p.get_utfall_display(),
            tidigare_paragraf=p,
        )
        for p in _paragrafer(paragraf)
    )


@dataclass(frozen=True)
class Minoritet:
    """Det som en minoritet redan har bordlagt eller återremitterat: ärendet, eller dess punkter."""

    hela: bool = False
    punkter: frozenset[int] = frozenset()


INGEN = Minoritet()


def av_minoritet(paragraf: Paragraf) -> Minoritet:
    """Om ärendet redan har bordlagts eller återremitterats av en minoritet (KL 5 kap. 50 §).

    Läses ur rösterna och ur det ordföranden fann utan votering. En punkt känns igen på sin text;
    är den omskriven gäller det hela ärendet, om den inte kommer tillbaka för sig.
    """
    samma = Q(pk__in=paragraf.tidigare.values("tidigare_paragraf"))
    if paragraf.ärende_id is not None:
        samma |= Q(ärende=paragraf.ärende_id, organ=paragraf.organ_id)
    förr = (
        Paragraf.objects.filter(samma)
        .filter(Q(omröstningar__minoritet=True) | Q(propositioner__steg__svar__minoritet=True))
        .exclude(pk=paragraf.pk)
        .exclude(protokoll=paragraf.protokoll_id)
        .distinct()
        .prefetch_related("omröstningar", "propositioner", "förslag")
    )
    nummer = {f.text: f.nummer for f in paragraf.förslag.all()}
    funna: set[int] = set()
    for p in förr:
        texter = {f.nummer: f.text for f in p.förslag.all()}
        for punkt in _minoritetens_punkter(p):
            text = texter.get(punkt) if punkt is not None else None
            if text in nummer:
                funna.add(nummer[text])
            elif text is None or text not in _för_sig(p, paragraf):
                return Minoritet(hela=True)
    return Minoritet(punkter=frozenset(funna))


def _för_sig(förr: Paragraf, nu: Paragraf) -> set[str]:
    """De uppskjutna delarna av förslaget som inte är den del som kommit tillbaka nu."""
    if förr.punkt_id is None or nu.punkt_id is None:
        return set()
    rader = list(Återkommande.objects.filter(fortsätter=förr.punkt_id))
    egna = {text for rad in rader if rad.upptagen_id == nu.punkt_id for text in rad.förslag}
    return {text for rad in rader for text in rad.förslag} - egna if egna else set()


def _minoritetens_punkter(paragraf: Paragraf) -> set[int | None]:
    """Punkterna som en minoritet sköt upp; None är hela ärendet."""
    punkter: set[int | None] = set()
    for o in paragraf.omröstningar.all():
        if o.minoritet:
            punkter |= set(o.punkter) or {None}
    for rad in paragraf.propositioner.all():
        if rad.steg.get("svar", {}).get("minoritet"):
            punkter.add(rad.steg["steg"]["punkt"])
    return punkter


@utbyggnad.registrera_tidigare
def på_listan(punkt: Punkt) -> list[Behandling]:
    """Det som sekreteraren och kallelsen säger om ett ärende som kommer tillbaka."""
    return [
        Behandling(
            organ=p.organ_id,
            organnamn=p.organ.namn,
            kort=_kort(p),
            kommer_tillbaka=p.utfall in FORMELLA,
        )
        for p in behandlingar(punkt)
    ]


def _kort(paragraf: Paragraf) -> str:
    """Bordlagt 18 mars 2026, § 45"""
    hur = HUR.get(Paragraf.Utfall(paragraf.utfall)) or capfirst(paragraf.get_utfall_display())
    nummer = f", §{HÅRT}{paragraf.nummer}" if paragraf.nummer else ""
    return f"{hur} {date_format(paragraf.protokoll.sammanträde.datum, 'j F Y')}{nummer}"


def _paragrafer(paragraf: Paragraf) -> QuerySet[Paragraf]:
    if paragraf.punkt is None:
        return Paragraf.objects.none()
    return behandlingar(paragraf.punkt).exclude(protokoll=paragraf.protokoll_id)


def behandlingar(punkt: Punkt) -> QuerySet[Paragraf]:
    """Paragraferna där punktens ärende har varit uppe förut, den äldsta först."""
    samma = Q(punkt__in=kedja(punkt))
    if punkt.skrivelse_id:
        samma |= Q(punkt__skrivelse=punkt.skrivelse_id)
        # En del av förslaget som skjutits upp kommer tillbaka som en egen punkt utan skrivelse.
        samma |= Q(punkt__fortsätter__skrivelse=punkt.skrivelse_id, punkt__skrivelse=None)
    if Återkommande.objects.filter(upptagen=punkt, fortsätter=None).exists():
        # Ärendet väcktes på mötet och hade ingen punkt.
        samma |= Q(
            punkt=None,
            organ=punkt.sammanträde.organ_id,
            ärende=punkt.ärende_id,
            rubrik=punkt.rubrik,
            delar__utfall__in=FORMELLA,
        )
    return (
        Paragraf.objects.filter(samma)
        .exclude(protokoll__sammanträde=punkt.sammanträde_id)
        .exclude(protokoll__status=Protokoll.Status.ÖPPET)
        .select_related("organ", "protokoll__sammanträde")
        .distinct()
        .order_by("protokoll__sammanträde__datum", "ordning")
    )


def kedja(punkt: Punkt) -> list[int]:
    """Punkterna som den här är en fortsättning på."""
    funna: list[int] = []
    while punkt.fortsätter is not None and punkt.fortsätter.pk not in funna:
        punkt = punkt.fortsätter
        funna.append(punkt.pk)
    return funna
