"""Sekretess i protokollet: vad som gör en paragraf hemlig."""

import pytest

from nämnd.models import Punkt
from protokoll.services import beslut
from tests.factories.protokoll import kallat_möte, lägg_punkt, lägg_ärende

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_ärende_som_sekretessmarkerats_efter_kallelsen_ger_hemlig_paragraf():
    värld = kallat_möte(punkter=False)
    punkt = lägg_ärende(värld, "Placering av barn")
    punkt.ärende.sekretess_lagrum = "OSL 26 kap. 1 §"
    punkt.ärende.save()
    värld.samla()

    paragraf = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)

    assert paragraf.sekretess_lagrum == "OSL 26 kap. 1 §"


def test_sekretesspunkt_utan_lagrum_ger_hemlig_paragraf():
    värld = kallat_möte(punkter=False)
    punkt = lägg_punkt(värld, "Placering av barn", slag=Punkt.Slag.SEKRETESS)
    värld.samla()

    assert beslut.ta_upp(punkt=punkt, av=värld.sekreterare).är_sekretess
