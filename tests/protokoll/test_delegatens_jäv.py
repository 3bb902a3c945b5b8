"""Den som står som jävig i ärendet beslutar inte där på delegation (KL 6:28–32, 7:4)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from nämnd.jäv import Grund, Undantag
from nämnd.models import AnmältJäv
from protokoll.services import beslut, jäv
from tests.factories.delegation import Delegationen
from tests.factories.protokoll import Mötesvärld
from tests.factories.ärenden import ärende as registrerat
from tests.protokoll.test_sidor import som
from ärenden.models import Delegationsbeslut
from ärenden.services.delegationsfel import AntecknatJäv

pytestmark = pytest.mark.slow

PART = Grund.PART.etikett


@pytest.fixture
def läge(värld: Mötesvärld) -> SimpleNamespace:
    """Bo är ledamot och beslutar i brådskande ärenden; ärendet är uppe i nämnden."""
    värld.samla()
    d = Delegationen(värld.organ.myndighet)
    ärende, person = värld.punkter[1].ärende, värld.konto("Bo").person
    assert ärende
    assert person
    d.ärende, d.ordförande = ärende, person
    d.titel(d.ordförande, "Ordförande")
    return SimpleNamespace(v=värld, d=d, bo=värld.rad("Bo"), punkt=värld.punkter[1])


def anmält(punkt, konto) -> AnmältJäv:
    return AnmältJäv.objects.create(
        punkt=punkt, person=konto.person, grund=PART, tid=timezone.now(), av=konto
    )


def test_jävet_i_protokollet_hindrar_beslutet_i_samma_ärende(läge: SimpleNamespace) -> None:
    paragraf = beslut.ta_upp(punkt=läge.punkt, av=läge.v.sekreterare)
    jäv.anmäl_jäv(rad=läge.bo, grund=PART, paragraf=paragraf, av=läge.v.sekreterare)

    with pytest.raises(AntecknatJäv, match=r"antecknad som jävig .* Socialnämnden 18 mars") as fel:
        läge.d.brådskande()
    assert fel.value.lagrum == "6 kap. 28–32 §§ och 7 kap. 4 § kommunallagen"
    assert "jävig" in fel.value.lagtext
    assert not Delegationsbeslut.objects.exists()

    # Ett annat ärende, och en annan person i samma, går bra.
    läge.d.brådskande(ärende=registrerat(läge.d.myndighet))
    läge.d.beslut()


def test_det_som_anmälts_till_en_kommande_punkt_hindrar(läge: SimpleNamespace) -> None:
    jäv.anmäl_jäv(rad=läge.bo, grund=PART, punkt=läge.punkt, av=läge.v.sekreterare)
    with pytest.raises(AntecknatJäv):
        läge.d.brådskande()


@pytest.mark.parametrize(
    "hur",
    [
        pytest.param("undantag", id="KL 6:31 undantaget upphäver jävet"),
        pytest.param("prövat", id="KL 6:30 nämnden fann att jäv inte fanns"),
        pytest.param("återtaget", id="KL 6:30 anmälan är återtagen"),
    ],
)
def test_det_som_inte_är_jäv_hindrar_inte(läge: SimpleNamespace, hur: str) -> None:
    av = läge.v.sekreterare
    anmälan = anmält(läge.punkt, läge.v.konto("Bo"))
    with pytest.raises(AntecknatJäv, match="anmält till Socialnämnden 18 mars"):
        läge.d.brådskande()

    if hur == "återtaget":
        anmälan.återtaget_tid, anmälan.återtaget_av = timezone.now(), av
        anmälan.save()
    elif hur == "undantag":
        rad = jäv.anmäl_jäv(
            rad=läge.bo, grund=Grund.STÄLLFÖRETRÄDARE.etikett, punkt=läge.punkt, av=av
        )
        jäv.tillämpa_undantag(
            jäv=rad, undantag=Undantag.KOMMUNALT_BOLAG.kod, skäl="Ordförande i bolaget", av=av
        )
    else:
        jäv.pröva_jävsfråga(
            rad=läge.bo, grund=PART, jävig=False, inställning="bestrider",
            punkt=läge.punkt, deltar=False, ingen_kan_tillkallas=True, av=av,
        )  # fmt: skip  # frågan läses som en rad

    assert läge.d.brådskande().nummer == 1


def test_sidan_säger_det_innan_någon_skrivit_beslutet(läge: SimpleNamespace) -> None:
    utredare = läge.d.utredare
    adress = reverse("arenden:fatta", args=[läge.d.ärende.pk])
    klient = som(utredare)
    assert "antecknad som jävig" not in klient.get(adress).content.decode()
    anmält(läge.punkt, utredare)

    sida = klient.get(adress).content.decode()
    assert "är antecknad som jävig" in sida
    assert "6 kap. 28–32 §§" in sida
    svar = klient.post(
        adress,
        {
            "punkt": läge.d.punkt("2.1").pk,
            "beslutsdag": timezone.localdate().isoformat(),
            "rubrik": "Tillstånd för Krogen",
            "beslutstext": "Tillstånd ges.",
            "ojävig": "on",
            "delegerbart": "on",
            "trots_varning": "Gjort",
        },
    )
    assert "är antecknad som jävig" in svar.content.decode()
    assert "Tillstånd för Krogen" in svar.content.decode()
    assert not Delegationsbeslut.objects.filter(
        beslutsdag__gte=timezone.localdate() - timedelta(days=1)
    ).exists()
