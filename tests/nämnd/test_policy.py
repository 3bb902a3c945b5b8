"""Nämndens policy: den booleska formen och mängdformen säger samma sak."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from konton.models import Roll
from nämnd import policy
from nämnd.models import Kallelse, Organ, Punkt, Sammanträde, Uppdrag
from nämnd.policy import Rätt
from tests.factories import nämnd as fabrik
from tests.factories.konton import AnvändareFactory, med_roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def världen():
    """Två nämnder med ett utfärdat och ett outfärdat möte var, och konton av alla slag."""
    konton = [AnonymousUser(), AnvändareFactory()]
    for _ in range(2):
        organ = fabrik.OrganFactory()
        sek = fabrik.sekreterare_i(organ)
        utfärdat, utkast = fabrik.möte(organ, av=sek), fabrik.möte(organ, av=sek)
        for möte in (utfärdat, utkast):
            fabrik.ta_upp(möte, av=sek, lagrum="OSL 26 kap. 1 §")
        fabrik.utfärdad(utfärdat, av=sek)
        fabrik.färdigt_utkast(utkast, av=sek)
        konton += [sek, *(med_roll(roll, organ.myndighet) for roll in Roll)]
        konton += [fabrik.förtroendevald_i(organ, post) for post in Uppdrag.Post]
        slutat = AnvändareFactory()
        fabrik.UppdragFactory(
            organ=organ, person=slutat.person, till=timezone.localdate() - timedelta(days=1)
        )
        konton.append(slutat)
    return konton


def test_synliga_möten(världen):
    for konto in världen:
        synliga = set(policy.synliga_sammanträden(konto))
        assert synliga == {m for m in Sammanträde.objects.all() if policy.får_se(konto, m)}


def test_synliga_kallelser(världen):
    for konto in världen:
        synliga = set(policy.synliga_kallelser(konto))
        assert synliga == {k for k in Kallelse.objects.all() if policy.får_se_kallelse(konto, k)}


def test_skötbara_organ_och_punkter(världen):
    for konto in världen:
        organ = {o for o in Organ.objects.all() if policy.får(konto, Rätt.SKÖTA_SAMMANTRÄDEN, o)}
        assert set(policy.skötbara_organ(konto)) == organ
        punkter = {p for p in Punkt.objects.all() if p.sammanträde.organ in organ}
        assert set(policy.skötbara_punkter(konto)) == punkter


def test_en_ledamot_ser_mötet_när_kallelsen_är_utfärdad():
    organ = fabrik.OrganFactory()
    sek, ledamot = fabrik.sekreterare_i(organ), fabrik.förtroendevald_i(organ)
    möte = fabrik.möte(organ, av=sek)
    fabrik.ta_upp(möte, av=sek)
    fabrik.färdigt_utkast(möte, av=sek)
    assert not policy.får_se(ledamot, möte)
    assert not policy.får_se_sekretess(ledamot, möte)
    fabrik.utfärdad(möte, av=sek)
    assert policy.får_se(ledamot, möte)
    assert policy.får_se_sekretess(ledamot, möte)


@pytest.mark.parametrize(
    ("post", "får"), [(p, p != Uppdrag.Post.INSYN) for p in Uppdrag.Post], ids=list(Uppdrag.Post)
)
def test_insynsplats_ser_inte_sekretess(post, får):
    organ = fabrik.OrganFactory()
    sek, konto = fabrik.sekreterare_i(organ), fabrik.förtroendevald_i(organ, post)
    möte = fabrik.möte(organ, av=sek)
    fabrik.ta_upp(möte, av=sek)
    fabrik.utfärdad(möte, av=sek)
    assert policy.får_se(konto, möte)
    assert policy.får_se_sekretess(konto, möte) is får


def test_uppdraget_ska_gälla_mötets_dag():
    organ = fabrik.OrganFactory()
    sek = fabrik.sekreterare_i(organ)
    konto = AnvändareFactory()
    fabrik.UppdragFactory(
        organ=organ, person=konto.person, från=date(2020, 1, 1), till=timezone.localdate()
    )
    möte = fabrik.möte(organ, av=sek)
    fabrik.ta_upp(möte, av=sek)
    fabrik.utfärdad(möte, av=sek)
    assert not policy.får_se(konto, möte)


@pytest.mark.parametrize("roll", [r for r in Roll if r != Roll.NÄMNDSEKRETERARE], ids=str)
def test_bara_sekreteraren_sköter_och_utfärdar(roll):
    organ = fabrik.OrganFactory()
    konto = med_roll(roll, organ.myndighet)
    for rätt in (Rätt.SKÖTA_SAMMANTRÄDEN, Rätt.UTFÄRDA_KALLELSE, Rätt.SE_SEKRETESS):
        with pytest.raises(PermissionDenied):
            policy.kräv(konto, rätt, organ)
