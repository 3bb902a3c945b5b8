"""Anslagstavlans två år: vakten tar ned anslagen på deras dag, och tavlan har svarat hela tiden."""

from __future__ import annotations

from datetime import date, time, timedelta
from unittest import mock

from django.conf import settings
from django.utils import timezone

from protokoll.management.demo.jobb import vänta_in
from protokoll.management.demo.klocka import klockan, tidpunkt
from protokoll.models import Anslag
from protokoll.services import bevis
from publikt.models import Anslag as Tavelanslag
from publikt.services import vakt

# I drift går vakten varje minut. I demots tid går den när något händer, och det är inget avbrott.
GLEST = timedelta(days=1000)
# De äldre anslagens bevis gör schemat när demot är igång.
BEVIS = 4


def spela_upp(i_dag: date) -> None:
    """Varje anslag tas ned den dag det skulle ha tagits ned; de som ska sitta uppe gör det."""
    första = Tavelanslag.objects.uppe().order_by("uppsatt_tid").first()
    if första is None or första.uppsatt_tid is None:
        return
    dagar = Tavelanslag.objects.uppe().filter(ned_dag__lt=i_dag).values_list("ned_dag", flat=True)
    with mock.patch.object(settings, "ANSLAGSTAVLA_AVBROTT", GLEST):
        vakt.tavlan_svarade(nu=första.uppsatt_tid)
        for dag in sorted(set(dagar)):
            vakt.tavlan_svarade(nu=tidpunkt(dag, time(0, 1)))
        vakt.tavlan_svarade(nu=timezone.now())
    _intyga_de_senaste()


def _intyga_de_senaste() -> None:
    nedtagna = Tavelanslag.objects.tidigare().order_by("-nedtagen_tid", "-pk")[:BEVIS]
    for på_tavlan in nedtagna:
        assert på_tavlan.nedtagen_tid is not None  # så är urvalet
        anslag = Anslag.objects.get(källa=på_tavlan.källa)
        with klockan(på_tavlan.nedtagen_tid + timedelta(minutes=10)):
            intyg = bevis.intyga_anslag(anslag=anslag, av=anslag.protokoll.öppnat_av)
            assert intyg.jobb_id is not None  # beställs med beviset
            vänta_in(intyg.jobb_id, lambda jobb_id: bevis.utför(jobb_id=jobb_id))
