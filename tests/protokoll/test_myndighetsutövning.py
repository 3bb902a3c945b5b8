"""Myndighetsutövning mot enskild: när den föreslås, och att regeln hålls (KL 4 kap. 26 §)."""

import pytest
from django.core.exceptions import PermissionDenied

from konton.models import Roll
from nämnd.models import Organ
from protokoll.models import Paragraf
from protokoll.myndighetsutövning import Underlag, föreslagen
from protokoll.services import beslut, extra, meningar, myndighetsutövning
from protokoll.services.frågefel import FårInteAvstå
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import (
    Mötesvärld,
    kallat_möte,
    lägg_punkt,
    lägg_ärende,
    organ_med_valda,
)


@pytest.mark.parametrize(
    ("underlag", "ord_"),
    [
        pytest.param(Underlag(rubrik="Taxa"), None, id="KL 4:25 rätt att avstå annars"),
        pytest.param(
            Underlag(sekretess_lagrum="OSL 26 kap. 1 §"), "26 kap", id="KL 4:26 socialtjänst"
        ),
        pytest.param(Underlag(sekretess_lagrum="23:1 OSL"), "23:1", id="KL 4:26 skola"),
        pytest.param(Underlag(sekretess_lagrum="SoL 4:1"), "SoL", id="KL 4:26 bistånd"),
        pytest.param(
            Underlag(sekretess_lagrum="OSL 31 kap. 16 §"), None, id="KL 4:25 en upphandling"
        ),
        pytest.param(
            Underlag(sekretess_lagrum="OSL 18 kap. 8 §"), None, id="KL 4:25 säkerhetsåtgärder"
        ),
        pytest.param(
            Underlag(rubrik="Ansökan om serveringstillstånd, Ankan"),
            "rubriken",
            id="KL 4:26 tillstånd",
        ),
        pytest.param(
            Underlag(rubrik="Byggsanktionsavgift, Eken 3"), "rubriken", id="KL 4:26 avgift"
        ),
        pytest.param(
            Underlag(rubrik="Vård enligt LVU"), "rubriken", id="KL 4:26 vård utan samtycke"
        ),
        pytest.param(Underlag(rubrik="Taxa för bygglov"), None, id="KL 4:25 taxa"),
        pytest.param(Underlag(rubrik="Riktlinjer för LSS"), None, id="KL 4:25 riktlinjer"),
        pytest.param(Underlag(tidigare=True), "förut", id="KL 4:26 samma ärende"),
        pytest.param(
            Underlag(klass="731", klassens_senaste=True), "klass 731", id="KL 4:26 samma klass"
        ),
        pytest.param(Underlag(klass="731"), None, id="KL 4:25 klassen säger inget"),
        pytest.param(
            Underlag(sekretess_lagrum="OSL 26 kap. 1 §", fullmäktige=True),
            None,
            id="KL 4:26 gäller i en nämnd",
        ),
    ],
)
def test_när_det_föreslås(underlag: Underlag, ord_: str | None) -> None:
    fynd = föreslagen(underlag)

    assert (fynd is None) is (ord_ is None)
    if fynd is not None:
        assert ord_ in fynd.text
        assert fynd.lagrum == "4 kap. 26 § kommunallagen"
        assert not fynd.hindrar


@pytest.fixture
def hemlig(värld: Mötesvärld) -> Paragraf:
    punkt = lägg_ärende(värld, "Ärende om en person", lagrum="OSL 26 kap. 1 §")
    värld.samla()
    return beslut.ta_upp(punkt=punkt, av=värld.sekreterare)


def test_markeras_när_punkten_tas_upp_och_regeln_hålls(värld: Mötesvärld, hemlig: Paragraf) -> None:
    assert hemlig.mot_enskild
    with pytest.raises(FårInteAvstå) as fel:
        meningar.deltar_inte(paragraf=hemlig, personer=[värld.rad("Bo")], av=värld.sekreterare)
    assert fel.value.lagrum == "4 kap. 26 § kommunallagen"

    paragraf = myndighetsutövning.ange(paragraf=hemlig, mot_enskild=False, av=värld.sekreterare)
    meningar.deltar_inte(paragraf=paragraf, personer=[värld.rad("Bo")], av=värld.sekreterare)

    # Den som redan står som att inte delta hindrar att markeringen kommer tillbaka.
    with pytest.raises(FårInteAvstå, match="Bo Ekfalk"):
        myndighetsutövning.ange(paragraf=paragraf, mot_enskild=True, av=värld.sekreterare)
    paragraf.refresh_from_db()
    assert not paragraf.mot_enskild


def test_klassen_minns_vad_sekreteraren_sa(värld: Mötesvärld) -> None:
    första = lägg_ärende(värld, "Ett ärende")
    andra = lägg_ärende(värld, "Ett ärende till")
    for punkt in (första, andra):
        punkt.ärende.klass = "731"
        punkt.ärende.save(update_fields=["klass"])
    värld.samla()
    paragraf = beslut.ta_upp(punkt=första, av=värld.sekreterare)
    assert not paragraf.mot_enskild
    myndighetsutövning.ange(paragraf=paragraf, mot_enskild=True, av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)

    igen = beslut.ta_upp(punkt=andra, av=värld.sekreterare)

    assert igen.mot_enskild
    assert "klass 731" in myndighetsutövning.förslag(igen).text


def test_formalia_och_fullmäktige_föreslås_inte(värld: Mötesvärld) -> None:
    värld.samla()
    upprop = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    assert myndighetsutövning.förslag(upprop) is None
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    kf = kallat_möte(organ, punkter=False)
    punkt = lägg_punkt(kf, "Bygglov, Eken 3", förslag=("Bifall.",))
    kf.samla()
    assert not beslut.ta_upp(punkt=punkt, av=kf.sekreterare).mot_enskild


def test_väckt_på_mötet_föreslås_också(värld: Mötesvärld) -> None:
    värld.samla()
    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll, rubrik="Vitesföreläggande, Eken 3", av=värld.sekreterare
    )
    assert paragraf.mot_enskild


def test_bara_den_som_för_protokollet_ändrar(värld: Mötesvärld, hemlig: Paragraf) -> None:
    annan = med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory(kommun=värld.organ.myndighet.kommun))

    with pytest.raises(PermissionDenied):
        myndighetsutövning.ange(paragraf=hemlig, mot_enskild=False, av=annan)
