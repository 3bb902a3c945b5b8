"""Kill -9 när anslaget sätts upp på sin tid, tas ned och får sitt bevis: allt en gång.

Att det sätts upp genast prövas med förseglingen, och avbrotten i tests/publikt/test_vakt.py.
"""

import threading
import time as klocka
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from konton.models import Användare
from protokoll.models import Anslag, Bevis, Justering, Justeringsregel
from protokoll.services import anslag as anslagen
from protokoll.services import bevis
from publikt.models import Anslag as Tavelanslag
from publikt.models import Anslagshändelse, Uppetid
from publikt.services import vakt
from tests import kill
from tests.factories import justering as fabrik
from tests.factories.protokoll import kallat_möte
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället, ställen
from ärenden.models import Jobb

pytestmark = pytest.mark.slow


@pytest.fixture
def till(transactional_db: None, egna_filer: Path) -> Justering:
    """Justerat och förseglat, med ett anslag som väntar till midnatt."""
    värld = kallat_möte()
    Justeringsregel.objects.create(organ=värld.organ, anslås_kl=time(0, 0))
    return fabrik.justerat(värld)


@pytest.fixture
def uppe(till: Justering) -> Anslag:
    vaka(anslagets_tid())
    return till.anslag.get()


# --- Det som processerna gör --------------------------------------------------------------------


def vaka(nu: str) -> None:
    """Schemat väcker vakten, och tavlan har svarat."""
    vakt.tavlan_svarade(nu=datetime.fromisoformat(nu))


def ta_ned_för_hand(nu: str) -> None:
    """Webbprocessen, när sekreteraren trycker på Ta ned."""
    rad = Anslag.objects.select_related("protokoll__sammanträde__sekreterare").get()
    sekreterare = rad.protokoll.sammanträde.sekreterare
    anslagen.ta_ned(
        anslag=rad,
        av=Användare.objects.get(person=sekreterare),
        nu=datetime.fromisoformat(nu),
    )


# --- Proven -------------------------------------------------------------------------------------


def tavlan() -> Tavelanslag:
    return Tavelanslag.objects.get()


def händelser() -> list[str]:
    return [h.typ for h in Anslagshändelse.objects.all()]


def svarat_till(tid: datetime) -> str:
    """Tavlan har svarat varje minut dit, så att inget avbrott finns att anteckna."""
    rad = Uppetid.objects.first() or Uppetid(från_tid=timezone.now())
    rad.till_tid = tid - timedelta(minutes=1)
    rad.save()
    return tid.isoformat()


def anslagets_tid() -> str:
    return svarat_till(tavlan().uppe_från)


def nedtagningens_tid() -> str:
    return svarat_till(timezone.make_aware(datetime.combine(tavlan().ned_dag, time(0, 0))))


@FÖRE_OCH_EFTER
def test_anslaget_kommer_upp_en_gång(stället: Stället, till: Justering) -> None:
    nu = anslagets_tid()
    assert händelser() == ["inlamnat"]

    kill.döda(vaka, nu, stället=stället)

    assert tavlan().är_uppe is (stället == EFTER)
    for _ in range(2):
        vaka(nu)
    assert tavlan().uppsatt_tid == tavlan().uppe_från
    assert händelser() == ["inlamnat", "uppsatt"]
    assert Anslag.objects.count() == 1
    assert not tavlan().avbrott.exists()
    assert Uppetid.objects.count() == 1


@FÖRE_OCH_EFTER
@pytest.mark.parametrize("gör", [vaka, ta_ned_för_hand], ids=lambda gör: gör.__name__)
def test_anslaget_tas_ned_en_gång(
    stället: Stället, gör: Callable[[str], None], uppe: Anslag
) -> None:
    nu = nedtagningens_tid()

    kill.döda(gör, nu, stället=stället)

    assert (tavlan().nedtagen_tid is not None) is (stället == EFTER)
    for _ in range(2):
        gör(nu)
    vaka(nu)
    assert tavlan().nedtagen_tid == datetime.fromisoformat(nu)
    assert händelser() == ["inlamnat", "uppsatt", "nedtaget"]
    assert not tavlan().avbrott.exists()


@FÖRE_OCH_EFTER
def test_beviset_beställs_en_gång(stället: Stället, uppe: Anslag) -> None:
    vaka(nedtagningens_tid())

    kill.döda(bevis.för_nedtagna, stället=stället)

    assert Bevis.objects.count() == (1 if stället == EFTER else 0)
    assert bevis.för_nedtagna() == (0 if stället == EFTER else 1)
    assert bevis.för_nedtagna() == 0
    kill.omstart()
    kräv_ett_bevis(uppe)


def test_uppgiften_som_lämnas_ut_igen_väntar_på_den_förra(uppe: Anslag) -> None:
    """Den dödades sista COMMIT kan vara på väg när nästa arbetare får uppgiften."""
    vaka(nedtagningens_tid())
    antal: list[int] = []

    def nästa_arbetare() -> None:
        try:
            antal.append(bevis.för_nedtagna())
        finally:
            connection.close()

    tråd = threading.Thread(target=nästa_arbetare)
    with transaction.atomic():
        assert bevis.för_nedtagna() == 1
        tråd.start()
        kräv_att_någon_väntar()
    tråd.join()

    assert antal == [0]
    assert Bevis.objects.count() == 1


def kräv_att_någon_väntar() -> None:
    """På ett lås som den här transaktionen håller."""
    slut = klocka.monotonic() + 20
    with connection.cursor() as markör:
        while klocka.monotonic() < slut:
            markör.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if markör.fetchone()[0]:
                return
            klocka.sleep(0.01)
    pytest.fail("ingen väntade på låset")


# Arbetarens COMMIT: lånat, börjat, sparar, och sist filen hos båda med jobbets slut.
SPARAT = 4


@ställen(Stället("före", SPARAT), Stället("efter", SPARAT))
def test_beviset_skrivs_en_gång(stället: Stället, uppe: Anslag) -> None:
    vaka(nedtagningens_tid())
    bevis.för_nedtagna()
    jobb = Jobb.objects.get(slag=bevis.SLAG)

    kill.döda(bevis.utför, jobb_id=jobb.pk, stället=stället)

    assert (tavlan().bevis is not None) is (stället.när == "efter")
    kill.omstart()
    bevis.utför(jobb_id=jobb.pk)
    kräv_ett_bevis(uppe)


def kräv_ett_bevis(anslag: Anslag) -> None:
    anslag.refresh_from_db()
    assert anslag.bevis == Bevis.objects.get().fil
    assert tavlan().bevis.sha256 == anslag.bevis.sha256
    assert händelser() == ["inlamnat", "uppsatt", "nedtaget", "bevis"]
    assert bevis.för_nedtagna() == 0
    assert not kill.lösa_filer()
