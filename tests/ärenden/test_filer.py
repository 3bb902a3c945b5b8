"""Fillagret: samma innehåll en gång, inga halva filer och inget skräp."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from publikt import filer as publika_filer
from tests.factories import ärenden as nya
from ärenden import filer
from ärenden.models import Fil

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lager(egna_filer):
    """Ett eget tomt fillager."""
    return storages["filer"]


def spara(innehåll: bytes = b"hej", **fält) -> Fil:
    return filer.spara_eget(
        innehåll, **({"medietyp": "text/plain", "sidor": None, "egen": False} | fält)
    )


def i_lagret(lager) -> set[str]:
    return set(filer._alla(lager, ""))


def test_samma_innehåll_sparas_en_gång(lager):
    första, andra = spara(), spara()

    assert första == andra
    assert första.läs() == b"hej"
    assert i_lagret(lager) == {första.plats}


def test_halv_fil_efter_en_dödad_process_skrivs_om(lager):
    fil = spara(b"hela filen")
    lager.delete(fil.plats)
    lager.save(fil.plats, ContentFile(b"hela f"))

    spara(b"hela filen")

    assert fil.läs() == b"hela filen"
    assert i_lagret(lager) == {fil.plats}


def test_städa_tar_bort_rad_och_byte(lager, django_capture_on_commit_callbacks):
    fil = spara()

    with django_capture_on_commit_callbacks(execute=True):
        filer.städa(fil)

    assert not Fil.objects.exists()
    assert i_lagret(lager) == set()


def test_städa_rör_inte_en_fil_som_används(lager, django_capture_on_commit_callbacks):
    handling = nya.handling(nya.ärende())

    with django_capture_on_commit_callbacks(execute=True):
        filer.städa(handling.fil)

    handling.refresh_from_db()
    assert handling.fil.läs().startswith(b"%PDF")


def test_städad_fil_som_sparas_igen_före_bekräftelsen_behåller_byten(
    lager, django_capture_on_commit_callbacks
):
    fil = spara()

    with django_capture_on_commit_callbacks(execute=True):
        filer.städa(fil)
        ny = spara()

    assert ny.läs() == b"hej"


@pytest.mark.django_db(transaction=True)
def test_backad_transaktion_lämnar_byte_som_städas_när_de_är_gamla(lager, monkeypatch):
    with transaction.atomic():
        plats = spara(b"backas").plats
        transaction.set_rollback(True)
    kvar = spara(b"kvar")
    assert i_lagret(lager) == {plats, kvar.plats}

    assert filer.städa_lager() == 0

    monkeypatch.setattr(
        type(lager), "get_modified_time", lambda *_: timezone.now() - timedelta(days=1)
    )
    assert filer.städa_lager() == 1
    assert i_lagret(lager) == {kvar.plats}


@pytest.mark.django_db(transaction=True)
def test_kopia_som_aldrig_publicerades_städas_ur_det_publika_lagret(monkeypatch):
    publikt = storages["publikt"]
    with transaction.atomic():
        plats = publika_filer.spara(b"%PDF-1.7 backas").plats
        transaction.set_rollback(True)
    kvar = publika_filer.spara(b"%PDF-1.7 kvar")
    assert i_lagret(publikt) == {plats, kvar.plats}

    assert filer.städa_lager() == 0
    monkeypatch.setattr(
        type(publikt), "get_modified_time", lambda *_: timezone.now() - timedelta(days=1)
    )
    assert filer.städa_lager() == 1
    assert i_lagret(publikt) == {kvar.plats}


def test_städning_av_tomt_lager_och_av_främmande_filer(lager, monkeypatch, capsys):
    assert filer.städa_lager() == 0
    lager.save("anteckning.txt", ContentFile(b"en annans"))
    monkeypatch.setattr(
        type(lager), "get_modified_time", lambda *_: timezone.now() - timedelta(days=1)
    )

    call_command("stada_filer")

    assert "0 filer" in capsys.readouterr().out
    assert i_lagret(lager) == {"anteckning.txt"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samtidig_städning_och_sparande_förlorar_aldrig_byte(lager):
    innehåll = [f"innehåll {n}".encode() for n in range(4)]
    samlade = threading.Barrier(8)

    def spara_alla() -> None:
        try:
            samlade.wait(timeout=30)
            for _ in range(5):
                for del_ in innehåll:
                    spara(del_)
        finally:
            connection.close()

    def städa_alla() -> None:
        try:
            samlade.wait(timeout=30)
            for _ in range(5):
                for fil in Fil.objects.all():
                    filer.städa(fil)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as trådar:
        for jobb in [trådar.submit(f) for f in [spara_alla, städa_alla] * 4]:
            jobb.result(timeout=60)

    finns = {f.plats: f for f in Fil.objects.all()}
    assert i_lagret(lager) == set(finns)
    assert all(f.läs() in innehåll for f in finns.values())


def test_för_stor_fil_och_för_många_sidor_vägras_med_namn(settings):
    settings.NAMND_FIL_MAX_BYTE = 10
    with pytest.raises(filer.Filfel, match=r"stor\.pdf är större"):
        filer.spara_pdf(nya.pdf(), namn="stor.pdf")
    settings.NAMND_FIL_MAX_BYTE = 10**8
    settings.NAMND_FIL_MAX_SIDOR = 2
    with pytest.raises(filer.Filfel, match=r"lång\.pdf har fler än 2 sidor"):
        filer.spara_pdf(nya.pdf(3), namn="lång.pdf")
    assert not Fil.objects.exists()


def test_uppladdad_pdf_får_sidantal_och_är_inte_egen():
    fil = filer.spara_pdf(nya.pdf(3), namn="tre.pdf")

    assert (fil.sidor, fil.egen, fil.medietyp) == (3, False, "application/pdf")
