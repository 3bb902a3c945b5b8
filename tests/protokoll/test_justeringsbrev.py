"""Breven till dem som ska skriva under: genast, dag 7, 10 och 13 (KL 5 kap. 69 §)."""

import smtplib
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from konton.services.system import systemanvändare
from protokoll.models import Justering, Paragraf
from protokoll.services import fritext, justering, justeringsbrev, pappersjustering
from protokoll.services.justeringsfel import FelSkede
from tests.factories import justering as fabrik
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.minne import mindes

pytestmark = pytest.mark.slow


def dag(värld: Mötesvärld, n: int) -> datetime:
    return timezone.make_aware(
        datetime.combine(värld.sammanträde.datum + timedelta(days=n), time(9))
    )


def skicka(nu: datetime) -> int:
    mail.outbox.clear()
    return justeringsbrev.skicka_väntande(av=systemanvändare(), nu=nu)


@pytest.fixture
@mindes
def till(värld: Mötesvärld) -> Justering:
    lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Ansökan bifalls.",))
    j = fabrik.till_justering(värld)
    värld.sekreterare.person.epost = ""
    värld.sekreterare.person.save()
    return j


def test_breven_går_en_gång_och_på_sina_dagar(värld: Mötesvärld, till: Justering) -> None:
    utfall = [skicka(dag(värld, n)) for n in (1, 2, 6, 7, 8, 10, 12, 13, 14)]
    assert utfall == [2, 0, 0, 2, 0, 2, 0, 2, 0]


def test_en_missad_natt_läker_utan_att_någon_får_två(värld: Mötesvärld, till: Justering) -> None:
    assert skicka(dag(värld, 1)) == 2
    assert skicka(dag(värld, 11)) == 2
    assert skicka(dag(värld, 12)) == 0
    assert {u.påmind for u in till.underskrifter.exclude(som="sekreterare")} == {10}


def ge_sekreteraren_adress(värld: Mötesvärld) -> str:
    värld.sekreterare.person.epost = "sekreteraren@bjorksund.example"
    värld.sekreterare.person.save()
    return "sekreteraren@bjorksund.example"


@pytest.fixture
@mindes
def papper(värld: Mötesvärld) -> Justering:
    ge_sekreteraren_adress(värld)
    return fabrik.till_justering(värld, metod="papper")


def test_pappret_påminner_på_sina_dagar_och_inget_brev_går_genast(
    värld: Mötesvärld, papper: Justering
) -> None:
    utfall = [skicka(dag(värld, n)) for n in (1, 2, 6, 7, 8, 10, 12, 13, 14)]
    assert utfall == [0, 0, 0, 3, 0, 3, 0, 3, 0]


def test_pappret_påminner_dem_som_fattas_och_sekreteraren_som_bär_det(
    värld: Mötesvärld, papper: Justering
) -> None:
    ordförande, bo, sekreterare = papper.underskrifter.order_by("ordning")
    assert skicka(dag(värld, 7)) == 3

    assert [(b.to, b.cc) for b in mail.outbox] == [
        ([u.person.epost], []) for u in (ordförande, bo, sekreterare)
    ]
    brev = mail.outbox[0]
    assert brev.subject.startswith("Påminnelse. Protokoll att justera på papper")
    assert f"Underskrift fattas av {ordförande.namn}, {bo.namn}, {sekreterare.namn}." in brev.body
    assert f"Pappret finns hos {sekreterare.namn}." in brev.body
    assert "1 april 2026" in brev.body


def test_den_som_ingen_når_och_den_sekreterare_som_skrivit_under(värld: Mötesvärld) -> None:
    """Bytt till papper när sekreteraren redan har skrivit under elektroniskt."""
    till = fabrik.till_justering(värld)
    fabrik.skriv_under(till.underskrifter.get(som="sekreterare"))
    j = pappersjustering.byt_till_papper(justering=till, av=värld.sekreterare)
    ordförande, bo = j.underskrifter.filter(status="vantar").order_by("ordning")
    bo.person.epost = ""
    bo.person.save()
    bärare = ge_sekreteraren_adress(värld)

    assert skicka(dag(värld, 10)) == 2

    assert [(b.to, b.cc) for b in mail.outbox] == [
        ([ordförande.person.epost], [bärare]),
        ([bärare], []),
    ]
    assert skicka(dag(värld, 11)) == 0


def test_brevet_säger_var_men_inte_vad(värld: Mötesvärld, till: Justering) -> None:
    skicka(dag(värld, 1))
    brev = mail.outbox[0]
    assert brev.to == [till.underskrifter.first().person.epost]
    assert f"/protokoll/justering/{till.pk}/" in brev.body
    assert "1 april 2026" in brev.body
    for hemligt in ("Barn AA", "Taxan", "bifalls"):
        assert hemligt not in brev.body + brev.subject
    assert not brev.subject.startswith("Påminnelse")
    skicka(dag(värld, 7))
    assert mail.outbox[0].subject.startswith("Påminnelse. Protokoll att justera")


def test_den_som_skrivit_under_får_inget(värld: Mötesvärld, till: Justering) -> None:
    fabrik.skriv_under(till.underskrifter.get(som="justerare"))
    assert skicka(dag(värld, 7)) == 1


def test_skicka_om_och_ändrad_text_ger_nytt_brev(värld: Mötesvärld, till: Justering) -> None:
    skicka(dag(värld, 1))
    with pytest.raises(PermissionDenied):
        justering.skicka_om(justering=till, av=värld.konto("Bo"))
    assert justering.skicka_om(justering=till, av=värld.sekreterare) == 2
    assert skicka(dag(värld, 1)) == 2
    fritext.ändra(
        paragraf=Paragraf.objects.get(nummer=2),
        version=1,
        sammanfattning="Ny.",
        information="",
        av=värld.sekreterare,
    )
    assert skicka(dag(värld, 1)) == 2
    fabrik.alla_skriver_under(till)
    with pytest.raises(FelSkede):
        justering.skicka_om(justering=till, av=värld.sekreterare)


def test_ett_brev_som_inte_går_hindrar_inte_de_andra(
    värld: Mötesvärld, till: Justering, monkeypatch: pytest.MonkeyPatch
) -> None:
    stoppad = till.underskrifter.first().person.epost
    riktig = EmailBackend.send_messages

    def trasig(self, brev):
        if brev[0].to == [stoppad]:
            raise smtplib.SMTPException("upptagen")
        return riktig(self, brev)

    monkeypatch.setattr(EmailBackend, "send_messages", trasig)
    with pytest.raises(justeringsbrev.OskickadeBrev, match="upptagen"):
        skicka(dag(värld, 1))
    assert len(mail.outbox) == 1
    monkeypatch.setattr(EmailBackend, "send_messages", riktig)
    assert skicka(dag(värld, 1)) == 1


def test_kommandot_gör_samma(till: Justering, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("justeringsbrev")
    call_command("anslagsbevis")
    assert "2 brev skickades." in capsys.readouterr().out
