"""Boolesk form och mängdform säger samma sak, för varje roll och varje objekt."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from konton.models import Roll
from tests.factories import mallar as mallfabrik
from tests.factories import ärenden as nya
from tests.factories.konton import (
    AnvändareFactory,
    MyndighetFactory,
    RolltilldelningFactory,
    med_roll,
)
from ärenden import policy
from ärenden.models import Anmälan, Diarium, Handling, Jobb, Mall, Skrivelseutkast, Ärende
from ärenden.policy import Rätt

pytestmark = pytest.mark.django_db

OSL = "OSL 26 kap. 1 §"


@pytest.fixture
def värld():
    """Två nämnder med öppna och hemliga ärenden och handlingar, och en användare per roll."""
    egen, annan = MyndighetFactory(), MyndighetFactory()
    användare = {roll: med_roll(roll, egen) for roll in Roll}
    användare["ingen roll"] = AnvändareFactory()
    användare["avstängd"] = RolltilldelningFactory(
        roll=Roll.REGISTRATOR, myndighet=egen, användare__is_active=False
    ).användare
    användare["anonym"] = AnonymousUser()
    hans = användare[Roll.HANDLÄGGARE]
    for nämnd in (egen, annan):
        sekreterare = med_roll(Roll.NÄMNDSEKRETERARE, nämnd)
        for hemligt, handläggare in itertools.product(("", OSL), (None, hans)):
            ärende = nya.ärende(
                nämnd, sekretess_lagrum=hemligt, handläggare=handläggare, rubrik=f"Ärende {hemligt}"
            )
            nya.handling(ärende)
            nya.handling(ärende, sekretess_lagrum=OSL)
            for lagrum in ("", OSL):
                skrivelse = nya.skrivelse(ärende, av=sekreterare, sekretess_lagrum=lagrum)
                nya.anmälan(skrivelse, av=sekreterare)
            mallfabrik.påbörjad(ärende, av=sekreterare)
            granskare = [användare[Roll.CHEF], hans] if nämnd == egen else ()
            mallfabrik.granskas(ärende, av=sekreterare, granskare=granskare)
    for en in användare.values():
        if en.pk:
            nya.JobbFactory(av=en)
    return användare


@pytest.mark.parametrize(
    ("modell", "synliga", "får_se"),
    [
        (Ärende, policy.synliga_ärenden, policy.får_se),
        (Handling, policy.synliga_handlingar, policy.får_se_handling),
        (Anmälan, policy.synliga_anmälningar, policy.får_se_anmälan),
        (Diarium, policy.valbara_diarier, policy.får_registrera_i),
        (Mall, policy.synliga_mallar, policy.får_se_mall),
        (Skrivelseutkast, policy.synliga_utkast, policy.får_se_utkast),
        (Skrivelseutkast, policy.synliga_granskningar, policy.får_se_granskning),
    ],
    ids=["ärenden", "handlingar", "anmälningar", "diarier", "mallar", "utkast", "granskningar"],
)
def test_boolesk_form_och_mängdform_stämmer_överens(värld, modell, synliga, får_se):
    alla = list(modell.objects.all())
    sedda = {}
    for namn, användare in värld.items():
        mängden = set(synliga(användare))
        assert mängden == {rad for rad in alla if får_se(användare, rad)}, namn
        sedda[namn] = len(mängden)

    # Provet skiljer faktiskt på rollerna.
    assert sedda["anonym"] == 0
    assert len(set(sedda.values())) > 1 or modell is Jobb


def test_antal_synliga_per_roll(värld):
    """Fyra ärenden i den egna nämnden, två hemliga varav handläggaren har ett."""
    sedda = {namn: policy.synliga_ärenden(vem).count() for namn, vem in värld.items()}

    assert sedda == {
        Roll.NÄMNDSEKRETERARE: 4,
        Roll.REGISTRATOR: 4,
        Roll.HANDLÄGGARE: 3,
        Roll.CHEF: 2,
        Roll.FÖRTROENDEVALD: 0,
        Roll.ADMINISTRATÖR: 0,
        "ingen roll": 0,
        "avstängd": 0,
        "anonym": 0,
    }


def test_sekretess_ärvs_inte_åt_något_håll(värld):
    chef = värld[Roll.CHEF]
    synliga = policy.synliga_handlingar(chef)

    assert synliga.filter(ärende__sekretess_lagrum="").exists()
    assert not synliga.filter(sekretess_lagrum=OSL).exists()
    assert Handling.objects.filter(ärende__sekretess_lagrum=OSL, sekretess_lagrum="").exists()
    assert not synliga.filter(ärende__sekretess_lagrum=OSL).exists()


@pytest.mark.parametrize("roll", list(Roll))
@pytest.mark.parametrize("rätt", list(Rätt))
def test_rätt_i_egen_nämnd_gäller_inte_i_annan(roll, rätt):
    egen, annan = MyndighetFactory(), MyndighetFactory()
    användare = med_roll(roll, egen)
    har = rätt in policy.RÄTTER[roll]

    assert policy.får(användare, rätt, egen) is har
    # Administratören har sin roll i hela installationen.
    överallt = har and roll == Roll.ADMINISTRATÖR
    assert policy.får(användare, rätt, annan) is överallt
    väntat = {egen, annan} if överallt else {egen} if har else set()
    assert set(policy.myndigheter_med(användare, rätt)) == väntat
    if not har:
        with pytest.raises(PermissionDenied):
            policy.kräv(användare, rätt, egen)


def test_valbara_handläggare_är_de_som_får_handlägga_i_nämnden():
    nämnd = MyndighetFactory()
    användare = {roll: med_roll(roll, nämnd) for roll in Roll}
    utifrån = med_roll(Roll.HANDLÄGGARE)
    avstängd = RolltilldelningFactory(myndighet=nämnd, användare__is_active=False).användare

    valbara = set(policy.valbara_handläggare(användare[Roll.REGISTRATOR]))

    alla = [*användare.values(), utifrån, avstängd]
    assert valbara == {en for en in alla if policy.får_handlägga(en, nämnd)}
    assert valbara == {
        användare[r] for r in (Roll.REGISTRATOR, Roll.NÄMNDSEKRETERARE, Roll.HANDLÄGGARE)
    }


def test_okänd_rätt_är_ett_fel():
    with pytest.raises(AttributeError):
        policy.roller_med(Rätt.STAVFEL)
