"""Att registrera ärenden och handlingar: nummer, rättigheter, fel och händelser."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden import filer
from ärenden.ankomstdag import Väg
from ärenden.models import Fil, Handling, Händelse, Nummerserie, Ärende
from ärenden.services import händelser, registrering

pytestmark = pytest.mark.django_db


def test_nummer_och_beteckning_följer_diariets_mönster():
    nämnd = MyndighetFactory()
    diarium = nya.DiariumFactory(
        prefix="SOCN", mönster="{prefix}/{ar}:{lopnummer}[ - {klass}]", myndigheter=[nämnd]
    )

    första = nya.ärende(nämnd, diarium=diarium, klass="759", dag=date(2018, 3, 1))
    andra = nya.ärende(nämnd, diarium=diarium, dag=date(2018, 3, 2))
    nästa_år = nya.ärende(nämnd, diarium=diarium, dag=date(2019, 1, 1))

    assert [ä.beteckning for ä in (första, andra, nästa_år)] == [
        "SOCN/2018:1",
        "SOCN/2018:2",
        "SOCN/2019:1",
    ]
    assert första.full_beteckning == "SOCN/2018:1 - 759"
    assert andra.full_beteckning == "SOCN/2018:2"


@pytest.mark.parametrize(
    ("beteckning", "väntat"),
    [
        ("SOCN/2018:23", "SOCN/2018:23 - 759"),
        ("2018:23", "2018:23"),
        ("SOCN 2018/23", "SOCN 2018/23"),
        ("SOCN/2018:23 - 759", "SOCN/2018:23 - 759"),
    ],
)
def test_importerat_nummer_får_klassen_bara_när_det_följer_mönstret(beteckning, väntat):
    ärende = Ärende(
        diarium=nya.DiariumFactory(prefix="SOCN", mönster="{prefix}/{ar}:{lopnummer}[ - {klass}]"),
        år=2018,
        löpnummer=23,
        klass="759",
        beteckning=beteckning,
        ursprung=Ärende.Ursprung.IMPORT,
    )
    assert ärende.full_beteckning == väntat
    ärende.år = ärende.löpnummer = None
    assert ärende.full_beteckning == beteckning


def test_registrering_skriver_en_händelse_med_namnet_på_den_som_gjorde_det():
    nämnd = MyndighetFactory()
    rut = nya.registrator_i(nämnd)

    ärende = nya.ärende(nämnd, av=rut)

    händelse = ärende.händelser.get()
    assert (händelse.typ, händelse.av, händelse.av_namn) == ("ärende.registrerat", rut, str(rut))
    assert händelse.data == {"beteckning": ärende.beteckning}


def test_den_som_inte_får_registrera_lämnar_inga_spår():
    nämnd = MyndighetFactory()
    diarium = nya.DiariumFactory(myndigheter=[nämnd])
    utan_rätt = [
        med_roll(Roll.CHEF, nämnd),
        med_roll(Roll.FÖRTROENDEVALD, nämnd),
        med_roll(Roll.ADMINISTRATÖR),
        med_roll(Roll.REGISTRATOR),  # i en annan nämnd
    ]

    for användare in utan_rätt:
        with pytest.raises(PermissionDenied):
            nya.ärende(nämnd, diarium=diarium, av=användare)

    assert not Ärende.objects.exists()
    assert not Händelse.objects.exists()
    assert not Nummerserie.objects.exists()
    assert nya.ärende(nämnd, diarium=diarium).löpnummer == 1


def test_diariet_måste_höra_till_myndigheten():
    nämnd = MyndighetFactory()
    annans = nya.DiariumFactory(myndigheter=[MyndighetFactory()])

    with pytest.raises(registrering.FelDiarium):
        nya.ärende(nämnd, diarium=annans)

    assert not Ärende.objects.exists()


def test_misslyckad_händelse_backar_ärendet_och_numret(monkeypatch):
    nämnd = MyndighetFactory()
    rut = nya.registrator_i(nämnd)
    nya.ärende(nämnd, av=rut)

    def går_sönder(*args, **kwargs):
        raise RuntimeError("händelsen gick inte att skriva")

    with monkeypatch.context() as m:
        m.setattr(händelser, "skriv", går_sönder)
        with pytest.raises(RuntimeError):
            nya.ärende(nämnd, av=rut)

    assert Ärende.objects.count() == Händelse.objects.count() == 1
    assert nya.ärende(nämnd, av=rut).löpnummer == 2


def test_okänd_händelsetyp_är_ett_fel():
    ärende = nya.ärende()

    with pytest.raises(KeyError):
        händelser.skriv(ärende, "ärende.stavfel", av=nya.registrator_i(ärende.myndighet))

    with pytest.raises(KeyError):
        händelser.skriv(ärende, "ärende.registrerat", av=nya.registrator_i(ärende.myndighet))
    assert ärende.händelser.count() == 1


def test_nummer_som_ett_importerat_ärende_bär_hoppas_över():
    nämnd = MyndighetFactory()
    diarium = nya.DiariumFactory(prefix="SN", mönster="{prefix} {ar}/{lopnummer}")
    diarium.myndigheter.add(nämnd)
    for fält in (
        {"beteckning": "SN 2026/1"},
        {"beteckning": "SN 2026/2 - 047", "år": 2026, "löpnummer": 2},
    ):
        Ärende.objects.create(
            diarium=diarium,
            myndighet=nämnd,
            rubrik="Inläst",
            ursprung=Ärende.Ursprung.IMPORT,
            **fält,
        )

    assert nya.ärende(nämnd, diarium=diarium, dag=date(2026, 1, 7)).beteckning == "SN 2026/3"
    assert nya.ärende(nämnd, diarium=diarium, dag=date(2026, 1, 7)).beteckning == "SN 2026/4"


class Avbrott(Exception):
    """Ett fel efter att numret tagits."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sextio_samtidiga_varav_tio_misslyckas_ger_femtio_nummer_utan_luckor():
    nämnd = MyndighetFactory()
    diarium = nya.DiariumFactory(myndigheter=[nämnd])
    rut = nya.registrator_i(nämnd)
    samlade = threading.Barrier(60)

    def registrera(n: int) -> int | None:
        try:
            samlade.wait(timeout=60)
            with transaction.atomic():
                ärende = nya.ärende(nämnd, diarium=diarium, av=rut, rubrik=f"Ärende {n}")
                if n % 6 == 0:
                    raise Avbrott
            return ärende.löpnummer
        except Avbrott:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(60) as trådar:
        utdelade = list(trådar.map(registrera, range(60)))

    assert utdelade.count(None) == 10
    assert sorted(n for n in utdelade if n) == list(range(1, 51))
    sparade = Ärende.objects.filter(diarium=diarium).values_list("löpnummer", flat=True)
    assert sorted(sparade) == list(range(1, 51))
    assert Händelse.objects.count() == 50
    assert Nummerserie.objects.get(diarium=diarium).senaste == 50


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_två_diarier_väntar_inte_på_varandra_men_samma_diarium_gör_det():
    nämnd = MyndighetFactory()
    ett = nya.DiariumFactory(myndigheter=[nämnd])
    två = nya.DiariumFactory(myndigheter=[nämnd])
    rut = nya.registrator_i(nämnd)
    klara: dict[str, threading.Event] = {"samma": threading.Event(), "annat": threading.Event()}

    def registrera(diarium, namn: str) -> None:
        try:
            nya.ärende(nämnd, diarium=diarium, av=rut)
            klara[namn].set()
        finally:
            connection.close()

    with transaction.atomic():
        nya.ärende(nämnd, diarium=ett, av=rut)
        trådar = [
            threading.Thread(target=registrera, args=(ett, "samma")),
            threading.Thread(target=registrera, args=(två, "annat")),
        ]
        for tråd in trådar:
            tråd.start()
        # Serien i `ett` är låst av den här transaktionen; `två` ska ändå bli klar.
        assert klara["annat"].wait(timeout=30)
        assert not klara["samma"].wait(timeout=0.3)
    for tråd in trådar:
        tråd.join(timeout=30)

    assert klara["samma"].is_set()
    assert Ärende.objects.filter(diarium=ett).count() == 2


# --- Varningar -----------------------------------------------------------------------------


def varningar(nämnd, **fält):
    return registrering.varningar(
        myndighet=nämnd, av=nya.registrator_i(nämnd), **({"rubrik": "Taxa"} | fält)
    )


def test_varningar_för_epost_personnummer_och_dubblett():
    nämnd = MyndighetFactory()
    assert varningar(nämnd) == []

    assert "e-postadress" in varningar(nämnd, motpart="ola@exempel.se")[0].text
    assert "personnummer" in varningar(nämnd, rubrik="Bistånd 19121212-1212")[0].text
    assert "personnummer" in varningar(nämnd, motpart="121212-1212")[0].text
    assert varningar(nämnd, rubrik="Avtal 2018-2021 och 2021/305") == []

    finns = nya.ärende(nämnd, rubrik="Taxa", motpart="Länsstyrelsen")
    assert varningar(nämnd, motpart="Region Mitt") == []
    assert finns.beteckning in varningar(nämnd, rubrik="taxa ", motpart="länsstyrelsen")[0].text


def test_dubblett_röjer_inte_ett_ärende_man_inte_får_se():
    nämnd = MyndighetFactory()
    nya.ärende(nämnd, rubrik="Taxa", sekretess_lagrum="OSL 26 kap. 1 §")

    handläggarens = registrering.varningar(
        myndighet=nämnd, rubrik="Taxa", av=med_roll(Roll.HANDLÄGGARE, nämnd)
    )

    assert handläggarens == []
    assert varningar(nämnd) != []


def test_förbigången_varning_kräver_skäl_och_syns_bland_händelserna():
    nämnd = MyndighetFactory()

    with pytest.raises(registrering.SkälSaknas):
        nya.ärende(nämnd, förbigångna_varningar=["Motparten är en e-postadress."], skäl=" ")
    assert not Ärende.objects.exists()

    ärende = nya.ärende(
        nämnd, förbigångna_varningar=["Motparten är en e-postadress."], skäl="Okänt namn."
    )
    händelse = ärende.händelser.get(typ="ärende.varning_förbigången")
    assert händelse.data == {"varning": "Motparten är en e-postadress.", "skäl": "Okänt namn."}


# --- Handlingar ----------------------------------------------------------------------------


def test_handlingar_numreras_i_ärendet_och_inkommen_får_dagens_ankomstdag():
    ärende = nya.ärende()

    första = nya.handling(ärende)
    andra = nya.handling(ärende, riktning=Handling.Riktning.UPPRÄTTAD, bilaga_till=första)

    assert [första.nummer, andra.nummer] == [1, 2]
    assert första.ankomstdag == timezone.localdate()
    assert andra.ankomstdag is None
    assert andra.bilaga_till == första
    assert första.fil.sidor == 1
    assert ärende.händelser.filter(typ="handling.registrerad").count() == 2


def test_hemlig_handlings_rubrik_står_inte_i_händelsen():
    ärende = nya.ärende()

    nya.handling(ärende, rubrik="Utredning om Ebba", sekretess_lagrum="OSL 26 kap. 1 §")
    nya.handling(
        ärende,
        rubrik="Utredning om Ebba",
        offentlig_rubrik="Utredning",
        sekretess_lagrum="OSL 26 kap. 1 §",
    )

    rubriker = [h.data["rubrik"] for h in ärende.händelser.filter(typ="handling.registrerad")]
    assert sorted(rubriker) == ["(sekretess)", "Utredning"]


def test_handling_vägras_utan_rätt_utan_insyn_och_i_makulerat_ärende():
    nämnd = MyndighetFactory()
    ärende = nya.ärende(nämnd, sekretess_lagrum="OSL 26 kap. 1 §")
    hans = med_roll(Roll.HANDLÄGGARE, nämnd)

    for användare in (hans, med_roll(Roll.CHEF, nämnd), med_roll(Roll.HANDLÄGGARE)):
        with pytest.raises(PermissionDenied):
            nya.handling(ärende, av=användare)
    assert not Handling.objects.exists()
    assert not Fil.objects.exists()
    assert ärende.händelser.count() == 1

    Ärende.objects.filter(pk=ärende.pk).update(handläggare=hans)
    ärende.refresh_from_db()
    assert nya.handling(ärende, av=hans).nummer == 1

    Ärende.objects.filter(pk=ärende.pk).update(status=Ärende.Status.MAKULERAT)
    with pytest.raises(registrering.ÄrendetMakulerat):
        nya.handling(ärende, av=hans)


def test_bilaga_hör_till_handling_i_samma_ärende():
    ett, två = nya.ärende(), nya.ärende()

    with pytest.raises(registrering.FelHuvudhandling):
        nya.handling(ett, bilaga_till=nya.handling(två))

    assert not ett.handlingar.exists()


def test_trasig_fil_sparar_ingenting_och_nämner_filen():
    ärende = nya.ärende()

    with pytest.raises(filer.Filfel, match=r"svar\.pdf"):
        nya.handling(ärende, innehåll=b"inte en pdf", filnamn="svar.pdf")

    assert not Handling.objects.exists()
    assert not Fil.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samtidiga_handlingar_i_ett_ärende_får_var_sitt_nummer():
    ärende = nya.ärende()
    rut = nya.registrator_i(ärende.myndighet)

    def registrera(n: int) -> int:
        try:
            return nya.handling(ärende, av=rut, innehåll=nya.pdf(märke=str(n))).nummer
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as trådar:
        nummer = list(trådar.map(registrera, range(16)))

    assert sorted(nummer) == list(range(1, 17))


# --- Begränsningar och utlösare i databasen ------------------------------------------------


def test_databasen_vägrar_ta_bort_ärende_handling_och_händelse():
    ärende = nya.ärende()
    handling = nya.handling(ärende)

    for rad in (Händelse.objects.filter(ärende=ärende), Handling.objects.filter(pk=handling.pk)):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rad.delete()
    with (
        pytest.raises(DatabaseError, match="Cannot delete"),
        transaction.atomic(),
        connection.cursor() as markör,
    ):
        markör.execute("DELETE FROM arenden_arende WHERE id = %s", [ärende.pk])

    assert Händelse.objects.count() == 2
    assert Handling.objects.count() == Ärende.objects.count() == 1


def test_databasen_vägrar_ändra_händelse_och_fil():
    handling = nya.handling(nya.ärende())

    for rader, ändring in (
        (Händelse.objects.all(), {"av_namn": "någon annan"}),
        (Fil.objects.filter(pk=handling.fil_id), {"sidor": 99}),
    ):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            rader.update(**ändring)


@pytest.mark.parametrize(
    ("begränsning", "ändring"),
    [
        ("arende_unikt_nummer", {"löpnummer": 1}),
        ("arende_unik_beteckning", {"beteckning": "upptagen"}),
        ("arende_eget_har_nummer", {"löpnummer": None}),
    ],
)
def test_ärendets_begränsningar(begränsning, ändring):
    nämnd = MyndighetFactory()
    första, andra = nya.ärende(nämnd), nya.ärende(nämnd)
    Ärende.objects.filter(pk=första.pk).update(beteckning="upptagen")

    with pytest.raises(IntegrityError, match=begränsning), transaction.atomic():
        Ärende.objects.filter(pk=andra.pk).update(**ändring)


def test_handlingens_nummer_är_unikt_i_ärendet():
    ärende = nya.ärende()
    nya.handling(ärende)
    andra = nya.handling(ärende)

    with pytest.raises(IntegrityError, match="handling_unikt_nummer"), transaction.atomic():
        Handling.objects.filter(pk=andra.pk).update(nummer=1)


def test_nummerserien_är_unik_per_diarium_och_år():
    ärende = nya.ärende()

    with pytest.raises(IntegrityError, match="nummerserie_unik"), transaction.atomic():
        Nummerserie.objects.create(diarium=ärende.diarium, år=ärende.år, senaste=7)


@pytest.mark.parametrize(
    ("väg", "osannolikt", "väntat"),
    [
        pytest.param(Väg.POST, False, date(2026, 2, 27), id="FL 22 § 2 st"),
        pytest.param(Väg.POST, True, date(2026, 3, 2), id="FL 22 § 2 st osannolikt"),
        pytest.param(Väg.EPOST, False, date(2026, 3, 2), id="FL 22 § 1 st"),
        pytest.param(None, False, date(2026, 3, 2), id="dagen är redan prövad"),
    ],
)
def test_ankomstdagen_följer_vägen_och_den_verkliga_dagen_finns_kvar(väg, osannolikt, väntat):
    ärende = nya.ärende()

    handling = nya.handling(ärende, ankomstdag=date(2026, 3, 2), väg=väg, osannolikt=osannolikt)

    assert handling.ankomstdag == väntat
    händelser_ = ärende.händelser.filter(typ="handling.ankomstdag")
    if väntat == date(2026, 3, 2):
        assert not händelser_.exists()
    else:
        data = händelser_.get().data
        assert (data["nådde"], data["dag"]) == ("2026-03-02", "2026-02-27")
