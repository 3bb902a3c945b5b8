"""Avslutar ärenden, och öppnar dem igen. Inget öppet får bli kvar utan att det sägs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from konton.models import Användare
from ärenden import avslut, policy, utbyggnad
from ärenden.allmän_från import AllmänFrån, Läge, Riktning, allmän_från
from ärenden.avslut import Sänd, Öppet
from ärenden.granskningsläge import Läge as Granskningsläge
from ärenden.models import (
    Handling,
    MottagenRemiss,
    Remiss,
    Skrivelse,
    Skrivelseutkast,
    Ärende,
)
from ärenden.services import händelser

AVSLUTAT = "ärende.avslutat"
# Händelsen läses av fler än den som avslutar: rubrikerna står inte i den.
KORT = {
    avslut.Regel.SVAR_UTEBLEV: "Ett remissvar har inte kommit.",
    avslut.Regel.INTE_ANMÄLD: "En skrivelse är inte anmäld.",
    avslut.Regel.UTKAST: "En skrivelse är bara påbörjad.",
    avslut.Regel.UTAN_FIL: "En handling har ingen fil.",
    avslut.Regel.UTAN_DAG: "En utgående handling har ingen dag.",
    avslut.Regel.BEVAKAS: "Ärendet bevakas.",
}


class KanInteAvslutas(Exception):
    """Något öppet hindrar. `öppet` är alla saker som gör det."""

    def __init__(self, öppet: list[Öppet]) -> None:
        super().__init__(" ".join(ö.text for ö in öppet))
        self.öppet = öppet


class SkälKrävs(Exception):
    """Ett ärende öppnas igen, eller avslutas trots en varning, utan skäl."""


class FelStatus(Exception):
    """Ärendet är redan avslutat, är makulerat, eller är inte avslutat."""


def öppet(ärende: Ärende, *, av: Användare) -> list[Öppet]:
    """Det som inte är klart i ärendet, det som hindrar först.

    Bara för den som får avsluta det: den ser allt i ärendet. En påbörjad text som ingen har visats
    räknas bara för den som skriver den (TF 2 kap. 12 §).
    """
    policy.kräv_avsluta(av, ärende)
    egna = avslut.granska(_läge(ärende, av), timezone.localdate())
    return avslut.ordna([*egna, *utbyggnad.öppet_i(ärende, av)])


def _läge(ärende: Ärende, av: Användare) -> avslut.Läge:
    skrivelser = list(
        Skrivelse.objects.filter(
            handling__ärende=ärende,
            status__in=[Skrivelse.Status.UTKAST, Skrivelse.Status.ANMÄLD],
        )
        .order_by("handling__nummer")
        .values_list("status", "handling__rubrik")
    )
    utkast = Skrivelseutkast.objects.oinlämnade().filter(ärende=ärende)
    handlingar = list(
        Handling.objects.filter(ärende=ärende)
        .order_by("nummer")
        .values_list("nummer", "riktning", "fil_id", "datum")
    )
    väntar = Count(
        "mottagare", filter=Q(mottagare__svar=None, mottagare__avstår_dag=None), distinct=True
    )
    return avslut.Läge(
        anmälda=[rubrik for status, rubrik in skrivelser if status == Skrivelse.Status.ANMÄLD],
        inte_anmälda=[rubrik for status, rubrik in skrivelser if status == Skrivelse.Status.UTKAST],
        granskas=utkast.exclude(granskning=Granskningsläge.UTKAST).count(),
        utkast=policy.synliga_utkast(av)
        .oinlämnade()
        .filter(ärende=ärende, granskning=Granskningsläge.UTKAST)
        .count(),
        utan_fil=[nummer for nummer, _, fil, _ in handlingar if fil is None],
        utan_dag=[
            nummer
            for nummer, riktning, _, datum in handlingar
            if riktning == Handling.Riktning.UTGÅENDE and datum is None
        ],
        att_besvara=list(
            MottagenRemiss.objects.filter(handling__ärende=ärende, svar=None, avstår_dag=None)
            .order_by("sista_dag", "pk")
            .values_list("handling__rubrik", flat=True)
        ),
        sända=[
            Sänd(rubrik, dag, antal)
            for rubrik, dag, antal in Remiss.objects.filter(ärende=ärende)
            .annotate(väntar=väntar)
            .order_by("sista_dag", "pk")
            .values_list("handling__rubrik", "sista_dag", "väntar")
        ],
        bevakas=ärende.bevakning_dag,
    )


@transaction.atomic
def avsluta(*, ärende: Ärende, av: Användare, skäl: str = "") -> None:
    """Avslutar ärendet. Det som hindrar ger `KanInteAvslutas`; en varning gås förbi med skäl."""
    policy.kräv_avsluta(av, ärende)
    ärende = _lås(ärende)
    if ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT):
        raise FelStatus(f"{ärende.beteckning} är redan {ärende.get_status_display()}.")
    kvar = öppet(ärende, av=av)
    hinder = [ö for ö in kvar if ö.hindrar]
    if hinder:
        raise KanInteAvslutas(hinder)
    if kvar and not skäl.strip():
        raise SkälKrävs("Skriv varför ärendet avslutas ändå.")
    _byt(ärende, Ärende.Status.AVSLUTAT)
    händelser.skriv(ärende, AVSLUTAT, av=av)
    if kvar:
        händelser.skriv(
            ärende,
            "ärende.avslutat_trots",
            av=av,
            varning=" ".join(dict.fromkeys(KORT[ö.regel] for ö in kvar)),
            skäl=skäl.strip(),
        )


@transaction.atomic
def återöppna(*, ärende: Ärende, av: Användare, skäl: str) -> None:
    """Öppnar ett avslutat ärende igen. Det som blev allmänt förblir det (TF 2 kap. 10 §)."""
    policy.kräv_avsluta(av, ärende)
    ärende = _lås(ärende)
    if ärende.status != Ärende.Status.AVSLUTAT:
        raise FelStatus(f"{ärende.beteckning} är inte avslutat.")
    if not skäl.strip():
        raise SkälKrävs("Skriv varför ärendet öppnas igen.")
    _byt(ärende, Ärende.Status.ÖPPET)
    händelser.skriv(ärende, "ärende.återöppnat", av=av, skäl=skäl.strip())


def _lås(ärende: Ärende) -> Ärende:
    return (
        Ärende.objects.select_for_update(of=("self",)).select_related("myndighet").get(pk=ärende.pk)
    )


def _byt(ärende: Ärende, status: Ärende.Status) -> None:
    ärende.status = status
    ärende.save(update_fields=["status"])


@dataclass(frozen=True)
class Upprättad:
    """En upprättad handling och när den blev allmän."""

    handling: Handling
    besked: AllmänFrån


def avslutsdagar(ärende: Ärende) -> list[date]:
    """Dagarna då ärendet har avslutats, den första först."""
    tider = (
        ärende.händelser.filter(typ=AVSLUTAT).order_by("tid", "pk").values_list("tid", flat=True)
    )
    return [timezone.localdate(tid) for tid in tider]


def upprättade(ärende: Ärende, *, av: Användare) -> list[Upprättad]:
    """De upprättade handlingarna som `av` får se, och när avslutet gjorde dem allmänna."""
    dagar = avslutsdagar(ärende)
    handlingar = (
        policy.synliga_handlingar(av)
        .filter(ärende=ärende, riktning=Handling.Riktning.UPPRÄTTAD)
        .order_by("nummer")
    )
    return [
        Upprättad(
            h,
            allmän_från(
                Läge(
                    Riktning.UPPRÄTTAD,
                    slutbehandlat=avslut.slutbehandlat(
                        timezone.localdate(h.registrerad_tid), dagar
                    ),
                )
            ),
        )
        for h in handlingar
    ]
