"""Kill -9 runt breven: vart och ett går högst en gång, och det osäkra står som osäkert."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from konton.models import Person
from nämnd.models import Utskick, Utskicksmottagare
from nämnd.services import utskick as tjänst
from tests import kill
from tests.factories import nämnd as fabrik
from tests.kill import Stället
from ärenden.models import Jobb

pytestmark = pytest.mark.slow
S = Utskicksmottagare.Status


@pytest.fixture
def utskick(transactional_db: None, egna_filer: Path) -> Utskick:
    """Två brev att skicka."""
    n = fabrik.nämnden()
    fabrik.förtroendevald_i(n.organ)
    for person in Person.objects.filter(pk__in=n.organ.uppdrag.values("person")):
        Person.objects.filter(pk=person.pk).update(epost=f"p{person.pk}@exempel.se")
    kallelse = fabrik.utfärdad(n.möte, av=n.sekreterare)
    return tjänst.skicka(kallelse=kallelse, vägar={}, av=n.sekreterare)


def arbeta(jobb_id: int) -> None:
    """Arbetaren, med en brevlåda på disk som båda processerna ser."""
    with med_brevlåda():
        tjänst.utför(jobb_id=jobb_id)


def med_brevlåda() -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
        EMAIL_FILE_PATH=settings.DATA / "brev",
    )


def lämnade_brev() -> int:
    return sum(fil.read_bytes().count(b"\nSubject:") for fil in (settings.DATA / "brev").glob("*"))


# Arbetarens COMMIT: lånat, genomgånget, sedan tre för varje brev, och klart.
SÄNDS, SKICKAD, KLART = 4, 5, 9


@pytest.mark.parametrize(
    ("stället", "gick", "till_slut", "första"),
    [
        (Stället("före", SÄNDS), 0, 2, S.SKICKAD),
        # Beslutet att sända är bekräftat, men inget brev hann iväg.
        (Stället("efter", SÄNDS), 0, 1, S.SÄNDS),
        # Brevet är lämnat men det är inte antecknat.
        (Stället("före", SKICKAD), 1, 2, S.SÄNDS),
        (Stället("efter", SKICKAD), 1, 2, S.SKICKAD),
        (Stället("före", KLART), 2, 2, S.SKICKAD),
        (Stället("efter", KLART), 2, 2, S.SKICKAD),
    ],
    ids=str,
)
def test_brevet_går_högst_en_gång(
    stället: Stället, gick: int, till_slut: int, första: str, utskick: Utskick
) -> None:
    kill.döda(arbeta, utskick.jobb_id, stället=stället)

    assert lämnade_brev() == gick
    with med_brevlåda():
        kill.omstart()
        arbeta(utskick.jobb_id)

    assert lämnade_brev() == till_slut
    assert [m.status for m in utskick.mottagare.order_by("pk")] == [första, S.SKICKAD]
    assert Jobb.objects.get(pk=utskick.jobb_id).status == Jobb.Status.KLART
