"""Sammanträdesplanen genom hela kedjan: på listan, beslutad på mötet, fastställd ur protokollet."""

from __future__ import annotations

import pytest

from nämnd.models import Sammanträde, Sammanträdesplan
from nämnd.services import föredragningslista, planbeslut
from nämnd.services.sammanträdesplan import Planfel
from protokoll.services import avslut, beslut
from tests.factories.plan import Planvärld, planvärld
from tests.factories.protokoll import Mötesvärld, kallat_möte
from ärenden.models import Anmälan

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def världar() -> tuple[Mötesvärld, Planvärld]:
    """Ett kallat möte med planen som enda beslutspunkt."""
    möte = kallat_möte(punkter=False)
    plan = planvärld(möte.organ)
    plan.lägg_till()
    plan.lämna()
    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=möte.sammanträde, anmälan=Anmälan.objects.get(), av=möte.sekreterare
    )
    möte.punkter.append(punkt)
    return möte, plan


def håll(möte: Mötesvärld, utfall: str) -> None:
    protokoll = möte.samla()
    paragraf = beslut.ta_upp(punkt=möte.punkter[0], av=möte.sekreterare)
    satser = None if utfall == "bifall" else ["Så beslutas."]
    beslut.besluta(paragraf=paragraf, utfall=utfall, av=möte.sekreterare, satser=satser)
    avslut.avsluta(protokoll=protokoll, av=möte.sekreterare)


def test_beslutet_på_mötet_fastställer_planen(världar: tuple[Mötesvärld, Planvärld]) -> None:
    möte, värld = världar
    with pytest.raises(Planfel, match="inte behandlat"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)

    håll(möte, "bifall")
    planbeslut.fastställ(plan=värld.plan, av=värld.av)

    plan = Sammanträdesplan.objects.get(pk=värld.plan.pk)
    assert plan.beslut == "Socialnämnden 18 mars 2026, §\N{NO-BREAK SPACE}1: enligt förslag"
    assert Sammanträde.objects.filter(datum__year=2027).count() == 3


def test_en_plan_som_nämnden_avslår_fastställs_inte(
    världar: tuple[Mötesvärld, Planvärld],
) -> None:
    möte, värld = världar

    håll(möte, "avslag")

    with pytest.raises(Planfel, match="avslagen"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)
    assert not Sammanträde.objects.filter(datum__year=2027).exists()


def test_en_återremitterad_plan_tas_tillbaka(världar: tuple[Mötesvärld, Planvärld]) -> None:
    möte, värld = världar

    håll(möte, "aterremiss")

    with pytest.raises(Planfel, match="inte behandlat"):
        planbeslut.fastställ(plan=värld.plan, av=värld.av)
    planbeslut.ta_tillbaka(plan=värld.plan, av=värld.av)
    värld.plan.refresh_from_db()
    assert värld.plan.är_utkast
    assert "Så beslutas." in värld.plan.skrivelse.återremiss
