"""Delegationens sidor: vad de visar, vad de tar emot och vad de vägrar."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import Delegationen
from tests.factories.konton import med_roll
from tests.factories.nämnd import OrganFactory, UppdragFactory, förtroendevald_i
from tests.minne import mindes
from ärenden.models import (
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Jobb,
    Ärende,
)
from ärenden.services import delegationsordning

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OSL = "OSL 26 kap. 1 §"


@pytest.fixture
@mindes
def d() -> Delegationen:
    return Delegationen()


def som(konto: Any) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


def till(namn: str, *args: int) -> str:
    return reverse(f"arenden:{namn}", args=args)


def uppgifter(d: Delegationen, **fält: Any) -> dict[str, Any]:
    return {
        "beslutsdag": timezone.localdate().isoformat(),
        "punkt": str(d.punkt("2.1").pk),
        "rubrik": "Serveringstillstånd",
        "beslutstext": "Tillstånd ges.",
        "ojävig": "on",
        "delegerbart": "on",
    } | fält


# --- Fatta ---------------------------------------------------------------------------------------


def test_bara_egna_punkter_erbjuds_och_beslutet_får_nummer(d: Delegationen) -> None:
    klient = som(d.utredare)

    sida = klient.get(till("fatta", d.ärende.pk)).content.decode()
    svar = klient.post(till("fatta", d.ärende.pk), uppgifter(d), follow=True)

    assert "2.1 Serveringstillstånd" in sida
    assert "1.2 Anställa" not in sida
    beslut = Delegationsbeslut.objects.get()
    assert beslut.delegat == d.utredare.person
    assert f"Beslutet har fått nummer {beslut.beteckning}." in svar.content.decode()


def test_formuläret_som_sänds_om_ger_ett_beslut(d: Delegationen) -> None:
    klient, adress = som(d.utredare), till("fatta", d.ärende.pk)
    nyckel = klient.get(adress).context["form"]["nyckel"].value()
    data = uppgifter(d, nyckel=str(nyckel))

    svaren = [klient.post(adress, data) for _ in range(2)]

    beslut = Delegationsbeslut.objects.get()
    assert {svar["Location"] for svar in svaren} == {till("visa_delegationsbeslut", beslut.pk)}
    # Det som hunnit ändras är inte samma beslut, och går inte förlorat.
    text = klient.post(adress, data | {"beslutstext": "Avslås."}).content.decode()
    assert f"blev beslut {beslut.beteckning} och kan inte ändras" in text
    assert "Avslås." in text
    assert Delegationsbeslut.objects.get().beslutstext == "Tillstånd ges."
    # Ett nytt formulär är ett nytt beslut, också när orden är desamma.
    assert klient.get(adress).context["form"]["nyckel"].value() != nyckel
    klient.post(adress, uppgifter(d, nyckel="3d2f9bb1-4f5e-4a44-9f1e-0b6d1f3a7c55"))
    assert sorted(Delegationsbeslut.objects.values_list("nummer", flat=True)) == [1, 2]
    # En annans nyckel ger inte den andras beslut.
    d.titel(d.chef.person, "Utredare")
    som(d.chef).post(adress, data)
    assert Delegationsbeslut.objects.filter(delegat=d.chef.person).count() == 1


@pytest.mark.parametrize(
    ("utan", "lagrum"),
    [("ojävig", "6 kap. 28–32 §§ och 7 kap. 4 §"), ("delegerbart", "6 kap. 38 §")],
    ids=["KL 7:4 jäv", "KL 6:38"],
)
def test_utan_försäkran_visas_lagen_och_inget_sparas(
    d: Delegationen, utan: str, lagrum: str
) -> None:
    data = uppgifter(d, beslutstext="Det skrivna står kvar.")
    del data[utan]

    text = som(d.utredare).post(till("fatta", d.ärende.pk), data).content.decode()

    stopp = text[text.index('id="stopp"') : text.index("Rätta det här")]
    assert lagrum in stopp
    assert "Varför?" in stopp
    assert "Det skrivna står kvar." in text
    assert not Delegationsbeslut.objects.exists()


def test_undantag_och_varning_i_formuläret(d: Delegationen) -> None:
    klient, adress = som(d.utredare), till("fatta", d.ärende.pk)
    assert "ärenden som väckts genom medborgarförslag" in klient.get(adress).content.decode()

    undantag = klient.post(adress, uppgifter(d, gäller=["4"])).content.decode()
    assert "måste nämnden själv besluta om" in undantag
    igår = (timezone.localdate() - timedelta(days=1)).isoformat()
    varnad = klient.post(adress, uppgifter(d, beslutsdag=igår)).content.decode()
    assert "Beslutsdagen är före" in varnad
    assert "5 kap. 1 § offentlighets- och sekretesslagen" in varnad
    assert not Delegationsbeslut.objects.exists()

    klient.post(adress, uppgifter(d, beslutsdag=igår, trots_varning="Muntligt"))
    assert Delegationsbeslut.objects.get().beslutsdag.isoformat() == igår


def test_annans_punkt_och_en_dag_utan_delegation(d: Delegationen) -> None:
    klient = som(d.utredare)
    annans = uppgifter(d, punkt=str(d.punkt("1.2").pk))
    före = uppgifter(d, beslutsdag="2019-12-31")

    for data in (annans, före):
        text = klient.post(till("fatta", d.ärende.pk), data).content.decode()
        assert "Du har inte den punkten den dagen" in text
    utan = klient.get(till("fatta", d.ärende.pk), {"dag": "2019-12-31"}).content.decode()
    assert "kan inte besluta på delegation den dagen" in utan
    assert "7 kap. 5 §" in utan
    assert klient.get(till("fatta", d.ärende.pk), {"dag": "2019-13-41"}).status_code == 200
    assert not Delegationsbeslut.objects.exists()


def test_hemligt_ärende_kräver_offentlig_rubrik(d: Delegationen) -> None:
    hemligt = ärendefabrik.ärende(
        d.myndighet, sekretess_lagrum=OSL, offentlig_rubrik="Enskild", handläggare=d.utredare
    )
    klient = som(d.utredare)

    text = klient.post(till("fatta", hemligt.pk), uppgifter(d)).content.decode()

    assert "rubrik som kan visas för alla" in text
    svar = klient.post(till("fatta", hemligt.pk), uppgifter(d, offentlig_rubrik="Enskild"))
    assert svar.status_code == 302


def test_sekreteraren_registrerar_brådskande(d: Delegationen) -> None:
    klient = som(d.sekreterare)
    adress = till("fatta", d.ärende.pk) + "?bradskande=1"
    data = {
        **uppgifter(d, punkt=f"{d.punkt('9.1').pk}-{d.ordförande.pk}"),
        "brådska": "Avtalet löper ut i natt.",
    }

    sida = klient.get(adress).content.decode()
    svar = klient.post(adress, data)

    assert f"9.1 Brådskande ärenden – {d.ordförande}" in sida
    assert svar.status_code == 302
    assert Delegationsbeslut.objects.get().slag == Delegationsbeslut.Slag.BRÅDSKANDE
    assert som(d.utredare).get(adress).status_code == 403


def test_välj_ärende_visar_bara_synliga_och_öppna(d: Delegationen) -> None:
    ärendefabrik.ärende(d.myndighet, rubrik="Hemlig utredning", sekretess_lagrum=OSL)
    stängt = ärendefabrik.ärende(d.myndighet, rubrik="Stängt ärende")
    Ärende.objects.filter(pk=stängt.pk).update(status=Ärende.Status.AVSLUTAT)
    ärendefabrik.ärende(rubrik="Annan nämnds")
    eget = ärendefabrik.ärende(d.myndighet, rubrik="Eget ärende", handläggare=d.utredare)
    ärendefabrik.ärende(d.myndighet, rubrik="Senare ärende")
    klient = som(d.utredare)

    alla = klient.get(till("valj_arende")).context["ärenden"]

    assert alla[0] == eget
    assert {ä.rubrik for ä in alla} == {d.ärende.rubrik, "Eget ärende", "Senare ärende"}
    assert klient.get(till("valj_arende"), {"q": "eget"}).context["ärenden"] == [eget]
    assert klient.get(till("valj_arende"), {"q": "\x00"}).status_code == 200


# --- Lista och beslut ----------------------------------------------------------------------------


def test_listan_filtrerar_och_döljer_hemligt(d: Delegationen) -> None:
    krogen, inte = d.beslut(rubrik="Krogen"), d.beslut("2.2", rubrik="Utlämnande")
    hemligt = d.beslut(rubrik="N.N.", sekretess_lagrum=OSL, offentlig_rubrik="Enskild")
    brådskande = d.brådskande()
    Delegationen().beslut(rubrik="Annan nämnds")
    klient = som(d.sekreterare)

    def träffar(**val: Any) -> set[Delegationsbeslut]:
        return set(klient.get(till("delegationsbeslut"), val).context["beslut"])

    assert träffar() == {krogen, inte, hemligt, brådskande}
    assert träffar(q="krog") == {krogen}
    assert träffar(q=f"{inte.nummer}/{inte.år}") == {inte}
    assert träffar(läge="vantar") == {krogen, hemligt, brådskande}
    assert träffar(läge="anmals_inte") == {inte}
    assert träffar(läge="anmalda") == set()
    assert träffar(delegat=d.ordförande.pk) == {brådskande}
    assert träffar(år=1999) == set()
    assert träffar(nämnd=d.myndighet.pk, q=d.ärende.beteckning) == {
        krogen, inte, hemligt, brådskande
    }  # fmt: skip  # en rad
    kollega = som(med_roll(Roll.HANDLÄGGARE, d.myndighet)).get(till("delegationsbeslut"))
    assert hemligt not in kollega.context["beslut"]
    assert "N.N." not in kollega.content.decode()


@pytest.mark.parametrize("antal", [1, 12])
def test_listan_har_samma_antal_frågor(
    d: Delegationen, antal: int, django_assert_num_queries: Any
) -> None:
    for _ in range(antal):
        d.beslut()
    klient = som(d.utredare)

    with django_assert_num_queries(10):
        assert len(klient.get(till("delegationsbeslut")).context["beslut"]) == antal


def test_listan_bläddrar_med_filtret_i_adressen(d: Delegationen) -> None:
    for _ in range(27):
        d.beslut()
    klient, adress, blad = som(d.utredare), till("delegationsbeslut") + "?läge=vantar", []

    while adress:
        svar = klient.get(adress)
        blad.append(len(svar.context["beslut"]))
        adress = svar.context["nästa"]
        assert not adress or "l%C3%A4ge=vantar" in adress

    assert blad == [25, 2]


def test_beslutets_sida_visar_arbetet_och_dokumentet(d: Delegationen) -> None:
    beslut = d.beslut(beslutstext="Tillstånd <ges>.")
    klient, adress = som(d.utredare), till("visa_delegationsbeslut", beslut.pk)

    text = klient.get(adress).content.decode()
    del_ = klient.get(adress, headers={"HX-Request": "true"}).content.decode()

    assert "Tillstånd &lt;ges&gt;." in text
    assert del_.strip() in text
    Jobb.objects.filter(pk=beslut.jobb_id).update(status=Jobb.Status.KLART)
    klart = klient.get(adress, headers={"HX-Request": "true"})
    assert klart.headers["HX-Refresh"] == "true"


def test_knappen_på_ärendet_finns_för_den_som_får(d: Delegationen) -> None:
    adress, knapp = till("visa", d.ärende.pk), till("fatta", d.ärende.pk)

    assert knapp in som(d.utredare).get(adress).content.decode()
    assert knapp not in som(med_roll(Roll.REGISTRATOR, d.myndighet)).get(adress).content.decode()


# --- Ordningen -----------------------------------------------------------------------------------


def test_läs_in_anta_och_jämför(d: Delegationen) -> None:
    klient = som(d.sekreterare)
    fil = "Nr;Ärende;Delegat\n2.1;Serveringstillstånd;Enhetschef\n4.1;Besvara medborgarförslag;Chef"

    svar = klient.post(
        till("ny_ordning"),
        {"nämnd": d.myndighet.pk, "fil": SimpleUploadedFile("o.csv", fil.encode())},
        follow=True,
    )
    ny = Delegationsordning.objects.get(antagen_dag=None)
    assert "är inläst som utkast" in svar.content.decode()
    assert "Får det här delegeras?" in svar.content.decode()
    dag = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = {"antagen_av": "Nämnden § 9", "antagen_dag": dag, "gäller_från": dag}
    vägrad = klient.post(till("ordning", ny.pk), data).content.decode()
    assert "6 kap. 38 §" in vägrad
    assert klient.post(till("ordning", ny.pk), data | {"skäl": "Bara svar."}).status_code == 302

    ny.refresh_from_db()
    assert (ny.antagen_av, ny.skäl) == ("Nämnden § 9", "Bara svar.")
    text = klient.get(till("jamfor_ordningar", d.ordning.pk, ny.pk)).content.decode()
    assert "från version 1 till 2" in text
    assert "1 tillkomna" in text
    assert "6 borttagna" in text
    assert "<del>Utredare</del>" in text
    assert "<ins>Enhetschef</ins>" in text


def test_fel_i_filen_visas_med_sina_rader(d: Delegationen) -> None:
    fil = SimpleUploadedFile("o.csv", "Nr;Ärende;Delegat\n1;A;Chef\n2;;Chef\n".encode())

    text = (
        som(d.sekreterare)
        .post(till("ny_ordning"), {"nämnd": d.myndighet.pk, "fil": fil})
        .content.decode()
    )

    assert "Rad 3: ärende saknas." in text
    assert Delegationsordning.objects.count() == 1


def test_en_okänd_kolumn_läggs_i_kommentaren_när_man_väljer_det(d: Delegationen) -> None:
    klient, adress = som(d.sekreterare), till("ny_ordning")
    text = "Nr;Ärende;Delegat;Beloppsgräns\n1;Inköp;Chef;50 000 kr\n".encode()

    def data() -> dict[str, Any]:
        return {"nämnd": d.myndighet.pk, "fil": SimpleUploadedFile("o.csv", text)}

    stoppad = klient.post(adress, data()).content.decode()
    assert "Kolumnen ”Beloppsgräns” känns inte igen, och en rad har text i den." in stoppad
    assert Delegationsordning.objects.count() == 1

    klient.post(adress, data() | {"okänt_i_kommentaren": "on"})
    punkt = Delegationsordning.objects.get(antagen_dag=None).punkter.get()
    assert punkt.kommentar == "Beloppsgräns: 50 000 kr"


def test_ledamoten_läser_den_antagna_ordningen_och_inget_mer(d: Delegationen) -> None:
    annan = Delegationen()
    utkast = delegationsordning.skapa(myndighet=d.myndighet, rader=[], av=d.sekreterare)
    klient = som(förtroendevald_i(OrganFactory(myndighet=d.myndighet)))

    listan = klient.get(till("ordningar")).content.decode()

    assert till("ordning", d.ordning.pk) in listan
    assert till("ordning", utkast.pk) not in listan
    assert till("innehav", d.myndighet.pk) not in listan
    assert f'href="{till("ordningar")}"' in klient.get(reverse("hem")).content.decode()
    assert "Serveringstillstånd" in klient.get(till("ordning", d.ordning.pk)).content.decode()
    for adress in (
        till("ordning", utkast.pk),
        till("ordning", annan.ordning.pk),
        till("innehav", d.myndighet.pk),
    ):
        assert klient.get(adress).status_code == 404
    assert klient.post(till("ordning", d.ordning.pk), {}).status_code == 403


def test_jämför_över_nämndgräns_finns_inte(d: Delegationen) -> None:
    annan = Delegationen()
    adm = som(med_roll(Roll.ADMINISTRATÖR))

    assert adm.get(till("jamfor_ordningar", d.ordning.pk, annan.ordning.pk)).status_code == 404


def test_delegater_läggs_till_avslutas_och_ger_vidare(d: Delegationen) -> None:
    klient = som(d.sekreterare)
    person = med_roll(Roll.HANDLÄGGARE, d.myndighet).person
    dag = timezone.localdate().isoformat()

    klient.post(
        till("innehav", d.myndighet.pk), {"person": person.pk, "titel": "Utredare", "från": dag}
    )
    rad = Delegatinnehav.objects.get(person=person)
    dubbel = klient.post(
        till("innehav", d.myndighet.pk), {"person": person.pk, "titel": "Utredare", "från": dag}
    )
    assert "har redan titeln" in dubbel.content.decode()
    klient.post(till("avsluta_innehav", rad.pk), {"till": dag})
    rad.refresh_from_db()
    assert rad.till == timezone.localdate()

    svar = som(d.chef).post(
        till("vidaredelegera", d.chefens.pk),
        {"punkt": d.punkt("1.1").pk, "person": person.pk, "titel": "Utredare", "från": dag},
    )
    assert svar.status_code == 302
    assert Delegatinnehav.objects.filter(person=person, punkt=d.punkt("1.1")).exists()
    assert "vidaredelegerad av" in klient.get(till("innehav", d.myndighet.pk)).content.decode()


def test_bara_andra_anställda_kan_få_en_punkt_vidare(d: Delegationen) -> None:
    organ = OrganFactory(myndighet=d.myndighet)
    vald = UppdragFactory(organ=organ, person__kommun=d.myndighet.kommun).person
    klient, adress = som(d.chef), till("vidaredelegera", d.chefens.pk)
    data = {
        "punkt": d.punkt("1.1").pk,
        "person": vald.pk,
        "titel": "Utredare",
        "från": timezone.localdate().isoformat(),
    }

    sida = klient.get(adress)
    assert "7 kap. 6 §" in sida.content.decode()
    assert "trots_förtroendevald" not in sida.content.decode()
    valbara = sida.context["form"].fields["person"].queryset
    assert d.utredare.person in valbara
    assert not {vald, d.chef.person, d.ordförande} & set(valbara)
    assert "Välj ett giltigt alternativ" in klient.post(adress, data).content.decode()

    # En anställd som också är förtroendevald: en varning, och sedan går det.
    UppdragFactory(organ=organ, person=d.utredare.person)
    data["person"] = d.utredare.person_id
    varnad = klient.post(adress, data).content.decode()
    assert "både anställd och förtroendevald" in varnad
    assert "Punkten ges i anställningen" in varnad
    assert not Delegatinnehav.objects.exclude(punkt=None).exists()
    assert klient.post(adress, data | {"trots_förtroendevald": "on"}).status_code == 302
    assert Delegatinnehav.objects.filter(person=d.utredare.person, punkt=d.punkt("1.1")).exists()


def test_vidaredelegation_av_den_som_inte_är_chef_visar_lagen(d: Delegationen) -> None:
    utredarens = Delegatinnehav.objects.get(person=d.utredare.person)
    data = {
        "punkt": d.punkt("1.1").pk,
        "person": d.chef.person_id,
        "titel": "Chef",
        "från": timezone.localdate().isoformat(),
    }

    text = som(d.utredare).post(till("vidaredelegera", utredarens.pk), data).content.decode()

    assert "7 kap. 6 §" in text
    assert not Delegatinnehav.objects.exclude(punkt=None).exists()


def test_utkast_tas_bort_från_sidan(d: Delegationen) -> None:
    ny = delegationsordning.skapa(myndighet=d.myndighet, rader=[], av=d.sekreterare)
    klient = som(d.sekreterare)

    klient.post(till("slang_ordning", ny.pk))
    klient.post(till("slang_ordning", d.ordning.pk))

    assert list(Delegationsordning.objects.all()) == [d.ordning]
