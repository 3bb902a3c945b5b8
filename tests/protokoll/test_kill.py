"""Kill -9 precis före och efter att mötet sparar något bindande: allt eller inget, aldrig två."""

from datetime import time
from pathlib import Path

import pytest

from konton.models import Användare
from protokoll.models import Omröstning, Paragraf, Protokoll, Reservation, Röst
from protokoll.services import avslut, beslut, frågan, frågeläge, meningar, omröstningar, yrkanden
from protokoll.services.meningar import Uppladdat
from protokoll.services.mötesfel import MötetAvslutat
from tests import kill
from tests.factories.protokoll import Mötesvärld, kallat_möte
from tests.factories.ärenden import pdf
from tests.kill import EFTER, FÖRE_OCH_EFTER, Stället
from ärenden.models import Anmälan, Händelse

pytestmark = [pytest.mark.slow, FÖRE_OCH_EFTER]
UNDERTECKNAD = Uppladdat(pdf(märke="Bos reservation"), "reservation.pdf")


@pytest.fixture
def värld(transactional_db: None, egna_filer: Path) -> Mötesvärld:
    värld = kallat_möte()
    värld.samla()
    värld.behandla(värld.punkter[0])
    return värld


# --- Det som webbprocessen gör, och som webbläsaren sänder om -----------------------------------


def avsluta_omröstningen(omröstning: int, av: int) -> Omröstning:
    return omröstningar.avsluta(
        omröstning=Omröstning.objects.get(pk=omröstning), av=Användare.objects.get(pk=av)
    )


def reservera(paragraf: int, av: int) -> Reservation:
    rad = Paragraf.objects.get(pk=paragraf)
    return meningar.reservera(
        paragraf=rad,
        reservanter=[rad.protokoll.närvarande.get(namn__startswith="Bo")],
        text="Nej.",
        uppladdat=UNDERTECKNAD,
        av=Användare.objects.get(pk=av),
    )


def avsluta_mötet(protokoll: int, av: int) -> Protokoll:
    return avslut.avsluta(
        protokoll=Protokoll.objects.get(pk=protokoll),
        av=Användare.objects.get(pk=av),
        sluttid=time(16, 45),
    )


# --- Proven -------------------------------------------------------------------------------------


def öppen_omröstning(värld: Mötesvärld) -> Omröstning:
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    bo = värld.rad("Bo")
    yrkanden.ställ(paragraf=paragraf, slag="avslag", text="", yrkare=[bo], av=värld.sekreterare)
    frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )
    rad = omröstningar.öppna(paragraf=paragraf, metod="upprop", av=värld.sekreterare)
    omröstningar.anteckna_röster(
        omröstning=rad,
        val={r.närvaro_id or 0: "ja" for r in rad.röster.all()},
        av=värld.sekreterare,
    )
    return rad


def test_omröstningen_avslutas_en_gång(stället: Stället, värld: Mötesvärld) -> None:
    rad = öppen_omröstning(värld)

    kill.döda(avsluta_omröstningen, rad.pk, värld.sekreterare.pk, stället=stället)

    rad.refresh_from_db()
    paragraf = Paragraf.objects.get(pk=rad.paragraf_id)
    assert rad.status == ("avslutad" if stället == EFTER else "pagar")
    assert paragraf.är_beslutad is (stället == EFTER)
    assert Röst.objects.filter(val="ja").count() == 5
    for _ in range(2):
        avsluta_omröstningen(rad.pk, värld.sekreterare.pk)
    assert len(frågeläge.steg_rader(paragraf)) == 2
    assert paragraf.beslut.count() == 2
    assert Omröstning.objects.get().ja == 5
    assert Röst.objects.count() == 5


def test_reservationen_sparas_en_gång(stället: Stället, värld: Mötesvärld) -> None:
    värld.behandla(värld.punkter[1])
    paragraf = värld.protokoll.paragrafer.get(punkt=värld.punkter[1])

    kill.döda(reservera, paragraf.pk, värld.sekreterare.pk, stället=stället)

    assert Reservation.objects.count() == (1 if stället == EFTER else 0)
    for _ in range(2):
        reservera(paragraf.pk, värld.sekreterare.pk)
    reservation = Reservation.objects.get()
    assert reservation.skriftlig == värld.protokoll.bilagor.get()
    assert reservation.skriftlig.fil.läs() == UNDERTECKNAD.innehåll
    assert [r.namn for r in reservation.av.all()] == ["Bo Ekfalk"]
    assert not kill.lösa_filer()


def test_det_som_aldrig_sänds_om_lämnar_ingen_fil(
    stället: Stället, värld: Mötesvärld, monkeypatch: pytest.MonkeyPatch
) -> None:
    värld.behandla(värld.punkter[1])
    paragraf = värld.protokoll.paragrafer.get(punkt=värld.punkter[1])

    kill.döda(reservera, paragraf.pk, värld.sekreterare.pk, stället=stället)

    # Byten skrivs före raden: en rad utan byte vore en förlorad handling.
    assert bool(kill.lösa_filer()) is (stället != EFTER)
    kill.städa(monkeypatch)
    assert not kill.lösa_filer()


def test_mötet_avslutas_en_gång(stället: Stället, värld: Mötesvärld) -> None:
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    beslut.besluta(paragraf=paragraf, utfall="bordlaggning", av=värld.sekreterare)
    värld.behandla(värld.punkter[2])
    protokoll = värld.protokoll

    kill.döda(avsluta_mötet, protokoll.pk, värld.sekreterare.pk, stället=stället)

    assert värld.protokoll.är_öppet is (stället != EFTER)
    if stället != EFTER:
        assert not Händelse.objects.filter(typ="protokoll.beslut").exists()
        avsluta_mötet(protokoll.pk, värld.sekreterare.pk)
    with pytest.raises(MötetAvslutat):
        avsluta_mötet(protokoll.pk, värld.sekreterare.pk)
    nummer = list(Protokoll.objects.get().paragrafer.values_list("nummer", flat=True))
    assert nummer == [1, 2, 3]
    assert Händelse.objects.filter(typ="protokoll.beslut").count() == 1
    assert Anmälan.objects.get().status == Anmälan.Status.VÄNTAR
