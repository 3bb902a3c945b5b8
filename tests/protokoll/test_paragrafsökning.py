"""Tidigare beslut söks fram ur en skrivelse: bara justerade och öppna som skrivaren läser."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Roll
from protokoll.models import Paragraf, Protokoll
from protokoll.paragrafsökning import Paragraffråga, läs
from tests.factories import mallar as mallfabrik
from tests.factories.expediering import beslutad
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.minne import mindes
from ärenden import utbyggnad

DAGEN = date(2021, 5, 26)


@pytest.mark.parametrize(
    ("text", "fråga"),
    [
        ("", Paragraffråga()),
        (" , § ", Paragraffråga()),
        ("80", Paragraffråga(nummer=80)),
        ("§ 80, 2021-05-26", Paragraffråga(nummer=80, dag=DAGEN)),
        ("§80 2021", Paragraffråga(nummer=80, år=2021)),
        ("2021 § 2020", Paragraffråga(nummer=2020, år=2021)),
        ("2021-02-30", Paragraffråga(ord=("2021-02-30",))),
        ("taxa, alkohol 2021", Paragraffråga(år=2021, ord=("taxa", "alkohol"))),
        ("²", Paragraffråga(ord=("²",))),
        ("a\x00b", Paragraffråga(ord=("a", "b"))),
    ],
)
def test_frågan_läses(text: str, fråga: Paragraffråga) -> None:
    assert läs(text) == fråga


@pytest.fixture
@mindes
def beslut(värld: Mötesvärld) -> Paragraf:
    """Ett öppet beslut i ett justerat protokoll, med ett hemligt bredvid."""
    lägg_ärende(värld, "Taxa för barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Bifall.",))
    värld.håll()
    Protokoll.objects.update(status=Protokoll.Status.JUSTERAT)
    return beslutad(värld)


def finn(paragraf: Paragraf, sökt: str, vem: Användare) -> list[str]:
    assert paragraf.ärende is not None
    träffar = utbyggnad.paragrafträffar(paragraf.ärende, sökt, vem)
    return [t.adress.partition("#")[2] for t in träffar]


@pytest.mark.django_db
def test_beslutet_finns_på_nummer_dag_och_ord(beslut: Paragraf) -> None:
    vem = med_roll(Roll.HANDLÄGGARE, beslut.organ.myndighet)
    dag = beslut.protokoll.sammanträde.datum

    for sökt in (
        "",
        f"§ {beslut.nummer}",
        f"{beslut.nummer} {dag.year}",
        f"§ {beslut.nummer}, {dag}",
        "tillsyn TAXA",
    ):
        assert finn(beslut, sökt, vem) == [f"p{beslut.nummer}"], sökt
    for sökt in (f"§ {beslut.nummer} 1999", "taxa hund", "barn AA", "§ 9999"):
        assert finn(beslut, sökt, vem) == [], sökt
    (träff,) = utbyggnad.paragrafträffar(beslut.ärende, "tillsyn", vem)
    assert träff.text == f"§\N{NO-BREAK SPACE}{beslut.nummer}, {dag}"


@pytest.mark.django_db
def test_bara_justerade_protokoll_som_man_läser(beslut: Paragraf) -> None:
    arbetar = med_roll(Roll.HANDLÄGGARE, beslut.organ.myndighet)
    annan = med_roll(Roll.HANDLÄGGARE, MyndighetFactory())

    assert finn(beslut, "tillsyn", arbetar) == [f"p{beslut.nummer}"]
    assert finn(beslut, "tillsyn", annan) == []
    Protokoll.objects.update(status=Protokoll.Status.AVSLUTAT)
    assert finn(beslut, "tillsyn", arbetar) == []


@pytest.mark.django_db
def test_hänvisningen_leder_till_paragrafen(beslut: Paragraf) -> None:
    vem = med_roll(Roll.HANDLÄGGARE, beslut.organ.myndighet)
    utkast = mallfabrik.påbörjad(beslut.ärende, av=vem)
    klient = Client()
    klient.force_login(vem)
    adress = reverse("arenden:paragrafer", args=[utkast.pk])

    sidan = klient.get(adress, {"q": "tillsyn"}).content.decode()
    (träff,) = utbyggnad.paragrafträffar(beslut.ärende, "tillsyn", vem)
    målet = klient.get(träff.adress.partition("#")[0]).content.decode()

    assert f'data-hanvisa="{träff.adress}"' in sidan
    assert f'id="p{beslut.nummer}"' in målet
    assert "Inget justerat beslut" in klient.get(adress, {"q": "hund"}).content.decode()
    klient.force_login(med_roll(Roll.HANDLÄGGARE, beslut.organ.myndighet))
    assert klient.get(adress).status_code == 404
