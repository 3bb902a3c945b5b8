"""Delegationsbeslut genom tjänsten: vem, när, vad, numret och dokumentet."""

import io
import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as ärendefabrik
from tests.factories.delegation import Delegationen, antagen, kör
from tests.factories.konton import AnvändareFactory, PersonFactory, med_roll
from tests.minne import mindes
from tests.verapdf import kräv
from ärenden import policy
from ärenden.delegationsfil import Punktrad
from ärenden.models import (
    Delegationsbeslut,
    Delegatserie,
    Handling,
    Händelse,
    Jobb,
    Ärende,
)
from ärenden.services import delegationsbeslut, delegationsordning
from ärenden.services.delegationsfel import (
    Delegationsfel,
    FelBeslut,
    FårInteDelegeras,
    HarInteDelegation,
    Jävig,
    MåsteVaraBrådskande,
    VarningUtanSkäl,
)
from ärenden.överklagandetyp import Överklagandetyp

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OSL = "OSL 26 kap. 1 §"
NYCKEL = uuid4()


@pytest.fixture
@mindes
def d() -> Delegationen:
    return Delegationen()


def idag() -> date:
    return timezone.localdate()


def test_beslutet_får_nummer_stöd_och_händelse(d: Delegationen) -> None:
    första, andra = d.beslut(), d.beslut(rubrik="Kryddan")

    assert [b.beteckning for b in (första, andra)] == [
        f"1/{första.beslutsdag.year}",
        f"2/{första.beslutsdag.year}",
    ]
    assert (första.delegat, första.delegat_titel, första.som) == (
        d.utredare.person,
        "Utredare",
        "delegat",
    )
    assert första.överklagandetyp == Överklagandetyp.LAGLIGHETSPRÖVNING
    händelse = Händelse.objects.filter(typ="delegationsbeslut.fattat").first()
    assert händelse is not None
    assert händelse.data["rubrik"] == "Kryddan"


def test_numren_löper_per_delegat_och_år(d: Delegationen) -> None:
    annan = med_roll(Roll.HANDLÄGGARE, d.myndighet)
    d.titel(annan.person, "Utredare")
    förra_året = idag().replace(month=1, day=1) - timedelta(days=1)

    svar = [
        d.beslut(beslutsdag=idag()).beteckning,
        d.beslut(beslutsdag=förra_året).beteckning,
        d.beslut(beslutsdag=idag(), av=annan).beteckning,
        d.beslut(beslutsdag=idag()).beteckning,
    ]

    år = idag().year
    assert svar == [f"1/{år}", f"1/{år - 1}", f"1/{år}", f"2/{år}"]


def test_avbrutet_beslut_ger_ingen_lucka(d: Delegationen) -> None:
    with transaction.atomic():
        d.beslut()
        transaction.set_rollback(True)

    assert d.beslut().nummer == 1


@pytest.mark.parametrize(
    ("ändra", "fel", "lagrum"),
    [
        pytest.param(
            {"gäller": ["2"]}, FårInteDelegeras, "6 kap. 38 §", id="KL 6:38 2 intygat undantag"
        ),
        pytest.param(
            {"rubrik": "Svar på medborgarförslag", "trots_varning": ""},
            VarningUtanSkäl,
            "5 kap. 1 §",
            id="OSL 5:1 före ärendet, utan skäl",
        ),
        pytest.param(
            {
                "rubrik": "Yttrande till fullmäktige",
                "beslutsdag": timezone.localdate(),
                "trots_varning": " ",
            },
            VarningUtanSkäl,
            "6 kap. 38 §",
            id="KL 6:38 2 ord som tyder på det",
        ),
        pytest.param({"nummer": "1.2"}, HarInteDelegation, "7 kap. 5 §", id="KL 7:5 annans punkt"),
        pytest.param({"nummer": "3.1"}, HarInteDelegation, "6 kap. 37 §", id="KL 6:37 utskottets"),
        pytest.param(
            {"beslutsdag": date(2019, 12, 31)}, HarInteDelegation, "7 kap. 5 §", id="KL 7:5 före"
        ),
        pytest.param({"ojävig": False}, Jävig, "28–32 §§ och 7 kap. 4 §", id="KL 6:28, 7:4 jäv"),
        pytest.param(
            {"delegerbart": False}, FårInteDelegeras, "6 kap. 38 §", id="KL 6:38 inte prövat"
        ),
        pytest.param(
            {"beslutsdag": date(2100, 1, 1)}, FelBeslut, "", id="beslutsdagen har inte varit"
        ),
        pytest.param({"beslutstext": "  "}, FelBeslut, "", id="inget beslut"),
        pytest.param({"sekretess_lagrum": OSL}, FelBeslut, "", id="OSL 5:2 ingen offentlig rubrik"),
    ],
)
def test_vägran_lämnar_inget_efter_sig(
    d: Delegationen, ändra: dict[str, Any], fel: type[Delegationsfel], lagrum: str
) -> None:
    with pytest.raises(fel) as stopp:
        d.beslut(**ändra)

    assert lagrum in stopp.value.lagrum
    assert bool(stopp.value.lagtext) is bool(lagrum)
    assert not Delegationsbeslut.objects.exists()
    assert not Delegatserie.objects.exists()
    assert not Jobb.objects.exists()
    assert not Händelse.objects.filter(typ__startswith="delegationsbeslut").exists()
    assert d.beslut().nummer == 1


def test_KL_7_5_delegationen_upphör_dagen_efter_slutet(d: Delegationen) -> None:
    konto = med_roll(Roll.HANDLÄGGARE, d.myndighet)
    innehav = d.titel(konto.person, "Utredare")
    slut = idag() - timedelta(days=5)
    delegationsordning.avsluta(innehav=innehav, till=slut, av=d.sekreterare)

    assert d.beslut(av=konto, beslutsdag=slut).nummer == 1
    with pytest.raises(HarInteDelegation, match=r"har inte punkt 2\.1"):
        d.beslut(av=konto, beslutsdag=slut + timedelta(days=1))


def test_en_ny_ordning_gör_den_gamla_punkten_ogiltig(d: Delegationen) -> None:
    gammal = d.punkt("2.1")
    byte = idag() - timedelta(days=3)
    antagen(d.myndighet, av=d.sekreterare, gäller_från=byte, rader=[
        Punktrad(1, "2.1", "Serveringstillstånd", "Enhetschef"),
    ])  # fmt: skip  # en rad

    assert d.beslut(beslutsdag=byte - timedelta(days=1)).punkt == gammal
    with pytest.raises(HarInteDelegation, match="gäller inte"):
        d.beslut(beslutsdag=byte)
    assert delegationsbeslut.beslutbara_punkter(d.utredare.person, d.myndighet, byte) == []


def test_bara_punkterna_man_har_den_dagen_erbjuds(d: Delegationen) -> None:
    def nummer(person: Any, dag: date) -> list[str]:
        return [
            b.punkt.nummer for b in delegationsbeslut.beslutbara_punkter(person, d.myndighet, dag)
        ]

    assert nummer(d.utredare.person, idag()) == ["2.1", "2.2", "2.3"]
    assert nummer(d.chef.person, idag()) == ["1.1"]
    assert nummer(d.ordförande, idag()) == ["9.1"]
    assert nummer(PersonFactory(), idag()) == []
    assert nummer(None, idag()) == []
    assert nummer(d.utredare.person, date(2019, 1, 1)) == []


def test_KL_7_6_vidaredelegerad_punkt(d: Delegationen) -> None:
    vidare = delegationsordning.vidaredelegera(
        innehav=d.chefens,
        punkt=d.punkt("1.1"),
        person=d.utredare.person,
        titel="Utredare",
        från=idag() - timedelta(days=9),
        av=d.chef,
    )

    beslut = d.beslut("1.1")

    assert beslut.som == "vidaredelegation"
    delegationsordning.avsluta(innehav=d.chefens, till=idag() - timedelta(days=2), av=d.sekreterare)
    vidare.refresh_from_db()
    assert vidare.till == idag() - timedelta(days=2)
    with pytest.raises(HarInteDelegation):
        d.beslut("1.1")


def test_den_som_inte_arbetar_i_nämnden_får_inte(d: Delegationen) -> None:
    konto = AnvändareFactory(person=PersonFactory(kommun=d.myndighet.kommun))
    d.titel(konto.person, "Utredare")

    with pytest.raises(PermissionDenied):
        d.beslut(av=konto)

    assert d.beslut().nummer == 1


def test_ett_hemligt_ärende_som_man_inte_ser_går_inte(d: Delegationen) -> None:
    hemligt = ärendefabrik.ärende(d.myndighet, sekretess_lagrum=OSL, offentlig_rubrik="Enskild")

    with pytest.raises(PermissionDenied):
        d.beslut(ärende=hemligt, offentlig_rubrik="Bistånd")
    Ärende.objects.filter(pk=hemligt.pk).update(handläggare=d.utredare)
    hemligt.refresh_from_db()

    beslut = d.beslut(ärende=hemligt, rubrik="Bistånd åt N.N.", offentlig_rubrik="Bistånd")
    assert beslut.visas_öppet == "Bistånd"


def test_avslutat_ärende_tar_inga_beslut(d: Delegationen) -> None:
    Ärende.objects.filter(pk=d.ärende.pk).update(status=Ärende.Status.AVSLUTAT)
    d.ärende.refresh_from_db()

    with pytest.raises(FelBeslut, match="avslutat"):
        d.beslut()


# --- Brådskande (KL 6:39) ------------------------------------------------------------------------


@pytest.mark.krav("DELEG-URGENT")
def test_KL_6_39_sekreteraren_registrerar_ordförandens_brådskande_beslut(d: Delegationen) -> None:
    beslut = d.brådskande()

    assert (beslut.slag, beslut.delegat) == ("bradskande", d.ordförande)
    assert Händelse.objects.filter(typ="delegationsbeslut.brådskande").exists()
    with pytest.raises(MåsteVaraBrådskande) as stopp:
        d.brådskande(brådska=" ")
    assert "6 kap. 39 §" in stopp.value.lagrum


def test_KL_6_39_bara_sekreteraren_och_bara_brådskande(d: Delegationen) -> None:
    with pytest.raises(PermissionDenied):
        d.beslut("9.1", delegat=d.ordförande, brådska="i natt")
    with pytest.raises(HarInteDelegation, match="sina egna"):
        d.beslut("2.1", delegat=d.utredare.person, av=d.sekreterare)
    with pytest.raises(HarInteDelegation):
        d.beslut(
            "9.1", delegat=PersonFactory(kommun=d.myndighet.kommun), brådska="x", av=d.sekreterare
        )


# --- Databasen -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fält",
    [
        {"försäkrat_ojävig": False},
        {"prövat_delegerbart": False},
        {"brådska": "nej"},
        {"sekretess_lagrum": OSL},
        {"nummer": 1},
        {"nyckel": NYCKEL},
    ],
    ids=lambda fält: next(iter(fält)),
)
def test_databasen_vägrar(d: Delegationen, fält: dict[str, Any]) -> None:
    mall = d.beslut(nyckel=NYCKEL)
    uppgifter = {
        f.attname: getattr(mall, f.attname) for f in mall._meta.concrete_fields if f.name != "id"
    } | {"nummer": 2, "handling_id": None, "nyckel": None}
    Delegationsbeslut.objects.create(**uppgifter)

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegationsbeslut.objects.create(**(uppgifter | {"nummer": 3} | fält))


def test_beslutet_kan_varken_ändras_eller_tas_bort(d: Delegationen) -> None:
    beslut = d.beslut()
    rader = Delegationsbeslut.objects.filter(pk=beslut.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rader.update(beslutstext="Något annat.")
    with pytest.raises(DatabaseError), transaction.atomic():
        rader.delete()
    assert rader.update(anmäld_dag=idag()) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samtidiga_beslut_får_följande_nummer() -> None:
    d = Delegationen()
    fel: list[BaseException] = []

    def besluta() -> None:
        try:
            for _ in range(5):
                d.beslut()
        except BaseException as e:  # noqa: BLE001  # visas av testet
            fel.append(e)
        finally:
            connection.close()

    trådar = [threading.Thread(target=besluta) for _ in range(4)]
    for t in trådar:
        t.start()
    for t in trådar:
        t.join()

    assert fel == []
    nummer = Delegationsbeslut.objects.order_by("nummer").values_list("nummer", flat=True)
    assert list(nummer) == list(range(1, 21))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samma_formulär_samtidigt_ger_ett_beslut() -> None:
    d, grind = Delegationen(), threading.Barrier(4)
    beslut: list[Delegationsbeslut] = []

    def besluta() -> None:
        try:
            grind.wait()
            beslut.append(d.beslut(nyckel=NYCKEL))
        finally:
            connection.close()

    trådar = [threading.Thread(target=besluta) for _ in range(4)]
    for t in trådar:
        t.start()
    for t in trådar:
        t.join()

    assert beslut == [Delegationsbeslut.objects.get()] * 4
    assert Delegatserie.objects.get().senaste == 1


# --- Dokumentet ----------------------------------------------------------------------------------


def text_i(innehåll: bytes) -> str:
    sidor = pypdfium2.PdfDocument(io.BytesIO(innehåll))
    text = " ".join(s.get_textpage().get_text_range() for s in sidor)
    return " ".join(text.replace("\x02", "").split())


@pytest.mark.slow
@pytest.mark.krav("DELEG-DOC")
@pytest.mark.krav("DELEG-BASIS")
def test_beslutet_blir_en_handling_med_stöd_och_lag(d: Delegationen) -> None:
    beslut = d.beslut(beslutstext="Tillstånd ges <utan> villkor.\nDet gäller genast.", skäl="Skäl.")

    jobb = kör(beslut.jobb)

    assert (jobb.status, jobb.fel) == (Jobb.Status.KLART, "")
    beslut.refresh_from_db()
    handling = beslut.handling
    assert (handling.riktning, handling.ärende) == (Handling.Riktning.UPPRÄTTAD, d.ärende)
    innehåll = handling.fil.läs()
    text = text_i(innehåll)
    for väntat in (
        beslut.beteckning,
        d.ärende.beteckning,
        "Tillstånd ges <utan> villkor.",
        "Det gäller genast.",
        "2.1 Serveringstillstånd",
        "8 kap. 2 § alkohollagen, 7 kap. 5 § kommunallagen",
        "Antagen av Socialnämnden § 7",
        "laglighetsprövning",
        d.utredare.person.namn,
    ):
        assert väntat in text
    kräv(innehåll)
    assert handling.fil.egen
    kör(jobb)
    assert Handling.objects.filter(ärende=d.ärende).count() == 1


@pytest.mark.slow
def test_brådskande_och_hemligt_beslut_som_dokument(d: Delegationen) -> None:
    beslut = d.brådskande(
        sekretess_lagrum=OSL, rubrik="Placering av N.N.", offentlig_rubrik="Placering"
    )

    kör(beslut.jobb)

    beslut.refresh_from_db()
    text = text_i(beslut.handling.fil.läs())
    assert "Avtalet löper ut i natt." in text
    assert "6 kap. 39 § kommunallagen" in text
    assert f"Sekretess enligt {OSL}" in text
    assert beslut.handling.sekretess_lagrum == OSL
    assert "N.N." not in beslut.handling.offentlig_rubrik
    assert not policy.synliga_handlingar(d.utredare).filter(pk=beslut.handling_id).exists()
    for händelse in Händelse.objects.all():
        assert "N.N." not in str(händelse.data)


def test_makulerat_ärende_ger_ett_fel_som_syns(d: Delegationen) -> None:
    beslut = d.beslut()
    Ärende.objects.filter(pk=d.ärende.pk).update(status=Ärende.Status.MAKULERAT)

    jobb = kör(beslut.jobb)

    assert jobb.status == Jobb.Status.MISSLYCKAT
    assert "makulerat" in jobb.fel


# --- Det som inte anmäls (KL 6:40, 7:8) ----------------------------------------------------------


def test_KL_7_8_inte_anmälda_och_överklagbara_enligt_13_kap(d: Delegationen) -> None:
    anmäls, inte, besvär = d.beslut("2.1"), d.beslut("2.2"), d.beslut("2.3")
    brådskande = d.brådskande()

    särskilt = delegationsbeslut.särskilt_protokollförda(d.myndighet)
    oanmälda = delegationsbeslut.oanmälda(d.myndighet, idag())

    assert list(särskilt) == [inte]
    assert set(oanmälda) == {anmäls, brådskande}
    assert besvär not in oanmälda
    assert list(delegationsbeslut.oanmälda(d.myndighet, idag() - timedelta(days=9))) == []


# --- Vem som ser ---------------------------------------------------------------------------------


def test_boolesk_form_och_mängdform_stämmer_överens(d: Delegationen) -> None:
    annan = Delegationen()
    hemligt = ärendefabrik.ärende(
        d.myndighet, sekretess_lagrum=OSL, offentlig_rubrik="x", handläggare=d.utredare
    )
    för_alla = [
        d.beslut(),
        d.beslut(sekretess_lagrum=OSL, offentlig_rubrik="Enskild"),
        d.beslut(ärende=hemligt, offentlig_rubrik="Enskild"),
        annan.beslut(),
    ]
    kollega = med_roll(Roll.HANDLÄGGARE, d.myndighet)
    sedda = {}
    for namn, konto in {
        "utredaren": d.utredare,
        "kollegan": kollega,
        "chefen": d.chef,
        "sekreteraren": d.sekreterare,
        "annan nämnd": annan.utredare,
        "utan roll": AnvändareFactory(),
        "utan person": AnvändareFactory(person=None),
    }.items():
        mängd = set(policy.synliga_delegationsbeslut(konto))
        assert mängd == {b for b in för_alla if policy.får_se_delegationsbeslut(konto, b)}, namn
        sedda[namn] = len(mängd)

    assert sedda == {
        "utredaren": 3, "kollegan": 1, "chefen": 1, "sekreteraren": 3, "annan nämnd": 1,
        "utan roll": 0, "utan person": 0,
    }  # fmt: skip  # en tabell


def test_skälet_till_en_förbigången_varning_står_i_ärendet(d: Delegationen) -> None:
    beslut = d.beslut(rubrik="Svar på medborgarförslag", trots_varning="Bara formen är sådan.")
    händelse = Händelse.objects.get(typ="delegationsbeslut.varning_förbigången")
    assert händelse.data["nummer"] == beslut.beteckning
    assert händelse.data["skäl"] == "Bara formen är sådan."
    assert "medborgarförslag" in händelse.data["varning"]
    assert d.ärende.beteckning in händelse.data["varning"]


def test_en_handling_som_kom_före_beslutet_räcker(d: Delegationen) -> None:
    igår = idag() - timedelta(days=1)
    d.inkommen(datum=igår, ankomstdag=igår)
    d.beslut(beslutsdag=igår, trots_varning="")
    assert not Händelse.objects.filter(typ="delegationsbeslut.varning_förbigången").exists()
