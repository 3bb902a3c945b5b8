"""Det i protokollen som hindrar att ärendet avslutas: ojusterat, oexpedierat och uppdrag."""

import pytest
from django.utils import timezone

from konton.models import Roll
from protokoll.models import Beslutsuppdrag
from protokoll.services import uppföljning
from tests.factories import expediering as expedieringar
from tests.factories import ärenden as nya
from tests.factories.konton import med_roll
from tests.factories.protokoll import Mötesvärld
from ärenden.avslut import Regel
from ärenden.services import avslut

pytestmark = pytest.mark.slow


@pytest.fixture
def beslut(värld: Mötesvärld):
    värld.håll()
    return expedieringar.beslutad(värld)


def protokollens(ärende, av):
    """Det som protokollen säger; skrivelserna prövas i ärendenas egna prov."""
    egna = {Regel.INTE_JUSTERAT, Regel.INTE_EXPEDIERAT, Regel.UPPDRAG}
    return [ö for ö in avslut.öppet(ärende, av=av) if ö.regel in egna]


def test_ett_ojusterat_beslut_hindrar_och_nämns_bara_med_sitt_nummer(värld, beslut):
    rut = nya.registrator_i(värld.organ.myndighet)

    (hinder,) = protokollens(beslut.ärende, rut)

    assert hinder.regel is Regel.INTE_JUSTERAT
    assert beslut.rubrik not in hinder.text
    with pytest.raises(avslut.KanInteAvslutas):
        avslut.avsluta(ärende=beslut.ärende, av=rut, skäl="Ändå.")


def test_justerat_men_inte_expedierat_hindrar_den_som_expedierar(värld, beslut):
    av = värld.sekreterare
    expedieringar.försättsbladet(beslut, av)
    expedieringar.mottagare(beslut, av)
    expedieringar.justera(beslut.protokoll)

    assert [ö.regel for ö in protokollens(beslut.ärende, av)] == [Regel.INTE_EXPEDIERAT]


def test_ett_öppet_uppdrag_hindrar_tills_det_är_återrapporterat(värld, beslut):
    rut = nya.registrator_i(värld.organ.myndighet)
    uppdrag = uppföljning.ge_uppdrag(
        paragraf=beslut,
        text="Följ upp Maj Bergs ärende",
        handläggare=med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
        dag=timezone.localdate(),
        av=värld.sekreterare,
    )
    expedieringar.justera(beslut.protokoll)

    hinder = [ö for ö in protokollens(beslut.ärende, rut) if ö.regel is Regel.UPPDRAG]

    assert len(hinder) == 1
    assert "Maj Berg" not in hinder[0].text
    Beslutsuppdrag.objects.filter(pk=uppdrag.pk).update(
        status=Beslutsuppdrag.Status.ÅTERRAPPORTERAT, återrapporterat=beslut
    )
    assert Regel.UPPDRAG not in [ö.regel for ö in protokollens(beslut.ärende, rut)]


def test_ett_annat_ärendes_beslut_hindrar_inte(värld, beslut):
    rut = nya.registrator_i(värld.organ.myndighet)
    annat = nya.ärende(värld.organ.myndighet, av=rut)

    assert protokollens(annat, rut) == []
    avslut.avsluta(ärende=annat, av=rut)
