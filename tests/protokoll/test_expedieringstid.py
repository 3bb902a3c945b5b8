"""Tiden från beslut till expediering, per organ och period."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from protokoll.models import Expediering, Försättsbladsmottagare, Kanal, Paragraf, Protokoll
from protokoll.services import expediering
from protokoll.services.expedieringstid import Beslutstid, Organtid, beslutstider, per_organ
from tests.factories.expediering import beslutad, försättsbladet, gör, justera, mottagare, sänd
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import DAG, Mötesvärld
from tests.minne import mindes

pytestmark = pytest.mark.slow

PERIOD = {"från": "2026-01-01", "till": "2026-12-31"}
IDAG = timezone.localdate


def tid(dagar: int | None, organ: str = "Socialnämnden") -> Beslutstid:
    sista = DAG + timedelta(days=dagar) if dagar is not None else None
    return Beslutstid(DAG, organ, "1", "Taxa", 1, sista, sista)


@pytest.mark.parametrize(
    ("tider", "väntat"),
    [
        pytest.param([tid(2), tid(9), tid(4)], (3, 0, 4, 9), id="median och längst"),
        pytest.param([tid(2), tid(None)], (2, 1, 2, 2), id="den som väntar räknas för sig"),
        pytest.param([tid(1), tid(2)], (2, 0, 1.5, 2), id="mellan två"),
        pytest.param([tid(None)], (1, 1, None, None), id="ingen expedierad"),
    ],
)
def test_per_organ(tider: list[Beslutstid], väntat: tuple[object, ...]) -> None:
    assert per_organ(tider) == [Organtid("Socialnämnden", *väntat)]


def test_organen_var_för_sig_i_ordning() -> None:
    assert [o.organ for o in per_organ([tid(1, "Öst"), tid(3, "Bygg"), tid(5, "Öst")])] == [
        "Bygg",
        "Öst",
    ]
    assert per_organ([]) == []


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    """Justerad, med två mottagare: en med e-post och en med post."""
    justera(värld.håll())
    p = beslutad(värld)
    försättsbladet(p, värld.sekreterare)
    mottagare(p, värld.sekreterare, namn="Lova Ek", kanal=Kanal.EPOST, adress="lova@example.se")
    mottagare(p, värld.sekreterare, namn="Bo Ek")
    return p


def rad(paragraf: Paragraf, namn: str) -> Försättsbladsmottagare:
    return Försättsbladsmottagare.objects.get(
        försättsblad__paragraf=paragraf, namn__startswith=namn
    )


def test_tiden_går_till_den_sista_mottagaren(värld: Mötesvärld, paragraf: Paragraf) -> None:
    pk = [paragraf.protokoll_id]
    (före,) = beslutstider(pk)
    assert (före.dag, före.mottagare, före.första, före.dagar) == (DAG, 2, None, None)

    gör(sänd(rad(paragraf, "Lova"), värld.sekreterare))
    (halvvägs,) = beslutstider(pk)
    assert (halvvägs.första, halvvägs.dagar) == (IDAG(), None)

    posten = gör(sänd(rad(paragraf, "Bo"), värld.sekreterare))
    expediering.anteckna(
        expediering=posten,
        status=Expediering.Status.SKICKAD,
        dag=IDAG(),
        hur="Lämnat till posten",
        av=värld.sekreterare,
    )
    (klar,) = beslutstider(pk)
    assert (klar.sista, klar.dagar) == (IDAG(), (IDAG() - DAG).days)


def test_beslut_som_rör_någon_väntar_i_statistiken_FL_33(värld: Mötesvärld) -> None:
    protokoll = värld.håll()
    p = beslutad(värld)
    Paragraf.objects.filter(pk=p.pk).update(mot_enskild=True)
    assert beslutstider([protokoll.pk]) == []
    justera(protokoll)
    Protokoll.objects.filter(pk=protokoll.pk).update(status=Protokoll.Status.JUSTERAT)

    (utan,) = beslutstider([protokoll.pk])

    assert (utan.paragraf, utan.mottagare, utan.dagar) == (str(p.nummer), 0, None)
    expediering.avsluta(paragraf=p, skäl="Lämnat för hand.", av=värld.sekreterare)
    assert beslutstider([protokoll.pk]) == []


def test_sidan_och_filen(värld: Mötesvärld, paragraf: Paragraf) -> None:
    gör(sänd(rad(paragraf, "Lova"), värld.sekreterare))
    klient = Client()
    klient.force_login(värld.sekreterare)
    sida = klient.get(reverse("protokoll:statistik"), PERIOD).content.decode()
    assert "Från beslut till expediering" in sida
    assert '<th scope="row">Socialnämnden</th>' in sida
    adress = reverse("protokoll:expedieringstider")
    assert adress in sida

    svar = klient.get(adress, PERIOD)

    rubriker, första = csv.reader(io.StringIO(svar.content.decode("utf-8-sig")), delimiter=";")
    assert rubriker[0] == "Beslutat"
    assert första == [
        *("2026-03-18", "Socialnämnden", str(paragraf.nummer), paragraf.rubrik, "2"),
        *(IDAG().isoformat(), "", ""),
    ]
    utanför = klient.get(adress, {"från": "2025-01-01", "till": "2025-12-31"})
    assert len(utanför.content.decode().splitlines()) == 1


def test_bara_den_som_för_protokoll_i_nämnden(värld: Mötesvärld, paragraf: Paragraf) -> None:
    adress = reverse("protokoll:expedieringstider")
    läsare, annan = Client(), Client()
    läsare.force_login(värld.konto("Bo"))
    assert läsare.get(adress, PERIOD).status_code == 403
    annan.force_login(med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()))
    svar = annan.get(adress, PERIOD)
    assert svar.status_code == 200
    assert "Socialnämnden" not in svar.content.decode()


def test_frågorna_blir_inte_fler_med_raderna(värld: Mötesvärld, paragraf: Paragraf) -> None:
    def frågor() -> int:
        with CaptureQueriesContext(connection) as fångat:
            beslutstider([paragraf.protokoll_id])
        return len(fångat)

    en = frågor()
    annan = Paragraf.objects.exclude(pk=paragraf.pk).filter(nummer__isnull=False).first()
    försättsbladet(annan, värld.sekreterare)
    mottagare(annan, värld.sekreterare, namn="Ny Ek")
    assert len(beslutstider([paragraf.protokoll_id])) == 2
    assert frågor() == en
    assert date(2026, 3, 18) == DAG
