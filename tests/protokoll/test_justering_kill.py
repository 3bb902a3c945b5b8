"""Kill -9 kring underskrifterna, förseglingen och anslaget: inget tappas, inget dubblas."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest

from protokoll import hashkedja, sigill
from protokoll.models import Anslag, Justering, Justeringsregel, Protokoll, Underskrift
from protokoll.services import försegling, justering
from protokoll.services.justeringsfel import RedanUnderskriven
from protokoll.services.justeringsläge import gjorda
from publikt.models import Anslag as Tavelanslag
from publikt.models import Anslagshändelse
from tests import kill
from tests.drift import Drift
from tests.factories import justering as fabrik
from tests.factories.protokoll import kallat_möte, lägg_ärende
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället, ställen
from ärenden.models import Jobb

pytestmark = pytest.mark.slow
KLART_INOM = 90


# --- Underskrifterna ---------------------------------------------------------------------------


def underteckna(underskrift: int) -> Underskrift:
    """Det som webbprocessen gör när den som justerar trycker på Skriv under."""
    rad = Underskrift.objects.get(pk=underskrift)
    return justering.underteckna(
        underskrift=rad, av=fabrik.konto_för(rad.person), färsk_andra_faktor=True
    )


@pytest.fixture
def till(transactional_db: None, egna_filer: Path) -> Justering:
    """Till justering, med en hemlig paragraf, och godkänt av alla som justerar."""
    värld = kallat_möte()
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    Justeringsregel.objects.create(organ=värld.organ, publicerar_protokoll=True)
    till = fabrik.till_justering(värld)
    for rad in till.underskrifter.exclude(som="sekreterare"):
        justering.godkänn_alla(underskrift=rad, av=fabrik.konto_för(rad.person))
    return till


def kräv_hel_kedja(till: Justering, antal: int) -> None:
    till.refresh_from_db()
    rader = gjorda(till)
    assert len(rader) == antal
    länkar = [hashkedja.Länk(rad.bevis, rad.kedja) for rad in rader]
    assert hashkedja.granska(länkar, sista=till.kedja or rader[-1].kedja) == []


@FÖRE_OCH_EFTER
def test_den_första_underskriften_görs_en_gång(stället: Stället, till: Justering) -> None:
    första = till.underskrifter.all()[0]

    kill.döda(underteckna, första.pk, stället=stället)

    första.refresh_from_db()
    assert (första.status, bool(första.kedja)) == (
        ("underskriven", True) if stället == EFTER else ("vantar", False)
    )
    if stället != EFTER:
        underteckna(första.pk)
    with pytest.raises(RedanUnderskriven):
        underteckna(första.pk)
    kräv_hel_kedja(till, 1)
    assert (till.status, till.jobb) == (Justering.Status.PÅGÅR, None)


@FÖRE_OCH_EFTER
def test_den_sista_underskriften_avslutar_en_gång(stället: Stället, till: Justering) -> None:
    *andra, sista = till.underskrifter.all()
    for rad in andra:
        underteckna(rad.pk)

    kill.döda(underteckna, sista.pk, stället=stället)

    till.refresh_from_db()
    protokoll = Protokoll.objects.get()
    if stället == EFTER:
        assert (till.status, protokoll.status) == ("justerad", "justerat")
        # Anslaget kom upp med underskriften; filen är inte gjord än.
        assert Tavelanslag.objects.get().är_uppe
        # Jobbet finns men hann inte lämnas till mäklaren: svepet gör det.
        assert Jobb.objects.get(slag=försegling.SLAG).skickat_tid is None
    else:
        assert (till.status, protokoll.status, till.jobb) == ("pagar", "justeras", None)
        assert not Jobb.objects.filter(slag=försegling.SLAG).exists()
        assert not Anslag.objects.exists()
        assert not Tavelanslag.objects.exists()
        underteckna(sista.pk)
    with pytest.raises(RedanUnderskriven):
        underteckna(sista.pk)
    kräv_hel_kedja(till, len(andra) + 1)
    kill.omstart()
    kräv_förseglat_och_anslaget_en_gång(till)
    assert not kill.lösa_filer()


# --- Förseglingen, som lämnar filen till anslaget -----------------------------------------------

# Arbetarens COMMIT: lånat, börjat, det hela gjort, det offentliga gjort, och allt sparat.
LÅNAT, HELT, SPARAT = 1, 3, 5


def kräv_förseglat_och_anslaget_en_gång(till: Justering) -> None:
    till.refresh_from_db()
    assert Jobb.objects.get(slag=försegling.SLAG).status == Jobb.Status.KLART
    for fil in (till.fil, till.offentlig_fil):
        assert sigill.granska(fil.läs()).är_oförändrad
    assert Anslag.objects.get() == till.anslag.get()
    tavlan = Tavelanslag.objects.get()
    assert tavlan.källa == till.anslag.get().källa
    assert tavlan.är_uppe
    assert tavlan.protokoll.sha256 == till.offentlig_fil.sha256
    assert [h.typ for h in Anslagshändelse.objects.all()] == ["inlamnat", "uppsatt", "protokoll"]


@ställen(
    Stället("efter", LÅNAT),
    Stället("efter", HELT),
    Stället("före", SPARAT),
    Stället("efter", SPARAT),
)
def test_sigillet_skrivs_och_anslaget_får_filen_en_gång(
    stället: Stället, till: Justering, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rad in till.underskrifter.all():
        underteckna(rad.pk)
    jobb = Jobb.objects.get(slag=försegling.SLAG)

    kill.döda(försegling.utför, jobb_id=jobb.pk, stället=stället)

    klart = stället == Stället("efter", SPARAT)
    till.refresh_from_db()
    assert (till.fil is not None, till.offentlig_fil is not None) == (klart, klart)
    assert Anslag.objects.count() == 1
    assert (Tavelanslag.objects.get().protokoll is not None) == klart
    fil = till.fil_id
    kill.omstart()
    försegling.utför(jobb_id=jobb.pk)

    kräv_förseglat_och_anslaget_en_gång(till)
    assert till.fil_id == fil or not klart
    jobb.refresh_from_db()
    assert jobb.försök == (1 if klart else 2)
    kräv_hel_kedja(till, till.underskrifter.count())
    kill.städa(monkeypatch)
    assert not kill.lösa_filer()


# --- En riktig arbetare och ett riktigt schema ---------------------------------------------------

BYGG = """
import os
import django
django.setup()
from django.core.management import call_command
from config import broker, celery
call_command("migrate", verbosity=0)
broker.installera_köer(os.environ["DATABASE_URL"])
from tests.factories import justering as fabrik
from tests.factories.protokoll import kallat_möte
print(fabrik.alla_skriver_under(fabrik.till_justering(kallat_möte())).jobb_id, flush=True)
"""


def rad(c: psycopg.Connection, fråga: str, *argument: object) -> tuple:
    svar = c.execute(fråga, argument).fetchone()
    assert svar is not None
    return svar


def test_en_arbetare_som_dödas_mitt_i_förseglingen(drift: Drift) -> None:
    bygge = drift.starta("-c", BYGG, rör=True)
    assert bygge.stdout
    jobb = bygge.stdout.readline().strip()
    bygge.wait(60)
    assert jobb, drift.logg

    with psycopg.connect(drift.databas, autocommit=True) as c:
        arbetare = drift.arbetare(1)
        slut = time.monotonic() + 60
        while rad(c, "SELECT framsteg FROM arenden_jobb WHERE id = %s", jobb)[0] < 10:
            assert time.monotonic() < slut, drift.logg
            time.sleep(0.002)
        drift.döda(arbetare)
        assert rad(c, "SELECT fil_id FROM protokoll_justering") == (None,)
        assert rad(c, "SELECT count(*), count(uppsatt_tid) FROM publikt_anslag") == (1, 1)

        drift.arbetare(1)
        drift.celery("beat", "--pidfile=")
        slut = time.monotonic() + KLART_INOM
        while rad(c, "SELECT status FROM arenden_jobb WHERE id = %s", jobb)[0] != "klart":
            assert time.monotonic() < slut, drift.logg
            time.sleep(0.1)

        assert rad(c, "SELECT forsok FROM arenden_jobb WHERE id = %s", jobb)[0] >= 2
        assert rad(c, "SELECT count(*) FROM protokoll_justering WHERE fil_id IS NOT NULL") == (1,)
        assert rad(c, "SELECT count(*) FROM protokoll_anslag") == (1,)
        assert rad(c, "SELECT count(*), count(uppsatt_tid) FROM publikt_anslag") == (1, 1)
        rader = {sha for (sha,) in c.execute("SELECT sha256 FROM arenden_fil").fetchall()}
    lagrade = {f.name for f in (drift.data / "filer").rglob("*") if f.is_file()}
    assert rader <= lagrade
