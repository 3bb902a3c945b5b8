"""Sekreteraren ställer in organets stående punkter och listans första nummer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd import documents
from nämnd.models import Punkt
from nämnd.services import föredragningslista, stående
from nämnd.services.stående import Ståenderad
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def möte():
    return fabrik.SammanträdeFactory()


def formulär(*rader: dict[str, object], nummer: object = 1, sett: str = "") -> dict[str, object]:
    data: dict[str, object] = {
        "sett": sett,
        "första_nummer": nummer,
        "punkter-TOTAL_FORMS": len(rader),
        "punkter-INITIAL_FORMS": sum("punkt" in rad for rad in rader),
    }
    for i, rad in enumerate(rader):
        data |= {f"punkter-{i}-{namn}": värde for namn, värde in rad.items()}
    return data


def test_sidan_sparar_i_ordning_och_nästa_lista_får_dem(möte):
    sek = fabrik.sekreterare_i(möte.organ)
    gammal = möte.organ.stående_punkter.create(rubrik="Upprop", ordning=3)
    tömd = möte.organ.stående_punkter.create(rubrik="Tömd", ordning=4)
    borta = möte.organ.stående_punkter.create(rubrik="Borta", ordning=5)
    klient = Client()
    klient.force_login(sek)
    adress = reverse("namnd:staende_punkter", args=[möte.pk])
    assert "Upprop" in klient.get(adress).content.decode()

    svar = klient.post(
        adress,
        formulär(
            {"rubrik": "Upprop", "slag": "formalia", "punkt": gammal.pk},
            {"rubrik": "Val av justerare", "slag": "formalia"},
            {"rubrik": "Övriga frågor", "slag": "ovrigt", "sist": "on"},
            {"rubrik": "", "slag": "formalia", "punkt": tömd.pk},
            {"rubrik": "Borta", "slag": "formalia", "punkt": borta.pk, "ta_bort": "on"},
            nummer=0,
            sett=stående.märke(möte.organ),
        ),
    )

    assert svar.status_code == 302
    rader = möte.organ.stående_punkter.order_by("sist", "ordning")
    assert [(s.rubrik, s.sist) for s in rader] == [
        ("Upprop", False),
        ("Val av justerare", False),
        ("Övriga frågor", True),
    ]
    assert rader[0].pk == gammal.pk
    möte.organ.refresh_from_db()
    föredragningslista.lägg_till_stående(sammanträde=möte, av=sek)
    numren = [np.nummer.text for np in documents.numrerade_punkter(möte)]
    assert numren == ["0", "1", "2"]
    assert Punkt.objects.filter(sammanträde=möte, slag="ovrigt").exists()


def test_pilen_flyttar_raden_med_det_skrivna_och_inget_sparas_förrän_man_sparar(möte):
    upprop = möte.organ.stående_punkter.create(rubrik="Upprop")
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    adress = reverse("namnd:staende_punkter", args=[möte.pk])
    rader = [
        {"rubrik": "Upprop", "slag": "formalia", "punkt": upprop.pk},
        {"rubrik": "Allmänhetens frågestund", "slag": "ovrigt", "sist": "on", "förslag": "Ett"},
    ]
    sett = stående.märke(möte.organ)

    svar = klient.post(adress, formulär(*rader, sett=sett) | {"flytta": "1:upp"})

    assert svar.status_code == 200
    flyttade = svar.context["rader"]
    assert [f["rubrik"].value() for f in flyttade] == ["Allmänhetens frågestund", "Upprop"]
    assert [f["sist"].value() for f in flyttade] == [True, False]
    assert [f["punkt"].value() or "" for f in flyttade] == ["", str(upprop.pk)]
    sida = svar.content.decode()
    assert "Ordningen gäller när du har sparat." in sida
    # Längst upp går den inte längre upp; fokus ligger på den andra pilen.
    ned = sida[sida.index('value="0:ned"') :]
    assert "autofocus" in ned[: ned.index(">")]
    assert [s.rubrik for s in möte.organ.stående_punkter.all()] == ["Upprop"]
    for orimligt in ("1:ned", "0:upp", "x:upp", "1:bort", "9999:upp"):
        assert klient.post(
            adress, formulär(rader[0], sett="x") | {"flytta": orimligt}
        ).status_code in (200, 422)
    assert [s.rubrik for s in möte.organ.stående_punkter.all()] == ["Upprop"]


def test_det_ändrade_första_numret_sägs_när_en_lista_är_utskickad(möte):
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    adress = reverse("namnd:staende_punkter", args=[möte.pk])

    def spara(nummer: int) -> str:
        möte.organ.refresh_from_db()
        rad = {"rubrik": f"Upprop {nummer}", "slag": "formalia"}
        data = formulär(rad, nummer=nummer, sett=stående.märke(möte.organ))
        return " ".join(klient.post(adress, data, follow=True).content.decode().split())

    assert "utskickade" not in spara(2)
    möte.status = möte.Status.KALLAT
    möte.save()
    assert "Listorna börjar nu på 3, också de som redan är utskickade" in spara(3)
    assert "Listorna börjar nu" not in spara(3)


def test_felet_sägs_och_det_skrivna_står_kvar(möte):
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    adress = reverse("namnd:staende_punkter", args=[möte.pk])
    rad = {"rubrik": "Upprop", "slag": "formalia"}
    svar = klient.post(adress, formulär(rad, rad, sett=stående.märke(möte.organ)))
    assert svar.status_code == 422
    assert "”Upprop” står två gånger." in svar.content.decode()
    svar = klient.post(adress, formulär(rad, nummer=""))
    assert svar.status_code == 422
    assert "Ange numret som listan börjar på." in svar.content.decode()
    assert 'value="Upprop"' in svar.content.decode()
    assert not möte.organ.stående_punkter.exists()


def test_den_andras_punkt_försvinner_inte_när_båda_sparar(möte):
    upprop = möte.organ.stående_punkter.create(rubrik="Upprop")
    klient = Client()
    klient.force_login(fabrik.sekreterare_i(möte.organ))
    adress = reverse("namnd:staende_punkter", args=[möte.pk])
    sett = stående.märke(möte.organ)
    möte.organ.stående_punkter.create(rubrik="Den andras punkt", ordning=1)
    mitt = [
        {"rubrik": "Upprop och närvaro", "slag": "formalia", "punkt": upprop.pk},
        {"rubrik": "Min nya", "slag": "ovrigt"},
    ]

    svar = klient.post(adress, formulär(*mitt, sett=sett))

    assert svar.status_code == 422
    texten = svar.content.decode()
    assert "Någon annan har ändrat de stående punkterna" in texten
    assert "”Den andras punkt”" in texten
    assert "Upprop och närvaro" in texten
    nytt = svar.context["form"]["sett"].value()
    assert klient.post(adress, formulär(*mitt, sett=nytt)).status_code == 302
    assert [s.rubrik for s in möte.organ.stående_punkter.order_by("ordning")] == [
        "Upprop och närvaro",
        "Min nya",
        "Den andras punkt",
    ]


def test_den_utan_rätt_får_inte(möte):
    with pytest.raises(PermissionDenied):
        stående.ändra(
            organ=möte.organ,
            första_nummer=1,
            bort=[],
            sett="",
            rader=[Ståenderad("Upprop", "formalia")],
            av=med_roll(Roll.NÄMNDSEKRETERARE),
        )
    klient = Client()
    klient.force_login(med_roll(Roll.HANDLÄGGARE, möte.organ.myndighet))
    assert klient.get(reverse("namnd:staende_punkter", args=[möte.pk])).status_code in (403, 404)
