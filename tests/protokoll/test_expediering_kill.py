"""Kill -9 runt utdraget: en sändning, ett brev, eller besked att det är osäkert om det gick."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from konton.models import Användare
from protokoll.models import Expediering, Försättsbladsmottagare, InkommetUtdrag, Kanal
from protokoll.services import expediering
from protokoll.services.expedieringsfel import RedanExpedierad
from tests import kill
from tests.factories.expediering import (
    HEM,
    annat_organ,
    beslutad,
    försättsbladet,
    justera,
    mottagare,
    sänd,
)
from tests.factories.protokoll import Mötesvärld, kallat_möte
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället, ställen
from ärenden.models import Handling, Händelse, Jobb, Ärende

pytestmark = pytest.mark.slow
S = Expediering.Status


@pytest.fixture
def värld(transactional_db: None, egna_filer: Path) -> Mötesvärld:
    värld = kallat_möte()
    justera(värld.håll())
    försättsbladet(beslutad(värld), värld.sekreterare)
    return värld


def på_försättsbladet(värld: Mötesvärld, kanal: str) -> Försättsbladsmottagare:
    fält = {
        Kanal.EPOST: {"adress": "lova@exempel.se"},
        Kanal.POST: {"adress": HEM},
    }
    if kanal == Kanal.INTERNT:
        organ = annat_organ()
        return mottagare(
            beslutad(värld), värld.sekreterare, organ.namn, kanal=kanal, organ=organ, adress=""
        )
    return mottagare(beslutad(värld), värld.sekreterare, kanal=kanal, **fält[Kanal(kanal)])


# --- Det som processerna gör --------------------------------------------------------------------


def expediera(mottagare: int, av: int) -> Expediering:
    """Webbprocessen, när någon trycker på Skicka."""
    return sänd(Försättsbladsmottagare.objects.get(pk=mottagare), Användare.objects.get(pk=av))


def arbeta(jobb_id: int) -> None:
    """Arbetaren, med en brevlåda på disk som båda processerna ser."""
    with med_brevlåda():
        expediering.utför(jobb_id=jobb_id)


def med_brevlåda() -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
        EMAIL_FILE_PATH=brevlådan(),
    )


def brevlådan() -> Path:
    return settings.DATA / "brev"


def lämnade_brev() -> int:
    return sum(fil.read_bytes().count(b"\nSubject:") for fil in brevlådan().glob("*"))


# --- Proven -------------------------------------------------------------------------------------


@FÖRE_OCH_EFTER
def test_beslutet_att_sända_tas_en_gång(stället: Stället, värld: Mötesvärld) -> None:
    rad = på_försättsbladet(värld, Kanal.EPOST)

    kill.döda(expediera, rad.pk, värld.sekreterare.pk, stället=stället)

    assert Expediering.objects.count() == Jobb.objects.filter(slag=expediering.SLAG).count()
    assert Expediering.objects.count() == (1 if stället == EFTER else 0)
    if stället != EFTER:
        expediera(rad.pk, värld.sekreterare.pk)
    with pytest.raises(RedanExpedierad):
        expediera(rad.pk, värld.sekreterare.pk)
    with med_brevlåda():
        kill.omstart()
    assert Expediering.objects.get().status == S.SKICKAD
    assert lämnade_brev() == 1
    kräv_i_ärendet_en_gång(värld)


# Arbetarens COMMIT vid e-post: lånat, börjat, filerna, på väg, brevet, sänds, skickad, klart.
FILERNA, SÄNDS, SKICKAD, KLART = 3, 6, 7, 8


@pytest.mark.parametrize(
    ("stället", "gick", "status"),
    [
        (Stället("före", FILERNA), 0, S.SKICKAD),
        (Stället("efter", FILERNA), 0, S.SKICKAD),
        (Stället("före", SÄNDS), 0, S.SKICKAD),
        (Stället("efter", SÄNDS), 0, S.SÄNDS),
        # Brevet är lämnat men det är inte antecknat.
        (Stället("före", SKICKAD), 1, S.SÄNDS),
        (Stället("efter", SKICKAD), 1, S.SKICKAD),
        (Stället("efter", KLART), 1, S.SKICKAD),
    ],
    ids=str,
)
def test_brevet_går_högst_en_gång(
    stället: Stället, gick: int, status: str, värld: Mötesvärld
) -> None:
    sändning = sänd(på_försättsbladet(värld, Kanal.EPOST), värld.sekreterare)

    kill.döda(arbeta, sändning.jobb_id, stället=stället)

    assert lämnade_brev() == gick
    if stället.när == "efter":
        assert not kill.lösa_filer()
    with med_brevlåda():
        kill.omstart()
        arbeta(sändning.jobb_id)

    efter = Expediering.objects.select_related("jobb").get()
    osäkert = status == S.SÄNDS
    assert efter.status == status
    assert efter.jobb.status == (Jobb.Status.MISSLYCKAT if osäkert else Jobb.Status.KLART)
    assert ("osäkert" in efter.jobb.fel) is osäkert
    assert lämnade_brev() == (gick if osäkert else 1)
    kräv_i_ärendet_en_gång(värld)


# Utan e-post är det sista antecknat i samma COMMIT som jobbets slut.
UTAN_BREV = 5


@pytest.mark.parametrize("kanal", [Kanal.POST, Kanal.INTERNT])
@ställen(Stället("före", UTAN_BREV), Stället("efter", UTAN_BREV))
def test_post_och_internt_görs_en_gång(stället: Stället, kanal: str, värld: Mötesvärld) -> None:
    sändning = sänd(på_försättsbladet(värld, kanal), värld.sekreterare)

    kill.döda(expediering.utför, jobb_id=sändning.jobb_id, stället=stället)

    klart = stället == Stället("efter", UTAN_BREV)
    assert sändning.steg.count() == klart
    kill.omstart()
    expediering.utför(jobb_id=sändning.jobb_id)

    assert [s.status for s in sändning.steg.all()] == [
        S.SKICKAD if kanal == Kanal.INTERNT else S.KLAR
    ]
    assert InkommetUtdrag.objects.count() == (kanal == Kanal.INTERNT)
    kräv_i_ärendet_en_gång(värld)


def kräv_i_ärendet_en_gång(värld: Mötesvärld) -> None:
    ärende = beslutad(värld).ärende
    assert Handling.objects.filter(ärende=ärende, slag="protokollsutdrag").count() == 1
    assert Händelse.objects.filter(ärende=ärende, typ="protokoll.expedierat").count() == 1
    assert ärende.status == Ärende.Status.BESLUTAT
    assert not kill.lösa_filer()
