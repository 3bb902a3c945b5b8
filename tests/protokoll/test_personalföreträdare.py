"""Personalföreträdarnas närvarorätt (KL 7 kap. 10–14 §§)."""

import pytest

from nämnd import personalföreträdare
from protokoll.services import beslut, extra, närvaro, varningar
from tests.factories.protokoll import kallat_möte


@pytest.mark.parametrize(
    ("antal", "i_nämnd", "mot_enskild", "lagrum"),
    [
        pytest.param(0, False, True, [], id="KL 7:12 ingen där"),
        pytest.param(3, True, False, [], id="KL 7:13 tre i en nämnd"),
        pytest.param(1, True, True, ["7 kap. 14 §"], id="KL 7:14 mot enskild"),
        pytest.param(1, False, False, ["7 kap. 12 §"], id="KL 7:12 i styrelsen"),
        pytest.param(4, True, False, ["7 kap. 10 §"], id="KL 7:10 fler än tre"),
    ],
)
def test_personalföreträdare(
    antal: int, i_nämnd: bool, mot_enskild: bool, lagrum: list[str]
) -> None:
    namn = [f"Namn {n}" for n in range(antal)]

    fynd = personalföreträdare.pröva(namn, i_nämnd=i_nämnd, mot_enskild=mot_enskild)

    assert [f.lagrum[:11] for f in fynd] == lagrum
    assert all(not f.hindrar and "Namn 0" in f.text for f in fynd)


def test_varnar_vid_myndighetsutövning_tills_hen_gått_KL_7_14(db: None) -> None:
    värld = kallat_möte()
    protokoll = värld.samla()
    eva = närvaro.lägg_till_övrig(
        protokoll=protokoll, namn="Eva Al", roll="personalforetradare", av=värld.sekreterare
    )
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    assert varningar.vid(paragraf, []).ärendet == []

    paragraf = extra.ange_art(paragraf=paragraf, typ="", mot_enskild=True, av=värld.sekreterare)
    assert ["Eva Al" in f.text for f in varningar.vid(paragraf, []).ärendet] == [True]
    närvaro.växla_övrig(övrig=eva, av=värld.sekreterare)
    assert varningar.vid(paragraf, []).ärendet == []
