"""Uppdragen som ska återrapporteras kommer till nästa föredragningslista av sig själva.

Punkten föreslås en gång per möte: tar sekreteraren bort den föreslås den igen till mötet därefter.
När punkten är behandlad är uppdraget återrapporterat i dess paragraf.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from konton.models import Användare
from nämnd.models import Punkt, Sammanträde
from nämnd.services import föredragningslista
from protokoll import policy
from protokoll.models import Beslutsuppdrag, Paragraf, Protokoll
from protokoll.paragrafnummer import omfattning
from protokoll.policy import Rätt
from protokoll.services.mötesfel import dagtext
from protokoll.services.tidigare import kedja
from protokoll.återrapport import är_dags

RUBRIK = "Återrapport av uppdrag"
U = Paragraf.Utfall


def ta_upp_alla(*, av: Användare) -> int:
    """Går igenom organen som har uppdrag att återrapportera på sitt närmaste möte."""
    öppna = (
        Beslutsuppdrag.objects.öppna()
        .exclude(dag=None)
        .filter(punkt=None)
        .exclude(paragraf__protokoll__status=Protokoll.Status.ÖPPET)
        .select_related("paragraf")
        .order_by("dag", "pk")
    )
    möten: dict[int, list[Sammanträde]] = {}
    antal = 0
    for uppdrag in öppna:
        organ = uppdrag.paragraf.organ_id
        if organ not in möten:
            möten[organ] = _kommande(organ)
        mötet, nästa = (*möten[organ], None, None)[:2]
        if mötet is None or uppdrag.dag is None or uppdrag.föreslaget_till_id == mötet.pk:
            continue
        därefter = nästa.datum if nästa else None
        if är_dags(uppdrag.dag, mötet=mötet.datum, därefter=därefter):
            antal += ta_upp(uppdrag=uppdrag, sammanträde=mötet, av=av) is not None
    return antal


def _kommande(organ: int) -> list[Sammanträde]:
    """Möten vars lista ännu är ett utkast, i ordning."""
    return list(
        Sammanträde.objects.filter(
            organ=organ, datum__gte=timezone.localdate(), status=Sammanträde.Status.UTKAST
        )
        .select_related("organ__myndighet")
        .order_by("datum", "pk")[:2]
    )


@transaction.atomic
def ta_upp(*, uppdrag: Beslutsuppdrag, sammanträde: Sammanträde, av: Användare) -> Punkt | None:
    """En punkt på listan för uppdraget; None när det redan står på en eller är återrapporterat."""
    uppdrag = (
        Beslutsuppdrag.objects.select_for_update(of=("self",))
        .select_related(
            "paragraf__organ", "paragraf__ärende", "paragraf__protokoll__sammanträde",
            "handläggare__person",
        )
        .get(pk=uppdrag.pk)
    )  # fmt: skip  # sambanden läses som två rader
    if uppdrag.status != Beslutsuppdrag.Status.ÖPPET or uppdrag.punkt_id is not None:
        return None
    p = uppdrag.paragraf
    person = uppdrag.handläggare.person if uppdrag.handläggare else None
    uppdrag.punkt = föredragningslista.lägg_till_återrapport(
        sammanträde=sammanträde,
        rubrik=f"{RUBRIK}: {' '.join(uppdrag.text.split())}",
        offentlig_rubrik=RUBRIK if p.är_sekretess else "",
        ärende=p.ärende,
        anmärkning=_anmärkning(uppdrag),
        föredragande=[(person.namn, person.titel, "")] if person else [],
        sekretess_lagrum=p.sekretess_lagrum,
        av=av,
    )
    uppdrag.föreslaget_till = sammanträde
    uppdrag.save(update_fields=["punkt", "föreslaget_till"])
    return uppdrag.punkt


def _anmärkning(uppdrag: Beslutsuppdrag) -> str:
    """Uppdrag 18 mars 2026, § 45. Återrapporteras senast 1 juni 2026."""
    p = uppdrag.paragraf
    gavs = dagtext(p.protokoll.sammanträde.datum)
    nummer = f", {omfattning(p.nummer)}" if p.nummer else ""
    assert uppdrag.dag is not None  # bara uppdrag med en dag tas upp
    return f"Uppdrag {gavs}{nummer}. Återrapporteras senast {dagtext(uppdrag.dag)}."


def följ_upp(*, paragraf: Paragraf, av: Användare) -> None:
    """När mötet avslutas: det behandlade är återrapporterat, det som utgick väntar igen.

    En bordlagd eller återremitterad punkt följs till mötet där den kommer tillbaka.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, paragraf.organ)
    if paragraf.punkt is None or paragraf.utfall in (U.BORDLÄGGNING, U.ÅTERREMISS):
        return
    väntar = Beslutsuppdrag.objects.öppna().filter(
        punkt__in=[paragraf.punkt.pk, *kedja(paragraf.punkt)]
    )
    if paragraf.utfall == U.UTGÅR:
        väntar.update(punkt=None)
    else:
        väntar.update(status=Beslutsuppdrag.Status.ÅTERRAPPORTERAT, återrapporterat=paragraf)
