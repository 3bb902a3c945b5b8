"""Personnumret som det skrivs in, och att det aldrig blir kvar (18 § folkbokföringslagen)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from protokoll import personnummer
from protokoll.models import Personmärke
from protokoll.services import personmärken
from tests.factories.konton import PersonFactory, med_roll

NUMMER = "190001019801"


@pytest.mark.parametrize(
    ("skrivet", "läst"),
    [
        ("190001019801", NUMMER),
        (" 19000101-9801 ", NUMMER),
        ("19000101+9801", NUMMER),
        ("19000101 9801", NUMMER),
        # Samordningsnummer: dagen plus 60.
        ("190001619808", "190001619808"),
    ],
)
def test_18_fol_former_som_läses(skrivet: str, läst: str) -> None:
    assert personnummer.läs(skrivet) == läst


@pytest.mark.parametrize(
    ("skrivet", "säger"),
    [
        ("", "tolv siffror"),
        ("0001019801", "tolv siffror"),
        ("19000101980a", "tolv siffror"),
        ("190001019802", "Kontrollsiffran"),
        ("190013019801", "Födelsedagen"),
        ("190002309801", "Födelsedagen"),
    ],
)
def test_18_fol_felskrivet_sägs_utan_att_upprepas(skrivet: str, säger: str) -> None:
    with pytest.raises(personnummer.Felskrivet, match=säger) as fel:
        personnummer.läs(skrivet)
    assert not skrivet or skrivet not in str(fel.value)


@pytest.mark.django_db
def test_numret_sparas_inte_men_känns_igen() -> None:
    person, annan = PersonFactory(), PersonFactory()
    adm = med_roll(Roll.ADMINISTRATÖR)

    personmärken.registrera(person=person, personnummer="19000101-9801", av=adm)

    assert personmärken.är_registrerad(person.pk)
    assert personmärken.är_personens(person.pk, NUMMER)
    assert not personmärken.är_personens(person.pk, "190001029818")
    assert not personmärken.är_personens(annan.pk, NUMMER)
    with connection.cursor() as c:
        c.execute("SELECT * FROM protokoll_personmarke")
        assert NUMMER not in str(c.fetchall())
    # Samma nummer på en annan person syns inte på avtrycket.
    personmärken.registrera(person=annan, personnummer=NUMMER, av=adm)
    märken = Personmärke.objects.order_by("pk").values_list("märke", flat=True)
    assert len(set(märken)) == 2


@pytest.mark.django_db
def test_en_annan_nyckel_känner_inte_igen_numret(settings) -> None:
    person = PersonFactory()
    personmärken.registrera(person=person, personnummer=NUMMER, av=med_roll(Roll.ADMINISTRATÖR))
    settings.NAMND_NYCKEL = "en helt annan nyckel"

    assert not personmärken.är_personens(person.pk, NUMMER)


@pytest.mark.django_db
def test_bara_administratören_registrerar() -> None:
    for roll in (Roll.NÄMNDSEKRETERARE, Roll.FÖRTROENDEVALD):
        with pytest.raises(PermissionDenied):
            personmärken.registrera(person=PersonFactory(), personnummer=NUMMER, av=med_roll(roll))
    assert not Personmärke.objects.exists()


@pytest.mark.django_db
def test_administratören_registrerar_ändrar_och_tar_bort_i_admin() -> None:
    adm, person = med_roll(Roll.ADMINISTRATÖR), PersonFactory()
    klient = Client()
    klient.force_login(adm)
    ny = reverse("admin:protokoll_personmärke_add")

    fel = klient.post(ny, {"person": person.pk, "personnummer": "190001019802"})
    assert "Kontrollsiffran stämmer inte" in fel.content.decode()
    assert not Personmärke.objects.exists()
    assert klient.post(ny, {"person": person.pk, "personnummer": NUMMER}).status_code == 302
    rad = Personmärke.objects.get()
    assert (rad.person, rad.registrerat_av) == (person, adm)
    assert personmärken.är_personens(person.pk, NUMMER)

    ändra = reverse("admin:protokoll_personmärke_change", args=[rad.pk])
    sida = klient.get(ändra).content.decode()
    assert NUMMER not in sida
    assert rad.märke not in sida
    assert klient.post(ändra, {"personnummer": "190001029818"}).status_code == 302
    assert personmärken.är_personens(person.pk, "190001029818")
    logg = klient.get(reverse("admin:admin_logentry_changelist")).content.decode()
    assert "98" + "01" not in logg

    bort = reverse("admin:protokoll_personmärke_delete", args=[rad.pk])
    assert klient.post(bort, {"post": "yes"}).status_code == 302
    assert not Personmärke.objects.exists()
