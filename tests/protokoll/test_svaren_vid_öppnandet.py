"""Närvaron är förberedd när mötet öppnas: anmäld frånvaro, inkallade ersättare och jäv."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nämnd.jäv import Grund
from nämnd.services import inkallelser, svar
from protokoll.models import Jäv, Närvaro
from protokoll.rum import rum
from protokoll.services import avslut, närvaro
from protokoll.services import möte as mötetjänst
from tests.factories.protokoll import Mötesvärld

pytestmark = pytest.mark.slow

S = Närvaro.Status


def svara(värld: Mötesvärld, namn: str, *, kommer: bool = True, **val) -> None:
    konto = värld.konto(namn)
    svar.svara(sammanträde=värld.sammanträde, person=konto.person, kommer=kommer, av=konto, **val)


def kalla(värld: Mötesvärld, namn: str, för: str) -> None:
    inkallelser.kalla_in(
        sammanträde=värld.sammanträde,
        person=värld.konto(namn).person,
        för=värld.konto(för).person,
        av=värld.sekreterare,
    )


@pytest.fixture
def förberett(värld: Mötesvärld) -> Mötesvärld:
    """Ingrid är sjuk och Tove inkallad; Åke kommer senare och Håkan är inkallad; Bo på distans."""
    värld.organ.distans_tillåten = True
    värld.organ.save()
    svara(värld, "Ingrid", kommer=False, skäl="Operation på sjukhus.")
    svara(värld, "Åke", från=time(16))
    svara(värld, "Bo", distans=True)
    kalla(värld, "Tove", "Ingrid")
    kalla(värld, "Håkan", "Åke")
    svara(värld, "Tove")
    svara(värld, "Håkan")
    return värld


def test_inkallade_ersättare_tjänstgör_från_början_KL_5_17(förberett: Mötesvärld) -> None:
    protokoll = förberett.öppna()

    tove, ingrid = förberett.rad("Tove"), förberett.rad("Ingrid")
    assert (tove.status, tove.för, tove.varningar) == (S.TJÄNSTGÖRANDE, ingrid, [])
    assert förberett.rad("Håkan").för == förberett.rad("Åke")
    assert (ingrid.status, ingrid.frånvaro_skäl) == (S.FRÅNVARANDE, "anmält förhinder")
    assert förberett.rad("Åke").frånvaro_skäl == "anmält förhinder till kl. 16.00"
    assert not protokoll.närvarande.filter(frånvaro_skäl__contains="Operation").exists()

    närvaro.alla_närvarande(protokoll=protokoll, av=förberett.sekreterare)

    # ”Alla här” tar inte med dem som anmält förhinder.
    assert {r.namn.split()[0] for r in rum(protokoll).beslutande} == {
        *("Željka", "Märta", "Bo", "Tove", "Håkan")
    }
    assert förberett.rad("Bo").distans


def test_sidan_som_öppnar_säger_hur_närvaron_är_anmäld(förberett: Mötesvärld) -> None:
    svara(förberett, "Märta", kommer=False)
    inkallelser.återta(
        inkallad=förberett.sammanträde.inkallelser.get(person__namn__startswith="Håkan"),
        av=förberett.sekreterare,
    )
    svara(förberett, "Håkan", till=time(16))
    kalla(förberett, "Håkan", "Märta")
    klient = Client()
    klient.force_login(förberett.sekreterare)
    sida = klient.get(reverse("protokoll:oppna", args=[förberett.sammanträde.pk])).content.decode()
    for text in (
        "Ingrid Norrsund (S): anmält förhinder<",
        "Åke Öberg (M): anmält förhinder till kl. 16.00<",
        "Tove Älvhage (S) tjänstgör för Ingrid Norrsund från början",
        "Håkan Myrtorp är inkallad för Märta Lindéngård men har inte svarat",
    ):
        assert text in sida
    assert "Operation" not in sida


def test_ledamoten_som_kommer_senare_tar_sin_plats_KL_5_19(förberett: Mötesvärld) -> None:
    förberett.öppna()
    rad = närvaro.markera_närvaro(
        rad=förberett.rad("Åke"), status=S.LEDAMOT, av=förberett.sekreterare
    )
    assert rad.frånvaro_skäl == ""
    assert förberett.rad("Håkan").status == S.ERSÄTTARE


def test_den_som_inte_svarat_på_inkallelsen_tjänstgör_inte(värld: Mötesvärld) -> None:
    svara(värld, "Ingrid", kommer=False)
    kalla(värld, "Tove", "Ingrid")
    värld.öppna()
    assert värld.rad("Tove").status == S.FRÅNVARANDE


def test_ångras_öppnandet_går_det_att_svara_igen(förberett: Mötesvärld) -> None:
    mötetjänst.ångra_öppnandet(protokoll=förberett.öppna(), av=förberett.sekreterare)
    svara(förberett, "Ingrid")
    förberett.sammanträde.refresh_from_db()
    förberett.öppna()
    assert förberett.rad("Tove").status == S.FRÅNVARANDE
    assert förberett.rad("Ingrid").frånvaro_skäl == ""


def test_den_som_anmält_distans_och_inte_kom_står_inte_på_distans(förberett: Mötesvärld) -> None:
    protokoll = förberett.öppna()
    for namn in ("Željka", "Märta", "Åke"):
        närvaro.markera_närvaro(rad=förberett.rad(namn), status=S.LEDAMOT, av=förberett.sekreterare)
    närvaro.välj_justerare(rad=förberett.rad("Märta"), av=förberett.sekreterare)
    for punkt in förberett.punkter:
        förberett.behandla(punkt)
    avslut.avsluta(protokoll=protokoll, av=förberett.sekreterare, sluttid=time(16, 45))
    assert not förberett.rad("Bo").distans


def test_jäv_som_anmälts_i_förväg_föreslås_vid_punkten_och_antecknas(värld: Mötesvärld) -> None:
    bo, punkt = värld.konto("Bo"), värld.punkter[1]
    svar.anmäl_jäv(punkt=punkt, person=bo.person, grund=Grund.PART.etikett, av=bo)
    protokoll = värld.samla()
    klient = Client()
    klient.force_login(värld.sekreterare)
    mötet = reverse("protokoll:mote", args=[protokoll.pk])
    text = "Bo Ekfalk (V) har anmält jäv före mötet"
    assert text in klient.get(mötet).content.decode()
    assert not Jäv.objects.exists()

    vid = f"punkt-{punkt.pk}"
    sida = klient.get(mötet, {"punkt": punkt.pk}).content.decode()
    aktuell = sida.split('class="aktuell"')[1].split("</section>")[0]
    assert text in aktuell
    assert f'name="vid" value="{vid}"' in aktuell
    klient.post(
        reverse("protokoll:nytt_jav", args=[protokoll.pk]),
        {"rad": värld.rad("Bo").pk, "vid": vid, "grund": Grund.PART.etikett},
    )

    assert Jäv.objects.get().punkt == punkt
    assert text not in klient.get(mötet).content.decode()


def test_den_inkallade_tjänstgör_på_den_vakanta_platsen_från_början(värld: Mötesvärld) -> None:
    valda = värld.organ.uppdrag.gällande(värld.sammanträde.datum)
    värld.organ.platser = valda.exclude(post__in=["ersattare", "insyn"]).count()
    värld.organ.save()
    värld.organ.uppdrag.filter(person=värld.konto("Ingrid").person).update(
        till=värld.sammanträde.datum - timedelta(days=20)
    )
    inkallelser.kalla_in_alla(sammanträde=värld.sammanträde, av=värld.sekreterare)
    svara(värld, "Tove")
    klient = Client()
    klient.force_login(värld.sekreterare)
    sidan = klient.get(reverse("protokoll:oppna", args=[värld.sammanträde.pk])).content.decode()
    assert "tjänstgör på en vakant plats från början" in sidan

    värld.öppna()

    tove = värld.rad("Tove")
    assert (tove.status, tove.för) == (S.TJÄNSTGÖRANDE, None)
    assert not värld.protokoll.närvarande.filter(namn__startswith="Ingrid").exists()
