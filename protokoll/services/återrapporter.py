"""Uppdragen som ska återrapporteras kommer till nästa föredragningslista av sig själva.

Punkten föreslås en gång per möte: tar sekreteraren bort den föreslås den igen till mötet därefter.
När punkten är behandlad är uppdraget återrapporterat i dess paragraf.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from django.db import transaction
from django.db.models import QuerySet
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
    öppna = _att_ta_upp()
    möten: dict[int, list[Sammanträde]] = {}
    antal = 0
    for uppdrag in öppna:
        organ = uppdrag.paragraf.organ_id
        if organ not in möten:
            möten[organ] = _kommande(organ)
        mötet = _mötet(uppdrag, möten[organ])
        # Är kallelsen utfärdad är det sekreterarens sak; se `saknas`.
        if mötet is None or mötet.status != Sammanträde.Status.UTKAST:
            continue
        if uppdrag.föreslaget_till_id != mötet.pk:
            antal += ta_upp(uppdrag=uppdrag, sammanträde=mötet, av=av) is not None
    return antal


def _att_ta_upp() -> QuerySet[Beslutsuppdrag]:
    """Öppna uppdrag med en dag, som inte står på någon lista."""
    return (
        Beslutsuppdrag.objects.öppna()
        .exclude(dag=None)
        .filter(punkt=None)
        .exclude(paragraf__protokoll__status=Protokoll.Status.ÖPPET)
        .select_related("paragraf")
        .order_by("dag", "pk")
    )


def _kommande(organ: int) -> list[Sammanträde]:
    """Organets möten som inte är öppnade, i ordning."""
    return list(
        Sammanträde.objects.filter(
            organ=organ,
            datum__gte=timezone.localdate(),
            status__in=[Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT],
        )
        .select_related("organ__myndighet")
        .order_by("datum", "pk")
    )


def _mötet(uppdrag: Beslutsuppdrag, kommande: Sequence[Sammanträde]) -> Sammanträde | None:
    """Mötet där det är dags: ett kallat, eller det första vars lista ännu är ett utkast."""
    assert uppdrag.dag is not None  # bara uppdrag med en dag prövas
    for mötet, nästa in zip_longest(kommande, kommande[1:]):
        if är_dags(uppdrag.dag, mötet=mötet.datum, därefter=nästa.datum if nästa else None):
            return mötet
        if mötet.status == Sammanträde.Status.UTKAST:
            return None
    return None


def saknas(sammanträde: Sammanträde) -> list[Beslutsuppdrag]:
    """Uppdrag som det är dags för på ett möte vars kallelse utfärdades utan dem.

    Det som sekreteraren har tagit bort från just det mötets lista räknas inte.
    """
    if sammanträde.status != Sammanträde.Status.KALLAT:
        return []
    öppna = _att_ta_upp().filter(paragraf__organ=sammanträde.organ_id)
    valda = [u for u in öppna if u.föreslaget_till_id != sammanträde.pk]
    kommande = _kommande(sammanträde.organ_id) if valda else []
    return [u for u in valda if _mötet(u, kommande) == sammanträde]


def ta_upp_saknade(*, sammanträde: Sammanträde, av: Användare) -> int:
    """Lägger uppdragen sist på den utskickade listan. Ger hur många det blev."""
    with transaction.atomic():
        return sum(
            ta_upp(uppdrag=uppdrag, sammanträde=sammanträde, av=av) is not None
            for uppdrag in saknas(sammanträde)
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
