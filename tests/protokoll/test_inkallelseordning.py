"""Ersättarna i reglementets ordning på mötet, och den som väljs i stället (KL 5:17–18, 6:17)."""

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Roll
from nämnd.models import Organ, Uppdrag
from protokoll.models import Närvaro
from protokoll.rum import rum
from protokoll.services import närvaro
from protokoll.services.mötesfel import InträdeHindras
from tests.factories.konton import PartiFactory, PersonFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda

pytestmark = pytest.mark.slow

S = Närvaro.Status


def ersättare(värld: Mötesvärld, namn: str, kod: str, ordning: int, **fält) -> Uppdrag:
    kommun = värld.organ.myndighet.kommun
    parti = kommun.partier.filter(kod=kod).first() or PartiFactory(kommun=kommun, kod=kod)
    return Uppdrag.objects.create(
        person=PersonFactory(kommun=kommun, namn=namn),
        organ=värld.organ,
        post=Uppdrag.Post.ERSÄTTARE,
        parti=parti,
        från="2023-01-01",
        ordning=ordning,
        **fält,
    )


def samla(värld: Mötesvärld, *ersättarna: str, borta: str = "Ingrid") -> None:
    värld.samla()
    for namn in ersättarna:
        markera(värld, namn, S.ERSÄTTARE)
    markera(värld, borta, S.FRÅNVARANDE)


def markera(värld: Mötesvärld, namn: str, status: str, **val) -> Närvaro:
    return närvaro.markera_närvaro(rad=värld.rad(namn), status=status, av=värld.sekreterare, **val)


def tur(värld: Mötesvärld, för: str = "Ingrid") -> list[str]:
    return [r.namn.split()[0] for r in rum(värld.protokoll).förslag(värld.rad(för))]


def test_ordningen_går_parti_för_parti_och_inom_partiet_som_valda(värld: Mötesvärld) -> None:
    ersättare(värld, "Viola Åhs", "V", 20)
    ersättare(värld, "Signe Öst", "S", 19)
    värld.organ.inkallelseordning = {"S": ["V", "M"]}
    värld.organ.save()
    samla(värld, "Håkan", "Viola", "Signe", "Tove")

    assert tur(värld) == ["Tove", "Signe", "Viola", "Håkan"]


def test_partier_utanför_ordningen_föreslås_inte_men_får_med_en_varning(värld: Mötesvärld) -> None:
    värld.organ.inkallelseordning = {"S": ["V"]}
    värld.organ.save()
    samla(värld, "Håkan")
    assert tur(värld) == []

    rad = markera(värld, "Håkan", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    assert rad.varningar == ["M står inte i inkallelseordningen för S."]
    # Ett klick till på samma plats tar inte bort varningen.
    rad = markera(värld, "Håkan", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))
    assert rad.varningar


def test_personlig_ersättare_går_först(värld: Mötesvärld) -> None:
    ingrid = värld.organ.uppdrag.get(person__namn__startswith="Ingrid")
    ersättare(värld, "Viola Åhs", "V", 20, personlig_ersättare_för=ingrid)
    värld.organ.inkallelseordning = {"S": ["M"]}
    värld.organ.save()
    samla(värld, "Håkan", "Viola", "Tove")

    assert tur(värld) == ["Viola", "Tove", "Håkan"]
    assert markera(värld, "Viola", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid")).varningar == []


@pytest.mark.django_db
def test_fullmäktige_följer_valsedeln_och_hindrar_KL_5_18() -> None:
    organ = organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE)
    organ.inkallelseordning = {"S": ["M"]}
    organ.save()
    värld = kallat_möte(organ)
    ersättare(värld, "Signe Öst", "S", 19)
    samla(värld, "Signe", "Tove", "Håkan")
    assert tur(värld) == ["Tove", "Signe"]

    for namn, text in (("Signe", "Tove Älvhage står före"), ("Håkan", "inte ersättare för S")):
        with pytest.raises(InträdeHindras, match=text) as fel:
            markera(värld, namn, S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))
        assert "5 kap." in fel.value.lagrum
    assert markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid")).tjänstgör


@pytest.mark.django_db
def test_den_som_kommer_i_samma_stund_står_på_sin_plats_i_turen_KL_5_18() -> None:
    värld = kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    ersättare(värld, "Signe Öst", "S", 19)
    samla(värld, "Signe")
    assert tur(värld) == ["Signe"]

    rad = markera(värld, "Tove", S.TJÄNSTGÖRANDE, för=värld.rad("Ingrid"))

    assert rad.tjänstgör
    assert rad.varningar == []


@pytest.mark.django_db
def test_i_fullmäktige_går_den_egna_valkretsen_först_KL_5_21() -> None:
    värld = kallat_möte(organ_med_valda(namn="Kommunfullmäktige", typ=Organ.Typ.FULLMÄKTIGE))
    värld.organ.uppdrag.filter(person__namn__startswith="Ingrid").update(valkrets="Norra")
    ersättare(värld, "Signe Öst", "S", 19, valkrets="Norra")
    samla(värld, "Tove", "Signe")

    assert tur(värld) == ["Signe", "Tove"]


def test_sidan_visar_ordningen_och_varför(värld: Mötesvärld) -> None:
    värld.organ.inkallelseordning = {"S": ["V", "M"]}
    värld.organ.save()
    samla(värld, "Tove", "Håkan")
    klient = Client()
    klient.force_login(värld.sekreterare)
    pk = värld.protokoll.pk
    mötet = reverse("protokoll:mote", args=[pk])
    sida = klient.get(mötet).content.decode()
    assert "Tove Älvhage (S) träder in" in sida
    assert "i tur för Ingrid Norrsund, därefter Håkan Myrtorp (M)" in sida
    assert "För S: S, V, M" in sida

    klient.post(
        reverse("protokoll:narvaro", args=[pk, värld.rad("Håkan").pk]),
        {"status": S.TJÄNSTGÖRANDE, "för": värld.rad("Ingrid").pk},
    )

    sida = klient.get(mötet).content.decode()
    efter = sida.split("Tove Älvhage står före Håkan Myrtorp i tur att tjänstgöra.")[1]
    assert "reglementet, 6 kap. 17 § kommunallagen" in efter[:400]


def test_administratören_skriver_ordningen_och_fel_säger_vilken_rad(värld: Mötesvärld) -> None:
    klient = Client()
    klient.force_login(med_roll(Roll.ADMINISTRATÖR, värld.organ.myndighet))
    adress = reverse("admin:namnd_organ_change", args=[värld.organ.pk])
    fält = {
        "myndighet": värld.organ.myndighet_id,
        "namn": värld.organ.namn,
        "typ": värld.organ.typ,
        "platser": 5,
        "första_nummer": 1,
        "anteckningssidor": 0,
        "föreslagna_justerare": 0,
        "stopp_arbetsdagar": 15,
        "utskick_arbetsdagar": 7,
        "stående_punkter-TOTAL_FORMS": 0,
        "stående_punkter-INITIAL_FORMS": 0,
    }
    svar = klient.post(adress, fält | {"inkallelseordning": "S: v, M\nM: Q"})
    assert "Rad 2: Q finns inte i kommunens partiregister." in svar.content.decode()
    assert "S: v, M" in svar.content.decode()

    svar = klient.post(adress, fält | {"inkallelseordning": "S: v, M"})

    assert svar.status_code == 302
    värld.organ.refresh_from_db()
    assert värld.organ.inkallelseordning == {"S": ["V", "M"]}
    assert "S: V, M" in klient.get(adress).content.decode()
    sekreterare = Client()
    sekreterare.force_login(värld.sekreterare)
    assert sekreterare.post(adress, fält | {"inkallelseordning": ""}).status_code != 302
