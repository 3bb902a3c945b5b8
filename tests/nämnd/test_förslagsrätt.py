"""Vem som får yrka, väcka ärenden och fråga, med paragrafen i id:t."""

import pytest

from nämnd import frågegång, förslagsrätt
from nämnd.frågegång import Handgrepp
from nämnd.förslagsrätt import Punktläge
from nämnd.läsrum import Läsare

HINDER, VARNING, FRITT = "hinder", "varning", "fritt"


def utfall(fynd):
    if any(f.hindrar for f in fynd):
        return HINDER
    return VARNING if fynd else FRITT


@pytest.mark.parametrize(
    ("läge", "väntat", "lagrum"),
    [
        pytest.param({}, FRITT, "", id="ledamoten yrkar"),
        pytest.param({"läsare": Läsare.ERSÄTTARE}, VARNING, "4 kap. 22 §", id="KL 4:22 ersättaren"),
        pytest.param({"jävig": True}, HINDER, "6 kap. 30 §", id="KL 6:30 jävig i nämnd"),
        pytest.param(
            {"jävig": True, "fullmäktige": True},
            HINDER,
            "5 kap. 47 §",
            id="KL 5:47 jävig i fullmäktige",
        ),
        pytest.param({"möte_slut": True}, HINDER, "5 kap. 53 §", id="KL 5:53 mötet är slut"),
        pytest.param({"avgjord": True}, HINDER, "5 kap. 53 §", id="KL 5:53 punkten är avgjord"),
        pytest.param({"läsare": Läsare.INSYN}, HINDER, "6 kap. 26 §", id="KL 6:26 insynsplats"),
        pytest.param({"läsare": Läsare.ARBETAR}, HINDER, "6 kap. 26 §", id="tjänsteperson"),
        pytest.param({"läsare": Läsare.SKÖTER}, HINDER, "6 kap. 26 §", id="sekreteraren"),
        pytest.param({"läsare": Läsare.GÄST}, HINDER, "6 kap. 26 §", id="gäst"),
        pytest.param({"läsare": Läsare.TIDIGARE}, HINDER, "", id="uppdraget har slutat"),
    ],
)
def test_yrka(läge, väntat, lagrum):
    fynd = förslagsrätt.yrka(Punktläge(**{"läsare": Läsare.LEDAMOT} | läge))
    assert utfall(fynd) == väntat
    assert lagrum in "".join(f.lagrum for f in fynd)


@pytest.mark.parametrize(
    ("läsare", "val", "väntat", "lagrum"),
    [
        pytest.param(Läsare.LEDAMOT, {}, FRITT, "", id="KL 4:20 ledamoten väcker"),
        pytest.param(Läsare.ERSÄTTARE, {}, HINDER, "4 kap. 22 §", id="KL 4:22 tjänstgör inte"),
        pytest.param(
            Läsare.ERSÄTTARE, {"inkallad": True}, VARNING, "4 kap. 22 §", id="KL 4:22 inkallad"
        ),
        pytest.param(Läsare.INSYN, {}, HINDER, "4 kap. 20 §", id="KL 4:20 insynsplats"),
        pytest.param(Läsare.ARBETAR, {}, HINDER, "4 kap. 20 §", id="KL 4:20 tjänsteperson"),
        pytest.param(
            Läsare.LEDAMOT,
            {"fullmäktige": True},
            VARNING,
            "5 kap. 35 §",
            id="KL 5:22 motionen bereds",
        ),
        pytest.param(
            Läsare.INSYN, {"fullmäktige": True}, HINDER, "5 kap. 22 §", id="KL 5:22 inte ledamot"
        ),
    ],
)
def test_väcka(läsare, val, väntat, lagrum):
    fynd = förslagsrätt.väcka(läsare, **{"fullmäktige": False} | val)
    assert utfall(fynd) == väntat
    assert lagrum in "".join(f.lagrum for f in fynd)


@pytest.mark.parametrize(
    ("läge", "väntat"),
    [
        pytest.param({}, FRITT, id="ledamoten"),
        pytest.param({"läsare": Läsare.ERSÄTTARE}, FRITT, id="ersättaren"),
        pytest.param({"läsare": Läsare.INSYN}, FRITT, id="insynsplats läser och frågar"),
        pytest.param({"jävig": True}, HINDER, id="KL 6:30 jävig"),
        pytest.param({"läsare": Läsare.TIDIGARE}, HINDER, id="uppdraget har slutat"),
        pytest.param({"läsare": Läsare.ARBETAR}, HINDER, id="tjänsteperson"),
        pytest.param({"möte_slut": True}, HINDER, id="mötet är slut"),
    ],
)
def test_fråga(läge, väntat):
    fynd = förslagsrätt.fråga(Punktläge(**{"läsare": Läsare.LEDAMOT} | läge))
    assert utfall(fynd) == väntat


def test_det_avgjorda_kommer_ingen_vidare_från():
    for läge in (frågegång.LÄMNAD, frågegång.AVBÖJD):
        assert not frågegång.möjliga(läge)
    assert frågegång.nästa(frågegång.STÄLLD, Handgrepp.BESVARA) is None
    assert frågegång.nästa(frågegång.BESVARAD, Handgrepp.SVARA_SJÄLV) is None


@pytest.mark.parametrize(
    ("till_alla", "sakuppgift", "väntat"),
    [
        pytest.param(True, False, True, id="FL 27 alla kallade"),
        pytest.param(False, True, True, id="FL 27 en sakuppgift"),
        pytest.param(False, False, False, id="TF 2:12 bara frågaren"),
    ],
)
def test_vad_som_blir_en_handling(till_alla, sakuppgift, väntat):
    assert frågegång.ska_registreras(till_alla=till_alla, sakuppgift=sakuppgift) is väntat
