"""Stängda dörrar sägs i protokollet när mötet annars är offentligt (KL 5:42, 6:25)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from konton.models import Roll
from nämnd.models import Organ, Sammanträde
from protokoll import dörrar as lagen
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.services import beslut, dörrar, granskning, varningar
from protokoll.services.mötesfel import FelDörrar
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, lägg_punkt, organ_med_valda


@pytest.mark.parametrize(
    ("fullmäktige", "offentligt", "mot_enskild", "hemligt", "varnas"),
    [
        pytest.param(True, False, False, True, True, id="KL 5:42 hemligt i fullmäktige"),
        pytest.param(True, False, False, False, False, id="KL 5:42 öppet ärende"),
        pytest.param(False, True, True, False, True, id="KL 6:25 st. 3 1 myndighetsutövning"),
        pytest.param(False, True, False, True, True, id="KL 6:25 st. 3 2 sekretess"),
        pytest.param(False, True, False, False, False, id="KL 6:25 öppet ärende, öppet möte"),
        pytest.param(False, False, True, True, False, id="KL 6:25 st. 1 slutet möte"),
    ],
)
def test_dörrarna(
    fullmäktige: bool, offentligt: bool, mot_enskild: bool, hemligt: bool, varnas: bool
) -> None:
    läget = {
        "fullmäktige": fullmäktige,
        "offentligt": offentligt,
        "mot_enskild": mot_enskild,
        "hemligt": hemligt,
    }
    fynd = lagen.pröva(**läget, stängda=False)

    assert (fynd is not None) is varnas
    assert fynd is None or not fynd.hindrar
    assert lagen.pröva(**läget, stängda=True) is None


def hemligt_ärende(organ: Organ) -> Mötesvärld:
    värld = kallat_möte(organ, punkter=False)
    lägg_punkt(
        värld, "Ett köp", förslag=("Köpet görs.",), slag="sekretess", sekretess_lagrum="OSL 19:1"
    )
    värld.samla()
    return värld


def test_fullmäktiges_stängda_dörrar_står_i_protokollet_KL_5_42(db: None) -> None:
    värld = hemligt_ärende(organ_med_valda(namn="Fullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    assert "öppna_dörrar" in [f.kod for f in varningar.vid(paragraf, []).ärendet]

    for _ in range(2):
        dörrar.ange(paragraf=paragraf, stängda=True, av=värld.sekreterare)
    assert paragraf.propositioner.count() == 1
    assert "öppna_dörrar" not in [f.kod for f in varningar.vid(paragraf, []).ärendet]

    # Anteckningen är ingen proposition: beslutet skrivs som vanligt.
    paragraf = beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    assert not beslut.är_uträknat(paragraf)
    for maskera in (True, False):
        tryckt = block(paragraf, Rubriker(värld.organ), maskera=maskera)
        assert lagen.I_FULLMÄKTIGE in tryckt.anmärkningar
    assert str(tryckt).count("stängda dörrar") == 1
    assert granskning.brister(protokoll=värld.protokoll) == []

    dörrar.ange(paragraf=paragraf, stängda=False, av=värld.sekreterare)
    assert not paragraf.propositioner.exists()


def test_bara_den_som_för_protokollet_antecknar_och_bara_på_ett_offentligt_möte_KL_6_25(
    db: None,
) -> None:
    värld = hemligt_ärende(organ_med_valda())
    paragraf = beslut.ta_upp(punkt=värld.punkter[0], av=värld.sekreterare)
    with pytest.raises(FelDörrar, match="inte offentligt"):
        dörrar.ange(paragraf=paragraf, stängda=True, av=värld.sekreterare)
    Sammanträde.objects.update(offentligt=True)
    paragraf = värld.protokoll.paragrafer.get(pk=paragraf.pk)
    with pytest.raises(PermissionDenied):
        dörrar.ange(
            paragraf=paragraf, stängda=True, av=med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
        )
    assert not paragraf.propositioner.exists()

    dörrar.ange(paragraf=paragraf, stängda=True, av=värld.sekreterare)
    assert [s.text for s in paragraf.propositioner.all()] == [lagen.I_NÄMND]
