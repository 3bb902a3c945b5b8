"""Utdrag från andra organ: registratorn väljer ärende, och ärendena länkas åt båda hållen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Organ
from protokoll import policy
from protokoll.models import Expediering, Expedieringssteg, InkommetUtdrag, Paragraf
from protokoll.policy import Rätt
from protokoll.services.expedieringsfel import FelÄrende, RedanRegistrerat
from ärenden import policy as ärendepolicy
from ärenden.models import Diarium, Handling, Ärende
from ärenden.models.ärende import ÄrendeQuerySet
from ärenden.services import händelser, registrering, skrivelser


def förslag_till(paragraf: Paragraf, organ: Organ, punkter: Sequence[int] = ()) -> list[str]:
    """Beslutssatserna som är förslag till organet; annars alla förslag som lämnas vidare.

    `punkter` är de satser utdraget omfattar, när det inte är alla.
    """
    delar = list(paragraf.delar.prefetch_related("satser"))
    alla = [(del_, sats) for del_ in delar for sats in del_.satser.all()]
    i_utdraget = [par for n, par in enumerate(alla, 1) if not punkter or n in punkter]
    förslag = [(d, s) for d, s in i_utdraget if d.förslag_till]
    egna = [(d, s) for d, s in förslag if d.förslag_till.casefold() == organ.namn.casefold()]
    return [sats.text for _, sats in egna or förslag]


def diarium_för(organ: Organ) -> Diarium | None:
    """Organets diarium, annars myndighetens enda."""
    if organ.diarium is not None:
        return organ.diarium
    myndighetens = list(Diarium.objects.filter(myndigheter=organ.myndighet_id)[:2])
    return myndighetens[0] if len(myndighetens) == 1 else None


def _diarier(organ: Organ) -> set[int]:
    """Diarierna som organets myndighet registrerar i; två myndigheter kan dela ett."""
    egna = Diarium.objects.filter(myndigheter=organ.myndighet_id).order_by("pk")
    return {*egna.values_list("pk", flat=True), *([organ.diarium_id] if organ.diarium_id else [])}


def valbara_ärenden(organ: Organ, användare: Användare) -> ÄrendeQuerySet:
    """Ärendena som utdraget går att registrera i: myndighetens, och de i ett diarium de delar."""
    egna = Q(myndighet=organ.myndighet_id) | Q(diarium__in=_diarier(organ))
    return ärendepolicy.synliga_ärenden(användare).filter(egna)


@transaction.atomic
def registrera_i_nytt_ärende(
    *,
    inkommet: InkommetUtdrag,
    rubrik: str,
    av: Användare,
    klass: str = "",
    beslutssatser: Sequence[str] = (),
    nu: datetime | None = None,
) -> Handling:
    """Ett nytt ärende i organets diarium med utdraget som första handling."""
    låst = _lås(inkommet, av)
    diarium = diarium_för(låst.organ)
    if diarium is None:
        raise FelÄrende(f"{låst.organ} har inget eget diarium. Administratören väljer ett.")
    paragraf = _paragraf(låst)
    ärende = registrering.registrera_ärende(
        diarium=diarium,
        myndighet=låst.organ.myndighet,
        rubrik=rubrik,
        klass=klass,
        motpart=paragraf.organ.namn,
        av=av,
    )
    return _registrera(låst, ärende, beslutssatser, av=av, nu=nu)


@transaction.atomic
def registrera_i_ärende(
    *,
    inkommet: InkommetUtdrag,
    ärende: Ärende,
    av: Användare,
    beslutssatser: Sequence[str] = (),
    nu: datetime | None = None,
) -> Handling:
    """I ett ärende som redan finns i diariet, också när organet delar det med ett annat.

    Registratorn väljer (OSL 5 kap. 1 §); ett ärende hos det andra organet ser hen bara med rätten
    att läsa det.
    """
    låst = _lås(inkommet, av)
    delat = ärende.diarium_id in _diarier(låst.organ) and ärendepolicy.får_se(av, ärende)
    if ärende.myndighet_id != låst.organ.myndighet_id and not delat:
        raise FelÄrende(f"{ärende.beteckning} hör inte till {låst.organ.myndighet}.")
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise FelÄrende(f"{ärende.beteckning} är {ärende.get_status_display()}.")
    return _registrera(låst, ärende, beslutssatser, av=av, nu=nu)


def _lås(inkommet: InkommetUtdrag, av: Användare) -> InkommetUtdrag:
    låst = (
        InkommetUtdrag.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet", "expediering__fil")
        .get(pk=inkommet.pk)
    )
    policy.kräv(av, Rätt.TA_EMOT_UTDRAG, låst.organ)
    if not ärendepolicy.får(av, ärendepolicy.Rätt.REGISTRERA, låst.organ.myndighet):
        raise PermissionDenied(f"Du registrerar inte hos {låst.organ.myndighet}.")
    if låst.handling_id is not None:
        raise RedanRegistrerat("Utdraget är redan registrerat.")
    return låst


def _paragraf(inkommet: InkommetUtdrag) -> Paragraf:
    return inkommet.expediering.mottagare.försättsblad.paragraf


def _registrera(
    inkommet: InkommetUtdrag,
    ärende: Ärende,
    beslutssatser: Sequence[str],
    *,
    av: Användare,
    nu: datetime | None,
) -> Handling:
    paragraf = _paragraf(inkommet)
    handling = _handling(inkommet, paragraf, ärende, av)
    if any(sats.strip() for sats in beslutssatser) and not hasattr(handling, "skrivelse"):
        skrivelser.gör_anmälbar(handling=handling, beslutssatser=beslutssatser, av=av)
    inkommet.handling = handling
    inkommet.registrerat_av = av
    inkommet.registrerat_tid = nu or timezone.now()
    inkommet.save(update_fields=["handling", "registrerat_av", "registrerat_tid"])
    Expedieringssteg.objects.create(
        expediering=inkommet.expediering,
        status=Expediering.Status.KVITTERAD,
        dag=timezone.localdate(inkommet.registrerat_tid),
        hur=f"Registrerat hos {inkommet.organ}",
        av=av,
        av_namn=str(av),
    )
    _länka(inkommet, paragraf, handling, av)
    return handling


def _handling(
    inkommet: InkommetUtdrag, paragraf: Paragraf, ärende: Ärende, av: Användare
) -> Handling:
    """En inkommen handling. Delar organen ärende finns utdraget redan där och blir inte två."""
    sänd = inkommet.expediering.handling
    if sänd is not None and sänd.ärende_id == ärende.pk:
        return sänd
    nummer = inkommet.expediering.omfattning
    return registrering.registrera_handling(
        ärende=ärende,
        rubrik=f"Protokollsutdrag {paragraf.organ} {nummer} {paragraf.rubrik}"[:500],
        offentlig_rubrik=f"Protokollsutdrag {paragraf.organ} {nummer}"
        if paragraf.är_sekretess
        else "",
        slag=Handling.Slag.PROTOKOLLSUTDRAG,
        riktning=Handling.Riktning.INKOMMEN,
        fil=inkommet.expediering.fil,
        filnamn=inkommet.expediering.filnamn,
        datum=paragraf.protokoll.sammanträde.datum,
        ankomstdag=timezone.localdate(inkommet.ankomst_tid),
        motpart=paragraf.organ.namn,
        sekretess_lagrum=paragraf.sekretess_lagrum,
        av=av,
    )


def _länka(inkommet: InkommetUtdrag, paragraf: Paragraf, handling: Handling, av: Användare) -> None:
    """Händelser åt båda hållen; ingen av dem säger mer än numren."""
    nummer = inkommet.expediering.omfattning
    if paragraf.ärende is not None and paragraf.ärende_id != handling.ärende_id:
        händelser.skriv(
            paragraf.ärende,
            "protokoll.utdrag_mottaget",
            av=av,
            organ=str(inkommet.organ),
            paragraf=nummer,
            nummer=handling.nummer,
            beteckning=handling.ärende.beteckning,
        )
    händelser.skriv(
        handling.ärende,
        "protokoll.utdrag_inkom",
        av=av,
        organ=str(paragraf.organ),
        paragraf=nummer,
        beteckning=paragraf.ärende.beteckning if paragraf.ärende else "inget ärende",
        nummer=handling.nummer,
    )
