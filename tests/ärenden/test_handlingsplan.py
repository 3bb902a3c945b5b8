"""Dokumenthanteringsplanen: vad som gäller var, på sidan, på ärendet och i PDF:en."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from konton.models import Myndighet, Roll
from tests.factories import ärenden as fabrik
from tests.factories.konton import AnvändareFactory, KommunFactory, MyndighetFactory, med_roll
from tests.factories.protokollsrader import slumpord
from tests.protokoll.test_dokument import pdftext, text
from ärenden import gallringsfrist
from ärenden.models import Gallringsfrist

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("från", "år", "tidigast"),
    [
        (date(2026, 1, 1), 1, date(2028, 1, 1)),
        (date(2026, 12, 31), 1, date(2028, 1, 1)),
        (date(2024, 2, 29), 10, date(2035, 1, 1)),
    ],
    ids=["första dagen på året", "sista dagen på året", "skottdagen"],
)
def test_fristen_löper_hela_kalenderår(från: date, år: int, tidigast: date) -> None:
    assert gallringsfrist.tidigast(från, år) == tidigast


def frist(nämnd: Myndighet, slag: str = "remiss", **fält: object) -> Gallringsfrist:
    uppgifter = {"myndighet": nämnd, "år": 2, "beslut": "KS 2026-01-14 § 3"} | fält
    return Gallringsfrist.objects.create(kommun=nämnd.kommun, handlingstyp=slag, **uppgifter)


def läs(nämnd: Myndighet, roll: Roll = Roll.REGISTRATOR) -> tuple[str, str]:
    """Sidan och PDF:en för den som arbetar i nämnden."""
    klient = Client()
    klient.force_login(med_roll(roll, nämnd))
    sidan = klient.get(reverse("arenden:handlingsplan"))
    pdf = klient.get(reverse("arenden:handlingsplan_pdf", args=[nämnd.pk]))
    assert (sidan.status_code, pdf.status_code) == (200, 200)
    return text(sidan.content.decode()), " ".join(" ".join(pdftext(pdf.content)).split())


@pytest.mark.slow
@pytest.mark.krav("RETENTION")
def test_planen_säger_hur_länge_varje_slag_sparas() -> None:
    nämnd, beslut, kommentar = MyndighetFactory(), slumpord(), slumpord()
    frist(nämnd, "remiss", år=7, räknas_från="avslutet", beslut=beslut, kommentar=kommentar)
    frist(nämnd, "protokoll", år=None)

    for var in läs(nämnd):
        assert f"Remiss Gallras 7 år efter ärendets avslut {beslut} {kommentar}" in var
        assert "Protokoll Bevaras" in var
        assert "Yrkande Bevaras Står inte i planen" in var


@pytest.mark.slow
@pytest.mark.krav("RETENTION-CONFIG")
def test_planen_skiljer_mellan_kommuner_och_nämnder() -> None:
    här = MyndighetFactory()
    där = MyndighetFactory(kommun=KommunFactory(namn="Granviks kommun"))
    egen, gemensam, andras = slumpord(), slumpord(), slumpord()
    frist(här, "bilaga", myndighet=None, år=3, beslut=gemensam)
    frist(här, "remiss", myndighet=None, år=3, beslut="Kommunens")
    frist(här, "remiss", år=5, beslut=egen)
    frist(där, "remiss", år=9, beslut=andras)

    for var in läs(här):
        assert f"Remiss Gallras 5 år efter ärendets avslut {egen}" in var
        assert f"Bilaga Gallras 3 år efter ärendets avslut {gemensam}" in var
        assert "Kommunens" not in var
        assert andras not in var
    for var in läs(där):
        assert f"Remiss Gallras 9 år efter ärendets avslut {andras}" in var
        assert "Bilaga Bevaras" in var


def test_ärendets_handlingar_säger_hur_länge_de_sparas() -> None:
    nämnd = MyndighetFactory()
    ärende = fabrik.ärende(nämnd)
    fabrik.handling(ärende, slag="remiss", rubrik="Remissen", ankomstdag=date(2026, 3, 2))
    fabrik.handling(ärende, slag="bilaga", rubrik="Bilagan", ankomstdag=date(2026, 3, 2))
    klient = Client()
    klient.force_login(med_roll(Roll.HANDLÄGGARE, nämnd))
    adress = reverse("arenden:visa", args=[ärende.pk])
    assert "Bevaras" not in klient.get(adress).content.decode()

    frist(nämnd, "remiss", år=2, räknas_från="handlingen")

    sidan = text(klient.get(adress).content.decode())
    assert "Gallras tidigast 1 januari 2029 (2 år)" in sidan
    assert "Bevaras" in sidan


def test_bara_den_som_arbetar_i_nämnden_läser_planen() -> None:
    nämnd, annan = MyndighetFactory(), MyndighetFactory()
    adress = reverse("arenden:handlingsplan_pdf", args=[nämnd.pk])
    for konto, kod in (
        (med_roll(Roll.REGISTRATOR, annan), 404),
        (med_roll(Roll.FÖRTROENDEVALD, nämnd), 404),
        (AnvändareFactory(), 404),
    ):
        klient = Client()
        klient.force_login(konto)
        assert klient.get(adress).status_code == kod
    klient = Client()
    klient.force_login(AnvändareFactory())
    assert klient.get(reverse("arenden:handlingsplan")).status_code == 403


def test_planen_har_en_rad_per_slag_och_minst_ett_år() -> None:
    nämnd = MyndighetFactory()
    frist(nämnd, myndighet=None)
    with pytest.raises(IntegrityError, match="gallringsfrist_en_per_slag"), transaction.atomic():
        frist(nämnd, myndighet=None)
    with pytest.raises(IntegrityError, match="gallringsfrist_minst_ett_ar"), transaction.atomic():
        frist(nämnd, "bilaga", år=0)
