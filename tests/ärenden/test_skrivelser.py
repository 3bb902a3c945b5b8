"""Tjänsteskrivelsen: lämna in, anmäl, återta."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden.models import Anmälan, Beslutssats, Handling, Händelse, Skrivelse, Ärende
from ärenden.services import händelser, skrivelser

pytestmark = pytest.mark.django_db


def test_lämna_in_gör_en_handling_och_en_rad_per_sats():
    ärende = nya.ärende()

    skrivelse = nya.skrivelse(ärende, beslutssatser=["  Ett. ", "", "Två.\nMed två rader."])

    assert skrivelse.status == Skrivelse.Status.UTKAST
    assert skrivelse.handling.slag == Handling.Slag.TJÄNSTESKRIVELSE
    assert skrivelse.handling.riktning == Handling.Riktning.UPPRÄTTAD
    assert list(skrivelse.beslutssatser.values_list("nummer", "text")) == [
        (1, "Ett."),
        (2, "Två.\nMed två rader."),
    ]


def test_lämna_in_utan_rätt_lämnar_inga_spår():
    ärende = nya.ärende()

    with pytest.raises(PermissionDenied):
        nya.skrivelse(ärende, av=med_roll(Roll.CHEF, ärende.myndighet))

    assert not Skrivelse.objects.exists()
    assert not Handling.objects.exists()
    assert ärende.händelser.count() == 1


def test_anmäl_lägger_skrivelsen_bland_det_som_väntar():
    skrivelse = nya.skrivelse(nya.ärende())

    anmälan = nya.anmälan(skrivelse, önskad_dag=date(2026, 12, 2))

    skrivelse.refresh_from_db()
    assert skrivelse.status == Skrivelse.Status.ANMÄLD
    assert list(Anmälan.objects.väntande()) == [anmälan]
    assert anmälan.önskad_dag == date(2026, 12, 2)
    assert Händelse.objects.filter(typ="skrivelse.anmäld").count() == 1


def test_anmäl_två_gånger_ger_fel():
    skrivelse = nya.skrivelse(nya.ärende())
    nya.anmälan(skrivelse)

    with pytest.raises(skrivelser.RedanAnmäld):
        nya.anmälan(skrivelse)

    assert Anmälan.objects.count() == 1


def test_anmäl_utan_fil_ger_fel():
    skrivelse = nya.skrivelse(nya.ärende())
    Handling.objects.filter(pk=skrivelse.handling_id).update(fil=None)

    with pytest.raises(skrivelser.SaknarPapper):
        nya.anmälan(skrivelse)

    assert not Anmälan.objects.exists()


@pytest.mark.parametrize("status", [Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT])
def test_anmäl_i_stängt_ärende_ger_fel(status):
    ärende = nya.ärende()
    skrivelse = nya.skrivelse(ärende)
    Ärende.objects.filter(pk=ärende.pk).update(status=status)

    with pytest.raises(skrivelser.ÄrendetStängt):
        nya.anmälan(skrivelse)

    assert not Anmälan.objects.exists()


@pytest.mark.parametrize("roll", [Roll.REGISTRATOR, Roll.CHEF, Roll.FÖRTROENDEVALD])
def test_den_som_inte_får_anmäla_lämnar_inga_spår(roll):
    skrivelse = nya.skrivelse(nya.ärende())
    nämnd = skrivelse.handling.ärende.myndighet
    före = Händelse.objects.count()

    with pytest.raises(PermissionDenied):
        nya.anmälan(skrivelse, av=med_roll(roll, nämnd))

    skrivelse.refresh_from_db()
    assert skrivelse.status == Skrivelse.Status.UTKAST
    assert not Anmälan.objects.exists()
    assert Händelse.objects.count() == före
    assert nya.anmälan(skrivelse, av=med_roll(Roll.HANDLÄGGARE, nämnd))


def test_hemlig_skrivelse_anmäls_bara_av_den_som_får_se_den():
    ärende = nya.ärende()
    skrivelse = nya.skrivelse(ärende, sekretess_lagrum="OSL 26 kap. 1 §")

    with pytest.raises(PermissionDenied):
        nya.anmälan(skrivelse, av=med_roll(Roll.HANDLÄGGARE, ärende.myndighet))

    anmälan = nya.anmälan(skrivelse)
    assert ärende.händelser.get(typ="skrivelse.anmäld").data["rubrik"] == "(sekretess)"
    with pytest.raises(PermissionDenied):
        skrivelser.återta(anmälan=anmälan, av=med_roll(Roll.HANDLÄGGARE, ärende.myndighet))


def test_misslyckad_händelse_backar_anmälan(monkeypatch):
    skrivelse = nya.skrivelse(nya.ärende())

    def går_sönder(*args, **kwargs):
        raise RuntimeError("händelsen gick inte att skriva")

    with monkeypatch.context() as m:
        m.setattr(händelser, "skriv", går_sönder)
        with pytest.raises(RuntimeError):
            nya.anmälan(skrivelse)

    skrivelse.refresh_from_db()
    assert skrivelse.status == Skrivelse.Status.UTKAST
    assert not Anmälan.objects.exists()


def test_återta_gör_att_skrivelsen_kan_anmälas_igen():
    skrivelse = nya.skrivelse(nya.ärende())
    anmälan = nya.anmälan(skrivelse)
    nämnd = skrivelse.handling.ärende.myndighet

    skrivelser.återta(anmälan=anmälan, av=med_roll(Roll.HANDLÄGGARE, nämnd))

    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.ÅTERTAGEN
    assert nya.anmälan(skrivelse).pk != anmälan.pk
    assert Händelse.objects.filter(typ="skrivelse.anmälan_återtagen").count() == 1


def test_återta_vägras_utan_rätt_och_när_punkten_är_upptagen():
    anmälan = nya.anmälan(nya.skrivelse(nya.ärende()))
    nämnd = anmälan.myndighet

    with pytest.raises(PermissionDenied):
        skrivelser.återta(anmälan=anmälan, av=med_roll(Roll.CHEF, nämnd))
    Anmälan.objects.filter(pk=anmälan.pk).update(status=Anmälan.Status.UPPTAGEN)
    with pytest.raises(skrivelser.VäntarInte):
        skrivelser.återta(anmälan=anmälan, av=med_roll(Roll.HANDLÄGGARE, nämnd))

    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.UPPTAGEN
    assert not Händelse.objects.filter(typ="skrivelse.anmälan_återtagen").exists()


def test_databasen_vägrar_två_väntande_anmälningar_och_två_satser_med_samma_nummer():
    anmälan = nya.anmälan(nya.skrivelse(nya.ärende()))

    with pytest.raises(IntegrityError, match="anmalan_en_vantande"), transaction.atomic():
        Anmälan.objects.create(
            skrivelse=anmälan.skrivelse, myndighet=anmälan.myndighet, av=anmälan.av
        )
    with pytest.raises(IntegrityError, match="beslutssats_nummer"), transaction.atomic():
        Beslutssats.objects.create(skrivelse=anmälan.skrivelse, nummer=1, text="Igen.")


def test_anmälan_till_annan_myndighet_får_finnas_samtidigt():
    anmälan = nya.anmälan(nya.skrivelse(nya.ärende()))

    Anmälan.objects.create(skrivelse=anmälan.skrivelse, myndighet=MyndighetFactory(), av=anmälan.av)

    assert Anmälan.objects.väntande().count() == 2
