"""Reservationer, anteckningar och att inte delta: vem, när och hur det blir en bilaga."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from nämnd.models import Organ
from protokoll.models import Anteckning, Bilaga, Deltagande, Justering, Paragraf, Reservation
from protokoll.services import avslut, beslut, extra, meningar
from protokoll.services.frågefel import (
    FelAnteckning,
    FelReservation,
    FårInteAvstå,
    FörSenReservation,
)
from protokoll.services.meningar import Uppladdat
from protokoll.services.mötesfel import InteBeslutad, MötetAvslutat, OmedelbartJusterad
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import AnvändareFactory
from tests.factories.protokoll import Mötesvärld

pytestmark = pytest.mark.slow

A = Anteckning.Slag
HÅRT = "\N{NO-BREAK SPACE}"


@pytest.fixture
def beslutad(värld: Mötesvärld) -> Paragraf:
    värld.samla()
    värld.behandla(värld.punkter[0])
    värld.behandla(värld.punkter[1])
    return värld.protokoll.paragrafer.get(punkt=värld.punkter[1])


def reservera(värld: Mötesvärld, paragraf: Paragraf, *namn: str, **fält) -> Reservation:
    return meningar.reservera(
        paragraf=paragraf,
        reservanter=[värld.rad(n) for n in namn],
        av=fält.pop("av", värld.sekreterare),
        **fält,
    )


def anteckna(värld: Mötesvärld, paragraf: Paragraf, slag: str, *namn: str, **fält) -> Anteckning:
    return meningar.anteckna(
        paragraf=paragraf,
        slag=slag,
        personer=[värld.rad(n) for n in namn],
        av=värld.sekreterare,
        **fält,
    )


def avsluta(värld: Mötesvärld) -> None:
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(16, 45))


def test_muntlig_reservation_av_flera_till_förmån_för_egna_yrkandet(
    värld: Mötesvärld, beslutad: Paragraf
) -> None:
    reservation = reservera(värld, beslutad, "Bo", "Åke", till_förmån_för="det egna yrkandet")

    assert reservation.form == Reservation.Form.MUNTLIG
    assert {str(r) for r in reservation.av.all()} == {"Bo Ekfalk (V)", "Åke Öberg (M)"}
    assert reservation.till_förmån_för == "det egna yrkandet"
    assert reservation.anmäld_tid
    assert reservation.skriftlig is None


def test_reservation_av_en_grupp(värld: Mötesvärld, beslutad: Paragraf) -> None:
    assert reservera(värld, beslutad, grupper=["Ledamöterna från SD", ""]).grupper == [
        "Ledamöterna från SD"
    ]
    with pytest.raises(FelReservation, match="Välj vem"):
        reservera(värld, beslutad)


def test_samma_reservation_två_gånger_blir_en(värld: Mötesvärld, beslutad: Paragraf) -> None:
    första = reservera(värld, beslutad, "Bo", text="Nej.", skriftlig=True)
    andra = reservera(värld, beslutad, "Bo", text="Nej.", skriftlig=True)

    assert första == andra
    assert Bilaga.objects.count() == 1
    reservera(värld, beslutad, "Åke", text="Nej.", skriftlig=True)
    assert Reservation.objects.count() == 2


def test_bara_den_som_deltog_reserverar_sig(värld: Mötesvärld, beslutad: Paragraf) -> None:
    bo = värld.rad("Bo")
    beslutad.deltagande.filter(närvaro=bo).update(form=Deltagande.Form.JÄV)

    for namn in ("Bo", "Tove", "Sanna"):
        with pytest.raises(FelReservation, match="deltog inte") as fel:
            reservera(värld, beslutad, namn)
    assert fel.value.lagrum == "4 kap. 27 § kommunallagen"
    meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Åke")], av=värld.sekreterare)
    with pytest.raises(FelReservation):
        reservera(värld, beslutad, "Åke")
    assert not Reservation.objects.exists()


def test_ögonblicksbilden_avgör_vem_som_deltog(värld: Mötesvärld, beslutad: Paragraf) -> None:
    beslutad.deltagande.all().delete()
    beslutad.deltagande.create(närvaro=värld.rad("Bo"), form="deltog")
    värld.protokoll.närvarande.filter(namn__startswith="Bo").update(inne=False)

    assert reservera(värld, beslutad, "Bo")
    with pytest.raises(FelReservation):
        reservera(värld, beslutad, "Åke")


def test_reservation_efter_beslutet_men_före_avslutet(värld: Mötesvärld) -> None:
    värld.samla()
    värld.behandla(värld.punkter[0])
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    with pytest.raises(InteBeslutad):
        reservera(värld, paragraf, "Bo")
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    with pytest.raises(PermissionDenied):
        reservera(värld, paragraf, "Bo", av=AnvändareFactory())
    avsluta(värld)

    with pytest.raises(FörSenReservation) as fel:
        reservera(värld, paragraf, "Bo")
    assert "innan sammanträdet avslutas" in fel.value.lagtext
    with pytest.raises(MötetAvslutat):
        anteckna(värld, paragraf, A.PROTOKOLLSANTECKNING, "Bo", text="Nej.")


def test_skriftlig_reservation_blir_bilaga_med_paragrafens_nummer(
    värld: Mötesvärld, beslutad: Paragraf
) -> None:
    with pytest.raises(FelReservation, match="text"):
        reservera(värld, beslutad, "Bo", skriftlig=True)
    uppladdat = Uppladdat(ärendefabrik.pdf(märke="reservation"), "reservation.pdf")
    reservation = reservera(värld, beslutad, "Bo", uppladdat=uppladdat)
    yttrande = anteckna(
        värld, beslutad, A.SÄRSKILT_YTTRANDE, "Åke", text="Vi hade sett …", bifogas=True
    )

    avsluta(värld)

    beslutad.refresh_from_db()
    reservation.refresh_from_db()
    yttrande.refresh_from_db()
    assert reservation.bilaga == f"bilaga §{HÅRT}{beslutad.nummer}"
    assert yttrande.bilaga == f"bilaga §{HÅRT}{beslutad.nummer}:2"
    bilaga = reservation.skriftlig
    assert (bilaga.nummer, bilaga.rubrik) == (reservation.bilaga, "Reservation av Bo Ekfalk (V)")
    assert bilaga.fil
    assert bilaga.filnamn == "reservation.pdf"


def test_borttagen_reservation_tar_med_sig_bilagan(värld: Mötesvärld, beslutad: Paragraf) -> None:
    reservation = reservera(värld, beslutad, "Bo", text="Nej.", skriftlig=True)

    meningar.ta_bort_reservation(reservation=reservation, av=värld.sekreterare)

    assert not Bilaga.objects.exists()


def test_ersättares_mening_efter_reglementet(värld: Mötesvärld, beslutad: Paragraf) -> None:
    värld.protokoll.närvarande.filter(namn__startswith="Tove").update(status="ersattare")
    with pytest.raises(FelAnteckning, match="Reglementet"):
        anteckna(värld, beslutad, A.ERSÄTTARES_MENING, "Tove", text="Bifall.")
    Organ.objects.filter(pk=värld.organ.pk).update(ersättares_mening=True)
    with pytest.raises(FelAnteckning, match="reserverar"):
        anteckna(värld, beslutad, A.ERSÄTTARES_MENING, "Bo", text="Bifall.")

    rad = anteckna(värld, beslutad, A.ERSÄTTARES_MENING, "Tove", text="Bifall.")

    assert str(rad.av.get()) == "Tove Älvhage (S)"


def test_anteckningar_kan_stängas_av_i_reglementet(värld: Mötesvärld, beslutad: Paragraf) -> None:
    with pytest.raises(FelAnteckning, match="text"):
        anteckna(värld, beslutad, A.PROTOKOLLSANTECKNING, "Bo")
    with pytest.raises(FelAnteckning, match="inte med"):
        anteckna(värld, beslutad, A.PROTOKOLLSANTECKNING, "Tove", text="Nej.")
    Organ.objects.filter(pk=värld.organ.pk).update(protokollsanteckningar=False)
    with pytest.raises(FelAnteckning, match="Reglementet"):
        anteckna(värld, beslutad, A.PROTOKOLLSANTECKNING, "Bo", text="Nej.")
    assert not Anteckning.objects.exists()


def test_deltar_inte_i_beslutet(värld: Mötesvärld, beslutad: Paragraf) -> None:
    meningar.deltar_inte(
        paragraf=beslutad, personer=[värld.rad("Bo")], grupp="SD", av=värld.sekreterare
    )

    assert {str(rad) for rad in beslutad.deltar_inte.all()} == {"Bo Ekfalk (V)", "SD"}
    with pytest.raises(FelAnteckning):
        meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Tove")], av=värld.sekreterare)
    meningar.deltar_ändå(rad=beslutad.deltar_inte.get(grupp="SD"), av=värld.sekreterare)
    assert beslutad.deltar_inte.count() == 1


def test_arten_mot_enskild_hindras_när_någon_redan_avstått_KL_4_26(
    värld: Mötesvärld, beslutad: Paragraf
) -> None:
    meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Bo")], av=värld.sekreterare)
    art = {"typ": "", "mot_enskild": True, "av": värld.sekreterare}

    with pytest.raises(FårInteAvstå, match="Bo Ekfalk") as fel:
        extra.ange_art(paragraf=beslutad, **art)
    assert "4 kap. 26 §" in fel.value.lagrum

    meningar.deltar_ändå(rad=beslutad.deltar_inte.get(), av=värld.sekreterare)
    assert extra.ange_art(paragraf=beslutad, **art).mot_enskild


def test_deltar_inte_är_låst_när_paragrafen_justeras_omedelbart(
    värld: Mötesvärld, beslutad: Paragraf
) -> None:
    meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Åke")], av=värld.sekreterare)
    justering = Justering.objects.create(
        protokoll=beslutad.protokoll, omedelbar=True, skickad_tid=timezone.now()
    )
    beslutad.för_sig.create(justering=justering)
    with pytest.raises(OmedelbartJusterad, match="vem som deltog är låst") as fel:
        meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Bo")], av=värld.sekreterare)
    assert fel.value.lagrum == "5 kap. 69 § kommunallagen"
    with pytest.raises(OmedelbartJusterad):
        meningar.deltar_ändå(rad=beslutad.deltar_inte.get(), av=värld.sekreterare)
    assert beslutad.deltar_inte.get().närvaro == värld.rad("Åke")


def test_i_myndighetsutövning_får_ingen_avstå(värld: Mötesvärld, beslutad: Paragraf) -> None:
    Paragraf.objects.filter(pk=beslutad.pk).update(mot_enskild=True)

    with pytest.raises(FårInteAvstå, match="Bo Ekfalk") as fel:
        meningar.deltar_inte(paragraf=beslutad, personer=[värld.rad("Bo")], av=värld.sekreterare)

    assert fel.value.lagrum == "4 kap. 26 § kommunallagen"
    assert not beslutad.deltar_inte.exists()
