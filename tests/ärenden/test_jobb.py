"""Jobb: en beställning, ett utförande, ett resultat, vad som än dör på vägen."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories.konton import AnvändareFactory
from tests.factories.ärenden import JobbFactory
from ärenden.models import Jobb
from ärenden.services import jobb
from ärenden.services.jobb import Arbetsfel, LånetFörlorat, Uppskov, Utförande

pytestmark = pytest.mark.django_db


@pytest.fixture
def skickade(monkeypatch):
    """Det som lämnats till mäklaren."""
    meddelanden = []
    monkeypatch.setattr(
        jobb.current_app, "send_task", lambda namn, args: meddelanden.append((namn, args[0]))
    )
    return meddelanden


def beställ(**fält) -> Jobb:
    return jobb.beställ(
        **({"slag": "prov.arbete", "nyckel": "1", "argument": {}, "av": AnvändareFactory()} | fält)
    )


def gör_klart(utförande: Utförande) -> None:
    with transaction.atomic():
        utförande.lås_resultatet()


def låt_lånet_gå_ut(rad: Jobb) -> None:
    Jobb.objects.filter(pk=rad.pk).update(lån_till_tid=timezone.now() - timedelta(seconds=1))


def test_beställning_skickas_först_när_transaktionen_är_klar(
    skickade, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        rad = beställ()
        assert skickade == []

    assert skickade == [("prov.arbete", rad.pk)]
    rad.refresh_from_db()
    assert rad.skickat_tid is not None


@pytest.mark.parametrize(
    ("tidigare", "sekunder"),
    [(0, 30), (1, 60), (2, 120), (6, 1920), (7, 3600), (8, 3600), (10_000, 3600)],
)
def test_pausen_växer_till_en_timme(tidigare: int, sekunder: int):
    assert jobb.paus(tidigare) == timedelta(seconds=sekunder)


def skjut_upp(utförande: Utförande) -> None:
    raise Uppskov("Tjänsten svarar inte.")


def test_uppskovet_vilar_och_räknas_inte_som_ett_misslyckat_försök(
    skickade, django_capture_on_commit_callbacks
):
    rad = beställ()
    for antal in range(1, jobb.MAX_FÖRSÖK + 3):
        jobb.utför(rad.pk, skjut_upp)
        rad.refresh_from_db()
        assert (rad.status, rad.fel) == (Jobb.Status.VÄNTAR, "Tjänsten svarar inte.")
        assert (rad.försök, rad.uppskov, rad.är_uppskjutet) == (antal, antal, True)
        assert jobb.ta(rad.pk) is None
        assert jobb.svep() == 0
        Jobb.objects.filter(pk=rad.pk).update(tidigast_tid=timezone.now())

    Jobb.objects.filter(pk=rad.pk).update(tidigast_tid=timezone.now() + timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        jobb.skynda_på(jobb=rad)
    assert skickade == [("prov.arbete", rad.pk)]
    jobb.utför(rad.pk, gör_klart)
    rad.refresh_from_db()
    assert (rad.status, rad.fel) == (Jobb.Status.KLART, "")


def test_det_som_inte_får_ges_upp_skjuts_upp_också_vid_oväntat_fel(skickade):
    def går_sönder(utförande: Utförande) -> None:
        raise OSError("Disken är full.")

    rad = beställ()
    for _ in range(jobb.MAX_FÖRSÖK + 1):
        Jobb.objects.filter(pk=rad.pk).update(tidigast_tid=None)
        with pytest.raises(OSError, match="full"):
            jobb.utför(rad.pk, går_sönder, ger_inte_upp=True)
    rad.refresh_from_db()
    assert (rad.är_uppskjutet, rad.fel) == (True, jobb.OVÄNTAT)


def test_samma_beställning_igen_ger_det_pågående_jobbet(
    skickade, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        första = beställ()
        assert beställ() == första
        assert beställ(nyckel="2") != första

    assert len(skickade) == 2


def test_när_jobbet_är_klart_ger_beställningen_ett_nytt(skickade):
    första = beställ()
    jobb.utför(första.pk, gör_klart)

    assert beställ() != första


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samtidiga_beställningar_ger_ett_jobb(skickade):
    av = AnvändareFactory()
    samlade = threading.Barrier(8)
    svar: list[int] = []

    def kör() -> None:
        try:
            samlade.wait(timeout=30)
            svar.append(beställ(av=av).pk)
        finally:
            connection.close()

    trådar = [threading.Thread(target=kör) for _ in range(8)]
    for tråd in trådar:
        tråd.start()
    for tråd in trådar:
        tråd.join(timeout=30)

    assert len(svar) == 8
    assert len(set(svar)) == Jobb.objects.count() == len(skickade) == 1


def test_mäklare_som_är_nere_hindrar_inte_beställningen(
    monkeypatch, django_capture_on_commit_callbacks
):
    def nere(*args, **kwargs):
        raise ConnectionError("mäklaren svarar inte")

    monkeypatch.setattr(jobb.current_app, "send_task", nere)
    with django_capture_on_commit_callbacks() as efteråt:
        rad = beställ()

    assert len(efteråt) == 1
    with pytest.raises(ConnectionError):
        efteråt[0]()
    rad.refresh_from_db()
    assert rad.status == Jobb.Status.VÄNTAR


@pytest.mark.django_db(transaction=True)
def test_mäklare_som_är_nere_ger_inget_fel_åt_den_som_beställer(monkeypatch, caplog):
    def nere(*args, **kwargs):
        raise ConnectionError("mäklaren svarar inte")

    monkeypatch.setattr(jobb.current_app, "send_task", nere)

    rad = beställ()

    assert Jobb.objects.get(pk=rad.pk).status == Jobb.Status.VÄNTAR
    assert "mäklaren svarar inte" in caplog.text


def test_utför_kör_en_gång_även_om_meddelandet_kommer_två_gånger():
    rad = JobbFactory()
    körda = []

    for _ in range(2):
        jobb.utför(rad.pk, lambda u: (körda.append(1), gör_klart(u)))

    rad.refresh_from_db()
    assert körda == [1]
    assert (rad.status, rad.framsteg, rad.försök) == (Jobb.Status.KLART, 100, 1)
    assert rad.klart_tid is not None
    assert rad.lån_till_tid is None


def test_lånat_jobb_tas_inte_av_en_annan_förrän_lånet_gått_ut():
    rad = JobbFactory()
    första = jobb.ta(rad.pk)

    assert jobb.ta(rad.pk) is None

    låt_lånet_gå_ut(rad)
    andra = jobb.ta(rad.pk)
    assert (första.försök, andra.försök) == (1, 2)
    assert andra.framsteg == 0


def test_den_som_förlorat_lånet_skriver_ingenting_mer():
    rad = JobbFactory()
    förra = Utförande(jobb.ta(rad.pk))
    låt_lånet_gå_ut(rad)
    nya = Utförande(jobb.ta(rad.pk))

    with pytest.raises(LånetFörlorat):
        förra.rapportera(50, "Gammalt")
    with pytest.raises(LånetFörlorat), transaction.atomic():
        förra.lås_resultatet()
    assert not förra.förnya()
    förra.misslyckas("Gammalt fel")
    förra.lämna_tillbaka()

    rad.refresh_from_db()
    assert (rad.status, rad.steg, rad.fel) == (Jobb.Status.PÅGÅR, "", "")
    nya.rapportera(10, "Nytt")
    gör_klart(nya)
    rad.refresh_from_db()
    assert rad.status == Jobb.Status.KLART


def test_förlorat_lån_mitt_i_resultatet_backar_resultatet():
    rad = JobbFactory()

    def arbete(utförande: Utförande) -> None:
        with transaction.atomic():
            AnvändareFactory(username="resultat av den förra")
            Jobb.objects.filter(pk=rad.pk).update(försök=2)
            utförande.lås_resultatet()

    jobb.utför(rad.pk, arbete)

    assert not type(rad.av).objects.filter(username="resultat av den förra").exists()
    rad.refresh_from_db()
    assert rad.status == Jobb.Status.PÅGÅR


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_två_arbetare_samtidigt_ger_ett_resultat():
    rad = JobbFactory()
    resultat = []
    första_är_inne, andra_har_tagit = threading.Event(), threading.Event()

    def trög(utförande: Utförande) -> None:
        första_är_inne.set()
        assert andra_har_tagit.wait(timeout=30)
        with transaction.atomic():
            AnvändareFactory(username="trög")
            utförande.lås_resultatet()
            resultat.append("trög")

    def snabb(utförande: Utförande) -> None:
        with transaction.atomic():
            utförande.lås_resultatet()
            AnvändareFactory(username="snabb")
        resultat.append("snabb")
        andra_har_tagit.set()

    def kör_trög() -> None:
        try:
            jobb.utför(rad.pk, trög)
        finally:
            connection.close()

    tråd = threading.Thread(target=kör_trög)
    tråd.start()
    assert första_är_inne.wait(timeout=30)
    låt_lånet_gå_ut(rad)
    jobb.utför(rad.pk, snabb)
    tråd.join(timeout=30)

    assert resultat == ["snabb"]
    assert not type(rad.av).objects.filter(username="trög").exists()
    rad.refresh_from_db()
    assert (rad.status, rad.försök) == (Jobb.Status.KLART, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_framsteg_syns_från_en_annan_anslutning_medan_arbetet_pågår():
    rad = JobbFactory()
    sedda = []

    def titta() -> None:
        try:
            sedda.append(Jobb.objects.values_list("framsteg", "steg").get(pk=rad.pk))
        finally:
            connection.close()

    def arbete(utförande: Utförande) -> None:
        for framsteg in (10, 40, 80):
            utförande.rapportera(framsteg, f"Läser papper {framsteg}.pdf")
            tråd = threading.Thread(target=titta)
            tråd.start()
            tråd.join(timeout=30)
        gör_klart(utförande)

    jobb.utför(rad.pk, arbete)

    assert sedda == [(n, f"Läser papper {n}.pdf") for n in (10, 40, 80)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_lånet_förnyas_medan_arbetet_pågår(monkeypatch):
    monkeypatch.setattr(jobb, "FÖRNYAS_VAR", 0.02)
    rad = JobbFactory()

    def arbete(utförande: Utförande) -> None:
        låt_lånet_gå_ut(rad)
        for _ in range(200):
            if Jobb.objects.get(pk=rad.pk).lån_till_tid > timezone.now():
                break
            threading.Event().wait(0.02)
        assert jobb.ta(rad.pk) is None
        gör_klart(utförande)

    jobb.utför(rad.pk, arbete)

    rad.refresh_from_db()
    assert (rad.status, rad.försök) == (Jobb.Status.KLART, 1)


@pytest.mark.django_db(transaction=True)
def test_rapportera_och_utför_vägras_inne_i_en_transaktion():
    rad = JobbFactory()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        jobb.utför(rad.pk, gör_klart)
    utförande = Utförande(jobb.ta(rad.pk))
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        utförande.rapportera(5, "Syns inte")
    with pytest.raises(transaction.TransactionManagementError):
        utförande.lås_resultatet()


def test_arbetsfel_visas_och_försöks_inte_igen():
    rad = JobbFactory()

    def arbete(utförande: Utförande) -> None:
        raise Arbetsfel("bilaga 3.pdf är skadad.")

    jobb.utför(rad.pk, arbete)

    rad.refresh_from_db()
    assert (rad.status, rad.fel) == (Jobb.Status.MISSLYCKAT, "bilaga 3.pdf är skadad.")
    assert jobb.ta(rad.pk) is None


def test_oväntat_fel_lämnar_tillbaka_jobbet_tills_försöken_är_slut():
    rad = JobbFactory()

    def arbete(utförande: Utförande) -> None:
        raise ZeroDivisionError

    for försök in range(1, jobb.MAX_FÖRSÖK + 1):
        with pytest.raises(ZeroDivisionError):
            jobb.utför(rad.pk, arbete)
        rad.refresh_from_db()
        sist = försök == jobb.MAX_FÖRSÖK
        assert rad.status == (Jobb.Status.MISSLYCKAT if sist else Jobb.Status.VÄNTAR)
    assert "Felet är loggat" in rad.fel


def test_fel_efter_bekräftat_resultat_kör_inte_om_arbetet():
    rad = JobbFactory()

    def arbete(utförande: Utförande) -> None:
        gör_klart(utförande)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobb.utför(rad.pk, arbete)

    rad.refresh_from_db()
    assert rad.status == Jobb.Status.KLART


def test_arbete_som_glömmer_resultatet_syns_som_misslyckat():
    rad = JobbFactory()

    jobb.utför(rad.pk, lambda utförande: None)

    rad.refresh_from_db()
    assert (rad.status, rad.fel) == (Jobb.Status.MISSLYCKAT, "Arbetet avslutades utan resultat.")


def test_jobb_vars_arbetare_dör_varje_gång_ges_till_slut_upp():
    rad = JobbFactory()
    for _ in range(jobb.MAX_FÖRSÖK):
        assert jobb.ta(rad.pk) is not None
        låt_lånet_gå_ut(rad)

    assert jobb.ta(rad.pk) is None

    rad.refresh_from_db()
    assert rad.status == Jobb.Status.MISSLYCKAT
    assert "avbröts" in rad.fel


def test_svep_skickar_om_det_som_mäklaren_tappat_och_det_som_övergivits(skickade):
    länge_sedan = timezone.now() - jobb.FÖRSENAT_EFTER - timedelta(seconds=1)
    tappat = JobbFactory(skickat_tid=länge_sedan)
    nyss = JobbFactory(skickat_tid=timezone.now())
    aldrig_skickat = JobbFactory()
    Jobb.objects.filter(pk=aldrig_skickat.pk).update(skapat_tid=länge_sedan)
    övergivet = JobbFactory(skickat_tid=länge_sedan)
    jobb.ta(övergivet.pk)
    låt_lånet_gå_ut(övergivet)
    lever = JobbFactory(skickat_tid=länge_sedan)
    jobb.ta(lever.pk)
    JobbFactory(status=Jobb.Status.KLART, skickat_tid=länge_sedan)

    assert jobb.svep() == 3

    assert [pk for _, pk in skickade] == [tappat.pk, aldrig_skickat.pk, övergivet.pk]
    assert nyss.pk not in dict(skickade).values()
    assert jobb.svep() == 0


def test_kommandot_sveper(skickade, capsys):
    länge_sedan = timezone.now() - timedelta(minutes=1)
    JobbFactory(skickat_tid=länge_sedan)

    call_command("svep_jobb")

    assert "1 jobb skickades om." in capsys.readouterr().out
    assert len(skickade) == 1


def test_övergivet_jobb_hinner_tas_om_inom_en_minut():
    svep_var = 10.0
    värst = jobb.LÅNETID + jobb.FÖRSENAT_EFTER + timedelta(seconds=svep_var)

    assert värst < timedelta(seconds=60)
    assert jobb.LÅNETID.total_seconds() > 3 * jobb.FÖRNYAS_VAR


def test_databasen_vägrar_två_pågående_med_samma_nyckel_och_framsteg_över_hundra():
    rad = JobbFactory()

    with pytest.raises(IntegrityError, match="jobb_ett_i_taget"), transaction.atomic():
        JobbFactory(slag=rad.slag, nyckel=rad.nyckel, av=rad.av)
    with pytest.raises(IntegrityError, match="jobb_framsteg_hogst_100"), transaction.atomic():
        Jobb.objects.filter(pk=rad.pk).update(framsteg=101)


def test_annat_databasfel_vid_beställning_sväljs_inte():
    with pytest.raises(IntegrityError), transaction.atomic():
        beställ(argument=None)
