"""Mötets uppgifter i formuläret: program, justerare, övriga kallade, distans och underskrift."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nämnd import justeringstur, mötesfil
from nämnd.models import Kallad, Organ, Sammanträde, TilltänktJusterare, Uppdrag
from nämnd.services import föredragningslista, sammanträden
from nämnd.services.utläsning import Papper, kallelsens_del
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import PersonFactory
from tests.protokoll.test_dokument import text
from ärenden.models import Ärende

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("valbara", "senast", "tur"),
    [
        pytest.param([1, 2, 3], {}, [1, 2, 3], id="KL 5:69 ingen har justerat: organets ordning"),
        pytest.param([1, 2, 3], {1: date(2026, 1, 9)}, [2, 3, 1], id="KL 5:69 den förra sist"),
        pytest.param(
            [1, 2, 3],
            {1: date(2026, 3, 9), 2: date(2026, 1, 9), 3: date(2026, 2, 9)},
            [2, 3, 1],
            id="KL 5:69 längst sedan först",
        ),
        pytest.param(
            [3, 1], {1: date(2026, 1, 9), 3: date(2026, 1, 9), 9: date(2025, 1, 9)}, [3, 1],
            id="KL 5:69 lika: organets ordning, andra räknas inte",
        ),
    ],
)  # fmt: skip  # en rad per fall
def test_vems_tur_det_är(valbara: list[int], senast: dict[int, date], tur: list[int]) -> None:
    assert justeringstur.i_tur(valbara, senast) == tur


@pytest.fixture
def organ() -> Organ:
    organ = fabrik.OrganFactory(distans_tillåten=True, distansregel="Ring oss.", distans_dagar=3)
    kommun = organ.myndighet.kommun
    for nr, (namn, post) in enumerate(
        [("Eva Ett", Uppdrag.Post.LEDAMOT), ("Tor Två", Uppdrag.Post.LEDAMOT)], 1
    ):
        fabrik.UppdragFactory(
            organ=organ, person=PersonFactory(kommun=kommun, namn=namn), post=post, ordning=nr
        )
    return organ


@pytest.fixture
def möte(organ: Organ) -> Sammanträde:
    return fabrik.möte(organ, av=fabrik.sekreterare_i(organ))


def skicka(möte: Sammanträde, **fält: Any) -> Any:
    """Formuläret som sekreteraren sparar det."""
    tomma = {
        f"{prefix}-{vad}": str(antal)
        for prefix in ("gruppmoten", "program", "ovriga", "justerare")
        for vad, antal in (("TOTAL_FORMS", 3), ("INITIAL_FORMS", 0))
    }
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    adress = reverse("namnd:andra", args=[möte.pk])
    return klient.post(adress, {**tomma, "anteckningssidor": "0", **fält})


def uppdraget(möte: Sammanträde, namn: str) -> str:
    return str(möte.organ.uppdrag.get(person__namn=namn).pk)


def test_allt_sparas_och_visas_igen(möte: Sammanträde) -> None:
    svar = skicka(
        möte,
        **{
            "program-0-tid": "09.00",
            "program-0-text": "Ärendegenomgång",
            "program-1-tid": "13.00",
            "program-1-text": "Beslutsomgång",
            "ovriga-0-namn": "Sara Chef",
            "ovriga-0-titel": "socialchef",
            "ovriga-1-namn": "Rut Revisor",
            "ovriga-1-kännedom": "on",
            "justerare-0-uppdrag": uppdraget(möte, "Tor Två"),
            "justerare-1-uppdrag": uppdraget(möte, "Eva Ett"),
            "justerare-1-är_ersättare": "on",
            "digital_plats": "https://mote.example/1",
            "distans": "Ring Sara.",
            "distans_senast": str(möte.datum - timedelta(days=2)),
            "underskrift_ort": "Björksund",
            "underskrift_dag": str(möte.datum - timedelta(days=9)),
        },
    )

    assert svar.status_code == 302
    möte.refresh_from_db()
    assert [str(rad) for rad in möte.program.all()] == [
        "09.00 Ärendegenomgång", "13.00 Beslutsomgång",
    ]  # fmt: skip  # läses som en rad
    assert {(k.namn, k.titel, k.som) for k in möte.kallade.all()} == {
        ("Sara Chef", "socialchef", Kallad.Som.ÖVRIG),
        ("Rut Revisor", "", Kallad.Som.KÄNNEDOM),
    }
    assert [(j.namn, j.är_ersättare) for j in möte.tilltänkta_justerare.all()] == [
        ("Tor Två", False),
        ("Eva Ett", True),
    ]
    assert möte.underskrift_ort == "Björksund"
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    formulär = klient.get(reverse("namnd:andra", args=[möte.pk])).content.decode()
    for rad in ("Ärendegenomgång", "Sara Chef", "Rut Revisor", "https://mote.example/1"):
        assert f'value="{rad}"' in formulär
    sidan = text(klient.get(reverse("namnd:visa", args=[möte.pk])).content.decode())
    assert "Ring Sara." in sidan
    assert "Tor Två" in sidan


def test_en_rad_som_töms_tas_bort_och_andras_uppgifter_står_kvar(möte: Sammanträde) -> None:
    skicka(möte, **{"ovriga-0-namn": "Sara Chef", "ovriga-1-namn": "Rut Revisor"})
    Kallad.objects.filter(namn="Rut Revisor").update(telefon="123")
    skicka(möte, **{"ovriga-0-namn": "Rut Revisor", "ovriga-0-titel": "revisor"})

    rad = möte.kallade.get()
    assert (rad.namn, rad.titel, rad.telefon) == ("Rut Revisor", "revisor", "123")


@pytest.mark.parametrize(
    ("fält", "fel"),
    [
        ({"program-0-tid": "09.00"}, "Skriv vad som händer då."),
        ({"ovriga-0-titel": "chef"}, "Ange namnet på den som kallas."),
        ({"ovriga-0-namn": "A", "ovriga-1-namn": "a"}, "Står redan på en annan rad."),
        ({"justerare-0-är_ersättare": "on"}, "Välj vem som är ersättare."),
        ({"justerare-0-uppdrag": "999999"}, "Välj ett giltigt alternativ"),
        ({"distans_senast": "2999-01-01"}, "Sista dagen måste ligga före sammanträdet."),
    ],
)
def test_fel_sägs_och_inget_förloras(möte: Sammanträde, fält: dict[str, str], fel: str) -> None:
    svar = skicka(möte, **{"tema": "Behåll mig", **fält})

    assert svar.status_code == 422
    html = svar.content.decode()
    assert fel in html
    assert 'value="Behåll mig"' in html
    möte.refresh_from_db()
    assert möte.tema == ""


def test_den_som_redan_kallas_står_inte_två_gånger(möte: Sammanträde) -> None:
    person = möte.organ.uppdrag.get(person__namn="Eva Ett").person
    Kallad.objects.create(sammanträde=möte, person=person, namn="Eva Ett", som=Kallad.Som.LEDAMOT)

    svar = skicka(möte, **{"ovriga-0-namn": "Eva Ett"})

    assert svar.status_code == 422
    assert "Eva Ett är redan kallad." in svar.content.decode()


def test_digital_plats_kräver_att_fullmäktige_tillåtit_distans_KL_6_24(möte: Sammanträde) -> None:
    möte.organ.distans_tillåten = False
    möte.organ.save()

    svar = skicka(möte, digital_plats="https://mote.example/1")

    assert svar.status_code == 422
    assert "6 kap. 24 §" in svar.content.decode()


def test_regeln_om_distans_följer_organet_och_dagen_med_mötet(möte: Sammanträde) -> None:
    assert möte.distans == "Ring oss."
    assert möte.distans_senast == möte.datum - timedelta(days=3)
    ny_dag = möte.datum + timedelta(days=7)
    (tid,) = möte.tider.all()

    sammanträden.flytta_sammanträde(
        sammanträde=möte,
        datum=ny_dag,
        från=tid.från,
        plats="Solrosen",
        av=fabrik.sekreterare_i(möte.organ),
    )

    möte.refresh_from_db()
    assert möte.distans_senast == ny_dag - timedelta(days=3)


def test_utan_tillåten_distans_får_mötet_ingen_regel(organ: Organ) -> None:
    organ.distans_tillåten = False
    organ.save()
    möte = fabrik.möte(organ, av=fabrik.sekreterare_i(organ))
    assert (möte.distans, möte.distans_senast) == ("", None)


def test_ordföranden_föreslås_inte_och_antalet_är_organets(organ: Organ) -> None:
    organ.föreslagna_justerare = 1
    organ.save()
    person = organ.uppdrag.get(person__namn="Eva Ett").person
    organ.uppdrag.filter(person=person).update(post=Uppdrag.Post.ORDFÖRANDE)

    möte = fabrik.möte(organ, av=fabrik.sekreterare_i(organ))

    assert [j.namn for j in möte.tilltänkta_justerare.all()] == ["Tor Två"]


def test_en_källas_justerare_utanför_registret_står_kvar_när_sidan_sparas(
    möte: Sammanträde,
) -> None:
    TilltänktJusterare.objects.create(sammanträde=möte, namn="Okänd Person", parti="X")

    assert skicka(möte, tema="Nytt").status_code == 302

    assert [j.namn for j in möte.tilltänkta_justerare.all()] == ["Okänd Person"]


def test_stående_ärende_gäller_sitt_år(möte: Sammanträde) -> None:
    organ = möte.organ
    rätt, fel = (ärendefabrik.ärende(organ.myndighet, rubrik=r) for r in ("Rätt", "Fel"))
    Ärende.objects.filter(pk=rätt.pk).update(år=möte.datum.year)
    Ärende.objects.filter(pk=fel.pk).update(år=möte.datum.year - 1)
    for ärende in (rätt, fel):
        fabrik.StåendePunktFactory(organ=organ, rubrik=ärende.rubrik, ärende=ärende)

    punkter = föredragningslista.lägg_till_stående(sammanträde=möte, av=fabrik.sekreterare_i(organ))

    assert {p.rubrik: p.beteckning for p in punkter} == {"Rätt": rätt.beteckning, "Fel": ""}


def test_mötesfilen_har_det_formatet_rymmer(möte: Sammanträde) -> None:
    skicka(
        möte,
        **{
            "program-0-tid": "09.00",
            "program-0-text": "Ärendegenomgång",
            "digital_plats": "https://mote.example/1",
            "distans": "Ring Sara.",
            "distans_senast": str(möte.datum - timedelta(days=2)),
            "underskrift_ort": "Björksund",
        },
    )
    möte.refresh_from_db()

    data = kallelsens_del(möte, Papper(inläst=False))

    assert list(mötesfil.kontrollera(data)) == []
    uppgift = data["sammantrade"]
    assert uppgift["program"] == [{"tid": "09.00", "text": "Ärendegenomgång"}]
    assert uppgift["plats"] == "Solrosen och digitalt"
    assert uppgift["distans"] == f"Ring Sara. Anmäls senast {möte.datum - timedelta(days=2)}."
    assert uppgift["underskrift"] == {"ort": "Björksund"}
    assert "mote.example" not in str(data)
